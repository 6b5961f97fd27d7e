/* taking.c - which files may be taken now, and holding them: claimed in active/ and locked.
 *
 * A file still being written is left alone until its last envelope is closed or it has been quiet for the settle time.  Item masters go first:
 * an order must not be held for an item whose master is already waiting. */
#include "engine/batch.h"

#include "base/err.h"
#include "base/fsys.h"
#include "engine/step.h"
#include "x12/reader.h"

#include <errno.h>

enum { LOOK_BYTES = 4096, MASTER_LOOK_MS = 100, TRIES = 10 };
static const int64_t SECOND = 1000000;
static const int64_t MASTER_PATIENCE = 30 * 1000000LL;     /* how long a fresh order waits for an item master that is just being written */

static int open_waiting(struct engine *e, struct arena *arena, const struct inbox_file *file)
{
    return fsys_open_read(e->dir, arena_cstr(arena, arena_printf(arena, "inbox/%.*s/%.*s", SLICE_ARG(file->folder), SLICE_ARG(file->name))));
}

/* ---- is it whole? ---- */

static bool is_whole(int fd, uint64_t bytes)
{
    char head[LOOK_BYTES], tail[LOOK_BYTES];
    ssize_t n = fsys_pread(fd, head, sizeof head, 0);
    if (n <= 0) return false;
    slice start = { head, (size_t)n };
    if (!x12_looks_like(start)) return false;
    if (bytes <= sizeof head) return x12_looks_complete(start, start);
    ssize_t m = fsys_pread(fd, tail, sizeof tail, bytes - sizeof tail);
    return m > 0 && x12_looks_complete(start, (slice){ tail, (size_t)m });
}

/* Milliseconds until the file may be taken; 0 when it may be now. */
static int not_before(struct engine *e, struct arena *arena, const struct inbox_file *file, instant now)
{
    int64_t quiet = now - file->modified, settle = e->setup->conf->settle_seconds * SECOND;
    if (quiet >= settle || quiet < -settle) return 0;
    int fd = open_waiting(e, arena, file);
    if (fd == -ENOENT) return 0;            /* taken by another: claiming it will tell */
    bool whole = fd >= 0 && is_whole(fd, file->bytes);
    if (fd >= 0) fsys_close(fd);
    return whole ? 0 : (int)((settle - quiet) / 1000) + 1;
}

/* ---- item masters: what Prima exports comes first in the list ---- */

static bool is_master(struct engine *e, struct arena *arena, const struct inbox_file *file)
{
    char head[LOOK_BYTES];
    if (!slice_is(file->folder, "prima")) return false;
    int fd = open_waiting(e, arena, file);
    if (fd < 0) return false;
    ssize_t n = fsys_pread(fd, head, sizeof head, 0);
    fsys_close(fd);
    slice start = { head, n > 0 ? (size_t)n : 0 };
    return items_is_header(slice_sub(start, 0, slice_find(start, '\n')));
}

bool engine_master_waits(struct engine *e)
{
    struct arena *arena = arena_new();
    struct inbox_file *files = NULL;
    size_t count = 0;
    bool waits = false;
    int err = spool_waiting(e->spool, arena, e->setup->conf->batch_files, &files, &count);
    for (size_t i = 0; i < count && err == 0 && !waits; i++) waits = is_master(e, arena, &files[i]);
    arena_free(arena);
    return waits;
}

bool engine_has_more(struct engine *e, size_t n)
{
    struct arena *arena = arena_new();
    struct inbox_file *files = NULL;
    size_t count = 0;
    int err = spool_waiting(e->spool, arena, n + 1, &files, &count);
    arena_free(arena);
    return err == 0 && count > n;
}

/* ---- taking ---- */

/* When may this one be taken?  `master_waits`: a master was seen that is still being written; orders wait for it, but not for ever. */
static int wait_for(struct engine *e, struct arena *arena, const struct inbox_file *file, instant now, bool *master_waits)
{
    int ms = not_before(e, arena, file, now);
    if (ms > 0 && !*master_waits) *master_waits = is_master(e, arena, file);
    if (ms == 0 && *master_waits && now - file->modified < MASTER_PATIENCE) ms = MASTER_LOOK_MS;
    return ms;
}

/* Lock what lies in active/: `fd` is kept, or closed when another worker has it.  Its name must be one of ours. */
static void hold(struct claims *out, struct arena *arena, slice name, int fd)
{
    struct claim claim = { .name = name, .fd = fd };
    if (spool_lock(fd) && spool_claim_parts(arena, name, &claim.folder, &claim.file)) out->items[out->count++] = claim;
    else fsys_close(fd);
}

static int take(struct engine *e, struct arena *arena, const struct inbox_file *file, instant now, struct claims *out)
{
    slice name;
    int fd = -1, err = spool_claim(e->spool, file, now, arena, &name, &fd);
    if (err != 0) return err == E_NOT_FOUND ? 0 : err;
    crash_point("after-claim");
    hold(out, arena, name, fd);
    return 0;
}

static int take_some(struct engine *e, struct arena *arena, const struct inbox_file *files, size_t count, struct claims *out, unsigned *waiting,
                     int *wait_ms)
{
    bool master_waits = false;
    instant now = clock_now();
    int err = 0;
    for (size_t i = 0; i < count && err == 0; i++) {
        int ms = wait_for(e, arena, &files[i], now, &master_waits);
        /* A microsecond more for each, so that recovery takes them up in the same order. */
        if (ms == 0) err = take(e, arena, &files[i], now + (instant)out->count, out);
        else ++*waiting;
        if (ms > 0 && (*wait_ms < 0 || ms < *wait_ms)) *wait_ms = ms;
    }
    return err;
}

int take_one(struct engine *e, struct arena *arena, const struct inbox_file *file, struct claims *out)
{
    out->items = arena_array(arena, 1, sizeof *out->items);
    return take(e, arena, file, clock_now(), out);
}

int take_waiting(struct engine *e, struct arena *arena, struct claims *out, unsigned *waiting, int *wait_ms)
{
    const size_t most = e->setup->conf->batch_files;
    size_t count = 1;
    int err = 0;
    out->items = arena_array(arena, most, sizeof *out->items);
    /* Some or all of them may have gone to a faster worker: a commit costs as much for the few that are left. */
    for (unsigned tries = 0; tries < TRIES && err == 0 && count > 0 && out->count < most && *waiting == 0; tries++) {
        struct inbox_file *files = NULL;
        err = spool_waiting(e->spool, arena, most - out->count, &files, &count);
        if (err == 0) err = take_some(e, arena, files, count, out, waiting, wait_ms);
    }
    return err;
}

int take_abandoned(struct engine *e, struct arena *arena, struct claims *out)
{
    slice *names = NULL;
    size_t count = 0;
    int err = spool_active(e->spool, arena, &names, &count);
    out->items = arena_array(arena, count + 1, sizeof *out->items);
    for (size_t i = 0; i < count && err == 0; i++) {
        struct intake known;
        err = store_intake_find(e->store, names[i], arena, &known);
        if (err == E_NOT_FOUND) err = 0;
        else continue;                  /* decided, or nobody knows */
        int fd = spool_open_active(e->spool, names[i]);
        if (fd >= 0) hold(out, arena, names[i], fd);
        else if (fd != -ENOENT) err = fd;
    }
    return err;
}

void let_go(struct claims *claims)
{
    for (size_t i = 0; i < claims->count; i++) fsys_close(claims->items[i].fd);
    claims->count = 0;
}
