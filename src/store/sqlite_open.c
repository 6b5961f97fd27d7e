/* sqlite_open.c - the connection and its transactions.
 *
 * Decides how the database is set (write-ahead log, synced at every commit), how long a lock is waited for, and what a failed commit means.
 * Readers need no right to write anywhere: a database at rest in a folder that cannot be written is read as it stands. */
#include "store/sqlite.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
    BUSY_FIRST_NS = 100 * 1000,         /* a batch takes a few ms: ask often at first … */
    BUSY_LATER_NS = 5 * 1000 * 1000,    /* … and then not so often */
};

/* Larger pages than SQLite's 4096 waste less beside an output of a few KB.  A log blown up by one giant file is cut back to 64 MB. */
static const char *const settings_of_writers =
    "PRAGMA page_size = 8192;"
    "PRAGMA journal_mode = WAL;"
    "PRAGMA synchronous = FULL;"
    "PRAGMA journal_size_limit = 67108864;"
    "PRAGMA cache_size = -8192;"
    "PRAGMA foreign_keys = ON;"
    "PRAGMA recursive_triggers = ON;"
    "PRAGMA temp_store = MEMORY;"
    "PRAGMA trusted_schema = OFF;";
static const char *const settings_of_readers = "PRAGMA query_only = ON; PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF;";

/* SQLite's own waiting sleeps up to 100 ms at a time, which is ten batches. */
static int wait_for_lock(void *context, int times)
{
    struct store *s = context;
    if (times == 0) s->waiting_since = clock_ticks();
    if (clock_ticks() - s->waiting_since > s->patience_us) return 0;
    const struct timespec nap = { .tv_nsec = times < 50 ? BUSY_FIRST_NS : BUSY_LATER_NS };
    (void)nanosleep(&nap, NULL);        /* a signal only makes it shorter */
    return 1;
}

static int set_up(struct store *s)
{
    (void)sqlite3_extended_result_codes(s->db, 1);
    (void)sqlite3_busy_handler(s->db, wait_for_lock, s);
    int rc = sqlite3_exec(s->db, s->read_only ? settings_of_readers : settings_of_writers, NULL, NULL, NULL);
    if (rc != SQLITE_OK) return sql_fail(s, rc);
    if (!s->read_only) sql_log_watch(s);
    return migrate(s);
}

static int connect_to(struct store *s, const char *name, int flags)
{
    const int rc = sqlite3_open_v2(name, &s->db, flags | SQLITE_OPEN_NOMUTEX, NULL);
    if (rc != SQLITE_OK) return sql_fail(s, rc);
    return set_up(s);
}

static void disconnect(struct store *s)
{
    for (int i = 0; i < SQL_STATEMENTS; i++) sqlite3_finalize(s->statements[i]);
    memset(s->statements, 0, sizeof s->statements);
    (void)sqlite3_close(s->db);         /* fails only when statements are left, and none are */
    s->db = NULL;
}

static bool is_at_rest(const char *path)
{
    char wal[4096];
    struct stat st;
    const int len = snprintf(wal, sizeof wal, "%s-wal", path);
    return len > 0 && (size_t)len < sizeof wal && (stat(wal, &st) != 0 || st.st_size == 0);
}

/* Without a -shm file and without the right to make one, a WAL database can still be read when its log is empty: then nobody is writing, and
   the file is all there is. */
static int connect_at_rest(struct store *s, const char *path)
{
    char uri[4096];
    size_t at = (size_t)snprintf(uri, sizeof uri, "file:");
    for (const char *p = path; *p; p++) {
        if (at + 32 > sizeof uri) return -ENAMETOOLONG;
        const bool plain = *p != '%' && *p != '?' && *p != '#';
        at += (size_t)snprintf(uri + at, sizeof uri - at, plain ? "%c" : "%%%02X", (unsigned char)*p);
    }
    snprintf(uri + at, sizeof uri - at, "?immutable=1");
    return connect_to(s, uri, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
}

static int connect_reader(struct store *s, const char *path)
{
    struct stat st;
    if (stat(path, &st) != 0) return errno == ENOENT ? E_NOT_FOUND : -errno;
    const int err = connect_to(s, path, SQLITE_OPEN_READONLY);
    if (err != E_STORE || !is_at_rest(path)) return err;
    const int kind = s->code & 0xFF;
    if (kind != SQLITE_CANTOPEN && kind != SQLITE_READONLY) return err;
    disconnect(s);
    return connect_at_rest(s, path);
}

/* Two processes that make the database at the same moment collide where SQLite does not wait by itself. */
static int connect_writer(struct store *s, const char *path)
{
    int err;
    for (int times = 0;; times++) {
        err = connect_to(s, path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
        if (err != E_BUSY || !wait_for_lock(s, times)) return err;
        disconnect(s);
    }
}

int store_open(const char *path, bool read_only, struct store **out)
{
    /* No threads here: SQLite's locks and memory statistics cost a fifth of a small statement.  Refused, and rightly, when something in this
       process uses SQLite already. */
    (void)sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    struct store *s = must_memory(calloc(1, sizeof *s));
    s->read_only = read_only;
    s->process = getpid();
    s->patience_us = BUSY_WAIT_US;
    *out = s;
    return read_only ? connect_reader(s, path) : connect_writer(s, path);
}

void store_close(struct store *s)
{
    if (!s) return;
    store_rollback(s);
    disconnect(s);
    free(s);
}

const char *store_error(const struct store *s)
{
    return s && s->error[0] ? s->error : "no error";
}

/* ---- transactions ---- */

/* What is remembered of a transaction is true only within it. */
static void forget_transaction(struct store *s)
{
    s->in_transaction = false;
    s->broken = 0;
    s->memory.n_counters = 0;
    s->memory.last_intake = 0;
    s->n_savepoints = 0;
}

int store_begin(struct store *s)
{
    must(!s->in_transaction && s->process == getpid());
    forget_transaction(s);
    const int err = sql_do(s, SQL_BEGIN, NO_VALUES);
    s->in_transaction = err == 0;
    return err;
}

/* A commit that met an I/O error may still be in the log and be found by the next recovery: nobody knows.  A full disk, a lock or a broken
   reference were noticed before the record that makes a commit was written. */
static bool is_uncertain(int kind)
{
    return kind != SQLITE_FULL && kind != SQLITE_BUSY && kind != SQLITE_CONSTRAINT;
}

int store_commit(struct store *s)
{
    must(s->in_transaction);
    int err = s->broken ? s->broken : sql_counters_save(s);
    if (!err) {
        err = sql_do(s, SQL_COMMIT, NO_VALUES);
        if (err && is_uncertain(s->code & 0xFF)) err = E_UNCERTAIN;
    }
    if (err) store_rollback(s);
    forget_transaction(s);
    sql_strict(s);
    return err;
}

void store_rollback(struct store *s)
{
    if (!s || !s->in_transaction) return;
    forget_transaction(s);
    /* Nothing to do when SQLite was first; and when this fails, closing the connection undoes the same. */
    if (!sqlite3_get_autocommit(s->db)) (void)sql_do(s, SQL_ROLLBACK, NO_VALUES);
    sql_strict(s);
}
