/* gates.h - what must be true of a document before it leaves, whatever the map that made it believes.
 *
 * A gate is a function of recorded facts (facts.h) and of a proposed document, given as plain lines; it adds findings and changes nothing.
 * A document with a finding of hold-document or worse is not sent.  Quantities may be given in the order's unit or in eaches as Prima counts
 * (`unit` empty); eaches become units by the pack that was frozen when the order was placed, and what is no whole number of units is held.
 *
 * A gate answers true when nothing speaks against sending, and then *out, when given, is the event to record once the document is committed:
 * facts_add, facts_record_event.  The caller fills in when, which document, and what it is called.  A gate and the recording of what it let
 * through belong into one transaction, or two documents may be let through that together are too much. */
#ifndef TRADE_GATES_H
#define TRADE_GATES_H

#include "trade/facts.h"

enum tax_rounding { TAX_PER_RATE, TAX_PER_LINE };

/* The partner's terms; gate_default_terms has Amazon's. */
struct gate_terms {
    unsigned answer_hours;              /* after the first answer only dates may change */
    unsigned sscc_days;                 /* a container code is not used again for so long */
    unsigned notice_days;               /* a shipment id neither */
    unsigned replace_days;              /* a ship notice may be replaced for so long */
    unsigned ship_days_back, ship_days_ahead;
    bool sscc_prefix;                   /* codes are sent with 00 in front */
    bool pallet_sscc;                   /* pallets need one too */
    bool invoice_after_notice;          /* what a notice shipped is billed once the notice was accepted */
    enum tax_rounding tax_rounding;
    enum rounding rounding;
};
extern const struct gate_terms gate_default_terms;

/* For one document: what is known of its orders must not change while it is used. */
struct gate {
    const struct gate_terms *terms;
    instant now;
    struct arena *arena;
    struct diags *diags;
    struct gate_index *index;           /* the gates' own; null at first */
};

/* A line of a proposed document. */
struct gate_line {
    slice reference;                    /* the order's line number; empty: found by its product */
    struct product_id product;
    decimal quantity;
    slice unit;                         /* empty: eaches */
    decimal price;                      /* zero: none given */
    uint32_t price_eaches;              /* eaches it is for; 0: as the order's price */
    struct place place;
};

/* ---- units ---- */

struct unit_offer {                     /* what can be done about eaches that make no whole unit */
    decimal down_units, down_eaches;    /* ship that many only; 0 when not even one is full */
    decimal add_eaches, up_units, up_eaches;
};
/* Turn a line's quantity into the order's unit.  False with UNIT-NOT-ORDERED or UNIT-NOT-WHOLE; *offer, when given, is set for the latter. */
bool gate_quantity(struct gate *g, const struct po_line *ordered, const struct gate_line *line, decimal *out, struct unit_offer *offer);

/* ---- acknowledgement ---- */

struct po_answer_part {                    /* one ACK of a line */
    struct gate_line line;
    enum po_count_kind kind;            /* accepted, back-ordered, rejected */
    date shipping, arriving;
};
struct po_answer {
    slice type;                         /* BAK02: "AD" no change, "AC"; empty: not looked at */
    const struct po_answer_part *parts;
    size_t n_parts;
};
/* Was every line accepted whole, at the order's price?  Then it may be called AD. */
bool answer_is_plain(const struct po_facts *f, const struct po_answer *a);
bool gate_answer(struct gate *g, const struct po_facts *f, const struct po_answer *a, struct po_event *out);

/* What of Prima's stock there is to promise. */
struct stock_fact {
    slice item;
    decimal available;                  /* eaches, less what was promised already */
    instant as_of;
};
/* Accepted beyond what is available, item by item; `max_age` in microseconds, 0: any. */
bool gate_stock(struct gate *g, const struct po_facts *f, const struct po_answer *a, const struct stock_fact *stock, size_t n, int64_t max_age);

/* ---- ship notice ---- */

struct notice_pack {
    bool is_pallet;
    unsigned parent;                    /* the pallet a carton stands on, counted from 1 among the packs; 0 none */
    slice sscc;
    struct place place;
};
struct notice_line {                    /* so much of one order line in one pack */
    struct gate_line line;
    const struct po_facts *order;       /* null: not known */
    slice order_number;
    unsigned pack;                      /* counted from 1 among the packs; 0 none */
};
struct notice {
    slice id;
    bool replaces;
    const struct paper_number *known;   /* the last use of that id, or null */
    slice structure;                    /* "SOPI", "SOTPI", "SOTI", "SOIP", "SOTIP", "STOI", "SPOI" */
    date shipped, arriving;             /* year 0: none */
    bool has_counts;
    decimal cartons, pallets;           /* as declared */
    slice bill_of_lading, appointment;  /* BOL; ARN, which collect freight needs */
    bool needs_bill_of_lading;
    const struct notice_pack *packs;
    size_t n_packs;
    const struct notice_line *lines;
    size_t n_lines;
    const struct sscc_use *used;        /* earlier uses, by notice_uses() */
    size_t n_used;
};
bool gate_notice(struct gate *g, const struct notice *n);
/* What a notice that passed says of one order. */
void notice_event(struct gate *g, const struct notice *n, const struct po_facts *order, struct po_event *out);
/* The value of a container code: 18 digits, or 00 and 18.  False for anything else; the check digit is not looked at. */
bool sscc_value(slice text, uint64_t *code);
/* Which codes of the notice other notices used within the terms; reads the store. */
int notice_uses(struct store *s, const struct gate_terms *terms, instant now, const struct notice *n, struct arena *arena, struct sscc_use **out,
                size_t *count);

/* Remember the id and the codes of a notice that was sent; the events are recorded order by order. */
int notice_record(struct store *s, instant now, const struct notice *n, slice partner);

/* ---- invoice and credit note ---- */

struct invoice_line {
    struct gate_line line;
    decimal tax_rate;                   /* per cent */
    bool has_tax;
    decimal tax;                        /* as stated for the line */
};
struct invoice_charge {
    bool is_allowance;
    decimal amount;                     /* positive */
    decimal tax_rate;
    struct place place;
};
struct invoice_rate {                   /* a row of the tax summary */
    decimal rate, base, tax;
    bool has_base;
    struct place place;
};
struct invoice {
    bool is_credit;
    slice number;
    const struct paper_number *known;   /* the number was used before, or null */
    slice original;                     /* a credit note's invoice */
    date dated;
    decimal total;                      /* with everything */
    const struct invoice_line *lines;
    size_t n_lines;
    const struct invoice_charge *charges;
    size_t n_charges;
    const struct invoice_rate *rates;
    size_t n_rates;
    struct place place;
};
bool gate_invoice(struct gate *g, const struct po_facts *f, const struct invoice *v, struct po_event *out);

/* ---- changes by the buyer ---- */

/* Lines with their new quantity (zero: taken out) and new price (zero: as before).  False: a person decides. */
bool gate_change(struct gate *g, const struct po_facts *f, const struct gate_line *lines, size_t n, struct po_event *out);
/* Does the law of quantities still hold?  To be asked after what partners said was recorded. */
bool gate_balance(struct gate *g, const struct po_facts *f);

/* ---- closing ---- */

struct close_line {
    unsigned line;                      /* of the order, from 1 */
    decimal cancelled;                  /* the order's unit */
};
/* May the order be closed when these balances are cancelled?  Nothing may be left open and nothing shipped be cancelled. */
bool gate_close(struct gate *g, const struct po_facts *f, const struct close_line *lines, size_t n, struct po_event *out);

#endif
