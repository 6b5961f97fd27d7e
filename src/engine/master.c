/* master.c - the item master: taking a new items.csv in, and using the current one.
 *
 * The compiled image is kept in the store: it is part of the commit that took the file in, so a crash leaves the old master or the new one.
 * A file with errors changes nothing: the old master stays. */
#include "base/err.h"
#include "crypto/digest.h"
#include "engine/job.h"


enum { IMAGE_MAX_BYTES = 1 << 30 };

void master_close(struct master *m)
{
    arena_free(m->arena);
    *m = (struct master){ 0 };
}

static int use_image(struct engine *e, struct arena *arena, slice digest, slice image)
{
    const struct items *items = NULL;
    int err = items_open(image, arena, &items);
    if (err != 0) {
        arena_free(arena);
        return err;
    }
    master_close(&e->master);
    e->master = (struct master){ arena, arena_copy(arena, digest), items, items_lookup(items) };
    return 0;
}

int master_refresh(struct engine *e)
{
    struct arena *arena = arena_new();
    slice digest, image;
    int err = store_blob_current(e->store, SLICE("items"), arena, &digest);
    if (err == E_NOT_FOUND || (err == 0 && slice_eq(digest, e->master.digest))) {
        arena_free(arena);
        return 0;
    }
    if (err == 0) err = store_blob_get(e->store, SLICE("items"), digest, arena, &image);
    if (err != 0) {
        arena_free(arena);
        return err;
    }
    return use_image(e, arena, digest, image);
}

static void keep_master(struct job *job, slice image)
{
    char hex[SHA256_HEX + 1];
    sha256_hex(image, hex);
    slice digest = slice_of(hex);
    job->err = store_blob_put(job->engine->store, SLICE("items"), digest, image, job->at);
    if (job->err == 0) job->err = master_refresh(job->engine);
    struct document document = {
        .intake = job->id, .kind = SLICE("items"), .length = job->bytes, .state = DOC_ACCEPTED, .items_digest = digest, .at = job->at,
    };
    job_document(job, &document);
    if (job->err == 0) job->err = store_audit(job->engine->store, job->at, "items-loaded", digest, job->name);
    job->tally.masters++;
}

void items_file(struct job *job, slice csv)
{
    struct diags diags;
    diags_init(&diags, job->arena, job->engine->setup->conf->max_findings);
    struct buf image = BUF_INIT(IMAGE_MAX_BYTES);
    if (items_compile(&job->source, csv, &image, &diags)) {
        keep_master(job, buf_slice(&image));
        job_findings(job, 0, &diags);
    } else {
        job_refuse_file(job, &diags, SLICE("prima"));
    }
    buf_free(&image);
}
