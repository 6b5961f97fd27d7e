/* supervisor.c - see daemon.h.  One poll loop over two descriptors: signals and the inbox watch. */
#include "daemon/daemon.h"

#include "base/err.h"
#include "base/fsys.h"
#include "base/render.h"
#include "engine/engine.h"

#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LOOK_MS = 1000, RESTART_US = 500000, STARTS_IN_VAIN = 5 };

struct child {
    pid_t pid;
    int wake;                           /* write end of its pipe */
    int64_t started;
};

struct supervisor {
    const char *instance, *shipped;
    struct worker_slot *slots;
    struct child children[WORKERS_MAX];
    unsigned workers, in_vain;
    int signals, watch, code;
    bool stopping;
};

/* The settings as they are on disk, checked whole; 0, E_BAD (logged) or a world error. */
static int read_settings(struct supervisor *s, unsigned *workers)
{
    struct arena *findings = arena_new(), *arena = arena_new();
    struct diags diags;
    struct setup *setup = NULL;
    diags_init(&diags, findings, 100);
    int dir = fsys_open_dir(AT_FDCWD, s->instance);
    int err = dir < 0 ? dir : setup_load(arena, s->instance, dir, s->shipped, true, &setup, &diags);
    struct buf text = BUF_INIT(1 << 20);
    for (size_t i = 0; i < diags.count; i++) diag_text(&text, &diags.items[i]);
    if (text.len > 0) fwrite(text.ptr, 1, text.len, stderr);
    buf_free(&text);
    if (err == 0) {
        *workers = setup->conf->workers;
        setup_free(setup);
    } else {
        daemon_log("settings of %s cannot be used: %s", s->instance, err_text(err));
        arena_free(arena);
    }
    if (dir >= 0) fsys_close(dir);
    arena_free(findings);
    return err;
}

static void start_worker(struct supervisor *s, unsigned k)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return;
    s->slots[k].claim[0] = 0;
    pid_t pid = fork();
    if (pid == 0) {
        close(ends[1]);
        for (unsigned i = 0; i < WORKERS_MAX; i++)
            if (s->children[i].pid > 0) close(s->children[i].wake);
        close(s->signals);
        close(s->watch);
        worker_run(s->instance, s->shipped, &s->slots[k], ends[0]);
    }
    close(ends[0]);
    if (pid < 0) {
        close(ends[1]);
        daemon_log("no worker could be started");
        return;
    }
    s->children[k] = (struct child){ pid, ends[1], clock_ticks() };
}

/* A worker died by itself: the file it held is one death nearer to quarantine. */
static void charge(struct supervisor *s, const char *claim)
{
    char path[PATH_MAX];
    struct store *store = NULL;
    unsigned count = 0;
    snprintf(path, sizeof path, "%s/state/crossdock.db", s->instance);
    int err = store_open(path, false, &store);
    if (err == 0) err = store_attempt(store, slice_of(claim), &count);
    if (err == 0) daemon_log("a worker died while it held %s (%u)", claim, count);
    else daemon_log("the death of a worker that held %s was not recorded: %s", claim, err_text(err));
    store_close(store);
}

static void child_ended(struct supervisor *s, unsigned k, int status)
{
    bool died = WIFSIGNALED(status);
    close(s->children[k].wake);
    int64_t lived = clock_ticks() - s->children[k].started;
    s->children[k].pid = 0;
    if (died) daemon_log("worker %u ended by signal %d", k + 1, WTERMSIG(status));
    if (died && !s->stopping && s->slots[k].claim[0] != 0) charge(s, s->slots[k].claim);
    if (s->stopping) return;
    bool in_vain = !died && WEXITSTATUS(status) != 0 && lived < 2 * RESTART_US;
    s->in_vain = in_vain ? s->in_vain + 1 : 0;
    if (s->in_vain >= STARTS_IN_VAIN) {
        daemon_log("workers end as soon as they start; stopping");
        s->code = WEXITSTATUS(status);
        s->stopping = true;
        return;
    }
    if (lived < RESTART_US) usleep((useconds_t)(RESTART_US - lived));
    start_worker(s, k);
}

