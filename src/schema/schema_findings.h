/* schema_findings.h - what can be wrong with schema files (SCHEMA-…), with a transaction set by the standard (X12-…, CTT-…) and by a
 * partner's guide (GUIDE-…).
 *
 * Rows X(enum name, code, severity, message, hint, source).  Expanded twice: by findings.h into an enum, by findings.c into the table.  No
 * include guard, on purpose.  ack/ maps the X12- codes to AK304 and AK403. */

/* ---- schema files ---- */
X(SCHEMA_FILE, "SCHEMA-FILE", SEV_ERROR, "{0} cannot be read: {1}", "a set needs segments.xml beside it; codes.xml and envelope.xml are read when they are there", "")
X(SCHEMA_SHAPE, "SCHEMA-SHAPE", SEV_ERROR, "<{0}> has no place here; expected {1}", "see the comment at the head of a shipped file of the same kind", "")
X(SCHEMA_ATTRIBUTE, "SCHEMA-ATTRIBUTE", SEV_ERROR, "{0}=\"{1}\" is not {2}", "see the comment at the head of a shipped file of the same kind", "")
X(SCHEMA_REQUIRED, "SCHEMA-REQUIRED", SEV_ERROR, "<{0}> needs the attribute {1}", "see the comment at the head of a shipped file of the same kind", "")
X(SCHEMA_REFERENCE, "SCHEMA-REFERENCE", SEV_ERROR, "{0} {1} is not described in the dictionary", "add it to segments.xml, or correct the reference", "")
X(SCHEMA_DUPLICATE, "SCHEMA-DUPLICATE", SEV_ERROR, "{0} {1} is described twice", "keep one of them", "")
X(SCHEMA_NOTE, "SCHEMA-NOTE", SEV_ERROR, "\"{0}\" is not a condition over the {1} elements of {2}",
  "write a letter P, R, E, C or L and two or more positions of two digits, e.g. P0607", "X12.6")
X(SCHEMA_LOOP, "SCHEMA-LOOP", SEV_ERROR, "loop {0} does not begin with a segment that opens it", "write the loop's opening segment as its first child, with max 1", "X12.6")
X(SCHEMA_PATH, "SCHEMA-PATH", SEV_ERROR, "{0} leads to no {1} of {2}", "name the loops from the outside in, then the segment: PO1/N1/N3", "")
X(SCHEMA_ELEMENT, "SCHEMA-ELEMENT", SEV_ERROR, "{0} has no element {1}; its last is {2}", "correct the number: elements are counted from 01 as the standard does", "")
X(SCHEMA_BASE, "SCHEMA-BASE", SEV_ERROR, "guide {0} narrows {1}, not {2}", "name the guide that was made for this set, or change its base", "")
X(SCHEMA_WIDER, "SCHEMA-WIDER", SEV_ERROR, "{0} of {1} would be wider than the standard allows", "take it out, or correct the standard's file: a guide can only narrow", "")
X(SCHEMA_AMBIGUOUS, "SCHEMA-AMBIGUOUS", SEV_WARN, "{0} after {1} can be read in two ways: as {2}, or as {3}",
  "documents are read the first way; leave one of the two places out, or put a mandatory segment between them", "X12.6")
X(SCHEMA_TOO_BIG, "SCHEMA-TOO-BIG", SEV_ERROR, "{0}: more than {1}", "divide it, or leave out what is not needed", "")
X(SCHEMA_LAYOUT, "SCHEMA-LAYOUT", SEV_ERROR, "{0} {1}", "see src/schema/README on layouts in lines of text, and the shipped variants", "")

/* ---- segments ---- */
X(X12_SEGMENT_UNKNOWN, "X12-SEGMENT-UNKNOWN", SEV_REJECT_DOCUMENT, "{0} is no segment of release {1}{2}",
  "the sender must remove it or correct its id; a damaged terminator before it looks the same", "X12.22 (acknowledged as AK304 code 1)")
