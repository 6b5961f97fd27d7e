/* file.c - one claimed file: read, identified, carried through, its outcome put into the open transaction.
 *
 * A small file is read once and everything else looks at those bytes; a large one is read in pieces through its descriptor, so that memory is
 * bounded by the largest transaction set and not by the file. */
#include "engine/batch.h"

#include "base/err.h"
#include "base/fsys.h"
#include "crypto/digest.h"
#include "engine/findings.h"
#include "engine/send.h"
#include "engine/step.h"
#include "x12/reader.h"

enum { HEAD_BYTES = 4096, SMALL_FILE_BYTES = 1 << 20, HASH_CHUNK = 1 << 16, TEXT_FILE_MAX_BYTES = 512 << 20 };

/* ---- bytes ---- */

static void hash_in_pieces(struct job *job)
{
    struct sha256 *hash = sha256_new();
    char *chunk = arena_alloc(job->arena, HASH_CHUNK);
    uint64_t at = 0;
    ssize_t n;
    while ((n = fsys_pread(job->fd, chunk, HASH_CHUNK, at)) > 0) {
        sha256_add(hash, (slice){ chunk, (size_t)n });
        at += (uint64_t)n;
    }
    if (n < 0) job->err = (int)n;
    job->bytes = at;
    sha256_finish(hash, job->sha256);
}

/* A regular file gives less than asked for only at its end. */
static void read_file(struct job *job)
{
    struct buf *small = &job->engine->small_file;
    buf_reserve(small, SMALL_FILE_BYTES);
    ssize_t n = fsys_pread(job->fd, small->ptr, SMALL_FILE_BYTES, 0);
    if (n < 0) job->err = (int)n;
    else if (n == SMALL_FILE_BYTES) hash_in_pieces(job);
    else {
        job->source.bytes = (slice){ small->ptr, (size_t)n };
        job->bytes = (uint64_t)n;
        sha256_hex(job->source.bytes, job->sha256);
    }
}

static slice head_of(struct job *job)
{
    if (job->source.bytes.ptr != NULL) return slice_sub(job->source.bytes, 0, HEAD_BYTES);
    char *head = arena_alloc(job->arena, HEAD_BYTES);
    ssize_t n = fsys_pread(job->fd, head, HEAD_BYTES, 0);
    if (n < 0) job->err = (int)n;
    return (slice){ head, n > 0 ? (size_t)n : 0 };
}

static slice whole_text(struct job *job)
{
    if (job->source.bytes.ptr != NULL) return job->source.bytes;
    char *text = arena_alloc(job->arena, (size_t)job->bytes + 1);
    ssize_t n = fsys_pread(job->fd, text, (size_t)job->bytes, 0);
    if (n < 0) job->err = (int)n;
    return job->source.bytes = (slice){ text, n > 0 ? (size_t)n : 0 };
}

/* ---- what is it? ---- */

static void refuse(struct job *job, enum engine_finding finding, slice a0, slice a1)
{
    struct diags diags;
    diags_init(&diags, job->arena, 1);
    diag_add(&diags, &engine_findings[finding], place_at(&job->source, 0, 0), a0, a1, NO_ARG, NO_ARG);
    job_refuse_file(job, &diags, job->folder);
}

/* A header with a mistake is told which. */
static bool is_item_master(const struct job *job, slice head)
{
    return job->bytes <= TEXT_FILE_MAX_BYTES && items_is_like_header(slice_sub(head, 0, slice_find(head, '\n')));
}

/* A partner's folder must not be a way to change our items. */
static void item_master(struct job *job)
{
    if (!slice_is(job->folder, "prima")) {
        refuse(job, ENGINE_ITEMS_FOLDER, job->folder, NO_ARG);
        return;
    }
    slice text = whole_text(job);
    if (job->err == 0) items_file(job, text);
}

/* Which of the few kinds of file is it? */
static void identify(struct job *job)
{
    const struct conf *conf = job->engine->setup->conf;
    unsigned deaths = 0;
    slice head = head_of(job);
    const bool x12 = x12_looks_like(head);
    if (job->err == 0) job->err = store_attempts(job->engine->store, job->claim, &deaths);
    if (job->err != 0) return;
    if (deaths >= conf->max_attempts) refuse(job, ENGINE_WORKER_DIED, arena_printf(job->arena, "%u", deaths), NO_ARG);
    else if (job->bytes == 0) refuse(job, ENGINE_FILE_EMPTY, NO_ARG, NO_ARG);
    else if (job->bytes > conf->max_file_bytes)
        refuse(job, ENGINE_FILE_TOO_BIG, arena_printf(job->arena, "%llu", (unsigned long long)job->bytes),
               arena_printf(job->arena, "%llu", (unsigned long long)conf->max_file_bytes));
    else if (send_folder(job->folder, &(slice){ 0 })) send_file(job);
    else if (!x12 && is_item_master(job, head)) item_master(job);
    else if (x12 || x12_may_be_within(head)) {
        crash_point("holding");
        interchange_file(job);
    } else refuse(job, ENGINE_NOT_EDI, NO_ARG, NO_ARG);
}

/* ---- its outcome ---- */

static slice summary(struct job *job)
{
    const struct engine_tally *t = &job->tally;
    struct buf text = BUF_INIT(1024);
    if (t->masters) buf_printf(&text, "item master loaded");
    const struct { unsigned n; const char *one, *many; } parts[] = {
        { t->converted, "order converted", "orders converted" }, { t->held, "order held", "orders held" },
        { t->rejected, "rejected", "rejected" }, { t->acknowledgements, "acknowledgement sent", "acknowledgements sent" }, { t->sent, "document sent", "documents sent" },
        { t->answers, "answer taken", "answers taken" },
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

int work_file(struct engine *e, struct claim *claim, struct arena *batch, struct arena *arena, struct engine_tally *tally)
{
    arena_reset(arena);
    struct job job = {
        .engine = e, .arena = arena, .claim = claim->name, .folder = claim->folder, .name = claim->file, .fd = claim->fd,
        .batch = batch, .kept = &claim->decided.outputs,
    };
    job.at = clock_now();
    job.tally.files = 1;
    job.source = (struct source){ .name = arena_cstr(arena, job.name), .fd = claim->fd };
    if (e->listener.holding != NULL) e->listener.holding(e->listener.context, claim->name);
    name_job(&job);
    if (job.err == 0) read_file(&job);
    if (job.err == 0) identify(&job);
    if (job.err == 0) {
        struct intake intake = {
            .id = job.id, .claim = job.claim, .name = job.name, .folder = job.folder, .sha256 = slice_of(job.sha256), .bytes = job.bytes,
            .received = job.at, .state = INTAKE_COMMITTED, .archive = job.archive, .wrong = job.tally.wrong, .summary = summary(&job),
        };
        job.err = store_intake_add(e->store, &intake);
        claim->decided.intake = keep_intake(batch, &intake);
    }
    if (e->listener.holding != NULL) e->listener.holding(e->listener.context, (slice){ 0 });
    if (job.err == 0) engine_tally_add(tally, &job.tally);
    return job.err;
}
