/* engine.h - the pipeline where translation meets disk: claim, translate, commit, publish, archive; and recovery.
 *
 * INVARIANTS, each with the test that attacks it
 *  E1  nothing is lost: a claimed file is either still in active/ or its outcome is committed       tests/crash/every-step.t
 *  E2  nothing is done twice: one commit decides a file's outcome, names come from the journal       tests/crash/every-step.t
 *  E3  before the commit nothing is visible outside active/ and state/                              tests/crash/every-step.t
 *  E4  publishing again changes nothing; what a receiver has already taken is not put back          tests/crash/every-step.t
 *  E5  control numbers towards a partner are never used twice                                       tests/unit/check_engine.c
 *  E6  only a worker's own death counts against the file it held                                    tests/scenario/daemon.t
 *
 * One engine belongs to one process.  Several processes may work on one instance: claims are renames, the store has one writer at a time. */
#ifndef ENGINE_ENGINE_H
#define ENGINE_ENGINE_H

#include "engine/setup.h"
#include "spool/spool.h"
#include "store/store.h"

struct engine;

/* Open an instance: settings, store, spool, item master.  0; E_BAD with findings (settings); or a world error, then `*what` says what failed. */
int engine_open(const char *instance, const char *shipped, struct engine **out, const char **what, struct diags *diags);
void engine_close(struct engine *e);
/* Load settings anew; on E_BAD the old ones stay in use. */
int engine_reload(struct engine *e, struct diags *diags);
const struct setup *engine_setup(const struct engine *e);
struct store *engine_store(struct engine *e);

struct engine_tally {                   /* what a run did, for the summary */
    unsigned files, sets, converted, held, rejected, entries, acknowledgements, masters, sent, answers;
    unsigned waiting;                   /* files still being written, left in the inbox */
    bool wrong;                         /* something was held, rejected or quarantined */
};

void engine_tally_add(struct engine_tally *to, const struct engine_tally *from);

/* Told about each file when its outcome is on disk; for logs and progress.  May be null. */
struct engine_listener {
    void (*done)(void *context, const struct intake *intake);
    /* The claim being worked on, "" when none: the supervisor charges a worker's death to it. */
    void (*holding)(void *context, slice claim);
    void *context;
};
void engine_listen(struct engine *e, const struct engine_listener *listener);

/* Finish what an earlier process left: publish what is committed, take what is claimed and nobody holds. */
int engine_recover(struct engine *e, struct engine_tally *tally);
/* Take one batch from the inboxes and carry it through.  Returns how many files, 0 when nothing is ready, or a negative error (its class says
   whether to try again).  `*wait_ms` is when the earliest unfinished file may be taken, or -1. */
int engine_batch(struct engine *e, struct engine_tally *tally, int *wait_ms);
/* Send a ready X12 file to a partner: it is put where such files wait and carried through at once, as one dropped there would be.  1; 0 when
   another process took it first; or a negative error, -EEXIST when one of that name waits. */
int engine_send(struct engine *e, slice partner, slice name, slice bytes, struct engine_tally *tally);
/* Is an item master among the files that are not old enough to be taken?  `run --once` waits for it. */
bool engine_master_waits(struct engine *e);
/* Do more than `n` files wait in the inboxes? */
bool engine_has_more(struct engine *e, size_t n);
/* For quiet moments: sync the file system once and let the store forget the bytes of outputs that are surely on disk. */
int engine_forget(struct engine *e);
/* Words for the error returned last. */
const char *engine_error(const struct engine *e);

/* Where the shipped schemas, maps and samples are: beside the build when run in place, else the installed ones. */
const char *engine_shipped(struct arena *arena);

#endif
