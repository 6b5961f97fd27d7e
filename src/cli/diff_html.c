/* diff_html.c - a comparison as one page: a table for each pair of documents, old beside new. */
#include "cli/diff.h"

#include "base/html.h"

enum { PAGE_BYTES = 1 << 16, PAGE_MOST_BYTES = 1 << 30, MOST_PATH = 6 };

static const char style[] =
    ".doc{--state:var(--warn);margin:0 0 2.5rem}\n"
    ".where small{color:var(--soft);font-family:var(--mono)}\n"
    "td.old{color:var(--soft)}\n"
    "td.old,td.new{width:28%;overflow-wrap:anywhere}\n"
    "td span{color:var(--soft)}\n"
    "td.none{color:var(--soft);font-style:italic}\n"
    "tr.unit td{border-bottom:0;padding-top:.9rem;font-weight:600;overflow-wrap:anywhere}\n"
    "tr.unit small{font-weight:400;color:var(--soft);margin-left:.5rem}\n"
    "tr.unit i{font-style:normal;color:var(--state)}\n";

static void flush(struct buf *out, size_t above)
{
    if (out->len <= above) return;
    cli_put(stdout, buf_slice(out));
    buf_clear(out);
}

static void unit(struct diff_report *r, struct buf *out, const struct diff_set *a, const struct diff_set *b, const struct diff_changes *changes,
                 const struct diff_change *c)
{
    static const char *const words[] = { [DIFF_CHANGED] = "", [DIFF_ADDED] = "<i>added</i> ", [DIFF_REMOVED] = "<i>removed</i> " };
    slice parts[MOST_PATH];
    unsigned n = 0;
    for (uint32_t i = c->item; changes->items[i].parent != DIFF_NONE && n < MOST_PATH; i = changes->items[i].parent) {
        struct diff_side side = diff_item_side(&changes->items[i], a, b);
        parts[n++] = diff_unit_words(r->scratch, side.set, side.unit);
    }
    struct diff_side side = diff_item_side(&changes->items[c->item], a, b);
    buf_printf(out, "<tr class=\"unit\"><td colspan=\"3\">%s", words[diff_kind(changes, c)]);
    while (n > 0) {
        html_text(out, parts[--n]);
        if (n > 0) buf_puts(out, " › ");
    }
    html_element(out, "small", NULL, tree_field(&side.set->tree, side.set->units[side.unit].group, 0));
    buf_puts(out, "</tr>\n");
}

static void value(struct buf *out, const char *css_class, const struct cell *cell)
{
    if (cell == NULL) {
        buf_puts(out, "<td class=\"none\">not sent");
        return;
    }
    buf_printf(out, "<td class=\"%s\">", css_class);
    html_text(out, cell->value);
    if (cell->meaning.len > 0) buf_putc(out, ' ');
    html_element(out, "span", NULL, cell->meaning);
}

static void element(struct diff_report *r, struct buf *out, const struct cell *label, const struct cell *old, const struct cell *new)
{
    buf_puts(out, "<tr><td><span>");
    html_text(out, show_reference(r->scratch, label));
    buf_puts(out, "</span> ");
    html_text(out, show_label(r->scratch, label, false));
    value(out, "old", old);
    value(out, "new", new);
    buf_puts(out, "</tr>\n");
}

/* Every element of what is on one side only. */
static void whole(struct diff_report *r, struct buf *out, struct diff_side side, bool is_new)
{
    struct cells cells = diff_cells(r->scratch, side.set, side.unit);
    uint32_t more = side.set->units[side.unit].size - 1;
    for (unsigned i = 0; i < cells.count; i++) {
        const struct cell *cell = &cells.items[i];
        element(r, out, cell, is_new ? NULL : cell, is_new ? cell : NULL);
    }
    if (more > 0) buf_printf(out, "<tr><td colspan=\"3\"><span>and %u %s under it</span></tr>\n", more, more == 1 ? "segment" : "segments");
}

static void title(struct diff_report *r, struct buf *out, const struct diff_set *set, const char *verdict)
{
    buf_puts(out, "<h2>");
    html_text(out, diff_set_words(r->scratch, set));
    buf_printf(out, ": %s</h2>\n", verdict);
}

static void pair(struct diff_report *r, struct buf *out, const struct diff_set *a)
{
    const struct diff_set *b = a->other;
    struct diff_changes changes = diff_sets(r->arena, r->scratch, a, b);
    uint32_t last = DIFF_NONE;
    r->compared++;
    if (changes.count == 0) r->same++;
    else r->changed++;
    buf_puts(out, "<section class=\"doc\">\n");
    title(r, out, a, changes.count == 0 ? "the same" : "different");
    if (changes.count > 0) buf_puts(out, "<div class=\"wide\"><table>\n<thead><tr><th>Element<th>First<th>Second</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < changes.count; i++) {
        const struct diff_change *c = &changes.list[i];
        enum diff_kind kind = diff_kind(&changes, c);
        if (c->item != last) unit(r, out, a, b, &changes, c);
        last = c->item;
        if (kind == DIFF_CHANGED) element(r, out, c->old != NULL ? c->old : c->new, c->old, c->new);
        else whole(r, out, diff_item_side(&changes.items[c->item], a, b), kind == DIFF_ADDED);
        arena_reset(r->scratch);
        flush(out, PAGE_BYTES);
    }
    if (changes.count > 0) buf_puts(out, "</tbody></table></div>\n");
    if (changes.dropped > 0) buf_printf(out, "<p class=\"quiet\">%zu more differences are not shown.</p>\n", changes.dropped);
    buf_puts(out, "</section>\n");
}

static void only(struct diff_report *r, struct buf *out, const struct diff_file *file, const char *verdict, unsigned *count)
{
    for (size_t i = 0; i < file->n_sets; i++) {
        if (file->sets[i].other != NULL) continue;
        title(r, out, &file->sets[i], verdict);
        ++*count;
    }
}

void diff_html(struct diff_report *r)
{
    struct buf out = BUF_INIT(PAGE_MOST_BYTES);
    html_head(&out, SLICE("Comparison"), arena_printf(r->scratch, "%s and %s", r->a->path, r->b->path), style);
    buf_puts(&out, "<body class=\"w\">\n<main>\n<header>\n<p class=\"over\">");
    html_text(&out, slice_of(r->a->path));
    buf_puts(&out, " and ");
    html_text(&out, slice_of(r->b->path));
    buf_puts(&out, "</p>\n<h1>What is different</h1>\n</header>\n");
    for (size_t i = 0; i < r->a->n_sets; i++)
        if (r->a->sets[i].other != NULL) pair(r, &out, &r->a->sets[i]);
    only(r, &out, r->a, "only in the first", &r->only_a);
    only(r, &out, r->b, "only in the second", &r->only_b);
    buf_printf(&out, "<p class=\"quiet\">%u compared: %u the same, %u different; %u only in the first file, %u only in the second.</p>\n", r->compared,
               r->same, r->changed, r->only_a, r->only_b);
    buf_puts(&out, "</main>\n</body>\n</html>\n");
    flush(&out, 0);
    buf_free(&out);
}
