/* diff.h - comparing two files of documents by what they are about, not by position: the parts of `show --diff`.
 *
 * Each set becomes a tree of units: a segment, and under it what its loop or its level holds.  Sets are paired by their business number,
 * units by the keys of schema/business.h, whatever stands between them; only what has no key is paired in order.  Envelopes, control
 * numbers and the count of SE are no part of what is compared.  Only cmd_show.c and diff_*.c include this. */
#ifndef CLI_DIFF_H
#define CLI_DIFF_H

#include "cli/show.h"
#include "schema/business.h"

enum { DIFF_NONE = 0xFFFFFFFFu, DIFF_KEYS = BUSINESS_KEYS };

struct unit {
    uint32_t group;                     /* its segment; 0 for the set itself */
    uint32_t parent, first, last, next; /* units */
    uint32_t size;                      /* segments, its own included */
    slice title;                        /* "order line 2" */
    slice key[DIFF_KEYS];               /* the surest first; empty: none of that kind */
};

struct diff_set {                       /* a transaction set, kept whole */
    slice set_id, number, title, control;
    struct names names;
    struct tree tree;                   /* its arrays are in the arena */
    struct unit *units;                 /* in the order of the outline; [0] is the set */
    uint32_t n_units;
    struct diff_set *other;             /* of the other file, null: only here */
};
struct diff_file {
    const char *path;
    struct diff_set *sets;
    size_t n_sets, room;
    uint64_t bytes;
};

/* A pair of units, or one that has no partner (the other is DIFF_NONE). */
struct diff_item {
    uint32_t a, b;
    uint32_t parent;                    /* item */
};
struct diff_change {
    uint32_t item;
    const struct cell *old, *new;       /* null, both: the unit was removed or added; one: not sent there */
};
struct diff_changes {
    const struct diff_item *items;
    const struct diff_change *list;
    size_t count, room;
    size_t dropped;
};

/* ---- diff_load.c ---- */

/* The sets of a file.  0, or an exit code after saying why not. */
int diff_load(struct show *s, struct arena *arena, const char *path, struct diff_file *out);

/* ---- diff_match.c ---- */

void diff_pair_sets(struct arena *arena, struct diff_file *a, struct diff_file *b);
/* What is different between two sets of one kind, in the order of the first. */
struct diff_changes diff_sets(struct arena *arena, struct arena *scratch, const struct diff_set *a, const struct diff_set *b);

/* ---- diff_words.c: what all forms say ---- */

enum diff_kind { DIFF_CHANGED, DIFF_ADDED, DIFF_REMOVED };
enum diff_kind diff_kind(const struct diff_changes *changes, const struct diff_change *change);
/* What a unit goes by: "order line 2 (EN 5012345000022)"; of the side where it is. */
slice diff_unit_words(struct arena *arena, const struct diff_set *set, uint32_t unit);
struct diff_side { const struct diff_set *set; uint32_t unit; };
/* The first document's side of an item, or the second's where it has none. */
struct diff_side diff_item_side(const struct diff_item *item, const struct diff_set *a, const struct diff_set *b);
/* Elements of a unit's segment. */
struct cells diff_cells(struct arena *arena, const struct diff_set *set, uint32_t unit);
/* "850 purchase order 4TESTP01". */
slice diff_set_words(struct arena *arena, const struct diff_set *set);

/* ---- the forms ---- */

struct diff_report {
    struct arena *arena, *scratch;
    const struct diff_file *a, *b;
    unsigned compared, same, changed, only_a, only_b;
};
/* All print to standard output and count; exit codes are the caller's. */
void diff_text(struct diff_report *r);
void diff_json(struct diff_report *r);
void diff_html(struct diff_report *r);

#endif
