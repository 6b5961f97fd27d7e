/* translate.h - one transaction set through one map to the bytes of a record; no state, no disk.
 *
 * The other way too: a record through a map whose target is a set, to an interchange of its own.
 *
 * Used by the daemon, by `crossdock translate`, by map tests and by the benchmark, so that all of them do the same. */
#ifndef ENGINE_TRANSLATE_H
#define ENGINE_TRANSLATE_H

#include "base/charset.h"
#include "engine/set_writer.h"
#include "map/map.h"
#include "record/record.h"

/* What one kind of document becomes: immutable after loading. */
struct route {
    const struct map *map;
    const struct schema *target;
    const struct record_writer *writer;     /* null when the target is a set … */
    const struct set_writer *set;           /* … and this one null when it is a record */
    const struct set_envelope *envelope;    /* of the set; null: set_envelope_default() */
    struct record_checker *checker;         /* null: written bytes are not checked against the XSD */
    const struct map_param *params;         /* the agreement's */
    unsigned n_params;
    slice digest;                           /* SHA-256 of the effective map */
};

/* Load a map with its target and writer.  E_NOT_FOUND or E_BAD with findings; checker is made when `check`. */
int route_load(const struct map_sources *sources, slice map_file, bool check, struct route *out, struct diags *diags);
void route_close(struct route *route);

/* Memory reused from set to set. */
struct translator;
struct translator *translator_new(size_t most_bytes);
void translator_free(struct translator *t);

struct translation {
    struct map_result result;
    const struct tree *record;              /* valid until the next call */
    slice bytes;                            /* the written record; empty when writing failed or nothing was left to write */
};

/* Run the map on `in` and write the record.  `in` may be changed: text of another character set is converted to UTF-8 in place.  Findings
   are added to `diags`; what they mean for the document is the caller's decision. */
void translate(struct translator *t, const struct route *route, const struct map_env *env, enum charset charset, struct tree *in,
               struct arena *arena, struct map_trace *trace, struct translation *out, struct diags *diags);

/* The output of a map as it would be written without an agreement, in the arena.  For tests of maps. */
bool output_write(const struct map *m, const struct tree *output, struct arena *arena, slice *bytes, struct diags *diags);

#endif
