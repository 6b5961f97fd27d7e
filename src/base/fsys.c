/* fsys.c - file operations, each behind the fault hook.
 *
 * What must stay true: every system call that touches a file is made here (the database library excepted), an interrupted call is repeated,
 * and errno leaves as a negative number.  `hook` is the only mutable global: tests use it to make the n-th operation fail; in programs it
 * stays null. */
#include "base/fsys.h"

#include "base/err.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    FILE_MODE = 0640,
    DIR_MODE = 0750,
    MAX_NAMES = 1000000,
    READ_STEP = 64 * 1024
};

static struct {
    fsys_fault call;
    void *context;
} hook;

void fsys_set_fault(fsys_fault fault, void *context)
{
    hook.call = fault;
    hook.context = context;
}

static int fault(const char *operation, const char *path)
{
    return hook.call ? hook.call(hook.context, operation, path) : 0;
}

static int done(int result)
{
    return result < 0 ? -errno : result;
}

static int open_retry(int dir, const char *path, int flags)
{
    int fd;
    if (dir != AT_FDCWD) flags |= O_NOFOLLOW;
    do fd = openat(dir, path, flags | O_CLOEXEC | O_NOCTTY, FILE_MODE);
    while (fd < 0 && errno == EINTR);
    return done(fd);
}

/* ---- opening ---- */

int fsys_open_read(int dir, const char *path)
{
    int err = fault("open-read", path);
    if (err) return err;
    if (dir == AT_FDCWD) return open_retry(dir, path, O_RDONLY);
    /* O_NONBLOCK: a pipe somebody made in an inbox must not stop us while we find out that it is one. */
    int fd = open_retry(dir, path, O_RDONLY | O_NONBLOCK);
    if (fd < 0) return fd;
    struct stat st;
    err = fstat(fd, &st) < 0 ? -errno : S_ISREG(st.st_mode) ? 0 : S_ISDIR(st.st_mode) ? -EISDIR : -EINVAL;
    if (err == 0) return fd;
    (void)close(fd);                /* nothing was written through it */
    return err;
}

int fsys_open_dir(int dir, const char *path)
{
    int err = fault("open-dir", path);
    return err ? err : open_retry(dir, path, O_RDONLY | O_DIRECTORY);
}

int fsys_create(int dir, const char *path)
{
    int err = fault("create", path);
    return err ? err : open_retry(dir, path, O_WRONLY | O_CREAT | O_TRUNC);
}

int fsys_create_new(int dir, const char *path)
{
    int err = fault("create", path);
    return err ? err : open_retry(dir, path, O_WRONLY | O_CREAT | O_EXCL);
}

int fsys_close(int fd)
{
    int err = fault("close", "");
    /* Linux has closed the descriptor even when it reports EINTR; closing again could hit somebody else's. */
    int result = close(fd) < 0 && errno != EINTR ? -errno : 0;
    return err ? err : result;
}

/* ---- bytes ---- */

ssize_t fsys_read(int fd, void *to, size_t room)
{
    ssize_t n;
    int err = fault("read", "");
    if (err) return err;
    do n = read(fd, to, room);
    while (n < 0 && errno == EINTR);
    return n < 0 ? -errno : n;
}

ssize_t fsys_pread(int fd, void *to, size_t room, uint64_t offset)
{
    ssize_t n;
    int err = fault("pread", "");
    if (err) return err;
    if (offset > INT64_MAX) return -EINVAL;
    do n = pread(fd, to, room, (off_t)offset);
    while (n < 0 && errno == EINTR);
    return n < 0 ? -errno : n;
}

int fsys_write_all(int fd, slice bytes)
{
    int err = fault("write", "");
    if (err) return err;
    while (bytes.len > 0) {
        ssize_t n = write(fd, bytes.ptr, bytes.len);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return n < 0 ? -errno : -EIO;
        bytes = slice_sub(bytes, (size_t)n, bytes.len);
    }
    return 0;
}

int fsys_sync(int fd)
{
    int err = fault("sync", "");
    return err ? err : done(fdatasync(fd));
}

int fsys_sync_fs(int fd)
{
    int err = fault("syncfs", "");
    return err ? err : done(syncfs(fd));
}

/* ---- names ---- */

int fsys_rename(int from_dir, const char *from, int to_dir, const char *to)
{
    int err = fault("rename", from);
    return err ? err : done(renameat(from_dir, from, to_dir, to));
}

int fsys_link(int from_dir, const char *from, int to_dir, const char *to)
{
    int err = fault("link", from);
    return err ? err : done(linkat(from_dir, from, to_dir, to, 0));
}

int fsys_unlink(int dir, const char *path)
{
    int err = fault("unlink", path);
    if (err) return err;
    return unlinkat(dir, path, 0) < 0 && errno != ENOENT ? -errno : 0;
}

