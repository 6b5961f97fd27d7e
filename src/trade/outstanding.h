/* outstanding.h - answers that partners owe us: what an answer means for what was sent, and which ones are late.
 *
 * Functions of recorded facts: they know the ledger of what was sent (store/), not how an answer looked on the wire. */
#ifndef TRADE_OUTSTANDING_H
#define TRADE_OUTSTANDING_H

#include "store/store.h"

enum answer_outcome {
    ANSWER_ACCEPTED, ANSWER_WITH_ERRORS, ANSWER_PARTLY, ANSWER_REJECTED,
    ANSWER_DUPLICATE,                   /* it says again what is known */
    ANSWER_TO_NOTHING                   /* nothing like that was sent */
};
const char *answer_outcome_name(enum answer_outcome outcome);       /* "accepted with errors" */
const char *sent_state_name(enum sent_state state);                 /* "waiting" … */

struct answer_set { slice control; char verdict; };     /* as the partner wrote them: AK202, AK501 */
struct answer_row {
    const struct sent *sent;
    enum sent_state state;              /* from now on */
    int said;                           /* which of the sets given, or -1: the group's verdict stands for it */
};
struct answer_judgement {
    enum answer_outcome outcome;
    struct answer_row *rows;            /* one for each that was sent, in that order */
    size_t n_rows;
    size_t unknown_sets;                /* sets that it answers and that were not in the group */
};

/* `sent` is the group (or, for a TA1, the interchange) that is answered; `verdict` is AK901 (A, E or R of a TA1, with no sets). */
void outstanding_judge(struct arena *arena, const struct sent *sent, size_t n_sent, char verdict, const struct answer_set *sets, size_t n_sets,
                       struct answer_judgement *out);
/* Write it into the ledger.  A duplicate writes nothing. */
int outstanding_settle(struct store *s, const struct answer_judgement *judgement, instant at, int64_t answer);

enum answer_delay { ANSWER_IN_TIME, ANSWER_LATE, ANSWER_MISSING };
enum answer_delay outstanding_delay(const struct sent *sent, instant now);

#endif
