/* traffic.c - see traffic.h.  What the map reads is found in its plan, what arrives in the trees of the archive, and rows of tables by running the
 * map.  Envelope segments of the set and the counts at its end are read by the engine, so that no map must. */
#include "engine/traffic.h"

#include "engine/findings.h"
#include "map/cover.h"

struct seen {                           /* an element of a segment of the grammar */
    unsigned documents;
    const void *last;
    slice example;
    bool read;
    struct place place;                 /* where the map reads it first */
};

enum { MOST_CODES = 40 };
struct selected {                       /* a segment that rules select by a qualifier: which codes there are */
    unsigned element;                   /* that is tested; 0: none */
    bool all;                           /* some rule takes it whatever the code */
    struct code_seen { slice code, example; bool read; unsigned documents; const void *last; } codes[MOST_CODES];
    unsigned n_codes;
};

struct looking {
    struct traffic *t;
    const struct schema *schema;
    struct seen **elements;             /* by node; [k] is element k, from 1 */
    struct selected *selected;          /* by node */
    struct map_cover *cover;
    const struct rule *rule;
};

/* ---- what the map reads ---- */

static void reads(struct looking *l, uint16_t node, unsigned element, const struct expr *e)
{
    uint16_t opener = schema_opener(l->schema, node);
    const struct segment_def *def = l->schema->nodes[opener].segment;
    if (!def || element < 1 || element > def->n_elems) return;
    struct seen *s = &l->elements[opener][element];
    if (!s->read && e && e->in) s->place = expr_node_place(e);
    s->read = true;
}

/* Each of the pairs may be missing: they have no place to complain about. */
static void reads_pairs(struct looking *l, const struct expr *e)
{
    const struct segment_def *def = l->schema->nodes[schema_opener(l->schema, e->ref->leaf_kind)].segment;
    for (unsigned k = def ? def->pair_first : 0; k && k <= def->pair_last + 1u; k++) reads(l, e->ref->leaf_kind, k, NULL);
}

static struct code_seen *code_find(struct selected *s, slice code)
{
    for (unsigned i = 0; i < s->n_codes; i++)
        if (slice_eq(s->codes[i].code, code)) return &s->codes[i];
    if (s->n_codes == MOST_CODES) return NULL;
    s->codes[s->n_codes].code = code;
    return &s->codes[s->n_codes++];
}

/* One qualifier is followed for each segment; what is selected in another way counts as read altogether. */
static void selects(struct looking *l, const struct ref_step *step)
{
    struct selected *s = &l->selected[schema_opener(l->schema, step->kind)];
    const struct ref_test *test = step->n_tests == 1 ? &step->tests[0] : NULL;
    if (!test || test->differs || (s->element && s->element != test->element)) {
        s->all = true;
        return;
    }
    s->element = test->element;
    for (unsigned i = 0; i < test->n; i++) {
        struct code_seen *code = test->values[i].param < 0 ? code_find(s, test->values[i].text) : NULL;
        if (code) code->read = true;
        else s->all = true;
    }
}

static void reads_of(void *context, const struct expr *e)
{
    struct looking *l = context;
    if (e->op != EX_PATH || !e->ref) return;
    for (unsigned s = 0; s < e->ref->n_steps; s++) selects(l, &e->ref->steps[s]);
    for (unsigned s = 0; s < e->ref->n_steps; s++)
        for (unsigned t = 0; t < e->ref->steps[s].n_tests; t++) reads(l, e->ref->steps[s].kind, e->ref->steps[s].tests[t].element, e);
    if (e->ref->leaf == LEAF_ELEMENT) reads(l, e->ref->leaf_kind, e->ref->element, e);
    if (e->ref->leaf == LEAF_PAIR || e->ref->leaf == LEAF_PAIRS) reads_pairs(l, e);
}

static void reads_of_rule(void *context, const struct rule *rule, const struct block *block)
{
    struct looking *l = context;
    (void)block;
    plan_exprs(l->t->map, rule, reads_of, l);
    const struct report *report;
    for (unsigned i = 0; (report = plan_report(rule, i)); i++)
        for (unsigned k = 0; k < report->n_args; k++) plan_expr(l->t->map, rule, report->args[k], reads_of, l);
}

static void read_plan(struct looking *l)
{
    const struct map *m = l->t->map;
    plan_rules(m, reads_of_rule, l);
    if (m->key) plan_expr(m, NULL, m->key, reads_of, l);
    if (m->items.as_of) plan_expr(m, NULL, m->items.as_of, reads_of, l);
}

/* ---- what arrives ---- */

static void count_group(struct looking *l, const struct archived *a, uint32_t group)
{
    const struct tree *t = a->step->tree;
    uint16_t kind = t->group[group].kind;
    const struct segment_def *def = kind < l->schema->n_nodes ? l->schema->nodes[kind].segment : NULL;
    for (unsigned k = 1; def && k < t->group[group].fields && k <= def->n_elems; k++) {
        slice value = tree_field(t, group, k);
        struct seen *s = &l->elements[kind][k];
        if (!value.len || s->last == a->document) continue;
        if (!s->documents++) s->example = arena_copy(l->t->arena, slice_sub(value, 0, 40));
        s->last = a->document;
    }
}

static void count_code(struct looking *l, const struct archived *a, uint32_t group)
{
    const struct tree *t = a->step->tree;
    struct selected *s = &l->selected[t->group[group].kind];
    if (!s->element || s->all || t->group[group].fields == 0) return;
    slice value = tree_field(t, group, s->element), next = tree_field(t, group, s->element + 1u);
    struct code_seen *code = value.len ? code_find(s, value) : NULL;
    if (!code || code->last == a->document) return;
    if (!code->documents++ && !code->read) {
        code->code = arena_copy(l->t->arena, value);
        code->example = arena_copy(l->t->arena, slice_sub(next, 0, 40));
    }
    code->last = a->document;
}

