/* gate_findings.h - why a document is not sent, and what is odd about a remittance.
 *
 * X(NAME, "CODE", severity, "message", "hint", "source").  Expanded by findings.h and findings.c, so there is no include guard. */

X(ORDER_UNKNOWN, "ORDER-UNKNOWN", SEV_HOLD_DOCUMENT, "order {0} is not known here",
  "compare the number with the buyer's order; nothing may be sent about an order that never came", "")
X(ORDER_NOT_ANSWERED, "ORDER-NOT-ANSWERED", SEV_HOLD_DOCUMENT, "order {0} was not acknowledged yet",
  "send the acknowledgement first: what is not confirmed is refused at the door", "")
X(ORDER_OVER, "ORDER-OVER", SEV_HOLD_DOCUMENT, "order {0} is {1}", "ask the buyer; goods for it must not leave", "")
X(LINE_UNKNOWN, "LINE-UNKNOWN", SEV_HOLD_DOCUMENT, "order {0} has no line {1}", "take line number and product from the order as it was received", "")
X(LINE_AMBIGUOUS, "LINE-AMBIGUOUS", SEV_HOLD_DOCUMENT, "{1} {2} stands in several lines of order {0}",
  "say which line is meant by its number", "")
X(LINE_PRODUCT, "LINE-PRODUCT", SEV_HOLD_DOCUMENT, "line {0} names the product {1}, ordered was {2}",
  "answer with the identifier of the order, letter by letter", "")
X(QUANTITY_RANGE, "QUANTITY-RANGE", SEV_HOLD_DOCUMENT, "quantity {1} of line {0} is not usable", "quantities are above zero and have at most 18 digits", "")
X(UNIT_NOT_ORDERED, "UNIT-NOT-ORDERED", SEV_HOLD_DOCUMENT, "line {0} is given in {1}, ordered in {2}",
  "give the quantity in the order's unit, or in eaches without a unit", "")
X(UNIT_NOT_WHOLE, "UNIT-NOT-WHOLE", SEV_HOLD_DOCUMENT, "line {0}: {1} eaches are no whole number of {2}",
  "ship {3}; or agree with the buyer that the line is counted in eaches", "")
X(PRICE_INEXACT, "PRICE-INEXACT", SEV_HOLD_DOCUMENT, "line {0}: the price {1} for {2} eaches is not exact for {3}, as the order's price is",
  "give the price on the basis of the order", "")

X(ANSWER_LINE_MISSING, "ANSWER-LINE-MISSING", SEV_HOLD_DOCUMENT, "line {0} of order {1} has no answer",
  "answer every line, those that cannot be supplied too: what is left out counts as refused", "")
X(ANSWER_SUM, "ANSWER-SUM", SEV_HOLD_DOCUMENT, "line {0}: the answers add up to {1}, ordered are {2}",
  "accepted, back-ordered and rejected together are what was ordered; more is never allowed", "")
X(ANSWER_REJECTED_BEFORE, "ANSWER-REJECTED-BEFORE", SEV_HOLD_DOCUMENT, "line {0}: {1} would be promised, {2} after what was rejected before",
  "what was rejected stays rejected; wait for a new order", "")
X(ANSWER_PRICE_MISSING, "ANSWER-PRICE-MISSING", SEV_HOLD_DOCUMENT, "line {0} has no price", "give the price that will be invoiced, on back-ordered and rejected lines too", "")
X(ANSWER_PRICE_HIGH, "ANSWER-PRICE-HIGH", SEV_HOLD_DOCUMENT, "line {0}: the price {1} is above the order's {2}",
  "accept the order's price or reject the line", "")
X(ANSWER_PRICES_DIFFER, "ANSWER-PRICES-DIFFER", SEV_HOLD_DOCUMENT, "line {0} is answered with the prices {1} and {2}", "give one price for the line", "")
X(ANSWER_TOO_LATE, "ANSWER-TOO-LATE", SEV_HOLD_DOCUMENT, "line {0}: {1} changes more than {2} hours after the first answer",
  "only dates may change now; cancel the balance instead, or talk to the buyer", "")
