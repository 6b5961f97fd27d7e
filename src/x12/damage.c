/* damage.c - findings of this folder: leniencies applied, repaired damage counted and reported once, places filled in. */
#include "base/must.h"
#include "x12/state.h"

slice number_slice(struct number_text *to, uint64_t n)
{
    size_t at = sizeof to->text;
    do to->text[--at] = (char)('0' + n % 10);
    while (n /= 10);
    return (slice){ to->text + at, sizeof to->text - at };
}

void x12_find(struct x12_reader *r, enum x12_finding what, struct place place, slice a0, slice a1, slice a2, slice a3)
{
    must(what < X12_N_FINDINGS);
    struct diag *diag = diag_add(r->diags, &x12_findings[what], place, a0, a1, a2, a3);
    const struct diag_tolerance *tolerance = r->lenient ? x12_tolerance(r->lenient, diag->def->code) : NULL;
    if (!tolerance) return;
    if (tolerance->severity < diag->severity) diag_set_severity(r->diags, diag, tolerance->severity);
    diag->rule = slice_of(tolerance->rule);
}

void damage_count(struct x12_reader *r, enum x12_finding what, struct place place, uint64_t times)
{
    struct damage *d = &r->damage[what];
    if (d->count == 0) d->first = place;
    d->count += times;
}

void damage_report_one(struct x12_reader *r, enum x12_finding what)
{
    struct damage *d = &r->damage[what];
    if (d->count) x12_find(r, what, d->first, NUMBER(d->count), NO_ARG, NO_ARG, NO_ARG);
    d->count = 0;
}

void damage_report(struct x12_reader *r)
{
    for (unsigned i = 0; i < X12_N_FINDINGS; i++) damage_report_one(r, (enum x12_finding)i);
}

struct place x12_place(const struct x12_reader *r, uint32_t off, uint32_t len, const char *segment_id, uint32_t segment, unsigned element)
{
    struct place p = place_at(r->source, window_offset(&r->window, off), len);
    p.segment = segment;
    p.element = (uint16_t)element;
    memcpy(p.segment_id, segment_id, strnlen(segment_id, sizeof p.segment_id - 1));
    if (r->level == IN_SET) {
        memcpy(p.set_id, r->set_id, sizeof p.set_id);
        memcpy(p.set_control, r->set_control, sizeof p.set_control);
    }
    return p;
}
