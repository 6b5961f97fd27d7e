/* walk.c - resolved paths over a tree.
 *
 * From the transaction the first step goes through the run's table of first and last children by kind, so that a header path never looks at
 * the lines; deeper steps from there look for their last kind in one pass over all that lies between, since a kind stands in one place of the
 * grammar only; those from another instance look at its children only.  Ordered choices are tried one after another, the first that finds anything
 * wins; where all instances are asked for (`any`), they are one condition. */
#include "expr/eval.h"

#include "base/must.h"
#include "expr/findings.h"

struct walk {
    struct expr_run *run;
    const struct expr_ref *ref;
    unsigned choice;
    expr_visit *visit;
    void *context;
    bool found;
};

static slice operand(const struct expr_run *run, const struct ref_value *v) { return v->param < 0 ? v->text
        : run->params[v->param].text; }

static bool test_holds(const struct walk *w, const struct ref_test *t, slice value)
{
    if (t->differs) {
        for (unsigned i = 0; i < t->n; i++)
            if (slice_eq(value, operand(w->run, &t->values[i]))) return false;
        return true;
    }
    if (w->ref->any) {
        for (unsigned i = 0; i < t->n; i++)
            if (value.len && slice_eq(value, operand(w->run, &t->values[i]))) return true;
        return false;
    }
    /* A single value ignores the choice: only lists are alternatives. */
    unsigned i = t->n == 1 ? 0 : w->choice;
    return i < t->n && value.len && slice_eq(value, operand(w->run, &t->values[i]));
}

static inline bool passes(const struct walk *w, const struct ref_step *step, uint32_t group)
{
    uint32_t segment = step->loop ? group + 1 : group;
    for (unsigned i = 0; i < step->n_tests; i++)
        if (!test_holds(w, &step->tests[i], tree_field(w->run->in, segment, step->tests[i].element))) return false;
    return true;
}

static bool step_into(struct walk *w, unsigned depth, uint32_t group);

static bool arrive(struct walk *w, unsigned depth, uint32_t child)
{
    if (!passes(w, &w->ref->steps[depth], child)) return true;
    return step_into(w, depth + 1, child);
}

/* The last step of a path, as most are, when nothing has to hold. */
static bool visit_all(struct walk *w, uint16_t kind, uint32_t child, uint32_t last)
{
    const struct tree *in = w->run->in;
    for (; child < last; child = tree_end(in, child)) {
        if (in->group[child].kind != kind) continue;
        w->found = true;
        if (!w->visit(w->context, child)) return false;
    }
    return true;
}

static bool step_into(struct walk *w, unsigned depth, uint32_t group)
{
    const struct tree *in = w->run->in;
    if (depth == w->ref->n_steps) {
        w->found = true;
        return w->visit(w->context, group);
    }
    uint16_t kind = w->ref->steps[depth].kind;
    uint32_t child = group + 1, last = tree_end(in, group);
    if (group == 0) {
        if (kind >= w->run->kinds || w->run->first[kind] == TREE_NONE) return true;
        child = w->run->first[kind];
        last = w->run->last[kind] + 1;
    }
    if (depth + 1u == w->ref->n_steps && w->ref->steps[depth].n_tests == 0) return visit_all(w, kind, child, last);
    for (; child < last; child = tree_end(in, child))
        if (in->group[child].kind == kind && !arrive(w, depth, child)) return false;
    return true;
}

/* Do the groups around `group` lead down to it as the path says? */
static bool is_led_to(const struct walk *w, uint32_t group)
{
    const struct tree *in = w->run->in;
    for (unsigned depth = w->ref->n_steps; depth-- > 0; group = in->group[group].parent)
        if (in->group[group].kind != w->ref->steps[depth].kind || (w->ref->steps[depth].n_tests && !passes(w, &w->ref->steps[depth], group)))
            return false;
    return group == 0;
}

