/* check_gates.c - units, acknowledgements and promises: each rule on both sides of its boundary. */
#include "trade_kit.h"

static struct kit k;

static void set_up(void) { kit_open(&k); }
static void tear_down(void) { kit_close(&k); }

/* ---- units ---- */

static const struct {
    unsigned line;
    const char *quantity, *unit, *in_unit, *codes;
} units[] = {
    { 1, "108", "-", "9", "" },
    { 1, "120", "-", "10", "" },
    { 1, "114", "-", NULL, "UNIT-NOT-WHOLE" },
    { 1, "1", "-", NULL, "UNIT-NOT-WHOLE" },
    { 1, "9", "CA", "9", "" },
    { 1, "9.5", "CA", NULL, "UNIT-NOT-WHOLE" },
    { 1, "9.999", "CA", NULL, "UNIT-NOT-WHOLE" },
    { 1, "108", "EA", NULL, "UNIT-NOT-ORDERED" },
    { 1, "0", "-", NULL, "QUANTITY-RANGE" },
    { 1, "-12", "-", NULL, "QUANTITY-RANGE" },
    { 1, "999999999999999999", "-", NULL, "UNIT-NOT-WHOLE" },
    { 2, "5", "-", "5", "" },
    { 2, "5", "EA", "5", "" },
    { 2, "2.5", "-", NULL, "UNIT-NOT-WHOLE" },
    { 2, "2.5", "EA", NULL, "UNIT-NOT-WHOLE" },
    { 4, "2.5", "KG", "2.5", "" },              /* weighed, not counted */
    { 4, "2.5", "-", "2.5", "" },
};

START_TEST(eaches_become_whole_units_of_the_order_or_are_held)
{
    const struct gate_line line = { .quantity = num(units[_i].quantity), .unit = strcmp(units[_i].unit, "-") ? slice_of(units[_i].unit) : (slice){ 0 } };
    decimal got;
    kit_line(&k, "10", "KG", "3", 3, 1, "C", 1);
    const bool fine = gate_quantity(&k.gate, &k.facts.lines[units[_i].line - 1], &line, &got, NULL);
    ck_assert_str_eq(kit_codes(&k), units[_i].codes);
    ck_assert_int_eq(fine, units[_i].in_unit != NULL);
    if (fine) ck_assert_int_eq(decimal_cmp(got, num(units[_i].in_unit)), 0);
}
END_TEST

START_TEST(half_a_case_is_held_with_what_can_be_done_about_it)
{
    const struct gate_line line = { .quantity = num("114") }, few = { .quantity = num("5") };
    struct unit_offer o;
    decimal got;
    ck_assert(!gate_quantity(&k.gate, &k.facts.lines[0], &line, &got, &o));
    ck_assert_str_eq(kit_words(&k), "line 1: 114 eaches are no whole number of CA of 12 | ship 9 CA = 108 eaches, or add 6 eaches to make 10 CA = 120; "
                                    "or agree with the buyer that the line is counted in eaches");
    ck_assert(decimal_cmp(o.down_units, num("9")) == 0 && decimal_cmp(o.down_eaches, num("108")) == 0);
    ck_assert(decimal_cmp(o.add_eaches, num("6")) == 0 && decimal_cmp(o.up_units, num("10")) == 0 && decimal_cmp(o.up_eaches, num("120")) == 0);
    ck_assert(!gate_quantity(&k.gate, &k.facts.lines[0], &few, &got, &o));
    ck_assert_ptr_nonnull(strstr(kit_words(&k), "ship nothing yet, or add 7 eaches to make 1 CA = 12"));
    const struct gate_line many = { .quantity = num("126") };   /* eleven cases were not ordered */
    ck_assert(!gate_quantity(&k.gate, &k.facts.lines[0], &many, &got, &o));
    ck_assert_ptr_nonnull(strstr(kit_words(&k), "ship 10 CA = 120 eaches; or agree"));
}
END_TEST

/* ---- acknowledgement ---- */

