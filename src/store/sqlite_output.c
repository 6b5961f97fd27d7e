/* sqlite_output.c - files to be published: their names for ever, their bytes until they are known to be on disk. */
#include "store/sqlite.h"

enum { OUTPUT_SHIFT = 24 };             /* as in the schema: id of the bytes = intake * 2^24 + n */

/* Outputs of one file come one after the other, so the last ordinal is remembered instead of asked for. */
static int next_output(struct store *s, int64_t intake, int64_t *n)
{
    if (!s->in_transaction || s->memory.last_intake != intake) {
        const int err = sql_number(s, SQL_OUTPUT_LAST, VALUES(INT(intake)), &s->memory.last_output);
        if (err) return err;
        s->memory.last_intake = intake;
    }
    *n = ++s->memory.last_output;
    return *n < 1 << OUTPUT_SHIFT ? 0 : sql_refuse(s, E_TOO_BIG, "a file has more than 16 million outputs");
}

int store_output_add(struct store *s, const struct output *o)
{
    must(o->intake > 0 && o->path.len > 0);
    int64_t n;
    int err = next_output(s, o->intake, &n);
    if (!err) err = sql_do(s, SQL_OUTPUT_ADD,
                           VALUES(INT(o->intake), INT(n), TEXT(o->path), TEXT(o->sha256), TEXT(o->kind), TEXT(o->key), INT(o->document)));
    if (!err) err = sql_do(s, SQL_OUTPUT_BYTES_ADD, VALUES(INT((o->intake << OUTPUT_SHIFT) | n), BLOB(o->bytes)));
    return err;
}

static void read_output(sqlite3_stmt *row, struct arena *arena, void *to)
{
    *(struct output *)to = (struct output){
        .intake = sql_int(row, 0),
        .id = sql_int(row, 1),
        .path = sql_slice(row, 2, arena),
        .sha256 = sql_slice(row, 3, arena),
        .kind = sql_slice(row, 4, arena),
        .key = sql_slice(row, 5, arena),
        .document = (uint32_t)sql_int(row, 6),
        .bytes = sql_slice(row, 7, arena),
    };
}

int store_outputs(struct store *s, int64_t intake, bool with_bytes, struct arena *arena, struct output **out, size_t *count)
{
    struct sql_list list;
    const enum sql_id id = with_bytes ? SQL_OUTPUTS_BYTES : SQL_OUTPUTS;
    const int err = sql_all(s, id, VALUES(INT(intake)), arena, sizeof **out, read_output, &list);
    *out = list.items;
    *count = list.count;
    return err;
}

int store_outputs_forget(struct store *s, int64_t intake)
{
    return sql_do(s, SQL_OUTPUTS_FORGET, VALUES(INT(intake)));
}

/* "20261123T031500Z-000042-sales-order-….xml" names its intake between the first two hyphens. */
static bool intake_in_name(slice name, int64_t *out)
{
    slice rest = name, stamp, id;
    uint64_t n;
    if (!slice_next(&rest, '-', &stamp) || !slice_next(&rest, '-', &id) || !slice_to_u64(id, INT64_MAX >> OUTPUT_SHIFT, &n)) return false;
    *out = (int64_t)n;
    return true;
}

int store_output_by_name(struct store *s, slice file_name, struct arena *arena, struct output *out)
{
    const slice ending = arena_printf(arena, "/%.*s", SLICE_ARG(file_name));
    int64_t intake;
    if (intake_in_name(file_name, &intake)) {
        const int err = sql_one(s, SQL_OUTPUT_OF_INTAKE, VALUES(INT(intake), TEXT(ending)), arena, read_output, out);
        if (err != E_NOT_FOUND) return err;
    }
    /* Any other name is looked for from the newest back; people ask this, not the daemon. */
    return sql_one(s, SQL_OUTPUT_ANYWHERE, VALUES(TEXT(ending)), arena, read_output, out);
}
