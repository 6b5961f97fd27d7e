/* run_field.c - from a rule to the text of its field: evaluate, treat absence as the rule says, then round, format, measure and check.  What the compiler
 * could not prove is checked here for every value. */
#include "map/run.h"

#include "base/must.h"

static const struct expr *rule_source(const struct rule *r) { return r->from ? r->from : r->choose ? r->choose->on : NULL; }

/* ---- values ---- */

/* A rule that is a division is rounded once, at its own scale. */
static void divide(struct run *run, const struct rule *r, struct value *out)
{
    struct value a, b;
    expr_eval(&run->x, r->from->args[0], &a);
    expr_eval(&run->x, r->from->args[1], &b);
    if (value_is_absent(&a) || value_is_absent(&b) || b.number.coef == 0) {
        expr_eval(&run->x, r->from, out);
        return;
    }
    *out = (struct value){ .kind = VALUE_NUMBER };
    if (!decimal_div(a.number, b.number, r->scale, r->round, &out->number)) expr_eval(&run->x, r->from, out);
}

static void choose_other(struct run *run, const struct rule *r, slice found, struct value *out)
{
    const struct choose *choose = r->choose;
    run_reached(run, &choose->other);
    *out = value_absent();
    if (choose->reports) {
        run_report(run, r, &choose->report, run_place(run, choose->on), found.len ? found : SLICE("(absent)"), r->id, NO_ARG,
                   NO_ARG);
        if (choose->report.severity >= SEV_HOLD_LINE) *out = value_trouble();
    }
    if (choose->other) expr_eval(&run->x, choose->other, out);
}

static void run_choose(struct run *run, const struct rule *r, struct value *out)
{
    const struct choose *choose = r->choose;
    char room[VALUE_MAX_TEXT];
    struct value on = value_absent(), when;
    if (choose->on) expr_eval(&run->x, choose->on, &on);
    slice text = value_show(&on, room);
    for (unsigned i = 0; i < choose->n_rows; i++) {
        const struct choose_row *row = &choose->rows[i];
        bool holds;
        if (row->when) {
            expr_eval(&run->x, row->when, &when);
            holds = value_holds(&when);
        } else {
            holds = !value_is_absent(&on) && slice_eq(text, row->is);
        }
        if (!holds) continue;
        run_reached(run, row);
        expr_eval(&run->x, row->gives, out);
        return;
    }
    choose_other(run, r, text, out);
}

void run_rule_value(struct run *run, const struct rule *r, struct value *out)
{
    run->x.rule = r;
    run_reached(run, r);
    switch (r->kind) {
    case RULE_CHOOSE: run_choose(run, r, out); break;
    case RULE_CONVERT: run_convert(run, r, out); break;
    case RULE_PRICE: run_price(run, r, out); break;
    default:
        if (r->from->op == EX_DIV && r->round != ROUND_EXACT) divide(run, r, out);
        else expr_eval(&run->x, r->from, out);
        break;
    }
}

/* ---- text ---- */

static size_t count_chars(slice s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++) n += (s.ptr[i] & 0xC0) != 0x80;
    return n;
}

static size_t bytes_of_chars(slice s, size_t n)
{
    size_t at = 0;
    for (; at < s.len; at++)
        if ((s.ptr[at] & 0xC0) != 0x80 && n-- == 0) break;
    return at;
}

static bool too_long(struct run *run, const struct rule *r, slice *text, size_t have)
{
    const struct elem *t = r->target;
    slice most = run_text(run, "%u", t->max), length = run_text(run, "%zu", have);
    struct place place = run_place(run, rule_source(r));
    if (!r->truncate) {
        run_finding(run, r, map_def(RUN_TOO_LONG), run_severity(run, r), place, t->field_name, most, length, *text);
        return false;
    }
    text->len = bytes_of_chars(*text, t->max);
    run_finding(run, r, map_def(RUN_TRUNCATED), SEV_WARN, place, t->field_name, most, length, NO_ARG);
    return true;
}

static bool fits_codes(struct run *run, const struct rule *r, slice text)
{
    const struct code_list *codes = r->target->codes;
    if (!codes || codes->open || text.len == 0 || code_list_has(codes, text)) return true;
    struct buf b = BUF_INIT(300);
    for (uint32_t i = 0; i < codes->count && b.len < 150; i++) buf_printf(&b, "%s%.*s", i ? ", " : "",
            SLICE_ARG(codes->codes[i].code));
    run_finding(run, r, map_def(RUN_CODE), run_severity(run, r), run_place(run, rule_source(r)), text, r->target->field_name,
                buf_slice(&b), NO_ARG);
    buf_free(&b);
    return false;
}

/* Two digits at a time: most numbers have no more than three. */
slice run_digits(uint64_t n, char room[RUN_TEXT])
{
    static const char pairs[] = "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849"
                                "5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";
    size_t len = 1;
    for (uint64_t rest = n; rest >= 10; rest /= 10) len++;
    size_t at = len;
    for (; n >= 100; n /= 100) memcpy(room + (at -= 2), pairs + n % 100 * 2, 2);
    if (at > 1) memcpy(room, pairs + n * 2, 2);
    else room[0] = (char)('0' + n);
    return (slice){ room, len };
}

static bool not_exact(struct run *run, const struct rule *r, decimal d)
{
    run_finding(run, r, map_def(RUN_NOT_EXACT), run_severity(run, r), run_place(run, rule_source(r)),
                r->target->field_name, run_text(run, "%u", r->scale), run_decimal(run, d), NO_ARG);
    return false;
}

