/* findings.c - the table of record_findings.h. */
#include "record/findings.h"

const struct diag_def record_findings[RECORD_N_FINDINGS] = {
#define X(name, code, severity, message, hint, source) [name] = { code, severity, message, hint, source },
#include "record/record_findings.h"
#undef X
};