X(ANSWER_BELOW_SHIPPED, "ANSWER-BELOW-SHIPPED", SEV_HOLD_DOCUMENT, "line {0}: {1} would be promised, {2} were shipped already",
  "promise at least what has left", "")
X(ANSWER_NO_BACKORDER, "ANSWER-NO-BACKORDER", SEV_HOLD_DOCUMENT, "line {0} is back-ordered, but the order takes none", "reject what cannot come in time", "")
X(ANSWER_NO_DATE, "ANSWER-NO-DATE", SEV_HOLD_DOCUMENT, "line {0} is back-ordered without a date", "say when it will be shipped or arrive", "")
X(ANSWER_TYPE, "ANSWER-TYPE", SEV_HOLD_DOCUMENT, "the answer is called AD, without change, but line {0} differs from the order", "call it AC", "")
X(STOCK_ABOVE, "STOCK-ABOVE", SEV_HOLD_DOCUMENT, "{1} eaches of {0} would be accepted, available are {2}",
  "accept what is there; back-order or reject the rest", "")
X(STOCK_UNKNOWN, "STOCK-UNKNOWN", SEV_WARN, "nothing is known of the stock of {0}, which is accepted", "let Prima say what is available of it", "")
X(STOCK_OLD, "STOCK-OLD", SEV_WARN, "the stock of {0} is as of {1}", "take a newer stock report before promising", "")

X(NOTICE_EMPTY, "NOTICE-EMPTY", SEV_HOLD_DOCUMENT, "the ship notice has no lines", "send none when nothing was shipped", "")
X(NOTICE_ABOVE_ACCEPTED, "NOTICE-ABOVE-ACCEPTED", SEV_HOLD_DOCUMENT, "line {0} of order {1}: {2} would be shipped in all, promised are {3}",
  "take back what is too much, or ask the buyer for an order on it", "")
X(NOTICE_ID_USED, "NOTICE-ID-USED", SEV_HOLD_DOCUMENT, "shipment {0} was used on {1}", "give each shipment an id of its own, or replace the notice", "")
X(NOTICE_REPLACES_NOTHING, "NOTICE-REPLACES-NOTHING", SEV_HOLD_DOCUMENT, "shipment {0} cannot be replaced: it was never sent", "send it as an original", "")
X(NOTICE_REPLACE_LATE, "NOTICE-REPLACE-LATE", SEV_HOLD_DOCUMENT, "shipment {0} of {1} can no longer be replaced", "tell the buyer", "")
X(NOTICE_REPLACE_MORE, "NOTICE-REPLACE-MORE", SEV_HOLD_DOCUMENT, "line {0} of order {1}: the replacement has {2}, the notice had {3}",
  "a replacement may only have less; send what is more as a shipment of its own", "")
X(NOTICE_STRUCTURE, "NOTICE-STRUCTURE", SEV_HOLD_DOCUMENT, "the hierarchy {0} is not known", "use SOPI, SOTPI, SOTI, SOIP, SOTIP, STOI or SPOI", "")
X(NOTICE_LEVEL, "NOTICE-LEVEL", SEV_HOLD_DOCUMENT, "the hierarchy {0} and its packs do not agree: {1}", "choose the hierarchy by how the goods are packed", "")
X(NOTICE_PACK_EMPTY, "NOTICE-PACK-EMPTY", SEV_HOLD_DOCUMENT, "pack {0} has nothing in it", "leave it out, or say what is in it", "")
X(NOTICE_PACK_MIXED, "NOTICE-PACK-MIXED", SEV_HOLD_DOCUMENT, "pack {0} holds several {1}, the hierarchy {2} allows one",
  "choose a hierarchy for mixed packs", "")
