/* gate_invoice.c - the invoice and the credit note: only what was shipped, at the price that was acknowledged, and sums to the penny.
 *
 * Net amounts are rounded once for each line; taxes are rounded once for each rate or once for each line, as the terms say.  A credit note obeys
 * the same arithmetic, and gives back no more than was billed. */
#include "trade/gate.h"

enum { NUMBER_MOST = 22, PLACES = 2, RATES = 16 };

struct taxed {                          /* all that is taxed at one rate */
    decimal rate, base, tax;
};

struct billing {
    struct gate *g;
    const struct po_facts *f;
    const struct invoice *v;
    decimal *billed;                    /* by this document, one for each line of the order */
    struct place *places;
    struct po_count *counts;
    size_t n_counts;
    struct taxed rates[RATES];
    unsigned n_rates;
    decimal net;
    bool exact;                         /* no sum left the range of exact decimals */
};

/* ---- amounts ---- */

static bool tax_of(const struct billing *b, decimal base, decimal rate, decimal *out)
{
    decimal product;
    return decimal_mul(base, rate, &product) && decimal_div(product, decimal_int(100), PLACES, b->g->terms->rounding, out);
}

static struct taxed *rate_of(struct billing *b, decimal rate)
{
    for (unsigned i = 0; i < b->n_rates; i++) {
        if (decimal_cmp(b->rates[i].rate, rate) == 0) return &b->rates[i];
    }
    if (b->n_rates == RATES) return NULL;
    b->rates[b->n_rates] = (struct taxed){ .rate = rate };
    return &b->rates[b->n_rates++];
}

/* An amount without tax joins the net and its rate; *tax is its own tax, rounded by itself. */
static void take_amount(struct billing *b, decimal net, decimal rate, decimal *tax)
{
    struct taxed *t = rate_of(b, rate);
    *tax = decimal_int(0);
    b->exact &= t && decimal_add(b->net, net, &b->net) && decimal_add(t->base, net, &t->base) && tax_of(b, net, rate, tax) &&
                decimal_add(t->tax, *tax, &t->tax);
}

/* Quantity by price; where the price is for another number of eaches, by way of eaches. */
static bool net_of(const struct billing *b, const struct po_line *l, decimal quantity, decimal price, decimal *out)
{
    decimal eaches, product;
    return decimal_mul(quantity, decimal_int(l->pack), &eaches) && decimal_mul(eaches, price, &product) &&
           decimal_div(product, decimal_int(l->price_eaches), PLACES, b->g->terms->rounding, out);
}

/* ---- lines ---- */

static void check_price(struct billing *b, const struct po_line *l, const struct invoice_line *line, decimal price)
{
    if (!b->v->is_credit && decimal_cmp(price, l->sums.agreed_price) == 0) return;
    /* What is given back may be a difference of prices, but never more than was asked. */
    if (b->v->is_credit && price.coef > 0 && decimal_cmp(price, l->sums.agreed_price) <= 0) return;
    (void)gate_find(b->g, INVOICE_PRICE, line->line.place, l, l->reference, gate_text(b->g, price), gate_text(b->g, l->sums.agreed_price), NO_ARG);
}

static void check_line_tax(struct billing *b, const struct po_line *l, const struct invoice_line *line, decimal tax)
{
    if (!line->has_tax || decimal_cmp(line->tax, tax) == 0) return;
    (void)gate_find(b->g, INVOICE_LINE_TAX, line->line.place, l, l->reference, gate_text(b->g, line->tax), gate_text(b->g, tax), NO_ARG);
}

static void above(struct billing *b, const struct po_line *l, struct place place, decimal in_all, decimal most)
{
    (void)gate_find(b->g, b->v->is_credit ? CREDIT_ABOVE_INVOICED : INVOICE_ABOVE_SHIPPED, place, l, l->reference, gate_text(b->g, in_all),
                    gate_text(b->g, most), NO_ARG);
}

/* A credit of part of the price gives no goods back: it may be for all that was billed, and counts for no later credit. */
static void take_quantity(struct billing *b, const struct po_line *l, const struct invoice_line *line, decimal quantity, decimal price)
{
    if (b->v->is_credit && decimal_cmp(price, l->sums.agreed_price) < 0) {
        if (decimal_cmp(quantity, l->sums.invoiced) > 0) above(b, l, line->line.place, quantity, l->sums.invoiced);
        return;
    }
    if (!gate_add(b->g, l, &line->line, &b->billed[l->n - 1], quantity)) return;
    b->places[l->n - 1] = line->line.place;
    b->counts[b->n_counts++] = (struct po_count){ .line = l->n, .kind = b->v->is_credit ? PO_COUNT_CREDITED : PO_COUNT_INVOICED,
                                                  .quantity = quantity, .price = price };
}

