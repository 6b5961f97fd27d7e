/* check_trade.c - item masters and cross-reference tables: what is refused and how it is said, and which item identifiers mean on a day. */
#include "trade/items.h"

#include "base/err.h"
#include "base/render.h"
#include "trade/csv.h"
#include "trade/outstanding.h"
#include "trade/tables.h"
#include "unit.h"

static struct arena *arena;
static struct diags diags;
static struct buf image;
static struct source source;

static void set_up(void)
{
    arena = arena_new();
    diags_init(&diags, arena, 50);
    image = BUF_INIT(1 << 26);
    source = (struct source){ .name = "items.csv", .fd = -1 };
}

static void tear_down(void)
{
    buf_free(&image);
    arena_free(arena);
}

#define HEADER "product,mtrx1,mtrx2,mtrx3,mtrx4,description,status,ean,upc,asin,vendor_sku,case_pack,case_gtin,unit_price,currency,valid_from,valid_to\n"

/* ---- csv ---- */

static const struct {
    const char *text;
    const char *rows;                   /* cells joined by |, rows by / */
    enum csv_fault fault;
} csvs[] = {
    { "a,b\nc,d\n", "a|b/c|d", CSV_FINE },
    { "a,b\r\nc,d", "a|b/c|d", CSV_FINE },
    { "a,b\rc,d\r", "a|b/c|d", CSV_FINE },
    { "\xEF\xBB\xBF" "a,b\n", "a|b", CSV_FINE },
    { "a,\n,\n", "a|/|", CSV_FINE },
    { "\n \t\n\na\n\n\n", "a", CSV_FINE },
    { "", "", CSV_FINE },
    { "\"a,b\",c\n", "a,b|c", CSV_FINE },
    { "\"a\"\"b\"\"\",\"\"\n", "a\"b\"|", CSV_FINE },
    { "\"\"\"\"\"\"", "\"\"", CSV_FINE },
    { "\"a\nb\" ,c\nd", "a\nb|c/d", CSV_FINE },
    { "a \"b\" c,d", "a \"b\" c|d", CSV_FINE },
    { "a\n\"b\nc", "a", CSV_QUOTE_NOT_CLOSED },
    { "\"a\"b,c", "", CSV_TEXT_AFTER_QUOTE },
    { "\"a\" b,c", "", CSV_TEXT_AFTER_QUOTE },
};

START_TEST(rows_are_cut_into_cells)
{
    static struct csv c;
    struct buf got = BUF_INIT(1000);
    csv_init(&c, slice_of(csvs[_i].text));
    while (csv_next(&c)) {
        if (got.len) buf_puts(&got, "/");
        for (unsigned i = 0; i < c.n; i++) {
            if (i) buf_puts(&got, "|");
            buf_add(&got, c.cells[i]);
        }
    }
    ck_slice(buf_slice(&got), csvs[_i].rows);
    ck_assert_int_eq(c.fault, csvs[_i].fault);
    buf_free(&got);
}
END_TEST

START_TEST(lines_are_counted_through_quoted_cells)
{
    static struct csv c;
    csv_init(&c, SLICE("a\n\"b\r\nc\"\r\n\r\nd\n"));
    ck_assert(csv_next(&c) && c.line == 1);
    ck_assert(csv_next(&c) && c.line == 2);
    ck_assert(csv_next(&c) && c.line == 5);
    ck_slice(c.cells[0], "d");
    ck_assert_uint_eq(c.offsets[0], 12);
}
END_TEST

START_TEST(rows_have_limits)
{
    static struct csv c;
    struct buf b = BUF_INIT(1 << 20);
    for (int i = 0; i < 70000; i++) buf_putc(&b, 'x');
    csv_init(&c, buf_slice(&b));
    ck_assert(!csv_next(&c) && c.fault == CSV_ROW_TOO_LONG);
    b.ptr[0] = '"';
    csv_init(&c, buf_slice(&b));
    ck_assert(!csv_next(&c) && c.fault == CSV_ROW_TOO_LONG);
    for (int i = 0; i < 100; i++) b.ptr[i] = ',';
    csv_init(&c, slice_sub(buf_slice(&b), 0, 100));
    ck_assert(!csv_next(&c) && c.fault == CSV_TOO_MANY_CELLS);
    csv_init(&c, SLICE("a\0b\n"));
    ck_assert(!csv_next(&c) && c.fault == CSV_ZERO_BYTE);
    buf_free(&b);
}
END_TEST

/* ---- compiling ---- */

static bool compile(slice csv)
{
    source.bytes = csv;
    return items_compile(&source, csv, &image, &diags);
}

static bool compile_rows(const char *rows)
{
    return compile(arena_printf(arena, "%s%s", HEADER, rows));
}

/* "CODE: message" of the n-th finding. */
static const char *finding(size_t n)
{
    if (n >= diags.count) return "(none)";
    struct buf text = BUF_INIT(4000);
    buf_puts(&text, diags.items[n].def->code);
    buf_puts(&text, ": ");
    diag_message(&text, &diags.items[n]);
    const char *copy = arena_cstr(arena, buf_slice(&text));
    buf_free(&text);
    return copy;
}

