/* assert.h - inside schema/: what a grammar or guide says about several segments together, as an expression.
 *
 *     <assert id="INVOICE-TOTAL" each="IT1" at="TDS.01" test="EXPR" severity="…" text="… {EXPR} …" hint="…" source="…" setting="NAME"/>
 *
 * assert.c compiles it against the grammar, check_assert.c evaluates it at the end of a set.  An assert breaks only when its test is a plain
 * no: what is absent is somebody else's finding. */
#ifndef SCHEMA_ASSERT_H
#define SCHEMA_ASSERT_H

#include "expr/eval.h"
#include "schema/load.h"

enum { ASSERT_LEVELS = 3, ASSERT_MAX = 500 };

struct assert_rule {
    struct diag_def def;                /* its own finding: the id is the code */
    struct guide_rule rule;             /* severity, source, place */
    bool of_guide;                      /* else the standard's */
    slice setting;                      /* off unless the agreement names it; empty: on */
    uint8_t levels;                     /* steps of `each`, one inside the other; 0: once for the set */
    uint8_t n_args;
    struct expr_ref each[ASSERT_LEVELS];
    const struct expr *test, *at;       /* at may be null */
    const struct expr *different;       /* null, or the path P of a test that is distinct(P) = count(P) */
    const struct expr *args[DIAG_ARGS]; /* of text and hint */
};

struct assert_set {
    struct assert_rule *rules;
    size_t n_rules, rules_room;
    struct expr_slot *slots;            /* parts that are the same for many instances */
    size_t n_slots, slots_room;
};

/* Are all values of such a path different?  Unknown past a million: then the test itself is computed, and says so. */
enum unique_answer { UNIQUE_YES, UNIQUE_NO, UNIQUE_UNKNOWN };
struct checker;
enum unique_answer unique_values(struct checker *c, struct expr_run *run, const struct expr *path);

/* All <assert> below `root`. */
void asserts_read(struct loader *l, struct xml_node *root, struct schema *s, bool of_guide, slice source);

#endif
