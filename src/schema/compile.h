/* compile.h - inside schema/: the compiled form of a set that the checker runs on.
 *
 * A state is the node of the segment placed last (0 before the first).  act[state][segment] names the step that places the next segment;
 * steps are few and shared.  What an element must be is one small rule; a segment's conditions are a few operations on the bits of the
 * elements that are there.  Every table answers "nothing wrong" or "look closer"; what exactly is wrong is worked out in check_*.c from
 * the schema itself, so the tables and the findings cannot tell different stories about why. */
#ifndef SCHEMA_COMPILE_H
#define SCHEMA_COMPILE_H

#include "schema/load.h"

struct action {
    uint16_t target;            /* segment node */
    uint16_t loop;              /* loop to enter first, 0 for none */
    uint8_t keep;               /* loops that stay open */
    uint8_t skipped;            /* something mandatory was passed over */
};

enum rule_kind {
    RULE_TEXT,                  /* length, and not blank */
    RULE_WORD,                  /* likewise, and no blank at the end */
    RULE_CODE,                  /* in a closed list of codes up to four bytes */
    RULE_INT, RULE_REAL,        /* digits in range, eight bytes at most */
    RULE_DATE, RULE_TIME,
    RULE_CHECK,                 /* a number with a check digit; `shift` says which */
    RULE_LOOK                   /* always look closer: composites, repeated, not used, binary */
};
struct elem_rule {
    uint32_t min, span;         /* length fits when len - min <= span; RULE_REAL has one more, for the point; RULE_LOOK fits none */
    uint8_t kind;
    uint8_t shift;              /* of the product of a code's number and CODE_MULTIPLIER: its slot */
    const uint32_t *slots;      /* closed list as an open-addressed hash over the codes' bytes as numbers; 0 is empty: no code is NUL bytes */
};

enum { CODE_MULTIPLIER = 0x9E3779B1u };
static inline uint32_t code_slot(uint32_t key, unsigned shift) { return (key * CODE_MULTIPLIER) >> shift; }
static inline uint32_t code_next(uint32_t slot, unsigned shift) { return (slot + 1) & (UINT32_MAX >> shift); }

/* "If `from` is there, so must be the one `turn` bits away" for all bits in `from` at once: P and C conditions. */
struct imply_op { uint64_t from; uint8_t turn; };
/* R, E and L conditions. */
struct other_op { uint64_t first, rest; char kind; };

/* What the guide asks of an element when others have certain values. */
struct when_rule {
    struct elem_rule rule;
    struct elem_rule values;            /* RULE_CODE: the values of its only condition; else RULE_LOOK: ask `when` */
    const struct when *when;
    uint8_t element, on;                /* on: the element of that condition */
    bool mandatory;
};

enum { FINE_ELEMENTS = 9 };
struct segment_rules {
    const struct elem_rule *elems;      /* [0] is element 01 */
    uint64_t fine[(1 << FINE_ELEMENTS) / 64];   /* bit m: no condition is broken when of the first nine elements those in m are there, and no other */
    uint64_t mandatory;                 /* bit k: element k */
    const struct when_rule *whens;
    const struct imply_op *implies;
    const struct other_op *others;
    uint8_t n_elems, n_implies, n_others, n_whens;
};

/* Are they all there that must be, `present` having bit k for element k?  Nothing at all is never fine. */
bool rules_conditions_fit(const struct segment_rules *r, uint64_t present);
static inline bool conditions_fit(const struct segment_rules *r, uint64_t present)
{
    uint64_t mask = present >> 1;
    return mask >> FINE_ELEMENTS ? rules_conditions_fit(r, present) : r->fine[mask / 64] >> (mask & 63) & 1;
}

struct id_slot { uint32_t key; uint16_t segment; };

/* An action with all that its place asks of a segment, so that one that fits needs to look nowhere else. */
struct step {
    const struct segment_rules *rules;
    const uint16_t *row;        /* of act: the ways on from there */
    uint32_t max;               /* most occurrences of `counted`, guide included */
    uint16_t target, loop, counted;     /* counted: the loop when one is entered */
    uint8_t keep, skipped;
};

struct automaton {
    const struct segment_rules *const *rules;   /* by node; null for loops */
    const uint32_t *max;                /* by node: most occurrences, guide included */
    const uint8_t *depth;               /* by node: loops around it */
    const uint16_t *act;                /* [state * n_segments + segment]: index into steps, 0 = no way */
    const struct step *steps;
    const struct id_slot *ids;          /* open addressing; a full key compare ends the search */
    uint32_t id_mask;
    uint16_t n_segments, n_actions;
    const slice *segment_ids;           /* by segment index */
};

static inline uint16_t counted_node(const struct action *a) { return a->loop ? a->loop : a->target; }
static inline struct step step_make(const struct automaton *a, const struct action *x)
{
    uint16_t counted = counted_node(x);
    const uint16_t *row = a->act + (size_t)x->target * a->n_segments;
    return (struct step){ a->rules[x->target], row, a->max[counted], x->target, x->loop, counted, x->keep, x->skipped };
}
static inline struct action step_action(const struct step *s) { return (struct action){ s->target, s->loop, s->keep, s->skipped }; }

enum { ID_MULTIPLIER = 0x9E3779B1u };

/* Two or three bytes of a segment id, and its length, as a number; other lengths have no key. */
static inline uint32_t id_key(const char *p, uint32_t len)
{
    uint16_t two;
    memcpy(&two, p, sizeof two);
    return two | (uint32_t)(uint8_t)p[len - 1] << 16 | len << 24;
}
static inline uint32_t id_hash(uint32_t key) { return (key * ID_MULTIPLIER) >> 16; }

/* Compile `s`; E_BAD with a finding when it passes a limit. */
int automaton_compile(struct loader *l, struct schema *s);
/* Rules of one definition. */
struct rule_maker;
struct rule_maker *rule_maker_new(struct loader *l);
const struct segment_rules *rules_make(struct rule_maker *m, const struct segment_def *def);

/* ---- what may follow a state ---- */

/* Walks the places that may come after `state`, in the order in which a segment is to be tried: the same again, what follows in its loop,
   then the loop again, then what follows the loop, and so on outwards.  Last come repetitions past a maximum of one, so that they are
   reported as too many instead of out of place. */
struct follow {
    const struct schema *s;
    const struct automaton *a;
    struct action at;           /* the place just given */
    uint16_t node, child;       /* walking: the level's node that was passed last, and the next sibling to give */
    uint16_t state;
    uint8_t phase;
    bool skipped;               /* mandatory ones passed so far */
};
void follow_start(struct follow *f, const struct schema *s, const struct automaton *a, uint16_t state);
bool follow_next(struct follow *f);
/* Without the repetitions past a maximum. */
bool follow_next_within(struct follow *f);

#endif
