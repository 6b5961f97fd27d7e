/* batch.c - one batch of files from inbox to archive: claim, translate, commit, publish.
 *
 * The order is the whole argument for "nothing lost, nothing twice" (engine.h E1…E4):
 *
 *     claim (rename to active/) … all outcomes of the batch in one store transaction … COMMIT … publish outputs, settle originals … done
 *
 * Before the commit only claims exist, and claims are taken up again.  After it everything needed is in the store, and publishing is repeatable.
 * The batch is what makes durability cheap: one synced commit for many files. */
#include "base/err.h"
#include "base/fsys.h"
#include "crypto/digest.h"
#include "engine/findings.h"
#include "engine/job.h"
#include "engine/publish.h"
#include "engine/step.h"
#include "x12/reader.h"


enum { HEAD_BYTES = 4096, TEXT_FILE_MAX_BYTES = 512 << 20, MASTER_LOOK_MS = 100 };
static const int64_t SECOND = 1000000;
static const int64_t MASTER_PATIENCE = 30 * 1000000LL;     /* how long a fresh order waits for an item master that is just being written */

struct claim {
    slice name, folder, file;           /* in active/; inbox folder; as dropped */
    int fd;                             /* locked while we hold it */
    struct intake intake;               /* what became of it, in the batch's arena */
};

/* ---- is it whole? ---- */

static bool is_whole(int fd, uint64_t bytes)
{
    char head[HEAD_BYTES], tail[HEAD_BYTES];
    ssize_t n = fsys_pread(fd, head, sizeof head, 0);
    if (n <= 0 || !x12_looks_like((slice){ head, (size_t)n })) return false;
    uint64_t from = bytes > sizeof tail ? bytes - sizeof tail : 0;
    ssize_t m = fsys_pread(fd, tail, sizeof tail, from);
    return m > 0 && x12_looks_complete((slice){ head, (size_t)n }, (slice){ tail, (size_t)m });
}

/* Milliseconds until the file may be taken; 0 when it may be now. */
static int not_before(struct engine *e, const struct inbox_file *file, instant now)
{
    int64_t quiet = now - file->modified, settle = e->setup->conf->settle_seconds * SECOND;
    if (quiet >= settle || quiet < -settle) return 0;
    struct arena *arena = arena_new();
    char *path = arena_cstr(arena, arena_printf(arena, "inbox/%.*s/%.*s", SLICE_ARG(file->folder), SLICE_ARG(file->name)));
    int fd = fsys_open_read(e->dir, path);
    bool whole = fd >= 0 && is_whole(fd, file->bytes);
    if (fd >= 0) fsys_close(fd);
    arena_free(arena);
    return whole ? 0 : (int)((settle - quiet) / 1000) + 1;
}

/* ---- one file ---- */

static void hash_file(struct job *job)
{
    enum { CHUNK = 1 << 16 };
    struct sha256 *hash = sha256_new();
    char *chunk = arena_alloc(job->arena, CHUNK);
    uint64_t at = 0;
    ssize_t n;
    while ((n = fsys_pread(job->fd, chunk, CHUNK, at)) > 0) {
        sha256_add(hash, (slice){ chunk, (size_t)n });
        at += (uint64_t)n;
    }
    if (n < 0) job->err = (int)n;
    job->bytes = at;
    sha256_finish(hash, job->sha256);
}

static void refuse(struct job *job, enum engine_finding finding, slice a0, slice a1)
{
    struct diags diags;
    diags_init(&diags, job->arena, 1);
    diag_add(&diags, &engine_findings[finding], place_at(&job->source, 0, 0), a0, a1, NO_ARG, NO_ARG);
    job_refuse_file(job, &diags, job->folder);
}

