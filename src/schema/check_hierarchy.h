/* check_hierarchy.h - what check_hierarchy.c and check_levels.c share: the instances of a hierarchy while it is checked.  For these two. */
#ifndef SCHEMA_CHECK_HIERARCHY_H
#define SCHEMA_CHECK_HIERARCHY_H

#include "schema/checker.h"
#include "schema/hierarchy.h"

enum { NONE = 0xFFFFFFFFu };

struct instance {
    uint32_t group, parent;             /* parent: an instance, NONE at the top */
    uint32_t children;
    uint32_t same;                      /* the next instance of its level, NONE after the last */
    uint8_t level;
    bool open, lost;                    /* on the path; its parent is unknown */
};

struct hierarchy_room {
    struct instance *items;
    uint32_t *path, *slots;
    uint32_t n, room, mask;             /* slots hold instance + 1, 0 is empty; mask 0: numbers are places */
    uint32_t depth;                     /* of the path */
};

struct look {
    struct checker *c;
    const struct hierarchy *h;
    struct hierarchy_room *r;
    const struct hierarchy_shape *shape;
    const struct header_when *as_if;    /* the header is read as if this held: another structure than the one declared fits; else null */
    bool compared;                      /* … which was asked once */
    bool lost;                          /* some parent is unknown */
    bool nameless;                      /* an instance has no opener or no number: the children of a number that is not there may be its */
    slice missing;                      /* the number of no instance that was told last */
    bool tells;                         /* some instance says whether it has children */
    uint32_t fine_top, fine_below[HIERARCHY_LEVELS];    /* levels that surely may stand at the top, or below one of that level */
    struct { uint32_t n, first, last; } levels[HIERARCHY_LEVELS];       /* the instances of each level; first and last are set when there are any */
};

static inline slice element(const struct look *x, uint32_t i, unsigned k) { return tree_field(x->c->tree, x->r->items[i].group + 1, k); }

/* ---- check_hierarchy.c ---- */
/* The instance that i names as its parent, whether it may or not; NONE when there is none.  When all are collected. */
uint32_t hierarchy_named_parent(const struct look *x, uint32_t i);

/* ---- check_levels.c ---- */
struct diag *hierarchy_report(struct look *x, enum schema_finding what, const struct hierarchy_rule *from, uint32_t i, unsigned k, slice a0, slice a1,
                              slice a2, slice a3);
slice hierarchy_label(struct look *x, unsigned k);
slice hierarchy_number_words(struct look *x, unsigned arg, uint32_t i);
/* Chooses the shape, and works out which levels surely stand well. */
void levels_prepare(struct look *x);
/* What is wrong with the level of instance i, if anything. */
void level_look(struct look *x, uint32_t i);
/* All else that the rules about levels say, when the instances are known: content, children, how many. */
void levels_check(struct look *x);

#endif