static void take_line(struct billing *b, const struct invoice_line *line)
{
    const size_t guess = b->n_counts ? b->counts[b->n_counts - 1].line : 0;
    const struct po_line *l = gate_ordered(b->g, b->f, &line->line, guess);
    decimal quantity, price, net, tax;
    if (!l || !gate_quantity(b->g, l, &line->line, &quantity, NULL) || !gate_price(b->g, l, &line->line, &price)) return;
    check_price(b, l, line, price);
    take_quantity(b, l, line, quantity, price);
    if (net_of(b, l, quantity, price, &net)) take_amount(b, net, line->tax_rate, &tax);
    else b->exact = false;
    if (b->exact) check_line_tax(b, l, line, tax);
}

static void take_charge(struct billing *b, const struct invoice_charge *c)
{
    decimal amount = c->amount, tax;
    if (c->is_allowance) amount.coef = -amount.coef;
    take_amount(b, amount, c->tax_rate, &tax);
}

static void check_notice(struct billing *b, const struct po_line *l, decimal in_all)
{
    if (!b->g->terms->invoice_after_notice || b->v->is_credit || decimal_cmp(in_all, l->sums.noticed) <= 0) return;
    (void)gate_find(b->g, INVOICE_NOTICE_PENDING, b->places[l->n - 1], l, l->reference, gate_text(b->g, in_all),
                    gate_text(b->g, l->sums.noticed), NO_ARG);
}

static void check_quantity(struct billing *b, const struct po_line *l)
{
    const bool credit = b->v->is_credit;
    const decimal before = credit ? l->sums.credited : l->sums.invoiced, most = credit ? l->sums.invoiced : l->sums.shipped;
    const decimal now = b->billed[l->n - 1];
    decimal in_all = now;
    if (now.coef == 0) return;
    if (!decimal_add(before, now, &in_all) || decimal_cmp(in_all, most) > 0) above(b, l, b->places[l->n - 1], in_all, most);
    else check_notice(b, l, in_all);
}

/* ---- sums ---- */

/* By rate the sum is taxed; by line the taxes were added up already. */
static void settle_rates(struct billing *b)
{
    for (unsigned i = 0; i < b->n_rates && b->g->terms->tax_rounding == TAX_PER_RATE; i++) {
        b->exact &= tax_of(b, b->rates[i].base, b->rates[i].rate, &b->rates[i].tax);
    }
}

static const struct invoice_rate *stated_rate(const struct invoice *v, decimal rate)
{
    for (size_t i = 0; i < v->n_rates; i++) {
        if (decimal_cmp(v->rates[i].rate, rate) == 0) return &v->rates[i];
    }
    return NULL;
}

static void check_rate(struct billing *b, const struct invoice_rate *stated)
{
    const struct taxed none = { .rate = stated->rate }, *right = &none;
    for (unsigned i = 0; i < b->n_rates; i++) {
        if (decimal_cmp(b->rates[i].rate, stated->rate) == 0) right = &b->rates[i];
    }
    const slice rate = gate_text(b->g, stated->rate);
    if (decimal_cmp(stated->tax, right->tax) != 0) {
        (void)gate_find(b->g, INVOICE_TAX, stated->place, NULL, rate, SLICE("tax"), gate_text(b->g, stated->tax), gate_text(b->g, right->tax));
    }
    if (stated->has_base && decimal_cmp(stated->base, right->base) != 0) {
        (void)gate_find(b->g, INVOICE_TAX, stated->place, NULL, rate, SLICE("taxable amount"), gate_text(b->g, stated->base),
                        gate_text(b->g, right->base));
    }
}

static void check_rates(struct billing *b)
{
    for (size_t i = 0; i < b->v->n_rates; i++) check_rate(b, &b->v->rates[i]);
    for (unsigned i = 0; i < b->n_rates && b->v->n_rates > 0; i++) {
        if (b->rates[i].tax.coef == 0 || stated_rate(b->v, b->rates[i].rate)) continue;
        (void)gate_find(b->g, INVOICE_RATE_MISSING, b->v->place, NULL, gate_text(b->g, b->rates[i].rate), NO_ARG, NO_ARG, NO_ARG);
    }
}