X(X12_SEGMENT_NOT_IN_SET, "X12-SEGMENT-NOT-IN-SET", SEV_REJECT_DOCUMENT, "{0} does not belong to the set {1}", "the sender must remove it", "acknowledged as AK304 code 6")
X(X12_SEGMENT_ORDER, "X12-SEGMENT-ORDER", SEV_REJECT_DOCUMENT, "{0} comes too late: its place is before {1}", "the sender must put the segments into the order of the set", "acknowledged as AK304 code 7")
X(X12_SEGMENT_UNEXPECTED, "X12-SEGMENT-UNEXPECTED", SEV_REJECT_DOCUMENT, "{0} cannot stand here: no loop it belongs to is open or can follow after {1}{2}",
  "the sender must add the segment that opens its loop, or move it to its place", "acknowledged as AK304 code 2")
X(X12_SEGMENT_MISSING, "X12-SEGMENT-MISSING", SEV_REJECT_DOCUMENT, "{0} is missing; {1}", "the sender must add it", "acknowledged as AK304 code 3")
X(X12_LOOP_MAX, "X12-LOOP-MAX", SEV_REJECT_DOCUMENT, "loop {0} occurs more than {1} times", "the sender must split the document or leave the surplus out", "acknowledged as AK304 code 4")
X(X12_SEGMENT_MAX, "X12-SEGMENT-MAX", SEV_REJECT_DOCUMENT, "{0} occurs more often than the {1} of its place", "the sender must leave the surplus out", "acknowledged as AK304 code 5")
X(X12_SEGMENT_EMPTY, "X12-SEGMENT-EMPTY", SEV_WARN, "{0} has no element", "the sender should leave it out: a segment without data is not sent at all", "X12.6 (acknowledged as AK304 code 8)")

/* ---- elements ---- */
X(X12_ELEMENT_MISSING, "X12-ELEMENT-MISSING", SEV_REJECT_DOCUMENT, "{0} is missing{1}", "the sender must fill it", "acknowledged as AK403 code 1")
X(X12_ELEMENT_CONDITION, "X12-ELEMENT-CONDITION", SEV_REJECT_DOCUMENT, "{0} is missing: {1}", "the sender must fill it, or leave out what needs it", "acknowledged as AK403 code 2")
X(X12_ELEMENT_EXTRA, "X12-ELEMENT-EXTRA", SEV_REJECT_DOCUMENT, "{0} has {1} elements, {2} were sent", "the sender must leave the surplus out; an element separator inside data looks the same", "acknowledged as AK403 code 3")
X(X12_ELEMENT_SHORT, "X12-ELEMENT-SHORT", SEV_REJECT_DOCUMENT, "{0} \"{1}\" is too short: {2} where at least {3} are needed", "the sender must send the whole value", "acknowledged as AK403 code 4")
X(X12_ELEMENT_LONG, "X12-ELEMENT-LONG", SEV_REJECT_DOCUMENT, "{0} \"{1}\" is too long: {2} where at most {3} are allowed", "the sender must shorten the value", "acknowledged as AK403 code 5")
X(X12_ELEMENT_CHARACTER, "X12-ELEMENT-CHARACTER", SEV_REJECT_DOCUMENT, "{0} \"{1}\" is not {2}", "the sender must correct the value", "acknowledged as AK403 code 6")
X(X12_ELEMENT_CODE, "X12-ELEMENT-CODE", SEV_REJECT_DOCUMENT, "{0}: \"{1}\" is no code of the standard{2}",
  "the sender must use a code of the list; 'crossdock show' prints what the others mean", "acknowledged as AK403 code 7")
X(X12_CODE_CASE, "X12-CODE-CASE", SEV_NOTE, "{0}: \"{1}\" was read as {2}", "nothing to do: the agreement tolerates codes in lower case", "")
X(X12_ELEMENT_DATE, "X12-ELEMENT-DATE", SEV_REJECT_DOCUMENT, "{0} \"{1}\" is no date; expected {2}", "the sender must correct the date", "acknowledged as AK403 code 8")
X(X12_ELEMENT_TIME, "X12-ELEMENT-TIME", SEV_REJECT_DOCUMENT, "{0} \"{1}\" is no time; expected HHMM, HHMMSS or HHMMSSDD", "the sender must correct the time", "acknowledged as AK403 code 9")
X(X12_ELEMENT_EXCLUSION, "X12-ELEMENT-EXCLUSION", SEV_REJECT_DOCUMENT, "{0} may not stand beside {1} ({2})", "the sender must leave one of them out", "acknowledged as AK403 code 10")
X(X12_REPEAT_MAX, "X12-REPEAT-MAX", SEV_REJECT_DOCUMENT, "{0} is repeated {1} times, at most {2} are allowed", "the sender must leave the surplus out", "acknowledged as AK403 code 3, from 005010 on 12")
X(X12_COMPONENT_EXTRA, "X12-COMPONENT-EXTRA", SEV_REJECT_DOCUMENT, "{0} has {1} components, {2} were sent", "the sender must leave the surplus out; a component separator inside data looks the same", "acknowledged as AK403 code 3, from 005010 on 13")
X(X12_TRAILING_EMPTY, "X12-TRAILING-EMPTY", SEV_NOTE, "{0} ends with empty elements", "nothing to do; other segments of the set may end so too", "X12.6")
X(X12_TRAILING_BLANKS, "X12-TRAILING-BLANKS", SEV_WARN, "{0} \"{1}\" was sent with blanks after it", "nothing to do: it was read without them", "X12.6")

