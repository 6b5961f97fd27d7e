/* check_gates.c - what keeps a document from being sent: each rule on both sides of its boundary, and no chain of documents that passed their
 * gates ever ships more than was accepted or bills more than was shipped. */
#include "trade/gates.h"

#include "base/gtin.h"
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
    const struct answer a = kit_answer(&k, answers[_i].text);
    const bool fine = gate_answer(&k.gate, &k.facts, &a, NULL);
    ck_assert_int_eq(fine, answers[_i].codes[0] == 0);
    ck_assert_str_eq(kit_codes(&k), answers[_i].codes);
}
END_TEST

START_TEST(the_window_ends_with_its_last_microsecond)
{
    kit_answered(&k, ALL_ACCEPTED);
    const struct answer a = kit_answer(&k, "2 R 5 EA 4.5");
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
    const struct answer more = kit_answer(&k, "1 A 12 CA 60"), too_much = kit_answer(&k, "1 A 13 CA 60"), refused = kit_answer(&k, "2 A 3 EA 4.5; 2 R 5 EA 4.5");
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
    const struct answer without = kit_answer(&k, "1 A 10 CA 60; 3 A 7 EA 2"), with = kit_answer(&k, ALL_ACCEPTED);
    ck_assert(gate_answer(&k.gate, &k.facts, &without, NULL));
    ck_assert(!gate_answer(&k.gate, &k.facts, &with, NULL));
    ck_assert_str_eq(kit_codes(&k), "ANSWER-SUM");
}
END_TEST

START_TEST(a_changed_price_is_the_one_answers_are_held_against)
{
    kit_changed(&k, 2, "5", "4.00");
    const struct answer old = kit_answer(&k, ALL_ACCEPTED), fresh = kit_answer(&k, "1 A 10 CA 60; 2 A 5 EA 4; 3 A 7 EA 2");
    ck_assert(!gate_answer(&k.gate, &k.facts, &old, NULL));
    ck_assert_str_eq(kit_codes(&k), "ANSWER-PRICE-HIGH");
    ck_assert(gate_answer(&k.gate, &k.facts, &fresh, NULL));
}
END_TEST

START_TEST(nothing_is_back_ordered_when_the_order_takes_none)
{
    k.facts.backorders = false;
    const struct answer a = kit_answer(&k, "1 A 6 CA 60; 1 B 4 CA 60; 2 A 5 EA 4.5; 3 A 7 EA 2");
    ck_assert(!gate_answer(&k.gate, &k.facts, &a, NULL));
    ck_assert_str_eq(kit_codes(&k), "ANSWER-NO-BACKORDER");
}
END_TEST

START_TEST(what_was_shipped_is_not_taken_back)
{
    kit_answered(&k, ALL_ACCEPTED);
    kit_counted(&k, PO_NOTICED, PO_COUNT_SHIPPED, "S1", "0", "1 4");
    const struct answer four = kit_answer(&k, "1 A 4 CA 60; 1 R 6 CA 60"), three = kit_answer(&k, "1 A 3 CA 60; 1 R 7 CA 60");
    ck_assert(gate_answer(&k.gate, &k.facts, &four, NULL));
    ck_assert(!gate_answer(&k.gate, &k.facts, &three, NULL));
    ck_assert_str_eq(kit_codes(&k), "ANSWER-BELOW-SHIPPED");
}
END_TEST

START_TEST(a_price_per_each_is_compared_with_a_price_per_case)
{
    struct answer_part parts[3];
    struct answer a = kit_answer(&k, ALL_ACCEPTED);
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
    struct answer_part parts[3];
    struct answer a = kit_answer(&k, ALL_ACCEPTED);
    memcpy(parts, a.parts, sizeof parts);
    a.parts = parts;
    parts[0].line.product = (struct product_id){ slice_of(products[_i].qualifier), slice_of(products[_i].value) };
    (void)gate_answer(&k.gate, &k.facts, &a, NULL);
    ck_assert_str_eq(kit_codes(&k), products[_i].codes);
}
END_TEST

START_TEST(without_a_line_number_the_product_says_which_line_if_only_one_has_it)
{
    struct answer_part parts[3];
    struct answer a = kit_answer(&k, ALL_ACCEPTED);
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
    struct answer a = kit_answer(&k, plains[_i].text);
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
    const struct answer a = kit_answer(&k, ALL_ACCEPTED);
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
    const struct answer a = kit_answer(&k, promises[_i].text);
    const struct stock_fact stock[] = { { SLICE("A"), num(promises[_i].a), k.gate.now - hour },
                                        { SLICE("B"), num(promises[_i].b ? promises[_i].b : "0"), k.gate.now } };
    const bool fine = gate_stock(&k.gate, &k.facts, &a, stock, promises[_i].b ? 2 : 1, hour);
    ck_assert_int_eq(fine, strstr(promises[_i].codes, "ABOVE") == NULL);
    ck_assert_str_eq(kit_codes(&k), promises[_i].codes);
}
END_TEST

START_TEST(old_stock_is_named)
{
    const struct answer a = kit_answer(&k, "3 A 7 EA 2");
    const struct stock_fact stock = { SLICE("A"), num("7"), k.gate.now - hour - 1 };
    ck_assert(gate_stock(&k.gate, &k.facts, &a, &stock, 1, hour));
    ck_assert_str_eq(k.diags.items[0].def->code, "STOCK-OLD");
    ck_assert_str_eq(kit_words(&k), "the stock of A is as of 2026-11-20T06:59:59Z | take a newer stock report before promising");
    ck_assert(gate_stock(&k.gate, &k.facts, &a, &stock, 1, hour + 1));
    ck_assert_str_eq(kit_codes(&k), "");
}
END_TEST

/* ---- ship notice ---- */

/* 00 and a code that begins with 10614141. */
static slice sscc(unsigned serial)
{
    char text[24];
    snprintf(text, sizeof text, "0010614141%09u", serial);
    const char check = gs1_check_digit((slice){ text + 2, 17 });
    return arena_printf(k.arena, "%s%c", text, check);
}

static struct notice_pack notice_packs[8];
static struct notice_line notice_lines[8];

/* Two cartons on a pallet, one with 4 CA of line 1, the other with 3 EA of line 2. */
static struct notice notice_of(const char *id)
{
    notice_packs[0] = (struct notice_pack){ .is_pallet = true, .sscc = sscc(1) };
    notice_packs[1] = (struct notice_pack){ .parent = 1, .sscc = sscc(2) };
    notice_packs[2] = (struct notice_pack){ .parent = 1, .sscc = sscc(3) };
    notice_lines[0] = (struct notice_line){ .line = kit_gate_line(&k, "1", "4", "CA", "0"), .order = &k.facts, .pack = 2 };
    notice_lines[1] = (struct notice_line){ .line = kit_gate_line(&k, "2", "3", "EA", "0"), .order = &k.facts, .pack = 3 };
    return (struct notice){ .id = slice_of(id), .structure = SLICE("SOTPI"), .shipped = { 2026, 11, 20 }, .arriving = { 2026, 11, 22 },
                            .has_counts = true, .cartons = num("2"), .pallets = num("1"), .packs = notice_packs, .n_packs = 3,
                            .lines = notice_lines, .n_lines = 2 };
}

static void noticed(const struct notice *n)
{
    struct po_event e;
    const bool fine = gate_notice(&k.gate, n);
    ck_assert_msg(fine, "%s", kit_codes(&k));
    notice_event(&k.gate, n, &k.facts, &e);
    e.at = k.gate.now;
    ck_assert(facts_add(&k.facts, k.arena, &e));
}

