/* findings.c - the table of schema_findings.h. */
#include "schema/findings.h"

const struct diag_def schema_findings[SCHEMA_N_FINDINGS] = {
#define X(name, code, severity, message, hint, source) [name] = { code, severity, message, hint, source },
#include "schema/schema_findings.h"
#undef X
};
