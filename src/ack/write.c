/* write.c - a gathered group as a 997 or 999 in an interchange of its own.
 *
 * Decides nothing about verdicts: it writes what group.c gathered, with every count as the standard defines it.  Both forms have one
 * structure; a 999 calls three segments by other names and adds CTX.  What must stay true: the answer conforms to the standard itself,
 * whatever was received; only control numbers that were no numbers are given back as they came, since the sender looks for them. */
#include "ack/envelope.h"
#include "ack/group.h"

#include <stdio.h>

enum {
    MAX_ELEMENTS = 99,          /* AK4 under one AK3 */
    MAX_LOOP_OLD = 6,           /* AK303: AN 1/6, from 005010 on … */
    MAX_LOOP = 4,               /* … AN 1/4 */
    MAX_COUNT = 999999          /* AK902-04: N0 1/6 */
};

/* The names that differ. */
static const struct names {
    const char *set, *segment, *element, *verdict;
} names_of[] = {
    [ACK_997] = { "997", "AK3", "AK4", "AK5" },
    [ACK_999] = { "999", "IK3", "IK4", "IK5" },
};

/* A number from 1 as a component; nothing for 0. */
static void write_component(struct x12_writer *w, unsigned number)
{
    char text[12];
    int len = snprintf(text, sizeof text, "%u", number);
    x12_write_component(w, number ? (slice){ text, (size_t)len } : NO_ARG);
}

/* AK401: element, component, and since 005010 the repetition. */
static void write_position(struct x12_writer *w, const struct ack_fault *f, bool old)
{
    bool repeat = !old && f->repeat > 1;
    x12_write_int(w, f->element);
    if (f->component || repeat)
        write_component(w, f->component);
    if (repeat)
        write_component(w, f->repeat);
}

/* CTX: which element asks for the one that is missing, or forbids the one that is there. */
static void write_trigger(struct x12_writer *w, const struct ack_fault *f, slice loop)
{
    x12_write_segment(w, "CTX");
    x12_write_element(w, SLICE("SITUATIONAL TRIGGER"));
    x12_write_element(w, slice_of(f->segment_id));
    x12_write_int(w, f->segment);
    x12_write_element(w, loop);
    x12_write_int(w, f->trigger);
    x12_write_end(w);
}

static slice loop_of(const struct ack_group *g, const struct ack_fault *f)
{
    slice loop = slice_of(f->loop);
    return loop.len <= (g->old ? MAX_LOOP_OLD : MAX_LOOP) ? loop : NO_ARG;
}

/* AK404.  A delimiter in it is written as a blank, and a blank at the end would be read as damage. */
static slice value_for(const struct x12_writer *w, slice value)
{
    const struct x12_delims *d = &w->delims;
    while (value.len > 0) {
        char c = value.ptr[value.len - 1];
        if (c != ' ' && c != d->element && c != d->component && c != d->terminator[0] && !(d->repetition && c == d->repetition))
            break;
        value.len--;
    }
    return value;
}

static void write_element_fault(struct x12_writer *w, const struct ack_group *g, const struct ack_fault *f)
{
    x12_write_segment(w, names_of[g->form].element);
    write_position(w, f, g->old);
    if (f->element_ref)
        x12_write_int(w, f->element_ref);
    else
        x12_write_element(w, NO_ARG);
    x12_write_element(w, slice_of(f->element_code));
    x12_write_element(w, value_for(w, f->value));
    x12_write_end(w);
    if (g->form == ACK_999 && f->trigger)
        write_trigger(w, f, loop_of(g, f));
}

static void write_segment_fault(struct x12_writer *w, const struct ack_group *g, const struct ack_fault *f)
{
    x12_write_segment(w, names_of[g->form].segment);
    x12_write_element(w, slice_of(f->segment_id));
    x12_write_int(w, f->segment);
    x12_write_element(w, loop_of(g, f));
    x12_write_element(w, slice_of(f->segment_code));
    x12_write_end(w);
}

static void write_faults(struct x12_writer *w, const struct ack_group *g, const struct ack_faults *faults)
{
    unsigned elements = 0;
    for (size_t i = 0; i < faults->count; i++) {
        const struct ack_fault *f = &faults->items[i];
        if (i == 0 || !ack_fault_same_segment(f, f - 1)) {
            write_segment_fault(w, g, f);
            elements = 0;
        }
        if (f->element_code && elements++ < MAX_ELEMENTS)
            write_element_fault(w, g, f);
    }
}

static void write_codes(struct x12_writer *w, const struct ack_list *list)
{
    for (unsigned i = 0; i < list->n; i++)
        x12_write_element(w, slice_of(list->codes[i]));
}

/* A sound set of a group that is refused was not taken either: R, and without a code, for the trouble is the group's (AK905). */
static void write_set(struct x12_writer *w, const struct ack_group *g, const struct ack_set *set)
{
    const char verdict = g->rejected ? 'R' : set->verdict;
    x12_write_segment(w, "AK2");
    x12_write_element(w, slice_of(set->id));
    x12_write_element(w, slice_of(set->control));
    x12_write_element(w, set->trouble ? set->trouble->convention : NO_ARG);
    x12_write_end(w);
    if (set->trouble)
        write_faults(w, g, &set->trouble->faults);
    x12_write_segment(w, names_of[g->form].verdict);
    x12_write_element(w, (slice){ &verdict, 1 });
    if (set->trouble)
        write_codes(w, &set->trouble->codes);
    x12_write_end(w);
}

static void write_count(struct x12_writer *w, uint64_t count)
{
    x12_write_int(w, count < MAX_COUNT ? count : MAX_COUNT);
}

static void write_verdict(struct x12_writer *w, const struct ack_group *g)
{
    char verdict = ack_group_verdict(g);
    bool sent = g->ge01 >= 0 && g->ge01 <= MAX_COUNT;
    x12_write_segment(w, "AK9");
    x12_write_element(w, (slice){ &verdict, 1 });
    write_count(w, sent ? (uint64_t)g->ge01 : g->received);
    write_count(w, g->received);
    write_count(w, g->rejected ? 0 : g->accepted);
    write_codes(w, &g->codes);
    x12_write_end(w);
}

/* GS08 as far as it can be one: six digits, and what an industry adds. */
static slice release_of(const struct ack_envelope *e)
{
    uint64_t digits;
    bool usable = e->release.len >= 6 && e->release.len <= 12 && slice_to_u64(slice_sub(e->release, 0, 6), UINT32_MAX, &digits);
    return usable ? e->release : SLICE("004010");
}

void ack_write_997(const struct ack_group *g, const struct ack_envelope *e, struct buf *out)
{
    struct x12_writer w;
    ack_envelope_open(&w, e, out);
    x12_write_gs(&w, "FA", e->from.gs_id, e->to.gs_id, e->at, e->group_control, release_of(e));
    x12_write_st_by(&w, names_of[g->form].set, "0001", g->old ? NO_ARG : e->convention);
    x12_write_segment(&w, "AK1");
    x12_write_element(&w, g->functional_id);
    x12_write_element(&w, g->control);
    x12_write_element(&w, g->old ? NO_ARG : g->release);
    x12_write_end(&w);
    for (const struct ack_block *block = g->first; block; block = block->next) {
        for (unsigned i = 0; i < block->n; i++)
            write_set(&w, g, &block->sets[i]);
    }
    write_verdict(&w, g);
    x12_write_se(&w);
    x12_write_ge(&w);
    x12_write_iea(&w);
}
