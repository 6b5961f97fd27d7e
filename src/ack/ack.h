/* ack.h - acknowledgements out: 997, 999 and TA1, built from findings.
 *
 * A group is collected set by set while it is read; the answer is written when its GE was seen.  What a finding means as AK3/AK4/AK5/AK9
 * or TA1 code is a table (ack/codes.h) keyed by the finding's code; findings of business checks are not in it and never change a 997. */
#ifndef ACK_ACK_H
#define ACK_ACK_H

#include "base/diag.h"
#include "x12/write.h"

struct ack_group;                       /* one group's answer in the making */

/* 997; or 999, which also tells what belongs to the partner's guide.  There is no 999 before release 005010: then it is a 997. */
enum ack_form { ACK_997, ACK_999 };

struct ack_group *ack_group_new(struct arena *arena, slice functional_id, slice group_control, slice release);
/* Before the first set; 997 unless said.  Returns what it will be. */
enum ack_form ack_group_form(struct ack_group *g, enum ack_form wanted);
/* One transaction set: its ids and all findings of its reading and checking (business findings are skipped).  Returns whether the set
   counts as accepted ('A' or 'E'). */
bool ack_group_set(struct ack_group *g, slice set_id, slice set_control, const struct diags *diags);
/* ST03 of the set added last: the implementation convention it was sent by (AK203, from 005010 on).  Empty: none. */
void ack_group_convention(struct ack_group *g, slice convention);
/* The group's own findings (GE01, GE02, version not supported, …) and GE01 as sent (-1 when unknown). */
void ack_group_close(struct ack_group *g, const struct diags *group_diags, int64_t ge01);
/* AK901: A, E, P or R. */
char ack_group_verdict(const struct ack_group *g);

struct ack_envelope {
    struct x12_delims delims;           /* as received; the usual ones are taken where these are damaged or stand in an address */
    bool line_ends;
    struct x12_address from, to;        /* us, the partner */
    const char *version;                /* ISA12, e.g. "00401"; what is no version is written as 00401 */
    slice release;                      /* GS08: that of the group answered, unless agreed otherwise; what is no release is written as 004010 */
    slice convention;                   /* ST03, from 005010 on; may be empty */
    char usage;                         /* ISA15 as received; what is none is written as P */
    instant at;
    uint32_t interchange_control, group_control;    /* from the store; never used twice towards a partner */
};
/* A whole interchange with one 997 or 999, as the group's form is. */
void ack_write_997(const struct ack_group *g, const struct ack_envelope *e, struct buf *out);

/* A whole interchange with one TA1 for the interchange described by ISA (`isa` as in x12_interchange) and its findings; `diags` decides A,
   E or R and the note code. */
void ack_write_ta1(const slice isa[17], const struct diags *diags, const struct ack_envelope *e, struct buf *out);
/* Copy those findings of a group that a TA1 tells of (a bad GS, segments that belong to nothing) to those of its interchange. */
void ack_ta1_add(struct diags *to, const struct diags *of_group);
/* TA104 and TA105 for these findings. */
void ack_ta1_verdict(const struct diags *diags, char *code, const char **note);

#endif
