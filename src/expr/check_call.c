/* check_call.c - calls against the signatures of functions.h: does the function exist, how many arguments, of which types, which must be
 * literals, and how wide its result can get. */
#include "expr/check_call.h"

#include "expr/findings.h"
#include "expr/function.h"

const struct expr_function *expr_function_find(slice name)
{
    for (unsigned i = 0; i < expr_function_count; i++)
        if (slice_is(name, expr_functions[i].name)) return &expr_functions[i];
    return NULL;
}

static slice nearest_function(const struct expr_checker *c, slice name)
{
    const char *best = NULL;
    unsigned least = 3;
    for (unsigned i = 0; i < expr_function_count + expr_form_count; i++) {
        const char *word = i < expr_function_count ? expr_functions[i].name : expr_forms[i - expr_function_count].word;
        unsigned d = slice_distance(name, slice_of(word));
        if (d < least && d < name.len) least = d, best = word;
    }
    return best ? arena_printf(c->arena, "did you mean %s()?", best) : SLICE("'crossdock reference functions' lists them");
}

bool expr_check_function(const struct expr_checker *c, struct expr *e)
{
    e->function = expr_function_find(e->name);
    if (e->function) return true;
    diag_add(c->diags, expr_def(MAP_FUNCTION), expr_place(e->in, e->off, (uint32_t)e->name.len), e->name, nearest_function(c, e->name), NO_ARG,
             NO_ARG);
    return false;
}

static enum expr_type type_of_letter(char letter)
{
    switch (letter | 0x20) {
    case 't': return TYPE_TEXT;
    case 'n': return TYPE_NUMBER;
    case 'd': return TYPE_DATE;
    case 'b': return TYPE_BOOL;
    default: return TYPE_ANY;
    }
}

/* Letters of the arguments one after another; '+' repeats the last, '?' is skipped.  '\0' past the end. */
static char letter_at(const char *signature, unsigned i)
{
    const char *s = signature + 2;
    char last = '\0';
    for (; *s; s++) {
        if (*s == '?') continue;
        if (*s == '+') return last;
        last = *s;
        if (i-- == 0) return *s;
    }
    return '\0';
}

static void arity(const char *signature, unsigned *min, unsigned *max)
{
    bool optional = false;
    *min = *max = 0;
    for (const char *s = signature + 2; *s; s++) {
        if (*s == '?') optional = true;
        else if (*s == '+') *max = 255;
        else ++*max, *min += !optional;
    }
}

static bool check_arity(const struct expr_checker *c, const struct expr *e)
{
    unsigned min, max;
    arity(e->function->signature, &min, &max);
    if (e->n_args >= min && e->n_args <= max) return true;
    diag_add(c->diags, expr_def(MAP_ARITY), expr_place(e->in, e->off, (uint32_t)e->name.len), e->name, expr_arity_words(c->arena, min, max),
             arena_printf(c->arena, "%u", e->n_args), slice_of(e->function->doc));
    return false;
}

static uint32_t literal_width(const struct expr *e, unsigned i)
{
    if (i >= e->n_args || !decimal_is_whole(e->args[i]->value.number)) return WIDTH_ANY;
    decimal d = decimal_normal(e->args[i]->value.number);
    return d.coef >= 0 && d.scale == 0 && d.coef <= 1000000 ? (uint32_t)d.coef : WIDTH_ANY;
}

/* What a literal argument should have been; null when it is right. */
static const char *literal_wanted(const struct expr *e, unsigned i, char letter)
{
    static const char *const modes[] = { "half-even", "half-up", "down", "up" };
    slice text = e->args[i]->value.text;
    char room[33];
    size_t len;
    if (letter == 'N') return literal_width(e, i) == WIDTH_ANY ? "a whole number from 0 to 1000000" : NULL;
    if (slice_is(e->name, "format-date") && !date_format((date){ 2026, 3, 9 }, text, room, &len)) return "a date format like 'dd/MM/yyyy'";
    if (!slice_is(e->name, "round")) return NULL;
    for (unsigned k = 0; k < 4; k++)
        if (slice_is(text, modes[k])) return NULL;
    return "'half-even', 'half-up', 'down' or 'up'";
}

