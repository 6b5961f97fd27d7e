/* report.h - the quarantine report: one value, written as report.xml, report.txt and report.html.
 *
 * It says what was quarantined, where with carets, why, which rule, since when, worth how much, who owns it, what to do, until when.  It only
 * formats; what to quarantine and why was decided by whoever fills it. */
#ifndef ENGINE_REPORT_H
#define ENGINE_REPORT_H

#include "base/buf.h"
#include "base/date.h"
#include "base/diag.h"
#include "base/slice.h"

enum report_kind { REPORT_INTERCHANGE, REPORT_SET, REPORT_ORDER /* sound X12, held by business checks */, REPORT_FILE /* not EDI at all, items, … */ };

struct report_line {                    /* an order line, for held orders */
    unsigned ordinal;
    slice reference, quantity, unit, price, identifier;         /* as on the purchase order */
    bool held;
};

struct report {
    enum report_kind kind;
    slice id;                           /* "000042" or "000042-2": the folder's name */
    slice title;                        /* "Purchase order 4TESTP01 is held: 1 of 3 lines has an unknown item" */
    slice reason;                       /* code of the worst finding */
    slice state;                        /* "open" */
    slice partner, partner_title;
    slice document, document_title;     /* "850", "purchase order" */
    slice key;                          /* PO number */
    slice file_name, file_sha256;
    uint64_t file_bytes;
    slice interchange_control, group_control, set_control;
    instant since, due;                 /* due 0: no deadline known */
    slice owner;                        /* "EDI team", "item master team" … */
    slice worth_amount, worth_currency; /* may be empty */
    slice acknowledged;                 /* "997 000000042 rejects it (AK5 R)" … */
    const struct report_line *lines;
    unsigned n_lines;
    const struct diags *diags;          /* all findings, notes too */
    slice whole;                        /* the failing transaction (or head of the file), for the page's listing */
    uint64_t whole_offset;              /* where it starts in the source of the findings' places */
    char terminator;                    /* to break the listing into segments; 0: by lines */
    const slice *also;                  /* sentences on what happened to the rest: "2 other orders of this file went on." */
    unsigned n_also;
};

void report_xml(struct buf *out, const struct report *r);       /* shape: schemas/crossdock/quarantine-report.rng */
void report_text(struct buf *out, const struct report *r);      /* 80…100 columns, plain ASCII drawing, UTF-8 data */
void report_html(struct buf *out, const struct report *r);      /* one self-contained page: no scripts, no network, CSP meta, print style */

#endif
