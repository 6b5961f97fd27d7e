/* check_element.c - says what is wrong with an element, its components and repetitions, and counts the elements of a segment.
 *
 * The standard's view comes first (X12-…), then the guide's (GUIDE-…); the first thing wrong with a value is its finding, others would
 * follow from it.  Nothing here decides differently from the tables of rules.c, only more slowly and with words. */
#include "schema/checker.h"

#include "base/buf.h"
#include "base/date.h"
#include "schema/when.h"

struct elem_look {
    struct checker *c;
    const struct segment_def *def;
    const struct elem *e;               /* as narrowed */
    const struct elem *standard;
    const struct seen_segment *seg;     /* null for components: conditional rules are about whole elements */
    const struct when *when;            /* of the conditional rule being looked at */
    struct place place;
};

/* "PO103 unit of measure", "REF04-02 reference"; made only when there is something to say, into the room of argument 0. */
static slice label(struct elem_look *x)
{
    unsigned element = x->place.element, component = x->place.component;
    if (!component) return arg_element(x->c, 0, x->def, element);
    return arg_printf(x->c, 0, "%.*s%02u-%02u %.*s", SLICE_ARG(x->def->id), element, component, SLICE_ARG(x->e->name));
}

static bool is_blank(slice s)
{
    size_t i = 0;
    while (i < s.len && s.ptr[i] == ' ') i++;
    return i == s.len;
}

static slice without_blanks(slice s)
{
    while (s.len > 0 && s.ptr[s.len - 1] == ' ') s.len--;
    return s;
}

/* ---- characters, by type ---- */

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* [-]digits[.digits], [-].digits; a point only where `real`.  *digits are counted. */
static bool number_shape(slice s, bool real, uint32_t *digits)
{
    size_t i = s.len > 0 && s.ptr[0] == '-';
    bool point = false;
    *digits = 0;
    for (; i < s.len; i++) {
        if (is_digit(s.ptr[i])) {
            ++*digits;
        } else {
            if (s.ptr[i] != '.' || !real || point || i + 1 == s.len) return false;
            point = true;
        }
    }
    return *digits > 0;
}

static bool has_control(slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.ptr[i] < 0x20 || s.ptr[i] == 0x7f) return true;
    return false;
}

static bool all_digits(slice s)
{
    size_t i = 0;
    while (i < s.len && is_digit(s.ptr[i])) i++;
    return i == s.len;
}

/* False with a finding when a byte of `v` cannot stand in this type; else *length is what min and max count. */
static bool look_character(struct elem_look *x, slice v, uint32_t *length)
{
    enum elem_type type = x->standard->type;
    const char *expected = "free of control characters";
    bool fine;
    *length = (uint32_t)v.len;
    if (type == ELEM_N || type == ELEM_R) {
        fine = number_shape(v, type == ELEM_R, length);
        expected = type == ELEM_R ? "a decimal number: digits, a leading minus, one point between digits"
                : "a whole number: digits and a leading minus";
    } else if (type == ELEM_B || type == ELEM_DT || type == ELEM_TM) {
        fine = true;
    } else {
        fine = !has_control(v);
    }
    if (!fine) found(x->c, X12_ELEMENT_CHARACTER, x->place, label(x), arg_value(v), slice_of(expected), NO_ARG);
    return fine;
}

/* ---- length, date, time ---- */

static bool is_number(const struct elem_look *x) { return x->standard->type == ELEM_N || x->standard->type == ELEM_R; }

static const char *unit_of(const struct elem_look *x, uint32_t n)
{
    return is_number(x) ? (n == 1 ? "digit" : "digits") : n == 1 ? "character" : "characters";
}

static bool look_length(struct elem_look *x, slice v, uint32_t length)
{
    const struct elem *e = x->standard;
    if (length >= e->min && length <= e->max) return true;
    found(x->c, length < e->min ? X12_ELEMENT_SHORT : X12_ELEMENT_LONG, x->place, label(x), arg_value(v), arg_printf(x->c, 2,
          "%u %s", length, unit_of(x, length)),
          arg_printf(x->c, 3, "%u", length < e->min ? e->min : e->max));
    return false;
}

