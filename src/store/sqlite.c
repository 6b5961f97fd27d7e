/* sqlite.c - running statements: prepare once, bind, step, and one way to fail.
 *
 * What the statements say is in statements.h and what their rows mean is in the files of each topic; here is only the machinery.  It must stay
 * true that a statement is reset before its caller returns, or it would pin a snapshot and the write-ahead log would grow without end. */
#include "store/sqlite.h"

#include <errno.h>
#include <stdio.h>

static const char *const texts[SQL_STATEMENTS] = {
#define X(name, text) [name] = text,
#include "store/statements.h"
#undef X
};

/* SQLite's answer codes are in two parts; the low byte is the kind, and only where the rest matters is it listed first. */
static const struct {
    int rc, mask, err;
} meanings[] = {
    { SQLITE_CONSTRAINT_PRIMARYKEY, ~0, E_EXISTS },
    { SQLITE_CONSTRAINT_UNIQUE, ~0, E_EXISTS },
    { SQLITE_CONSTRAINT_ROWID, ~0, E_EXISTS },
    { SQLITE_BUSY, 0xFF, E_BUSY },
    { SQLITE_LOCKED, 0xFF, E_BUSY },
    { SQLITE_CORRUPT, 0xFF, E_CORRUPT },
    { SQLITE_NOTADB, 0xFF, E_CORRUPT },
    { SQLITE_FULL, 0xFF, -ENOSPC },
    { SQLITE_IOERR, 0xFF, -EIO },
    { SQLITE_TOOBIG, 0xFF, E_TOO_BIG },
};

static int meaning(int rc)
{
    for (size_t i = 0; i < sizeof meanings / sizeof meanings[0]; i++) {
        if ((rc & meanings[i].mask) == meanings[i].rc) return meanings[i].err;
    }
    return E_STORE;
}

static int broke(struct store *s, int err)
{
    if (s->in_transaction && s->broken == 0) s->broken = err;
    return err;
}

int sql_fail(struct store *s, int rc)
{
    const int extended = s->db ? sqlite3_extended_errcode(s->db) : rc;
    s->code = (extended & 0xFF) == (rc & 0xFF) ? extended : rc;
    snprintf(s->error, sizeof s->error, "%s (SQLite %d)", s->db ? sqlite3_errmsg(s->db) : sqlite3_errstr(rc), s->code);
    /* A full disk may come as a failed write. */
    const bool no_room = (s->code & 0xFF) == SQLITE_IOERR && s->db && sqlite3_system_errno(s->db) == ENOSPC;
    return broke(s, no_room ? -ENOSPC : meaning(s->code));
}

int sql_refuse(struct store *s, int err, const char *words)
{
    s->code = SQLITE_OK;
    snprintf(s->error, sizeof s->error, "%s", words);
    return broke(s, err);
}

static int prepare(struct store *s, enum sql_id id)
{
    if (s->statements[id]) return 0;
    const int rc = sqlite3_prepare_v3(s->db, texts[id], -1, SQLITE_PREPARE_PERSISTENT, &s->statements[id], NULL);
    return rc == SQLITE_OK ? 0 : sql_fail(s, rc);
}

static int bind(sqlite3_stmt *st, int at, const struct sql_value *v)
{
    /* A slice may have a null pointer and still be an empty text, not a null. */
    const char *bytes = v->bytes.ptr ? v->bytes.ptr : "";
    switch (v->type) {
    case SQL_INT: return sqlite3_bind_int64(st, at, v->number);
    case SQL_TEXT: return sqlite3_bind_text64(st, at, bytes, v->bytes.len, SQLITE_STATIC, SQLITE_UTF8);
    case SQL_BLOB: return sqlite3_bind_blob64(st, at, bytes, v->bytes.len, SQLITE_STATIC);
    }
    return SQLITE_MISUSE;
}

sqlite3_stmt *sql_start(struct store *s, enum sql_id id, const struct sql_value *values, size_t n, int *err)
{
    *err = s->broken ? s->broken : prepare(s, id);
    if (*err) return NULL;
    /* After some failures SQLite rolls back by itself; what follows must not be committed one by one. */
    if (s->in_transaction && sqlite3_get_autocommit(s->db)) {
        *err = sql_refuse(s, E_STORE, "the transaction was rolled back by the database");
        return NULL;
    }
    sqlite3_stmt *st = s->statements[id];
    for (size_t i = 0; i < n; i++) {
        const int rc = bind(st, (int)i + 1, &values[i]);
        if (rc == SQLITE_OK) continue;
        *err = sql_fail(s, rc);
        sql_end(st);
        return NULL;
    }
    return st;
}

int sql_row(struct store *s, sqlite3_stmt *row)
{
    const int rc = sqlite3_step(row);
    if (rc == SQLITE_ROW) return 1;
    if (rc == SQLITE_DONE) return 0;
    return sql_fail(s, rc);
}

void sql_end(sqlite3_stmt *row)
{
    (void)sqlite3_reset(row);           /* repeats the answer of the last step, which was looked at already */
}

int sql_do(struct store *s, enum sql_id id, const struct sql_value *values, size_t n)
{
    int err;
    sqlite3_stmt *st = sql_start(s, id, values, n, &err);
    if (!st) return err;
    err = sql_row(s, st);
    sql_end(st);
    return err < 0 ? err : 0;
}

int sql_number(struct store *s, enum sql_id id, const struct sql_value *values, size_t n, int64_t *out)
{
    int err;
    sqlite3_stmt *st = sql_start(s, id, values, n, &err);
    if (!st) return err;
    const int got = sql_row(s, st);
    if (got == 1) *out = sql_int(st, 0);
    /* A statement with RETURNING has its effect only when stepped to the end. */
    const int end = got == 1 ? sql_row(s, st) : got;
    sql_end(st);
    if (end < 0) return end;
    return got == 1 ? 0 : E_NOT_FOUND;
}

int sql_one(struct store *s, enum sql_id id, const struct sql_value *values, size_t n, struct arena *arena, sql_reader read, void *out)
{
    int err;
    sqlite3_stmt *st = sql_start(s, id, values, n, &err);
    if (!st) return err;
    const int got = sql_row(s, st);
    if (got == 1) read(st, arena, out);
    sql_end(st);
    if (got < 0) return got;
    return got == 1 ? 0 : E_NOT_FOUND;
}

int sql_all(struct store *s, enum sql_id id, const struct sql_value *values, size_t n, struct arena *arena, size_t size, sql_reader read,
            struct sql_list *out)
{
    *out = (struct sql_list){ 0 };
    int err;
    sqlite3_stmt *st = sql_start(s, id, values, n, &err);
    if (!st) return err;
    size_t room = 0;
    int got;
    while ((got = sql_row(s, st)) == 1) read(st, arena, arena_grow(arena, &out->items, &out->count, &room, size));
    sql_end(st);
    return got;
}

slice sql_slice(sqlite3_stmt *row, int column, struct arena *arena)
{
    const void *bytes = sqlite3_column_type(row, column) == SQLITE_TEXT ? (const void *)sqlite3_column_text(row, column)
                                                                        : sqlite3_column_blob(row, column);
    const size_t len = (size_t)sqlite3_column_bytes(row, column);
    if (!bytes || len == 0) return (slice){ bytes ? "" : NULL, 0 };
    /* Aligned for any type, unlike arena_copy: an item image is used where it lies. */
    char *copy = arena_alloc(arena, len);
    memcpy(copy, bytes, len);
    return (slice){ copy, len };
}
