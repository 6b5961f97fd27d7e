/* engine.c - opening, reloading and closing an instance; see engine.h. */
#include "config.h"

#include "base/err.h"
#include "base/fsys.h"
#include "base/must.h"
#include "engine/documents.h"
#include "engine/job.h"
#include "engine/publish.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { RECORD_MAX_BYTES = 1 << 30, SMALL_FILE_MAX = 1 << 21 };

static int load_setup(struct engine *e, struct setup **out, struct diags *diags)
{
    struct arena *arena = arena_new();
    int err = setup_load(arena, e->instance, e->dir, e->shipped, true, out, diags);
    if (err != 0) arena_adopt(diags->arena, arena);     /* the findings point into it */
    return err;
}

static struct x12_limits limits_of(const struct conf *conf)
{
    struct x12_limits limits = x12_default_limits;
    if (conf->max_set_bytes < UINT32_MAX) limits.set_bytes = (uint32_t)conf->max_set_bytes;
    return limits;
}

static void use_setup(struct engine *e, struct setup *setup)
{
    setup_free(e->setup);
    e->setup = setup;
    struct x12_limits limits = limits_of(setup->conf);
    documents_free(e->documents);
    e->documents = documents_new(&limits, setup->conf->max_findings);
}

int engine_open(const char *instance, const char *shipped, struct engine **out, const char **what, struct diags *diags)
{
    struct engine *e = calloc(1, sizeof *e);
    must(e != NULL);
    e->instance = strdup(instance);
    e->shipped = strdup(shipped);
    must(e->instance != NULL && e->shipped != NULL);
    e->small_file = BUF_INIT(SMALL_FILE_MAX);
    e->published.arena = arena_new();
    e->dir = fsys_open_dir(AT_FDCWD, instance);
    *what = "the instance directory";
    int err = e->dir < 0 ? e->dir : 0;
    struct setup *setup = NULL;
    if (err == 0) {
        *what = "settings";
        err = load_setup(e, &setup, diags);
    }
    if (err == 0) {
        use_setup(e, setup);
        e->translator = translator_new(RECORD_MAX_BYTES);
        *what = "the instance's directories";
        err = spool_open(instance, &e->spool);
    }
    if (err == 0) spool_first(e->spool, SLICE("prima"));
    if (err == 0) {
        *what = "the store (state/crossdock.db)";
        char path[4096];
        snprintf(path, sizeof path, "%s/state/crossdock.db", instance);
        err = store_open(path, false, &e->store);
    }
    if (err == 0) {
        *what = "the item master";
        err = master_refresh(e);
    }
    if (err != 0) {
        engine_close(e);
        return err;
    }
    *out = e;
    return 0;
}

void engine_close(struct engine *e)
{
    if (e == NULL) return;
    if (publish_mark_now(e) != 0) publish_marked(e);    /* the next recovery publishes once more, which changes nothing */
    arena_free(e->published.arena);
    master_close(&e->master);
    buf_free(&e->small_file);
    documents_free(e->documents);
    translator_free(e->translator);
    setup_free(e->setup);
    store_close(e->store);
    spool_close(e->spool);
    if (e->dir >= 0) fsys_close(e->dir);
    free(e->instance);
    free(e->shipped);
    free(e);
}

int engine_reload(struct engine *e, struct diags *diags)
{
    struct setup *setup = NULL;
    int err = load_setup(e, &setup, diags);
    if (err == 0) use_setup(e, setup);
    return err;
}

const struct setup *engine_setup(const struct engine *e) { return e->setup; }

struct store *engine_store(struct engine *e) { return e->store; }

void engine_tally_add(struct engine_tally *to, const struct engine_tally *from)
{
    to->files += from->files;
    to->sets += from->sets;
    to->converted += from->converted;
    to->held += from->held;
    to->rejected += from->rejected;
    to->entries += from->entries;
    to->acknowledgements += from->acknowledgements;
    to->masters += from->masters;
    to->sent += from->sent;
    to->answers += from->answers;
    to->wrong |= from->wrong;
}

void engine_listen(struct engine *e, const struct engine_listener *listener) { e->listener = *listener; }

int engine_forget(struct engine *e) { return publish_forget(e); }

int engine_fail(struct engine *e, int err)
{
    const char *words = store_error(e->store);
    if (err == E_STORE && words != NULL && words[0] != 0) snprintf(e->error, sizeof e->error, "%s: %s", err_text(err), words);
    else snprintf(e->error, sizeof e->error, "%s", err_text(err));
    return err;
}

const char *engine_error(const struct engine *e) { return e->error; }

static bool is_dir(const char *path)
{
    struct stat st;
    return fsys_stat(AT_FDCWD, path, &st) == 0 && S_ISDIR(st.st_mode);
}

const char *engine_shipped(struct arena *arena)
{
    char self[4096];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    if (n > 0) {
        slice exe = { self, (size_t)n };
        if (slice_starts(exe, slice_of(BUILD_TREE "/"))) return SOURCE_TREE;
        size_t cut = exe.len;
        while (cut > 0 && self[cut - 1] != '/') cut--;
        const char *beside = arena_cstr(arena, arena_printf(arena, "%.*s../share/crossdock", (int)cut, self));
        char real[PATH_MAX];
        if (is_dir(beside)) return realpath(beside, real) ? arena_cstr(arena, slice_of(real)) : beside;
    }
    return PKGDATADIR;
}
