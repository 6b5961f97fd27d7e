/* image.h - the layout of an item image.  Private to trade/.
 *
 *     header | rows | slots of GTINs, SKUs, ASINs | links of the same | text
 *
 * Everything is at places that follow from the counts in the header, in the byte order of the machine that made it.  A row fills one cache line,
 * and its columns lie one after the other in the text.  The key of a GTIN is its number, that of a SKU or ASIN a hash, so there the text
 * decides.  A key that stands in one row, as nearly all do, has that row in its slot; another has its rows in neighbouring links, by first day.
 *
 * Whoever reads an image trusts nothing but the sizes that items_open checked: every index is compared with its count when it is used. */
#ifndef TRADE_IMAGE_H
#define TRADE_IMAGE_H

#include "trade/items.h"

enum { ITEM_KEYS = ITEM_KEY_ASIN + 1, IMAGE_BYTE_ORDER = 0x01020304 };
#define IMAGE_MAGIC "XDITEMS1"          /* eight bytes; the digit is the version */

enum { ROW_ACTIVE = 1, ROW_HAS_PRICE = 2 };

struct image_row {
    int64_t price;                      /* coefficient */
    uint32_t text;                      /* where its columns start */
    uint32_t line;                      /* in items.csv */
    uint32_t case_pack;                 /* 0: unknown */
    int32_t from, to;                   /* first and last day, days since 1970 */
    uint16_t ends[ITEM_COLUMNS];        /* of each column, from `text` */
    uint8_t price_scale;
    uint8_t flags;
};

/* A row that a key leads to; the highest bit says that the key is the case's, not the each's. */
typedef uint32_t image_link;
#define LINK_CASE 0x80000000u

struct image_slot {                     /* one key; empty when count is 0 */
    uint64_t key;
    uint32_t first;                     /* count 1: the link itself; else where its links start */
    uint32_t count;
};

struct image_header {
    char magic[8];
    uint32_t byte_order;
    uint32_t rows;
    uint32_t slots[ITEM_KEYS];          /* powers of two, at least 2 */
    uint32_t links[ITEM_KEYS];
    uint64_t text_bytes;
    uint64_t image_bytes;               /* all of it */
    uint64_t spare;                     /* rows start at a multiple of their size */
};

_Static_assert(sizeof(struct image_row) == 64, "the layout is stored");
_Static_assert(sizeof(struct image_slot) == 16, "the layout is stored");
_Static_assert(sizeof(struct image_header) == 64, "the layout is stored");

/* An open image. */
struct items {
    const struct image_header *header;
    const struct image_row *rows;
    const struct image_slot *slots[ITEM_KEYS];
    const image_link *links[ITEM_KEYS];
    const char *text;
};

/* Where the parts of an image with this header lie.  True when they fit into `bytes` exactly. */
bool image_parts(const struct image_header *header, const char *base, uint64_t bytes, struct items *out);
/* A column of a row, empty when the image lies. */
slice image_column(const struct items *items, const struct image_row *row, enum item_column column);

/* First slot to look at; the next ones follow, wrapping. */
static inline uint32_t image_slot_of(uint64_t key, uint32_t slots)
{
    return (uint32_t)((key * 0x9E3779B97F4A7C15u) >> 32) & (slots - 1);
}

#endif
