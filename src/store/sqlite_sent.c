/* sqlite_sent.c - the ledger of what we sent and what was answered. */
#include "store/sqlite.h"

int store_sent_add(struct store *s, const struct sent *d)
{
    return sql_do(s, SQL_SENT_ADD,
                  VALUES(TEXT(d->partner), TEXT(d->functional_id), TEXT(d->set_id), INT(d->interchange_control), INT(d->group_control),
                         TEXT(d->set_control), TEXT(d->key), INT(d->intake), TEXT(d->path), INT(d->at), INT(d->late), INT(d->missing), INT(d->state)));
}

static void read_sent(sqlite3_stmt *row, struct arena *arena, void *to)
{
    *(struct sent *)to = (struct sent){
        .id = sql_int(row, 0),
        .partner = sql_slice(row, 1, arena),
        .functional_id = sql_slice(row, 2, arena),
        .set_id = sql_slice(row, 3, arena),
        .interchange_control = (uint32_t)sql_int(row, 4),
        .group_control = (uint32_t)sql_int(row, 5),
        .set_control = sql_slice(row, 6, arena),
        .key = sql_slice(row, 7, arena),
        .intake = sql_int(row, 8),
        .path = sql_slice(row, 9, arena),
        .at = sql_int(row, 10),
        .late = sql_int(row, 11),
        .missing = sql_int(row, 12),
        .state = (enum sent_state)sql_int(row, 13),
        .answered = sql_int(row, 14),
        .answer = sql_int(row, 15),
    };
}

static int rows(struct store *s, enum sql_id id, const struct sql_value *values, size_t n, struct arena *arena, struct sent **out, size_t *count)
{
    struct sql_list list;
    const int err = sql_all(s, id, values, n, arena, sizeof **out, read_sent, &list);
    *out = list.items;
    *count = list.count;
    return err;
}

int store_sent_of_group(struct store *s, slice partner, slice functional_id, uint32_t group_control, struct arena *arena, struct sent **out,
                        size_t *count)
{
    return rows(s, SQL_SENT_OF_GROUP, VALUES(TEXT(partner), TEXT(functional_id), INT(group_control)), arena, out, count);
}

int store_sent_of_interchange(struct store *s, slice partner, uint32_t interchange_control, struct arena *arena, struct sent **out, size_t *count)
{
    return rows(s, SQL_SENT_OF_INTERCHANGE, VALUES(TEXT(partner), INT(interchange_control)), arena, out, count);
}

int store_sent_answer(struct store *s, int64_t id, enum sent_state state, instant at, int64_t answer)
{
    return sql_do(s, SQL_SENT_ANSWER, VALUES(INT(id), INT(state), INT(at), INT(answer)));
}

int store_sent_list(struct store *s, bool waiting, struct arena *arena, struct sent **out, size_t *count)
{
    return rows(s, waiting ? SQL_SENT_WAITING : SQL_SENT_LIST, NO_VALUES, arena, out, count);
}
