/* facts.c - what the events of an order add up to.
 *
 * One walk over the events makes all sums, after a walk that marks the documents which no longer count or were accepted.  Whether an event
 * ought to have happened is not asked here: gates ask before, and what is recorded did happen. */
#include "trade/facts.h"

/* What the partner says of a document, and of which kind it is. */
static const struct { enum po_event_kind verdict, of; bool refused; } verdicts[] = {
    { PO_ANSWER_REFUSED, PO_ANSWERED, true },
    { PO_NOTICE_REFUSED, PO_NOTICED, true },
    { PO_NOTICE_ACCEPTED, PO_NOTICED, false },
    { PO_INVOICE_REFUSED, PO_INVOICED, true },
    { PO_CREDIT_REFUSED, PO_CREDITED, true },
};

/* The last document of that kind and reference before `i` that still counts, or null. */
static struct po_event *document_before(const struct po_facts *f, size_t i, enum po_event_kind kind, slice reference)
{
    while (i-- > 0) {
        struct po_event *e = &f->events[i];
        if (e->kind == kind && !e->is_void && slice_eq(e->reference, reference)) return e;
    }
    return NULL;
}

/* A replacement that is refused leaves standing what it was to replace. */
static void refuse(const struct po_facts *f, struct po_event *e)
{
    e->is_void = true;
    if (e->replaced) f->events[e->replaced - 1].is_void = false;
}

static void mark_one(const struct po_facts *f, size_t i)
{
    struct po_event *e = &f->events[i];
    const bool replaces = e->kind == PO_NOTICED && e->reference.len > 0 && slice_eq(e->original, e->reference);
    struct po_event *old = replaces ? document_before(f, i, PO_NOTICED, e->reference) : NULL;
    if (old) {
        old->is_void = true;
        e->replaced = (size_t)(old - f->events) + 1;
    }
    for (size_t k = 0; k < sizeof verdicts / sizeof *verdicts; k++) {
        if (verdicts[k].verdict != e->kind) continue;
        struct po_event *of = document_before(f, i, verdicts[k].of, e->reference);
        if (of && verdicts[k].refused) refuse(f, of);
        if (of && !verdicts[k].refused) of->is_accepted = true;
    }
}

static void mark(struct po_facts *f)
{
    for (size_t i = 0; i < f->n_events; i++) {
        f->events[i].is_void = f->events[i].is_accepted = false;
        f->events[i].replaced = 0;
    }
    for (size_t i = 0; i < f->n_events; i++) mark_one(f, i);
}

static void sums_start(struct po_line *l)
{
    l->sums = (struct po_sums){ .ordered = l->quantity, .price = l->price, .agreed_price = l->price };
}

/* The first word of a new answer about a line: what was said before is forgotten.  A balance cancelled before is among its rejected. */
static void answer_starts(struct po_sums *s, const struct po_event *e, const struct po_count *c)
{
    const decimal zero = decimal_int(0);
    s->answer = e;
    s->cancelled = zero;
    s->accepted = s->backordered = s->rejected = zero;
    s->agreed_price = c->price;
    s->ordered_when_answered = s->ordered;
    s->changed_since = false;
}

static bool change(struct po_sums *s, const struct po_count *c)
{
    s->changed_since = true;
    s->ordered = c->quantity;
    if (c->price.coef != 0) s->price = c->price;
    if (!s->answer) s->agreed_price = s->price;
    return true;
}

static bool count_into(struct po_sums *s, const struct po_count *c)
{
    decimal *const sums[PO_COUNT_KINDS] = {
        [PO_COUNT_ACCEPTED] = &s->accepted, [PO_COUNT_BACKORDERED] = &s->backordered, [PO_COUNT_REJECTED] = &s->rejected,
        [PO_COUNT_SHIPPED] = &s->shipped,   [PO_COUNT_INVOICED] = &s->invoiced,       [PO_COUNT_CREDITED] = &s->credited,
        [PO_COUNT_CANCELLED] = &s->cancelled,
    };
    if (c->kind == PO_COUNT_ORDERED) return change(s, c);
    return decimal_add(*sums[c->kind], c->quantity, sums[c->kind]);
}

