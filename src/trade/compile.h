/* compile.h - between items.csv and its image.  Private to trade/. */
#ifndef TRADE_COMPILE_H
#define TRADE_COMPILE_H

#include "trade/csv.h"
#include "trade/image.h"

enum {
    ITEMS_MAX_ROWS = 5 * 1000 * 1000,
    ITEMS_MAX_BYTES = 512 * 1024 * 1024,
    ITEMS_MAX_ERRORS = 500              /* then the rest of the file would say the same */
};

/* A key found in a row, before the keys are put in order. */
struct found_key {
    uint64_t key;
    int32_t from, to;
    uint32_t row;
    uint32_t column;                    /* enum item_column: where it stands */
};

/* The master as it grows: rows and text as they will be stored, keys of each kind, and where each row stands in the file. */
struct draft {
    const struct source *source;
    struct diags *diags;
    size_t errors;
    struct buf rows;                    /* struct image_row */
    struct buf text;
    struct buf keys[ITEM_KEYS];         /* struct found_key */
    struct buf offsets;                 /* uint32_t: first byte of each row */
    struct csv *csv;                    /* its current row */
    slice cells[ITEM_COLUMNS];          /* of that row, trimmed */
};

static inline size_t draft_rows(const struct draft *d) { return d->rows.len / sizeof(struct image_row); }
static inline const struct image_row *draft_row(const struct draft *d, size_t row)
{
    return (const struct image_row *)(const void *)d->rows.ptr + row;
}
/* A column's text, while the text still grows. */
slice draft_column(const struct draft *d, const struct image_row *row, enum item_column column);

/* A finding in a cell of the current row. */
void draft_error(struct draft *d, enum item_column column, int finding, slice a0, slice a1, slice a2);
/* A finding about a whole row; `offset` is its first byte. */
void draft_row_error(struct draft *d, size_t offset, int finding, slice a0, slice a1, slice a2, slice a3);

/* Check the current row's cells and add it.  False when it has errors (then nothing was added but findings). */
bool draft_add_row(struct draft *d);
/* Put the keys in order; the same key twice on one day is a finding. */
void draft_sort_keys(struct draft *d);
/* Write the image.  False when it does not fit its buffer. */
bool draft_write(const struct draft *d, struct buf *image);

#endif
