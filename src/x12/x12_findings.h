/* x12_findings.h - what can be wrong with the syntax of an interchange, one row each; see findings.h for how it expands.
 *
 *   X(name, "CODE", default severity, message, hint, clause)
 *
 * Severity: what makes one set's bytes doubtful rejects that set, what makes a group's extent doubtful rejects the group, and so on; damage
 * that was repaired without guessing is a warning, or a note where nobody need act.  A leniency of the agreement (reader.h) lowers a total
 * to a warning and a repair to a note.  The last column names the clause, and in brackets the code it is acknowledged by.
 * Damage is reported once an interchange, at its first place, with the number of times as {0}. */

/* What is written. */
X(X12_DELIMITER_IN_DATA, "X12-DELIMITER-IN-DATA", SEV_HOLD_DOCUMENT, "{0} is \"{1}\", which holds the delimiter {2}", "change the text at its source, or agree on delimiters that stand in no text: X12 cannot quote them", "X12.5")
X(X12_CHARACTER, "X12-CHARACTER", SEV_HOLD_DOCUMENT, "the character {1} ({0}) in {2} is not among the agreed ones ({3})", "write it differently at its source, or agree on a larger character set with the partner", "X12.5")

/* The file. */
X(X12_EMPTY, "X12-EMPTY", SEV_REJECT_INTERCHANGE, "the file is empty", "ask the sender for the file again; a transfer that failed leaves an empty file", "")
X(X12_NOT_X12, "X12-NOT-X12", SEV_REJECT_INTERCHANGE, "no ISA segment was found; the file begins with \"{0}\"",
  "check whether this is another kind of file, or a part of one: an X12 file begins with ISA", "X12.5")
X(X12_UTF16, "X12-UTF16", SEV_REJECT_INTERCHANGE, "the file is in UTF-16, two bytes a character", "ask for the file in ASCII or UTF-8, or save it again so", "X12.5")
X(X12_BOM, "X12-BOM", SEV_WARN, "a byte order mark stands before ISA", "find out which text editor has saved this file, or let the agreement tolerate it by \"bom\"; the mark was skipped", "")
X(X12_BLANK_BEFORE, "X12-BLANK-BEFORE", SEV_NOTE, "blanks or line ends stand before ISA ({0} in all)", "nothing to do: they were skipped", "")
X(X12_JUNK, "X12-JUNK", SEV_WARN, "bytes that belong to no interchange were skipped ({0} in all)", "look at them: a mail's text, a report's heading, or segments whose ISA is lost", "")
X(X12_CTRL_Z, "X12-CTRL-Z", SEV_NOTE, "Ctrl-Z or NUL bytes stand between or after interchanges ({0} in all)", "nothing to do: they were skipped", "")
X(X12_LIMIT_INTERCHANGES, "X12-LIMIT-INTERCHANGES", SEV_REJECT_INTERCHANGE, "more than {0} interchanges are in one file; the rest was not read",
  "split the file, or raise the limit of the instance", "")

/* An ISA that cannot be read.  Where its elements are known all the same an empty interchange comes of it, which can be answered; otherwise
   no event.  The next ISA is looked for. */
X(X12_ISA_ELEMENT_SEPARATOR, "X12-ISA-ELEMENT-SEPARATOR", SEV_REJECT_INTERCHANGE, "the byte after ISA, \"{0}\", cannot separate elements",
  "ask the sender to separate by one byte that is no letter, digit or blank", "X12.5 (acknowledged as TA105 code 026)")
X(X12_ISA_SEPARATORS, "X12-ISA-SEPARATORS", SEV_REJECT_INTERCHANGE, "the number of usable element separators in ISA is {0}, expected 16",
  "ask the sender for a whole ISA; its 16 elements are never left out, only filled with blanks", "X12.5 (acknowledged as TA105 code 022)")
X(X12_ISA_TERMINATOR, "X12-ISA-TERMINATOR", SEV_REJECT_INTERCHANGE, "the byte after ISA16, \"{0}\", cannot end segments",
  "ask the sender to end segments by a character that is no letter, digit or blank and no other delimiter, directly after ISA16", "X12.5 (acknowledged as TA105 code 004)")

