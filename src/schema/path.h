/* path.h - paths of expressions against a grammar: what maps and the asserts of guides share.
 *
 * Whoever compiles expressions keeps a scope: the grammar, the instances that are open around an expression, and where findings go.
 * path.c walks a path, path_hints.c says what is there instead.  Everything here runs while files are loaded. */
#ifndef SCHEMA_PATH_H
#define SCHEMA_PATH_H

#include "expr/check.h"
#include "expr/eval.h"
#include "schema/schema.h"

struct path_instance {          /* an open <each> (or `over`): [0] is the transaction, of a record file one record */
    slice name;
    uint16_t node;              /* of the grammar */
};

struct path_scope {
    struct arena *arena;
    struct diags *diags;
    const struct schema *from;
    const struct expr_names *names;     /* answers for parameters in tests and qualifiers */
    struct path_instance instance[EXPR_LEVELS];
    uint8_t level;
    bool wants_date;            /* for hints: a date is wanted where the path stands */
    /* For hints, may be null: other names that a path's first word may have been meant for. */
    size_t (*words)(const void *context, slice *list, size_t n, size_t room);
    const void *words_context;
};

/* Where paths begin that stand in no instance: the set; in a record's layout the one group that is below the root, as files hold one or many. */
uint16_t path_record(const struct schema *s);
/* A path of e->op EX_NAME becomes EX_PATH; false with findings. */
bool path_resolve(struct path_scope *s, struct expr *e);
/* Is `code` one that the element can have?  Reports otherwise. */
bool path_code(struct path_scope *s, const struct elem *e, slice label, slice code, struct place place);
/* `over … as name`: a level for the instances of `groups`; 0 with a finding when it is too deep.  path_leave goes back, also then. */
uint8_t path_enter(struct path_scope *s, slice name, const struct expr *groups);
void path_leave(struct path_scope *s);
/* position(name): the level of an open instance in e->index; false with a finding. */
bool path_named_instance(struct path_scope *s, struct expr *e, slice name);

/* ---- inside: a path while it is resolved ---- */

struct resolving {
    struct path_scope *s;
    struct expr *e;
    struct expr_ref *ref;
    struct ref_step *steps;
    uint16_t node;              /* where the path has come to */
};

static inline const struct schema *path_from(const struct resolving *r) { return r->s->from; }
static inline bool path_is_used(const struct resolving *r, uint16_t node) { return path_from(r)->nodes[node].usage != USE_NOT_USED; }

/* ---- path_hints.c ---- */

slice path_node_words(struct resolving *r, uint16_t node);
/* "/N9/MSG": the way from the transaction. */
slice path_absolute(struct resolving *r, uint16_t node);
/* The guide's name, for findings; the grammar's when there is none. */
slice path_guide(const struct resolving *r);
/* What may have been meant by a step that is not below `node`. */
slice path_child_hint(struct resolving *r, uint16_t node, slice name);
/* How the first step would be written when an enclosing instance or the transaction has it, its node in *node; empty when none has.  Then *node is
   the transaction's all the same, when the guide does not use it there, else 0. */
slice path_outward(struct resolving *r, slice name, uint16_t *node);
/* Elements the guide uses, as "01 purpose, 02 type …". */
slice path_element_words(struct resolving *r, const struct segment_def *def);
/* What may have been meant by an element that the guide does not use. */
slice path_element_hint(struct resolving *r, const struct segment_def *def);
/* The codes of a list, as far as they fit into a hint. */
slice path_codes_words(struct arena *arena, const struct code_list *list);

#endif
