/* syntax.c - where a part of an expression stands in the file, and what is said when a text is no expression.  The text is decoded, the file is not:
 * places count bytes as they were written, so that carets stand under the right characters. */
#include "expr/parse.h"

#include "expr/findings.h"

/* `n` bytes of the text further in the file, where "&lt;" is four bytes and stands for one. */
static uint64_t skip_raw(const struct source *s, uint64_t raw, uint32_t n)
{
    for (; n > 0; n--, raw++) {
        if (!s || raw >= s->bytes.len || s->bytes.ptr[raw] != '&') continue;
        while (raw < s->bytes.len && s->bytes.ptr[raw] != ';') raw++;
    }
    return raw;
}

struct place expr_place(const struct expr_text *in, uint32_t off, uint32_t len)
{
    struct place place = in->place;
    place.offset = skip_raw(place.source, place.offset, off);
    place.length = (uint32_t)(skip_raw(place.source, place.offset, len) - place.offset);
    return place;
}

struct place expr_node_place(const struct expr *e) { return expr_place(e->in, e->off, e->len); }

/* What people write who know other languages, and what it is here. */
static slice syntax_hint(slice found)
{
    static const struct { const char *found, *hint; } rows[] = {
        { "'", "close the text with a single quote; a quote inside a text is doubled" },
        { "\"", "put texts in single quotes, like 'NE'" }, { "‘", "put texts in straight single quotes, like 'NE'" },
        { "’", "put texts in straight single quotes, like 'NE'" }, { "“", "put texts in straight single quotes, like 'NE'" },
        { "”", "put texts in straight single quotes, like 'NE'" }, { "=", "write one = for equal" }, { "!", "write != for not equal, not for the contrary" },
        { "&", "write and" }, { "|", "write or; | stands between values in brackets only" }, { "?", "write if(condition, a, b)" },
        { "%", "write / 100" }, { "over", "write sum(x over PO1 as l)" }, { "then", "write if(condition, a, b)" } };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (slice_is(found, rows[i].found)) return slice_of(rows[i].hint);
    return (slice){ 0 };
}

/* Not a half of a character. */
static size_t whole_character(slice text, size_t off, size_t len)
{
    size_t end = off + (len ? len : 1);
    while (end < text.len && ((unsigned char)text.ptr[end] & 0xC0) == 0x80) end++;
    return end - off;
}

void parser_fail(struct parser *p, size_t off, size_t len, const char *expected)
{
    if (p->failed) return;
    p->failed = true;
    len = whole_character(p->in->text, off, len);
    slice found = off >= p->in->text.len ? SLICE("the end") : slice_sub(p->in->text, off, len);
    diag_add(p->diags, expr_def(MAP_SYNTAX), expr_place(p->in, (uint32_t)off, (uint32_t)len), found,
             slice_of(expected), syntax_hint(found), NO_ARG);
}
