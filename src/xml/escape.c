/* escape.c - text into XML, in UTF-8.
 *
 * It walks runs of plain ASCII, which is nearly everything, and stops only at bytes that a table marks.  Tab, LF and CR are written as
 * references because a reader would turn them into blanks inside an attribute. */
#include "xml/xml.h"

#include "base/charset.h"

/* Bytes that cannot be copied: controls, & < > " and everything above ASCII. */
static bool is_plain(unsigned char c)
{
    return c >= 0x20 && c < 0x80 && c != '&' && c != '<' && c != '>' && c != '"';
}

static size_t plain_run(slice s, size_t at)
{
    size_t end = at;
    while (end < s.len && is_plain((unsigned char)s.ptr[end])) end++;
    return end - at;
}

const char *xml_reference(uint32_t c)
{
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\t': return "&#9;";
    case '\n': return "&#10;";
    case '\r': return "&#13;";
    default: return NULL;
    }
}

void xml_escape(struct buf *out, slice s)
{
    for (size_t at = 0; at < s.len;) {
        size_t run = plain_run(s, at);
        buf_add(out, slice_sub(s, at, run));
        at += run;
        if (at == s.len) break;
        uint32_t c = utf8_next(s, &at);
        const char *ref = xml_reference(c);
        if (ref)
            buf_puts(out, ref);
        else
            utf8_put(out, c < 0x20 || c == 0xfffe || c == 0xffff ? 0xfffd : c);
    }
}
