/* sqlite_reference.c - reference data kept whole (the item master's images), audit events, and totals. */
#include "store/sqlite.h"

int store_blob_put(struct store *s, slice kind, slice digest, slice bytes, instant at)
{
    int err = sql_do(s, SQL_BLOB_ADD, VALUES(TEXT(kind), TEXT(digest), INT(at), BLOB(bytes)));
    if (!err) err = sql_do(s, SQL_BLOB_MAKE_CURRENT, VALUES(TEXT(kind), TEXT(digest)));
    if (!err) err = sql_do(s, SQL_BLOB_FORGET, VALUES(TEXT(kind)));
    return err;
}

static void read_slice(sqlite3_stmt *row, struct arena *arena, void *to)
{
    *(slice *)to = sql_slice(row, 0, arena);
}

int store_blob_current(struct store *s, slice kind, struct arena *arena, slice *digest)
{
    return sql_one(s, SQL_BLOB_CURRENT, VALUES(TEXT(kind)), arena, read_slice, digest);
}

int store_blob_get(struct store *s, slice kind, slice digest, struct arena *arena, slice *bytes)
{
    return sql_one(s, SQL_BLOB_GET, VALUES(TEXT(kind), TEXT(digest)), arena, read_slice, bytes);
}

int store_audit(struct store *s, instant at, const char *event, slice subject, slice detail)
{
    return sql_do(s, SQL_AUDIT, VALUES(INT(at), TEXT(slice_of(event)), TEXT(subject), TEXT(detail)));
}

static void read_counts(sqlite3_stmt *row, struct arena *arena, void *to)
{
    (void)arena;                        /* numbers only */
    *(struct store_counts *)to = (struct store_counts){
        .files = (uint64_t)sql_int(row, 0),
        .converted = (uint64_t)sql_int(row, 1),
        .held = (uint64_t)sql_int(row, 2),
        .rejected = (uint64_t)sql_int(row, 3),
        .quarantined = (uint64_t)sql_int(row, 4),
        .pending = (uint64_t)sql_int(row, 5),
    };
}

int store_counts(struct store *s, struct store_counts *out)
{
    return sql_one(s, SQL_COUNTS, NO_VALUES, NULL, read_counts, out);
}
