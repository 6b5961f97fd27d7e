/* gate.c - what all gates ask first: is this line of that order, is it the product that was ordered, and how much is it in the order's unit?
 *
 * The unit rule is here because every document obeys it: an answer comes in the unit of the question.  Eaches that make no whole unit are never
 * rounded; the finding offers what can be done, with numbers. */
#include "trade/gate.h"

#include <stdlib.h>

const struct gate_terms gate_default_terms = {
    .answer_hours = 48, .sscc_days = 365, .notice_days = 365, .replace_days = 7, .ship_days_back = 7, .ship_days_ahead = 2,
    .sscc_prefix = true, .pallet_sscc = true, .tax_rounding = TAX_PER_RATE, .rounding = ROUND_HALF_UP,
};

struct diag *gate_find(struct gate *g, enum trade_finding finding, struct place place, const struct po_line *line, slice a0, slice a1, slice a2,
                       slice a3)
{
    struct diag *d = diag_add(g->diags, &trade_findings[finding], place, a0, a1, a2, a3);
    if (line) d->line = line->n;
    return d;
}

size_t gate_held(const struct gate *g)
{
    size_t n = 0;
    for (unsigned s = SEV_HOLD_DOCUMENT; s <= SEV_ERROR; s++) n += diags_count(g->diags, (enum severity)s);
    return n;
}

slice gate_text(struct gate *g, decimal d)
{
    char text[DECIMAL_MAX_TEXT];
    const size_t len = decimal_format(d, text);
    return arena_copy(g->arena, (slice){ text, len });
}

slice gate_date(struct gate *g, date d)
{
    char text[33];
    size_t len = 0;
    if (!date_is_valid(d) || !date_format(d, SLICE("yyyy-MM-dd"), text, &len)) return SLICE("(none)");
    return arena_copy(g->arena, (slice){ text, len });
}

slice gate_number(struct gate *g, size_t n)
{
    return arena_printf(g->arena, "%zu", n);
}

slice gate_product(struct gate *g, struct product_id p)
{
    return arena_printf(g->arena, "%.*s %.*s", SLICE_ARG(p.qualifier), SLICE_ARG(p.value));
}

/* ---- which line ---- */

static bool has_product(const struct po_line *l, struct product_id p)
{
    for (size_t i = 0; i < l->n_products; i++) {
        if (slice_eq(l->products[i].qualifier, p.qualifier) && slice_eq(l->products[i].value, p.value)) return true;
    }
    return false;
}

/* Lines are looked up in the order they were placed; documents mostly keep it, so the next one is tried first. */
static struct po_line *by_reference(const struct po_facts *f, slice reference, size_t guess)
{
    for (size_t i = 0; i < f->n_lines; i++) {
        struct po_line *l = &f->lines[(guess + i) % f->n_lines];
        if (slice_eq(l->reference, reference)) return l;
    }
    return NULL;
}

/* Products of an order by the hash of their pairs: a document without line numbers would else look at every line for each of its own. */
struct gate_index {
    struct gate_index *next;            /* of the orders asked about before */
    const struct po_facts *order;
    struct indexed { uint64_t hash; size_t line; } *rows;
    size_t n_rows;
};

static uint64_t product_hash(struct product_id p)
{
    return slice_hash(p.value) * 31 + slice_hash(p.qualifier);
}

static int indexed_cmp(const void *a, const void *b)
{
    const struct indexed *x = a, *y = b;
    if (x->hash != y->hash) return x->hash < y->hash ? -1 : 1;
    return x->line < y->line ? -1 : x->line > y->line;
}

static const struct gate_index *index_order(struct gate *g, const struct po_facts *f)
{
    for (const struct gate_index *known = g->index; known; known = known->next) {
        if (known->order == f) return known;
    }
    struct gate_index *index = arena_alloc(g->arena, sizeof *index);
    size_t n = 0;
    for (size_t i = 0; i < f->n_lines; i++) n += f->lines[i].n_products;
    *index = (struct gate_index){ g->index, f, arena_array(g->arena, n, sizeof *index->rows), n };
    n = 0;
    for (size_t i = 0; i < f->n_lines; i++) {
        for (size_t k = 0; k < f->lines[i].n_products; k++) index->rows[n++] = (struct indexed){ product_hash(f->lines[i].products[k]), i };
    }
    if (n > 1) qsort(index->rows, n, sizeof *index->rows, indexed_cmp);
    g->index = index;
    return index;
}

