/* check_expr.c - words, trees and patterns of the expression language, without any grammar: names are answered by a small table here.  What whole
 * expressions mean in maps is tested by tests/lang. */
#include "unit.h"

#include "base/buf.h"
#include "base/must.h"
#include "expr/check.h"
#include "expr/eval.h"
#include "expr/findings.h"
#include "expr/function.h"
#include "expr/parse.h"
#include "expr/pattern.h"

static struct arena *arena;
static struct diags diags;

static void setup(void)
{
    arena = arena_new();
    diags_init(&diags, arena, 100);
}

static void teardown(void) { arena_free(arena); }

static struct expr *parse(const char *text)
{
    struct expr_text *in = arena_alloc(arena, sizeof *in);
    *in = (struct expr_text){ .text = slice_of(text) };
    return expr_parse(arena, in, &diags);
}

/* ---- lexer ---- */

static const struct { const char *text; enum token_kind kind; size_t len; } words[] = {
    { "addr-no", TOKEN_NAME, 7 }, { "a-1", TOKEN_NAME, 1 }, { "12.5", TOKEN_NUMBER, 4 }, { "12.x", TOKEN_NUMBER, 2 },
            { "'it''s' x", TOKEN_STRING, 7 },
    { "'open", TOKEN_BAD, 1 }, { "$p-q", TOKEN_PARAM, 4 }, { "<=", TOKEN_LE, 2 }, { "!=", TOKEN_NE, 2 }, { "<>", TOKEN_NE, 2 },
            { "", TOKEN_END, 0 },
    { "  ", TOKEN_END, 0 }, { "\xff", TOKEN_BAD, 1 }, { "$", TOKEN_BAD, 1 },
};

START_TEST(a_word_ends_where_the_next_begins)
{
    size_t at = 0;
    struct token t = lex_next(slice_of(words[_i].text), &at);
    ck_assert_msg(t.kind == words[_i].kind && t.len == words[_i].len, "%s: kind %d, length %zu", words[_i].text, t.kind, t.len);
}
END_TEST

/* ---- parser ---- */

static void show(struct buf *out, const struct expr *e)
{
    static const char *const names[] = { [EX_ADD] = "+", [EX_SUB] = "-", [EX_MUL] = "*", [EX_DIV] = "/", [EX_NEG] = "neg",
            [EX_EQ] = "=", [EX_NE] = "!=", [EX_LT] = "<",
        [EX_LE] = "<=", [EX_GT] = ">", [EX_GE] = ">=", [EX_AND] = "and", [EX_OR] = "or", [EX_NOT] = "not", [EX_IN] = "in",
                [EX_BETWEEN] = "between",
        [EX_MATCHES] = "matches", [EX_ELSE] = "else", [EX_COLUMN] = "column", [EX_LOOKUP] = "lookup" };
    const char *name = e->op < sizeof names / sizeof *names ? names[e->op] : NULL;
    if (e->n_args == 0) {
        buf_add(out, expr_source(e));
        return;
    }
    if (name) buf_printf(out, "(%s", name);
    else buf_printf(out, "(%.*s", SLICE_ARG(e->name));
    for (unsigned i = 0; i < e->n_args; i++) {
        buf_putc(out, ' ');
        show(out, e->args[i]);
    }
    buf_putc(out, ')');
}

static const struct { const char *text, *tree; } trees[] = {
    { "1 + 2 * 3", "(+ 1 (* 2 3))" }, { "1 - 2 - 3", "(- (- 1 2) 3)" }, { "-a.01 * 2", "(* (neg a.01) 2)" },
            { "a.01 = 1 and b.02 != 2 or c.03 < 3", "(or (and (= a.01 1) (!= b.02 2)) (< c.03 3))" },
    { "not a.01 = 1 and b.02 = 2", "(and (not (= a.01 1)) (= b.02 2))" }, { "a.01 else b.01 else 'x'",
            "(else (else a.01 b.01) 'x')" },
    { "a.01 in ('x', 'y')", "(in a.01 'x' 'y')" }, { "a.01 between 1 and 2 and b.01 = 3", "(and (between a.01 1 2) (= b.01 3))" },
    { "line.04 / factor(qty)", "(/ line.04 (factor qty))" }, { "N1[01='ST']/N4.03", "N1[01='ST']/N4.03" },
            { "/BEG.03", "/BEG.03" }, { "^.02", "^.02" }, { "^^/N9.02", "^^/N9.02" },
    { "PO1.02.1", "PO1.02.1" }, { "line.02/2", "(/ line.02 2)" }, { "a.01-1", "(- a.01 1)" }, { "lookup(t, a.01).col",
            "(column (lookup a.01))" }, { "line.pair['VN' | $q]", "line.pair['VN' | $q]" },
    { "sum(l.02 over each line as l)", "(sum l.02 line as l)" }, { "(1)", "1" }, { "upper( 'x' )", "(upper 'x')" },
            { "line.pairs", "line.pairs" }, { "N1[01='ST' and 03!='9'].04", "N1[01='ST' and 03!='9'].04" },
};

START_TEST(operators_bind_as_the_page_says)
{
    struct expr *e = parse(trees[_i].text);
    ck_assert_msg(e != NULL, "%s: does not parse", trees[_i].text);
    struct buf out = BUF_INIT(10000);
    show(&out, e);
    ck_slice(buf_slice(&out), trees[_i].tree);
    buf_free(&out);
}
END_TEST

