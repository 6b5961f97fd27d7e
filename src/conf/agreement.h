/* agreement.h - everything that can be agreed with a partner: partners/NAME.xml.
 *
 * Rows AGREEMENT(element, attribute, field of struct agreement, KIND, smallest, largest, choices, default, effect, text) for the agreement
 * itself, DOCUMENT(…) for each <document> in it (field of struct conf_document) and PARAM(…) for each <param> of a document (field of
 * struct conf_param).  The columns are those of settings.h.  Expanded by shapes.c; no include guard, on purpose. */
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
AGREEMENT("acknowledge", "with", send_997, SWITCH, 0, 1, conf_acknowledgements, "997", RELOAD,
        "what every group received is answered with")
AGREEMENT("acknowledge", "ta1", send_ta1, SWITCH, 0, 1, conf_ta1s, "when-asked", RELOAD,
        "whether an interchange itself is answered with a TA1")
AGREEMENT("acknowledge", "line-ends", ack_line_ends, SWITCH, 0, 1, conf_yes_no, "no", RELOAD,
        "whether acknowledgements have a line end after each segment")
AGREEMENT("characters", "set", charset, CHOICE, 0, 2, conf_charsets, "auto", RELOAD, "character set of what the partner sends")
AGREEMENT("duplicates", "days", duplicate_days, COUNT, 0, 3650, 0, "180", RELOAD,
        "how many days back an interchange or a purchase order counts as seen before; 0 looks for none")
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
