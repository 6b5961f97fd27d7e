/* check_base.c - bytes: slices, arena, buffers, JSON, character sets, bar codes, error classes. */
#include "unit.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/charset.h"
#include "base/err.h"
#include "base/gtin.h"
#include "base/json.h"
#include "base/must.h"

#include <errno.h>
#include <signal.h>

/* ---- slices ---- */

START_TEST(cutting_never_reaches_outside_the_text)
{
    slice s = SLICE("abcdef");
    ck_slice(slice_sub(s, 2, 3), "cde");
    ck_slice(slice_sub(s, 4, 99), "ef");
    ck_slice(slice_sub(s, 99, 1), "");
    ck_slice(slice_sub(s, 1, SIZE_MAX), "bcdef");
    ck_assert_ptr_null(slice_sub((slice){ 0 }, 3, 3).ptr);
}
END_TEST

START_TEST(order_is_by_bytes_then_by_length)
{
    ck_assert_int_lt(slice_cmp(SLICE("ab"), SLICE("abc")), 0);
    ck_assert_int_gt(slice_cmp(SLICE("b"), SLICE("abc")), 0);
    ck_assert_int_gt(slice_cmp(SLICE("\xe9"), SLICE("z")), 0);
    ck_assert_int_eq(slice_cmp(SLICE(""), (slice){ 0 }), 0);
}
END_TEST

START_TEST(fields_are_cut_one_by_one_and_a_last_empty_one_counts)
{
    static const struct { const char *text; unsigned fields; const char *last; } cases[] = {
        { "a,b", 2, "b" }, { "", 1, "" }, { "a,", 2, "" }, { ",", 2, "" }, { "a", 1, "a" }, { ",,x", 3, "x" },
    };
    slice rest = slice_of(cases[_i].text), field = { 0 };
    unsigned n = 0;
    while (slice_next(&rest, ',', &field)) n++;
    ck_assert_uint_eq(n, cases[_i].fields);
    ck_slice(field, cases[_i].last);
    ck_assert_ptr_null(rest.ptr);
}
END_TEST

START_TEST(a_number_is_digits_only_and_below_its_limit)
{
    static const struct { const char *text; uint64_t max; bool good; uint64_t value; } cases[] = {
        { "0", 9, true, 0 }, { "007", 9, true, 7 }, { "10", 9, false, 0 }, { "", 9, false, 0 }, { "-1", 9, false, 0 }, { "+1", 9, false, 0 },
        { " 1", 9, false, 0 }, { "1x", 99, false, 0 }, { "18446744073709551615", UINT64_MAX, true, UINT64_MAX },
        { "18446744073709551616", UINT64_MAX, false, 0 }, { "99999999999999999999999", UINT64_MAX, false, 0 },
    };
    uint64_t value = 0;
    ck_assert_int_eq(slice_to_u64(slice_of(cases[_i].text), cases[_i].max, &value), cases[_i].good);
    ck_assert_uint_eq(value, cases[_i].value);
}
END_TEST

START_TEST(beginnings_ends_and_blanks_are_found)
{
    ck_assert(slice_starts(SLICE("ISA*00"), SLICE("ISA")) && !slice_starts(SLICE("IS"), SLICE("ISA")));
    ck_assert(slice_ends(SLICE("a.xml"), SLICE(".xml")) && !slice_ends(SLICE("xml"), SLICE(".xml")) && slice_ends(SLICE("x"), SLICE("")));
    ck_assert(slice_eq_nocase(SLICE("Utf-8"), SLICE("uTF-8")) && !slice_eq_nocase(SLICE("["), SLICE("{")));
    ck_slice(slice_trim(SLICE(" \t a b\r\n")), "a b");
    ck_slice(slice_trim(SLICE("  ")), "");
    ck_assert_uint_eq(slice_find(SLICE("abc"), 'c'), 2);
    ck_assert_uint_eq(slice_find(SLICE("abc"), 'x'), 3);
}
END_TEST

START_TEST(the_hash_is_the_same_on_every_machine)
{
    /* Stored in item images: a change here is a change of format. */
    ck_assert_uint_eq(slice_hash(SLICE("5012345678900")), slice_hash((slice){ &"x5012345678900"[1], 13 }));
    ck_assert_uint_eq(slice_hash(SLICE("")), 0xd9c674e20bffa999u);
    ck_assert_uint_eq(slice_hash(SLICE("5012345678900")), 0xed53829f4559df65u);
}
END_TEST

