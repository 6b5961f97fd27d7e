/* outline.h - the order in which a transaction set is read by people: as sent, but levels (HL) under the level they name as their parent.
 *
 * A set without HL segments is its segments in order.  Where the tree that HL01 and HL02 draw is broken, the level stands at the top and
 * says why, so that every segment is in the outline exactly once, whatever was sent.  Cost: linear, also for levels nested without end. */
#ifndef SCHEMA_OUTLINE_H
#define SCHEMA_OUTLINE_H

#include "base/arena.h"
#include "tree/tree.h"

enum { OUTLINE_NONE = 0xFFFFFFFFu };

enum level_fault {
    LEVEL_SOUND,
    LEVEL_ORPHAN,                   /* HL02 names a number that no HL has */
    LEVEL_CIRCLE,                   /* HL02 leads back to the level itself */
    LEVEL_LATER,                    /* HL02 names a level that comes later; it stands under it all the same */
    LEVEL_TWICE                     /* HL01 was used before; who names it belongs to the last one before */
};

struct level {                      /* an HL segment and all that stands under it; in the order of the document */
    uint32_t segment;               /* group of the HL segment */
    uint32_t parent;                /* index of a level, or OUTLINE_NONE: at the top */
    uint32_t first, next;           /* first child, next sibling */
    uint32_t depth;                 /* 0 at the top */
    enum level_fault fault;
};

struct outline_row {
    uint32_t group;                 /* of a segment */
    uint32_t level;                 /* it belongs to, the HL segment first; OUTLINE_NONE before the first level and after the last */
};

struct outline {
    const struct outline_row *rows; /* every segment once */
    uint32_t n_rows;
    const struct level *levels;
    uint32_t n_levels;
    uint32_t top;                   /* the first level without a parent, or OUTLINE_NONE */
};

struct outline outline_make(struct arena *arena, const struct tree *tree);
/* Loops around a segment inside its level (all loops when it is in none). */
unsigned outline_loops(const struct tree *tree, uint32_t group);

#endif
