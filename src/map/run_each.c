/* run_each.c - <each where="…" by="…">: which instances are gone through.  Values that were seen are kept in a table of open addressing, so that the
 * thousandth line costs what the first one did. */
#include "map/run.h"

static void put(struct seen_values *seen, slice value)
{
    size_t at = slice_hash(value) & (seen->room - 1);
    while (seen->slots[at].ptr) at = (at + 1) & (seen->room - 1);
    seen->slots[at] = value;
}

static void grow(struct run *run, struct seen_values *seen)
{
    struct seen_values old = *seen;
    seen->room = old.room ? old.room * 4 : 16;
    seen->slots = arena_array(run->x.arena, seen->room, sizeof *seen->slots);
    for (size_t i = 0; i < old.room; i++)
        if (old.slots[i].ptr) put(seen, old.slots[i]);
}

/* False when it was there; then nothing changes. */
static bool is_new(struct run *run, struct seen_values *seen, slice value)
{
    if (seen->room == 0 || seen->count >= seen->room / 2) grow(run, seen);
    for (size_t at = slice_hash(value) & (seen->room - 1); seen->slots[at].ptr; at = (at + 1) & (seen->room - 1))
        if (slice_eq(seen->slots[at], value)) return false;
    slice kept = arena_copy(run->x.arena, value);
    put(seen, kept.ptr ? kept : SLICE(""));
    seen->count++;
    return true;
}

bool run_is_wanted(struct run *run, const struct each *each, struct seen_values *seen)
{
    struct value v;
    char room[VALUE_MAX_TEXT];
    run->x.rule = each->rule;
    if (each->where) {
        expr_eval(&run->x, each->where, &v);
        if (!value_holds(&v)) return false;
    }
    if (!each->by) return true;
    expr_eval(&run->x, each->by, &v);
    return value_is_absent(&v) || is_new(run, seen, value_show(&v, room));
}