START_TEST(the_hash_spreads_over_low_and_high_bits)
{
    /* 4096 consecutive numbers in 4096 buckets: a fair hash leaves about 1/e of them empty. */
    static bool low[4096], high[4096];
    unsigned lows = 0, highs = 0;
    for (unsigned i = 0; i < 4096; i++) {
        char text[16];
        int len = snprintf(text, sizeof text, "%013u", i);
        uint64_t h = slice_hash((slice){ text, (size_t)len });
        lows += !low[h & 4095];
        highs += !high[h >> 52];
        low[h & 4095] = high[h >> 52] = true;
    }
    ck_assert_uint_gt(lows, 2450);
    ck_assert_uint_gt(highs, 2450);
}
END_TEST

START_TEST(every_byte_and_every_length_changes_the_hash)
{
    char text[40] = { 0 };
    uint64_t before = slice_hash((slice){ text, sizeof text });
    for (size_t i = 0; i < sizeof text; i++) {
        text[i] = 1;
        ck_assert_uint_ne(slice_hash((slice){ text, sizeof text }), before);
        text[i] = 0;
        ck_assert_uint_ne(slice_hash((slice){ text, i }), before);
    }
}
END_TEST

/* The textbook way, against which the narrow one is held. */
static unsigned plain_distance(slice a, slice b)
{
    unsigned table[16][16];
    for (unsigned i = 0; i <= a.len; i++) {
        for (unsigned j = 0; j <= b.len; j++) {
            unsigned best = i == 0 ? j : i;
            if (i > 0 && j > 0) {
                best = table[i - 1][j - 1] + (a.ptr[i - 1] != b.ptr[j - 1]);
                if (table[i - 1][j] + 1 < best) best = table[i - 1][j] + 1;
                if (table[i][j - 1] + 1 < best) best = table[i][j - 1] + 1;
            }
            table[i][j] = best;
        }
    }
    return table[a.len][b.len] < 4 ? table[a.len][b.len] : 4;
}

START_TEST(distance_is_that_of_the_textbook_up_to_three)
{
    uint64_t seed = 88172645463325252u;
    for (unsigned round = 0; round < 20000; round++) {
        char x[12], y[12];
        slice a = { x, unit_random(&seed) % 12 }, b = { y, unit_random(&seed) % 12 };
        for (size_t i = 0; i < 12; i++) x[i] = (char)('a' + unit_random(&seed) % 3), y[i] = (char)('a' + unit_random(&seed) % 3);
        ck_assert_uint_eq(slice_distance(a, b), plain_distance(a, b));
    }
    ck_assert_uint_eq(slice_distance(SLICE("encoding"), SLICE("encodnig")), 2);
}
END_TEST

/* ---- arena ---- */

START_TEST(arena_memory_is_zeroed_aligned_and_apart)
{
    struct arena *a = arena_new();
    uint64_t seed = 7;
    for (unsigned lifetime = 0; lifetime < 3; lifetime++) {
        for (unsigned i = 0; i < 2000; i++) {
            size_t size = unit_random(&seed) % (i % 100 == 0 ? 100000 : 200);
            unsigned char *p = arena_alloc(a, size);
            ck_assert_uint_eq((uintptr_t)p % 16, 0);
            unsigned dirty = 0;
            for (size_t k = 0; k < size; k++) dirty |= p[k];
            ck_assert_uint_eq(dirty, 0);
            memset(p, 0xff, size);
            slice copy = arena_copy(a, slice_sub(SLICE("some text"), 0, i % 10));
            ck_assert_uint_eq(copy.len, i % 10);
        }
        ck_assert_uint_gt(arena_used(a), 100000);
        arena_reset(a);
        ck_assert_uint_eq(arena_used(a), 0);
    }
    arena_free(a);
    arena_free(NULL);
}
END_TEST

START_TEST(an_array_grows_without_losing_elements)
{
    struct arena *a = arena_new();
    unsigned *numbers = NULL;
    size_t count = 0, room = 0;
    for (unsigned i = 0; i < 10000; i++) {
        unsigned *n = arena_grow(a, &numbers, &count, &room, sizeof *numbers);
        ck_assert_uint_eq(*n, 0);
        *n = i;
        if (i % 3 == 0) (void)arena_alloc(a, 5);        /* sometimes it cannot grow where it is */
    }
    ck_assert_uint_eq(count, 10000);
    for (unsigned i = 0; i < count; i++) ck_assert_uint_eq(numbers[i], i);
    arena_free(a);
}
END_TEST

