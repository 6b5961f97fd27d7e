/* digits.h - eight bytes of text at once, for numbers and dates.
 *
 * Words are read as they end before a place, so that a short value is a word's high bytes; eight bytes must stand before that place in the
 * text.  Bytes before the value may be anything: they can make a digit look like none, never the other way round. */
#ifndef BASE_DIGITS_H
#define BASE_DIGITS_H

#include <stdint.h>
#include <string.h>

enum { WORD_BYTES = 8 };

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "words of text are read with the first byte lowest");

static inline uint32_t load4(const char *p)
{
    uint32_t v;
    memcpy(&v, p, sizeof v);
    return v;
}

static inline uint64_t load8(const char *p)
{
    uint64_t v;
    memcpy(&v, p, sizeof v);
    return v;
}

/* Shift that leaves the last `len` (1…8) bytes of a word. */
static inline unsigned word_shift(uint32_t len) { return -(8 * len) & 63; }

/* The high bit of every byte that is no digit, as long as bytes are below 0x80; above, also of others. */
static inline uint64_t non_digits(uint64_t word)
{
    return (((word ^ 0x3030303030303030u) + 0x7676767676767676u) | word) & 0x8080808080808080u;
}

/* The same for the last `len` bytes of a word alone. */
static inline uint64_t non_digits_last(uint64_t word, uint32_t len)
{
    unsigned shift = word_shift(len);
    return non_digits(word) >> shift << shift;
}

/* The last `len` bytes of a word, all digits, as a number: neighbours are joined to pairs, those to fours, and those to eight. */
static inline uint32_t digits_number(uint64_t word, uint32_t len)
{
    unsigned shift = word_shift(len);
    uint64_t v = word >> shift << shift & 0x0F0F0F0F0F0F0F0Fu;
    v = (v * 10 + (v >> 8)) & 0x00FF00FF00FF00FFu;
    v = (v * 100 + (v >> 16)) & 0x0000FFFF0000FFFFu;
    return (uint32_t)(v * 10000 + (v >> 32));
}

#endif