#define GOOD_ROW "BOOT01,BLK,42,,,\"Boot, black\",active,5012345000015,036000291452,B00ABCDEF1,PR-1,12,15012345000012,18.50,GBP,2026-01-01,2026-12-31\n"

static const struct {
    const char *rows;
    const char *finding;
} refusals[] = {
    { "", "ITEMS-EMPTY: the file has no items" },
    { ",,,,,,,,,,,,,,,,\n \n", "ITEMS-EMPTY: the file has no items" },
    { "A,,,,,,active,,,,\n", "ITEMS-CELLS: the number of cells in the row is 11, in the header 17" },
    { "A,,,,,Boot, black,active,,,,,,,,,,\n", "ITEMS-CELLS: the number of cells in the row is 18, in the header 17" },
    { "A,,,,,\"x,active,,,,,,,,,,\n", "ITEMS-CSV: the file cannot be read further: a quote that is never closed" },
    { ",,,,,x,active,,,,S,,,,,,\n", "ITEMS-PRODUCT-MISSING: the product is empty" },
    { "A,,,,,x,,,,,S,,,,,,\n", "ITEMS-STATUS: status is \"\", expected active or inactive" },
    { "A,,,,,x,live,,,,S,,,,,,\n", "ITEMS-STATUS: status is \"live\", expected active or inactive" },
    { "A,,,,,x,active,5.01235E+12,,,,,,,,,\n", "ITEMS-SPREADSHEET: ean \"5.01235E+12\" was changed by a spreadsheet (digits rounded away)" },
    { "A,,,,,x,active,5012345000015.0,,,,,,,,,\n", "ITEMS-SPREADSHEET: ean \"5012345000015.0\" was changed by a spreadsheet (\".0\" at the end)" },
    { "A,,,,,x,active,,36000291452,,,,,,,,\n", "ITEMS-SPREADSHEET: upc \"36000291452\" was changed by a spreadsheet (leading zeros lost)" },
    { "A,,,,,x,active,,,,\"1,5E+10\",,,,,,\n", "ITEMS-SPREADSHEET: vendor_sku \"1,5E+10\" was changed by a spreadsheet (digits rounded away)" },
    { "A,,,,,x,active,501234500001,,,,,,,,,\n", "ITEMS-CHECK-DIGIT: ean \"501234500001\" ends in the wrong check digit, 2 would be right" },
    { "A,,,,,x,active,5012345000016,,,,,,,,,\n", "ITEMS-CHECK-DIGIT: ean \"5012345000016\" ends in the wrong check digit, 5 would be right" },
    { "A,,,,,x,active,5012345-00001,,,,,,,,,\n", "ITEMS-BARCODE: ean \"5012345-00001\" is no bar code number of 8, 12, 13 or 14 digits" },
    { "A,,,,,x,active,0000000000000,,,,,,,,,\n", "ITEMS-BARCODE: ean \"0000000000000\" is no bar code number of 8, 12, 13 or 14 digits" },
    { "A,,,,,x,active,1234,,,,,,,,,\n", "ITEMS-BARCODE: ean \"1234\" is no bar code number of 8, 12, 13 or 14 digits" },
    { "A,,,,,x,active,0306406151,,,,,,,,,\n", "ITEMS-BARCODE: ean \"0306406151\" is no bar code number of 8, 12, 13 or 14 digits" },
    { "A,,,,,x,active,,,B00-BCDEF1,,,,,,,\n", "ITEMS-ASIN: asin \"B00-BCDEF1\" is not ten letters and digits" },
    { "A,,,,,x,active,,,,S,0,,,,,\n", "ITEMS-CASE-PACK: case_pack \"0\" is no whole number from 1 to 1000000" },
    { "A,,,,,x,active,,,,S,12.0,,,,,\n", "ITEMS-CASE-PACK: case_pack \"12.0\" is no whole number from 1 to 1000000" },
    { "A,,,,,x,active,,,,S,-6,,,,,\n", "ITEMS-CASE-PACK: case_pack \"-6\" is no whole number from 1 to 1000000" },
    { "A,,,,,x,active,,,,S,,,\"18,50\",,,\n", "ITEMS-PRICE: unit_price \"18,50\" is no amount such as 12.50" },
    { "A,,,,,x,active,,,,S,,,-1,,,\n", "ITEMS-PRICE: unit_price \"-1\" is no amount such as 12.50" },
    { "A,,,,,x,active,,,,S,,,1,gbp,,\n", "ITEMS-CURRENCY: currency \"gbp\" is not three capital letters" },
    { "A,,,,,x,active,,,,S,,,,,23/11/2026,\n", "ITEMS-DATE: valid_from \"23/11/2026\" is no date of the form YYYY-MM-DD" },
    { "A,,,,,x,active,,,,S,,,,,,2026-02-29\n", "ITEMS-DATE: valid_to \"2026-02-29\" is no date of the form YYYY-MM-DD" },
    { "A,,,,,x,active,,,,S,,,,,2026-03-01,2026-02-28\n", "ITEMS-PERIOD: valid_to 2026-02-28 is before valid_from 2026-03-01" },
    { "A,,,,,x,active,,,,S,,,,,,\nB,,,,,x,active,,,,T,,,,,,\nC,,,,,x,active,,,, S ,,,,,,\n",
      "ITEMS-DUPLICATE-KEY: vendor_sku \"S\" of line 4 stands in line 2 already, for days that overlap" },
    { "A,,,,,x,active,,,,S,,,,,,2026-06-30\nB,,,,,x,inactive,,,,S,,,,,2026-06-30,\n",
      "ITEMS-DUPLICATE-KEY: vendor_sku \"S\" of line 3 stands in line 2 already, for days that overlap" },
    { "A,,,,,x,active,0036000291452,,,,,,,,,\nB,,,,,x,active,,036000291452,,,,,,,,\n",
      "ITEMS-DUPLICATE-KEY: upc \"036000291452\" of line 3 stands in line 2 already, for days that overlap" },
    { "A,,,,,x,active,,,,,,15012345000012,,,,\nB,,,,,x,active,15012345000012,,,,,,,,,\n",
      "ITEMS-DUPLICATE-KEY: ean \"15012345000012\" of line 3 stands in line 2 already, for days that overlap" },
    { "A,,,,,x,active,,,B00ABCDEF1,,,,,,2026-01-01,\nB,,,,,x,active,,,B00ABCDEF1,,,,,,2026-03-01,2026-04-01\nC,,,,,x,active,,,B00ABCDEF1,,,,,,,2025-12-31\n",
      "ITEMS-DUPLICATE-KEY: asin \"B00ABCDEF1\" of line 3 stands in line 2 already, for days that overlap" },
};

