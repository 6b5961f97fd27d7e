/* dictionary.c - reads the dictionary of a release: segments.xml, codes.xml and envelope.xml.
 *
 * Decides what an element, a composite and a segment of the release are; which of them a set uses is set.c's.  Elements of a segment are
 * whole copies of the dictionary's, so that a guide can narrow one place without touching another. */
#include "schema/load.h"

#include "base/err.h"
#include "base/must.h"

#include <stdlib.h>

enum { MAX_FILES = 2 };

static uint32_t children_count(struct xml_node *root, const char *name)
{
    uint32_t n = 0;
    for (struct xml_node *c = xml_child(root, name); c; c = xml_next(c, name)) n++;
    return n;
}

static void children_only(struct loader *l, struct xml_node *n, const char *a, const char *b, const char *c, const char *d)
{
    for (struct xml_node *child = n->first; child; child = child->next) {
        if (slice_is(child->name, a) || (b && slice_is(child->name, b)) || (c && slice_is(child->name, c)) || (d &&
                slice_is(child->name, d)))
            continue;
        load_bad(l, SCHEMA_SHAPE, child->place, child->name, slice_of(a), NO_ARG);
    }
}

/* ---- codes.xml ---- */

static void list_read(struct loader *l, struct xml_node *n, struct code_list *list)
{
    static const char *const list_attrs[] = { "ref", "open", "name", NULL };
    static const char *const code_attrs[] = { "value", NULL };
    list->name = read_required(l, n, "ref");
    slice open = xml_get(n, "open");
    list->open = slice_is(open, "yes");
    if (open.ptr && !list->open && !slice_is(open, "no")) load_bad(l, SCHEMA_ATTRIBUTE, read_place(n, "open"), SLICE("open"),
            open, SLICE("yes or no"));
    list->severity = SEV_REJECT_DOCUMENT;
    read_only(l, n, list_attrs);
    children_only(l, n, "code", NULL, NULL, NULL);
    uint32_t count = children_count(n, "code"), i = 0;
    struct code *codes = arena_array(l->arena, count, sizeof *codes);
    for (struct xml_node *c = xml_child(n, "code"); c; c = xml_next(c, "code")) {
        codes[i++] = (struct code){ read_required(l, c, "value"), c->text.len ? arena_copy(l->arena, c->text) : NO_ARG };
        read_only(l, c, code_attrs);
    }
    codes_sort(l, list, codes, count, n->place);
}

static void lists_read(struct loader *l, struct xml_node *root)
{
    struct dictionary *d = &l->dictionary;
    uint32_t count = root ? children_count(root, "codes") : 0;
    d->lists = arena_array(l->arena, count, sizeof *d->lists);
    index_init(&d->list_index, l->scratch, count);
    if (!root) return;
    children_only(l, root, "codes", NULL, NULL, NULL);
    for (struct xml_node *n = xml_child(root, "codes"); n; n = xml_next(n, "codes")) {
        struct code_list *list = &d->lists[d->n_lists];
        list_read(l, n, list);
        if (!index_put(&d->list_index, list->name, d->n_lists++)) load_bad(l, SCHEMA_DUPLICATE, n->place, SLICE("code list"),
                list->name, NO_ARG);
    }
}

/* ---- elements and composites ---- */

static void element_read(struct loader *l, struct xml_node *n, struct elem *e)
{
    static const char *const attrs[] = { "ref", "name", "type", "min", "max", NULL };
    struct dictionary *d = &l->dictionary;
    uint64_t number;
    e->ref_text = read_required(l, n, "ref");
    e->ref = slice_to_u64(e->ref_text, UINT16_MAX, &number) ? (uint16_t)number : 0;
    e->name = read_text(l, n, "name");
    if (!xml_get(n, "type").ptr) load_bad(l, SCHEMA_REQUIRED, n->place, n->name, SLICE("type"), NO_ARG);
    read_type(l, n, e);
    e->min = read_number(l, n, "min", 1, 1u << 30, 1);
    e->max = read_number(l, n, "max", e->min, 1u << 30, e->min);
    e->repeat = 1;
    uint32_t list = index_get(&d->list_index, e->ref_text);
    if (list != INDEX_NONE) e->codes = &d->lists[list];
    read_only(l, n, attrs);
}

