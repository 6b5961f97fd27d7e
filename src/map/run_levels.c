/* run_levels.c - the levels of a set (HL): which segment is below which is noted while they are made, and written into them when all is there, since
 * levels of held lines are taken back. */
#include "map/run.h"

#include "base/arena.h"

enum { HL_ID = 1, HL_PARENT, HL_CODE, HL_CHILD };

/* What was taken back is forgotten: its groups' numbers are used again. */
static void forget(struct run_levels *levels, uint32_t from)
{
    while (levels->count && levels->items[levels->count - 1].group >= from) levels->count--;
}

void levels_add(struct run *run, const struct level *level, uint32_t group)
{
    struct run_levels *levels = &run->levels;
    forget(levels, group);
    struct run_level *l = arena_grow(run->x.arena, &levels->items, &levels->count, &levels->room, sizeof *l);
    *l = (struct run_level){ .group = group, .level = level, .parent = level->depth ? levels->at[level->depth - 1] : RUN_NO_LEVEL };
    levels->at[level->depth] = (uint32_t)(levels->count - 1);
}

static bool tells_children(const struct run *run, const struct level *level)
{
    if (level->children_param == NO_PARAM) return !level->no_children;
    return !slice_is(run->x.params[level->children_param].text, "no");
}

static void put(struct run *run, uint32_t group, unsigned element, slice text)
{
    struct tree_value *v = run_set_value(run, group, element);
    if (v) run_set_text(run, v, text);
}

void levels_number(struct run *run)
{
    struct run_levels *levels = &run->levels;
    char room[RUN_TEXT];
    forget(levels, run->out->groups);
    for (size_t i = 0; i < levels->count; i++)
        if (levels->items[i].parent != RUN_NO_LEVEL) levels->items[levels->items[i].parent].has_children = true;
    for (size_t i = 0; i < levels->count; i++) {
        const struct run_level *l = &levels->items[i];
        put(run, l->group, HL_ID, run_digits(i + 1, room));
        if (l->parent != RUN_NO_LEVEL) put(run, l->group, HL_PARENT, run_digits(l->parent + 1u, room));
        put(run, l->group, HL_CODE, l->level->code);
        if (tells_children(run, l->level)) put(run, l->group, HL_CHILD, l->has_children ? SLICE("1") : SLICE("0"));
    }
}
