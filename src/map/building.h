/* building.h - a block while it is compiled: what block.c, segment.c and levels.c share.  Inside the compiler only. */
#ifndef MAP_BUILDING_H
#define MAP_BUILDING_H

#include "map/compile.h"

struct building {
    struct compiler *c;
    struct block *block;
    uint16_t parent;            /* the target's group that groups made here go into */
    uint16_t last;              /* the last group made, for the order */
    struct { const struct rule **items; size_t count, room; } rules, checks;
    struct { struct child *items; size_t count, room; } children;
    const bool *needed;         /* a segment: by field, is it left out without it? */
    bool each_inside;           /* a group made here is made once per instance */
};

static inline const struct schema *building_target(const struct building *b) { return b->c->map->to; }
static inline bool building_is_set(const struct building *b) { return b->c->map->flat != NULL; }

/* ---- block.c ---- */

/* A block of its own for `node` (or NO_NODE), not yet filled. */
struct building building_begin(struct compiler *c, uint16_t node, uint16_t parent, struct place place);
/* What one element of the map says, and all inside `n`. */
void building_add(struct building *b, struct xml_node *child);
void building_read(struct building *b, struct xml_node *n);
struct block *building_end(struct building *b);
void building_child(struct building *b, struct child child);
/* A cell of the block for the field number `k`, free to be filled; null with a finding. */
struct cell *building_cell(struct building *b, unsigned k, struct place place);
/* The rule of `cell`, which may be null when there is none for it. */
void building_rule(struct building *b, struct xml_node *n, struct cell *cell, struct rule *(*read)(struct compiler *, struct xml_node *,
        const struct elem *));
/* Names that were made since `before` end here; unused ones are told. */
void building_forget(struct compiler *c, struct named *before);
/* Is the group in the layout's order, and not there too often? */
void building_order(struct building *b, uint16_t node, struct place place);
/* Opens the instances of an <each> (or of a <node>, whose attributes are the same); null with findings. */
struct each *building_each(struct building *b, struct xml_node *n, const char *const *attrs);
/* The <each> that was opened has this body. */
void building_each_end(struct building *b, struct each *each, const struct block *body);

/* ---- segment.c: targets that are sets ---- */

/* The set's place that `out` names below b->parent; 0 with a finding. */
uint16_t segment_find(struct building *b, slice out, bool loop, struct place place);
/* After building_end() of a loop. */
void loop_end(struct building *b);
void segment_read(struct building *b, struct xml_node *n);
void loop_read(struct building *b, struct xml_node *n);
void condition_read(struct building *b, struct xml_node *n);
void element_rule_read(struct building *b, struct xml_node *n, struct rule *(*read)(struct compiler *, struct xml_node *,
        const struct elem *));
void segment_unmapped_read(struct building *b, struct xml_node *n);

/* ---- levels.c ---- */

void levels_read(struct building *b, struct xml_node *n);

#endif
