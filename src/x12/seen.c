/* seen.c - runs of numbers and a table of the rest.
 *
 * A number of up to nine digits becomes an integer that also tells how many digits it had, so that 0001 and 1 differ and 0002 follows
 * 0001; anything else becomes a hash.  Two texts with the same hash would be taken for one; at 64 bits that does not happen by chance. */
#include "x12/seen.h"

#include <stdlib.h>

#include "base/must.h"

enum { SEEN_MAX = 1 << 18, SEEN_ROOM = 64, DIGITS = 9 };

void seen_free(struct x12_seen *s)
{
    free(s->table);
    *s = (struct x12_seen){ 0 };
}

void seen_clear(struct x12_seen *s)
{
    if (s->used && s->room > SEEN_ROOM) {
        seen_free(s);
    } else if (s->used) {
        memset(s->table, 0, s->room * sizeof *s->table);
        s->used = 0;
    }
    s->n_runs = 0;
}

static uint64_t key_of(slice control)
{
    uint64_t value;
    if (control.len <= DIGITS && slice_to_u64(control, 999999999, &value)) return control.len << 32 | value;
    return slice_hash(control) | UINT64_C(1) << 63;
}

/* Where `key` is, or would be. */
static uint32_t slot_of(const struct x12_seen *s, uint64_t key)
{
    uint32_t i = (uint32_t)((key * UINT64_C(0x9e3779b97f4a7c15)) >> 40) & (s->room - 1);
    while (s->table[i] && s->table[i] != key) i = (i + 1) & (s->room - 1);
    return i;
}

static void grow(struct x12_seen *s)
{
    struct x12_seen old = *s;
    s->room = old.room ? 2 * old.room : SEEN_ROOM;
    s->table = calloc(s->room, sizeof *s->table);
    must(s->table != NULL);
    for (uint32_t i = 0; i < old.room; i++)
        if (old.table[i]) s->table[slot_of(s, old.table[i])] = old.table[i];
    free(old.table);
}

/* Is it in a run, or does it lengthen one, or begin one?  *known says which. */
static bool fits_run(struct x12_seen *s, uint64_t key, bool *known)
{
    *known = false;
    for (uint32_t i = s->n_runs; i-- > 0;) {        /* the newest first: that is the one that grows */
        if (key >= s->runs[i].low && key <= s->runs[i].high) return *known = true;
        if (key != s->runs[i].high + 1) continue;
        if (s->used && s->table[slot_of(s, key)] == key) return *known = true;
        s->runs[i].high = key;
        return true;
    }
    if (s->n_runs == X12_SEEN_RUNS) return false;
    s->runs[s->n_runs].low = s->runs[s->n_runs].high = key;
    s->n_runs++;
    return true;
}

bool seen_add(struct x12_seen *s, slice control)
{
    uint64_t key = key_of(control);
    bool known;
    if (fits_run(s, key, &known)) return known;
    if (s->used && s->table[slot_of(s, key)] == key) return true;
    if (s->used >= SEEN_MAX) return false;
    if (2 * (s->used + 1) > s->room) grow(s);
    s->table[slot_of(s, key)] = key;
    s->used++;
    return false;
}
