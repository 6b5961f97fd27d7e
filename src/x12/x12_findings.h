/* x12_findings.h - what can be wrong with the syntax of an interchange, one row each; see findings.h for how it expands.
 *
 *   X(name, "CODE", default severity, message, hint, clause)
 *
 * Severity: what makes one set's bytes doubtful rejects that set, what makes a group's extent doubtful rejects the group, and so on; damage
 * that was repaired without guessing is a warning, or a note where nobody need act.  A leniency of the agreement (reader.h) lowers a total
 * to a warning and a repair to a note.  The last column names the clause, and in brackets the acknowledgement code of the fault.
 * Damage is reported once an interchange, at its first place, with the number of times as {0}. */

/* The file. */
X(X12_EMPTY, "X12-EMPTY", SEV_REJECT_INTERCHANGE, "the file is empty", "Ask the sender for the file again; a transfer that failed leaves an empty file.", "")
X(X12_NOT_X12, "X12-NOT-X12", SEV_REJECT_INTERCHANGE, "no ISA segment was found; the file begins with {0}",
  "An X12 file begins with ISA. Check whether this is another kind of file, or a part of one.", "X12.5 3.2.1")
X(X12_UTF16, "X12-UTF16", SEV_REJECT_INTERCHANGE, "the file is in UTF-16, two bytes a character", "Ask for the file in ASCII or UTF-8, or save it again so.", "X12.5 3.3")
X(X12_BOM, "X12-BOM", SEV_WARN, "a byte order mark stands before ISA", "It was skipped. A program that edits text has saved this file; the agreement's leniency \"bom\" tolerates it.", "")
X(X12_BLANK_BEFORE, "X12-BLANK-BEFORE", SEV_NOTE, "{0} blanks or line ends stand before ISA", "They were skipped.", "")
X(X12_JUNK, "X12-JUNK", SEV_WARN, "{0} bytes that belong to no interchange were skipped", "Look at them: a mail's text, a report's heading, or segments whose ISA is lost.", "")
X(X12_CTRL_Z, "X12-CTRL-Z", SEV_NOTE, "{0} Ctrl-Z or NUL bytes stand between or after interchanges", "They were skipped.", "")
X(X12_LIMIT_INTERCHANGES, "X12-LIMIT-INTERCHANGES", SEV_REJECT_INTERCHANGE, "more than {0} interchanges are in one file; the rest was not read",
  "Split the file, or raise the limit.", "")

/* An ISA that cannot be read: no event comes of it, and the next ISA is looked for. */
X(X12_ISA_ELEMENT_SEPARATOR, "X12-ISA-ELEMENT-SEPARATOR", SEV_REJECT_INTERCHANGE, "the byte after ISA, {0}, cannot separate elements",
  "The separator is a character that is no letter, digit or blank and has one byte.", "X12.5 3.2.1 [TA1 026]")
X(X12_ISA_SEPARATORS, "X12-ISA-SEPARATORS", SEV_REJECT_INTERCHANGE, "the ISA has {0} usable element separators, 16 were expected",
  "Ask the sender for a whole ISA; its 16 elements are never left out, only filled with blanks.", "X12.5 3.2.1 [TA1 022]")
X(X12_ISA_TERMINATOR, "X12-ISA-TERMINATOR", SEV_REJECT_INTERCHANGE, "the byte after ISA16, {0}, cannot end segments",
  "The terminator stands directly after ISA16; it is no letter, digit or blank and no other delimiter.", "X12.5 3.2.1 [TA1 004]")

/* An ISA that was read in spite of something. */
X(X12_ISA16_MISSING, "X12-ISA16-MISSING", SEV_WARN, "ISA16 was left out; segments end with {0}", "Elements are not split into components. Ask the sender to send ISA16.", "X12.5 I15 [TA1 027]")
X(X12_ISA16_SEPARATOR, "X12-ISA16-SEPARATOR", SEV_REJECT_INTERCHANGE, "ISA16 is {0}, which cannot separate components",
  "It is a character of its own that is no letter, digit or blank.", "X12.5 I15 [TA1 027]")
X(X12_ISA16_MULTIBYTE, "X12-ISA16-MULTIBYTE", SEV_WARN, "ISA16 has {0} bytes, a character outside ASCII",
  "Elements are not split into components. A code page was changed on the way.", "X12.5 I15 [TA1 027]")
X(X12_TERMINATOR_MULTIBYTE, "X12-TERMINATOR-MULTIBYTE", SEV_WARN, "the segment terminator has {0} bytes, a character outside ASCII",
  "The file was read. A code page was changed on the way: names with accents are probably damaged too.", "X12.5 3.2.1 [TA1 004]")
