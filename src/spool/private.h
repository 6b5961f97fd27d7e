/* private.h - what the files of spool/ share: the instance's directories and short-lived descriptors below them. */
#ifndef SPOOL_PRIVATE_H
#define SPOOL_PRIVATE_H

#include "base/fsys.h"
#include "base/must.h"
#include "spool/spool.h"

enum {
    SPOOL_FOLDERS = 32,         /* descriptors held; a batch uses an inbox, two outboxes, the archive's day and a folder per file */
    SPOOL_PATH = 1024,          /* longest relative path */
    SPOOL_NAME = 255,           /* NAME_MAX of every file system we know */
    SPOOL_DEPTH = 12
};

/* What waits in the inboxes, as it was a moment ago; see waiting.c. */
struct listing {
    struct arena *arena;        /* null before the first question */
    int64_t made;               /* clock ticks */
    struct inbox_file *files;
    size_t count, room, next;   /* those before `next` are gone */
};

/* A folder below the instance that is open at present. */
struct folder {
    int fd;
    uint64_t used;              /* spool.clock of its last use, 0 = free slot */
    size_t len;
    char path[SPOOL_PATH];
};

struct spool {
    int root, inbox, active;
    uint64_t clock, drawn;      /* drawn: the next claim's unique part */
    struct folder folders[SPOOL_FOLDERS];
    struct listing listing;
    slice first;                /* the inbox whose files come before all others */
};

/* A path taken apart: the descriptor of its folder and its last component. */
struct place_in {
    int dir;
    char name[SPOOL_NAME + 1];
};

/* Open the folder of a relative path, making what is missing when `make`; -EINVAL for a path that leaves the instance or hides in it. */
int folder_of(struct spool *s, slice path, bool make, struct place_in *out);
/* The descriptor of a folder itself; no symbolic link is followed on the way. */
int folder_open(struct spool *s, slice path, bool make);
/* A file of the listing was taken: it need not be looked at again. */
void listing_taken(struct spool *s, const struct inbox_file *file);
/* Close all descriptors but the standing ones: folders may be moved or replaced by people while we run. */
void folders_forget(struct spool *s);

/* One component that does not hide and does not lead elsewhere. */
bool is_plain_name(slice name);
/* Write `bytes` to a hidden name beside the final one and rename it; with `sync` they are on disk before that. */
int put_whole(const struct place_in *to, slice bytes, bool sync);
/* Did linking fail because it cannot be done here, so that a copy is needed? */
bool is_no_link(int err);
/* Is there a regular file with just these bytes?  1, 0, or an error. */
int holds_bytes(const struct place_in *at, slice bytes);

#endif
