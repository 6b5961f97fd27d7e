/* slice.h - a run of bytes that belongs to somebody else.
 *
 * A slice is passed by value and never owns.  It is not NUL-terminated.  An empty slice may have a null pointer. */
#ifndef BASE_SLICE_H
#define BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct slice {
    const char *ptr;
    size_t len;
} slice;

/* A slice of a string literal. */
#define SLICE(literal) ((slice){ "" literal, sizeof(literal) - 1 })

/* For printf("%.*s", SLICE_ARG(s)). */
#define SLICE_ARG(s) (int)(s).len, ((s).len ? (s).ptr : "")

static inline slice slice_of(const char *text) { return (slice){ text, text ? strlen(text) : 0 }; }

/* Most that differ do so in the first or last byte, which is cheaper than a call; codes have no others. */
static inline bool slice_eq(slice a, slice b)
{
    if (a.len != b.len || a.len == 0) return a.len == b.len;
    return a.ptr[0] == b.ptr[0] && a.ptr[a.len - 1] == b.ptr[a.len - 1] && (a.len <= 2 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static inline bool slice_is(slice a, const char *text) { return slice_eq(a, slice_of(text)); }

/* The part from `from` on, at most `len` bytes; both are clipped to what is there. */
static inline slice slice_sub(slice s, size_t from, size_t len)
{
    if (from > s.len) from = s.len;
    if (len > s.len - from) len = s.len - from;
    return (slice){ from > 0 ? s.ptr + from : s.ptr, len };      /* a null pointer stays null */
}

/* Copy the bytes to `to`, which has the room; returns the place after them.  Texts are short here: words that overlap are quicker than a call
   of memcpy, and touch nothing outside. */
static inline char *slice_put(char *to, slice s)
{
    size_t len = s.len;
    if (len > 16) {
        memcpy(to, s.ptr, len);
    } else if (len >= 8) {
        memcpy(to, s.ptr, 8);
        memcpy(to + len - 8, s.ptr + len - 8, 8);
    } else if (len >= 4) {
        memcpy(to, s.ptr, 4);
        memcpy(to + len - 4, s.ptr + len - 4, 4);
    } else if (len > 0) {
        to[0] = s.ptr[0];
        to[len / 2] = s.ptr[len / 2];
        to[len - 1] = s.ptr[len - 1];
    }
    return to + len;
}

/* Byte order, then length: <0, 0, >0. */
int slice_cmp(slice a, slice b);
bool slice_starts(slice s, slice prefix);
bool slice_ends(slice s, slice suffix);
bool slice_eq_nocase(slice a, slice b);           /* ASCII letters only */
/* Without ASCII blanks (space, tab, CR, LF) at both ends. */
slice slice_trim(slice s);
/* Position of `c`, or s.len when it is not there. */
size_t slice_find(slice s, char c);
/* Cut the next field ended by `sep` off the front of `*rest`; false when *rest is exhausted (ptr becomes null).
   "a,b" gives "a" and "b"; "" gives one empty field. */
bool slice_next(slice *rest, char sep, slice *out);
/* Decimal digits only, at least one, no sign; false otherwise or past `max`. */
bool slice_to_u64(slice s, uint64_t max, uint64_t *out);
/* A fast non-cryptographic hash, the same on every machine and run (it is stored in item images). */
uint64_t slice_hash(slice s);
/* Edit distance up to 3 (else 4), for "did you mean" hints. */
unsigned slice_distance(slice a, slice b);

#endif
