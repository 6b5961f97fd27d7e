/* leniencies.h - every fault of what partners send that an agreement may tolerate, by name.
 *
 * Rows LENIENCY(NAME, "name in agreements", "what is tolerated", "what happens otherwise") and, for each finding that it softens,
 * TOLERATES(NAME, "CODE", severity then).  The finding is made all the same and names the leniency, so each use is on record.  Expanded by
 * reader.h into bits and by leniencies.c into tables; no include guard, on purpose. */
#ifdef LENIENCY
LENIENCY(BOM, "bom", "a byte order mark before the ISA", "it is skipped with a warning")
LENIENCY(TEXT_AROUND, "text-around", "text before, between and after interchanges, such as a mail's", "it is skipped with a warning")
LENIENCY(WRAPPED, "wrapped", "lines broken inside segments", "the line ends are dropped with a warning")
LENIENCY(DOUBLED_TERMINATOR, "doubled-terminators", "two segment terminators in a row", "the empty segment is dropped with a warning")
LENIENCY(NO_LAST_TERMINATOR, "no-last-terminator", "an IEA that is not ended by a terminator", "it is read with a warning")
LENIENCY(ISA_PADDING, "isa-padding", "elements of the ISA that are not padded to their length, or by other characters than blanks", "they are read by their separators with a warning")
LENIENCY(ISA_SEPARATORS, "isa-separators", "an ISA16 that is left out, has several bytes, or cannot separate: elements are not split into components",
         "with a letter, digit or blank, or another separator, there the interchange is refused; otherwise it is read with a warning")
LENIENCY(TERMINATOR_BYTES, "terminator-bytes", "a segment terminator of several bytes, made by a change of the code page", "it is read with a warning, and the TA1 notes an error")
LENIENCY(ISA12_GS08, "isa12-gs08", "ISA12 and GS08 that name different versions: GS08 decides", "GS08 decides, with a warning")
LENIENCY(GS_ELEMENTS, "gs-elements", "more than eight elements in GS", "those after the eighth are not read, with a warning, and the TA1 notes an error")
LENIENCY(SE01, "wrong-se01", "a wrong number of segments in SE01: the set is accepted with errors", "the set is rejected")
LENIENCY(GE01, "wrong-ge01", "a wrong number of sets in GE01: the group is accepted with errors, and its sound sets go on", "the group is rejected")
LENIENCY(IEA01, "wrong-iea01", "a wrong number of groups in IEA01: the interchange is accepted with errors", "the interchange is refused")
LENIENCY(TRAILING_BLANKS, "trailing-blanks", "blanks after a value that is no free text", "they are dropped with a warning")
LENIENCY(LOWER_CASE, "lower-case", "codes in lower case where the list has them in upper case: they are read so", "they are unknown codes: see `<codes unknown>`")
LENIENCY(SEGMENT_MAX, "segment-max", "a segment more often than the standard allows at its place", "the set is rejected")
LENIENCY(LOOP_MAX, "loop-max", "a loop more often than the standard allows, such as an order of 200,000 lines", "the set is rejected")
#endif
#ifdef TOLERATES
TOLERATES(BOM, "X12-BOM", SEV_NOTE)
TOLERATES(TEXT_AROUND, "X12-JUNK", SEV_NOTE)
TOLERATES(WRAPPED, "X12-WRAPPED", SEV_NOTE)
TOLERATES(DOUBLED_TERMINATOR, "X12-DOUBLED-TERMINATOR", SEV_NOTE)
TOLERATES(NO_LAST_TERMINATOR, "X12-LAST-TERMINATOR", SEV_NOTE)
TOLERATES(ISA_PADDING, "X12-ISA-PADDING", SEV_NOTE)
TOLERATES(ISA_PADDING, "X12-ISA-NO-BREAK", SEV_NOTE)
TOLERATES(ISA_SEPARATORS, "X12-ISA16-MISSING", SEV_NOTE)
TOLERATES(ISA_SEPARATORS, "X12-ISA16-MULTIBYTE", SEV_NOTE)
TOLERATES(ISA_SEPARATORS, "X12-ISA16-SEPARATOR", SEV_NOTE)
TOLERATES(TERMINATOR_BYTES, "X12-TERMINATOR-MULTIBYTE", SEV_NOTE)
TOLERATES(ISA12_GS08, "X12-VERSION-DIFFERS", SEV_NOTE)
TOLERATES(GS_ELEMENTS, "X12-GS-EXTRA", SEV_NOTE)
TOLERATES(SE01, "X12-SE01-COUNT", SEV_WARN)
TOLERATES(GE01, "X12-GE01-COUNT", SEV_WARN)
TOLERATES(IEA01, "X12-IEA01-COUNT", SEV_WARN)
TOLERATES(TRAILING_BLANKS, "X12-TRAILING-BLANKS", SEV_NOTE)
TOLERATES(LOWER_CASE, "X12-CODE-CASE", SEV_NOTE)
TOLERATES(SEGMENT_MAX, "X12-SEGMENT-MAX", SEV_NOTE)
TOLERATES(LOOP_MAX, "X12-LOOP-MAX", SEV_NOTE)
#endif
