/* state.h - what reader.c, between.c and envelope.c share: the reader's state.  For this folder. */
#ifndef X12_STATE_H
#define X12_STATE_H

#include "x12/delims.h"
#include "x12/findings.h"
#include "x12/reader.h"
#include "x12/scan.h"
#include "x12/seen.h"
#include "x12/window.h"

enum level { BETWEEN, IN_INTERCHANGE, IN_GROUP, IN_SET };

enum { GS_ELEMENTS = 8, GS_KEEP = 40, CONTROL_BYTES = 9 };    /* GS_KEEP: bytes kept of an element; the longest allowed has 15 */

/* A segment that opened something and is checked with the next call.  Of ST only its kind and number of elements is kept: the window does
   not slide after it, and sets are too many for more. */
struct opened {
    bool pending;
    enum x12_kind kind;
    unsigned elements;                      /* sent */
    struct place place;
    uint64_t at[ISA_ELEMENTS + 1];          /* where each is in the file */
    uint32_t len[ISA_ELEMENTS + 1];
    struct span isa[ISA_ELEMENTS + 1];      /* ISA: where each is in isa_text … */
    unsigned damage;                        /* … and what was wrong, of enum isa_damage */
    enum x12_finding refused;               /* ISA: why nothing after it can be read, or X12_N_FINDINGS … */
    struct place culprit_place;             /* … because of this */
    char culprit[4];
    uint8_t culprit_len;
};

/* Repaired damage of one kind. */
struct damage {
    uint64_t count;
    struct place first;
};

struct x12_reader {
    struct x12_limits limits;
    struct x12_scan *scan;
    struct x12_window window;
    const struct source *source;
    struct diags *diags;
    unsigned lenient, lenient_at_open;
    struct tree *tree;
    struct span *spans;                     /* own array, when there is no tree */
    unsigned max_spans;

    enum level level;
    bool ended;                             /* X12_END was delivered */
    bool lost;                              /* the terminator is wrong: close everything and look for the next ISA */
    bool skipping;                          /* the rest of a set that passed a limit */
    struct x12_segment segment;             /* the current one */
    struct opened opened;
    struct damage damage[X12_N_FINDINGS];

    uint32_t at;                            /* BETWEEN: where to look on, in the window */
    bool left;                              /* an interchange has just ended; its line ends, if dropped, are taken again */
    bool started;                           /* the file's first bytes were looked at */
    bool junk;                              /* bytes that belong to nothing were met since the last interchange */
    bool quiet;                             /* … and they are not worth a finding, one was made */
    bool explained;                         /* a finding says why there is no interchange */
    char before;                            /* the byte before `at` */
    char head[16];                          /* the file's first bytes */
    unsigned head_len;
    char last_terminator;

    struct x12_interchange interchange;
    char isa_text[ISA_LOOK_AHEAD];
    struct span isa_spans[ISA_ELEMENTS + 1];
    unsigned ta1s;
    bool version_told;                      /* X12_VERSION_DIFFERS was reported in this interchange */
    struct x12_seen groups_seen;
    struct x12_group group;
    char gs_text[GS_ELEMENTS + 1][GS_KEEP];
    char ge01_text[GS_KEEP];
    struct x12_seen sets_seen;
    uint32_t set_start, set_segments;
    bool elements_told;                     /* X12_LIMIT_ELEMENTS was reported in this set */
    char set_id[4], set_control[CONTROL_BYTES + 1];
    struct span st01, st02, st03;           /* in the window, which does not slide inside a set */
};

/* A number as an argument of a finding. */
struct number_text {
    char text[24];
};
slice number_slice(struct number_text *to, uint64_t n);
#define NUMBER(n) number_slice(&(struct number_text){ { 0 } }, (n))

/* A finding; the agreement's leniency for it is applied. */
void x12_find(struct x12_reader *r, enum x12_finding what, struct place place, slice a0, slice a1, slice a2, slice a3);
/* Count damage; reported at damage_report. */
void damage_count(struct x12_reader *r, enum x12_finding what, struct place place, uint64_t times);
void damage_report(struct x12_reader *r);
/* Report one kind now. */
void damage_report_one(struct x12_reader *r, enum x12_finding what);
/* A place in the window; element 0 is the whole segment. */
struct place x12_place(const struct x12_reader *r, uint32_t off, uint32_t len, const char *segment_id, uint32_t segment, unsigned element);

/* between.c: the next ISA (1, with the event), the end of the file (0, with the event), or a negative error. */
int between_next(struct x12_reader *r, struct x12_event *out);
/* The interchange has ended at window offset `at`. */
void between_begin(struct x12_reader *r, uint32_t at);

/* envelope.c: remember a segment that opens something, and check it later. */
void envelope_open_isa(struct x12_reader *r, const struct isa *isa, uint32_t at);
void envelope_open_gs(struct x12_reader *r, const struct span *spans);
void envelope_open_st(struct x12_reader *r, const struct span *spans);
void envelope_check_opened(struct x12_reader *r);
/* trailer.c: check a segment that closes; spans null when it is missing. */
void envelope_close_set(struct x12_reader *r, const struct span *spans);
void envelope_close_group(struct x12_reader *r, const struct span *spans);
void envelope_close_interchange(struct x12_reader *r, const struct span *spans);

#endif
