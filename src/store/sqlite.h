/* sqlite.h - what the files of the SQLite driver share: the connection, its prepared statements, values going in and rows coming out.
 *
 * Private to store/.  A statement is called in one expression, `sql_do(s, SQL_X, VALUES(INT(id), TEXT(name)))`, or walked with sql_start,
 * sql_row and sql_end.  Values are borrowed until the statement ends.  The first failure inside a transaction sticks: every later write of
 * that transaction and its commit answer with it, so that half of a batch can never be committed. */
#ifndef STORE_SQLITE_H
#define STORE_SQLITE_H

#include "base/err.h"
#include "base/must.h"
#include "store/store.h"

#include <sqlite3.h>

enum sql_id {
#define X(name, text) name,
#include "store/statements.h"
#undef X
    SQL_STATEMENTS
};

enum { BUSY_WAIT_US = 10 * 1000 * 1000 };       /* store.h promises 10 s */
enum { COUNTERS_HELD = 16, COUNTER_NAME = 64, SAVEPOINTS = 4 };

/* A counter as this transaction has left it.  With the write lock held nobody else can move it, so it is read once and written once. */
struct counter {
    char name[COUNTER_NAME];
    size_t len;
    int64_t value;
};

/* What is known of the open transaction beside the database. */
struct memory {
    struct counter counters[COUNTERS_HELD];
    unsigned n_counters;
    int64_t last_intake, last_output;       /* the file that got an output last, and that output's ordinal */
};

struct savepoint {
    const char *name;
    struct memory memory;                   /* as it was when it was set */
};

struct store {
    sqlite3 *db;
    sqlite3_stmt *statements[SQL_STATEMENTS];
    bool read_only;
    bool in_transaction;        /* ours; SQLite may have rolled its own back already */
    int broken;                 /* first error of this transaction */
    int code;                   /* SQLite's own number of the last failure */
    int64_t waiting_since;      /* clock ticks when a lock was first found taken */
    int64_t patience_us;        /* how long one is waited for */
    int copied_frames;          /* of the log, when this connection last copied it into the database */
    bool relaxed;               /* this transaction's commit does not wait for the disk */
    int process;                /* who opened it: a connection must not be carried over a fork */
    struct memory memory;
    struct savepoint savepoints[SAVEPOINTS];
    unsigned n_savepoints;
    char error[256];
};

struct sql_value {
    enum { SQL_INT, SQL_TEXT, SQL_BLOB } type;
    int64_t number;
    slice bytes;
};

#define INT(n) ((struct sql_value){ .type = SQL_INT, .number = (int64_t)(n) })
#define TEXT(s) ((struct sql_value){ .type = SQL_TEXT, .bytes = (s) })
#define BLOB(s) ((struct sql_value){ .type = SQL_BLOB, .bytes = (s) })
/* An argument list: the values and how many there are. */
#define VALUES(...)                                                                                                                        \
    (const struct sql_value[]){ __VA_ARGS__ }, sizeof((const struct sql_value[]){ __VA_ARGS__ }) / sizeof(struct sql_value)
#define NO_VALUES NULL, 0

/* Keep the words of what just failed and turn it into an error of err.h. */
int sql_fail(struct store *s, int rc);
/* Keep words of our own; returns `err`. */
int sql_refuse(struct store *s, int err, const char *words);

/* Bind and be ready for sql_row; null when that failed, and then *err says why. */
sqlite3_stmt *sql_start(struct store *s, enum sql_id id, const struct sql_value *values, size_t n, int *err);
/* 1 for a row, 0 at the end, negative on failure. */
int sql_row(struct store *s, sqlite3_stmt *row);
void sql_end(sqlite3_stmt *row);

/* Run a statement that gives no row. */
int sql_do(struct store *s, enum sql_id id, const struct sql_value *values, size_t n);
/* Run a statement that gives one number; E_NOT_FOUND when it gives no row. */
int sql_number(struct store *s, enum sql_id id, const struct sql_value *values, size_t n, int64_t *out);

/* One row into a struct, or all rows into an array of them. */
typedef void (*sql_reader)(sqlite3_stmt *row, struct arena *arena, void *out);
struct sql_list {
    void *items;
    size_t count;
};
int sql_one(struct store *s, enum sql_id id, const struct sql_value *values, size_t n, struct arena *arena, sql_reader read, void *out);
int sql_all(struct store *s, enum sql_id id, const struct sql_value *values, size_t n, struct arena *arena, size_t size, sql_reader read,
            struct sql_list *out);

/* A column's bytes, copied to the arena; a null is an empty slice with a null pointer. */
slice sql_slice(sqlite3_stmt *row, int column, struct arena *arena);
static inline int64_t sql_int(sqlite3_stmt *row, int column) { return sqlite3_column_int64(row, column); }

/* Write the counters back; before a commit. */
int sql_counters_save(struct store *s);
/* Next value of a counter, 1…max. */
int sql_counter_next(struct store *s, slice name, int64_t max, int64_t *out);

/* After a relaxed transaction: commits wait for the disk again. */
void sql_strict(struct store *s);

/* From now on the log is copied as sqlite_log.c says, and not as SQLite would. */
void sql_log_watch(struct store *s);

/* Bring the schema up to date (writers), or find out whether it is what this program reads (read_only). */
int migrate(struct store *s);

#endif