static void text_file(struct job *job, slice head)
{
    slice line = slice_sub(head, 0, slice_find(head, '\n'));
    if (!items_is_header(line)) {
        refuse(job, ENGINE_NOT_EDI, NO_ARG, NO_ARG);
        return;
    }
    char *text = arena_alloc(job->arena, (size_t)job->bytes + 1);
    ssize_t n = fsys_pread(job->fd, text, (size_t)job->bytes, 0);
    if (n < 0) job->err = (int)n;
    job->source.bytes = (slice){ text, n > 0 ? (size_t)n : 0 };
    items_file(job, job->source.bytes);
}

/* Which of the few kinds of file is it? */
static void identify(struct job *job)
{
    const struct conf *conf = job->engine->setup->conf;
    unsigned deaths = 0;
    char head[HEAD_BYTES];
    ssize_t n = fsys_pread(job->fd, head, sizeof head, 0);
    slice start = { head, n > 0 ? (size_t)n : 0 };
    job->err = n < 0 ? (int)n : store_attempts(job->engine->store, job->claim, &deaths);
    if (job->err != 0) return;
    if (deaths >= conf->max_attempts) refuse(job, ENGINE_WORKER_DIED, arena_printf(job->arena, "%u", deaths), NO_ARG);
    else if (job->bytes == 0) refuse(job, ENGINE_FILE_EMPTY, NO_ARG, NO_ARG);
    else if (job->bytes > conf->max_file_bytes)
        refuse(job, ENGINE_FILE_TOO_BIG, arena_printf(job->arena, "%llu", (unsigned long long)job->bytes),
               arena_printf(job->arena, "%llu", (unsigned long long)conf->max_file_bytes));
    else if (x12_looks_like(start)) {
        crash_point("holding");
        interchange_file(job);
    } else if (job->bytes <= TEXT_FILE_MAX_BYTES) text_file(job, start);
    else refuse(job, ENGINE_NOT_EDI, NO_ARG, NO_ARG);
}

static slice summary(struct job *job)
{
    const struct engine_tally *t = &job->tally;
    struct buf text = BUF_INIT(1024);
    if (t->masters) buf_printf(&text, "item master loaded");
    const struct { unsigned n; const char *one, *many; } parts[] = {
        { t->converted, "order converted", "orders converted" }, { t->held, "order held", "orders held" },
        { t->rejected, "rejected", "rejected" }, { t->acknowledgements, "acknowledgement sent", "acknowledgements sent" },
    };
    for (unsigned i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i].n) buf_printf(&text, "%s%u %s", text.len ? ", " : "", parts[i].n, parts[i].n == 1 ? parts[i].one : parts[i].many);
    if (text.len == 0) buf_puts(&text, "read, nothing to do");
    slice kept = arena_copy(job->arena, buf_slice(&text));
    buf_free(&text);
    return kept;
}

static void name_job(struct job *job)
{
    char day[17];
    instant_compact(job->at, day);
    job->err = store_intake_id(job->engine->store, &job->id);
    job->id_text = spool_id_text(job->arena, job->id);
    job->archive_dir = arena_printf(job->arena, "archive/%.4s/%.2s/%.2s/%.*s", day, day + 4, day + 6, SLICE_ARG(job->id_text));
    job->archive = arena_printf(job->arena, "%.*s/%.*s", SLICE_ARG(job->archive_dir), SLICE_ARG(spool_safe_name(job->arena, job->name, 200)));
}

static void add_tally(struct engine_tally *to, const struct engine_tally *from)
{
    to->files++;
    to->sets += from->sets;
    to->converted += from->converted;
    to->held += from->held;
    to->rejected += from->rejected;
    to->entries += from->entries;
    to->acknowledgements += from->acknowledgements;
    to->masters += from->masters;
    to->wrong |= from->wrong;
}

/* What is needed after the commit, out of the file's arena. */
static struct intake keep_intake(struct arena *batch, const struct intake *in)
{
    struct intake out = *in;
    out.claim = arena_copy(batch, in->claim);
    out.name = arena_copy(batch, in->name);
    out.archive = arena_copy(batch, in->archive);
    out.sha256 = arena_copy(batch, in->sha256);
    out.summary = arena_copy(batch, in->summary);
    return out;
}

