/* engine_findings.h - what the engine itself finds: no grammar, no agreement, duplicates, files that are not EDI.
   X(NAME, CODE, SEVERITY, MESSAGE, HINT, SOURCE) is expanded by findings.h (names) and findings.c (rows); hence no include guard. */
X(SET_UNKNOWN, "X12-SET-UNKNOWN", SEV_REJECT_DOCUMENT, "no {2}grammar for transaction set \"{0}\" in release \"{1}\"",
  "ask the partner whether this set was meant for you; its grammar would be schemas/x12/{1}/{0}.xml", "X12.6, element 143 (acknowledged as AK502 code 1)")
X(SET_GROUP, "X12-SET-GROUP", SEV_REJECT_DOCUMENT, "transaction set {0} belongs in a group {1}, this group is {2}",
  "ask the sender to correct GS01 or ST01, which contradict each other", "X12.6, element 143 (acknowledged as AK502 code 6, from 005010 on 18)")
X(SET_NOT_AGREED, "SET-NOT-AGREED", SEV_REJECT_DOCUMENT, "the agreement with {0} has no document {1}",
  "add <document set=\"{1}\" …/> to partners/{0}.xml if this set is to be taken", "acknowledged as AK502 code 1")
X(GROUP_UNKNOWN, "X12-GROUP-UNKNOWN", SEV_REJECT_GROUP, "groups {0} are {1}",
  "ask the sender what it is for; to take it, add a <document> of its kind to the agreement, and its grammar to schemas/ when there is none", "X12.6, element 479 (acknowledged as AK905 code 1)")
X(RELEASE_UNKNOWN, "X12-RELEASE-UNKNOWN", SEV_REJECT_GROUP, "release {0} of the group is {1}",
  "ask the sender for a release that is agreed, or add a <document> of this one to the agreement, and its grammar to schemas/ when there is none", "X12.6, element 480 (acknowledged as AK905 code 2)")
X(GUIDE_MISSING, "GUIDE-MISSING", SEV_ERROR, "there is no guide {0} for set {1} of release {2}",
  "name one that is in schemas/, such as amazon:850, or leave guide= out", "")
X(GUIDE_OTHER_RELEASE, "GUIDE-OTHER-RELEASE", SEV_NOTE, "guide {0} was made for {1}: this {2} of release {3} was held against the standard alone",
  "ask the partner which release is agreed, or write a guide for this one under schemas/", "")
X(ASSERT_UNKNOWN, "ASSERT-UNKNOWN", SEV_ERROR, "no guide of the documents here has a rule or a setting {0}", "{1}", "")
X(PARTNER_UNKNOWN, "PARTNER-UNKNOWN", SEV_REJECT_INTERCHANGE, "no agreement fits sender {0} and receiver {1}",
  "{2}", "")
X(RECEIVER_UNKNOWN, "RECEIVER-UNKNOWN", SEV_REJECT_INTERCHANGE, "{0} sent it to {1}; the agreement with {2} has us as {3}",
  "ask the partner to correct the receiver, or correct <we> in partners/{2}.xml", "X12.5, element I07 (acknowledged as TA105 code 009)")
X(USAGE_NOT_AGREED, "USAGE-NOT-AGREED", SEV_REJECT_INTERCHANGE, "ISA15 is {0}; the agreement takes {1}",
  "ask the partner whether this is test or production data, or widen <take usage=\"…\"/> in the agreement", "X12.5, element I14 (acknowledged as TA105 code 020)")
X(DUPLICATE_INTERCHANGE, "DUPLICATE-INTERCHANGE", SEV_REJECT_INTERCHANGE, "interchange {0} of {1} was already received as document {2}",
  "reject it if the partner sent it twice; ask for a new control number if it is a new one; nothing of it was done again", "X12.5, element I12 (acknowledged as TA105 code 025)")
X(DUPLICATE_GROUP, "DUPLICATE-GROUP", SEV_REJECT_GROUP, "group {0} {1} of {2} was already received in document {3}",
  "compare both; the agreement says what is done with a group number that was used before: <duplicates group=\"…\"/>", "X12.6, element 28")
X(DUPLICATE_SET, "DUPLICATE-SET", SEV_REJECT_DOCUMENT, "set {0} {1} of {2} was already received in document {3}",
  "compare both; the agreement says what is done with a set number that was used before: <duplicates set=\"…\"/>", "X12.6, element 329 (acknowledged as AK502 code 7)")
X(SEQUENCE_GAP, "SEQUENCE-GAP", SEV_NOTE, "interchange {0} came after {1}: {2} between them did not come so far",
  "ask the partner if they do not come later; interchanges of one partner may also arrive in another order", "X12.5, element I12")
X(SEQUENCE_BACK, "SEQUENCE-BACK", SEV_NOTE, "interchange {0} came after {1}, which is higher",
  "nothing to do if it is one that was late; a partner who began again with a low number should have told", "X12.5, element I12")
X(DUPLICATE_ORDER, "DUPLICATE-ORDER", SEV_HOLD_DOCUMENT, "purchase order {0} is already known from document {1}, where it is {2}",
  "compare both; the order was not passed to Prima a second time", "X12.22, BEG03")
