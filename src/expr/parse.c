/* parse.c - recursive descent over the words of lex.c, loosest first:
 *
 *     a else b  ·  or  ·  and  ·  not  ·  = != < <= > >= in between matches  ·  + -  ·  * /  ·  unary -  ·  primary
 *
 * Some words look like functions but take paths instead of values (first, count, sum …); the table expr_forms has them.  Depth, length and
 * the number of arguments are capped, so that any text ends in bounded time. */
#include "expr/parse.h"

#include "expr/findings.h"
#include "expr/function.h"

static struct expr *parse_else(struct parser *p);

void parser_advance(struct parser *p) { p->token = lex_next(p->in->text, &p->at); }

struct expr *parser_node(struct parser *p, enum expr_op op, size_t off)
{
    struct expr *e = arena_alloc(p->arena, sizeof(*e));
    e->op = op;
    e->in = p->in;
    e->off = (uint32_t)off;
    e->width = WIDTH_ANY;
    e->scale = SCALE_ANY;
    return e;
}

static struct expr *finish(const struct parser *p, struct expr *e)
{
    size_t end = p->token.off;
    while (end > e->off && lex_blanks(p->in->text, end - 1)) end--;
    e->len = (uint32_t)(end - e->off);
    return e;
}

slice parser_string(struct parser *p, slice quoted)
{
    char *text = arena_alloc(p->arena, quoted.len + 1);
    size_t n = 0;
    for (size_t i = 0; i < quoted.len; i++) {
        text[n++] = quoted.ptr[i];
        if (quoted.ptr[i] == '\'') i++;
    }
    return (slice){ text, n };
}

static struct expr *make(struct parser *p, enum expr_op op, size_t off, struct expr **args, unsigned n)
{
    struct expr *e = parser_node(p, op, off);
    e->args = arena_array(p->arena, n ? n : 1, sizeof(*e->args));
    for (unsigned i = 0; i < n; i++) e->args[i] = args[i];
    e->n_args = (uint8_t)n;
    return finish(p, e);
}

static bool take(struct parser *p, enum token_kind kind)
{
    if (p->token.kind != kind) return false;
    parser_advance(p);
    return true;
}

static bool expect(struct parser *p, enum token_kind kind, const char *what)
{
    if (take(p, kind)) return true;
    parser_fail(p, p->token.off, p->token.len, what);
    return false;
}

static bool is_word(const struct parser *p, const char *word) { return p->token.kind == TOKEN_NAME && slice_is(p->token.text,
        word); }

static bool take_word(struct parser *p, const char *word)
{
    if (!is_word(p, word)) return false;
    parser_advance(p);
    return true;
}

/* ---- calls ---- */

static unsigned parse_args(struct parser *p, struct expr **args)
{
    unsigned n = 0;
    if (take(p, TOKEN_RPAREN)) return 0;
    do {
        if (n == EXPR_MAX_ARGS) {
            parser_fail(p, p->token.off, p->token.len, "at most 32 arguments");
            return n;
        }
        args[n++] = parse_else(p);
        if (p->failed) return n;
        if (take_word(p, "over")) {     /* sum(x over PO1 as l) becomes sum(x, PO1) with name l */
            (void)take_word(p, "each");
            args[n++] = parse_else(p);
            if (p->failed || !expect(p, TOKEN_RPAREN, ")")) return n;
            return n | 0x100;
        }
    } while (take(p, TOKEN_COMMA));
    (void)expect(p, TOKEN_RPAREN, ", or )");
    return n;
}

/* The table's name is a bare word, the first argument of lookup(). */
static slice parse_table_name(struct parser *p)
{
    slice name = p->token.text;
    if (p->token.kind != TOKEN_NAME) parser_fail(p, p->token.off, p->token.len, "the name of a table");
    parser_advance(p);
    (void)expect(p, TOKEN_COMMA, ", and the key to look up");
    return name;
}

static struct expr *parse_column(struct parser *p, struct expr *row)
{
    if (p->token.kind != TOKEN_DOT) return row;
    parser_advance(p);
    if (p->token.kind != TOKEN_NAME) {
        parser_fail(p, p->token.off, p->token.len, "the name of a column");
        return row;
    }
    slice column = p->token.text;
    parser_advance(p);
    struct expr *e = make(p, EX_COLUMN, row->off, &row, 1);
    e->name = column;
    return e;
}