/* An ISA that was read in spite of something. */
X(X12_ISA16_MISSING, "X12-ISA16-MISSING", SEV_WARN, "ISA16 was left out; segments end with \"{0}\"", "ask the sender to send ISA16; elements were not split into components", "X12.5, element I15 (acknowledged as TA105 code 027)")
X(X12_ISA16_SEPARATOR, "X12-ISA16-SEPARATOR", SEV_REJECT_INTERCHANGE, "ISA16 is \"{0}\", which cannot separate components",
  "ask the sender to put a character of its own there that is no letter, digit or blank", "X12.5, element I15 (acknowledged as TA105 code 027)")
X(X12_ISA16_MULTIBYTE, "X12-ISA16-MULTIBYTE", SEV_WARN, "ISA16 has {0} bytes, a character outside ASCII",
  "find out where a code page was changed on the way; elements were not split into components", "X12.5, element I15 (acknowledged as TA105 code 027)")
X(X12_TERMINATOR_MULTIBYTE, "X12-TERMINATOR-MULTIBYTE", SEV_WARN, "the segment terminator has {0} bytes, a character outside ASCII",
  "find out where a code page was changed on the way: names with accents are probably damaged too", "X12.5 (acknowledged as TA105 code 004)")
X(X12_ISA_PADDING, "X12-ISA-PADDING", SEV_WARN, "elements of the ISA do not have their fixed length ({0} in all), first ISA{1}: {2} characters, expected {3}",
  "ask the sender to pad the ISA, or let the agreement tolerate it by \"isa-padding\"; it was read by its separators", "X12.5 (acknowledged as TA105 code 022)")
X(X12_ISA_NO_BREAK, "X12-ISA-NO-BREAK", SEV_WARN, "no-break spaces stand for blanks in the ISA, first in ISA{0}",
  "find out whether the file was copied from a web page, or let the agreement tolerate it by \"isa-padding\"; they were read as blanks",
  "X12.5 (acknowledged as TA105 code 022)")
X(X12_ISA11_IGNORED, "X12-ISA11-IGNORED", SEV_NOTE, "ISA11 is \"{0}\" and was not used as repetition separator",
  "nothing to do: before version 00402 it names the standard (U), from then on it must be a delimiter of its own", "X12.5, element I65")
X(X12_ISA01_QUALIFIER, "X12-ISA01-QUALIFIER", SEV_WARN, "ISA01 \"{0}\" is no authorization qualifier of two characters", "ask the sender to put 00 there", "X12.5, element I01 (acknowledged as TA105 code 010)")
X(X12_ISA02_AUTHORIZATION, "X12-ISA02-AUTHORIZATION", SEV_WARN, "ISA02 is \"{0}\", which does not go with the qualifier {1} in ISA01",
  "ask the sender to leave ISA02 blank with 00, and to fill it with any other; nobody's password is checked here", "X12.5, element I02 (acknowledged as TA105 code 011)")
X(X12_ISA03_QUALIFIER, "X12-ISA03-QUALIFIER", SEV_WARN, "ISA03 \"{0}\" is no security qualifier of two characters", "ask the sender to put 00 there", "X12.5, element I03 (acknowledged as TA105 code 012)")
X(X12_ISA04_SECURITY, "X12-ISA04-SECURITY", SEV_WARN, "ISA04 is \"{0}\", which does not go with the qualifier {1} in ISA03",
  "ask the sender to leave ISA04 blank with 00, and to fill it with any other; nobody's password is checked here", "X12.5, element I04 (acknowledged as TA105 code 013)")