static const struct {
    const char *before;                 /* answered before, or null */
    unsigned hours;                     /* between the two */
    const char *text, *codes;
} answers[] = {
    { NULL, 0, ALL_ACCEPTED, "" },
    { NULL, 0, "1 A 120 - 60; 2 A 5 - 4.5; 3 A 7 - 2", "" },
    { NULL, 0, "1 A 114 - 60; 1 R 6 - 60; 2 A 5 - 4.5; 3 A 7 - 2", "UNIT-NOT-WHOLE UNIT-NOT-WHOLE ANSWER-SUM" },
    { NULL, 0, "1 A 6 CA 60; 1 B 4 CA 60; 2 R 5 EA 4.5; 3 A 7 EA 2", "" },
    { NULL, 0, "1 A 6 CA 60; 1 B 2 CA 60; 1 R 2 CA 60; 2 R 5 EA 4.5; 3 A 7 EA 2", "" },
    /* every line, in full, never more */
    { NULL, 0, "1 A 10 CA 60; 2 A 5 EA 4.5", "ANSWER-LINE-MISSING" },
    { NULL, 0, "1 A 9 CA 60; 2 A 5 EA 4.5; 3 A 7 EA 2", "ANSWER-SUM" },
    { NULL, 0, "1 A 11 CA 60; 2 A 5 EA 4.5; 3 A 7 EA 2", "ANSWER-SUM" },
    { NULL, 0, "1 A 10 CA 60; 1 R 1 CA 60; 2 A 5 EA 4.5; 3 A 7 EA 2", "ANSWER-SUM" },
    { ALL_ACCEPTED, 1, "2 R 5 EA 4.5", "" },                   /* only what changed */
    /* lines */
    { NULL, 0, "1 A 10 CA 60; 2 A 5 EA 4.5; 3 A 7 EA 2; 4 A 1 EA 1", "LINE-UNKNOWN" },
    /* prices */
    { NULL, 0, "1 A 10 CA 60.00; 2 A 5 EA 4.49; 3 A 7 EA 2", "" },
    { NULL, 0, "1 A 10 CA 60.01; 2 A 5 EA 4.5; 3 A 7 EA 2", "ANSWER-PRICE-HIGH" },
    { NULL, 0, "1 A 10 CA 0; 2 A 5 EA 4.5; 3 A 7 EA 2", "ANSWER-PRICE-MISSING" },
    { NULL, 0, "1 A 10 CA -1; 2 A 5 EA 4.5; 3 A 7 EA 2", "ANSWER-PRICE-MISSING" },
    { NULL, 0, "1 A 6 CA 60; 1 R 4 CA 59; 2 A 5 EA 4.5; 3 A 7 EA 2", "ANSWER-PRICES-DIFFER" },
    { NULL, 0, "1 A 6 CA 60; 1 R 4 CA 0; 2 A 5 EA 4.5; 3 A 7 EA 2", "" },
    /* dates */
    { NULL, 0, "1 b 10 CA 60; 2 A 5 EA 4.5; 3 A 7 EA 2", "ANSWER-NO-DATE" },
    /* what was rejected stays rejected */
    { "1 R 10 CA 60; 2 A 5 EA 4.5; 3 A 7 EA 2", 1, "1 A 10 CA 60", "ANSWER-REJECTED-BEFORE" },
    { "1 R 10 CA 60; 2 A 5 EA 4.5; 3 A 7 EA 2", 1, "1 B 10 CA 60", "ANSWER-REJECTED-BEFORE" },
    { "1 R 10 CA 60; 2 A 5 EA 4.5; 3 A 7 EA 2", 1, "1 R 10 CA 60", "" },
    { "1 A 6 CA 60; 1 R 4 CA 60; 2 A 5 EA 4.5; 3 A 7 EA 2", 1, "1 A 7 CA 60; 1 R 3 CA 60", "ANSWER-REJECTED-BEFORE" },
    { "1 A 6 CA 60; 1 R 4 CA 60; 2 A 5 EA 4.5; 3 A 7 EA 2", 1, "1 A 5 CA 60; 1 R 5 CA 60", "" },
    { "1 A 6 CA 60; 1 B 4 CA 60; 2 A 5 EA 4.5; 3 A 7 EA 2", 1, "1 A 10 CA 60", "" },
    /* the window */
    { ALL_ACCEPTED, 48, "2 R 5 EA 4.5", "" },
    { ALL_ACCEPTED, 49, "2 R 5 EA 4.5", "ANSWER-TOO-LATE" },
    { ALL_ACCEPTED, 49, "2 A 5 EA 4.49", "ANSWER-TOO-LATE" },
    { ALL_ACCEPTED, 49, ALL_ACCEPTED, "" },                    /* dates only */
    { "1 A 6 CA 60; 1 B 4 CA 60; 2 A 5 EA 4.5; 3 A 7 EA 2", 49, "1 A 10 CA 60", "ANSWER-TOO-LATE" },
};

