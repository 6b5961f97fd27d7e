/* job.h - one claimed file on its way through the engine; private to engine/.
 *
 * Everything a job decides is put into the open store transaction through the functions below; a world error sticks in job->err, so callers ask
 * once at the end.  Nothing outside the store changes until the batch is committed. */
#ifndef ENGINE_JOB_H
#define ENGINE_JOB_H

#include "engine/engine.h"
#include "engine/report.h"
#include "trade/items.h"

struct master {                         /* the item master in use */
    struct arena *arena;
    slice digest;
    const struct items *items;          /* null: none was loaded yet */
    struct item_lookup lookup;
};

struct published {                      /* on disk, and not yet marked done in the store */
    struct arena *arena;
    struct published_file { int64_t id; int fd; } *files;
    size_t count, room;
};

/* The outputs of one file as they are in the store, so that they can be published without reading them back.  Of large ones, or when some were
   undone, nothing is kept. */
struct kept_outputs {
    struct output *items;
    size_t count, room;
    bool incomplete;
};

/* A file whose outcome is decided. */
struct decided {
    struct intake intake;
    struct kept_outputs outputs;
};

struct engine {
    char *instance, *shipped;
    int dir;
    struct setup *setup;
    struct store *store;
    struct spool *spool;
    struct documents *documents;
    struct translator *translator;
    struct master master;
    struct published published;
    struct buf small_file;              /* the bytes of the file in hand, when it is small */
    size_t keep_room;                   /* bytes of outputs that may still be kept of this batch */
    struct engine_listener listener;
    char error[512];
};

struct job {
    struct engine *engine;
    struct arena *arena;                /* the file's; reset for the next */
    slice claim, folder, name;          /* in active/; inbox folder; as it was dropped */
    int fd;
    uint64_t bytes;
    struct source source;
    instant at;
    int64_t id;
    slice id_text;                      /* "000042" */
    slice archive;                      /* "archive/2026/11/24/000042/NAME" */
    slice archive_dir;
    char sha256[65];
    struct engine_tally tally;
    struct arena *batch;                /* lives until all of the batch is published … */
    struct kept_outputs *kept;          /* … and so do these */
    int err;
};

/* master.c: the current item master of the store, mapped from state/cache; and taking a new one in. */
int master_refresh(struct engine *e);
void master_close(struct master *m);
void items_file(struct job *job, slice csv);
/* interchange.c: a file of X12. */
void interchange_file(struct job *job);

/* job.c */
void job_output(struct job *job, const char *kind, slice key, slice path, slice bytes, uint32_t ordinal);
void job_findings(struct job *job, uint32_t ordinal, const struct diags *diags);
void job_document(struct job *job, const struct document *document);
/* An entry of the quarantine: report in three forms, `original` as a link, `set` (if any) as document.x12.  Fills id, file, since, state,
   reason, owner of the report; returns the entry's id. */
slice job_quarantine(struct job *job, uint32_t ordinal, struct report *report, slice set);
/* The whole file goes to quarantine for one reason. */
void job_refuse_file(struct job *job, const struct diags *diags, slice partner);
/* The worst finding (the first of the worst), or null. */
const struct diag *job_worst(const struct diags *diags);

#endif
