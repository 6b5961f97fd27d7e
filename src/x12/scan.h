/* scan.h - the innermost loop: finds the delimiters of many segments at once and hands out one segment after the other.
 *
 * Bytes of interest are the element separator, the terminator, control bytes and bytes >= 0x80; their positions are found 64 bytes at a
 * time (AVX-512, AVX2 or SSE2 where the machine has them, plain C elsewhere, same results).  Nothing is copied or allocated per segment.
 *
 * What is trimmed is never data: blanks, line ends, NUL and Ctrl-Z before a segment id, blanks and line ends before a terminator, empty
 * segments.  That it was there is said in `oddities`. */
#ifndef X12_SCAN_H
#define X12_SCAN_H

#include "tree/tree.h"
#include "x12/reader.h"

struct x12_scan;

enum x12_oddity {
    X12_ODD_DOUBLED = 1 << 0,       /* an empty segment stood before this one: a doubled terminator */
    X12_ODD_INDENTED = 1 << 1,      /* blanks or tabs before the segment id */
    X12_ODD_BLANKS = 1 << 2         /* blanks or a line end before the terminator */
};

struct x12_segment {
    uint32_t off, len;              /* in the text, without terminator and without blanks and line ends before it */
    uint32_t next;                  /* offset after the terminator */
    unsigned n_spans;               /* written to the caller's array, at most `max` */
    bool plain;                     /* whole, and none of what follows */
    bool whole;                     /* false: the text ended before a terminator; the same segment comes again until x12_scan_seek */
    bool odd_bytes;                 /* a control byte, a byte >= 0x80 or, where the version has repetitions, a separator inside an element is in it */
    bool too_many;                  /* there were more than `max` spans */
    bool broken;                    /* a CR or LF is in it */
    uint8_t oddities;               /* of enum x12_oddity */
};

enum {
    X12_SPAN_SLACK = 12,            /* spans are written several at a time: arrays need room for max + this many */
    X12_SCAN_MAX_SPANS = 4000       /* largest `max` */
};

/* Which of the ways to look for bytes; all give the same.  AUTO takes the fastest that the machine has. */
enum x12_scanner { X12_SCANNER_AUTO, X12_SCANNER_PLAIN, X12_SCANNER_SSE2, X12_SCANNER_AVX2, X12_SCANNER_AVX512 };

struct x12_scan *x12_scan_new(void);
void x12_scan_free(struct x12_scan *s);
/* For tests and measurements; false when this machine or build lacks it. */
bool x12_scan_use(struct x12_scan *s, enum x12_scanner which);
/* New delimiters; forgets the text. */
void x12_scan_delims(struct x12_scan *s, const struct x12_delims *delims);
/* Text may grow or move between calls; offsets found already stay good when the bytes are the same.  `from` restarts there. */
void x12_scan_text(struct x12_scan *s, const char *text, uint32_t len);
void x12_scan_seek(struct x12_scan *s, uint32_t from);
/* The first `by` bytes of the text are gone and all others have moved down; `by` is not past x12_scan_at().  Give the new text next. */
void x12_scan_slide(struct x12_scan *s, uint32_t by);
/* Where the next segment starts, or the blanks before it. */
uint32_t x12_scan_at(const struct x12_scan *s);
/* The next segment at or after the current position: true; false when no bytes but blanks and line ends are left.
   spans[0] is the segment id, spans[k] element k, SPAN_ABSENT when empty. */
bool x12_scan_next(struct x12_scan *s, struct span *spans, unsigned max, struct x12_segment *out);

/* Bounds of a run: a segment that passes one is not taken. */
struct x12_scan_bounds {
    unsigned segments;              /* most of them */
    unsigned spans;                 /* most of one segment; `all_spans` is looked at before each, so room is needed for both and the slack */
    unsigned all_spans;
    uint32_t segment_bytes;
    uint32_t from, bytes;           /* text[from … from + bytes) must hold them all, terminators included */
};
/* Takes segments as that many calls of x12_scan_next would, as long as they lie ready, are plain, and are none of the envelope: the spans of
   one after the other, and in n_spans[] how many each has.  How many were taken. */
unsigned x12_scan_run(struct x12_scan *s, const struct x12_scan_bounds *bounds, struct span *spans, uint16_t *n_spans);

#endif