/* ---- totals ---- */
X(CTT_LINES, "CTT-LINES", SEV_WARN, "{0} says {1}, but the number of {3} segments is {2}", "ask the sender whether lines were lost", "X12.22, CTT01")
X(CTT_HASH, "CTT-HASH", SEV_WARN, "{0} says {1}, {3} add up to {2}", "ask the sender whether a quantity was changed; an agreement can say how the total is made", "X12.22, CTT02")

/* ---- the partner's guide ---- */
X(GUIDE_USAGE, "GUIDE-USAGE", SEV_WARN, "{0} {1} by the guide {2}{3}", "ask the partner, or extend the guide under schemas/", "")
X(GUIDE_CODE, "GUIDE-CODE", SEV_WARN, "{0}: \"{1}\" is not among the codes of the guide {2}: {3}", "ask the partner, or extend the guide under schemas/", "")
X(GUIDE_LENGTH, "GUIDE-LENGTH", SEV_WARN, "{0} \"{1}\" has {2}; the guide says {3}", "ask the partner, or extend the guide under schemas/", "")
X(GUIDE_REPEAT, "GUIDE-REPEAT", SEV_WARN, "{0} occurs more than the {1} times of the guide {2}", "ask the partner, or extend the guide under schemas/", "")
X(GUIDE_CHECK_DIGIT, "GUIDE-CHECK-DIGIT", SEV_WARN, "{0} \"{1}\" is no {2}: {3}", "the sender must correct the number; a digit mistyped or two swapped look like this", "GS1 General Specifications 7.9")
X(GUIDE_REQUIRE, "GUIDE-REQUIRE", SEV_WARN, "{0} is missing: {1} of at least {2} are there{3}", "ask the partner, or extend the guide under schemas/", "")

/* ---- hierarchies: numbers and order are the standard's, levels and content mostly a guide's ---- */
X(HL_DUPLICATE, "HL-DUPLICATE", SEV_REJECT_DOCUMENT, "{0} \"{1}\" stands in segment {2} already", "the sender must give each HL of a set its own number", "X12.6, HL01 (acknowledged as AK403 code 7)")
X(HL_PARENT, "HL-PARENT", SEV_REJECT_DOCUMENT, "{0} \"{1}\" {2}", "the sender must name an HL that comes before", "X12.6, HL02 (acknowledged as AK403 code 7)")
X(HL_ORDER, "HL-ORDER", SEV_WARN, "HL {0} belongs below HL {1} of segment {2}, but that branch is closed", "ask the sender to put what is below an HL before the next one beside it", "X12.6, HL loops")
X(HL_CHILD, "HL-CHILD", SEV_WARN, "{0} is {1}, but {2}", "ask the sender whether HLs were lost; 1 says that others are below, 0 that none is", "X12.6, HL04")
X(HL_LEVEL, "HL-LEVEL", SEV_WARN, "level {0} {1}{2}", "ask the partner, or extend the guide under schemas/", "")
X(HL_STRUCTURE, "HL-STRUCTURE", SEV_WARN, "{0} is {1}, but the levels stand as they may{2}", "ask the sender which is meant: the structure that the header declares, or the one that was sent", "")
X(HL_CONTENT, "HL-CONTENT", SEV_WARN, "HL {0} of level {1} lacks {2}", "ask the partner, or extend the guide under schemas/", "")