START_TEST(a_notice_is_about_known_answered_open_orders)
{
    struct notice n = notice_of("S1");
    ck_assert(!gate_notice(&k.gate, &n));
    ck_assert_str_eq(kit_codes(&k), "ORDER-NOT-ANSWERED");
    kit_answered(&k, ALL_ACCEPTED);
    ck_assert(gate_notice(&k.gate, &n));
    kit_happens(&k, (struct po_event){ .kind = PO_CANCELLED }, "860");
    ck_assert(!gate_notice(&k.gate, &n));
    ck_assert_str_eq(kit_codes(&k), "ORDER-OVER");
    notice_lines[0].order = notice_lines[1].order = NULL;
    notice_lines[0].order_number = SLICE("45NOBODY");
    ck_assert(!gate_notice(&k.gate, &n));
    ck_assert_str_eq(k.diags.items[0].def->code, "ORDER-UNKNOWN");
    ck_assert_str_eq(kit_words(&k), "order 45NOBODY is not known here | compare the number with the buyer's order; nothing may be sent about an order "
                                    "that never came");
    n.n_lines = 0;
    n.n_packs = 0;
    n.cartons = n.pallets = num("0");
    ck_assert(!gate_notice(&k.gate, &n));
    ck_assert_str_eq(kit_codes(&k), "NOTICE-EMPTY");
}
END_TEST

static const struct { const char *answer, *first, *second, *codes; } shipments[] = {
    { ALL_ACCEPTED, "4", "6", "" },
    { ALL_ACCEPTED, "4", "7", "NOTICE-ABOVE-ACCEPTED" },
    { ALL_ACCEPTED, "10", "1", "NOTICE-ABOVE-ACCEPTED" },
    { "1 A 6 CA 60; 1 R 4 CA 60; 2 A 5 EA 4.5; 3 A 7 EA 2", "4", "2", "" },
    { "1 A 6 CA 60; 1 R 4 CA 60; 2 A 5 EA 4.5; 3 A 7 EA 2", "4", "3", "NOTICE-ABOVE-ACCEPTED" },
    { "1 A 6 CA 60; 1 B 4 CA 60; 2 A 5 EA 4.5; 3 A 7 EA 2", "6", "4", "" },          /* what was back-ordered may be shipped */
};

START_TEST(all_notices_together_ship_no_more_than_was_promised)
{
    kit_answered(&k, shipments[_i].answer);
    struct notice n = notice_of("S1");
    n.n_lines = 1;
    n.n_packs = 2;
    n.cartons = num("1");
    notice_lines[0].line.quantity = num(shipments[_i].first);
    noticed(&n);
    n.id = SLICE("S2");
    notice_lines[0].line.quantity = num(shipments[_i].second);
    const bool fine = gate_notice(&k.gate, &n);
    ck_assert_int_eq(fine, shipments[_i].codes[0] == 0);
    ck_assert_str_eq(kit_codes(&k), shipments[_i].codes);
}
END_TEST

START_TEST(one_notice_adds_up_what_its_packs_hold_of_a_line)
{
    kit_answered(&k, ALL_ACCEPTED);
    struct notice n = notice_of("S1");
    notice_lines[1].line = kit_gate_line(&k, "1", "6", "CA", "0");
    ck_assert(gate_notice(&k.gate, &n));
    notice_lines[1].line = kit_gate_line(&k, "1", "84", "-", "0");
    ck_assert(!gate_notice(&k.gate, &n));
    ck_assert_str_eq(kit_words(&k), "line 1 of order 45ABCDEF: 11 would be shipped in all, promised are 10 | take back what is too much, or ask the "
                                    "buyer for an order on it");
}
END_TEST

START_TEST(a_lowered_order_lowers_what_may_be_shipped)
{
    kit_answered(&k, ALL_ACCEPTED);
    kit_changed(&k, 1, "3", "0");
    const struct notice n = notice_of("S1");
    ck_assert(!gate_notice(&k.gate, &n));
    ck_assert_str_eq(kit_codes(&k), "NOTICE-ABOVE-ACCEPTED");
}
END_TEST

START_TEST(a_refused_replacement_leaves_the_original_standing)
{
    kit_answered(&k, ALL_ACCEPTED);
    struct notice n = notice_of("S1");
    noticed(&n);
    struct paper_number known = { .kind = PAPER_NOTICE, .number = n.id, .at = k.gate.now };
    n.replaces = true;
    n.known = &known;
    notice_lines[0].line.quantity = num("1");
    noticed(&n);
    ck_assert_int_eq(decimal_cmp(k.facts.lines[0].sums.shipped, num("1")), 0);
    kit_happens(&k, (struct po_event){ .kind = PO_NOTICE_REFUSED }, "S1");
    ck_assert_int_eq(decimal_cmp(k.facts.lines[0].sums.shipped, num("4")), 0);
    kit_happens(&k, (struct po_event){ .kind = PO_NOTICE_REFUSED }, "S1");
    ck_assert_int_eq(k.facts.lines[0].sums.shipped.coef, 0);
}
END_TEST

START_TEST(a_shipment_id_that_comes_again_after_its_time_is_another_shipment)
{
    kit_answered(&k, ALL_ACCEPTED);
    struct notice n = notice_of("S1");
    noticed(&n);
    k.gate.now += 400 * day;
    n.shipped = n.arriving = instant_date(k.gate.now);
    notice_lines[1].line.quantity = num("2");
    noticed(&n);
    ck_assert_int_eq(decimal_cmp(k.facts.lines[0].sums.shipped, num("8")), 0);
    kit_happens(&k, (struct po_event){ .kind = PO_NOTICE_REFUSED }, "S1");
    ck_assert_int_eq(decimal_cmp(k.facts.lines[0].sums.shipped, num("4")), 0);
}
END_TEST

START_TEST(a_refused_notice_was_never_shipped)
{
    kit_answered(&k, ALL_ACCEPTED);
    struct notice n = notice_of("S1");
    notice_lines[0].line.quantity = num("10");
    noticed(&n);
    n.id = SLICE("S2");
    ck_assert(!gate_notice(&k.gate, &n));
    (void)kit_codes(&k);
    kit_happens(&k, (struct po_event){ .kind = PO_NOTICE_REFUSED }, "S1");
    ck_assert(gate_notice(&k.gate, &n));
}
END_TEST

static const struct { bool replaces, known; int days; const char *quantity, *codes; } replacements[] = {
    { false, false, 0, "4", "" },
    { false, true, 365, "4", "NOTICE-ID-USED" },
    { false, true, 366, "4", "" },
    { true, true, 7, "4", "" },
    { true, true, 7, "3", "" },
    { true, true, 7, "5", "NOTICE-REPLACE-MORE" },
    { true, true, 8, "4", "NOTICE-REPLACE-LATE" },
    { true, false, 0, "4", "NOTICE-REPLACES-NOTHING" },
};

START_TEST(a_shipment_id_comes_again_only_to_replace_and_then_with_no_more)
{
    kit_answered(&k, ALL_ACCEPTED);
    struct notice n = notice_of("S1");
    if (replacements[_i].replaces) noticed(&n);
    k.gate.now += replacements[_i].days * day;
    const struct paper_number known = { .kind = PAPER_NOTICE, .number = n.id, .at = k.gate.now - replacements[_i].days * day };
    n.replaces = replacements[_i].replaces;
    n.known = replacements[_i].known ? &known : NULL;
    n.shipped = n.arriving = instant_date(k.gate.now);
    notice_lines[0].line.quantity = num(replacements[_i].quantity);
    const bool fine = gate_notice(&k.gate, &n);
    ck_assert_str_eq(kit_codes(&k), replacements[_i].codes);
    if (!fine || !n.replaces) return;
    noticed(&n);                                /* the replacement counts instead of the original */
    ck_assert_int_eq(decimal_cmp(k.facts.lines[0].sums.shipped, num(replacements[_i].quantity)), 0);
}
END_TEST

