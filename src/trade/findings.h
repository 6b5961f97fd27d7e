/* findings.h - the findings of trade/, as numbers and as rows.  The rows are in trade_findings.h (reference data) and
 * gate_findings.h (documents). */
#ifndef TRADE_FINDINGS_H
#define TRADE_FINDINGS_H

#include "base/diag.h"

enum trade_finding {
#define X(name, code, severity, message, hint, source) name,
#include "trade/trade_findings.h"
#undef X
    TRADE_N_ITEM_FINDINGS,              /* those of reference data; what follows is about documents */
    BEFORE_GATES = TRADE_N_ITEM_FINDINGS - 1,
#define X(name, code, severity, message, hint, source) name,
#include "trade/gate_findings.h"
#undef X
    TRADE_N_FINDINGS
};

extern const struct diag_def trade_findings[TRADE_N_FINDINGS];

#endif
