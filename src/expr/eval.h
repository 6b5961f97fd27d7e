/* eval.h - running checked expressions over one document.
 *
 * A run belongs to one document and one plan.  Slots hold values that are computed once: lets, values of rules, and parts of expressions that
 * are the same for the whole document (or the enclosing instance) although they are written inside an <each>.  A slot is valid as long as the
 * serial of its level has not moved on, so entering the next instance forgets its values in one increment.
 *
 * Text made by functions goes to a scratch that is taken back per instance; nothing else is allocated while lines go by. */
#ifndef EXPR_EVAL_H
#define EXPR_EVAL_H

#include "expr/ast.h"
#include "tree/kinds.h"
#include "tree/lookup.h"
#include "tree/tree.h"

enum { EXPR_LEVELS = 6, EXPR_MAX_RESULT = 1 << 20 };

struct expr_slot {              /* in the plan */
    const struct expr *def;     /* null: set by a rule through expr_slot_set */
    const void *rule;           /* whose findings its faults are */
    uint8_t level;
};
struct expr_state {             /* in the run */
    uint32_t serial;            /* valid when equal to the serial of the slot's level */
    bool busy;
    uint32_t row;
    const slice *cells;         /* rows */
    struct item_match *match;   /* items; storage is made when the run starts */
    struct value value;
};

enum row_outcome { ROW_FOUND, ROW_ABSENT, ROW_TROUBLE };
struct expr_run;
struct expr_host {              /* the outside, bound by map/ */
    void *context;
    /* A fault of the document in `e`: reported under run->rule. */
    void (*fault)(struct expr_run *run, const struct expr *e, const struct diag_def *def, struct place place, slice a0, slice a1);
    enum row_outcome (*row)(struct expr_run *run, const struct expr *lookup, slice key, const slice **cells, uint32_t *row);
    slice (*cell)(struct expr_run *run, const struct expr *lookup, const slice *cells, unsigned column);
    /* Look up the item that the pairs of segment `group` name; a miss is reported there. */
    enum row_outcome (*item)(struct expr_run *run, const struct expr *e, uint32_t group, struct item_match *out);
    /* explain: a leaf was read.  Null normally. */
    void (*leaf)(struct expr_run *run, const struct expr *e, const struct value *value, uint32_t group, struct span span,
                 uint32_t row);
    /* coverage: of an `if` or `else` this operand was asked.  Null normally. */
    void (*taken)(struct expr_run *run, const struct expr *e);
};

struct expr_scratch { char *ptr; size_t len, room; };

struct expr_run {
    const struct tree *in;
    const uint32_t *first, *last;       /* first and last child of the root by kind; TREE_NONE when there is none */
    uint16_t kinds;
    const struct tree_kinds *same;      /* the groups of each kind; may be null */
    bool careful;                       /* nothing is read the quick way: somebody listens (host->leaf), or compares */
    uint8_t open;                       /* deepest instance level that is open */
    uint8_t depth;                      /* the level that what is evaluated now belongs to: a slot's own while it is computed */
    uint32_t instance[EXPR_LEVELS], position[EXPR_LEVELS], written[EXPR_LEVELS], serial[EXPR_LEVELS];
    const struct expr_slot *slots;
    struct expr_state *states;
    const struct value *params;
    struct arena *arena;                /* the document's */
    struct expr_scratch scratch;
    struct expr_matcher *matcher;       /* made at first use */
    const void *rule;
    const struct expr_host *host;
};

