/* lower_case.h - codes that were sent in lower case, where the agreement tolerates it: the tree says what was meant. */
#ifndef ENGINE_LOWER_CASE_H
#define ENGINE_LOWER_CASE_H

#include "schema/schema.h"
#include "tree/tree.h"

/* Every code of a checked set that its list has in upper case is read so.  Received bytes stay as they are: the tree gets a copy of its text in
   `arena`.  The checker has noted those of closed lists (X12-CODE-CASE); those of open lists, which it lets pass, are noted here.  `set` is the
   place of the set, for the notes. */
void lower_case_mend(const struct schema *schema, struct tree *tree, struct place set, struct arena *arena, struct diags *diags);

#endif