/* Everything one file becomes, into the open transaction. */
static int work_file(struct engine *e, struct claim *claim, struct arena *batch, struct arena *arena, struct engine_tally *tally)
{
    arena_reset(arena);
    struct job job = { .engine = e, .arena = arena, .claim = claim->name, .folder = claim->folder, .name = claim->file, .fd = claim->fd };
    job.at = clock_now();
    job.source = (struct source){ .name = arena_cstr(arena, job.name), .fd = claim->fd };
    if (e->listener.holding != NULL) e->listener.holding(e->listener.context, claim->name);
    name_job(&job);
    if (job.err == 0) hash_file(&job);
    if (job.err == 0) identify(&job);
    if (job.err == 0) {
        struct intake intake = {
            .id = job.id, .claim = job.claim, .name = job.name, .folder = job.folder, .sha256 = slice_of(job.sha256), .bytes = job.bytes,
            .received = job.at, .state = INTAKE_COMMITTED, .archive = job.archive, .wrong = job.tally.wrong, .summary = summary(&job),
        };
        job.err = store_intake_add(e->store, &intake);
        claim->intake = keep_intake(batch, &intake);
    }
    if (e->listener.holding != NULL) e->listener.holding(e->listener.context, (slice){ 0 });
    if (job.err == 0) add_tally(tally, &job.tally);
    return job.err;
}

/* ---- a batch ---- */

static int commit_claims(struct engine *e, struct claim *claims, size_t n, struct arena *batch, struct engine_tally *tally)
{
    int err = store_begin(e->store);
    if (err == 0) err = master_refresh(e);
    struct arena *arena = arena_new();
    for (size_t i = 0; i < n && err == 0; i++) {
        err = work_file(e, &claims[i], batch, arena, tally);
        crash_point("file-worked");
    }
    arena_free(arena);
    crash_point("before-commit");
    if (err == 0) err = store_commit(e->store);
    else store_rollback(e->store);
    crash_point("after-commit");
    return err;
}

static int work_claims(struct engine *e, struct claim *claims, size_t n, struct arena *batch, struct engine_tally *tally)
{
    if (n == 0) return 0;
    struct engine_tally counted = *tally;
    int err = commit_claims(e, claims, n, batch, &counted);
    if (err != 0) return engine_fail(e, err);
    *tally = counted;
    struct intake *intakes = arena_array(batch, n, sizeof *intakes);
    for (size_t i = 0; i < n; i++) intakes[i] = claims[i].intake;
    return publish_intakes(e, intakes, n);
}

static void let_go(struct claim *claims, size_t n)
{
    for (size_t i = 0; i < n; i++) fsys_close(claims[i].fd);
}

/* Hold a claim in active/: open and lock it.  False when it is gone or held by another worker. */
static bool hold(struct engine *e, struct arena *arena, slice name, struct claim *out)
{
    int fd = spool_open_active(e->spool, name);
    if (fd < 0) return false;
    *out = (struct claim){ .name = name, .fd = fd };
    if (!spool_lock(fd) || !spool_claim_parts(arena, name, &out->folder, &out->file)) {
        fsys_close(fd);
        return false;
    }
    return true;
}

/* Claims that no live worker holds and whose outcome is not committed: a worker died with them. */
static int take_up_claims(struct engine *e, struct engine_tally *tally)
{
    struct arena *arena = arena_new();
    slice *names = NULL;
    size_t count = 0, n = 0;
    int err = spool_active(e->spool, arena, &names, &count);
    struct claim *claims = arena_array(arena, count + 1, sizeof *claims);
    for (size_t i = 0; i < count && err == 0; i++) {
        struct intake known;
        if (store_intake_find(e->store, names[i], arena, &known) == 0) continue;
        if (hold(e, arena, names[i], &claims[n])) n++;
    }
    if (err == 0) err = work_claims(e, claims, n, arena, tally);
    let_go(claims, n);
    arena_free(arena);
    return err;
}