static const struct { int shipped, arriving; const char *codes; } dates[] = {
    { 0, 0, "" }, { -7, 0, "" }, { -8, 0, "NOTICE-SHIP-DATE" }, { 2, 2, "" }, { 3, 3, "NOTICE-SHIP-DATE" }, { 1, 0, "NOTICE-ARRIVAL" }, { 1, 1, "" },
};

START_TEST(a_ship_date_is_about_now_and_before_the_arrival)
{
    kit_answered(&k, ALL_ACCEPTED);
    struct notice n = notice_of("S1");
    const int32_t today = date_days(instant_date(k.gate.now));
    n.shipped = date_from_days(today + dates[_i].shipped);
    n.arriving = date_from_days(today + dates[_i].arriving);
    (void)gate_notice(&k.gate, &n);
    ck_assert_str_eq(kit_codes(&k), dates[_i].codes);
    n.shipped = (date){ 0 };
    (void)gate_notice(&k.gate, &n);
    ck_assert_str_eq(kit_codes(&k), "NOTICE-SHIP-DATE");
}
END_TEST

START_TEST(cartons_and_pallets_are_counted_and_loose_units_count_one_each)
{
    kit_answered(&k, ALL_ACCEPTED);
    struct notice n = notice_of("S1");
    n.cartons = num("3");
    n.pallets = num("2");
    ck_assert(!gate_notice(&k.gate, &n));
    ck_assert_str_eq(kit_codes(&k), "NOTICE-CARTONS NOTICE-PALLETS");
    n.structure = SLICE("SOTI");                /* seven units on one pallet, no cartons */
    n.n_packs = 1;
    n.pallets = num("1");
    notice_lines[0].pack = notice_lines[1].pack = 1;
    n.cartons = num("7");
    ck_assert(gate_notice(&k.gate, &n));
    n.cartons = num("6");
    ck_assert(!gate_notice(&k.gate, &n));
    ck_assert_str_eq(kit_codes(&k), "NOTICE-CARTONS");
}
END_TEST

static const struct { const char *bol; bool fine; } bols[] = {
    { "PRMV10001", true }, { "PRMV1001", true }, { "PRMV101", false }, { "", false }, { "20261120", false }, { "2026-11-20", false }, { "20261399", true },
};

START_TEST(a_bill_of_lading_is_long_enough_and_no_date)
{
    kit_answered(&k, ALL_ACCEPTED);
    struct notice n = notice_of("S1");
    n.bill_of_lading = slice_of(bols[_i].bol);
    ck_assert(gate_notice(&k.gate, &n));
    n.needs_bill_of_lading = true;
    ck_assert_int_eq(gate_notice(&k.gate, &n), bols[_i].fine);
    ck_assert_str_eq(kit_codes(&k), bols[_i].fine ? "" : "NOTICE-BILL-OF-LADING");
}
END_TEST

START_TEST(goods_the_buyer_collects_need_his_reference_number)
{
    kit_answered(&k, ALL_ACCEPTED);
    k.facts.collect = true;
    struct notice n = notice_of("S1");
    ck_assert(!gate_notice(&k.gate, &n));
    ck_assert_str_eq(kit_codes(&k), "NOTICE-APPOINTMENT");
    n.appointment = SLICE("12345");
    ck_assert(gate_notice(&k.gate, &n));
}
END_TEST

/* Packs as letters from the first on: T pallet, P loose carton, p carton on pack 1; lines as the pack each lies in, 1 and 2 of different orders
   lines. */
static const struct { const char *name, *packs, *lines, *codes; } shapes[] = {
    { "SOPI", "PP", "12", "" },
    { "SOPI", "P", "11", "" },
    { "SOPI", "Tp", "22", "NOTICE-LEVEL NOTICE-LEVEL" },
    { "SOPI", "PP", "11", "NOTICE-PACK-EMPTY" },
    { "SOPI", "PP", "10", "NOTICE-LEVEL NOTICE-PACK-EMPTY" },
    { "SOPI", "PP", "13", "NOTICE-LEVEL NOTICE-PACK-EMPTY" },
    { "SOTPI", "Tpp", "23", "" },
    { "SOTPI", "Tp", "22", "" },
    { "SOTPI", "TpP", "23", "NOTICE-LEVEL" },
    { "SOTPI", "Tp", "21", "NOTICE-LEVEL" },
    { "SOTPI", "Tt", "12", "NOTICE-LEVEL NOTICE-LEVEL NOTICE-LEVEL NOTICE-PACK-EMPTY NOTICE-PACK-EMPTY" },
    { "SOTPI", "TTp", "33", "NOTICE-PACK-EMPTY" },
    { "SOTI", "TT", "12", "" },
    { "SOTI", "Tp", "12", "NOTICE-LEVEL NOTICE-LEVEL NOTICE-PACK-EMPTY" },
    { "SOIP", "PP", "12", "" },
    { "SOIP", "P", "11", "NOTICE-PACK-MIXED" },
    { "SOTIP", "Tpp", "23", "" },
    { "SOTIP", "Tp", "22", "NOTICE-PACK-MIXED" },
    { "STOI", "T", "11", "" },
    { "SPOI", "P", "11", "" },
    { "SPOI", "T", "11", "NOTICE-LEVEL NOTICE-LEVEL NOTICE-LEVEL NOTICE-PACK-EMPTY" },
    { "SOXI", "P", "11", "NOTICE-STRUCTURE" },
    { "", "P", "11", "NOTICE-STRUCTURE" },
};

static void pack_as(struct notice *n, size_t i)
{
    n->structure = slice_of(shapes[i].name);
    n->has_counts = false;
    n->n_packs = strlen(shapes[i].packs);
    for (size_t p = 0; p < n->n_packs; p++) {
        const char kind = shapes[i].packs[p];
        notice_packs[p] = (struct notice_pack){ .is_pallet = kind == 'T' || kind == 't', .parent = kind == 'p' || kind == 't', .sscc = sscc((unsigned)p) };
    }
    for (size_t l = 0; l < 2; l++) notice_lines[l].pack = (unsigned)(shapes[i].lines[l] - '0');
}

START_TEST(packs_are_as_the_hierarchy_says)
{
    kit_answered(&k, ALL_ACCEPTED);
    struct notice n = notice_of("S1");
    pack_as(&n, (size_t)_i);
    (void)gate_notice(&k.gate, &n);
    ck_assert_str_eq(kit_codes(&k), shapes[_i].codes);
}
END_TEST

START_TEST(a_pack_of_several_orders_needs_a_hierarchy_for_it)
{
    static const struct { const char *name, *packs; bool fine; } mixed[] = {
        { "SOPI", "P", false }, { "SPOI", "P", true }, { "STOI", "T", true }, { "SOTI", "T", false },
    };
    kit_answered(&k, ALL_ACCEPTED);
    struct po_facts other = k.facts;
    for (size_t i = 0; i < 4; i++) {
        struct notice n = notice_of("S1");
        n.structure = slice_of(mixed[i].name);
        n.has_counts = false;
        n.n_packs = 1;
        notice_packs[0] = (struct notice_pack){ .is_pallet = mixed[i].packs[0] == 'T', .sscc = sscc(1) };
        notice_lines[0].pack = notice_lines[1].pack = 1;
        notice_lines[1].order = &other;
        ck_assert_int_eq(gate_notice(&k.gate, &n), mixed[i].fine);
        ck_assert_str_eq(kit_codes(&k), mixed[i].fine ? "" : "NOTICE-PACK-MIXED");
    }
}
END_TEST

static const struct { const char *text; bool prefix; const char *codes; } codes[] = {
    { "00106141411234567897", true, "" },
    { "106141411234567897", true, "SSCC-FORM" },
    { "106141411234567897", false, "" },
    { "00106141411234567897", false, "SSCC-FORM" },
    { "01106141411234567897", true, "SSCC-FORM" },
    { "00106141411234567896", true, "SSCC-CHECK-DIGIT" },
    { "00106141411234576897", true, "SSCC-CHECK-DIGIT" },      /* two digits changed places */
    { "0010614141123456789A", true, "SSCC-FORM" },
    { "0010614141123456789", true, "SSCC-FORM" },
    { "", true, "SSCC-MISSING" },
};

