/* gate.h - what the gates share among themselves; callers see gates.h. */
#ifndef TRADE_GATE_H
#define TRADE_GATE_H

#include "trade/findings.h"
#include "trade/gates.h"

/* Add a finding about an order line, or about the whole document (line null). */
struct diag *gate_find(struct gate *g, enum trade_finding finding, struct place place, const struct po_line *line, slice a0, slice a1, slice a2,
                       slice a3);
/* How many findings there are that keep a document from being sent. */
size_t gate_held(const struct gate *g);
/* Arguments of findings. */
slice gate_text(struct gate *g, decimal d);
slice gate_date(struct gate *g, date d);
slice gate_number(struct gate *g, size_t n);
slice gate_product(struct gate *g, struct product_id p);

/* The order line that is meant, with the right product; null with a finding.  `guess`: where it probably is. */
const struct po_line *gate_ordered(struct gate *g, const struct po_facts *f, const struct gate_line *line, size_t guess);
/* *sum += d; false with a finding when that leaves exact decimals. */
bool gate_add(struct gate *g, const struct po_line *ordered, const struct gate_line *line, decimal *sum, decimal d);
/* The line's price as the order's is given (per each, per case); false with a finding when that is not exact. */
bool gate_price(struct gate *g, const struct po_line *ordered, const struct gate_line *line, decimal *out);
/* Known and not over; false with a finding. */
bool gate_order(struct gate *g, const struct po_facts *f, slice number, struct place place);

#endif