/* A copy of the dictionary's element as `n` (<e> or <component>) places it. */
static void elem_place(struct loader *l, struct xml_node *n, struct elem *e)
{
    static const char *const attrs[] = { "ref", "usage", "name", "word", "repeat", NULL };
    slice ref = xml_get(n, "ref");
    uint32_t at = index_get(&l->dictionary.element_index, ref);
    if (at == INDEX_NONE)
        load_bad(l, SCHEMA_REFERENCE, read_place(n, "ref"), SLICE("element"), ref, NO_ARG);
    else
        *e = l->dictionary.elements[at];
    slice name = read_text(l, n, "name");
    if (name.len) e->name = name;
    e->usage = read_usage(l, n, USE_OPTIONAL);
    e->field_name = read_text(l, n, "word");
    e->repeat = (uint16_t)read_number(l, n, "repeat", 1, UINT16_MAX, 1);
    read_only(l, n, attrs);
}

static void composite_read(struct loader *l, struct xml_node *n, struct elem *e)
{
    static const char *const attrs[] = { "ref", "name", NULL };
    e->ref_text = read_required(l, n, "ref");
    e->name = read_text(l, n, "name");
    e->type = ELEM_COMPOSITE;
    e->repeat = 1;
    e->min = 1;
    e->max = 1u << 30;
    read_only(l, n, attrs);
    children_only(l, n, "component", NULL, NULL, NULL);
    uint32_t count = children_count(n, "component"), i = 0;
    if (count == 0 || count > SCHEMA_MAX_ELEMENTS) {
        load_bad(l, SCHEMA_TOO_BIG, n->place, SLICE("components, or none"), SLICE("63"), NO_ARG);
        return;
    }
    struct elem *components = arena_array(l->arena, count, sizeof *components);
    for (struct xml_node *c = xml_child(n, "component"); c; c = xml_next(c, "component"), i++) {
        elem_place(l, c, &components[i]);
        if (components[i].type == ELEM_COMPOSITE)
            load_bad(l, SCHEMA_REFERENCE, c->place, SLICE("simple element"), components[i].ref_text, NO_ARG);
    }
    e->components = components;
    e->n_components = (uint8_t)count;
}

/* Within one file a name counts once; the second file may repeat what the first said, and the first wins. */
static void elements_read(struct loader *l, struct xml_node *root, const char *name, void (*read)(struct loader *,
                          struct xml_node *, struct elem *))
{
    struct dictionary *d = &l->dictionary;
    uint32_t before = d->n_elements;
    for (struct xml_node *n = xml_child(root, name); n; n = xml_next(n, name)) {
        struct elem *e = &d->elements[d->n_elements];
        read(l, n, e);
        uint32_t there = index_get(&d->element_index, e->ref_text);
        if (there != INDEX_NONE && there >= before) load_bad(l, SCHEMA_DUPLICATE, n->place, n->name, e->ref_text, NO_ARG);
        if (there == INDEX_NONE && index_put(&d->element_index, e->ref_text, d->n_elements))
            d->n_elements++;
        else
            *e = (struct elem){ 0 };
    }
}

/* ---- segments ---- */

/* "P0607": false when it is no note over `n_elems` elements. */
static bool note_parse(slice s, unsigned n_elems, struct syntax_note *out)
{
    if (s.len < 5 || s.len % 2 == 0 || (s.len - 1) / 2 > sizeof out->at || !memchr("PRECL", s.ptr[0], 5)) return false;
    *out = (struct syntax_note){ .kind = s.ptr[0] };
    for (size_t i = 1; i < s.len; i += 2) {
        uint64_t at;
        if (!slice_to_u64(slice_sub(s, i, 2), n_elems, &at) || at == 0) return false;
        out->at[out->n++] = (uint8_t)at;
    }
    return true;
}

