/* visible.h - showing bytes of unknown origin to people.
 *
 * Printable characters are shown as they are; control characters, marks that change the direction of writing and bytes that are no UTF-8
 * are shown as \x1c or \u202e, so that a partner's bytes can drive neither a terminal nor the eye of a reader. */
#ifndef BASE_VISIBLE_H
#define BASE_VISIBLE_H

#include "base/buf.h"

/* Append the character at *at (advanced past it) to `out`, which may be null to only measure.  Returns the columns it takes. */
unsigned visible_next(struct buf *out, slice s, size_t *at);
void visible_text(struct buf *out, slice s);

#endif
