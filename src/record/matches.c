/* matches.c - could a file be one of this layout?  Decided by its beginning alone, and never by a finding. */
#include "record/record.h"

#include "schema/layout.h"
#include "xml/xml.h"

/* The root element, and the constants it says. */
static bool xml_matches(const struct schema *layout, const struct source *source)
{
    struct arena *arena = arena_new();
    struct diags diags;
    diags_init(&diags, arena, 1);
    struct xml_stream *s = xml_stream_new(source, &diags);
    bool same = s && xml_stream_next(s) == XML_STEP_START && slice_eq_nocase(xml_stream_node(s)->name, layout->nodes[0].name);
    const struct segment_def *def = layout->nodes[0].segment;
    for (uint16_t k = 0; same && k < def->n_elems; k++) {
        if (!def->elems[k].constant.ptr) continue;
        const struct xml_node *n = xml_stream_node(s);
        bool said = false;
        for (unsigned i = 0; i < n->n_attrs; i++)
            said = said || (slice_eq(n->attrs[i].name, slice_sub(def->elems[k].field_name, 1, SIZE_MAX)) && slice_eq(n->attrs[i].value, def->elems[k].constant));
        same = said;
    }
    xml_stream_free(s);
    arena_free(arena);
    return same;
}

static slice first_line(slice bytes)
{
    if (slice_starts(bytes, SLICE("\xef\xbb\xbf"))) bytes = slice_sub(bytes, 3, SIZE_MAX);
    return slice_trim(slice_sub(bytes, 0, slice_find(bytes, '\n')));
}

/* Is the line's beginning the tag of the root, or of a record? */
static bool tag_matches(const struct schema *layout, slice line)
{
    const struct layout_text *t = layout->text;
    slice tag = t->format == LAYOUT_FIXED ? slice_trim(slice_sub(line, 0, t->tag_width)) : slice_sub(line, 0, slice_find(line, t->delimiter));
    for (uint16_t i = 0; i < layout->n_nodes; i++) {
        if (i > 0 && layout->nodes[i].parent != 0) continue;
        if (t->lines[i].tag.len && slice_eq(t->lines[i].tag, tag)) return true;
    }
    return false;
}

static bool header_matches(const struct layout_text *t, slice line)
{
    for (uint16_t i = 0; i < t->row->n_cells; i++) {
        bool said = false;
        slice rest = line, name;
        while (slice_next(&rest, t->delimiter, &name)) {
            name = slice_trim(name);
            if (name.len >= 2 && t->quote && name.ptr[0] == t->quote) name = slice_sub(name, 1, name.len - 2);
            said = said || slice_eq_nocase(name, t->row->cells[i].column);
        }
        if (!said) return false;
    }
    return true;
}

bool record_matches(const struct schema *layout, const struct source *source)
{
    const struct layout_text *t = layout->text;
    if (!t) return xml_matches(layout, source);
    slice line = first_line(source->bytes);
    return t->tagged ? tag_matches(layout, line) : t->header && header_matches(t, line);
}
