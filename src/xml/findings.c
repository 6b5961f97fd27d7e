/* findings.c - the table of xml_findings.h. */
#include "xml/findings.h"

const struct diag_def xml_findings[XML_N_FINDINGS] = {
#define X(name, code, severity, message, hint, source) [name] = { code, severity, message, hint, source },
#include "xml/xml_findings.h"
#undef X
};