/* sweep() where groups of the last kind are joined: no other is passed by. */
static void sweep_kind(struct walk *w, uint16_t kind)
{
    for (struct tree_kind_walk each = tree_kind_walk(w->run->same, kind); tree_kind_next(&each);) {
        if (!is_led_to(w, each.group)) continue;
        w->found = true;
        if (!w->visit(w->context, each.group)) return;
    }
}

/* step_into() from the transaction for paths of several steps: the same groups in the same order, without going up and down. */
static void sweep(struct walk *w)
{
    const struct tree *in = w->run->in;
    const uint16_t top = w->ref->steps[0].kind, kind = w->ref->steps[w->ref->n_steps - 1].kind;
    if (top >= w->run->kinds || w->run->first[top] == TREE_NONE) return;
    if (w->run->same) {
        sweep_kind(w, kind);
        return;
    }
    const uint32_t end = tree_end(in, w->run->last[top]);
    for (uint32_t g = w->run->first[top] + 1; g < end; g++) {
        if (in->group[g].kind != kind || !is_led_to(w, g)) continue;
        w->found = true;
        if (!w->visit(w->context, g)) return;
    }
}

void expr_walk(struct expr_run *run, const struct expr_ref *ref, expr_visit *visit, void *context)
{
    struct walk w = { .run = run, .ref = ref, .visit = visit, .context = context };
    uint32_t from = run->instance[ref->base];
    if (from == TREE_NONE) return;
    for (w.choice = 0; w.choice < ref->choices && !w.found; w.choice++) {
        if (from == 0 && ref->n_steps > 1) sweep(&w);
        else (void)step_into(&w, 0, from);
    }
}

struct place expr_segment_place(const struct expr_run *run, uint32_t group, unsigned element, struct span span)
{
    const struct tree *in = run->in;
    struct place place = { .source = in->source };
    if (group == TREE_NONE || group >= in->groups) return place;
    const struct tree_group *g = &in->group[group];
    if (span_is_absent(span) && g->fields) span = in->field[g->first];
    if (!span_is_absent(span)) place = (struct place){ .source = in->source, .offset = tree_offset(in, span),
            .length = span.len };
    if (in->group[0].fields) return place;      /* a record: its places are lines and columns */
    place.segment = g->number;
    place.element = (uint16_t)element;
    slice id = tree_field(in, group, 0);
    if (id.len < sizeof(place.segment_id)) memcpy(place.segment_id, id.ptr ? id.ptr : "", id.len);
    slice set = tree_field(in, 1, 1), control = tree_field(in, 1, 2);       /* ST is the first child of the set */
    if (in->groups > 1 && slice_is(tree_field(in, 1, 0), "ST")) {
        if (set.len < sizeof(place.set_id)) memcpy(place.set_id, set.ptr ? set.ptr : "", set.len);
        if (control.len < sizeof(place.set_control)) memcpy(place.set_control, control.ptr ? control.ptr : "", control.len);
    }
    return place;
}

static bool first_visit(void *context, uint32_t group)
{
    *(uint32_t *)context = group;
    return false;
}

uint32_t expr_path_group(struct expr_run *run, const struct expr *e)
{
    const struct expr_ref *ref = e->ref;
    uint32_t group = TREE_NONE;
    if (ref->n_steps == 0) group = run->instance[ref->base];
    else expr_walk(run, ref, first_visit, &group);
    return group == TREE_NONE || group >= run->in->groups ? TREE_NONE : expr_fields_group(ref, group);
}

void expr_run_begin(struct expr_run *run, const struct tree *in, const uint32_t *first, const uint32_t *last, uint16_t kinds)
{
    run->in = in;
    run->first = first;
    run->last = last;
    run->kinds = kinds;
    for (unsigned l = 0; l < EXPR_LEVELS; l++) {
        run->serial[l] = 1;
        run->instance[l] = l || in->groups == 0 ? TREE_NONE : 0;
    }
}

