/* findings.h - the findings of X12 syntax as an enum and a table: x12_findings[X12_SE01_COUNT].
 *
 * Rows are in x12_findings.h.  ack/ turns those of sets into AK5, of groups into AK9 and of interchanges into TA1. */
#ifndef X12_FINDINGS_H
#define X12_FINDINGS_H

#include "base/diag.h"

enum x12_finding {
#define X(name, code, severity, message, hint, source) name,
#include "x12/x12_findings.h"
#undef X
    X12_N_FINDINGS
};

extern const struct diag_def x12_findings[X12_N_FINDINGS];

#endif
