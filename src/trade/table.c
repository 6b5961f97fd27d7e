/* table.c - a cross-reference table in memory.
 *
 * The file is copied into the arena and its cells are slices of that copy.  A column becomes a key when somebody asks for it; then its values
 * must be there and unique.  Tables are read once and small beside an item master, so they are kept simple. */
#include "trade/tables.h"

#include "base/charset.h"
#include "trade/barcode.h"
#include "trade/csv.h"
#include "trade/findings.h"

#include <stdio.h>

enum { TABLE_MAX_ROWS = 1000000 };

struct table_row {
    const slice *cells;
    uint32_t line;
    uint32_t offset;                    /* first byte in the file */
};

struct table {
    struct arena *arena;
    const struct source *source;
    slice name;
    slice columns[CSV_MAX_CELLS];
    unsigned n_columns;
    struct table_row *rows;
    size_t n_rows, room;
    uint32_t *slots[CSV_MAX_CELLS];     /* of indexed columns: row + 1, or 0; null when not indexed */
    size_t n_slots;
};

static struct place row_place(const struct table *t, size_t offset)
{
    return place_at(t->source, offset, 1);
}

static slice cell_text(struct arena *arena, const struct csv *csv, unsigned i)
{
    const slice cell = slice_trim(csv->cells[i]);
    const bool is_joined = cell.len && cell.ptr >= csv->joined && cell.ptr < csv->joined + sizeof csv->joined;
    return is_joined ? arena_copy(arena, cell) : cell;
}

/* ---- loading ---- */

static bool check_column(const struct table *t, const struct csv *csv, unsigned i, struct diags *diags)
{
    char number[12];
    const struct place place = place_at(t->source, csv->offsets[i], (uint32_t)csv->cells[i].len);
    snprintf(number, sizeof number, "%u", i + 1);
    if (t->columns[i].len == 0) {
        (void)diag_add(diags, &trade_findings[TABLE_COLUMN_EMPTY], place, slice_of(number), t->name, NO_ARG, NO_ARG);
        return false;
    }
    for (unsigned k = 0; k < i; k++) {
        if (!slice_eq(t->columns[k], t->columns[i])) continue;
        (void)diag_add(diags, &trade_findings[TABLE_COLUMN_DUPLICATE], place, t->columns[i], t->name, NO_ARG, NO_ARG);
        return false;
    }
    return true;
}

static bool read_header(struct table *t, const struct csv *csv, struct diags *diags)
{
    bool fine = true;
    t->n_columns = csv->n;
    for (unsigned i = 0; i < csv->n; i++) {
        t->columns[i] = cell_text(t->arena, csv, i);
        fine = check_column(t, csv, i, diags) && fine;
    }
    return fine;
}

static bool is_blank_row(const struct csv *csv)
{
    for (unsigned i = 0; i < csv->n; i++) {
        if (slice_trim(csv->cells[i]).len) return false;
    }
    return true;
}

static void warn_of_damage(const struct table *t, const struct csv *csv, unsigned i, struct diags *diags)
{
    const slice cell = slice_trim(csv->cells[i]);
    /* ".0" may be meant here; digits rounded away never are. */
    if (cell.len < 5 || slice_find(cell, '+') == cell.len || !spreadsheet_damage(cell)) return;
    (void)diag_add(diags, &trade_findings[TABLE_SPREADSHEET], place_at(t->source, csv->offsets[i], (uint32_t)cell.len), t->columns[i], cell,
                   NO_ARG, NO_ARG);
}

static bool read_row(struct table *t, const struct csv *csv, struct diags *diags)
{
    char have[12], want[12];
    if (is_blank_row(csv)) return true;
    if (csv->n != t->n_columns) {
        snprintf(have, sizeof have, "%u", csv->n);
        snprintf(want, sizeof want, "%u", t->n_columns);
        (void)diag_add(diags, &trade_findings[TABLE_CELLS], row_place(t, csv->start), slice_of(have), slice_of(want), NO_ARG, NO_ARG);
        return false;
    }
    slice *cells = arena_array(t->arena, t->n_columns, sizeof *cells);
    for (unsigned i = 0; i < csv->n; i++) {
        cells[i] = cell_text(t->arena, csv, i);
        warn_of_damage(t, csv, i, diags);
    }
    struct table_row *row = arena_grow(t->arena, &t->rows, &t->n_rows, &t->room, sizeof *row);
    *row = (struct table_row){ .cells = cells, .line = csv->line, .offset = (uint32_t)csv->start };
    return true;
}