START_TEST(an_acknowledgement_answers_every_line_in_full_once)
{
    if (answers[_i].before) kit_answered(&k, answers[_i].before);
    k.gate.now += answers[_i].hours * hour;
    const struct po_answer a = kit_answer(&k, answers[_i].text);
    const bool fine = gate_answer(&k.gate, &k.facts, &a, NULL);
    ck_assert_int_eq(fine, answers[_i].codes[0] == 0);
    ck_assert_str_eq(kit_codes(&k), answers[_i].codes);
}
END_TEST

START_TEST(the_window_ends_with_its_last_microsecond)
{
    kit_answered(&k, ALL_ACCEPTED);
    const struct po_answer a = kit_answer(&k, "2 R 5 EA 4.5");
    k.gate.now = k.facts.first_answer + 48 * hour;
    ck_assert(gate_answer(&k.gate, &k.facts, &a, NULL));
    k.gate.now++;
    ck_assert(!gate_answer(&k.gate, &k.facts, &a, NULL));
    ck_assert_str_eq(kit_codes(&k), "ANSWER-TOO-LATE");
}
END_TEST

START_TEST(a_line_the_buyer_changed_is_answered_anew_also_after_the_window)
{
    kit_answered(&k, ALL_ACCEPTED);
    kit_answered(&k, "2 R 5 EA 4.5");
    k.gate.now += 60 * hour;
    kit_changed(&k, 1, "12", "0");
    kit_changed(&k, 2, "8", "0");
    const struct po_answer more = kit_answer(&k, "1 A 12 CA 60"), too_much = kit_answer(&k, "1 A 13 CA 60"), refused = kit_answer(&k, "2 A 3 EA 4.5; 2 R 5 EA 4.5");
    ck_assert(gate_answer(&k.gate, &k.facts, &more, NULL));
    ck_assert(!gate_answer(&k.gate, &k.facts, &too_much, NULL));
    ck_assert_str_eq(kit_codes(&k), "ANSWER-SUM ANSWER-REJECTED-BEFORE");
    ck_assert(!gate_answer(&k.gate, &k.facts, &refused, NULL));       /* refused whole it never comes back */
    ck_assert_str_eq(kit_codes(&k), "ANSWER-REJECTED-BEFORE");
}
END_TEST

START_TEST(a_line_the_buyer_took_out_needs_no_answer_and_gets_none)
{
    kit_changed(&k, 2, "0", "0");
    const struct po_answer without = kit_answer(&k, "1 A 10 CA 60; 3 A 7 EA 2"), with = kit_answer(&k, ALL_ACCEPTED);
    ck_assert(gate_answer(&k.gate, &k.facts, &without, NULL));
    ck_assert(!gate_answer(&k.gate, &k.facts, &with, NULL));
    ck_assert_str_eq(kit_codes(&k), "ANSWER-SUM");
}
END_TEST

