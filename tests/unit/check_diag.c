/* check_diag.c - findings: lists that count truly, and what people and programs are shown. */
#include "unit.h"

#include "base/diag.h"
#include "base/fsys.h"
#include "base/render.h"
#include "base/visible.h"

#include <fcntl.h>

static struct arena *arena;
static struct diags diags;
static struct buf out;

static const struct diag_def count_def = {
    "X12-SE01-COUNT", SEV_REJECT_DOCUMENT, "SE01 says {0} segments, {1} were counted", "count again, {0} is wrong", "X12.6 SE01"
};
static const struct diag_def plain_def = { "A-NOTE", SEV_NOTE, "something {9} was seen", "", "" };

static void set_up(void)
{
    arena = arena_new();
    diags_init(&diags, arena, 4);
    out = BUF_INIT(1 << 20);
}

static void tear_down(void)
{
    buf_free(&out);
    arena_free(arena);
}

static struct place nowhere(void)
{
    return (struct place){ 0 };
}

static struct diag *add(const struct diag_def *def)
{
    return diag_add(&diags, def, nowhere(), NO_ARG, NO_ARG, NO_ARG, NO_ARG);
}

/* ---- lists ---- */

START_TEST(findings_past_the_cap_are_counted_and_not_kept)
{
    for (unsigned i = 0; i < 10; i++) ck_assert_ptr_nonnull(add(i == 9 ? &count_def : &plain_def));
    ck_assert_uint_eq(diags.count, 4);
    ck_assert_uint_eq(diags.dropped, 6);
    ck_assert_int_eq(diags.worst, SEV_REJECT_DOCUMENT);
    ck_assert(diags_has(&diags, SEV_REJECT_DOCUMENT) && !diags_has(&diags, SEV_REJECT_GROUP));
    ck_assert_uint_eq(diags_count(&diags, SEV_NOTE), 9);
}
END_TEST

START_TEST(the_worst_follows_a_changed_severity)
{
    struct diag *d = add(&count_def);
    diag_set_severity(&diags, d, SEV_WARN);
    ck_assert_int_eq(diags.worst, SEV_WARN);
    (void)add(&plain_def);
    diag_set_severity(&diags, &diags.items[1], SEV_ERROR);
    ck_assert_int_eq(diags.worst, SEV_ERROR);
    ck_assert(!diags_has(&diags, SEV_ERROR + 0) || diags_count(&diags, SEV_ERROR) == 1);
    for (unsigned i = 0; i < 5; i++) diag_set_severity(&diags, add(&count_def), SEV_NOTE);
    ck_assert_uint_eq(diags_count(&diags, SEV_REJECT_DOCUMENT), 0);
}
END_TEST

START_TEST(arguments_are_copied_and_cut_between_characters)
{
    char text[400];
    for (unsigned i = 0; i < 198; i++) text[i] = 'a';
    for (unsigned i = 198; i < 399; i += 3) memcpy(text + i, "\xe2\x82\xac", 3);
    struct diag *d = diag_add(&diags, &count_def, nowhere(), (slice){ text, 399 }, SLICE("short"), NO_ARG, NO_ARG);
    memset(text, 'x', sizeof text);
    ck_assert_uint_eq(d->args[0].len, 198 + 3);
    ck_assert(slice_ends(d->args[0], SLICE("aaa…")));
    ck_slice(d->args[1], "short");
    ck_assert_ptr_null(d->args[2].ptr);
}
END_TEST

START_TEST(severities_have_names_and_back)
{
    enum severity back;
    ck_assert(severity_parse(slice_of(severity_name((enum severity)_i)), &back));
    ck_assert_int_eq(back, _i);
    ck_assert(!severity_parse(SLICE("fatal"), &back));
}
END_TEST

/* ---- places ---- */

static const struct source text_source = { "maps/a.xml", { "one\r\ntw\xc3\xb6 \xe2\x82\xac x\n\nlast", 21 }, -1, 0 };
static const struct source x12_source = { "in.edi", { "ISA*1~ST*850*0001~PO1*1*10*\x1c~SE*3~", 34 }, -1, '~' };
/* Two wide characters, an accent put over an e, a tab, and a half-width one. */
static const char wide_text[] = "N1*\xe6\x9d\xb1\xe4\xba\xac*e\xcc\x81*\t*\xef\xbd\xb1*X~";
static const struct source wide_source = { "in.edi", { wide_text, sizeof wide_text - 1 }, -1, '~' };
static const struct source lost_source = { "gone.edi", { 0 }, -1, 0 };

