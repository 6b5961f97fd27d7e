/* texts.c - blocks of text: growth, and going back to a mark.
 *
 * What must stay true: `room` is the size of all blocks in the list and never above `max`; every block behind the current one is empty. */
#include "tree/texts.h"

#include "base/must.h"

#include <stdlib.h>

enum { FIRST_ROOM = 4096, MOST_ROOM = 1 << 20 };

struct texts_block {
    struct texts_block *next;
    size_t room;
    char bytes[];
};

static void enter(struct texts *t, struct texts_block *block)
{
    t->block = block;
    t->at = block ? block->bytes : NULL;
    t->end = block ? block->bytes + block->room : NULL;
}

void texts_free(struct texts *t)
{
    for (struct texts_block *block = t->first, *next; block; block = next) {
        next = block->next;
        free(block);
    }
    *t = TEXTS_INIT(t->max);
}

void texts_reset(struct texts *t)
{
    t->over = false;
    enter(t, t->first);
}

/* Twice the one before, so that a large document has few blocks. */
static size_t next_room(const struct texts *t, size_t size)
{
    size_t room = t->block ? t->block->room * 2 : FIRST_ROOM;
    if (room > MOST_ROOM) room = MOST_ROOM;
    if (room < size) room = size;
    return room > t->max - t->room ? t->max - t->room : room;
}

/* A new block behind the current one. */
static bool add_block(struct texts *t, size_t size)
{
    size_t room = next_room(t, size);
    if (room < size) return false;
    struct texts_block *block = must_memory(malloc(sizeof *block + room));
    block->room = room;
    block->next = t->block ? t->block->next : t->first;
    if (t->block) t->block->next = block;
    else t->first = block;
    t->room += room;
    enter(t, block);
    return true;
}

char *texts_room_slow(struct texts *t, size_t size)
{
    struct texts_block *next = t->block ? t->block->next : t->first;
    if (size == 0) size = 1;
    if (t->block && size <= (size_t)(t->end - t->at)) return t->at;
    if (next && next->room >= size) enter(t, next);
    else if (!add_block(t, size)) {
        t->over = true;
        return NULL;
    }
    return t->at;
}

slice texts_copy(struct texts *t, slice s)
{
    char *to = texts_room(t, s.len);
    if (!to) return (slice){ 0 };
    if (s.len) memcpy(to, s.ptr, s.len);
    texts_take(t, s.len);
    return (slice){ to, s.len };
}

void texts_return(struct texts *t, struct texts_mark mark)
{
    enter(t, mark.block ? mark.block : t->first);
    if (mark.block) t->at = mark.at;
}
