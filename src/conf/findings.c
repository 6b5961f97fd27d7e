/* findings.c - the table of conf_findings.h. */
#include "conf/findings.h"

const struct diag_def conf_findings[CONF_N_FINDINGS] = {
#define X(name, code, severity, message, hint, source) [name] = { code, severity, message, hint, source },
#include "conf/conf_findings.h"
#undef X
};
