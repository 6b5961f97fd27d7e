/* value.c - the text of one setting into its C field, and the words for what would have been right.
 *
 * One function per kind; the row brings limits and choices.  Units are always written ("2s", "256MB"), so that nobody has to remember them;
 * a field is written only when its text is usable. */
#include "conf/shape.h"

struct unit {
    const char *name;
    uint64_t factor;
};
static const struct unit seconds_units[] = { { "d", 86400 }, { "h", 3600 }, { "min", 60 }, { "s", 1 }, { 0 } };
static const struct unit millis_units[] = { { "s", 1000 }, { "ms", 1 }, { 0 } };
static const struct unit bytes_units[] = {
    { "TB", 1ull << 40 }, { "GB", 1ull << 30 }, { "MB", 1ull << 20 }, { "KB", 1ull << 10 }, { "B", 1 }, { 0 }
};
static const struct unit no_units[] = { { "", 1 }, { 0 } };

static const struct unit *units_of(enum conf_kind kind)
{
    switch (kind) {
    case CONF_KIND_SECONDS: return seconds_units;
    case CONF_KIND_MILLIS: return millis_units;
    case CONF_KIND_BYTES: return bytes_units;
    default: return no_units;
    }
}

static bool parse_number(const struct conf_row *row, slice text, uint64_t *out)
{
    size_t digits = 0;
    while (digits < text.len && text.ptr[digits] >= '0' && text.ptr[digits] <= '9')
        digits++;
    uint64_t number;
    if (!slice_to_u64(slice_sub(text, 0, digits), UINT64_MAX >> 1, &number))
        return false;
    slice unit = slice_sub(text, digits, text.len);
    for (const struct unit *u = units_of(row->kind); u->name; u++) {
        if (slice_is(unit, u->name))
            return !__builtin_mul_overflow(number, u->factor, out) && *out >= row->min && *out <= row->max;
    }
    return false;
}

static const struct conf_choice *find_choice(const struct conf_row *row, slice text)
{
    for (const struct conf_choice *c = row->choices; c->name; c++) {
        if (slice_is(text, c->name))
            return c;
    }
    return NULL;
}

/* Length between the row's limits, no control bytes, no blank at either end. */
static bool usable_text(const struct conf_row *row, slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        if ((unsigned char)text.ptr[i] < ' ')
            return false;
    }
    return text.len >= row->min && text.len <= row->max && slice_trim(text).len == text.len;
}

static bool parse_letters(const struct conf_reader *r, const struct conf_row *row, slice text, slice *out)
{
    char letters[8];
    size_t n = 0;
    slice word;
    for (slice rest = text; slice_next(&rest, ' ', &word);) {
        if (word.len == 0)
            continue;
        if (!find_choice(row, word) || (n && memchr(letters, word.ptr[0], n)) || n >= row->max)
            return false;
        letters[n++] = word.ptr[0];
    }
    if (n < row->min)
        return false;
    *out = arena_copy(r->arena, (slice){ letters, n });
    return true;
}

static bool parse_names(const struct conf_reader *r, slice text, unsigned *out)
{
    unsigned bits = 0;
    slice word;
    for (slice rest = text; slice_next(&rest, ' ', &word);) {
        if (word.len == 0)
            continue;
        unsigned i = 0;
        while (i < r->names->n && !slice_is(word, r->names->lenient[i]))
            i++;
        if (i == r->names->n)
            return false;
        bits |= r->names->bits[i];
    }
    *out = bits;
    return true;
}

