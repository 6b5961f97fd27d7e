/* check_assert.c - evaluates the asserts of a set and its guide over the finished tree.
 *
 * Runs once at the end of a set; what is the same for many instances is computed once.  An operand that is absent, or that was reported as no
 * number or no date, leaves a test undecided, and that is no finding; one that cannot be computed for another reason is reported once for
 * each assert, since a check that silently does nothing is worse than none. */
#include "schema/assert.h"
#include "schema/checker.h"

#include "base/date.h"
#include "base/must.h"
#include "expr/findings.h"

#include <stdlib.h>

enum { SCRATCH_BYTES = 1024 };          /* grows when texts are long */

struct asserting {
    struct expr_run run;                /* first: the host finds the rest through it */
    struct checker *c;
    const struct assert_rule *rule;
    uint8_t level;                      /* instances open */
    bool faulted;                       /* this assert could not be computed somewhere */
};

/* ---- places ---- */

static uint32_t group_here(const struct asserting *x)
{
    uint32_t group = x->run.instance[x->level];
    return x->level ? group : TREE_NONE;
}

static void place_complete(const struct asserting *x, struct place *p, const struct expr *at)
{
    const struct place *base = &x->c->base;
    const struct elem *elem = at ? at->about : NULL;
    memcpy(p->set_id, base->set_id, sizeof p->set_id);
    memcpy(p->set_control, base->set_control, sizeof p->set_control);
    if (elem && p->element) p->element_ref = elem->ref;
    if (at && at->ref->component) p->component = at->ref->component;
}

/* At the element named, else at the instance, else at the set's first segment. */
static struct place place_of(struct asserting *x, uint32_t *group)
{
    struct place p = place_base(x->c);
    const struct expr *at = x->rule->at;
    *group = at ? expr_path_group(&x->run, at) : TREE_NONE;
    if (*group != TREE_NONE) {
        (void)expr_path_place(&x->run, at, &p);
        place_complete(x, &p, at);
        return p;
    }
    *group = group_here(x);
    uint32_t segment = *group == TREE_NONE ? 1 : *group;
    const struct tree *t = x->c->tree;
    while (segment < t->groups && t->group[segment].fields == 0) segment++;
    if (segment < t->groups) p = expr_segment_place(&x->run, segment, 0, SPAN_ABSENT);
    place_complete(x, &p, NULL);
    return p;
}

/* ---- findings ---- */

static slice say(struct asserting *x, unsigned i)
{
    struct value v;
    char room[VALUE_MAX_TEXT];
    if (i >= x->rule->n_args || !x->rule->args[i]) return NO_ARG;
    expr_eval_raw(&x->run, x->rule->args[i], &v);
    if (value_is_absent(&v)) return SLICE("(absent)");
    if (x->rule->args[i]->type == TYPE_DATE && v.kind == VALUE_TEXT && date_parse8(v.text, &v.day)) v.kind = VALUE_DATE;    /* as those computed */
    slice text = value_show(&v, room);
    return arg_printf(x->c, i, "%.*s", SLICE_ARG(text));
}

static void found_assert(struct asserting *x, const struct diag_def *def, struct place p, uint32_t group, const slice args[DIAG_ARGS])
{
    struct checker *c = x->c;
    const struct assert_rule *a = x->rule;
    struct diag *d = diag_add(c->diags, def, p, args[0], args[1], args[2], args[3]);
    diag_set_severity(c->diags, d, a->rule.names_severity || !a->of_guide ? a->rule.severity : c->options.guide_severity);
    d->rule = a->of_guide ? c->schema->guide : c->schema->id;
    if (a->rule.source.len) d->source = a->rule.source;
    d->rule_place = a->rule.place;
    d->line = group == TREE_NONE ? 0 : line_of_group(c, group);
}

static void broken(struct asserting *x)
{
    uint32_t group;
    slice args[DIAG_ARGS];
    struct place p = place_of(x, &group);
    for (unsigned i = 0; i < DIAG_ARGS; i++) args[i] = say(x, i);
    found_assert(x, &x->rule->def, p, group, args);
}

