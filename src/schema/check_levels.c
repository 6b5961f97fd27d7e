/* check_levels.c - says what is wrong with the levels of a hierarchy: where they stand, what they contain, how many there are.
 *
 * What surely is well is worked out once for a set, so that check_hierarchy.c need not ask here about each instance; what is not sure is
 * judged here from the rules themselves. */
#include "schema/check_hierarchy.h"

/* ---- findings ---- */

struct diag *hierarchy_report(struct look *x, enum schema_finding what, const struct hierarchy_rule *from, uint32_t i, unsigned k, slice a0, slice a1,
                              slice a2, slice a3)
{
    struct checker *c = x->c;
    struct place p = place_group(c, x->r->items[i].group, k);
    struct diag *d;
    if (from->of_guide) {
        d = found_guide(c, what, &from->rule, p, a0, a1, a2, a3);
    } else {
        d = found(c, what, p, a0, a1, a2, a3);
        if (from->rule.names_severity) diag_set_severity(c->diags, d, from->rule.severity);
        d->rule_place = from->rule.place;
        if (from->rule.source.len) d->source = from->rule.source;
    }
    d->line = line_of_group(c, x->r->items[i].group);
    return d;
}

static const struct segment_def *definition(const struct look *x) { return x->c->schema->nodes[schema_opener(x->c->schema, x->h->loop)].segment; }
slice hierarchy_label(struct look *x, unsigned k) { return arg_element(x->c, 0, definition(x), k); }

/* "I item" */
static void put_level(const struct look *x, struct buf *out, slice code)
{
    slice meaning = elem_code_meaning(&definition(x)->elems[x->h->level - 1], code);
    buf_printf(out, "%.*s%s%.*s", SLICE_ARG(code), meaning.len ? " " : "", SLICE_ARG(meaning));
}

static slice level_words(struct look *x, unsigned arg, uint32_t i)
{
    struct buf out = BUF_INIT(ARG_BYTES);
    put_level(x, &out, element(x, i, x->h->level));
    slice made = arg_printf(x->c, arg, "%.*s", (int)out.len, out.ptr);
    buf_free(&out);
    return made;
}

slice hierarchy_number_words(struct look *x, unsigned arg, uint32_t i) { return arg_printf(x->c, arg, "%u", x->c->tree->group[x->r->items[i].group].number); }

/* ---- levels ---- */

/* Do the values asked for and those assumed have one in common, for each element? */
static bool holds_assumed(const struct when *asked, const struct when *assumed)
{
    for (uint8_t i = 0; i < asked->n; i++) {
        bool common = false;
        for (uint8_t k = 0; k < assumed->n && !common; k++)
            for (uint8_t v = 0; assumed->conditions[k].element == asked->conditions[i].element && v < asked->conditions[i].n && !common; v++)
                for (uint8_t w = 0; w < assumed->conditions[k].n && !common; w++)
                    common = slice_eq(asked->conditions[i].values[v], assumed->conditions[k].values[w]);
        if (!common) return false;
    }
    return true;
}

static const struct when *assumed(const struct look *x, uint16_t node)
{
    for (uint8_t i = 0; x->as_if && i < x->as_if->n; i++)
        if (x->as_if->conditions[i].node == node) return &x->as_if->conditions[i].when;
    return NULL;
}

static bool applies(const struct look *x, const struct header_when *w)
{
    const struct tree *t = x->c->tree;
    for (uint8_t i = 0; i < w->n; i++) {
        uint32_t group = x->c->root_first[w->conditions[i].node];
        const struct when *instead = assumed(x, w->conditions[i].node);
        if (group == NONE) return false;
        if (instead) {
            if (!holds_assumed(&w->conditions[i].when, instead)) return false;
            continue;
        }
        const struct tree_group *g = &t->group[group];
        if (!when_holds(&w->conditions[i].when, t->text, t->field + g->first, g->fields)) return false;
    }
    return true;
}

