/* quick.h - the quick way: what most rules inside an <each> do with nearly every line, said in numbers of elements and columns, so that no expression
 * is evaluated.
 *
 * The quick way answers only when everything is as usual.  What is missing, too long, not a plain number, rounded or worth a finding makes it
 * give up, and the rule is run as any other; so there is one place that decides, and one that is fast.  A test runs all documents both ways. */
#ifndef MAP_QUICK_H
#define MAP_QUICK_H

#include "map/plan.h"

enum { QUICK_CODES = 5 };
enum quick_kind { QUICK_ITEM, QUICK_COLUMN, QUICK_ELEMENT, QUICK_COUNT, QUICK_TEXT, QUICK_CONVERT, QUICK_PRICE,
    QUICK_NO_CASE,              /* a check: not (item.by_case_gtin and …), which holds when the code is not a case's */
    QUICK_NONE, QUICK_NO_LET, QUICK_NO_CHECK    /* the usual way always */ };

enum piece_kind {               /* of a text, one after the other */
    PIECE_TEXT,
    PIECE_ELEMENT,              /* must be there */
    PIECE_NUMBER,               /* the same, and be digits only */
    PIECE_COUNT,                /* e: position or written */
    PIECE_SLOT,                 /* e: a number that a rule above has computed */
    PIECE_UNLESS,               /* when the test e of a factor does not hold, leave out the next `skip` */
    PIECE_GO,                   /* leave out the next `skip` */
    PIECE_OR                    /* the element, and leave out the next `skip`, which stand for it when it is absent */
};
struct piece { enum piece_kind kind; uint16_t element, skip; slice text /* wide */; const struct expr *e; };

struct quick_factor { uint32_t unit; int64_t is; /* 0: the item's case pack */ };

/* A code of one to three bytes as a number, its length included; 0 for any other, which has no quick way. */
static inline uint32_t quick_code(slice s)
{
    if (s.len == 0 || s.len > 3) return 0;
    const unsigned char *p = (const unsigned char *)s.ptr;
    return (uint32_t)s.len << 24 | (uint32_t)p[0] << 16 | (uint32_t)p[s.len / 2] << 8 | p[s.len - 1];
}

struct quick {
    enum quick_kind kind;
    bool must;                  /* absent is not fine */
    bool more;                  /* in a step, COLUMN: the next is a column of the same item */
    uint16_t seat;              /* its rule's, in a step */
    uint32_t max;               /* bytes that the target takes */
    const struct rule *rule;    /* in a step */
    uint16_t element;           /* ELEMENT CONVERT PRICE: of the instance's segment */
    uint16_t second;            /* CONVERT: the unit; PRICE: the basis, 0 when there is none */
    uint16_t slot, column;      /* COLUMN CONVERT PRICE NO_CASE: of the item; PRICE: its currency's column, ITEM_COLUMNS when not compared */
    const struct expr *e;       /* ITEM COUNT; PRICE: the tolerance */
    const struct expr *currency;
    bool lasts;                 /* PRICE: both are the same for the whole document */
    const struct piece *pieces;
    unsigned n_pieces;
    const struct quick_factor *factors;
    unsigned n_factors;
    uint32_t each_codes[QUICK_CODES];   /* PRICE: the basis codes that mean per each, then 0 */
    int64_t most;               /* CONVERT: that the target takes */
};

/* Null when there is no quick way for that rule, which stands in a block of that level.  Slots it looks at are of that level too. */
const struct quick *quick_of(struct arena *arena, const struct expr_slot *slots, const struct rule *r, uint8_t level);

/* How a rule, or a check, of a block is run: its quick way, or that it has none. */
struct quick quick_step(const struct rule *r);

/* The text with TREE_WIDE readable bytes. */
slice quick_wide(struct arena *arena, slice text);

/* Is the rule a text of the map that fits its target, so that it never has to be run? */
bool quick_is_literal(const struct rule *r);

#endif
