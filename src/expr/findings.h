/* findings.h - what expressions can find wrong, in the map (MAP-SYNTAX …) and in a document (VALUE-…). */
#ifndef EXPR_FINDINGS_H
#define EXPR_FINDINGS_H

#include "base/diag.h"

enum expr_finding {
#define X(name, code, severity, message, hint, source) name,
#include "expr/expr_findings.h"
#undef X
    EXPR_N_FINDINGS
};
extern const struct diag_def expr_findings[];
static inline const struct diag_def *expr_def(enum expr_finding f) { return &expr_findings[f]; }

#endif
