/* record_findings.h - what can be wrong with a record on its way out.
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
