/* check.h - validates one transaction set while it is read, and builds its tree.
 *
 *     checker_begin(); for each segment: checker_segment(); checker_end();
 *
 * All findings are reported, not only the first; after a segment that does not fit, the checker finds its way again, so one fault is one
 * finding.  Nothing is allocated per segment. */
#ifndef SCHEMA_CHECK_H
#define SCHEMA_CHECK_H

#include "schema/schema.h"
#include "tree/tree.h"

struct checker;

struct check_options {
    enum severity code_severity;    /* a value that is not in a closed list of the standard; SEV_REJECT_DOCUMENT unless the agreement is lenient */
    enum severity guide_severity;   /* a deviation from the guide whose rule names no severity; SEV_WARN by default */
    struct assert_names { const slice *names; unsigned n; } asserts_on, asserts_off;    /* asserts of the guide, by setting or by code */
    bool hash_plain;                /* CTT02: add decimals as values instead of ignoring the point */
    bool lower_case;                /* codes in lower case are read as those in upper case, with a note each */
};
extern const struct check_options check_default_options;

struct checker *checker_new(void);
void checker_free(struct checker *c);
/* `tree` is reset and filled: group 0 is the set, ST and SE are its first and last child (kinds of the schema).  With schema == null the
   segments are only counted and laid flat under the root with kind 0. */
void checker_begin(struct checker *c, const struct schema *schema, const struct check_options *options, struct tree *tree,
                   struct diags *diags,
                   slice set_id, slice set_control);
/* The `n` spans at tree->field[tree->fields] (written there by the scanner; [0] is the id) are one segment.  `odd` as in x12_event. */
void checker_segment(struct checker *c, unsigned n, uint32_t number, bool odd);
/* Several segments without odd bytes at once, their spans one after the other: n[i] of segment `number` + i. */
void checker_segments(struct checker *c, unsigned segments, const uint16_t *n, uint32_t number);
/* After SE was given (or its lack reported): mandatory ones that never came, totals of CTT. */
void checker_end(struct checker *c);

#endif
