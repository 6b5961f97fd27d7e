/* checker.h - inside schema/: the state of a validation, shared by check.c (the fast way) and the files that look closer.
 *
 * check.c walks the automaton and answers only "fine" or "look closer".  check_order.c finds the way again after a segment that does not
 * fit, check_element.c and check_notes.c say what is wrong inside a segment, check_totals.c adds up at the end, check_place.c says where. */
#ifndef SCHEMA_CHECKER_H
#define SCHEMA_CHECKER_H

#include "schema/check.h"
#include "schema/compile.h"
#include "tree/kinds.h"

#define LIKELY(condition) __builtin_expect(!!(condition), 1)
#define UNLIKELY(condition) __builtin_expect(!!(condition), 0)
#define COLD __attribute__((cold, noinline))
#define ALWAYS_INLINE inline __attribute__((always_inline))

struct open_loop {
    uint32_t group;                     /* in the tree */
    uint32_t serial;                    /* this instance's own number, never used twice */
    uint16_t node;
};

/* How often a node came in one instance of its loop; counts of another instance are worth nothing. */
struct count { uint32_t in, n; };

/* A loop that was entered without its opener, because a segment of it came: perhaps it was only a stray segment. */
struct detour {
    bool on;
    uint16_t state;                     /* before it */
    uint8_t depth, keep;                /* loops open before it, and how many of them still are */
    uint32_t serial;                    /* of the loop entered */
};

enum { ARG_BYTES = 600, VALUE_BYTES = 60 /* most of a value that a finding quotes */ };

struct checker {
    const struct schema *schema;
    const struct automaton *a;
    struct tree *tree;
    struct tree_kinds kinds;            /* of the tree, for rules that look for what lies deep in a set; only … */
    bool joins;                         /* … when there are such */
    struct diags *diags;
    struct check_options options;
    const uint16_t *row;                /* of the automaton, for `state` */
    uint16_t state;
    uint8_t depth;                      /* loops open; open[0] is the set */
    struct open_loop open[SCHEMA_MAX_DEPTH + 2];
    uint32_t serial;
    struct count *counts;               /* by node */
    uint32_t *missing_in;               /* by node: instance in which it was reported missing */
    uint32_t *root_first, *root_last;   /* by node: children of the set, for the rules that look back at its end */
    size_t node_room;
    uint32_t line_group;                /* lines were counted up to this group; */
    unsigned lines;                     /* … so many */
    struct detour detour;
    uint32_t astray;                    /* number of the last segment that was out of place; those right after it are the same fault */
    uint32_t left_in;                   /* the loop instance in which a segment of a loop around it came last */
    struct place base;                  /* what all places of this set have in common */
    struct hierarchy_room *hierarchy;   /* check_hierarchy.c; made when first needed */
    struct unique_room *unique;         /* check_unique.c; likewise */
    struct arena *memory;               /* of asserts; made when first needed, emptied for each set */
    struct span last;                   /* id of the segment given last, for what is missing at the end */
    uint32_t last_number;
    bool trailing_noted;
    char arg[DIAG_ARGS][ARG_BYTES];     /* texts of the finding in the making */
};

/* One segment, as the files that look closer pass it around. */
struct seen_segment {
    struct span *spans;
    unsigned n;
    uint32_t number;
    bool odd;
};

/* ---- check.c ---- */
void checker_enter(struct checker *c, uint16_t loop, uint32_t number);
void checker_close_to(struct checker *c, unsigned depth);
void checker_go(struct checker *c, uint16_t state);
/* Put a segment into the tree under the innermost open loop. */
static inline void checker_leaf(struct checker *c, uint16_t node, unsigned n, uint32_t number)
{
    const uint32_t group = tree_add_leaf(c->tree, node, c->open[c->depth].group, n, number);
    if (c->joins) tree_kinds_join(&c->kinds, node, group);
}
/* Check the elements and put the segment into the tree under the innermost open loop. */
void checker_add(struct checker *c, uint16_t node, const struct seen_segment *seg);
/* Index of a segment of this set, or INDEX_NONE. */
uint32_t checker_segment_index(const struct checker *c, slice id);
static inline uint32_t count_next(const struct checker *c, uint16_t node, uint32_t serial)
{
    return c->counts[node].in == serial ? c->counts[node].n + 1 : 1;
}

/* ---- check_order.c ---- */
void order_misfit(struct checker *c, const struct seen_segment *seg);
/* Too many of them, and something mandatory not yet there: a stray, which is reported and laid aside. */
bool order_stray(struct checker *c, const struct action *a, const struct seen_segment *seg);
/* The place is full: find another, or report; returns the action to take. */
struct action order_full(struct checker *c, struct action a, const struct seen_segment *seg);
/* Report mandatory ones between the state and `a`. */
void order_skipped(struct checker *c, const struct action *a, const struct seen_segment *seg);
/* Report mandatory ones after the state. */
void order_end(struct checker *c);

/* ---- check_element.c, check_notes.c, check_totals.c, check_hierarchy.c, check_require.c, check_unique.c,
   check_assert.c ---- */
/* As the standard has it, whatever a guide made of it. */
static inline const struct elem *elem_standard(const struct elem *e) { return e->standard ? e->standard : e; }
void elements_look(struct checker *c, uint16_t node, const struct seen_segment *seg, uint64_t present, uint64_t look);
/* Returns the elements that were told to be missing. */
uint64_t notes_look(struct checker *c, const struct segment_def *def, const struct seen_segment *seg, uint64_t present);
void totals_check(struct checker *c);
/* Rules over the whole set; one that was cut off is not judged by them. */
void hierarchies_check(struct checker *c);
void hierarchy_room_free(struct hierarchy_room *r);
void requires_check(struct checker *c);
void unique_room_free(struct unique_room *r);
void asserts_check(struct checker *c);

/* ---- check_place.c ---- */
slice seen_text(const struct checker *c, const struct seen_segment *seg, unsigned k);
struct place place_base(const struct checker *c);
struct place place_segment(const struct checker *c, const struct seen_segment *seg);
/* The same for one that goes into the loop `node` (0: into none), which need not be open yet. */
struct place place_segment_in(const struct checker *c, const struct seen_segment *seg, uint16_t node);
/* Element k of `def`; where it would stand when it is absent. */
struct place place_element(const struct checker *c, const struct segment_def *def, const struct seen_segment *seg, unsigned k);
/* Element k, or 0 for the segment itself, of a group in the tree: a segment, or a loop for its opener. */
struct place place_group(const struct checker *c, uint32_t group, unsigned k);
/* The order line that a group of the tree stands in; 0 for none.  Cheap when asked for one group after the other. */
unsigned line_of_group(struct checker *c, uint32_t group);
void place_rename(struct place *p, slice segment_id);
/* Add a finding, with the order line it belongs to. */
struct diag *found(struct checker *c, enum schema_finding what, struct place place, slice a0, slice a1, slice a2, slice a3);
/* The same for a deviation from the guide. */
struct diag *found_guide(struct checker *c, enum schema_finding what, const struct guide_rule *rule, struct place place,
                         slice a0, slice a1,
                         slice a2, slice a3);
/* Are findings counted only? */
bool found_full(const struct checker *c);
/* Texts for arguments; `i` is the argument they are for.  Empty when the findings are full anyway. */
slice arg_element(struct checker *c, unsigned i, const struct segment_def *def, unsigned k);
slice arg_node(struct checker *c, unsigned i, uint16_t node);
slice arg_printf(struct checker *c, unsigned i, const char *format, ...) __attribute__((format(printf, 3, 4)));
slice arg_value(slice value);

#endif
