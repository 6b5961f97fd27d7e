/* items_compile.c - from items.csv to an image, or to findings.
 *
 * A file is taken as a whole or not at all: an item that silently went missing would hold orders, one that silently changed would ship the
 * wrong goods.  Reading goes on after errors, so that a person sees all of them at once, up to a limit. */
#include "trade/compile.h"

#include "base/charset.h"
#include "trade/findings.h"

#include <stdio.h>

/* Place of a finding: the row from `offset` to its line's end. */
static struct place row_place(const struct draft *d, size_t offset)
{
    const slice rest = slice_sub(d->csv->text, offset, d->csv->text.len);
    return place_at(d->source, offset, (uint32_t)slice_trim(slice_sub(rest, 0, slice_find(rest, '\n'))).len);
}

static void count(struct draft *d, int finding)
{
    if (trade_findings[finding].severity >= SEV_ERROR) d->errors++;
}

void draft_error(struct draft *d, enum item_column column, int finding, slice a0, slice a1, slice a2)
{
    const struct place place = place_at(d->source, d->csv->offsets[column], (uint32_t)d->csv->cells[column].len);
    (void)diag_add(d->diags, &trade_findings[finding], place, a0, a1, a2, NO_ARG);
    count(d, finding);
}

void draft_row_error(struct draft *d, size_t offset, int finding, slice a0, slice a1, slice a2, slice a3)
{
    (void)diag_add(d->diags, &trade_findings[finding], row_place(d, offset), a0, a1, a2, a3);
    count(d, finding);
}

slice draft_column(const struct draft *d, const struct image_row *row, enum item_column column)
{
    const size_t start = column ? row->ends[column - 1] : 0;
    return slice_sub(buf_slice(&d->text), row->text + start, row->ends[column] - start);
}

/* ---- the header ---- */

static bool is_name(slice cell, unsigned column)
{
    return column < ITEM_COLUMNS && slice_eq_nocase(slice_trim(cell), slice_of(item_column_names[column]));
}

/* Cells of a header are never quoted by anything but habit. */
static bool next_name(slice *rest, slice *cell)
{
    if (!slice_next(rest, ',', cell)) return false;
    *cell = slice_trim(*cell);
    if (cell->len >= 2 && cell->ptr[0] == '"' && cell->ptr[cell->len - 1] == '"') *cell = slice_sub(*cell, 1, cell->len - 2);
    return true;
}

static slice header_text(slice line) { return slice_trim(slice_starts(line, SLICE("\xEF\xBB\xBF")) ? slice_sub(line, 3, line.len) : line); }

bool items_is_like_header(slice first_line)
{
    slice rest = header_text(first_line), cell;
    return next_name(&rest, &cell) && is_name(cell, 0) && next_name(&rest, &cell) && is_name(cell, 1);
}

bool items_is_header(slice first_line)
{
    slice rest = header_text(first_line), cell;
    unsigned n = 0;
    while (next_name(&rest, &cell))
        if (!is_name(cell, n++)) return false;
    return n == ITEM_COLUMNS;
}

static bool check_header(struct draft *d)
{
    const struct csv *csv = d->csv;
    char number[12];
    for (unsigned i = 0; i < ITEM_COLUMNS || i < csv->n; i++) {
        if (i < csv->n && is_name(csv->cells[i], i)) continue;
        const slice found = i < csv->n ? slice_trim(csv->cells[i]) : SLICE("");
        const slice expected = i < ITEM_COLUMNS ? slice_of(item_column_names[i]) : SLICE("");
        snprintf(number, sizeof number, "%u", i + 1);
        draft_row_error(d, i < csv->n ? csv->offsets[i] : csv->start, ITEMS_HEADER, slice_of(number), found, expected, NO_ARG);
        return false;
    }
    return true;
}

/* ---- the rows ---- */

static bool is_blank_row(const struct csv *csv)
{
    for (unsigned i = 0; i < csv->n; i++) {
        if (slice_trim(csv->cells[i]).len) return false;
    }
    return true;
}

