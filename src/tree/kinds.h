/* kinds.h - the groups of each kind in document order, joined while a tree is built, so that whoever looks for one kind need not pass by all others.
 *
 * Each kind is a chain of places: the kind's own place, then one for each of its groups.  Joining asks nothing and depends on nothing but the
 * chain's end; memory is kept from tree to tree. */
#ifndef TREE_KINDS_H
#define TREE_KINDS_H

#include <stdbool.h>
#include <stdint.h>

struct tree_kinds {
    uint32_t *next;         /* by place: a kind, or `kinds` + a group */
    uint32_t *last;         /* by kind: the place of its last group, its own when it has none */
    uint32_t kinds, room, kind_room;
};

/* Forget all groups, and be ready for kinds below `kinds`. */
void tree_kinds_reset(struct tree_kinds *k, uint32_t kinds);
void tree_kinds_free(struct tree_kinds *k);
void tree_kinds_grow(struct tree_kinds *k, uint32_t place);
/* Groups are joined in document order. */
static inline void tree_kinds_join(struct tree_kinds *k, uint16_t kind, uint32_t group)
{
    uint32_t place = k->kinds + group;
    if (__builtin_expect(place >= k->room, 0)) tree_kinds_grow(k, place);
    k->next[k->last[kind]] = place;
    k->last[kind] = place;
}

/* for (struct tree_kind_walk w = tree_kind_walk(k, kind); tree_kind_next(&w);) … w.group */
struct tree_kind_walk { const struct tree_kinds *k; uint32_t place, last, group; };
static inline struct tree_kind_walk tree_kind_walk(const struct tree_kinds *k, uint16_t kind)
{
    return (struct tree_kind_walk){ k, kind, kind < k->kinds ? k->last[kind] : kind, 0 };
}
static inline bool tree_kind_next(struct tree_kind_walk *w)
{
    if (w->place == w->last) return false;
    w->place = w->k->next[w->place];
    w->group = w->place - w->k->kinds;
    return true;
}

#endif