START_TEST(a_container_code_has_its_form_and_its_check_digit)
{
    kit_answered(&k, ALL_ACCEPTED);
    struct notice n = notice_of("S1");
    k.terms.sscc_prefix = codes[_i].prefix;
    for (size_t p = 0; p < 2 && !codes[_i].prefix; p++) notice_packs[p].sscc = slice_sub(notice_packs[p].sscc, 2, 18);
    notice_packs[2].sscc = slice_of(codes[_i].text);
    (void)gate_notice(&k.gate, &n);
    ck_assert_str_eq(kit_codes(&k), codes[_i].codes);
}
END_TEST

START_TEST(a_pallet_may_go_without_a_code_where_the_terms_say_so)
{
    kit_answered(&k, ALL_ACCEPTED);
    struct notice n = notice_of("S1");
    notice_packs[0].sscc = (slice){ 0 };
    ck_assert(!gate_notice(&k.gate, &n));
    ck_assert_str_eq(kit_codes(&k), "SSCC-MISSING");
    k.terms.pallet_sscc = false;
    ck_assert(gate_notice(&k.gate, &n));
}
END_TEST

START_TEST(a_container_code_stands_once_in_a_notice)
{
    kit_answered(&k, ALL_ACCEPTED);
    struct notice n = notice_of("S1");
    notice_packs[0].sscc = notice_packs[2].sscc = notice_packs[1].sscc;
    ck_assert(!gate_notice(&k.gate, &n));
    ck_assert_str_eq(kit_codes(&k), "SSCC-TWICE SSCC-TWICE");
}
END_TEST

static const struct { int days; const char *notice, *codes; } uses[] = {
    { 1, "S0", "SSCC-USED" }, { 365, "S0", "SSCC-USED" }, { 366, "S0", "" }, { 1, "S1", "" /* the one that is replaced */ },
};

START_TEST(a_container_code_is_not_used_again_within_a_year)
{
    kit_answered(&k, ALL_ACCEPTED);
    struct notice n = notice_of("S1");
    struct sscc_use used = { .at = k.gate.now - uses[_i].days * day, .notice = slice_of(uses[_i].notice) };
    ck_assert(sscc_value(notice_packs[1].sscc, &used.code));
    n.used = &used;
    n.n_used = 1;
    (void)gate_notice(&k.gate, &n);
    ck_assert_str_eq(kit_codes(&k), uses[_i].codes);
}
END_TEST

/* ---- invoice and credit note ---- */

static struct invoice_line invoice_lines[4];
static struct invoice_charge invoice_charges[2];
static struct invoice_rate invoice_rates[3];

/* Four cases and three eaches at 20 %: 240.00 + 13.50 = 253.50, with 50.70 tax 304.20. */
static struct invoice invoice_of(const char *number)
{
    invoice_lines[0] = (struct invoice_line){ .line = kit_gate_line(&k, "1", "4", "CA", "60.00"), .tax_rate = num("20") };
    invoice_lines[1] = (struct invoice_line){ .line = kit_gate_line(&k, "2", "3", "EA", "4.50"), .tax_rate = num("20") };
    return (struct invoice){ .number = slice_of(number), .dated = { 2026, 11, 20 }, .total = num("304.20"), .lines = invoice_lines, .n_lines = 2,
                             .charges = invoice_charges, .rates = invoice_rates };
}

static void shipped(const char *text)
{
    kit_answered(&k, ALL_ACCEPTED);
    kit_counted(&k, PO_NOTICED, PO_COUNT_SHIPPED, "S1", "0", text);
}

static void invoiced(const struct invoice *v)
{
    struct po_event e;
    const bool fine = gate_invoice(&k.gate, &k.facts, v, &e);
    ck_assert_msg(fine, "%s", kit_codes(&k));
    e.at = k.gate.now;
    ck_assert(facts_add(&k.facts, k.arena, &e));
}

static const struct { const char *shipped, *codes; } billed[] = {
    { "1 4; 2 3", "" },
    { "1 10; 2 5", "" },
    { "1 3; 2 3", "INVOICE-ABOVE-SHIPPED" },
    { "1 4; 2 2", "INVOICE-ABOVE-SHIPPED" },
    { "1 4", "INVOICE-ABOVE-SHIPPED" },
};

START_TEST(no_more_is_invoiced_than_was_shipped)
{
    shipped(billed[_i].shipped);
    const struct invoice v = invoice_of("R1");
    (void)gate_invoice(&k.gate, &k.facts, &v, NULL);
    ck_assert_str_eq(kit_codes(&k), billed[_i].codes);
}
END_TEST

START_TEST(all_invoices_together_ask_no_more_than_was_shipped)
{
    shipped("1 8; 2 5");
    struct invoice v = invoice_of("R1");
    invoiced(&v);
    v.number = SLICE("R2");
    ck_assert(!gate_invoice(&k.gate, &k.facts, &v, NULL));
    ck_assert_str_eq(kit_words(&k), "line 2: 6 would be invoiced in all, shipped are 5 | invoice what has left");
    kit_happens(&k, (struct po_event){ .kind = PO_INVOICE_REFUSED }, "R1");
    ck_assert(gate_invoice(&k.gate, &k.facts, &v, NULL));      /* it never existed for the buyer */
}
END_TEST

START_TEST(where_the_terms_say_so_only_accepted_notices_are_billed)
{
    shipped("1 4; 2 3");
    const struct invoice v = invoice_of("R1");
    ck_assert(gate_invoice(&k.gate, &k.facts, &v, NULL));
    k.terms.invoice_after_notice = true;
    ck_assert(!gate_invoice(&k.gate, &k.facts, &v, NULL));
    ck_assert_str_eq(kit_codes(&k), "INVOICE-NOTICE-PENDING INVOICE-NOTICE-PENDING");
    kit_happens(&k, (struct po_event){ .kind = PO_NOTICE_ACCEPTED }, "S2");
    ck_assert(!gate_invoice(&k.gate, &k.facts, &v, NULL));
    kit_happens(&k, (struct po_event){ .kind = PO_NOTICE_ACCEPTED }, "S1");
    (void)kit_codes(&k);
    ck_assert(gate_invoice(&k.gate, &k.facts, &v, NULL));
}
END_TEST

static const struct { const char *price, *total, *codes; } invoice_prices[] = {
    { "60", "304.20", "" }, { "59.99", "304.15", "INVOICE-PRICE" }, { "60.01", "304.25", "INVOICE-PRICE" }, { "0", "16.20", "INVOICE-PRICE" },
};

START_TEST(the_invoice_has_the_price_that_was_acknowledged)
{
    shipped("1 4; 2 3");
    struct invoice v = invoice_of("R1");
    invoice_lines[0].line.price = num(invoice_prices[_i].price);
    v.total = num(invoice_prices[_i].total);
    (void)gate_invoice(&k.gate, &k.facts, &v, NULL);
    ck_assert_str_eq(kit_codes(&k), invoice_prices[_i].codes);
}
END_TEST

START_TEST(an_acknowledged_lower_price_is_the_one_to_bill)
{
    kit_answered(&k, "1 A 10 CA 59; 2 A 5 EA 4.5; 3 A 7 EA 2");
    kit_counted(&k, PO_NOTICED, PO_COUNT_SHIPPED, "S1", "0", "1 4; 2 3");
    struct invoice v = invoice_of("R1");
    ck_assert(!gate_invoice(&k.gate, &k.facts, &v, NULL));
    ck_assert_str_eq(kit_codes(&k), "INVOICE-PRICE");
    invoice_lines[0].line.price = num("59");
    v.total = num("299.40");
    ck_assert(gate_invoice(&k.gate, &k.facts, &v, NULL));
}
END_TEST

