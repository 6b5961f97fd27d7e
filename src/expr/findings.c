/* findings.c - the rows of expr_findings.h as a table. */
#include "expr/findings.h"

const struct diag_def expr_findings[] = {
#define X(name, code, severity, message, hint, source) { code, severity, message, hint, source },
#include "expr/expr_findings.h"
#undef X
};
