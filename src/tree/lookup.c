/* lookup.c - the header of items.csv, which is also how maps name an item's columns.
 *
 * The order is that of enum item_column; a file whose first line is this list is an item master, whatever it is called. */
#include "tree/lookup.h"

const char *const item_column_names[ITEM_COLUMNS] = {
    [ITEM_PRODUCT] = "product",
    [ITEM_MTRX1] = "mtrx1",
    [ITEM_MTRX2] = "mtrx2",
    [ITEM_MTRX3] = "mtrx3",
    [ITEM_MTRX4] = "mtrx4",
    [ITEM_DESCRIPTION] = "description",
    [ITEM_STATUS] = "status",
    [ITEM_EAN] = "ean",
    [ITEM_UPC] = "upc",
    [ITEM_ASIN] = "asin",
    [ITEM_VENDOR_SKU] = "vendor_sku",
    [ITEM_CASE_PACK] = "case_pack",
    [ITEM_CASE_GTIN] = "case_gtin",
    [ITEM_UNIT_PRICE] = "unit_price",
    [ITEM_CURRENCY] = "currency",
    [ITEM_VALID_FROM] = "valid_from",
    [ITEM_VALID_TO] = "valid_to",
};