X(NOT_EDI, "FILE-NOT-EDI", SEV_REJECT_INTERCHANGE, "neither an X12 interchange nor a record file that is known here",
  "look at the file: X12 starts with ISA, an item master with the header product,mtrx1,…", "")
X(ITEMS_FOLDER, "ITEMS-FOLDER", SEV_REJECT_INTERCHANGE, "an item master in inbox/{0}: items are taken from inbox/prima only",
  "put the file into inbox/prima if it comes from Prima; a partner cannot change our items", "")
X(FILE_EMPTY, "FILE-EMPTY", SEV_REJECT_INTERCHANGE, "the file is empty", "ask the sender for the file again", "")
X(FILE_TOO_BIG, "FILE-TOO-BIG", SEV_REJECT_INTERCHANGE, "the file has {0} bytes; the limit is {1}",
  "raise <limits file=\"…\"/> in crossdock.xml if such files are expected", "")
X(WORKER_DIED, "WORKER-DIED", SEV_REJECT_INTERCHANGE, "{0} workers died while they held this file",
  "send this report and the file to the makers of crossdock, whose fault it is, and release the file after an update", "")
X(WHOLE, "INTERCHANGE-WHOLE", SEV_REJECT_INTERCHANGE, "the agreement takes it whole or not at all, and {0} of its documents cannot be taken",
  "mend those documents and send all again, or say <whole of=\"set\"/> in the agreement", "")
X(FOLDER, "INBOX-FOLDER", SEV_NOTE, "dropped in inbox/{0}, but its addresses are those of the agreement {1}",
  "nothing to do: it was treated as a document of {1}", "")
X(LATIN1, "CHARACTERS-LATIN1", SEV_NOTE, "not valid UTF-8: read as ISO-8859-1",
  "name the character set in the agreement, to be sure: <characters set=\"ISO-8859-1\"/>", "")
X(NOT_UTF8, "CHARACTERS-NOT-UTF8", SEV_HOLD_DOCUMENT, "not valid UTF-8, which the agreement names as the character set",
  "ask the sender, or change <characters set=\"…\"/>", "")
X(SPLIT, "ORDER-SPLIT", SEV_NOTE, "held lines: {0} of {1}; the others went to Prima without them",
  "send the held lines after it once they are cleared; the agreement says so: <held-line holds=\"line\"/>", "")

/* What partners answer to what we sent, and sending it. */
X(ACK_ACCEPTED, "ACK-ACCEPTED", SEV_NOTE, "{0} accepted {1}", "nothing to do", "")
X(ACK_ERRORS, "ACK-ERRORS", SEV_WARN, "{0} accepted {1}, but noted errors", "look at them: what is tolerated today may be rejected tomorrow", "")
X(ACK_PARTLY, "ACK-PARTLY", SEV_WARN, "{0} accepted {1} only in part: {2} of {3} documents were rejected", "each rejected one has an entry in quarantine", "")
X(ACK_REJECTED, "ACK-REJECTED", SEV_HOLD_DOCUMENT, "{0} rejected {1}: {2}", "correct the document and send it again; nothing of it counts at the partner's", "")
X(ACK_FAULT, "ACK-FAULT", SEV_HOLD_DOCUMENT, "{0}: {1}; we sent {2}", "correct it where it comes from, and send the document again", "")
X(ACK_DUPLICATE, "ACK-DUPLICATE", SEV_NOTE, "{0} had answered {1} already, in document {2}, and says the same again", "nothing to do", "")
X(ACK_UNKNOWN, "ACK-UNKNOWN", SEV_WARN, "{0} answers {1}, which we never sent",
  "ask the partner what was meant; another system may send under our address, or the control number was changed on the way", "")
X(ACK_MISSING, "ACK-MISSING", SEV_WARN, "{0} has not answered {1}, sent {2} ago", "ask the partner whether it arrived; send it again if it did not", "")
X(SEND_PARTNER, "SEND-PARTNER", SEV_REJECT_DOCUMENT, "there is no agreement with \"{0}\"", "name a partner that has an agreement in partners/", "")
X(SEND_NOT_AGREED, "SEND-NOT-AGREED", SEV_REJECT_DOCUMENT, "the agreement with {0} has no document {1} of release {2}", "add <document set=\"{1}\" release=\"{2}\" …/> to partners/{0}.xml", "")
X(SEND_DELIMITER, "SEND-DELIMITER", SEV_REJECT_DOCUMENT, "the delimiter \"{0}\" that is agreed with {1} stands in data", "choose another one in <envelope> of the agreement, or take it out of the data", "")

/* A map held against what has arrived. */
X(TRAFFIC_NOT_READ, "TRAFFIC-NOT-READ", SEV_NOTE, "{0} arrived in {1} of {2} archived documents, e.g. '{3}', and no rule reads it",
  "give it a rule if Prima should know it", "")
X(TRAFFIC_NEVER, "TRAFFIC-NEVER", SEV_NOTE, "{0} was in none of {1} archived documents", "look whether another element is meant, or the rule is needed at all", "")
X(TRAFFIC_ROW, "TRAFFIC-ROW", SEV_NOTE, "the row in {0} was found by none of {1} archived documents", "remove it if it is not needed any more", "")
