/* conf_findings.h - what can be wrong with crossdock.xml and partners/NAME.xml.
 *
 * Rows X(enum name, code, severity, message, hint, source).  Expanded twice: by findings.h into an enum, by findings.c into the table.  No
 * include guard, on purpose. */
X(CONF_UNKNOWN, "CONF-UNKNOWN", SEV_ERROR, "{0} is not known in {1}", "{2}", "")
X(CONF_VALUE, "CONF-VALUE", SEV_ERROR, "{0} is \"{1}\", which is not {2}", "write {0} as {2}", "")
X(CONF_MISSING, "CONF-MISSING", SEV_ERROR, "{0} is missing", "add it: {2}", "")
X(CONF_REPEATED, "CONF-REPEATED", SEV_ERROR, "{0} is written more than once in {1}",
  "keep the one that is meant and remove the others", "")
X(CONF_TEXT, "CONF-TEXT", SEV_ERROR, "text \"{0}\" inside <{1}> means nothing",
  "write values as attributes, notes between <!-- and -->", "")
X(CONF_ROOT, "CONF-ROOT", SEV_ERROR, "the file starts with <{0}>, not with <{1}>",
  "write settings as a <crossdock> element in crossdock.xml, agreements as an <agreement> element in partners/NAME.xml", "")
X(CONF_AMBIGUOUS, "CONF-AMBIGUOUS", SEV_ERROR, "agreement {0} has the same addresses as agreement {1}: {2}",
  "change <they> or <we> of one of them, or join both: a document must lead to one agreement", "")
X(CONF_NAME, "CONF-NAME", SEV_ERROR, "\"{0}\" cannot be a partner's name",
  "name the file with letters, digits, '-' and '_', up to 40, other than \"prima\": the name is also that of its inbox and outbox folder", "")
X(CONF_READ, "CONF-READ", SEV_ERROR, "{0} cannot be read: {1}",
  "check that the file is there, is a plain file and is not larger than 1 MB", "")
X(CONF_NO_INSTANCE, "CONF-NO-INSTANCE", SEV_ERROR, "there is no crossdock.xml here, so this is not an instance",
  "name the instance with -C DIR, or make one with 'crossdock init DIR'", "")
X(CONF_NO_PARTNER, "CONF-NO-PARTNER", SEV_WARN, "there is no agreement in partners/, so every document will go to quarantine",
  "write partners/NAME.xml; 'crossdock init DIR --demo' shows one", "")
X(CONF_DELIMITERS, "CONF-DELIMITERS", SEV_ERROR, "the delimiter {0} of <envelope> {1}",
  "choose signs that differ from each other and stand in none of the addresses", "")
