/* guide.c - narrows a set by a partner's guide.
 *
 * A guide says which segments, elements and codes this partner really uses.  It can only take away: what the standard forbids stays
 * forbidden, and both views are kept (elem.standard, node.standard_usage), because breaking the guide is not breaking the standard.  The
 * segment definitions of the dictionary are shared by all places of the set, so a place gets its own copy before it is narrowed. */
#include "schema/assert.h"

#include "base/err.h"
#include "schema/hierarchy.h"
#include "schema/require.h"

struct own_def {                    /* a place's own definition, null before it is needed; its conditional rules grow */
    struct segment_def *def;
    struct elem_when *whens;
    size_t n_whens, whens_room;
};

struct guide_reader {
    struct loader *l;
    struct schema *s;
    struct node *nodes;             /* the schema's, still writable */
    slice source;                   /* of the whole guide */
    struct own_def *own;            /* by node */
};

/* A loop, or the segment that opens it. */
static uint16_t path_find(const struct guide_reader *g, slice path, bool loop)
{
    uint16_t node = require_path(g->s, 0, path);
    return !node ? 0 : loop ? (g->nodes[node].is_loop ? node : 0) : schema_opener(g->s, node);
}

static const struct guide_rule *rule_read(struct guide_reader *g, struct xml_node *n)
{
    struct guide_rule *rule = arena_alloc(g->l->arena, sizeof *rule);
    rule->names_severity = read_severity(g->l, n, &rule->severity);
    rule->source = read_text(g->l, n, "source");
    if (rule->source.len == 0) rule->source = g->source;
    rule->place = n->place;
    return rule;
}

static void wider(struct guide_reader *g, struct xml_node *n, const char *attr, slice of)
{
    load_bad(g->l, SCHEMA_WIDER, read_place(n, attr), slice_of(attr), of, NO_ARG);
}

/* usage and max of a segment or loop */
static void node_narrow(struct guide_reader *g, struct xml_node *n, uint16_t at)
{
    struct node *node = &g->nodes[at];
    bool says = xml_get(n, "usage").ptr || xml_get(n, "max").ptr;
    if (!says) return;
    uint32_t max = read_number(g->l, n, "max", 1, UINT32_MAX, node->max);
    enum usage usage = read_usage(g->l, n, node->usage);
    if (max > node->max) wider(g, n, "max", node->name);
    if (node->standard_usage == USE_MANDATORY && usage != USE_MANDATORY) wider(g, n, "usage", node->name);
    node->usage = usage == USE_CONDITIONAL ? USE_OPTIONAL : usage;
    node->min = node->usage == USE_MANDATORY;
    node->max = node->usage == USE_NOT_USED ? 0 : max;
    node->guide = rule_read(g, n);
    node->source = node->guide->source;
}

/* Codes that the standard's closed list lacks could never arrive. */
static void codes_narrow(struct guide_reader *g, struct xml_node *n, const struct segment_def *def, const struct code_list *standard,
                         const struct code_list *codes)
{
    for (uint32_t i = 0; standard && !standard->open && i < codes->count; i++)
        if (!code_list_has(standard, codes->codes[i].code)) {
            wider(g, n, "codes", def->id);
            return;
        }
}

static void elem_narrow(struct guide_reader *g, struct xml_node *n, const struct segment_def *def, struct elem *e)
{
    static const char *const attrs[] = { "n", "usage", "min-length", "max-length", "codes", "check", "when", "severity", "source", "word", "name", NULL };
    struct elem *standard = arena_alloc(g->l->arena, sizeof *standard);
    *standard = e->standard ? *e->standard : *e;
    e->standard = standard;
    e->guide = rule_read(g, n);
    e->source = e->guide->source;
    e->check = value_check_read(g->l, n);
    e->usage = read_usage(g->l, n, e->usage);
    e->min = read_number(g->l, n, "min-length", 1, UINT32_MAX - 1, e->min);
    e->max = read_number(g->l, n, "max-length", 1, UINT32_MAX - 1, e->max);
    if (standard->usage == USE_MANDATORY && e->usage != USE_MANDATORY) wider(g, n, "usage", def->id);
    if (e->min < standard->min) wider(g, n, "min-length", def->id);
    if (e->max > standard->max || e->max < e->min) wider(g, n, "max-length", def->id);
    if (xml_get(n, "word").len) e->field_name = read_text(g->l, n, "word");
    if (xml_get(n, "name").len) e->name = read_text(g->l, n, "name");
    const struct code_list *codes = read_codes(g->l, xml_get(n, "codes"), e->ref_text, standard->codes, read_place(n, "codes"));
    if (codes) {
        codes_narrow(g, n, def, standard->codes, codes);
        e->guide_codes = codes;
    }
    read_only(g->l, n, attrs);
}

/* This place's own definition, made when first needed. */
static struct segment_def *definition_own(struct guide_reader *g, uint16_t at)
{
    struct node *node = &g->nodes[at];
    if (!g->own[at].def) {
        struct segment_def *copy = arena_alloc(g->l->arena, sizeof *copy);
        struct elem *elems = arena_array(g->l->arena, node->segment->n_elems, sizeof *elems);
        *copy = *node->segment;
        if (copy->n_elems) memcpy(elems, copy->elems, copy->n_elems * sizeof *elems);
        copy->elems = elems;
        node->segment = g->own[at].def = copy;
    }
    return g->own[at].def;
}

