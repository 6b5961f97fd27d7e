/* items_row.c - one row of items.csv: what each cell must look like, and what of it is kept.
 *
 * All cells of a row are checked, so that one look at the findings is enough to correct it.  A row with errors is not added; the file is refused
 * as a whole anyway. */
#include "trade/compile.h"

#include "base/gtin.h"
#include "trade/barcode.h"
#include "trade/findings.h"

struct row_draft {
    struct image_row row;
    struct found_key keys[5];
    enum item_key kinds[5];
    unsigned n_keys;
};

static void add_key(struct row_draft *r, enum item_key kind, enum item_column column, uint64_t key)
{
    r->kinds[r->n_keys] = kind;
    r->keys[r->n_keys++] = (struct found_key){ .key = key, .column = column };
}

static void check_product(struct draft *d, struct row_draft *r, enum item_column column, slice value)
{
    (void)r;                            /* kept as text only */
    if (value.len == 0) draft_error(d, column, ITEMS_PRODUCT_MISSING, NO_ARG, NO_ARG, NO_ARG);
}

static void check_status(struct draft *d, struct row_draft *r, enum item_column column, slice value)
{
    if (slice_eq_nocase(value, SLICE("active"))) r->row.flags |= ROW_ACTIVE;
    else if (!slice_eq_nocase(value, SLICE("inactive"))) draft_error(d, column, ITEMS_STATUS, value, NO_ARG, NO_ARG);
}

static void check_barcode(struct draft *d, struct row_draft *r, enum item_column column, slice value)
{
    if (value.len == 0) return;
    const slice name = slice_of(item_column_names[column]);
    const char *damage = barcode_damage(value);
    uint64_t key;
    const enum barcode_state state = barcode_key(value, &key);
    if (state == BARCODE_FINE) {
        add_key(r, ITEM_KEY_GTIN, column, key);
    } else if (damage) {
        draft_error(d, column, ITEMS_SPREADSHEET, name, value, slice_of(damage));
    } else if (state == BARCODE_NONE || value.len == 10) {
        draft_error(d, column, ITEMS_BARCODE, name, value, NO_ARG);
    } else {
        const char right = gs1_check_digit(slice_sub(value, 0, value.len - 1));
        draft_error(d, column, ITEMS_CHECK_DIGIT, name, value, (slice){ &right, 1 });
    }
}

static bool is_ascii_alnum(slice s)
{
    for (size_t i = 0; i < s.len; i++) {
        const char c = s.ptr[i];
        if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'))) return false;
    }
    return true;
}

static void check_asin(struct draft *d, struct row_draft *r, enum item_column column, slice value)
{
    if (value.len == 0) return;
    const char *damage = spreadsheet_damage(value);
    if (damage) draft_error(d, column, ITEMS_SPREADSHEET, slice_of(item_column_names[column]), value, slice_of(damage));
    else if (value.len != 10 || !is_ascii_alnum(value)) draft_error(d, column, ITEMS_ASIN, value, NO_ARG, NO_ARG);
    else add_key(r, ITEM_KEY_ASIN, column, slice_hash(value));
}

static void check_sku(struct draft *d, struct row_draft *r, enum item_column column, slice value)
{
    if (value.len == 0) return;
    const char *damage = spreadsheet_damage(value);
    if (damage) draft_error(d, column, ITEMS_SPREADSHEET, slice_of(item_column_names[column]), value, slice_of(damage));
    else add_key(r, ITEM_KEY_SKU, column, slice_hash(value));
}

static void check_case_pack(struct draft *d, struct row_draft *r, enum item_column column, slice value)
{
    enum { CASE_PACK_MAX = 1000000 };
    uint64_t pack;
    if (value.len == 0) return;
    if (!slice_to_u64(value, CASE_PACK_MAX, &pack) || pack == 0) draft_error(d, column, ITEMS_CASE_PACK, value, NO_ARG, NO_ARG);
    else r->row.case_pack = (uint32_t)pack;
}

