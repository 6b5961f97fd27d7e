/* html.c - see html.h. */
#include "base/html.h"

#include "base/visible.h"

/* Markup characters are ASCII, so one comparison of the first byte is enough. */
static void put_escaped(struct buf *out, slice character)
{
    switch (character.ptr[0]) {
    case '&': buf_puts(out, "&amp;"); break;
    case '<': buf_puts(out, "&lt;"); break;
    case '>': buf_puts(out, "&gt;"); break;
    case '"': buf_puts(out, "&quot;"); break;
    case '\'': buf_puts(out, "&#39;"); break;
    default: buf_add(out, character);
    }
}

void html_text(struct buf *out, slice s)
{
    struct glyph g;
    bool spelled = false;
    for (size_t at = 0; glyph_next(s, &at, &g); ) {
        if (g.spelled != spelled) buf_puts(out, g.spelled ? "<i>" : "</i>");
        spelled = g.spelled;
        if (spelled) glyph_put(out, &g);
        else put_escaped(out, g.bytes);
    }
    if (spelled) buf_puts(out, "</i>");
}

void html_marked(struct buf *out, slice s, size_t mark, size_t mark_len)
{
    html_text(out, slice_sub(s, 0, mark));
    if (mark_len) {
        buf_puts(out, "<mark>");
        html_text(out, slice_sub(s, mark, mark_len));
        buf_puts(out, "</mark>");
    }
    html_text(out, slice_sub(s, mark + mark_len, s.len));
}

void html_element(struct buf *out, const char *tag, const char *css_class, slice value)
{
    if (!value.len) return;
    buf_printf(out, "<%s", tag);
    if (css_class) buf_printf(out, " class=\"%s\"", css_class);
    buf_putc(out, '>');
    html_text(out, value);
    buf_printf(out, "</%s>\n", tag);
}

void html_fact(struct buf *out, const char *name, const char *css_class, slice value)
{
    if (!value.len) return;
    buf_puts(out, "<div");
    if (css_class) buf_printf(out, " class=\"%s\"", css_class);
    buf_printf(out, "><dt>%s</dt><dd>", name);
    html_text(out, value);
    buf_puts(out, "</dd></div>\n");
}

void html_head(struct buf *out, slice first, slice second, const char *style)
{
    buf_puts(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; "
                  "form-action 'none'\">\n"
                  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n"
                  "<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
    html_text(out, first);
    if (first.len && second.len) buf_puts(out, " · ");
    html_text(out, second);
    buf_printf(out, "</title>\n<style>\n%s%s</style>\n</head>\n", html_style, style);
}
