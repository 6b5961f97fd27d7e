/* report_html_findings.c - "What is wrong", the heart of report.html.
 *
 * One article a group: the message, each place with its excerpt and carets, what to do, and in small print code, rule and clause.  The first
 * places of a group are shown with their bytes, the others in a table, so that forty equal faults fit on a page and none is hidden. */
#include "engine/report_html.h"

#include "base/render.h"
#include "base/visible.h"

enum { EXCERPT = 96, PLACES = 3, PLACES_ALL = 5 };      /* up to five are all shown with excerpt, of more than that three */

static void spaces(struct buf *out, size_t n, char c)
{
    while (n--) buf_putc(out, c);
}

static void excerpt(struct buf *out, const struct report_view *v, const struct place *p)
{
    struct report_excerpt e;
    if (!report_excerpt(v, p, EXCERPT, &e)) return;
    buf_printf(out, "<pre>%s", e.cut_left ? "<s>…</s>" : "");
    html_marked(out, e.text, e.mark, e.mark_len);
    buf_printf(out, "%s\n<span class=\"caret\">", e.cut_right ? "<s>…</s>" : "");
    spaces(out, glyph_columns(slice_sub(e.text, 0, e.mark)) + e.cut_left, ' ');
    size_t marked = glyph_columns(slice_sub(e.text, e.mark, e.mark_len));
    spaces(out, marked ? marked : 1, '^');
    buf_puts(out, "</span></pre>\n");
}

/* "PO1 segment 9, element 03", a link into the listing when that shows the segment. */
static void where(struct buf *out, const struct report_view *v, const struct listing *l, const struct place *p)
{
    struct buf words = BUF_INIT(1024);
    unsigned row = listing_row(l, p);
    report_where(&words, v->report, p);
    if (words.len) {
        if (row) buf_printf(out, "<a href=\"#s%u\">", row);
        html_text(out, buf_slice(&words));
        if (row) buf_puts(out, "</a>");
    }
    buf_free(&words);
}

static void place_details(struct buf *out, const struct diag *d)
{
    if (d->line) buf_printf(out, " <span>order line %u</span>", d->line);
    if (!d->place.source && !d->place.segment) return;
    buf_puts(out, " <span>byte ");
    report_count(out, d->place.offset);
    if (d->place.source && d->place.source->name) {
        buf_puts(out, " of ");
        html_text(out, slice_of(d->place.source->name));
    }
    buf_puts(out, "</span>");
}

static void message(struct buf *out, const struct diag *d)
{
    struct buf words = BUF_INIT(1 << 16);
    diag_message(&words, d);
    html_text(out, buf_slice(&words));
    buf_free(&words);
}

static void place_shown(struct buf *out, const struct report_view *v, const struct listing *l, const struct report_group *g, unsigned index)
{
    const struct diag *d = g->items[index];
    buf_puts(out, "<div class=\"place\">\n");
    if (g->n > 1) {
        buf_puts(out, "<p class=\"each\">");
        message(out, d);
        buf_puts(out, "</p>\n");
    }
    buf_puts(out, "<p class=\"where\">");
    where(out, v, l, &d->place);
    place_details(out, d);
    buf_puts(out, "</p>\n");
    excerpt(out, v, &d->place);
    buf_puts(out, "</div>\n");
}

static void places_in_table(struct buf *out, const struct report_view *v, const struct listing *l, const struct report_group *g, unsigned from)
{
    buf_puts(out, "<div class=\"wide\"><table class=\"more\">\n<thead><tr><th>Also at<th class=\"num\">Order line<th>What was found</tr></thead>\n<tbody>\n");
    for (unsigned i = from; i < g->n; i++) {
        buf_puts(out, "<tr><td>");
        where(out, v, l, &g->items[i]->place);
        buf_puts(out, "<td class=\"num\">");
        if (g->items[i]->line) buf_printf(out, "%u", g->items[i]->line);
        buf_puts(out, "<td>");
        message(out, g->items[i]);
        buf_puts(out, "</tr>\n");
    }
    buf_puts(out, "</tbody></table></div>\n");
}

static void to_do(struct buf *out, const struct diag *d)
{
    struct buf words = BUF_INIT(1 << 16);
    diag_hint(&words, d);
    if (words.len) {
        buf_puts(out, "<p class=\"todo\"><b>What to do</b> <span>");
        html_text(out, buf_slice(&words));
        buf_puts(out, "</span></p>\n");
    }
    buf_free(&words);
}

static void small_print(struct buf *out, const struct diag *d)
{
    struct buf words = BUF_INIT(4096);
    buf_printf(out, "<p class=\"small\"><code>%s</code>", d->def->code);
    report_rule_place(&words, d);
    if (d->rule.len || words.len) {
        buf_puts(out, " <span>rule ");
        html_element(out, "code", 0, d->rule);
        if (words.len) {
            buf_puts(out, " in ");
            html_text(out, buf_slice(&words));
        }
        buf_puts(out, "</span>");
    }
    if (d->source.len) {
        buf_puts(out, " <span>");
        html_text(out, d->source);
        buf_puts(out, "</span>");
    }
    buf_puts(out, "</p>\n");
    buf_free(&words);
}

static void group(struct buf *out, const struct report_view *v, const struct listing *l, const struct report_group *g)
{
    unsigned shown = g->n <= PLACES_ALL ? g->n : PLACES;
    buf_printf(out, "<article class=\"%c\">\n<p class=\"tag\"><b>%s</b>", report_severity_class(g->common.severity),
               report_severity_words(g->common.severity));
    if (g->n > 1) {
        buf_puts(out, " <span>");
        report_plural(out, g->n, "place", "places");
        buf_puts(out, "</span>");
    }
    buf_puts(out, "</p>\n<h3>");
    message(out, &g->common);
    buf_puts(out, "</h3>\n");
    if (shown < g->n) to_do(out, &g->common);       /* before a long list, not after it */
    for (unsigned i = 0; i < shown; i++) place_shown(out, v, l, g, i);
    if (shown < g->n) places_in_table(out, v, l, g, shown);
    else to_do(out, &g->common);
    small_print(out, &g->common);
    buf_puts(out, "</article>\n");
}

void report_html_findings(struct buf *out, const struct report_view *v, const struct listing *l)
{
    if (v->n_faults) buf_puts(out, "<section>\n<h2>What is wrong</h2>\n");
    for (unsigned i = 0; i < v->n_faults; i++) group(out, v, l, &v->groups[i]);
    if (v->dropped) {
        buf_puts(out, "<p class=\"quiet\">");
        report_plural(out, v->dropped, "more finding was not kept", "more findings were not kept");
        buf_puts(out, ": the limit of one report is reached.</p>\n");
    }
    if (v->n_faults) buf_puts(out, "</section>\n");
    if (v->n_faults == v->n_groups) return;
    buf_puts(out, "<section class=\"notes\">\n<h2>Worth knowing</h2>\n");
    for (unsigned i = v->n_faults; i < v->n_groups; i++) group(out, v, l, &v->groups[i]);
    buf_puts(out, "</section>\n");
}
