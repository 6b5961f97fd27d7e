/* check_numbers.c - exact decimals, dates and times. */
#include "unit.h"

#include "base/date.h"
#include "base/decimal.h"

#include <signal.h>

static decimal dec(const char *text)
{
    decimal d;
    ck_assert_msg(decimal_parse(slice_of(text), &d), "\"%s\" is not read", text);
    return d;
}

static void ck_decimal(decimal d, const char *expected)
{
    char text[DECIMAL_MAX_TEXT];
    size_t len = decimal_format(d, text);
    ck_slice(((slice){ text, len }), expected);
}

/* ---- decimals: text ---- */

START_TEST(decimals_are_read_and_written_shortest)
{
    static const struct { const char *text, *shown; } cases[] = {
        { "0", "0" }, { "18.5", "18.5" }, { "18.50", "18.5" }, { "-18.500", "-18.5" }, { ".5", "0.5" }, { "-.05", "-0.05" }, { "007", "7" },
        { "-0", "0" }, { "0.000", "0" }, { "100", "100" }, { "999999999999999999", "999999999999999999" },
        { "0.000000000000000001", "0.000000000000000001" }, { "-9223372036854775807", "-9223372036854775807" },
        { "0.9223372036854775807000", NULL }, { "1.0000000000000000000000000", "1" }, { "000000000000000000000000000001", "1" },
        { "9223372036854775808", NULL }, { "", NULL }, { "-", NULL }, { ".", NULL }, { "-.", NULL }, { "5.", NULL }, { "+5", NULL },
        { "1e3", NULL }, { "1,000", NULL }, { " 1", NULL }, { "1 ", NULL }, { "1.2.3", NULL }, { "--1", NULL }, { "1.-2", NULL },
        { "9999999999999999999", NULL }, { "0.0000000000000000001", NULL },
    };
    decimal d;
    bool good = decimal_parse(slice_of(cases[_i].text), &d);
    ck_assert_msg(good == (cases[_i].shown != NULL), "\"%s\"", cases[_i].text);
    if (good) ck_decimal(d, cases[_i].shown);
}
END_TEST
enum { TEXT_CASES = 32 };

/* Any coefficient and scale, small ones as often as large ones. */
static decimal some(uint64_t *seed)
{
    uint64_t bits = unit_random(seed) >> (1 + unit_random(seed) % 63);
    decimal d = { (int64_t)(bits & INT64_MAX), (uint8_t)(unit_random(seed) % 19) };
    if (unit_random(seed) % 2) d.coef = -d.coef;
    return d;
}

START_TEST(what_is_written_reads_back_the_same)
{
    uint64_t seed = 1;
    for (unsigned i = 0; i < 100000; i++) {
        char text[DECIMAL_MAX_TEXT];
        decimal d = some(&seed), back;
        size_t len = decimal_format(d, text);
        ck_assert(len < DECIMAL_MAX_TEXT && text[len] == 0);
        if (!decimal_parse((slice){ text, len }, &back) || decimal_cmp(d, back) != 0) ck_abort_msg("%s", text);
        len = decimal_format_fixed(d, d.scale, text);
        ck_assert(len < DECIMAL_MAX_TEXT);
        if (!decimal_parse((slice){ text, len }, &back) || decimal_cmp(d, back) != 0) ck_abort_msg("%s", text);
    }
}
END_TEST

START_TEST(fixed_places_are_filled_with_zeros)
{
    static const struct { const char *text; unsigned scale; const char *shown; } cases[] = {
        { "18.5", 2, "18.50" }, { "18", 0, "18" }, { "-0.5", 1, "-0.5" }, { "0", 4, "0.0000" }, { "18.500", 1, "18.5" }, { "1200", 3, "1200.000" },
    };
    char text[DECIMAL_MAX_TEXT];
    size_t len = decimal_format_fixed(dec(cases[_i].text), cases[_i].scale, text);
    ck_slice(((slice){ text, len }), cases[_i].shown);
}
END_TEST

START_TEST(fixed_places_that_would_lose_a_digit_abort)
{
    char text[DECIMAL_MAX_TEXT];
    (void)decimal_format_fixed(dec("18.55"), 1, text);
}
END_TEST

/* ---- decimals: arithmetic ---- */

START_TEST(subtracting_undoes_adding)
{
    uint64_t seed = 2;
    unsigned tried = 0;
    for (unsigned i = 0; i < 100000; i++) {
        decimal a = some(&seed), b = some(&seed), sum, back;
        if (!decimal_add(a, b, &sum)) continue;
        tried++;
        if (!decimal_sub(sum, b, &back)) continue;      /* it may need more digits than there are */
        if (decimal_cmp(back, a) != 0) ck_abort_msg("%lld/%u + %lld/%u", (long long)a.coef, a.scale, (long long)b.coef, b.scale);
    }
    ck_assert_uint_gt(tried, 20000);
}
END_TEST

