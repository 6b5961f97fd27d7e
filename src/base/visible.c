/* visible.c - printable characters as they are, all others as escapes.  How wide printable ones are is said by columns.c. */
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

/* The character at `at` as it must be shown: its columns, and whether it is spelled. */
static unsigned take(struct buf *out, slice s, size_t *at, bool *spelled)
{
    size_t from = *at;
    uint32_t c = utf8_next(s, at);
    *spelled = true;
    /* One byte that is no ASCII: a damaged character, or ISO-8859-1; the byte itself is what can be looked up. */
    if (c == 0xfffd && *at - from == 1) return put_escape(out, (unsigned char)s.ptr[from]);
    if (is_hidden(c)) return put_escape(out, c);
    *spelled = false;
    if (out) buf_add(out, slice_sub(s, from, *at - from));
    return visible_columns(c);
}

unsigned visible_next(struct buf *out, slice s, size_t *at)
{
    bool spelled;
    return take(out, s, at, &spelled);
}

void visible_text(struct buf *out, slice s)
{
    for (size_t at = 0; at < s.len;) (void)visible_next(out, s, &at);
}

bool glyph_next(slice s, size_t *at, struct glyph *out)
{
    size_t from = *at;
    if (from >= s.len) return false;
    out->columns = take(NULL, s, at, &out->spelled);
    out->bytes = slice_sub(s, from, *at - from);
    return true;
}

void glyph_put(struct buf *out, const struct glyph *g) { visible_text(out, g->bytes); }

size_t glyph_columns(slice s)
{
    size_t columns = 0;
    for (size_t at = 0; at < s.len;) columns += visible_next(NULL, s, &at);
    return columns;
}
