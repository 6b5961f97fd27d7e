/* gate_notice.c - the ship notice: known and confirmed orders, no more than was promised, dates and counts that can be true.
 *
 * One notice may carry several orders.  What earlier notices shipped is in the facts; a notice that replaces another is compared with what is
 * left without that one, and may nowhere have more than it. */
#include "trade/gate.h"
#include "trade/packs.h"

enum { DAY_HOURS = 24, BOL_LEAST = 8 };

/* One order of the notice, with what the notice and the one it replaces have of each of its lines. */
struct cargo {
    const struct po_facts *order;
    decimal *now, *before;
    struct place *places;
};

struct loading {
    struct gate *g;
    const struct notice *n;
    struct cargo *cargos;
    size_t n_cargos, room;
    unsigned *order_lines;
    decimal loose;                      /* units on pallets without carton */
};

static void before_of(const struct notice *n, struct cargo *c)
{
    const struct po_event *e = n->replaces ? facts_event(c->order, PO_NOTICED, n->id) : NULL;
    for (size_t i = 0; e && i < e->n_counts; i++) {
        /* Part of a sum that was found to fit already. */
        decimal *sum = &c->before[e->counts[i].line - 1];
        (void)decimal_add(*sum, e->counts[i].quantity, sum);
    }
}

static bool order_is_ready(struct gate *g, const struct notice_line *l)
{
    if (!gate_order(g, l->order, l->order_number, l->line.place)) return false;
    if (l->order->first_answer) return true;
    (void)gate_find(g, ORDER_NOT_ANSWERED, l->line.place, NULL, l->order->number, NO_ARG, NO_ARG, NO_ARG);
    return false;
}

/* Null with a finding, the first time only, when nothing may be shipped on that order. */
static struct cargo *cargo_of(struct loading *x, const struct notice_line *l)
{
    for (size_t i = x->n_cargos; i-- > 0;) {
        if (x->cargos[i].order == l->order) return x->cargos[i].now ? &x->cargos[i] : NULL;
    }
    const bool ready = order_is_ready(x->g, l);
    struct cargo *c = arena_grow(x->g->arena, &x->cargos, &x->n_cargos, &x->room, sizeof *c);
    c->order = l->order;
    if (!ready) return NULL;
    c->now = arena_array(x->g->arena, l->order->n_lines, sizeof *c->now);
    c->before = arena_array(x->g->arena, l->order->n_lines, sizeof *c->before);
    c->places = arena_array(x->g->arena, l->order->n_lines, sizeof *c->places);
    before_of(x->n, c);
    return c;
}

static void load_line(struct loading *x, size_t i)
{
    const struct notice_line *l = &x->n->lines[i];
    struct cargo *c = cargo_of(x, l);
    decimal quantity;
    if (!c) return;
    const struct po_line *ordered = gate_ordered(x->g, l->order, &l->line, i > 0 ? x->order_lines[i - 1] : 0);
    if (!ordered) return;
    x->order_lines[i] = ordered->n;
    if (!gate_quantity(x->g, ordered, &l->line, &quantity, NULL)) return;
    c->places[ordered->n - 1] = l->line.place;
    const bool loose = l->pack > 0 && l->pack <= x->n->n_packs && x->n->packs[l->pack - 1].is_pallet;
    if (loose && !gate_add(x->g, ordered, &l->line, &x->loose, quantity)) return;
    (void)gate_add(x->g, ordered, &l->line, &c->now[ordered->n - 1], quantity);
}

/* ---- quantities ---- */

static void check_quantity(struct gate *g, const struct notice *n, const struct cargo *c, const struct po_line *l)
{
    const decimal now = c->now[l->n - 1], before = c->before[l->n - 1], promised = po_line_promised(l);
    const struct place place = c->places[l->n - 1];
    decimal in_all = now;
    if (n->replaces && decimal_cmp(now, before) > 0) {
        (void)gate_find(g, NOTICE_REPLACE_MORE, place, l, l->reference, c->order->number, gate_text(g, now), gate_text(g, before));
    }
    if (now.coef == 0) return;
    const bool fits = decimal_sub(l->sums.shipped, before, &in_all) && decimal_add(in_all, now, &in_all);
    if (fits && decimal_cmp(in_all, promised) <= 0) return;
    (void)gate_find(g, NOTICE_ABOVE_ACCEPTED, place, l, l->reference, c->order->number, gate_text(g, in_all), gate_text(g, promised));
}

/* ---- the notice's own facts ---- */

static void check_id(struct gate *g, const struct notice *n)
{
    const struct place nowhere = { 0 };
    const instant day = (instant)DAY_HOURS * 3600 * 1000000;
    if (!n->known) {
        if (n->replaces) (void)gate_find(g, NOTICE_REPLACES_NOTHING, nowhere, NULL, n->id, NO_ARG, NO_ARG, NO_ARG);
        return;
    }
    const slice when = gate_date(g, instant_date(n->known->at));
    const instant age = g->now - n->known->at;
    if (n->replaces && age > g->terms->replace_days * day) {
        (void)gate_find(g, NOTICE_REPLACE_LATE, nowhere, NULL, n->id, when, NO_ARG, NO_ARG);
    } else if (!n->replaces && age <= g->terms->notice_days * day) {
        (void)gate_find(g, NOTICE_ID_USED, nowhere, NULL, n->id, when, NO_ARG, NO_ARG);
    }
}

