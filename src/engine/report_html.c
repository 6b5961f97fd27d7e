/* report_html.c - the quarantine report as a page: head, summary, order lines, the rest, facts.
 *
 * One file that needs nothing else: no script, no network, and a policy in its head that forbids both, so that whatever a partner put into a
 * document stays text.  All foreign text goes through html_text(). */
#include "engine/report_html.h"

#include "base/render.h"
#include "engine/report_visible.h"

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

static void fact(struct buf *out, const char *name, const char *css_class, slice value)
{
    if (!value.len) return;
    buf_printf(out, "<div%s><dt>%s</dt>", css_class, name);
    buf_puts(out, "<dd>");
    html_text(out, value);
    buf_puts(out, "</dd></div>\n");
}

static void fact_instant(struct buf *out, const char *name, instant t, struct buf *words)
{
    if (!t) return;
    char iso[21];
    instant_iso(t, iso);
    buf_clear(words);
    report_instant(words, t);
    buf_printf(out, "<div><dt>%s</dt><dd><time datetime=\"%s\">", name, iso);
    html_text(out, buf_slice(words));
    buf_puts(out, "</time></dd></div>\n");
}

static void page_head(struct buf *out, const struct report *r)
{
    buf_puts(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; "
                  "form-action 'none'\">\n"
                  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n"
                  "<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
    html_text(out, r->id);
    buf_puts(out, " · ");
    html_text(out, r->title);
    buf_printf(out, "</title>\n<style>\n%s</style>\n</head>\n", report_style);
}

/* How bad it is, in one letter, colours the line above the title: refused, held, or less. */
static char page_class(const struct report_view *v) { return v->n_groups ? report_severity_class(v->groups[0].common.severity) : 'n'; }

static void summary(struct buf *out, const struct report_view *v)
{
    const struct report *r = v->report;
    struct buf words = BUF_INIT(4096);
    buf_printf(out, "<body class=\"%c\">\n<main>\n<header>\n<p class=\"over\">Quarantine <b>", page_class(v));
    html_text(out, r->id);
    buf_puts(out, "</b></p>\n<h1>");
    html_text(out, r->title);
    buf_puts(out, "</h1>\n<dl class=\"strip\">\n");
    fact(out, "State", " class=\"state\"", r->state);
    fact(out, "Partner", "", r->partner_title.len ? r->partner_title : r->partner);
    buf_add(&words, r->document_title.len ? r->document_title : r->document);
    if (r->document_title.len && r->document.len) buf_printf(&words, " (%.*s)", SLICE_ARG(r->document));
    fact(out, "Document", "", buf_slice(&words));
    fact(out, "Number", "", r->key);
    fact_instant(out, "Since", r->since, &words);
    fact_instant(out, "Due", r->due, &words);
    buf_clear(&words);
    report_worth(&words, r);
    fact(out, "Worth", "", buf_slice(&words));
    fact(out, "Owner", "", r->owner);
    buf_puts(out, "</dl>\n</header>\n");
    buf_free(&words);
}

static void order_line(struct buf *out, const struct report_view *v, const struct report_line *l)
{
    buf_printf(out, "<tr%s><td class=\"num\">%u", l->held ? " class=\"held\"" : "", l->ordinal);
    const struct { const char *css_class; slice value; } cells[] = {
        { "", l->reference }, { " class=\"num\"", l->quantity }, { "", l->unit }, { " class=\"num\"", l->price }, { " class=\"code\"", l->identifier },
    };
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        buf_printf(out, "<td%s>", cells[i].css_class);
        html_text(out, cells[i].value);
    }
    buf_puts(out, l->held ? "<td><b>held</b> <code>" : "<td>no fault");
    if (l->held) {
        report_line_codes(out, v, l->ordinal);
        buf_puts(out, "</code>");
    }
    buf_puts(out, "</tr>\n");
}

static void order_lines(struct buf *out, const struct report_view *v)
{
    const struct report *r = v->report;
    unsigned shown = 0;
    if (!r->n_lines) return;
    buf_puts(out, "<section>\n<h2>Order lines</h2>\n<div class=\"wide\"><table class=\"orders\">\n<thead><tr><th class=\"num\">Line<th>Reference<th class=\"num\">Quantity"
                  "<th>Unit<th class=\"num\">Price<th>Identifier<th>State</tr></thead>\n<tbody>\n");
    for (unsigned i = 0; i < r->n_lines; i++) {
        if (!report_line_is_shown(r, i, shown)) continue;
        order_line(out, v, &r->lines[i]);
        shown++;
    }
    buf_puts(out, "</tbody></table></div>\n");
    if (shown < r->n_lines) {
        buf_puts(out, "<p class=\"quiet\">");
        report_lines_left(out, r, shown);
        buf_puts(out, ".</p>\n");
    }
    buf_puts(out, "</section>\n");
}

static void rest(struct buf *out, const struct report *r)
{
    if (!r->n_also) return;
    buf_puts(out, "<section>\n<h2>What happened to the rest</h2>\n<ul>\n");
    for (unsigned i = 0; i < r->n_also; i++) html_element(out, "li", 0, r->also[i]);
    buf_puts(out, "</ul>\n</section>\n");
}

static void facts(struct buf *out, const struct report *r)
{
    struct buf words = BUF_INIT(256);
    buf_puts(out, "<section class=\"facts\">\n<h2>Facts for the record</h2>\n<dl>\n");
    fact(out, "Received file", "", r->file_name);
    report_plural(&words, r->file_bytes, "byte", "bytes");
    fact(out, "Size", "", buf_slice(&words));
    fact(out, "SHA-256", " class=\"code\"", r->file_sha256);
    fact(out, "Interchange control number", "", r->interchange_control);
    fact(out, "Group control number", "", r->group_control);
    fact(out, "Set control number", "", r->set_control);
    fact(out, "Acknowledgement", "", r->acknowledged);
    fact(out, "Reason", " class=\"code\"", r->reason);
    buf_puts(out, "</dl>\n<p class=\"quiet\">The received bytes are kept unchanged beside this page, in the file <code>original</code>.</p>\n</section>\n");
    buf_free(&words);
}

void report_html(struct buf *out, const struct report *r)
{
    struct report_view v;
    report_view_open(&v, r);
    page_head(out, r);
    summary(out, &v);
    const struct listing *listing = listing_open(&v);
    report_html_findings(out, &v, listing);
    order_lines(out, &v);
    rest(out, r);
    report_html_listing(out, listing);
    facts(out, r);
    buf_puts(out, "</main>\n</body>\n</html>\n");
    report_view_close(&v);
}
