/* folder.c - from relative paths to descriptors.
 *
 * Every folder is opened component by component below its parent's descriptor, never through a symbolic link, so a path cannot leave the
 * instance whatever it says.  The last few descriptors are kept: ten thousand files in a row go to the same outbox.  Nothing here knows what
 * the folders mean. */
#include "spool/private.h"

#include <errno.h>

bool is_plain_name(slice name)
{
    if (name.len == 0 || name.len > SPOOL_NAME || name.ptr[0] == '.') return false;
    return slice_find(name, '/') == name.len && slice_find(name, 0) == name.len;
}

static void drop(struct folder *f)
{
    if (f->used) (void)fsys_close(f->fd);       /* a directory: nothing was written through it */
    f->used = 0;
}

void folders_forget(struct spool *s)
{
    for (size_t i = 0; i < SPOOL_FOLDERS; i++) drop(&s->folders[i]);
}

static struct folder *known(struct spool *s, slice path)
{
    for (size_t i = 0; i < SPOOL_FOLDERS; i++) {
        struct folder *f = &s->folders[i];
        if (f->used && f->len == path.len && memcmp(f->path, path.ptr, path.len) == 0) return f;
    }
    return NULL;
}

static struct folder *longest_unused(struct spool *s)
{
    struct folder *oldest = &s->folders[0];
    for (size_t i = 1; i < SPOOL_FOLDERS; i++) {
        if (s->folders[i].used < oldest->used) oldest = &s->folders[i];
    }
    return oldest;
}

static int remember(struct spool *s, slice path, int fd)
{
    struct folder *f = longest_unused(s);
    drop(f);
    f->fd = fd;
    f->used = ++s->clock;
    f->len = path.len;
    memcpy(f->path, path.ptr, path.len);
    return fd;
}

/* Position of the last slash, or 0 when there is none (a path never starts with one). */
static size_t last_slash(slice path)
{
    size_t at = path.len;
    while (at > 0 && path.ptr[at - 1] != '/') at--;
    return at ? at - 1 : 0;
}

static slice last_name(slice path)
{
    const size_t slash = last_slash(path);
    return slash ? slice_sub(path, slash + 1, path.len) : path;
}

static int open_below(int parent, slice name, bool make)
{
    char text[SPOOL_NAME + 1];
    memcpy(text, name.ptr, name.len);
    text[name.len] = 0;
    const int err = make ? fsys_mkdir(parent, text) : 0;
    return err ? err : fsys_open_dir(parent, text);
}

int folder_open(struct spool *s, slice path, bool make)
{
    if (path.len == 0) return s->root;
    struct folder *f = known(s, path);
    if (f) {
        f->used = ++s->clock;
        return f->fd;
    }
    const slice name = last_name(path);
    if (path.len >= SPOOL_PATH || !is_plain_name(name)) return -EINVAL;
    const int parent = folder_open(s, slice_sub(path, 0, last_slash(path)), make);
    if (parent < 0) return parent;
    const int fd = open_below(parent, name, make);
    return fd < 0 ? fd : remember(s, path, fd);
}

static bool is_relative(slice path)
{
    size_t depth = 1;
    for (size_t i = 0; i < path.len; i++) depth += path.ptr[i] == '/';
    return path.len > 0 && path.len < SPOOL_PATH && path.ptr[0] != '/' && depth <= SPOOL_DEPTH;
}

int folder_of(struct spool *s, slice path, bool make, struct place_in *out)
{
    if (!is_relative(path)) return -EINVAL;
    const slice name = last_name(path);
    if (!is_plain_name(name)) return -EINVAL;
    out->dir = folder_open(s, slice_sub(path, 0, last_slash(path)), make);
    if (out->dir < 0) return out->dir;
    memcpy(out->name, name.ptr, name.len);
    out->name[name.len] = 0;
    return 0;
}
