/* check.c - the typed pass over an expression tree.  One row per kind of operator says what goes in and what comes out; paths, names and tables
 * are resolved by the caller's struct expr_names. */
#include "expr/check.h"

#include "expr/check_call.h"
#include "expr/findings.h"
#include "expr/pattern.h"

static bool check(const struct expr_checker *c, struct expr *e);

const char *expr_type_words(enum expr_type type)
{
    static const char *const words[] = { "a value", "a text", "a number", "a date", "yes or no", "a segment",
            "identifier pairs", "an item", "a table row" };
    return words[type];
}

void expr_complain(const struct expr_checker *c, const struct expr *e, const struct diag_def *def, slice a0, slice a1, slice a2,
                   slice a3)
{
    diag_add(c->diags, def, expr_node_place(e), a0, a1, a2, a3);
}

static const char *type_hint(enum expr_type have, enum expr_type need)
{
    if (have == TYPE_GROUPS) return "name an element of it, e.g. BEG.03";
    if (have == TYPE_ITEM) return "name a column of it, e.g. item.product";
    if (have == TYPE_ROW) return "name a column of it, e.g. lookup(table, key).column";
    if (have == TYPE_TEXT && need == TYPE_NUMBER) return "number(x) reads a number from a text";
    if (have == TYPE_TEXT && need == TYPE_DATE) return "date(x) reads a date from a text";
    if (need == TYPE_BOOL) return "a condition compares something, or asks exists(x)";
    return "";
}

bool expr_need(const struct expr_checker *c, const struct expr *e, enum expr_type type)
{
    bool simple = e->type == TYPE_TEXT || e->type == TYPE_NUMBER || e->type == TYPE_DATE || e->type == TYPE_BOOL;
    if (e->type == type || (type == TYPE_ANY && simple) || (type == TYPE_TEXT && simple && e->type != TYPE_BOOL)) return true;
    expr_complain(c, e, expr_def(MAP_TYPE), expr_source(e), slice_of(expr_type_words(e->type)), slice_of(expr_type_words(type)),
                  slice_of(type_hint(e->type, type)));
    return false;
}

/* Gather from the arguments what is true of the whole. */
static void inherit(struct expr *e)
{
    for (unsigned i = 0; i < e->n_args; i++) {
        const struct expr *a = e->args[i];
        if (a->level > e->level) e->level = a->level;
        e->asks |= a->asks;
        e->divides |= a->divides;
    }
}

static bool all_certain(const struct expr *e)
{
    for (unsigned i = 0; i < e->n_args; i++)
        if (!e->args[i]->certain) return false;
    return true;
}

static bool check_args(const struct expr_checker *c, struct expr *e)
{
    bool good = true;
    for (unsigned i = 0; i < e->n_args; i++) good &= check(c, e->args[i]);
    inherit(e);
    return good;
}

static bool check_all(const struct expr_checker *c, struct expr *e, enum expr_type in, enum expr_type out)
{
    if (!check_args(c, e)) return false;
    bool good = true;
    for (unsigned i = 0; i < e->n_args; i++) good &= expr_need(c, e->args[i], in);
    e->type = out;
    e->certain = out == TYPE_BOOL && all_certain(e);
    return good;
}

static uint8_t scale_of(const struct expr *e)
{
    unsigned a = e->args[0]->scale, b = e->n_args > 1 ? e->args[1]->scale : 0;
    if (a == SCALE_ANY || b == SCALE_ANY || e->op == EX_DIV) return SCALE_ANY;
    unsigned s = e->op == EX_MUL ? a + b : (a > b ? a : b);
    return (uint8_t)(s > 18 ? SCALE_ANY : s);
}

static bool check_arithmetic(const struct expr_checker *c, struct expr *e)
{
    if (!check_all(c, e, TYPE_NUMBER, TYPE_NUMBER)) return false;
    e->scale = scale_of(e);
    e->width = 21;
    e->certain = all_certain(e) && e->op != EX_DIV;
    if (e->op == EX_DIV) e->divides = true;
    return true;
}

