/* test.h - tests that stand beside maps: a given document and what must come of it.
 *
 *     <tests map="amazon-prima/850-sales-order">
 *       <test name="an unknown item holds only its line">
 *         <given file="unknown-item.edi" document="000042"> <param name="price-meaning" value="line-total"/> </given>
 *         <expect record="OrderLineData" count="2"/>
 *         <expect finding="ITEM-UNKNOWN" severity="hold-line" line="2" at="PO1.07" count="1"/>
 *         <expect field="OrderLineData[1]/@Quantity" is="120" because="10 CA x pack 12"/>     (absent="yes": not written)
 *         <expect segment="IT1" count="2"/> <expect segment="N1[2]/N4" n="03" is="EC1"/> <expect segment="TDS" is="TDS*11850"/>     (of sets)
 *         <expect file="expected.x12"/>    (what is written: a record as it is, of X12 the set from ST to SE)
 *         <expect lines="3" held="1"/>
 *       </test>
 *     </tests>
 *
 * Files stand beside the test file: inputs, items.csv, and TABLE.csv for every table of the map.  A finding of the run that is a warning or worse and
 * not expected fails the test, so a test says everything it provokes. */
#ifndef MAP_TEST_H
#define MAP_TEST_H

#include "map/map.h"

struct map_test_given {                 /* filled by the environment, valid until the next call */
    const struct tree *tree;            /* text in UTF-8 */
    const struct item_lookup *items;
    const struct table_lookup *tables;
    unsigned n_tables;
};
struct map_test_env {
    void *context;
    const struct map_sources *sources;
    /* Read the first transaction set of `file` by the map's source schema, and items.csv and the tables of `folder` (those that exist).  False when the
       file cannot be read at all; findings about its content go to `diags` and count as the document's. */
    bool (*open)(void *context, const struct map *m, const char *folder, const char *file, struct arena *arena,
                 struct map_test_given *out, struct diags *diags);
    /* Write the output as the program would, with an envelope of its own.  False with findings when it cannot be written. */
    bool (*write)(void *context, const struct map *m, const struct tree *output, struct arena *arena, slice *bytes, struct diags *diags);
    /* When set, only tests of the maps it knows are carried out, with the plan it gives instead of one that is loaded; null for the others. */
    const struct map *(*instead)(void *context, slice name);
    struct map_cover *cover;            /* null, or records what the tests reach */
    bool brief;                         /* stop at the first test that fails */
};

struct map_test_result {
    const char *file;
    slice name;
    unsigned line;                      /* of <test> in the file */
    bool passed;
    slice why;                          /* what was expected and found instead; lines */
    const struct diags *findings;       /* of the run, for showing; null when it did not run */
};
typedef void map_test_report(void *context, const struct map_test_result *result);

/* A mutant (cover.h) that no test need notice: <excuse rule="price" change="round" words="rounds up" reason="…"/> in a file of tests. */
struct map_excuse {
    slice rule, change, words, reason;  /* empty words: any of that rule and change */
    struct place place;
    bool used;
};
/* Those for the map that env->instead gives; all of a folder's files. */
void map_excuses(const struct map_test_env *env, const char *folder, struct arena *arena, struct map_excuse **out, size_t *count);

/* Run one file, or every *.xml of a folder that has tests (others are records to be read).  Number of failed tests (a file that cannot be used
   counts as one, its findings in the report), or a
   negative error when the folder cannot be read. */
int map_tests_run(const struct map_test_env *env, const char *dir_or_file, map_test_report *report, void *context);

#endif