X(X12_ISA05_QUALIFIER, "X12-ISA05-QUALIFIER", SEV_REJECT_INTERCHANGE, "ISA05 \"{0}\" is no sender qualifier of two characters", "ask the sender to correct it; usual are ZZ, 01, 08, 12 and 14", "X12.5, element I05 (acknowledged as TA105 code 005)")
X(X12_ISA06_SENDER, "X12-ISA06-SENDER", SEV_REJECT_INTERCHANGE, "ISA06, the sender, is empty", "ask the sender to put his identifier there", "X12.5, element I06 (acknowledged as TA105 code 006)")
X(X12_ISA07_QUALIFIER, "X12-ISA07-QUALIFIER", SEV_REJECT_INTERCHANGE, "ISA07 \"{0}\" is no receiver qualifier of two characters", "ask the sender to correct it; usual are ZZ, 01, 08, 12 and 14", "X12.5, element I05 (acknowledged as TA105 code 007)")
X(X12_ISA08_RECEIVER, "X12-ISA08-RECEIVER", SEV_REJECT_INTERCHANGE, "ISA08, the receiver, is empty", "ask the sender to put our identifier there", "X12.5, element I07 (acknowledged as TA105 code 008)")
X(X12_ISA09_DATE, "X12-ISA09-DATE", SEV_WARN, "ISA09 \"{0}\" is no date YYMMDD", "nothing to do: the interchange was read", "X12.5, element I08 (acknowledged as TA105 code 014)")
X(X12_ISA10_TIME, "X12-ISA10-TIME", SEV_WARN, "ISA10 \"{0}\" is no time HHMM", "nothing to do: the interchange was read", "X12.5, element I09 (acknowledged as TA105 code 015)")
X(X12_ISA11_STANDARD, "X12-ISA11-STANDARD", SEV_WARN, "ISA11 is \"{0}\", not the U of the X12 standards", "ask the sender to put U there; it was read as X12", "X12.5, element I10 (acknowledged as TA105 code 016)")
X(X12_ISA12_VERSION, "X12-ISA12-VERSION", SEV_REJECT_INTERCHANGE, "ISA12 \"{0}\" is no version of five digits", "ask the sender to correct it; usual are 00400, 00401 and 00501", "X12.5, element I11 (acknowledged as TA105 code 017)")
X(X12_ISA12_UNSUPPORTED, "X12-ISA12-UNSUPPORTED", SEV_REJECT_INTERCHANGE, "ISA12 \"{0}\" is no version of the envelope that is known here, 00200 to 00899",
  "ask the sender to correct it; usual are 00400, 00401 and 00501", "X12.5, element I11 (acknowledged as TA105 code 003)")
X(X12_ISA13_CONTROL, "X12-ISA13-CONTROL", SEV_REJECT_INTERCHANGE, "ISA13 \"{0}\" is no control number of up to nine digits", "ask the sender to number his interchanges, each with a new number", "X12.5, element I12 (acknowledged as TA105 code 018)")
X(X12_ISA14_ACK, "X12-ISA14-ACK", SEV_WARN, "ISA14 \"{0}\" is neither 0 nor 1", "nothing to do: it was taken as 0, so no TA1 is sent", "X12.5, element I13 (acknowledged as TA105 code 019)")
X(X12_ISA15_USAGE, "X12-ISA15-USAGE", SEV_REJECT_INTERCHANGE, "ISA15 \"{0}\" is none of P, T and I", "ask the sender to correct it: whether this is production or test data must not be guessed", "X12.5, element I14 (acknowledged as TA105 code 020)")

