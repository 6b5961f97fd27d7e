/* waiting.c - what lies in the inboxes, in order of arrival.
 *
 * Reading folders of ten thousand files for every batch of a hundred would cost more than the batch, so a listing is kept for a second and
 * batches are cut from its front; files that went meanwhile are left out, and each one is looked at again before it is shown.  A listing that
 * cannot fill the request is made anew at once: nothing waits longer because of it. */
#include "spool/private.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>

enum {
    LISTED_FILES = 200000,              /* of one listing; with more than that waiting, order of arrival holds among those listed */
    LISTING_US = 1000000
};

static bool is_unfinished(slice name)
{
    return slice_ends(name, SLICE(".tmp")) || slice_ends(name, SLICE(".part"));
}

/* Size and time as they are now: 1; 0 when it is gone, or is no regular file; or an error. */
static int look_at(int dir, struct inbox_file *f)
{
    struct stat st;
    const int err = fsys_stat(dir, f->name.ptr, &st);
    if (err) return err == -ENOENT ? 0 : err;
    f->bytes = (uint64_t)st.st_size;
    f->modified = (instant)st.st_mtim.tv_sec * 1000000 + st.st_mtim.tv_nsec / 1000;
    return S_ISREG(st.st_mode);
}

static int list_file(struct listing *l, slice folder, int dir, slice name)
{
    struct inbox_file f = { .folder = folder, .name = { arena_cstr(l->arena, name), name.len } };
    const int there = look_at(dir, &f);
    if (there == 1) *(struct inbox_file *)arena_grow(l->arena, &l->files, &l->count, &l->room, sizeof f) = f;
    return there < 0 ? there : 0;
}

/* The descriptor goes with the stream. */
static int list_folder(struct listing *l, slice folder, int dir)
{
    DIR *d = fdopendir(dir);
    if (!d) {
        const int err = -errno;
        (void)fsys_close(dir);
        return err;
    }
    int err = 0;
    while (!err && l->count < LISTED_FILES) {
        errno = 0;
        const struct dirent *e = readdir(d);
        err = e ? 0 : -errno;
        if (!e) break;
        const slice name = slice_of(e->d_name);
        const bool perhaps = e->d_type == DT_REG || e->d_type == DT_UNKNOWN;
        if (perhaps && is_plain_name(name) && !is_unfinished(name)) err = list_file(l, folder, dirfd(d), name);
    }
    (void)closedir(d);
    return err;
}

static int by_arrival(const void *a, const void *b)
{
    const struct inbox_file *x = a, *y = b;
    if (x->modified != y->modified) return x->modified < y->modified ? -1 : 1;
    const int order = slice_cmp(x->name, y->name);
    return order ? order : slice_cmp(x->folder, y->folder);
}

void spool_first(struct spool *s, slice folder)
{
    s->first = folder;
}

/* The others keep their order behind them. */
static void put_first(struct listing *l, slice folder)
{
    struct inbox_file *sorted = arena_array(l->arena, l->count + 1, sizeof *sorted);
    size_t n = 0;
    for (int others = 0; others < 2; others++) {
        for (size_t i = 0; i < l->count; i++) {
            if (slice_eq(l->files[i].folder, folder) != others) sorted[n++] = l->files[i];
        }
    }
    l->files = sorted;
}

static int list(struct spool *s)
{
    struct listing *l = &s->listing;
    slice *names = NULL;
    size_t n = 0;
    arena_reset(l->arena);
    l->files = NULL;
    l->count = l->room = l->next = 0;
    int err = fsys_list(s->inbox, ".", l->arena, &names, &n);
    for (size_t i = 0; !err && i < n; i++) {
        if (!is_plain_name(names[i])) continue;
        const int dir = fsys_open_dir(s->inbox, names[i].ptr);
        /* What is no folder, or a link to one, is nobody's inbox. */
        if (dir == -ENOTDIR || dir == -ELOOP || dir == -ENOENT) continue;
        err = dir < 0 ? dir : list_folder(l, names[i], dir);
    }
    if (l->count > 1) qsort(l->files, l->count, sizeof *l->files, by_arrival);
    if (err) l->count = 0;              /* half a listing would be no order of arrival */
    if (s->first.len > 0) put_first(l, s->first);
    l->made = clock_ticks();
    return err;
}

static int still_waits(struct spool *s, struct arena *arena, struct inbox_file *f)
{
    const int dir = folder_open(s, arena_printf(arena, "inbox/%.*s", SLICE_ARG(f->folder)), false);
    if (dir < 0) return dir == -ENOENT ? 0 : dir;
    return look_at(dir, f);
}

/* Up to `max` from the front of the listing. */
static int cut(struct spool *s, struct arena *arena, size_t max, struct inbox_file *out, size_t *count)
{
    struct listing *l = &s->listing;
    int there = 0;
    for (size_t i = l->next; i < l->count && *count < max && there >= 0; i++) {
        struct inbox_file f = l->files[i];
        there = still_waits(s, arena, &f);
        if (there == 0 && i == l->next) l->next++;
        if (there != 1) continue;
        f.folder = arena_copy(arena, f.folder);
        f.name = arena_copy(arena, f.name);
        out[(*count)++] = f;
    }
    return there < 0 ? there : 0;
}

/* They are taken in order, so only the front is compared; a file that is found gone later costs no more than a look. */
void listing_taken(struct spool *s, const struct inbox_file *file)
{
    struct listing *l = &s->listing;
    if (l->next == l->count) return;
    const struct inbox_file *front = &l->files[l->next];
    if (slice_eq(front->name, file->name) && slice_eq(front->folder, file->folder)) l->next++;
}

int spool_waiting(struct spool *s, struct arena *arena, size_t max, struct inbox_file **out, size_t *count)
{
    folders_forget(s);                  /* a new batch begins */
    struct listing *l = &s->listing;
    if (!l->arena) l->arena = arena_new();
    const bool is_fresh = l->count > 0 && clock_ticks() - l->made < LISTING_US;
    const size_t left = l->count - l->next;
    *out = arena_array(arena, (left < max ? left : max) + 1, sizeof **out);
    *count = 0;
    int err = is_fresh ? cut(s, arena, max, *out, count) : 0;
    if (err || (*count == max && max > 0)) return err;
    err = list(s);
    if (err) return err;
    *out = arena_array(arena, (l->count < max ? l->count : max) + 1, sizeof **out);
    *count = 0;
    return cut(s, arena, max, *out, count);
}
