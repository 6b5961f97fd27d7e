/* plain.h - copying a field's value and telling in the same pass whether it is plain.  Inside record/ only.
 *
 * Nearly all values are plain: ASCII from blank on without & < > and ", which stands in an attribute as it is.  Values are short, so they
 * are looked at in words that overlap, never byte by byte, and nothing outside the two runs is touched.  Inline, because it is called for
 * every field of every record. */
#ifndef RECORD_PLAIN_H
#define RECORD_PLAIN_H

#include "base/slice.h"

#define PLAIN_EACH(byte) (0x0101010101010101ull * (byte))

static inline uint64_t plain_load8(const char *p)
{
    uint64_t w;
    memcpy(&w, p, sizeof w);
    return w;
}

static inline uint32_t plain_load4(const char *p)
{
    uint32_t w;
    memcpy(&w, p, sizeof w);
    return w;
}

/* Has one of the eight bytes the value zero?  The top bits of the result tell; others may be set by a borrow from one that is. */
static inline uint64_t plain_zero(uint64_t w)
{
    return (w - PLAIN_EACH(1)) & ~w;
}

/* Non-zero when one of the eight bytes is not plain: >= 0x80, below blank, or one of " & < >.  Quote and ampersand differ in bit 2 only,
   less and greater in bit 1 only, so two comparisons serve four characters. */
static inline uint64_t plain_not(uint64_t w)
{
    uint64_t below_blank = (w - PLAIN_EACH(0x20)) & ~w;
    uint64_t quote_or_and = plain_zero((w | PLAIN_EACH(0x04)) ^ PLAIN_EACH(0x26));
    uint64_t less_or_greater = plain_zero((w | PLAIN_EACH(0x02)) ^ PLAIN_EACH(0x3e));
    return (w | below_blank | quote_or_and | less_or_greater) & PLAIN_EACH(0x80);
}

/* Copy `len` bytes from `from` to `to` in any case; true when all of them are plain. */
static inline bool plain_copy(char *to, const char *from, size_t len)
{
    if (len >= 8) {
        uint64_t seen = 0;
        for (size_t i = 0; i + 8 < len; i += 8) {
            uint64_t w = plain_load8(from + i);
            memcpy(to + i, &w, sizeof w);
            seen |= plain_not(w);
        }
        uint64_t last = plain_load8(from + len - 8);
        memcpy(to + len - 8, &last, sizeof last);
        return (seen | plain_not(last)) == 0;
    }
    if (len >= 4) {
        uint32_t head = plain_load4(from), tail = plain_load4(from + len - 4);
        memcpy(to, &head, sizeof head);
        memcpy(to + len - 4, &tail, sizeof tail);
        return plain_not(head | (uint64_t)tail << 32) == 0;
    }
    if (len == 0)
        return true;
    unsigned char first = (unsigned char)from[0], middle = (unsigned char)from[len / 2], last = (unsigned char)from[len - 1];
    to[0] = (char)first;
    to[len / 2] = (char)middle;
    to[len - 1] = (char)last;
    return plain_not(PLAIN_EACH(' ') << 24 | (uint64_t)last << 16 | (uint64_t)middle << 8 | first) == 0;
}

#endif
