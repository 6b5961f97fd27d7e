/* report_html.c - the quarantine report as a page: head, summary, order lines, the rest, facts.  What makes a page safe is in base/html.h. */
#include "engine/report_html.h"

#include "base/render.h"

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
    html_fact(out, "State", "state", r->state);
    html_fact(out, "Partner", NULL, r->partner_title.len ? r->partner_title : r->partner);
    buf_add(&words, r->document_title.len ? r->document_title : r->document);
    if (r->document_title.len && r->document.len) buf_printf(&words, " (%.*s)", SLICE_ARG(r->document));
    html_fact(out, "Document", NULL, buf_slice(&words));
    html_fact(out, "Number", NULL, r->key);
    fact_instant(out, "Since", r->since, &words);
    fact_instant(out, "Due", r->due, &words);
    buf_clear(&words);
    report_worth(&words, r);
    html_fact(out, "Worth", NULL, buf_slice(&words));
    html_fact(out, "Owner", NULL, r->owner);
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
    html_fact(out, "Received file", NULL, r->file_name);
    report_plural(&words, r->file_bytes, "byte", "bytes");
    html_fact(out, "Size", NULL, buf_slice(&words));
    html_fact(out, "SHA-256", "code", r->file_sha256);
    html_fact(out, "Interchange control number", NULL, r->interchange_control);
    html_fact(out, "Group control number", NULL, r->group_control);
    html_fact(out, "Set control number", NULL, r->set_control);
    html_fact(out, "Acknowledgement", NULL, r->acknowledged);
    html_fact(out, "Reason", "code", r->reason);
    buf_puts(out, "</dl>\n<p class=\"quiet\">The received bytes are kept unchanged beside this page, in the file <code>original</code>.</p>\n</section>\n");
    buf_free(&words);
}

void report_html(struct buf *out, const struct report *r)
{
    struct report_view v;
    report_view_open(&v, r);
    html_head(out, r->id, r->title, report_style);
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