X(X12_ISA_PADDING, "X12-ISA-PADDING", SEV_WARN, "{0} elements of the ISA do not have their fixed length, first ISA{1}: {2} characters, {3} were expected",
  "The ISA was read by its separators. The agreement's leniency \"isa-padding\" tolerates it.", "X12.5 3.2.1 [TA1 022]")
X(X12_ISA11_IGNORED, "X12-ISA11-IGNORED", SEV_NOTE, "ISA11 is {0} and was not used as repetition separator",
  "Before version 00402 it names the standard (U); from then on it is a delimiter of its own.", "X12.5 I65 [TA1 016]")
X(X12_ISA01_QUALIFIER, "X12-ISA01-QUALIFIER", SEV_WARN, "ISA01 {0} is no authorization qualifier of two characters", "Usual is 00.", "X12.5 I01 [TA1 010]")
X(X12_ISA03_QUALIFIER, "X12-ISA03-QUALIFIER", SEV_WARN, "ISA03 {0} is no security qualifier of two characters", "Usual is 00.", "X12.5 I03 [TA1 012]")
X(X12_ISA05_QUALIFIER, "X12-ISA05-QUALIFIER", SEV_REJECT_INTERCHANGE, "ISA05 {0} is no sender qualifier of two characters", "Usual are ZZ, 01, 08, 12 and 14.", "X12.5 I05 [TA1 005]")
X(X12_ISA06_SENDER, "X12-ISA06-SENDER", SEV_REJECT_INTERCHANGE, "ISA06, the sender, is empty", "Ask the sender to put his identifier there.", "X12.5 I06 [TA1 006]")
X(X12_ISA07_QUALIFIER, "X12-ISA07-QUALIFIER", SEV_REJECT_INTERCHANGE, "ISA07 {0} is no receiver qualifier of two characters", "Usual are ZZ, 01, 08, 12 and 14.", "X12.5 I05 [TA1 007]")
X(X12_ISA08_RECEIVER, "X12-ISA08-RECEIVER", SEV_REJECT_INTERCHANGE, "ISA08, the receiver, is empty", "Ask the sender to put our identifier there.", "X12.5 I07 [TA1 008]")
X(X12_ISA09_DATE, "X12-ISA09-DATE", SEV_WARN, "ISA09 {0} is no date YYMMDD", "The interchange was read.", "X12.5 I08 [TA1 014]")
X(X12_ISA10_TIME, "X12-ISA10-TIME", SEV_WARN, "ISA10 {0} is no time HHMM", "The interchange was read.", "X12.5 I09 [TA1 015]")
X(X12_ISA12_VERSION, "X12-ISA12-VERSION", SEV_REJECT_INTERCHANGE, "ISA12 {0} is no version of five digits", "Usual are 00400, 00401 and 00501.", "X12.5 I11 [TA1 017]")
X(X12_ISA13_CONTROL, "X12-ISA13-CONTROL", SEV_REJECT_INTERCHANGE, "ISA13 {0} is no control number of up to nine digits", "The number must be new for each interchange.", "X12.5 I12 [TA1 018]")
X(X12_ISA14_ACK, "X12-ISA14-ACK", SEV_WARN, "ISA14 {0} is neither 0 nor 1", "It was taken as 0: no TA1 is asked for.", "X12.5 I13 [TA1 019]")
X(X12_ISA15_USAGE, "X12-ISA15-USAGE", SEV_REJECT_INTERCHANGE, "ISA15 {0} is none of P, T and I", "It says whether this is production or test data, which must not be guessed.", "X12.5 I14 [TA1 020]")

/* Inside an interchange: damage that was repaired. */
X(X12_WRAPPED, "X12-WRAPPED", SEV_WARN, "the text is broken into lines inside segments, first here", "All line ends were dropped, as they end no segment. The leniency \"wrapped\" tolerates it.", "")
X(X12_DOUBLED_TERMINATOR, "X12-DOUBLED-TERMINATOR", SEV_WARN, "{0} empty segments (doubled terminators) were skipped", "They are not counted in SE01.", "")
X(X12_INDENTED, "X12-INDENTED", SEV_NOTE, "{0} segments have blanks before their id", "They were skipped. The file was probably laid out for reading.", "")
X(X12_BLANKS_AT_TERMINATOR, "X12-BLANKS-AT-TERMINATOR", SEV_NOTE, "{0} segments have blanks or line ends before their terminator", "They were dropped.", "")
X(X12_LAST_TERMINATOR, "X12-LAST-TERMINATOR", SEV_WARN, "the last segment has no terminator", "It is whole otherwise. The leniency \"no-last-terminator\" tolerates it.", "")
X(X12_SEGMENT_CUT, "X12-SEGMENT-CUT", SEV_REJECT_INTERCHANGE, "the file ends inside a segment", "The transfer was cut off: ask for the file again.", "X12.5 3.2.1 [TA1 023]")