START_TEST(a_wrong_row_refuses_the_file_with_a_finding)
{
    ck_assert(!compile_rows(refusals[_i].rows));
    ck_assert_str_eq(finding(0), refusals[_i].finding);
    ck_assert_uint_eq(diags.count, 1);
    ck_assert_uint_eq(image.len, 0);
}
END_TEST

static const struct {
    const char *text;
    const char *finding;
} wrong_files[] = {
    { "", "ITEMS-EMPTY: the file has no items" },
    { "product;mtrx1\nA;B\n", "ITEMS-HEADER: column 1 of the header is \"product;mtrx1\", expected \"product\"" },
    { "product,mtrx1,mtrx2,mtrx3,mtrx4,name\n", "ITEMS-HEADER: column 6 of the header is \"name\", expected \"description\"" },
    { "product,mtrx1\n", "ITEMS-HEADER: column 3 of the header is \"\", expected \"mtrx2\"" },
    { HEADER "A,,,,,caf\xe9,active,,,,S,,,,,,\n", "ITEMS-NOT-UTF8: the file is not valid UTF-8" },
};

START_TEST(a_wrong_file_is_refused_with_a_finding)
{
    ck_assert(!compile(slice_of(wrong_files[_i].text)));
    ck_assert_str_eq(finding(0), wrong_files[_i].finding);
    ck_assert_uint_eq(diags.count, 1);
}
END_TEST

START_TEST(findings_point_at_the_cell)
{
    unsigned line, column;
    ck_assert(!compile_rows(GOOD_ROW "A,,,,,\"a \"\"b\"\"\",live,,,,S,0,,,,,\n"));
    ck_assert_uint_eq(diags.count, 2);
    ck_assert(place_line(&diags.items[0].place, &line, &column));
    ck_assert_uint_eq(line, 3);
    ck_assert_uint_eq(column, 17);
    ck_assert(place_line(&diags.items[1].place, &line, &column));
    ck_assert_uint_eq(column, 27);
}
END_TEST

START_TEST(the_character_that_is_not_utf8_is_pointed_at)
{
    unsigned line, column;
    ck_assert(!compile(SLICE(HEADER "A,,,,,caf\xe9,active,,,,S,,,,,,\n")));
    ck_assert(place_line(&diags.items[0].place, &line, &column));
    ck_assert_uint_eq(line, 2);
    ck_assert_uint_eq(column, 10);
}
END_TEST

START_TEST(a_file_of_errors_is_read_up_to_a_limit)
{
    struct buf b = BUF_INIT(1 << 20);
    buf_puts(&b, HEADER);
    for (int i = 0; i < 3000; i++) buf_puts(&b, "A,,,,,x,live,,,,,,,,,,\n");
    diags_init(&diags, arena, 2000);
    ck_assert(!compile(buf_slice(&b)));
    ck_assert_uint_eq(diags.count, 501);
    ck_assert_str_eq(finding(500), "ITEMS-TOO-MANY: reading stopped after 500 errors");
    buf_free(&b);
}
END_TEST

START_TEST(an_image_that_does_not_fit_is_a_finding)
{
    buf_free(&image);
    image = BUF_INIT(200);
    ck_assert(!compile_rows(GOOD_ROW));
    ck_assert_str_eq(finding(0), "ITEMS-TOO-BIG: the file has more than fits into an image");
}
END_TEST

START_TEST(a_row_without_identifiers_is_noted_and_taken)
{
    ck_assert(compile_rows("A,,,,,x,active,,,,,,,,,,\n"));
    ck_assert_str_eq(finding(0), "ITEMS-NO-KEY: the row has no identifier, so no order can mention it");
    ck_assert_int_eq(diags.worst, SEV_NOTE);
}
END_TEST

