/* check_show.c - what `show` tells about values and elements, and that its pages keep their width and let no hostile byte through. */
#include "cli/show.h"

#include "unit.h"

static struct arena *arena;
static void setup(void) { arena = arena_new(); }
static void teardown(void) { arena_free(arena); }

START_TEST(values_are_made_readable_only_when_they_are_sound)
{
    static const struct {
        struct elem elem;
        const char *value, *readable;
    } rows[] = {
        { { .type = ELEM_DT }, "20260309", "2026-03-09" },   { { .type = ELEM_DT }, "260309", "2026-03-09" },
        { { .type = ELEM_DT }, "20261309", "" },             { { .type = ELEM_DT }, "2026", "" },
        { { .type = ELEM_TM }, "0915", "09:15" },            { { .type = ELEM_TM }, "091530", "09:15:30" },
        { { .type = ELEM_TM }, "0915305", "09:15:30.5" },    { { .type = ELEM_TM }, "2560", "" },
        { { .type = ELEM_N, .implied = 2 }, "70080", "700.80" }, { { .type = ELEM_N, .implied = 2 }, "-5", "-0.05" },
        { { .type = ELEM_N, .implied = 2 }, "7x", "" },      { { .type = ELEM_N }, "70080", "" },
        { { .type = ELEM_R }, "18.5", "" },                  { { .type = ELEM_AN }, "20260309", "" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        ck_slice(show_readable(arena, &rows[i].elem, slice_of(rows[i].value)), rows[i].readable);
}
END_TEST

static const struct code units[] = { { SLICE("CA"), SLICE("case") }, { SLICE("EA"), SLICE("each") } };
static const struct code_list unit_list = { .codes = units, .count = 2, .open = true };
static const struct code kinds[] = { { SLICE("EN"), SLICE("EAN-13") } };
static const struct code_list kind_list = { .codes = kinds, .count = 1, .open = true };
static const struct elem parts[] = { { .name = SLICE("unit"), .type = ELEM_ID, .codes = &unit_list }, { .name = SLICE("exponent"), .type = ELEM_R } };
static const struct elem elems[] = {
    { .name = SLICE("line number"), .type = ELEM_AN, .field_name = SLICE("line") },
    { .name = SLICE("product identifier qualifier"), .type = ELEM_ID, .codes = &kind_list },
    { .name = SLICE("product identifier"), .type = ELEM_AN },
    { .name = SLICE("composite unit"), .type = ELEM_COMPOSITE, .components = parts, .n_components = 2 },
};
static const struct segment_def line = { .id = SLICE("LIN"), .name = SLICE("line"), .elems = elems, .n_elems = 4 };

static struct cells cells_of(const struct segment_def *def, const char *text, uint64_t wanted)
{
    slice *values = arena_array(arena, 70, sizeof *values), rest = slice_of(text);
    unsigned n = 0;
    while (n < 70 && slice_next(&rest, '*', &values[n])) n++;
    return show_cells(arena, def, values, n, (struct show_delims){ '>', '^' }, wanted);
}

START_TEST(a_qualifier_stands_with_its_value)
{
    struct cells cells = cells_of(&line, "LIN*1*EN*5012345000015", 0);
    ck_assert_uint_eq(cells.count, 2);
    ck_slice(cells.items[0].word, "line");
    ck_assert_uint_eq(cells.items[1].first, 2);
    ck_assert_uint_eq(cells.items[1].last, 3);
    ck_slice(cells.items[1].qualifier, "EN");
    ck_slice(cells.items[1].qualifier_meaning, "EAN-13");
    ck_slice(cells.items[1].value, "5012345000015");
}
END_TEST

START_TEST(a_qualifier_without_value_and_a_value_without_qualifier_stand_alone)
{
    struct cells cells = cells_of(&line, "LIN**EN", 0);
    ck_assert_uint_eq(cells.count, 1);
    ck_slice(cells.items[0].value, "EN");
    ck_slice(cells.items[0].meaning, "EAN-13");
    cells = cells_of(&line, "LIN***5012345000015", 0);
    ck_assert_uint_eq(cells.count, 1);
    ck_slice(cells.items[0].name, "product identifier");
}
END_TEST

START_TEST(components_are_taken_apart_and_a_single_one_is_not)
{
    struct cells cells = cells_of(&line, "LIN****EA>>x", 0);
    ck_assert_uint_eq(cells.count, 2);
    ck_slice(cells.items[0].meaning, "each");
    ck_assert_uint_eq(cells.items[0].component, 1);
    ck_assert_uint_eq(cells.items[1].component, 3);
    ck_slice(cells.items[1].name, "");
    cells = cells_of(&line, "LIN****CA", 0);
    ck_assert_uint_eq(cells.count, 1);
    ck_assert_uint_eq(cells.items[0].component, 0);
    ck_slice(cells.items[0].name, "composite unit");
    ck_slice(cells.items[0].meaning, "case");
}
END_TEST

START_TEST(repetitions_are_taken_apart_with_their_components)
{
    struct cells cells = cells_of(&line, "LIN*a^b^^c**x*CA^EA>2", 0);
    ck_assert_uint_eq(cells.count, 7);
    ck_slice(cells.items[1].value, "b");
    ck_assert_uint_eq(cells.items[1].repeat, 2);
    ck_assert_uint_eq(cells.items[2].repeat, 4);
    ck_slice(cells.items[2].word, "line");
    ck_slice(cells.items[4].meaning, "case");
    ck_assert_uint_eq(cells.items[4].component, 0);
    ck_assert_uint_eq(cells.items[6].repeat, 2);
    ck_assert_uint_eq(cells.items[6].component, 2);
    ck_slice(cells.items[6].name, "exponent");
}
END_TEST

static const struct elem amounts[] = {
    { .name = SLICE("quantity"), .type = ELEM_N, .implied = 2 },
    { .name = SLICE("unit of measure"), .type = ELEM_ID, .ref = 355, .codes = &unit_list },
    { .name = SLICE("price"), .type = ELEM_R },
};
static const struct segment_def order = { .id = SLICE("PO1"), .name = SLICE("order"), .elems = amounts, .n_elems = 3 };

START_TEST(a_quantity_stands_with_its_unit_unless_a_finding_is_about_one_of_them)
{
    struct cells cells = cells_of(&order, "PO1*1250*EA*3", 0);
    ck_assert_uint_eq(cells.count, 2);
    ck_slice(cells.items[0].value, "12.50 EA");
    ck_slice(cells.items[0].meaning, "each");
    ck_slice(cells.items[0].sent, "1250");
    ck_assert_uint_eq(cells.items[0].last, 2);
    ck_assert_uint_eq(cells_of(&order, "PO1*1250*EA*3", 1u << 1).count, 3);
    ck_assert_uint_eq(cells_of(&order, "PO1*1250*EA*3", 1u << 2).count, 3);
    ck_assert_uint_eq(cells_of(&order, "PO1*1250*EA*3", 1u << 3).count, 2);
    ck_assert_uint_eq(cells_of(&order, "PO1*1250**3", 0).count, 2);
    ck_assert_uint_eq(cells_of(&order, "PO1**EA*3", 0).count, 2);
    ck_assert_uint_eq(cells_of(&order, "PO1*1^2*EA*3", 0).count, 4);
}
END_TEST

START_TEST(what_was_not_sent_is_shown_only_when_a_finding_is_about_it)
{
    ck_assert_uint_eq(cells_of(&line, "LIN*1", 0).count, 1);
    struct cells cells = cells_of(&line, "LIN*1", 1u << 3 | 1u << 9);
    ck_assert_uint_eq(cells.count, 3);
    ck_slice(cells.items[1].name, "product identifier");
    ck_slice(cells.items[1].value, "");
    ck_assert_uint_eq(cells.items[2].first, 9);
}
END_TEST

START_TEST(an_unknown_segment_shows_its_values_and_blanks_at_their_ends)
{
    struct cells cells = cells_of(NULL, "ZZZ*a**  b ", 0);
    ck_assert_uint_eq(cells.count, 2);
    ck_slice(cells.items[0].value, "a");
    ck_assert_uint_eq(cells.items[1].first, 3);
    ck_slice(cells.items[1].value, "\"  b \"");
}
END_TEST

/* Random words, long and hostile ones too, wrapped at random columns. */
START_TEST(no_line_is_too_long_or_ends_in_a_blank_or_holds_a_control_byte)
{
    uint64_t seed = 42;
    FILE *out = tmpfile();
    struct page page;
    ck_assert_ptr_nonnull(out);
    page_begin(&page, out);
    for (unsigned i = 0; i < 2000; i++) {
        char text[300];
        size_t n = unit_random(&seed) % sizeof text;
        for (size_t k = 0; k < n; k++) text[k] = unit_random(&seed) % 9 == 0 ? ' ' : (char)(unit_random(&seed) % 128);
        if (n % 3 == 0) page_to(&page, (unsigned)(unit_random(&seed) % 60));
        page_wrap(&page, STYLE_PLAIN, (slice){ text, n }, 20);
        if (n % 5 == 0) page_line(&page);
    }
    page_end(&page);
    rewind(out);
    char lines[512];
    while (fgets(lines, sizeof lines, out) != NULL) {
        size_t len = strlen(lines);
        ck_assert_msg(len > 0 && lines[len - 1] == '\n', "no line end: %s", lines);
        ck_assert_msg(len <= PAGE_COLUMNS + 1, "too long: %s", lines);
        ck_assert_msg(len < 2 || lines[len - 2] != ' ', "ends in a blank: %s", lines);
        for (size_t k = 0; k + 1 < len; k++) ck_assert(lines[k] >= ' ' && lines[k] < 0x7f);
    }
    fclose(out);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("show");
    TCase *t = tcase_create("show");
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_set_timeout(t, 60);           /* a loaded machine with sanitizers */
    tcase_add_test(t, values_are_made_readable_only_when_they_are_sound);
    tcase_add_test(t, a_qualifier_stands_with_its_value);
    tcase_add_test(t, a_qualifier_without_value_and_a_value_without_qualifier_stand_alone);
    tcase_add_test(t, components_are_taken_apart_and_a_single_one_is_not);
    tcase_add_test(t, repetitions_are_taken_apart_with_their_components);
    tcase_add_test(t, a_quantity_stands_with_its_unit_unless_a_finding_is_about_one_of_them);
    tcase_add_test(t, what_was_not_sent_is_shown_only_when_a_finding_is_about_it);
    tcase_add_test(t, an_unknown_segment_shows_its_values_and_blanks_at_their_ends);
    tcase_add_test(t, no_line_is_too_long_or_ends_in_a_blank_or_holds_a_control_byte);
    suite_add_tcase(suite, t);
    return unit_run(suite);
}
