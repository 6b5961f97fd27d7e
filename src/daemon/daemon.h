/* daemon.h - `crossdock run`: a supervisor and its workers.
 *
 * The supervisor never touches a document: it watches the inboxes, wakes workers, restarts the ones that die and charges the death to the file
 * they held.  Each worker is a process with an engine of its own.  Signals: TERM or INT finishes what is in hand and stops; HUP loads the
 * settings anew, keeping the old ones when the new are bad. */
#ifndef DAEMON_DAEMON_H
#define DAEMON_DAEMON_H

#include "base/slice.h"

#include <sys/types.h>

/* Runs until told to stop.  0 after an orderly stop, 2 when the settings cannot be used at the start, 3 when the world failed. */
int daemon_run(const char *instance, const char *shipped);

/* Work the inboxes off with several processes (crew.c), for one pass without a supervisor.  What they did is added to `tally`; what they could
   not do is still there.  The caller has no engine open. */
struct engine_listener;
struct engine_tally;
void crew_work(const char *instance, const char *shipped, unsigned members, const struct engine_listener *listener, struct engine_tally *tally);

/* ---- private to daemon/ ---- */

enum { CLAIM_MAX = 512, WORKERS_MAX = 64 };

/* Shared between supervisor and worker: what the worker holds right now. */
struct worker_slot {
    char claim[CLAIM_MAX];              /* "" when none */
};

/* The worker's whole life; never returns.  `wake` is the read end of a pipe: a byte means look into the inboxes, its end means the supervisor
   is gone. */
_Noreturn void worker_run(const char *instance, const char *shipped, struct worker_slot *slot, int wake);

/* Watches on inbox/ and its folders, as one descriptor to poll. */
int watch_open(const char *instance);
/* Read what happened; true when a file may have arrived.  New folders are watched from then on. */
bool watch_read(int fd, const char *instance);

/* One line to standard error: time, who, text. */
void daemon_log(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