/* Before anything is evaluated: the document, nothing open but the transaction; `first` and `last` as by tree_index. */
void expr_run_begin(struct expr_run *run, const struct tree *in, const uint32_t *first, const uint32_t *last, uint16_t kinds);
void expr_eval(struct expr_run *run, const struct expr *e, struct value *out);
/* What nearly all reads are: is the path `e` a plain element of an open instance?  Then *text is it, empty when it is absent. */
static inline bool expr_element(const struct expr_run *run, const struct expr *e, slice *text)
{
    const struct expr_ref *ref = e->ref;
    uint32_t group = run->instance[ref->base];
    if (!ref->simple || ref->n_steps || group == TREE_NONE || run->careful) return false;
    *text = tree_field(run->in, ref->loop ? group + 1 : group, ref->element);
    return true;
}
/* A path's text as sent, without reading it as a number or date. */
void expr_eval_raw(struct expr_run *run, const struct expr *e, struct value *out);
/* Items and rows.  Null when missing; *trouble says that a finding was made. */
const struct item_match *expr_eval_item(struct expr_run *run, const struct expr *e, bool *trouble);
const slice *expr_eval_row(struct expr_run *run, const struct expr *e, const struct expr **lookup, uint32_t *row, bool *trouble);
/* The item of a column that is there already; null: evaluate it. */
static inline const struct item_match *expr_column_item(const struct expr_run *run, const struct expr *e)
{
    const struct expr *from = e->op == EX_COLUMN ? e->args[0] : NULL;
    if (!from || from->op != EX_SLOT || from->type != TYPE_ITEM || run->careful) return NULL;
    const struct expr_state *state = &run->states[from->index];
    bool there = state->serial == run->serial[run->slots[from->index].level] && state->value.kind == VALUE_BOOL;
    return there ? state->match : NULL;
}
/* The value of `e` without copying it, when it is there already: a literal, a parameter, a slot that was computed; else evaluated into *room. */
static inline const struct value *expr_get(struct expr_run *run, const struct expr *e, struct value *room)
{
    if (e->op == EX_LITERAL) return &e->value;
    if (e->op == EX_PARAM && !run->careful) return &run->params[e->index];
    if ((e->op == EX_SLOT || e->op == EX_FACTOR) && run->states[e->index].serial == run->serial[run->slots[e->index].level])
        return &run->states[e->index].value;
    expr_eval(run, e, room);
    return room;
}
/* Compute a slot now, for the findings it makes. */
void expr_slot_force(struct expr_run *run, uint16_t slot);
void expr_slot_set(struct expr_run *run, uint16_t slot, struct value value);

/* ---- walking references ---- */

/* Call `visit` for every group that the path reaches, until it returns false. */
typedef bool expr_visit(void *context, uint32_t group);
void expr_walk(struct expr_run *run, const struct expr_ref *ref, expr_visit *visit, void *context);
/* The group that holds the fields: a loop's opening segment, or the segment itself. */
static inline uint32_t expr_fields_group(const struct expr_ref *ref, uint32_t group) { return ref->loop ? group + 1 : group; }
/* The leaf under a group that was reached. */
void expr_leaf(struct expr_run *run, const struct expr *e, uint32_t group, bool raw, struct value *out);
/* The first segment that the path `e` reaches, or TREE_NONE; and the place of its leaf there, false when there is none. */
uint32_t expr_path_group(struct expr_run *run, const struct expr *e);
bool expr_path_place(struct expr_run *run, const struct expr *e, struct place *out);
struct place expr_segment_place(const struct expr_run *run, uint32_t group, unsigned element, struct span span);

/* ---- for functions ---- */

void expr_fault(struct expr_run *run, const struct expr *e, const struct diag_def *def, slice a0, slice a1);
/* Is the text in the scratch, so that it goes with its instance? */
static inline bool expr_in_scratch(const struct expr_run *run, slice s)
{
    return s.len && s.ptr >= run->scratch.ptr && s.ptr < run->scratch.ptr + run->scratch.room;
}
/* `size` bytes of scratch; null and a fault past 1 MB. */
char *expr_room(struct expr_run *run, const struct expr *e, size_t size);
/* concat() without values in between; false when it must be called like any other function. */
bool expr_eval_concat(struct expr_run *run, const struct expr *e, struct value *out);
void expr_eval_aggregate(struct expr_run *run, const struct expr *e, struct value *out);

#endif
