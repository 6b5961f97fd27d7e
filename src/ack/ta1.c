/* ta1.c - the answer to an interchange as such.
 *
 * Decides verdict and note code from the findings about the envelope; what stands inside groups is the 997's.  A TA1 travels in an
 * interchange without groups. */
#include "ack/ack.h"
#include "ack/envelope.h"
#include "ack/faults.h"

#define NO_ERROR "000"
#define BAD_STRUCTURE "022"     /* a rejection that I18 has no better code for */

void ack_ta1_verdict(const struct diags *diags, char *code, const char **note)
{
    enum severity worst = SEV_NOTE;
    *code = 'A';
    *note = NO_ERROR;
    for (size_t i = 0; i < diags->count; i++) {
        const struct diag *diag = &diags->items[i];
        const struct ack_code *row = ack_code_find(diag);
        bool ours = row && row->level == ACK_INTERCHANGE;
        if (diag->severity == SEV_HOLD_LINE || diag->severity == SEV_HOLD_DOCUMENT)
            continue;                   /* our own business */
        if (diag->severity <= worst || diag->severity > SEV_REJECT_INTERCHANGE || (!ours && diag->severity != SEV_REJECT_INTERCHANGE))
            continue;
        worst = diag->severity;         /* the first of the worst speaks */
        *code = diag->severity == SEV_REJECT_INTERCHANGE ? 'R' : 'E';
        *note = ours ? row->code : BAD_STRUCTURE;
    }
}

void ack_ta1_add(struct diags *to, const struct diags *of_group)
{
    for (size_t i = 0; i < of_group->count; i++) {
        const struct ack_code *row = ack_code_find(&of_group->items[i]);
        if (row && row->level == ACK_INTERCHANGE)
            diag_copy(to, &of_group->items[i]);
    }
}

/* TA101 is nine digits; a control number that was sent shorter is filled up. */
static void write_control(struct x12_writer *w, slice control)
{
    char digits[10] = "000000000";
    uint64_t number;
    bool fits = control.len <= 9 && slice_to_u64(control, UINT64_MAX >> 1, &number);
    if (fits)
        memcpy(digits + 9 - control.len, control.ptr, control.len);
    x12_write_element(w, fits ? (slice){ digits, 9 } : control);
}

void ack_write_ta1(const slice isa[17], const struct diags *diags, const struct ack_envelope *e, struct buf *out)
{
    struct x12_writer w;
    char verdict;
    const char *note;
    ack_ta1_verdict(diags, &verdict, &note);
    ack_envelope_open(&w, e, out);
    x12_write_segment(&w, "TA1");
    write_control(&w, isa[13]);
    x12_write_element(&w, isa[9]);
    x12_write_element(&w, isa[10]);
    x12_write_element(&w, (slice){ &verdict, 1 });
    x12_write_element(&w, slice_of(note));
    x12_write_end(&w);
    x12_write_iea(&w);
}
