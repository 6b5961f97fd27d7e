/* outstanding.c - see outstanding.h.
 *
 * The rules: a rejected group rejects all its sets, whatever is said of each; a set that is named stands as named; one that is not named
 * stands as its group, where "partly accepted" means that only rejected ones were named.  A TA1 that accepts says nothing of the sets: their
 * answer is still owed.  An answer that changes nothing is a duplicate. */
#include "trade/outstanding.h"

const char *answer_outcome_name(enum answer_outcome outcome)
{
    static const char *const names[] = {
        [ANSWER_ACCEPTED] = "accepted", [ANSWER_WITH_ERRORS] = "accepted with errors", [ANSWER_PARTLY] = "partly accepted",
        [ANSWER_REJECTED] = "rejected", [ANSWER_DUPLICATE] = "answered again", [ANSWER_TO_NOTHING] = "never sent",
    };
    return names[outcome];
}

const char *sent_state_name(enum sent_state state)
{
    static const char *const names[] = {
        [SENT_WAITING] = "waiting", [SENT_ACCEPTED] = "accepted", [SENT_ACCEPTED_WITH_ERRORS] = "accepted with errors", [SENT_REJECTED] = "rejected",
    };
    return names[state];
}

/* A and E accept; P speaks of a group whose named sets speak for themselves; M, R, W and X refuse. */
static enum sent_state state_of(char verdict)
{
    switch (verdict) {
    case 'A':
    case 'P': return SENT_ACCEPTED;
    case 'E': return SENT_ACCEPTED_WITH_ERRORS;
    case 'R':
    case 'M':
    case 'W':
    case 'X': return SENT_REJECTED;
    default: return SENT_WAITING;       /* no verdict: the answer is still owed */
    }
}

static slice without_zeros(slice s)
{
    while (s.len > 1 && *s.ptr == '0') s = slice_sub(s, 1, s.len);
    return s;
}

/* Which of the sets given answers this one?  Leading zeros are forgiven when nothing fits better. */
static int find_set(slice control, const struct answer_set *sets, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (slice_eq(sets[i].control, control)) return (int)i;
    for (size_t i = 0; i < n; i++)
        if (slice_eq(without_zeros(sets[i].control), without_zeros(control))) return (int)i;
    return -1;
}

static enum answer_outcome outcome_of(const struct answer_judgement *j, char verdict)
{
    size_t rejected = 0, errors = 0, changed = 0, answered = 0;
    for (size_t i = 0; i < j->n_rows; i++) {
        rejected += j->rows[i].state == SENT_REJECTED;
        errors += j->rows[i].state == SENT_ACCEPTED_WITH_ERRORS;
        changed += j->rows[i].state != j->rows[i].sent->state;
        answered += j->rows[i].sent->state != SENT_WAITING;
    }
    if (j->n_rows == 0) return ANSWER_TO_NOTHING;
    if (changed == 0 && answered == j->n_rows) return ANSWER_DUPLICATE;
    if (rejected == j->n_rows) return ANSWER_REJECTED;
    if (rejected > 0) return ANSWER_PARTLY;
    return errors > 0 || verdict == 'E' ? ANSWER_WITH_ERRORS : ANSWER_ACCEPTED;
}

void outstanding_judge(struct arena *arena, const struct sent *sent, size_t n_sent, char verdict, const struct answer_set *sets, size_t n_sets,
                       struct answer_judgement *out)
{
    *out = (struct answer_judgement){ .rows = arena_array(arena, n_sent + 1, sizeof *out->rows), .n_rows = n_sent, .unknown_sets = n_sets };
    enum sent_state whole = state_of(verdict);
    for (size_t i = 0; i < n_sent; i++) {
        struct answer_row *row = &out->rows[i];
        *row = (struct answer_row){ .sent = &sent[i], .said = find_set(sent[i].set_control, sets, n_sets) };
        if (row->said >= 0) out->unknown_sets--;
        row->state = row->said >= 0 && whole != SENT_REJECTED ? state_of(sets[row->said].verdict) : whole;
        /* What is known is not unlearnt. */
        if (row->state == SENT_WAITING) row->state = sent[i].state;
    }
    out->outcome = outcome_of(out, verdict);
}

int outstanding_settle(struct store *s, const struct answer_judgement *judgement, instant at, int64_t answer)
{
    int err = 0;
    for (size_t i = 0; i < judgement->n_rows && err == 0 && judgement->outcome != ANSWER_DUPLICATE; i++) {
        const struct answer_row *row = &judgement->rows[i];
        if (row->state != row->sent->state) err = store_sent_answer(s, row->sent->id, row->state, at, answer);
    }
    return err;
}

enum answer_delay outstanding_delay(const struct sent *sent, instant now)
{
    if (sent->state != SENT_WAITING) return ANSWER_IN_TIME;
    return now >= sent->missing ? ANSWER_MISSING : now >= sent->late ? ANSWER_LATE : ANSWER_IN_TIME;
}
