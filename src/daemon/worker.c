/* worker.c - a worker process: takes batches until there are none, then waits to be woken.
 *
 * It stops between batches, never inside one.  When the world fails in a way that may pass (a busy database, a full disk) it waits and tries
 * again; otherwise it ends and the supervisor decides. */
#include "daemon/daemon.h"

#include "base/err.h"
#include "base/render.h"
#include "engine/engine.h"

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

enum { IDLE_MS = 1000, RETRY_MS = 1000, QUIET_ROUNDS = 30 };

struct worker {
    struct engine *engine;
    struct worker_slot *slot;
    int wake, signals;
    bool failed;                        /* the last look: something of its batch may lie about */
    bool stopping;
};

static void note_holding(void *context, slice claim)
{
    struct worker_slot *slot = context;
    size_t n = claim.len < CLAIM_MAX - 1 ? claim.len : CLAIM_MAX - 1;
    slot->claim[0] = 0;
    if (n == 0) return;
    memcpy(slot->claim, claim.ptr, n);
    slot->claim[n] = 0;
}

static void note_done(void *context, const struct intake *intake)
{
    (void)context;
    daemon_log("%06lld %.*s/%.*s: %.*s", (long long)intake->id, SLICE_ARG(intake->folder), SLICE_ARG(intake->name), SLICE_ARG(intake->summary));
}

static void log_findings(const struct diags *diags)
{
    struct buf text = BUF_INIT(1 << 16);
    for (size_t i = 0; i < diags->count; i++) {
        buf_clear(&text);
        diag_place(&text, &diags->items[i].place);
        buf_printf(&text, ": %s %s ", severity_name(diags->items[i].severity), diags->items[i].def->code);
        diag_message(&text, &diags->items[i]);
        daemon_log("%.*s", SLICE_ARG(buf_slice(&text)));
    }
    buf_free(&text);
}

static void reload(struct worker *w)
{
    struct arena *arena = arena_new();
    struct diags diags;
    diags_init(&diags, arena, 100);
    if (engine_reload(w->engine, &diags) != 0) log_findings(&diags);
    arena_free(arena);
}

static void take_signals(struct worker *w)
{
    struct signalfd_siginfo info;
    while (read(w->signals, &info, sizeof info) == sizeof info) {
        if (info.ssi_signo == SIGHUP) reload(w);
        else w->stopping = true;
    }
}

static void wait_for_work(struct worker *w, int timeout_ms)
{
    struct pollfd polled[] = { { w->signals, POLLIN, 0 }, { w->wake, POLLIN, 0 } };
    if (poll(polled, 2, timeout_ms) > 0) {
        if (polled[0].revents) take_signals(w);
        if (polled[1].revents) {
            char bytes[64];
            if (read(w->wake, bytes, sizeof bytes) == 0) w->stopping = true;    /* the supervisor is gone */
        }
    }
}

/* One look at the inboxes; returns how long to wait for the next, in ms, 0 to go on at once. */
static int look(struct worker *w)
{
    struct engine_tally tally = { 0 };
    int wait_ms = -1;
    int got = engine_batch(w->engine, &tally, &wait_ms);
    w->failed = got < 0;
    if (got > 0) return 0;
    if (got == 0) return wait_ms >= 0 && wait_ms < IDLE_MS ? wait_ms : IDLE_MS;
    daemon_log("%s", engine_error(w->engine));
    if (err_class(got) != ERR_RETRY) exit(3);
    return RETRY_MS;
}

static void recover(struct worker *w)
{
    struct engine_tally tally = { 0 };
    int err = engine_recover(w->engine, &tally);
    if (err == 0) return;
    daemon_log("recovery: %s", engine_error(w->engine));
    if (err_class(err) != ERR_RETRY) exit(3);
}

static void work(struct worker *w)
{
    unsigned quiet = 0;
    recover(w);
    while (!w->stopping) {
        int wait_ms = look(w);
        wait_for_work(w, wait_ms);
        if (w->failed && !w->stopping) recover(w);
        quiet = wait_ms == 0 ? 0 : quiet + 1;
        if (quiet != QUIET_ROUNDS || w->stopping) continue;
        recover(w);
        engine_forget(w->engine);
    }
}

static int own_signals(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    sigprocmask(SIG_SETMASK, &set, NULL);
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

_Noreturn void worker_run(const char *instance, const char *shipped, struct worker_slot *slot, int wake)
{
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    struct worker w = { .slot = slot, .wake = wake, .signals = own_signals() };
    struct arena *arena = arena_new();
    struct diags diags;
    diags_init(&diags, arena, 100);
    const char *what = "";
    int err = engine_open(instance, shipped, &w.engine, &what, &diags);
    if (err != 0) {
        daemon_log("%s: %s", what, err_text(err));
        log_findings(&diags);
        exit(err == E_BAD ? 2 : 3);
    }
    arena_free(arena);
    struct engine_listener listener = { note_done, note_holding, slot };
    engine_listen(w.engine, &listener);
    work(&w);
    engine_close(w.engine);
    exit(0);
}
