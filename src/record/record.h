/* record.h - trees of a record layout (schemas/prima/NAME.xml) written as files, and checked before they leave.
 *
 * The layout itself is a struct schema (schema/schema.h): nodes are elements of the record, their fields attributes in writing order.  A
 * writer prepares the constant text between the fields once; writing is then copying.  Nothing here knows what a field means. */
#ifndef RECORD_RECORD_H
#define RECORD_RECORD_H

#include "base/buf.h"
#include "schema/schema.h"
#include "tree/tree.h"

struct record_writer;

struct record_writer *record_writer_new(struct arena *arena, const struct schema *layout);

/* Where a field of the tree came from, for findings; `of` may be null. */
struct record_places {
    struct place (*of)(void *context, uint32_t group, unsigned field);
    void *context;
};
/* Append the record to `out` in the layout's character set.  Field text in the tree is UTF-8.  False when a character does not exist there
   (finding RECORD-CHARSET, hold-document, with the character and the field) or `out` ran over its cap (RECORD-TOO-BIG). */
bool record_write(const struct record_writer *w, const struct tree *tree, struct buf *out, const struct record_places *places, struct diags *diags);

/* Written bytes against the layout's XSD; false with findings (RECORD-XSD, a bug of map or layout) when they do not conform. */
struct record_checker;
struct record_checker *record_checker_new(const struct schema *layout, struct diags *diags);    /* null with findings */
void record_checker_free(struct record_checker *c);
bool record_check(struct record_checker *c, slice name, slice bytes, struct diags *diags);

#endif
