/* check_invoice.c - what keeps an invoice or a credit note from being sent, to the penny. */
#include "trade_kit.h"

static struct kit k;

static void set_up(void) { kit_open(&k); }
static void tear_down(void) { kit_close(&k); }

static const struct { const char *shipped, *codes; } billed[] = {
    { "1 4; 2 3", "" },
    { "1 10; 2 5", "" },
    { "1 3; 2 3", "INVOICE-ABOVE-SHIPPED" },
    { "1 4; 2 2", "INVOICE-ABOVE-SHIPPED" },
    { "1 4", "INVOICE-ABOVE-SHIPPED" },
};

START_TEST(no_more_is_invoiced_than_was_shipped)
{
    kit_shipped(&k, billed[_i].shipped);
    const struct invoice v = kit_invoice(&k, "R1");
    (void)gate_invoice(&k.gate, &k.facts, &v, NULL);
    ck_assert_str_eq(kit_codes(&k), billed[_i].codes);
}
END_TEST

START_TEST(all_invoices_together_ask_no_more_than_was_shipped)
{
    kit_shipped(&k, "1 8; 2 5");
    struct invoice v = kit_invoice(&k, "R1");
    kit_invoiced(&k, &v);
    v.number = SLICE("R2");
    ck_assert(!gate_invoice(&k.gate, &k.facts, &v, NULL));
    ck_assert_str_eq(kit_words(&k), "line 2: 6 would be invoiced in all, shipped are 5 | invoice what has left");
    kit_happens(&k, (struct po_event){ .kind = PO_INVOICE_REFUSED }, "R1");
    ck_assert(gate_invoice(&k.gate, &k.facts, &v, NULL));      /* it never existed for the buyer */
}
END_TEST

START_TEST(where_the_terms_say_so_only_accepted_notices_are_billed)
{
    kit_shipped(&k, "1 4; 2 3");
    const struct invoice v = kit_invoice(&k, "R1");
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
    kit_shipped(&k, "1 4; 2 3");
    struct invoice v = kit_invoice(&k, "R1");
    k.invoice_lines[0].line.price = num(invoice_prices[_i].price);
    v.total = num(invoice_prices[_i].total);
    (void)gate_invoice(&k.gate, &k.facts, &v, NULL);
    ck_assert_str_eq(kit_codes(&k), invoice_prices[_i].codes);
}
END_TEST

START_TEST(an_acknowledged_lower_price_is_the_one_to_bill)
{
    kit_answered(&k, "1 A 10 CA 59; 2 A 5 EA 4.5; 3 A 7 EA 2");
    kit_counted(&k, PO_NOTICED, PO_COUNT_SHIPPED, "S1", "0", "1 4; 2 3");
    struct invoice v = kit_invoice(&k, "R1");
    ck_assert(!gate_invoice(&k.gate, &k.facts, &v, NULL));
    ck_assert_str_eq(kit_codes(&k), "INVOICE-PRICE");
    k.invoice_lines[0].line.price = num("59");
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
    kit_shipped(&k, "1 4; 2 3");
    struct invoice v = kit_invoice(&k, "R1");
    v.total = num(sums[_i].total);
    k.invoice_rates[0] = (struct invoice_rate){ .rate = num("20"), .has_base = true, .base = num(sums[_i].base), .tax = num(sums[_i].tax) };
    v.n_rates = 1;
    (void)gate_invoice(&k.gate, &k.facts, &v, NULL);
    ck_assert_str_eq(kit_codes(&k), sums[_i].codes);
}
END_TEST

START_TEST(charges_and_allowances_are_in_total_and_tax)
{
    kit_shipped(&k, "1 4; 2 3");
    struct invoice v = kit_invoice(&k, "R1");
    k.invoice_charges[0] = (struct invoice_charge){ .amount = num("25.00"), .tax_rate = num("20") };
    k.invoice_charges[1] = (struct invoice_charge){ .is_allowance = true, .amount = num("17.92"), .tax_rate = num("20") };
    v.n_charges = 2;
    ck_assert(!gate_invoice(&k.gate, &k.facts, &v, NULL));
    ck_assert_str_eq(kit_words(&k), "the total is 304.2, 312.7 would be right | lines and charges, less allowances, with tax");
    v.total = num("312.70");                    /* 260.58 + 52.12 (52.116) */
    ck_assert(gate_invoice(&k.gate, &k.facts, &v, NULL));
}
END_TEST