START_TEST(texts_in_an_arena_are_copies)
{
    struct arena *a = arena_new();
    char bytes[] = "abc";
    slice copy = arena_copy(a, slice_of(bytes));
    char *text = arena_cstr(a, slice_of(bytes));
    bytes[0] = 'X';
    ck_slice(copy, "abc");
    ck_assert_str_eq(text, "abc");
    ck_assert_ptr_nonnull(arena_copy(a, SLICE("")).ptr);
    ck_assert_ptr_null(arena_copy(a, (slice){ 0 }).ptr);
    ck_slice(arena_printf(a, "%d of %s", 3, "x"), "3 of x");
    arena_free(a);
}
END_TEST

START_TEST(an_adopted_arena_goes_with_its_parents_content)
{
    struct arena *parent = arena_new();
    for (unsigned i = 0; i < 3; i++) {
        struct arena *child = arena_new();
        (void)arena_alloc(child, 100000);
        arena_adopt(parent, child);         /* the leak checker sees whether it is freed */
        if (i == 1) arena_reset(parent);
    }
    arena_free(parent);
}
END_TEST

START_TEST(an_impossible_product_aborts)
{
    struct arena *a = arena_new();
    (void)arena_array(a, SIZE_MAX / 2, 16);
    arena_free(a);
}
END_TEST

/* ---- buffers ---- */

START_TEST(a_buffer_takes_its_cap_and_not_a_byte_more)
{
    struct buf b = BUF_INIT(1000);
    for (unsigned i = 0; i < 1000; i++) buf_putc(&b, (char)('a' + i % 26));
    ck_assert(buf_ok(&b));
    ck_assert_uint_eq(b.len, 1000);
    buf_putc(&b, '!');
    ck_assert(!buf_ok(&b));
    ck_assert_uint_eq(b.len, 1000);
    buf_clear(&b);
    buf_add(&b, SLICE("again"));
    ck_assert(buf_ok(&b));
    ck_slice(buf_slice(&b), "again");
    buf_free(&b);
}
END_TEST

START_TEST(what_does_not_fit_is_not_written_in_part)
{
    struct buf b = BUF_INIT(8);
    buf_add(&b, SLICE("12345"));
    buf_add(&b, SLICE("6789"));
    ck_slice(buf_slice(&b), "12345");
    buf_putc(&b, '6');          /* it would fit, but the buffer is over */
    ck_slice(buf_slice(&b), "12345");
    ck_assert(!buf_reserve(&b, 1));
    buf_free(&b);
}
END_TEST

START_TEST(numbers_and_long_formats_are_written_whole)
{
    struct buf b = BUF_INIT(4096);
    buf_uint(&b, 0);
    buf_putc(&b, ' ');
    buf_uint(&b, UINT64_MAX);
    ck_slice(buf_slice(&b), "0 18446744073709551615");
    buf_clear(&b);
    buf_printf(&b, "%-1000s|", "x");
    ck_assert_uint_eq(b.len, 1001);
    ck_assert_int_eq(b.ptr[1000], '|');
    buf_free(&b);
}
END_TEST

/* ---- JSON ---- */

START_TEST(json_nests_with_commas_where_they_belong)
{
    struct buf b = BUF_INIT(4096);
    struct json j = json_begin(&b);
    json_object(&j);
    json_key(&j, "a");
    json_array(&j);
    json_int(&j, INT64_MIN);
    json_object(&j);
    json_object_end(&j);
    json_bool(&j, true);
    json_null(&j);
    json_array(&j);
    json_array_end(&j);
    json_array_end(&j);
    json_key(&j, "b");
    json_cstr(&j, NULL);
    json_key(&j, "c");
    json_text(&j, SLICE(""));
    json_object_end(&j);
    ck_slice(buf_slice(&b), "{\"a\":[-9223372036854775808,{},true,null,[]],\"b\":null,\"c\":\"\"}");
    buf_free(&b);
}
END_TEST