static const struct { const char *total, *tax, *base, *codes; } sums[] = {
    { "304.20", "50.70", "253.50", "" },
    { "304.19", "50.70", "253.50", "INVOICE-AMOUNT" },
    { "304.21", "50.70", "253.50", "INVOICE-AMOUNT" },
    { "304.20", "50.69", "253.50", "INVOICE-TAX" },
    { "304.20", "50.71", "253.50", "INVOICE-TAX" },
    { "304.20", "50.70", "253.49", "INVOICE-TAX" },
    { "0", "50.70", "253.50", "INVOICE-EMPTY INVOICE-AMOUNT" },
};

START_TEST(total_and_tax_are_right_to_the_penny)
{
    shipped("1 4; 2 3");
    struct invoice v = invoice_of("R1");
    v.total = num(sums[_i].total);
    invoice_rates[0] = (struct invoice_rate){ .rate = num("20"), .has_base = true, .base = num(sums[_i].base), .tax = num(sums[_i].tax) };
    v.n_rates = 1;
    (void)gate_invoice(&k.gate, &k.facts, &v, NULL);
    ck_assert_str_eq(kit_codes(&k), sums[_i].codes);
}
END_TEST

START_TEST(charges_and_allowances_are_in_total_and_tax)
{
    shipped("1 4; 2 3");
    struct invoice v = invoice_of("R1");
    invoice_charges[0] = (struct invoice_charge){ .amount = num("25.00"), .tax_rate = num("20") };
    invoice_charges[1] = (struct invoice_charge){ .is_allowance = true, .amount = num("17.92"), .tax_rate = num("20") };
    v.n_charges = 2;
    ck_assert(!gate_invoice(&k.gate, &k.facts, &v, NULL));
    ck_assert_str_eq(kit_words(&k), "the total is 304.2, 312.7 would be right | lines and charges, less allowances, with tax");
    v.total = num("312.70");                    /* 260.58 + 52.12 (52.116) */
    ck_assert(gate_invoice(&k.gate, &k.facts, &v, NULL));
}
END_TEST

START_TEST(each_rate_has_its_row_and_rates_are_taxed_apart)
{
    shipped("1 4; 2 3");
    struct invoice v = invoice_of("R1");
    invoice_lines[1].tax_rate = num("5");       /* 48.00 and 0.68 (0.675) */
    v.total = num("302.18");
    invoice_rates[0] = (struct invoice_rate){ .rate = num("20.00"), .tax = num("48") };
    v.n_rates = 1;
    ck_assert(!gate_invoice(&k.gate, &k.facts, &v, NULL));
    ck_assert_str_eq(kit_codes(&k), "INVOICE-RATE-MISSING");
    invoice_rates[1] = (struct invoice_rate){ .rate = num("5"), .tax = num("0.68") };
    v.n_rates = 2;
    ck_assert(gate_invoice(&k.gate, &k.facts, &v, NULL));
    invoice_rates[2] = (struct invoice_rate){ .rate = num("17.5"), .tax = num("1") };
    v.n_rates = 3;
    ck_assert(!gate_invoice(&k.gate, &k.facts, &v, NULL));
    ck_assert_str_eq(kit_codes(&k), "INVOICE-TAX");
}
END_TEST

/* Three lines of 2.00 at 17.625 %, whose tax is 0.3525 each: 1.06 together (1.0575), 1.05 one by one. */
static const struct { enum tax_rounding rounding; const char *total; bool fine; } roundings[] = {
    { TAX_PER_RATE, "7.06", true }, { TAX_PER_RATE, "7.05", false }, { TAX_PER_LINE, "7.05", true }, { TAX_PER_LINE, "7.06", false },
};

START_TEST(tax_is_rounded_by_rate_or_by_line_as_the_terms_say)
{
    shipped("3 3");
    k.terms.tax_rounding = roundings[_i].rounding;
    struct invoice v = invoice_of("R1");
    for (size_t i = 0; i < 3; i++) {
        invoice_lines[i] = (struct invoice_line){ .line = kit_gate_line(&k, "3", "1", "EA", "2"), .tax_rate = num("17.625"), .has_tax = true, .tax = num("0.35") };
    }
    v.n_lines = 3;
    v.total = num(roundings[_i].total);
    ck_assert_int_eq(gate_invoice(&k.gate, &k.facts, &v, NULL), roundings[_i].fine);
    ck_assert_str_eq(kit_codes(&k), roundings[_i].fine ? "" : "INVOICE-AMOUNT");
    invoice_lines[2].tax = num("0.36");
    (void)gate_invoice(&k.gate, &k.facts, &v, NULL);
    ck_assert_ptr_nonnull(strstr(kit_codes(&k), "INVOICE-LINE-TAX"));
}
END_TEST

static const struct { const char *number; int days; const char *codes; } heads[] = {
    { "R1", 0, "" },
    { "1234567890123456789012", 0, "" },
    { "12345678901234567890123", 0, "INVOICE-NUMBER" },
    { "", 0, "INVOICE-NUMBER" },
    { "R1", 1, "INVOICE-DATE" },
    { "R1", -1, "INVOICE-DATE" },               /* before the order */
};

START_TEST(an_invoice_has_a_usable_number_and_a_date_since_the_order)
{
    shipped("1 4; 2 3");
    struct invoice v = invoice_of(heads[_i].number);
    v.dated = date_from_days(date_days(instant_date(k.gate.now)) + heads[_i].days);
    (void)gate_invoice(&k.gate, &k.facts, &v, NULL);
    ck_assert_str_eq(kit_codes(&k), heads[_i].codes);
}
END_TEST

START_TEST(an_invoice_number_is_never_used_again_unless_the_invoice_was_refused)
{
    shipped("1 8; 2 5");
    struct invoice v = invoice_of("R1");
    struct paper_number known = { .number = v.number, .po = k.facts.id, .at = k.gate.now };
    invoiced(&v);
    k.gate.now += 5000 * day;
    v.known = &known;
    v.n_lines = 1;
    v.total = num("288");
    ck_assert(!gate_invoice(&k.gate, &k.facts, &v, NULL));
    ck_assert_str_eq(kit_codes(&k), "INVOICE-NUMBER-USED");
    kit_happens(&k, (struct po_event){ .kind = PO_INVOICE_REFUSED }, "R1");
    ck_assert(gate_invoice(&k.gate, &k.facts, &v, NULL));
    known.po++;                                 /* another order's stays another order's */
    ck_assert(!gate_invoice(&k.gate, &k.facts, &v, NULL));
    ck_assert_str_eq(kit_codes(&k), "INVOICE-NUMBER-USED");
}
END_TEST

static struct invoice credit_of(const char *number, const char *quantity, const char *price, const char *total)
{
    struct invoice v = invoice_of(number);
    v.is_credit = true;
    v.original = SLICE("R1");
    v.n_lines = 1;
    invoice_lines[0].line = kit_gate_line(&k, "1", quantity, "CA", price);
    v.total = num(total);
    return v;
}

static const struct { const char *quantity, *price, *total, *codes; } credits[] = {
    { "4", "60", "288", "" },
    { "1", "60", "72", "" },
    { "5", "60", "360", "CREDIT-AMOUNT CREDIT-ABOVE-INVOICED" },
    { "4", "1.50", "7.20", "" },                /* part of the price */
    { "5", "1.50", "9.00", "CREDIT-ABOVE-INVOICED" },
    { "4", "61", "292.80", "INVOICE-PRICE" },
};