int fsys_mkdir(int dir, const char *path)
{
    int err = fault("mkdir", path);
    if (err) return err;
    return mkdirat(dir, path, DIR_MODE) < 0 && errno != EEXIST ? -errno : 0;
}

int fsys_mkdirs(int dir, const char *path)
{
    char part[PATH_MAX];
    size_t len = strlen(path);
    if (len >= sizeof part) return -ENAMETOOLONG;
    for (size_t i = 1; i <= len; i++) {
        if (i < len && path[i] != '/') continue;
        if (path[i - 1] == '/') continue;       /* doubled or final slash */
        memcpy(part, path, i);
        part[i] = 0;
        int err = fsys_mkdir(dir, part);
        if (err) return err;
    }
    return 0;
}

int fsys_stat(int dir, const char *path, struct stat *out)
{
    int err = fault("stat", path);
    return err ? err : done(fstatat(dir, path, out, dir == AT_FDCWD ? 0 : AT_SYMLINK_NOFOLLOW));
}

/* ---- whole files ---- */

int fsys_read_all(int fd, struct buf *out)
{
    buf_clear(out);
    for (;;) {
        /* One byte past the cap is asked for, so that a file of exactly the cap is told from a longer one. */
        size_t step = out->max - out->len < READ_STEP ? out->max - out->len : READ_STEP;
        char extra;
        if (step == 0) {
            ssize_t n = fsys_read(fd, &extra, 1);
            return n < 0 ? (int)n : n > 0 ? E_TOO_BIG : 0;
        }
        if (!buf_reserve(out, step)) return E_TOO_BIG;
        ssize_t n = fsys_read(fd, out->ptr + out->len, out->room - out->len);
        if (n <= 0) return (int)n;
        out->len += (size_t)n;
    }
}

int fsys_read_file(int dir, const char *path, struct buf *out)
{
    struct stat st;
    buf_clear(out);
    int fd = fsys_open_read(dir, path);
    if (fd < 0) return fd;
    int err = 0;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) {
        if ((uint64_t)st.st_size > out->max)
            err = E_TOO_BIG;
        else
            (void)buf_reserve(out, (size_t)st.st_size + ((size_t)st.st_size < out->max));    /* and one to meet the end */
    }
    if (err == 0) err = fsys_read_all(fd, out);
    (void)fsys_close(fd);           /* only read from */
    return err;
}

static int write_new(int dir, const char *path, slice bytes, bool sync)
{
    int fd = fsys_create(dir, path);
    if (fd < 0) return fd;
    int err = fsys_write_all(fd, bytes);
    if (err == 0 && sync) err = fsys_sync(fd);
    int closed = fsys_close(fd);
    return err ? err : closed;
}

int fsys_put_file(int dir, const char *path, slice bytes, bool sync)
{
    char temporary[PATH_MAX];
    size_t len = strlen(path);
    if (len + sizeof ".tmp" > sizeof temporary) return -ENAMETOOLONG;
    memcpy(temporary, path, len);
    memcpy(temporary + len, ".tmp", sizeof ".tmp");
    int err = write_new(dir, temporary, bytes, sync);
    if (err == 0) err = fsys_rename(dir, temporary, dir, path);
    if (err) (void)fsys_unlink(dir, temporary);     /* the first error is the one to report */
    return err;
}

/* ---- directories ---- */

static int by_name(const void *a, const void *b)
{
    return slice_cmp(*(const slice *)a, *(const slice *)b);
}

static int read_names(DIR *d, struct arena *arena, slice **out, size_t *count)
{
    size_t room = 0;
    for (;;) {
        errno = 0;
        const struct dirent *e = readdir(d);
        if (!e) return -errno;
        slice name = slice_of(e->d_name);
        if (slice_is(name, ".") || slice_is(name, "..")) continue;
        if (*count >= MAX_NAMES) return E_TOO_BIG;
        slice *to = arena_grow(arena, out, count, &room, sizeof **out);
        *to = (slice){ arena_cstr(arena, name), name.len };
    }
}

int fsys_list(int dir, const char *path, struct arena *arena, slice **out, size_t *count)
{
    int err = fault("list", path);
    if (err) return err;
    *out = NULL;
    *count = 0;
    int fd = open_retry(dir, path, O_RDONLY | O_DIRECTORY);
    if (fd < 0) return fd;
    DIR *d = fdopendir(fd);
    if (!d) {
        err = -errno;
        (void)close(fd);
        return err;
    }
    err = read_names(d, arena, out, count);
    (void)closedir(d);
    if (err == 0 && *count > 1) qsort(*out, *count, sizeof **out, by_name);
    return err;
}
