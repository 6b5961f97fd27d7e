/* lower_case.h - codes that were sent in lower case, where the agreement tolerates it: what the checker read them as. */
#ifndef ENGINE_LOWER_CASE_H
#define ENGINE_LOWER_CASE_H

#include "tree/tree.h"

/* For each X12-CODE-CASE finding of the set the tree says what was meant.  Received bytes stay as they are: the tree gets a copy of its text
   in `arena`. */
void lower_case_mend(struct tree *tree, struct arena *arena, const struct diags *diags);

#endif
