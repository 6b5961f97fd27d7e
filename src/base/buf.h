/* buf.h - bytes that grow, up to a cap stated at creation.
 *
 * Writing past the cap makes the buffer `over`: further writes do nothing, and only buf_ok() tells.  Ask once, at the end.  What is added
 * must not lie in the buffer itself. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/slice.h"

struct buf {
    char *ptr;
    size_t len, room, max;
    bool over;
};

/* `max` is the largest size it may ever have, in bytes. */
#define BUF_INIT(max_bytes) ((struct buf){ .max = (max_bytes) })

void buf_free(struct buf *b);
static inline void buf_clear(struct buf *b) { b->len = 0; b->over = false; }
/* Make room for `more` bytes; false (and over) past the cap. */
bool buf_reserve(struct buf *b, size_t more);
void buf_add_slow(struct buf *b, slice s);
static inline void buf_add(struct buf *b, slice s)
{
    /* Empty ones take the slow way too: memcpy wants no null pointers. */
    if (s.len - 1 < b->room - b->len && !b->over) {
        memcpy(b->ptr + b->len, s.ptr, s.len);
        b->len += s.len;
    } else {
        buf_add_slow(b, s);
    }
}
static inline void buf_puts(struct buf *b, const char *text) { buf_add(b, slice_of(text)); }
static inline void buf_putc(struct buf *b, char c)
{
    if (b->len < b->room && !b->over)
        b->ptr[b->len++] = c;
    else
        buf_add_slow(b, (slice){ &c, 1 });
}
/* Decimal digits. */
void buf_uint(struct buf *b, uint64_t value);
void buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
static inline bool buf_ok(const struct buf *b) { return !b->over; }
static inline slice buf_slice(const struct buf *b) { return (slice){ b->ptr, b->len }; }

#endif