static struct expr *parse_call(struct parser *p)
{
    struct token word = p->token;
    const struct expr_form *form = expr_form_find(word.text);
    struct expr *args[EXPR_MAX_ARGS + 1];
    slice table = { 0 };
    parser_advance(p);
    parser_advance(p);
    if (form && form->op == EX_LOOKUP) table = parse_table_name(p);
    unsigned n = parse_args(p, args);
    bool over = n & 0x100;
    n &= 0xFF;
    struct expr *e = make(p, form ? form->op : EX_CALL, word.off, args, n);
    e->name = form && form->op == EX_LOOKUP ? table : word.text;
    bool aggregate = form && form->op >= EX_COUNT && form->op <= EX_DISTINCT;
    if (over && !aggregate && (form || expr_function_find(word.text)))
        parser_fail(p, word.off, word.len, "count, sum, min, max or distinct (they go with over)");
    if (p->failed || !form) return e;
    unsigned given = n + (form->op == EX_LOOKUP) - over;
    if (given < form->min || given > form->max) {
        p->failed = true;
        diag_add(p->diags, expr_def(MAP_ARITY), expr_place(p->in, (uint32_t)word.off, (uint32_t)word.len), word.text,
                 expr_arity_words(p->arena, form->min, form->max), arena_printf(p->arena, "%u", given), slice_of(form->doc));
    }
    return form->op == EX_LOOKUP ? parse_column(p, e) : e;
}

static struct expr *literal(struct parser *p, struct value v, enum expr_type type)
{
    struct expr *e = parser_node(p, EX_LITERAL, p->token.off);
    e->value = v;
    e->type = type;
    e->certain = true;
    parser_advance(p);
    return finish(p, e);
}

static struct expr *parse_number(struct parser *p)
{
    decimal d;
    if (!decimal_parse(p->token.text, &d)) {
        parser_fail(p, p->token.off, p->token.len, "a number of at most 18 digits");
        return parser_node(p, EX_LITERAL, p->token.off);
    }
    struct expr *e = literal(p, value_number(d), TYPE_NUMBER);
    e->scale = d.scale;
    return e;
}

static bool call_follows(const struct parser *p) { return p->at < p->in->text.len && p->in->text.ptr[p->at] == '('; }

static struct expr *parse_parens(struct parser *p)
{
    parser_advance(p);
    struct expr *e = parse_else(p);
    (void)expect(p, TOKEN_RPAREN, ")");
    return e;
}

static struct expr *parse_primary(struct parser *p)
{
    size_t off = p->token.off;
    struct expr *e;
    switch (p->token.kind) {
    case TOKEN_NUMBER:
        return parse_number(p);
    case TOKEN_STRING:
        e = literal(p, value_text(parser_string(p, p->token.text)), TYPE_TEXT);
        return e;
    case TOKEN_PARAM:
        e = parser_node(p, EX_PARAM, off);
        e->name = p->token.text;
        parser_advance(p);
        return finish(p, e);
    case TOKEN_LPAREN:
        return parse_parens(p);
    case TOKEN_NAME:
        if (slice_is(p->token.text, "true") || slice_is(p->token.text, "false"))
            return literal(p, value_bool(slice_is(p->token.text, "true")), TYPE_BOOL);
        if (call_follows(p)) return parse_call(p);
        return finish(p, parser_path(p));
    case TOKEN_SLASH:
    case TOKEN_UP:
    case TOKEN_AT:
        return finish(p, parser_path(p));
    default:
        parser_fail(p, off, p->token.len, "a value, a path or a function");
        return parser_node(p, EX_LITERAL, off);
    }
}

static struct expr *parse_unary(struct parser *p)
{
    size_t off = p->token.off;
    if (p->token.kind != TOKEN_MINUS) return parse_primary(p);
    if (++p->depth > EXPR_MAX_DEPTH) parser_fail(p, off, 1, "less nesting (at most 48 deep)");
    parser_advance(p);
    struct expr *arg = p->failed ? parser_node(p, EX_LITERAL, off) : parse_unary(p);
    p->depth--;
    return make(p, EX_NEG, off, &arg, 1);
}

static struct expr *parse_mul(struct parser *p)
{
    struct expr *pair[2] = { parse_unary(p) };
    while (!p->failed && (p->token.kind == TOKEN_STAR || p->token.kind == TOKEN_SLASH)) {
        enum expr_op op = p->token.kind == TOKEN_STAR ? EX_MUL : EX_DIV;
        parser_advance(p);
        pair[1] = parse_unary(p);
        pair[0] = make(p, op, pair[0]->off, pair, 2);
    }
    return pair[0];
}

