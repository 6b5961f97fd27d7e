/* schema.c - look-ups in a loaded schema: children, openers, elements, meanings, labels. */
#include "schema/schema.h"

uint16_t schema_child(const struct schema *s, uint16_t parent, slice name)
{
    uint16_t segment = 0;
    for (uint16_t c = s->nodes[parent].first; c; c = s->nodes[c].next) {
        if (!slice_eq(s->nodes[c].name, name)) continue;
        if (s->nodes[c].is_loop) return c;
        if (!segment) segment = c;
    }
    return segment;
}

uint16_t schema_opener(const struct schema *s, uint16_t node)
{
    return s->nodes[node].is_loop && !s->is_record ? s->nodes[node].first : node;
}

const struct elem *schema_elem(const struct schema *s, uint16_t node, unsigned k)
{
    const struct segment_def *def = s->nodes[schema_opener(s, node)].segment;
    return def && k >= 1 && k <= def->n_elems ? &def->elems[k - 1] : NULL;
}

const struct segment_def *schema_segment(const struct schema *s, slice id)
{
    for (uint32_t i = 0; i < s->n_dictionary; i++)
        if (slice_eq(s->dictionary[i].id, id)) return &s->dictionary[i];
    return NULL;
}

bool slice_set_has(const struct slice_set *set, slice s)
{
    size_t low = 0, high = set ? set->count : 0;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int order = slice_cmp(set->items[mid], s);
        if (order == 0) return true;
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return false;
}

static const struct code *code_find(const struct code_list *list, slice code)
{
    size_t low = 0, high = list ? list->count : 0;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int order = slice_cmp(list->codes[mid].code, code);
        if (order == 0) return &list->codes[mid];
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

bool code_list_has(const struct code_list *list, slice code) { return code_find(list, code) != NULL; }

slice elem_code_meaning(const struct elem *e, slice code)
{
    const struct code *found = code_find(e->guide_codes, code);
    if (!found || found->meaning.len == 0) found = code_find(e->codes, code);
    return found ? found->meaning : NO_ARG;
}

void elem_label(struct buf *out, const struct segment_def *seg, unsigned k)
{
    buf_printf(out, "%.*s%02u", SLICE_ARG(seg->id), k);
    if (k >= 1 && k <= seg->n_elems && seg->elems[k - 1].name.len) {
        buf_putc(out, ' ');
        buf_add(out, seg->elems[k - 1].name);
    }
}
