/* report_visible.h - foreign text in a report, one visible character at a time.
 *
 * base/visible.h decides what is shown as it is and what is spelled; here it is only taken apart, so that a page can set spelled bytes
 * apart and each form can escape what its markup needs.  Only report_*.c include this. */
#ifndef ENGINE_REPORT_VISIBLE_H
#define ENGINE_REPORT_VISIBLE_H

#include "base/visible.h"

struct glyph {
    slice bytes;                /* of the source */
    unsigned columns;
    bool spelled;               /* shown as an escape: write it with glyph_put() */
};

/* The glyph at `*at`, which moves past it; false at the end. */
static inline bool glyph_next(slice s, size_t *at, struct glyph *out)
{
    size_t from = *at;
    if (from >= s.len) return false;
    out->columns = visible_next(0, s, at);
    out->spelled = out->columns > 1;
    out->bytes = slice_sub(s, from, *at - from);
    return true;
}

static inline void glyph_put(struct buf *out, const struct glyph *g) { visible_text(out, g->bytes); }

/* Width of `s` in columns. */
static inline size_t glyph_columns(slice s)
{
    size_t columns = 0;
    for (size_t at = 0; at < s.len; ) columns += visible_next(0, s, &at);
    return columns;
}

#endif
