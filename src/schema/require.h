/* require.h - inside schema/: segments and loops that a guide wants so many times with certain values.
 *
 *     <require path="REF" when="01=CR" min="1" max="1" in="PO1"/>
 *
 * How often a place occurs is the grammar's and is counted on the way; this is for "one REF with CR among the REFs". */
#ifndef SCHEMA_REQUIRE_H
#define SCHEMA_REQUIRE_H

#include "schema/when.h"

enum { REQUIRE_MAX = 200 };

struct require_rule {
    uint16_t in;                        /* the loop in each instance of which it is counted; 0: in the set */
    uint16_t node;                      /* a segment, or a loop, whose opener has the values */
    struct when when;
    uint32_t min, max;
    struct guide_rule rule;
};
struct require_set {
    struct require_rule *rules;
    size_t n, room;
};

/* The node that "PO1/N1" leads to from `from`; 0 when it leads nowhere. */
uint16_t require_path(const struct schema *s, uint16_t from, slice path);
/* One <require> of a guide. */
void require_read(struct loader *l, struct xml_node *n, struct schema *s, const struct guide_rule *rule);

#endif
