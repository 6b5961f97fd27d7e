/* crew.c - many files at once for `run --once`: several processes, each with an engine of its own, until the inboxes give nothing more.
 *
 * The caller has no engine open meanwhile: a store must not be carried over a fork.  What goes wrong in a member is left to the caller, who
 * looks once more when the crew is done: claims of the dead are taken up, and an error that lasts is met again and told. */
#include "daemon/daemon.h"

#include "engine/engine.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static void work(const char *instance, const char *shipped, const struct engine_listener *listener, struct engine_tally *tally)
{
    struct arena *arena = arena_new();
    struct diags diags;
    struct engine *engine = NULL;
    const char *what = "";
    int wait_ms;
    diags_init(&diags, arena, DIAGS_DEFAULT_CAP);
    if (engine_open(instance, shipped, &engine, &what, &diags) == 0) {
        engine_listen(engine, listener);
        while (engine_batch(engine, tally, &wait_ms) > 0) { }
        engine_close(engine);
    }
    arena_free(arena);
}

/* All members have ended; a signal to the caller does not make it leave them. */
static void wait_for_all(void)
{
    while (wait(NULL) > 0 || errno == EINTR) { }
}

void crew_work(const char *instance, const char *shipped, unsigned members, const struct engine_listener *listener, struct engine_tally *tally)
{
    struct engine_tally *done = mmap(NULL, members * sizeof *done, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (done == MAP_FAILED) return;
    fflush(NULL);                       /* or each member would print it again */
    for (unsigned k = 0; k < members; k++) {
        if (fork() != 0) continue;      /* one that could not be made is not missed: the others take its share */
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        work(instance, shipped, listener, &done[k]);
        fflush(NULL);
        _exit(0);
    }
    wait_for_all();
    for (unsigned k = 0; k < members; k++) engine_tally_add(tally, &done[k]);
    munmap(done, members * sizeof *done);
}