/* Eight digits where eight fit, six digits where six do.  Digits of another length are too short or too long. */
static bool look_date(struct elem_look *x, slice v)
{
    date d;
    const struct elem *e = x->standard;
    if (all_digits(v) && (v.len < e->min || v.len > e->max)) return look_length(x, v, (uint32_t)v.len);
    if ((v.len == 8 && e->max >= 8 && date_parse8(v, &d)) || (v.len == 6 && e->min <= 6 && date_parse6(v, &d))) return true;
    found(x->c, X12_ELEMENT_DATE, x->place, label(x), arg_value(v), e->max >= 8 ? SLICE("CCYYMMDD") : SLICE("YYMMDD"), NO_ARG);
    return false;
}

static bool look_time(struct elem_look *x, slice v)
{
    const struct elem *e = x->standard;
    if (all_digits(v) && (v.len < e->min || v.len > e->max)) return look_length(x, v, (uint32_t)v.len);
    if (time_is_valid(v)) return true;
    found(x->c, X12_ELEMENT_TIME, x->place, label(x), arg_value(v), NO_ARG, NO_ARG);
    return false;
}

/* ---- codes ---- */

static slice code_near(const struct code_list *list, slice v)
{
    for (uint32_t i = 0; v.len < 8 && i < list->count; i++)
        if (slice_eq_nocase(list->codes[i].code, v)) return list->codes[i].code;
    return NO_ARG;
}

/* A zero lost or added in front, two neighbours swapped, one letter off in a longer code: of two letters, one other would be any code. */
static bool is_near(slice code, slice v)
{
    slice longer = code.len > v.len ? code : v, shorter = code.len > v.len ? v : code;
    if (longer.len == shorter.len + 1 && longer.ptr[0] == '0' && slice_eq(slice_sub(longer, 1, longer.len), shorter)) return true;
    if (shorter.len >= 2 && (shorter.len >= 3 || longer.len > 2) && slice_distance(code, v) == 1) return true;
    return code.len == 2 && v.len == 2 && code.ptr[0] == v.ptr[1] && code.ptr[1] == v.ptr[0];
}

/* What may have been meant: the same in another case, else one like it, with its meaning. */
static slice near_words(struct elem_look *x, unsigned arg, const struct code_list *list, slice v)
{
    slice near = code_near(list, v);
    if (near.len) return arg_printf(x->c, arg, "; %.*s is one", SLICE_ARG(near));
    for (uint32_t i = 0; v.len > 0 && v.len < 8 && i < list->count && !found_full(x->c); i++) {
        if (!is_near(list->codes[i].code, v)) continue;
        near = list->codes[i].code;
        slice meaning = elem_code_meaning(x->e, near);
        return arg_printf(x->c, arg, "; %.*s%s%.*s is close to it", SLICE_ARG(near), meaning.len ? " " : "", SLICE_ARG(meaning));
    }
    return NO_ARG;
}

/* Where the agreement tolerates it, a code in lower case is the one of the list; *v becomes that. */
static bool is_other_case(struct elem_look *x, const struct code_list *list, slice *v)
{
    slice near = x->c->options.lower_case ? code_near(list, *v) : NO_ARG;
    if (!near.len) return false;
    found(x->c, X12_CODE_CASE, x->place, label(x), arg_value(*v), near, NO_ARG);
    *v = near;
    return true;
}

static bool look_code(struct elem_look *x, slice *v)
{
    const struct code_list *list = x->standard->codes;
    if (!list || list->open || code_list_has(list, *v) || is_other_case(x, list, v)) return true;
    struct diag *d = found(x->c, X12_ELEMENT_CODE, x->place, label(x), arg_value(*v), near_words(x, 2, list, *v), NO_ARG);
    diag_set_severity(x->c->diags, d, x->c->options.code_severity);
    return false;
}

/* "EA CA; EA each is close to it" */
static slice codes_text(struct elem_look *x, const struct code_list *list, slice v)
{
    struct buf out = BUF_INIT(ARG_BYTES);
    for (uint32_t k = 0; k < list->count && out.len + list->codes[k].code.len + 2 < 120; k++)
        buf_printf(&out, "%s%.*s", k ? " " : "", SLICE_ARG(list->codes[k].code));
    buf_add(&out, near_words(x, 3, list, v));
    slice made = arg_printf(x->c, 3, "%.*s", (int)out.len, out.ptr);
    buf_free(&out);
    return made;
}

/* ---- the guide ---- */