/* Inside an interchange: damage that was repaired. */
X(X12_WRAPPED, "X12-WRAPPED", SEV_WARN, "the text is broken into lines inside segments, first here", "ask the sender not to break lines, or let the agreement tolerate it by \"wrapped\"; the line ends were dropped", "")
X(X12_DOUBLED_TERMINATOR, "X12-DOUBLED-TERMINATOR", SEV_WARN, "doubled terminators were skipped ({0} in all)", "nothing to do: an empty segment is none, and SE01 does not count it", "")
X(X12_INDENTED, "X12-INDENTED", SEV_NOTE, "segments have blanks before their id ({0} in all)", "nothing to do: the blanks were skipped; the file was probably laid out for reading", "")
X(X12_BLANKS_AT_TERMINATOR, "X12-BLANKS-AT-TERMINATOR", SEV_NOTE, "segments have blanks or line ends before their terminator ({0} in all)", "nothing to do: they were dropped", "")
X(X12_LAST_TERMINATOR, "X12-LAST-TERMINATOR", SEV_WARN, "the last segment has no terminator", "ask the sender to end the IEA, or let the agreement tolerate it by \"no-last-terminator\"", "")
X(X12_SEGMENT_CUT, "X12-SEGMENT-CUT", SEV_REJECT_INTERCHANGE, "the file ends inside a segment", "ask for the file again: its transfer was cut off", "X12.5 (acknowledged as TA105 code 023)")

/* The interchange's structure. */
X(X12_STRAY_INTERCHANGE, "X12-STRAY-INTERCHANGE", SEV_REJECT_INTERCHANGE, "segments outside groups were skipped ({0} in all)", "ask for the interchange again: a GS is missing before them, or a GE came too early", "X12.5 (acknowledged as TA105 code 022)")
X(X12_STRAY_GROUP, "X12-STRAY-GROUP", SEV_REJECT_GROUP, "segments outside transaction sets were skipped ({0} in all)", "ask for the group again: an ST is missing before them, or an SE came too early", "X12.6 (acknowledged as TA105 code 022)")
X(X12_TA1_PLACE, "X12-TA1-PLACE", SEV_WARN, "a TA1 stands after a group", "nothing to do: it was read; a TA1 belongs directly after ISA", "X12.5 (acknowledged as TA105 code 022)")
X(X12_INTERCHANGE_EMPTY, "X12-INTERCHANGE-EMPTY", SEV_WARN, "the interchange holds neither a group nor a TA1", "ask the sender whether something was left out", "X12.5")
X(X12_IEA_ELEMENTS, "X12-IEA-ELEMENTS", SEV_WARN, "the number of elements in IEA is {0}, expected 2", "ask the sender to correct the segment; it was read as far as it goes", "X12.5, segment IEA (acknowledged as TA105 code 022)")
X(X12_IEA01_COUNT, "X12-IEA01-COUNT", SEV_REJECT_INTERCHANGE, "IEA01 is \"{0}\", but the number of groups is {1}", "ask for the interchange again, or let the agreement tolerate it by \"wrong-iea01\"", "X12.5, element I16 (acknowledged as TA105 code 021)")
X(X12_IEA01_TA1, "X12-IEA01-TA1", SEV_NOTE, "IEA01 is \"{0}\", but the interchange holds TA1 segments only, which are no groups", "nothing to do: many senders count the TA1", "X12.5, element I16")
X(X12_IEA02_CONTROL, "X12-IEA02-CONTROL", SEV_REJECT_INTERCHANGE, "IEA02 \"{0}\" is not ISA13 \"{1}\"", "ask for the interchange again: two were mixed up, or the file was edited", "X12.5, element I12 (acknowledged as TA105 code 001)")
X(X12_IEA02_ZEROS, "X12-IEA02-ZEROS", SEV_NOTE, "IEA02 \"{0}\" and ISA13 \"{1}\" differ in leading zeros", "nothing to do: the numbers are the same", "X12.5, element I12")
X(X12_IEA_MISSING, "X12-IEA-MISSING", SEV_REJECT_INTERCHANGE, "the interchange ends without IEA", "ask for the file again: it was cut off, or two files were joined", "X12.5 (acknowledged as TA105 code 023)")
X(X12_LIMIT_SEGMENT, "X12-LIMIT-SEGMENT", SEV_REJECT_INTERCHANGE, "no segment terminator \"{1}\" was found in {0} bytes", "look at the file: the terminator of ISA is not the one of the segments after it, or this is no text", "X12.5 (acknowledged as TA105 code 004)")

