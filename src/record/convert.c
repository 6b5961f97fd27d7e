/* convert.c - a record that was read, as a tree that can be written.
 *
 * The two trees have the same groups and values; only days and times get the form of the layout they are written by.  Everything is copied,
 * so that the reader may go on. */
#include "record/record.h"

#include "record/pattern.h"

static bool value_copy(struct tree *out, const struct elem *e, slice text, struct tree_value *to)
{
    char form[PATTERN_ROOM];
    size_t len;
    bool day = e->type == ELEM_DATE_TEXT || (e->type == ELEM_TM && e->format.len);
    if (day && !pattern_write(e->format, text, form, &len)) return false;
    slice kept = texts_copy(&out->made, day ? (slice){ form, len } : text);
    to->ptr = kept.ptr;
    to->len = (uint32_t)kept.len;
    return kept.ptr != NULL;
}

/* A group of the read tree at the same place of the other. */
static bool group_copy(const struct tree *read, uint32_t g, const struct schema *layout, struct tree *out, uint32_t parent)
{
    const struct tree_group *from = &read->group[g];
    const struct segment_def *def = layout->nodes[from->kind].segment;
    struct tree_value *room = tree_value_room(out, def->n_elems);
    uint32_t n = 0;
    for (uint16_t k = 0; k < def->n_elems; k++) {
        slice text = tree_field(read, g, k + 1u);
        if (!text.ptr || def->elems[k].constant.ptr) continue;
        room[n] = (struct tree_value){ .field = k };
        if (!value_copy(out, &def->elems[k], text, &room[n++])) return false;
    }
    (void)tree_add_record(out, from->kind, parent, n, 0);
    return true;
}

bool record_convert(const struct tree *read, const struct schema *layout, struct tree *out)
{
    const uint32_t groups = out->groups, values = out->values;
    const uint32_t skip = groups ? 1 : 0;           /* the root is there */
    /* Group i of the read tree becomes group i + shift. */
    const uint32_t shift = groups ? groups - 1 : 0;
    bool fits = true;
    for (uint32_t g = skip; fits && g < read->groups; g++) {
        uint32_t parent = read->group[g].parent;
        fits = group_copy(read, g, layout, out, parent ? parent + shift : 0);
    }
    if (!fits) {
        out->groups = groups;
        out->values = values;
        return false;
    }
    for (uint32_t g = skip; g < read->groups; g++) out->group[g + shift].end = tree_end(read, g) + shift;
    out->group[0].end = out->groups;
    return true;
}