X(NOTICE_SHIP_DATE, "NOTICE-SHIP-DATE", SEV_HOLD_DOCUMENT, "the ship date {0} is not from {1} to {2}", "correct the date; a notice belongs to goods that leave now", "")
X(NOTICE_ARRIVAL, "NOTICE-ARRIVAL", SEV_HOLD_DOCUMENT, "estimated delivery {0} is before the ship date {1}", "correct one of them", "")
X(NOTICE_CARTONS, "NOTICE-CARTONS", SEV_HOLD_DOCUMENT, "{0} cartons are stated, {1} are listed", "count again; units on a pallet without carton count one each", "")
X(NOTICE_PALLETS, "NOTICE-PALLETS", SEV_HOLD_DOCUMENT, "{0} pallets are stated, {1} are listed", "count again", "")
X(NOTICE_BILL_OF_LADING, "NOTICE-BILL-OF-LADING", SEV_HOLD_DOCUMENT, "the bill of lading \"{0}\" is not usable",
  "give eight characters or more, and not a date", "")
X(NOTICE_APPOINTMENT, "NOTICE-APPOINTMENT", SEV_HOLD_DOCUMENT, "order {0} is collected by the buyer, but there is no reference number of the collection",
  "ask for the routing first", "")
X(SSCC_MISSING, "SSCC-MISSING", SEV_HOLD_DOCUMENT, "pack {0} has no SSCC", "print its label first", "")
X(SSCC_FORM, "SSCC-FORM", SEV_HOLD_DOCUMENT, "\"{0}\" is no SSCC of {1} digits", "send what the bar code of the label has", "GS1 General Specifications 3.2")
X(SSCC_CHECK_DIGIT, "SSCC-CHECK-DIGIT", SEV_HOLD_DOCUMENT, "SSCC {0} ends in the wrong check digit, {1} would be right", "compare with the label", "GS1 General Specifications 7.9")
X(SSCC_TWICE, "SSCC-TWICE", SEV_HOLD_DOCUMENT, "SSCC {0} stands on two packs of the notice", "each pack has a number of its own", "")
X(SSCC_USED, "SSCC-USED", SEV_HOLD_DOCUMENT, "SSCC {0} was used by shipment {1} on {2}", "print a new label: a number may come again after {3} days", "")

X(INVOICE_NUMBER, "INVOICE-NUMBER", SEV_HOLD_DOCUMENT, "\"{0}\" is no usable invoice number", "give 1 to 22 characters", "")
X(INVOICE_NUMBER_USED, "INVOICE-NUMBER-USED", SEV_HOLD_DOCUMENT, "the number {0} was used on {1}", "a number is used once for ever; only a document that was refused may come again", "")
X(INVOICE_DATE, "INVOICE-DATE", SEV_HOLD_DOCUMENT, "the date {0} is not from {1}, when the order was placed, to {2}", "correct the date", "")
X(INVOICE_EMPTY, "INVOICE-EMPTY", SEV_HOLD_DOCUMENT, "the document has no lines, or its total is not above zero", "send none when nothing is asked", "")
X(INVOICE_ABOVE_SHIPPED, "INVOICE-ABOVE-SHIPPED", SEV_HOLD_DOCUMENT, "line {0}: {1} would be invoiced in all, shipped are {2}", "invoice what has left", "")
X(INVOICE_NOTICE_PENDING, "INVOICE-NOTICE-PENDING", SEV_HOLD_DOCUMENT, "line {0}: {1} would be invoiced in all, the buyer has accepted notices of {2}",
  "wait for the answer to the ship notice", "")
