/* standing.c - where an order stands, in one word, and what may happen to it next.
 *
 * An order has many documents on the way at once, so its step is the furthest that any of them came, and `partly` says that not all of it did.
 * What partners answer may arrive in any order and is always taken; what we do ourselves follows the order of the table. */
#include "trade/facts.h"

static const char *const names[N_STEPS] = {
    "RECEIVED", "VALIDATED", "IN_PRIMA", "ACK_PENDING", "ACK_SENT", "ACK_ACCEPTED", "ALLOCATED", "PICKED", "DESPATCHED", "ASN_SENT", "ASN_ACCEPTED",
    "INVOICED", "INV_ACCEPTED", "SHORT_PAID", "PAID", "DISPUTED", "CLOSED", "REJECTED", "BACKORDERED", "CANCELLED", "EXPIRED",
};

const char *po_step_name(enum po_step step)
{
    return names[step];
}

enum { ANY = 1u << 0, ANSWERED = 1u << 1, SHIPPED = 1u << 2, INVOICED = 1u << 3, NOT_OVER = 1u << 4, UNSHIPPED = 1u << 5, OVER = 1u << 6 };

/* The step an event leads to, and what must have been before. */
static const struct { enum po_step step; unsigned needs; } kinds[PO_EVENT_KINDS] = {
    [PO_VALIDATED] = { STEP_VALIDATED, NOT_OVER },
    [PO_IN_PRIMA] = { STEP_ACK_PENDING, NOT_OVER },     /* from here on Prima's answer is waited for */
    [PO_ANSWERED] = { STEP_ACK_SENT, NOT_OVER },
    [PO_ANSWER_ACCEPTED] = { STEP_ACK_ACCEPTED, ANY },
    [PO_ANSWER_REFUSED] = { STEP_RECEIVED, ANY },
    [PO_CHANGED] = { STEP_RECEIVED, ANY },
    [PO_ALLOCATED] = { STEP_ALLOCATED, NOT_OVER | ANSWERED },
    [PO_PICKED] = { STEP_PICKED, NOT_OVER | ANSWERED },
    [PO_DESPATCHED] = { STEP_DESPATCHED, NOT_OVER | ANSWERED },
    [PO_NOTICED] = { STEP_ASN_SENT, NOT_OVER | ANSWERED },
    [PO_NOTICE_ACCEPTED] = { STEP_ASN_ACCEPTED, ANY },
    [PO_NOTICE_REFUSED] = { STEP_RECEIVED, ANY },
    [PO_INVOICED] = { STEP_INVOICED, SHIPPED },         /* what was shipped before the end is still billed after it */
    [PO_INVOICE_ACCEPTED] = { STEP_INV_ACCEPTED, ANY },
    [PO_INVOICE_REFUSED] = { STEP_RECEIVED, ANY },
    [PO_CREDITED] = { STEP_RECEIVED, INVOICED },
    [PO_CREDIT_REFUSED] = { STEP_RECEIVED, ANY },
    [PO_REMITTED] = { STEP_SHORT_PAID, ANY },           /* or PAID, by the amounts */
    [PO_DISPUTED] = { STEP_DISPUTED, INVOICED },
    [PO_CANCELLED] = { STEP_RECEIVED, NOT_OVER },
    [PO_REOPENED] = { STEP_RECEIVED, OVER },
    [PO_EXPIRED] = { STEP_EXPIRED, NOT_OVER | UNSHIPPED },
    [PO_CLOSED] = { STEP_CLOSED, NOT_OVER },
};

static bool any_sum(const struct po_facts *f, bool invoiced)
{
    for (size_t i = 0; i < f->n_lines; i++) {
        const struct po_sums *s = &f->lines[i].sums;
        if ((invoiced ? s->invoiced : s->shipped).coef > 0) return true;
    }
    return false;
}

static bool happened(const struct po_facts *f, enum po_event_kind kind)
{
    for (size_t i = 0; i < f->n_events; i++) {
        if (f->events[i].kind == kind && !f->events[i].is_void) return true;
    }
    return false;
}

bool po_event_allowed(const struct po_facts *f, enum po_event_kind kind)
{
    const unsigned needs = kinds[kind].needs;
    const bool over = f->cancelled || f->closed;
    if ((needs & NOT_OVER) && over) return false;
    if ((needs & OVER) && !over) return false;
    if ((needs & ANSWERED) && !f->first_answer) return false;
    if ((needs & SHIPPED) && !any_sum(f, false)) return false;
    if ((needs & UNSHIPPED) && any_sum(f, false)) return false;
    return !(needs & INVOICED) || any_sum(f, true);
}

/* Has every line's promise come as far as the step says? */
static bool is_partly(const struct po_facts *f, enum po_step step)
{
    if (step < STEP_DESPATCHED || step > STEP_DISPUTED) return false;
    for (size_t i = 0; i < f->n_lines; i++) {
        const struct po_line *l = &f->lines[i];
        const decimal so_far = step >= STEP_INVOICED ? l->sums.invoiced : l->sums.shipped;
        if (decimal_cmp(so_far, po_line_promised(l)) < 0) return true;
    }
    return false;
}

/* When every line was answered with a no, or with later; N_STEPS when neither. */
static enum po_step answered_with(const struct po_facts *f)
{
    bool later = false;
    for (size_t i = 0; i < f->n_lines; i++) {
        const struct po_sums *s = &f->lines[i].sums;
        if (s->ordered.coef == 0) continue;
        if (!s->answer || s->accepted.coef > 0) return N_STEPS;
        later |= s->backordered.coef > 0;
    }
    return later ? STEP_BACKORDERED : STEP_REJECTED;
}

/* Paid is what the invoices ask, less what was credited. */
static bool is_paid(const struct po_facts *f)
{
    decimal due;
    return decimal_sub(f->invoiced_amount, f->credited_amount, &due) && decimal_cmp(f->remitted_amount, due) >= 0;
}

static enum po_step furthest(const struct po_facts *f)
{
    enum po_step step = STEP_RECEIVED;
    for (unsigned kind = 0; kind < PO_EVENT_KINDS; kind++) {
        if (kind == PO_EXPIRED || !happened(f, (enum po_event_kind)kind)) continue;
        if (kinds[kind].step > step && kinds[kind].step <= STEP_DISPUTED) step = kinds[kind].step;
    }
    /* An argument is over once everything is paid. */
    if ((step == STEP_SHORT_PAID || step == STEP_DISPUTED) && happened(f, PO_REMITTED) && is_paid(f)) step = STEP_PAID;
    return step;
}

struct po_standing po_standing(const struct po_facts *f)
{
    if (f->closed) return (struct po_standing){ STEP_CLOSED, false };
    if (f->cancelled) return (struct po_standing){ STEP_CANCELLED, false };
    if (happened(f, PO_EXPIRED) && !f->first_answer) return (struct po_standing){ STEP_EXPIRED, false };
    const enum po_step step = furthest(f);
    if (step <= STEP_ACK_ACCEPTED && f->first_answer && answered_with(f) != N_STEPS) return (struct po_standing){ answered_with(f), false };
    return (struct po_standing){ step, is_partly(f, step) };
}
