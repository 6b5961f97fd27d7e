/* remit.c - classifying the lines of a remittance, adding them up, and booking them.
 *
 * A reference that is an invoice of ours is that invoice, whatever a rule makes of it; when a rule sees another invoice in it too, a person must
 * say which is meant.  For each line the bank gets what was paid, the discount account what was taken off, each adjustment its own account,
 * and the line's account the rest with the other sign: so every line balances by itself, and the journal with it. */
#include "trade/remit.h"

#include "trade/gate.h"

/* ---- the table ---- */

enum { PATTERN, BUCKET, POSTING, SIGN, COLUMNS };
static const char *const column_names[COLUMNS] = { "pattern", "bucket", "posting", "sign" };

static bool find_columns(struct gate *g, const struct table_lookup *t, unsigned at[COLUMNS])
{
    for (unsigned i = 0; i < COLUMNS; i++) {
        for (at[i] = 0; at[i] < t->n_columns && !slice_is(t->columns[at[i]], column_names[i]); at[i]++) {}
        if (at[i] < t->n_columns) continue;
        (void)gate_find(g, REMIT_RULE, (struct place){ 0 }, NULL, SLICE("1"), arena_printf(g->arena, "there is no column %s", column_names[i]),
                        NO_ARG, NO_ARG);
        return false;
    }
    return true;
}

static const char *read_rule(const slice *cells, const unsigned at[COLUMNS], struct remit_rule *r)
{
    const slice sign = cells[at[SIGN]];
    *r = (struct remit_rule){ cells[at[PATTERN]], cells[at[BUCKET]], cells[at[POSTING]], slice_is(sign, "+") ? 1 : slice_is(sign, "-") ? -1 : 0 };
    if (r->pattern.len == 0) return "the pattern is empty";
    if (r->bucket.len == 0 || r->posting.len == 0) return "bucket or posting is empty";
    return r->sign == 0 && sign.len > 0 ? "the sign is none" : NULL;
}

bool remit_rules(struct gate *g, const struct table *rows, const struct remit_rule **out, size_t *n)
{
    const struct table_lookup t = table_lookup(rows);
    struct remit_rule *rules = NULL;
    size_t room = 0;
    unsigned at[COLUMNS];
    uint32_t line;
    const slice *cells;
    bool fine = find_columns(g, &t, at);
    *n = 0;
    for (size_t i = 0; fine && (cells = table_row(rows, i, &line)); i++) {
        const char *wrong = read_rule(cells, at, arena_grow(g->arena, &rules, n, &room, sizeof *rules));
        if (!wrong) continue;
        (void)gate_find(g, REMIT_RULE, (struct place){ 0 }, NULL, gate_number(g, line), slice_of(wrong), NO_ARG, NO_ARG);
        fine = false;
    }
    *out = rules;
    return fine;
}

/* ---- classifying ---- */

static const struct remit_rule *first_match(const struct remit_table *t, const struct remit_lookup *find, slice reference, slice *root)
{
    for (size_t i = 0; i < t->n_rules; i++) {
        *root = (slice){ 0 };
        if (find->matches(find->context, i, reference, root)) return &t->rules[i];
    }
    *root = (slice){ 0 };
    return NULL;
}

static void check_sign(struct gate *g, const struct remit_line *l, const struct remit_rule *rule)
{
    const bool fits = rule->sign == 0 || l->paid.coef == 0 || (rule->sign > 0) == (l->paid.coef > 0);
    if (fits) return;
    (void)gate_find(g, REMIT_SIGN, l->place, NULL, l->reference, gate_text(g, l->paid), rule->sign > 0 ? SLICE("positive") : SLICE("negative"), NO_ARG);
}

/* A claim about an invoice.  The root is what the pattern cut out; it need not be ours. */
static struct remit_class claim(struct gate *g, const struct remit_lookup *find, const struct remit_line *l, const struct remit_rule *rule, slice root)
{
    const bool known = root.len > 0 && find->is_invoice(find->context, root);
    if (root.len > 0 && !known) (void)gate_find(g, REMIT_ORPHAN, l->place, NULL, l->reference, root, NO_ARG, NO_ARG);
    return (struct remit_class){ rule, root, known };
}

struct remit_class remit_classify(struct gate *g, const struct remit_table *t, const struct remit_lookup *find, const struct remit_line *l)
{
    slice root;
    const struct remit_rule *rule = first_match(t, find, l->reference, &root);
    struct remit_class out = { &t->suspense, { 0 }, false };
    if (find->is_invoice(find->context, l->reference)) {
        out = (struct remit_class){ &t->invoice, l->reference, true };
        const bool other = rule && root.len > 0 && !slice_eq(root, l->reference) && find->is_invoice(find->context, root);
        if (other) (void)gate_find(g, REMIT_AMBIGUOUS, l->place, NULL, l->reference, root, NO_ARG, NO_ARG);
    } else if (rule) {
        out = claim(g, find, l, rule, root);
    } else {
        (void)gate_find(g, REMIT_UNCLASSIFIED, l->place, NULL, l->reference, NO_ARG, NO_ARG, NO_ARG);
    }
    check_sign(g, l, out.rule);
    return out;
}

