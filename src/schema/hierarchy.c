/* hierarchy.c - reads <hierarchy> of a set and of a guide. */
#include "schema/hierarchy.h"

#include "schema/require.h"

struct hierarchy_reader {
    struct loader *l;
    const struct schema *s;
    struct hierarchy *h;
    struct hierarchy_rule rule;         /* of the element being read */
    slice source;
    bool of_guide;
};

static bool bad(struct hierarchy_reader *r, struct xml_node *n, const char *attr, const char *expected)
{
    load_bad(r->l, SCHEMA_ATTRIBUTE, read_place(n, attr), slice_of(attr), xml_get(n, attr), slice_of(expected));
    return false;
}

static void rule_read(struct hierarchy_reader *r, struct xml_node *n)
{
    r->rule = (struct hierarchy_rule){ .rule = { .severity = SEV_WARN, .place = n->place, .source = read_text(r->l, n, "source") }, .of_guide = r->of_guide };
    r->rule.rule.names_severity = read_severity(r->l, n, &r->rule.rule.severity);
    if (!r->rule.rule.source.len) r->rule.rule.source = r->source;
}

/* ---- levels ---- */

uint8_t hierarchy_level(const struct hierarchy *h, slice code)
{
    for (uint8_t i = 0; i < h->n_levels; i++)
        if (slice_eq(h->levels[i], code)) return i;
    return NO_LEVEL;
}

/* Numbered when it is new; NO_LEVEL past 32. */
static uint8_t level_number(struct hierarchy_reader *r, slice code)
{
    struct hierarchy *h = r->h;
    uint8_t i = hierarchy_level(h, code);
    if (i != NO_LEVEL || h->n_levels == HIERARCHY_LEVELS) return i;
    h->levels[h->n_levels] = arena_copy(r->l->arena, code);
    if (code.len == 1) h->by_letter[(uint8_t)*code.ptr] = h->n_levels;
    return h->n_levels++;
}

/* Words of an attribute as bits. */
static bool levels_read(struct hierarchy_reader *r, struct xml_node *n, const char *attr, uint32_t *out)
{
    slice rest = xml_get(n, attr), word;
    *out = 0;
    while (slice_next(&rest, ' ', &word)) {
        uint8_t level = word.len ? level_number(r, word) : 0;
        if (level == NO_LEVEL) return bad(r, n, attr, "levels of which there are at most 32");
        if (word.len) *out |= 1u << level;
    }
    return true;
}

/* ---- when= ---- */

/* "BSN.05" */
static bool header_element(const struct schema *s, slice key, struct header_condition *out, uint8_t *element)
{
    uint64_t k;
    size_t dot = slice_find(key, '.');
    uint16_t child = schema_child(s, 0, slice_sub(key, 0, dot));
    out->node = schema_opener(s, child);
    const struct segment_def *def = child ? s->nodes[out->node].segment : NULL;
    if (!def || !slice_to_u64(slice_sub(key, dot + 1, key.len), def->n_elems, &k) || k == 0) return false;
    *element = (uint8_t)k;
    return true;
}

static bool header_when_read(struct hierarchy_reader *r, struct xml_node *n, struct header_when *out)
{
    struct header_condition list[4];
    slice text = xml_get(n, "when"), key, values;
    *out = (struct header_when){ 0 };
    for (slice rest = text; when_next(&rest, &key, &values);) {
        struct condition *c = arena_alloc(r->l->arena, sizeof *c);
        if (out->n == 4 || !header_element(r->s, key, &list[out->n], &c->element)) return bad(r, n, "when", "values of header elements, e.g. BSN.05=0001");
        c->n = when_values(r->l, values, &c->values);
        if (c->n == 0) return bad(r, n, "when", "values of header elements, e.g. BSN.05=0001");
        list[out->n++].when = (struct when){ 1, c };
    }
    struct header_condition *copy = arena_array(r->l->arena, out->n + 1u, sizeof *copy);
    if (out->n) memcpy(copy, list, out->n * sizeof *copy);
    out->conditions = copy;
    return true;
}

