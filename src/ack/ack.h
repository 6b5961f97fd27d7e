/* ack.h - acknowledgements out: 997 and TA1, built from findings.
 *
 * A group is collected set by set while it is read; the answer is written when its GE was seen.  What a finding means as AK3/AK4/AK5/AK9
 * or TA1 code is a table (ack/codes.h) keyed by the finding's code; findings of business checks are not in it and never change a 997. */
#ifndef ACK_ACK_H
#define ACK_ACK_H

#include "base/diag.h"
#include "x12/write.h"

struct ack_group;                       /* one group's answer in the making */

struct ack_group *ack_group_new(struct arena *arena, slice functional_id, slice group_control, slice release);
/* One transaction set: its ids and all findings of its reading and checking (business findings are skipped).  Returns whether the set
   counts as accepted ('A' or 'E'). */
bool ack_group_set(struct ack_group *g, slice set_id, slice set_control, const struct diags *diags);
/* The group's own findings (GE01, GE02, version not supported, …) and GE01 as sent (-1 when unknown). */
void ack_group_close(struct ack_group *g, const struct diags *group_diags, int64_t ge01);
/* AK901: A, E, P or R. */
char ack_group_verdict(const struct ack_group *g);

struct ack_envelope {
    struct x12_delims delims;           /* as received; the usual ones are taken where these are damaged or stand in an address */
    bool line_ends;
    struct x12_address from, to;        /* us, the partner */
    const char *version;                /* ISA12, e.g. "00401" */
    slice release;                      /* GS08 of the 997: that of the group answered */
    char usage;                         /* ISA15 as received */
    instant at;
    uint32_t interchange_control, group_control;    /* from the store; never used twice towards a partner */
};
/* A whole interchange with one 997. */
void ack_write_997(const struct ack_group *g, const struct ack_envelope *e, struct buf *out);

/* A whole interchange with one TA1 for the interchange described by ISA (`isa` as in x12_interchange) and its findings; `diags` decides A,
   E or R and the note code. */
void ack_write_ta1(const slice isa[17], const struct diags *diags, const struct ack_envelope *e, struct buf *out);
/* TA104 and TA105 for these findings. */
void ack_ta1_verdict(const struct diags *diags, char *code, const char **note);

#endif
