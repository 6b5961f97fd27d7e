/* sqlite_intake.c - files taken from an inbox, and how often one has killed its worker.
 *
 * An intake's row is what recovery asks for: no row means that nothing of the file has happened, a row that is not done means that all was
 * decided and publishing goes on. */
#include "store/sqlite.h"

int store_intake_id(struct store *s, int64_t *id)
{
    return sql_counter_next(s, SLICE("intake"), INT64_MAX, id);
}

int store_intake_add(struct store *s, const struct intake *in)
{
    must(in->id > 0 && in->claim.len > 0);
    return sql_do(s, SQL_INTAKE_ADD,
                  VALUES(INT(in->id), TEXT(in->claim), TEXT(in->name), TEXT(in->folder), TEXT(in->sha256), INT(in->bytes), INT(in->received),
                         INT(in->state), TEXT(in->archive), INT(in->wrong), TEXT(in->summary)));
}

static void read_intake(sqlite3_stmt *row, struct arena *arena, void *to)
{
    *(struct intake *)to = (struct intake){
        .id = sql_int(row, 0),
        .claim = sql_slice(row, 1, arena),
        .name = sql_slice(row, 2, arena),
        .folder = sql_slice(row, 3, arena),
        .sha256 = sql_slice(row, 4, arena),
        .bytes = (uint64_t)sql_int(row, 5),
        .received = sql_int(row, 6),
        .state = sql_int(row, 7) ? INTAKE_DONE : INTAKE_COMMITTED,
        .archive = sql_slice(row, 8, arena),
        .wrong = sql_int(row, 9) != 0,
        .summary = sql_slice(row, 10, arena),
    };
}

int store_intake_find(struct store *s, slice claim, struct arena *arena, struct intake *out)
{
    return sql_one(s, SQL_INTAKE_FIND, VALUES(TEXT(claim)), arena, read_intake, out);
}

int store_intake_get(struct store *s, int64_t id, struct arena *arena, struct intake *out)
{
    return sql_one(s, SQL_INTAKE_GET, VALUES(INT(id)), arena, read_intake, out);
}

static int list_intakes(struct store *s, enum sql_id id, struct arena *arena, struct intake **out, size_t *count)
{
    struct sql_list list;
    const int err = sql_all(s, id, NO_VALUES, arena, sizeof **out, read_intake, &list);
    *out = list.items;
    *count = list.count;
    return err;
}

int store_intake_pending(struct store *s, struct arena *arena, struct intake **out, size_t *count)
{
    return list_intakes(s, SQL_INTAKE_PENDING, arena, out, count);
}

int store_intake_unforgotten(struct store *s, struct arena *arena, struct intake **out, size_t *count)
{
    return list_intakes(s, SQL_INTAKE_UNFORGOTTEN, arena, out, count);
}

int store_intake_done(struct store *s, int64_t id)
{
    return sql_do(s, SQL_INTAKE_DONE, VALUES(INT(id)));
}

/* ---- attempts ---- */

static int deaths(struct store *s, enum sql_id id, slice claim, unsigned *count)
{
    int64_t n = 0;
    const int err = sql_number(s, id, VALUES(TEXT(claim)), &n);
    *count = (unsigned)n;
    return err;
}

int store_attempt(struct store *s, slice claim, unsigned *count)
{
    return deaths(s, SQL_ATTEMPT, claim, count);
}

int store_attempts(struct store *s, slice claim, unsigned *count)
{
    const int err = deaths(s, SQL_ATTEMPTS, claim, count);
    return err == E_NOT_FOUND ? 0 : err;
}
