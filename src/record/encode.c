/* encode.c - UTF-8, ISO-8859-1 and windows-1252, from and to UTF-8.
 *
 * windows-1252 is ISO-8859-1 but for the bytes 80 to 9F.  What must stay true: no character is replaced by another; what one side has not
 * is told. */
#include "record/encode.h"

/* The bytes 80 to 9F; 0 where windows-1252 has no character. */
static const uint16_t windows[32] = {
    0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0,
    0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178
};

const char *encode_name(enum charset charset)
{
    static const char *const names[] = { "UTF-8", "UTF-8", "ISO-8859-1", "windows-1252" };
    return names[charset];
}

static bool read_windows(struct buf *out, slice bytes, size_t *bad)
{
    for (size_t i = 0; i < bytes.len; i++) {
        unsigned char c = (unsigned char)bytes.ptr[i];
        uint32_t is = c >= 0x80 && c < 0xa0 ? windows[c - 0x80] : c;
        if (c && is == 0) {
            *bad = i;
            return false;
        }
        utf8_put(out, is);
    }
    return true;
}

static bool read_utf8(struct buf *out, slice bytes, size_t *bad)
{
    if (!utf8_is_valid(bytes)) {
        size_t at = 0;
        for (*bad = 0; at < bytes.len && utf8_next(bytes, &at) != 0xfffd; *bad = at) continue;
        return false;
    }
    buf_add(out, bytes);
    return true;
}

bool encode_read(struct buf *out, slice bytes, enum charset charset, size_t *bad)
{
    if (ascii_only(bytes)) buf_add(out, bytes);
    else if (charset == CHARSET_LATIN1) utf8_from_latin1(out, bytes);
    else if (charset == CHARSET_WINDOWS_1252) return read_windows(out, bytes, bad);
    else return read_utf8(out, bytes, bad);
    return true;
}

/* The byte of a character, or 0x100. */
static unsigned byte_of(uint32_t c, enum charset charset)
{
    if (c < 0x80 || (c >= 0xa0 && c < 0x100) || (c < 0x100 && charset == CHARSET_LATIN1)) return c;
    for (unsigned i = 0; charset == CHARSET_WINDOWS_1252 && i < 32; i++)
        if (windows[i] == c) return 0x80 + i;
    return 0x100;
}

bool encode_write(struct buf *out, slice text, enum charset charset, uint32_t *bad)
{
    if (ascii_only(text) || charset == CHARSET_UTF8) {
        buf_add(out, text);
        return true;
    }
    for (size_t at = 0; at < text.len;) {
        *bad = utf8_next(text, &at);
        unsigned byte = byte_of(*bad, charset);
        if (byte > 0xff) return false;
        buf_putc(out, (char)byte);
    }
    return true;
}

bool encode_is_text(uint32_t c)
{
    if (c < ' ') return c == '\t' || c == '\n' || c == '\r';
    return c != 0xfffd && c != 0xfffe && c != 0xffff;
}

static bool continues(char c) { return ((unsigned char)c & 0xc0) == 0x80; }

size_t encode_length(slice text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++) n += !continues(text.ptr[i]);
    return n;
}

size_t encode_prefix(slice text, size_t n, enum charset charset)
{
    if (charset == CHARSET_LATIN1 || charset == CHARSET_WINDOWS_1252) return n < text.len ? n : text.len;
    size_t at = 0;
    for (; at < text.len; at++)
        if (!continues(text.ptr[at]) && n-- == 0) break;
    return at;
}