START_TEST(each_rate_has_its_row_and_rates_are_taxed_apart)
{
    kit_shipped(&k, "1 4; 2 3");
    struct invoice v = kit_invoice(&k, "R1");
    k.invoice_lines[1].tax_rate = num("5");       /* 48.00 and 0.68 (0.675) */
    v.total = num("302.18");
    k.invoice_rates[0] = (struct invoice_rate){ .rate = num("20.00"), .tax = num("48") };
    v.n_rates = 1;
    ck_assert(!gate_invoice(&k.gate, &k.facts, &v, NULL));
    ck_assert_str_eq(kit_codes(&k), "INVOICE-RATE-MISSING");
    k.invoice_rates[1] = (struct invoice_rate){ .rate = num("5"), .tax = num("0.68") };
    v.n_rates = 2;
    ck_assert(gate_invoice(&k.gate, &k.facts, &v, NULL));
    k.invoice_rates[2] = (struct invoice_rate){ .rate = num("17.5"), .tax = num("1") };
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
    kit_shipped(&k, "3 3");
    k.terms.tax_rounding = roundings[_i].rounding;
    struct invoice v = kit_invoice(&k, "R1");
    for (size_t i = 0; i < 3; i++) {
        k.invoice_lines[i] = (struct invoice_line){ .line = kit_gate_line(&k, "3", "1", "EA", "2"), .tax_rate = num("17.625"), .has_tax = true, .tax = num("0.35") };
    }
    v.n_lines = 3;
    v.total = num(roundings[_i].total);
    ck_assert_int_eq(gate_invoice(&k.gate, &k.facts, &v, NULL), roundings[_i].fine);
    ck_assert_str_eq(kit_codes(&k), roundings[_i].fine ? "" : "INVOICE-AMOUNT");
    k.invoice_lines[2].tax = num("0.36");
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
    kit_shipped(&k, "1 4; 2 3");
    struct invoice v = kit_invoice(&k, heads[_i].number);
    v.dated = date_from_days(date_days(instant_date(k.gate.now)) + heads[_i].days);
    (void)gate_invoice(&k.gate, &k.facts, &v, NULL);
    ck_assert_str_eq(kit_codes(&k), heads[_i].codes);
}
END_TEST

START_TEST(an_invoice_number_is_never_used_again_unless_the_invoice_was_refused)
{
    kit_shipped(&k, "1 8; 2 5");
    struct invoice v = kit_invoice(&k, "R1");
    struct paper_number known = { .number = v.number, .po = k.facts.id, .at = k.gate.now };
    kit_invoiced(&k, &v);
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
    struct invoice v = kit_invoice(&k, number);
    v.is_credit = true;
    v.original = SLICE("R1");
    v.n_lines = 1;
    k.invoice_lines[0].line = kit_gate_line(&k, "1", quantity, "CA", price);
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
    kit_shipped(&k, "1 4; 2 3");
    const struct invoice v = kit_invoice(&k, "R1");
    kit_invoiced(&k, &v);
    const struct invoice c = credit_of("C1", credits[_i].quantity, credits[_i].price, credits[_i].total);
    (void)gate_invoice(&k.gate, &k.facts, &c, NULL);
    ck_assert_str_eq(kit_codes(&k), credits[_i].codes);
}
END_TEST

START_TEST(credits_of_one_invoice_add_up_and_a_refused_one_does_not_count)
{
    kit_shipped(&k, "1 4; 2 3");
    const struct invoice v = kit_invoice(&k, "R1");
    kit_invoiced(&k, &v);
    struct invoice c = credit_of("C1", "3", "60", "216");
    kit_invoiced(&k, &c);
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

#define LOOP(test, table) tcase_add_loop_test(tc, test, 0, (int)(sizeof table / sizeof *table))

int main(void)
{
    Suite *suite = suite_create("invoice");
    TCase *tc = tcase_create("invoice");
    tcase_add_checked_fixture(tc, set_up, tear_down);
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
    suite_add_tcase(suite, tc);
    return unit_run(suite);
}