void header_when_words(struct buf *out, const struct schema *s, const struct header_when *w)
{
    for (uint8_t i = 0; i < w->n; i++) when_words(out, s->nodes[w->conditions[i].node].segment, &w->conditions[i].when, i ? "and" : "when", " is ");
}

/* ---- the parts ---- */

static bool level_read(struct hierarchy_reader *r, struct xml_node *n)
{
    static const char *const attrs[] = { "code", "under", "min", "max", "severity", "source", NULL };
    struct hierarchy_level part = { .from = r->rule };
    slice code = read_required(r->l, n, "code"), under = xml_get(n, "under");
    read_only(r->l, n, attrs);
    part.level = level_number(r, code);
    part.limited = under.ptr;
    part.top = slice_trim(under).len == 0;
    part.min = read_number(r->l, n, "min", 0, 1000000, 0);
    part.max = read_number(r->l, n, "max", 1, UINT32_MAX, UINT32_MAX);
    if (part.level == NO_LEVEL) return bad(r, n, "code", "one of at most 32 levels");
    if (!levels_read(r, n, "under", &part.under)) return false;
    *(struct hierarchy_level *)arena_grow(r->l->arena, &r->h->level_rules, &r->h->n_level_rules, &r->h->level_rules_room, sizeof part) = part;
    return true;
}

/* What is below nothing in the list stands at the top. */
static bool shape_read(struct hierarchy_reader *r, struct xml_node *n)
{
    static const char *const attrs[] = { "when", "levels", "severity", "source", NULL };
    struct hierarchy_shape part = { .from = r->rule };
    uint32_t parents = 0, children = 0;
    slice rest = read_required(r->l, n, "levels"), word;
    read_only(r->l, n, attrs);
    if (!header_when_read(r, n, &part.when)) return false;
    while (slice_next(&rest, ' ', &word)) {
        size_t sign = slice_find(word, '>');
        if (word.len == 0) continue;
        if (sign == 0 || sign + 1 >= word.len) return bad(r, n, "levels", "pairs of levels, e.g. S>O O>I");
        uint8_t above = level_number(r, slice_sub(word, 0, sign)), below = level_number(r, slice_sub(word, sign + 1, word.len));
        if (above == NO_LEVEL || below == NO_LEVEL) return bad(r, n, "levels", "levels of which there are at most 32");
        part.below[above] |= 1u << below;
        parents |= 1u << above;
        children |= 1u << below;
    }
    part.top = parents & ~children;
    *(struct hierarchy_shape *)arena_grow(r->l->arena, &r->h->shapes, &r->h->n_shapes, &r->h->shapes_room, sizeof part) = part;
    return true;
}

/* Nodes are numbered in the grammar's order. */
static void content_order(struct hierarchy_content *c)
{
    for (unsigned i = 0; i < c->n; i++) {
        unsigned at = i;
        for (; at > 0 && c->ordered[at - 1] > c->nodes[i]; at--) c->ordered[at] = c->ordered[at - 1];
        c->ordered[at] = c->nodes[i];
    }
}

static bool content_read(struct hierarchy_reader *r, struct xml_node *n)
{
    static const char *const attrs[] = { "level", "needs", "when", "severity", "source", NULL };
    struct hierarchy_content part = { .from = r->rule };
    slice code = read_required(r->l, n, "level"), rest = read_required(r->l, n, "needs"), word;
    read_only(r->l, n, attrs);
    part.level = level_number(r, code);
    if (part.level == NO_LEVEL) return bad(r, n, "level", "one of at most 32 levels");
    if (!header_when_read(r, n, &part.when)) return false;
    while (slice_next(&rest, ' ', &word)) {
        uint16_t node = word.len ? schema_child(r->s, r->h->loop, word) : 0;
        if (word.len == 0) continue;
        if (!node || part.n == HIERARCHY_NEEDS) return bad(r, n, "needs", "segments or loops directly inside the hierarchy's loop, at most 8");
        part.nodes[part.n++] = node;
    }
    content_order(&part);
    *(struct hierarchy_content *)arena_grow(r->l->arena, &r->h->contents, &r->h->n_contents, &r->h->contents_room, sizeof part) = part;
    return true;
}

