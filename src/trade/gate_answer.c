/* gate_answer.c - the acknowledgement: every line answered, in full, once and for all.
 *
 * An answer may speak of some lines only; then what was said before of the others stands.  What a line was promised can grow only when the buyer
 * ordered more since, and a line that was refused whole never comes back.  After the window only dates may change, unless the buyer changed
 * the line himself. */
#include "trade/gate.h"

/* What the proposed answer says of one line. */
struct said {
    bool any;
    decimal accepted, backordered, rejected, price;
    struct place place;
};

struct answering {
    struct gate *g;
    const struct po_facts *f;
    struct said *said;                  /* one for each line of the order */
    struct po_count *counts;
    size_t n_counts;
};

static decimal promised(const struct said *s)
{
    decimal sum;
    return decimal_add(s->accepted, s->backordered, &sum) ? sum : decimal_int(0);
}

/* ---- one part ---- */

static bool take_price(struct answering *a, const struct po_line *l, const struct po_answer_part *p, struct said *s, decimal *price)
{
    if (!gate_price(a->g, l, &p->line, price)) return false;
    if (price->coef == 0) return true;
    if (s->price.coef != 0 && decimal_cmp(s->price, *price) != 0) {
        (void)gate_find(a->g, ANSWER_PRICES_DIFFER, p->line.place, l, l->reference, gate_text(a->g, s->price), gate_text(a->g, *price), NO_ARG);
    }
    s->price = *price;
    return true;
}

static void check_backorder(struct answering *a, const struct po_line *l, const struct po_answer_part *p)
{
    if (p->kind != PO_COUNT_BACKORDERED) return;
    if (!a->f->backorders) (void)gate_find(a->g, ANSWER_NO_BACKORDER, p->line.place, l, l->reference, NO_ARG, NO_ARG, NO_ARG);
    if (p->shipping.year == 0 && p->arriving.year == 0) {
        (void)gate_find(a->g, ANSWER_NO_DATE, p->line.place, l, l->reference, NO_ARG, NO_ARG, NO_ARG);
    }
}

static void take_part(struct answering *a, const struct po_answer_part *p, size_t guess)
{
    const struct po_line *l = gate_ordered(a->g, a->f, &p->line, guess);
    decimal quantity, price;
    if (!l) return;
    struct said *s = &a->said[l->n - 1];
    s->any = true;
    s->place = p->line.place;
    if (!take_price(a, l, p, s, &price) || !gate_quantity(a->g, l, &p->line, &quantity, NULL)) return;
    decimal *sum = p->kind == PO_COUNT_ACCEPTED ? &s->accepted : p->kind == PO_COUNT_BACKORDERED ? &s->backordered : &s->rejected;
    if (!gate_add(a->g, l, &p->line, sum, quantity)) return;
    check_backorder(a, l, p);
    a->counts[a->n_counts++] = (struct po_count){ .line = l->n, .kind = p->kind, .quantity = quantity, .price = price,
                                                  .shipping = p->shipping, .arriving = p->arriving };
}

/* ---- one line ---- */

static void check_sum(struct answering *a, const struct po_line *l, const struct said *s)
{
    decimal sum = promised(s);
    if (decimal_add(sum, s->rejected, &sum) && decimal_cmp(sum, l->sums.ordered) == 0) return;
    (void)gate_find(a->g, ANSWER_SUM, s->place, l, l->reference, gate_text(a->g, sum), gate_text(a->g, l->sums.ordered), NO_ARG);
}

static void check_price(struct answering *a, const struct po_line *l, const struct said *s)
{
    if (s->price.coef <= 0) {
        (void)gate_find(a->g, ANSWER_PRICE_MISSING, s->place, l, l->reference, NO_ARG, NO_ARG, NO_ARG);
    } else if (decimal_cmp(s->price, l->sums.price) > 0) {
        (void)gate_find(a->g, ANSWER_PRICE_HIGH, s->place, l, l->reference, gate_text(a->g, s->price), gate_text(a->g, l->sums.price), NO_ARG);
    }
}

/* What may still be promised after what was said before. */
static decimal allowance(const struct po_line *l)
{
    const struct po_sums *s = &l->sums;
    const decimal before = po_line_promised(l);
    decimal more, sum;
    const bool refused = s->accepted.coef == 0 && s->backordered.coef == 0;
    if (refused || !decimal_sub(s->ordered, s->ordered_when_answered, &more) || more.coef <= 0) return before;
    return decimal_add(before, more, &sum) ? sum : before;
}

static void check_rejected(struct answering *a, const struct po_line *l, const struct said *s)
{
    if (!l->sums.answer || decimal_cmp(promised(s), allowance(l)) <= 0) return;
    (void)gate_find(a->g, ANSWER_REJECTED_BEFORE, s->place, l, l->reference, gate_text(a->g, promised(s)), gate_text(a->g, allowance(l)), NO_ARG);
}