/* "S shipment, O order" */
static slice levels_words(struct look *x, unsigned arg, const char *words, uint32_t levels)
{
    struct buf out = BUF_INIT(ARG_BYTES);
    for (uint8_t i = 0; i < x->h->n_levels; i++) {
        if (!(levels >> i & 1)) continue;
        buf_puts(&out, out.len ? ", " : words);
        put_level(x, &out, x->h->levels[i]);
    }
    slice made = arg_printf(x->c, arg, "%.*s", (int)out.len, out.ptr);
    buf_free(&out);
    return made;
}

static void report_level(struct look *x, const struct hierarchy_rule *from, uint32_t i, slice why, uint32_t allowed)
{
    hierarchy_report(x, HL_LEVEL, from, i, x->h->level, level_words(x, 0, i), why,
           allowed ? levels_words(x, 2, "; possible: ", allowed) : NO_ARG, NO_ARG);
}

static slice below_words(struct look *x, uint32_t i)
{
    uint32_t parent = x->r->items[i].parent;
    if (parent == NONE) return SLICE("cannot stand at the top");
    slice above = level_words(x, 3, parent);
    return arg_printf(x->c, 1, "cannot stand below %.*s", SLICE_ARG(above));
}

/* Levels that may stand where instance i stands. */
static uint32_t levels_at(const struct hierarchy_shape *shape, const struct look *x, uint32_t i)
{
    uint32_t parent = x->r->items[i].parent;
    uint8_t above = parent == NONE ? 0 : x->r->items[parent].level;
    return parent == NONE ? shape->top : above == NO_LEVEL ? UINT32_MAX : shape->below[above];
}

static const struct hierarchy_level *level_rule(const struct look *x, uint8_t level)
{
    for (size_t k = 0; k < x->h->n_level_rules; k++)
        if (x->h->level_rules[k].level == level) return &x->h->level_rules[k];
    return NULL;
}

static bool stands_well(const struct look *x, const struct hierarchy_level *rule, uint32_t i)
{
    uint32_t parent = x->r->items[i].parent;
    uint8_t above = parent == NONE ? NO_LEVEL : x->r->items[parent].level;
    if (!rule->limited) return true;
    return parent == NONE ? rule->top : above == NO_LEVEL || rule->under >> above & 1;
}

/* ---- another structure ---- */

static uint8_t level_of(const struct look *x, uint32_t i) { return hierarchy_level(x->h, element(x, i, x->h->level)); }

/* Would no level stand where that structure does not have it?  What has a fault of its own is not asked. */
static bool fits(const struct look *x, const struct hierarchy_shape *shape)
{
    for (uint32_t i = 0; i < x->r->n; i++) {
        const uint32_t parent = hierarchy_named_parent(x, i);
        const uint8_t level = level_of(x, i), above = parent == NONE ? NO_LEVEL : level_of(x, parent);
        const bool top = element(x, i, x->h->parent).len == 0;
        if (level == NO_LEVEL || (!top && above == NO_LEVEL)) continue;
        if (!((top ? shape->top : shape->below[above]) >> level & 1)) return false;
    }
    return true;
}

/* The structure that the levels have instead of the one declared; null when they have none. */
static const struct hierarchy_shape *shape_instead(const struct look *x)
{
    for (size_t k = 0; k < x->h->n_shapes; k++) {
        const struct hierarchy_shape *shape = &x->h->shapes[k];
        if (shape != x->shape && shape->when.n && shape->when.conditions[0].node == x->shape->when.conditions[0].node && fits(x, shape)) return shape;
    }
    return NULL;
}

static void fine_make(struct look *x);

