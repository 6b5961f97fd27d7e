/* slice.c - comparing, cutting and hashing runs of bytes.
 *
 * Nothing here allocates or looks past a slice's end; the C library's string functions are not used because slices have no final NUL. */
#include "base/slice.h"

int slice_cmp(slice a, slice b)
{
    size_t common = a.len < b.len ? a.len : b.len;
    int order = common > 0 ? memcmp(a.ptr, b.ptr, common) : 0;
    if (order != 0) return order;
    return (a.len > b.len) - (a.len < b.len);
}

bool slice_starts(slice s, slice prefix)
{
    return s.len >= prefix.len && slice_eq(slice_sub(s, 0, prefix.len), prefix);
}

bool slice_ends(slice s, slice suffix)
{
    return s.len >= suffix.len && slice_eq(slice_sub(s, s.len - suffix.len, suffix.len), suffix);
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool slice_eq_nocase(slice a, slice b)
{
    if (a.len != b.len) return false;
    for (size_t i = 0; i < a.len; i++)
        if (lower(a.ptr[i]) != lower(b.ptr[i])) return false;
    return true;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

slice slice_trim(slice s)
{
    while (s.len > 0 && is_blank(s.ptr[0])) {
        s.ptr++;
        s.len--;
    }
    while (s.len > 0 && is_blank(s.ptr[s.len - 1])) s.len--;
    return s;
}

size_t slice_find(slice s, char c)
{
    const char *at = s.len > 0 ? memchr(s.ptr, c, s.len) : NULL;
    return at ? (size_t)(at - s.ptr) : s.len;
}

bool slice_next(slice *rest, char sep, slice *out)
{
    if (!rest->ptr) return false;
    size_t at = slice_find(*rest, sep);
    *out = (slice){ rest->ptr, at };
    /* A field that ran to the end was the last one; "a," still has an empty one to come. */
    *rest = at < rest->len ? (slice){ rest->ptr + at + 1, rest->len - at - 1 } : (slice){ 0 };
    return true;
}

bool slice_to_u64(slice s, uint64_t max, uint64_t *out)
{
    enum { SAFE_DIGITS = 19 };      /* so many never overflow */
    if (s.len == 0) return false;   /* and perhaps a null pointer, which must not be added to */
    const char *at = s.ptr, *end = s.ptr + s.len, *safe = s.len > SAFE_DIGITS ? s.ptr + SAFE_DIGITS : end;
    uint64_t value = 0;
    unsigned digit;
    for (; at < safe && (digit = (unsigned)(unsigned char)*at - '0') <= 9; at++) value = value * 10 + digit;
    if (at < safe) return false;
    for (; at < end; at++) {
        digit = (unsigned)(unsigned char)*at - '0';
        if (digit > 9 || value > (UINT64_MAX - digit) / 10) return false;
        value = value * 10 + digit;
    }
    if (value > max) return false;
    *out = value;
    return true;
}

/* ---- hash ---- */

/* Little-endian by definition, so that a stored hash means the same on every machine; compilers make one load of it. */
static uint64_t load8(const unsigned char *p)
{
    return (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 | (uint64_t)p[3] << 24 | (uint64_t)p[4] << 32 | (uint64_t)p[5] << 40 |
           (uint64_t)p[6] << 48 | (uint64_t)p[7] << 56;
}

static uint64_t load_tail(const unsigned char *p, size_t len)
{
    uint64_t word = 0;
    for (size_t i = 0; i < len; i++) word |= (uint64_t)p[i] << (8 * i);
    return word;
}

__extension__ typedef unsigned __int128 doubled;

/* Multiply to twice the width and fold: every input bit reaches every output bit. */
static uint64_t mix(uint64_t a, uint64_t b)
{
    doubled product = (doubled)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

uint64_t slice_hash(slice s)
{
    /* Odd constants with an even spread of bits (digits of the golden ratio and of the square root of two). */
    const uint64_t k0 = 0x9e3779b97f4a7c15u, k1 = 0x6a09e667f3bcc909u;
    const unsigned char *p = (const unsigned char *)s.ptr;
    size_t left = s.len;
    uint64_t h = k1 ^ (s.len * k0);
    for (; left >= 8; p += 8, left -= 8) h = mix(h ^ load8(p), k0);
    /* The tail of a long text is the end of its last eight bytes. */
    if (left > 0) h = mix(h ^ (s.len > 8 ? load8(p + left - 8) >> (64 - 8 * left) : load_tail(p, left)), k0 ^ left << 56);
    return mix(h ^ k0, k1);
}

/* ---- edit distance ---- */

enum { NEAR = 3, BAND = 2 * NEAR + 1, FAR = NEAR + 1 };

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* Only cells within NEAR of the diagonal can lead to a distance up to NEAR, so a row is BAND wide whatever the lengths:
   row[k] is the distance of a's first i bytes to b's first i + k - NEAR. */
unsigned slice_distance(slice a, slice b)
{
    size_t gap = a.len > b.len ? a.len - b.len : b.len - a.len;
    unsigned row[BAND + 2];         /* a FAR cell at each end saves asking for the edge */
    if (gap > NEAR) return FAR;
    for (unsigned k = 0; k < BAND + 2; k++) row[k] = FAR;
    for (unsigned k = NEAR; k < BAND; k++) row[k + 1] = k - NEAR;
    for (size_t i = 1; i <= a.len; i++) {
        for (unsigned k = 0; k < BAND; k++) {
            size_t j = i + k;       /* NEAR more than the column, to stay unsigned */
            unsigned best = FAR;
            if (j >= NEAR && j - NEAR <= b.len) {
                j -= NEAR;
                if (j > 0) best = row[k + 1] + (a.ptr[i - 1] != b.ptr[j - 1]);
                best = least(best, row[k + 2] + 1);         /* a's byte dropped */
                if (j > 0) best = least(best, row[k] + 1);  /* b's byte put in */
            }
            row[k + 1] = least(best, FAR);
        }
    }
    return row[NEAR + 1 + b.len - a.len];
}
