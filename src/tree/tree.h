/* tree.h - the one in-memory document: groups and fields in document order, each knowing where its bytes are.
 *
 * An X12 transaction set and a Prima record are both trees.  Everything is in two flat arrays that are reused from document to document, so
 * building a tree allocates nothing in the steady state.  A group's descendants follow it directly: its first child is group + 1 (when that
 * is below group's `end`), its next sibling is `end`.  Group 0 is the root.
 *
 * What a `kind` means belongs to who builds the tree: for X12 it is a node of the compiled schema (a loop or a segment; the segments of a
 * loop instance are its children, the opening segment first); for records a group of the layout.
 *
 * X12 trees have fields: spans, one after the other.  For segments field 0 is the segment id and field k is element k, so field numbers are
 * those of the standard.  For loops fields == 0.  Spans are offsets into `text`, the window holding the transaction set; span.off + origin
 * is the byte in the file as long as `origin_map` is null (see x12/reader.h for wrapped files).
 *
 * Records have values: those that can be there, each with its field's number in the layout's group, ascending.  A value points to where its
 * text already is (the document, the item master, the map …), so that it is copied once, when it is written; `made` holds what had to be
 * made.  A record is good as long as all that. */
#ifndef TREE_TREE_H
#define TREE_TREE_H

#include "base/diag.h"
#include "base/slice.h"
#include "tree/texts.h"

struct span {
    uint32_t off, len;
};

/* A field that is not there at all; for X12 an empty element is absent too. */
#define SPAN_ABSENT ((struct span){ UINT32_MAX, 0 })
static inline bool span_is_absent(struct span s) { return s.off == UINT32_MAX; }

/* A field of a record. */
struct tree_value {
    const char *ptr;        /* null: absent, and len is 0; an empty one has a place */
    uint32_t len;
    uint16_t field;         /* of the layout's group, from 0 */
    bool wide;              /* TREE_WIDE bytes can be read there, however short the text is: then it is copied without looking at its length */
};
enum { TREE_WIDE = 16 };

struct tree_group {
    uint16_t kind;
    uint16_t fields;        /* how many fields or values; X12: elements + 1 */
    uint32_t first;         /* index of its first field or value */
    uint32_t parent;        /* group index; the root is its own parent */
    uint32_t end;           /* index after its last descendant; 0 while still open */
    uint32_t number;        /* X12: the segment's number in its set, ST = 1; loops: of their opening segment */
};

/* From text[at] on, up to the next of them, what was at `offset` of the source. */
struct tree_origin { uint32_t at; uint64_t offset; };

struct tree {
    const char *text;       /* what spans point into */
    struct tree_group *group;
    struct span *field;
    struct tree_value *value;
    uint32_t groups, group_room;
    uint32_t fields, field_room;
    uint32_t values, value_room;
    struct texts made;       /* text of values that stands nowhere else */
    char component, repetition;     /* X12 delimiters inside elements; 0 when there are none */
    const struct source *source;
    uint64_t origin;        /* byte offset of text[0] in the source */
    const uint32_t *origin_map;     /* wrapped files: an entry e per dropped source byte, which stood just before text[e]; ascending, … */
    uint32_t origin_maps;           /* … equal ones for several in a row; how many entries; null/0 normally */
    const struct tree_origin *origins;      /* records that were read: text is a copy, and these lead back, ascending by `at`; else null */
    uint32_t n_origins;
};

enum { TREE_NONE = 0xFFFFFFFFu };
enum { TREE_MAX_TEXT = 256 * 1024 * 1024 };     /* bytes of text that is made for a tree */

void tree_init(struct tree *t);
void tree_free(struct tree *t);
/* Forget the content, keep the memory. */
void tree_reset(struct tree *t);
void tree_grow_fields(struct tree *t, uint32_t n);
void tree_grow_values(struct tree *t, uint32_t n);
void tree_grow_groups(struct tree *t);
/* Room for `n` more fields at t->field[t->fields]; never null (aborts past 2^31 fields). */
static inline struct span *tree_room(struct tree *t, uint32_t n)
{
    if (n >= t->field_room - t->fields) tree_grow_fields(t, n);       /* one to spare: even room for none is a place */
    return t->field + t->fields;
}
/* The same for values, at t->value[t->values]. */
static inline struct tree_value *tree_value_room(struct tree *t, uint32_t n)
{
    if (n >= t->value_room - t->values) tree_grow_values(t, n);
    return t->value + t->values;
}
/* Add a group under `parent` with the `fields` spans already placed at t->field[t->fields] by the caller (they are taken into the tree).
   Groups must be added in document order.  Returns its index.  Group 0 is added with parent 0.  At most 65,535 fields. */
static inline uint32_t tree_add(struct tree *t, uint16_t kind, uint32_t parent, uint32_t fields, uint32_t number)
{
    if (t->groups == t->group_room) tree_grow_groups(t);
    t->group[t->groups] = (struct tree_group){ kind, (uint16_t)fields, t->fields, parent, 0, number };
    t->fields += fields;
    return t->groups++;
}
/* The same for one that has no children: it is complete at once. */
static inline uint32_t tree_add_leaf(struct tree *t, uint16_t kind, uint32_t parent, uint32_t fields, uint32_t number)
{
    if (t->groups == t->group_room) tree_grow_groups(t);
    uint32_t at = t->groups++;
    t->group[at] = (struct tree_group){ kind, (uint16_t)fields, t->fields, parent, at + 1, number };
    t->fields += fields;
    return at;
}
/* The same with the `values` already placed at t->value[t->values], ascending by field. */
static inline uint32_t tree_add_record(struct tree *t, uint16_t kind, uint32_t parent, uint32_t values, uint32_t number)
{
    if (t->groups == t->group_room) tree_grow_groups(t);
    t->group[t->groups] = (struct tree_group){ kind, (uint16_t)values, t->values, parent, 0, number };
    t->values += values;
    return t->groups++;
}
/* Say that `group` and everything under it is complete. */
static inline void tree_close(struct tree *t, uint32_t group) { t->group[group].end = t->groups; }
static inline slice tree_slice(const struct tree *t, struct span s)
{
    return span_is_absent(s) ? (slice){ 0 } : (slice){ t->text + s.off, s.len };
}
/* Field `k` of a group; empty with null pointer when it is absent or past the end. */
static inline slice tree_field(const struct tree *t, uint32_t group, unsigned k)
{
    const struct tree_group *g = &t->group[group];
    return k < g->fields ? tree_slice(t, t->field[g->first + k]) : (slice){ 0 };
}
/* Field `k` of a record's group; a null pointer when it is absent.  Cost: the values before it. */
slice tree_value(const struct tree *t, uint32_t group, unsigned k);
/* First child of `group` with that kind, or TREE_NONE.  Cost: the children before it. */
uint32_t tree_child(const struct tree *t, uint32_t group, uint16_t kind);
/* Next sibling of the same kind, or TREE_NONE. */
uint32_t tree_next(const struct tree *t, uint32_t group);
/* First and last child of the root by kind, for kinds below `kinds`; TREE_NONE where there is none. */
void tree_index(const struct tree *t, uint32_t *first, uint32_t *last, uint16_t kinds);
/* Is there a next sibling at all?  Iterate children: for (c = g + 1; c < tree_end(t, g); c = tree_end(t, c)). */
static inline uint32_t tree_end(const struct tree *t, uint32_t group) { return t->group[group].end ? t->group[group].end : t->groups; }
/* The byte of the source where a span starts. */
uint64_t tree_offset(const struct tree *t, struct span s);

#endif
