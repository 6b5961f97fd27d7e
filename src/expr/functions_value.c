/* functions_value.c - the functions of functions.h on numbers and dates, and the table itself. */
#include "expr/calls.h"
#include "expr/eval.h"
#include "expr/findings.h"

const struct expr_function expr_functions[] = {
#define X(name, word, signature, width, function, doc) { word, signature, width, function, doc },
#include "expr/functions.h"
#undef X
};
const unsigned expr_function_count = sizeof(expr_functions) / sizeof(expr_functions[0]);

static unsigned places_of(const struct value *v)
{
    decimal d = decimal_normal(v->number);
    return d.scale == 0 && d.coef >= 0 && d.coef <= 18 ? (unsigned)d.coef : 18;
}

void fn_number(struct expr_run *run, const struct expr *e, const struct value *args, unsigned n, struct value *out)
{
    (void)n;
    if (args[0].kind == VALUE_NUMBER) {
        *out = args[0];
        return;
    }
    decimal d;
    slice text = slice_trim(args[0].text);
    bool good = args[0].kind == VALUE_TEXT && decimal_parse(text, &d);
    *out = good ? value_number(d) : value_trouble();
    if (!good) expr_fault(run, e, expr_def(VALUE_NOT_A_NUMBER), expr_source(e->args[0]), text);
}

void fn_date(struct expr_run *run, const struct expr *e, const struct value *args, unsigned n, struct value *out)
{
    (void)n;
    if (args[0].kind == VALUE_DATE) {
        *out = args[0];
        return;
    }
    date d;
    slice t = slice_trim(args[0].text);
    bool good = t.len == 8 ? date_parse8(t, &d) : t.len == 6 ? date_parse6(t, &d) : date_parse_iso(t, &d);
    *out = good ? value_date(d) : value_trouble();
    if (!good) expr_fault(run, e, expr_def(VALUE_NOT_A_DATE), expr_source(e->args[0]), t);
}

static enum rounding rounding_of(slice word)
{
    if (slice_is(word, "half-up")) return ROUND_HALF_UP;
    if (slice_is(word, "down")) return ROUND_DOWN;
    if (slice_is(word, "up")) return ROUND_UP;
    return ROUND_HALF_EVEN;
}

void fn_round(struct expr_run *run, const struct expr *e, const struct value *args, unsigned n, struct value *out)
{
    decimal d;
    bool good = decimal_round(args[0].number, places_of(&args[1]), n > 2 ? rounding_of(args[2].text) : ROUND_HALF_EVEN, &d);
    *out = good ? value_number(decimal_normal(d)) : value_trouble();
    if (!good) expr_fault(run, e, expr_def(VALUE_OVERFLOW), expr_source(e), NO_ARG);
}

void fn_abs(struct expr_run *run, const struct expr *e, const struct value *args, unsigned n, struct value *out)
{
    (void)run, (void)e, (void)n;
    *out = value_number(decimal_abs(args[0].number));
}

void fn_fixed(struct expr_run *run, const struct expr *e, const struct value *args, unsigned n, struct value *out)
{
    (void)n;
    decimal d;
    unsigned places = places_of(&args[1]);
    char *room = decimal_round(args[0].number, places, ROUND_HALF_EVEN, &d) ? expr_room(run, e, DECIMAL_MAX_TEXT) : NULL;
    *out = room ? value_text((slice){ room, decimal_format_fixed(d, places, room) }) : value_trouble();
    if (!room) expr_fault(run, e, expr_def(VALUE_OVERFLOW), expr_source(e), NO_ARG);
}

void fn_whole(struct expr_run *run, const struct expr *e, const struct value *args, unsigned n, struct value *out)
{
    (void)run, (void)e, (void)n;
    *out = value_bool(decimal_is_whole(args[0].number));
}

enum { MAX_DAYS = 3650000 };    /* years 1 to 9999 */

void fn_add_days(struct expr_run *run, const struct expr *e, const struct value *args, unsigned n, struct value *out)
{
    (void)n;
    decimal d;
    bool good = decimal_round(args[1].number, 0, ROUND_EXACT, &d) && d.coef >= -MAX_DAYS && d.coef <= MAX_DAYS;
    date day = { 0 };
    if (good) {
        int32_t days = date_days(args[0].day) + (int32_t)d.coef;
        good = days > -719163 && days < 2932897;
        if (good) day = date_from_days(days);
    }
    *out = good ? value_date(day) : value_trouble();
    if (!good) expr_fault(run, e, expr_def(VALUE_OVERFLOW), expr_source(e), NO_ARG);
}

void fn_days(struct expr_run *run, const struct expr *e, const struct value *args, unsigned n, struct value *out)
{
    (void)run, (void)e, (void)n;
    *out = value_number(decimal_int((int64_t)date_days(args[1].day) - date_days(args[0].day)));
}

void fn_format_date(struct expr_run *run, const struct expr *e, const struct value *args, unsigned n, struct value *out)
{
    (void)n;
    char *room = expr_room(run, e, 33);
    size_t len = 0;
    *out = room && date_format(args[0].day, args[1].text, room, &len) ? value_text((slice){ room, len }) : value_trouble();
}

void fn_coalesce(struct expr_run *run, const struct expr *e, const struct value *args, unsigned n, struct value *out)
{
    (void)run, (void)e;
    *out = value_absent();
    for (unsigned i = 0; i < n && value_is_absent(out) && !out->yes; i++) *out = args[i];
}