START_TEST(no_more_is_credited_than_was_invoiced)
{
    shipped("1 4; 2 3");
    const struct invoice v = invoice_of("R1");
    invoiced(&v);
    const struct invoice c = credit_of("C1", credits[_i].quantity, credits[_i].price, credits[_i].total);
    (void)gate_invoice(&k.gate, &k.facts, &c, NULL);
    ck_assert_str_eq(kit_codes(&k), credits[_i].codes);
}
END_TEST

START_TEST(credits_of_one_invoice_add_up_and_a_refused_one_does_not_count)
{
    shipped("1 4; 2 3");
    const struct invoice v = invoice_of("R1");
    invoiced(&v);
    struct invoice c = credit_of("C1", "3", "60", "216");
    invoiced(&c);
    c = credit_of("C2", "1", "60", "72");
    ck_assert(gate_invoice(&k.gate, &k.facts, &c, NULL));
    c = credit_of("C2", "2", "60", "144");
    ck_assert(!gate_invoice(&k.gate, &k.facts, &c, NULL));
    ck_assert_str_eq(kit_codes(&k), "CREDIT-AMOUNT CREDIT-ABOVE-INVOICED");
    kit_happens(&k, (struct po_event){ .kind = PO_CREDIT_REFUSED }, "C1");
    ck_assert(gate_invoice(&k.gate, &k.facts, &c, NULL));
    c.original = SLICE("R9");
    ck_assert(!gate_invoice(&k.gate, &k.facts, &c, NULL));
    ck_assert_str_eq(kit_codes(&k), "CREDIT-ORIGINAL");
}
END_TEST

/* ---- changes by the buyer ---- */

static const struct { const char *line, *quantity, *unit, *price, *codes; } buyer[] = {
    { "1", "4", "CA", "0", "" },                /* as many as were shipped */
    { "1", "48", "-", "60", "" },
    { "1", "3", "CA", "0", "CHANGE-BELOW-SHIPPED" },
    { "1", "0", "CA", "0", "CHANGE-BELOW-SHIPPED" },
    { "2", "0", "EA", "0", "" },
    { "2", "500", "EA", "0", "" },
    { "2", "-1", "EA", "0", "QUANTITY-RANGE" },
    { "2", "5", "CA", "0", "UNIT-NOT-ORDERED" },
    { "2", "5", "EA", "4.49", "CHANGE-PRICE" },
    { "9", "5", "EA", "0", "LINE-UNKNOWN" },
};

START_TEST(a_change_passes_unless_goods_have_left_or_the_price_moves)
{
    struct po_event e;
    shipped("1 4");
    const struct gate_line line = kit_gate_line(&k, buyer[_i].line, buyer[_i].quantity, buyer[_i].unit, buyer[_i].price);
    const bool fine = gate_change(&k.gate, &k.facts, &line, 1, &e);
    ck_assert_str_eq(kit_codes(&k), buyer[_i].codes);
    ck_assert_int_eq(fine, buyer[_i].codes[0] == 0);
    if (!fine) return;
    kit_happens(&k, e, "860");
    const struct po_line *l = &k.facts.lines[buyer[_i].line[0] - '1'];
    ck_assert(l->sums.changed_since && decimal_cmp(l->sums.ordered, e.counts[0].quantity) == 0);
    ck_assert(gate_balance(&k.gate, &k.facts));
}
END_TEST

START_TEST(what_partners_say_late_may_break_the_law_and_is_told)
{
    shipped("1 4; 2 3");
    const struct invoice v = invoice_of("R1");
    invoiced(&v);
    ck_assert(gate_balance(&k.gate, &k.facts));
    kit_happens(&k, (struct po_event){ .kind = PO_NOTICE_REFUSED }, "S1");
    ck_assert(!gate_balance(&k.gate, &k.facts));
    ck_assert_str_eq(k.diags.items[0].def->code, "ORDER-OUT-OF-BALANCE");
    ck_assert_str_eq(kit_words(&k), "line 1: 4 are invoiced, but 0 are shipped | look what the partner refused or changed last, and settle it with him");
    kit_changed(&k, 1, "2", "0");
    kit_counted(&k, PO_NOTICED, PO_COUNT_SHIPPED, "S2", "0", "1 4; 2 3");
    ck_assert(!gate_balance(&k.gate, &k.facts));
    ck_assert_str_eq(kit_words(&k), "line 1: 4 are shipped, but 2 are promised | look what the partner refused or changed last, and settle it with him");
}
END_TEST

/* ---- closing ---- */

static const struct { const char *shipped; unsigned cancelled; const char *codes; } closings[] = {
    { "1 10; 2 5; 3 7", 0, "" },
    { "1 6; 2 5; 3 7", 0, "CLOSE-OPEN" },
    { "1 6; 2 5; 3 7", 3, "CLOSE-OPEN" },
    { "1 6; 2 5; 3 7", 4, "" },
    { "1 6; 2 5; 3 7", 5, "CLOSE-ABOVE-OPEN" },
};

START_TEST(a_part_shipped_order_is_closed_with_its_whole_balance)
{
    shipped(closings[_i].shipped);
    const struct close_line balance = { 1, decimal_int(closings[_i].cancelled) };
    struct po_event e;
    const bool fine = gate_close(&k.gate, &k.facts, &balance, closings[_i].cancelled ? 1 : 0, &e);
    ck_assert_str_eq(kit_codes(&k), closings[_i].codes);
    if (!fine) return;
    kit_happens(&k, e, "close");
    ck_assert_int_eq(po_line_open(&k.facts.lines[0]).coef, 0);
    ck_assert_int_eq(po_standing(&k.facts).step, STEP_CLOSED);
    const struct invoice v = invoice_of("R1");                  /* what left is still billed */
    ck_assert(gate_invoice(&k.gate, &k.facts, &v, NULL));
}
END_TEST

/* ---- where an order stands ---- */

static const struct { enum po_event_kind kind; const char *step; } life[] = {
    { PO_VALIDATED, "VALIDATED" }, { PO_IN_PRIMA, "ACK_PENDING" }, { PO_ANSWERED, "ACK_SENT" }, { PO_ANSWER_ACCEPTED, "ACK_ACCEPTED" },
    { PO_ALLOCATED, "ALLOCATED" }, { PO_PICKED, "PICKED" }, { PO_DESPATCHED, "DESPATCHED" }, { PO_NOTICED, "ASN_SENT" },
    { PO_NOTICE_ACCEPTED, "ASN_ACCEPTED" }, { PO_INVOICED, "INVOICED" }, { PO_INVOICE_ACCEPTED, "INV_ACCEPTED" }, { PO_REMITTED, "SHORT_PAID" },
    { PO_DISPUTED, "DISPUTED" }, { PO_REMITTED, "PAID" }, { PO_CLOSED, "CLOSED" },
};

static void lives(enum po_event_kind kind)
{
    if (kind == PO_ANSWERED) kit_counted(&k, kind, PO_COUNT_ACCEPTED, "a", "0", "1 10; 2 5; 3 7");
    else if (kind == PO_NOTICED) kit_counted(&k, kind, PO_COUNT_SHIPPED, "s", "0", "1 10; 2 5; 3 7");
    else if (kind == PO_INVOICED) kit_counted(&k, kind, PO_COUNT_INVOICED, "r", "100", "1 10; 2 5; 3 7");
    else kit_happens(&k, (struct po_event){ .kind = kind, .amount = decimal_int(kind == PO_REMITTED ? 50 : 0) }, "x");
}

START_TEST(an_order_goes_its_way_from_received_to_closed)
{
    ck_assert_str_eq(po_step_name(po_standing(&k.facts).step), "RECEIVED");
    for (size_t i = 0; i < sizeof life / sizeof *life; i++) {
        ck_assert_msg(po_event_allowed(&k.facts, life[i].kind), "%s", life[i].step);
        lives(life[i].kind);
        ck_assert_str_eq(po_step_name(po_standing(&k.facts).step), life[i].step);
    }
}
END_TEST

