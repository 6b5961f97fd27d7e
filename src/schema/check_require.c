/* check_require.c - counts at the end of a set what <require> asks for.
 *
 * Header rules look at the children of the set that lie between the first and the last of their kind, so lines are not walked through.  What
 * lies deeper and is counted in the whole set is looked for once for all rules, and listed; the list's memory stays for the next set.  A
 * place that is mandatory and not there at all was reported as missing, which is not said again. */
#include "schema/checker.h"
#include "schema/require.h"

#include "base/must.h"

#include <stdlib.h>

struct require_room {
    uint32_t *groups;
    size_t n, room;
};

struct range { uint32_t from, to; };    /* groups, `to` not among them */

struct counting {
    struct checker *c;
    const struct require_rule *rule;
    uint32_t all, right;                /* of the node in this instance; with the values */
    uint32_t last, surplus;             /* the last of all; the first right one past max */
};

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

/* In the whole set, of what was listed. */
static void listed(struct counting *x)
{
    const struct tree *t = x->c->tree;
    const struct require_room *r = x->c->required;
    for (size_t i = 0; i < r->n && !is_settled(x); i++)
        if (t->group[r->groups[i]].kind == x->rule->node) count(x, r->groups[i]);
    judge(x, 1);
}

void require_room_free(struct require_room *r)
{
    if (r) free(r->groups);
    free(r);
}

static void list_add(struct require_room *r, uint32_t group)
{
    if (r->n == r->room) {
        r->room = r->room ? 2 * r->room : 64;
        r->groups = must_memory(realloc(r->groups, r->room * sizeof *r->groups));
    }
    r->groups[r->n++] = group;
}

/* All groups of the nodes that rules list, in one pass over the places of the set that have some. */
static void list_make(struct checker *c, const struct require_set *set)
{
    const struct tree *t = c->tree;
    if (!c->required) c->required = must_memory(calloc(1, sizeof *c->required));
    c->required->n = 0;
    for (unsigned i = 0; i < set->n_tops; i++) {
        const struct range range = range_of(c, set->tops[i]);
        for (uint32_t g = range.from; g < range.to; g++)
            if (set->is_listed[t->group[g].kind]) list_add(c->required, g);
    }
}

static void require_check(struct checker *c, const struct require_set *set, const struct require_rule *r)
{
    struct counting x = { .c = c, .rule = r };
    const struct schema *s = c->schema;
    if (set->is_listed[r->node] && !r->in) {
        listed(&x);
        return;
    }
    if (!r->in) {
        instance(&x, 1, range_of(c, r->node));
        return;
    }
    struct range range = range_of(c, require_top(s, r->in));
    bool child = s->nodes[r->in].parent == 0;
    for (uint32_t g = range.from, end; g < range.to; g = child ? end : g + 1) {
        end = tree_end(c->tree, g);
        if (c->tree->group[g].kind == r->in) instance(&x, g, (struct range){ g + 1, end });
    }
}

void requires_check(struct checker *c)
{
    const struct require_set *set = c->schema->requires;
    if (!set) return;
    list_make(c, set);
    for (size_t i = 0; i < set->n; i++) require_check(c, set, &set->rules[i]);
}
