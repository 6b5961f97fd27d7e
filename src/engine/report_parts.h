/* report_parts.h - what the three forms of a quarantine report share: findings in order and in groups, excerpts with marks, places and
 * dates in words.  Only report_*.c include this. */
#ifndef ENGINE_REPORT_PARTS_H
#define ENGINE_REPORT_PARTS_H

#include "engine/report.h"

/* Findings of one kind: same code, severity and rule.  Forty lines with one fault are one group with forty places. */
struct report_group {
    const struct diag **items;  /* in the order found */
    unsigned n;
    struct diag common;         /* the first one; arguments in which the others differ read "…" */
};

struct report_view {
    const struct report *report;
    struct arena *arena;        /* the view's own */
    struct report_group *groups;/* worst first; the notes are the last ones */
    unsigned n_groups, n_faults;/* groups[n_faults…] are notes */
    unsigned n_findings;
    size_t dropped;
};

void report_view_open(struct report_view *v, const struct report *r);
void report_view_close(struct report_view *v);

/* A piece of the document around a place. */
struct report_excerpt {
    slice text;
    size_t mark, mark_len;      /* within text; length 0: between two bytes */
    bool cut_left, cut_right;   /* the segment goes on there */
    uint64_t offset;            /* of text in the source */
};
/* The segment (or line) at a place, at most `room` columns of it; false when the bytes cannot be read. */
bool report_excerpt(const struct report_view *v, const struct place *p, size_t room, struct report_excerpt *out);

/* "REF segment 12 in loop N1, element 03, component 2", or "line 3, column 7"; nothing when unknown.  A report on several sets names the set. */
void report_where(struct buf *out, const struct report *r, const struct place *p);
/* "850-sales-order.xml line 17"; nothing when the rule has no place. */
void report_rule_place(struct buf *out, const struct diag *d);
/* The rule's file as reports name it; the finding has a rule_place. */
slice report_rule_file(const struct diag *d);
/* "reject-document" as people say it: "document rejected". */
const char *report_severity_words(enum severity s);
/* "What is wrong" is one of three: 'r' refused, 'h' held, 'w' warning, 'n' note. */
char report_severity_class(enum severity s);
/* "23 November 2026, 03:15 UTC". */
void report_instant(struct buf *out, instant t);
/* 1824 as "1,824". */
void report_count(struct buf *out, uint64_t n);
/* "3 places", "1 place". */
void report_plural(struct buf *out, uint64_t n, const char *one, const char *many);
/* "GBP 600.00"; nothing when it is not known. */
void report_worth(struct buf *out, const struct report *r);
/* Codes that hold an order line, separated by blanks: "ITEM-UNKNOWN PACK-UNKNOWN". */
void report_line_codes(struct buf *out, const struct report_view *v, unsigned ordinal);
/* Long orders: all lines are shown up to 200, then only the held ones, up to 500. */
bool report_line_is_shown(const struct report *r, unsigned index, unsigned shown);
/* "", or "199,960 more lines have no finding of their own". */
void report_lines_left(struct buf *out, const struct report *r, unsigned shown);

#endif
