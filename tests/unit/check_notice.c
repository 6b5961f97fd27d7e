/* check_notice.c - what keeps a ship notice from being sent: each rule on both sides of its boundary. */
#include "trade_kit.h"

static struct kit k;

static void set_up(void) { kit_open(&k); }
static void tear_down(void) { kit_close(&k); }

START_TEST(a_notice_is_about_known_answered_open_orders)
{
    struct notice n = kit_notice(&k, "S1");
    ck_assert(!gate_notice(&k.gate, &n));
    ck_assert_str_eq(kit_codes(&k), "ORDER-NOT-ANSWERED");
    kit_answered(&k, ALL_ACCEPTED);
    ck_assert(gate_notice(&k.gate, &n));
    kit_happens(&k, (struct po_event){ .kind = PO_CANCELLED }, "860");
    ck_assert(!gate_notice(&k.gate, &n));
    ck_assert_str_eq(kit_codes(&k), "ORDER-OVER");
    k.notice_lines[0].order = k.notice_lines[1].order = NULL;
    k.notice_lines[0].order_number = SLICE("45NOBODY");
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
    struct notice n = kit_notice(&k, "S1");
    n.n_lines = 1;
    n.n_packs = 2;
    n.cartons = num("1");
    k.notice_lines[0].line.quantity = num(shipments[_i].first);
    kit_noticed(&k, &n);
    n.id = SLICE("S2");
    k.notice_lines[0].line.quantity = num(shipments[_i].second);
    const bool fine = gate_notice(&k.gate, &n);
    ck_assert_int_eq(fine, shipments[_i].codes[0] == 0);
    ck_assert_str_eq(kit_codes(&k), shipments[_i].codes);
}
END_TEST

START_TEST(one_notice_adds_up_what_its_packs_hold_of_a_line)
{
    kit_answered(&k, ALL_ACCEPTED);
    struct notice n = kit_notice(&k, "S1");
    k.notice_lines[1].line = kit_gate_line(&k, "1", "6", "CA", "0");
    ck_assert(gate_notice(&k.gate, &n));
    k.notice_lines[1].line = kit_gate_line(&k, "1", "84", "-", "0");
    ck_assert(!gate_notice(&k.gate, &n));
    ck_assert_str_eq(kit_words(&k), "line 1 of order 45ABCDEF: 11 would be shipped in all, promised are 10 | take back what is too much, or ask the "
                                    "buyer for an order on it");
}
END_TEST

START_TEST(a_lowered_order_lowers_what_may_be_shipped)
{
    kit_answered(&k, ALL_ACCEPTED);
    kit_changed(&k, 1, "3", "0");
    const struct notice n = kit_notice(&k, "S1");
    ck_assert(!gate_notice(&k.gate, &n));
    ck_assert_str_eq(kit_codes(&k), "NOTICE-ABOVE-ACCEPTED");
}
END_TEST

START_TEST(a_refused_replacement_leaves_the_original_standing)
{
    kit_answered(&k, ALL_ACCEPTED);
    struct notice n = kit_notice(&k, "S1");
    kit_noticed(&k, &n);
    struct paper_number known = { .kind = PAPER_NOTICE, .number = n.id, .at = k.gate.now };
    n.replaces = true;
    n.known = &known;
    k.notice_lines[0].line.quantity = num("1");
    kit_noticed(&k, &n);
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
    struct notice n = kit_notice(&k, "S1");
    kit_noticed(&k, &n);
    k.gate.now += 400 * day;
    n.shipped = n.arriving = instant_date(k.gate.now);
    k.notice_lines[1].line.quantity = num("2");
    kit_noticed(&k, &n);
    ck_assert_int_eq(decimal_cmp(k.facts.lines[0].sums.shipped, num("8")), 0);
    kit_happens(&k, (struct po_event){ .kind = PO_NOTICE_REFUSED }, "S1");
    ck_assert_int_eq(decimal_cmp(k.facts.lines[0].sums.shipped, num("4")), 0);
}
END_TEST

START_TEST(a_refused_notice_was_never_shipped)
{
    kit_answered(&k, ALL_ACCEPTED);
    struct notice n = kit_notice(&k, "S1");
    k.notice_lines[0].line.quantity = num("10");
    kit_noticed(&k, &n);
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
    struct notice n = kit_notice(&k, "S1");
    if (replacements[_i].replaces) kit_noticed(&k, &n);
    k.gate.now += replacements[_i].days * day;
    const struct paper_number known = { .kind = PAPER_NOTICE, .number = n.id, .at = k.gate.now - replacements[_i].days * day };
    n.replaces = replacements[_i].replaces;
    n.known = replacements[_i].known ? &known : NULL;
    n.shipped = n.arriving = instant_date(k.gate.now);
    k.notice_lines[0].line.quantity = num(replacements[_i].quantity);
    const bool fine = gate_notice(&k.gate, &n);
    ck_assert_str_eq(kit_codes(&k), replacements[_i].codes);
    if (!fine || !n.replaces) return;
    kit_noticed(&k, &n);                                /* the replacement counts instead of the original */
    ck_assert_int_eq(decimal_cmp(k.facts.lines[0].sums.shipped, num(replacements[_i].quantity)), 0);
}
END_TEST