/* A group. */
X(X12_GS_ELEMENTS, "X12-GS-ELEMENTS", SEV_REJECT_GROUP, "the number of elements in GS is {0}, expected 8", "ask the sender to fill all eight: each is mandatory", "X12.6, segment GS (acknowledged as TA105 code 024)")
X(X12_GS_EXTRA, "X12-GS-EXTRA", SEV_WARN, "the number of elements in GS is {0}, expected 8", "ask the sender to leave the surplus out; those after the eighth were not looked at", "X12.6, segment GS (acknowledged as TA105 code 024)")
X(X12_GS01_ID, "X12-GS01-ID", SEV_REJECT_GROUP, "GS01 \"{0}\" is no functional identifier of two characters", "ask the sender to correct it; for purchase orders it is PO", "X12.6, element 479 (acknowledged as AK905 code 1)")
X(X12_GS02_SENDER, "X12-GS02-SENDER", SEV_REJECT_GROUP, "GS02, the sender, is empty", "ask the sender to put his code there", "X12.6, element 142 (acknowledged as TA105 code 024)")
X(X12_GS03_RECEIVER, "X12-GS03-RECEIVER", SEV_REJECT_GROUP, "GS03, the receiver, is empty", "ask the sender to put our code there", "X12.6, element 124 (acknowledged as TA105 code 024)")
X(X12_GS04_DATE, "X12-GS04-DATE", SEV_WARN, "GS04 \"{0}\" is no date CCYYMMDD", "nothing to do: the group was read", "X12.6, element 373 (acknowledged as TA105 code 024)")
X(X12_GS05_TIME, "X12-GS05-TIME", SEV_WARN, "GS05 \"{0}\" is no time HHMM", "nothing to do: the group was read", "X12.6, element 337 (acknowledged as TA105 code 024)")
X(X12_GS06_CONTROL, "X12-GS06-CONTROL", SEV_REJECT_GROUP, "GS06 \"{0}\" is no control number of up to nine digits", "ask the sender to number his groups", "X12.6, element 28 (acknowledged as AK905 code 6)")
X(X12_GS06_DUPLICATE, "X12-GS06-DUPLICATE", SEV_REJECT_GROUP, "GS06 \"{0}\" was already used in this interchange", "ask the sender to number his groups", "X12.6, element 28 (acknowledged as AK905 code 19 from 005010)")
X(X12_GS07_AGENCY, "X12-GS07-AGENCY", SEV_WARN, "GS07 \"{0}\" is neither X nor T", "nothing to do: GS08 decides how the sets are read", "X12.6, element 455 (acknowledged as TA105 code 024)")
X(X12_GS08_RELEASE, "X12-GS08-RELEASE", SEV_REJECT_GROUP, "GS08 \"{0}\" is no release of up to twelve characters", "ask the sender to correct it: by it the sets are read, for example 004010", "X12.6, element 480 (acknowledged as AK905 code 2)")
X(X12_VERSION_DIFFERS, "X12-VERSION-DIFFERS", SEV_WARN, "ISA12 \"{0}\" and GS08 \"{1}\" name different versions", "ask the sender, or let the agreement tolerate it by \"isa12-gs08\"; GS08 decided how the sets were read", "X12.5, elements I11 and 480")
X(X12_GROUP_EMPTY, "X12-GROUP-EMPTY", SEV_WARN, "the group holds no transaction set", "ask the sender whether something was left out", "X12.6")
X(X12_GE_ELEMENTS, "X12-GE-ELEMENTS", SEV_WARN, "the number of elements in GE is {0}, expected 2", "ask the sender to correct the segment; it was read as far as it goes", "X12.6, segment GE")
X(X12_GE01_COUNT, "X12-GE01-COUNT", SEV_REJECT_GROUP, "GE01 is \"{0}\", but the number of transaction sets is {1}", "ask for the group again, or let the agreement tolerate it by \"wrong-ge01\"", "X12.6, element 97 (acknowledged as AK905 code 5)")
X(X12_GE02_CONTROL, "X12-GE02-CONTROL", SEV_REJECT_GROUP, "GE02 \"{0}\" is not GS06 \"{1}\"", "ask for the group again: two were mixed up, or the file was edited", "X12.6, element 28 (acknowledged as AK905 code 4)")
X(X12_GE02_ZEROS, "X12-GE02-ZEROS", SEV_NOTE, "GE02 \"{0}\" and GS06 \"{1}\" differ in leading zeros", "nothing to do: the numbers are the same", "X12.6, element 28")
X(X12_GE_MISSING, "X12-GE-MISSING", SEV_REJECT_GROUP, "the group ends without GE", "ask for the file again: it was cut off, or put together wrongly", "X12.6 (acknowledged as AK905 code 3)")