START_TEST(a_changed_price_is_the_one_answers_are_held_against)
{
    kit_changed(&k, 2, "5", "4.00");
    const struct po_answer old = kit_answer(&k, ALL_ACCEPTED), fresh = kit_answer(&k, "1 A 10 CA 60; 2 A 5 EA 4; 3 A 7 EA 2");
    ck_assert(!gate_answer(&k.gate, &k.facts, &old, NULL));
    ck_assert_str_eq(kit_codes(&k), "ANSWER-PRICE-HIGH");
    ck_assert(gate_answer(&k.gate, &k.facts, &fresh, NULL));
}
END_TEST

START_TEST(nothing_is_back_ordered_when_the_order_takes_none)
{
    k.facts.backorders = false;
    const struct po_answer a = kit_answer(&k, "1 A 6 CA 60; 1 B 4 CA 60; 2 A 5 EA 4.5; 3 A 7 EA 2");
    ck_assert(!gate_answer(&k.gate, &k.facts, &a, NULL));
    ck_assert_str_eq(kit_codes(&k), "ANSWER-NO-BACKORDER");
}
END_TEST

START_TEST(what_was_shipped_is_not_taken_back)
{
    kit_answered(&k, ALL_ACCEPTED);
    kit_counted(&k, PO_NOTICED, PO_COUNT_SHIPPED, "S1", "0", "1 4");
    const struct po_answer four = kit_answer(&k, "1 A 4 CA 60; 1 R 6 CA 60"), three = kit_answer(&k, "1 A 3 CA 60; 1 R 7 CA 60");
    ck_assert(gate_answer(&k.gate, &k.facts, &four, NULL));
    ck_assert(!gate_answer(&k.gate, &k.facts, &three, NULL));
    ck_assert_str_eq(kit_codes(&k), "ANSWER-BELOW-SHIPPED");
}
END_TEST

START_TEST(a_price_per_each_is_compared_with_a_price_per_case)
{
    struct po_answer_part parts[3];
    struct po_answer a = kit_answer(&k, ALL_ACCEPTED);
    memcpy(parts, a.parts, sizeof parts);
    a.parts = parts;
    struct po_event e;
    parts[0].line.price_eaches = 1;
    parts[0].line.price = num("5.00");
    ck_assert(gate_answer(&k.gate, &k.facts, &a, &e));
    ck_assert_int_eq(decimal_cmp(e.counts[0].price, num("60")), 0);
    parts[0].line.price = num("5.01");
    ck_assert(!gate_answer(&k.gate, &k.facts, &a, NULL));
    ck_assert_str_eq(kit_codes(&k), "ANSWER-PRICE-HIGH");
    parts[1].line.price_eaches = 7;              /* no exact price for one */
    ck_assert(!gate_answer(&k.gate, &k.facts, &a, NULL));
    ck_assert_str_eq(kit_codes(&k), "PRICE-INEXACT ANSWER-PRICE-HIGH ANSWER-SUM ANSWER-PRICE-MISSING");
}
END_TEST

static const struct { const char *qualifier, *value, *codes; } products[] = {
    { "UP", "036000291452", "" },
    { "VN", "SKU 1", "" },
    { "EN", "0036000291452", "LINE-PRODUCT ANSWER-LINE-MISSING" },     /* the same item, but not what was asked */
    { "UP", "036000291453", "LINE-PRODUCT ANSWER-LINE-MISSING" },
    { "VN", "sku 1", "LINE-PRODUCT ANSWER-LINE-MISSING" },
    { "", "", "LINE-PRODUCT ANSWER-LINE-MISSING" },
};

START_TEST(a_line_is_answered_with_the_identifier_it_was_ordered_by)
{
    struct po_answer_part parts[3];
    struct po_answer a = kit_answer(&k, ALL_ACCEPTED);
    memcpy(parts, a.parts, sizeof parts);
    a.parts = parts;
    parts[0].line.product = (struct product_id){ slice_of(products[_i].qualifier), slice_of(products[_i].value) };
    (void)gate_answer(&k.gate, &k.facts, &a, NULL);
    ck_assert_str_eq(kit_codes(&k), products[_i].codes);
}
END_TEST