/* What may end a segment or separate elements: no letter, digit or blank; control characters are written by their number. */
static bool parse_delimiter(slice text, char *out)
{
    uint64_t code = 0;
    if (text.len == 4 && slice_starts(text, SLICE("0x"))) {
        for (size_t i = 2; i < 4; i++) {
            const char *digits = "0123456789ABCDEF", *at = text.ptr[i] ? strchr(digits, text.ptr[i]) : NULL;
            if (!at) return false;
            code = code * 16 + (uint64_t)(at - digits);
        }
    } else if (text.len == 1) {
        code = (unsigned char)text.ptr[0];
        if (code <= ' ') return false;
    } else if (text.len > 1) {
        return false;
    }
    bool letter = (code >= '0' && code <= '9') || (code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z');
    if (letter || code == ' ' || code >= 0x80 || (text.len && code == 0)) return false;
    *out = (char)code;
    return true;
}

static bool store_choice(const struct conf_row *row, slice text, void *field)
{
    const struct conf_choice *c = find_choice(row, text);
    if (!c)
        return false;
    if (row->kind == CONF_KIND_SWITCH)
        *(bool *)field = c->value != 0;
    else if (row->kind == CONF_KIND_WORD)
        *(slice *)field = slice_of(c->name);
    else
        memcpy(field, &c->value, sizeof c->value);      /* an enum of int's size, see shapes.c */
    return true;
}

bool conf_store(const struct conf_reader *r, const struct conf_row *row, slice text, void *object)
{
    void *field = (char *)object + row->offset;
    uint64_t number;
    switch (row->kind) {
    case CONF_KIND_TEXT:
        if (!usable_text(row, text))
            return false;
        *(slice *)field = text;
        return true;
    case CONF_KIND_COUNT:
    case CONF_KIND_SECONDS:
    case CONF_KIND_MILLIS:
        if (!parse_number(row, text, &number))
            return false;
        *(unsigned *)field = (unsigned)number;
        return true;
    case CONF_KIND_BYTES:
        return parse_number(row, text, (uint64_t *)field);
    case CONF_KIND_LETTERS:
        return parse_letters(r, row, text, field);
    case CONF_KIND_NAMES:
        return parse_names(r, text, field);
    case CONF_KIND_DELIMITER:
        return parse_delimiter(text, field);
    case CONF_KIND_SWITCH:
    case CONF_KIND_CHOICE:
    case CONF_KIND_WORD:
        return store_choice(row, text, field);
    }
    return false;
}

/* In the largest unit that leaves no remainder. */
static void put_number(struct buf *out, const struct conf_row *row, uint64_t value)
{
    const struct unit *u = units_of(row->kind);
    while (u[1].name && (value < u->factor || value % u->factor))
        u++;
    buf_printf(out, "%llu%s", (unsigned long long)(value / u->factor), u->name);
}

static void put_choices(struct buf *out, const struct conf_choice *choices)
{
    for (const struct conf_choice *c = choices; c->name; c++)
        buf_printf(out, "%s%s", c == choices ? "" : c[1].name ? ", " : " or ", c->name);
}

static void put_range(struct buf *out, const struct conf_row *row, const char *noun)
{
    buf_printf(out, "a %s from ", noun);
    put_number(out, row, row->min);
    buf_puts(out, " to ");
    put_number(out, row, row->max);
    if (row->kind != CONF_KIND_COUNT && row->fallback)
        buf_printf(out, ", such as %s", row->fallback);
}

static void put_text_limits(struct buf *out, const struct conf_row *row)
{
    if (row->min == row->max)
        buf_printf(out, "a text of %u characters", (unsigned)row->max);
    else if (row->min == 0)
        buf_printf(out, "a text of at most %u characters", (unsigned)row->max);
    else
        buf_printf(out, "a text of %u to %u characters", (unsigned)row->min, (unsigned)row->max);
    buf_puts(out, " without blanks at its ends");
}

static void put_names(struct buf *out)
{
    buf_puts(out, "names of leniencies with blanks between ('crossdock reference leniencies' lists them)");
}

void conf_allowed(struct buf *out, const struct conf_row *row)
{
    switch (row->kind) {
    case CONF_KIND_TEXT: put_text_limits(out, row); return;
    case CONF_KIND_COUNT: put_range(out, row, "number"); return;
    case CONF_KIND_SECONDS:
    case CONF_KIND_MILLIS: put_range(out, row, "time"); return;
    case CONF_KIND_BYTES: put_range(out, row, "size"); return;
    case CONF_KIND_NAMES: put_names(out); return;
    case CONF_KIND_DELIMITER: buf_puts(out, "one sign that is no letter, digit or blank, or its number such as 0x1D"); return;
    case CONF_KIND_LETTERS:
        buf_puts(out, "one or more of the letters ");
        put_choices(out, row->choices);
        return;
    case CONF_KIND_SWITCH:
    case CONF_KIND_CHOICE:
    case CONF_KIND_WORD: put_choices(out, row->choices); return;
    }
}