/* Where all levels stand as in another structure, the header is wrong, and that is the one fault: all else is judged by the other. */
static bool header_is_wrong(struct look *x)
{
    const struct hierarchy_shape *other = x->compared || x->shape->when.n == 0 ? NULL : shape_instead(x);
    x->compared = true;
    if (!other) return false;
    const struct header_condition *declared = &x->shape->when.conditions[0];
    const unsigned element = declared->when.conditions[0].element;
    const uint32_t group = x->c->root_first[declared->node];
    struct buf words = BUF_INIT(ARG_BYTES);
    header_when_words(&words, x->c->schema, &other->when);
    struct diag *d = hierarchy_report(x, HL_STRUCTURE, &x->shape->from, 0, 0, arg_element(x->c, 0, x->c->schema->nodes[declared->node].segment, element),
                                      arg_value(tree_field(x->c->tree, group, element)), arg_printf(x->c, 2, "%.*s", (int)words.len, words.ptr), NO_ARG);
    buf_free(&words);
    d->place = place_group(x->c, group, element);
    d->line = 0;
    x->shape = other;
    x->as_if = &other->when;
    fine_make(x);
    return true;
}

/* A level that nothing mentions is refused where levels are listed at all; the first thing wrong is the finding. */
COLD void level_look(struct look *x, uint32_t i)
{
    const struct hierarchy *h = x->h;
    const uint8_t level = x->r->items[i].level;
    if (element(x, i, h->level).len == 0 || h->n_levels == 0 || x->r->items[i].lost) return;
    const struct hierarchy_level *rule = level_rule(x, level);
    if (level == NO_LEVEL || (h->n_level_rules && !rule)) {
        const struct hierarchy_rule *from = h->n_level_rules ? &h->level_rules[0].from : x->shape ? &x->shape->from : NULL;
        if (from) report_level(x, from, i, SLICE("is no level of this structure"), h->n_levels < 32 ? (1u << h->n_levels) - 1 : UINT32_MAX);
    } else if (x->shape && !(levels_at(x->shape, x, i) >> level & 1) && !header_is_wrong(x)) {
        report_level(x, &x->shape->from, i, below_words(x, i), levels_at(x->shape, x, i));
    } else if (rule && !stands_well(x, rule, i)) {
        report_level(x, &rule->from, i, below_words(x, i), 0);
    }
}

/* Without a shape or rules of levels any may stand anywhere. */
static void fine_make(struct look *x)
{
    const struct hierarchy *h = x->h;
    uint32_t named = h->n_level_rules ? 0 : UINT32_MAX;
    for (size_t k = 0; k < h->n_level_rules; k++) named |= 1u << h->level_rules[k].level;
    x->fine_top = x->shape ? x->shape->top & named : named;
    for (unsigned i = 0; i < h->n_levels; i++) x->fine_below[i] = x->shape ? x->shape->below[i] & named : named;
    for (size_t k = 0; k < h->n_level_rules; k++) {
        const struct hierarchy_level *rule = &h->level_rules[k];
        if (!rule->limited) continue;
        if (!rule->top) x->fine_top &= ~(1u << rule->level);
        for (unsigned i = 0; i < h->n_levels; i++)
            if (!(rule->under >> i & 1)) x->fine_below[i] &= ~(1u << rule->level);
    }
}

void levels_prepare(struct look *x)
{
    for (size_t k = 0; k < x->h->n_shapes && !x->shape; k++)
        if (applies(x, &x->h->shapes[k].when)) x->shape = &x->h->shapes[k];
    fine_make(x);
}

/* How many of a level there are; the first surplus one, or the last of all, is the place. */
static void check_counts(struct look *x, const struct hierarchy_level *rule)
{
    struct hierarchy_room *r = x->r;
    uint32_t n = x->levels[rule->level].n;
    if (n >= rule->min && n <= rule->max) return;
    n = 0;
    for (uint32_t i = 0; i < r->n; i++) {
        if (r->items[i].level != rule->level || ++n != rule->max + 1 || rule->max == UINT32_MAX) continue;
        report_level(x, &rule->from, i, arg_printf(x->c, 1, "occurs more than %u times", rule->max), 0);
    }
    if (n >= rule->min || r->n == 0 || x->nameless) return;
    struct buf out = BUF_INIT(ARG_BYTES);
    put_level(x, &out, x->h->levels[rule->level]);
    hierarchy_report(x, HL_LEVEL, &rule->from, r->n - 1, 0, arg_printf(x->c, 0, "%.*s", (int)out.len, out.ptr),
           arg_printf(x->c, 1, "occurs %u times, at least %u are needed", n, rule->min), NO_ARG, NO_ARG);
    buf_free(&out);
}

