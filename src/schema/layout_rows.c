/* layout_rows.c - what must be true of a layout in lines of text so that it can be read back, and the row that groups without tags share.
 *
 * All of it is checked once, when the layout is loaded; record/ may rely on it. */
#include "schema/text_reader.h"

static slice field_label(struct text_reader *r, uint16_t node, uint16_t field)
{
    const struct node *n = &r->s->nodes[node];
    return arena_printf(r->l->scratch, "%.*s/%.*s", SLICE_ARG(n->name), SLICE_ARG(n->segment->elems[field].field_name));
}

bool text_tag_fits(slice tag)
{
    for (size_t i = 0; i < tag.len; i++) {
        char c = tag.ptr[i];
        if (!((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) return false;
    }
    return tag.len > 0 && tag.len <= 16;
}

void text_check_tags(struct text_reader *r)
{
    for (uint16_t i = 0; i < r->s->n_nodes; i++) {
        slice tag = r->lines[i].tag;
        if (!r->listed[i] || (i == 0 && tag.len == 0)) continue;
        if (!text_tag_fits(tag)) text_fault(r, r->at[i]->place, r->s->nodes[i].name, "needs a tag of up to 16 ASCII letters and digits, as other groups have one");
        if (r->lines[i].n_keys) text_fault(r, r->at[i]->place, r->s->nodes[i].name, "has a key, which only rows without tags need");
        if (slice_eq(tag, r->text->trailer)) text_fault(r, r->at[i]->place, tag, "is the trailer's tag too");
        for (uint16_t k = 0; k < i; k++)
            if (r->listed[k] && slice_eq(r->lines[k].tag, tag)) text_fault(r, r->at[i]->place, tag, "is the tag of two groups");
    }
}

bool text_has_cell(const struct layout_line *line, uint16_t node, uint16_t field)
{
    for (uint16_t i = 0; i < line->n_cells; i++)
        if (line->cells[i].node == node && line->cells[i].field == field) return true;
    return false;
}

void text_check_whole(struct text_reader *r, struct place place)
{
    for (uint16_t i = 0; i < r->s->n_nodes; i++) {
        const struct node *node = &r->s->nodes[i];
        bool has_line = r->listed[i] && (!r->text->tagged || r->lines[i].tag.len);
        if (!r->listed[i] && node->usage == USE_MANDATORY && r->listed[node->parent]) text_fault(r, place, node->name, "is mandatory and has no place in the file");
        for (uint16_t k = 0; r->listed[i] && k < node->segment->n_elems; k++) {
            const struct elem *e = &node->segment->elems[k];
            if (e->usage == USE_MANDATORY && !e->constant.ptr && !(has_line && text_has_cell(&r->lines[i], i, k)))
                text_fault(r, r->at[i]->place, field_label(r, i, k), "is mandatory and has no column");
        }
        for (uint16_t c = 1; c < r->lines[i].n_cells; c++) {
            const struct layout_line before = { .cells = r->lines[i].cells, .n_cells = c };
            if (text_has_cell(&before, r->lines[i].cells[c].node, r->lines[i].cells[c].field))
                text_fault(r, r->at[i]->place, field_label(r, r->lines[i].cells[c].node, r->lines[i].cells[c].field), "has two columns");
        }
    }
}

/* ---- one row for all ---- */

/* The only listed child of a node, or 0; a second one is a fault. */
static uint16_t only_child(struct text_reader *r, uint16_t node)
{
    uint16_t found = 0;
    for (uint16_t c = r->s->nodes[node].first; c; c = r->s->nodes[c].next) {
        if (!r->listed[c]) continue;
        if (found) text_fault(r, r->at[c]->place, r->s->nodes[c].name, "stands beside another group: rows without tags hold groups one inside the other");
        else found = c;
    }
    return found;
}

static void row_add(struct text_reader *r, struct layout_line *row, struct layout_cell *cells, uint16_t node)
{
    const struct layout_line *line = &r->lines[node];
    const uint32_t shift = row->width;
    for (uint16_t i = 0; i < line->n_cells; i++) {
        struct layout_cell *c = &cells[row->n_cells++];
        *c = line->cells[i];
        c->at += shift;
    }
    row->width += line->width;
    if (node && line->n_cells == 0) text_fault(r, r->at[node]->place, r->s->nodes[node].name, "has no column: a row could not tell it");
    if (only_child(r, node) && node && r->s->nodes[node].max > 1 && line->n_keys == 0)
        text_fault(r, r->at[node]->place, r->s->nodes[node].name, "needs a key: fields that tell where the next one begins");
    for (uint16_t i = 0; i < line->n_keys; i++)
        if (!text_has_cell(line, node, line->keys[i])) text_fault(r, r->at[node]->place, field_label(r, node, line->keys[i]), "is a key without a column");
}

void text_row(struct text_reader *r)
{
    size_t count = 0;
    for (uint16_t i = 0; i < r->s->n_nodes; i++) count += r->lines[i].n_cells;
    if (count > LAYOUT_MAX_CELLS) {
        load_bad(r->l, SCHEMA_TOO_BIG, r->at[0]->place, SLICE("columns of a row"), SLICE("2000"), NO_ARG);
        return;
    }
    struct layout_cell *cells = arena_array(r->l->arena, count + 1, sizeof *cells);
    struct layout_line *row = arena_alloc(r->l->arena, sizeof *row);
    row->cells = cells;
    uint16_t node = 0;
    do row_add(r, row, cells, node);
    while ((node = only_child(r, node)) != 0);
    r->text->row = row;
}
