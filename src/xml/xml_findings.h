/* xml_findings.h - what can be wrong with an XML file as such, whatever it says.
 *
 * Rows X(enum name, code, severity, message, hint, source).  Expanded twice: by findings.h into an enum, by findings.c into the table.  No
 * include guard, on purpose. */
X(XML_SYNTAX, "XML-SYNTAX", SEV_ERROR, "this is not well-formed XML: {0}",
  "correct the file at this place; what follows was not read", "XML 1.0 section 2.1")
X(XML_DOCTYPE, "XML-DOCTYPE", SEV_ERROR, "a document type declaration is not accepted",
  "remove the <!DOCTYPE ...> line; entities and DTDs are never read, so that a file cannot reach beyond itself", "")
X(XML_TOO_BIG, "XML-TOO-BIG", SEV_ERROR, "the file passes the limit of {0} {1}", "divide it into smaller files", "")
X(XML_READ, "XML-READ", SEV_ERROR, "the file cannot be read: {0}", "check that it exists and may be read", "")
X(XML_ENCODING, "XML-ENCODING", SEV_ERROR, "the character encoding {0} is not read",
  "save the file as UTF-8, or as ISO-8859-1 with that name in its first line", "")
X(XML_ATTRIBUTE, "XML-ATTRIBUTE", SEV_ERROR, "attribute \"{0}\" is not known on <{1}>", "{2}", "")
X(XML_INVALID, "XML-INVALID", SEV_ERROR, "the document does not conform to {1}: {0}", "compare the element with the schema", "")
X(XML_SCHEMA, "XML-SCHEMA", SEV_ERROR, "the schema cannot be used: {0}", "correct the schema file", "")