static const struct { const char *line; bool is_header; } headers[] = {
    { HEADER, true },
    { "\xEF\xBB\xBF" "product,mtrx1,mtrx2,mtrx3,mtrx4,description,status,ean,upc,asin,vendor_sku,case_pack,case_gtin,unit_price,currency,valid_from,valid_to\r", true },
    { "\"Product\", mtrx1,mtrx2,mtrx3,mtrx4,description,status,ean,upc,asin,vendor_sku,case_pack,case_gtin,unit_price,currency,valid_from,valid_to", true },
    { "product,mtrx1,mtrx2,mtrx3,mtrx4,description,status,ean,upc,asin,vendor_sku,case_pack,case_gtin,unit_price,currency,valid_from", false },
    { "product,mtrx1,mtrx2,mtrx3,mtrx4,description,status,ean,upc,asin,vendor_sku,case_pack,case_gtin,unit_price,currency,valid_from,valid_to,", false },
    { "ISA*00*", false },
    { "", false },
};

START_TEST(an_item_master_is_known_by_its_header)
{
    ck_assert_int_eq(items_is_header(slice_of(headers[_i].line)), headers[_i].is_header);
}
END_TEST

/* ---- finding ---- */

static const char *const master =
    HEADER
    /* 2 */ "BOOT01,BLK,42,,,Boot,active,5012345000015,036000291452,B00ABCDEF1,PR-1,12,15012345000012,18.50,GBP,,\n"
    /* 3 */ "BOOT01,BLK,43,,,Boot,active,5012345000022,,,PR-2,,,,,2026-01-01,2026-06-30\n"
    /* 4 */ "BOOT02,,,,,Boot two,active,5012345000022,,,PR-3,6,,21,GBP,2026-07-01,\n"
    /* 5 */ "OLD01,,,,,Old,inactive,5012345000039,,,PR-4,,,,,,\n"
    /* 6 */ "BOOT01,BLK,42,,,Boot again,active,,,B00ABCDEF2,PR-1B,,,,,,\n"
    /* 7 */ "BOOK,,,,,A book,active,9780306406157,,,BK-1,,,,,,\n"
    /* 8 */ "UPC01,,,,,Zero and UPC,active,0012345678905,012345678905,,PR-9,,,,,,\n";

#define GTIN(v) { ITEM_KEY_GTIN, SLICE("EN"), SLICE(v), 0 }
#define SKU(v) { ITEM_KEY_SKU, SLICE("VN"), SLICE(v), 0 }
#define ASIN(v) { ITEM_KEY_ASIN, SLICE("BP"), SLICE(v), 0 }

static const struct {
    const char *name;
    struct item_query keys[3];
    unsigned n;
    date day;
    enum item_outcome outcome;
    uint32_t row, other_row;
    unsigned key, other_key;
} lookups[] = {
    { "an EAN", { GTIN("5012345000015") }, 1, { 2026, 11, 23 }, ITEM_FOUND, 2, 0, 0, 0 },
    { "a UPC", { GTIN("036000291452") }, 1, { 2026, 11, 23 }, ITEM_FOUND, 2, 0, 0, 0 },
    { "the UPC as EAN", { GTIN("0036000291452") }, 1, { 2026, 11, 23 }, ITEM_FOUND, 2, 0, 0, 0 },
    { "the UPC as GTIN-14", { GTIN("00036000291452") }, 1, { 2026, 11, 23 }, ITEM_FOUND, 2, 0, 0, 0 },
    { "the case's number", { GTIN("15012345000012") }, 1, { 2026, 11, 23 }, ITEM_FOUND, 2, 0, 0, 0 },
    { "blanks around", { SKU("  PR-1 ") }, 1, { 2026, 11, 23 }, ITEM_FOUND, 2, 0, 0, 0 },
    { "an ASIN", { ASIN("B00ABCDEF1") }, 1, { 2026, 11, 23 }, ITEM_FOUND, 2, 0, 0, 0 },
    { "SKUs are compared as sent", { SKU("pr-1") }, 1, { 2026, 11, 23 }, ITEM_UNKNOWN, 0, 0, 0, 0 },
    { "a SKU is no ASIN", { ASIN("PR-1") }, 1, { 2026, 11, 23 }, ITEM_UNKNOWN, 0, 0, 0, 0 },
    { "before the change of hands", { GTIN("5012345000022") }, 1, { 2026, 6, 30 }, ITEM_FOUND, 3, 0, 0, 0 },
    { "after the change of hands", { GTIN("5012345000022") }, 1, { 2026, 7, 1 }, ITEM_FOUND, 4, 0, 0, 0 },
    { "before any period", { GTIN("5012345000022") }, 1, { 2025, 12, 31 }, ITEM_INACTIVE, 3, 0, 0, 0 },
    { "after the only period", { SKU("PR-2") }, 1, { 2026, 7, 1 }, ITEM_INACTIVE, 3, 0, 0, 0 },
    { "inactive", { SKU("PR-4") }, 1, { 2026, 11, 23 }, ITEM_INACTIVE, 5, 0, 0, 0 },
    { "all agree", { GTIN("5012345000015"), SKU("PR-1"), ASIN("B00ABCDEF1") }, 3, { 2026, 11, 23 }, ITEM_FOUND, 2, 0, 0, 0 },
    { "two rows of one item", { ASIN("B00ABCDEF2"), GTIN("5012345000015") }, 2, { 2026, 11, 23 }, ITEM_FOUND, 6, 0, 0, 0 },
    { "two items", { GTIN("5012345000015"), SKU("PR-3") }, 2, { 2026, 11, 23 }, ITEM_CONFLICT, 2, 4, 0, 1 },
    { "two items, the first unknown", { SKU("?"), GTIN("5012345000015"), SKU("PR-3") }, 3, { 2026, 11, 23 }, ITEM_CONFLICT, 2, 4, 1, 2 },
    { "one size and another", { SKU("PR-1"), SKU("PR-2") }, 2, { 2026, 3, 1 }, ITEM_CONFLICT, 2, 3, 0, 1 },
    { "an active and an inactive item", { SKU("PR-4"), SKU("PR-1") }, 2, { 2026, 11, 23 }, ITEM_CONFLICT, 2, 5, 1, 0 },
    { "a key of another time does not count", { SKU("PR-2"), SKU("PR-1") }, 2, { 2026, 11, 23 }, ITEM_FOUND, 2, 0, 1, 1 },
    { "an unknown one does not matter", { GTIN("5012345678900"), SKU("PR-1") }, 2, { 2026, 11, 23 }, ITEM_FOUND, 2, 0, 1, 1 },
    { "a wrong check digit beside a known SKU", { GTIN("5012345678901"), SKU("PR-1") }, 2, { 2026, 11, 23 }, ITEM_FOUND, 2, 0, 1, 1 },
    { "a wrong check digit alone", { SKU("?"), GTIN("5012345678901") }, 2, { 2026, 11, 23 }, ITEM_BAD_CODE, 0, 0, 1, 0 },
    { "no bar code", { GTIN("12345") }, 1, { 2026, 11, 23 }, ITEM_BAD_CODE, 0, 0, 0, 0 },
    { "valid but unknown", { GTIN("5012345678900") }, 1, { 2026, 11, 23 }, ITEM_UNKNOWN, 0, 0, 0, 0 },
    { "nothing", { GTIN(""), SKU("  ") }, 2, { 2026, 11, 23 }, ITEM_NO_KEY, 0, 0, 0, 0 },
    { "no identifiers at all", { GTIN("") }, 0, { 2026, 11, 23 }, ITEM_NO_KEY, 0, 0, 0, 0 },
    { "ISBN-10", { GTIN("0306406152") }, 1, { 2026, 11, 23 }, ITEM_FOUND, 7, 0, 0, 0 },
    { "ISBN-13", { GTIN("9780306406157") }, 1, { 2026, 11, 23 }, ITEM_FOUND, 7, 0, 0, 0 },
    { "EAN equal to 0 and UPC", { GTIN("012345678905"), GTIN("0012345678905") }, 2, { 2026, 11, 23 }, ITEM_FOUND, 8, 0, 0, 0 },
};

