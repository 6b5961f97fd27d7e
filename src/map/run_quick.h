/* run_quick.h - the quick way of run.c through a line; see quick.h. */
#ifndef MAP_RUN_QUICK_H
#define MAP_RUN_QUICK_H

#include "map/quick.h"
#include "map/run.h"

struct here {                   /* the instance of an <each> that is being run */
    struct run *run;
    const char *text;
    const struct span *spans;   /* of its segment */
    uint32_t n_spans, group;
};

void quick_here(struct run *run, uint8_t level, struct here *out);
/* The item of a <let>, as the usual way would find it. */
void quick_item(const struct here *h, const struct rule *r);
/* Does a check that has a quick way hold?  False: ask as usual. */
bool quick_holds(const struct here *h, const struct rule *r);
/* The value of a rule that has a quick way; false: run it as usual.  `value` is changed only when true. */
bool quick_put(const struct here *h, const struct rule *r, struct tree_value *value);

#endif