static size_t index_first(const struct gate_index *index, uint64_t hash)
{
    size_t low = 0, high = index->n_rows;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (index->rows[middle].hash < hash) low = middle + 1;
        else high = middle;
    }
    return low;
}

static struct po_line *by_product(struct gate *g, const struct po_facts *f, const struct gate_line *line)
{
    const uint64_t hash = product_hash(line->product);
    struct po_line *found = NULL;
    const struct gate_index *index = index_order(g, f);
    for (size_t i = index_first(index, hash); i < index->n_rows && index->rows[i].hash == hash; i++) {
        struct po_line *l = &f->lines[index->rows[i].line];
        if (l == found || !has_product(l, line->product)) continue;
        if (found) {
            (void)gate_find(g, LINE_AMBIGUOUS, line->place, NULL, f->number, line->product.qualifier, line->product.value, NO_ARG);
            return NULL;
        }
        found = l;
    }
    if (!found) (void)gate_find(g, LINE_UNKNOWN, line->place, NULL, f->number, gate_product(g, line->product), NO_ARG, NO_ARG);
    return found;
}

const struct po_line *gate_ordered(struct gate *g, const struct po_facts *f, const struct gate_line *line, size_t guess)
{
    if (line->reference.len == 0) return by_product(g, f, line);
    const struct po_line *l = by_reference(f, line->reference, guess);
    if (!l) {
        (void)gate_find(g, LINE_UNKNOWN, line->place, NULL, f->number, line->reference, NO_ARG, NO_ARG);
        return NULL;
    }
    if (has_product(l, line->product)) return l;
    const slice ordered = l->n_products ? gate_product(g, l->products[0]) : SLICE("none");
    (void)gate_find(g, LINE_PRODUCT, line->place, l, l->reference, gate_product(g, line->product), ordered, NO_ARG);
    return NULL;
}

/* ---- how much ---- */

static bool unusable(struct gate *g, const struct po_line *ordered, const struct gate_line *line)
{
    (void)gate_find(g, QUANTITY_RANGE, line->place, ordered, ordered->reference, gate_text(g, line->quantity), NO_ARG, NO_ARG);
    return false;
}

static bool offer_of(decimal eaches, uint32_t pack, struct unit_offer *o)
{
    const decimal size = decimal_int(pack), one = decimal_int(1);
    return decimal_div(eaches, size, 0, ROUND_DOWN, &o->down_units) && decimal_mul(o->down_units, size, &o->down_eaches) &&
           decimal_add(o->down_units, one, &o->up_units) && decimal_mul(o->up_units, size, &o->up_eaches) &&
           decimal_sub(o->up_eaches, eaches, &o->add_eaches);
}

/* "9 CA = 108 eaches, or add 6 eaches to make 10 CA = 120"; never more than was ordered. */
static slice offer_text(struct gate *g, const struct unit_offer *o, const struct po_line *ordered)
{
    const slice unit = ordered->unit;
    const slice down = o->down_units.coef == 0 ? SLICE("nothing yet")
                                               : arena_printf(g->arena, "%.*s %.*s = %.*s eaches", SLICE_ARG(gate_text(g, o->down_units)),
                                                              SLICE_ARG(unit), SLICE_ARG(gate_text(g, o->down_eaches)));
    if (decimal_cmp(o->up_units, ordered->sums.ordered) > 0) return down;
    return arena_printf(g->arena, "%.*s, or add %.*s eaches to make %.*s %.*s = %.*s", SLICE_ARG(down), SLICE_ARG(gate_text(g, o->add_eaches)),
                        SLICE_ARG(gate_text(g, o->up_units)), SLICE_ARG(unit), SLICE_ARG(gate_text(g, o->up_eaches)));
}

