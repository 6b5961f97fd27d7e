/* read_row.c - records from rows without tags: each row has the columns of all groups from the root inwards, and rows with the same key belong
 * to the same group.
 *
 * Decides from which group on a row begins something new, that rows of one group agree on what they share, and which column of the file is
 * which when it has a header row. */
#include "record/reader.h"

/* ---- the header row ---- */

static uint16_t cell_by_name(const struct layout_line *row, slice name)
{
    for (uint16_t i = 0; i < row->n_cells; i++)
        if (slice_eq_nocase(row->cells[i].column, name)) return i;
    return UINT16_MAX;
}

static void header_fault(struct record_reader *r, struct place place, const char *why, slice name)
{
    reader_report(r, RECORD_HEADER, place, arena_printf(r->diags->arena, "%s %.*s", why, SLICE_ARG(name)), NO_ARG, NO_ARG);
}

static void header_read(struct record_reader *r)
{
    const struct layout_line *row = r->layout->text->row;
    struct line_reader *l = &r->lines;
    l->columns = arena_array(r->arena, row->n_cells + 1u, sizeof *l->columns);
    for (uint16_t i = 0; i < row->n_cells; i++) l->columns[i] = UINT16_MAX;
    for (uint32_t i = 0; i < l->n_cells; i++) {
        slice name = slice_trim(slice_sub(r->source->bytes, l->cells[i].off, l->cells[i].len));
        struct place place = reader_place(r, l->cells[i].off, l->cells[i].len);
        uint16_t k = cell_by_name(row, name);
        if (k == UINT16_MAX) header_fault(r, place, "names a column that is not in the layout:", name);
        else if (l->columns[k] != UINT16_MAX) header_fault(r, place, "names a column twice:", name);
        else l->columns[k] = (uint16_t)i;
    }
    for (uint16_t i = 0; i < row->n_cells; i++)
        if (l->columns[i] == UINT16_MAX) header_fault(r, line_place(r), "lacks the column", row->cells[i].column);
    l->n_columns = l->n_cells;
}

/* ---- a row ---- */

/* Where the values of a level begin in the row, and how many there are. */
struct level { uint16_t node, from, n; bool empty; };

struct row {
    struct record_reader *r;
    struct level levels[READER_DEPTH];
    unsigned n_levels;
    const struct raw_cell *raw;         /* by cell of the layout's row */
};

static bool is_empty(const struct record_reader *r, struct raw_cell raw)
{
    const char *at = r->source->bytes.ptr + raw.off, *end = at + raw.len;
    while (r->layout->text->format == LAYOUT_FIXED && at < end && *at == ' ') at++;
    return at == end;
}

static void levels_find(struct row *row, const struct layout_line *line)
{
    for (uint16_t i = 0; i < line->n_cells; i++) {
        const uint16_t node = line->cells[i].node;
        struct level *last = row->n_levels ? &row->levels[row->n_levels - 1] : NULL;
        if (!last || last->node != node) {
            if (!last && node != 0) row->levels[row->n_levels++] = (struct level){ .node = 0, .empty = true };
            row->levels[row->n_levels++] = (struct level){ .node = node, .from = i, .empty = true };
            last = &row->levels[row->n_levels - 1];
        }
        last->n++;
        if (!is_empty(row->r, row->raw[i])) last->empty = false;
    }
}

static slice cell_text(struct row *row, uint16_t i)
{
    return cell_value(row->r, &row->r->layout->text->row->cells[i], row->raw[i]);
}

/* Is the value that of the group which is open at `level`? */
static bool agrees(struct row *row, unsigned level, uint16_t i, slice *here, slice *there)
{
    struct record_reader *r = row->r;
    const struct layout_cell *c = &r->layout->text->row->cells[i];
    *here = cell_text(row, i);
    *there = level == 0 ? r->root[c->field].text : group_text(r, r->open[level].group, c->field);
    return slice_eq(*here, *there);
}

static bool is_key(const struct layout_line *line, uint16_t field)
{
    for (unsigned i = 0; i < line->n_keys; i++)
        if (line->keys[i] == field) return true;
    return false;
}