static void check_price(struct draft *d, struct row_draft *r, enum item_column column, slice value)
{
    decimal price;
    if (value.len == 0) return;
    if (!decimal_parse(value, &price) || price.coef < 0) {
        draft_error(d, column, ITEMS_PRICE, value, NO_ARG, NO_ARG);
        return;
    }
    r->row.price = price.coef;
    r->row.price_scale = price.scale;
    r->row.flags |= ROW_HAS_PRICE;
}

static void check_currency(struct draft *d, struct row_draft *r, enum item_column column, slice value)
{
    (void)r;                            /* kept as text only */
    bool fine = value.len == 3 || value.len == 0;
    for (size_t i = 0; i < value.len; i++) fine = fine && value.ptr[i] >= 'A' && value.ptr[i] <= 'Z';
    if (!fine) draft_error(d, column, ITEMS_CURRENCY, value, NO_ARG, NO_ARG);
}

static void check_date(struct draft *d, struct row_draft *r, enum item_column column, slice value)
{
    date day;
    if (value.len == 0) return;
    if (!date_parse_iso(value, &day)) draft_error(d, column, ITEMS_DATE, slice_of(item_column_names[column]), value, NO_ARG);
    else if (column == ITEM_VALID_FROM) r->row.from = date_days(day);
    else r->row.to = date_days(day);
}

static const struct {
    enum item_column column;
    void (*check)(struct draft *d, struct row_draft *r, enum item_column column, slice value);
} checks[] = {
    { ITEM_PRODUCT, check_product },
    { ITEM_STATUS, check_status },
    { ITEM_EAN, check_barcode },
    { ITEM_UPC, check_barcode },
    { ITEM_ASIN, check_asin },
    { ITEM_VENDOR_SKU, check_sku },
    { ITEM_CASE_PACK, check_case_pack },
    { ITEM_CASE_GTIN, check_barcode },
    { ITEM_UNIT_PRICE, check_price },
    { ITEM_CURRENCY, check_currency },
    { ITEM_VALID_FROM, check_date },
    { ITEM_VALID_TO, check_date },
};

static void keep_text(struct draft *d, struct image_row *row)
{
    row->text = (uint32_t)d->text.len;
    for (unsigned c = 0; c < ITEM_COLUMNS; c++) {
        buf_add(&d->text, d->cells[c]);
        row->ends[c] = (uint16_t)(d->text.len - row->text);     /* a row has at most CSV_MAX_ROW bytes */
    }
}

static void keep(struct draft *d, struct row_draft *r)
{
    const uint32_t row = (uint32_t)draft_rows(d), offset = (uint32_t)d->csv->start;
    r->row.line = d->csv->line;
    keep_text(d, &r->row);
    buf_add(&d->rows, (slice){ (const char *)&r->row, sizeof r->row });
    buf_add(&d->offsets, (slice){ (const char *)&offset, sizeof offset });
    for (unsigned i = 0; i < r->n_keys; i++) {
        struct found_key *k = &r->keys[i];
        k->row = row;
        k->from = r->row.from;
        k->to = r->row.to;
        buf_add(&d->keys[r->kinds[i]], (slice){ (const char *)k, sizeof *k });
    }
}

bool draft_add_row(struct draft *d)
{
    const size_t before = d->errors;
    struct row_draft r = { .row = { .from = INT32_MIN, .to = INT32_MAX } };
    for (size_t i = 0; i < sizeof checks / sizeof checks[0]; i++) checks[i].check(d, &r, checks[i].column, d->cells[checks[i].column]);
    if (r.row.to < r.row.from) draft_error(d, ITEM_VALID_TO, ITEMS_PERIOD, d->cells[ITEM_VALID_FROM], d->cells[ITEM_VALID_TO], NO_ARG);
    if (d->errors > before) return false;
    if (r.n_keys == 0) draft_row_error(d, d->csv->start, ITEMS_NO_KEY, NO_ARG, NO_ARG, NO_ARG, NO_ARG);
    keep(d, &r);
    return true;
}
