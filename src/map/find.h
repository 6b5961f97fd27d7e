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

#endif