START_TEST(dividing_undoes_multiplying)
{
    uint64_t seed = 3;
    unsigned tried = 0;
    for (unsigned i = 0; i < 100000; i++) {
        decimal a = some(&seed), b = some(&seed), product, back;
        a.scale = (uint8_t)(a.scale % 5);
        b.scale = (uint8_t)(b.scale % 5);
        if (b.coef == 0 || !decimal_mul(a, b, &product)) continue;
        if (!decimal_div(product, b, a.scale, ROUND_EXACT, &back)) ck_abort_msg("%lld * %lld", (long long)a.coef, (long long)b.coef);
        ck_assert_int_eq(decimal_cmp(back, a), 0);
        tried++;
    }
    ck_assert_uint_gt(tried, 20000);
}
END_TEST

START_TEST(order_agrees_with_the_sign_of_the_difference)
{
    uint64_t seed = 4;
    for (unsigned i = 0; i < 100000; i++) {
        decimal a = some(&seed), b = some(&seed), difference;
        int order = decimal_cmp(a, b);
        ck_assert_int_eq(order, -decimal_cmp(b, a));
        if (decimal_sub(a, b, &difference)) ck_assert_int_eq(order, (difference.coef > 0) - (difference.coef < 0));
    }
    ck_assert_int_eq(decimal_cmp(dec("1.50"), dec("1.5")), 0);
}
END_TEST

START_TEST(quotients_are_rounded_as_asked)
{
    static const struct { const char *a, *b; unsigned scale; enum rounding mode; const char *result; } cases[] = {
        { "60", "12", 4, ROUND_EXACT, "5" }, { "1", "3", 4, ROUND_HALF_EVEN, "0.3333" }, { "2", "3", 4, ROUND_HALF_EVEN, "0.6667" },
        { "1", "8", 2, ROUND_HALF_EVEN, "0.12" }, { "3", "8", 2, ROUND_HALF_EVEN, "0.38" }, { "1", "8", 2, ROUND_HALF_UP, "0.13" },
        { "-1", "8", 2, ROUND_HALF_UP, "-0.13" }, { "-1", "8", 2, ROUND_HALF_EVEN, "-0.12" }, { "-1", "3", 0, ROUND_UP, "-1" },
        { "-1", "3", 0, ROUND_DOWN, "0" }, { "1", "-3", 1, ROUND_UP, "-0.4" }, { "0.000001", "1000", 4, ROUND_DOWN, "0" },
        { "0", "5", 2, ROUND_EXACT, "0" }, { "1", "3", 4, ROUND_EXACT, NULL }, { "1", "0", 4, ROUND_DOWN, NULL },
        { "999999999999999999", "0.001", 18, ROUND_DOWN, NULL }, { "0.000000000000000001", "9000000000000000000", 0, ROUND_UP, "1" },
        { "9000000000000000000", "9000000000000000000", 18, ROUND_EXACT, "1" },
    };
    decimal out;
    bool good = decimal_div(dec(cases[_i].a), dec(cases[_i].b), cases[_i].scale, cases[_i].mode, &out);
    ck_assert_msg(good == (cases[_i].result != NULL), "%s / %s", cases[_i].a, cases[_i].b);
    if (!good) return;
    ck_decimal(out, cases[_i].result);
    ck_assert_uint_eq(out.scale, cases[_i].scale);
}
END_TEST
enum { DIVISIONS = 18 };

START_TEST(rounding_knows_its_modes)
{
    static const struct { const char *text; unsigned scale; enum rounding mode; const char *result; } cases[] = {
        { "2.345", 2, ROUND_HALF_EVEN, "2.34" }, { "2.355", 2, ROUND_HALF_EVEN, "2.36" }, { "2.345", 2, ROUND_HALF_UP, "2.35" },
        { "-2.345", 2, ROUND_HALF_UP, "-2.35" }, { "2.341", 2, ROUND_UP, "2.35" }, { "2.349", 2, ROUND_DOWN, "2.34" },
        { "2.340", 2, ROUND_EXACT, "2.34" }, { "2.341", 2, ROUND_EXACT, NULL }, { "2.5", 6, ROUND_EXACT, "2.5" },
        { "99999999999999", 18, ROUND_EXACT, NULL },
    };
    decimal out;
    bool good = decimal_round(dec(cases[_i].text), cases[_i].scale, cases[_i].mode, &out);
    ck_assert_int_eq(good, cases[_i].result != NULL);
    if (good) ck_decimal(out, cases[_i].result);
}
END_TEST

