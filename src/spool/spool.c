/* spool.c - opening an instance and putting all of it on disk.
 *
 * Decides which folders an instance has.  They are opened by descriptor once; from then on nothing depends on the current directory. */
#include "spool/private.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>

static const char *const folders[] = { "inbox", "active", "outbox", "quarantine", "archive", "state" };

static int make_folders(struct spool *s)
{
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        const int err = fsys_mkdir(s->root, folders[i]);
        if (err) return err;
    }
    s->inbox = fsys_open_dir(s->root, "inbox");
    if (s->inbox < 0) return s->inbox;
    s->active = fsys_open_dir(s->root, "active");
    return s->active < 0 ? s->active : 0;
}

int spool_open(const char *instance, struct spool **out)
{
    struct spool *s = must_memory(calloc(1, sizeof *s));
    s->inbox = s->active = -1;
    s->root = fsys_open_dir(AT_FDCWD, instance);
    const int err = s->root < 0 ? s->root : make_folders(s);
    if (err) spool_close(s);
    else *out = s;
    return err;
}

void spool_close(struct spool *s)
{
    if (!s) return;
    folders_forget(s);
    arena_free(s->listing.arena);
    const int standing[] = { s->active, s->inbox, s->root };
    for (size_t i = 0; i < 3; i++) {
        if (standing[i] >= 0) (void)fsys_close(standing[i]);    /* directories only */
    }
    free(s);
}

int spool_dir(const struct spool *s)
{
    return s->root;
}

bool spool_lock(int fd)
{
    return flock(fd, LOCK_EX | LOCK_NB) == 0;
}

/* An archive or an outbox may be a file system of its own, mounted there; each is synced once. */
int spool_sync(struct spool *s)
{
    dev_t synced[sizeof folders / sizeof folders[0] + 1];
    size_t n = 0;
    struct stat st;
    int err = fsys_sync_fs(s->root);
    if (!err) err = fsys_stat(s->root, ".", &st);
    if (!err) synced[n++] = st.st_dev;
    for (size_t i = 0; !err && i < sizeof folders / sizeof folders[0]; i++) {
        err = fsys_stat(s->root, folders[i], &st);
        bool done = false;
        for (size_t k = 0; k < n; k++) done = done || synced[k] == st.st_dev;
        if (err || done) continue;
        const int fd = folder_open(s, slice_of(folders[i]), false);
        err = fd < 0 ? fd : fsys_sync_fs(fd);
        synced[n++] = st.st_dev;
    }
    /* A batch ends here: what people do to the folders meanwhile counts from the next one on. */
    folders_forget(s);
    return err;
}
