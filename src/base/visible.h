/* visible.h - showing bytes of unknown origin to people.
 *
 * Printable characters are shown as they are; control characters, marks that change the direction of writing and bytes that are no UTF-8
 * are spelled, as \x1c or \u202e, so that a partner's bytes can drive neither a terminal nor the eye of a reader.  Whoever must escape
 * characters for its own markup, or set spelled ones apart, takes the text apart glyph by glyph. */
#ifndef BASE_VISIBLE_H
#define BASE_VISIBLE_H

#include "base/buf.h"

/* Append the character at *at (advanced past it) to `out`, which may be null to only measure.  Returns the columns it takes: 0 for a mark
   over the character before it, 2 for a wide one, more when it is spelled. */
unsigned visible_next(struct buf *out, slice s, size_t *at);
void visible_text(struct buf *out, slice s);
/* Columns of a printable character (columns.c). */
unsigned visible_columns(uint32_t c);

struct glyph {
    slice bytes;                /* of the source */
    unsigned columns;
    bool spelled;               /* shown as an escape: write it with glyph_put() */
};
/* The glyph at `*at`, which moves past it; false at the end. */
bool glyph_next(slice s, size_t *at, struct glyph *out);
void glyph_put(struct buf *out, const struct glyph *g);
/* Width of `s` in columns. */
size_t glyph_columns(slice s);

#endif
