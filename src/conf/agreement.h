/* agreement.h - everything that can be agreed with a partner: partners/NAME.xml.
 *
 * Rows AGREEMENT(element, attribute, field of struct agreement, KIND, smallest, largest, choices, default, effect, text) for the agreement
 * itself, DOCUMENT(…) for each <document> in it (field of struct conf_document), PARAM(…) for each <param> of a document (field of
 * struct conf_param) and ENVELOPE(…) for each <envelope> (field of struct conf_envelope).  The columns are those of settings.h.  Expanded by shapes.c; no include guard, on purpose. */
#ifdef AGREEMENT
AGREEMENT("", "title", title, TEXT, 1, 80, 0, 0, RELOAD, "what the agreement is about, for people")
AGREEMENT("they", "qualifier", their_qualifier, TEXT, 2, 2, 0, 0, RELOAD,
        "what kind of id the partner uses: ISA05 of what they send, such as ZZ or 01")
AGREEMENT("they", "id", their_id, TEXT, 1, 15, 0, 0, RELOAD,
        "the partner's interchange id: ISA06 of what they send, without padding")
AGREEMENT("they", "group-id", their_group_id, TEXT, 0, 15, 0, "", RELOAD,
        "the partner's id in group headers (GS02 of what they send); the interchange id when left out")
AGREEMENT("we", "qualifier", our_qualifier, TEXT, 2, 2, 0, 0, RELOAD, "what kind of id we use: ISA07 of what they send")
AGREEMENT("we", "id", our_id, TEXT, 1, 15, 0, 0, RELOAD, "our interchange id: ISA08 of what they send, without padding")
AGREEMENT("we", "group-id", our_group_id, TEXT, 0, 15, 0, "", RELOAD,
        "our id in group headers (GS03 of what they send); the interchange id when left out")
AGREEMENT("take", "usage", usage, LETTERS, 1, 3, conf_usages, "P", RELOAD,
        "which interchanges are taken, by ISA15: one or more of the letters")
AGREEMENT("acknowledge", "with", acknowledge, CHOICE, 0, 2, conf_acknowledgements, "997", RELOAD,
        "what every group received is answered with")
AGREEMENT("acknowledge", "ta1", send_ta1, SWITCH, 0, 1, conf_ta1s, "when-asked", RELOAD,
        "whether an interchange itself is answered with a TA1")
AGREEMENT("acknowledge", "line-ends", ack_line_ends, SWITCH, 0, 1, conf_yes_no, "no", RELOAD,
        "whether acknowledgements have a line end after each segment")
AGREEMENT("answers", "late", answers_late, SECONDS, 60, 2592000, 0, "4h", RELOAD,
        "after how long an acknowledgement of what we sent counts as late, and a warning is shown")
AGREEMENT("answers", "missing", answers_missing, SECONDS, 60, 2592000, 0, "24h", RELOAD,
        "after how long it counts as missing, and somebody has to ask")
AGREEMENT("characters", "set", charset, CHOICE, 0, 2, conf_charsets, "auto", RELOAD, "character set of what the partner sends")
AGREEMENT("duplicates", "days", duplicate_days, COUNT, 0, 3650, 0, "180", RELOAD,
        "how many days back a number or a purchase order counts as seen before; 0 looks for none")
AGREEMENT("duplicates", "interchange", duplicate_interchange, CHOICE, 0, 3, conf_duplicates, "refuse", RELOAD,
        "what happens to an interchange whose control number (ISA13) was seen before between the same addresses")
AGREEMENT("duplicates", "group", duplicate_group, CHOICE, 0, 3, conf_duplicates, "ignore", RELOAD,
        "the same for a group (GS06) of one kind (GS01); many partners begin again with 1 in each interchange")
AGREEMENT("duplicates", "set", duplicate_set, CHOICE, 0, 3, conf_duplicates, "ignore", RELOAD,
        "the same for a set (ST02) of one kind (ST01); most partners begin again with 0001 in each group")
