/* record.h - trees of a record layout (schemas/prima/NAME.xml) written as files and checked before they leave, and files read as trees.
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

/* ---- reading ---- */

/* One record after the other, each as a tree of its own: group 0 is the root element (the same for all of them), group 1 the record.  The tree
   has the form of X12 trees (tree.h): field 0 of a group is its name, field k is elems[k - 1]; group numbers count from 0.  Values are UTF-8
   and have one form whatever the format: days CCYYMMDD, times HHMM or HHMMSS, numbers with a point.  What is empty is absent; constants
   are there always.  tree_offset leads to the place in the file. */
struct record_reader;
enum record_step {
    RECORD_STEP_RECORD,                 /* the tree has it, sound or not: `diags` tells */
    RECORD_STEP_END,
    RECORD_STEP_BROKEN                  /* with a finding: nothing more can be read */
};
/* The source must outlive the reader, and its bytes be in memory (XML: or its descriptor).  Null with findings. */
struct record_reader *record_reader_new(const struct schema *layout, const struct source *source, struct diags *diags);
/* The tree is reset first; it is good until the next call. */
enum record_step record_reader_next(struct record_reader *r, struct tree *tree);
void record_reader_free(struct record_reader *r);

/* Could the bytes be a file of the layout: do they begin with its root element and constants, its header row, the tag of a record? */
bool record_matches(const struct schema *layout, const struct source *source);

/* Add a record that was read to a tree that can be written, by the same layout or another variant of it: days and times get that layout's
   form, all text is copied.  The first gives the root too.  False (and nothing is added) when a day or time cannot be told in it. */
bool record_convert(const struct tree *read, const struct schema *layout, struct tree *out);

/* Written bytes against the layout's XSD; false with findings (RECORD-XSD, a bug of map or layout) when they do not conform. */
struct record_checker;
struct record_checker *record_checker_new(const struct schema *layout, struct diags *diags);    /* null with findings */
void record_checker_free(struct record_checker *c);
bool record_check(struct record_checker *c, slice name, slice bytes, struct diags *diags);

#endif