static void reap(struct supervisor *s)
{
    int status;
    pid_t pid;
    while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
        for (unsigned k = 0; k < WORKERS_MAX; k++)
            if (s->children[k].pid == pid) child_ended(s, k, status);
}

static void tell_all(const struct supervisor *s, int signal_number)
{
    for (unsigned k = 0; k < WORKERS_MAX; k++)
        if (s->children[k].pid > 0) kill(s->children[k].pid, signal_number);
}

static void wake_all(const struct supervisor *s)
{
    for (unsigned k = 0; k < WORKERS_MAX; k++) {
        if (s->children[k].pid <= 0) continue;
        ssize_t ignored = write(s->children[k].wake, "!", 1);   /* a full pipe means it is awake already */
        (void)ignored;
    }
}

static void reload(struct supervisor *s)
{
    unsigned workers = s->workers;
    if (read_settings(s, &workers) != 0) {
        daemon_log("the old settings stay in use");
        return;
    }
    daemon_log("settings loaded anew");
    tell_all(s, SIGHUP);
    for (; s->workers < workers && s->workers < WORKERS_MAX; s->workers++) start_worker(s, s->workers);
}

static void take_signals(struct supervisor *s)
{
    struct signalfd_siginfo info;
    while (read(s->signals, &info, sizeof info) == sizeof info) switch (info.ssi_signo) {
        case SIGCHLD: reap(s); break;
        case SIGHUP: reload(s); break;
        default:
            if (!s->stopping) daemon_log("stopping: work in hand is finished first");
            s->stopping = true;
            tell_all(s, SIGTERM);
        }
}

static bool any_child(const struct supervisor *s)
{
    for (unsigned k = 0; k < WORKERS_MAX; k++)
        if (s->children[k].pid > 0) return true;
    return false;
}

static void supervise(struct supervisor *s)
{
    while (!s->stopping || any_child(s)) {
        struct pollfd polled[] = { { s->signals, POLLIN, 0 }, { s->watch, POLLIN, 0 } };
        poll(polled, s->watch >= 0 ? 2 : 1, LOOK_MS);
        bool was_stopping = s->stopping;
        take_signals(s);
        if (s->watch >= 0 && watch_read(s->watch, s->instance) && !s->stopping) wake_all(s);
        if (s->stopping && !was_stopping) tell_all(s, SIGTERM);
    }
}

static int own_signals(void)
{
    sigset_t set;
    sigemptyset(&set);
    const int taken[] = { SIGTERM, SIGINT, SIGHUP, SIGCHLD };
    for (unsigned i = 0; i < sizeof taken / sizeof *taken; i++) sigaddset(&set, taken[i]);
    sigprocmask(SIG_BLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

int daemon_run(const char *instance, const char *shipped)
{
    struct supervisor *s = calloc(1, sizeof *s);
    if (s == NULL) return 3;
    *s = (struct supervisor){ .instance = instance, .shipped = shipped, .watch = -1 };
    int err = read_settings(s, &s->workers);
    if (err != 0) {
        free(s);
        return err == E_BAD ? 2 : 3;
    }
    s->slots = mmap(NULL, WORKERS_MAX * sizeof *s->slots, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (s->slots == MAP_FAILED) {
        free(s);
        return 3;
    }
    s->signals = own_signals();
    s->watch = watch_open(instance);
    daemon_log("running on %s with %u workers", instance, s->workers);
    for (unsigned k = 0; k < s->workers; k++) start_worker(s, k);
    supervise(s);
    daemon_log("stopped");
    int code = s->code;
    close(s->signals);
    if (s->watch >= 0) close(s->watch);
    munmap(s->slots, WORKERS_MAX * sizeof *s->slots);
    free(s);
    return code;
}