static void run_map(struct looking *l, const struct archived *a)
{
    const struct outside *o = l->t->outside;
    struct arena *arena = arena_new();
    struct tree out;
    struct diags diags;
    struct map_result result;
    struct map_env env = { .items = o->items ? &o->lookup : NULL, .tables = o->tables, .n_tables = o->n_tables, .document_id = SLICE("000000"),
                           .cover = l->cover };
    if (a->route) {
        env.params = a->route->route.params;
        env.n_params = a->route->route.n_params;
    }
    tree_init(&out);
    diags_init(&diags, arena, DIAGS_DEFAULT_CAP);
    map_run(l->t->map, &env, a->step->tree, arena, &out, NULL, &result, &diags);
    tree_free(&out);
    arena_free(arena);
}

static void visit(void *context, const struct archived *a)
{
    struct looking *l = context;
    for (uint32_t g = 0; g < a->step->tree->groups; g++) {
        count_group(l, a, g);
        count_code(l, a, g);
    }
    if (l->t->map->n_tables > 0) run_map(l, a);
}

/* ---- notes ---- */

/* "N1/N4.03": loops by name, the segment, the element. */
static slice label(const struct looking *l, uint16_t node, unsigned element)
{
    const struct node *nodes = l->schema->nodes;
    slice text = arena_printf(l->t->arena, "%.*s.%02u", SLICE_ARG(nodes[node].name), element);
    for (uint16_t up = nodes[node].parent, below = node; up != 0; below = up, up = nodes[up].parent)
        if (!(below == node && schema_opener(l->schema, up) == node))
            text = arena_printf(l->t->arena, "%.*s/%.*s", SLICE_ARG(nodes[up].name), SLICE_ARG(text));
    return text;
}

static bool is_frame(slice segment)
{
    static const char *const frame[] = { "ST", "SE", "CTT", "HL", NULL };
    for (unsigned i = 0; frame[i]; i++)
        if (slice_is(segment, frame[i])) return true;
    return false;
}

static void note_element(struct looking *l, uint16_t node, unsigned element)
{
    struct traffic *t = l->t;
    const struct seen *s = &l->elements[node][element];
    slice name = label(l, node, element), all = arena_printf(t->arena, "%u", t->walk.documents);
    if (s->documents && !s->read && !is_frame(l->schema->nodes[node].name)) {
        slice words = l->schema->nodes[node].segment->elems[element - 1].name;
        slice what = words.len ? arena_printf(t->arena, "%.*s (%.*s)", SLICE_ARG(name), SLICE_ARG(words)) : name;
        diag_add(t->diags, &engine_findings[ENGINE_TRAFFIC_NOT_READ], t->map->run_rule->place, what, arena_printf(t->arena, "%u", s->documents), all, s->example);
    } else if (!s->documents && s->read && s->place.source) {
        diag_add(t->diags, &engine_findings[ENGINE_TRAFFIC_NEVER], s->place, name, all, NO_ARG, NO_ARG);
    }
}

static void note_codes(struct looking *l, uint16_t node)
{
    const struct selected *s = &l->selected[node];
    for (unsigned i = 0; i < s->n_codes && !s->all; i++) {
        const struct code_seen *code = &s->codes[i];
        if (code->read || !code->documents) continue;
        slice what = arena_printf(l->t->arena, "%.*s with %02u = '%.*s'", SLICE_ARG(l->schema->nodes[node].name), s->element, SLICE_ARG(code->code));
        diag_add(l->t->diags, &engine_findings[ENGINE_TRAFFIC_NOT_READ], l->t->map->run_rule->place, what,
                 arena_printf(l->t->arena, "%u", code->documents), arena_printf(l->t->arena, "%u", l->t->walk.documents), code->example);
    }
}

static void note_rows(struct looking *l)
{
    const struct cover_point *points;
    size_t n;
    map_cover_points(l->t->map, l->cover, l->t->arena, &points, &n);
    for (size_t i = 0; i < n; i++)
        if (points[i].kind == COVER_TABLE_ROW && !points[i].reached)
            diag_add(l->t->diags, &engine_findings[ENGINE_TRAFFIC_ROW], l->t->map->run_rule->place, points[i].words,
                     arena_printf(l->t->arena, "%u", l->t->walk.documents), NO_ARG, NO_ARG);
}

int traffic_check(struct traffic *t)
{
    struct looking l = { .t = t, .schema = map_source_schema(t->map), .cover = map_cover_new(t->arena) };
    l.elements = arena_array(t->arena, l.schema->n_nodes + 1u, sizeof *l.elements);
    for (uint16_t i = 0; i < l.schema->n_nodes; i++) {
        const struct segment_def *def = l.schema->nodes[i].segment;
        l.elements[i] = arena_array(t->arena, def ? def->n_elems + 1u : 1, sizeof **l.elements);
    }
    l.selected = arena_array(t->arena, l.schema->n_nodes + 1u, sizeof *l.selected);
    read_plan(&l);
    t->walk.schema = l.schema;
    t->walk.setup = t->outside->setup;
    t->walk.visit = visit;
    t->walk.context = &l;
    int err = archive_walk(&t->walk, t->arena);
    if (err != 0 || t->walk.documents == 0) return err;
    for (uint16_t i = 0; i < l.schema->n_nodes; i++) note_codes(&l, i);
    for (uint16_t i = 0; i < l.schema->n_nodes; i++)
        for (unsigned k = 1; l.schema->nodes[i].segment && k <= l.schema->nodes[i].segment->n_elems; k++) note_element(&l, i, k);
    note_rows(&l);
    return 0;
}
