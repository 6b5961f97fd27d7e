/* report_text.c - the quarantine report for a terminal, a mail or a printer: 90 columns, plain ASCII drawing.
 *
 * Tells the same as the page in the same order, without the listing of the document.  Foreign bytes are spelled (base/visible.h). */
#include "engine/report_parts.h"

#include "base/render.h"
#include "base/visible.h"

enum {
    WIDTH = 90,
    LABEL = 10,                 /* columns of "  Partner " and "    Where " */
    EXCERPT = 74,
    PLACES = 5                  /* of one group, told with excerpt; further ones take one line */
};

static void repeat(struct buf *out, char c, size_t n)
{
    while (n--) buf_putc(out, c);
}

static void rule_line(struct buf *out, char c)
{
    repeat(out, c, WIDTH);
    buf_putc(out, '\n');
}

/* Words broken at blanks; the first line starts at column `at`, the others are indented to `indent`. */
static void wrapped(struct buf *out, slice s, size_t at, size_t indent)
{
    slice word;
    bool first = true;
    while (slice_next(&s, ' ', &word)) {
        size_t columns = glyph_columns(word);
        if (!first && at + 1 + columns > WIDTH) {
            buf_putc(out, '\n');
            repeat(out, ' ', indent);
            at = indent;
        } else if (!first) {
            buf_putc(out, ' ');
            at++;
        }
        visible_text(out, word);
        at += columns;
        first = false;
    }
    buf_putc(out, '\n');
}

static void labelled(struct buf *out, size_t indent, const char *label, slice value)
{
    if (!value.len) return;
    repeat(out, ' ', indent);
    buf_puts(out, label);
    size_t used = indent + strlen(label), at = indent + LABEL;
    repeat(out, ' ', used < at ? at - used : 1);
    wrapped(out, value, used < at ? at : used + 1, at);
}

static void heading(struct buf *out, const char *text)
{
    buf_putc(out, '\n');
    buf_puts(out, text);
    buf_putc(out, '\n');
    repeat(out, '-', strlen(text));
    buf_putc(out, '\n');
}

static void pair(struct buf *words, slice a, slice b)
{
    buf_clear(words);
    buf_add(words, a);
    if (a.len && b.len) buf_putc(words, ' ');
    buf_add(words, b);
}

static void head(struct buf *out, const struct report *r, struct buf *words)
{
    buf_puts(out, "QUARANTINE ");
    visible_text(out, r->id);
    buf_putc(out, '\n');
    rule_line(out, '=');
    wrapped(out, r->title, 0, 0);
    buf_putc(out, '\n');
    labelled(out, 2, "State", r->state);
    labelled(out, 2, "Partner", r->partner_title.len ? r->partner_title : r->partner);
    pair(words, r->document, r->document_title);
    labelled(out, 2, "Document", buf_slice(words));
    labelled(out, 2, "Number", r->key);
    buf_clear(words);
    if (r->since) report_instant(words, r->since);
    labelled(out, 2, "Since", buf_slice(words));
    buf_clear(words);
    if (r->due) report_instant(words, r->due);
    labelled(out, 2, "Due", buf_slice(words));
    buf_clear(words);
    report_worth(words, r);
    labelled(out, 2, "Worth", buf_slice(words));
    labelled(out, 2, "Owner", r->owner);
}

static void excerpt(struct buf *out, const struct report_view *v, const struct place *p)
{
    struct report_excerpt e;
    if (!report_excerpt(v, p, EXCERPT, &e)) return;
    size_t before = glyph_columns(slice_sub(e.text, 0, e.mark)) + (e.cut_left ? 3 : 0);
    size_t marked = glyph_columns(slice_sub(e.text, e.mark, e.mark_len));
    buf_printf(out, "\n       | %s", e.cut_left ? "..." : "");
    visible_text(out, e.text);
    buf_printf(out, "%s\n       | ", e.cut_right ? "..." : "");
    repeat(out, ' ', before);
    repeat(out, '^', marked ? marked : 1);
    buf_puts(out, "\n\n");
}

static void where(struct buf *words, const struct report *r, const struct diag *d)
{
    buf_clear(words);
    report_where(words, r, &d->place);
    if (d->line) buf_printf(words, "%sorder line %u", words->len ? "; " : "", d->line);
    if (!d->place.source) return;
    buf_printf(words, "%sbyte %llu", words->len ? "; " : "", (unsigned long long)d->place.offset);
    if (d->place.source->name) buf_printf(words, " of %s", d->place.source->name);
}

static void places(struct buf *out, const struct report_view *v, const struct report_group *g, struct buf *words)
{
    struct buf message = BUF_INIT(1 << 16);
    for (unsigned i = 0; i < g->n; i++) {
        const struct diag *d = g->items[i];
        where(words, v->report, d);
        if (g->n > 1) {
            buf_clear(&message);
            diag_message(&message, d);
            buf_puts(words, words->len ? ": " : "");
            buf_add(words, buf_slice(&message));
        }
        labelled(out, 4, i ? "" : "Where", buf_slice(words));
        if (i < PLACES) excerpt(out, v, &d->place);
    }
    buf_free(&message);
}

