/* arena.c - blocks of zeroed memory, handed out from the front.
 *
 * What must stay true: everything from `at` to `end` of the current block is zero, and every block's bytes begin and end on ARENA_ALIGN.
 * Fresh blocks are zero by calloc; arena_reset zeroes the used part of what it keeps. */
#include "base/arena.h"

#include "base/must.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

struct arena_block {
    struct arena_block *next;
    size_t size;                                    /* of `bytes`, a multiple of ARENA_ALIGN */
    _Alignas(ARENA_ALIGN) char bytes[];
};

enum {
    FIRST_BLOCK = 8 * 1024,
    LARGEST_BLOCK = 256 * 1024,
    KEEP_BYTES = 64 * 1024
};

struct arena *arena_new(void)
{
    struct arena *arena = must_memory(calloc(1, sizeof *arena));
    arena->next_block = FIRST_BLOCK;
    return arena;
}

static void free_blocks(struct arena_block *b)
{
    while (b) {
        struct arena_block *next = b->next;
        free(b);
        b = next;
    }
}

void arena_adopt(struct arena *arena, struct arena *child)
{
    must(child->next_adopted == NULL && child != arena);
    child->next_adopted = arena->adopted;
    arena->adopted = child;
}

static void free_adopted(struct arena *arena)
{
    while (arena->adopted) {
        struct arena *child = arena->adopted;
        arena->adopted = child->next_adopted;
        arena_free(child);
    }
}

void arena_free(struct arena *arena)
{
    if (!arena) return;
    free_adopted(arena);
    free_blocks(arena->blocks);
    free_blocks(arena->spare);
    free(arena);
}

void arena_reset(struct arena *arena)
{
    free_adopted(arena);
    size_t kept = 0;
    for (struct arena_block *b = arena->spare; b; b = b->next) kept += b->size;
    while (arena->blocks) {
        struct arena_block *b = arena->blocks;
        arena->blocks = b->next;
        if (b->size > KEEP_BYTES - kept) {
            free(b);
            continue;
        }
        /* The current block is used up to `at` only; which one that is is cheap to see. */
        size_t dirty = arena->at >= b->bytes && arena->at <= b->bytes + b->size ? (size_t)(arena->at - b->bytes) : b->size;
        memset(b->bytes, 0, dirty);
        kept += b->size;
        b->next = arena->spare;
        arena->spare = b;
    }
    arena->at = arena->end = NULL;
    arena->used = 0;
    arena->next_block = FIRST_BLOCK;
}

static struct arena_block *new_block(size_t size)
{
    struct arena_block *b = must_memory(calloc(1, sizeof *b + size));
    b->size = size;
    return b;
}

static void *take(struct arena *arena, size_t size, size_t align)
{
    uintptr_t at = ((uintptr_t)arena->at + align - 1) & ~(uintptr_t)(align - 1);
    arena->at = (char *)at + size;
    arena->used += size;
    return (char *)at;
}

static void enter(struct arena *arena, struct arena_block *b)
{
    b->next = arena->blocks;
    arena->blocks = b;
    arena->at = b->bytes;
    arena->end = b->bytes + b->size;
}

void *arena_alloc_slow(struct arena *arena, size_t size, size_t align)
{
    must(size <= SIZE_MAX / 4);
    if (size == 0) size = 1;
    uintptr_t at = ((uintptr_t)arena->at + align - 1) & ~(uintptr_t)(align - 1);
    if (arena->at && at + size <= (uintptr_t)arena->end) return take(arena, size, align);      /* size 0 came this way */
    size_t rounded = (size + ARENA_ALIGN - 1) & ~(size_t)(ARENA_ALIGN - 1);
    struct arena_block *spare = arena->spare;
    if (spare && spare->size >= rounded) {
        arena->spare = spare->next;
        enter(arena, spare);
    } else if (rounded > arena->next_block / 2 && arena->blocks) {
        /* Large: a block of its own behind the current one, whose rest stays usable. */
        struct arena_block *own = new_block(rounded);
        own->next = arena->blocks->next;
        arena->blocks->next = own;
        arena->used += size;
        return own->bytes;
    } else {
        enter(arena, new_block(rounded > arena->next_block ? rounded : arena->next_block));
        if (arena->next_block < LARGEST_BLOCK) arena->next_block *= 2;
    }
    return take(arena, size, align);
}

/* Text needs no alignment. */
static char *alloc_text(struct arena *arena, size_t size)
{
    if (size - 1 >= (uintptr_t)arena->end - (uintptr_t)arena->at) return arena_alloc_slow(arena, size, 1);
    return take(arena, size, 1);
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    size_t bytes;
    must(!__builtin_mul_overflow(count, size, &bytes));
    return arena_alloc(arena, bytes);
}

slice arena_copy(struct arena *arena, slice s)
{
    if (!s.ptr) return s;
    if (s.len == 0) return (slice){ "", 0 };
    char *copy = alloc_text(arena, s.len);
    if (s.len > 0) memcpy(copy, s.ptr, s.len);
    return (slice){ copy, s.len };
}

char *arena_cstr(struct arena *arena, slice s)
{
    char *copy = alloc_text(arena, s.len + 1);      /* the last byte is zero already */
    if (s.len > 0) memcpy(copy, s.ptr, s.len);
    return copy;
}

slice arena_printf(struct arena *arena, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    must(len >= 0);
    char *text = alloc_text(arena, (size_t)len + 1);
    (void)vsnprintf(text, (size_t)len + 1, format, again);      /* measured just above */
    va_end(again);
    return (slice){ text, (size_t)len };
}

size_t arena_used(const struct arena *arena)
{
    return arena->used;
}

void *arena_grow(struct arena *arena, void *items, size_t *count, size_t *room, size_t size)
{
    char *array;
    memcpy(&array, items, sizeof array);            /* whatever pointer type it is, it is read as bytes */
    if (*count == *room) {
        size_t more = *room ? *room * 2 : 8, bytes;
        must(more > *room && !__builtin_mul_overflow(more, size, &bytes));
        size_t extra = bytes - *room * size;
        if (array && array + *room * size == arena->at && extra <= (size_t)(arena->end - arena->at)) {
            (void)take(arena, extra, 1);            /* last thing in its block: it grows in place */
        } else {
            char *moved = arena_alloc(arena, bytes);
            if (*count > 0) memcpy(moved, array, *count * size);
            array = moved;
        }
        *room = more;
        memcpy(items, &array, sizeof array);
    }
    return array + (*count)++ * size;
}
