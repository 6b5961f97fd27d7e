/* replay.h - an old and a new map over what has arrived: what would be written otherwise, field by field. */
#ifndef ENGINE_REPLAY_H
#define ENGINE_REPLAY_H

#include "base/buf.h"
#include "engine/archive.h"
#include "engine/outside.h"

enum { REPLAY_OLD, REPLAY_NEW, REPLAY_SIDES };

struct replay_field {
    slice path;                         /* "Data/OrderLineData/@Price"; a group alone: it is there on one side only */
    unsigned documents, values;
    slice values_of[REPLAY_SIDES];      /* the example; a null pointer: absent */
    slice example;                      /* which document it is of */
    const void *last;                   /* the document that was counted last */
};
struct replay_finding { slice code, rule; unsigned made[REPLAY_SIDES]; };

struct replay {
    struct arena *arena;
    struct map_sources sources;
    const struct outside *outside;
    const struct map *maps[REPLAY_SIDES];
    unsigned differing;                 /* documents */
    unsigned held[REPLAY_SIDES], held_lines[REPLAY_SIDES];      /* documents that would be held or refused; lines */
    struct { struct replay_field *items; size_t count, room; } fields;
    struct { struct replay_finding *items; size_t count, room; } findings;
    struct archive_walk walk;
};

/* Run both maps, which read the same set and write the same layout, over the archive of the walk's instance.  Items and tables are those of today.
   0, or an error of the store. */
int replay_run(struct replay *r);
void replay_json(const struct replay *r, instant at, struct buf *out);
void replay_text(const struct replay *r, struct buf *out);

#endif
