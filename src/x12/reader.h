/* reader.h - reads a file of X12 interchanges as a stream of events, one segment at a time.
 *
 * It decides where interchanges, groups and transaction sets begin and end, checks the envelope's nesting, control numbers and counts, and
 * recovers from the damage that real files carry (leniency is recorded by a finding).  It knows no schema: what a segment means inside a
 * transaction set is schema/'s business.
 *
 *     x12_reader_open(&reader, fd or bytes, …)
 *     while (x12_reader_next(reader, &event) …) switch (event.kind) …
 *
 * What comes out is balanced: each ISA has its IEA, each GS its GE and each ST its SE, made up where the file has none.  A segment that
 * has no place (outside groups or sets) is counted, reported and skipped.  Findings are in findings.h.  Those about ISA, GS and ST
 * themselves are added by the call after the one that delivers the segment, so that a caller who swaps lists there (x12_reader_diags), or
 * says leniencies, finds them where they belong; those about SE, GE and IEA by the call that delivers it.  Damage that was repaired is
 * counted and added once, after ISA or with IEA.
 *
 * Memory: one window that holds the current transaction set as a whole and slides at its end, so a file of any size needs the room of its
 * largest set.  Spans of an event are offsets into window text x12_reader_text(), valid until the event after X12_SE (or the next event
 * outside a set); the window may move while a set grows, offsets stay good.  Source bytes are never changed. */
#ifndef X12_READER_H
#define X12_READER_H

#include "base/diag.h"
#include "tree/tree.h"

struct x12_delims {
    char element, component, repetition;    /* repetition 0 when the version has none */
    char terminator[4];                     /* 1 byte; up to 3 when a code page was mangled to UTF-8 */
    uint8_t terminator_len;
    bool crlf;                              /* a line end follows each terminator */
};

enum x12_kind {
    X12_ISA,        /* spans: 17, [0] the id; also when it was repaired */
    X12_TA1,
    X12_GS,
    X12_ST,
    X12_SEGMENT,    /* inside ST…SE */
    X12_SE,         /* also made up (n_spans == 0) when the set ends without one */
    X12_GE,         /* likewise */
    X12_IEA,        /* likewise */
    X12_END         /* end of the file */
};

/* What is known of the interchange and group around the current event.  Slices live until the interchange (group) ends. */
struct x12_interchange {
    slice isa[17];                  /* ISA01…16 at [1]…[16], trimmed of padding blanks */
    struct x12_delims delims;
    uint64_t offset;                /* of "ISA" in the file */
    unsigned ordinal;               /* in the file, from 1 */
    unsigned groups, segments;      /* seen so far */
};
struct x12_group {
    slice gs[9];                    /* GS01…08 */
    uint64_t offset;
    unsigned ordinal;               /* in the interchange */
    unsigned sets;                  /* ST seen so far */
    slice ge01;                     /* as sent, once GE was read; empty when missing */
};

struct x12_event {
    enum x12_kind kind;
    const struct span *spans;       /* [0] the segment id, [k] element k */
    unsigned n_spans;
    uint32_t number;                /* in the set, ST = 1 (SE too); envelope segments: in the interchange, ISA = 1 */
    uint64_t offset;                /* byte of the segment id in the file */
    uint32_t length;                /* bytes up to the terminator */
    bool odd_bytes;                 /* a control byte, a byte >= 0x80 or, where there are repetitions, a separator inside an element: the schema looks closer */
};

/* Most bytes, segments … of one transaction set; passing one is a finding, an SE is made up, and the rest is skipped to the set's own SE.
   A segment longer than allowed means that the terminator is wrong: the interchange is closed and the next ISA is looked for. */
struct x12_limits {
    uint32_t set_bytes;             /* default 256 MiB */
    uint32_t set_segments;          /* default 5,000,000 */
    uint32_t segment_elements;      /* default 200, at most 3,900 */
    uint32_t segment_bytes;         /* default 1 MiB */
    uint32_t interchanges;          /* default 10,000 in a file */
};
extern const struct x12_limits x12_default_limits;

/* Leniencies an agreement may name (leniencies.h); a bit set of enum x12_lenient.  Reading itself always recovers where that is safe; these
   decide whether the finding is a note or a warning (tolerated) or rejects. */