/* A conditional rule stands beside what is always said, and narrows the standard by itself. */
static void when_narrow(struct guide_reader *g, struct xml_node *n, uint16_t at, const struct elem *e, uint8_t k)
{
    struct own_def *own = &g->own[at];
    struct when when;
    if (!when_read(g->l, n, own->def, &when)) return;
    if (own->n_whens == 200) {
        load_bad(g->l, SCHEMA_TOO_BIG, n->place, SLICE("conditional rules of a segment"), SLICE("200"), NO_ARG);
        return;
    }
    struct elem *narrowed = arena_alloc(g->l->arena, sizeof *narrowed);
    *narrowed = e->standard ? *e->standard : *e;
    elem_narrow(g, n, own->def, narrowed);
    if (xml_get(n, "word").ptr || xml_get(n, "name").ptr)
        load_bad(g->l, SCHEMA_ATTRIBUTE, read_place(n, "when"), SLICE("when"), xml_get(n, "when"), SLICE("possible beside word= or name=: an element has one name"));
    struct elem_when *w = arena_grow(g->l->arena, &own->whens, &own->n_whens, &own->whens_room, sizeof *w);
    *w = (struct elem_when){ k, when, narrowed };
    own->def->whens = own->whens;
    own->def->n_whens = (uint8_t)own->n_whens;
}

static void elements_narrow(struct guide_reader *g, struct xml_node *root, uint16_t at)
{
    for (struct xml_node *n = root->first; n; n = n->next) {
        if (!slice_is(n->name, "element")) {
            load_bad(g->l, SCHEMA_SHAPE, n->place, n->name, SLICE("<element>"), NO_ARG);
            continue;
        }
        struct segment_def *def = definition_own(g, at);
        uint32_t k = read_number(g->l, n, "n", 1, SCHEMA_MAX_ELEMENTS, 0);
        if (k == 0 || k > def->n_elems) {
            load_bad(g->l, SCHEMA_ELEMENT, read_place(n, "n"), def->id, xml_get(n, "n"), arena_printf(g->l->scratch, "%u", def->n_elems));
            continue;
        }
        struct elem *e = (struct elem *)(uintptr_t)&def->elems[k - 1];
        if (xml_get(n, "when").ptr) when_narrow(g, n, at, e, (uint8_t)k);
        else elem_narrow(g, n, def, e);
    }
}

static void rule_apply(struct guide_reader *g, struct xml_node *n)
{
    static const char *const attrs[] = { "path", "usage", "max", "severity", "source", "name", NULL };
    bool loop = slice_is(n->name, "loop");
    if (slice_is(n->name, "require")) {
        require_read(g->l, n, g->s, rule_read(g, n));
        return;
    }
    if (!loop && !slice_is(n->name, "segment")) {
        load_bad(g->l, SCHEMA_SHAPE, n->place, n->name, SLICE("<segment>, <loop>, <require>, <hierarchy> or <assert>"), NO_ARG);
        return;
    }
    slice path = read_required(g->l, n, "path");
    read_only(g->l, n, attrs);
    uint16_t at = path.len ? path_find(g, path, loop) : 0;
    if (!at) {
        if (path.len) load_bad(g->l, SCHEMA_PATH, read_place(n, "path"), path, n->name, g->s->id);
        return;
    }
    node_narrow(g, n, at);
    if (xml_get(n, "name").len) g->nodes[at].title = read_text(g->l, n, "name");
    if (loop && n->first)
        load_bad(g->l, SCHEMA_SHAPE, n->first->place, n->first->name,
                 SLICE("an empty <loop>: elements belong to the segment that opens it"), NO_ARG);
    else
        elements_narrow(g, n, at);
}

int guide_apply(struct loader *l, struct xml_node *root, struct schema *s, slice guide)
{
    static const char *const attrs[] = { "id", "base", "name", "source", NULL };
    struct guide_reader g = { .l = l, .s = s, .nodes = (struct node *)(uintptr_t)s->nodes };    /* still being made, so still ours */
    g.own = arena_array(l->scratch, s->n_nodes, sizeof *g.own);
    slice id = read_required(l, root, "id"), base = read_required(l, root, "base");
    g.source = read_text(l, root, "source");
    (void)xml_get(root, "name");
    read_only(l, root, attrs);
    if (id.len && !slice_eq(id, guide)) load_bad(l, SCHEMA_ATTRIBUTE, read_place(root, "id"), SLICE("id"), id, guide);
    if (base.len && !slice_eq(base, s->id)) {
        load_bad(l, SCHEMA_BASE, read_place(root, "base"), guide, base, s->id);
        return E_BAD;
    }
    for (struct xml_node *n = root->first; n; n = n->next)
        if (!slice_is(n->name, "assert") && !slice_is(n->name, "hierarchy")) rule_apply(&g, n);
    hierarchies_read(l, root, s, true, g.source);
    asserts_read(l, root, s, true, g.source);
    return l->bad ? E_BAD : 0;
}