static void check_dates(struct gate *g, const struct notice *n)
{
    const struct place nowhere = { 0 };
    const int32_t today = date_days(instant_date(g->now));
    const int32_t first = today - (int32_t)g->terms->ship_days_back, last = today + (int32_t)g->terms->ship_days_ahead;
    const bool valid = date_is_valid(n->shipped);
    if (!valid || date_days(n->shipped) < first || date_days(n->shipped) > last) {
        (void)gate_find(g, NOTICE_SHIP_DATE, nowhere, NULL, gate_date(g, n->shipped), gate_date(g, date_from_days(first)),
                        gate_date(g, date_from_days(last)), NO_ARG);
    }
    if (!valid || n->arriving.year == 0 || date_days(n->arriving) >= date_days(n->shipped)) return;
    (void)gate_find(g, NOTICE_ARRIVAL, nowhere, NULL, gate_date(g, n->arriving), gate_date(g, n->shipped), NO_ARG, NO_ARG);
}

static void check_counts(struct loading *x)
{
    const struct place nowhere = { 0 };
    size_t pallets = 0;
    for (size_t i = 0; i < x->n->n_packs; i++) pallets += x->n->packs[i].is_pallet;
    decimal cartons = decimal_int((int64_t)(x->n->n_packs - pallets));
    if (!x->n->has_counts) return;
    if (!decimal_add(cartons, x->loose, &cartons) || decimal_cmp(cartons, x->n->cartons) != 0) {
        (void)gate_find(x->g, NOTICE_CARTONS, nowhere, NULL, gate_text(x->g, x->n->cartons), gate_text(x->g, cartons), NO_ARG, NO_ARG);
    }
    if (decimal_cmp(decimal_int((int64_t)pallets), x->n->pallets) != 0) {
        (void)gate_find(x->g, NOTICE_PALLETS, nowhere, NULL, gate_text(x->g, x->n->pallets), gate_number(x->g, pallets), NO_ARG, NO_ARG);
    }
}

static void check_papers(struct loading *x)
{
    const struct place nowhere = { 0 };
    const slice bol = x->n->bill_of_lading;
    date d;
    if (x->n->needs_bill_of_lading && (bol.len < BOL_LEAST || date_parse8(bol, &d) || date_parse_iso(bol, &d))) {
        (void)gate_find(x->g, NOTICE_BILL_OF_LADING, nowhere, NULL, bol, NO_ARG, NO_ARG, NO_ARG);
    }
    for (size_t i = 0; i < x->n_cargos && x->n->appointment.len == 0; i++) {
        const struct po_facts *f = x->cargos[i].order;
        if (f && f->collect) (void)gate_find(x->g, NOTICE_APPOINTMENT, nowhere, NULL, f->number, NO_ARG, NO_ARG, NO_ARG);
    }
}

/* ---- all of it ---- */

static void load(struct loading *x)
{
    x->order_lines = arena_array(x->g->arena, x->n->n_lines, sizeof *x->order_lines);
    for (size_t i = 0; i < x->n->n_lines; i++) load_line(x, i);
}

bool gate_notice(struct gate *g, const struct notice *n)
{
    const size_t before = gate_held(g);
    struct loading x = { .g = g, .n = n };
    if (n->n_lines == 0) (void)gate_find(g, NOTICE_EMPTY, (struct place){ 0 }, NULL, NO_ARG, NO_ARG, NO_ARG, NO_ARG);
    load(&x);
    for (size_t i = 0; i < x.n_cargos; i++) {
        const struct cargo *c = &x.cargos[i];
        for (size_t k = 0; c->now && k < c->order->n_lines; k++) check_quantity(g, n, c, &c->order->lines[k]);
    }
    check_id(g, n);
    check_dates(g, n);
    check_counts(&x);
    check_papers(&x);
    packs_check_shape(g, n, x.order_lines);
    packs_check_codes(g, n);
    return gate_held(g) == before;
}

void notice_event(struct gate *g, const struct notice *n, const struct po_facts *order, struct po_event *out)
{
    struct diags scratch;
    struct gate quiet = *g;
    diags_init(&scratch, g->arena, 1);
    quiet.diags = &scratch;
    struct loading x = { .g = &quiet, .n = n };
    load(&x);
    *out = (struct po_event){ .kind = PO_NOTICED, .reference = n->id, .original = n->replaces ? n->id : (slice){ 0 } };
    for (size_t i = 0; i < x.n_cargos; i++) {
        const struct cargo *c = &x.cargos[i];
        if (c->order != order || !c->now) continue;
        struct po_count *counts = arena_array(g->arena, order->n_lines, sizeof *counts);
        for (unsigned k = 0; k < order->n_lines; k++) {
            if (c->now[k].coef == 0) continue;
            counts[out->n_counts++] = (struct po_count){ .line = k + 1, .kind = PO_COUNT_SHIPPED, .quantity = c->now[k],
                                                         .shipping = n->shipped, .arriving = n->arriving };
        }
        out->counts = counts;
    }
}
