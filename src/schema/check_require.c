/* check_require.c - counts at the end of a set what <require> asks for.
 *
 * Header rules look at the children of the set that lie between the first and the last of their kind, so lines are not walked through.  What
 * lies deeper and is counted in the whole set is found by its kind.  A place that is mandatory and not there at all was reported as missing,
 * which is not said again. */
#include "schema/checker.h"
#include "schema/require.h"

struct range { uint32_t from, to; };    /* groups, `to` not among them */

struct counting {
    struct checker *c;
    const struct require_rule *rule;
    uint32_t all, right;                /* of the node in this instance; with the values */
    uint32_t last, surplus;             /* the last of all; the first right one past max */
};

static uint16_t top_of(const struct schema *s, uint16_t node)
{
    while (s->nodes[node].parent) node = s->nodes[node].parent;
    return node;
}

/* All that lies in places of the set from the first `top` to the last. */
static struct range range_of(const struct checker *c, uint16_t top)
{
    uint32_t first = c->root_first[top];
    return first == TREE_NONE ? (struct range){ 0, 0 } : (struct range){ first, tree_end(c->tree, c->root_last[top]) };
}

static const struct segment_def *definition(const struct counting *x) { return x->c->schema->nodes[schema_opener(x->c->schema, x->rule->node)].segment; }

/* ---- findings ---- */

static slice words(struct counting *x)
{
    struct buf out = BUF_INIT(ARG_BYTES);
    const struct segment_def *def = definition(x);
    const struct node *node = &x->c->schema->nodes[x->rule->node];
    buf_printf(&out, "%.*s %.*s", SLICE_ARG(def->id), SLICE_ARG(node->title));
    when_words(&out, def, &x->rule->when, "with", " ");
    slice made = arg_printf(x->c, 0, "%.*s", (int)out.len, out.ptr);
    buf_free(&out);
    return made;
}

/* At the last of its kind, else where the instance begins: what is missing is named, as in AK301. */
static void report_lack(struct counting *x, uint32_t instance)
{
    struct checker *c = x->c;
    uint32_t group = x->last ? x->last : instance;
    struct place p = place_group(c, group, 0);
    place_rename(&p, definition(x)->id);
    slice in = x->rule->in ? arg_printf(c, 3, " in this %.*s", SLICE_ARG(c->schema->nodes[x->rule->in].name)) : NO_ARG;
    struct diag *d = found_guide(c, GUIDE_REQUIRE, &x->rule->rule, p, words(x), arg_printf(c, 1, "%u", x->right), arg_printf(c, 2, "%u", x->rule->min), in);
    d->line = line_of_group(c, group);
}

static void report_surplus(struct counting *x)
{
    struct checker *c = x->c;
    struct diag *d = found_guide(c, GUIDE_REPEAT, &x->rule->rule, place_group(c, x->surplus, 0), words(x), arg_printf(c, 1, "%u", x->rule->max),
                                 c->schema->guide, NO_ARG);
    d->line = line_of_group(c, x->surplus);
}

/* ---- counting ---- */

static void count(struct counting *x, uint32_t group)
{
    const struct tree *t = x->c->tree;
    const struct tree_group *g = &t->group[x->c->schema->nodes[x->rule->node].is_loop ? group + 1 : group];
    x->all++;
    x->last = group;
    if (!when_holds(&x->rule->when, t->text, t->field + g->first, g->fields)) return;
    if (++x->right == x->rule->max + 1 && x->rule->max < UINT32_MAX) x->surplus = group;
}

/* Nothing that follows can be wrong. */
static bool is_settled(const struct counting *x) { return x->right >= x->rule->min && x->rule->max == UINT32_MAX; }

static void judge(struct counting *x, uint32_t in)
{
    const struct node *node = &x->c->schema->nodes[x->rule->node];
    if (x->right < x->rule->min && (x->all || node->usage != USE_MANDATORY)) report_lack(x, in);
    if (x->surplus) report_surplus(x);
}

/* In the instance `in`, whose groups are `range`; children alone when the node is one. */
static void instance(struct counting *x, uint32_t in, struct range range)
{
    const struct tree *t = x->c->tree;
    const uint16_t node = x->rule->node;
    bool child = x->c->schema->nodes[node].parent == x->rule->in;
    x->all = x->right = x->last = x->surplus = 0;
    for (uint32_t g = range.from; g < range.to && !is_settled(x); g = child ? tree_end(t, g) : g + 1)
        if (t->group[g].kind == node) count(x, g);
    judge(x, in);
}

/* In the whole set, deeper than its children: in places of the set where such things lie. */
static void deeper(struct counting *x, struct range range)
{
    for (struct tree_kind_walk w = tree_kind_walk(&x->c->kinds, x->rule->node); !is_settled(x) && tree_kind_next(&w);)
        if (w.group >= range.from && w.group < range.to) count(x, w.group);
    judge(x, 1);
}

static void require_check(struct checker *c, const struct require_rule *r)
{
    struct counting x = { .c = c, .rule = r };
    const struct schema *s = c->schema;
    if (!r->in) {
        const struct range range = range_of(c, top_of(s, r->node));
        if (s->nodes[r->node].parent) deeper(&x, range);
        else instance(&x, 1, range);
        return;
    }
    struct range range = range_of(c, top_of(s, r->in));
    bool child = s->nodes[r->in].parent == 0;
    for (uint32_t g = range.from, end; g < range.to; g = child ? end : g + 1) {
        end = tree_end(c->tree, g);
        if (c->tree->group[g].kind == r->in) instance(&x, g, (struct range){ g + 1, end });
    }
}

void requires_check(struct checker *c)
{
    const struct require_set *set = c->schema->requires;
    for (size_t i = 0; set && i < set->n; i++) require_check(c, &set->rules[i]);
}
