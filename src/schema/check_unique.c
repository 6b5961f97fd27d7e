/* check_unique.c - are all values that a path leads to different?  The usual test about numbers that must not come twice, in one walk.
 *
 * Numbers are mostly given out one after the other, and values that ascend are different: then nothing is kept.  Otherwise they go into a
 * hash, whose memory stays for the next set.  It doubles by moving into a second one, so that each value is moved once or twice. */
#include "schema/assert.h"
#include "schema/checker.h"

#include "base/digits.h"
#include "base/must.h"

#include <stdlib.h>

enum { FIRST_SLOTS = 64, MOST_VALUES = 1 << 20 };

struct value_slot { const char *ptr; uint32_t len, hash; };     /* none where ptr is null */

struct unique_room {
    struct value_slot *slots, *spare;
    size_t slots_room, spare_room;      /* allocated */
    uint32_t n, used;                   /* values; slots in use, a power of two, half of them free */
};

struct unique_walk {
    const struct tree *in;
    const struct expr_ref *ref;
    struct unique_room *r;
    slice last;
    bool right;                         /* so far: they ascend; are different */
};

void unique_room_free(struct unique_room *r)
{
    if (!r) return;
    free(r->slots);
    free(r->spare);
    free(r);
}

/* ---- the hash ---- */

static struct value_slot *slots_clear(struct value_slot **slots, size_t *room, uint32_t n)
{
    if (n > *room) {
        free(*slots);
        *slots = must_memory(malloc(n * sizeof **slots));
        *room = n;
    }
    memset(*slots, 0, n * sizeof **slots);
    return *slots;
}

/* All are different: any place that is free will do. */
static void slots_double(struct unique_room *r)
{
    struct value_slot *from = r->slots, *to = slots_clear(&r->spare, &r->spare_room, 2 * r->used);
    const size_t room = r->slots_room;
    for (uint32_t i = 0, mask = 2 * r->used - 1; i < r->used; i++) {
        uint32_t at = from[i].hash & mask;
        if (!from[i].ptr) continue;
        while (to[at].ptr) at = (at + 1) & mask;
        to[at] = from[i];
    }
    r->used *= 2;
    r->slots = to;
    r->slots_room = r->spare_room;
    r->spare = from;
    r->spare_room = room;
}

/* False when it is there already. */
static bool slots_add(struct unique_room *r, slice value)
{
    if (2 * r->n >= r->used) slots_double(r);
    const struct value_slot new = { value.ptr, (uint32_t)value.len, (uint32_t)slice_hash(value) };
    uint32_t at = new.hash & (r->used - 1);
    for (; r->slots[at].ptr; at = (at + 1) & (r->used - 1))
        if (r->slots[at].hash == new.hash && slice_eq((slice){ r->slots[at].ptr, r->slots[at].len }, value)) return false;
    r->slots[at] = new;
    r->n++;
    return true;
}

static void room_make(struct checker *c)
{
    struct unique_room *r = c->unique;
    if (!r) r = c->unique = must_memory(calloc(1, sizeof *r));
    (void)slots_clear(&r->slots, &r->slots_room, FIRST_SLOTS);
    r->used = FIRST_SLOTS;
    r->n = 0;
}

/* ---- the walks ---- */

static slice value_of(const struct unique_walk *w, uint32_t group) { return tree_field(w->in, expr_fields_group(w->ref, group), w->ref->element); }

/* Is `b` after `a` in the order of bytes?  Numbers of one kind are of one length mostly: then a word at a time, the last with some again. */
static inline bool is_after(slice a, slice b)
{
    if (a.len != b.len || a.len < WORD_BYTES) return slice_cmp(a, b) < 0;
    for (size_t at = 0; at < a.len; at += WORD_BYTES) {
        const size_t from = at + WORD_BYTES <= a.len ? at : a.len - WORD_BYTES;
        const uint64_t one = load8(a.ptr + from), other = load8(b.ptr + from);
        if (one != other) return __builtin_bswap64(one) < __builtin_bswap64(other);
    }
    return false;
}

static bool visit_ascending(void *context, uint32_t group)
{
    struct unique_walk *w = context;
    const slice value = value_of(w, group);
    if (value.len == 0) return true;
    w->right = is_after(w->last, value);
    w->last = value;
    return w->right;
}

static bool visit_each(void *context, uint32_t group)
{
    struct unique_walk *w = context;
    const slice value = value_of(w, group);
    w->right = value.len == 0 || slots_add(w->r, value);
    return w->right && w->r->n < MOST_VALUES;
}

enum unique_answer unique_values(struct checker *c, struct expr_run *run, const struct expr *path)
{
    struct unique_walk w = { .in = run->in, .ref = path->ref, .right = true };
    expr_walk(run, path->ref, visit_ascending, &w);
    if (w.right) return UNIQUE_YES;
    room_make(c);
    w.r = c->unique;
    w.right = true;
    expr_walk(run, path->ref, visit_each, &w);
    return !w.right ? UNIQUE_NO : w.r->n < MOST_VALUES ? UNIQUE_YES : UNIQUE_UNKNOWN;
}