static const struct items *open_master(const char *csv)
{
    const struct items *items;
    ck_assert_msg(compile(slice_of(csv)), "%s", finding(0));
    ck_assert_int_eq(items_open(buf_slice(&image), arena, &items), 0);
    return items;
}

START_TEST(identifiers_mean_an_item_on_a_day)
{
    const struct items *items = open_master(master);
    struct item_match m;
    const struct item_lookup lookup = items_lookup(items);
    struct item_query keys[3];
    struct item_match hinted;
    memcpy(keys, lookups[_i].keys, sizeof keys);
    lookup.ahead(lookup.context, keys, 3);
    lookup.find(lookup.context, keys, lookups[_i].n, date_days(lookups[_i].day), &hinted);
    lookup.find(lookup.context, lookups[_i].keys, lookups[_i].n, date_days(lookups[_i].day), &m);
    ck_assert_msg(hinted.outcome == m.outcome && hinted.row == m.row && hinted.key == m.key && hinted.by_case_gtin == m.by_case_gtin &&
                  hinted.other_row == m.other_row, "%s: another answer with a hint", lookups[_i].name);
    ck_assert_msg(m.outcome == lookups[_i].outcome, "%s: outcome %d", lookups[_i].name, m.outcome);
    ck_assert_msg(m.row == lookups[_i].row && m.other_row == lookups[_i].other_row, "%s: rows %u %u", lookups[_i].name, m.row, m.other_row);
    ck_assert_msg(m.key == lookups[_i].key, "%s: key %u", lookups[_i].name, m.key);
    if (m.outcome == ITEM_CONFLICT) ck_assert_msg(m.other_key == lookups[_i].other_key, "%s: other key %u", lookups[_i].name, m.other_key);
}
END_TEST

