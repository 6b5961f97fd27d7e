/* facts.h - what is known of a purchase order: its lines as they were placed, what happened since, and what that adds up to.
 *
 * Lines and events are recorded once and never edited; all sums are made from them anew (facts_sum), so no sum can be wrong for long.  A line keeps
 * for life the unit, price, product identifiers and pack size it was placed with: a pack that changes in the item master meanwhile changes
 * nothing here.  All quantities are in the order's own unit.  Documents that were refused by the partner, and shipments that were replaced,
 * stay in the list and count no longer. */
#ifndef TRADE_FACTS_H
#define TRADE_FACTS_H

#include "base/decimal.h"
#include "base/diag.h"
#include "store/orders.h"

struct product_id {                     /* as PO106/PO107 have it */
    slice qualifier, value;
};

/* One thing a document says of one line. */
struct po_count {
    unsigned line;                      /* of the order, from 1 */
    enum po_count_kind kind;
    decimal quantity;
    decimal price;                      /* of answers, changes and invoices, as the order's price is; else zero */
    date shipping, arriving;            /* year 0: unknown */
};

struct po_event {
    enum po_event_kind kind;
    instant at;
    int64_t intake;
    uint32_t ordinal;
    slice reference, original, detail;  /* a notice that replaces has its own reference as the original too */
    decimal amount;
    const struct po_count *counts;
    size_t n_counts;
    /* Set by facts_sum: */
    bool is_void;                       /* refused or replaced since */
    bool is_accepted;                   /* a notice the partner accepted */
    size_t replaced;                    /* the event this one replaces, counted from 1 */
};

/* Of one line, made from the events. */
struct po_sums {
    decimal ordered, price;             /* as the newest change says */
    const struct po_event *answer;      /* the newest that speaks of this line, or null; good until the next facts_add */
    decimal accepted, backordered, rejected;        /* the newest answer */
    decimal agreed_price;               /* of the newest answer, else the order's */
    decimal ordered_when_answered;
    bool changed_since;                 /* by the buyer, after the newest answer */
    decimal cancelled, shipped, invoiced, credited;
    decimal noticed;                    /* shipped by notices that were accepted */
};

struct po_line {
    unsigned n;                         /* from 1 */
    slice reference;                    /* PO101, or the ordinal when the order has none */
    decimal quantity;
    slice unit;
    decimal price;
    slice basis;
    const struct product_id *products;
    size_t n_products;
    slice item;
    uint32_t pack;                      /* eaches in one unit */
    uint32_t price_eaches;              /* eaches that the price is for: 1, or the pack when it is per case */
    struct po_sums sums;
};

struct po_facts {
    int64_t id;
    slice partner, number, currency;
    date placed;
    bool backorders, collect;
    instant received;
    struct po_line *lines;
    size_t n_lines, lines_room;
    struct po_event *events;
    size_t n_events, events_room;
    instant first_answer;               /* 0: not answered */
    bool cancelled, closed;
    decimal invoiced_amount, credited_amount, remitted_amount;
};

/* Steps of an order's life, in this order, then the ways it can end beside it. */
enum po_step {
    STEP_RECEIVED, STEP_VALIDATED, STEP_IN_PRIMA, STEP_ACK_PENDING, STEP_ACK_SENT, STEP_ACK_ACCEPTED, STEP_ALLOCATED, STEP_PICKED, STEP_DESPATCHED,
    STEP_ASN_SENT, STEP_ASN_ACCEPTED, STEP_INVOICED, STEP_INV_ACCEPTED, STEP_SHORT_PAID, STEP_PAID, STEP_DISPUTED, STEP_CLOSED,
    STEP_REJECTED, STEP_BACKORDERED, STEP_CANCELLED, STEP_EXPIRED,
    N_STEPS
};
struct po_standing {
    enum po_step step;                  /* the furthest any of its documents has come */
    bool partly;                        /* some promised quantity has not come that far */
};

/* Put an event at the end and sum anew; the event and what it points to must live as long as the facts.  False, and then without it, when a sum
   leaves the range of exact decimals or a count names no line. */
bool facts_add(struct po_facts *f, struct arena *arena, const struct po_event *event);
bool facts_sum(struct po_facts *f);
/* The newest event of that kind and reference that still counts, or null. */
const struct po_event *facts_event(const struct po_facts *f, enum po_event_kind kind, slice reference);
/* Promised and neither shipped nor cancelled. */
decimal po_line_open(const struct po_line *line);
/* The most that may be shipped in all: accepted and back-ordered, less what was cancelled, and no more than is ordered by now. */
decimal po_line_promised(const struct po_line *line);
struct po_standing po_standing(const struct po_facts *f);
const char *po_step_name(enum po_step step);            /* "RECEIVED", "ACK_SENT" … */
/* May that happen to an order in this state?  Answers of partners (accepted, refused) may come in any order. */
bool po_event_allowed(const struct po_facts *f, enum po_event_kind kind);

/* ---- in the store: inside a transaction ---- */

/* Write a new order; `facts` as placed, without events. */
int facts_record_order(struct store *s, const struct po_facts *f);
/* Lines the buyer added later: those from ordinal `first` on. */
int facts_record_lines(struct store *s, const struct po_facts *f, unsigned first);
/* Write the event; the caller adds it to the facts (facts_add) first. */
int facts_record_event(struct store *s, const struct po_facts *f, const struct po_event *event);
/* Remember the number of a document that was sent.  An invoice's stays with its order for ever: E_EXISTS when another has it. */
int facts_record_paper(struct store *s, const struct paper_number *paper);
/* The newest order of that number with everything known of it; E_NOT_FOUND, E_CORRUPT when rows cannot be what we wrote. */
int facts_load(struct store *s, slice partner, slice number, struct arena *arena, struct po_facts *out);

#endif
