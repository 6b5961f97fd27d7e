/* claim.c - taking one file from an inbox for this worker, and what lies in active/.
 *
 * Claiming is a single rename(2), so of two workers exactly one wins; the loser sees ENOENT, which is not an error.  Nothing here reads a file.
 * Only regular files are ever kept: a link that somebody puts in an inbox under the eyes of spool_waiting goes back there. */
#include "spool/names.h"
#include "spool/private.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/random.h>
#include <unistd.h>

/* A fresh number for each claim of this process, from one draw: with the microseconds before it, it keeps two workers' claims apart. */
static uint64_t draw(struct spool *s)
{
    if (s->drawn == 0 && getrandom(&s->drawn, sizeof s->drawn, GRND_NONBLOCK) != (ssize_t)sizeof s->drawn)
        s->drawn = (uint64_t)clock_ticks() << 16 ^ (uint64_t)getpid();      /* early in the boot; unique enough among our own workers */
    return s->drawn++;
}

static int give_back(struct spool *s, const char *claim, const struct place_in *inbox)
{
    (void)fsys_rename(s->active, claim, inbox->dir, inbox->name);   /* when this fails it lies in active/, where nobody follows it */
    return E_NOT_FOUND;
}

int spool_claim(struct spool *s, const struct inbox_file *file, instant now, struct arena *arena, slice *claim, int *fd)
{
    if (!is_plain_name(file->folder) || !is_plain_name(file->name)) return -EINVAL;
    struct place_in from;
    int err = folder_of(s, arena_printf(arena, "inbox/%.*s/%.*s", SLICE_ARG(file->folder), SLICE_ARG(file->name)), false, &from);
    if (err) return err == -ENOENT ? E_NOT_FOUND : err;
    /* On failure the name is left to the arena; nothing else has happened. */
    *claim = claim_name(arena, file->folder, file->name, now, draw(s));
    const char *to = arena_cstr(arena, *claim);
    err = fsys_rename(from.dir, from.name, s->active, to);
    if (!err || err == -ENOENT) listing_taken(s, file);
    if (err) return err == -ENOENT ? E_NOT_FOUND : err;
    *fd = fsys_open_read(s->active, to);
    /* Between listing and taking somebody may have put something else under this name. */
    if (*fd == -ELOOP || *fd == -EISDIR || *fd == -EINVAL) return give_back(s, to, &from);
    return *fd < 0 ? *fd : 0;
}

static int by_stamp(const void *a, const void *b)
{
    const slice x = *(const slice *)a, y = *(const slice *)b;
    const int order = slice_cmp(claim_stamp(x), claim_stamp(y));
    return order ? order : slice_cmp(x, y);
}

int spool_active(struct spool *s, struct arena *arena, slice **out, size_t *count)
{
    slice *names = NULL;
    size_t n = 0, kept = 0;
    const int err = fsys_list(s->active, ".", arena, &names, &n);
    if (err) return err;
    for (size_t i = 0; i < n; i++) {
        struct stat st;
        if (claim_stamp(names[i]).len == 0) continue;               /* not ours */
        if (fsys_stat(s->active, names[i].ptr, &st) == 0 && S_ISREG(st.st_mode)) names[kept++] = names[i];
    }
    if (kept > 1) qsort(names, kept, sizeof *names, by_stamp);
    *out = names;
    *count = kept;
    return 0;
}

int spool_open_active(struct spool *s, slice claim)
{
    char name[SPOOL_NAME + 1];
    if (!is_plain_name(claim)) return -EINVAL;
    memcpy(name, claim.ptr, claim.len);
    name[claim.len] = 0;
    return fsys_open_read(s->active, name);
}