X(INVOICE_PRICE, "INVOICE-PRICE", SEV_HOLD_DOCUMENT, "line {0}: the price {1} is not the acknowledged {2}", "bill the price that was acknowledged; a wrong one is paid late or not at all", "")
X(INVOICE_LINE_TAX, "INVOICE-LINE-TAX", SEV_HOLD_DOCUMENT, "line {0}: the tax is {1}, {2} would be right", "calculate it from the line's net amount", "")
X(INVOICE_TAX, "INVOICE-TAX", SEV_HOLD_DOCUMENT, "the {1} at {0} % is {2}, {3} would be right", "add up the lines and charges of that rate", "")
X(INVOICE_RATE_MISSING, "INVOICE-RATE-MISSING", SEV_HOLD_DOCUMENT, "the tax summary has no row for {0} %", "give one row for each rate", "")
X(INVOICE_AMOUNT, "INVOICE-AMOUNT", SEV_HOLD_DOCUMENT, "the total is {0}, {1} would be right", "lines and charges, less allowances, with tax", "")
X(CREDIT_ORIGINAL, "CREDIT-ORIGINAL", SEV_HOLD_DOCUMENT, "the credit note names \"{0}\", which is no invoice of order {1}", "name the invoice that is credited", "")
X(CREDIT_AMOUNT, "CREDIT-AMOUNT", SEV_HOLD_DOCUMENT, "{1} would be credited of invoice {0}, which was {2}", "credit no more than was billed", "")
X(CREDIT_ABOVE_INVOICED, "CREDIT-ABOVE-INVOICED", SEV_HOLD_DOCUMENT, "line {0}: {1} would be credited in all, invoiced were {2}", "credit no more than was billed", "")
X(CHANGE_BELOW_SHIPPED, "CHANGE-BELOW-SHIPPED", SEV_HOLD_DOCUMENT, "line {0}: the buyer wants {1}, {2} were shipped already",
  "tell the buyer what is on its way before Prima's order is changed", "")
X(CHANGE_PRICE, "CHANGE-PRICE", SEV_HOLD_DOCUMENT, "line {0}: the buyer changes the price from {1} to {2}", "let sales decide, then answer with the price that will be invoiced", "")
X(ORDER_OUT_OF_BALANCE, "ORDER-OUT-OF-BALANCE", SEV_WARN, "line {0}: {1}, but {2}", "look what the partner refused or changed last, and settle it with him", "")
X(CLOSE_OPEN, "CLOSE-OPEN", SEV_HOLD_DOCUMENT, "line {0} still has {1} open", "ship it, or cancel the balance with the order's end", "")
X(CLOSE_ABOVE_OPEN, "CLOSE-ABOVE-OPEN", SEV_HOLD_DOCUMENT, "line {0}: {1} would be cancelled, open are {2}", "what has left cannot be cancelled", "")

X(REMIT_TOTAL, "REMIT-TOTAL", SEV_HOLD_DOCUMENT, "payment {0} is {1}, its lines add up to {2}", "ask the payer for the lines that are missing; nothing is posted before they agree", "")
X(REMIT_LINE, "REMIT-LINE", SEV_WARN, "{0}: paid are {1}, gross less discount with adjustments is {2}", "look whether one claim is taken in several payments", "")
X(REMIT_UNCLASSIFIED, "REMIT-UNCLASSIFIED", SEV_WARN, "no row of the table knows \"{0}\"", "it is posted to suspense; add a row for references of this kind", "")
X(REMIT_ORPHAN, "REMIT-ORPHAN", SEV_WARN, "\"{0}\" is about invoice {1}, which is not known", "look for the invoice before the claim is accepted", "")
X(REMIT_AMBIGUOUS, "REMIT-AMBIGUOUS", SEV_HOLD_DOCUMENT, "\"{0}\" is an invoice, and so is {1}", "a person must say which of the two is meant", "")
X(REMIT_SIGN, "REMIT-SIGN", SEV_WARN, "\"{0}\" is {1}, expected was a {2} amount", "it is posted as it came; look whether it was classified rightly", "")
X(REMIT_RULE, "REMIT-RULE", SEV_ERROR, "row {0} of the table of references is not usable: {1}", "give pattern, bucket, posting and sign (+, - or empty)", "")