static bool from_eaches(struct gate *g, const struct po_line *ordered, const struct gate_line *line, decimal eaches, decimal *out,
                        struct unit_offer *offer)
{
    struct unit_offer o;
    if (!offer_of(eaches, ordered->pack, &o)) return unusable(g, ordered, line);
    *out = o.down_units;
    if (decimal_cmp(o.down_eaches, eaches) == 0) return true;
    if (offer) *offer = o;
    (void)gate_find(g, UNIT_NOT_WHOLE, line->place, ordered, ordered->reference, gate_text(g, eaches),
                    arena_printf(g->arena, "%.*s of %u", SLICE_ARG(ordered->unit), ordered->pack), offer_text(g, &o, ordered));
    return false;
}

/* What is weighed and measured has parts (X12 element 355); what is counted has none. */
static bool is_measure(slice unit)
{
    static const char *const measures[] = { "LB", "KG", "GR", "OZ", "ON", "LT", "ML", "GA", "MR", "CM", "FT", "YD", "SF", "SM" };
    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++) {
        if (slice_is(unit, measures[i])) return true;
    }
    return false;
}

bool gate_quantity(struct gate *g, const struct po_line *ordered, const struct gate_line *line, decimal *out, struct unit_offer *offer)
{
    decimal eaches;
    if (line->quantity.coef <= 0) return unusable(g, ordered, line);
    if (line->unit.len == 0 && is_measure(ordered->unit)) {
        *out = line->quantity;
        return true;
    }
    if (line->unit.len == 0) return from_eaches(g, ordered, line, line->quantity, out, offer);
    *out = line->quantity;
    if (!slice_eq(line->unit, ordered->unit)) {
        (void)gate_find(g, UNIT_NOT_ORDERED, line->place, ordered, ordered->reference, line->unit, ordered->unit, NO_ARG);
        return false;
    }
    if (decimal_is_whole(line->quantity) || is_measure(line->unit)) return true;
    if (!decimal_mul(line->quantity, decimal_int(ordered->pack), &eaches)) return unusable(g, ordered, line);
    return from_eaches(g, ordered, line, eaches, out, offer);
}

bool gate_add(struct gate *g, const struct po_line *ordered, const struct gate_line *line, decimal *sum, decimal d)
{
    if (decimal_add(*sum, d, sum)) return true;
    (void)gate_find(g, QUANTITY_RANGE, line->place, ordered, ordered->reference, gate_text(g, d), NO_ARG, NO_ARG);
    return false;
}

/* To the order's basis: exactly, or not at all; a price that was rounded on the way is not the price that was agreed. */
bool gate_price(struct gate *g, const struct po_line *ordered, const struct gate_line *line, decimal *out)
{
    enum { PLACES = 8 };
    decimal all;
    *out = line->price;
    if (line->price_eaches == 0 || line->price_eaches == ordered->price_eaches) return true;
    if (decimal_mul(line->price, decimal_int(ordered->price_eaches), &all) &&
        decimal_div(all, decimal_int(line->price_eaches), PLACES, ROUND_EXACT, out)) {
        *out = decimal_normal(*out);
        return true;
    }
    (void)gate_find(g, PRICE_INEXACT, line->place, ordered, ordered->reference, gate_text(g, line->price), gate_number(g, line->price_eaches),
                    gate_number(g, ordered->price_eaches));
    return false;
}

/* ---- the order as a whole ---- */

bool gate_order(struct gate *g, const struct po_facts *f, slice number, struct place place)
{
    if (!f) {
        (void)gate_find(g, ORDER_UNKNOWN, place, NULL, number, NO_ARG, NO_ARG, NO_ARG);
        return false;
    }
    if (!f->cancelled && !f->closed) return true;
    (void)gate_find(g, ORDER_OVER, place, NULL, f->number, f->cancelled ? SLICE("cancelled") : SLICE("closed"), NO_ARG, NO_ARG);
    return false;
}
