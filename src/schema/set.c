/* set.c - reads the grammar of one transaction set, x12/RELEASE/SET.xml, into nodes.
 *
 * Nodes are numbered in document order, the set itself is 0, and a loop's first child is the segment that opens it; the automaton and every
 * look-up rest on that. */
#include "schema/assert.h"

#include "base/err.h"
#include "schema/hierarchy.h"

struct set_reader {
    struct loader *l;
    struct node *nodes;
    uint16_t n;
};

/* Below `root`, as far as SCHEMA_MAX_DEPTH; deeper ones are refused when they are read. */
static uint32_t nodes_count(struct xml_node *root, unsigned depth)
{
    uint32_t n = 0;
    for (struct xml_node *c = root->first; c; c = c->next) n += 1 + (depth < SCHEMA_MAX_DEPTH ? nodes_count(c, depth + 1) : 0);
    return n;
}

static const struct segment_def *definition(struct set_reader *r, struct xml_node *n, slice id)
{
    struct dictionary *d = &r->l->dictionary;
    uint32_t at = index_get(&d->segment_index, id);
    if (at == INDEX_NONE) {
        load_bad(r->l, SCHEMA_REFERENCE, read_place(n, "id"), SLICE("segment"), id, NO_ARG);
        return &d->segments[d->n_segments];         /* the empty one after the last */
    }
    return &d->segments[at];
}

static void sibling_unique(struct set_reader *r, struct xml_node *n, uint16_t parent, uint16_t node)
{
    for (uint16_t c = r->nodes[parent].first; c && c != node; c = r->nodes[c].next)
        if (r->nodes[c].is_loop == r->nodes[node].is_loop && slice_eq(r->nodes[c].name, r->nodes[node].name))
            load_bad(r->l, SCHEMA_DUPLICATE, read_place(n, "id"), n->name, r->nodes[node].name, NO_ARG);
}

static void node_read(struct set_reader *r, struct xml_node *n, uint16_t parent, uint16_t at)
{
    static const char *const attrs[] = { "id", "usage", "max", "name", NULL };
    struct node *node = &r->nodes[at];
    node->name = read_required(r->l, n, "id");
    node->title = read_text(r->l, n, "name");
    node->is_loop = slice_is(n->name, "loop");
    node->usage = read_usage(r->l, n, USE_OPTIONAL);
    node->min = node->usage == USE_MANDATORY;
    node->max = read_number(r->l, n, "max", 1, UINT32_MAX, 1);
    node->parent = parent;
    node->place = n->place;
    read_only(r->l, n, attrs);
    if (!node->is_loop) {
        node->segment = definition(r, n, node->name);
        if (node->title.len == 0) node->title = node->segment->name;
    }
}

/* The opener comes once for every instance of its loop, that is what makes an instance. */
static void opener_check(struct set_reader *r, uint16_t loop)
{
    struct node *first = r->nodes[loop].first ? &r->nodes[r->nodes[loop].first] : NULL;
    if (!first || first->is_loop || first->max != 1) {
        load_bad(r->l, SCHEMA_LOOP, r->nodes[loop].place, r->nodes[loop].name, NO_ARG, NO_ARG);
        return;
    }
    first->usage = USE_MANDATORY;
    first->min = 1;
    if (r->nodes[loop].title.len == 0) r->nodes[loop].title = first->title;
}

static bool is_rule(slice name) { return slice_is(name, "total") || slice_is(name, "hierarchy") || slice_is(name, "assert"); }

static void children_read(struct set_reader *r, struct xml_node *root, uint16_t parent, unsigned depth)
{
    uint16_t last = 0;
    for (struct xml_node *n = root->first; n; n = n->next) {
        bool loop = slice_is(n->name, "loop");
        if (parent == 0 && is_rule(n->name)) continue;
        if (!loop && !slice_is(n->name, "segment")) {
            load_bad(r->l, SCHEMA_SHAPE, n->place, n->name, SLICE("<segment> or <loop>"), NO_ARG);
            continue;
        }
        if (depth >= SCHEMA_MAX_DEPTH) {
            load_bad(r->l, SCHEMA_TOO_BIG, n->place, SLICE("nested loops"), SLICE("12"), NO_ARG);
            return;
        }
        uint16_t at = r->n++;
        node_read(r, n, parent, at);
        *(last ? &r->nodes[last].next : &r->nodes[parent].first) = at;
        last = at;
        sibling_unique(r, n, parent, at);
        if (loop) {
            children_read(r, n, at, depth + 1);
            opener_check(r, at);
        }
        r->nodes[at].standard_usage = r->nodes[at].usage;
        r->nodes[at].standard_max = r->nodes[at].max;
    }
}

/* "CTT.01" */
static bool element_path(slice text, slice *segment, uint8_t *element)
{
    uint64_t number = 0;
    slice rest = text, part = NO_ARG;
    if (!slice_next(&rest, '.', segment) || !slice_next(&rest, '.', &part) || rest.ptr) return false;
    if (!slice_to_u64(part, SCHEMA_MAX_ELEMENTS, &number) || number == 0) return false;
    *element = (uint8_t)number;
    return true;
}

