/* publish.c - see publish.h.
 *
 * An output is first kept in the archive, then appears in its outbox, in such a way that a repetition after a crash can tell whether the
 * receiver may have seen it (spool_deliver).  Marking files done needs no commit of its own: the marks go with the next batch's, and if they are
 * lost the publishing is repeated.  Until then their originals stay locked, so that no other worker repeats it meanwhile.  The bytes in the store
 * are forgotten only after the file system has been synced. */
#include "engine/publish.h"

#include "base/err.h"
#include "base/fsys.h"
#include "engine/step.h"

static bool is_for_outbox(slice path) { return slice_starts(path, SLICE("outbox/")); }

static slice last_part(slice path)
{
    slice rest = path, part = path;
    while (slice_next(&rest, '/', &part)) { }
    return part;
}

static slice folder_part(slice path)
{
    slice name = last_part(path);
    return slice_sub(path, 0, path.len - name.len - 1);
}

static int publish_output(struct engine *e, struct arena *arena, const struct intake *intake, const struct output *o, bool again)
{
    if (slice_is(o->kind, "original")) return spool_also(e->spool, intake->archive, o->path);
    if (o->bytes.ptr == NULL) return 0;     /* published and synced long ago */
    if (!is_for_outbox(o->path)) return spool_publish(e->spool, o->path, o->bytes);
    slice kept = arena_printf(arena, "%.*s/%.*s", SLICE_ARG(folder_part(intake->archive)), SLICE_ARG(last_part(o->path)));
    return spool_deliver(e->spool, kept, o->path, o->bytes, again);
}

static int publish_list(struct engine *e, struct arena *arena, const struct intake *intake, const struct output *outputs, size_t count, bool again)
{
    int err = 0;
    for (size_t i = 0; i < count && err == 0; i++) {
        err = publish_output(e, arena, intake, &outputs[i], again);
        crash_point("after-output");
    }
    return err;
}

static int publish_stored(struct engine *e, struct arena *arena, const struct intake *intake, bool again)
{
    struct output *outputs = NULL;
    size_t count = 0;
    int err = store_outputs(e->store, intake->id, true, arena, &outputs, &count);
    return err != 0 ? err : publish_list(e, arena, intake, outputs, count, again);
}

static int publish_file(struct engine *e, struct arena *arena, const struct decided *file, bool again)
{
    const struct kept_outputs *kept = &file->outputs;
    int err = spool_settle(e->spool, file->intake.claim, file->intake.archive);
    crash_point("after-archive");
    if (err != 0) return err;
    return kept->incomplete ? publish_stored(e, arena, &file->intake, again) : publish_list(e, arena, &file->intake, kept->items, kept->count, again);
}

int publish_files(struct engine *e, const struct decided *files, size_t count, bool again)
{
    struct arena *arena = arena_new();
    int err = 0;
    for (size_t i = 0; i < count && err == 0; i++) {
        arena_reset(arena);
        err = publish_file(e, arena, &files[i], again);
    }
    arena_free(arena);
    for (size_t i = 0; i < count && err == 0 && e->listener.done != NULL; i++) e->listener.done(e->listener.context, &files[i].intake);
    return err != 0 ? engine_fail(e, err) : 0;
}

/* ---- marking done ---- */

void publish_mark_later(struct engine *e, int64_t id, int fd)
{
    struct published *p = &e->published;
    *(struct published_file *)arena_grow(p->arena, &p->files, &p->count, &p->room, sizeof *p->files) = (struct published_file){ id, fd };
}

int publish_mark(struct engine *e)
{
    int err = 0;
    for (size_t i = 0; i < e->published.count && err == 0; i++) err = store_intake_done(e->store, e->published.files[i].id);
    return err;
}

void publish_marked(struct engine *e)
{
    struct published *p = &e->published;
    for (size_t i = 0; i < p->count; i++)
        if (p->files[i].fd >= 0) fsys_close(p->files[i].fd);
    arena_reset(p->arena);
    *p = (struct published){ .arena = p->arena };
}

int publish_mark_now(struct engine *e)
{
    if (e->published.count == 0) return 0;
    crash_point("before-done");
    int err = store_begin_relaxed(e->store);
    if (err != 0) return err;
    err = publish_mark(e);
    if (err == 0) err = store_commit_relaxed(e->store);
    else store_rollback(e->store);
    crash_point("after-done");
    if (err == 0) publish_marked(e);
    return err;
}

/* Lock the original wherever it is by now; a living worker keeps it locked until it is done. */
static int lock_original(struct engine *e, struct arena *arena, const struct intake *intake)
{
    int fd = spool_open_active(e->spool, intake->claim);
    if (fd < 0) fd = fsys_open_read(e->dir, arena_cstr(arena, intake->archive));
    if (fd >= 0 && !spool_lock(fd)) {
        fsys_close(fd);
        return E_BUSY;
    }
    return fd;
}

int publish_pending(struct engine *e)
{
    struct arena *arena = arena_new();
    struct intake *intakes = NULL;
    size_t count = 0;
    int err = publish_mark_now(e);
    if (err == 0) err = store_intake_pending(e->store, arena, &intakes, &count);
    for (size_t i = 0; i < count && err == 0; i++) {
        int fd = lock_original(e, arena, &intakes[i]);
        if (fd == E_BUSY) continue;
        const struct decided file = { .intake = intakes[i], .outputs.incomplete = true };
        err = publish_files(e, &file, 1, true);
        if (err == 0) publish_mark_later(e, intakes[i].id, fd);
        else if (fd >= 0) fsys_close(fd);
    }
    if (err == 0) err = publish_mark_now(e);
    arena_free(arena);
    return err;
}

/* Done, but never synced: a power cut may have eaten files that were named already.  Delivering again mends exactly those. */
static int mend(struct engine *e, const struct intake *intakes, size_t count)
{
    struct arena *arena = arena_new();
    int err = 0;
    for (size_t i = 0; i < count && err == 0; i++) {
        arena_reset(arena);
        err = publish_stored(e, arena, &intakes[i], true);
    }
    arena_free(arena);
    return err;
}

int publish_forget(struct engine *e)
{
    struct arena *arena = arena_new();
    struct intake *intakes = NULL;
    size_t count = 0;
    int err = store_intake_unforgotten(e->store, arena, &intakes, &count);
    if (err == 0 && count > 0) {
        err = mend(e, intakes, count);
        if (err == 0) err = spool_sync(e->spool);
        if (err == 0) err = store_begin_relaxed(e->store);
        if (err == 0) {
            for (size_t i = 0; i < count && err == 0; i++) err = store_outputs_forget(e->store, intakes[i].id);
            if (err == 0) err = store_commit_relaxed(e->store);
            else store_rollback(e->store);
        }
    }
    arena_free(arena);
    return err != 0 ? engine_fail(e, err) : 0;
}