/* Does the row go on with the group that is open at this level? */
static bool continues(struct row *row, unsigned level)
{
    const struct layout_text *t = row->r->layout->text;
    const struct level *l = &row->levels[level];
    slice here, there;
    if (level >= row->r->depth || level + 1 == row->n_levels) return false;
    if (level == 0) return true;
    for (uint16_t i = l->from; i < l->from + l->n; i++)
        if (is_key(&t->lines[l->node], t->row->cells[i].field) && !agrees(row, level, i, &here, &there)) return false;
    return true;
}

/* What the rows of a group share. */
static void shared_check(struct row *row, unsigned level)
{
    struct record_reader *r = row->r;
    const struct level *l = &row->levels[level];
    slice here, there;
    for (uint16_t i = l->from; i < l->from + l->n; i++) {
        const struct layout_cell *c = &r->layout->text->row->cells[i];
        if (!agrees(row, level, i, &here, &there))
            diag_add(r->diags, &record_findings[RECORD_KEY], reader_place(r, row->raw[i].off, row->raw[i].len),
                     reader_label(r, c->node, c->field), here, there, SLICE("which is in a row before of the same key"));
    }
}

static bool level_begin(struct row *row, unsigned level)
{
    struct record_reader *r = row->r;
    const struct level *l = &row->levels[level];
    if (!group_begin(r, l->node)) return false;
    for (uint16_t i = l->from; i < l->from + l->n; i++)
        group_value(r, r->layout->text->row->cells[i].field, cell_text(row, i), row->raw[i].off);
    return group_end(r, level, line_place(r));
}

static bool root_read(struct row *row)
{
    struct record_reader *r = row->r;
    const struct level *l = &row->levels[0];
    for (uint16_t i = l->from; i < l->from + l->n; i++)
        root_value(r, r->layout->text->row->cells[i].field, cell_text(row, i), row->raw[i].off);
    return root_begin(r, line_place(r));
}

/* The groups of a row from `level` on, up to those of which nothing is said. */
static bool levels_begin(struct row *row, unsigned level)
{
    const unsigned first = level;
    for (; level < row->n_levels && (level == 1 || !row->levels[level].empty); level++)
        if (!level_begin(row, level)) return false;
    bool more = false;
    for (unsigned i = level; i < row->n_levels; i++) more = more || !row->levels[i].empty;
    if (more) reader_report(row->r, RECORD_ORDER, line_place(row->r), SLICE("a row"), SLICE("with values of a group whose own group around it is empty"), NO_ARG);
    else if (level == first) reader_report(row->r, RECORD_ORDER, line_place(row->r), SLICE("a row"), SLICE("again that says nothing new"), NO_ARG);
    return true;
}

/* Where each cell of the layout stands in the line. */
static const struct raw_cell *row_cells(struct record_reader *r, struct raw_cell *raw)
{
    const struct layout_line *line = r->layout->text->row;
    struct line_walk w = { .line = line };
    line_measure(r, r->layout->text->header ? r->lines.n_columns : line->n_cells, line->width);
    for (; w.i < line->n_cells; w.i++) {
        uint32_t at = r->lines.columns ? r->lines.columns[w.i] : w.i;
        raw[w.i] = line_cell(r, &w, at == UINT16_MAX ? UINT32_MAX : at);
    }
    return raw;
}

/* True when the row begins another record: it is left for the next call. */
static bool row_read(struct row *row, bool *fits)
{
    struct record_reader *r = row->r;
    unsigned level = 1;
    *fits = r->has_root || root_read(row);
    if (!*fits) return false;
    while (level < row->n_levels && r->depth > 1 && continues(row, level)) level++;
    if (level == 1 && r->depth > 1) return true;
    if (r->depth <= 1) *fits = record_begin(r);
    for (unsigned i = 0; *fits && i < level; i++) shared_check(row, i);
    *fits = *fits && levels_begin(row, level);
    return false;
}

enum record_step row_next(struct record_reader *r)
{
    const struct layout_text *t = r->layout->text;
    bool fits = true;
    r->depth = 0;
    while (line_next(r)) {
        if (t->header && !r->lines.begun) {
            r->lines.begun = true;
            header_read(r);
            continue;
        }
        struct row row = { .r = r, .raw = row_cells(r, r->lines.row) };
        levels_find(&row, t->row);
        if (row_read(&row, &fits)) {
            r->lines.again = true;
            return RECORD_STEP_RECORD;
        }
        if (!fits) return RECORD_STEP_BROKEN;
    }
    return r->depth > 1 ? RECORD_STEP_RECORD : RECORD_STEP_END;
}