static void take_row(struct draft *d)
{
    char have[12], want[12];
    const struct csv *csv = d->csv;
    if (is_blank_row(csv)) return;      /* ",,,,": what a spreadsheet leaves below its data */
    if (csv->n != ITEM_COLUMNS) {
        snprintf(have, sizeof have, "%u", csv->n);
        snprintf(want, sizeof want, "%d", ITEM_COLUMNS);
        draft_row_error(d, csv->start, ITEMS_CELLS, slice_of(have), slice_of(want), NO_ARG, NO_ARG);
        return;
    }
    for (unsigned c = 0; c < ITEM_COLUMNS; c++) d->cells[c] = slice_trim(csv->cells[c]);
    (void)draft_add_row(d);             /* its errors are counted */
}

static void too_big(struct draft *d, const char *what)
{
    draft_row_error(d, d->csv->start, ITEMS_TOO_BIG, slice_of(what), NO_ARG, NO_ARG, NO_ARG);
}

static void take_rows(struct draft *d)
{
    size_t rows = 0;
    while (csv_next(d->csv)) {
        if (++rows > ITEMS_MAX_ROWS) {
            too_big(d, "5 million rows");
            return;
        }
        take_row(d);
        if (d->errors < ITEMS_MAX_ERRORS) continue;
        draft_row_error(d, d->csv->start, ITEMS_TOO_MANY, SLICE("500"), NO_ARG, NO_ARG, NO_ARG);
        return;
    }
    if (d->csv->fault) draft_row_error(d, d->csv->fault_at, ITEMS_CSV, slice_of(csv_fault_text(d->csv->fault)), NO_ARG, NO_ARG, NO_ARG);
    else if (d->errors == 0 && draft_rows(d) == 0) draft_row_error(d, 0, ITEMS_EMPTY, NO_ARG, NO_ARG, NO_ARG, NO_ARG);
}

/* ---- the whole ---- */

static bool check_charset(struct draft *d, slice csv)
{
    if (utf8_is_valid(csv)) return true;
    size_t at = 0;
    for (size_t next = 0; next < csv.len; at = next) {
        if (utf8_next(csv, &next) == 0xFFFD && !slice_starts(slice_sub(csv, at, 3), SLICE("\xEF\xBF\xBD"))) break;
    }
    (void)diag_add(d->diags, &trade_findings[ITEMS_NOT_UTF8], place_at(d->source, at, 1), NO_ARG, NO_ARG, NO_ARG, NO_ARG);
    return false;
}

static bool read_csv(struct draft *d, slice csv)
{
    if (csv.len > ITEMS_MAX_BYTES) {
        too_big(d, "512 MB");
        return false;
    }
    if (!check_charset(d, csv)) return false;
    if (!csv_next(d->csv)) {
        if (d->csv->fault) draft_row_error(d, d->csv->fault_at, ITEMS_CSV, slice_of(csv_fault_text(d->csv->fault)), NO_ARG, NO_ARG, NO_ARG);
        else draft_row_error(d, 0, ITEMS_EMPTY, NO_ARG, NO_ARG, NO_ARG, NO_ARG);
        return false;
    }
    if (!check_header(d)) return false;
    take_rows(d);
    if (d->errors == 0) draft_sort_keys(d);
    return d->errors == 0;
}

static void draft_free(struct draft *d)
{
    buf_free(&d->rows);
    buf_free(&d->text);
    buf_free(&d->offsets);
    for (size_t k = 0; k < ITEM_KEYS; k++) buf_free(&d->keys[k]);
}

bool items_compile(const struct source *source, slice csv, struct buf *image, struct diags *diags)
{
    /* Text and rows are bounded by ITEMS_MAX_BYTES and ITEMS_MAX_ROWS; these caps are never met. */
    struct draft d = { .source = source, .diags = diags, .rows = BUF_INIT(SIZE_MAX), .text = BUF_INIT(SIZE_MAX), .offsets = BUF_INIT(SIZE_MAX) };
    for (size_t k = 0; k < ITEM_KEYS; k++) d.keys[k] = BUF_INIT(SIZE_MAX);
    struct arena *arena = arena_new();
    d.csv = arena_alloc(arena, sizeof *d.csv);
    csv_init(d.csv, csv);
    bool fine = read_csv(&d, csv);
    if (fine && !draft_write(&d, image)) {
        too_big(&d, "fits into an image");
        fine = false;
    }
    draft_free(&d);
    arena_free(arena);
    return fine;
}