/* What is no number or no date was reported as an element already, unless the assert itself tried to read it from a text. */
static void host_fault(struct expr_run *run, const struct expr *e, const struct diag_def *def, struct place place, slice a0, slice a1)
{
    struct asserting *x = (struct asserting *)run;
    bool reported = e->op == EX_PATH && (def == expr_def(VALUE_NOT_A_NUMBER) || def == expr_def(VALUE_NOT_A_DATE));
    if (reported || x->faulted) return;
    x->faulted = true;
    place_complete(x, &place, NULL);
    found_assert(x, def, place, group_here(x), (const slice[DIAG_ARGS]){ a0, a1 });
}

static const struct expr_host assert_host = { .fault = host_fault };

/* ---- instances ---- */

static void instances(struct asserting *x);

static bool enter(void *context, uint32_t group)
{
    struct asserting *x = context;
    struct expr_run *run = &x->run;
    x->level++;
    run->instance[x->level] = group;
    run->position[x->level]++;
    run->serial[x->level]++;
    run->depth = run->open = x->level;
    instances(x);
    run->instance[x->level] = TREE_NONE;
    x->level--;
    run->depth = run->open = x->level;
    return true;
}

static void instances(struct asserting *x)
{
    struct expr_run *run = &x->run;
    struct value v;
    if (x->level < x->rule->levels) {
        run->position[x->level + 1] = 0;
        expr_walk(run, &x->rule->each[x->level], enter, x);
        return;
    }
    enum unique_answer unique = x->rule->different ? unique_values(x->c, run, x->rule->different) : UNIQUE_UNKNOWN;
    if (unique == UNIQUE_UNKNOWN) expr_eval(run, x->rule->test, &v);
    else v = value_bool(unique == UNIQUE_YES);
    if (v.kind == VALUE_BOOL && !v.yes) broken(x);
    if (x->level) run->scratch.len = 0;         /* what outlives the instance was copied into its slot */
}

/* ---- the set ---- */

static bool is_on(const struct check_options *o, const struct assert_rule *a)
{
    bool on = a->setting.len == 0;
    if (o->asserts_on.n + o->asserts_off.n == 0) return on;
    slice id = slice_of(a->def.code);
    for (unsigned i = 0; i < o->asserts_on.n; i++) on |= slice_eq(o->asserts_on.names[i], a->setting) || slice_eq(o->asserts_on.names[i], id);
    for (unsigned i = 0; i < o->asserts_off.n; i++) on &= !slice_eq(o->asserts_off.names[i], a->setting) && !slice_eq(o->asserts_off.names[i], id);
    return on;
}

static void run_start(struct asserting *x, const struct assert_set *set)
{
    struct checker *c = x->c;
    if (!c->memory) c->memory = arena_new();
    arena_reset(c->memory);
    x->run.arena = c->memory;
    x->run.host = &assert_host;
    x->run.slots = set->slots;
    x->run.states = arena_array(c->memory, set->n_slots + 1, sizeof *x->run.states);
    x->run.scratch = (struct expr_scratch){ arena_alloc(c->memory, SCRATCH_BYTES), 0, SCRATCH_BYTES };
    x->run.same = c->joins ? &c->kinds : NULL;
    expr_run_begin(&x->run, c->tree, c->root_first, c->root_last, c->schema->n_nodes);
}

COLD void asserts_check(struct checker *c)
{
    const struct assert_set *set = c->schema->asserts;
    struct asserting x = { .c = c };
    if (!set) return;
    run_start(&x, set);
    for (size_t i = 0; i < set->n_rules; i++) {
        x.rule = &set->rules[i];
        x.faulted = false;
        if (is_on(&c->options, x.rule)) instances(&x);
    }
}

bool schema_assert_names(const struct schema *s, size_t i, slice *id, slice *setting)
{
    if (!s->asserts || i >= s->asserts->n_rules) return false;
    *id = slice_of(s->asserts->rules[i].def.code);
    *setting = s->asserts->rules[i].setting;
    return true;
}

bool schema_knows_assert(const struct schema *s, slice name)
{
    slice id, setting;
    for (size_t i = 0; schema_assert_names(s, i, &id, &setting); i++)
        if (name.len && (slice_eq(setting, name) || slice_eq(id, name))) return true;
    return false;
}