START_TEST(without_a_line_number_the_product_says_which_line_if_only_one_has_it)
{
    struct po_answer_part parts[3];
    struct po_answer a = kit_answer(&k, ALL_ACCEPTED);
    memcpy(parts, a.parts, sizeof parts);
    a.parts = parts;
    for (size_t i = 0; i < 3; i++) parts[i].line.reference = (slice){ 0 };
    ck_assert(gate_answer(&k.gate, &k.facts, &a, NULL));
    k.facts.lines[2].products = k.facts.lines[1].products;
    k.gate.index = NULL;                        /* another document */
    parts[2].line.product = parts[1].line.product;
    ck_assert(!gate_answer(&k.gate, &k.facts, &a, NULL));
    ck_assert_str_eq(kit_codes(&k), "LINE-AMBIGUOUS LINE-AMBIGUOUS ANSWER-LINE-MISSING ANSWER-LINE-MISSING");
    parts[2].line.product.value = SLICE("nobody's");
    (void)gate_answer(&k.gate, &k.facts, &a, NULL);
    ck_assert_str_eq(kit_codes(&k), "LINE-AMBIGUOUS LINE-UNKNOWN ANSWER-LINE-MISSING ANSWER-LINE-MISSING");
}
END_TEST

START_TEST(a_line_that_names_its_product_twice_is_one_line)
{
    static const struct product_id twice[] = { { SLICE("EN"), SLICE("5012345678900") }, { SLICE("EN"), SLICE("5012345678900") } };
    struct po_answer_part parts[3];
    struct po_answer a = kit_answer(&k, ALL_ACCEPTED);
    memcpy(parts, a.parts, sizeof parts);
    a.parts = parts;
    parts[1].line.reference = (slice){ 0 };
    k.facts.lines[1].products = twice;
    k.facts.lines[1].n_products = 2;
    ck_assert(gate_answer(&k.gate, &k.facts, &a, NULL));
}
END_TEST

static const struct { const char *text; bool plain; } plains[] = {
    { ALL_ACCEPTED, true },
    { "1 A 120 - 60; 2 A 5 - 4.5; 3 A 7 - 2", true },
    { "1 A 10 CA 59.99; 2 A 5 EA 4.5; 3 A 7 EA 2", false },
    { "1 A 6 CA 60; 1 R 4 CA 60; 2 A 5 EA 4.5; 3 A 7 EA 2", false },
    { "1 B 10 CA 60; 2 A 5 EA 4.5; 3 A 7 EA 2", false },
    { "1 A 10 CA 60; 2 A 5 EA 4.5", false },
};

START_TEST(an_answer_is_called_without_change_when_it_has_none)
{
    struct po_answer a = kit_answer(&k, plains[_i].text);
    ck_assert_int_eq(answer_is_plain(&k.facts, &a), plains[_i].plain);
    a.type = SLICE("AD");
    (void)gate_answer(&k.gate, &k.facts, &a, NULL);
    const char *codes = kit_codes(&k);
    ck_assert_int_eq(strstr(codes, "ANSWER-TYPE") == NULL, plains[_i].plain);
    a.type = SLICE("AC");
    (void)gate_answer(&k.gate, &k.facts, &a, NULL);
    ck_assert_ptr_null(strstr(kit_codes(&k), "ANSWER-TYPE"));
}
END_TEST

START_TEST(an_order_that_is_over_gets_no_answer)
{
    const struct po_answer a = kit_answer(&k, ALL_ACCEPTED);
    kit_happens(&k, (struct po_event){ .kind = PO_CANCELLED }, "860");
    ck_assert(!gate_answer(&k.gate, &k.facts, &a, NULL));
    ck_assert_str_eq(kit_codes(&k), "ORDER-OVER");
    kit_happens(&k, (struct po_event){ .kind = PO_REOPENED }, "860");
    ck_assert(gate_answer(&k.gate, &k.facts, &a, NULL));
}
END_TEST

/* ---- stock ---- */

