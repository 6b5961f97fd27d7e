/* target.c - does a value fit the field it is for?  Types, widths, decimals, codes and absence, decided from the layout before anything runs.  What
 * cannot be decided here is decided again for each value (run_field.c), so nothing gets through unseen. */
#include "map/compile.h"

static enum expr_type target_type(const struct elem *t)
{
    switch (t->type) {
    case ELEM_DT: case ELEM_DATE_TEXT: return TYPE_DATE;
    case ELEM_N: case ELEM_R: return TYPE_NUMBER;
    default: return TYPE_TEXT;
    }
}

static slice target_words(const struct elem *t)
{
    switch (target_type(t)) {
    case TYPE_DATE: return SLICE("a date");
    case TYPE_NUMBER: return SLICE("a number");
    default: return SLICE("a text");
    }
}

static bool type_fits(const struct rule *r, const struct expr *e)
{
    enum expr_type want = target_type(r->target);
    if (e->type == want) return true;
    if (want == TYPE_TEXT && e->type == TYPE_NUMBER) return true;
    return want == TYPE_TEXT && e->type == TYPE_DATE && (r->format.len || r->format_param >= 0);
}

/* Literals are what the analyst wrote for this field: numbers and dates may be given as text. */
static bool literal_fits(const struct rule *r, slice text)
{
    decimal d;
    date day;
    enum expr_type want = target_type(r->target);
    if (want == TYPE_NUMBER) return decimal_parse(text, &d);
    if (want == TYPE_DATE) return date_parse_iso(text, &day) || date_parse8(text, &day);
    return true;
}

static slice codes_words(struct compiler *c, const struct code_list *list)
{
    struct buf b = BUF_INIT(400);
    for (uint32_t i = 0; i < list->count && b.len < 200; i++) buf_printf(&b, "%s%.*s", i ? ", " : "",
            SLICE_ARG(list->codes[i].code));
    slice s = arena_copy(c->arena, buf_slice(&b));
    buf_free(&b);
    return s;
}

/* Of sets: a text has a least length there. */
static bool is_short(struct compiler *c, const struct rule *r, slice text, struct place place)
{
    if (!c->map->flat || target_type(r->target) != TYPE_TEXT || text.len == 0 || text.len >= r->target->min) return false;
    compile_fault(c, MAP_SHORT, place, text, arena_printf(c->arena, "%zu", text.len), r->target->field_name,
                  arena_printf(c->arena, "%u", r->target->min));
    return true;
}

static void check_literal(struct compiler *c, const struct rule *r, const struct expr *e, struct place place)
{
    slice text = e->value.text;
    if (!literal_fits(r, text))
        compile_fault(c, MAP_TARGET_CODE, place, text, r->target->field_name, target_words(r->target), NO_ARG);
    if (is_short(c, r, text, place)) return;
    if (r->target->codes && !r->target->codes->open && text.len && !code_list_has(r->target->codes, text))
        compile_fault(c, MAP_TARGET_CODE, place, text, r->target->field_name, codes_words(c, r->target->codes), NO_ARG);
}

static void check_width(struct compiler *c, const struct rule *r, const struct expr *e, struct place place)
{
    bool declared = r->truncate || r->too_long != SEV_NOTE;
    uint32_t width = e->type == TYPE_DATE && r->format.len ? (uint32_t)r->format.len : e->width;
    if (target_type(r->target) != TYPE_TEXT || declared || width <= r->target->max) return;
    bool literal = e->op == EX_LITERAL && e->type == TYPE_TEXT;
    slice can = width == WIDTH_ANY ? SLICE("can be any number of") : arena_printf(c->arena, literal ? "is %u" : "can be %u", width);
    slice what = literal ? arena_printf(c->arena, "\"%.*s\"", SLICE_ARG(e->value.text)) : expr_source(e);
    compile_fault(c, MAP_WIDTH, place, what, can, r->target->field_name, arena_printf(c->arena, "%u", r->target->max));
}

static void check_scale(struct compiler *c, const struct rule *r, const struct expr *e, struct place place)
{
    if (target_type(r->target) != TYPE_NUMBER || r->rounds || (e->scale <= r->scale && !e->divides)) return;
    compile_fault(c, MAP_ROUNDING, place, expr_source(e), r->target->field_name, arena_printf(c->arena, "%u", r->scale), NO_ARG);
}

void target_check(struct compiler *c, const struct rule *r, const struct expr *e, struct place place)
{
    if (!e || !r->target) return;
    if (e->op == EX_LITERAL && e->type == TYPE_TEXT) {
        check_literal(c, r, e, place);
        if (!r->target->codes) check_width(c, r, e, place);
        return;
    }
    if (!type_fits(r, e)) {
        compile_fault(c, MAP_TARGET_TYPE, place, expr_source(e), slice_of(expr_type_words(e->type)), r->target->field_name,
                      target_words(r->target));
        return;
    }
    check_width(c, r, e, place);
    check_scale(c, r, e, place);
}

void target_check_absence(struct compiler *c, const struct rule *r, bool certain)
{
    if (!r->target || r->target->usage != USE_MANDATORY || certain || r->absence != ABSENT_FINE || c->excused) return;
    compile_fault(c, c->map->flat ? MAP_MANDATORY_ELEMENT : MAP_MANDATORY, r->place, r->target->field_name, slice_of(severity_name(compile_severity(c))), NO_ARG, NO_ARG);
}
