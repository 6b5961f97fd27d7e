/* report_html_listing.c - the whole document, folded, one numbered row a segment (or line), the faulty ones marked.
 *
 * Numbers are those people use: a transaction set counts from ST = 1, envelope segments have none.  A long document shows its beginning
 * and what stands around each fault; what is left out is said.  Rows are found by byte, so they agree with the places of the findings.
 * The document is walked a fixed number of times, however many findings there are. */
#include "engine/report_html.h"

enum {
    ROWS_FIRST = 300,           /* shown from the beginning of a long document */
    ROWS_AROUND = 2,            /* before and after a faulty one */
    ROWS_ALL = 1500,            /* the most that are shown */
    ROW_BYTES = 1200            /* of one segment */
};

struct row {
    slice text;
    uint64_t offset;            /* in the source */
    unsigned index;             /* from 1, over the whole listing */
    unsigned number;            /* in the set; 0 in the envelope */
};

struct fault {
    uint64_t offset;
    uint32_t length;
    bool whole;                 /* the segment as such, not an element of it */
    enum severity severity;
    unsigned row;
};

struct listing {
    const struct report *report;
    struct fault *faults;       /* of all findings inside the document, by offset */
    unsigned n_faults, n_rows;
    uint8_t *shown;             /* per row, from 1 */
};

static bool is_break(char c) { return c == '\n' || c == '\r'; }

/* The next row, or false at the end.  `*r` is the row before, all zero at first. */
static bool next_row(const struct report *report, size_t *at, struct row *r)
{
    slice whole = report->whole;
    char end = report->terminator;
    while (*at < whole.len && is_break(whole.ptr[*at])) (*at)++;
    if (*at >= whole.len) return false;
    size_t from = *at;
    while (*at < whole.len && (end ? whole.ptr[*at] != end : !is_break(whole.ptr[*at]))) (*at)++;
    bool in_set = r->number && !slice_starts(r->text, SLICE("SE"));
    r->text = slice_sub(whole, from, *at - from);
    r->offset = report->whole_offset + from;
    r->index++;
    bool opens = slice_starts(r->text, SLICE("ST"));
    r->number = !end ? r->index : opens ? 1 : in_set ? r->number + 1 : 0;
    if (*at < whole.len) (*at)++;       /* over the terminator */
    return true;
}

static bool is_of_document(const struct report *r, const struct place *p)
{
    return (p->source || p->segment) && r->whole.len && p->offset >= r->whole_offset && p->offset - r->whole_offset <= r->whole.len;
}

/* Keeps them by offset.  Findings come nearly in order, so this is cheap. */
static void add_fault(struct listing *l, const struct diag *d)
{
    unsigned i = l->n_faults++;
    for (; i && l->faults[i - 1].offset > d->place.offset; i--) l->faults[i] = l->faults[i - 1];
    l->faults[i] = (struct fault){ d->place.offset, d->place.length, !d->place.element && d->place.segment, d->severity, 0 };
}

/* First fault at or after `offset`. */
static unsigned fault_after(const struct listing *l, uint64_t offset)
{
    unsigned low = 0, high = l->n_faults;
    while (low < high) {
        unsigned mid = low + (high - low) / 2;
        if (l->faults[mid].offset < offset) low = mid + 1;
        else high = mid;
    }
    return low;
}

/* Give each fault its row.  A place on a terminator belongs to the row before it; one between rows to the row after. */
static void find_rows(struct listing *l)
{
    struct row row = { 0 };
    unsigned f = 0;
    for (size_t at = 0; next_row(l->report, &at, &row); )
        while (f < l->n_faults && l->faults[f].offset <= row.offset + row.text.len) l->faults[f++].row = row.index;
    while (f < l->n_faults) l->faults[f++].row = row.index;
    l->n_rows = row.index;
}