START_TEST(results_that_do_not_fit_are_refused)
{
    decimal out, most = dec("9223372036854775807"), least = dec("-9223372036854775807");
    ck_assert(!decimal_add(most, dec("1"), &out));
    ck_assert(!decimal_sub(least, dec("1"), &out));
    ck_assert(!decimal_mul(most, dec("2"), &out));
    ck_assert(!decimal_add(most, dec("0.1"), &out));
    ck_assert(decimal_add(most, dec("0.0"), &out));
    ck_decimal(out, "9223372036854775807");
    ck_assert(decimal_mul(dec("0.0000000001"), dec("10000000000"), &out));
    ck_decimal(out, "1");
    ck_assert(!decimal_mul(dec("0.0000000001"), dec("0.0000000001"), &out));
}
END_TEST

START_TEST(small_questions_have_small_answers)
{
    ck_assert(decimal_is_whole(dec("12.000")) && !decimal_is_whole(dec("12.001")) && decimal_is_whole(dec("-0.0")));
    ck_assert_uint_eq(decimal_normal(dec("12.3400")).scale, 2);
    ck_assert_uint_eq(decimal_normal(dec("1200")).scale, 0);
    ck_decimal(decimal_abs(dec("-3.5")), "3.5");
    ck_decimal(decimal_int(-7), "-7");
}
END_TEST

/* ---- dates ---- */

START_TEST(days_and_dates_agree_over_ten_thousand_years)
{
    date expected = { 1, 1, 1 };
    int32_t first = date_days(expected);
    ck_assert_int_eq(date_days((date){ 1970, 1, 1 }), 0);
    ck_assert_int_eq(date_days((date){ 2000, 3, 1 }), 11017);
    /* Walk every day once by the naive calendar. */
    for (int32_t day = first; expected.year <= 9999; day++) {
        date d = date_from_days(day);
        if (d.year != expected.year || d.month != expected.month || d.day != expected.day || date_days(d) != day || !date_is_valid(d))
            ck_abort_msg("day %d is %d-%u-%u", day, d.year, d.month, d.day);
        expected.day++;
        if (date_is_valid(expected)) continue;
        expected.day = 1;
        expected.month++;
        if (expected.month <= 12) continue;
        expected.month = 1;
        expected.year++;
    }
    ck_assert(!date_is_valid(date_from_days(first - 1)) && !date_is_valid(date_from_days(date_days((date){ 9999, 12, 31 }) + 1)));
}
END_TEST

START_TEST(only_dates_of_the_calendar_are_read)
{
    static const struct { const char *text; bool good; } cases[] = {
        { "20261123", true }, { "20240229", true }, { "20230229", false }, { "20000229", true }, { "19000229", false }, { "20261301", false },
        { "20260431", false }, { "00000101", false }, { "00010101", true }, { "99991231", true }, { "2026112", false }, { "202611233", false },
        { "2026-1-1", false }, { "2026112x", false }, { "", false }, { "20260100", false }, { "20260001", false },
    };
    date d;
    ck_assert_int_eq(date_parse8(slice_of(cases[_i].text), &d), cases[_i].good);
}
END_TEST

START_TEST(short_years_turn_at_seventy)
{
    date d;
    ck_assert(date_parse6(SLICE("691231"), &d) && d.year == 2069);
    ck_assert(date_parse6(SLICE("700101"), &d) && d.year == 1970);
    ck_assert(date_parse6(SLICE("000229"), &d) && d.year == 2000 && d.day == 29);
    ck_assert(!date_parse6(SLICE("261301"), &d) && !date_parse6(SLICE("-61201"), &d) && !date_parse6(SLICE("2612"), &d));
    ck_assert(date_parse_iso(SLICE("2026-11-23"), &d) && d.month == 11 && d.day == 23);
    ck_assert(!date_parse_iso(SLICE("2026/11/23"), &d) && !date_parse_iso(SLICE("20261123"), &d));
}
END_TEST