enum x12_leniency_ordinal {
#define LENIENCY(NAME, ...) X12_LENIENCY_##NAME,
#include "x12/leniencies.h"
#undef LENIENCY
    X12_N_LENIENCIES
};
enum x12_lenient {
#define LENIENCY(NAME, ...) X12_LENIENT_##NAME = 1 << X12_LENIENCY_##NAME,
#include "x12/leniencies.h"
#undef LENIENCY
};
/* Name in agreements, e.g. "wrong-se01"; what it tolerates, and what happens without it. */
struct x12_leniency { const char *name; unsigned bit; const char *text, *otherwise; };
extern const struct x12_leniency x12_leniencies[];
extern const unsigned x12_n_leniencies;
bool x12_leniency_find(slice name, unsigned *bit);
/* What a set of leniencies means for lists of findings, those of the schema too; how many. */
enum { X12_MOST_TOLERANCES = 40 };
unsigned x12_tolerances(unsigned lenient, struct diag_tolerance out[X12_MOST_TOLERANCES]);
const struct diag_tolerance *x12_tolerance(unsigned lenient, const char *code);       /* of one finding, or null */

struct x12_reader;

/* Read from a descriptor (bytes.ptr null), or from memory.  `source` is where findings point; it must outlive the reader.  Findings of the
   envelope go to `diags`, which may be swapped between events with x12_reader_diags (per-set lists). */
struct x12_reader *x12_reader_new(const struct x12_limits *limits);
void x12_reader_free(struct x12_reader *r);
void x12_reader_open(struct x12_reader *r, const struct source *source, unsigned lenient, struct diags *diags);
void x12_reader_diags(struct x12_reader *r, struct diags *diags);
/* After X12_ISA the caller knows the agreement and may say its leniencies. */
void x12_reader_lenient(struct x12_reader *r, unsigned lenient);
/* The next event: 1; 0 at the end (after X12_END was delivered); a negative error when reading failed. */
int x12_reader_next(struct x12_reader *r, struct x12_event *out);
/* Inside a set, between calls of next: takes the segments that lie ready and of which there is nothing to say, as that many calls of next
   would deliver them, without an event for each.  Their spans lie one after the other at t->field[t->fields] of the tree given to
   x12_reader_spans_into.  How many; 0 when next must be called. */
enum { X12_RUN_SEGMENTS = 64, X12_RUN_SPANS = 768 };
struct x12_run {
    uint32_t number;                /* of the first */
    uint16_t n_spans[X12_RUN_SEGMENTS];
};
unsigned x12_reader_run(struct x12_reader *r, struct x12_run *out);
/* The window that spans point into; may change with every call of next. */
const char *x12_reader_text(const struct x12_reader *r);
/* Give a tree what it must know to show its spans: text, source, byte offset of text[0], the map of dropped bytes of wrapped files, and the
   component and repetition separators. */
void x12_reader_origin(const struct x12_reader *r, struct tree *t);
const struct x12_interchange *x12_reader_interchange(const struct x12_reader *r);
const struct x12_group *x12_reader_group(const struct x12_reader *r);
/* Segments of the current set, ST and SE included, as read so far. */
uint32_t x12_reader_set_segments(const struct x12_reader *r);
/* From now on spans of events (all but ISA) are written directly to t->field[t->fields], so that tree_add(t, …, event.n_spans, …) takes
   them without a copy; event.spans points there.  The reader makes room in the tree itself and changes nothing else of it.  A segment that
   is not added is written over by the next.  Null: back to the reader's own array.  Before using the tree at SE, call x12_reader_origin:
   the window may have moved while the set grew. */
void x12_reader_spans_into(struct x12_reader *r, struct tree *t);
/* Take at most that many bytes of the source at a time, 0 for the usual; events do not depend on it, which is what tests check. */
void x12_reader_chunk(struct x12_reader *r, uint32_t bytes);

/* Is the last interchange of this text closed (IEA with its terminator, only blanks after it)?  Looks at the ends only; used to tell a
   whole file from one still being written.  `head` is the first and `tail` the last up to 4 KiB. */
bool x12_looks_complete(slice head, slice tail);
/* Does it look like X12 at all (ISA after BOM and blanks)? */
bool x12_looks_like(slice head);
/* Is it worth reading as X12 all the same: ISA after other text, as in a saved mail, or UTF-16, which the reader refuses by name? */
bool x12_may_be_within(slice head);

#endif
