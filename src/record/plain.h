/* plain.h - copying a field's value and telling in the same pass whether it is plain.  Inside record/ only.
 *
 * Nearly all values are plain: ASCII from blank on without & < > and ", which stands in an attribute as it is.  Values are short, so they
 * are looked at in words that overlap, never byte by byte, and nothing outside the two runs is touched.  What was seen is gathered over all
 * values of a group and asked for once.  Inline, because it is called for every field of every record. */
#ifndef RECORD_PLAIN_H
#define RECORD_PLAIN_H

#include "base/slice.h"

typedef signed char plain_bytes __attribute__((vector_size(16)));
typedef uint64_t plain_words __attribute__((vector_size(16)));

#define PLAIN_BLANKS 0x2020202020202020u

/* Bytes that are not plain become non-zero.  As signed ones those from 0x80 on are below blank too; quote and ampersand differ in bit 2
   only, less and greater in bit 1 only, so two comparisons serve four characters. */
static inline plain_bytes plain_odd(plain_words words)
{
    plain_bytes bytes = (plain_bytes)words;
    return (plain_bytes)(bytes < ' ') | (plain_bytes)((bytes | 0x04) == '&') | (plain_bytes)((bytes | 0x02) == '>');
}

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

/* Up to seven bytes. */
static inline plain_words plain_copy_few(char *to, const char *from, size_t len)
{
    if (len >= 4) {
        uint32_t head = plain_load4(from), tail = plain_load4(from + len - 4);
        memcpy(to, &head, sizeof head);
        memcpy(to + len - 4, &tail, sizeof tail);
        return (plain_words){ head | (uint64_t)tail << 32, PLAIN_BLANKS };
    }
    if (len == 0)
        return (plain_words){ PLAIN_BLANKS, PLAIN_BLANKS };
    unsigned char first = (unsigned char)from[0], middle = (unsigned char)from[len / 2], last = (unsigned char)from[len - 1];
    to[0] = (char)first;
    to[len / 2] = (char)middle;
    to[len - 1] = (char)last;
    return (plain_words){ (PLAIN_BLANKS & ~(uint64_t)0xffffff) | (uint64_t)last << 16 | (uint64_t)middle << 8 | first, PLAIN_BLANKS };
}

/* Copy `len` bytes from `from` to `to` in any case; *odd stays zero when all of them are plain. */
static inline void plain_copy(char *to, const char *from, size_t len, plain_bytes *odd)
{
    if (len < 8) {
        *odd |= plain_odd(plain_copy_few(to, from, len));
        return;
    }
    size_t at = 0;
    for (; at + 16 < len; at += 16) {
        plain_words words = { plain_load8(from + at), plain_load8(from + at + 8) };
        memcpy(to + at, &words, sizeof words);
        *odd |= plain_odd(words);
    }
    size_t rest = len - at < 8 ? len - 8 : at;          /* the last 8 to 16 bytes start here */
    uint64_t head = plain_load8(from + rest), tail = plain_load8(from + len - 8);
    memcpy(to + rest, &head, sizeof head);
    memcpy(to + len - 8, &tail, sizeof tail);
    *odd |= plain_odd((plain_words){ head, tail });
}

/* The same where 32 bytes can be read and written, whatever `len` is: nearly all values are shorter, and no two of a length, so that asking for
   it would be guessed wrong time and again. */
static inline void plain_copy_wide(char *to, const char *from, size_t len, plain_bytes *odd)
{
    static const signed char seen[32] = { -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1 };
    plain_words words;
    plain_bytes mask;
    memcpy(&words, from, sizeof words);
    memcpy(to, &words, sizeof words);
    memcpy(&mask, seen + sizeof mask - len, sizeof mask);
    *odd |= plain_odd(words) & mask;
}

static inline bool plain_was_odd(plain_bytes odd)
{
    plain_words words = (plain_words)odd;
    return (words[0] | words[1]) != 0;
}

#endif
