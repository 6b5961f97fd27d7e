/* spool.h - directories as states: claim, publish, archive, quarantine.  A file's folder says what has happened to it; changing state is one
 * rename.
 *
 * INVARIANTS (each attacked by a test in tests/unit/check_spool.c or tests/crash)
 *  S1  a claim is one rename: of two workers exactly one has the file
 *  S2  a file under its final name is whole
 *  S3  no path is ever made from a partner's bytes without spool_safe_name()
 *  S4  publishing and archiving may be repeated: the second time changes nothing */
#ifndef SPOOL_SPOOL_H
#define SPOOL_SPOOL_H

#include "base/arena.h"
#include "base/date.h"
#include "base/err.h"
#include "base/slice.h"

struct spool;

/* Opens the directories of an instance by descriptor; makes the missing ones. */
int spool_open(const char *instance, struct spool **out);
void spool_close(struct spool *s);
int spool_dir(const struct spool *s);                   /* the instance's directory descriptor */

struct inbox_file {
    slice folder, name;
    uint64_t bytes;
    instant modified;
};
/* Files of this inbox come before those of all others; a constant of the caller. */
void spool_first(struct spool *s, slice folder);
/* Regular files in inbox/ folders (one level), sorted by time of arrival then name; names that start with '.' or end in .tmp or .part are
   not seen.  At most `max`.  Sizes and times are as of this call; the order, and files beyond the first `max`, may be a second old. */
int spool_waiting(struct spool *s, struct arena *arena, size_t max, struct inbox_file **out, size_t *count);
/* Take inbox/FOLDER/NAME: renamed to active/FOLDER@STAMP-RANDOM@NAME (safe characters), and opened for reading.  E_NOT_FOUND when another was
   faster, or when it is no regular file any more. */
int spool_claim(struct spool *s, const struct inbox_file *file, instant now, struct arena *arena, slice *claim, int *fd);
/* Folder and original name back out of a claim name; false when it is not one.  A name too long to be kept whole comes back cut short. */
bool spool_claim_parts(struct arena *arena, slice claim, slice *folder, slice *name);
/* All claims in active/, oldest first; for recovery. */
int spool_active(struct spool *s, struct arena *arena, slice **out, size_t *count);
int spool_open_active(struct spool *s, slice claim);    /* descriptor */
/* A worker marks what it holds by locking the claim (flock on the open file): true when nobody else holds it. */
bool spool_lock(int fd);

/* Write `bytes` to a relative path below the instance, whole or not at all; an existing equal file is left alone, a different one (a power
   cut can leave an empty one) is replaced.  Missing folders are made.  No sync. */
int spool_publish(struct spool *s, slice path, slice bytes);
/* Move the claim to its resting place (archive/YYYY/MM/DD/ID/NAME or quarantine/ID/original); a second time is success.  -ENOENT when it is
   neither in active/ nor there. */
int spool_settle(struct spool *s, slice claim, slice path);
/* Hard-link an already published file as another name ("what was sent" in the archive); falls back to a copy.  -ENOENT when `path` is gone
   and `as` does not exist; to be safe from consumers who take files away, publish into the archive and link from there to the outbox. */
int spool_also(struct spool *s, slice path, slice as);
/* Publish `path` for a receiver who may take it away, keeping `kept` (in the archive) as proof.  Repeating it changes nothing, and does not
   put back what the receiver has taken.  `again`: it may have been tried before; without it nobody looks. */
int spool_deliver(struct spool *s, slice kept, slice path, slice bytes, bool again);
/* Everything so far is on disk: one syncfs, or one per file system when folders are mounted. */
int spool_sync(struct spool *s);

/* Letters, digits, '-', '_' and '.' of `s`, others as '_', never starting with '.', at most `max` bytes, never empty. */
slice spool_safe_name(struct arena *arena, slice s, size_t max);
/* "20261123T031500Z-000042-sales-order-4500123456.xml" */
slice spool_output_name(struct arena *arena, instant at, int64_t id, const char *what, slice key, const char *suffix);
slice spool_id_text(struct arena *arena, int64_t id);   /* "000042" */

#endif
