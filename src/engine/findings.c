/* findings.c - the rows of engine_findings.h as a table. */
#include "engine/findings.h"

const struct diag_def engine_findings[ENGINE_N_FINDINGS] = {
#define X(name, code, severity, message, hint, source) [ENGINE_##name] = { code, severity, message, hint, source },
#include "engine/engine_findings.h"
#undef X
};
