/* escape.c - the text of one field as an XML attribute's value, in ISO-8859-1 or UTF-8.
 *
 * This is the careful way, one character after the other, for the few values that are not plain (see plain.h).  What must stay true: no
 * character is ever replaced by another. */
#include "record/escape.h"

#include "xml/xml.h"

enum escape_outcome escape_put(struct buf *out, slice text, enum charset charset, uint32_t *bad)
{
    for (size_t at = 0; at < text.len;) {
        size_t start = at;
        uint32_t c = utf8_next(text, &at);
        const char *ref = xml_reference(c);
        *bad = c;
        /* U+FFFD is what a damaged byte reads as; written by the sender, it is the scar of one. */
        if ((c < ' ' && !ref) || c == 0xFFFD || c == 0xFFFE || c == 0xFFFF)
            return ESCAPE_NOT_XML;
        if (charset == CHARSET_LATIN1 && c > 0xFF)
            return ESCAPE_NO_CHARACTER;
        if (ref)
            buf_puts(out, ref);
        else if (charset == CHARSET_LATIN1)
            buf_putc(out, (char)c);
        else
            buf_add(out, slice_sub(text, start, at - start));
    }
    return ESCAPE_DONE;
}

void escape_constant(struct buf *out, slice text, enum charset charset)
{
    uint32_t bad;
    for (size_t at = 0; at < text.len;) {
        size_t start = at;
        uint32_t c = utf8_next(text, &at);
        if (escape_put(out, slice_sub(text, start, at - start), charset, &bad) == ESCAPE_NO_CHARACTER)
            buf_printf(out, "&#%u;", (unsigned)c);
    }
}