static void rule_and_clause(struct buf *out, const struct diag *d, struct buf *words)
{
    buf_clear(words);
    buf_add(words, d->rule);
    if (d->rule.len && d->rule_place.source) buf_puts(words, ", ");
    report_rule_place(words, d);
    labelled(out, 4, "Rule", buf_slice(words));
    labelled(out, 4, d->source.ptr == d->def->source ? "Standard" : "Source", d->source);
}

static void group(struct buf *out, const struct report_view *v, unsigned index, struct buf *words)
{
    const struct report_group *g = &v->groups[index];
    buf_putc(out, '\n');
    buf_clear(words);
    diag_message(words, &g->common);
    buf_printf(out, "%3u ", index + 1);
    wrapped(out, buf_slice(words), 4, 4);
    buf_printf(out, "    %s, %s", g->common.def->code, report_severity_words(g->common.severity));
    if (g->n > 1) {
        buf_puts(out, ", ");
        report_plural(out, g->n, "place", "places");
    }
    buf_putc(out, '\n');
    places(out, v, g, words);
    rule_and_clause(out, &g->common, words);
    buf_clear(words);
    diag_hint(words, &g->common);
    labelled(out, 4, "To do", buf_slice(words));
}

static void findings(struct buf *out, const struct report_view *v, struct buf *words)
{
    heading(out, "WHAT IS WRONG");
    for (unsigned i = 0; i < v->n_faults; i++) group(out, v, i, words);
    if (v->dropped) {
        buf_puts(out, "\n    ");
        report_plural(out, v->dropped, "more finding was not kept", "more findings were not kept");
        buf_puts(out, ".\n");
    }
    if (v->n_faults == v->n_groups) return;
    heading(out, "WORTH KNOWING");
    for (unsigned i = v->n_faults; i < v->n_groups; i++) group(out, v, i, words);
}

static void cell(struct buf *out, slice s, int width)
{
    int pad = (width < 0 ? -width : width) - (int)glyph_columns(s);
    if (width > 0) repeat(out, ' ', pad > 0 ? (size_t)pad : 0);
    visible_text(out, s);
    if (width < 0) repeat(out, ' ', pad > 0 ? (size_t)pad : 0);
    buf_puts(out, "  ");
}

static void order_line(struct buf *out, const struct report_view *v, const struct report_line *l)
{
    buf_printf(out, "%5u  ", l->ordinal);
    cell(out, l->reference, -6);
    cell(out, l->quantity, 8);
    cell(out, l->unit, -4);
    cell(out, l->price, 10);
    cell(out, l->identifier, -26);
    buf_puts(out, l->held ? "held " : "ok");
    if (l->held) report_line_codes(out, v, l->ordinal);
    buf_putc(out, '\n');
}

static void order_lines(struct buf *out, const struct report_view *v)
{
    const struct report *r = v->report;
    unsigned shown = 0;
    if (!r->n_lines) return;
    heading(out, "ORDER LINES");
    buf_puts(out, " line  ref     quantity  unit       price  identifier\n");
    for (unsigned i = 0; i < r->n_lines; i++) {
        if (!report_line_is_shown(r, i, shown)) continue;
        order_line(out, v, &r->lines[i]);
        shown++;
    }
    if (shown == r->n_lines) return;
    buf_puts(out, "       ");
    report_lines_left(out, r, shown);
    buf_puts(out, ".\n");
}

static void rest(struct buf *out, const struct report *r)
{
    if (!r->n_also) return;
    heading(out, "WHAT HAPPENED TO THE REST");
    for (unsigned i = 0; i < r->n_also; i++) {
        buf_puts(out, "  - ");
        wrapped(out, r->also[i], 4, 4);
    }
}

static void facts(struct buf *out, const struct report *r, struct buf *words)
{
    heading(out, "FACTS");
    labelled(out, 2, "File", r->file_name);
    buf_clear(words);
    report_plural(words, r->file_bytes, "byte", "bytes");
    labelled(out, 2, "Size", buf_slice(words));
    labelled(out, 2, "SHA-256", r->file_sha256);
    buf_clear(words);
    const struct { const char *name; slice value; } numbers[] = {
        { "interchange", r->interchange_control }, { "group", r->group_control }, { "set", r->set_control },
    };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        if (!numbers[i].value.len) continue;
        buf_printf(words, "%s%s ", words->len ? ", " : "", numbers[i].name);
        buf_add(words, numbers[i].value);
    }
    labelled(out, 2, "Control", buf_slice(words));
    labelled(out, 2, "Answered", r->acknowledged);
}

void report_text(struct buf *out, const struct report *r)
{
    struct report_view v;
    struct buf words = BUF_INIT(1 << 16);
    report_view_open(&v, r);
    head(out, r, &words);
    findings(out, &v, &words);
    order_lines(out, &v);
    rest(out, r);
    facts(out, r, &words);
    buf_free(&words);
    report_view_close(&v);
}