/* The interchange's structure. */
X(X12_STRAY_INTERCHANGE, "X12-STRAY-INTERCHANGE", SEV_REJECT_INTERCHANGE, "{0} segments stand outside groups", "They were skipped. A GS is missing before them, or a GE came too early.", "X12.5 3.1 [TA1 022]")
X(X12_STRAY_GROUP, "X12-STRAY-GROUP", SEV_REJECT_GROUP, "{0} segments stand outside transaction sets", "They were skipped. An ST is missing before them, or an SE came too early.", "X12.5 3.1 [TA1 022]")
X(X12_TA1_PLACE, "X12-TA1-PLACE", SEV_WARN, "a TA1 stands after a group", "It was read; TA1 belongs directly after ISA.", "X12.5 3.1 [TA1 022]")
X(X12_INTERCHANGE_EMPTY, "X12-INTERCHANGE-EMPTY", SEV_WARN, "the interchange holds neither a group nor a TA1", "There is nothing to do for it; ask the sender whether something was left out.", "X12.5 3.1")
X(X12_IEA_ELEMENTS, "X12-IEA-ELEMENTS", SEV_WARN, "the IEA has {0} elements, 2 were expected", "", "X12.5 IEA [TA1 022]")
X(X12_IEA01_COUNT, "X12-IEA01-COUNT", SEV_REJECT_INTERCHANGE, "IEA01 says {0} groups, {1} were counted", "Ask for the interchange again, or let the agreement tolerate it by \"wrong-iea01\".", "X12.5 I16 [TA1 021]")
X(X12_IEA01_TA1, "X12-IEA01-TA1", SEV_NOTE, "IEA01 says {0}, but the interchange holds TA1 segments only, which are no groups", "", "X12.5 I16")
X(X12_IEA02_CONTROL, "X12-IEA02-CONTROL", SEV_REJECT_INTERCHANGE, "IEA02 {0} is not ISA13 {1}", "Two interchanges were mixed up, or the file was edited: ask for it again.", "X12.5 I12 [TA1 001]")
X(X12_IEA02_ZEROS, "X12-IEA02-ZEROS", SEV_NOTE, "IEA02 {0} and ISA13 {1} differ in leading zeros", "", "X12.5 I12")
X(X12_IEA_MISSING, "X12-IEA-MISSING", SEV_REJECT_INTERCHANGE, "the interchange ends without IEA", "The file was cut off, or two files were joined: ask for it again.", "X12.5 3.1 [TA1 023]")
X(X12_LIMIT_SEGMENT, "X12-LIMIT-SEGMENT", SEV_REJECT_INTERCHANGE, "no segment terminator {1} was found in {0} bytes", "The terminator of ISA is not the one of the segments after it, or this is no text.", "[TA1 004]")

