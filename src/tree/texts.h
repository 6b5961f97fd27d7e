/* texts.h - text that stays where it is: what a map computes is written here once and pointed at from then on.
 *
 * Blocks are filled one after the other and never move, so pointers into them are good until the text is reset; the blocks are kept for the
 * next document.  Nothing is zeroed and nothing is freed singly. */
#ifndef TREE_TEXTS_H
#define TREE_TEXTS_H

#include "base/slice.h"

struct texts_block;
struct texts {
    char *at, *end;                     /* what is left of the current block */
    struct texts_block *block, *first;   /* the current one; all of them */
    size_t room, max;                   /* of all blocks together; the most it may be */
    bool over;                          /* something did not fit */
};
struct texts_mark { struct texts_block *block; char *at; };

#define TEXTS_INIT(max_bytes) ((struct texts){ .max = (max_bytes) })

void texts_free(struct texts *t);
void texts_reset(struct texts *t);
char *texts_room_slow(struct texts *t, size_t size);

/* A place for `size` bytes, not yet taken; null (and over) past the cap. */
static inline char *texts_room(struct texts *t, size_t size)
{
    return size <= (size_t)(t->end - t->at) && t->at ? t->at : texts_room_slow(t, size);
}

/* Take the first `len` bytes of the place that texts_room gave last. */
static inline void texts_take(struct texts *t, size_t len) { t->at += len; }

/* A copy; a null pointer when there is no room.  An empty text has a place too. */
slice texts_copy(struct texts *t, slice s);

static inline struct texts_mark texts_mark(const struct texts *t) { return (struct texts_mark){ t->block, t->at }; }
/* Give back all that was taken since; the mark must be of the time since the last reset. */
void texts_return(struct texts *t, struct texts_mark mark);

#endif
