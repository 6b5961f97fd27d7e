/* gate_stock.c - promising no more than there is, and ending an order whose balance will not come.
 *
 * The stock is a fact given by the caller, who has taken off what was promised since it was reported; here only the lines of one answer are
 * added up, because two lines of one item share one stock. */
#include "trade/gate.h"

#include "base/must.h"

#include <stdlib.h>

/* Eaches of an accepted part; false when it is none, or is not usable (gate_answer says so). */
static bool accepted_eaches(struct gate *g, const struct po_facts *f, const struct po_answer_part *p, size_t guess,
                            const struct po_line **line, decimal *eaches)
{
    struct diags scratch;
    struct gate quiet = *g;
    decimal units;
    diags_init(&scratch, g->arena, 1);
    quiet.diags = &scratch;
    if (p->kind != PO_COUNT_ACCEPTED) return false;
    *line = gate_ordered(&quiet, f, &p->line, guess);
    g->index = quiet.index;
    return *line && gate_quantity(&quiet, *line, &p->line, &units, NULL) && decimal_mul(units, decimal_int((*line)->pack), eaches);
}

/* What is wanted of one item, and the first line that wants it. */
struct want {
    const struct po_line *line;
    decimal eaches;
    bool known;
};

static int want_cmp(const void *a, const void *b)
{
    const struct want *x = a, *y = b;
    const int cmp = slice_cmp(x->line->item, y->line->item);
    return cmp ? cmp : x->line->n < y->line->n ? -1 : x->line->n > y->line->n;
}

/* All wants of the answer, one for each item, in the order of items. */
static struct want *wants_of(struct gate *g, const struct po_facts *f, const struct po_answer *a, size_t *n)
{
    struct want *wants = arena_array(g->arena, a->n_parts, sizeof *wants);
    size_t count = 0, kept = 0, guess = 0;
    for (size_t i = 0; i < a->n_parts; i++) {
        struct want *w = &wants[count];
        if (!accepted_eaches(g, f, &a->parts[i], guess, &w->line, &w->eaches)) continue;
        guess = w->line->n - 1;
        count++;
    }
    if (count > 1) qsort(wants, count, sizeof *wants, want_cmp);
    for (size_t i = 1; i < count; i++) {
        if (slice_eq(wants[kept].line->item, wants[i].line->item)) {
            const struct gate_line nowhere = { 0 };
            (void)gate_add(g, wants[i].line, &nowhere, &wants[kept].eaches, wants[i].eaches);
        } else {
            wants[++kept] = wants[i];
        }
    }
    *n = count ? kept + 1 : 0;
    return wants;
}

static struct want *want_of(struct want *wants, size_t n, slice item)
{
    size_t low = 0, high = n;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (slice_cmp(wants[middle].line->item, item) < 0) low = middle + 1;
        else high = middle;
    }
    return low < n && slice_eq(wants[low].line->item, item) ? &wants[low] : NULL;
}

static void check_item(struct gate *g, const struct want *w, const struct stock_fact *s, int64_t max_age)
{
    const struct place nowhere = { 0 };
    if (decimal_cmp(w->eaches, s->available) > 0) {
        (void)gate_find(g, STOCK_ABOVE, nowhere, w->line, s->item, gate_text(g, w->eaches), gate_text(g, s->available), NO_ARG);
    }
    if (max_age && g->now - s->as_of > max_age) {
        char text[21];
        instant_iso(s->as_of, text);
        (void)gate_find(g, STOCK_OLD, nowhere, w->line, s->item, slice_of(text), NO_ARG, NO_ARG);
    }
}

bool gate_stock(struct gate *g, const struct po_facts *f, const struct po_answer *a, const struct stock_fact *stock, size_t n, int64_t max_age)
{
    const size_t before = gate_held(g);
    size_t n_wants;
    struct want *wants = wants_of(g, f, a, &n_wants);
    for (size_t i = 0; i < n; i++) {
        struct want *w = want_of(wants, n_wants, stock[i].item);
        if (!w) continue;
        w->known = true;
        check_item(g, w, &stock[i], max_age);
    }
    for (size_t i = 0; i < n_wants; i++) {
        const struct po_line *l = wants[i].line;
        if (!wants[i].known) (void)gate_find(g, STOCK_UNKNOWN, (struct place){ 0 }, l, l->item, NO_ARG, NO_ARG, NO_ARG);
    }
    return gate_held(g) == before;
}

/* ---- closing ---- */

static void check_balance(struct gate *g, const struct po_line *l, decimal cancelled)
{
    const struct place nowhere = { 0 };
    const decimal open = po_line_open(l);
    const int cmp = decimal_cmp(cancelled, open);
    decimal rest = open;
    if (cmp > 0 || cancelled.coef < 0) {
        (void)gate_find(g, CLOSE_ABOVE_OPEN, nowhere, l, l->reference, gate_text(g, cancelled), gate_text(g, open), NO_ARG);
    } else if (cmp < 0) {
        (void)decimal_sub(open, cancelled, &rest);
        (void)gate_find(g, CLOSE_OPEN, nowhere, l, l->reference, gate_text(g, rest), NO_ARG, NO_ARG);
    }
}

bool gate_close(struct gate *g, const struct po_facts *f, const struct close_line *lines, size_t n, struct po_event *out)
{
    const size_t before = gate_held(g);
    if (!gate_order(g, f, SLICE(""), (struct place){ 0 })) return false;
    decimal *cancelled = arena_array(g->arena, f->n_lines, sizeof *cancelled);
    struct po_count *counts = arena_array(g->arena, f->n_lines, sizeof *counts);
    size_t n_counts = 0;
    for (size_t i = 0; i < n; i++) {
        must(lines[i].line >= 1 && lines[i].line <= f->n_lines);
        cancelled[lines[i].line - 1] = lines[i].cancelled;
    }
    for (size_t i = 0; i < f->n_lines; i++) {
        check_balance(g, &f->lines[i], cancelled[i]);
        if (cancelled[i].coef <= 0) continue;
        counts[n_counts++] = (struct po_count){ .line = (unsigned)i + 1, .kind = PO_COUNT_CANCELLED, .quantity = cancelled[i] };
    }
    if (out) *out = (struct po_event){ .kind = PO_CLOSED, .counts = counts, .n_counts = n_counts };
    return gate_held(g) == before;
}