/* ---- content and children ---- */

/* In the grammar's order all are met in one walk; false may still be well. */
static bool content_is_there(const struct tree *t, uint32_t group, const struct hierarchy_content *rule)
{
    unsigned k = 0;
    for (uint32_t g = group + 1, end = tree_end(t, group); g < end; g = tree_end(t, g))
        if (t->group[g].kind == rule->ordered[k] && ++k == rule->n) return true;
    return k == rule->n;
}

static COLD void content_look(struct look *x, const struct hierarchy_content *rule, uint32_t i)
{
    struct checker *c = x->c;
    uint32_t group = x->r->items[i].group, seen = 0;
    for (uint32_t g = group + 1; g < tree_end(c->tree, group); g = tree_end(c->tree, g))
        for (unsigned k = 0; k < rule->n; k++) seen |= (uint32_t)(c->tree->group[g].kind == rule->nodes[k]) << k;
    for (unsigned k = 0; k < rule->n; k++) {
        if (seen >> k & 1) continue;
        struct diag *d = hierarchy_report(x, HL_CONTENT, &rule->from, i, 0, arg_value(element(x, i, x->h->id)), level_words(x, 1, i),
                                          arg_node(c, 2, rule->nodes[k]), NO_ARG);
        place_rename(&d->place, c->schema->nodes[schema_opener(c->schema, rule->nodes[k])].name);
    }
}

static void check_contents(struct look *x, const struct hierarchy_content *rule)
{
    const struct instance *items = x->r->items;
    if (x->levels[rule->level].n == 0) return;
    for (uint32_t i = x->levels[rule->level].first; i != NONE; i = items[i].same)
        if (!content_is_there(x->c->tree, items[i].group, rule)) content_look(x, rule, i);
}

static bool has_leaf(const struct look *x, const struct hierarchy_leaf **rule, uint32_t *levels)
{
    *levels = 0;
    for (size_t k = 0; k < x->h->n_leaves; k++) {
        if (!applies(x, &x->h->leaves[k].when)) continue;
        *levels |= x->h->leaves[k].levels;
        *rule = &x->h->leaves[k];
    }
    return *levels != 0;
}

static void check_leaves(struct look *x)
{
    const struct hierarchy_leaf *rule = NULL;
    uint32_t levels;
    if (x->lost || !has_leaf(x, &rule, &levels)) return;
    for (uint32_t i = 0; i < x->r->n; i++) {
        uint8_t level = x->r->items[i].level;
        if (x->r->items[i].children || (level != NO_LEVEL && levels >> level & 1)) continue;
        hierarchy_report(x, HL_CONTENT, &rule->from, i, 0, arg_value(element(x, i, x->h->id)), level_words(x, 1, i), SLICE("an HL below it"), NO_ARG);
    }
}

static void check_child(struct look *x, uint32_t i)
{
    slice says = element(x, i, x->h->child);
    if (says.len == 0) return;
    uint32_t children = x->r->items[i].children;
    if (!(slice_is(says, "0") ? children > 0 : slice_is(says, "1") && children == 0 && !x->lost)) return;
    hierarchy_report(x, HL_CHILD, &x->h->from, i, x->h->child, hierarchy_label(x, x->h->child), says, children ? arg_printf(x->c, 2, "%u of the set are below it", children)
           : SLICE("none of the set is below it"), NO_ARG);
}

void levels_check(struct look *x)
{
    const struct hierarchy *h = x->h;
    for (size_t k = 0; k < h->n_contents; k++)
        if (applies(x, &h->contents[k].when)) check_contents(x, &h->contents[k]);
    for (uint32_t i = 0; x->tells && i < x->r->n; i++) check_child(x, i);
    for (size_t k = 0; k < h->n_level_rules; k++) check_counts(x, &h->level_rules[k]);
    check_leaves(x);
}