static struct span component(const struct tree *in, struct span s, unsigned k)
{
    if (span_is_absent(s) || !in->component) return k == 1 ? s : SPAN_ABSENT;
    slice rest = tree_slice(in, s), part;
    for (unsigned i = 1; slice_next(&rest, in->component, &part); i++)
        if (i == k) return part.len ? (struct span){ (uint32_t)(part.ptr - in->text), (uint32_t)part.len } : SPAN_ABSENT;
    return SPAN_ABSENT;
}

/* The value after the first qualifier, in order of choice, that was sent; 0 when none was. */
static unsigned pair_element(const struct expr_run *run, const struct expr_ref *ref, uint32_t segment)
{
    const struct tree_group *g = &run->in->group[segment];
    for (unsigned i = 0; i < ref->n_qualifiers; i++) {
        slice qualifier = operand(run, &ref->qualifiers[i]);
        for (unsigned k = ref->pair_first; k <= ref->pair_last && k + 1u < g->fields; k += 2)
            if (slice_eq(tree_field(run->in, segment, k), qualifier)) return k + 1;
    }
    return 0;
}

static unsigned leaf_element(const struct expr_run *run, const struct expr_ref *ref, uint32_t segment)
{
    return ref->leaf == LEAF_PAIR ? pair_element(run, ref, segment) : ref->element;
}

static struct span leaf_span(const struct expr_run *run, const struct expr_ref *ref, uint32_t segment, unsigned element)
{
    const struct tree_group *g = &run->in->group[segment];
    bool is_there = element < g->fields && (element > 0 || ref->leaf != LEAF_PAIR);
    struct span span = is_there ? run->in->field[g->first + element] : SPAN_ABSENT;
    return ref->component ? component(run->in, span, ref->component) : span;
}

bool expr_path_place(struct expr_run *run, const struct expr *e, struct place *out)
{
    const struct expr_ref *ref = e->ref;
    uint32_t group = expr_path_group(run, e);
    if (group == TREE_NONE) return false;
    unsigned element = leaf_element(run, ref, group);
    if (element == 0 && (ref->leaf == LEAF_PAIR || ref->leaf == LEAF_PAIRS)) element = ref->pair_first + 1u;   /* where one is looked for first */
    *out = expr_segment_place(run, group, element, element ? leaf_span(run, ref, group, element) : SPAN_ABSENT);
    out->component = ref->component;
    return true;
}

static bool read_date(slice text, date *day)
{
    return text.len == 8 ? date_parse8(text, day) : text.len == 6 ? date_parse6(text, day) : date_parse_iso(text, day);
}

static void read_typed(struct expr_run *run, const struct expr *e, uint32_t segment, struct span span, struct value *out)
{
    slice text = tree_slice(run->in, span);
    const struct diag_def *fault = expr_def(VALUE_NOT_A_DATE);
    if (e->type == TYPE_NUMBER) {
        *out = (struct value){ .kind = VALUE_NUMBER, .text = text };
        bool good = decimal_parse(text, &out->number) && out->number.scale + e->index <= 18;
        out->number.scale = (uint8_t)(out->number.scale + e->index);
        if (e->index) out->text = (slice){ 0 };     /* implied decimals: the text as sent is not the number */
        if (good) return;
        fault = expr_def(VALUE_NOT_A_NUMBER);
    } else {
        *out = (struct value){ .kind = VALUE_DATE, .text = text };
        if (read_date(text, &out->day)) return;
    }
    run->host->fault(run, e, fault, expr_segment_place(run, segment, e->ref->element, span), expr_source(e), text);
    *out = value_trouble();
}

void expr_leaf(struct expr_run *run, const struct expr *e, uint32_t group, bool raw, struct value *out)
{
    const struct expr_ref *ref = e->ref;
    uint32_t segment = expr_fields_group(ref, group);
    struct span span = leaf_span(run, ref, segment, leaf_element(run, ref, segment));
    if (span_is_absent(span) || span.len == 0) *out = value_absent();
    else if (raw || e->type == TYPE_TEXT) value_set_text(out, tree_slice(run->in, span));
    else read_typed(run, e, segment, span, out);
    if (run->host->leaf) run->host->leaf(run, e, out, segment, span, 0);
}
