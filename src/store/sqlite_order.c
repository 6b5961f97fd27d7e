/* sqlite_order.c - business state: orders, and interchanges seen. */
#include "store/sqlite.h"

int store_order_put(struct store *s, const struct order *o)
{
    return sql_do(s, SQL_ORDER_PUT,
                  VALUES(TEXT(o->partner), TEXT(o->number), INT(o->state), INT(o->intake), INT(o->ordinal), INT(o->lines), INT(o->held_lines),
                         TEXT(o->reason), INT(o->first_seen), INT(o->changed)));
}

static void read_order(sqlite3_stmt *row, struct arena *arena, void *to)
{
    *(struct order *)to = (struct order){
        .partner = sql_slice(row, 0, arena),
        .number = sql_slice(row, 1, arena),
        .state = (enum order_state)sql_int(row, 2),
        .intake = sql_int(row, 3),
        .ordinal = (uint32_t)sql_int(row, 4),
        .lines = (unsigned)sql_int(row, 5),
        .held_lines = (unsigned)sql_int(row, 6),
        .reason = sql_slice(row, 7, arena),
        .first_seen = sql_int(row, 8),
        .changed = sql_int(row, 9),
    };
}

int store_order_find(struct store *s, slice partner, slice number, instant since, struct arena *arena, struct order *out)
{
    return sql_one(s, SQL_ORDER_FIND, VALUES(TEXT(partner), TEXT(number), INT(since)), arena, read_order, out);
}

static int orders(struct store *s, enum sql_id id, const struct sql_value *values, size_t n, struct arena *arena, struct order **out,
                  size_t *count)
{
    struct sql_list list;
    const int err = sql_all(s, id, values, n, arena, sizeof **out, read_order, &list);
    *out = list.items;
    *count = list.count;
    return err;
}

int store_orders(struct store *s, struct arena *arena, struct order **out, size_t *count)
{
    return orders(s, SQL_ORDERS, NO_VALUES, arena, out, count);
}

int store_orders_by_number(struct store *s, slice number, struct arena *arena, struct order **out, size_t *count)
{
    return orders(s, SQL_ORDERS_BY_NUMBER, VALUES(TEXT(number)), arena, out, count);
}

/* ---- duplicates ---- */

int store_interchange_find(struct store *s, slice sender, slice receiver, slice control, instant since, int64_t *intake)
{
    return sql_number(s, SQL_INTERCHANGE_FIND, VALUES(TEXT(sender), TEXT(receiver), TEXT(control), INT(since)), intake);
}

int store_interchange_add(struct store *s, slice sender, slice receiver, slice control, int64_t intake, instant at)
{
    return sql_do(s, SQL_INTERCHANGE_ADD, VALUES(TEXT(sender), TEXT(receiver), TEXT(control), INT(at), INT(intake)));
}

int store_number_find(struct store *s, slice number, instant since, int64_t *intake)
{
    return sql_number(s, SQL_NUMBER_FIND, VALUES(TEXT(number), INT(since)), intake);
}

int store_number_add(struct store *s, slice number, int64_t intake, instant at)
{
    return sql_do(s, SQL_NUMBER_ADD, VALUES(TEXT(number), INT(at), INT(intake)));
}
