/* cover.h - what the tests beside a map reach of it, and small faults put into it to see whether a test notices. */
#ifndef MAP_COVER_H
#define MAP_COVER_H

#include "map/plan.h"

/* ---- recording: map_run() does, when its environment has a record ---- */

struct map_cover *map_cover_new(struct arena *arena);
/* A part of the plan was used: a rule, a row, a factor, a report. */
void cover_hit(struct map_cover *cover, const void *part);
bool cover_has(const struct map_cover *cover, const void *part);
/* Rows of tables by line of the CSV file: there is one, and it was found. */
void cover_row_known(struct map_cover *cover, unsigned table, uint32_t line);
void cover_row_hit(struct map_cover *cover, unsigned table, uint32_t line);

/* ---- reading it ---- */

enum cover_kind { COVER_RULE, COVER_ROW, COVER_BRANCH, COVER_FACTOR, COVER_DEFAULT, COVER_MISS, COVER_CODE, COVER_TABLE_ROW, COVER_KINDS };
extern const char *const cover_kind_words[COVER_KINDS];
struct cover_point {
    enum cover_kind kind;
    slice rule, words;                  /* "ship-to"; "SHIPTO-UNKNOWN", "row NE" … */
    struct place place;                 /* none for rows of tables */
    bool reached;
};
/* Everything of the plan that could have been reached, in the map's order. */
void map_cover_points(const struct map *m, const struct map_cover *cover, struct arena *arena, const struct cover_point **out, size_t *count);

/* ---- mutants: mutate.c ---- */

struct patch { void *at; const void *bytes; size_t size; };
enum { MUTANT_PATCHES = 3 };
struct mutant {
    const char *change;                 /* "qualifier", "default" … */
    slice rule, words;                  /* "N1[01='ST'].04 takes all but that" */
    struct place place;
    struct patch patches[MUTANT_PATCHES];
    unsigned n_patches;
};
/* All small faults that are known for the plan.  Each is carried out in the plan itself and undone by carrying it out again; nobody else may use the plan
   meanwhile. */
void map_mutants(const struct map *m, struct arena *arena, const struct mutant **out, size_t *count);
void mutant_swap(const struct mutant *mutant, struct arena *scratch);

/* ---- parts: what both of them go through ---- */

typedef void plan_visit(void *context, const struct rule *rule, const struct block *block);
/* Every rule of the plan in the map's order: fields, lets, checks; then the blocks inside. */
void plan_rules(const struct map *m, plan_visit *visit, void *context);
/* The expressions of a rule, those of its shared parts included, outermost first; of a let only its own. */
typedef void expr_seen(void *context, const struct expr *e);
void plan_exprs(const struct map *m, const struct rule *rule, expr_seen *seen, void *context);
void plan_expr(const struct map *m, const struct rule *rule, const struct expr *e, expr_seen *seen, void *context);
/* The reports that a rule declares itself, by number; null behind the last. */
const struct report *plan_report(const struct rule *rule, unsigned i);
struct place plan_place(const struct expr *e, const struct rule *rule);

#endif
