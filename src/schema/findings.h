/* findings.h - the findings of schema/ as an enum and a table; the rows are in schema_findings.h. */
#ifndef SCHEMA_FINDINGS_H
#define SCHEMA_FINDINGS_H

#include "base/diag.h"

enum schema_finding {
#define X(name, ...) name,
#include "schema/schema_findings.h"
#undef X
    SCHEMA_N_FINDINGS
};

extern const struct diag_def schema_findings[SCHEMA_N_FINDINGS];

#endif
