/* findings.c - the table behind findings.h. */
#include "trade/findings.h"

const struct diag_def trade_findings[TRADE_N_FINDINGS] = {
#define X(name, code, severity, message, hint, source) [name] = { code, severity, message, hint, source },
#include "trade/trade_findings.h"
#include "trade/gate_findings.h"
#undef X
};