START_TEST(text_places_are_line_and_column_in_characters)
{
    static const struct { uint64_t offset; const char *place; } cases[] = {
        { 0, "maps/a.xml:1:1" }, { 2, "maps/a.xml:1:3" }, { 5, "maps/a.xml:2:1" }, { 9, "maps/a.xml:2:4" }, { 14, "maps/a.xml:2:7" },
        { 16, "maps/a.xml:3:1" }, { 17, "maps/a.xml:4:1" }, { 21, "maps/a.xml:4:5" }, { 20, "maps/a.xml:4:4" }, { 22, "maps/a.xml (byte 22)" },
    };
    struct place p = place_at(&text_source, cases[_i].offset, 1);
    diag_place(&out, &p);
    ck_slice(buf_slice(&out), cases[_i].place);
}
END_TEST

START_TEST(x12_places_say_what_is_known)
{
    static const struct { struct place place; const char *text; } cases[] = {
        { { .source = &x12_source, .offset = 412, .segment = 9, .element = 3, .segment_id = "PO1", .set_control = "0001" },
          "in.edi: ST 0001 segment 9 PO1, element 03 (byte 412)" },
        { { .source = &x12_source, .offset = 412, .segment = 9, .element = 12, .component = 2, .segment_id = "PO1", .set_control = "000000001" },
          "in.edi: ST 000000001 segment 9 PO1, element 12, component 02 (byte 412)" },
        { { .source = &x12_source, .offset = 5, .segment = 9, .element = 4, .repeat = 3, .component = 2, .segment_id = "REF", .loop = "N1" },
          "in.edi: segment 9 REF in loop N1, element 04, repetition 03, component 02 (byte 5)" },
        { { .source = &x12_source, .offset = 5, .segment = 9, .element = 4, .repeat = 1, .segment_id = "N1", .loop = "N1" },
          "in.edi: segment 9 N1, element 04 (byte 5)" },
        { { .source = &x12_source, .offset = 90, .segment = 1, .element = 13, .segment_id = "ISA" }, "in.edi: segment 1 ISA, element 13 (byte 90)" },
        { { .source = &x12_source, .offset = 9, .segment = 7 }, "in.edi: segment 7 (byte 9)" },
        { { .source = &x12_source, .offset = 9, .segment_id = "GS" }, "in.edi: segment GS (byte 9)" },
        { { .source = &x12_source, .offset = 9, .set_control = "0001" }, "in.edi: ST 0001 (byte 9)" },
        { { .source = &x12_source, .offset = 9 }, "in.edi (byte 9)" },
        { { .source = &lost_source, .offset = 9 }, "gone.edi (byte 9)" },
        { { .segment = 9, .segment_id = "PO1" }, "segment 9 PO1 (byte 0)" },
        { { .source = NULL }, "" },
    };
    diag_place(&out, &cases[_i].place);
    ck_slice(buf_slice(&out), cases[_i].text);
}
END_TEST

/* ---- carets ---- */

START_TEST(the_caret_stands_under_its_bytes)
{
    static const struct { const struct source *source; uint64_t offset; uint32_t length; const char *lines; } cases[] = {
        { &text_source, 0, 3, "    one\n    ^~~\n" },
        { &text_source, 10, 3, "    tw\xc3\xb6 \xe2\x82\xac x\n        ^\n" },
        { &text_source, 14, 99, "    tw\xc3\xb6 \xe2\x82\xac x\n          ^\n" },
        { &text_source, 16, 0, "    \n    ^\n" },
        { &text_source, 21, 0, "    last\n        ^\n" },
        { &x12_source, 24, 2, "    PO1*1*10*\\x1c~\n          ^~\n" },
        { &x12_source, 27, 1, "    PO1*1*10*\\x1c~\n             ^~~~\n" },
        { &x12_source, 18, 3, "    PO1*1*10*\\x1c~\n    ^~~\n" },
        { &wide_source, 3, 6, "    N1*東京*e\xcc\x81* *ｱ*X~\n       ^~~~\n" },
        { &wide_source, 6, 3, "    N1*東京*e\xcc\x81* *ｱ*X~\n         ^~\n" },
        { &wide_source, 10, 3, "    N1*東京*e\xcc\x81* *ｱ*X~\n            ^\n" },
        { &wide_source, 16, 3, "    N1*東京*e\xcc\x81* *ｱ*X~\n                ^\n" },
        { &wide_source, 20, 1, "    N1*東京*e\xcc\x81* *ｱ*X~\n                  ^\n" },
        { &text_source, 22, 0, NULL }, { &lost_source, 0, 0, NULL },
    };
    struct place p = place_at(cases[_i].source, cases[_i].offset, cases[_i].length);
    ck_assert_int_eq(diag_caret(&out, &p), cases[_i].lines != NULL);
    ck_slice(buf_slice(&out), cases[_i].lines ? cases[_i].lines : "");
}
END_TEST

