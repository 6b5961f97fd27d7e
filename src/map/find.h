/* find.h - fields of an output record by the names people use: "OrderLineData[2]/@Quantity", "Data/@OrderNumber", "@Currency". */
#ifndef MAP_FIND_H
#define MAP_FIND_H

#include "schema/schema.h"
#include "tree/tree.h"

/* `group` and field number of a path.  False with a sentence in `why` that names the nearest. */
bool find_field(const struct schema *layout, const struct tree *t, slice path, uint32_t *group, unsigned *field, struct buf *why);
/* The n-th group (from 1) of that name anywhere below `from`; TREE_NONE when there are fewer. */
uint32_t find_group(const struct schema *layout, const struct tree *t, uint32_t from, slice name, unsigned n);
unsigned find_count(const struct schema *layout, const struct tree *t, slice name);

/* "Data/OrderLineData[2]": how a group is named, without the outermost one; numbers where there can be several. */
void find_name(const struct schema *layout, const struct tree *t, uint32_t group, struct buf *out);

/* The same with the field's name behind it; "IT1[2].02" of sets. */
void find_label(const struct schema *target, const struct tree *t, uint32_t group, unsigned field, struct buf *out);
/* "Name[2]" to name and number. */
bool find_step(slice step, slice *name, unsigned *n);

/* ---- find_set.c: outputs that are sets ---- */

/* The n-th loop (or segment) of that name inside `from`; TREE_NONE when there are fewer. */
uint32_t find_inside(const struct schema *set, const struct tree *t, uint32_t from, slice name, unsigned n, bool loop);
unsigned find_segments(const struct schema *set, const struct tree *t, slice name);
/* "N1[2]/N4"; TREE_NONE with a sentence in `why`. */
uint32_t find_segment(const struct schema *set, const struct tree *t, slice path, struct buf *why);
bool find_element(const struct schema *set, const struct tree *t, slice path, uint32_t *group, unsigned *field, struct buf *why);
void find_element_name(const struct schema *set, const struct tree *t, uint32_t group, unsigned field, struct buf *out);

#endif
