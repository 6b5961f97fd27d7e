/* charset.c - UTF-8 (strict: no surrogates, no overlong forms, up to U+10FFFF) and ISO-8859-1.
 *
 * Text of this trade is nearly all ASCII, so every loop first runs over ASCII eight bytes at a time. */
#include "base/charset.h"

/* How many bytes from the front are ASCII (at least all full words of them). */
static size_t ascii_run(slice s)
{
    size_t at = 0;
    for (uint64_t word; s.len - at >= sizeof word; at += sizeof word) {
        memcpy(&word, s.ptr + at, sizeof word);
        if (word & 0x8080808080808080u) break;
    }
    while (at < s.len && (unsigned char)s.ptr[at] < 0x80) at++;
    return at;
}

bool ascii_only(slice s)
{
    return ascii_run(s) == s.len;
}

/* Length of the valid character at `at`, and itself in *out; 0 when it is not valid. */
static unsigned decode(slice s, size_t at, uint32_t *out)
{
    const unsigned char *p = (const unsigned char *)s.ptr + at;
    size_t left = s.len - at;
    uint32_t c = p[0], least;
    unsigned len;
    if (c < 0x80) {
        *out = c;
        return 1;
    }
    if (c >= 0xc2 && c < 0xe0) { len = 2; least = 0x80; c &= 0x1f; }
    else if (c >= 0xe0 && c < 0xf0) { len = 3; least = 0x800; c &= 0x0f; }
    else if (c >= 0xf0 && c < 0xf5) { len = 4; least = 0x10000; c &= 0x07; }
    else return 0;
    if (left < len) return 0;
    for (unsigned i = 1; i < len; i++) {
        if ((p[i] & 0xc0) != 0x80) return 0;
        c = c << 6 | (p[i] & 0x3fu);
    }
    if (c < least || c > 0x10ffff || (c >= 0xd800 && c < 0xe000)) return 0;
    *out = c;
    return len;
}

bool utf8_is_valid(slice s)
{
    size_t at = 0;
    uint32_t c;
    while ((at += ascii_run(slice_sub(s, at, s.len))) < s.len) {
        unsigned len = decode(s, at, &c);
        if (len == 0) return false;
        at += len;
    }
    return true;
}

uint32_t utf8_next(slice s, size_t *at)
{
    uint32_t c;
    unsigned len = decode(s, *at, &c);
    *at += len ? len : 1;
    return len ? c : 0xfffd;
}

void utf8_put(struct buf *out, uint32_t c)
{
    char text[4];
    size_t len;
    if (c > 0x10ffff || (c >= 0xd800 && c < 0xe000)) c = 0xfffd;
    if (c < 0x80) {
        text[0] = (char)c;
        len = 1;
    } else if (c < 0x800) {
        text[0] = (char)(0xc0 | c >> 6);
        text[1] = (char)(0x80 | (c & 0x3f));
        len = 2;
    } else if (c < 0x10000) {
        text[0] = (char)(0xe0 | c >> 12);
        text[1] = (char)(0x80 | (c >> 6 & 0x3f));
        text[2] = (char)(0x80 | (c & 0x3f));
        len = 3;
    } else {
        text[0] = (char)(0xf0 | c >> 18);
        text[1] = (char)(0x80 | (c >> 12 & 0x3f));
        text[2] = (char)(0x80 | (c >> 6 & 0x3f));
        text[3] = (char)(0x80 | (c & 0x3f));
        len = 4;
    }
    buf_add(out, (slice){ text, len });
}

void utf8_from_latin1(struct buf *out, slice s)
{
    while (s.len > 0) {
        size_t run = ascii_run(s);
        buf_add(out, slice_sub(s, 0, run));
        if (run < s.len) utf8_put(out, (unsigned char)s.ptr[run++]);
        s = slice_sub(s, run, s.len);
    }
}