static void check_total(struct billing *b)
{
    decimal total = b->net;
    for (unsigned i = 0; i < b->n_rates; i++) b->exact &= decimal_add(total, b->rates[i].tax, &total);
    if (b->exact && decimal_cmp(total, b->v->total) == 0) return;
    (void)gate_find(b->g, INVOICE_AMOUNT, b->v->place, NULL, gate_text(b->g, b->v->total), b->exact ? gate_text(b->g, total) : SLICE("an exact sum"),
                    NO_ARG, NO_ARG);
}

/* ---- the document's own facts ---- */

/* Refused by the partner it never existed for him: the same document may be sent again under its number. */
static bool may_come_again(const struct billing *b)
{
    const slice number = b->v->number;
    return b->v->known->po == b->f->id && !facts_event(b->f, PO_INVOICED, number) && !facts_event(b->f, PO_CREDITED, number);
}

/* All credits of one invoice together give back no more than it asked. */
static void check_original(struct billing *b)
{
    const struct invoice *v = b->v;
    const struct po_event *original = facts_event(b->f, PO_INVOICED, v->original);
    decimal credited = v->total;
    if (!original) {
        (void)gate_find(b->g, CREDIT_ORIGINAL, v->place, NULL, v->original, b->f->number, NO_ARG, NO_ARG);
        return;
    }
    for (size_t i = 0; i < b->f->n_events; i++) {
        const struct po_event *e = &b->f->events[i];
        if (e->kind == PO_CREDITED && !e->is_void && slice_eq(e->original, v->original)) b->exact &= decimal_add(credited, e->amount, &credited);
    }
    if (b->exact && decimal_cmp(credited, original->amount) <= 0) return;
    (void)gate_find(b->g, CREDIT_AMOUNT, v->place, NULL, v->original, gate_text(b->g, credited), gate_text(b->g, original->amount), NO_ARG);
}

static void check_head(struct billing *b)
{
    const struct invoice *v = b->v;
    const date today = instant_date(b->g->now);
    if (v->number.len == 0 || v->number.len > NUMBER_MOST) (void)gate_find(b->g, INVOICE_NUMBER, v->place, NULL, v->number, NO_ARG, NO_ARG, NO_ARG);
    if (v->known && !may_come_again(b)) {
        (void)gate_find(b->g, INVOICE_NUMBER_USED, v->place, NULL, v->number, gate_date(b->g, instant_date(v->known->at)), NO_ARG, NO_ARG);
    }
    if (!date_is_valid(v->dated) || date_days(v->dated) < date_days(b->f->placed) || date_days(v->dated) > date_days(today)) {
        (void)gate_find(b->g, INVOICE_DATE, v->place, NULL, gate_date(b->g, v->dated), gate_date(b->g, b->f->placed), gate_date(b->g, today), NO_ARG);
    }
    const bool empty = v->n_lines == 0 && !(v->is_credit && v->n_charges > 0);
    if (empty || v->total.coef <= 0) (void)gate_find(b->g, INVOICE_EMPTY, v->place, NULL, NO_ARG, NO_ARG, NO_ARG, NO_ARG);
    if (v->is_credit) check_original(b);
}

bool gate_invoice(struct gate *g, const struct po_facts *f, const struct invoice *v, struct po_event *out)
{
    const size_t before = gate_held(g);
    struct billing b = { .g = g, .f = f, .v = v, .exact = true };
    b.billed = arena_array(g->arena, f->n_lines, sizeof *b.billed);
    b.places = arena_array(g->arena, f->n_lines, sizeof *b.places);
    b.counts = arena_array(g->arena, v->n_lines, sizeof *b.counts);
    check_head(&b);
    for (size_t i = 0; i < v->n_lines; i++) take_line(&b, &v->lines[i]);
    for (size_t i = 0; i < v->n_charges; i++) take_charge(&b, &v->charges[i]);
    for (size_t i = 0; i < f->n_lines; i++) check_quantity(&b, &f->lines[i]);
    settle_rates(&b);
    check_rates(&b);
    check_total(&b);
    if (out) *out = (struct po_event){ .kind = v->is_credit ? PO_CREDITED : PO_INVOICED, .reference = v->number, .original = v->original,
                                       .amount = v->total, .counts = b.counts, .n_counts = b.n_counts };
    return gate_held(g) == before;
}