static void notes_read(struct loader *l, struct xml_node *n, struct segment_def *def)
{
    slice text = xml_get(n, "notes"), rest = text, word;
    uint32_t count = 0;
    for (size_t i = 0; i < text.len; i++) count += text.ptr[i] == ' ';
    if (count + 1 > 200) {
        load_bad(l, SCHEMA_TOO_BIG, n->place, SLICE("notes"), SLICE("200"), NO_ARG);
        return;
    }
    struct syntax_note *notes = arena_array(l->arena, count + 1, sizeof *notes);
    while (text.len && slice_next(&rest, ' ', &word)) {
        if (word.len == 0) continue;
        if (note_parse(word, def->n_elems, &notes[def->n_notes]))
            def->n_notes++;
        else
            load_bad(l, SCHEMA_NOTE, read_place(n, "notes"), word, arena_printf(l->scratch, "%u", def->n_elems), def->id);
    }
    def->notes = notes;
}

/* pairs="06-24" */
static void pairs_read(struct loader *l, struct xml_node *n, struct segment_def *def)
{
    slice text = xml_get(n, "pairs"), rest = text, a = NO_ARG, b = NO_ARG;
    uint64_t first = 0, last = 0;
    if (!text.ptr) return;
    slice_next(&rest, '-', &a);
    slice_next(&rest, '-', &b);
    if (slice_to_u64(a, 99, &first) && slice_to_u64(b, 99, &last) && first > 0 && first <= last && last < def->n_elems &&
            (last - first) % 2 == 0) {
        def->pair_first = (uint8_t)first;
        def->pair_last = (uint8_t)last;
    } else {
        load_bad(l, SCHEMA_ATTRIBUTE, read_place(n, "pairs"), SLICE("pairs"), text,
                 SLICE("the first and last qualifier's position, e.g. 06-24"));
    }
}

static uint32_t elems_count(struct loader *l, struct xml_node *n)
{
    uint32_t count = 0;
    for (struct xml_node *c = n->first; c; c = c->next)
        count += slice_is(c->name, "repeat") ? children_count(c, "e") * read_number(l, c, "times", 1, SCHEMA_MAX_ELEMENTS, 1) : 1;
    return count;
}

static void repeat_read(struct loader *l, struct xml_node *n, struct elem *elems, uint32_t *at)
{
    static const char *const attrs[] = { "times", NULL };
    uint32_t times = read_number(l, n, "times", 1, SCHEMA_MAX_ELEMENTS, 1), first = *at;
    for (struct xml_node *e = xml_child(n, "e"); e; e = xml_next(e, "e")) elem_place(l, e, &elems[(*at)++]);
    uint32_t width = *at - first;
    for (uint32_t i = 1; i < times; i++, *at += width) memcpy(&elems[*at], &elems[first], width * sizeof *elems);
    read_only(l, n, attrs);
}

static void segment_read(struct loader *l, struct xml_node *n, struct segment_def *def)
{
    static const char *const attrs[] = { "id", "name", "notes", "pairs", NULL };
    def->id = read_required(l, n, "id");
    def->name = read_text(l, n, "name");
    if (def->id.len < 2 || def->id.len > 3)
        load_bad(l, SCHEMA_ATTRIBUTE, read_place(n, "id"), SLICE("id"), def->id, SLICE("a segment id of two or three characters"));
    children_only(l, n, "e", "repeat", NULL, NULL);
    uint32_t count = elems_count(l, n), at = 0;
    if (count > SCHEMA_MAX_ELEMENTS) {
        load_bad(l, SCHEMA_TOO_BIG, n->place, SLICE("elements of a segment"), SLICE("63"), NO_ARG);
        return;
    }
    struct elem *elems = arena_array(l->arena, count, sizeof *elems);
    for (struct xml_node *c = n->first; c; c = c->next) {
        if (slice_is(c->name, "e")) elem_place(l, c, &elems[at++]);
        if (slice_is(c->name, "repeat")) repeat_read(l, c, elems, &at);
    }
    def->elems = elems;
    def->n_elems = (uint16_t)at;
    notes_read(l, n, def);
    pairs_read(l, n, def);
    read_only(l, n, attrs);
}

