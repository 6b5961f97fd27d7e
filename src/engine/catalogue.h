/* catalogue.h - the schemas in use, loaded on first need and kept: by release, set and guide.
 *
 * Release and set come from a partner's bytes; only six digits and three letters or digits ever become part of a path. */
#ifndef ENGINE_CATALOGUE_H
#define ENGINE_CATALOGUE_H

#include "schema/schema.h"

struct catalogue;

/* Schemas go to `arena`; it and `path` must outlive the catalogue. */
struct catalogue *catalogue_new(struct arena *arena, const struct schema_path *path);
void catalogue_free(struct catalogue *c);
/* The schema of a set in a release (GS08; its first six characters count), narrowed by `guide`: a name like "amazon" (used when
   SCHEMAS/amazon/SET.xml exists) or a full "amazon:850" (which must exist), or empty.  Null when there is no such grammar, or, with findings
   in `diags`, when a file is unusable.  A guide that was made for another release of the set narrows nothing: the standard's own comes. */
const struct schema *catalogue_get(struct catalogue *c, slice release, slice set_id, slice guide, struct diags *diags);
/* The same by the schema's id ("x12:004010:850") and a full guide or none, for maps (map_sources.lend); null for records too. */
const struct schema *catalogue_lend(void *catalogue, slice id, slice guide, struct diags *diags);

/* The chooser for documents.h that every command shares: adds X12-SET-UNKNOWN and X12-SET-GROUP findings when there
   is no grammar or the set does not belong to its group, and a note when the guide was made for another release. */
const struct schema *catalogue_choose(struct catalogue *c, slice functional_id, slice release, slice set_id, slice guide, struct place place,
                                      struct diags *diags);

/* The sets that `guide` ("amazon", "amazon:850") narrows, in every release, or only `set_id` or `release` when they are not empty. */
unsigned catalogue_guided(struct catalogue *c, slice guide, slice set_id, slice release, const struct schema **out, unsigned most);

/* GS01 of a set ("PO" for 850) in a release, or, when that is empty, in any there is a grammar for; empty when there is none. */
slice catalogue_functional_id(struct catalogue *c, slice release, slice set_id);
/* Of a group no set could be read: when there is no grammar for its release, or for no set of its kind, a finding at `place` says so. */
void catalogue_judge_group(struct catalogue *c, slice functional_id, slice release, struct place kind_place, struct place release_place,
                           struct diags *diags);

#endif
