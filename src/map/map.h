/* map.h - maps: declarative XML that turns a tree of one schema into a tree of another.
 *
 * A map is compiled once into an immutable plan: paths are node and element numbers, constants are parsed, tables are bound; running it
 * allocates from the document's arena only what it must.  The compiler (map_load) is where an analyst's silent mistakes become findings
 * with file, line and column. */
#ifndef MAP_MAP_H
#define MAP_MAP_H

#include "base/buf.h"
#include "schema/flat.h"
#include "tree/lookup.h"
#include "tree/tree.h"

struct map;                             /* the plan */

/* ---- what the outside provides (bound by engine/) ---- */

struct map_param { slice name, value; struct place place; /* where it is given; no source: unknown */ };
struct map_env {
    const struct item_lookup *items;            /* null: every item is unknown */
    const struct table_lookup *tables;          /* in any order; found by name */
    unsigned n_tables;
    const struct map_param *params;             /* the agreement's, over the map's defaults */
    unsigned n_params;
    slice document_id;                          /* "000042", `$document` in maps */
    struct map_cover *cover;                    /* null, or a record of what is reached (cover.h) */
};

/* ---- compiling ---- */

struct map_sources {                    /* where a map's references are found */
    struct arena *arena;
    const struct schema_path *schemas;
    const struct schema_path *maps;     /* folders with maps and fragments */
    const struct table_lookup *tables;  /* to check columns and keys; may be empty (then only shape is checked) */
    unsigned n_tables;
    /* A schema that was loaded already, to be used by several; null: not to be had, load it.  It must live as long as the map. */
    const struct schema *(*lend)(void *lender, slice id, slice guide, struct diags *diags);
    void *lender;                       /* both may be null */
};
/* `file` is a path, or "amazon-prima/850-sales-order" looked up in the map folders.  E_NOT_FOUND, or E_BAD with findings. */
int map_load(const struct map_sources *sources, slice file, const struct map **out, struct diags *diags);
slice map_id(const struct map *m);                      /* "amazon-850-sales-order" */
slice map_version(const struct map *m);
/* The effective map in canonical form, for the digest that goes into provenance. */
slice map_canonical(const struct map *m);
const struct schema *map_source_schema(const struct map *m);
const struct schema *map_target_schema(const struct map *m);
/* Null when the target is a record; else map_target_schema() is its `schema`, and the output a tree of that. */
const struct flat *map_target_flat(const struct map *m);

/* Are these (an agreement's) parameters what the map takes?  Findings where a parameter is given, else at `place` (of
   the agreement): unknown, impossible, missing. */
bool map_params_check(const struct map *m, const struct map_param *params, unsigned n, struct place place, struct diags *diags);

/* ---- running ---- */

struct map_trace;                       /* where each output field came from; collected only when asked */

struct map_result {
    enum severity worst;                /* of this run's findings */
    unsigned lines, held_lines;         /* instances of <each> that make order lines */
    slice key;                          /* value of the map's business key (PO number), from <document key="…"> */
};
/* Run the plan.  `out` is reset and filled; its values point into the plan, `env`, `in` and `arena` as well.  Held and rejected lines are left out of `out`; whether the document goes on is the
   caller's decision by `result`.  Diags carry rule id, map line and order line. */
void map_run(const struct map *m, const struct map_env *env, const struct tree *in, struct arena *arena, struct tree *out,
             struct map_trace *trace, struct map_result *result, struct diags *diags);

/* The business key alone (PO number), for documents that are not mapped; empty when it is not there. */
slice map_key(const struct map *m, const struct tree *in);

struct map_trace *map_trace_new(struct arena *arena);
/* Explain `path` ("OrderLineData[1]/@Quantity") of the output in plain lines; false when there is no such field (`out` says the nearest). */
bool map_explain(const struct map *m, const struct map_trace *trace, const struct tree *in, const struct tree *out, slice path,
                 struct buf *text);
/* The source place of an output field, for findings of later steps. */
struct place map_trace_place(const struct map_trace *trace, const struct tree *in, uint32_t group, unsigned field);

#endif
