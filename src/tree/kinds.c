/* kinds.c - memory of the chains of groups of one kind. */
#include "tree/kinds.h"

#include "base/must.h"

#include <stdlib.h>

void tree_kinds_free(struct tree_kinds *k)
{
    free(k->next);
    free(k->last);
    *k = (struct tree_kinds){ 0 };
}

void tree_kinds_grow(struct tree_kinds *k, uint32_t place)
{
    uint64_t room = (uint64_t)place + place / 2 + 256;
    must(room <= UINT32_MAX);
    k->next = must_memory(realloc(k->next, room * sizeof *k->next));
    k->room = (uint32_t)room;
}

void tree_kinds_reset(struct tree_kinds *k, uint32_t kinds)
{
    if (kinds > k->kind_room) {
        k->last = must_memory(realloc(k->last, kinds * sizeof *k->last));
        k->kind_room = kinds;
    }
    if (kinds > k->room) tree_kinds_grow(k, kinds);
    for (uint32_t i = 0; i < kinds; i++) k->last[i] = i;
    k->kinds = kinds;
}
