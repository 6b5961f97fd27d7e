/* when.h - inside schema/: what a rule of a guide may ask of a segment and of a value.
 *
 *     when="01=GM AA; 03=X"   element 01 has one of two values, and element 03 has one
 *     check="sscc"            the value is a number of GS1 with a right check digit
 */
#ifndef SCHEMA_WHEN_H
#define SCHEMA_WHEN_H

#include "schema/load.h"
#include "tree/tree.h"

/* when= of `n`, about segments of `def`; false with findings.  No attribute, no conditions. */
bool when_read(struct loader *l, struct xml_node *n, const struct segment_def *def, struct when *out);
/* One condition "KEY=V1 V2" between semicolons, KEY and values cut out; false at the end.  Wrong ones have no value. */
bool when_next(slice *rest, slice *key, slice *values);
/* The values between blanks, copied. */
uint8_t when_values(struct loader *l, slice words, const slice **out);
/* Does the segment of `n` spans fulfil all conditions? */
bool when_holds(const struct when *w, const char *text, const struct span *spans, unsigned n);
/* " when MAN01 is GM or AA" added to `out`, given "when" and " is "; nothing without conditions. */
void when_words(struct buf *out, const struct segment_def *def, const struct when *w, const char *first, const char *is);

/* check= of `n`. */
enum value_check value_check_read(struct loader *l, struct xml_node *n);
bool value_check_fits(enum value_check check, slice value);
/* "SSCC", for a finding; and why the value is none: "the check digit should be 7". */
const char *value_check_words(enum value_check check);
void value_check_reason(struct buf *out, enum value_check check, slice value);

#endif
