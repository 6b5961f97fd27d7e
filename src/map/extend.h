/* extend.h - maps that extend others: from files to the root of the effective map, before anything is compiled. */
#ifndef MAP_EXTEND_H
#define MAP_EXTEND_H

#include "map/compile.h"

enum { EXTEND_MOST = 8 };       /* maps in a chain */

/* Read `file` and everything it extends.  The root is <map> (or whatever stands in the file instead), its nodes keep the files and lines they come
   from; `final` is still among their attributes.  E_NOT_FOUND, or E_BAD with findings. */
int map_effective(const struct map_sources *sources, slice file, struct xml_node **root, const struct source **source, struct diags *diags);
/* `final` has done its work: it is no attribute that rules know. */
void extend_settle(struct xml_node *root, struct diags *diags);

/* ---- inside: override.c ---- */

struct extending {
    struct arena *arena;
    const struct map_sources *sources;
    struct diags *diags;
    slice chain[EXTEND_MOST];   /* ids of the overlays that are open */
    unsigned depth;
};
/* Carry out what `overlay` says on `root`, which has the nodes of `base` already.  False with findings. */
bool override_all(struct extending *x, struct xml_node *overlay, struct xml_node *base, struct xml_node *root);
/* The id that overlays, findings and tests know the node by; empty when it has none. */
slice extend_rule_id(struct xml_node *n);
void extend_fault(struct extending *x, enum map_finding f, struct place place, struct xml_node *about, slice a0, slice a1, slice a2, slice a3);

#endif
