/* tree.c - growth and walking of trees; what is needed once per group or field is inline in tree.h.
 *
 * The arrays grow geometrically and never shrink until tree_free, so that a worker's tree reaches the size of its largest document and
 * stays there. */
#include "tree/tree.h"

#include "base/must.h"

#include <stdlib.h>

enum { FIRST_ROOM = 256, MOST = 0x7fffffff };

void tree_init(struct tree *t)
{
    *t = (struct tree){ .made = TEXTS_INIT(TREE_MAX_TEXT) };
}

void tree_free(struct tree *t)
{
    if (!t) return;
    free(t->group);
    free(t->field);
    free(t->value);
    texts_free(&t->made);
    tree_init(t);
}

void tree_reset(struct tree *t)
{
    texts_reset(&t->made);
    t->groups = t->fields = t->values = 0;
    t->text = NULL;
    t->component = t->repetition = 0;
    t->source = NULL;
    t->origin = 0;
    t->origin_map = NULL;
    t->origin_maps = 0;
    t->origins = NULL;
    t->n_origins = 0;
}

/* A room of at least `need`, half as much again as before. */
static uint32_t grown(uint32_t room, uint64_t need)
{
    must(need <= MOST);
    uint64_t more = room < FIRST_ROOM ? FIRST_ROOM : (uint64_t)room + room / 2;
    if (more < need) more = need;
    return more > MOST ? MOST : (uint32_t)more;
}

void tree_grow_fields(struct tree *t, uint32_t n)
{
    uint32_t room = grown(t->field_room, (uint64_t)t->fields + n + 1);
    t->field = must_memory(realloc(t->field, room * sizeof *t->field));
    t->field_room = room;
}

void tree_grow_values(struct tree *t, uint32_t n)
{
    uint32_t room = grown(t->value_room, (uint64_t)t->values + n + 1);
    t->value = must_memory(realloc(t->value, room * sizeof *t->value));
    t->value_room = room;
}

void tree_grow_groups(struct tree *t)
{
    uint32_t room = grown(t->group_room, (uint64_t)t->groups + 1);
    t->group = must_memory(realloc(t->group, room * sizeof *t->group));
    t->group_room = room;
}

slice tree_value(const struct tree *t, uint32_t group, unsigned k)
{
    const struct tree_group *g = &t->group[group];
    for (const struct tree_value *v = t->value + g->first, *end = v + g->fields; v < end; v++)
        if (v->field == k) return (slice){ v->ptr, v->len };
    return (slice){ 0 };
}

/* The first of `from` and its following siblings, below `end`, with that kind. */
static uint32_t find_kind(const struct tree *t, uint32_t from, uint32_t end, uint16_t kind)
{
    for (uint32_t g = from; g < end; g = tree_end(t, g))
        if (t->group[g].kind == kind) return g;
    return TREE_NONE;
}

uint32_t tree_child(const struct tree *t, uint32_t group, uint16_t kind)
{
    return find_kind(t, group + 1, tree_end(t, group), kind);
}

uint32_t tree_next(const struct tree *t, uint32_t group)
{
    const struct tree_group *g = &t->group[group];
    return find_kind(t, tree_end(t, group), tree_end(t, g->parent), g->kind);
}

/* How many dropped bytes stood before text[off]: entries not above it. */
static uint32_t dropped_before(const struct tree *t, uint32_t off)
{
    uint32_t low = 0, high = t->origin_maps;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (t->origin_map[middle] <= off)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The last origin at or before `off`. */
static uint64_t offset_read(const struct tree *t, uint32_t off)
{
    uint32_t low = 0, high = t->n_origins;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        *(t->origins[middle].at <= off ? &low : &high) = middle;
    }
    return high == 0 ? t->origin : t->origins[low].offset;
}

uint64_t tree_offset(const struct tree *t, struct span s)
{
    if (span_is_absent(s)) return t->origin;
    if (t->origins) return offset_read(t, s.off);
    return t->origin + s.off + (t->origin_map ? dropped_before(t, s.off) : 0);
}

void tree_index(const struct tree *t, uint32_t *first, uint32_t *last, uint16_t kinds)
{
    uint32_t end = t->groups ? tree_end(t, 0) : 0;
    memset(first, 0xFF, kinds * sizeof *first);
    memset(last, 0xFF, kinds * sizeof *last);
    for (uint32_t child = 1; child < end; child = tree_end(t, child)) {
        uint16_t kind = t->group[child].kind;
        if (kind >= kinds) continue;
        if (first[kind] == TREE_NONE) first[kind] = child;
        last[kind] = child;
    }
}
