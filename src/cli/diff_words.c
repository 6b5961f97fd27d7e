/* diff_words.c - what a comparison says, in every form: what a unit goes by, and which side has it. */
#include "cli/diff.h"

enum diff_kind diff_kind(const struct diff_changes *changes, const struct diff_change *change)
{
    const struct diff_item *item = &changes->items[change->item];
    return item->a == DIFF_NONE ? DIFF_ADDED : item->b == DIFF_NONE ? DIFF_REMOVED : DIFF_CHANGED;
}

struct diff_side diff_item_side(const struct diff_item *item, const struct diff_set *a, const struct diff_set *b)
{
    return item->a != DIFF_NONE ? (struct diff_side){ a, item->a } : (struct diff_side){ b, item->b };
}

struct cells diff_cells(struct arena *arena, const struct diff_set *set, uint32_t unit)
{
    uint32_t group = set->units[unit].group;
    const struct segment_def *def = show_definition(&set->names, &set->tree, group);
    return show_cells(arena, def, show_values(arena, &set->tree, group), set->tree.group[group].fields,
                      (struct show_delims){ set->tree.component, set->tree.repetition }, 0);
}

/* Parts of a key from the n-th on, blanks between them. */
static slice key_words(struct arena *arena, slice key, unsigned from)
{
    slice rest = key, part, words = { 0 };
    for (unsigned i = 0; slice_next(&rest, 0x1f, &part); i++)
        if (i >= from && part.len > 0) words = words.len > 0 ? arena_printf(arena, "%.*s %.*s", SLICE_ARG(words), SLICE_ARG(part)) : part;
    return words;
}

/* What a code means, or the value. */
static slice element_words(const struct diff_set *set, uint32_t group, unsigned element)
{
    const struct segment_def *def = show_definition(&set->names, &set->tree, group);
    slice value = tree_field(&set->tree, group, element);
    slice meaning = def != NULL && element <= def->n_elems ? elem_code_meaning(&def->elems[element - 1], value) : NO_ARG;
    return meaning.len > 0 ? meaning : value;
}

static slice telling(struct arena *arena, const struct diff_set *set, const struct unit *u)
{
    slice id = tree_field(&set->tree, u->group, 0);
    if (slice_is(id, "HL")) return key_words(arena, u->key[0], 1);
    const struct business_segment *known = business_segment(id);
    unsigned ways = 0;
    if (known == NULL) return NO_ARG;
    for (; ways < BUSINESS_KEYS && !business_key_is_empty(&known->ways[ways]); ways++)
        if (known->ways[ways].elements[0] == 0 && u->key[ways].len > 0) return key_words(arena, u->key[ways], 0);
    return element_words(set, u->group, known->ways[ways - 1].elements[0]);
}

slice diff_unit_words(struct arena *arena, const struct diff_set *set, uint32_t unit)
{
    const struct unit *u = &set->units[unit];
    slice words = telling(arena, set, u);
    return words.len > 0 ? arena_printf(arena, "%.*s (%.*s)", SLICE_ARG(u->title), SLICE_ARG(words)) : u->title;
}

slice diff_set_words(struct arena *arena, const struct diff_set *set)
{
    return arena_printf(arena, "%.*s%s%.*s%s%.*s", SLICE_ARG(set->set_id), set->title.len > 0 ? " " : "", SLICE_ARG(set->title),
                        set->number.len > 0 ? " " : ", set ", SLICE_ARG(set->number.len > 0 ? set->number : set->control));
}
