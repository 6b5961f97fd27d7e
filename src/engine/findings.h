/* findings.h - names of the engine's findings; rows and words are in engine_findings.h. */
#ifndef ENGINE_FINDINGS_H
#define ENGINE_FINDINGS_H

#include "base/diag.h"

enum engine_finding {
#define X(name, code, severity, message, hint, source) ENGINE_##name,
#include "engine/engine_findings.h"
#undef X
    ENGINE_N_FINDINGS
};

extern const struct diag_def engine_findings[ENGINE_N_FINDINGS];

#endif