static void total_read(struct loader *l, struct xml_node *n, struct total_rule *t)
{
    static const char *const attrs[] = { "element", "count", "hash", "severity", "source", NULL };
    slice element = read_required(l, n, "element"), count = read_text(l, n, "count"), hash = read_text(l, n, "hash");
    t->kind = hash.len ? TOTAL_HASH : TOTAL_COUNT;
    t->of_segment = count;
    t->severity = SEV_WARN;
    t->source = read_text(l, n, "source");
    t->place = n->place;
    (void)read_severity(l, n, &t->severity);        /* warn when it is not said */
    if (element.len && !element_path(element, &t->segment, &t->element))
        load_bad(l, SCHEMA_ATTRIBUTE, read_place(n, "element"), SLICE("element"), element,
                 SLICE("a segment and an element, e.g. CTT.01"));
    if (hash.len && !element_path(hash, &t->of_segment, &t->of_element))
        load_bad(l, SCHEMA_ATTRIBUTE, read_place(n, "hash"), SLICE("hash"), hash, SLICE("a segment and an element, e.g. PO1.02"));
    if ((hash.len > 0) == (count.len > 0)) load_bad(l, SCHEMA_REQUIRED, n->place, n->name, SLICE("count, or else hash"), NO_ARG);
    read_only(l, n, attrs);
}

static void totals_read(struct loader *l, struct xml_node *root, struct schema *s)
{
    unsigned count = 0;
    for (struct xml_node *n = xml_child(root, "total"); n; n = xml_next(n, "total")) count++;
    if (count > 100) {
        load_bad(l, SCHEMA_TOO_BIG, root->place, SLICE("totals"), SLICE("100"), NO_ARG);
        return;
    }
    struct total_rule *totals = arena_array(l->arena, count, sizeof *totals);
    for (struct xml_node *n = xml_child(root, "total"); n; n = xml_next(n, "total")) total_read(l, n, &totals[s->n_totals++]);
    s->totals = totals;
}

/* Places of a segment in the set, ended by 0. */
static const uint16_t *places_find(struct loader *l, const struct schema *s, slice segment)
{
    uint32_t n = 0;
    for (uint16_t i = 1; i < s->n_nodes; i++) n += !s->nodes[i].is_loop && slice_eq(s->nodes[i].name, segment);
    uint16_t *places = arena_array(l->arena, n + 1u, sizeof *places);
    n = 0;
    for (uint16_t i = 1; i < s->n_nodes; i++)
        if (!s->nodes[i].is_loop && slice_eq(s->nodes[i].name, segment)) places[n++] = i;
    return places;
}

/* What the first count counts are the document's lines; of a loop, its opener stands for the loop. */
static void totals_bind(struct loader *l, struct schema *s)
{
    struct total_rule *totals = (struct total_rule *)(uintptr_t)s->totals;      /* still being made, so still ours */
    for (unsigned i = 0; i < s->n_totals; i++) {
        totals[i].nodes = places_find(l, s, totals[i].segment);
        totals[i].of_nodes = places_find(l, s, totals[i].of_segment);
        uint16_t line = totals[i].of_nodes[0], parent = s->nodes[line].parent;
        if (totals[i].kind == TOTAL_COUNT && !s->line_node) s->line_node = parent && s->nodes[parent].first == line ? parent : line;
    }
}

static void header_read(struct loader *l, struct xml_node *root, struct schema *s, slice release, slice set_id)
{
    static const char *const attrs[] = { "id", "functional", "release", "name", NULL };
    s->set_id = read_required(l, root, "id");
    s->functional_id = read_required(l, root, "functional");
    s->release = read_required(l, root, "release");
    s->title = read_text(l, root, "name");
    read_only(l, root, attrs);
    if (s->set_id.len && !slice_eq(s->set_id, set_id))
        load_bad(l, SCHEMA_ATTRIBUTE, read_place(root, "id"), SLICE("id"), s->set_id,
                 arena_printf(l->scratch, "the file's name, %.*s", SLICE_ARG(set_id)));
    if (s->release.len && !slice_eq(s->release, release))
        load_bad(l, SCHEMA_ATTRIBUTE, read_place(root, "release"), SLICE("release"), s->release,
                 arena_printf(l->scratch, "the folder's name, %.*s", SLICE_ARG(release)));
}

int set_load(struct loader *l, struct xml_node *root, struct schema *s, slice release, slice set_id)
{
    uint32_t count = 1 + nodes_count(root, 0);
    header_read(l, root, s, release, set_id);
    if (count > SCHEMA_MAX_NODES) {
        load_bad(l, SCHEMA_TOO_BIG, root->place, SLICE("segments and loops"), SLICE("4000"), NO_ARG);
        return E_BAD;
    }
    struct set_reader r = { .l = l, .nodes = arena_array(l->arena, count, sizeof *r.nodes), .n = 1 };
    r.nodes[0] = (struct node){ .name = s->set_id, .title = s->title, .is_loop = true, .usage = USE_MANDATORY, .min = 1, .max = 1,
                                .standard_usage = USE_MANDATORY, .standard_max = 1, .place = root->place };
    children_read(&r, root, 0, 0);
    s->nodes = r.nodes;
    s->n_nodes = r.n;
    if (r.n == 1) load_bad(l, SCHEMA_SHAPE, root->place, root->name, SLICE("a set with segments"), NO_ARG);
    totals_read(l, root, s);
    totals_bind(l, s);
    if (!l->bad) hierarchies_read(l, root, s, false, NO_ARG);
    if (!l->bad) asserts_read(l, root, s, false, NO_ARG);
    struct slice_set *known = arena_alloc(l->arena, sizeof *known);
    *known = l->dictionary.known;
    s->known_segments = known;
    s->dictionary = l->dictionary.segments;
    s->n_dictionary = l->dictionary.n_segments;
    return l->bad ? E_BAD : 0;
}