/* " when REF01 is CR": what a conditional rule depends on. */
static slice condition_words(struct elem_look *x)
{
    struct buf out = BUF_INIT(ARG_BYTES);
    if (!x->when) return NO_ARG;
    when_words(&out, x->def, x->when, "when", " is ");
    slice made = arg_printf(x->c, 3, "%.*s", (int)out.len, out.ptr);
    buf_free(&out);
    return made;
}

static void report_check(struct elem_look *x, slice v)
{
    struct buf why = BUF_INIT(ARG_BYTES);
    value_check_reason(&why, x->e->check, v);
    found_guide(x->c, GUIDE_CHECK_DIGIT, x->e->guide, x->place, label(x), arg_value(v), slice_of(value_check_words(x->e->check)),
                arg_printf(x->c, 3, "%.*s", (int)why.len, why.ptr));
    buf_free(&why);
}

/* False with a finding. */
static bool look_rule(struct elem_look *x, slice v, uint32_t length)
{
    const struct elem *e = x->e;
    slice guide = x->c->schema->guide;
    if (e->usage == USE_NOT_USED) {
        found_guide(x->c, GUIDE_USAGE, e->guide, x->place, label(x), SLICE("is not used"), guide, condition_words(x));
    } else if (length < e->min || length > e->max) {
        slice range = e->min == e->max ? arg_printf(x->c, 3, "%u", e->min) : arg_printf(x->c, 3, "%u to %u", e->min, e->max);
        found_guide(x->c, GUIDE_LENGTH, e->guide, x->place, label(x), arg_value(v), arg_printf(x->c, 2, "%u %s", length, unit_of(x, length)), range);
    } else if (e->guide_codes && !code_list_has(e->guide_codes, v) && !is_other_case(x, e->guide_codes, &v)) {
        found_guide(x->c, GUIDE_CODE, e->guide, x->place, label(x), arg_value(v), guide, codes_text(x, e->guide_codes, v));
    } else if (e->check && !value_check_fits(e->check, v)) {
        report_check(x, v);
    } else {
        return true;
    }
    return false;
}

/* The next conditional rule about element `k` that applies here, from *i on; null when there is no more. */
static const struct elem_when *when_find(const struct elem_look *x, unsigned k, unsigned *i)
{
    while (x->seg && *i < x->def->n_whens) {
        const struct elem_when *w = &x->def->whens[(*i)++];
        if (w->element == k && when_holds(&w->when, x->c->tree->text, x->seg->spans, x->seg->n)) return w;
    }
    return NULL;
}

/* What the guide always says comes first; the first thing wrong is the finding. */
static void look_guide(struct elem_look *x, slice v, uint32_t length)
{
    struct elem_look y = *x;
    const struct elem_when *w;
    bool fine = look_rule(x, v, length);
    for (unsigned i = 0; fine && (w = when_find(x, x->place.element, &i));) {
        y.e = w->elem;
        y.when = &w->when;
        fine = look_rule(&y, v, length);
    }
}

/* ---- a value ---- */

/* Blanks after a value mean nothing except in free text, and there too when only they make it too long. */
static slice look_blanks(struct elem_look *x, slice v)
{
    slice cut = without_blanks(v);
    bool free_text = x->standard->type == ELEM_AN || x->standard->type == ELEM_B;
    if (cut.len == v.len || (free_text && (v.len <= x->standard->max || cut.len > x->standard->max))) return v;
    found(x->c, X12_TRAILING_BLANKS, x->place, label(x), arg_value(cut), NO_ARG, NO_ARG);
    return cut;
}

static void report_missing(struct elem_look *x, slice why)
{
    if (x->standard->usage == USE_MANDATORY)
        found(x->c, X12_ELEMENT_MISSING, x->place, label(x), why, NO_ARG, NO_ARG);
    else
        found_guide(x->c, GUIDE_USAGE, x->e->guide, x->place, label(x), SLICE("is missing but mandatory"), x->c->schema->guide, condition_words(x));
}

/* Returns the value as it is to be read. */
static slice look_value(struct elem_look *x, slice v)
{
    uint32_t length;
    if (is_blank(v) && x->standard->type != ELEM_B) {
        if (x->e->usage == USE_MANDATORY)
            report_missing(x, SLICE(": only blanks were sent"));
        else
            found(x->c, X12_TRAILING_BLANKS, x->place, label(x), NO_ARG, NO_ARG, NO_ARG);
        return v;
    }
    v = look_blanks(x, v);
    if (!look_character(x, v, &length)) return v;
    bool fine = x->standard->type == ELEM_DT ? look_date(x, v) : x->standard->type == ELEM_TM ? look_time(x, v)
            : look_length(x, v, length);
    slice code = v;
    if (fine && look_code(x, &code)) look_guide(x, code, length);
    return v;
}