static struct expr *parse_add(struct parser *p)
{
    struct expr *pair[2] = { parse_mul(p) };
    while (!p->failed && (p->token.kind == TOKEN_PLUS || p->token.kind == TOKEN_MINUS)) {
        enum expr_op op = p->token.kind == TOKEN_PLUS ? EX_ADD : EX_SUB;
        parser_advance(p);
        pair[1] = parse_mul(p);
        pair[0] = make(p, op, pair[0]->off, pair, 2);
    }
    return pair[0];
}

static struct expr *parse_in(struct parser *p, struct expr *left)
{
    struct expr *args[EXPR_MAX_ARGS + 1] = { left };
    if (!expect(p, TOKEN_LPAREN, "( and the values")) return left;
    unsigned n = parse_args(p, args + 1) & 0xFF;
    if (n == 0 || n >= EXPR_MAX_ARGS) parser_fail(p, p->token.off, p->token.len, "between 1 and 31 values");
    return make(p, EX_IN, left->off, args, n + 1);
}

static struct expr *parse_between(struct parser *p, struct expr *left)
{
    struct expr *args[3] = { left, parse_add(p) };
    if (!take_word(p, "and")) {
        parser_fail(p, p->token.off, p->token.len, "and (x between LOW and HIGH)");
        return left;
    }
    args[2] = parse_add(p);
    return make(p, EX_BETWEEN, left->off, args, 3);
}

static struct expr *parse_matches(struct parser *p, struct expr *left)
{
    if (p->token.kind != TOKEN_STRING) {
        parser_fail(p, p->token.off, p->token.len, "a pattern in quotes");
        return left;
    }
    struct expr *args[2] = { left, parse_primary(p) };
    return make(p, EX_MATCHES, left->off, args, 2);
}

static struct expr *parse_comparison(struct parser *p)
{
    struct expr *left = parse_add(p);
    if (p->failed) return left;
    if (take_word(p, "in")) return parse_in(p, left);
    if (take_word(p, "between")) return parse_between(p, left);
    if (take_word(p, "matches")) return parse_matches(p, left);
    if (p->token.kind < TOKEN_EQ || p->token.kind > TOKEN_GE) return left;
    enum expr_op op = EX_EQ + (p->token.kind - TOKEN_EQ);
    parser_advance(p);
    struct expr *pair[2] = { left, parse_add(p) };
    return make(p, op, left->off, pair, 2);
}

static struct expr *parse_not(struct parser *p)
{
    size_t off = p->token.off;
    if (!is_word(p, "not")) return parse_comparison(p);
    if (++p->depth > EXPR_MAX_DEPTH) parser_fail(p, off, 3, "less nesting (at most 48 deep)");
    parser_advance(p);
    struct expr *arg = p->failed ? parser_node(p, EX_LITERAL, off) : parse_not(p);
    p->depth--;
    return make(p, EX_NOT, off, &arg, 1);
}

static struct expr *parse_and(struct parser *p)
{
    struct expr *pair[2] = { parse_not(p) };
    while (!p->failed && take_word(p, "and")) {
        pair[1] = parse_not(p);
        pair[0] = make(p, EX_AND, pair[0]->off, pair, 2);
    }
    return pair[0];
}

static struct expr *parse_or(struct parser *p)
{
    struct expr *pair[2] = { parse_and(p) };
    while (!p->failed && take_word(p, "or")) {
        pair[1] = parse_and(p);
        pair[0] = make(p, EX_OR, pair[0]->off, pair, 2);
    }
    return pair[0];
}

static struct expr *parse_else(struct parser *p)
{
    if (++p->depth > EXPR_MAX_DEPTH) parser_fail(p, p->token.off, p->token.len, "less nesting (at most 48 deep)");
    if (p->failed) return parser_node(p, EX_LITERAL, p->token.off);
    struct expr *pair[2] = { parse_or(p) };
    while (!p->failed && take_word(p, "else")) {
        pair[1] = parse_or(p);
        pair[0] = make(p, EX_ELSE, pair[0]->off, pair, 2);
    }
    p->depth--;
    return pair[0];
}

struct expr *expr_parse(struct arena *arena, const struct expr_text *in, struct diags *diags)
{
    struct parser p = { .arena = arena, .in = in, .diags = diags };
    if (in->text.len > EXPR_MAX_TEXT) {
        parser_fail(&p, EXPR_MAX_TEXT, 1, "an expression of at most 4096 bytes");
        return NULL;
    }
    parser_advance(&p);
    struct expr *e = parse_else(&p);
    if (!p.failed && p.token.kind != TOKEN_END) parser_fail(&p, p.token.off, p.token.len, "an operator or the end");
    return p.failed ? NULL : e;
}