/* A literal beside a path with a closed code list must be one of the codes. */
static bool check_codes(const struct expr_checker *c, const struct expr *a, const struct expr *b)
{
    if (a->op != EX_PATH && b->op == EX_PATH) return check_codes(c, b, a);
    if (a->op != EX_PATH || b->op != EX_LITERAL || b->type != TYPE_TEXT) return true;
    return c->names->code(c->names->context, a, b);
}

static bool check_alike(const struct expr_checker *c, const struct expr *a, const struct expr *b)
{
    if (!expr_need(c, a, TYPE_ANY) || !expr_need(c, b, TYPE_ANY)) return false;
    if (a->type == b->type) return check_codes(c, a, b);
    expr_complain(c, b, expr_def(MAP_COMPARE), expr_source(a), slice_of(expr_type_words(a->type)), expr_source(b),
                  slice_of(expr_type_words(b->type)));
    return false;
}

static bool check_compare(const struct expr_checker *c, struct expr *e)
{
    if (!check_args(c, e)) return false;
    bool good = true;
    for (unsigned i = 1; i < e->n_args; i++) good &= check_alike(c, e->args[0], e->args[i]);
    e->type = TYPE_BOOL;
    e->certain = all_certain(e);
    return good;
}

static bool check_matches(const struct expr_checker *c, struct expr *e)
{
    slice why = { 0 };
    size_t at = 0;
    if (!check_args(c, e) || !expr_need(c, e->args[0], TYPE_TEXT)) return false;
    e->type = TYPE_BOOL;
    e->pattern = pattern_new(c->arena, e->args[1]->value.text, &why, &at);
    if (e->pattern) return true;
    expr_complain(c, e->args[1], expr_def(MAP_PATTERN), expr_source(e->args[1]), why, NO_ARG, NO_ARG);
    return false;
}

/* Two branches of one value: else, if(). */
static bool check_branches(const struct expr_checker *c, struct expr *e, struct expr *a, struct expr *b)
{
    if (!expr_need(c, a, TYPE_ANY) || !expr_need(c, b, TYPE_ANY)) return false;
    if (a->type != b->type) {
        expr_complain(c, b, expr_def(MAP_TYPE), expr_source(b), slice_of(expr_type_words(b->type)),
                      slice_of(expr_type_words(a->type)), SLICE("both sides must be of one kind; text(x) makes a text"));
        return false;
    }
    e->type = a->type;
    e->width = a->width > b->width ? a->width : b->width;
    e->scale = a->scale > b->scale ? a->scale : b->scale;
    return true;
}

static bool check_else(const struct expr_checker *c, struct expr *e)
{
    if (!check_args(c, e) || !check_branches(c, e, e->args[0], e->args[1])) return false;
    e->certain = e->args[0]->certain || e->args[1]->certain;
    return true;
}

static bool check_if(const struct expr_checker *c, struct expr *e)
{
    if (!check_args(c, e) || !expr_need(c, e->args[0], TYPE_BOOL) || !check_branches(c, e, e->args[1], e->args[2])) return false;
    e->certain = e->args[1]->certain && e->args[2]->certain;
    return true;
}

/* ---- paths and what picks among them ---- */

static bool check_name(const struct expr_checker *c, struct expr *e, bool many, bool groups)
{
    if (e->op != EX_NAME) return check(c, e);
    if (!c->names->path(c->names->context, e)) return false;
    if (e->op != EX_PATH) return true;
    if (e->ref->many && !many) {
        slice example = arena_printf(c->arena, "%.*s[01='…']", SLICE_ARG(slice_sub(expr_source(e), 0, slice_find(expr_source(e),
                '.'))));
        expr_complain(c, e, expr_def(MAP_MANY), expr_source(e), e->ref->many_times, example, NO_ARG);
        return false;
    }
    return groups || e->type != TYPE_GROUPS || expr_need(c, e, TYPE_ANY);
}

static bool need_path(const struct expr_checker *c, struct expr *e, bool groups)
{
    struct expr *arg = e->args[0];
    if (arg->op != EX_NAME || !check_name(c, arg, true, groups)) {
        if (arg->op != EX_NAME) expr_complain(c, arg, expr_def(MAP_PICK), e->name, expr_source(arg), SLICE("a path"), SLICE("REF[01='CR'].02"));
        return false;
    }
    if (arg->op == EX_PATH) return true;
    expr_complain(c, arg, expr_def(MAP_PICK), e->name, expr_source(arg), SLICE("a path"), SLICE("REF[01='CR'].02"));
    return false;
}

