/* read_xml.c - records from XML: elements are groups, attributes are fields.
 *
 * Element names are taken in any case (Prima itself writes SKU and sku), attribute names as the layout has them.  What the layout does not know
 * is a finding, and is passed over with all that is in it.  Well-formedness is xml/'s. */
#include "record/reader.h"

/* The child of the open group, or of the root's place, by name; UINT16_MAX when there is none. */
static uint16_t node_find(const struct record_reader *r, slice name)
{
    if (r->depth == 0) return slice_eq_nocase(name, r->layout->nodes[0].name) ? 0 : UINT16_MAX;
    for (uint16_t c = r->layout->nodes[r->open[r->depth - 1].node].first; c; c = r->layout->nodes[c].next)
        if (slice_eq_nocase(r->layout->nodes[c].name, name)) return c;
    return UINT16_MAX;
}

static uint16_t field_find(const struct segment_def *def, slice name)
{
    for (uint16_t k = 0; k < def->n_elems; k++)
        if (slice_eq(slice_sub(def->elems[k].field_name, 1, SIZE_MAX), name)) return k;
    return UINT16_MAX;
}

static void unknown(struct record_reader *r, struct place place, slice what)
{
    reader_report(r, RECORD_UNKNOWN, place, what, r->layout->id, NO_ARG);
}

static void values_read(struct record_reader *r, const struct xml_node *n, uint16_t node)
{
    for (unsigned i = 0; i < n->n_attrs; i++) {
        const struct xml_attr *a = &n->attrs[i];
        uint16_t k = field_find(r->layout->nodes[node].segment, a->name);
        if (k == UINT16_MAX) unknown(r, a->place, arena_printf(r->diags->arena, "%.*s/@%.*s", SLICE_ARG(n->name), SLICE_ARG(a->name)));
        else group_value(r, k, value_read(r, node, k, NULL, a->value, a->value_place), a->value_place.offset);
    }
}

/* Pass over an element that the layout does not know. */
static bool skip(struct record_reader *r)
{
    for (unsigned inside = 1; inside > 0;) {
        enum xml_step step = xml_stream_next(r->xml);
        if (step == XML_STEP_BROKEN || step == XML_STEP_DONE) return false;
        if (step == XML_STEP_START) inside++;
        if (step == XML_STEP_END) inside--;
    }
    return true;
}

/* The root's values are read once, and put at the head of every record. */
static bool root_read(struct record_reader *r)
{
    const struct xml_node *n = xml_stream_node(r->xml);
    const struct segment_def *def = r->layout->nodes[0].segment;
    if (node_find(r, n->name) != 0) {
        reader_report(r, RECORD_ROOT, n->place, n->name, r->layout->nodes[0].name, NO_ARG);
        return false;
    }
    for (unsigned i = 0; i < n->n_attrs; i++) {
        const struct xml_attr *a = &n->attrs[i];
        uint16_t k = field_find(def, a->name);
        if (k == UINT16_MAX) unknown(r, a->place, arena_printf(r->diags->arena, "%.*s/@%.*s", SLICE_ARG(n->name), SLICE_ARG(a->name)));
        else root_value(r, k, value_read(r, 0, k, NULL, a->value, a->value_place), a->value_place.offset);
    }
    return root_begin(r, n->place);
}

/* A group, or something unknown. */
static bool element_read(struct record_reader *r)
{
    const struct xml_node *n = xml_stream_node(r->xml);
    const uint16_t node = node_find(r, n->name);
    if (node == UINT16_MAX) {
        unknown(r, n->place, arena_printf(r->diags->arena, "<%.*s>", SLICE_ARG(n->name)));
        return skip(r);
    }
    if (r->depth == 1 && !record_begin(r)) return false;
    const unsigned depth = r->depth;
    if (!group_begin(r, node)) return false;
    values_read(r, n, node);
    return group_end(r, depth, n->place);
}

/* An element ends; true when it was a record. */
static bool closed(struct record_reader *r)
{
    if (r->depth == 1) r->depth = 0;        /* the root itself: no record is in the tree */
    else groups_close(r, r->depth - 1);
    return r->depth == 1;
}

enum record_step xml_next_record(struct record_reader *r)
{
    r->depth = r->has_root ? 1 : 0;
    r->open[0] = (struct open_group){ 0, 0 };
    for (;;) {
        switch (xml_stream_next(r->xml)) {
        case XML_STEP_BROKEN: return RECORD_STEP_BROKEN;
        case XML_STEP_DONE: return RECORD_STEP_END;
        case XML_STEP_TEXT:
            reader_report(r, RECORD_TEXT, xml_stream_node(r->xml)->place, xml_stream_node(r->xml)->text, NO_ARG, NO_ARG);
            break;
        case XML_STEP_START:
            if (!(r->has_root ? element_read(r) : root_read(r))) return RECORD_STEP_BROKEN;
            break;
        case XML_STEP_END:
            if (closed(r)) return RECORD_STEP_RECORD;
            break;
        }
    }
}
