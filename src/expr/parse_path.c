/* parse_path.c - paths: the three selectors and the one way outward.
 *
 *     BEG.05   BEG.date   REF[01='IA'].02   N1[01='ST']/N4.03   line.pair['VN' | 'BP']   ^.02   /BEG.03   PO1.02.1
 *     @InvoiceNo   Line/@Qty   Charge[@Kind='C']/@Amount   line/@Qty   ^/@InvoiceNo   /@InvoiceNo     (of a record)
 *
 * Read byte by byte, since ".02.1" is an element and a component here, not a number.  A '/' goes on with the path only when a name follows it
 * at once and no element was named yet; with blanks around it, or after an element, it divides. */
#include "expr/parse.h"

#include "expr/findings.h"

enum { MAX_STEPS = 8, MAX_TESTS = 4, MAX_VALUES = 16 };

static char peek(const struct parser *p, size_t at) { return at < p->in->text.len ? p->in->text.ptr[at] : '\0'; }
static void skip(struct parser *p) { p->at += lex_blanks(p->in->text, p->at); }

static bool eat(struct parser *p, char c)
{
    if (peek(p, p->at) != c) return false;
    p->at++;
    return true;
}

static bool operand(struct parser *p, struct path_operand *out)
{
    skip(p);
    struct token t = lex_next(p->in->text, &p->at);
    *out = (struct path_operand){ .off = (uint32_t)t.off, .len = (uint32_t)t.len, .index = -1 };
    if (t.kind == TOKEN_STRING) out->text = parser_string(p, t.text);
    else if (t.kind == TOKEN_PARAM) out->param = t.text;
    else {
        parser_fail(p, t.off, t.len, "a value in quotes or a $parameter");
        return false;
    }
    return true;
}

/* 'a' | 'b' | $c */
static uint8_t operands(struct parser *p, const struct path_operand **out)
{
    struct path_operand list[MAX_VALUES];
    uint8_t n = 0;
    do {
        if (n == MAX_VALUES) parser_fail(p, p->at, 1, "at most 16 values");
        if (p->failed || !operand(p, &list[n])) return 0;
        n++;
        skip(p);
    } while (eat(p, '|'));
    struct path_operand *copy = arena_array(p->arena, n, sizeof(*copy));
    memcpy(copy, list, n * sizeof(*copy));
    *out = copy;
    return n;
}

/* "@Qty", the sign included, as layouts name their fields; 0 when there is none. */
static size_t field_len(const struct parser *p, size_t at)
{
    size_t n = peek(p, at) == '@' ? lex_name(p->in->text, at + 1) : 0;
    return n ? n + 1 : 0;
}

/* 01='ST'   or   02!='x'   or   @Kind='C' */
static bool test(struct parser *p, struct path_test *out)
{
    skip(p);
    size_t off = p->at, n = lex_digits(p->in->text, off);
    if (n == 0) n = lex_name(p->in->text, off);
    if (n == 0) n = field_len(p, off);
    *out = (struct path_test){ .element = slice_sub(p->in->text, off, n), .off = (uint32_t)off, .len = (uint32_t)n };
    p->at += n;
    skip(p);
    out->differs = eat(p, '!');
    if (n == 0 || !eat(p, '=')) {
        parser_fail(p, p->at, 1, "a test like 01='ST'");
        return false;
    }
    out->n = operands(p, &out->values);
    return !p->failed;
}

static bool tests(struct parser *p, struct path_step *step)
{
    struct path_test list[MAX_TESTS];
    uint8_t n = 0;
    for (;;) {
        if (n == MAX_TESTS) parser_fail(p, p->at, 1, "at most 4 tests");
        if (p->failed || !test(p, &list[n])) return false;
        n++;
        skip(p);
        if (peek(p, p->at) == ']') break;
        if (lex_name(p->in->text, p->at) == 3 && slice_is(slice_sub(p->in->text, p->at, 3), "and")) p->at += 3;
        else parser_fail(p, p->at, 1, "] or and");
    }
    p->at++;
    struct path_test *copy = arena_array(p->arena, n, sizeof(*copy));
    memcpy(copy, list, n * sizeof(*copy));
    step->tests = copy;
    step->n_tests = n;
    return true;
}