/* "12.5" with two implied decimals is written 1250. */
static bool implied_text(struct run *run, const struct rule *r, decimal d, char room[RUN_TEXT], slice *text)
{
    decimal rounded;
    d = decimal_normal(d);
    if (d.scale > r->target->implied && !decimal_round(d, r->scale, r->round, &rounded)) return not_exact(run, r, d);
    if (d.scale > r->target->implied) d = rounded;
    if (!decimal_round(d, r->target->implied, ROUND_EXACT, &rounded)) return not_exact(run, r, d);
    rounded.scale = 0;
    *text = (slice){ room, decimal_format_fixed(rounded, 0, room) };
    size_t digits = text->len - (rounded.coef < 0);
    return digits <= r->target->max || (too_long(run, r, text, digits) && false);
}

static bool number_text(struct run *run, const struct rule *r, decimal d, char room[RUN_TEXT], slice *text)
{
    decimal rounded;
    if (r->target->implied) return implied_text(run, r, d, room, text);
    if (d.scale == 0 && d.coef >= 0 && r->places == 0) {
        *text = run_digits((uint64_t)d.coef, room);
        return text->len <= r->target->max || (too_long(run, r, text, text->len) && false);
    }
    d = decimal_normal(d);
    if (d.scale > r->scale) {
        if (!decimal_round(d, r->scale, r->round, &rounded)) return not_exact(run, r, d);
        d = decimal_normal(rounded);
    }
    unsigned places = d.scale < r->places ? r->places : d.scale;
    if (decimal_round(d, places, ROUND_EXACT, &rounded)) d = rounded;
    else places = d.scale;              /* too long for any field, with or without more zeros */
    *text = (slice){ room, decimal_format_fixed(d, places, room) };
    size_t digits = text->len - (places > 0) - (d.coef < 0);
    if (digits <= r->target->max) return true;
    return too_long(run, r, text, digits) && false;
}

static bool date_text(struct run *run, const struct rule *r, date day, char room[RUN_TEXT], slice *text)
{
    slice format = r->format_param >= 0 ? run->x.params[r->format_param].text : r->format.len ? r->format : r->target->format;
    size_t len = 0;
    if (format.len == 0) format = SLICE("yyyyMMdd");
    if (!date_format(day, format, room, &len)) {
        run_finding(run, r, map_def(RUN_PARAM), SEV_HOLD_DOCUMENT, run_place(run, rule_source(r)), SLICE("of the date format"),
                    format, SLICE("a format like dd/MM/yyyy"), NO_ARG);
        return false;
    }
    *text = (slice){ room, len };
    return true;
}

static bool is_number(const struct elem *t) { return t->type == ELEM_N || t->type == ELEM_R; }
static bool is_date(const struct elem *t) { return t->type == ELEM_DT || t->type == ELEM_DATE_TEXT; }

static bool plain_text(struct run *run, const struct rule *r, slice *text)
{
    size_t max = r->target->max;
    if (text->len > max) {
        size_t have = count_chars(*text);
        if (have > max && !too_long(run, r, text, have)) return false;
    }
    return !r->target->codes || fits_codes(run, r, *text);
}

/* Literals of the map for number and date fields are texts that the compiler checked. */
static bool from_literal(struct run *run, const struct rule *r, slice text, char room[RUN_TEXT], slice *out)
{
    decimal d;
    date day;
    if (text.len == 0) {
        *out = text;
        return true;
    }
    if (is_number(r->target)) return decimal_parse(text, &d) && number_text(run, r, d, room, out);
    return (date_parse_iso(text, &day) || date_parse8(text, &day)) && date_text(run, r, day, room, out);
}

bool run_rule_text(struct run *run, const struct rule *r, struct value *v, char room[RUN_TEXT], slice *text)
{
    const struct elem *t = r->target;
    if (v->kind == VALUE_TEXT && (is_number(t) || is_date(t))) return from_literal(run, r, v->text, room, text);
    if (is_number(t) && v->kind == VALUE_NUMBER) return number_text(run, r, v->number, room, text);
    if (v->kind == VALUE_DATE) return date_text(run, r, v->day, room, text);
    *text = value_show(v, room);
    return plain_text(run, r, text);
}

static bool absent(struct run *run, const struct rule *r, const struct value *v, char room[RUN_TEXT], slice *text)
{
    if (v->yes) return false;
    if (r->absence == ABSENT_DEFAULT) {
        run_reached(run, &r->dflt);
        struct value dflt = value_text(r->dflt);
        return run_rule_text(run, r, &dflt, room, text);
    }
    if (r->absence == ABSENT_FINE) return false;
    const struct expr *e = rule_source(r);
    run_report(run, r, &r->required, run_place(run, e), r->target->field_name, e ? expr_source(e) : r->id, NO_ARG, NO_ARG);
    return false;
}

/* Blanks around a text mean nothing in a set, and none can be written of blanks alone. */
static void trim(struct value *v)
{
    v->text = slice_trim(v->text);
    if (v->text.len == 0) *v = value_absent();
}

bool run_rule(struct run *run, const struct rule *r, char room[RUN_TEXT], slice *text)
{
    struct value v;
    run_rule_value(run, r, &v);
    if (r->slot != NO_SLOT) expr_slot_set(&run->x, r->slot, v);
    if (run->map->flat && v.kind == VALUE_TEXT && r->target) trim(&v);
    if (value_is_absent(&v)) return absent(run, r, &v, room, text);
    return run_rule_text(run, r, &v, room, text);
}
