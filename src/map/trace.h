/* trace.h - what a trace keeps, for trace.c and explain.c. */
#ifndef MAP_TRACE_H
#define MAP_TRACE_H

#include "map/run.h"

enum { TRACE_LEVELS = 4 };      /* <each> inside each other, and the transaction */

struct trace_level { uint32_t instance, position, written; };
struct traced { const struct block *block; struct trace_level at[TRACE_LEVELS - 1]; };
struct map_trace {
    struct arena *arena;
    const struct map *map;
    struct map_env env;
    struct traced *groups;      /* by group of the output */
    size_t count, room;
};

/* Put a run back to where it made `group`; false when the trace does not know it. */
bool trace_return(const struct map_trace *trace, const struct tree *in, uint32_t group, struct run *run, struct arena *arena,
                  struct diags *ignored);

#endif