START_TEST(a_match_has_all_columns_and_exact_numbers)
{
    const struct items *items = open_master(master);
    const struct item_query each = SKU("PR-1"), case_code = GTIN("15012345000012"), plain = SKU("PR-2");
    struct item_match m;
    char text[DECIMAL_MAX_TEXT];
    items_find(items, &each, 1, (date){ 2026, 11, 23 }, &m);
    ck_slice(item_text(&m, ITEM_PRODUCT), "BOOT01");
    ck_slice(item_text(&m, ITEM_MTRX2), "42");
    ck_slice(item_text(&m, ITEM_MTRX4), "");
    ck_slice(item_text(&m, ITEM_DESCRIPTION), "Boot");
    ck_slice(item_text(&m, ITEM_CASE_GTIN), "15012345000012");
    ck_slice(item_text(&m, ITEM_VALID_TO), "");
    ck_assert(m.has_case_pack && m.has_unit_price && !m.by_case_gtin);
    ck_slice(((slice){ text, decimal_format(m.case_pack, text) }), "12");
    ck_slice(((slice){ text, decimal_format(m.unit_price, text) }), "18.5");
    items_find(items, &case_code, 1, (date){ 2026, 11, 23 }, &m);
    ck_assert(m.by_case_gtin);
    items_find(items, &plain, 1, (date){ 2026, 3, 1 }, &m);
    ck_assert(!m.has_case_pack && !m.has_unit_price);
    ck_assert_uint_eq(items_count(items), 7);
}
END_TEST

START_TEST(spreadsheet_habits_are_understood)
{
    const struct items *items = open_master("\xEF\xBB\xBF" HEADER "A,,,,,\"a \"\"b\"\", c\nd\",Active,,,,\" S-1 \",,,,,,\r\n,,,,,,,,,,,,,,,,\r\n\r\n");
    const struct item_query key = SKU("S-1");
    struct item_match m;
    items_find(items, &key, 1, (date){ 2026, 11, 23 }, &m);
    ck_assert_int_eq(m.outcome, ITEM_FOUND);
    ck_slice(item_text(&m, ITEM_DESCRIPTION), "a \"b\", c\nd");
}
END_TEST

START_TEST(every_key_of_many_is_found_and_no_other)
{
    enum { ROWS = 20000 };
    struct buf b = BUF_INIT(1 << 24);
    buf_puts(&b, HEADER);
    for (int i = 0; i < ROWS; i++) {
        const int year = 2000 + i % 10;
        /* each SKU stands in ten rows, one for each year */
        buf_printf(&b, "P%d,,,,,x,active,,,,SKU-%d,%d,,,,%d-01-01,%d-12-31\n", i, i / 10, i + 1, year, year);
    }
    ck_assert(compile(buf_slice(&b)));
    const struct items *items;
    ck_assert_int_eq(items_open(buf_slice(&image), arena, &items), 0);
    for (int i = 0; i < ROWS; i++) {
        char text[32];
        struct item_match m;
        snprintf(text, sizeof text, "SKU-%d", i / 10);
        const struct item_query key = { ITEM_KEY_SKU, SLICE("VN"), slice_of(text), 0 };
        items_find(items, &key, 1, (date){ (int16_t)(2000 + i % 10), 5, 5 }, &m);
        ck_assert(m.outcome == ITEM_FOUND && m.row == (uint32_t)i + 2);
        ck_assert_int_eq(m.case_pack.coef, i + 1);
        items_find(items, &key, 1, (date){ 2010, 1, 1 }, &m);
        ck_assert_int_eq(m.outcome, ITEM_INACTIVE);
        snprintf(text, sizeof text, "SKU-%dx", i);
        const struct item_query other = { ITEM_KEY_SKU, SLICE("VN"), slice_of(text), 0 };
        items_find(items, &other, 1, (date){ 2005, 1, 1 }, &m);
        ck_assert_int_eq(m.outcome, ITEM_UNKNOWN);
    }
    buf_free(&b);
}
END_TEST

START_TEST(a_cut_or_changed_image_is_refused_or_safe)
{
    (void)open_master(master);
    const size_t whole = image.len;
    const struct items *items;
    struct item_match m;
    for (size_t len = 0; len < whole; len++) {
        char *cut = malloc(len + 1);                            /* of just this size, so that the sanitizer sees a step outside */
        memcpy(cut, image.ptr, len);
        ck_assert_int_eq(items_open((slice){ cut, len }, arena, &items), E_CORRUPT);
        free(cut);
    }
    uint64_t state = 42;
    for (int round = 0; round < 3000; round++) {
        char *changed = malloc(whole);
        memcpy(changed, image.ptr, whole);
        for (int i = 0; i < 4; i++) changed[unit_random(&state) % whole] = (char)unit_random(&state);
        if (items_open((slice){ changed, whole }, arena, &items) == 0) {
            for (size_t i = 0; i < sizeof lookups / sizeof lookups[0]; i++) items_find(items, lookups[i].keys, lookups[i].n, lookups[i].day, &m);
        }
        free(changed);
    }
}
END_TEST

START_TEST(an_image_may_lie_anywhere)
{
    (void)open_master(master);
    const struct items *items;
    struct item_match m;
    char *moved = malloc(image.len + 1);
    memcpy(moved + 1, image.ptr, image.len);
    ck_assert_int_eq(items_open((slice){ moved + 1, image.len }, arena, &items), 0);
    items_find(items, lookups[0].keys, 1, lookups[0].day, &m);
    ck_assert_int_eq(m.outcome, ITEM_FOUND);
    free(moved);
}
END_TEST

/* ---- tables ---- */

static bool load(const char *csv, struct table **t)
{
    source.name = "fc-address.csv";
    source.bytes = slice_of(csv);
    return table_load(arena, &source, SLICE("fc-address"), source.bytes, t, &diags);
}

