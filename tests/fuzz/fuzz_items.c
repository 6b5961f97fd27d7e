/* fuzz_items.c - any bytes as an item master and as its image.  Byte 0 chooses: even, the rest is csv; odd, the rest is an image.
 *
 * A csv that is refused has a finding, and of one that is taken every identifier is known afterwards.  Bytes taken for an image are refused, or
 * answer without reaching outside (the sanitizer watches) and without running for ever. */
#include <stdlib.h>

#include "base/err.h"
#include "base/must.h"
#include "trade/csv.h"
#include "trade/items.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct { enum item_column column; enum item_key kind; } keys[] = {
    { ITEM_EAN, ITEM_KEY_GTIN }, { ITEM_UPC, ITEM_KEY_GTIN }, { ITEM_CASE_GTIN, ITEM_KEY_GTIN }, { ITEM_ASIN, ITEM_KEY_ASIN },
    { ITEM_VENDOR_SKU, ITEM_KEY_SKU },
};

static void check_match(const struct item_match *m)
{
    volatile char last;
    for (unsigned c = 0; c < ITEM_COLUMNS; c++) {
        const slice column = item_text(m, c);
        if (column.len > 0) last = column.ptr[column.len - 1];
    }
    (void)last;
}

/* Every cell of the csv that is a key is known in the image. */
static void check_known(const struct items *items, slice text)
{
    struct csv *csv = malloc(sizeof *csv);
    struct item_match m;
    csv_init(csv, text);
    must(csv_next(csv));
    while (csv_next(csv)) {
        for (size_t i = 0; i < sizeof keys / sizeof keys[0] && csv->n == ITEM_COLUMNS; i++) {
            const struct item_query q = { keys[i].kind, SLICE(""), csv->cells[keys[i].column], 0 };
            items_find(items, &q, 1, (date){ 2026, 11, 23 }, &m);
            must(slice_trim(q.value).len == 0 || m.outcome == ITEM_FOUND || m.outcome == ITEM_INACTIVE);
            check_match(&m);
        }
    }
    free(csv);
}

static void as_csv(struct arena *arena, slice text)
{
    const struct source source = { .name = "items.csv", .bytes = text, .fd = -1 };
    struct buf image = BUF_INIT(1 << 24);
    struct diags diags;
    const struct items *items;
    diags_init(&diags, arena, 20);
    (void)items_is_header(text);
    if (items_compile(&source, text, &image, &diags)) {
        must(!diags_has(&diags, SEV_ERROR));
        must(items_open(buf_slice(&image), arena, &items) == 0);
        check_known(items, text);
    } else {
        must(diags_has(&diags, SEV_ERROR));
    }
    buf_free(&image);
}

static void as_image(struct arena *arena, slice bytes)
{
    static const struct item_query q[] = {
        { ITEM_KEY_GTIN, SLICE("EN"), SLICE("5012345000015"), 0 }, { ITEM_KEY_SKU, SLICE("VN"), SLICE("PR-1"), 0 }, { ITEM_KEY_ASIN, SLICE("BP"), SLICE("B00ABCDEF1"), 0 },
    };
    const struct items *items;
    struct item_match m;
    const int err = items_open(bytes, arena, &items);
    must(err == 0 || err == E_CORRUPT);
    const struct item_lookup lookup = err ? (struct item_lookup){ 0 } : items_lookup(items);
    for (unsigned i = 0; !err && i < 3; i++) {
        struct item_query asked[3];
        memcpy(asked, q + i, (3 - i) * sizeof *asked);
        if (bytes.len % 2) lookup.ahead(lookup.context, asked, 3 - i);
        items_find(items, asked, 3 - i, (date){ 2026, 11, 23 }, &m);
        check_match(&m);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) return 0;
    /* Of just this size, so that the sanitizer sees a step outside. */
    char *copy = malloc(size);
    memcpy(copy, data + 1, size - 1);
    struct arena *arena = arena_new();
    if (data[0] % 2 == 0) as_csv(arena, (slice){ copy, size - 1 });
    else as_image(arena, (slice){ copy, size - 1 });
    arena_free(arena);
    free(copy);
    return 0;
}