static bool leaf_read(struct hierarchy_reader *r, struct xml_node *n)
{
    static const char *const attrs[] = { "level", "when", "severity", "source", NULL };
    struct hierarchy_leaf part = { .from = r->rule };
    (void)read_required(r->l, n, "level");
    read_only(r->l, n, attrs);
    if (!header_when_read(r, n, &part.when) || !levels_read(r, n, "level", &part.levels)) return false;
    *(struct hierarchy_leaf *)arena_grow(r->l->arena, &r->h->leaves, &r->h->n_leaves, &r->h->leaves_room, sizeof part) = part;
    return true;
}

static void parts_read(struct hierarchy_reader *r, struct xml_node *root)
{
    static const struct { const char *name; bool (*read)(struct hierarchy_reader *r, struct xml_node *n); } readers[] = {
        { "level", level_read }, { "shape", shape_read }, { "content", content_read }, { "leaf", leaf_read } };
    unsigned count = 0;
    for (struct xml_node *n = root->first; n; n = n->next) {
        size_t i = 0;
        while (i < sizeof readers / sizeof *readers && !slice_is(n->name, readers[i].name)) i++;
        if (i == sizeof readers / sizeof *readers) {
            load_bad(r->l, SCHEMA_SHAPE, n->place, n->name, SLICE("<level>, <shape>, <content> or <leaf>"), NO_ARG);
            continue;
        }
        if (count++ == HIERARCHY_PARTS) {
            load_bad(r->l, SCHEMA_TOO_BIG, n->place, SLICE("parts of a hierarchy"), SLICE("64"), NO_ARG);
            return;
        }
        rule_read(r, n);
        (void)readers[i].read(r, n);
    }
}

/* ---- a hierarchy ---- */

static uint8_t element_read(struct hierarchy_reader *r, struct xml_node *n, const char *attr, uint8_t known, bool needed)
{
    const struct segment_def *def = r->s->nodes[schema_opener(r->s, r->h->loop)].segment;
    if (needed && !known) (void)read_required(r->l, n, attr);
    return (uint8_t)read_number(r->l, n, attr, 1, def->n_elems, known);
}

static struct hierarchy *hierarchy_of(struct loader *l, struct schema *s, uint16_t loop)
{
    if (!s->hierarchies) s->hierarchies = arena_alloc(l->arena, sizeof *s->hierarchies);
    struct hierarchy_set *set = (struct hierarchy_set *)(uintptr_t)s->hierarchies;      /* still being made, so still ours */
    for (size_t i = 0; i < set->n; i++)
        if (set->items[i].loop == loop) return &set->items[i];
    struct hierarchy *h = arena_grow(l->arena, &set->items, &set->n, &set->room, sizeof *h);
    h->loop = loop;
    memset(h->by_letter, NO_LEVEL, sizeof h->by_letter);
    return h;
}

static void hierarchy_read(struct hierarchy_reader *r, struct xml_node *n, struct schema *s)
{
    static const char *const attrs[] = { "path", "id", "parent", "level", "child", "severity", "source", NULL };
    slice path = read_required(r->l, n, "path");
    uint16_t loop = require_path(s, 0, path);
    read_only(r->l, n, attrs);
    if (!loop || !s->nodes[loop].is_loop || s->nodes[loop].parent) {
        if (path.len) load_bad(r->l, SCHEMA_PATH, read_place(n, "path"), path, SLICE("loop directly in the set"), s->id);
        return;
    }
    r->h = hierarchy_of(r->l, s, loop);
    rule_read(r, n);
    if (!r->h->id) r->h->from = r->rule;
    r->h->id = element_read(r, n, "id", r->h->id, true);
    r->h->parent = element_read(r, n, "parent", r->h->parent, true);
    r->h->level = element_read(r, n, "level", r->h->level, true);
    r->h->child = element_read(r, n, "child", r->h->child, false);
    parts_read(r, n);
}

void hierarchies_read(struct loader *l, struct xml_node *root, struct schema *s, bool of_guide, slice source)
{
    struct hierarchy_reader r = { .l = l, .s = s, .source = source, .of_guide = of_guide };
    for (struct xml_node *n = xml_child(root, "hierarchy"); n; n = xml_next(n, "hierarchy")) hierarchy_read(&r, n, s);
}