START_TEST(a_table_answers_for_its_key_columns)
{
    struct table *t;
    const slice *cells;
    uint32_t row;
    ck_assert(load("\xEF\xBB\xBF" "fc,addr_no,name\r\nLTN4,101,\"Dunstable, \"\"Bedfordshire\"\"\"\r\n BHX4 ,102,x\r\n", &t));
    const struct table_lookup lookup = table_lookup(t);
    ck_slice(lookup.name, "fc-address");
    ck_assert_uint_eq(lookup.n_columns, 3);
    ck_slice(lookup.columns[1], "addr_no");
    ck_assert(!lookup.find(lookup.context, 0, SLICE("LTN4"), &cells, &row));
    ck_assert(table_index(t, 0, &diags) && table_index(t, 0, &diags) && table_index(t, 1, &diags));
    ck_assert(lookup.find(lookup.context, 0, SLICE("LTN4"), &cells, &row));
    ck_assert_uint_eq(row, 2);
    ck_slice(cells[2], "Dunstable, \"Bedfordshire\"");
    ck_assert(lookup.find(lookup.context, 0, SLICE("BHX4"), &cells, &row) && row == 3);
    ck_assert(lookup.find(lookup.context, 1, SLICE("101"), &cells, &row) && row == 2);
    ck_assert(!lookup.find(lookup.context, 0, SLICE("MAN1"), &cells, &row));
    ck_assert(!lookup.find(lookup.context, 2, SLICE("x"), &cells, &row));
    ck_assert(!lookup.find(lookup.context, 9, SLICE("x"), &cells, &row));
    ck_assert(!table_index(t, 9, &diags));
}
END_TEST

static const struct {
    const char *text;
    const char *finding;
} wrong_tables[] = {
    { "", "TABLE-EMPTY: table fc-address has no header row" },
    { "fc,\"a\nx,1\n", "TABLE-CSV: table fc-address cannot be read further: a quote that is never closed" },
    { "fc,a\nx,\"1\n", "TABLE-CSV: table fc-address cannot be read further: a quote that is never closed" },
    { "fc,caf\xe9\n", "TABLE-NOT-UTF8: table fc-address is not valid UTF-8" },
    { "fc,addr_no,fc\n", "TABLE-COLUMN-DUPLICATE: column \"fc\" stands twice in the header of table fc-address" },
    { "fc,,x\n", "TABLE-COLUMN-EMPTY: column 2 of table fc-address has no name" },
    { "fc,addr_no\nLTN4\n", "TABLE-CELLS: the number of cells in the row is 1, in the header 2" },
    { "fc,addr_no\nLTN4,1\nLTN4,2\n", "TABLE-KEY-DUPLICATE: fc \"LTN4\" stands in line 2 already" },
    { "fc,addr_no\n ,1\n", "TABLE-KEY-EMPTY: fc is empty, and it is the key" },
};

START_TEST(a_wrong_table_is_refused_with_a_finding)
{
    struct table *t;
    ck_assert(!load(wrong_tables[_i].text, &t) || !table_index(t, 0, &diags));
    ck_assert_str_eq(finding(0), wrong_tables[_i].finding);
    ck_assert_uint_eq(diags.count, 1);
}
END_TEST

START_TEST(digits_rounded_away_in_a_table_are_warned_of)
{
    struct table *t;
    ck_assert(load("fc,gln\nLTN4,5.01235E+12\n", &t));
    ck_assert_str_eq(finding(0), "TABLE-SPREADSHEET: gln \"5.01235E+12\" looks changed by a spreadsheet (a number in scientific notation)");
}
END_TEST

START_TEST(a_table_has_a_largest_size)
{
    struct table *t;
    struct buf b = BUF_INIT(1 << 24);
    buf_puts(&b, "k\n");
    for (int i = 0; i <= 1000000; i++) buf_puts(&b, "1\n");
    source.bytes = buf_slice(&b);
    ck_assert(!table_load(arena, &source, SLICE("t"), source.bytes, &t, &diags));
    ck_assert_str_eq(finding(0), "TABLE-TOO-BIG: table t has more than 1000000 rows");
    buf_free(&b);
}
END_TEST

/* ---- what is answered ---- */

static const struct {
    const char *states;                 /* of the three sets sent: w(aiting), a(ccepted), e(rrors), r(ejected) */
    char verdict;
    const char *answers;                /* control and verdict of each set named, e.g. "1A 0002R" */
    enum answer_outcome outcome;
    const char *then;                   /* states afterwards */
    unsigned unknown;
} answers[] = {
    { "www", 'A', "", ANSWER_ACCEPTED, "aaa", 0 },
    { "www", 'A', "0001A 0002A 0003A", ANSWER_ACCEPTED, "aaa", 0 },
    { "www", 'E', "0002E", ANSWER_WITH_ERRORS, "eee", 0 },
    { "www", 'E', "0001A 0002A 0003A", ANSWER_WITH_ERRORS, "aaa", 0 },             /* the group itself had errors */
    { "www", 'P', "0002R", ANSWER_PARTLY, "ara", 0 },
    { "www", 'P', "1A 2R 3E", ANSWER_PARTLY, "are", 0 },                           /* without their zeros */
    { "www", 'R', "0001A 0002A 0003A", ANSWER_REJECTED, "rrr", 0 },
    { "www", 'X', "", ANSWER_REJECTED, "rrr", 0 },
    { "www", 'A', "0001R 0002R 0003R", ANSWER_REJECTED, "rrr", 0 },                /* contradicts itself: the sets are believed */
    { "www", 'A', "0009A", ANSWER_ACCEPTED, "aaa", 1 },
    { "www", '?', "", ANSWER_ACCEPTED, "www", 0 },                                 /* no verdict: nothing is learnt */
    { "aaa", 'A', "", ANSWER_DUPLICATE, "aaa", 0 },
    { "ara", 'P', "0002R", ANSWER_DUPLICATE, "ara", 0 },
    { "aaa", 'R', "", ANSWER_REJECTED, "rrr", 0 },                                 /* another answer is news */
    { "", 'A', "0001A", ANSWER_TO_NOTHING, "", 1 }
};

