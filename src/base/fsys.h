/* fsys.h - the one door to files, so that tests can make the n-th operation fail.
 *
 * All functions return 0 (or a descriptor, or a count) or a negative error of err.h.  Paths are relative to a directory descriptor;
 * descriptors are O_CLOEXEC.  Under a descriptor a symbolic link as last component is refused, and only regular files are opened for
 * reading: what lies in our directories was put there by somebody else.  Under AT_FDCWD a person named the path: links are followed, and
 * pipes may be read. */
#ifndef BASE_FSYS_H
#define BASE_FSYS_H

#include "base/arena.h"
#include "base/buf.h"

#include <sys/stat.h>
#include <sys/types.h>

int fsys_open_read(int dir, const char *path);
int fsys_open_dir(int dir, const char *path);
/* Create or truncate, mode 0640. */
int fsys_create(int dir, const char *path);
int fsys_create_new(int dir, const char *path);                   /* -EEXIST when the name is taken */
ssize_t fsys_read(int fd, void *to, size_t room);                 /* retries EINTR */
ssize_t fsys_pread(int fd, void *to, size_t room, uint64_t offset);
int fsys_write_all(int fd, slice bytes);
int fsys_sync(int fd);                                            /* fdatasync */
int fsys_sync_fs(int fd);                                         /* syncfs */
int fsys_close(int fd);
int fsys_rename(int from_dir, const char *from, int to_dir, const char *to);
int fsys_link(int from_dir, const char *from, int to_dir, const char *to);
int fsys_unlink(int dir, const char *path);                       /* ENOENT is success */
int fsys_mkdir(int dir, const char *path);                        /* EEXIST is success */
int fsys_mkdirs(int dir, const char *path);
int fsys_stat(int dir, const char *path, struct stat *out);
/* From a descriptor to its end into `out` (cleared first), E_TOO_BIG past its cap. */
int fsys_read_all(int fd, struct buf *out);
/* The whole file into `out` (cleared first), E_TOO_BIG past its cap. */
int fsys_read_file(int dir, const char *path, struct buf *out);
/* Whole or not at all: write PATH.tmp, optionally sync it, rename.  The directory is not synced: that is the caller's, once for many. */
int fsys_put_file(int dir, const char *path, slice bytes, bool sync);
/* Names in a directory, sorted, without . and ..; in the arena, each with a NUL after it.  E_TOO_BIG past a million. */
int fsys_list(int dir, const char *path, struct arena *arena, slice **out, size_t *count);

/* For tests only: called before each operation with its name; non-zero is returned as the error.  The one global of this folder; programs
   never set it. */
typedef int (*fsys_fault)(void *context, const char *operation, const char *path);
void fsys_set_fault(fsys_fault fault, void *context);

#endif
