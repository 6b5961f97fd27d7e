/* read_tagged.c - records from lines that begin with a tag: every line is a group, and the lines of the groups inside it follow.
 *
 * Decides which group a line belongs to, where a record ends (at the next line of a group under the root, the trailer, the end of the file),
 * and whether the trailer agrees. */
#include "record/reader.h"

static uint16_t node_find(const struct record_reader *r, slice tag)
{
    for (uint16_t i = 0; i < r->layout->n_nodes; i++)
        if (r->layout->text->lines[i].tag.len && slice_eq(r->layout->text->lines[i].tag, tag)) return i;
    return UINT16_MAX;
}

static slice value_of(const void *context, uint16_t field)
{
    const struct record_reader *r = context;
    return group_text(r, r->open[r->depth - 1].group, field);
}

/* What a group around says of a field. */
static slice around(const struct record_reader *r, unsigned depth, const struct layout_cell *c)
{
    if (c->node == 0) return r->root[c->field].text;
    while (depth > 0)
        if (r->open[--depth].node == c->node) return group_text(r, r->open[depth].group, c->field);
    return NO_ARG;
}

static void repeated_check(struct record_reader *r, unsigned depth, const struct layout_cell *c, struct raw_cell raw)
{
    slice here = cell_value(r, c, raw), there = around(r, depth, c);
    if (!slice_eq(here, there)) diag_add(r->diags, &record_findings[RECORD_KEY], reader_place(r, raw.off, raw.len), reader_label(r, c->node, c->field), here, there,
                                         SLICE("which is in the line that this one belongs to"));
}

/* The line's values; `depth` groups are open around it. */
static void values_read(struct record_reader *r, uint16_t node, unsigned depth)
{
    const struct layout_line *line = &r->layout->text->lines[node];
    struct line_walk w = { .line = line };
    line_measure(r, line->n_cells + 1u, line->width);
    for (; w.i < line->n_cells; w.i++) {
        const struct layout_cell *c = &line->cells[w.i];
        struct raw_cell raw = line_cell(r, &w, w.i + 1u);
        if (c->repeated) repeated_check(r, depth, c, raw);
        else if (node == 0) root_value(r, c->field, cell_value(r, c, raw), raw.off);
        else group_value(r, c->field, cell_value(r, c, raw), raw.off);
    }
}

static void out_of_order(struct record_reader *r, slice tag, const char *where)
{
    reader_report(r, RECORD_ORDER, line_place(r), tag, slice_of(where), NO_ARG);
}

/* A line of the root's own, which is the first or nowhere. */
static bool root_line(struct record_reader *r)
{
    if (r->has_root) {
        out_of_order(r, line_tag(r), "again, or not at the head of the file");
        return true;
    }
    values_read(r, 0, 0);
    bool fits = root_begin(r, line_place(r));
    totals_add(&r->lines.totals, 0, value_of, r);
    return fits;
}

/* How deep the group that a line belongs to is open; 0 when it is not. */
static unsigned parent_depth(const struct record_reader *r, uint16_t node)
{
    unsigned depth = r->depth;
    while (depth > 0 && r->open[depth - 1].node != r->layout->nodes[node].parent) depth--;
    return depth;
}

static bool group_line(struct record_reader *r, uint16_t node)
{
    const unsigned depth = parent_depth(r, node);
    if (depth == 0) {
        out_of_order(r, line_tag(r), "without the line it belongs to before it");
        return true;
    }
    if (!group_begin(r, node)) return false;
    struct place place = line_place(r);
    values_read(r, node, depth);
    if (!group_end(r, depth, place)) return false;
    totals_add(&r->lines.totals, node, value_of, r);
    return true;
}

/* ---- the trailer ---- */

static void total_check(struct record_reader *r, const struct layout_total *total, unsigned i, struct raw_cell raw)
{
    char text[DECIMAL_MAX_TEXT];
    decimal said;
    slice written = slice_trim(slice_sub(r->source->bytes, raw.off, raw.len));
    const struct totals *t = &r->lines.totals;
    if (!t->over[i] && decimal_parse(written, &said) && decimal_cmp(said, t->value[i]) == 0) return;
    slice is = t->over[i] ? SLICE("more than 18 digits") : (slice){ text, decimal_format(decimal_normal(t->value[i]), text) };
    reader_report(r, RECORD_TRAILER, reader_place(r, raw.off, raw.len), arena_printf(r->diags->arena, "says %.*s for %s %.*s, but it is %.*s",
        SLICE_ARG(written), total->is_sum ? "the sum of" : "the number of", SLICE_ARG(total->name), SLICE_ARG(is)), NO_ARG, NO_ARG);
}

static void trailer_read(struct record_reader *r)
{
    const struct layout_text *t = r->layout->text;
    struct layout_cell cells[LAYOUT_MAX_TOTALS];
    uint32_t width = t->tag_width;
    for (unsigned i = 0; i < t->n_totals; i++) cells[i] = t->totals[i].cell;
    if (t->n_totals) width = cells[t->n_totals - 1].at + cells[t->n_totals - 1].width;
    const struct layout_line line = { .cells = cells, .n_cells = t->n_totals };
    struct line_walk w = { .line = &line };
    line_measure(r, t->n_totals + 1u, width);
    for (; w.i < t->n_totals; w.i++) total_check(r, &t->totals[w.i], w.i, line_cell(r, &w, w.i + 1u));
    r->lines.trailed = true;
}

/* ---- the lines in turn ---- */

static enum record_step finish(struct record_reader *r)
{
    if (r->depth <= 1) {
        if (r->layout->text->trailer.len && !r->lines.trailed) reader_report(r, RECORD_TRAILER, reader_place(r, r->source->bytes.len, 0), SLICE("is missing"), NO_ARG, NO_ARG);
        r->lines.trailed = true;
        return RECORD_STEP_END;
    }
    return RECORD_STEP_RECORD;
}

/* The line is the next one's: it ends the record at hand. */
static enum record_step put_back(struct record_reader *r)
{
    r->lines.again = true;
    return RECORD_STEP_RECORD;
}

enum record_step tagged_next(struct record_reader *r)
{
    const struct layout_text *t = r->layout->text;
    r->depth = 0;
    while (line_next(r)) {
        const slice tag = line_tag(r);
        const bool trailer = t->trailer.len && slice_eq(tag, t->trailer);
        const uint16_t node = trailer ? UINT16_MAX : node_find(r, tag);
        const bool begins = node != UINT16_MAX && node != 0 && r->layout->nodes[node].parent == 0;
        if ((trailer || begins) && r->depth > 1) return put_back(r);
        if (r->lines.trailed) {
            out_of_order(r, tag, "after the trailer");
            continue;
        }
        if (trailer) {
            trailer_read(r);
            continue;
        }
        if (node == UINT16_MAX) {
            reader_report(r, RECORD_TAG, line_place(r), tag, r->layout->id, NO_ARG);
            continue;
        }
        if (node != 0 && !r->has_root && !root_begin(r, line_place(r))) return RECORD_STEP_BROKEN;
        if (begins && !record_begin(r)) return RECORD_STEP_BROKEN;
        if (!(node == 0 ? root_line(r) : group_line(r, node))) return RECORD_STEP_BROKEN;
        if (node == 0) r->depth = 0;
    }
    return finish(r);
}
