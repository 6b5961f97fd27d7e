/* deliver.c - gives a file to a receiver who may take it away, and knows afterwards that it did.
 *
 * The file is kept in the archive and linked into the outbox.  The kept name is hidden until the link is made, so its state tells a repetition
 * after a crash what has happened:
 *
 *     no kept file               nothing yet: write .NAME.pending, link, rename
 *     .NAME.pending, not in out  not linked yet (or taken in the instant between link and rename: then it is given again)
 *     .NAME.pending, in out      linked: rename
 *     NAME                       done: the receiver may have taken it, it is not put back
 *
 * Final names are made by link and rename of whole files; what is written in place is only the hidden one, and never one that is linked. */
#include "spool/private.h"

#include <errno.h>
#include <stdio.h>

static bool has_size(const struct place_in *at, slice bytes, struct stat *st)
{
    return fsys_stat(at->dir, at->name, st) == 0 && S_ISREG(st->st_mode) && (uint64_t)st->st_size == bytes.len;
}

static bool is_linked(const struct stat *pending, const struct place_in *out)
{
    struct stat there;
    return fsys_stat(out->dir, out->name, &there) == 0 && there.st_ino == pending->st_ino && there.st_dev == pending->st_dev;
}

/* Where the file system has no links, or spans two of them: a copy, whole under its name. */
static int give(const struct place_in *pending, const struct place_in *out, slice bytes)
{
    const int err = fsys_link(pending->dir, pending->name, out->dir, out->name);
    if (is_no_link(err)) return put_whole(out, bytes, false);
    if (err != -EEXIST) return err;
    if (holds_bytes(out, bytes) == 1) return 0;
    return put_whole(out, bytes, false);        /* a power cut left an empty file under this name */
}

/* Written into a new file, never over an old one: a receiver may hold the old one still. */
static int write_pending(const struct place_in *pending, slice bytes)
{
    const int fd = fsys_create_new(pending->dir, pending->name);
    if (fd < 0) return fd;
    const int err = fsys_write_all(fd, bytes), closed = fsys_close(fd);
    return err ? err : closed;
}

/* What an earlier try left under the hidden name: 1 when it is whole, 0 when there is nothing or it was cleared away, or an error. */
static int whole_pending(const struct place_in *pending, slice bytes)
{
    const int whole = holds_bytes(pending, bytes);
    if (whole != 0) return whole;
    return fsys_unlink(pending->dir, pending->name);
}

static int finish(const struct place_in *archive, const struct place_in *pending, const struct place_in *out, slice bytes)
{
    const int err = give(pending, out, bytes);
    return err ? err : fsys_rename(pending->dir, pending->name, archive->dir, archive->name);
}

static int deliver_first(const struct place_in *archive, const struct place_in *pending, const struct place_in *out, slice bytes)
{
    const int err = write_pending(pending, bytes);
    return err ? err : finish(archive, pending, out, bytes);
}

static int deliver_again(const struct place_in *archive, const struct place_in *pending, const struct place_in *out, slice bytes)
{
    struct stat st;
    if (has_size(archive, bytes, &st)) return 0;
    if (fsys_stat(pending->dir, pending->name, &st) == 0 && is_linked(&st, out))
        return fsys_rename(pending->dir, pending->name, archive->dir, archive->name);
    const int whole = whole_pending(pending, bytes);
    if (whole < 0) return whole;
    return whole ? finish(archive, pending, out, bytes) : deliver_first(archive, pending, out, bytes);
}

static int deliver(struct spool *s, slice kept, slice path, slice bytes, bool again)
{
    struct place_in archive, pending, out;
    int err = folder_of(s, kept, true, &archive);
    if (!err) err = folder_of(s, path, true, &out);
    if (err) return err;
    pending.dir = archive.dir;
    if (snprintf(pending.name, sizeof pending.name, ".%.240s.pending", archive.name) < 0) return -EINVAL;
    return again ? deliver_again(&archive, &pending, &out, bytes) : deliver_first(&archive, &pending, &out, bytes);
}

/* Not the first time after all (EEXIST), or a folder that people have moved away (ENOENT): once more, with care. */
int spool_deliver(struct spool *s, slice kept, slice path, slice bytes, bool again)
{
    const int err = deliver(s, kept, path, bytes, again);
    if (err != -ENOENT && err != -EEXIST) return err;
    folders_forget(s);
    return deliver(s, kept, path, bytes, true);
}