/* A transaction set. */
X(X12_ST_ELEMENTS, "X12-ST-ELEMENTS", SEV_WARN, "the number of elements in ST is {0}, expected 2", "ask the sender to correct the segment; it was read as far as it goes", "X12.6, segment ST")
X(X12_ST01_ID, "X12-ST01-ID", SEV_REJECT_DOCUMENT, "ST01 \"{0}\" is no transaction set identifier of three characters", "ask the sender to correct it; for a purchase order it is 850", "X12.6, element 143 (acknowledged as AK502 code 6)")
X(X12_ST02_CONTROL, "X12-ST02-CONTROL", SEV_REJECT_DOCUMENT, "ST02 \"{0}\" is no control number of up to nine characters", "ask the sender to number the sets of a group", "X12.6, element 329 (acknowledged as AK502 code 7)")
X(X12_ST02_DUPLICATE, "X12-ST02-DUPLICATE", SEV_REJECT_DOCUMENT, "ST02 \"{0}\" was already used in this group", "ask the sender to number the sets of a group", "X12.6, element 329 (acknowledged as AK502 code 23)")
X(X12_ST03_CONVENTION, "X12-ST03-CONVENTION", SEV_WARN, "ST03 \"{0}\" names an implementation guide of another release than GS08, {1}",
  "ask the sender which release the set is written in; it was read as GS08 says", "X12.6, element 1705 (acknowledged as AK502 code 19 from 005010)")
X(X12_SE_ELEMENTS, "X12-SE-ELEMENTS", SEV_WARN, "the number of elements in SE is {0}, expected 2", "ask the sender to correct the segment; it was read as far as it goes", "X12.6, segment SE")
X(X12_SE01_COUNT, "X12-SE01-COUNT", SEV_REJECT_DOCUMENT, "SE01 is \"{0}\", but {1} segments were counted", "ask for the document again, for segments may be lost, or let the agreement tolerate it by \"wrong-se01\"", "X12.6, element 96 (acknowledged as AK502 code 4)")
X(X12_SE02_CONTROL, "X12-SE02-CONTROL", SEV_REJECT_DOCUMENT, "SE02 \"{0}\" is not ST02 \"{1}\"", "ask for the document again: two were mixed up, or the file was edited", "X12.6, element 329 (acknowledged as AK502 code 3)")
X(X12_SE_MISSING, "X12-SE-MISSING", SEV_REJECT_DOCUMENT, "the transaction set ends without SE", "ask for the document again: segments may be lost", "X12.6 (acknowledged as AK502 code 2)")
X(X12_LIMIT_ELEMENTS, "X12-LIMIT-ELEMENTS", SEV_REJECT_DOCUMENT, "a segment has more than {0} elements; the rest was not read", "look at the delimiters: no segment of the standard is so long", "acknowledged as AK304 code 8")
X(X12_LIMIT_SET_BYTES, "X12-LIMIT-SET-BYTES", SEV_REJECT_DOCUMENT, "the transaction set is longer than {0} bytes; the rest was skipped", "ask the sender to split it, or raise the limit of the instance", "acknowledged as AK502 code 5")
X(X12_LIMIT_SET_SEGMENTS, "X12-LIMIT-SET-SEGMENTS", SEV_REJECT_DOCUMENT, "the transaction set has more than {0} segments; the rest was skipped", "ask the sender to split it, or raise the limit of the instance", "acknowledged as AK502 code 5")
