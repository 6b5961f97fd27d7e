/* business.h - what a transaction set is called in business, and what tells its segments apart: tables, no logic.
 *
 * The number of a document, its dates and totals stand in other segments in every set.  Of several segments with one id (lines, references,
 * parties, dates) some elements say which is which, whatever their order.  Both are facts of the standard that its grammars do not express. */
#ifndef SCHEMA_BUSINESS_H
#define SCHEMA_BUSINESS_H

#include "base/slice.h"

/* What a set is known by. */
struct business_set {
    const char *set;
    const char *segment;                /* with its number … */
    uint8_t element;                    /* … at this place */
    const char *line;                   /* segment of which there is one for each line */
    const char *lines;                  /* what lines are called */
};
/* Null when nothing is known of that set. */
const struct business_set *business_set(slice set_id);

/* What else the head of a set says, in the order in which people ask for it. */
struct business_fact {
    const char *set;
    const char *label;
    const char *segment;
    uint8_t element;
};
extern const struct business_fact business_facts[];
extern const unsigned business_n_facts;

/* One way to tell a segment from others with its id: the elements together, and the first qualifier and value from `pair` on (0: none). */
struct business_key {
    uint8_t elements[3];
    uint8_t pair;
};
enum { BUSINESS_KEYS = 3 };
struct business_segment {
    const char *id;
    struct business_key ways[BUSINESS_KEYS];    /* the surest first; an empty one ends them */
};
/* Null when they are told apart by their order only. */
const struct business_segment *business_segment(slice id);
static inline bool business_key_is_empty(const struct business_key *k) { return k->elements[0] == 0 && k->pair == 0; }

/* What the segments under an HL are called by, the first of these that is there. */
extern const struct business_level { const char *id; struct business_key key; } business_levels[];
extern const unsigned business_n_levels;

#endif
