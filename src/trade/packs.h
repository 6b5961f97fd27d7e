/* packs.h - what gate_packs.c does for gate_notice.c: hierarchy and container codes of a ship notice. */
#ifndef TRADE_PACKS_H
#define TRADE_PACKS_H

#include "trade/gates.h"

struct notice_shape {
    const char *name;
    bool pallets, cartons;              /* are there such levels? */
    bool one_order, one_item;           /* may a pack hold one only? */
};
const struct notice_shape *notice_shape(slice name);            /* null: no such hierarchy */

/* `order_lines`: the ordinal of the order line each notice line was found to be, 0 when it was not. */
void packs_check_shape(struct gate *g, const struct notice *n, const unsigned *order_lines);
void packs_check_codes(struct gate *g, const struct notice *n);

#endif