static bool read_rows(struct table *t, struct csv *csv, struct diags *diags)
{
    bool fine = true;
    while (csv_next(csv)) {
        if (t->n_rows == TABLE_MAX_ROWS) {
            (void)diag_add(diags, &trade_findings[TABLE_TOO_BIG], row_place(t, csv->start), t->name, SLICE("1000000"), NO_ARG, NO_ARG);
            return false;
        }
        fine = read_row(t, csv, diags) && fine;
    }
    if (!csv->fault) return fine;
    (void)diag_add(diags, &trade_findings[TABLE_CSV], row_place(t, csv->fault_at), t->name, slice_of(csv_fault_text(csv->fault)), NO_ARG, NO_ARG);
    return false;
}

bool table_load(struct arena *arena, const struct source *source, slice name, slice csv_text, struct table **out, struct diags *diags)
{
    struct table *t = arena_alloc(arena, sizeof *t);
    *t = (struct table){ .arena = arena, .source = source, .name = arena_copy(arena, name) };
    if (csv_text.len > UINT32_MAX) {
        (void)diag_add(diags, &trade_findings[TABLE_TOO_BIG], row_place(t, 0), t->name, SLICE("1000000"), NO_ARG, NO_ARG);
        return false;
    }
    if (!utf8_is_valid(csv_text)) {
        (void)diag_add(diags, &trade_findings[TABLE_NOT_UTF8], row_place(t, 0), t->name, NO_ARG, NO_ARG, NO_ARG);
        return false;
    }
    struct csv *csv = arena_alloc(arena, sizeof *csv);
    csv_init(csv, arena_copy(arena, csv_text));
    if (!csv_next(csv) && !csv->fault) {
        (void)diag_add(diags, &trade_findings[TABLE_EMPTY], row_place(t, 0), t->name, NO_ARG, NO_ARG, NO_ARG);
        return false;
    }
    /* A fault in the header is told by read_rows, which meets it again. */
    const bool fine = csv->fault || read_header(t, csv, diags);
    if (!fine || !read_rows(t, csv, diags)) return false;
    *out = t;
    return true;
}

/* ---- keys ---- */

/* Where `key` stands in an indexed column, or the free slot where it would. */
static size_t slot_of(const struct table *t, const uint32_t *slots, unsigned column, slice key)
{
    size_t at = (size_t)slice_hash(key) & (t->n_slots - 1);
    while (slots[at] && !slice_eq(t->rows[slots[at] - 1].cells[column], key)) at = (at + 1) & (t->n_slots - 1);
    return at;
}

static bool add_key(const struct table *t, uint32_t *slots, unsigned column, size_t row, struct diags *diags)
{
    char line[12];
    const slice key = t->rows[row].cells[column];
    const struct place place = row_place(t, t->rows[row].offset);
    if (key.len == 0) {
        (void)diag_add(diags, &trade_findings[TABLE_KEY_EMPTY], place, t->columns[column], NO_ARG, NO_ARG, NO_ARG);
        return false;
    }
    const size_t at = slot_of(t, slots, column, key);
    if (slots[at]) {
        snprintf(line, sizeof line, "%u", t->rows[slots[at] - 1].line);
        (void)diag_add(diags, &trade_findings[TABLE_KEY_DUPLICATE], place, t->columns[column], key, slice_of(line), NO_ARG);
        return false;
    }
    slots[at] = (uint32_t)row + 1;
    return true;
}

bool table_index(struct table *t, unsigned column, struct diags *diags)
{
    if (column >= t->n_columns) return false;
    if (t->slots[column]) return true;
    t->n_slots = 2;
    while (t->n_slots < t->n_rows * 2) t->n_slots *= 2;
    uint32_t *slots = arena_array(t->arena, t->n_slots, sizeof *slots);
    bool fine = true;
    for (size_t row = 0; row < t->n_rows; row++) fine = add_key(t, slots, column, row, diags) && fine;
    if (fine) t->slots[column] = slots;
    return fine;
}

static bool find(const void *context, unsigned column, slice key, const slice **cells, uint32_t *line)
{
    const struct table *t = context;
    if (column >= t->n_columns || !t->slots[column]) return false;
    const uint32_t row = t->slots[column][slot_of(t, t->slots[column], column, slice_trim(key))];
    if (row == 0) return false;
    *cells = t->rows[row - 1].cells;
    *line = t->rows[row - 1].line;
    return true;
}

const slice *table_row(const struct table *t, size_t i, uint32_t *line)
{
    if (i >= t->n_rows) return NULL;
    *line = t->rows[i].line;
    return t->rows[i].cells;
}

static uint32_t line(const void *context, size_t index) { return ((const struct table *)context)->rows[index].line; }

struct table_lookup table_lookup(const struct table *t)
{
    return (struct table_lookup){ .name = t->name, .columns = t->columns, .n_columns = t->n_columns, .find = find, .n_rows = t->n_rows, .line = line, .context = t };
}