/* A group. */
X(X12_GS_ELEMENTS, "X12-GS-ELEMENTS", SEV_REJECT_GROUP, "the GS has {0} elements, 8 were expected", "All eight are mandatory.", "X12.5 GS [TA1 024]")
X(X12_GS_EXTRA, "X12-GS-EXTRA", SEV_WARN, "the GS has {0} elements, 8 were expected", "Those after the eighth were not looked at.", "X12.5 GS [TA1 024]")
X(X12_GS01_ID, "X12-GS01-ID", SEV_REJECT_GROUP, "GS01 {0} is no functional identifier of two characters", "For purchase orders it is PO.", "X12.5 479 [AK9 1]")
X(X12_GS02_SENDER, "X12-GS02-SENDER", SEV_REJECT_GROUP, "GS02, the sender, is empty", "", "X12.5 142 [TA1 024]")
X(X12_GS03_RECEIVER, "X12-GS03-RECEIVER", SEV_REJECT_GROUP, "GS03, the receiver, is empty", "", "X12.5 124 [TA1 024]")
X(X12_GS04_DATE, "X12-GS04-DATE", SEV_WARN, "GS04 {0} is no date CCYYMMDD", "The group was read.", "X12.5 373 [TA1 024]")
X(X12_GS05_TIME, "X12-GS05-TIME", SEV_WARN, "GS05 {0} is no time HHMM", "The group was read.", "X12.5 337 [TA1 024]")
X(X12_GS06_CONTROL, "X12-GS06-CONTROL", SEV_REJECT_GROUP, "GS06 {0} is no control number of up to nine digits", "", "X12.5 28 [AK9 6]")
X(X12_GS06_DUPLICATE, "X12-GS06-DUPLICATE", SEV_REJECT_GROUP, "GS06 {0} was already used in this interchange", "Ask the sender to number his groups.", "X12.5 28 [AK9 19 from 005010]")
X(X12_GS07_AGENCY, "X12-GS07-AGENCY", SEV_WARN, "GS07 {0} is neither X nor T", "", "X12.5 455 [TA1 024]")
X(X12_GS08_RELEASE, "X12-GS08-RELEASE", SEV_REJECT_GROUP, "GS08 {0} is no release of up to twelve characters", "It says by which release the sets are read, for example 004010.", "X12.5 480 [AK9 2]")
X(X12_VERSION_DIFFERS, "X12-VERSION-DIFFERS", SEV_NOTE, "ISA12 {0} and GS08 {1} name different versions", "GS08 decides how sets are read.", "X12.5 I11, 480")
X(X12_GROUP_EMPTY, "X12-GROUP-EMPTY", SEV_WARN, "the group holds no transaction set", "", "X12.5 3.1")
X(X12_GE_ELEMENTS, "X12-GE-ELEMENTS", SEV_WARN, "the GE has {0} elements, 2 were expected", "", "X12.5 GE")
X(X12_GE01_COUNT, "X12-GE01-COUNT", SEV_REJECT_GROUP, "GE01 says {0} transaction sets, {1} were counted", "Ask for the group again, or let the agreement tolerate it by \"wrong-ge01\".", "X12.5 97 [AK9 5]")
X(X12_GE02_CONTROL, "X12-GE02-CONTROL", SEV_REJECT_GROUP, "GE02 {0} is not GS06 {1}", "Two groups were mixed up, or the file was edited: ask for it again.", "X12.5 28 [AK9 4]")
X(X12_GE02_ZEROS, "X12-GE02-ZEROS", SEV_NOTE, "GE02 {0} and GS06 {1} differ in leading zeros", "", "X12.5 28")
X(X12_GE_MISSING, "X12-GE-MISSING", SEV_REJECT_GROUP, "the group ends without GE", "The file was cut off or put together wrongly: ask for it again.", "X12.5 3.1 [AK9 3]")

/* A transaction set. */
X(X12_ST_ELEMENTS, "X12-ST-ELEMENTS", SEV_WARN, "the ST has {0} elements, 2 or 3 were expected", "", "X12.5 ST")
X(X12_ST01_ID, "X12-ST01-ID", SEV_REJECT_DOCUMENT, "ST01 {0} is no transaction set identifier of three characters", "For a purchase order it is 850.", "X12.5 143 [AK5 6]")
X(X12_ST02_CONTROL, "X12-ST02-CONTROL", SEV_REJECT_DOCUMENT, "ST02 {0} is no control number of up to nine characters", "", "X12.5 329 [AK5 7]")
X(X12_ST02_DUPLICATE, "X12-ST02-DUPLICATE", SEV_REJECT_DOCUMENT, "ST02 {0} was already used in this group", "Ask the sender to number the sets of a group.", "X12.5 329 [AK5 23]")
X(X12_SE_ELEMENTS, "X12-SE-ELEMENTS", SEV_WARN, "the SE has {0} elements, 2 were expected", "", "X12.5 SE")
X(X12_SE01_COUNT, "X12-SE01-COUNT", SEV_REJECT_DOCUMENT, "SE01 says {0} segments, {1} were counted", "Segments may be lost: ask for the document again, or let the agreement tolerate it by \"wrong-se01\".", "X12.5 96 [AK5 4]")
X(X12_SE02_CONTROL, "X12-SE02-CONTROL", SEV_REJECT_DOCUMENT, "SE02 {0} is not ST02 {1}", "Two documents were mixed up, or the file was edited: ask for it again.", "X12.5 329 [AK5 3]")
X(X12_SE_MISSING, "X12-SE-MISSING", SEV_REJECT_DOCUMENT, "the transaction set ends without SE", "Segments may be lost: ask for the document again.", "X12.5 3.1 [AK5 2]")
X(X12_LIMIT_ELEMENTS, "X12-LIMIT-ELEMENTS", SEV_REJECT_DOCUMENT, "a segment has more than {0} elements; the rest was not read", "No segment of the standard is so long: the delimiters are probably wrong.", "")
X(X12_LIMIT_SET_BYTES, "X12-LIMIT-SET-BYTES", SEV_REJECT_DOCUMENT, "the transaction set is longer than {0} bytes; the rest was skipped", "Ask the sender to split it, or raise the limit.", "")
X(X12_LIMIT_SET_SEGMENTS, "X12-LIMIT-SET-SEGMENTS", SEV_REJECT_DOCUMENT, "the transaction set has more than {0} segments; the rest was skipped", "Ask the sender to split it, or raise the limit.", "")
