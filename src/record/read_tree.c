/* read_tree.c - a record that is being read, as a tree.
 *
 * Decides what a group looks like in the tree (the form of X12 trees), how often groups must and may occur, and where a record has grown too
 * large.  Which text belongs where is decided by the formats, what it means by read_value.c. */
#include "record/reader.h"

enum { MAX_GROUPS = 1000000 };          /* of a record; its text is limited by the buffer, record_reader_new */

void reader_report(struct record_reader *r, enum record_finding what, struct place place, slice a0, slice a1, slice a2)
{
    diag_add(r->diags, &record_findings[what], place, a0, a1, a2, NO_ARG);
}

struct place reader_place(const struct record_reader *r, uint64_t offset, size_t len)
{
    return place_at(r->source, offset, (uint32_t)len);
}

slice reader_label(struct record_reader *r, uint16_t node, uint16_t field)
{
    const struct node *n = &r->layout->nodes[node];
    if (field == UINT16_MAX) return n->name;
    return arena_printf(r->diags->arena, "%.*s/%.*s", SLICE_ARG(n->name), SLICE_ARG(n->segment->elems[field].field_name));
}

/* Into the text of the record, with the way back. */
static struct span keep(struct record_reader *r, slice text, uint64_t offset)
{
    const struct tree_origin origin = { (uint32_t)r->text.len, offset };
    const struct span span = { origin.at, (uint32_t)text.len };
    buf_add(&r->origins, (slice){ (const char *)&origin, sizeof origin });
    buf_add(&r->text, text);
    return span;
}

bool group_begin(struct record_reader *r, uint16_t node)
{
    const struct segment_def *def = r->layout->nodes[node].segment;
    if (r->tree->groups >= MAX_GROUPS) {
        reader_report(r, RECORD_LIMIT, (struct place){ .source = r->source }, SLICE("1000000 groups"), NO_ARG, NO_ARG);
        r->broken = true;
        return false;
    }
    r->room = tree_room(r->tree, def->n_elems + 1u);
    r->node = node;
    for (unsigned k = 1; k <= def->n_elems; k++) r->room[k] = SPAN_ABSENT;
    return true;
}

void group_value(struct record_reader *r, uint16_t field, slice text, uint64_t offset)
{
    if (text.ptr) r->room[field + 1] = keep(r, text, offset);
}

/* Constants that the file does not carry; what is mandatory and absent (of the root, said once). */
static void fields_complete(struct record_reader *r, struct place place)
{
    const struct segment_def *def = r->layout->nodes[r->node].segment;
    for (uint16_t k = 0; k < def->n_elems; k++) {
        const struct elem *e = &def->elems[k];
        if (!span_is_absent(r->room[k + 1])) continue;
        const bool wanted = e->usage == USE_MANDATORY && (r->xml || !e->constant.ptr) && (r->node != 0 || !r->has_root);
        if (wanted) reader_report(r, RECORD_MISSING, place, reader_label(r, r->node, k), NO_ARG, NO_ARG);
        if (e->constant.ptr) r->room[k + 1] = keep(r, e->constant, place.offset);
    }
}

bool group_end(struct record_reader *r, unsigned depth, struct place place)
{
    const struct node *n = &r->layout->nodes[r->node];
    if (r->node != 0) groups_close(r, depth);
    r->room[0] = keep(r, n->name, place.offset);
    fields_complete(r, place);
    if (!buf_ok(&r->text) || !buf_ok(&r->origins)) {
        reader_report(r, RECORD_LIMIT, place, SLICE("64 MB of text"), NO_ARG, NO_ARG);
        r->broken = true;
        return false;
    }
    uint32_t parent = depth > 0 ? r->open[depth - 1].group : 0;
    uint32_t at = tree_add(r->tree, r->node, parent, n->segment->n_elems + 1u, r->tree->groups);
    r->open[depth] = (struct open_group){ r->node, at };
    r->depth = depth + 1;
    return true;
}

slice group_text(const struct record_reader *r, uint32_t group, uint16_t field)
{
    struct span s = r->tree->field[r->tree->group[group].first + field + 1u];
    return span_is_absent(s) ? NO_ARG : (slice){ r->text.ptr + s.off, s.len };
}

bool record_begin(struct record_reader *r)
{
    buf_clear(&r->text);
    buf_clear(&r->origins);
    tree_reset(r->tree);
    r->depth = 0;
    if (!group_begin(r, 0)) return false;
    const unsigned n = r->layout->nodes[0].segment->n_elems;
    for (uint16_t k = 0; k < n; k++) group_value(r, k, r->root[k].text, r->root[k].offset);
    return group_end(r, 0, reader_place(r, r->root[n].offset, 0));
}

void root_value(struct record_reader *r, uint16_t field, slice text, uint64_t offset)
{
    r->root[field] = (struct root_value){ text.ptr ? arena_copy(r->arena, text) : NO_ARG, offset };
}

bool root_begin(struct record_reader *r, struct place place)
{
    r->root[r->layout->nodes[0].segment->n_elems].offset = place.offset;
    bool fits = record_begin(r);
    r->has_root = true;
    return fits;
}

void groups_close(struct record_reader *r, unsigned depth)
{
    while (r->depth > depth) tree_close(r->tree, r->open[--r->depth].group);
}

/* ---- how often ---- */

static void child_count(struct record_reader *r, uint32_t group, uint16_t node, uint32_t count)
{
    const struct node *n = &r->layout->nodes[node];
    const struct tree_group *g = &r->tree->group[group];
    struct place place = reader_place(r, tree_offset(r->tree, r->tree->field[g->first]), 1);
    if (count < n->min) reader_report(r, RECORD_GROUP_MISSING, place, reader_label(r, g->kind, UINT16_MAX), n->name, NO_ARG);
    if (count > n->max) reader_report(r, RECORD_GROUP_MAX, place, n->name, arena_printf(r->diags->arena, "%u", count),
                                      arena_printf(r->diags->arena, "%u", n->max));
}

static void children_count(struct record_reader *r, uint32_t group)
{
    const uint16_t first = r->layout->nodes[r->tree->group[group].kind].first;
    if (first == 0) return;
    for (uint32_t c = group + 1; c < tree_end(r->tree, group); c = tree_end(r->tree, c)) r->counts[r->tree->group[c].kind]++;
    for (uint16_t node = first; node; node = r->layout->nodes[node].next) {
        child_count(r, group, node, r->counts[node]);
        r->counts[node] = 0;
    }
}

void record_end(struct record_reader *r)
{
    groups_close(r, 0);
    r->tree->text = r->text.ptr;
    r->tree->source = r->source;
    r->tree->origins = (const struct tree_origin *)(const void *)r->origins.ptr;
    r->tree->n_origins = (uint32_t)(r->origins.len / sizeof(struct tree_origin));
    for (uint32_t g = 1; g < r->tree->groups; g++) children_count(r, g);
    if (r->tree->groups > 1) r->seen[r->tree->group[1].kind]++;
}
