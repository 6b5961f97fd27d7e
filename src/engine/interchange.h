/* interchange.h - the state of one interchange while it is read; private to engine/interchange.c, groups.c and sets.c. */
#ifndef ENGINE_INTERCHANGE_H
#define ENGINE_INTERCHANGE_H

#include "ack/ack.h"
#include "engine/documents.h"
#include "engine/job.h"

struct answered_group {                 /* a group that gets a 997 */
    struct ack_group *ack;
    enum ack_form form;
    struct diags diags;                 /* its own findings, copied */
    int64_t ge01;                       /* as sent, -1 unknown */
    slice release, functional_id, control;
    struct answered_group *next;
};

struct interchange {
    struct job *job;
    struct arena *arena;                /* lives until the interchange ends */
    slice isa[17];                      /* copies; [1]…[16] */
    uint64_t isa_at[17];                /* where they stand in the file */
    struct x12_delims delims;
    uint64_t offset;
    unsigned ordinal;
    const struct setup_partner *partner;        /* null: no agreement fits */
    bool refused;                       /* nothing of it is taken: unknown partner, duplicate */
    bool silent;                        /* it waits for a decision, and the partner is told nothing */
    struct answered_group *groups, **last_group, *group;
    unsigned sets_wrong, sets_rejected; /* rejected or held, for "all or nothing" agreements … */
    struct diags set_findings;          /* … why, the first of them … */
    struct known_order { slice number; unsigned lines; struct known_order *next; } *orders;     /* … and all orders that go down with it */
    struct engine_tally before, before_group;   /* to count anew after a rollback */
};

/* interchange.c */
slice interchange_name(const struct interchange *x);    /* "AMAZON" */
void copy_findings(struct diags *to, const struct diags *from);
struct place isa_place(const struct interchange *x, unsigned element);
/* Forget what was done since the savepoint. */
void undo(struct interchange *x, const char *savepoint, const struct engine_tally *before);
/* Into quarantine, for these findings. */
void refuse(struct interchange *x, const struct diags *diags, enum report_kind kind, slice title, slice acknowledged);
slice worst_message(struct interchange *x, const struct diags *diags);
/* groups.c: one functional group. */
void begin_group(struct interchange *x, const struct document_step *step);
void end_group(struct interchange *x, const struct document_step *step);
/* seen.c: control numbers that were used before, and what the agreement says of that. */
void seen_in_sequence(struct interchange *x, const struct document_step *step);
void seen_interchange(struct interchange *x, const struct document_step *step);
void seen_group(struct interchange *x, const struct document_step *step);
void seen_set(struct interchange *x, const struct document_step *step);
void seen_set_remember(struct interchange *x, const struct document_step *step);        /* one that was not rejected */
/* sets.c: what becomes of one checked transaction set. */
void take_set(struct interchange *x, const struct document_step *step);
/* answered.c: a 997 or 999 of the partner, and a TA1, matched with what we sent.  The answer's key is that of the only document it is about. */
slice take_answer(struct interchange *x, const struct document_step *step);
void take_ta1(struct interchange *x, const struct document_step *step);
/* answers.c: 997s for every group and the TA1, when the agreement wants them. */
bool wants_ta1(const struct interchange *x);
void write_answers(struct interchange *x, const struct diags *diags, bool rejected);

#endif