/* All of a short document; of a long one the beginning, the end and the surroundings of faults. */
static void choose_rows(struct listing *l, struct arena *arena)
{
    unsigned first = l->n_rows <= ROWS_ALL ? l->n_rows : ROWS_FIRST, chosen = first;
    l->shown = arena_alloc(arena, l->n_rows + 2u);
    for (unsigned i = 1; i <= first; i++) l->shown[i] = 1;
    if (l->n_rows) l->shown[l->n_rows] = 1;
    for (unsigned f = 0; f < l->n_faults && chosen < ROWS_ALL; f++) {
        unsigned row = l->faults[f].row;
        if (l->faults[f].severity == SEV_NOTE) continue;
        for (unsigned i = row > ROWS_AROUND ? row - ROWS_AROUND : 1; i <= row + ROWS_AROUND && i <= l->n_rows; i++) {
            chosen += !l->shown[i];
            l->shown[i] = 1;
        }
    }
}

struct listing *listing_open(const struct report_view *v)
{
    struct listing *l = arena_alloc(v->arena, sizeof *l);
    l->report = v->report;
    l->faults = arena_array(v->arena, v->n_findings + 1u, sizeof *l->faults);
    for (unsigned i = 0; i < v->n_groups; i++)
        for (unsigned k = 0; k < v->groups[i].n; k++)
            if (is_of_document(v->report, &v->groups[i].items[k]->place)) add_fault(l, v->groups[i].items[k]);
    find_rows(l);
    choose_rows(l, v->arena);
    return l;
}

unsigned listing_row(const struct listing *l, const struct place *p)
{
    if (!is_of_document(l->report, p)) return 0;
    unsigned f = fault_after(l, p->offset);
    if (f == l->n_faults || l->faults[f].offset != p->offset) return 0;
    return l->shown[l->faults[f].row] ? l->faults[f].row : 0;
}

/* The row's text with its faults marked one after the other; of overlapping ones the first. */
static void row_text(struct buf *out, const struct listing *l, const struct row *row, unsigned fault)
{
    slice text = slice_sub(row->text, 0, ROW_BYTES);
    size_t at = 0;
    for (; fault < l->n_faults && l->faults[fault].row == row->index; fault++) {
        const struct fault *f = &l->faults[fault];
        size_t from = f->offset > row->offset ? (size_t)(f->offset - row->offset) : 0;
        if (f->whole || f->severity == SEV_NOTE || from < at || from >= text.len) continue;
        slice marked = slice_sub(text, from, f->length);
        html_text(out, slice_sub(text, at, from - at));
        html_marked(out, marked, 0, marked.len);
        at = from + marked.len;
    }
    html_text(out, slice_sub(text, at, text.len));
    if (row->text.len > text.len) buf_puts(out, "<s>…</s>");
}

static void row_html(struct buf *out, const struct listing *l, const struct row *row)
{
    unsigned first = fault_after(l, row->offset);
    while (first && l->faults[first - 1].row == row->index) first--;
    enum severity worst = SEV_NOTE;
    for (unsigned f = first; f < l->n_faults && l->faults[f].row == row->index; f++)
        if (l->faults[f].severity > worst) worst = l->faults[f].severity;
    buf_printf(out, "<tr id=\"s%u\"", row->index);
    if (worst > SEV_NOTE) buf_printf(out, " class=\"bad %c\"", report_severity_class(worst));
    buf_puts(out, "><td>");
    if (row->number) buf_printf(out, "%u", row->number);
    buf_puts(out, "<td>");
    row_text(out, l, row, first);
    buf_puts(out, "</tr>\n");
}

static void gap(struct buf *out, unsigned rows)
{
    if (!rows) return;
    buf_puts(out, "<tr class=\"gap\"><td><td>");
    report_plural(out, rows, "row left out", "rows left out");
    buf_puts(out, "</tr>\n");
}

void report_html_listing(struct buf *out, const struct listing *l)
{
    if (!l->n_rows) return;
    bool edi = l->report->terminator;
    buf_puts(out, "<section>\n<h2>The document</h2>\n<details>\n<summary>");
    report_plural(out, l->n_rows, edi ? "segment" : "line", edi ? "segments" : "lines");
    buf_puts(out, ", the faulty ones marked</summary>\n<div class=\"wide\"><table class=\"listing\">\n<tbody>\n");
    struct row row = { 0 };
    unsigned left_out = 0;
    for (size_t at = 0; next_row(l->report, &at, &row); ) {
        if (!l->shown[row.index]) {
            left_out++;
            continue;
        }
        gap(out, left_out);
        left_out = 0;
        row_html(out, l, &row);
    }
    buf_puts(out, "</tbody></table></div>\n</details>\n</section>\n");
}