START_TEST(what_needs_something_before_it_is_not_allowed_before_it)
{
    static const enum po_event_kind early[] = { PO_ALLOCATED, PO_NOTICED, PO_INVOICED, PO_CREDITED, PO_DISPUTED, PO_REOPENED };
    for (size_t i = 0; i < sizeof early / sizeof *early; i++) ck_assert(!po_event_allowed(&k.facts, early[i]));
    ck_assert(po_event_allowed(&k.facts, PO_REMITTED));         /* what others say comes when it comes */
    lives(PO_ANSWERED);
    ck_assert(po_event_allowed(&k.facts, PO_NOTICED) && po_event_allowed(&k.facts, PO_EXPIRED));
    lives(PO_NOTICED);
    ck_assert(po_event_allowed(&k.facts, PO_INVOICED) && !po_event_allowed(&k.facts, PO_EXPIRED));
    lives(PO_CANCELLED);
    ck_assert(!po_event_allowed(&k.facts, PO_NOTICED) && po_event_allowed(&k.facts, PO_INVOICED) && po_event_allowed(&k.facts, PO_REOPENED));
    ck_assert_int_eq(po_standing(&k.facts).step, STEP_CANCELLED);
}
END_TEST

START_TEST(a_part_that_has_come_less_far_is_told)
{
    lives(PO_ANSWERED);
    kit_counted(&k, PO_NOTICED, PO_COUNT_SHIPPED, "s", "0", "1 10; 2 5; 3 6");
    ck_assert(po_standing(&k.facts).step == STEP_ASN_SENT && po_standing(&k.facts).partly);
    kit_counted(&k, PO_NOTICED, PO_COUNT_SHIPPED, "s2", "0", "3 1");
    ck_assert(po_standing(&k.facts).step == STEP_ASN_SENT && !po_standing(&k.facts).partly);
}
END_TEST

START_TEST(an_order_refused_or_put_off_whole_stands_aside)
{
    kit_answered(&k, "1 R 10 CA 60; 2 R 5 EA 4.5; 3 R 7 EA 2");
    ck_assert_int_eq(po_standing(&k.facts).step, STEP_REJECTED);
    kit_close(&k);
    kit_open(&k);
    kit_answered(&k, "1 B 10 CA 60; 2 R 5 EA 4.5; 3 R 7 EA 2");
    ck_assert_int_eq(po_standing(&k.facts).step, STEP_BACKORDERED);
    kit_happens(&k, (struct po_event){ .kind = PO_ANSWER_REFUSED }, "ack");
    ck_assert_int_eq(po_standing(&k.facts).step, STEP_RECEIVED);
    kit_happens(&k, (struct po_event){ .kind = PO_EXPIRED }, "");
    ck_assert_int_eq(po_standing(&k.facts).step, STEP_EXPIRED);
}
END_TEST

START_TEST(a_count_of_no_line_or_beyond_exact_numbers_is_no_fact)
{
    const struct po_count nowhere = { .line = 4, .kind = PO_COUNT_SHIPPED, .quantity = decimal_int(1) };
    const struct po_count huge[] = { { .line = 1, .kind = PO_COUNT_SHIPPED, .quantity = { INT64_MAX, 0 } },
                                     { .line = 1, .kind = PO_COUNT_SHIPPED, .quantity = { INT64_MAX, 0 } } };
    struct po_event e = { .kind = PO_NOTICED, .counts = &nowhere, .n_counts = 1 };
    ck_assert(!facts_add(&k.facts, k.arena, &e));
    e.counts = huge;
    e.n_counts = 2;
    ck_assert(!facts_add(&k.facts, k.arena, &e));
    ck_assert(k.facts.n_events == 0 && k.facts.lines[0].sums.shipped.coef == 0);
}
END_TEST

/* ---- any sequence ---- */

static uint64_t state;

static unsigned below(unsigned n)
{
    return (unsigned)(unit_random(&state) % n);
}

static const char *line_name(unsigned n)
{
    static const char *const names[] = { "1", "2", "3" };
    return names[n];
}

static bool try_answer(void)
{
    struct answer_part parts[9];
    struct answer a = { .parts = parts };
    for (unsigned i = 0; i < 3; i++) {
        const struct po_line *l = &k.facts.lines[i];
        if (l->sums.ordered.coef == 0 || (l->sums.answer && below(2))) continue;
        unsigned rest = (unsigned)l->sums.ordered.coef + (below(8) == 0);
        for (unsigned kind = 0; kind < 3; kind++) {
            const unsigned part = kind == 2 ? rest : below(rest + 1);
            char text[16];
            snprintf(text, sizeof text, "%u", part);
            rest -= part;
            if (part == 0) continue;
            struct answer_part *p = &parts[a.n_parts++];
            *p = (struct answer_part){ .line = kit_gate_line(&k, line_name(i), text, "-", "1"), .kind = (enum po_count_kind)kind, .shipping = { 2026, 12, 1 } };
            p->line.unit = l->unit;
            p->line.price = l->sums.price;
        }
    }
    struct po_event e;
    if (a.n_parts == 0 || !gate_answer(&k.gate, &k.facts, &a, &e)) return false;
    kit_happens(&k, e, "ack");
    return true;
}

static bool try_notice(unsigned step)
{
    char id[16], quantity[16];
    struct notice n = notice_of("");
    n.has_counts = false;
    snprintf(id, sizeof id, "S%u", below(4) ? step : step / 2);
    n.id = slice_of(id);
    n.replaces = facts_event(&k.facts, PO_NOTICED, n.id) != NULL;
    const struct paper_number known = { .at = k.gate.now };
    n.known = n.replaces ? &known : NULL;
    for (size_t i = 0; i < 2; i++) {
        snprintf(quantity, sizeof quantity, "%u", 1 + below(7));
        const unsigned line = below(3);
        notice_lines[i].line = kit_gate_line(&k, line_name(line), quantity, "-", "0");
        notice_lines[i].line.unit = k.facts.lines[line].unit;
    }
    n.shipped = n.arriving = instant_date(k.gate.now);
    if (!gate_notice(&k.gate, &n)) return false;
    struct po_event e;
    notice_event(&k.gate, &n, &k.facts, &e);
    kit_happens(&k, e, arena_cstr(k.arena, n.id));
    return true;
}

static bool try_invoice(unsigned step)
{
    static const char *const prices[] = { "60", "4.5", "2" };
    char number[16], quantity[16];
    const unsigned line = below(3);
    const bool credit = below(3) == 0;
    snprintf(number, sizeof number, "%c%u", credit ? 'C' : 'R', step);
    snprintf(quantity, sizeof quantity, "%u", 1 + below(6));
    struct invoice v = invoice_of(number);
    v.is_credit = credit;
    for (size_t i = 0; i < k.facts.n_events; i++) {
        if (k.facts.events[i].kind == PO_INVOICED) v.original = k.facts.events[i].reference;
    }
    invoice_lines[0] = (struct invoice_line){ .line = kit_gate_line(&k, line_name(line), quantity, "-", prices[line]), .tax_rate = num("0") };
    invoice_lines[0].line.unit = k.facts.lines[line].unit;
    invoice_lines[0].line.price = k.facts.lines[line].sums.agreed_price;
    v.n_lines = 1;
    v.dated = instant_date(k.gate.now);
    decimal total;
    ck_assert(decimal_mul(invoice_lines[0].line.quantity, invoice_lines[0].line.price, &total));
    v.total = total;
    struct po_event e;
    if (!gate_invoice(&k.gate, &k.facts, &v, &e)) return false;
    kit_happens(&k, e, arena_cstr(k.arena, slice_of(number)));
    return true;
}