static enum sent_state state_named(char c)
{
    return c == 'a' ? SENT_ACCEPTED : c == 'e' ? SENT_ACCEPTED_WITH_ERRORS : c == 'r' ? SENT_REJECTED : SENT_WAITING;
}

START_TEST(an_answer_is_one_of_six_and_says_what_is_known_of_each_set)
{
    static const char *const controls[] = { "0001", "0002", "0003" };
    struct sent sent[3] = { 0 };
    struct answer_set sets[3];
    struct answer_judgement j;
    size_t n = strlen(answers[_i].states), n_sets = 0;
    for (size_t i = 0; i < n; i++) sent[i] = (struct sent){ .set_control = slice_of(controls[i]), .state = state_named(answers[_i].states[i]) };
    slice rest = slice_of(answers[_i].answers), word;
    while (rest.len > 0 && slice_next(&rest, ' ', &word))
        sets[n_sets++] = (struct answer_set){ slice_sub(word, 0, word.len - 1), word.ptr[word.len - 1] };
    outstanding_judge(arena, sent, n, answers[_i].verdict, sets, n_sets, &j);
    ck_assert_int_eq(j.outcome, answers[_i].outcome);
    ck_assert_uint_eq(j.n_rows, n);
    ck_assert_uint_eq(j.unknown_sets, answers[_i].unknown);
    for (size_t i = 0; i < n; i++) ck_assert_int_eq(j.rows[i].state, state_named(answers[_i].then[i]));
}
END_TEST

START_TEST(an_answer_is_late_and_then_missing)
{
    struct sent s = { .state = SENT_WAITING, .at = 100, .late = 200, .missing = 300 };
    ck_assert_int_eq(outstanding_delay(&s, 199), ANSWER_IN_TIME);
    ck_assert_int_eq(outstanding_delay(&s, 200), ANSWER_LATE);
    ck_assert_int_eq(outstanding_delay(&s, 300), ANSWER_MISSING);
    s.state = SENT_REJECTED;
    ck_assert_int_eq(outstanding_delay(&s, 300), ANSWER_IN_TIME);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("trade");
    TCase *c = tcase_create("trade");
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_set_timeout(c, 60);
    tcase_add_loop_test(c, rows_are_cut_into_cells, 0, sizeof csvs / sizeof csvs[0]);
    tcase_add_test(c, lines_are_counted_through_quoted_cells);
    tcase_add_test(c, rows_have_limits);
    tcase_add_loop_test(c, a_wrong_row_refuses_the_file_with_a_finding, 0, sizeof refusals / sizeof refusals[0]);
    tcase_add_loop_test(c, a_wrong_file_is_refused_with_a_finding, 0, sizeof wrong_files / sizeof wrong_files[0]);
    tcase_add_test(c, findings_point_at_the_cell);
    tcase_add_test(c, the_character_that_is_not_utf8_is_pointed_at);
    tcase_add_test(c, a_file_of_errors_is_read_up_to_a_limit);
    tcase_add_test(c, an_image_that_does_not_fit_is_a_finding);
    tcase_add_test(c, a_row_without_identifiers_is_noted_and_taken);
    tcase_add_loop_test(c, an_item_master_is_known_by_its_header, 0, sizeof headers / sizeof headers[0]);
    tcase_add_loop_test(c, identifiers_mean_an_item_on_a_day, 0, sizeof lookups / sizeof lookups[0]);
    tcase_add_test(c, a_match_has_all_columns_and_exact_numbers);
    tcase_add_test(c, spreadsheet_habits_are_understood);
    tcase_add_test(c, every_key_of_many_is_found_and_no_other);
    tcase_add_test(c, a_cut_or_changed_image_is_refused_or_safe);
    tcase_add_test(c, an_image_may_lie_anywhere);
    tcase_add_test(c, a_table_answers_for_its_key_columns);
    tcase_add_loop_test(c, a_wrong_table_is_refused_with_a_finding, 0, sizeof wrong_tables / sizeof wrong_tables[0]);
    tcase_add_test(c, digits_rounded_away_in_a_table_are_warned_of);
    tcase_add_test(c, a_table_has_a_largest_size);
    tcase_add_loop_test(c, an_answer_is_one_of_six_and_says_what_is_known_of_each_set, 0, sizeof answers / sizeof answers[0]);
    tcase_add_test(c, an_answer_is_late_and_then_missing);
    suite_add_tcase(suite, c);
    return unit_run(suite);
}
