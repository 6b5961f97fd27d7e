/* trailer.c - whether SE, GE and IEA agree with what they close: counts and control numbers, and what is reported at the end.
 *
 * Each works with the segment missing too; then only that is said, as nothing can be compared. */
#include "x12/state.h"

/* The trailer being checked.  Its places are worked out only for findings: most sets have none. */
struct trailer {
    const struct span *spans;
    const char *id;
    uint32_t number;
};

static slice value_of(const struct x12_reader *r, const struct trailer *t, unsigned element)
{
    if (element >= r->segment.n_spans || span_is_absent(t->spans[element])) return (slice){ 0 };
    return (slice){ r->window.text + t->spans[element].off, t->spans[element].len };
}

/* The place of an element, or of the whole segment when it is not there. */
static struct place place_of(const struct x12_reader *r, const struct trailer *t, unsigned element)
{
    bool there = element < r->segment.n_spans && !span_is_absent(t->spans[element]);
    if (there) return x12_place(r, t->spans[element].off, t->spans[element].len, t->id, t->number, element);
    return x12_place(r, r->segment.off, r->segment.len, t->id, t->number, element);
}

/* Element 1 is the count. */
static void check_count(struct x12_reader *r, const struct trailer *t, enum x12_finding what, uint64_t counted)
{
    slice sent = value_of(r, t, 1);
    uint64_t n;
    if (slice_to_u64(sent, UINT32_MAX, &n) && n == counted) return;
    x12_find(r, what, place_of(r, t, 1), sent, NUMBER(counted), NO_ARG, NO_ARG);
}

/* Element 2 is the control number.  Numbers are compared as numbers; texts that are none, as texts. */
static void check_control(struct x12_reader *r, const struct trailer *t, enum x12_finding differs, enum x12_finding zeros, slice header)
{
    slice sent = value_of(r, t, 2);
    uint64_t a, b;
    if (slice_eq(sent, header)) return;
    bool same = slice_to_u64(sent, UINT64_MAX / 16, &a) && slice_to_u64(header, UINT64_MAX / 16, &b) && a == b;
    x12_find(r, same ? zeros : differs, place_of(r, t, 2), sent, header, NO_ARG, NO_ARG);
}

/* Too many of ST and SE are told where their set is checked by its grammar. */
static void check_elements(struct x12_reader *r, const struct trailer *t, enum x12_finding what)
{
    unsigned elements = r->segment.n_spans - 1;
    if (elements < 2 || (elements > 2 && what != X12_SE_ELEMENTS)) x12_find(r, what, place_of(r, t, 0), NUMBER(elements), NO_ARG, NO_ARG, NO_ARG);
}

static void report_missing(struct x12_reader *r, enum x12_finding what, const char *id, uint32_t number)
{
    x12_find(r, what, x12_place(r, r->segment.off, 0, id, number, 0), NO_ARG, NO_ARG, NO_ARG, NO_ARG);
}

void envelope_close_set(struct x12_reader *r, const struct span *spans)
{
    if (!spans) {
        report_missing(r, X12_SE_MISSING, "SE", r->set_segments + 1);
        return;
    }
    const struct trailer t = { spans, "SE", r->set_segments };      /* the count has SE in it: it is the last */
    slice control = value_of(r, &t, 2), st02 = span_is_absent(r->st02) ? (slice){ 0 } : (slice){ r->window.text + r->st02.off, r->st02.len };
    check_elements(r, &t, X12_SE_ELEMENTS);
    check_count(r, &t, X12_SE01_COUNT, t.number);
    /* ST02 is text: 0001 is not 1. */
    if (!slice_eq(control, st02)) x12_find(r, X12_SE02_CONTROL, place_of(r, &t, 2), control, st02, NO_ARG, NO_ARG);
}

void envelope_close_group(struct x12_reader *r, const struct span *spans)
{
    struct x12_group *g = &r->group;
    damage_report_one(r, X12_STRAY_GROUP);
    if (!spans) {
        report_missing(r, X12_GE_MISSING, "GE", r->interchange.segments + 1);
        return;
    }
    const struct trailer t = { spans, "GE", r->interchange.segments };
    slice ge01 = slice_sub(value_of(r, &t, 1), 0, sizeof r->ge01_text);
    if (ge01.len) memcpy(r->ge01_text, ge01.ptr, ge01.len);
    g->ge01 = (slice){ r->ge01_text, ge01.len };
    check_elements(r, &t, X12_GE_ELEMENTS);
    check_count(r, &t, X12_GE01_COUNT, g->sets);
    check_control(r, &t, X12_GE02_CONTROL, X12_GE02_ZEROS, g->gs[6]);
    if (g->sets == 0) x12_find(r, X12_GROUP_EMPTY, place_of(r, &t, 0), NO_ARG, NO_ARG, NO_ARG, NO_ARG);
}

/* A TA1 alone is no group, but many count it as one. */
static bool counts_ta1_as_group(const struct x12_reader *r, const struct trailer *t)
{
    uint64_t n;
    return r->interchange.groups == 0 && r->ta1s && slice_to_u64(value_of(r, t, 1), UINT32_MAX, &n) && n == 1;
}

void envelope_close_interchange(struct x12_reader *r, const struct span *spans)
{
    const struct x12_interchange *x = &r->interchange;
    damage_report(r);
    if (!spans) {
        report_missing(r, X12_IEA_MISSING, "IEA", x->segments + 1);
        return;
    }
    const struct trailer t = { spans, "IEA", x->segments };
    check_elements(r, &t, X12_IEA_ELEMENTS);
    if (counts_ta1_as_group(r, &t)) x12_find(r, X12_IEA01_TA1, place_of(r, &t, 1), value_of(r, &t, 1), NO_ARG, NO_ARG, NO_ARG);
    else check_count(r, &t, X12_IEA01_COUNT, x->groups);
    check_control(r, &t, X12_IEA02_CONTROL, X12_IEA02_ZEROS, x->isa[13]);
    if (x->groups == 0 && !r->ta1s) x12_find(r, X12_INTERCHANGE_EMPTY, place_of(r, &t, 0), NO_ARG, NO_ARG, NO_ARG, NO_ARG);
}
