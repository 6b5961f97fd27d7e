/* record_findings.h - what can be wrong with a record on its way out, and with a file of records on its way in.
 *
 * Rows X(enum name, code, severity, message, hint, source).  Expanded twice: by findings.h into an enum, by findings.c into the table.  No
 * include guard, on purpose. */
X(RECORD_CHARSET, "RECORD-CHARSET", SEV_HOLD_DOCUMENT, "{0} ({1}) in {2} does not exist in {3}",
  "let the sender write another character, or let the map replace it", "")
X(RECORD_CHARACTER, "RECORD-CHARACTER", SEV_HOLD_DOCUMENT, "{0} in {2} cannot stand in an XML file",
  "a control character or a damaged byte came through: correct the text at its source, or let the map remove it", "XML 1.0, 2.2")
X(RECORD_TOO_BIG, "RECORD-TOO-BIG", SEV_HOLD_DOCUMENT, "the {0} record is larger than {1} bytes",
  "split the document, or raise the limit of the instance", "")
X(RECORD_XSD, "RECORD-XSD", SEV_HOLD_DOCUMENT, "the record written does not conform to {0}: {1}",
  "the map or the record layout is wrong, not the document; 'crossdock check' and the map's tests show where", "")

/* ---- lines of text, written ---- */
X(RECORD_FIT, "RECORD-FIT", SEV_HOLD_DOCUMENT, "{0} \"{1}\" cannot stand in this file: {2}",
  "widen the field in the layout, give the layout a quote, or let the map change the text", "")
X(RECORD_NO_LINE, "RECORD-NO-LINE", SEV_HOLD_DOCUMENT, "{0} cannot be written: {1}",
  "give the group a tag or a column in the layout, or use the layout's other format", "")

/* ---- files that were read ---- */
X(RECORD_ROOT, "RECORD-ROOT", SEV_HOLD_DOCUMENT, "the file begins with {0}, not with {1}", "the file is of another kind: move it to the folder that is for it", "")
X(RECORD_UNKNOWN, "RECORD-UNKNOWN", SEV_HOLD_DOCUMENT, "{0} is not in the layout {1}",
  "correct the name, or add it to the layout; nothing that is sent is passed over in silence", "")
X(RECORD_TEXT, "RECORD-TEXT", SEV_HOLD_DOCUMENT, "text stands between the elements: \"{0}\"", "values are attributes: the sender must correct the file", "")
X(RECORD_BYTE, "RECORD-BYTE", SEV_HOLD_DOCUMENT, "{0} in {1} is no text in {2}",
  "the file has another character set than the layout says, or a damaged byte", "")
X(RECORD_MISSING, "RECORD-MISSING", SEV_HOLD_DOCUMENT, "{0} is missing", "the sender must fill it", "")
X(RECORD_LENGTH, "RECORD-LENGTH", SEV_HOLD_DOCUMENT, "{0} \"{1}\" has {2} characters, not {3}", "the sender must correct the value, or the layout its length", "")
X(RECORD_NUMBER, "RECORD-NUMBER", SEV_HOLD_DOCUMENT, "{0} \"{1}\" is not {2}", "the sender must correct the number", "")
X(RECORD_DATE, "RECORD-DATE", SEV_HOLD_DOCUMENT, "{0} \"{1}\" is not of the form {2}", "the sender must correct the date or time, or the layout its form", "")
X(RECORD_CODE, "RECORD-CODE", SEV_HOLD_DOCUMENT, "{0} \"{1}\" is not one of {2}", "the sender must use a value of the list", "")
X(RECORD_CONSTANT, "RECORD-CONSTANT", SEV_HOLD_DOCUMENT, "{0} is \"{1}\", not \"{2}\"", "the file is of another kind: move it to the folder that is for it", "")
X(RECORD_GROUP_MISSING, "RECORD-GROUP-MISSING", SEV_HOLD_DOCUMENT, "{0} has no {1}", "the sender must add it", "")
X(RECORD_GROUP_MAX, "RECORD-GROUP-MAX", SEV_HOLD_DOCUMENT, "{0} occurs {1} times, at most {2} are allowed", "the sender must leave the surplus out", "")
X(RECORD_TAG, "RECORD-TAG", SEV_HOLD_DOCUMENT, "\"{0}\" begins no line of the layout {1}", "the sender must correct the tag, or the layout know it", "")
X(RECORD_ORDER, "RECORD-ORDER", SEV_HOLD_DOCUMENT, "{0} stands {1}", "the sender must put the lines into the order of the layout", "")
X(RECORD_COLUMNS, "RECORD-COLUMNS", SEV_HOLD_DOCUMENT, "the line has {0} columns where the layout has {1}",
  "a delimiter inside a value without quotes looks the same: the sender must correct the line", "")
X(RECORD_HEADER, "RECORD-HEADER", SEV_HOLD_DOCUMENT, "the header row {0}", "the sender must write the names of the layout, in any order", "")
X(RECORD_QUOTE, "RECORD-QUOTE", SEV_HOLD_DOCUMENT, "the quote {0}", "the sender must double quotes inside a value and close each value once", "RFC 4180")
X(RECORD_KEY, "RECORD-KEY", SEV_HOLD_DOCUMENT, "{0} \"{1}\" differs from \"{2}\", {3}", "lines of one record must agree on what they share", "")
X(RECORD_TRAILER, "RECORD-TRAILER", SEV_HOLD_DOCUMENT, "the trailer {0}", "the file may have been cut off or put together: ask for it again", "")
X(RECORD_LIMIT, "RECORD-LIMIT", SEV_HOLD_DOCUMENT, "a record of the file passes the limit of {0}", "the sender must split the file into smaller records", "")
