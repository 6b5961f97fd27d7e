/* orders.h - what happened to purchase orders, as it is kept: the order's lines as they were placed, and every event since.
 *
 * Rows are written once.  Nothing here adds up or judges: sums are made by trade/ from the events, so they cannot drift from them.  Amounts and
 * quantities are texts of decimals, as they were given; the store keeps them and does not read them.  Belongs inside a transaction, like all
 * writing to the store. */
#ifndef STORE_ORDERS_H
#define STORE_ORDERS_H

#include "store/store.h"

/* The numbers are stored: add at the end only. */
enum po_event_kind {
    PO_VALIDATED, PO_IN_PRIMA, PO_ANSWERED, PO_ANSWER_ACCEPTED, PO_ANSWER_REFUSED, PO_CHANGED, PO_ALLOCATED, PO_PICKED, PO_DESPATCHED, PO_NOTICED,
    PO_NOTICE_ACCEPTED, PO_NOTICE_REFUSED, PO_INVOICED, PO_INVOICE_ACCEPTED, PO_INVOICE_REFUSED, PO_CREDITED, PO_CREDIT_REFUSED, PO_REMITTED,
    PO_DISPUTED, PO_CANCELLED, PO_REOPENED, PO_EXPIRED, PO_CLOSED,
    PO_EVENT_KINDS
};

enum po_count_kind {
    PO_COUNT_ACCEPTED, PO_COUNT_BACKORDERED, PO_COUNT_REJECTED,     /* an answer: what it says replaces what the one before said of the line */
    PO_COUNT_ORDERED,                                               /* a change: the line's quantity and price from now on */
    PO_COUNT_SHIPPED, PO_COUNT_INVOICED, PO_COUNT_CREDITED, PO_COUNT_CANCELLED,
    PO_COUNT_KINDS
};

struct po_row {
    int64_t id;                         /* the document it came in: po_id() */
    slice partner, number;
    slice currency;
    uint32_t placed;                    /* CCYYMMDD as a number */
    bool backorders;                    /* the buyer takes what comes later */
    bool collect;                       /* the buyer pays and arranges the freight */
    instant received;
};

struct po_line_row {
    int64_t po;
    uint32_t n;                         /* from 1 */
    slice reference;                    /* the order's own line number, or its ordinal */
    slice quantity, unit, price, basis;
    slice products;                     /* pairs, packed by trade/ */
    slice item;                         /* Prima's */
    uint32_t pack;                      /* eaches in one `unit`, for life */
    uint32_t price_eaches;              /* eaches that `price` is for */
};

struct po_event_row {
    int64_t po;
    uint32_t seq;                       /* given by store_po_event_add, from 1 */
    enum po_event_kind kind;
    instant at;
    int64_t intake;                     /* the document that says so */
    uint32_t ordinal;
    slice reference;                    /* shipment, invoice, control number: what later events name it by */
    slice original;                     /* a credit note's invoice, a replaced shipment */
    slice amount;                       /* of an invoice, a credit note, a payment */
    slice detail;
};

struct po_count_row {
    int64_t po;
    uint32_t seq, n, line;              /* of the event, in the event, of the order */
    enum po_count_kind kind;
    slice quantity, price;
    uint32_t shipping, arriving;        /* CCYYMMDD, 0 unknown */
};

/* One number for a document; later documents have greater ones. */
static inline int64_t po_id(int64_t intake, uint32_t ordinal) { return intake << 24 | (ordinal & 0xFFFFFF); }

int store_po_add(struct store *s, const struct po_row *po);
int store_po_line_add(struct store *s, const struct po_line_row *line);
/* The newest of that number; E_NOT_FOUND. */
int store_po_find(struct store *s, slice partner, slice number, struct arena *arena, struct po_row *out);
int store_po_lines(struct store *s, int64_t po, struct arena *arena, struct po_line_row **out, size_t *count);
int store_po_event_add(struct store *s, struct po_event_row *event);
int store_po_count_add(struct store *s, const struct po_count_row *count);
/* In the order they were recorded. */
int store_po_events(struct store *s, int64_t po, struct arena *arena, struct po_event_row **out, size_t *count);
int store_po_counts(struct store *s, int64_t po, struct arena *arena, struct po_count_row **out, size_t *count);

/* Serial shipping container codes by the value of their 18 digits. */
struct sscc_use {
    uint64_t code;
    instant at;
    slice notice;
    int64_t po;
};
int store_sscc_add(struct store *s, const struct sscc_use *use);
/* The last use of a code since then by another notice; E_NOT_FOUND. */
int store_sscc_find(struct store *s, uint64_t code, instant since, slice but_notice, struct arena *arena, struct sscc_use *out);

/* Numbers of our own documents: an invoice's is given once and for all (E_EXISTS), a shipment's to the last that bore it. */
enum paper { PAPER_INVOICE, PAPER_NOTICE };
struct paper_number {
    enum paper kind;
    slice partner, number;
    int64_t po;
    instant at;
};
int store_paper_add(struct store *s, const struct paper_number *paper);
int store_paper_find(struct store *s, enum paper kind, slice partner, slice number, struct arena *arena, struct paper_number *out);

struct remittance_row {
    int64_t intake;
    uint32_t ordinal, n;                /* document in its file, line in the document */
    slice payment;                      /* the payment's reference */
    slice reference;                    /* what the line names */
    slice invoice;                      /* which invoice that is, or empty */
    slice bucket, posting, amount;
};
int store_remittance_add(struct store *s, const struct remittance_row *row);
/* All lines about an invoice, oldest first. */
int store_remittances(struct store *s, slice invoice, struct arena *arena, struct remittance_row **out, size_t *count);

#endif
