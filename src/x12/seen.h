/* seen.h - which control numbers were used already in a group or interchange; for this folder.
 *
 * Senders count upwards, so a run of numbers is kept as its two ends and only what fits none of a few runs goes into a table: a million
 * sets in a group cost nothing (a new run begins where a number gets one more digit).  The table is capped; past that, repeated numbers may go unnoticed, which is no harm worth memory without bound. */
#ifndef X12_SEEN_H
#define X12_SEEN_H

#include "base/slice.h"

enum { X12_SEEN_RUNS = 8 };

struct x12_seen {
    struct { uint64_t low, high; } runs[X12_SEEN_RUNS];     /* both ends included */
    uint32_t n_runs;
    uint64_t *table;            /* open addressing; 0 is free */
    uint32_t used, room;
};

void seen_free(struct x12_seen *s);
void seen_clear(struct x12_seen *s);
/* Remember a number as it was written ("0001" is not "1"); true when it was there already. */
bool seen_add(struct x12_seen *s, slice control);

#endif