/* Inside <each from="PO1">, max(PO1.04) is the price of this line: allowed, but hardly what was meant. */
static void check_alone(const struct expr_checker *c, const struct expr *e, const struct expr *path)
{
    if (!path->ref->outward.len) return;
    slice written = slice_sub(expr_source(path), 0, slice_find(expr_source(path), ' '));        /* without "as l" */
    slice element = slice_sub(written, slice_find(written, '.'), written.len);
    diag_add(c->diags, expr_def(MAP_ALONE), expr_place(path->in, path->off, (uint32_t)written.len), written, e->name,
             arena_printf(c->arena, "%.*s%.*s", SLICE_ARG(path->ref->outward), SLICE_ARG(element)), NO_ARG);
}

static bool check_pick(const struct expr_checker *c, struct expr *e)
{
    if (!need_path(c, e, false)) return false;
    check_alone(c, e, e->args[0]);
    bool all = e->op == EX_ALL;
    struct expr_ref *ref = arena_alloc(c->arena, sizeof(*ref));
    struct expr *arg = e->args[0];
    *ref = *arg->ref;
    ref->pick = (uint8_t)e->op;
    if (all) {
        if (e->n_args == 2 && (e->args[1]->op != EX_LITERAL || e->args[1]->type != TYPE_TEXT)) {
            expr_complain(c, e->args[1], expr_def(MAP_LITERAL), SLICE("the separator"), SLICE("all"), SLICE("a text in quotes"),
                          SLICE("write it out, so that whoever reads the map sees it"));
            return false;
        }
        inherit(e);
        e->type = TYPE_TEXT;
        arg->ref = ref;
        return true;
    }
    slice name = e->name;
    uint32_t off = e->off, len = e->len;
    *e = *arg;
    e->name = name;
    e->off = off;
    e->len = len;
    e->ref = ref;
    return true;
}

static uint8_t level_without(const struct expr *e, uint8_t own)
{
    uint8_t level = e->n_args ? 0 : (e->level == own ? 0 : e->level);
    for (unsigned i = 0; i < e->n_args; i++) {
        uint8_t l = level_without(e->args[i], own);
        if (l > level) level = l;
    }
    return level;
}

static bool need_segments(const struct expr_checker *c, const struct expr *e, const char *word)
{
    if (e->op == EX_PATH && e->type == TYPE_GROUPS) return true;
    expr_complain(c, e, expr_def(MAP_SEGMENTS), slice_of(word), expr_source(e), e->op == EX_PATH ? SLICE("one element of them") : SLICE("a value"),
                  NO_ARG);
    return false;
}

static bool check_over(const struct expr_checker *c, struct expr *e)
{
    struct expr *groups = e->args[1];
    if (groups->op == EX_NAME && !check_name(c, groups, true, true)) return false;
    if (!need_segments(c, groups, "over")) return false;
    check_alone(c, e, groups);
    uint8_t level = c->names->enter(c->names->context, groups->name, groups);
    bool good = level && check(c, e->args[0]);
    c->names->leave(c->names->context);
    e->index = level;
    uint8_t rest = level_without(e->args[0], level);
    e->level = rest > groups->level ? rest : groups->level;
    return good;
}

static bool check_aggregate(const struct expr_checker *c, struct expr *e)
{
    bool counts = e->op == EX_COUNT || e->op == EX_DISTINCT;
    if (e->n_args == 2) {
        if (!check_over(c, e)) return false;
    } else {
        if (!need_path(c, e, e->op == EX_COUNT)) return false;
        check_alone(c, e, e->args[0]);
        inherit(e);
    }
    const struct expr *arg = e->args[0];
    if (e->op == EX_SUM && !expr_need(c, arg, TYPE_NUMBER)) return false;
    if (e->n_args == 2 && !expr_need(c, arg, e->op == EX_COUNT ? TYPE_BOOL : TYPE_ANY)) return false;
    e->type = counts || e->op == EX_SUM ? TYPE_NUMBER : arg->type;
    e->scale = counts ? 0 : arg->scale;
    e->width = counts || e->op == EX_SUM ? 21 : arg->width;
    e->certain = counts || e->op == EX_SUM;
    return true;
}