static bool check_arg(const struct expr_checker *c, const struct expr *e, unsigned i)
{
    char letter = letter_at(e->function->signature, i);
    const struct expr *arg = e->args[i];
    if (!expr_need(c, arg, type_of_letter(letter))) return false;
    bool literal = letter >= 'A' && letter <= 'Z';
    if (!literal) return true;
    const char *wanted = expr_type_words(type_of_letter(letter)), *hint = "write it out, so that whoever reads the map sees it";
    if (arg->op == EX_LITERAL && arg->type == type_of_letter(letter)) {
        hint = "";
        wanted = literal_wanted(e, i, letter);
        if (!wanted) return true;
    }
    expr_complain(c, arg, expr_def(MAP_LITERAL), arena_printf(c->arena, "argument %u", i + 1), e->name, slice_of(wanted), slice_of(hint));
    return false;
}

static uint32_t smaller(uint32_t a, uint32_t b) { return a < b ? a : b; }
static uint32_t larger(uint32_t a, uint32_t b) { return a > b ? a : b; }

static uint32_t width_sum(const struct expr *e)
{
    bool join = slice_is(e->name, "join");
    uint64_t sum = join ? (uint64_t)e->args[0]->width * (e->n_args > 2 ? e->n_args - 2u : 0) : 0;
    for (unsigned i = join; i < e->n_args; i++) sum += e->args[i]->width;
    return sum >= WIDTH_ANY ? WIDTH_ANY : (uint32_t)sum;
}

static uint32_t width_max(const struct expr *e)
{
    uint32_t width = 0;
    for (unsigned i = 0; i < e->n_args; i++) width = larger(width, e->args[i]->width);
    return width;
}

static uint32_t width_of(const struct expr *e)
{
    switch (e->function->width) {
    case WIDTH_SUM: return width_sum(e);
    case WIDTH_FIRST: return e->args[0]->width;
    case WIDTH_SECOND: return smaller(e->args[0]->width, literal_width(e, 1));
    case WIDTH_THIRD: return smaller(e->args[0]->width, literal_width(e, 2));
    case WIDTH_PAD: return larger(e->args[0]->width, literal_width(e, 1));
    case WIDTH_DATE: return (uint32_t)e->args[1]->value.text.len;
    case WIDTH_MAX: return width_max(e);
    case WIDTH_NONE: return e->type == TYPE_NUMBER ? 21 : WIDTH_ANY;
    }
    return WIDTH_ANY;
}

static bool certain_of(const struct expr *e)
{
    if (slice_is(e->name, "join")) return false;
    for (unsigned i = 0; i < e->n_args; i++) {
        if (slice_is(e->name, "coalesce") && e->args[i]->certain) return true;
        if (!e->args[i]->certain) return false;
    }
    return !slice_is(e->name, "number") && !slice_is(e->name, "date");
}

bool expr_check_call(const struct expr_checker *c, struct expr *e)
{
    if (!check_arity(c, e)) return false;
    bool good = true;
    for (unsigned i = 0; i < e->n_args; i++) good &= check_arg(c, e, i);
    if (!good) return false;
    e->type = e->function->signature[0] == 'a' ? e->args[0]->type : type_of_letter(e->function->signature[0]);
    e->width = width_of(e);
    e->scale = e->type != TYPE_NUMBER ? SCALE_ANY : slice_is(e->name, "round") ? (uint8_t)smaller(literal_width(e, 1), 18)
             : slice_is(e->name, "length") || slice_is(e->name, "days-between") ? 0 : e->args[0]->scale;
    if (slice_is(e->name, "number")) e->scale = SCALE_ANY;
    e->certain = certain_of(e);
    return true;
}