/* A balance that was cancelled counts as rejected meanwhile, so then only the promise can be compared. */
static bool quantity_differs(const struct po_line *l, const struct said *s)
{
    if (l->sums.cancelled.coef != 0) return decimal_cmp(promised(s), po_line_promised(l)) != 0;
    return decimal_cmp(s->accepted, l->sums.accepted) != 0 || decimal_cmp(s->backordered, l->sums.backordered) != 0;
}

static void check_window(struct answering *a, const struct po_line *l, const struct said *s)
{
    const instant end = a->f->first_answer + (instant)a->g->terms->answer_hours * 3600 * 1000000;
    if (!l->sums.answer || l->sums.changed_since || a->g->now <= end) return;
    const bool quantity = quantity_differs(l, s);
    if (!quantity && decimal_cmp(s->price, l->sums.agreed_price) == 0) return;
    (void)gate_find(a->g, ANSWER_TOO_LATE, s->place, l, l->reference, quantity ? SLICE("the quantity") : SLICE("the price"),
                    gate_number(a->g, a->g->terms->answer_hours), NO_ARG);
}

static void check_shipped(struct answering *a, const struct po_line *l, const struct said *s)
{
    if (decimal_cmp(promised(s), l->sums.shipped) >= 0) return;
    (void)gate_find(a->g, ANSWER_BELOW_SHIPPED, s->place, l, l->reference, gate_text(a->g, promised(s)), gate_text(a->g, l->sums.shipped), NO_ARG);
}

static void (*const checks[])(struct answering *, const struct po_line *, const struct said *) = {
    check_sum, check_price, check_rejected, check_window, check_shipped,
};

static void check_line(struct answering *a, const struct po_line *l)
{
    const struct said *s = &a->said[l->n - 1];
    for (size_t i = 0; s->any && i < sizeof checks / sizeof *checks; i++) checks[i](a, l, s);
    if (s->any || l->sums.answer || l->sums.ordered.coef == 0) return;
    (void)gate_find(a->g, ANSWER_LINE_MISSING, (struct place){ 0 }, l, l->reference, a->f->number, NO_ARG, NO_ARG);
}

/* ---- all of it ---- */

/* The first line that is not accepted whole at the order's price, or null. */
static const struct po_line *first_difference(const struct po_facts *f, const struct said *said)
{
    for (size_t i = 0; i < f->n_lines; i++) {
        const struct po_line *l = &f->lines[i];
        const struct said *s = &said[i];
        const bool plain = s->any && decimal_cmp(s->accepted, l->sums.ordered) == 0 && s->backordered.coef == 0 && s->rejected.coef == 0 &&
                           decimal_cmp(s->price, l->sums.price) == 0;
        if (!plain && l->sums.ordered.coef != 0) return l;
    }
    return NULL;
}

static void take_parts(struct answering *a, const struct po_answer *answer)
{
    a->said = arena_array(a->g->arena, a->f->n_lines, sizeof *a->said);
    a->counts = arena_array(a->g->arena, answer->n_parts, sizeof *a->counts);
    for (size_t i = 0; i < answer->n_parts; i++) {
        /* Parts of one line follow each other, so the line of the one before is the best guess. */
        const size_t guess = a->n_counts ? a->counts[a->n_counts - 1].line - 1 : 0;
        take_part(a, &answer->parts[i], guess);
    }
}

bool answer_is_plain(const struct po_facts *f, const struct po_answer *answer)
{
    struct diags scratch;
    struct arena *arena = arena_new();
    diags_init(&scratch, arena, 1);
    struct gate g = { .terms = &gate_default_terms, .arena = arena, .diags = &scratch };
    struct answering a = { .g = &g, .f = f };
    take_parts(&a, answer);
    const bool plain = scratch.count == 0 && answer->n_parts == f->n_lines && !first_difference(f, a.said);
    arena_free(arena);
    return plain;
}

bool gate_answer(struct gate *g, const struct po_facts *f, const struct po_answer *answer, struct po_event *out)
{
    const size_t before = gate_held(g);
    if (!gate_order(g, f, SLICE(""), (struct place){ 0 })) return false;
    struct answering a = { .g = g, .f = f };
    take_parts(&a, answer);
    for (size_t i = 0; i < f->n_lines; i++) check_line(&a, &f->lines[i]);
    const struct po_line *differs = slice_is(answer->type, "AD") ? first_difference(f, a.said) : NULL;
    if (differs) (void)gate_find(g, ANSWER_TYPE, (struct place){ 0 }, differs, differs->reference, NO_ARG, NO_ARG, NO_ARG);
    if (out) *out = (struct po_event){ .kind = PO_ANSWERED, .counts = a.counts, .n_counts = a.n_counts };
    return gate_held(g) == before;
}
