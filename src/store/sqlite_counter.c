/* sqlite_counter.c - numbers that are given out once: file ids and control numbers.
 *
 * A number counts as given only when its transaction is committed; one that is rolled back is given again, so there are no gaps for an auditor
 * to ask about.  Every file takes three or so, always of the same few counters: within a transaction they are held here and written once. */
#include "store/sqlite.h"

static struct counter *held(struct store *s, slice name)
{
    for (unsigned i = 0; i < s->memory.n_counters; i++) {
        struct counter *c = &s->memory.counters[i];
        if (c->len == name.len && memcmp(c->name, name.ptr, name.len) == 0) return c;
    }
    return NULL;
}

int sql_counters_save(struct store *s)
{
    int err = 0;
    for (unsigned i = 0; !err && i < s->memory.n_counters; i++) {
        const struct counter *c = &s->memory.counters[i];
        err = sql_do(s, SQL_COUNTER_PUT, VALUES(TEXT(((slice){ c->name, c->len })), INT(c->value)));
    }
    s->memory.n_counters = 0;
    return err;
}

static int hold(struct store *s, slice name, struct counter **out)
{
    int64_t value = 0;
    int err = sql_number(s, SQL_COUNTER_GET, VALUES(TEXT(name)), &value);
    if (err && err != E_NOT_FOUND) return err;
    if (s->memory.n_counters == COUNTERS_HELD) {
        err = sql_counters_save(s);
        if (err) return err;
    }
    struct counter *c = &s->memory.counters[s->memory.n_counters++];
    *c = (struct counter){ .len = name.len, .value = value };
    memcpy(c->name, name.ptr, name.len);
    *out = c;
    return 0;
}

static int take(struct store *s, slice name, struct counter **out)
{
    must(s->in_transaction);            /* only the write lock makes what is held here true */
    if (s->broken) return s->broken;
    if (name.len == 0 || name.len > COUNTER_NAME) return sql_refuse(s, E_TOO_BIG, "a counter's name has 1 to 64 bytes");
    *out = held(s, name);
    return *out ? 0 : hold(s, name, out);
}

int sql_counter_next(struct store *s, slice name, int64_t max, int64_t *out)
{
    struct counter *c;
    const int err = take(s, name, &c);
    if (err) return err;
    c->value = c->value >= max ? 1 : c->value + 1;
    *out = c->value;
    return 0;
}

int store_counter_next(struct store *s, slice name, uint32_t max, uint32_t *out)
{
    must(max > 0);
    int64_t value = 0;
    const int err = sql_counter_next(s, name, max, &value);
    *out = (uint32_t)value;
    return err;
}

int store_counter_raise(struct store *s, slice name, uint32_t value, uint32_t *before)
{
    struct counter *c;
    const int err = take(s, name, &c);
    if (err) return err;
    *before = (uint32_t)c->value;
    if (value > c->value) c->value = value;
    return 0;
}