static void segments_read(struct loader *l, struct xml_node *root)
{
    struct dictionary *d = &l->dictionary;
    uint32_t before = d->n_segments;
    for (struct xml_node *n = xml_child(root, "segment"); n; n = xml_next(n, "segment")) {
        struct segment_def *def = &d->segments[d->n_segments];
        segment_read(l, n, def);
        uint32_t there = index_get(&d->segment_index, def->id);
        if (there != INDEX_NONE && there >= before) load_bad(l, SCHEMA_DUPLICATE, n->place, SLICE("segment"), def->id, NO_ARG);
        if (there == INDEX_NONE && index_put(&d->segment_index, def->id, d->n_segments))
            d->n_segments++;
        else
            *def = (struct segment_def){ 0 };
    }
}

/* ---- every id of the release ---- */

static int slice_order(const void *a, const void *b) { return slice_cmp(*(const slice *)a, *(const slice *)b); }

static void known_read(struct loader *l, struct xml_node *const *roots, unsigned n_roots)
{
    struct dictionary *d = &l->dictionary;
    slice *items = NULL;
    size_t count = 0, room = 0;
    for (uint32_t i = 0; i < d->n_segments; i++) *(slice *)arena_grow(l->arena, &items, &count, &room, sizeof *items) = d->segments[i].id;
    for (unsigned r = 0; r < n_roots; r++)
        for (struct xml_node *n = xml_child(roots[r], "known"); n; n = xml_next(n, "known")) {
            const struct code_list *ids = read_codes(l, xml_get(n, "ids"), NO_ARG, NULL, read_place(n, "ids"));
            for (uint32_t i = 0; ids && i < ids->count; i++)
                *(slice *)arena_grow(l->arena, &items, &count, &room, sizeof *items) = ids->codes[i].code;
        }
    if (count > 1) qsort(items, count, sizeof *items, slice_order);
    d->known = (struct slice_set){ items, (uint32_t)count };
}

/* ---- the files ---- */

static void dictionary_read(struct loader *l, struct xml_node *const *roots, unsigned n_roots)
{
    struct dictionary *d = &l->dictionary;
    uint32_t elements = 0, segments = 0;
    for (unsigned i = 0; i < n_roots; i++) {
        children_only(l, roots[i], "element", "composite", "segment", "known");
        elements += children_count(roots[i], "element") + children_count(roots[i], "composite");
        segments += children_count(roots[i], "segment");
    }
    d->elements = arena_array(l->arena, elements + 1u, sizeof *d->elements);
    d->segments = arena_array(l->arena, segments + 1u, sizeof *d->segments);
    index_init(&d->element_index, l->scratch, elements);
    index_init(&d->segment_index, l->scratch, segments);
    for (unsigned i = 0; i < n_roots; i++) elements_read(l, roots[i], "element", element_read);
    for (unsigned i = 0; i < n_roots; i++) elements_read(l, roots[i], "composite", composite_read);
    for (unsigned i = 0; i < n_roots; i++) segments_read(l, roots[i]);
    known_read(l, roots, n_roots);
}

int dictionary_load(struct loader *l, slice release)
{
    struct xml_node *roots[MAX_FILES], *codes = NULL;
    unsigned n = 0;
    slice name = arena_printf(l->scratch, "x12/%.*s/segments.xml", SLICE_ARG(release));
    int rc = load_file(l, name, "dictionary", &roots[n], NULL);
    if (rc == E_NOT_FOUND) load_bad(l, SCHEMA_FILE, (struct place){ 0 }, name, SLICE("it is not in the schema folders"), NO_ARG);
    if (rc < 0) return E_BAD;
    n++;
    rc = load_file(l, arena_printf(l->scratch, "x12/%.*s/envelope.xml", SLICE_ARG(release)), "dictionary", &roots[n], NULL);
    if (rc == 0) n++;
    if (rc < 0 && rc != E_NOT_FOUND) return rc;
    rc = load_file(l, arena_printf(l->scratch, "x12/%.*s/codes.xml", SLICE_ARG(release)), "code-lists", &codes, NULL);
    if (rc < 0 && rc != E_NOT_FOUND) return rc;
    lists_read(l, rc == 0 ? codes : NULL);
    dictionary_read(l, roots, n);
    return l->bad ? E_BAD : 0;
}
