/* findings.c - the rows of map_findings.h as a table. */
#include "map/findings.h"

const struct diag_def map_findings[] = {
#define X(name, code, severity, message, hint, source) { code, severity, message, hint, source },
#include "map/map_findings.h"
#undef X
};
