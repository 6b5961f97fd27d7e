/* batch.h - claims of one batch, between taking.c, file.c and batch.c; private to engine/. */
#ifndef ENGINE_BATCH_H
#define ENGINE_BATCH_H

#include "engine/job.h"

struct claim {
    slice name, folder, file;           /* in active/; inbox folder; as dropped */
    int fd;                             /* locked while we hold it */
    struct decided decided;             /* what became of it, in the batch's arena */
};
struct claims {
    struct claim *items;
    size_t count;
};

/* taking.c: what may be taken now, from the inboxes.  On an error too, `out` is what is held. */
int take_waiting(struct engine *e, struct arena *arena, struct claims *out, unsigned *waiting, int *wait_ms);
/* This one, wherever it stands in the order; nothing when another was faster. */
int take_one(struct engine *e, struct arena *arena, const struct inbox_file *file, struct claims *out);
/* Claims that no live worker holds and whose outcome is not committed: a worker died with them. */
int take_abandoned(struct engine *e, struct arena *arena, struct claims *out);
void let_go(struct claims *claims);

/* file.c: everything one file becomes, into the open transaction. */
int work_file(struct engine *e, struct claim *claim, struct arena *batch, struct arena *arena, struct engine_tally *tally);

#endif
