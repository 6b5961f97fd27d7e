/* run_price.c - the price per each.  Prima's own price, when known, says which basis the order's price has: the one that fits within the tolerance, the
 * order's basis code first.  Without it the basis code decides, and without that the price is per unit of the line.  Comparisons are
 * multiplied out, so nothing is rounded before the result. */
#include "map/run.h"

enum { MOST_SCALE = 9 };                /* of prices that are compared */
enum basis { BASIS_NONE, BASIS_EACH, BASIS_STRANGE };

struct pricing {
    decimal price, quantity, factor, known, tolerance;
    bool has_known;
    enum basis says;
    slice code;
    bool per_each;              /* the answer */
};

static bool read_price(struct run *run, const struct rule *r, decimal *out)
{
    char room[VALUE_MAX_TEXT];
    struct value v;
    expr_eval_raw(&run->x, r->from, &v);
    if (value_is_absent(&v)) {
        if (!v.yes) run_report(run, r, &r->price->missing, run_place(run, r->from), NO_ARG, NO_ARG, NO_ARG, NO_ARG);
        return false;
    }
    slice text = value_show(&v, room);
    bool good = v.kind == VALUE_NUMBER;
    if (good) *out = v.number;
    else good = decimal_parse(text, out);
    if (!good || out->coef < 0) {
        run_report(run, r, &r->price->invalid, run_place(run, r->from), good ? text : run_text(run, "'%.*s'", SLICE_ARG(text)),
                   NO_ARG, NO_ARG, NO_ARG);
        return false;
    }
    if (out->coef == 0) run_finding(run, r, map_def(PRICE_ZERO), SEV_WARN, run_place(run, r->from), NO_ARG, NO_ARG, NO_ARG,
                                    NO_ARG);
    *out = decimal_normal(*out);
    return true;
}

static bool word_in(slice words, slice word)
{
    for (size_t at = 0; word.len && at + word.len <= words.len; at++) {
        size_t end = at + word.len;
        bool whole = (at == 0 || words.ptr[at - 1] == ' ') && (end == words.len || words.ptr[end] == ' ');
        if (whole && slice_eq(slice_sub(words, at, word.len), word)) return true;
    }
    return false;
}

static slice text_of(struct run *run, const struct expr *e)
{
    struct value room;
    const struct item_match *item = e ? expr_column_item(&run->x, e) : NULL;
    if (item && e->type == TYPE_TEXT) return item_text(item, e->index);
    const struct value *v = e ? expr_get(&run->x, e, &room) : NULL;
    return v && v->kind == VALUE_TEXT ? v->text : NO_ARG;
}

static bool number_of(struct run *run, const struct expr *e, decimal *out)
{
    struct value room;
    const struct value *v = e ? expr_get(&run->x, e, &room) : NULL;
    bool good = v && v->kind == VALUE_NUMBER;
    if (good) *out = decimal_normal(v->number);
    return good;
}

static void read_known(struct run *run, const struct rule *r, struct pricing *p)
{
    const struct price *price = r->price;
    p->has_known = number_of(run, price->known, &p->known) && number_of(run, price->tolerance, &p->tolerance);
    if (!p->has_known) return;
    slice ours = text_of(run, price->known_currency), theirs = text_of(run, price->currency);
    if (ours.len == 0 || theirs.len == 0 || slice_eq(ours, theirs)) return;
    run_finding(run, r, map_def(PRICE_CURRENCY), SEV_WARN, run_place(run, r->from), theirs, ours, NO_ARG, NO_ARG);
    p->has_known = false;
}

static bool slot_number(const struct run *run, uint16_t slot, decimal *out)
{
    const struct expr_state *s = slot == NO_SLOT ? NULL : &run->x.states[slot];
    bool valid = s && s->serial == run->x.serial[run->map->slots[slot].level] && s->value.kind == VALUE_NUMBER;
    if (valid) *out = decimal_normal(s->value.number);
    return valid;
}

/* A coefficient at a larger scale; the scales here are those of prices, so three of them multiplied stay far inside 128 bits. */
static __int128 at_scale(decimal d, unsigned scale)
{
    static const int64_t tens[MOST_SCALE + 1] = { 1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000 };
    return (__int128)d.coef * tens[scale - d.scale];
}

/* |price - known x factor| <= tolerance x factor, multiplied out. */
static bool within(decimal price, decimal known, decimal tolerance, decimal factor)
{
    const int64_t most = 1000000000000;
    unsigned scale = known.scale > tolerance.scale ? known.scale : tolerance.scale;
    if (price.scale > scale + factor.scale) scale = price.scale - factor.scale;
    if (scale + factor.scale > MOST_SCALE || price.coef > most || known.coef > most || known.coef < 0 ||
        tolerance.coef > most || factor.coef > most) return false;
    __int128 gap = at_scale(price, scale + factor.scale) - at_scale(known, scale) * factor.coef;
    return (gap < 0 ? -gap : gap) <= at_scale(tolerance, scale) * factor.coef;
}

static bool fits(const struct pricing *p, bool per_each) { return within(p->price, p->known, p->tolerance,
        per_each ? decimal_int(1) : p->factor); }
static bool is_one(decimal d) { return d.coef == 1 && d.scale == 0; }

