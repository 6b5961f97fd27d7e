/* window.h - the stretch of the source that is in memory, seen as one text that slides and grows; for this folder.
 *
 * A source in memory is only viewed; one behind a descriptor is read into a buffer.  From the place where a file turns out to be wrapped,
 * line ends are dropped as bytes come in and a map tells where. */
#ifndef X12_WINDOW_H
#define X12_WINDOW_H

#include "base/diag.h"

enum {
    WINDOW_ROOM = 256 << 10,    /* first size of the buffer */
    WINDOW_CHUNK = 64 << 10,    /* bytes a read: large enough for its cost to vanish, small enough to stay in the second cache */
    WINDOW_SLIDE = 128 << 10,   /* used-up bytes worth sliding over */
    WINDOW_KEEP = 4 << 20,      /* a larger buffer is given back when a new file is opened */
    WINDOW_VIEW = 1 << 30       /* most of a source in memory that is viewed at once: offsets have 32 bits */
};

struct x12_window {
    const struct source *source;
    const char *text;           /* what is in the window … */
    uint32_t len;
    uint64_t base;              /* … and the byte of the source it begins with */
    uint64_t taken;             /* bytes of the source that were taken so far */
    char *own;                  /* the buffer; not used while `view` */
    uint32_t room;
    bool view;                  /* text points into source->bytes */
    bool pipe;                  /* the descriptor cannot be read at an offset */
    bool eof;
    bool unwrap;                /* CR and LF are dropped as they come */
    uint32_t chunk;             /* most bytes to take at a time; 0: as many as is good */
    uint32_t *map;              /* offsets in text, ascending: one byte was dropped before each */
    uint32_t maps, map_room;
};

void window_open(struct x12_window *w, const struct source *source);
void window_free(struct x12_window *w);
/* Take more bytes of the source: 1, 0 at its end, or a negative error. */
int window_fill(struct x12_window *w);
/* Have bytes up to `end`, if the source has them: 0 or a negative error. */
int window_want(struct x12_window *w, uint32_t end);
/* Forget the first `by` bytes. */
void window_slide(struct x12_window *w, uint32_t by);
/* Drop line ends from `from` on, now and as more bytes come. */
void window_unwrap(struct x12_window *w, uint32_t from);
/* Take line ends as they are again from `at` on, which becomes the start of the text; nothing before it stays.  False when bytes read
   cannot be read again. */
bool window_rewrap(struct x12_window *w, uint32_t at);
/* The byte of the source that text[at] is; dropped bytes before it are counted. */
uint32_t window_dropped(const struct x12_window *w, uint32_t at);
static inline uint64_t window_offset(const struct x12_window *w, uint32_t at)
{
    return w->base + at + (w->maps ? window_dropped(w, at) : 0);
}

#endif
