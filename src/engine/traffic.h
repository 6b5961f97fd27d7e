/* traffic.h - a map held against what has arrived: what nobody reads, what never comes, which rows of tables are never found. */
#ifndef ENGINE_TRAFFIC_H
#define ENGINE_TRAFFIC_H

#include "engine/archive.h"
#include "engine/outside.h"

struct traffic {
    struct arena *arena;
    const struct map *map;
    const struct outside *outside;
    struct diags *diags;                /* notes are added */
    struct archive_walk walk;           /* its store and instance are set by the caller */
};
/* Go through the archive and add the notes.  None when there was no document.  0, or an error of the store. */
int traffic_check(struct traffic *t);

#endif
