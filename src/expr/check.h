/* check.h - types, widths and meaning of names.
 *
 * After expr_check every node has its type, nothing is left to look up by name, and an expression that could only fail or be silently wrong
 * has been refused with a finding.  What names mean is the caller's: map/ answers from the grammar, its parameters and its lets. */
#ifndef EXPR_CHECK_H
#define EXPR_CHECK_H

#include "base/buf.h"
#include "expr/ast.h"

struct expr_names {
    void *context;
    /* Each fills the node in (op, type, index, ref, level, width, scale, certain) or reports and returns false. */
    bool (*path)(void *context, struct expr *e);            /* EX_NAME */
    bool (*param)(void *context, struct expr *e);           /* EX_PARAM */
    bool (*table)(void *context, struct expr *e);           /* EX_LOOKUP: e->name; sets index */
    bool (*column)(void *context, struct expr *e);          /* EX_COLUMN over a row: e->name; sets index */
    bool (*item)(void *context, struct expr *e);            /* EX_ITEM: may items be looked up here? */
    bool (*instance)(void *context, struct expr *e, slice name);    /* EX_POSITION, EX_WRITTEN: sets index and level */
    bool (*factor)(void *context, struct expr *e, slice name);      /* EX_FACTOR: sets index and level */
    uint8_t (*enter)(void *context, slice name,
                     struct expr *groups);       /* `over … as name`: a level for its instances; 0 when too deep */
    void (*leave)(void *context);
    /* A text literal is compared with a path: is it one of its codes? */
    bool (*code)(void *context, const struct expr *path, const struct expr *literal);
};

struct expr_checker {
    struct arena *arena;
    struct diags *diags;
    const struct expr_names *names;
};

/* Check a whole expression; false with findings. */
bool expr_check(const struct expr_checker *c, struct expr *e);
/* The same, but a path to segments (`from` of <each>) is what is wanted. */
bool expr_check_groups(const struct expr_checker *c, struct expr *e);
/* Give a finding about `e`; `hint` becomes the last argument. */
void expr_complain(const struct expr_checker *c, const struct expr *e, const struct diag_def *def, slice a0, slice a1, slice a2,
                   slice a3);
const char *expr_type_words(enum expr_type type);
/* "did you mean X?" over candidates, or `otherwise`. */
slice expr_nearest(struct arena *arena, slice name, const slice *candidates, size_t n, slice otherwise);
/* Wrap parts that do not depend on the instance of `level` into slots, which `slot` makes. */
struct expr *expr_hoist(struct arena *arena, struct expr *e, unsigned level, uint16_t (*slot)(void *context, const struct expr *e), void *context);

/* ---- messages of authors ---- */

/* Copy `text` from *at up to the next {expression} to `message`; false when there is none.  Else the expression is `part`, *at stands behind it,
   and *closed says whether its brace was closed. */
bool expr_say_part(slice text, size_t *at, struct buf *message, slice *part, bool *closed);
/* Upper-case words joined by hyphens, at most 40 bytes. */
bool expr_code_is_good(slice code);

#endif
