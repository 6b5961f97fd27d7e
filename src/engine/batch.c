/* batch.c - one batch of files from inbox to archive: claim, translate, commit, publish.
 *
 * The order is the whole argument for "nothing lost, nothing twice" (engine.h E1…E4):
 *
 *     claim (rename to active/) … all outcomes of the batch in one store transaction … COMMIT … publish outputs, settle originals … done
 *
 * Before the commit only claims exist, and claims are taken up again.  After it everything needed is in the store, and publishing is repeatable.
 * The batch is what makes durability cheap: one synced commit for many files. */
#include "engine/batch.h"

#include "base/fsys.h"
#include "engine/publish.h"
#include "engine/step.h"

#include <errno.h>

enum { KEEP_BYTES = 1 << 20 };          /* of a batch's outputs; what is beyond is read back from the store */

static int commit_claims(struct engine *e, struct claims *claims, struct arena *batch, struct engine_tally *tally)
{
    int err = store_begin(e->store);
    if (err == 0) err = publish_mark(e);
    if (err == 0) err = master_refresh(e);
    struct arena *arena = arena_new();
    e->keep_room = KEEP_BYTES;
    for (size_t i = 0; i < claims->count && err == 0; i++) {
        err = work_file(e, &claims->items[i], batch, arena, tally);
        crash_point("file-worked");
    }
    arena_free(arena);
    crash_point("before-commit");
    if (err == 0) err = store_commit(e->store);
    else store_rollback(e->store);
    crash_point("after-commit");
    if (err == 0) publish_marked(e);
    return err;
}

/* When something fails the claims are let go: the next recovery sees to them. */
static int publish_claims(struct engine *e, const struct claims *claims, struct arena *batch)
{
    struct decided *files = arena_array(batch, claims->count, sizeof *files);
    for (size_t i = 0; i < claims->count; i++) files[i] = claims->items[i].decided;
    int err = publish_files(e, files, claims->count, false);
    for (size_t i = 0; i < claims->count && err == 0; i++) publish_mark_later(e, files[i].intake.id, claims->items[i].fd);
    return err;
}

static int work_claims(struct engine *e, struct claims *claims, struct arena *batch, struct engine_tally *tally)
{
    if (claims->count == 0) return publish_mark_now(e);
    struct engine_tally counted = *tally;
    int err = commit_claims(e, claims, batch, &counted);
    if (err == 0) *tally = counted;
    if (err == 0) err = publish_claims(e, claims, batch);
    if (err != 0) let_go(claims);
    return err;
}

static int take_up_claims(struct engine *e, struct engine_tally *tally)
{
    struct arena *arena = arena_new();
    struct claims claims = { 0 };
    int err = take_abandoned(e, arena, &claims), worked = work_claims(e, &claims, arena, tally);
    arena_free(arena);
    return err != 0 ? err : worked;
}

int engine_recover(struct engine *e, struct engine_tally *tally)
{
    int err = publish_pending(e);
    if (err == 0) err = take_up_claims(e, tally);
    return err != 0 ? engine_fail(e, err) : 0;
}

int engine_batch(struct engine *e, struct engine_tally *tally, int *wait_ms)
{
    struct arena *arena = arena_new();
    struct claims claims = { 0 };
    *wait_ms = -1;
    tally->waiting = 0;
    int err = take_waiting(e, arena, &claims, &tally->waiting, wait_ms);
    int n = (int)claims.count, worked = work_claims(e, &claims, arena, tally);
    arena_free(arena);
    if (err == 0) err = worked;
    return err != 0 ? engine_fail(e, err) : n;
}

int engine_send(struct engine *e, slice partner, slice name, slice bytes, struct engine_tally *tally)
{
    struct arena *arena = arena_new();
    struct claims claims = { 0 };
    struct inbox_file file = { .folder = arena_printf(arena, "%.*s.out", SLICE_ARG(partner)), .name = spool_safe_name(arena, name, 200) };
    const char *folder = arena_cstr(arena, arena_printf(arena, "inbox/%.*s", SLICE_ARG(file.folder)));
    const char *path = arena_cstr(arena, arena_printf(arena, "%s/%.*s", folder, SLICE_ARG(file.name)));
    struct stat st;
    int err = fsys_mkdirs(e->dir, folder);
    if (err == 0 && fsys_stat(e->dir, path, &st) == 0) err = -EEXIST;
    if (err == 0) err = fsys_put_file(e->dir, path, bytes, false);
    file.name = arena_copy(arena, file.name);
    if (err == 0) err = take_one(e, arena, &file, &claims);
    int n = (int)claims.count, worked = err == 0 ? work_claims(e, &claims, arena, tally) : 0;
    if (err == 0) err = worked;
    arena_free(arena);
    return err != 0 ? engine_fail(e, err) : n;
}
