/* gate_change.c - the buyer changes his order, and the law of quantities that holds whoever did what.
 *
 * A change is the buyer's right, so most of it passes; a person decides where goods have left already or where the price moves.  What partners
 * say later, and in any order, may break what gates kept: then the order is named at once, as nothing here puts it right. */
#include "trade/gate.h"

/* Zero takes the line out; it needs no unit to be read in. */
static bool new_quantity(struct gate *g, const struct po_line *l, const struct gate_line *line, decimal *out)
{
    *out = line->quantity;
    return line->quantity.coef == 0 || gate_quantity(g, l, line, out, NULL);
}

static void check_change(struct gate *g, const struct po_line *l, const struct gate_line *line, const struct po_count *c)
{
    if (decimal_cmp(c->quantity, l->sums.shipped) < 0) {
        (void)gate_find(g, CHANGE_BELOW_SHIPPED, line->place, l, l->reference, gate_text(g, c->quantity), gate_text(g, l->sums.shipped), NO_ARG);
    }
    if (c->price.coef != 0 && decimal_cmp(c->price, l->sums.price) != 0) {
        (void)gate_find(g, CHANGE_PRICE, line->place, l, l->reference, gate_text(g, l->sums.price), gate_text(g, c->price), NO_ARG);
    }
}

bool gate_change(struct gate *g, const struct po_facts *f, const struct gate_line *lines, size_t n, struct po_event *out)
{
    const size_t before = gate_held(g);
    if (!gate_order(g, f, SLICE(""), (struct place){ 0 })) return false;
    struct po_count *counts = arena_array(g->arena, n, sizeof *counts);
    size_t n_counts = 0;
    for (size_t i = 0; i < n; i++) {
        const struct po_line *l = gate_ordered(g, f, &lines[i], n_counts ? counts[n_counts - 1].line : 0);
        struct po_count c = { .kind = PO_COUNT_ORDERED };
        if (!l || !new_quantity(g, l, &lines[i], &c.quantity) || !gate_price(g, l, &lines[i], &c.price)) continue;
        c.line = l->n;
        check_change(g, l, &lines[i], &c);
        counts[n_counts++] = c;
    }
    if (out) *out = (struct po_event){ .kind = PO_CHANGED, .counts = counts, .n_counts = n_counts };
    return gate_held(g) == before;
}

/* ---- the law ---- */

static void balance(struct gate *g, const struct po_line *l, decimal more, const char *what, decimal less, const char *of_what)
{
    if (decimal_cmp(more, less) <= 0) return;
    const slice is = arena_printf(g->arena, "%.*s are %s", SLICE_ARG(gate_text(g, more)), what);
    const slice may_be = arena_printf(g->arena, "%.*s are %s", SLICE_ARG(gate_text(g, less)), of_what);
    (void)gate_find(g, ORDER_OUT_OF_BALANCE, (struct place){ 0 }, l, l->reference, is, may_be, NO_ARG);
}

bool gate_balance(struct gate *g, const struct po_facts *f)
{
    const size_t before = g->diags->count + g->diags->dropped;
    for (size_t i = 0; i < f->n_lines; i++) {
        const struct po_line *l = &f->lines[i];
        balance(g, l, l->sums.shipped, "shipped", po_line_promised(l), "promised");
        balance(g, l, l->sums.invoiced, "invoiced", l->sums.shipped, "shipped");
        balance(g, l, l->sums.credited, "credited", l->sums.invoiced, "invoiced");
    }
    return g->diags->count + g->diags->dropped == before;
}
