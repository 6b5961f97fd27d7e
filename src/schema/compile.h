/* compile.h - inside schema/: the compiled form of a set that the checker runs on.
 *
 * A state is the node of the segment placed last (0 before the first).  act[state][segment] names the action that places the next segment;
 * actions are few and shared.  What an element must be is one small rule; a segment's conditions are a few operations on the bits of the
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
    RULE_INT, RULE_REAL,        /* digits in range */
    RULE_DATE, RULE_TIME,
    RULE_LOOK                   /* always look closer: composites, repeated, not used, long codes, binary */
};
struct elem_rule {
    uint32_t min, span;         /* length fits when len - min <= span */
    uint16_t codes;             /* index into automaton.codes */
    uint8_t kind;
};

/* Closed list as an open-addressed hash over the code's bytes as a number.  Slot 0 means empty: no code is a NUL byte. */
struct code_hash { const uint32_t *slots; uint32_t mask, shift; };
static inline uint32_t code_slot(const struct code_hash *h, uint32_t key) { return (key * 0x9E3779B1u) >> h->shift; }

/* "If `from` is there, so must be the one `turn` bits away" for all bits in `from` at once: P and C conditions. */
struct imply_op { uint64_t from; uint8_t turn; };
/* R, E and L conditions. */
struct other_op { uint64_t first, rest; char kind; };

struct segment_rules {
    const struct elem_rule *elems;      /* [0] is element 01 */
    uint64_t mandatory;                 /* bit k: element k */
    const struct imply_op *implies;
    const struct other_op *others;
    uint8_t n_elems, n_implies, n_others;
};

struct id_slot { uint32_t key; uint16_t segment; };

struct automaton {
    const struct segment_rules *const *rules;   /* by node; null for loops */
    const uint32_t *max;                /* by node: most occurrences, guide included */
    const uint8_t *depth;               /* by node: loops around it */
    const uint16_t *act;                /* [state * n_segments + segment]: index into actions, 0 = no way */
    const struct action *actions;
    const struct code_hash *codes;
    const struct id_slot *ids;          /* open addressing; a full key compare ends the search */
    uint32_t id_mask;
    uint16_t n_segments, n_actions;
    const slice *segment_ids;           /* by segment index */
};

enum { ID_MULTIPLIER = 0x9E3779B1u };

/* Two or three bytes of a segment id, and its length, as a number; other lengths have no key. */
static inline uint32_t id_key(const char *p, uint32_t len)
{
    return (uint32_t)(uint8_t)p[0] | (uint32_t)(uint8_t)p[1] << 8 | (uint32_t)(uint8_t)p[len - 1] << 16 | len << 24;
}
static inline uint32_t id_hash(uint32_t key) { return (key * ID_MULTIPLIER) >> 16; }

/* Compile `s`; E_BAD with a finding when it passes a limit. */
int automaton_compile(struct loader *l, struct schema *s);
/* Rules of one definition.  `hashes` grows by the code lists met for the first time. */
struct rule_maker;
struct rule_maker *rule_maker_new(struct loader *l);
const struct segment_rules *rules_make(struct rule_maker *m, const struct segment_def *def);
const struct code_hash *rule_maker_codes(const struct rule_maker *m);

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

#endif
