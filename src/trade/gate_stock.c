/* gate_stock.c - promising no more than there is, and ending an order whose balance will not come.
 *
 * The stock is a fact given by the caller, who has taken off what was promised since it was reported; here only the lines of one answer are
 * added up, because two lines of one item share one stock. */
#include "trade/gate.h"

static const struct stock_fact *stock_of(const struct stock_fact *stock, size_t n, slice item)
{
    for (size_t i = 0; i < n; i++) {
        if (slice_eq(stock[i].item, item)) return &stock[i];
    }
    return NULL;
}

/* Eaches of an accepted part; false when it is none, or is not usable (gate_answer says so). */
static bool accepted_eaches(struct gate *g, const struct po_facts *f, const struct answer_part *p, const struct po_line **line, decimal *eaches)
{
    struct diags scratch;
    struct gate quiet = *g;
    decimal units;
    diags_init(&scratch, g->arena, 1);
    quiet.diags = &scratch;
    if (p->kind != PO_COUNT_ACCEPTED) return false;
    *line = gate_ordered(&quiet, f, &p->line, 0);
    return *line && gate_quantity(&quiet, *line, &p->line, &units, NULL) && decimal_mul(units, decimal_int((*line)->pack), eaches);
}

static void check_item(struct gate *g, const struct po_line *l, const struct stock_fact *s, decimal wanted, int64_t max_age)
{
    const struct place nowhere = { 0 };
    if (!s) {
        (void)gate_find(g, STOCK_UNKNOWN, nowhere, l, l->item, NO_ARG, NO_ARG, NO_ARG);
        return;
    }
    if (decimal_cmp(wanted, s->available) > 0) {
        (void)gate_find(g, STOCK_ABOVE, nowhere, l, l->item, gate_text(g, wanted), gate_text(g, s->available), NO_ARG);
    }
    if (max_age && g->now - s->as_of > max_age) {
        char text[21];
        instant_iso(s->as_of, text);
        (void)gate_find(g, STOCK_OLD, nowhere, l, l->item, slice_of(text), NO_ARG, NO_ARG);
    }
}

/* Sums are kept with the first line of each item. */
bool gate_stock(struct gate *g, const struct po_facts *f, const struct answer *a, const struct stock_fact *stock, size_t n, int64_t max_age)
{
    const size_t before = gate_held(g);
    decimal *wanted = arena_array(g->arena, f->n_lines, sizeof *wanted);
    for (size_t i = 0; i < a->n_parts; i++) {
        const struct po_line *l;
        decimal eaches;
        if (!accepted_eaches(g, f, &a->parts[i], &l, &eaches)) continue;
        size_t first = 0;
        while (!slice_eq(f->lines[first].item, l->item)) first++;
        (void)gate_add(g, l, &a->parts[i].line, &wanted[first], eaches);
    }
    for (size_t i = 0; i < f->n_lines; i++) {
        if (wanted[i].coef > 0) check_item(g, &f->lines[i], stock_of(stock, n, f->lines[i].item), wanted[i], max_age);
    }
    return gate_held(g) == before;
}

/* ---- closing ---- */

static const struct close_line *closes(const struct close_line *lines, size_t n, unsigned line)
{
    for (size_t i = 0; i < n; i++) {
        if (lines[i].line == line) return &lines[i];
    }
    return NULL;
}

bool gate_close(struct gate *g, const struct po_facts *f, const struct close_line *lines, size_t n, struct po_event *out)
{
    const size_t before = gate_held(g);
    const struct place nowhere = { 0 };
    if (!gate_order(g, f, SLICE(""), nowhere)) return false;
    struct po_count *counts = arena_array(g->arena, f->n_lines, sizeof *counts);
    size_t n_counts = 0;
    for (size_t i = 0; i < f->n_lines; i++) {
        const struct po_line *l = &f->lines[i];
        const struct close_line *c = closes(lines, n, l->n);
        const decimal open = po_line_open(l), cancelled = c ? c->cancelled : decimal_int(0);
        const int cmp = decimal_cmp(cancelled, open);
        if (cmp > 0 || cancelled.coef < 0) {
            (void)gate_find(g, CLOSE_ABOVE_OPEN, nowhere, l, l->reference, gate_text(g, cancelled), gate_text(g, open), NO_ARG);
        } else if (cmp < 0) {
            decimal rest = open;
            (void)decimal_sub(open, cancelled, &rest);
            (void)gate_find(g, CLOSE_OPEN, nowhere, l, l->reference, gate_text(g, rest), NO_ARG, NO_ARG);
        }
        if (cancelled.coef > 0) counts[n_counts++] = (struct po_count){ .line = l->n, .kind = PO_COUNT_CANCELLED, .quantity = cancelled };
    }
    if (out) *out = (struct po_event){ .kind = PO_CLOSED, .counts = counts, .n_counts = n_counts };
    return gate_held(g) == before;
}