static const struct { int shipped, arriving; const char *codes; } dates[] = {
    { 0, 0, "" }, { -7, 0, "" }, { -8, 0, "NOTICE-SHIP-DATE" }, { 2, 2, "" }, { 3, 3, "NOTICE-SHIP-DATE" }, { 1, 0, "NOTICE-ARRIVAL" }, { 1, 1, "" },
};

START_TEST(a_ship_date_is_about_now_and_before_the_arrival)
{
    kit_answered(&k, ALL_ACCEPTED);
    struct notice n = kit_notice(&k, "S1");
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
    struct notice n = kit_notice(&k, "S1");
    n.cartons = num("3");
    n.pallets = num("2");
    ck_assert(!gate_notice(&k.gate, &n));
    ck_assert_str_eq(kit_codes(&k), "NOTICE-CARTONS NOTICE-PALLETS");
    n.structure = SLICE("SOTI");                /* seven units on one pallet, no cartons */
    n.n_packs = 1;
    n.pallets = num("1");
    k.notice_lines[0].pack = k.notice_lines[1].pack = 1;
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
    struct notice n = kit_notice(&k, "S1");
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
    struct notice n = kit_notice(&k, "S1");
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
        k.notice_packs[p] = (struct notice_pack){ .is_pallet = kind == 'T' || kind == 't', .parent = kind == 'p' || kind == 't', .sscc = kit_sscc(&k, (unsigned)p) };
    }
    for (size_t l = 0; l < 2; l++) k.notice_lines[l].pack = (unsigned)(shapes[i].lines[l] - '0');
}

START_TEST(packs_are_as_the_hierarchy_says)
{
    kit_answered(&k, ALL_ACCEPTED);
    struct notice n = kit_notice(&k, "S1");
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
        struct notice n = kit_notice(&k, "S1");
        n.structure = slice_of(mixed[i].name);
        n.has_counts = false;
        n.n_packs = 1;
        k.notice_packs[0] = (struct notice_pack){ .is_pallet = mixed[i].packs[0] == 'T', .sscc = kit_sscc(&k, 1) };
        k.notice_lines[0].pack = k.notice_lines[1].pack = 1;
        k.notice_lines[1].order = &other;
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
    struct notice n = kit_notice(&k, "S1");
    k.terms.sscc_prefix = codes[_i].prefix;
    for (size_t p = 0; p < 2 && !codes[_i].prefix; p++) k.notice_packs[p].sscc = slice_sub(k.notice_packs[p].sscc, 2, 18);
    k.notice_packs[2].sscc = slice_of(codes[_i].text);
    (void)gate_notice(&k.gate, &n);
    ck_assert_str_eq(kit_codes(&k), codes[_i].codes);
}
END_TEST

START_TEST(a_pallet_may_go_without_a_code_where_the_terms_say_so)
{
    kit_answered(&k, ALL_ACCEPTED);
    struct notice n = kit_notice(&k, "S1");
    k.notice_packs[0].sscc = (slice){ 0 };
    ck_assert(!gate_notice(&k.gate, &n));
    ck_assert_str_eq(kit_codes(&k), "SSCC-MISSING");
    k.terms.pallet_sscc = false;
    ck_assert(gate_notice(&k.gate, &n));
}
END_TEST

START_TEST(a_container_code_stands_once_in_a_notice)
{
    kit_answered(&k, ALL_ACCEPTED);
    struct notice n = kit_notice(&k, "S1");
    k.notice_packs[0].sscc = k.notice_packs[2].sscc = k.notice_packs[1].sscc;
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
    struct notice n = kit_notice(&k, "S1");
    struct sscc_use used = { .at = k.gate.now - uses[_i].days * day, .notice = slice_of(uses[_i].notice) };
    ck_assert(sscc_value(k.notice_packs[1].sscc, &used.code));
    n.used = &used;
    n.n_used = 1;
    (void)gate_notice(&k.gate, &n);
    ck_assert_str_eq(kit_codes(&k), uses[_i].codes);
}
END_TEST

#define LOOP(test, table) tcase_add_loop_test(tc, test, 0, (int)(sizeof table / sizeof *table))

int main(void)
{
    Suite *suite = suite_create("notice");
    TCase *tc = tcase_create("notice");
    tcase_add_checked_fixture(tc, set_up, tear_down);
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
    suite_add_tcase(suite, tc);
    return unit_run(suite);
}
