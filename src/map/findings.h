/* findings.h - what a map file can have wrong (MAP-…), and what running it can find in a document. */
#ifndef MAP_FINDINGS_H
#define MAP_FINDINGS_H

#include "base/diag.h"

enum map_finding {
#define X(name, code, severity, message, hint, source) name,
#include "map/map_findings.h"
#undef X
    MAP_N_FINDINGS
};
extern const struct diag_def map_findings[];
static inline const struct diag_def *map_def(enum map_finding f) { return &map_findings[f]; }

#endif