static const struct { const char *text, *a, *b, *codes; } promises[] = {
    { ALL_ACCEPTED, "127", "5", "" },                          /* lines 1 and 3 share item A: 120 and 7 */
    { ALL_ACCEPTED, "126", "5", "STOCK-ABOVE" },
    { ALL_ACCEPTED, "127", "4", "STOCK-ABOVE" },
    { "1 A 1 CA 60; 1 B 9 CA 60; 2 R 5 EA 4.5; 3 R 7 EA 2", "12", "0", "" },
    { "1 A 1 CA 60; 1 B 9 CA 60; 2 R 5 EA 4.5; 3 R 7 EA 2", "11", "0", "STOCK-ABOVE" },
    { ALL_ACCEPTED, "127", NULL, "STOCK-UNKNOWN" },
};

START_TEST(no_more_is_accepted_than_is_available)
{
    const struct po_answer a = kit_answer(&k, promises[_i].text);
    const struct stock_fact stock[] = { { SLICE("A"), num(promises[_i].a), k.gate.now - hour },
                                        { SLICE("B"), num(promises[_i].b ? promises[_i].b : "0"), k.gate.now } };
    const bool fine = gate_stock(&k.gate, &k.facts, &a, stock, promises[_i].b ? 2 : 1, hour);
    ck_assert_int_eq(fine, strstr(promises[_i].codes, "ABOVE") == NULL);
    ck_assert_str_eq(kit_codes(&k), promises[_i].codes);
}
END_TEST

START_TEST(old_stock_is_named)
{
    const struct po_answer a = kit_answer(&k, "3 A 7 EA 2");
    const struct stock_fact stock = { SLICE("A"), num("7"), k.gate.now - hour - 1 };
    ck_assert(gate_stock(&k.gate, &k.facts, &a, &stock, 1, hour));
    ck_assert_str_eq(k.diags.items[0].def->code, "STOCK-OLD");
    ck_assert_str_eq(kit_words(&k), "the stock of A is as of 2026-11-20T06:59:59Z | take a newer stock report before promising");
    ck_assert(gate_stock(&k.gate, &k.facts, &a, &stock, 1, hour + 1));
    ck_assert_str_eq(kit_codes(&k), "");
}
END_TEST

#define LOOP(test, table) tcase_add_loop_test(tc, test, 0, (int)(sizeof table / sizeof *table))

int main(void)
{
    Suite *suite = suite_create("gates");
    TCase *tc = tcase_create("gates");
    tcase_add_checked_fixture(tc, set_up, tear_down);
    LOOP(eaches_become_whole_units_of_the_order_or_are_held, units);
    tcase_add_test(tc, half_a_case_is_held_with_what_can_be_done_about_it);
    LOOP(an_acknowledgement_answers_every_line_in_full_once, answers);
    tcase_add_test(tc, the_window_ends_with_its_last_microsecond);
    tcase_add_test(tc, a_line_the_buyer_changed_is_answered_anew_also_after_the_window);
    tcase_add_test(tc, a_line_the_buyer_took_out_needs_no_answer_and_gets_none);
    tcase_add_test(tc, a_changed_price_is_the_one_answers_are_held_against);
    tcase_add_test(tc, nothing_is_back_ordered_when_the_order_takes_none);
    tcase_add_test(tc, what_was_shipped_is_not_taken_back);
    tcase_add_test(tc, a_price_per_each_is_compared_with_a_price_per_case);
    LOOP(a_line_is_answered_with_the_identifier_it_was_ordered_by, products);
    tcase_add_test(tc, without_a_line_number_the_product_says_which_line_if_only_one_has_it);
    tcase_add_test(tc, a_line_that_names_its_product_twice_is_one_line);
    LOOP(an_answer_is_called_without_change_when_it_has_none, plains);
    tcase_add_test(tc, an_order_that_is_over_gets_no_answer);
    LOOP(no_more_is_accepted_than_is_available, promises);
    tcase_add_test(tc, old_stock_is_named);
    suite_add_tcase(suite, tc);
    return unit_run(suite);
}
