/* findings.h - the findings of record/ as an enum and a table; the rows are in record_findings.h. */
#ifndef RECORD_FINDINGS_H
#define RECORD_FINDINGS_H

#include "base/diag.h"

enum record_finding {
#define X(name, ...) name,
#include "record/record_findings.h"
#undef X
    RECORD_N_FINDINGS
};

extern const struct diag_def record_findings[RECORD_N_FINDINGS];

#endif