START_TEST(dates_are_written_by_pattern)
{
    static const struct { const char *pattern, *shown; } cases[] = {
        { "dd/MM/yyyy", "05/11/2026" }, { "yyyyMMdd", "20261105" }, { "yyMMdd", "261105" }, { "yyyy-MM-dd", "2026-11-05" },
        { "dd.MM.yy", "05.11.26" }, { "", NULL }, { "d/M/yyyy", NULL }, { "DD/MM/YYYY", NULL }, { "yyyy-mm-dd", NULL }, { "yyy", NULL },
        { "--------------------------------", "--------------------------------" }, { "---------------------------------", NULL },
    };
    char out[33];
    size_t len = 0;
    bool good = date_format((date){ 2026, 11, 5 }, slice_of(cases[_i].pattern), out, &len);
    ck_assert_int_eq(good, cases[_i].shown != NULL);
    if (good) ck_slice(((slice){ out, len }), cases[_i].shown);
}
END_TEST

START_TEST(an_impossible_date_is_not_written)
{
    char out[33];
    size_t len;
    ck_assert(!date_format((date){ 2026, 2, 30 }, SLICE("yyyy"), out, &len));
}
END_TEST

START_TEST(times_of_day_are_checked)
{
    static const struct { const char *text; bool good; } cases[] = {
        { "0000", true }, { "2359", true }, { "2400", false }, { "1260", false }, { "235959", true }, { "235960", false }, { "2359599", true },
        { "23595999", true }, { "235959999", false }, { "12345", false }, { "123", false }, { "12:3", false }, { "", false },
    };
    ck_assert_int_eq(time_is_valid(slice_of(cases[_i].text)), cases[_i].good);
}
END_TEST

START_TEST(instants_are_written_in_utc)
{
    static const struct { instant t; const char *compact, *iso; } cases[] = {
        { 0, "19700101T000000Z", "1970-01-01T00:00:00Z" }, { -1, "19691231T235959Z", "1969-12-31T23:59:59Z" },
        { 1795403700999999, "20261123T031500Z", "2026-11-23T03:15:00Z" }, { -86400000000, "19691231T000000Z", "1969-12-31T00:00:00Z" },
    };
    char compact[17], iso[21];
    instant_compact(cases[_i].t, compact);
    instant_iso(cases[_i].t, iso);
    ck_assert_str_eq(compact, cases[_i].compact);
    ck_assert_str_eq(iso, cases[_i].iso);
}
END_TEST

START_TEST(clocks_move_forward)
{
    int64_t ticks = clock_ticks();
    ck_assert_int_ge(clock_ticks(), ticks);
    ck_assert_int_ge(instant_date(clock_now()).year, 1970);
#ifdef CROSSDOCK_TEST_HOOKS
    (void)setenv("CROSSDOCK_FAKE_TIME", "1795403700", 1);
    ck_assert_int_eq(clock_now(), 1795403700000000);
    (void)setenv("CROSSDOCK_FAKE_TIME", "soon", 1);
    ck_assert_int_ne(clock_now(), 1795403700000000);
#else
    (void)setenv("CROSSDOCK_FAKE_TIME", "0", 1);
    ck_assert_int_gt(clock_now(), 0);
#endif
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("numbers");
    TCase *decimals = tcase_create("decimal"), *dates = tcase_create("date");
    tcase_add_loop_test(decimals, decimals_are_read_and_written_shortest, 0, TEXT_CASES);
    tcase_add_test(decimals, what_is_written_reads_back_the_same);
    tcase_add_loop_test(decimals, fixed_places_are_filled_with_zeros, 0, 6);
    tcase_add_test_raise_signal(decimals, fixed_places_that_would_lose_a_digit_abort, SIGABRT);
    tcase_add_test(decimals, subtracting_undoes_adding);
    tcase_add_test(decimals, dividing_undoes_multiplying);
    tcase_add_test(decimals, order_agrees_with_the_sign_of_the_difference);
    tcase_add_loop_test(decimals, quotients_are_rounded_as_asked, 0, DIVISIONS);
    tcase_add_loop_test(decimals, rounding_knows_its_modes, 0, 10);
    tcase_add_test(decimals, results_that_do_not_fit_are_refused);
    tcase_add_test(decimals, small_questions_have_small_answers);
    tcase_add_test(dates, days_and_dates_agree_over_ten_thousand_years);
    tcase_add_loop_test(dates, only_dates_of_the_calendar_are_read, 0, 17);
    tcase_add_test(dates, short_years_turn_at_seventy);
    tcase_add_loop_test(dates, dates_are_written_by_pattern, 0, 12);
    tcase_add_test(dates, an_impossible_date_is_not_written);
    tcase_add_loop_test(dates, times_of_day_are_checked, 0, 13);
    tcase_add_loop_test(dates, instants_are_written_in_utc, 0, 4);
    tcase_add_test(dates, clocks_move_forward);
    suite_add_tcase(suite, decimals);
    suite_add_tcase(suite, dates);
    return unit_run(suite);
}
