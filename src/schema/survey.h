/* survey.h - all grammars and guides of the schema folders, for `check`. */
#ifndef SCHEMA_SURVEY_H
#define SCHEMA_SURVEY_H

#include "schema/schema.h"

/* Load each, with findings in `diags` that are not there yet, and prove each grammar unambiguous (SCHEMA-AMBIGUOUS). */
void schema_survey(struct arena *arena, const struct schema_path *path, struct diags *diags);

#endif
