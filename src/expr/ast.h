/* ast.h - expressions as a tree, each node knowing its place in the text.
 *
 * The parser makes the tree from syntax alone; check.c gives every node its type and turns names into numbers (slots, parameters, resolved
 * references); after that the tree is immutable and eval.c walks it.  Nothing here knows a grammar: what a path means is asked through
 * struct expr_names (check.h). */
#ifndef EXPR_AST_H
#define EXPR_AST_H

#include "base/arena.h"
#include "base/diag.h"
#include "expr/value.h"

/* Where an expression is written: the text, decoded, and the place of its first byte. */
struct expr_text {
    slice text;
    struct place place;
};

enum expr_type { TYPE_ANY, TYPE_TEXT, TYPE_NUMBER, TYPE_DATE, TYPE_BOOL,
        TYPE_GROUPS /* instances */, TYPE_PAIRS, TYPE_ITEM, TYPE_ROW };

enum expr_op {
    EX_LITERAL,                 /* value */
    EX_PARAM,                   /* index: of the map's parameters */
    EX_NAME,                    /* parsed path; gone after checking */
    EX_PATH,                    /* ref */
    EX_SLOT,                    /* index: a let, a rule's value, or a hoisted part */
    EX_COLUMN,                  /* args[0] is an item or a row; index: column */
    EX_LOOKUP,                  /* args[0] the key; index: used table */
    EX_ITEM,                    /* args[0] the pairs */
    EX_CALL,                    /* function */
    EX_ADD, EX_SUB, EX_MUL, EX_DIV, EX_NEG,
    EX_EQ, EX_NE, EX_LT, EX_LE, EX_GT, EX_GE,
    EX_AND, EX_OR, EX_NOT,
    EX_IN,                      /* args[0] in args[1…] */
    EX_BETWEEN, EX_MATCHES,     /* pattern */
    EX_ELSE, EX_IF,
    EX_FIRST, EX_LAST, EX_ALL,  /* pick among many; gone after checking (in ref) except ALL, args[1] the separator */
    EX_EXISTS, EX_COUNT, EX_SUM, EX_MIN, EX_MAX, EX_DISTINCT,      /* args[0]; with `over` args[1] names the instances */
    EX_POSITION, EX_WRITTEN,    /* index: instance level */
    EX_FACTOR                   /* index: slot of the factor of a conversion */
};

enum { WIDTH_ANY = UINT32_MAX, SCALE_ANY = 255 };

/* ---- paths as written ---- */

struct path_operand { slice text; slice param; uint32_t off,
        len; int index; };        /* literal, or $param (index after checking) */
struct path_test { slice element; bool differs; uint8_t n; const struct path_operand *values; uint32_t off, len; };
struct path_step { slice name; uint8_t n_tests; const struct path_test *tests; uint32_t off, len; };
struct path_syntax {
    bool absolute;              /* starts with / */
    unsigned up;                /* how many ^ */
    uint8_t n_steps;
    const struct path_step *steps;
    enum { LEAF_GROUP, LEAF_ELEMENT, LEAF_PAIR, LEAF_PAIRS } leaf;
    slice element, component;   /* "05" or "date"; component "" when none */
    uint32_t element_off;
    uint8_t n_qualifiers;       /* LEAF_PAIR, in order of choice */
    const struct path_operand *qualifiers;
};

/* ---- paths as resolved: tree kinds and field numbers only ---- */

struct ref_value { slice text; int16_t param; };      /* param < 0: the text */
struct ref_test { uint16_t element; bool differs; uint8_t n; const struct ref_value *values; };
struct ref_step { uint16_t kind; bool loop; uint8_t n_tests; const struct ref_test *tests; };
struct expr_ref {
    uint8_t base;               /* instance level it starts from; 0 = the transaction */
    bool loop;                  /* the fields are the opening segment's: group + 1 */
    uint8_t leaf;               /* LEAF_… */
    uint8_t n_steps;
    uint8_t choices;            /* longest list of ordered alternatives; 1 without any, and where… */
    bool any;                   /* … a list is no order of preference: what has any of its values is walked */
    uint8_t pick;               /* 0: one, two are an error; EX_FIRST, EX_LAST, EX_ALL */
    uint8_t component;
    uint16_t element;
    uint8_t pair_first, pair_last, n_qualifiers;
    const struct ref_step *steps;
    const struct ref_value *qualifiers;
    uint16_t leaf_kind;         /* the schema node holding the element, for labels */
    bool simple;                /* an element without component */
    slice outward;              /* the path gives exactly the instance it starts at; this is how all of its kind are written: "/PO1" */
    bool many;                  /* the grammar allows several and no test selects one */
    slice many_times;           /* words for that: "up to 200 times" */
};

struct expr {
    enum expr_op op;
    enum expr_type type;
    uint8_t level;              /* deepest instance level it depends on; 0 = same for the whole document */
    uint8_t scale;              /* numbers: most decimals, SCALE_ANY when unknown */
    bool certain;               /* never absent */
    bool asks;                  /* contains a lookup or item(): its rule must name the miss */
    bool divides;               /* contains a division: its rule must name scale and rounding */
    uint8_t n_args;
    uint16_t index;
    uint32_t off, len;          /* in the text */
    uint32_t width;             /* most characters as text, WIDTH_ANY when unknown */
    const struct expr_text *in;
    struct expr **args;
    struct value value;                 /* EX_LITERAL */
    slice name;                         /* function, parameter, table, column, instance as written */
    struct path_syntax *path;           /* EX_NAME */
    const struct expr_ref *ref;         /* EX_PATH */
    const struct expr_function *function;
    const struct expr_pattern *pattern;
    const void *about;                  /* EX_PATH: the element's definition, for whoever resolved it */
};

/* The place of a part of an expression; XML references (&lt;) before it are counted as written. */
struct place expr_place(const struct expr_text *in, uint32_t off, uint32_t len);
struct place expr_node_place(const struct expr *e);
static inline slice expr_source(const struct expr *e) { return slice_sub(e->in->text, e->off, e->len); }

#endif
