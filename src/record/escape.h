/* escape.h - the text of one field as an XML attribute's value.  Inside record/ only. */
#ifndef RECORD_ESCAPE_H
#define RECORD_ESCAPE_H

#include "base/charset.h"

enum escape_outcome { ESCAPE_DONE, ESCAPE_NO_CHARACTER /* not in the character set */, ESCAPE_NOT_XML };

/* Append `text` (UTF-8) escaped, in `charset`.  Unless DONE, *bad is the first code point that cannot be written. */
enum escape_outcome escape_put(struct buf *out, slice text, enum charset charset, uint32_t *bad);

/* The same for text of a layout, which XML itself brought here: what the character set lacks is written as a reference. */
void escape_constant(struct buf *out, slice text, enum charset charset);

#endif
