/* publish.c - bringing files to rest: outputs published, claims archived or quarantined, second names for what was sent.
 *
 * Everything here may be repeated after a crash and then changes nothing (S4), and a final name never shows part of a file (S2).  Nothing is
 * synced: the journal holds the bytes until spool_sync says that they are on disk.  The exception is a move between file systems, where the
 * original would be gone before its copy is safe.
 *
 * One path is published by one process at a time: whoever holds the lock of the claim. */
#include "spool/private.h"

#include <errno.h>
#include <stdio.h>

enum { COPY_MAX = 1024 * 1024 * 1024 }; /* largest file that is moved between file systems */

/* The hidden name is always the same, so what a crash left there is written over by the repetition. */
static int hidden_name(const char *name, char out[SPOOL_NAME + 8])
{
    const int len = snprintf(out, SPOOL_NAME + 8, ".%s.tmp", name);
    return len <= SPOOL_NAME ? 0 : -ENAMETOOLONG;
}

static int write_new(int dir, const char *name, slice bytes, bool sync)
{
    const int fd = fsys_create(dir, name);
    if (fd < 0) return fd;
    int err = fsys_write_all(fd, bytes);
    if (!err && sync) err = fsys_sync(fd);
    const int closed = fsys_close(fd);
    return err ? err : closed;
}

int put_whole(const struct place_in *to, slice bytes, bool sync)
{
    char hidden[SPOOL_NAME + 8];
    int err = hidden_name(to->name, hidden);
    if (err) return err;
    err = write_new(to->dir, hidden, bytes, sync);
    if (!err) err = fsys_rename(to->dir, hidden, to->dir, to->name);
    if (err) (void)fsys_unlink(to->dir, hidden);        /* the first error is the one to tell */
    return err;
}

static int same_bytes(int fd, slice bytes)
{
    char part[64 * 1024];
    for (size_t at = 0;;) {
        const ssize_t n = fsys_read(fd, part, sizeof part);
        if (n < 0) return (int)n;
        if (n == 0) return at == bytes.len;
        if ((size_t)n > bytes.len - at || memcmp(part, bytes.ptr + at, (size_t)n) != 0) return 0;
        at += (size_t)n;
    }
}

int holds_bytes(const struct place_in *at, slice bytes)
{
    struct stat st;
    const int err = fsys_stat(at->dir, at->name, &st);
    if (err) return err == -ENOENT ? 0 : err;
    if (!S_ISREG(st.st_mode) || (uint64_t)st.st_size != bytes.len) return 0;
    const int fd = fsys_open_read(at->dir, at->name);
    if (fd < 0) return fd == -ENOENT ? 0 : fd;          /* taken away meanwhile */
    const int same = same_bytes(fd, bytes);
    (void)fsys_close(fd);
    return same;
}

/* A folder that was removed under our descriptor (ENOENT) is made again, once. */
static int publish(struct spool *s, slice path, slice bytes)
{
    struct place_in to;
    const int err = folder_of(s, path, true, &to);
    if (err) return err;
    const int same = holds_bytes(&to, bytes);
    return same < 0 ? same : same ? 0 : put_whole(&to, bytes, false);
}

int spool_publish(struct spool *s, slice path, slice bytes)
{
    const int err = publish(s, path, bytes);
    if (err != -ENOENT) return err;
    folders_forget(s);
    return publish(s, path, bytes);
}

/* ---- claims come to rest ---- */

static int copy_whole(const struct place_in *from, const struct place_in *to, bool sync)
{
    struct buf bytes = BUF_INIT(COPY_MAX);
    int err = fsys_read_file(from->dir, from->name, &bytes);
    const int same = err ? err : holds_bytes(to, buf_slice(&bytes));
    err = same < 0 ? same : same && !sync ? 0 : put_whole(to, buf_slice(&bytes), sync);
    buf_free(&bytes);
    return err;
}

/* To another file system: the copy is on disk, name and all, before the original goes. */
static int move_across(const struct place_in *from, const struct place_in *to)
{
    int err = copy_whole(from, to, true);
    if (!err) err = fsys_sync_fs(to->dir);
    return err ? err : fsys_unlink(from->dir, from->name);
}

static bool is_there(const struct place_in *at)
{
    struct stat st;
    return fsys_stat(at->dir, at->name, &st) == 0 && S_ISREG(st.st_mode);
}

static int settle(struct spool *s, slice claim, slice path)
{
    struct place_in to, from = { .dir = s->active };
    if (!is_plain_name(claim)) return -EINVAL;
    memcpy(from.name, claim.ptr, claim.len);
    from.name[claim.len] = 0;
    int err = folder_of(s, path, true, &to);
    if (err) return err;
    err = fsys_rename(from.dir, from.name, to.dir, to.name);
    if (err == -EXDEV) return move_across(&from, &to);
    /* Settled by the run that crashed after this very rename. */
    return err == -ENOENT && is_there(&to) ? 0 : err;
}

int spool_settle(struct spool *s, slice claim, slice path)
{
    const int err = settle(s, claim, path);
    if (err != -ENOENT) return err;
    folders_forget(s);
    return settle(s, claim, path);
}

/* ---- a second name ---- */

static bool is_one_file(const struct place_in *a, const struct place_in *b)
{
    struct stat x, y;
    return fsys_stat(a->dir, a->name, &x) == 0 && fsys_stat(b->dir, b->name, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

bool is_no_link(int err)
{
    return err == -EXDEV || err == -EPERM || err == -EMLINK || err == -EOPNOTSUPP || err == -ENOSYS;
}

static int also(struct spool *s, slice path, slice as)
{
    struct place_in from, to;
    int err = folder_of(s, path, false, &from);
    if (err) return err;
    err = folder_of(s, as, true, &to);
    if (err) return err;
    err = fsys_link(from.dir, from.name, to.dir, to.name);
    if (err == -EEXIST && is_one_file(&from, &to)) return 0;
    if (err == -EEXIST || is_no_link(err)) return copy_whole(&from, &to, false);
    /* Taken from the outbox already; the name given earlier is what counts. */
    return err == -ENOENT && is_there(&to) ? 0 : err;
}

int spool_also(struct spool *s, slice path, slice as)
{
    const int err = also(s, path, as);
    if (err != -ENOENT) return err;
    folders_forget(s);
    return also(s, path, as);
}
