/* findings.h - the findings of conf/ as an enum and a table; the rows are in conf_findings.h. */
#ifndef CONF_FINDINGS_H
#define CONF_FINDINGS_H

#include "base/diag.h"

enum conf_finding {
#define X(name, ...) name,
#include "conf/conf_findings.h"
#undef X
    CONF_N_FINDINGS
};

extern const struct diag_def conf_findings[CONF_N_FINDINGS];

#endif