/* What the buyer does needs no gate.  He takes back no more than has not been shipped: that would be an exception for people. */
static void buyer_changes(void)
{
    const unsigned line = below(3);
    struct po_sums *s = &k.facts.lines[line].sums;
    char quantity[16];
    snprintf(quantity, sizeof quantity, "%lld", (long long)s->shipped.coef + below(8));
    kit_changed(&k, line + 1, quantity, "0");
}

/* Refused is what nothing was built on yet; else gate_balance tells it, and people settle it. */
static void buyer_refuses(void)
{
    static const enum po_event_kind pairs[][2] = { { PO_INVOICED, PO_INVOICE_REFUSED }, { PO_CREDITED, PO_CREDIT_REFUSED },
                                                   { PO_NOTICED, PO_NOTICE_REFUSED }, { PO_ANSWERED, PO_ANSWER_REFUSED } };
    const unsigned p = below(4);
    if (k.facts.n_events == 0) return;
    const struct po_event *e = &k.facts.events[below((unsigned)k.facts.n_events)];
    if (e->kind != pairs[p][0]) return;
    const size_t n = k.facts.n_events;
    kit_happens(&k, (struct po_event){ .kind = pairs[p][1] }, arena_cstr(k.arena, e->reference));
    if (gate_balance(&k.gate, &k.facts)) return;
    k.facts.n_events = n;
    ck_assert(facts_sum(&k.facts));
}

static void check_law(void)
{
    for (size_t i = 0; i < 3; i++) {
        const struct po_sums *s = &k.facts.lines[i].sums;
        decimal promised;
        ck_assert(decimal_add(s->accepted, s->backordered, &promised));
        ck_assert_int_le(decimal_cmp(s->shipped, promised), 0);
        ck_assert_int_le(decimal_cmp(s->invoiced, s->shipped), 0);
        ck_assert_int_le(decimal_cmp(s->credited, s->invoiced), 0);
        ck_assert(decimal_is_whole(s->shipped) && decimal_is_whole(s->invoiced));
        ck_assert_int_ge(s->shipped.coef, 0);
    }
}

START_TEST(no_sequence_of_documents_that_passed_breaks_the_law_of_quantities)
{
    unsigned passed[3] = { 0 }, held[3] = { 0 };
    state = 88172645463325252u + (uint64_t)_i * 7919;
    for (unsigned round = 0; round < 60; round++) {
        kit_close(&k);
        kit_open(&k);
        for (unsigned step = 0; step < 40; step++) {
            const unsigned what = below(8);
            k.gate.now += below(6) * hour;
            if (what == 0) buyer_changes();
            else if (what == 1) buyer_refuses();
            else {
                const unsigned kind = what / 2 - 1;
                const bool fine = kind == 0 ? try_answer() : kind == 1 ? try_notice(step) : try_invoice(step);
                (fine ? passed : held)[kind]++;
            }
            check_law();
            (void)kit_codes(&k);
        }
    }
    /* Neither always yes nor always no, or nothing was shown. */
    for (size_t i = 0; i < 3; i++) ck_assert_msg(passed[i] > 50 && held[i] > 50, "%zu: %u passed, %u held", i, passed[i], held[i]);
}
END_TEST

#define LOOP(test, table) tcase_add_loop_test(tc, test, 0, (int)(sizeof table / sizeof *table))

static void add_answers(TCase *tc)
{
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
    LOOP(an_answer_is_called_without_change_when_it_has_none, plains);
    tcase_add_test(tc, an_order_that_is_over_gets_no_answer);
    LOOP(no_more_is_accepted_than_is_available, promises);
    tcase_add_test(tc, old_stock_is_named);
}

static void add_notices(TCase *tc)
{
    tcase_add_test(tc, a_notice_is_about_known_answered_open_orders);
    LOOP(all_notices_together_ship_no_more_than_was_promised, shipments);
    tcase_add_test(tc, one_notice_adds_up_what_its_packs_hold_of_a_line);
    tcase_add_test(tc, a_lowered_order_lowers_what_may_be_shipped);
    tcase_add_test(tc, a_refused_notice_was_never_shipped);
    tcase_add_test(tc, a_refused_replacement_leaves_the_original_standing);
    tcase_add_test(tc, a_shipment_id_that_comes_again_after_its_time_is_another_shipment);
    LOOP(a_shipment_id_comes_again_only_to_replace_and_then_with_no_more, replacements);
    LOOP(a_ship_date_is_about_now_and_before_the_arrival, dates);
    tcase_add_test(tc, cartons_and_pallets_are_counted_and_loose_units_count_one_each);
    LOOP(a_bill_of_lading_is_long_enough_and_no_date, bols);
    tcase_add_test(tc, goods_the_buyer_collects_need_his_reference_number);
    LOOP(packs_are_as_the_hierarchy_says, shapes);
    tcase_add_test(tc, a_pack_of_several_orders_needs_a_hierarchy_for_it);
    LOOP(a_container_code_has_its_form_and_its_check_digit, codes);
    tcase_add_test(tc, a_pallet_may_go_without_a_code_where_the_terms_say_so);
    tcase_add_test(tc, a_container_code_stands_once_in_a_notice);
    LOOP(a_container_code_is_not_used_again_within_a_year, uses);
}

static void add_invoices(TCase *tc)
{
    LOOP(no_more_is_invoiced_than_was_shipped, billed);
    tcase_add_test(tc, all_invoices_together_ask_no_more_than_was_shipped);
    tcase_add_test(tc, where_the_terms_say_so_only_accepted_notices_are_billed);
    LOOP(the_invoice_has_the_price_that_was_acknowledged, invoice_prices);
    tcase_add_test(tc, an_acknowledged_lower_price_is_the_one_to_bill);
    LOOP(total_and_tax_are_right_to_the_penny, sums);
    tcase_add_test(tc, charges_and_allowances_are_in_total_and_tax);
    tcase_add_test(tc, each_rate_has_its_row_and_rates_are_taxed_apart);
    LOOP(tax_is_rounded_by_rate_or_by_line_as_the_terms_say, roundings);
    LOOP(an_invoice_has_a_usable_number_and_a_date_since_the_order, heads);
    tcase_add_test(tc, an_invoice_number_is_never_used_again_unless_the_invoice_was_refused);
    LOOP(no_more_is_credited_than_was_invoiced, credits);
    tcase_add_test(tc, credits_of_one_invoice_add_up_and_a_refused_one_does_not_count);
    LOOP(a_change_passes_unless_goods_have_left_or_the_price_moves, buyer);
    tcase_add_test(tc, what_partners_say_late_may_break_the_law_and_is_told);
    LOOP(a_part_shipped_order_is_closed_with_its_whole_balance, closings);
}

static void add_lives(TCase *tc)
{
    tcase_add_test(tc, an_order_goes_its_way_from_received_to_closed);
    tcase_add_test(tc, what_needs_something_before_it_is_not_allowed_before_it);
    tcase_add_test(tc, a_part_that_has_come_less_far_is_told);
    tcase_add_test(tc, an_order_refused_or_put_off_whole_stands_aside);
    tcase_add_test(tc, a_count_of_no_line_or_beyond_exact_numbers_is_no_fact);
    tcase_add_loop_test(tc, no_sequence_of_documents_that_passed_breaks_the_law_of_quantities, 0, 4);
}

int main(void)
{
    static void (*const parts[])(TCase *) = { add_answers, add_notices, add_invoices, add_lives };
    static const char *const names[] = { "answers", "notices", "invoices", "lives" };
    Suite *suite = suite_create("gates");
    for (size_t i = 0; i < 4; i++) {
        TCase *tc = tcase_create(names[i]);
        tcase_add_checked_fixture(tc, set_up, tear_down);
        tcase_set_timeout(tc, 60);
        parts[i](tc);
        suite_add_tcase(suite, tc);
    }
    return unit_run(suite);
}
