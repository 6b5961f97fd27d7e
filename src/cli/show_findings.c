/* show_findings.c - findings in the margin: brought into the order of the segments and printed under what they are about.
 *
 * The mark stands in the columns of the segment numbers, where nothing else does, so that the eye finds it.  No finding is lost: what belongs
 * to no segment that is shown is printed at the end. */
#include "cli/show.h"

#include "base/render.h"

#include <stdlib.h>

enum { FINDING_INDENT = 5, FINDING_MAX_BYTES = 64 * 1024 };

static const struct { const char *mark, *words; enum style style; } severities[] = {
    [SEV_NOTE] = { "   -", "note", STYLE_NOTE },
    [SEV_WARN] = { "  >>", "warning", STYLE_WARNING },
    [SEV_HOLD_LINE] = { ">>>>", "line held", STYLE_WRONG },
    [SEV_REJECT_LINE] = { ">>>>", "line rejected", STYLE_WRONG },
    [SEV_HOLD_DOCUMENT] = { ">>>>", "document held", STYLE_WRONG },
    [SEV_REJECT_DOCUMENT] = { ">>>>", "document rejected", STYLE_WRONG },
    [SEV_REJECT_GROUP] = { ">>>>", "group rejected", STYLE_WRONG },
    [SEV_REJECT_INTERCHANGE] = { ">>>>", "interchange rejected", STYLE_WRONG },
    [SEV_ERROR] = { ">>>>", "error", STYLE_WRONG },
};

const char *show_severity(enum severity severity) { return severities[severity].words; }
bool show_is_hold(enum severity severity) { return severity == SEV_HOLD_LINE || severity == SEV_HOLD_DOCUMENT; }

bool show_is_about(const struct diag *diag, const char *segment_id)
{
    return strncmp(diag->place.segment_id, segment_id, sizeof diag->place.segment_id) == 0;
}

/* Findings about the same place keep the order in which they were found. */
static int by_place(const void *a, const void *b)
{
    const struct diag *x = *(const struct diag *const *)a, *y = *(const struct diag *const *)b;
    const struct place *p = &x->place, *q = &y->place;
    if (p->segment != q->segment) return p->segment < q->segment ? -1 : 1;
    if (p->element != q->element) return p->element < q->element ? -1 : 1;
    if (p->repeat != q->repeat) return p->repeat < q->repeat ? -1 : 1;
    if (p->component != q->component) return p->component < q->component ? -1 : 1;
    return x < y ? -1 : 1;
}

struct margin show_margin(struct arena *arena, const struct diags *diags)
{
    struct margin m = { .items = arena_array(arena, diags->count + 1, sizeof *m.items), .count = diags->count };
    m.told = arena_array(arena, diags->count + 1, sizeof *m.told);
    for (size_t i = 0; i < diags->count; i++) m.items[i] = &diags->items[i];
    if (m.count > 1) qsort(m.items, m.count, sizeof *m.items, by_place);
    return m;
}

/* The first finding about that segment or a later one. */
static size_t first_about(const struct margin *m, uint32_t segment)
{
    size_t low = 0, high = m->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (m->items[middle]->place.segment < segment) low = middle + 1;
        else high = middle;
    }
    return low;
}

uint64_t show_margin_at(struct margin *m, uint32_t segment)
{
    uint64_t elements = 0;
    m->next = m->end = segment > 0 ? first_about(m, segment) : m->count;
    for (; m->end < m->count && m->items[m->end]->place.segment == segment; m->end++)
        if (m->items[m->end]->place.element < 64) elements |= (uint64_t)1 << m->items[m->end]->place.element;
    return elements;
}

bool show_margin_due(const struct margin *m, uint16_t element, uint16_t repeat, uint16_t component)
{
    if (m->next == m->end) return false;
    const struct place *p = &m->items[m->next]->place;
    if (p->element != element) return p->element < element;
    if (p->repeat != repeat) return p->repeat < repeat;
    return p->component <= component;
}

const struct diag *show_margin_take(struct margin *m, uint16_t element, uint16_t repeat, uint16_t component)
{
    if (!show_margin_due(m, element, repeat, component)) return NULL;
    m->told[m->next] = true;
    return m->items[m->next++];
}

const struct diag *show_margin_left(struct margin *m)
{
    for (size_t i = 0; i < m->count; i++) {
        if (m->told[i]) continue;
        m->told[i] = true;
        return m->items[i];
    }
    return NULL;
}

void show_margin_print(struct page *page, struct margin *m, uint16_t element, uint16_t repeat, uint16_t component)
{
    const struct diag *diag;
    while ((diag = show_margin_take(m, element, repeat, component)) != NULL) show_finding(page, diag);
}

void show_margin_rest(struct page *page, struct margin *m)
{
    const struct diag *diag;
    while ((diag = show_margin_left(m)) != NULL) show_finding(page, diag);
}

void show_finding(struct page *page, const struct diag *diag)
{
    enum style style = severities[diag->severity].style;
    struct buf text = BUF_INIT(FINDING_MAX_BYTES);
    diag_message(&text, diag);
    page_line(page);
    page_puts(page, style, severities[diag->severity].mark);
    page_to(page, FINDING_INDENT);
    page_printf(page, style, "%s:", severities[diag->severity].words);
    page_to(page, page->column + 1);
    page_wrap(page, STYLE_PLAIN, buf_slice(&text), FINDING_INDENT);
    buf_clear(&text);
    buf_printf(&text, " [%s]", diag->def->code);
    page_wrap(page, STYLE_FAINT, buf_slice(&text), FINDING_INDENT);
    buf_clear(&text);
    diag_hint(&text, diag);
    page_line(page);
    if (text.len > 0) {
        page_to(page, FINDING_INDENT);
        page_puts(page, STYLE_FAINT, "->");
        page_to(page, FINDING_INDENT + 3);
        page_wrap(page, STYLE_PLAIN, buf_slice(&text), FINDING_INDENT + 3);
        page_line(page);
    }
    buf_free(&text);
}
