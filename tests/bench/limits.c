/* limits.c - bare limits: what memchr and the disk alone allow.  Nothing of crossdock runs in here but reading files. */
#include "bench/limits.h"

#include "base/date.h"
#include "base/err.h"
#include "base/fsys.h"

#include <fcntl.h>
#include <stdio.h>

uint64_t limit_memchr(slice text, char terminator)
{
    uint64_t n = 0;
    const char *p = text.ptr, *end = text.ptr + text.len;
    while ((p = memchr(p, terminator, (size_t)(end - p)))) {
        p++;
        n++;
    }
    return n;
}

/* All files of a directory one after the other; `ends` gets where each ends. */
static int read_all(struct arena *arena, const char *dir, struct buf *all, size_t **ends, size_t *count)
{
    slice *names;
    struct buf one = BUF_INIT(1 << 30);
    int fd = fsys_open_dir(AT_FDCWD, dir), err = fd < 0 ? fd : fsys_list(fd, ".", arena, &names, count);
    *ends = err ? 0 : arena_array(arena, *count + 1, sizeof **ends);
    for (size_t i = 0; !err && i < *count; i++) {
        err = fsys_read_file(fd, arena_cstr(arena, names[i]), &one);
        buf_add(all, buf_slice(&one));
        (*ends)[i] = all->len;
    }
    buf_free(&one);
    if (fd >= 0) fsys_close(fd);
    return err;
}

static int append(int journal, slice all, const size_t *ends, size_t count, unsigned batch)
{
    int err = 0;
    for (size_t from = 0, i = 0; !err && i < count; from = ends[i - 1]) {
        i = i + batch < count ? i + batch : count;
        err = fsys_write_all(journal, slice_sub(all, from, ends[i - 1] - from));
        if (!err) err = fsys_sync(journal);
    }
    return err;
}

double limit_files(const char *dir, const char *journal, unsigned batch)
{
    struct arena *arena = arena_new();
    struct buf all = BUF_INIT((size_t)4 << 30);
    size_t *ends, count = 0;
    int64_t took = 0;
    int err = read_all(arena, dir, &all, &ends, &count), fd = err ? err : fsys_create(AT_FDCWD, journal);
    if (fd >= 0) {
        int64_t start = clock_ticks();
        err = append(fd, buf_slice(&all), ends, count, batch);
        took = clock_ticks() - start;
        fsys_close(fd);
        fsys_unlink(AT_FDCWD, journal);
    } else {
        err = fd;
    }
    if (err) fprintf(stderr, "bench: %s: %s\n", dir, err_text(err));
    buf_free(&all);
    arena_free(arena);
    return err || took <= 0 ? 0 : (double)count * 1e6 / (double)took;
}
