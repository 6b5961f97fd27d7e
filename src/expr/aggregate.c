/* aggregate.c - values over many instances: count, exists, sum, min, max, distinct, all.
 *
 * There are no accumulators in the language; an aggregate looks at every instance itself, so the order of lines cannot matter.  Values that are
 * absent do not take part.  distinct() keeps the values in a hash table that grows to a million of them, and then stops counting with a
 * fault. */
#include "expr/eval.h"

#include "base/buf.h"
#include "base/must.h"
#include "expr/findings.h"

enum { FIRST_SEEN = 64, MAX_DISTINCT = 1 << 20 };

struct seen { const char *ptr; uint32_t len, hash; };   /* a value; so few touch its text again when the table grows */

struct total {
    struct expr_run *run;
    const struct expr *e;
    struct value result;
    uint32_t count;
    bool failed;
    struct seen *seen;          /* distinct(): values by their hash, at most half full; none where ptr is null */
    uint32_t room;
    struct buf text;            /* all() */
};

/* Where a value is, or would be. */
static struct seen *seen_at(struct seen *seen, uint32_t room, struct seen value)
{
    uint32_t at = value.hash & (room - 1);
    for (; seen[at].ptr; at = (at + 1) & (room - 1))
        if (seen[at].hash == value.hash && slice_eq((slice){ seen[at].ptr, seen[at].len }, (slice){ value.ptr, value.len })) break;
    return &seen[at];
}

/* All are different: any place that is free will do. */
static void seen_grow(struct total *t)
{
    uint32_t room = t->room ? 2 * t->room : FIRST_SEEN;
    struct seen *seen = arena_array(t->run->arena, room, sizeof(*seen));
    for (uint32_t i = 0; i < t->room; i++) {
        uint32_t at = t->seen[i].hash & (room - 1);
        if (!t->seen[i].ptr) continue;
        while (seen[at].ptr) at = (at + 1) & (room - 1);
        seen[at] = t->seen[i];
    }
    t->seen = seen;
    t->room = room;
}

static bool add_distinct(struct total *t, const struct value *v)
{
    char buffer[VALUE_MAX_TEXT];
    slice text = value_show(v, buffer);
    if (2 * t->count >= t->room) seen_grow(t);
    const uint32_t hash = (uint32_t)slice_hash(text);
    struct seen *place = seen_at(t->seen, t->room, (struct seen){ text.ptr, (uint32_t)text.len, hash });
    if (place->ptr) return true;
    if (t->count == MAX_DISTINCT) return false;
    const bool stays = v->kind == VALUE_TEXT && !expr_in_scratch(t->run, text);       /* in the document */
    slice kept = text.len == 0 ? SLICE("") : stays ? text : arena_copy(t->run->arena, text);
    *place = (struct seen){ kept.ptr, (uint32_t)kept.len, hash };
    t->count++;
    return true;
}

static bool add_sum(struct total *t, const struct value *v)
{
    if (t->count++ == 0) t->result = value_number(decimal_int(0));
    return decimal_add(t->result.number, v->number, &t->result.number);
}

static void add_text(struct total *t, const struct value *v)
{
    char room[VALUE_MAX_TEXT];
    if (t->count++ && t->e->n_args == 2) buf_add(&t->text, t->e->args[1]->value.text);
    buf_add(&t->text, value_show(v, room));
}

static bool add(struct total *t, const struct value *v)
{
    if (value_is_absent(v)) {
        if (v->yes) t->failed = true;
        return !v->yes;
    }
    bool good = true;
    switch (t->e->op) {
    case EX_COUNT: t->count += v->kind != VALUE_BOOL || v->yes; break;
    case EX_SUM: good = add_sum(t, v); break;
    case EX_MIN: if (t->count++ == 0 || value_cmp(v, &t->result) < 0) t->result = *v; break;
    case EX_MAX: if (t->count++ == 0 || value_cmp(v, &t->result) > 0) t->result = *v; break;
    case EX_DISTINCT: good = add_distinct(t, v); break;
    default: add_text(t, v); break;
    }
    if (!good) {
        t->failed = true;
        expr_fault(t->run, t->e, expr_def(t->e->op == EX_DISTINCT ? VALUE_TOO_BIG : VALUE_OVERFLOW), expr_source(t->e), NO_ARG);
    }
    return good;
}

static bool visit_leaf(void *context, uint32_t group)
{
    struct total *t = context;
    struct value v;
    const struct expr *path = t->e->args[0];
    if (path->type == TYPE_GROUPS || path->type == TYPE_PAIRS) {
        t->count++;
        return t->e->op != EX_EXISTS;
    }
    expr_leaf(t->run, path, group, false, &v);
    if (t->e->op == EX_EXISTS) {
        t->count += !value_is_absent(&v);
        return t->count == 0;
    }
    return add(t, &v);
}

/* sum(EXPR over GROUPS as x): the instance is set, EXPR evaluated, its scratch taken back when it cannot be part of the result. */
static bool visit_over(void *context, uint32_t group)
{
    struct total *t = context;
    struct expr_run *run = t->run;
    struct expr_scratch mark = run->scratch;
    struct value v;
    run->instance[t->e->index] = group;
    run->position[t->e->index]++;
    run->serial[t->e->index]++;
    expr_eval(run, t->e->args[0], &v);
    bool more = add(t, &v);
    if (run->scratch.ptr == mark.ptr && v.kind != VALUE_TEXT) run->scratch.len = mark.len;
    return more;
}

static void over(struct total *t)
{
    struct expr_run *run = t->run;
    uint8_t depth = run->depth, open = run->open, level = (uint8_t)t->e->index;
    run->position[level] = 0;
    run->depth = run->open = level;
    expr_walk(run, t->e->args[1]->ref, visit_over, t);
    run->depth = depth;
    run->open = open;
    run->instance[level] = TREE_NONE;
}

static void exists_value(struct total *t)
{
    struct value v;
    expr_eval(t->run, t->e->args[0], &v);
    t->count = !value_is_absent(&v);
}

void expr_eval_aggregate(struct expr_run *run, const struct expr *e, struct value *out)
{
    struct total t = { .run = run, .e = e, .result = { .kind = VALUE_ABSENT }, .text = BUF_INIT(EXPR_MAX_RESULT) };
    bool path = e->args[0]->op == EX_PATH;
    if (e->op == EX_EXISTS && !path) exists_value(&t);
    else if (e->n_args == 2 && e->op != EX_ALL) over(&t);
    else if (path) expr_walk(run, e->args[0]->ref, visit_leaf, &t);
    if (e->op == EX_ALL) {
        char *room = t.count && buf_ok(&t.text) ? expr_room(run, e, t.text.len + 1) : NULL;
        if (room && t.text.len) memcpy(room, t.text.ptr, t.text.len);
        if (room) t.result = value_text((slice){ room, t.text.len });
        buf_free(&t.text);
    } else if (e->op == EX_EXISTS) {
        t.result = value_bool(t.count > 0);
    } else if (e->op == EX_COUNT || e->op == EX_DISTINCT) {
        t.result = value_number(decimal_int(t.count));
    } else if (e->op == EX_SUM && t.count == 0) {
        t.result = value_number(decimal_int(0));
    } else {
        t.result.text = t.result.kind == VALUE_NUMBER ? (slice){ 0 } : t.result.text;
    }
    *out = t.failed ? value_trouble() : t.result;
}
