/* items.h - the item master: which Prima item an identifier means on a given day.
 *
 * items.csv is compiled once into an image: rows, text and hash tables in one block of bytes that can be stored, mapped into memory and
 * used as it is, so that a million items cost no start-up time and a look-up stays under a microsecond.  The image is immutable; a new
 * file makes a new image, and a file with errors makes none. */
#ifndef TRADE_ITEMS_H
#define TRADE_ITEMS_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "tree/lookup.h"

struct items;

/* Is this the header of an item master?  (UTF-8 BOM and CRLF tolerated.) */
bool items_is_header(slice first_line);
/* Does it begin like one?  Such a file is meant as an item master, and is told what is wrong with its header. */
bool items_is_like_header(slice first_line);
/* Compile; false with findings when anything is wrong: the old master stays. */
bool items_compile(const struct source *source, slice csv, struct buf *image, struct diags *diags);
/* Use an image; it is borrowed and must outlive `out`.  E_CORRUPT when it is not one (sizes and offsets are checked). */
int items_open(slice image, struct arena *arena, const struct items **out);
size_t items_count(const struct items *items);
/* All identifiers of a line at once; an impossible date is 1970-01-01.  Every identifier that is known must mean the same item. */
void items_find(const struct items *items, const struct item_query *keys, unsigned n, date as_of, struct item_match *out);
struct item_lookup items_lookup(const struct items *items);

#endif
