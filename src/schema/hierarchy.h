/* hierarchy.h - inside schema/: a loop whose instances form a tree by numbers they carry, like HL.
 *
 *     <hierarchy path="HL" id="01" parent="02" level="03" child="04">      in the set: the numbers, which are the standard's
 *       <level code="S" under="" min="1" max="1"/>                         which levels there are, below which, how many in the set
 *       <shape when="BSN.05=0001" levels="S>O O>P P>I"/>                   which level may stand below which, by a value of the header
 *       <content level="I" needs="LIN SN1"/>                               segments an instance of that level has
 *       <leaf level="I"/>                                                  only these levels may have nothing below them
 *     </hierarchy>
 *
 * A guide's <hierarchy path="HL"> adds such children to the set's.  Sets of levels are bits, so a set has at most 32 levels. */
#ifndef SCHEMA_HIERARCHY_H
#define SCHEMA_HIERARCHY_H

#include "schema/when.h"

enum { HIERARCHY_LEVELS = 32, HIERARCHY_NEEDS = 8, HIERARCHY_PARTS = 64, NO_LEVEL = 255 };

struct header_when {                    /* values of segments that stand once in the set: BSN.05=0001 */
    uint8_t n;
    const struct header_condition { uint16_t node; struct when when; } *conditions;
};

struct hierarchy_rule { struct guide_rule rule; bool of_guide; };

struct hierarchy_level {
    struct hierarchy_rule from;
    uint8_t level;
    bool limited, top;                  /* only below `under`, or at the top */
    uint32_t under, min, max;
};
struct hierarchy_shape {
    struct hierarchy_rule from;
    struct header_when when;
    uint32_t below[HIERARCHY_LEVELS];   /* by parent: levels that may be its children */
    uint32_t top;                       /* levels that may have no parent */
};
struct hierarchy_content {
    struct hierarchy_rule from;
    struct header_when when;
    uint8_t level, n;
    uint16_t nodes[HIERARCHY_NEEDS];    /* children of the loop */
    uint16_t ordered[HIERARCHY_NEEDS];  /* the same in the grammar's order */
};
struct hierarchy_leaf {
    struct hierarchy_rule from;
    struct header_when when;
    uint32_t levels;
};

struct hierarchy {
    struct hierarchy_rule from;
    uint16_t loop;
    uint8_t id, parent, level, child;   /* elements; child may be 0 */
    uint8_t n_levels;
    slice levels[HIERARCHY_LEVELS];     /* the codes, by number */
    uint8_t by_letter[256];             /* numbers of those that are one byte; NO_LEVEL for others */
    struct hierarchy_level *level_rules;
    struct hierarchy_shape *shapes;
    struct hierarchy_content *contents;
    struct hierarchy_leaf *leaves;
    size_t n_level_rules, level_rules_room, n_shapes, shapes_room, n_contents, contents_room, n_leaves, leaves_room;
};
struct hierarchy_set { struct hierarchy *items; size_t n, room; };

/* All <hierarchy> below `root`. */
void hierarchies_read(struct loader *l, struct xml_node *root, struct schema *s, bool of_guide, slice source);
/* The number of a level; NO_LEVEL when no rule names it. */
uint8_t hierarchy_level(const struct hierarchy *h, slice code);
/* " when BSN05 is 0001" */
void header_when_words(struct buf *out, const struct schema *s, const struct header_when *w);

#endif