/* ---- composites and repetitions ---- */

static void look_component(struct elem_look *x, unsigned i, slice v, uint64_t offset)
{
    const struct elem *e = &x->e->components[i - 1];
    struct elem_look y = { .c = x->c, .def = x->def, .e = e, .standard = elem_standard(e), .place = x->place };
    y.place.component = (uint16_t)i;
    y.place.element_ref = e->ref;
    y.place.offset = offset;
    y.place.length = (uint32_t)v.len;
    if (v.len)
        (void)look_value(&y, v);        /* components are read as sent */
    else if (e->usage == USE_MANDATORY)
        report_missing(&y, NO_ARG);
}

static void look_composite(struct elem_look *x, slice v)
{
    char separator = x->c->tree->component;
    slice rest = v, part;
    unsigned n = 0;
    while (separator ? slice_next(&rest, separator, &part) : n == 0) {
        if (!separator) part = v;
        if (++n <= x->e->n_components) look_component(x, n, part, x->place.offset + (size_t)(part.ptr - v.ptr));
    }
    for (unsigned i = n + 1; i <= x->e->n_components; i++) look_component(x, i, (slice){ v.ptr + v.len, 0 }, x->place.offset + v.len);
    if (n > x->e->n_components)
        found(x->c, X12_COMPONENT_EXTRA, x->place, label(x), arg_printf(x->c, 1, "%u", x->e->n_components),
              arg_printf(x->c, 2, "%u", n), NO_ARG);
    if (x->e->usage == USE_NOT_USED) look_guide(x, v, x->e->min);
}

static void look_repeated(struct elem_look *x, slice v)
{
    slice rest = v, part;
    uint64_t start = x->place.offset;
    struct place whole = x->place;
    unsigned n = 0;
    while (slice_next(&rest, x->c->tree->repetition, &part)) {
        if (++n > x->e->repeat || part.len == 0) continue;
        x->place.repeat = (uint16_t)n;
        x->place.offset = start + (size_t)(part.ptr - v.ptr);
        x->place.length = (uint32_t)part.len;
        if (x->e->components)
            look_composite(x, part);
        else
            (void)look_value(x, part);
    }
    if (n > x->e->repeat)
        found(x->c, X12_REPEAT_MAX, whole, label(x), arg_printf(x->c, 1, "%u", n), arg_printf(x->c, 2, "%u", x->e->repeat), NO_ARG);
}

/* In most elements, a separator of repetitions or components is a mistake of whoever wrote the value; where the version has repetitions, neither
   can be data.  True with a finding; nothing more is said of the value. */
static bool look_separators(struct elem_look *x, slice v)
{
    const struct tree *t = x->c->tree;
    const char separators[] = { t->repetition, x->e->components ? '\0' : t->component };
    if (!t->repetition || x->standard->type == ELEM_B) return false;
    for (unsigned i = 0; i < sizeof separators; i++) {
        unsigned parts = 1;
        for (size_t k = 0; separators[i] && k < v.len; k++) parts += v.ptr[k] == separators[i];
        if (parts == 1) continue;
        slice sent = arg_printf(x->c, i ? 2 : 1, "%u", parts), allowed = arg_printf(x->c, i ? 1 : 2, "1");
        found(x->c, i ? X12_COMPONENT_EXTRA : X12_REPEAT_MAX, x->place, label(x), i ? allowed : sent, i ? sent : allowed, NO_ARG);
        return true;
    }
    return false;
}

/* ---- a segment ---- */

static struct elem_look look_make(struct checker *c, const struct segment_def *def, const struct seen_segment *seg, unsigned k)
{
    const struct elem *e = &def->elems[k - 1];
    return (struct elem_look){ .c = c, .def = def, .e = e, .standard = elem_standard(e), .seg = seg,
            .place = place_element(c, def, seg, k) };
}

