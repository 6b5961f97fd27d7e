/* read_value.c - the text of one field, checked and brought to the form that values have in trees.
 *
 * The form is the same for all formats: days CCYYMMDD, times HHMM or HHMMSS, numbers with a point and without the zeros that fill a fixed
 * width.  A value that is wrong is a finding and stays as it was sent.  What is not of interest here: where the text came from. */
#include "record/reader.h"

#include "record/encode.h"
#include "record/pattern.h"

#include "base/date.h"
#include "base/decimal.h"

struct reading {
    struct record_reader *r;
    const struct elem *e;
    const struct layout_cell *cell;
    slice text;
    struct place place;
    uint16_t node, field;
};

static void fault(const struct reading *v, enum record_finding what, slice a1)
{
    reader_report(v->r, what, v->place, reader_label(v->r, v->node, v->field), v->text, a1);
}

static slice kept(struct record_reader *r, const char *text, size_t len)
{
    buf_clear(&r->value);
    buf_add(&r->value, (slice){ text, len });
    return buf_slice(&r->value);
}

/* ---- numbers ---- */

static slice number_words(const struct reading *v)
{
    struct arena *arena = v->r->diags->arena;
    if (v->e->type == ELEM_N) return SLICE("a whole number");
    if (v->cell && v->cell->decimals != LAYOUT_NO_DECIMALS)
        return arena_printf(arena, "a number without a point, %u of its digits being decimals", v->cell->decimals);
    return arena_printf(arena, "a number of up to %u decimals, with a point", v->e->scale);
}

/* Of a number whose point is not written, or that zeros fill. */
static slice number_plain(const struct reading *v, decimal d)
{
    char text[DECIMAL_MAX_TEXT];
    return kept(v->r, text, decimal_format_fixed(d, d.scale, text));
}

static slice number_read(const struct reading *v)
{
    const bool implied = v->cell && v->cell->decimals != LAYOUT_NO_DECIMALS;
    const bool filled = v->cell && v->cell->fill == '0' && v->r->layout->text->format == LAYOUT_FIXED;
    decimal d;
    const slice digits = v->text;
    if (!decimal_parse(digits, &d) || (implied && d.scale > 0) || (!implied && d.scale > (v->e->type == ELEM_N ? 0 : v->e->scale))
        || slice_find(digits, '.') + 1 == digits.len) {
        fault(v, RECORD_NUMBER, number_words(v));
        return v->text;
    }
    if (implied) d.scale = v->cell->decimals;
    return implied || filled ? number_plain(v, d) : v->text;
}

/* ---- days and times ---- */

static slice day_read(const struct reading *v)
{
    char out[PATTERN_ROOM];
    size_t len;
    slice pattern = v->e->format.len ? v->e->format : v->e->type == ELEM_TM ? NO_ARG : SLICE("yyyyMMdd");
    if (pattern.len ? pattern_read(pattern, v->text, out, &len) : time_is_valid(v->text))
        return v->e->format.len ? kept(v->r, out, len) : v->text;
    fault(v, RECORD_DATE, pattern.len ? pattern : SLICE("HHmm or HHmmss"));
    return v->text;
}

/* ---- words ---- */

static slice code_words(const struct reading *v)
{
    slice words = NO_ARG;
    for (uint32_t i = 0; i < v->e->codes->count && words.len < DIAG_ARG_BYTES; i++)
        words = arena_printf(v->r->diags->arena, "%.*s%s%.*s", SLICE_ARG(words), i ? " " : "", SLICE_ARG(v->e->codes->codes[i].code));
    return words;
}

static bool is_text(const struct reading *v)
{
    for (size_t at = 0; at < v->text.len;) {
        uint32_t c = utf8_next(v->text, &at);
        if (encode_is_text(c)) continue;
        reader_report(v->r, RECORD_BYTE, v->place, arena_printf(v->r->diags->arena, "U+%04X", (unsigned)c), reader_label(v->r, v->node, v->field),
                      slice_of(encode_name(v->r->layout->charset)));
        return false;
    }
    return true;
}

static size_t length_of(const struct elem *e, slice value)
{
    if (e->type != ELEM_N && e->type != ELEM_R) return encode_length(value);
    size_t n = 0;
    for (size_t i = 0; i < value.len; i++) n += value.ptr[i] >= '0' && value.ptr[i] <= '9';
    return n;
}

static void check_length(const struct reading *v, slice value)
{
    size_t n = length_of(v->e, value);
    struct arena *arena = v->r->diags->arena;
    if (v->e->type == ELEM_DATE_TEXT || (n >= v->e->min && n <= v->e->max)) return;
    slice allowed = n < v->e->min ? arena_printf(arena, "at least %u", v->e->min) : arena_printf(arena, "at most %u", v->e->max);
    diag_add(v->r->diags, &record_findings[RECORD_LENGTH], v->place, reader_label(v->r, v->node, v->field), v->text,
             arena_printf(arena, "%zu", n), allowed);
}

slice value_read(struct record_reader *r, uint16_t node, uint16_t field, const struct layout_cell *cell, slice text, struct place place)
{
    const struct elem *e = &r->layout->nodes[node].segment->elems[field];
    struct reading v = { r, e, cell, text, place, node, field };
    if (text.len == 0) return NO_ARG;
    if (!is_text(&v)) return text;
    if (e->constant.ptr && !slice_eq(text, e->constant)) fault(&v, RECORD_CONSTANT, e->constant);
    if (e->constant.ptr) return e->constant;
    slice value = text;
    switch (e->type) {
    case ELEM_N: case ELEM_R: value = number_read(&v); break;
    case ELEM_DT: case ELEM_DATE_TEXT: case ELEM_TM: value = day_read(&v); break;
    default:
        if (e->codes && !code_list_has(e->codes, text)) fault(&v, RECORD_CODE, code_words(&v));
    }
    check_length(&v, value);
    return value;
}
