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

bool show_is_about(const struct diag *diag, const char *segment_id)
{
    return strncmp(diag->place.segment_id, segment_id, sizeof diag->place.segment_id) == 0;
}

/* Findings about the same place keep the order in which they were found. */
static int by_place(const void *a, const void *b)
{
    const struct diag *x = *(const struct diag *const *)a, *y = *(const struct diag *const *)b;
    if (x->place.segment != y->place.segment) return x->place.segment < y->place.segment ? -1 : 1;
    if (x->place.element != y->place.element) return x->place.element < y->place.element ? -1 : 1;
    if (x->place.component != y->place.component) return x->place.component < y->place.component ? -1 : 1;
    return x < y ? -1 : 1;
}

struct margin show_margin(struct arena *arena, const struct diags *diags)
{
    struct margin m = { .items = arena_array(arena, diags->count + 1, sizeof *m.items), .count = diags->count };
    for (size_t i = 0; i < diags->count; i++) m.items[i] = &diags->items[i];
    if (m.count > 1) qsort(m.items, m.count, sizeof *m.items, by_place);
    while (m.next < m.count && m.items[m.next]->place.segment == 0) m.next++;       /* no place of their own: show_margin_rest */
    return m;
}

uint64_t show_margin_elements(const struct margin *m, uint32_t segment)
{
    uint64_t elements = 0;
    for (size_t i = m->next; i < m->count && m->items[i]->place.segment <= segment; i++)
        if (m->items[i]->place.segment == segment && m->items[i]->place.element < 64) elements |= (uint64_t)1 << m->items[i]->place.element;
    return elements;
}

static bool is_due(const struct place *p, uint32_t segment, uint16_t element, uint16_t component)
{
    if (p->segment != segment) return p->segment < segment;
    return p->element < element || (p->element == element && p->component <= component);
}

bool show_margin_due(const struct margin *m, uint32_t segment, uint16_t element, uint16_t component)
{
    return m->next < m->count && is_due(&m->items[m->next]->place, segment, element, component);
}

void show_margin_print(struct page *page, struct margin *m, uint32_t segment, uint16_t element, uint16_t component)
{
    while (show_margin_due(m, segment, element, component)) show_finding(page, m->items[m->next++]);
}

void show_margin_rest(struct page *page, struct margin *m)
{
    while (m->next < m->count) show_finding(page, m->items[m->next++]);
    for (size_t i = 0; i < m->count && m->items[i]->place.segment == 0; i++) show_finding(page, m->items[i]);
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