static const struct { const char *text; unsigned at; } broken[] = {
    { "", 0 }, { "1 +", 3 }, { "(1", 2 }, { "upper(", 6 }, { "BEG.", 4 }, { "N1[", 3 }, { "N1[01]", 5 }, { "N1[01=ST].02", 6 },
            { "N1[01='ST'", 10 }, { "a b", 2 }, { "1 between 2", 11 },
    { "a.01 matches b", 13 }, { "lookup('x', 1)", 7 }, { "'open", 0 }, { "1234567890123456789012345", 0 }, { "line.pair", 9 },
            { "?", 0 }, { "a.01 in 3", 8 }, { "first()", 0 }, { "if(1)", 0 },
};

START_TEST(a_broken_expression_is_one_finding_at_its_byte)
{
    ck_assert_msg(parse(broken[_i].text) == NULL, "%s parses", broken[_i].text);
    ck_assert_uint_eq(diags.count, 1);
    ck_assert_msg(diags.items[0].place.offset == broken[_i].at, "%s: at %u", broken[_i].text,
                  (unsigned)diags.items[0].place.offset);
}
END_TEST

START_TEST(depth_and_length_are_bounded)
{
    struct buf deep = BUF_INIT(100000);
    for (unsigned i = 0; i < 2000; i++) buf_putc(&deep, "(-"[i % 2]);
    buf_putc(&deep, '\0');
    ck_assert_ptr_null(parse(deep.ptr));
    buf_clear(&deep);
    for (unsigned i = 0; i < 3000; i++) buf_puts(&deep, "1+");
    buf_putc(&deep, '\0');
    ck_assert_ptr_null(parse(deep.ptr));
    ck_assert_uint_eq(diags.count, 2);
    buf_free(&deep);
}
END_TEST

START_TEST(a_place_counts_references_as_they_are_written)
{
    const char file[] = "<x a=\"1 &lt; 2 &amp;\"/>";
    struct source source = { .name = "f", .bytes = slice_of(file), .fd = -1 };
    struct expr_text in = { .text = SLICE("1 < 2 &"), .place = place_at(&source, 6, 0) };
    ck_assert_uint_eq(expr_place(&in, 2, 1).offset, 8);
    ck_assert_uint_eq(expr_place(&in, 4, 1).offset, 13);
    ck_assert_uint_eq(expr_place(&in, 6, 1).offset, 15);
}
END_TEST

/* ---- functions and patterns ---- */

START_TEST(every_function_has_a_signature_that_can_be_read_and_words_that_start_with_its_name)
{
    for (unsigned i = 0; i < expr_function_count; i++) {
        const struct expr_function *f = &expr_functions[i];
        ck_assert_msg(strchr("tndba", f->signature[0]) && f->signature[1] == ':', "%s", f->name);
        ck_assert_msg(strncmp(f->doc, f->name, strlen(f->name)) == 0, "%s", f->name);
        ck_assert_ptr_eq(expr_function_find(slice_of(f->name)), f);
    }
}
END_TEST

START_TEST(a_pattern_matches_the_whole_text)
{
    slice why;
    size_t at;
    struct expr_matcher *m = matcher_new(arena);
    const struct expr_pattern *p = pattern_new(arena, SLICE("[A-Z]{2}|x"), &why, &at);
    ck_assert_int_eq(pattern_matches(p, m, SLICE("AB")), 1);
    ck_assert_int_eq(pattern_matches(p, m, SLICE("ABC")), 0);
    ck_assert_int_eq(pattern_matches(p, m, SLICE("")), 0);
    ck_assert_int_eq(pattern_matches(p, m, SLICE("x")), 1);
}
END_TEST

START_TEST(a_pattern_cannot_take_for_ever)
{
    slice why;
    size_t at;
    const struct expr_pattern *p = pattern_new(arena, SLICE("(a+)+b|(a|aa)+$"), &why, &at);
    ck_assert_int_eq(pattern_matches(p, matcher_new(arena), SLICE("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!")), -1);
}
END_TEST

START_TEST(a_broken_pattern_says_why)
{
    slice why = { 0 };
    size_t at;
    ck_assert_ptr_null(pattern_new(arena, SLICE("a(b"), &why, &at));
    ck_assert(why.len > 0);
}
END_TEST

/* ---- values ---- */

START_TEST(values_show_and_compare_by_what_they_are)
{
    char room[VALUE_MAX_TEXT];
    struct value ten = value_number(decimal_int(10)), nine = value_number(decimal_int(9)),
            day = value_date((date){ 2026, 3, 9 }), none = value_absent();
    ck_slice(value_show(&ten, room), "10");
    ck_slice(value_show(&day, room), "2026-03-09");
    ck_slice(value_show(&none, room), "");
    ck_assert_int_gt(value_cmp(&ten, &nine), 0);
    struct value a = value_text(SLICE("10")), b = value_text(SLICE("9"));
    ck_assert_int_lt(value_cmp(&a, &b), 0);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("expr");
    TCase *tc = tcase_create("expr");
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_loop_test(tc, a_word_ends_where_the_next_begins, 0, sizeof words / sizeof *words);
    tcase_add_loop_test(tc, operators_bind_as_the_page_says, 0, sizeof trees / sizeof *trees);
    tcase_add_loop_test(tc, a_broken_expression_is_one_finding_at_its_byte, 0, sizeof broken / sizeof *broken);
    tcase_add_test(tc, depth_and_length_are_bounded);
    tcase_add_test(tc, a_place_counts_references_as_they_are_written);
    tcase_add_test(tc, every_function_has_a_signature_that_can_be_read_and_words_that_start_with_its_name);
    tcase_add_test(tc, a_pattern_matches_the_whole_text);
    tcase_add_test(tc, a_pattern_cannot_take_for_ever);
    tcase_add_test(tc, a_broken_pattern_says_why);
    tcase_add_test(tc, values_show_and_compare_by_what_they_are);
    suite_add_tcase(s, tc);
    return unit_run(s);
}