START_TEST(json_strings_are_escaped_and_always_utf8)
{
    struct buf b = BUF_INIT(4096);
    struct json j = json_begin(&b);
    json_text(&j, SLICE("\"\\\n\x01\x7f caf\xc3\xa9 \xe9! \xed\xa0\x80"));
    ck_slice(buf_slice(&b), "\"\\\"\\\\\\n\\u0001\\u007f caf\xc3\xa9 \xef\xbf\xbd! \xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"");
    buf_free(&b);
}
END_TEST

START_TEST(json_goes_sixty_deep)
{
    struct buf b = BUF_INIT(4096);
    struct json j = json_begin(&b);
    for (unsigned i = 0; i < 60; i++) json_array(&j), json_int(&j, 1);
    for (unsigned i = 0; i < 60; i++) json_array_end(&j);
    ck_assert_uint_eq(b.len, 60 * 3 + 59);
    buf_free(&b);
}
END_TEST

/* ---- character sets ---- */

START_TEST(utf8_is_judged_strictly)
{
    static const struct { const char *text; bool valid; } cases[] = {
        { "", true }, { "plain ascii, longer than a word", true }, { "\xc3\xa9", true }, { "\xe2\x82\xac", true }, { "\xf0\x9f\x93\xa6", true },
        { "\xf4\x8f\xbf\xbf", true }, { "\xf4\x90\x80\x80", false }, { "\xc0\x80", false }, { "\xc1\xbf", false }, { "\xe0\x9f\xbf", false },
        { "\xed\x9f\xbf", true }, { "\xed\xa0\x80", false }, { "\xf0\x8f\xbf\xbf", false }, { "\xe9", false }, { "caf\xe9", false },
        { "12345678\xe2\x82", false }, { "\x80", false }, { "\xff", false },
    };
    ck_assert_int_eq(utf8_is_valid(slice_of(cases[_i].text)), cases[_i].valid);
}
END_TEST

START_TEST(every_code_point_survives_utf8)
{
    struct buf b = BUF_INIT(64);
    for (uint32_t c = 0; c <= 0x10ffff; c += c < 0x3000 ? 1 : 97) {
        if (c >= 0xd800 && c < 0xe000) continue;
        size_t at = 0;
        buf_clear(&b);
        utf8_put(&b, c);
        ck_assert(utf8_is_valid(buf_slice(&b)));
        ck_assert_uint_eq(utf8_next(buf_slice(&b), &at), c);
        ck_assert_uint_eq(at, b.len);
    }
    buf_free(&b);
}
END_TEST

START_TEST(latin1_becomes_utf8)
{
    struct buf utf8 = BUF_INIT(4096);
    char all[256];
    for (unsigned i = 0; i < 256; i++) all[i] = (char)i;
    utf8_from_latin1(&utf8, (slice){ all, 256 });
    ck_assert_uint_eq(utf8.len, 256 + 128);
    size_t at = 0;
    for (unsigned i = 0; i < 256; i++) ck_assert_uint_eq(utf8_next(buf_slice(&utf8), &at), i);
    buf_free(&utf8);
}
END_TEST

START_TEST(plain_ascii_is_told_from_the_rest)
{
    ck_assert(ascii_only(SLICE("0123456789")) && !ascii_only(SLICE("0123456789\xc3")));
}
END_TEST

/* ---- bar codes ---- */

START_TEST(check_digits_of_known_numbers_are_right)
{
    static const char *const good[] = {
        "5012345678900", "036000291452", "4006381333931", "106141411234567897", "15012345678907", "25012345678904", "55012345678905",
        "10036000291459", "00036000291452",
    };
    slice s = slice_of(good[_i]);
    ck_assert(gs1_check(s));
    for (size_t i = 0; i < s.len; i++) {
        char other[18];
        memcpy(other, s.ptr, s.len);
        other[i] = (char)('0' + (other[i] - '0' + 1) % 10);
        ck_assert_msg(!gs1_check((slice){ other, s.len }), "a wrong digit %zu of %s is not noticed", i, good[_i]);
    }
}
END_TEST

START_TEST(what_is_no_gs1_number_has_no_check_digit)
{
    static const char *const bad[] = { "", "5", "501234567891", "50123456789001", "5012345678 00", "5.01235E+12", "501234567890X", "0000000" };
    ck_assert(!gs1_check(slice_of(bad[_i])));
}
END_TEST

START_TEST(bar_codes_are_compared_in_fourteen_digits)
{
    static const struct { const char *code, *gtin; } cases[] = {
        { "5012345678900", "05012345678900" }, { "036000291452", "00036000291452" }, { "0036000291452", "00036000291452" },
        { "15012345678907", "15012345678907" }, { "96385074", "00000096385074" }, { "0306406152", "09780306406157" },
        { "080442957X", "09780804429573" }, { "5012345678901", "05012345678901" }, { "501234567890", "00501234567890" },
        { "5.01235E+12", NULL }, { "", NULL }, { "123456789", NULL }, { "X306406152", NULL }, { "501234567890 ", NULL }, { "5012345678900.0", NULL },
    };
    char out[14];
    bool good = gtin14(slice_of(cases[_i].code), out);
    ck_assert_int_eq(good, cases[_i].gtin != NULL);
    if (good) ck_slice(((slice){ out, 14 }), cases[_i].gtin);
}
END_TEST

/* ---- errors ---- */

START_TEST(every_error_has_a_class_and_words)
{
    static const struct { int err; enum err_class class; } cases[] = {
        { 0, ERR_NONE }, { -ENOSPC, ERR_RETRY }, { -EACCES, ERR_GIVE_UP }, { E_BUSY, ERR_RETRY }, { E_CORRUPT, ERR_GIVE_UP },
        { E_UNCERTAIN, ERR_UNCERTAIN }, { -999999, ERR_GIVE_UP },
    };
    ck_assert_int_eq(err_class(cases[_i].err), cases[_i].class);
    ck_assert_ptr_nonnull(err_text(cases[_i].err));
}
END_TEST

START_TEST(a_broken_promise_aborts)
{
    must(1 + 1 == 2);
    must(1 + 1 == 3);
}
END_TEST

static void add_slices(Suite *suite)
{
    TCase *t = tcase_create("slice");
    tcase_add_test(t, cutting_never_reaches_outside_the_text);
    tcase_add_test(t, order_is_by_bytes_then_by_length);
    tcase_add_loop_test(t, fields_are_cut_one_by_one_and_a_last_empty_one_counts, 0, 6);
    tcase_add_loop_test(t, a_number_is_digits_only_and_below_its_limit, 0, 11);
    tcase_add_test(t, beginnings_ends_and_blanks_are_found);
    tcase_add_test(t, the_hash_is_the_same_on_every_machine);
    tcase_add_test(t, the_hash_spreads_over_low_and_high_bits);
    tcase_add_test(t, every_byte_and_every_length_changes_the_hash);
    tcase_add_test(t, distance_is_that_of_the_textbook_up_to_three);
    suite_add_tcase(suite, t);
}

static void add_memory(Suite *suite)
{
    TCase *t = tcase_create("memory");
    tcase_add_test(t, arena_memory_is_zeroed_aligned_and_apart);
    tcase_add_test(t, an_array_grows_without_losing_elements);
    tcase_add_test(t, texts_in_an_arena_are_copies);
    tcase_add_test(t, an_adopted_arena_goes_with_its_parents_content);
    tcase_add_test_raise_signal(t, an_impossible_product_aborts, SIGABRT);
    tcase_add_test(t, a_buffer_takes_its_cap_and_not_a_byte_more);
    tcase_add_test(t, what_does_not_fit_is_not_written_in_part);
    tcase_add_test(t, numbers_and_long_formats_are_written_whole);
    tcase_add_test_raise_signal(t, a_broken_promise_aborts, SIGABRT);
    suite_add_tcase(suite, t);
}

static void add_texts(Suite *suite)
{
    TCase *t = tcase_create("text");
    tcase_add_test(t, json_nests_with_commas_where_they_belong);
    tcase_add_test(t, json_strings_are_escaped_and_always_utf8);
    tcase_add_test(t, json_goes_sixty_deep);
    tcase_add_loop_test(t, utf8_is_judged_strictly, 0, 18);
    tcase_add_test(t, every_code_point_survives_utf8);
    tcase_add_test(t, latin1_becomes_utf8);
    tcase_add_test(t, plain_ascii_is_told_from_the_rest);
    tcase_add_loop_test(t, check_digits_of_known_numbers_are_right, 0, 9);
    tcase_add_loop_test(t, what_is_no_gs1_number_has_no_check_digit, 0, 8);
    tcase_add_loop_test(t, bar_codes_are_compared_in_fourteen_digits, 0, 15);
    tcase_add_loop_test(t, every_error_has_a_class_and_words, 0, 7);
    suite_add_tcase(suite, t);
}

int main(void)
{
    Suite *suite = suite_create("base");
    add_slices(suite);
    add_memory(suite);
    add_texts(suite);
    return unit_run(suite);
}
