/* scan_state.h - what scan.c and scan_index.c share: the scanner's state.  For these two. */
#ifndef X12_SCAN_STATE_H
#define X12_SCAN_STATE_H

#include "x12/scan.h"

#if defined(__x86_64__) && defined(__SSE2__)
#define X12_HAVE_X86 1
#include <immintrin.h>
#else
#define X12_HAVE_X86 0
#endif

enum { INDEX_BLOCK = 8192, INDEX_KEEP = 4096, INDEX_SLACK = 64 };   /* bytes a time; delimiters kept of an unfinished segment */

struct scan_index {
    uint32_t n_pos, n_ends, n_odds;
    uint32_t pos[INDEX_KEEP + INDEX_BLOCK + INDEX_SLACK];   /* element separators and terminators, ascending */
    uint32_t ends[INDEX_BLOCK + INDEX_SLACK];               /* which entries of pos are terminators */
    uint32_t odds[INDEX_BLOCK + INDEX_SLACK];               /* control bytes, bytes >= 0x80 that are no delimiters, and bytes.inner */
};

enum byte_class { PLAIN, BLANK /* space, tab */, LINE_END, FILLER /* NUL, Ctrl-Z, VT, FF */ };

/* Bytes that are looked for.  `inner` separate what is inside an element, where the version has repetitions: they make a segment odd, since
   in most elements they are a mistake.  Else they are the element separator once more, which is never odd. */
struct scan_bytes { char element, end, inner[2]; };
typedef void index_fn(struct scan_index *x, const char *text, uint32_t from, uint32_t to, struct scan_bytes bytes);

struct x12_scan {
    const char *text;
    uint32_t len;
    uint32_t at;                /* where the next segment starts */
    uint32_t indexed;           /* text before it is in the index */
    uint32_t pos, end, odd;     /* next entries of the index */
    uint32_t forgotten;         /* delimiters of a monstrous segment that were not kept */
    uint32_t first_odd, first_line_end;     /* seen in blocks before, of the segment not yet finished; UINT32_MAX: none */
    uint8_t oddities;
    bool line_end_terminates;
    struct x12_delims delims;
    struct scan_bytes bytes;
    index_fn *index;
    uint8_t class[256];
    struct scan_index x;
};

/* scan_index.c: index on until there is a terminator; false when the text has none.  Called when the known ones are used up. */
bool scan_find_terminator(struct x12_scan *s);

#endif