int engine_recover(struct engine *e, struct engine_tally *tally)
{
    int err = publish_pending(e);
    return err != 0 ? err : take_up_claims(e, tally);
}

/* ---- reference data first ---- */

static bool is_master(struct engine *e, struct arena *arena, const struct inbox_file *file)
{
    char head[HEAD_BYTES];
    char *path = arena_cstr(arena, arena_printf(arena, "inbox/%.*s/%.*s", SLICE_ARG(file->folder), SLICE_ARG(file->name)));
    int fd = fsys_open_read(e->dir, path);
    if (fd < 0) return false;
    ssize_t n = fsys_pread(fd, head, sizeof head, 0);
    fsys_close(fd);
    slice start = { head, n > 0 ? (size_t)n : 0 };
    return items_is_header(slice_sub(start, 0, slice_find(start, '\n')));
}

static bool any_master(struct engine *e, struct arena *arena, const struct inbox_file *files, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (is_master(e, arena, &files[i])) return true;
    return false;
}

/* Reference data first: an order must not be held for an item whose master is already waiting. */
static void masters_first(struct inbox_file *files, size_t n)
{
    size_t at = 0;
    for (size_t i = 0; i < n; i++) {
        if (!slice_is(files[i].folder, "prima")) continue;
        struct inbox_file file = files[i];
        memmove(&files[at + 1], &files[at], (i - at) * sizeof *files);
        files[at++] = file;
    }
}

static size_t claim_files(struct engine *e, struct arena *arena, struct inbox_file *files, size_t count, struct claim *claims, unsigned *waiting,
                          int *wait_ms)
{
    bool master_waits = false;
    instant now = clock_now();          /* a microsecond more for each, so that recovery takes them up in the same order */
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        int ms = not_before(e, &files[i], now);
        /* Masters come first in the list.  One that is still being written is waited for, but not for ever. */
        if (ms > 0 && !master_waits) master_waits = is_master(e, arena, &files[i]);
        if (ms == 0 && master_waits && now - files[i].modified < MASTER_PATIENCE) ms = MASTER_LOOK_MS;
        if (ms > 0) {
            ++*waiting;
            if (*wait_ms < 0 || ms < *wait_ms) *wait_ms = ms;
            continue;
        }
        slice name;
        if (spool_claim(e->spool, &files[i], now + (instant)n, arena, &name) != 0) continue;
        crash_point("after-claim");
        if (hold(e, arena, name, &claims[n])) n++;
    }
    return n;
}

int engine_batch(struct engine *e, struct engine_tally *tally, int *wait_ms)
{
    struct arena *arena = arena_new();
    struct inbox_file *files = NULL;
    size_t count = 0;
    *wait_ms = -1;
    tally->waiting = 0;
    int err = spool_waiting(e->spool, arena, e->setup->conf->batch_files, &files, &count);
    if (err != 0) {
        arena_free(arena);
        return engine_fail(e, err);
    }
    masters_first(files, count);
    struct claim *claims = arena_array(arena, count + 1, sizeof *claims);
    size_t n = claim_files(e, arena, files, count, claims, &tally->waiting, wait_ms);
    err = work_claims(e, claims, n, arena, tally);
    let_go(claims, n);
    arena_free(arena);
    return err != 0 ? err : (int)n;
}

bool engine_master_waits(struct engine *e)
{
    struct arena *arena = arena_new();
    struct inbox_file *files = NULL;
    size_t count = 0;
    bool waits = spool_waiting(e->spool, arena, e->setup->conf->batch_files, &files, &count) == 0 && any_master(e, arena, files, count);
    arena_free(arena);
    return waits;
}
