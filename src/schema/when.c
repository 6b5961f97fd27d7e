/* when.c - conditions on other elements of a segment, and numbers with check digits: read from a guide, asked of a segment, put into words.
 *
 * Both are asked on the fast way too (rules.c, check.c), so they work on spans and allocate nothing. */
#include "schema/when.h"

#include "base/gtin.h"

enum { MAX_CONDITIONS = 8, MAX_VALUES = 60 };

/* ---- when= ---- */

bool when_next(slice *rest, slice *key, slice *values)
{
    slice part;
    if (!slice_next(rest, ';', &part)) return false;
    size_t at = slice_find(part, '=');
    *key = slice_trim(slice_sub(part, 0, at));
    *values = slice_trim(slice_sub(part, at + 1, part.len));
    return true;
}

uint8_t when_values(struct loader *l, slice words, const slice **out)
{
    slice list[MAX_VALUES], word;
    uint8_t n = 0;
    for (slice rest = words; n < MAX_VALUES && slice_next(&rest, ' ', &word);)
        if (word.len) list[n++] = arena_copy(l->arena, word);
    slice *copy = arena_array(l->arena, n + 1u, sizeof *copy);
    if (n) memcpy(copy, list, n * sizeof *copy);
    *out = copy;
    return n;
}

/* A value that the standard's closed list lacks can never come. */
static bool values_possible(const struct elem *e, const struct condition *c)
{
    const struct code_list *codes = e->standard ? e->standard->codes : e->codes;
    for (uint8_t i = 0; codes && !codes->open && i < c->n; i++)
        if (!code_list_has(codes, c->values[i])) return false;
    return true;
}

bool when_read(struct loader *l, struct xml_node *n, const struct segment_def *def, struct when *out)
{
    struct condition list[MAX_CONDITIONS];
    slice text = xml_get(n, "when"), key, values;
    *out = (struct when){ 0 };
    if (!text.ptr) return true;
    for (slice rest = text; when_next(&rest, &key, &values);) {
        uint64_t k;
        struct condition c = { 0 };
        bool good = out->n < MAX_CONDITIONS && slice_to_u64(key, def->n_elems, &k) && k > 0;
        if (good) c.n = when_values(l, values, &c.values);
        if (good) c.element = (uint8_t)k;
        if (!good || c.n == 0 || !values_possible(&def->elems[k - 1], &c)) {
            load_bad(l, SCHEMA_ATTRIBUTE, read_place(n, "when"), SLICE("when"), text,
                     arena_printf(l->scratch, "conditions on elements of %.*s with values they can have, e.g. 01=AA BB; 03=X", SLICE_ARG(def->id)));
            return false;
        }
        list[out->n++] = c;
    }
    struct condition *copy = arena_array(l->arena, out->n + 1u, sizeof *copy);
    memcpy(copy, list, out->n * sizeof *copy);
    out->conditions = copy;
    return true;
}

static bool condition_holds(const struct condition *c, slice value)
{
    for (uint8_t i = 0; i < c->n; i++)
        if (slice_eq(value, c->values[i])) return true;
    return false;
}

bool when_holds(const struct when *w, const char *text, const struct span *spans, unsigned n)
{
    for (uint8_t i = 0; i < w->n; i++) {
        const struct condition *c = &w->conditions[i];
        if (c->element >= n || spans[c->element].len == 0) return false;
        if (!condition_holds(c, (slice){ text + spans[c->element].off, spans[c->element].len })) return false;
    }
    return true;
}

void when_words(struct buf *out, const struct segment_def *def, const struct when *w, const char *first, const char *is)
{
    for (uint8_t i = 0; i < w->n; i++) {
        const struct condition *c = &w->conditions[i];
        buf_printf(out, " %s %.*s%02u%s", i ? "and" : first, SLICE_ARG(def->id), c->element, is);
        for (uint8_t v = 0; v < c->n; v++) buf_printf(out, "%s%.*s", v ? " or " : "", SLICE_ARG(c->values[v]));
    }
}

/* ---- check= ---- */

static const struct { const char *word, *words; } checks[] = {
    [CHECK_SSCC] = { "sscc", "SSCC of 18 digits" },
    [CHECK_SSCC_20] = { "sscc-20", "SSCC of 18 digits after the application identifier 00" },
    [CHECK_GTIN] = { "gtin", "GTIN of 8, 12, 13 or 14 digits" },
};
enum { CHECKS = sizeof checks / sizeof *checks };

enum value_check value_check_read(struct loader *l, struct xml_node *n)
{
    slice value = xml_get(n, "check");
    if (!value.ptr) return CHECK_NONE;
    for (unsigned i = CHECK_NONE + 1; i < CHECKS; i++)
        if (slice_is(value, checks[i].word)) return (enum value_check)i;
    load_bad(l, SCHEMA_ATTRIBUTE, read_place(n, "check"), SLICE("check"), value, SLICE("sscc, sscc-20 or gtin"));
    return CHECK_NONE;
}

static bool has_prefix(enum value_check check, slice v) { return check != CHECK_SSCC_20 || (v.len > 2 && v.ptr[0] == '0' && v.ptr[1] == '0'); }
static slice without_prefix(enum value_check check, slice v) { return check == CHECK_SSCC_20 ? slice_sub(v, 2, v.len) : v; }

bool value_check_fits(enum value_check check, slice value)
{
    if (check == CHECK_GTIN) return value.len != 18 && gs1_check(value);
    slice number = without_prefix(check, value);
    return number.len == 18 && has_prefix(check, value) && gs1_check(number);
}

const char *value_check_words(enum value_check check) { return checks[check].words; }

static size_t digits_of(slice s)
{
    size_t n = 0;
    while (n < s.len && s.ptr[n] >= '0' && s.ptr[n] <= '9') n++;
    return n;
}

void value_check_reason(struct buf *out, enum value_check check, slice value)
{
    slice number = without_prefix(check, value);
    size_t digits = digits_of(number);
    bool gtin = check == CHECK_GTIN, length = gtin ? number.len == 8 || (number.len >= 12 && number.len <= 14) : number.len == 18;
    if (digits < number.len) buf_printf(out, "'%.*s' is no digit", 1, number.ptr + digits);
    else if (!has_prefix(check, value)) buf_puts(out, "it does not begin with 00");
    else if (!length) buf_printf(out, "it has %zu digits", value.len);
    else buf_printf(out, "its check digit should be %c, not %c", gs1_check_digit(slice_sub(number, 0, number.len - 1)), number.ptr[number.len - 1]);
}