static void element_look(struct checker *c, const struct segment_def *def, const struct seen_segment *seg, unsigned k)
{
    struct elem_look x = look_make(c, def, seg, k);
    slice v = seen_text(c, seg, k);
    if (x.e->repeat > 1 && c->tree->repetition) {
        look_repeated(&x, v);
    } else if (look_separators(&x, v)) {
        return;
    } else if (x.e->components) {
        look_composite(&x, v);
    } else {
        slice read = look_value(&x, v);
        seg->spans[k].len = (uint32_t)read.len;
    }
}

static void look_count(struct checker *c, const struct segment_def *def, const struct seen_segment *seg)
{
    unsigned last = seg->n - 1;
    while (last > 0 && seg->spans[last].len == 0) last--;
    if (last > def->n_elems) {
        found(c, X12_ELEMENT_EXTRA, place_element(c, def, seg, def->n_elems + 1u), def->id, arg_printf(c, 1, "%u", def->n_elems),
              arg_printf(c, 2, "%u", last), NO_ARG);
    } else if (last + 1 < seg->n && !c->trailing_noted) {
        c->trailing_noted = true;
        found(c, X12_TRAILING_EMPTY, place_element(c, def, seg, last + 1), def->id, NO_ARG, NO_ARG, NO_ARG);
    }
}

/* What is missing in ST and SE is the reader's to say. */
static bool is_readers(const struct segment_def *def) { return slice_is(def->id, "ST") || slice_is(def->id, "SE"); }

/* Nothing is in it, and the standard demands no element: then that is the fault. */
static bool is_empty(const struct segment_def *def, uint64_t present)
{
    for (unsigned k = 0; !present && k < def->n_elems; k++)
        if (elem_standard(&def->elems[k])->usage == USE_MANDATORY) return false;
    return !present;
}

static void look_mandatory(struct checker *c, const struct segment_def *def, const struct seen_segment *seg, uint64_t present)
{
    for (unsigned k = 1; k <= def->n_elems && !is_readers(def); k++) {
        if (elem_standard(&def->elems[k - 1])->usage != USE_MANDATORY || present >> k & 1) continue;
        struct elem_look x = look_make(c, def, seg, k);
        report_missing(&x, NO_ARG);
    }
}

/* Of an empty segment a guide's wish for an element is no news, unless it costs more. */
static bool is_said(const struct checker *c, const struct elem *e)
{
    const struct guide_rule *rule = e->guide;
    return (rule && rule->names_severity ? rule->severity : c->options.guide_severity) <= SEV_WARN;
}

/* What the guide alone demands. */
static void look_wanted(struct checker *c, const struct segment_def *def, const struct seen_segment *seg, uint64_t told, bool empty)
{
    for (unsigned k = 1; k <= def->n_elems && !is_readers(def); k++) {
        const struct elem *e = &def->elems[k - 1];
        if (e->usage != USE_MANDATORY || elem_standard(e)->usage == USE_MANDATORY || told >> k & 1 || (empty && is_said(c, e))) continue;
        struct elem_look x = look_make(c, def, seg, k);
        report_missing(&x, NO_ARG);
    }
}

/* What is mandatory only because others have certain values. */
static void look_when(struct checker *c, const struct segment_def *def, const struct seen_segment *seg, uint64_t present)
{
    for (unsigned k = 1; def->n_whens && k <= def->n_elems; k++) {
        struct elem_look x = look_make(c, def, seg, k);
        const struct elem_when *w;
        for (unsigned i = 0; x.e->usage != USE_MANDATORY && !(present >> k & 1) && (w = when_find(&x, k, &i));) {
            if (w->elem->usage != USE_MANDATORY) continue;
            x.e = w->elem;
            x.when = &w->when;
            report_missing(&x, NO_ARG);
        }
    }
}

COLD void elements_look(struct checker *c, uint16_t node, const struct seen_segment *seg, uint64_t present, uint64_t look)
{
    const struct segment_def *def = c->schema->nodes[node].segment;
    for (; look; look &= look - 1) element_look(c, def, seg, (unsigned)__builtin_ctzll(look));
    look_mandatory(c, def, seg, present);
    const bool empty = is_empty(def, present);
    uint64_t told = 0;
    if (empty)
        found(c, X12_SEGMENT_EMPTY, place_segment(c, seg), def->id, NO_ARG, NO_ARG, NO_ARG);
    else
        told = notes_look(c, def, seg, present);
    look_wanted(c, def, seg, present | told, empty);
    look_when(c, def, seg, present);
    look_count(c, def, seg);
}
