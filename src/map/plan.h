/* plan.h - a compiled map: flat, immutable, everything by number.
 *
 * A block is a <record> of the map (or the inside of an <each>, then node is NO_NODE): a cell per field of the layout's group, and the rules in
 * the order of the map.  A group of the output has a seat for each cell that can have a value, in the layout's order.  A rule whose value is
 * the same for every instance is `fixed`: its value is made once per document and shared by all lines. */
#ifndef MAP_PLAN_H
#define MAP_PLAN_H

#include "expr/eval.h"
#include "map/map.h"

enum { NO_NODE = 0xFFFF, NO_SLOT = 0xFFFF, NO_PARAM = -1, LEVELS_DEPTH = 8 };

/* A finding a rule can make, as its author declared it.  Without `say` the arguments are the engine's own. */
struct report {
    const struct diag_def *def;
    enum severity severity;
    bool said;
    uint8_t n_args;
    struct expr *args[DIAG_ARGS];
};

enum rule_kind { RULE_FIELD, RULE_CHOOSE, RULE_CONVERT, RULE_PRICE, RULE_LET, RULE_CHECK };
enum absence { ABSENT_FINE, ABSENT_REQUIRED, ABSENT_DEFAULT };

struct choose_row { struct expr *when; slice is; struct expr *gives; };
struct choose {
    struct expr *on;                    /* null: rows have conditions */
    const struct choose_row *rows;
    unsigned n_rows;
    struct expr *other;                 /* null: absent */
    bool reports;                       /* reaching `other` makes a finding */
    struct report report;
};

struct factor { slice unit; struct expr *is; struct report absent; };
enum remainder { REMAINDER_ERROR, REMAINDER_UP, REMAINDER_DOWN };
struct convert {
    struct expr *unit;
    slice to;
    const struct factor *factors;
    unsigned n_factors;
    uint16_t factor_slot;
    enum remainder remainder;
    struct report other, invalid, fraction;
};

struct price {
    struct expr *basis, *known, *tolerance, *currency, *known_currency;
    uint16_t quantity_slot, factor_slot;
    slice each_codes;                   /* "PE RE" */
    int16_t meaning_param;              /* each or line-total; NO_PARAM: each */
    struct report missing, unfit, invalid;
};

struct quick;

struct rule {
    enum rule_kind kind;
    const struct quick *quick;          /* null: only the usual way; see quick.h */
    slice id;
    struct place place;
    slice source;                       /* for convert: "CA" … words for explain */
    const struct elem *target;          /* null for let and check */
    uint16_t field;                     /* of the layout's group, from 0 */
    uint16_t seat;                      /* among its block's */
    uint8_t level;                      /* of the block it stands in */
    bool fixed;
    bool literal;                       /* `from` is a text that fits its target as it stands: no need to run it */
    struct expr *from;
    uint16_t slot;                      /* its value for others, or NO_SLOT */
    enum absence absence;
    slice dflt;
    struct report required;
    bool names_miss, miss_default;      /* on-miss */
    struct report miss;
    slice format;
    int16_t format_param;
    uint8_t scale, places;
    enum rounding round;
    bool rounds;                        /* the map says how, be it exact */
    bool truncate;
    enum severity too_long;             /* severity of every other fault of this rule */
    const struct choose *choose;
    const struct convert *convert;
    const struct price *price;
    struct report check;                /* RULE_CHECK */
    slice with;                         /* a set's: the element without which this one is not written */
};

enum cell_kind { CELL_ABSENT, CELL_CONSTANT, CELL_RULE,
    CELL_COUNTED                        /* a set's: made by run_set.c when all else is there */ };
struct cell { enum cell_kind kind; struct rule *rule; slice reason; };

struct tie { uint16_t seat, on; };      /* a set's: the value at `seat` is written only when there is one at `on` */

/* What only the segments and loops of a set have. */
struct set_block {
    bool loop;                          /* is taken back when its first segment is not written */
    bool stays;                         /* has what is counted, so it is written without a value of its own */
    const struct tie *ties;
    unsigned n_ties;
    const uint16_t *needs;              /* seats without whose values there is no segment */
    unsigned n_needs;
    const struct level *level;          /* an HL segment */
};
struct level {                          /* of a tree of HL loops */
    slice code;
    unsigned depth;                     /* 0: the outermost */
    bool no_children;                   /* HL04 is not written … */
    int16_t children_param;             /* … or as this parameter says; NO_PARAM: as above */
};

struct block {
    uint16_t node;                      /* of the layout; NO_NODE: only rules, no group of its own */
    uint8_t level;
    const struct segment_def *def;
    struct cell *cells;
    uint16_t n_cells;
    const uint16_t *seats;              /* field numbers of the cells that are not CELL_ABSENT, ascending */
    uint16_t n_seats;
    uint32_t fixed_at;                  /* its first value among the run's fixed ones */
    const struct rule **rules;          /* fields and lets that must be asked, in the map's order */
    unsigned n_rules;
    const struct rule **live;           /* those of them that must be asked for every instance */
    unsigned n_live;
    const struct rule **checks;
    unsigned n_checks;
    const struct quick *steps;          /* inside an <each>: live ones and checks as they are run, see quick.h */
    unsigned n_steps;
    const struct child { const struct block *block; const struct each *each; const struct expr *when; /* null: always */ } *children;
    unsigned n_children;
    const struct set_block *set;        /* null: not of a set, or NO_NODE */
    struct place place;
};

struct each {
    slice id;
    const struct expr *from;
    uint8_t level;
    bool line;
    bool outer_line;                    /* while compiling: was there a line around it? */
    const struct block *body;
    const struct rule *rule;            /* for findings */
    const struct expr *where, *by;      /* only instances for which this holds; only the first of each value; null: all */
};

enum param_type { PARAM_TEXT, PARAM_NUMBER, PARAM_CODE };
struct param {
    slice name, dflt;
    bool has_default;
    enum param_type type;
    slice values;                       /* allowed ones, blank separated; empty: any */
    uint32_t max;
    struct place place;
};

struct used_table {
    slice name, key;
    const slice *columns;
    unsigned n_columns;
    struct place place;
};
enum { PLAN_MAX_KINDS = 32 };
struct item_kind { uint32_t code; slice qualifier; enum item_key key; };     /* code: plan_code() of the qualifier */

/* Length and first two bytes of a qualifier, which has no more nearly always. */
static inline uint32_t plan_code(slice q)
{
    uint32_t second = q.len > 1 ? (unsigned char)q.ptr[1] : 0;
    return (uint32_t)q.len << 16 | second << 8 | (unsigned char)q.ptr[0];
}

struct used_items {
    bool declared;
    slice gtin, sku, asin;              /* qualifiers, blank separated */
    struct item_kind kinds[PLAN_MAX_KINDS];     /* all of them, as they are looked for */
    unsigned n_kinds;
    struct expr *as_of;
    struct place place;
};

struct map {
    slice id, version, path, canonical;
    const struct source *source_file;
    const struct schema *from, *to;
    const struct flat *flat;            /* the target when it is a set: `to` is its schema */
    const struct param *params;         /* [0] is $document */
    unsigned n_params;
    const struct used_table *tables;
    unsigned n_tables;
    struct used_items items;
    struct expr *key;                   /* or null */
    struct rule *run_rule;              /* for findings of the run as a whole */
    const struct expr_slot *slots;
    unsigned n_slots;
    uint32_t n_fixed;
    const struct block *root;
};

#endif
