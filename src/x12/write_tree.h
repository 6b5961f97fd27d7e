/* write_tree.h - a set's segments from a tree of values, as maps make it.
 *
 * What the nodes of the tree mean - which segment, which elements - comes with the shape, since x12/ knows no grammar.  ST and SE are the caller's,
 * as he has the control number.  X12 has no escape: a value that holds a delimiter cannot be written, nor one with a character that was not agreed;
 * then there is a finding for each, at the place the value came from, and nothing is written. */
#ifndef X12_WRITE_TREE_H
#define X12_WRITE_TREE_H

#include "tree/tree.h"
#include "x12/write.h"

struct x12_field { uint8_t element, component; };       /* from 1; component 0: the element itself */
struct x12_node {
    slice id;                           /* of the segment; empty: a loop, or the set */
    const struct x12_field *fields;     /* by field of the tree's values, ascending */
    unsigned n_fields;
};
struct x12_shape { const struct x12_node *nodes; unsigned n; };

/* What may stand in values (the delimiters never): the standard's basic or extended set, or whole character sets.  Texts are UTF-8 in the tree. */
enum x12_characters { X12_BASIC, X12_EXTENDED, X12_LATIN1, X12_UTF8 };
/* "basic", "extended", "ISO-8859-1", "UTF-8" */
bool x12_characters_parse(slice word, enum x12_characters *out);
const char *x12_characters_name(enum x12_characters set);

/* Where the value of a field came from; null: unknown. */
struct x12_places { struct place (*of)(void *context, uint32_t group, unsigned field); void *context; };

bool x12_write_tree(struct x12_writer *w, const struct x12_shape *shape, enum x12_characters characters, const struct tree *tree,
                    const struct x12_places *places, struct diags *diags);

#endif