START_TEST(no_line_is_wider_than_promised_and_the_caret_is_in_it)
{
    static const char *const alphabet[] = { "a", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x93\xa6", "\x1b", "\xff", "\t", "~", "\n" };
    uint64_t seed = 5;
    char text[3000];
    for (unsigned round = 0; round < 3000; round++) {
        size_t len = 0, most = unit_random(&seed) % 2900;
        unsigned letters = 4 + (unsigned)(unit_random(&seed) % 6);
        while (len < most) {
            const char *c = alphabet[unit_random(&seed) % letters];
            memcpy(text + len, c, strlen(c));
            len += strlen(c);
        }
        struct source source = { "x", { text, len }, -1, round % 2 ? '~' : 0 };
        struct place p = place_at(&source, unit_random(&seed) % (len + 1), (uint32_t)(unit_random(&seed) % 50));
        buf_clear(&out);
        if (!diag_caret(&out, &p)) {
            ck_assert_uint_eq(p.offset, len);           /* nothing stands behind the last line end */
            continue;
        }
        slice rest = buf_slice(&out), line, carets;
        ck_assert(slice_next(&rest, '\n', &line) && slice_next(&rest, '\n', &carets));
        ck_assert_uint_le(glyph_columns(line), 124);
        ck_assert_uint_le(glyph_columns(carets), 124 + 1);
        ck_assert_uint_le(slice_find(carets, '^'), glyph_columns(line));
        for (size_t i = 0; i < line.len; i++) ck_assert((unsigned char)line.ptr[i] >= 0x20);
    }
}
END_TEST

START_TEST(a_descriptor_shows_the_same_as_memory)
{
    char path[4096], file[4200], line[30000];
    struct buf other = BUF_INIT(1 << 20);
    (void)snprintf(file, sizeof file, "%s/f", unit_directory(path));
    for (size_t i = 0; i < sizeof line; i++) line[i] = i % 97 == 96 ? '\n' : (char)('a' + i % 26);
    ck_assert_int_eq(fsys_put_file(AT_FDCWD, file, (slice){ line, sizeof line }, false), 0);
    int fd = fsys_open_read(AT_FDCWD, file);
    struct source memory = { "f", { line, sizeof line }, -1, 0 }, disk = { "f", { 0 }, fd, 0 };
    for (uint64_t at = 0; at < sizeof line; at += 997) {
        struct place a = place_at(&memory, at, 3), b = place_at(&disk, at, 3);
        buf_clear(&out);
        buf_clear(&other);
        diag_place(&out, &a);
        ck_assert(diag_caret(&out, &a));
        diag_place(&other, &b);
        ck_assert(diag_caret(&other, &b));
        ck_assert(slice_eq(buf_slice(&out), buf_slice(&other)));
    }
    ck_assert_int_eq(fsys_close(fd), 0);
    ck_assert_int_eq(fsys_unlink(AT_FDCWD, file), 0);
    ck_assert_int_eq(remove(path), 0);
    buf_free(&other);
}
END_TEST

/* ---- blocks ---- */

START_TEST(the_block_reads_like_a_compilers)
{
    struct place p = { .source = &x12_source, .offset = 24, .length = 2, .segment = 2, .element = 2, .segment_id = "PO1", .set_control = "0001" };
    struct diag *d = diag_add(&diags, &count_def, p, SLICE("5"), SLICE("6\x1b[31m"), NO_ARG, NO_ARG);
    d->rule = SLICE("quantity");
    d->rule_place = place_at(&text_source, 5, 2);
    diag_text(&out, d);
    ck_slice(buf_slice(&out),
             "in.edi: ST 0001 segment 2 PO1, element 02 (byte 24): reject-document X12-SE01-COUNT SE01 says 5 segments, 6\\x1b[31m were counted\n"
             "    PO1*1*10*\\x1c~\n"
             "          ^~\n"
             "  rule: quantity at maps/a.xml:2:1\n"
             "  hint: count again, 5 is wrong\n");
}
END_TEST

START_TEST(a_finding_without_a_place_is_one_line)
{
    diag_text(&out, add(&plain_def));
    ck_slice(buf_slice(&out), "note A-NOTE something {9} was seen\n");
}
END_TEST

START_TEST(json_carries_everything_known)
{
    struct place p = { .source = &x12_source, .offset = 24, .length = 2, .segment = 2, .element = 2, .element_ref = 330, .segment_id = "PO1",
                       .set_id = "850", .set_control = "0001", .loop = "PO1" };
    struct diag *d = diag_add(&diags, &count_def, p, SLICE("5"), SLICE("6"), NO_ARG, NO_ARG);
    d->line = 7;
    struct json j = json_begin(&out);
    diag_json(&j, d);
    ck_slice(buf_slice(&out),
             "{\"code\":\"X12-SE01-COUNT\",\"severity\":\"reject-document\",\"message\":\"SE01 says 5 segments, 6 were counted\","
             "\"hint\":\"count again, 5 is wrong\",\"file\":\"in.edi\",\"offset\":24,\"length\":2,\"set\":\"850\",\"set_control\":\"0001\",\"segment\":2,"
             "\"segment_id\":\"PO1\",\"loop\":\"PO1\",\"element\":2,\"element_ref\":330,\"order_line\":7,\"args\":[\"5\",\"6\"],\"source\":\"X12.6 SE01\"}");
}
END_TEST

START_TEST(text_findings_have_line_and_column_in_json)
{
    struct diag *d = diag_add(&diags, &plain_def, place_at(&text_source, 5, 2), NO_ARG, NO_ARG, NO_ARG, NO_ARG);
    struct json j = json_begin(&out);
    diag_json(&j, d);
    ck_slice(buf_slice(&out), "{\"code\":\"A-NOTE\",\"severity\":\"note\",\"message\":\"something {9} was seen\",\"file\":\"maps/a.xml\",\"offset\":5,"
                              "\"length\":2,\"line\":2,\"column\":1,\"args\":[]}");
}
END_TEST

START_TEST(nothing_invisible_is_shown)
{
    static const struct { const char *text, *shown; } cases[] = {
        { "plain \xc3\xa9", "plain \xc3\xa9" }, { "\x1b]0;x\x07", "\\x1b]0;x\\x07" }, { "\xe2\x80\xae", "\\u202e" }, { "\xc2\x9b", "\\x9b" },
        { "caf\xe9", "caf\\xe9" }, { "\xef\xbf\xbd", "\xef\xbf\xbd" }, { "\xf3\xa0\x80\x81", "\\U000e0001" }, { "a\tb", "a\\x09b" },
    };
    visible_text(&out, slice_of(cases[_i].text));
    ck_slice(buf_slice(&out), cases[_i].shown);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("diag");
    TCase *t = tcase_create("diag");
    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_add_test(t, findings_past_the_cap_are_counted_and_not_kept);
    tcase_add_test(t, the_worst_follows_a_changed_severity);
    tcase_add_test(t, arguments_are_copied_and_cut_between_characters);
    tcase_add_loop_test(t, severities_have_names_and_back, SEV_NOTE, SEV_ERROR + 1);
    tcase_add_loop_test(t, text_places_are_line_and_column_in_characters, 0, 10);
    tcase_add_loop_test(t, x12_places_say_what_is_known, 0, 12);
    tcase_add_loop_test(t, the_caret_stands_under_its_bytes, 0, 15);
    tcase_add_test(t, no_line_is_wider_than_promised_and_the_caret_is_in_it);
    tcase_add_test(t, a_descriptor_shows_the_same_as_memory);
    tcase_add_test(t, the_block_reads_like_a_compilers);
    tcase_add_test(t, a_finding_without_a_place_is_one_line);
    tcase_add_test(t, json_carries_everything_known);
    tcase_add_test(t, text_findings_have_line_and_column_in_json);
    tcase_add_loop_test(t, nothing_invisible_is_shown, 0, 8);
    suite_add_tcase(suite, t);
    return unit_run(suite);
}
