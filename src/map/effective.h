/* effective.h - the effective map as text, and two of them compared rule by rule. */
#ifndef MAP_EFFECTIVE_H
#define MAP_EFFECTIVE_H

#include "map/extend.h"

/* A map file again, each element followed by where it comes from: <!-- FILE:LINE -->. */
void effective_write(struct buf *out, struct xml_node *root);

enum change_kind { CHANGE_ADDED, CHANGE_REMOVED, CHANGE_CHANGED };
struct change_attr {
    slice name, old, new;               /* a null pointer: not there */
    struct place place;                 /* of the new one; no source: it is gone */
};
struct change {
    enum change_kind kind;
    slice rule, tag;                    /* "currency", "field"; parts without an id are called by their kind: "param $currency" */
    struct place old_place, new_place;
    const struct change_attr *attrs;
    unsigned n_attrs;
};
/* Fragments that are included count as part of the map.  The changes are in the order of the maps, removed and changed ones first. */
void effective_diff(const struct map_sources *sources, struct xml_node *old, struct xml_node *new, const struct change **out, size_t *count);

#endif
