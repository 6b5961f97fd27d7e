/* lookup.h - what maps may ask the outside: the item master and cross-reference tables.
 *
 * The question and its answer are plain values, so that trade/ can answer and map/ can ask without knowing each other; engine/ ties them
 * together.  All slices in answers are borrowed from the master or table and live as long as it does. */
#ifndef TREE_LOOKUP_H
#define TREE_LOOKUP_H

#include "base/date.h"
#include "base/decimal.h"
#include "base/slice.h"

enum item_outcome {
    ITEM_FOUND,
    ITEM_UNKNOWN,               /* no identifier of the line is in the master on that day */
    ITEM_INACTIVE,              /* found, but status is inactive or the day is outside its validity */
    ITEM_CONFLICT,              /* two identifiers of the line mean different items */
    ITEM_AMBIGUOUS,             /* one identifier means several items on that day */
    ITEM_NO_KEY,                /* the line has no identifier of a kind we know */
    ITEM_BAD_CODE               /* a bar code with a wrong check digit, and it is not in the master */
};
enum item_key { ITEM_KEY_GTIN, ITEM_KEY_SKU, ITEM_KEY_ASIN };
enum item_column {              /* the columns of items.csv, in the header's order */
    ITEM_PRODUCT, ITEM_MTRX1, ITEM_MTRX2, ITEM_MTRX3, ITEM_MTRX4, ITEM_DESCRIPTION, ITEM_STATUS, ITEM_EAN, ITEM_UPC, ITEM_ASIN,
    ITEM_VENDOR_SKU, ITEM_CASE_PACK, ITEM_CASE_GTIN, ITEM_UNIT_PRICE, ITEM_CURRENCY, ITEM_VALID_FROM, ITEM_VALID_TO, ITEM_COLUMNS
};
extern const char *const item_column_names[ITEM_COLUMNS];

struct item_query {             /* one identifier of a line */
    enum item_key kind;
    slice qualifier, value;     /* "EN", "5012345000015" as sent */
    uint32_t hint;              /* what ahead() found out about it, 0: nothing; only for the master that said so */
};
struct item_match {
    enum item_outcome outcome;
    uint32_t row;               /* line of items.csv, header = 1 */
    const char *text;           /* its columns, one after the other; read them with item_text() */
    const uint16_t *ends;       /* where each ends; null when there is no row */
    uint32_t text_len;          /* none may reach past this */
    decimal case_pack, unit_price;
    bool has_case_pack, has_unit_price;
    bool by_case_gtin;          /* the identifier was the case's bar code */
    uint32_t other_row;         /* conflict, ambiguous: another row */
    unsigned key, other_key;    /* indexes into the query: what matched, what disagreed */
};
/* Columns are cut when they are asked for: a line needs five of seventeen. */
static inline slice item_text(const struct item_match *m, enum item_column column)
{
    if (!m->ends) return (slice){ 0 };
    uint32_t start = column ? m->ends[column - 1] : 0, end = m->ends[column];
    return end < start || end > m->text_len ? (slice){ 0 } : (slice){ m->text + start, end - start };
}

struct item_lookup {            /* all identifiers of a line at once, as of a day (date_days) */
    void (*find)(const void *context, const struct item_query *keys, unsigned n, int32_t day, struct item_match *out);
    /* These will be asked for soon, each by itself: look them up together, so that memory is waited for once.  Sets the hints, which make find()
       quicker and change nothing else.  May be null. */
    void (*ahead)(const void *context, struct item_query *keys, unsigned n);
    const void *context;
};

struct table_lookup {           /* one cross-reference table */
    slice name;
    const slice *columns;
    unsigned n_columns;
    /* The row whose `key` column has that value; false when there is none. */
    bool (*find)(const void *context, unsigned key_column, slice key, const slice **cells, uint32_t *row);
    size_t n_rows;
    uint32_t (*line)(const void *context, size_t index);        /* of its file, of the row with that index */
    const void *context;
};

#endif
