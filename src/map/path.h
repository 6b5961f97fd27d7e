/* path.h - a path while it is resolved: shared by path.c, which walks it, and path_hints.c, which says what is there instead. */
#ifndef MAP_PATH_H
#define MAP_PATH_H

#include "map/compile.h"

struct resolving {
    struct compiler *c;
    struct expr *e;
    struct expr_ref *ref;
    struct ref_step *steps;
    uint16_t node;              /* where the path has come to */
};

static inline const struct schema *path_from(const struct resolving *r) { return r->c->map->from; }
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

#endif
