/* arena.h - memory with one lifetime.
 *
 * Everything of one document, or of one compiled plan, lives in one arena and goes with it; nothing is freed singly.  The law of this
 * tree: a function that takes an arena puts its result there; what `foo_new` returns is freed with `foo_free`; all else is borrowed.
 * Memory comes zeroed.  Running out of memory aborts; callers keep sizes bounded by the caps on input. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/slice.h"

/* Seen here only so that arena_alloc can be inlined; nobody else looks inside.  All bytes from `at` to `end` are zero. */
struct arena_block;
struct arena {
    char *at, *end;                     /* what is left of the current block */
    struct arena_block *blocks;         /* in use, newest first */
    struct arena_block *spare;          /* kept from before the last reset, zeroed */
    size_t next_block;                  /* bytes of the next block */
    size_t used;
    struct arena *adopted, *next_adopted;
};
enum { ARENA_ALIGN = 16 };

struct arena *arena_new(void);
void arena_free(struct arena *arena);              /* null is fine */
/* Forget everything but keep up to 64 KB of blocks for the next document. */
void arena_reset(struct arena *arena);
/* Let `child` live as long as `arena`'s present content: it is freed with it (at the next reset or free). */
void arena_adopt(struct arena *arena, struct arena *child);

void *arena_alloc_slow(struct arena *arena, size_t size, size_t align);
/* `size` zeroed bytes aligned for any type.  Never null. */
static inline void *arena_alloc(struct arena *arena, size_t size)
{
    uintptr_t at = ((uintptr_t)arena->at + ARENA_ALIGN - 1) & ~(uintptr_t)(ARENA_ALIGN - 1);
    if (size - 1 >= (uintptr_t)arena->end - at) return arena_alloc_slow(arena, size, ARENA_ALIGN);     /* size 0 goes there too */
    arena->at = (char *)at + size;
    arena->used += size;
    return (char *)at;
}
/* `count` zeroed objects of `size` bytes; the product is checked. */
void *arena_array(struct arena *arena, size_t count, size_t size);
slice arena_copy(struct arena *arena, slice s);
/* A NUL-terminated copy, for libraries that want one. */
char *arena_cstr(struct arena *arena, slice s);
slice arena_printf(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Bytes handed out since the last reset. */
size_t arena_used(const struct arena *arena);

/* A growing array in an arena: makes room for one more element and returns it zeroed.  `items` is the address of the array's pointer:
       struct rule *r = arena_grow(arena, &rules, &n_rules, &room, sizeof *rules);
   The array is moved on growth (older element pointers go stale); `*count` and `*room` are kept by this call and start at 0. */
void *arena_grow(struct arena *arena, void *items, size_t *count, size_t *room, size_t size);

#endif