static bool check_exists(const struct expr_checker *c, struct expr *e)
{
    if (!check_name(c, e->args[0], true, true)) return false;
    inherit(e);
    e->type = TYPE_BOOL;
    e->certain = true;
    return true;
}

static bool check_instance(const struct expr_checker *c, struct expr *e)
{
    const struct expr *arg = e->args[0];
    if (arg->op != EX_NAME || arg->path->leaf != LEAF_GROUP || arg->path->n_steps != 1) {
        expr_complain(c, arg, expr_def(MAP_PICK), e->name, expr_source(arg), e->op == EX_FACTOR ? SLICE("the id of a <convert>") : SLICE("the name of an <each>"),
                      e->op == EX_FACTOR ? SLICE("quantity") : SLICE("line"));
        return false;
    }
    slice name = arg->path->steps[0].name;
    e->n_args = 0;
    e->type = TYPE_NUMBER;
    e->scale = e->op == EX_FACTOR ? SCALE_ANY : 0;
    e->width = 10;
    e->certain = e->op != EX_FACTOR;
    return e->op == EX_FACTOR ? c->names->factor(c->names->context, e, name) : c->names->instance(c->names->context, e, name);
}

static bool check_lookup(const struct expr_checker *c, struct expr *e)
{
    if (!check_args(c, e) || !expr_need(c, e->args[0], TYPE_TEXT)) return false;
    e->type = TYPE_ROW;
    e->asks = true;
    return c->names->table(c->names->context, e);
}

static bool check_column(const struct expr_checker *c, struct expr *e)
{
    if (!check_args(c, e)) return false;
    return c->names->column(c->names->context, e);
}

static bool check_item(const struct expr_checker *c, struct expr *e)
{
    if (!check_name(c, e->args[0], false, true)) return false;
    inherit(e);
    if (!expr_need(c, e->args[0], TYPE_PAIRS)) return false;
    e->type = TYPE_ITEM;
    e->asks = true;
    return c->names->item(c->names->context, e);
}

static bool check(const struct expr_checker *c, struct expr *e)
{
    switch (e->op) {
    case EX_LITERAL:
        if (e->type == TYPE_TEXT) {
            e->width = 0;
            for (size_t i = 0; i < e->value.text.len; i++) e->width += (e->value.text.ptr[i] & 0xC0) != 0x80;
        }
        return true;
    case EX_PARAM: return c->names->param(c->names->context, e);
    case EX_NAME: return check_name(c, e, false, false);
    case EX_PATH: case EX_SLOT: return true;
    case EX_COLUMN: return check_column(c, e);
    case EX_LOOKUP: return check_lookup(c, e);
    case EX_ITEM: return check_item(c, e);
    case EX_CALL: return expr_check_function(c, e) && check_args(c, e) && expr_check_call(c, e);
    case EX_ADD: case EX_SUB: case EX_MUL: case EX_DIV: case EX_NEG: return check_arithmetic(c, e);
    case EX_EQ: case EX_NE: case EX_LT: case EX_LE: case EX_GT: case EX_GE: case EX_IN: case EX_BETWEEN: return check_compare(c,
            e);
    case EX_AND: case EX_OR: case EX_NOT: return check_all(c, e, TYPE_BOOL, TYPE_BOOL);
    case EX_MATCHES: return check_matches(c, e);
    case EX_ELSE: return check_else(c, e);
    case EX_IF: return check_if(c, e);
    case EX_FIRST: case EX_LAST: case EX_ALL: return check_pick(c, e);
    case EX_EXISTS: return check_exists(c, e);
    case EX_COUNT: case EX_SUM: case EX_MIN: case EX_MAX: case EX_DISTINCT: return check_aggregate(c, e);
    case EX_POSITION: case EX_WRITTEN: case EX_FACTOR: return check_instance(c, e);
    }
    return false;
}

bool expr_check(const struct expr_checker *c, struct expr *e) { return check(c, e); }

bool expr_check_groups(const struct expr_checker *c, struct expr *e)
{
    return (e->op != EX_NAME || check_name(c, e, true, true)) && need_segments(c, e, "<each>");
}
