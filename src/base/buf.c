/* buf.c - growth of buffers.
 *
 * What must stay true: len <= room <= max, and a buffer that is over is not written until it is cleared. */
#include "base/buf.h"

#include "base/must.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { FIRST_ROOM = 256 };

void buf_free(struct buf *b)
{
    free(b->ptr);
    *b = BUF_INIT(b->max);
}

bool buf_reserve(struct buf *b, size_t more)
{
    if (b->over) return false;
    if (more <= b->room - b->len) return true;
    if (more > b->max - b->len) {
        b->over = true;
        return false;
    }
    size_t need = b->len + more, room = b->room < FIRST_ROOM ? FIRST_ROOM : b->room;
    while (room < need) room = room > b->max / 2 ? b->max : room * 2;
    if (room > b->max) room = b->max;
    b->ptr = must_memory(realloc(b->ptr, room));
    b->room = room;
    return true;
}

void buf_add_slow(struct buf *b, slice s)
{
    if (s.len == 0 || !buf_reserve(b, s.len)) return;
    memcpy(b->ptr + b->len, s.ptr, s.len);
    b->len += s.len;
}

void buf_uint(struct buf *b, uint64_t value)
{
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    buf_add(b, (slice){ digits + at, sizeof digits - at });
}

void buf_printf(struct buf *b, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    char small[256];
    int len = vsnprintf(small, sizeof small, format, args);
    va_end(args);
    must(len >= 0);
    if ((size_t)len < sizeof small) {
        buf_add(b, (slice){ small, (size_t)len });
    } else if (buf_reserve(b, (size_t)len)) {
        /* vsnprintf wants a byte for its NUL that the cap may not allow, hence the detour for long texts. */
        char *text = must_memory(malloc((size_t)len + 1));
        (void)vsnprintf(text, (size_t)len + 1, format, again);
        buf_add(b, (slice){ text, (size_t)len });
        free(text);
    }
    va_end(again);
}
