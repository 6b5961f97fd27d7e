/* visible.c - printable characters as they are, all others as escapes.
 *
 * Every character counts as one column; that wide East Asian ones take two on a terminal is accepted (a caret then stands a little left). */
#include "base/visible.h"

#include "base/charset.h"

/* Ranges that are shown as escapes: controls, separators of lines, and everything that reorders or hides text. */
static const struct { uint32_t first, last; } hidden[] = {
    { 0x00, 0x1f }, { 0x7f, 0x9f }, { 0xad, 0xad }, { 0x61c, 0x61c }, { 0x180e, 0x180e }, { 0x200b, 0x200f }, { 0x2028, 0x202e },
    { 0x2060, 0x206f }, { 0xfe00, 0xfe0f }, { 0xfeff, 0xfeff }, { 0xfff9, 0xfffb }, { 0xe0000, 0x10ffff },
};

static bool is_hidden(uint32_t c)
{
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
        if (c >= hidden[i].first && c <= hidden[i].last) return true;
    return false;
}

/* \x1c or \u202e or \U000e0001. */
static unsigned put_escape(struct buf *out, uint32_t value)
{
    static const char hex[] = "0123456789abcdef";
    unsigned digits = value < 0x100 ? 2 : value < 0x10000 ? 4 : 8;
    if (!out) return digits + 2;
    buf_putc(out, '\\');
    buf_putc(out, digits == 2 ? 'x' : digits == 4 ? 'u' : 'U');
    for (unsigned i = digits; i-- > 0;) buf_putc(out, hex[value >> (4 * i) & 15]);
    return digits + 2;
}

unsigned visible_next(struct buf *out, slice s, size_t *at)
{
    size_t from = *at;
    uint32_t c = utf8_next(s, at);
    /* One byte that is no ASCII: a damaged character, or ISO-8859-1; the byte itself is what can be looked up. */
    if (c == 0xfffd && *at - from == 1) return put_escape(out, (unsigned char)s.ptr[from]);
    if (is_hidden(c)) return put_escape(out, c);
    if (out) buf_add(out, slice_sub(s, from, *at - from));
    return 1;
}

void visible_text(struct buf *out, slice s)
{
    for (size_t at = 0; at < s.len;) (void)visible_next(out, s, &at);
}