static bool steps(struct parser *p, struct path_syntax *path)
{
    struct path_step list[MAX_STEPS];
    do {
        size_t n = lex_name(p->in->text, p->at);
        if (path->n_steps == MAX_STEPS) parser_fail(p, p->at, n, "at most 8 steps");
        if (n == 0) parser_fail(p, p->at, 1, "the name of a segment or loop");
        if (p->failed) return false;
        struct path_step *step = &list[path->n_steps++];
        *step = (struct path_step){ .name = slice_sub(p->in->text, p->at, n), .off = (uint32_t)p->at, .len = (uint32_t)n };
        p->at += n;
        if (eat(p, '[') && !tests(p, step)) return false;
        if (peek(p, p->at) != '/' || !lex_name(p->in->text, p->at + 1)) break;
        p->at++;
    } while (true);
    struct path_step *copy = arena_array(p->arena, path->n_steps, sizeof(*copy));
    memcpy(copy, list, path->n_steps * sizeof(*copy));
    path->steps = copy;
    return true;
}

static slice word(struct parser *p)
{
    size_t n = lex_digits(p->in->text, p->at);
    if (n == 0) n = lex_name(p->in->text, p->at);
    slice s = slice_sub(p->in->text, p->at, n);
    p->at += n;
    return s;
}

/* A field of a record: after a '/', or at the path's beginning. */
static bool field(struct parser *p, struct path_syntax *path)
{
    size_t at = p->at + (peek(p, p->at) == '/');
    if (peek(p, at) != '@') return false;
    size_t n = field_len(p, at);
    if (n == 0) parser_fail(p, at + 1, 1, "the name of a field");
    path->leaf = LEAF_ELEMENT;
    path->element_off = (uint32_t)at;
    path->element = slice_sub(p->in->text, at, n);
    p->at = at + n;
    return true;
}

static void leaf(struct parser *p, struct path_syntax *path)
{
    if (field(p, path) || !eat(p, '.')) return;
    path->element_off = (uint32_t)p->at;
    slice name = word(p);
    if (name.len == 0) {
        parser_fail(p, p->at, 1, "an element number like 05, or its name");
    } else if (slice_is(name, "pairs")) {
        path->leaf = LEAF_PAIRS;
    } else if (slice_is(name, "pair")) {
        path->leaf = LEAF_PAIR;
        skip(p);
        if (!eat(p, '[')) parser_fail(p, p->at, 1, "[ and the qualifier, as in pair['VN']");
        else path->n_qualifiers = operands(p, &path->qualifiers);
        if (!p->failed && !eat(p, ']')) parser_fail(p, p->at, 1, "]");
    } else {
        path->leaf = LEAF_ELEMENT;
        path->element = name;
        if (peek(p, p->at) == '.' && lex_digits(p->in->text, p->at + 1)) {
            p->at++;
            path->component = word(p);
        }
    }
}

struct expr *parser_path(struct parser *p)
{
    struct expr *e = parser_node(p, EX_NAME, p->token.off);
    struct path_syntax *path = arena_alloc(p->arena, sizeof(*path));
    e->path = path;
    p->at = p->token.off;
    if (eat(p, '/')) path->absolute = true;
    while (!path->absolute && eat(p, '^')) path->up++;
    if (path->up) (void)eat(p, '/');
    bool at_field = peek(p, p->at) == '@';
    if (!at_field && (path->up == 0 || lex_name(p->in->text, p->at))) (void)steps(p, path);
    if (!p->failed) leaf(p, path);
    parser_advance(p);
    /* sum(x over PO1 as l) names its instance; kept in the node's name. */
    if (!p->failed && path->leaf == LEAF_GROUP && p->token.kind == TOKEN_NAME && slice_is(p->token.text, "as")) {
        parser_advance(p);
        e->name = p->token.text;
        if (p->token.kind != TOKEN_NAME) parser_fail(p, p->token.off, p->token.len, "a name for the instance");
        parser_advance(p);
    }
    return e;
}