AGREEMENT("sequence", "interchange", note_sequence, SWITCH, 0, 1, conf_sequences, "note", RELOAD,
        "whether an ISA13 that is not the one after the highest so far is noted; it never stops anything")
AGREEMENT("whole", "of", whole, WORD, 0, 1, conf_wholes, "set", RELOAD,
        "what stands or falls together when one transaction set fails")
AGREEMENT("held-line", "holds", hold_order, SWITCH, 0, 1, conf_line_holds, "order", RELOAD,
        "what waits when one line of an order has to wait")
AGREEMENT("lenient", "to", lenient, NAMES, 0, 0, 0, "", RELOAD,
        "faults of envelopes that are tolerated, by name, blanks between; each use is recorded by a finding")
AGREEMENT("codes", "unknown", code_severity, CHOICE, 0, 2, conf_severities, "reject-document", RELOAD,
        "what a code outside a closed list of the standard does to its document")
AGREEMENT("guide", "deviation", guide_severity, CHOICE, 0, 2, conf_severities, "warn", RELOAD,
        "what a deviation from the partner's guide does, where the rule itself does not say")
AGREEMENT("guide", "asserts", asserts, TEXT, 0, 400, 0, "", RELOAD,
        "rules of the guides to switch on, by their setting= or by their code, blanks between; off with - before the name: carton-count -DISPATCH-WINDOW")
AGREEMENT("totals", "hash", hash_plain, SWITCH, 0, 1, conf_hashes, "strict", RELOAD, "how the hash total CTT02 is added up")
#endif
#ifdef DOCUMENT
DOCUMENT("", "set", set, TEXT, 3, 3, 0, 0, RELOAD, "transaction set, such as 850")
DOCUMENT("", "release", release, TEXT, 0, 12, 0, "", RELOAD,
        "release of the standard (the first six characters of GS08), such as 004010; any when left out")
DOCUMENT("", "guide", guide, TEXT, 0, 60, 0, "", RELOAD,
        "the partner's guide that narrows the standard, such as amazon:850; the bare standard when left out")
DOCUMENT("", "map", map, TEXT, 0, 120, 0, "", RELOAD,
        "map that translates it, such as amazon-prima/850-sales-order; only checked and acknowledged when left out")
#endif
#ifdef PARAM
PARAM("", "name", name, TEXT, 1, 40, 0, 0, RELOAD, "name of a parameter that the map declares")
PARAM("", "value", value, TEXT, 0, 200, 0, 0, RELOAD, "its value for this partner; may be empty")
#endif
#ifdef ENVELOPE
ENVELOPE("", "set", set, TEXT, 0, 3, 0, "", RELOAD, "the set this is for, such as 997, 999, TA1 or 855; all that have no element of their own when left out")
ENVELOPE("", "version", version, TEXT, 0, 5, 0, "", RELOAD, "ISA12, such as 00401; as in what is answered, or by the release, when left out")
ENVELOPE("", "release", release, TEXT, 0, 12, 0, "", RELOAD,
        "GS08, such as 004010 or 005010X231A1; as in what is answered, or as in the file sent, when left out")
ENVELOPE("", "element", element, DELIMITER, 0, 1, 0, "", RELOAD, "element separator; as in what is answered, else *, when left out")
ENVELOPE("", "component", component, DELIMITER, 0, 1, 0, "", RELOAD, "component separator, ISA16; as in what is answered, else greater-than, when left out")
ENVELOPE("", "repetition", repetition, DELIMITER, 0, 1, 0, "", RELOAD,
        "repetition separator, ISA11 from version 00402 on; as in what is answered, else ^, when left out")
ENVELOPE("", "terminator", terminator, DELIMITER, 0, 1, 0, "", RELOAD, "segment terminator; as in what is answered, else ~, when left out")
ENVELOPE("", "line-ends", line_ends, SWITCH, 0, 1, conf_yes_no, "no", RELOAD,
        "whether a line end follows each segment; of acknowledgements also where line-ends of acknowledge says so")
#endif
