/* run_convert.c - a quantity in the unit of the line becomes a quantity in the unit of the target, exactly or not at all.  Quantity and unit are
 * judged independently, so that a line with both wrong has both findings. */
#include "map/run.h"

static bool positive(decimal d) { return d.coef > 0; }

static void invalid(struct run *run, const struct rule *r, slice what)
{
    run_report(run, r, &r->convert->invalid, run_place(run, r->from), what, NO_ARG, NO_ARG, NO_ARG);
}

static bool read_quantity(struct run *run, const struct rule *r, decimal *out)
{
    char room[VALUE_MAX_TEXT];
    struct value v;
    expr_eval_raw(&run->x, r->from, &v);
    if (value_is_absent(&v)) {
        if (!v.yes) invalid(run, r, SLICE("missing"));
        return false;
    }
    slice text = value_show(&v, room);
    bool good = v.kind == VALUE_NUMBER;
    if (good) *out = v.number;
    else good = decimal_parse(text, out);
    if (good && positive(*out)) return true;
    invalid(run, r, good ? text : run_text(run, "'%.*s'", SLICE_ARG(text)));
    return false;
}

static slice known_units(struct run *run, const struct convert *convert)
{
    struct buf b = BUF_INIT(200);
    for (unsigned i = 0; i < convert->n_factors; i++) buf_printf(&b, "%s%.*s", i ? ", " : "",
                                                                 SLICE_ARG(convert->factors[i].unit));
    slice s = arena_copy(run->diags->arena, buf_slice(&b));
    buf_free(&b);
    return s;
}

static const struct factor *read_unit(struct run *run, const struct rule *r, slice *unit)
{
    const struct convert *convert = r->convert;
    struct value room;
    const struct value *v = expr_get(&run->x, convert->unit, &room);
    *unit = v->kind == VALUE_TEXT ? v->text : NO_ARG;
    if (unit->len > 2) *unit = slice_trim(*unit);
    for (unsigned i = 0; i < convert->n_factors; i++)
        if (slice_eq(convert->factors[i].unit, *unit)) {
            run_reached(run, &convert->factors[i]);
            return &convert->factors[i];
        }
    slice what = unit->len ? run_text(run, "'%.*s'", SLICE_ARG(*unit)) : SLICE("missing");
    run_report(run, r, &convert->other, run_place(run, convert->unit), what, known_units(run, convert), NO_ARG, NO_ARG);
    return NULL;
}

static bool read_factor(struct run *run, const struct rule *r, const struct factor *f, bool has_quantity, decimal quantity,
                        decimal *out)
{
    struct value room;
    const struct value *v = expr_get(&run->x, f->is, &room);
    if (v->kind == VALUE_NUMBER && positive(v->number)) {
        *out = v->number;
        return true;
    }
    slice amount = has_quantity ? run_decimal(run, quantity) : SLICE("the quantity in");
    if (!(value_is_absent(v) && v->yes)) run_report(run, r, &f->absent, run_place(run, r->convert->unit), amount, f->unit,
                                                    r->convert->to, NO_ARG);
    return false;
}

static bool fits(const struct elem *target, decimal whole)
{
    unsigned digits = 1;
    for (int64_t rest = whole.coef; rest >= 10; rest /= 10) digits++;
    return !target || digits <= target->max;
}

/* The usual case: whole numbers whose product fits. */
static bool multiply_whole(decimal a, decimal b, decimal *out)
{
    *out = (decimal){ 0 };
    return a.scale == 0 && b.scale == 0 && !__builtin_mul_overflow(a.coef, b.coef, &out->coef);
}

static void too_big(struct run *run, const struct rule *r, decimal quantity, slice unit, decimal factor)
{
    slice field = r->target ? r->target->field_name : SLICE("the target");
    run_finding(run, r, map_def(QTY_TOO_BIG), r->convert->invalid.severity, run_place(run, r->from), run_decimal(run, quantity),
                unit, run_decimal(run, factor), field);
}

static bool multiply(struct run *run, const struct rule *r, decimal quantity, slice unit, decimal factor, decimal *out)
{
    static const enum rounding modes[] = { [REMAINDER_ERROR] = ROUND_EXACT, [REMAINDER_UP] = ROUND_UP,
            [REMAINDER_DOWN] = ROUND_DOWN };
    const struct convert *convert = r->convert;
    if (multiply_whole(quantity, factor, out) && fits(r->target, *out)) return true;
    if (convert->remainder == REMAINDER_ERROR && !decimal_is_whole(quantity)) {
        run_report(run, r, &convert->fraction, run_place(run, r->from), run_decimal(run, quantity), unit, NO_ARG, NO_ARG);
        return false;
    }
    decimal product, whole;
    if (!decimal_mul(decimal_normal(quantity), decimal_normal(factor), &product)) {
        too_big(run, r, quantity, unit, factor);
        return false;
    }
    if (!decimal_round(product, 0, modes[convert->remainder], &whole)) {
        slice of = run_text(run, " of %.*s: it makes %.*s", SLICE_ARG(convert->to), SLICE_ARG(run_decimal(run, product)));
        run_report(run, r, &convert->fraction, run_place(run, r->from), run_decimal(run, quantity), unit, of, NO_ARG);
        return false;
    }
    *out = whole;
    if (fits(r->target, whole)) return true;
    too_big(run, r, quantity, unit, factor);
    return false;
}

void run_convert(struct run *run, const struct rule *r, struct value *out)
{
    decimal quantity = { 0 }, factor = { 0 }, eaches;
    slice unit;
    bool has_quantity = read_quantity(run, r, &quantity);
    const struct factor *f = read_unit(run, r, &unit);
    bool has_factor = f && read_factor(run, r, f, has_quantity, quantity, &factor);
    expr_slot_set(&run->x, r->convert->factor_slot, has_factor ? value_number(factor) : value_trouble());
    *out = value_trouble();
    if (has_quantity && has_factor && multiply(run, r, quantity, unit, factor, &eaches)) *out = value_number(eaches);
}
