/* order_lines.h - the lines of a purchase order as its buyer sent them, for reports: what is on each line, whether it is held, what all are worth.
 *
 * Reading is best effort: a set that is not an order has no lines. */
#ifndef ENGINE_ORDER_LINES_H
#define ENGINE_ORDER_LINES_H

#include "engine/report.h"
#include "schema/schema.h"
#include "tree/tree.h"

struct order_lines {
    const struct report_line *items;
    unsigned count;                     /* at most 200 are listed */
    slice worth, currency;              /* sum of quantity x price of all lines; empty when not a number */
};

void order_lines_read(struct arena *arena, const struct schema *schema, const struct tree *tree, const struct diags *diags, struct order_lines *out);
/* How many lines the document has; 0 when it is no order. */
unsigned order_lines_count(const struct schema *schema, const struct tree *tree);

#endif
