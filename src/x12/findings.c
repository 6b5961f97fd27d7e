/* findings.c - the table of X12 syntax findings; its rows are in x12_findings.h and nothing else decides anything here. */
#include "x12/findings.h"

const struct diag_def x12_findings[X12_N_FINDINGS] = {
#define X(name, code, severity, message, hint, source) { code, severity, message, hint, source },
#include "x12/x12_findings.h"
#undef X
};
