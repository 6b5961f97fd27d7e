/* flat.h - a set as maps write it: every segment a row of fields, elements and components alike, each with a name to write it by.
 *
 * A map fills fields of groups, whether the target is a record or a set.  Here a set's segments get such fields: element 04 of BIG is the field
 * "BIG04", the second component of SLN05 is "SLN05-2".  Nodes and their numbers are the set's own.  What the guide narrowed counts as the
 * element's own: its codes, its usage.  Control numbers, counts and sums are not among what a map says; who writes fills them. */
#ifndef SCHEMA_FLAT_H
#define SCHEMA_FLAT_H

#include "schema/schema.h"

struct flat_place { uint8_t element, component; };      /* from 1; component 0: the element itself */

struct flat {
    struct schema schema;                       /* the set with flat segments; the automaton and what checks documents are the set's */
    const struct schema *set;
    const struct flat_place *const *places;     /* by node, one for each of its fields; null for loops */
};

const struct flat *flat_make(struct arena *arena, const struct schema *set);
/* The field of `def` that is written `n`: "04", "4" or "05-2"; -1 when there is none. */
int flat_field(const struct segment_def *def, slice n);
/* "04" or "05-2" of a field. */
slice flat_number(const struct segment_def *def, unsigned field);

/* Must a map say something about this field: is it mandatory, or named by the guide and used? */
bool flat_is_asked(const struct elem *field);
/* Is the field a count or a sum that the set's rules make? */
bool flat_is_total(const struct schema *set, const struct segment_def *def, unsigned field);
/* The segments around a set, which who writes makes: ST and SE. */
bool flat_is_frame(const struct node *node);

#endif
