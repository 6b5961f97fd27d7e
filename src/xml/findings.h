/* findings.h - the findings of xml/ as an enum and a table; the rows are in xml_findings.h. */
#ifndef XML_FINDINGS_H
#define XML_FINDINGS_H

#include "base/diag.h"

enum xml_finding {
#define X(name, ...) name,
#include "xml/xml_findings.h"
#undef X
    XML_N_FINDINGS
};

extern const struct diag_def xml_findings[XML_N_FINDINGS];

#endif