static bool is_answer(enum po_count_kind kind)
{
    return kind <= PO_COUNT_REJECTED;
}

static bool add_counts(struct po_facts *f, const struct po_event *e)
{
    for (size_t i = 0; i < e->n_counts; i++) {
        const struct po_count *c = &e->counts[i];
        if (c->line == 0 || c->line > f->n_lines || c->kind >= PO_COUNT_KINDS) return false;
        struct po_sums *s = &f->lines[c->line - 1].sums;
        if (is_answer(c->kind) && s->answer != e) answer_starts(s, e, c);
        if (!count_into(s, c)) return false;
        if (e->is_accepted && c->kind == PO_COUNT_SHIPPED && !decimal_add(s->noticed, c->quantity, &s->noticed)) return false;
    }
    return true;
}

static bool add_event(struct po_facts *f, const struct po_event *e)
{
    switch (e->kind) {
    case PO_ANSWERED: if (!f->first_answer) f->first_answer = e->at; break;
    case PO_CANCELLED: f->cancelled = e->n_counts == 0; break;          /* with counts it is the balance of some lines */
    case PO_REOPENED: f->cancelled = f->closed = false; break;
    case PO_CLOSED: f->closed = true; break;
    case PO_INVOICED: if (!decimal_add(f->invoiced_amount, e->amount, &f->invoiced_amount)) return false; break;
    case PO_CREDITED: if (!decimal_add(f->credited_amount, e->amount, &f->credited_amount)) return false; break;
    case PO_REMITTED: if (!decimal_add(f->remitted_amount, e->amount, &f->remitted_amount)) return false; break;
    default: break;
    }
    return add_counts(f, e);
}

bool facts_sum(struct po_facts *f)
{
    for (size_t i = 0; i < f->n_lines; i++) sums_start(&f->lines[i]);
    f->first_answer = 0;
    f->cancelled = f->closed = false;
    f->invoiced_amount = f->credited_amount = f->remitted_amount = decimal_int(0);
    mark(f);
    for (size_t i = 0; i < f->n_events; i++) {
        if (!f->events[i].is_void && !add_event(f, &f->events[i])) return false;
    }
    return true;
}

bool facts_add(struct po_facts *f, struct arena *arena, const struct po_event *event)
{
    *(struct po_event *)arena_grow(arena, &f->events, &f->n_events, &f->events_room, sizeof *f->events) = *event;
    if (facts_sum(f)) return true;
    f->n_events--;
    (void)facts_sum(f);
    return false;
}

const struct po_event *facts_event(const struct po_facts *f, enum po_event_kind kind, slice reference)
{
    for (size_t i = f->n_events; i-- > 0;) {
        const struct po_event *e = &f->events[i];
        if (e->kind == kind && !e->is_void && slice_eq(e->reference, reference)) return e;
    }
    return NULL;
}

static decimal at_most(decimal a, decimal b)
{
    return decimal_cmp(a, b) <= 0 ? a : b;
}

/* Sums that fit are never so far apart that their difference does not, unless their scales are; then nothing is promised. */
static decimal less(decimal a, decimal b)
{
    decimal out;
    return decimal_sub(a, b, &out) && out.coef > 0 ? out : decimal_int(0);
}

decimal po_line_promised(const struct po_line *line)
{
    decimal promised;
    if (!decimal_add(line->sums.accepted, line->sums.backordered, &promised)) return decimal_int(0);
    return less(at_most(promised, line->sums.ordered), line->sums.cancelled);
}

decimal po_line_open(const struct po_line *line)
{
    return less(po_line_promised(line), line->sums.shipped);
}