/* ---- sums ---- */

static bool adjustments_of(const struct remit_adjustment *a, size_t n, decimal *sum)
{
    *sum = decimal_int(0);
    for (size_t i = 0; i < n; i++) {
        if (!decimal_add(*sum, a[i].amount, sum)) return false;
    }
    return true;
}

/* What is said of a claim may be more than what is taken this time, so a line that does not add up is odd, not wrong. */
static void check_line(struct gate *g, const struct remit_line *l)
{
    decimal right, adjusted, off;
    if (!l->has_gross) return;
    const bool known = adjustments_of(l->adjustments, l->n_adjustments, &adjusted) && decimal_sub(l->gross, l->discount, &right) &&
                       decimal_add(right, adjusted, &right) && decimal_sub(l->paid, right, &off);
    if (known && decimal_cmp(decimal_abs(off), (decimal){ 1, 2 }) <= 0) return;
    (void)gate_find(g, REMIT_LINE, l->place, NULL, l->reference, gate_text(g, l->paid), known ? gate_text(g, right) : SLICE("not exact"), NO_ARG);
}

static bool check_total(struct gate *g, const struct remittance *r)
{
    decimal sum;
    bool exact = adjustments_of(r->alone, r->n_alone, &sum);
    for (size_t i = 0; i < r->n_lines; i++) exact &= decimal_add(sum, r->lines[i].paid, &sum);
    if (exact && decimal_cmp(sum, r->amount) == 0) return true;
    (void)gate_find(g, REMIT_TOTAL, r->place, NULL, r->payment, gate_text(g, r->amount), exact ? gate_text(g, sum) : SLICE("no exact sum"), NO_ARG);
    return false;
}

/* ---- booking ---- */

struct booking {
    struct gate *g;
    const struct remit_table *t;
    const struct remit_lookup *find;
    const struct remittance *r;
    struct journal *out;
};

static void post(struct booking *b, slice account, slice bucket, slice reference, slice invoice, decimal debit)
{
    if (debit.coef == 0) return;
    struct journal_line *l = arena_grow(b->g->arena, &b->out->lines, &b->out->n_lines, &b->out->room, sizeof *l);
    *l = (struct journal_line){ .account = account, .bucket = bucket, .amount = debit, .invoice = invoice,
                                .text = arena_printf(b->g->arena, "%.*s %.*s", SLICE_ARG(b->r->payment), SLICE_ARG(reference)) };
}

static decimal credit(decimal d)
{
    return (decimal){ -d.coef, d.scale };
}

static void post_adjustment(struct booking *b, const struct remit_adjustment *a)
{
    slice root, name = a->reference;
    if (name.len == 0) name = arena_printf(b->g->arena, "ADX %.*s", SLICE_ARG(a->reason));
    const struct remit_rule *rule = first_match(b->t, b->find, name, &root);
    post(b, rule ? rule->posting : b->t->adjustments, rule ? rule->bucket : SLICE("ADJUSTMENT"), name, root, credit(a->amount));
}

/* What the line's own account gets: what was paid, as if nothing had been taken off it. */
static bool rest_of(const struct remit_line *l, decimal *rest)
{
    decimal adjusted;
    return adjustments_of(l->adjustments, l->n_adjustments, &adjusted) && decimal_add(l->paid, l->discount, rest) &&
           decimal_sub(*rest, adjusted, rest);
}

static void post_line(struct booking *b, const struct remit_line *l)
{
    const struct remit_class c = remit_classify(b->g, b->t, b->find, l);
    decimal rest;
    if (!rest_of(l, &rest)) {
        (void)gate_find(b->g, QUANTITY_RANGE, l->place, NULL, l->reference, gate_text(b->g, l->paid), NO_ARG, NO_ARG);
        return;
    }
    post(b, c.rule->posting, c.rule->bucket, l->reference, c.invoice, credit(rest));
    post(b, b->t->discount, SLICE("DISCOUNT"), l->reference, c.invoice, l->discount);
    for (size_t i = 0; i < l->n_adjustments; i++) post_adjustment(b, &l->adjustments[i]);
}

bool remit_book(struct gate *g, const struct remit_table *t, const struct remit_lookup *find, const struct remittance *r, struct journal *out)
{
    const size_t before = gate_held(g);
    struct booking b = { g, t, find, r, out };
    *out = (struct journal){ 0 };
    if (check_total(g, r)) post(&b, t->bank, SLICE("BANK"), SLICE(""), (slice){ 0 }, r->amount);
    for (size_t i = 0; i < r->n_lines; i++) {
        check_line(g, &r->lines[i]);
        post_line(&b, &r->lines[i]);
    }
    for (size_t i = 0; i < r->n_alone; i++) post_adjustment(&b, &r->alone[i]);
    if (gate_held(g) == before) return true;
    *out = (struct journal){ 0 };
    return false;
}
