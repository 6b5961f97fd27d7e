/* sqlite_log.c - when the write-ahead log is copied into the database, and begun anew.
 *
 * SQLite would copy at every commit once the log is long, and begin it anew only when a commit meets it copied whole.  With two workers that
 * commit in turns that never happens: one has always written a little more.  So each copy would cost two syncs for the pages of a single
 * batch, and the log would grow without end.  Here it is copied each time it has grown by COPY_FRAMES, beside the other workers' work; and when
 * it is LONG_FRAMES long, the rest is copied with the write lock held, which is little, and the log begins anew.
 *
 * Nothing here decides what is committed: a copy that is missed or fails is made up for by the next one. */
#include "store/sqlite.h"

enum {
    COPY_FRAMES = 2000,                 /* 16 MB: bytes that are written and forgotten meanwhile are copied seldom */
    LONG_FRAMES = 3 * COPY_FRAMES,
    PATIENCE_US = 50 * 1000             /* for the write lock, and for readers of the old log; they may take longer than a batch */
};

static int after_commit(void *context, sqlite3 *db, const char *name, int frames)
{
    struct store *s = context;
    if (frames < s->copied_frames) s->copied_frames = 0;        /* begun anew since */
    if (frames - s->copied_frames < COPY_FRAMES) return SQLITE_OK;
    const int mode = frames < LONG_FRAMES ? SQLITE_CHECKPOINT_PASSIVE : SQLITE_CHECKPOINT_RESTART;
    s->patience_us = PATIENCE_US;
    (void)sqlite3_wal_checkpoint_v2(db, name, mode, NULL, NULL);
    s->patience_us = BUSY_WAIT_US;
    s->copied_frames = frames;
    return SQLITE_OK;
}

void sql_log_watch(struct store *s)
{
    (void)sqlite3_wal_hook(s->db, after_commit, s);
}