static slice unit_of(struct run *run, const struct rule *r)
{
    const struct rule *convert = run->map->slots[r->price->quantity_slot].rule;
    return text_of(run, convert->convert->unit);
}

static slice per_unit(struct run *run, const struct rule *r, const struct pricing *p)
{
    slice unit = unit_of(run, r);
    return run_text(run, "per %.*s of %.*s", SLICE_ARG(unit), SLICE_ARG(run_decimal(run, p->factor)));
}

static void report_unfit(struct run *run, const struct rule *r, const struct pricing *p)
{
    decimal case_price;
    struct place place = run_place(run, r->from);
    slice expected = run_text(run, "%.*s per each", SLICE_ARG(run_decimal(run, p->known)));
    if (!is_one(p->factor) && decimal_mul(p->known, p->factor, &case_price))
        expected = run_text(run, "%.*s or %.*s %.*s", SLICE_ARG(expected), SLICE_ARG(run_decimal(run, case_price)),
                            SLICE_ARG(per_unit(run, r, p)));
    run_report(run, r, &r->price->unfit, place, run_decimal(run, p->price), expected, run_decimal(run, p->tolerance), NO_ARG);
}

static bool decide(struct run *run, const struct rule *r, struct pricing *p)
{
    bool first = p->says == BASIS_EACH;
    if (p->has_known) {
        if (fits(p, first)) p->per_each = first;
        else if (fits(p, !first)) p->per_each = !first;
        else {
            report_unfit(run, r, p);
            return false;
        }
        if (p->says == BASIS_EACH && !p->per_each && !is_one(p->factor))
            run_finding(run, r, map_def(PRICE_BASIS_NOTED), SEV_NOTE, run_place(run, r->price->basis),
                        run_decimal(run, p->price), per_unit(run, r, p), run_decimal(run, p->known), p->code);
        return true;
    }
    p->per_each = first;
    if (p->says != BASIS_STRANGE) return true;
    run_finding(run, r, map_def(PRICE_BASIS_CODE), r->price->unfit.severity, run_place(run, r->price->basis),
                run_decimal(run, p->price), p->code, NO_ARG, NO_ARG);
    return false;
}

static void overflow(struct run *run, const struct rule *r)
{
    run_report(run, r, &r->price->invalid, run_place(run, r->from), SLICE("too large to be computed exactly"), NO_ARG, NO_ARG,
               NO_ARG);
}

/* The line's value as ordered: price x units, or price x eaches. */
static bool line_value(const struct pricing *p, decimal *out)
{
    decimal units;
    if (p->per_each) return decimal_mul(p->price, p->quantity, out);
    return decimal_div(p->quantity, p->factor, 6, ROUND_HALF_EVEN, &units) && decimal_mul(p->price, decimal_normal(units), out);
}

static bool each_price(const struct rule *r, const struct pricing *p, decimal *out)
{
    bool as_is = p->per_each || is_one(p->factor);
    if (as_is && p->price.scale <= r->scale) *out = p->price;
    else return decimal_div(p->price, as_is ? decimal_int(1) : p->factor, r->scale, r->round, out);
    return true;
}

bool run_wants_total(const struct run *run, const struct price *price)
{
    return price->meaning_param >= 0 && slice_eq(run->x.params[price->meaning_param].text, SLICE("line-total"));
}

static void note_rounding(struct run *run, const struct rule *r, const struct pricing *p, decimal each, decimal value)
{
    decimal product;
    if (!decimal_mul(decimal_normal(each), p->quantity, &product) || decimal_cmp(product, value) == 0) return;
    run_finding(run, r, map_def(PRICE_ROUNDED), SEV_NOTE, run_place(run, r->from), run_decimal(run, p->quantity),
                run_decimal(run, each), run_decimal(run, product), run_decimal(run, value));
}

/* Where the price is taken as it is, the line's value cannot change. */
static bool price_each(struct run *run, const struct rule *r, const struct pricing *p, decimal *out)
{
    decimal value;
    if (!each_price(r, p, out)) return false;
    if ((p->per_each || is_one(p->factor)) && p->price.scale <= r->scale) return true;
    if (!line_value(p, &value)) return false;
    note_rounding(run, r, p, *out, value);
    return true;
}

static bool price_total(const struct rule *r, const struct pricing *p, decimal *out)
{
    decimal value;
    return line_value(p, &value) && decimal_round(value, r->scale, r->round, out);
}

void run_price(struct run *run, const struct rule *r, struct value *out)
{
    struct pricing p = { 0 };
    decimal result;
    *out = value_trouble();
    bool has_price = read_price(run, r, &p.price);
    bool has_quantity = slot_number(run, r->price->quantity_slot, &p.quantity) && slot_number(run, r->price->factor_slot,
            &p.factor);
    if (!has_price || !has_quantity) return;
    p.code = text_of(run, r->price->basis);
    p.says = p.code.len == 0 ? BASIS_NONE : word_in(r->price->each_codes, p.code) ? BASIS_EACH : BASIS_STRANGE;
    read_known(run, r, &p);
    if (!decide(run, r, &p)) return;
    if (run_wants_total(run, r->price) ? price_total(r, &p, &result) : price_each(run, r, &p, &result)) *out = value_number(result);
    else overflow(run, r);
}
