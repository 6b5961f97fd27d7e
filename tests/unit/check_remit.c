/* check_remit.c - remittances: what references are taken for, sums that must be the payment, journals that balance. */
#include "trade/remit.h"

#include "trade_kit.h"

static struct kit k;

static void set_up(void) { kit_open(&k); }
static void tear_down(void) { kit_close(&k); }

/* A table as a site keeps it; the matcher here knows "=", "prefix*" and "*suffix" and takes the star for the root where the bucket has one. */
static const char rows[] = "pattern,bucket,posting,sign\n"
                           "*SCRSC,SHORTAGE,1190,-\n"
                           "*SCR,SHORTAGE_REV,1190,+\n"
                           "*SC,SHORTAGE,1190,-\n"
                           "*PC,PRICE,1191,-\n"
                           "*VCBSINV,CHARGEBACK,7210,-\n"
                           "6268-*,COOP,4900,-\n"
                           "*_PROVISION_FOR_RECEIVABLER,PROVISION_REV,2190,+\n"
                           "*_PROVISION_FOR_RECEIVABLE,PROVISION,2190,-\n"
                           "36*,RETURN,1192,-\n"
                           "ADX 06,SHORTAGE,1190,-\n";

static struct remit_table table;

static bool roots(size_t i)
{
    return slice_starts(table.rules[i].bucket, SLICE("SHORTAGE")) || slice_is(table.rules[i].bucket, "PRICE");
}

static bool matches(void *context, size_t i, slice reference, slice *root)
{
    slice p = table.rules[i].pattern;
    ck_assert_ptr_eq(context, &table);
    if (p.ptr[0] == '*') {
        p = slice_sub(p, 1, p.len);
        if (!slice_ends(reference, p)) return false;
        if (roots(i)) *root = slice_sub(reference, 0, reference.len - p.len);
        if (roots(i) && slice_ends(*root, SLICE("-"))) root->len--;
        return true;
    }
    return p.ptr[p.len - 1] == '*' ? slice_starts(reference, slice_sub(p, 0, p.len - 1)) : slice_eq(p, reference);
}

static bool is_invoice(void *context, slice number)
{
    (void)context;
    static const char *const ours[] = { "INV-1001", "INV-1002", "INV-0988", "INV-0990", "77", "77SC" };
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++) {
        if (slice_is(number, ours[i])) return true;
    }
    return false;
}

static const struct remit_lookup find = { &table, matches, is_invoice };

static bool load(const char *text)
{
    static struct source source;
    struct table *t;
    source = (struct source){ .name = "references.csv", .bytes = slice_of(text), .fd = -1 };
    table = (struct remit_table){ .invoice = { .bucket = SLICE("INVOICE"), .posting = SLICE("1100"), .sign = 1 },
                                  .suspense = { .bucket = SLICE("UNCLASSIFIED"), .posting = SLICE("2999") },
                                  .bank = SLICE("1200"), .discount = SLICE("4009"), .adjustments = SLICE("7299") };
    ck_assert(table_load(k.arena, &source, SLICE("references"), source.bytes, &t, &k.diags));
    return remit_rules(&k.gate, t, &table.rules, &table.n_rules);
}

/* ---- the table ---- */

static const struct { const char *text, *words; } bad_tables[] = {
    { "pattern,bucket,posting\na,b,c\n", "row 1 of the table of references is not usable: there is no column sign" },
    { "pattern,bucket,posting,sign\n,B,1,\n", "row 2 of the table of references is not usable: the pattern is empty" },
    { "pattern,bucket,posting,sign\nx,B,1,\ny,,1,\n", "row 3 of the table of references is not usable: bucket or posting is empty" },
    { "pattern,bucket,posting,sign\nx,B,,+\n", "row 2 of the table of references is not usable: bucket or posting is empty" },
    { "pattern,bucket,posting,sign\nx,B,1,plus\n", "row 2 of the table of references is not usable: the sign is none" },
};

START_TEST(a_table_of_references_is_whole_or_not_used)
{
    ck_assert(!load(bad_tables[_i].text));
    ck_assert_str_eq(k.diags.items[0].def->code, "REMIT-RULE");
    ck_assert_int_eq(k.diags.items[0].severity, SEV_ERROR);
    const char *said = kit_words(&k);
    ck_assert_msg(strncmp(said, bad_tables[_i].words, strlen(bad_tables[_i].words)) == 0, "%s", said);
}
END_TEST

START_TEST(columns_are_found_by_name_in_any_order)
{
    ck_assert(load("note,sign,posting,bucket,pattern\nhello,-,1190,SHORTAGE,*SC\n"));
    ck_assert_uint_eq(table.n_rules, 1);
    ck_assert(slice_is(table.rules[0].pattern, "*SC") && slice_is(table.rules[0].posting, "1190") && table.rules[0].sign == -1);
}
END_TEST

/* ---- classifying ---- */

static const struct { const char *reference, *paid, *bucket, *invoice; bool known; const char *codes; } references[] = {
    { "INV-1001", "10", "INVOICE", "INV-1001", true, "" },
    { "INV-1001", "-10", "INVOICE", "INV-1001", true, "REMIT-SIGN" },
    { "INV-1002SC", "-10", "SHORTAGE", "INV-1002", true, "" },
    { "INV-1002-SC", "-10", "SHORTAGE", "INV-1002", true, "" },
    { "INV-1002SC", "10", "SHORTAGE", "INV-1002", true, "REMIT-SIGN" },
    { "INV-0988SCR", "10", "SHORTAGE_REV", "INV-0988", true, "" },
    { "INV-0988SCRSC", "-10", "SHORTAGE", "INV-0988", true, "" },          /* the row above the general one */
    { "INV-9999SC", "-10", "SHORTAGE", "INV-9999", false, "REMIT-ORPHAN" },
    { "77SC", "10", "INVOICE", "77SC", true, "REMIT-AMBIGUOUS" },          /* an invoice of ours, and a claim about another */
    { "1500000001VCBSINV", "-10", "CHARGEBACK", "", false, "" },
    { "6268-1400000001", "-10", "COOP", "", false, "" },
    { "251114_PROVISION_FOR_RECEIVABLE", "-10", "PROVISION", "", false, "" },
    { "251107_PROVISION_FOR_RECEIVABLER", "10", "PROVISION_REV", "", false, "" },
    { "ZZQ-77", "-10", "UNCLASSIFIED", "", false, "REMIT-UNCLASSIFIED" },
    { "", "-10", "UNCLASSIFIED", "", false, "REMIT-UNCLASSIFIED" },
    { "INV-1002SC", "0", "SHORTAGE", "INV-1002", true, "" },
};

START_TEST(a_reference_is_what_the_first_row_that_knows_it_says)
{
    ck_assert(load(rows));
    const struct remit_line line = { .reference = slice_of(references[_i].reference), .paid = num(references[_i].paid) };
    const struct remit_class c = remit_classify(&k.gate, &table, &find, &line);
    ck_slice(c.rule->bucket, references[_i].bucket);
    ck_slice(c.invoice, references[_i].invoice);
    ck_assert_int_eq(c.is_known, references[_i].known);
    ck_assert_str_eq(kit_codes(&k), references[_i].codes);
}
END_TEST

/* ---- a whole payment ---- */

static const struct { const char *reference, *gross, *discount, *paid; } advice[] = {
    { "INV-1001", "1440.00", "28.80", "1411.20" },
    { "INV-1002", "2400.00", "48.00", "2352.00" },
    { "INV-1002SC", "-240.00", "-4.80", "-235.20" },
    { "INV-0988SCR", "96.00", "1.92", "94.08" },
    { "INV-0990PC", "-18.00", "-0.36", "-17.64" },
    { "1500000001VCBSINV", "-35.71", "0", "-35.71" },
    { "6268-1400000001", "-410.55", "0", "-300.00" },          /* one claim of several payments: gross is all of it */
    { "251114_PROVISION_FOR_RECEIVABLE", "-500.00", "0", "-500.00" },
    { "251107_PROVISION_FOR_RECEIVABLER", "450.00", "0", "450.00" },
    { "360000000000001", "-62.40", "0", "-62.40" },
    { "ZZQ-77", "-12.34", "0", "-12.34" },
};
enum { ADVICE = sizeof advice / sizeof *advice };
static struct remit_line advice_lines[ADVICE];

static struct remittance payment(const char *amount)
{
    for (size_t i = 0; i < ADVICE; i++) {
        advice_lines[i] = (struct remit_line){ .reference = slice_of(advice[i].reference), .paid = num(advice[i].paid), .has_gross = true,
                                               .gross = num(advice[i].gross), .discount = num(advice[i].discount) };
    }
    return (struct remittance){ .payment = SLICE("P1"), .amount = num(amount), .lines = advice_lines, .n_lines = ADVICE };
}

static decimal side(const struct journal *j, int sign, const char *account)
{
    decimal sum = decimal_int(0);
    for (size_t i = 0; i < j->n_lines; i++) {
        const struct journal_line *l = &j->lines[i];
        if (account && !slice_is(l->account, account)) continue;
        if (sign == 0 || (sign > 0) == (l->amount.coef > 0)) ck_assert(decimal_add(sum, l->amount, &sum));
    }
    return sum;
}

static const struct { const char *account, *balance; } ledger[] = {
    { "1200", "3143.99" }, { "4009", "73.56" }, { "1190", "144" /* claims 240, less 96 given back */ }, { "1191", "18" }, { "7210", "35.71" },
    { "4900", "300" }, { "2190", "50" }, { "1192", "62.4" }, { "2999", "12.34" }, { "1100", "-3840" },
};

START_TEST(a_payment_becomes_a_journal_that_balances)
{
    struct journal j;
    ck_assert(load(rows));
    const struct remittance r = payment("3143.99");
    ck_assert(remit_book(&k.gate, &table, &find, &r, &j));
    ck_assert_str_eq(kit_codes(&k), "REMIT-LINE REMIT-UNCLASSIFIED");
    ck_assert_int_eq(side(&j, 0, NULL).coef, 0);
    for (size_t i = 0; i < sizeof ledger / sizeof *ledger; i++) {
        ck_assert_msg(decimal_cmp(side(&j, 0, ledger[i].account), num(ledger[i].balance)) == 0, "account %s", ledger[i].account);
    }
    ck_slice(j.lines[1].text, "P1 INV-1001");
    ck_slice(j.lines[1].invoice, "INV-1001");
}
END_TEST

static const char *const amounts[] = { "3143.98", "3144.00", "-3143.99", "0" };

START_TEST(lines_that_are_not_the_payment_are_not_booked)
{
    struct journal j;
    ck_assert(load(rows));
    const struct remittance r = payment(amounts[_i]);
    ck_assert(!remit_book(&k.gate, &table, &find, &r, &j));
    ck_assert_uint_eq(j.n_lines, 0);
    ck_assert_str_eq(kit_codes(&k), "REMIT-TOTAL REMIT-LINE REMIT-UNCLASSIFIED");
}
END_TEST

START_TEST(adjustments_under_a_line_and_by_themselves_have_accounts_of_their_own)
{
    static struct remit_adjustment under[2], alone[1];
    struct journal j;
    ck_assert(load(rows));
    under[0] = (struct remit_adjustment){ num("-42.00"), SLICE("06"), { 0 } };
    under[1] = (struct remit_adjustment){ num("-9.50"), SLICE("50"), { 0 } };
    alone[0] = (struct remit_adjustment){ num("-20.00"), SLICE("79"), SLICE("6268-77") };
    struct remit_line line = { .reference = SLICE("INV-1001"), .paid = num("350.00"), .has_gross = true, .gross = num("401.50"),
                               .adjustments = under, .n_adjustments = 2 };
    const struct remittance r = { .payment = SLICE("P2"), .amount = num("330.00"), .lines = &line, .n_lines = 1, .alone = alone, .n_alone = 1 };
    ck_assert(remit_book(&k.gate, &table, &find, &r, &j));
    ck_assert_str_eq(kit_codes(&k), "");
    ck_assert_int_eq(side(&j, 0, NULL).coef, 0);
    ck_assert_int_eq(decimal_cmp(side(&j, 0, "1100"), num("-401.50")), 0);
    ck_assert_int_eq(decimal_cmp(side(&j, 0, "1190"), num("42")), 0);
    ck_assert_int_eq(decimal_cmp(side(&j, 0, "7299"), num("9.5")), 0);
    ck_assert_int_eq(decimal_cmp(side(&j, 0, "4900"), num("20")), 0);
    line.paid = num("350.01");
    line.gross = num("401.50");
    ck_assert(!remit_book(&k.gate, &table, &find, &r, &j));
    ck_assert_str_eq(kit_codes(&k), "REMIT-TOTAL");             /* a penny off the line is told by the payment only */
    line.paid = num("350.00");
    line.gross = num("401.52");
    ck_assert(remit_book(&k.gate, &table, &find, &r, &j));
    ck_assert_str_eq(kit_codes(&k), "REMIT-LINE");
}
END_TEST

START_TEST(what_a_person_must_decide_is_not_booked)
{
    struct journal j;
    ck_assert(load(rows));
    const struct remit_line line = { .reference = SLICE("77SC"), .paid = num("10") };
    const struct remittance r = { .payment = SLICE("P3"), .amount = num("10"), .lines = &line, .n_lines = 1 };
    ck_assert(!remit_book(&k.gate, &table, &find, &r, &j));
    ck_assert_str_eq(kit_codes(&k), "REMIT-AMBIGUOUS");
    ck_assert_uint_eq(j.n_lines, 0);
}
END_TEST

START_TEST(amounts_beyond_exact_numbers_are_held)
{
    struct journal j;
    ck_assert(load(rows));
    struct remit_line lines[2] = { { .reference = SLICE("INV-1001"), .paid = { INT64_MAX, 0 } }, { .reference = SLICE("INV-1002"), .paid = num("1") } };
    struct remittance r = { .payment = SLICE("P4"), .amount = num("1"), .lines = lines, .n_lines = 2 };
    ck_assert(!remit_book(&k.gate, &table, &find, &r, &j));
    ck_assert_str_eq(kit_codes(&k), "REMIT-TOTAL");
    lines[0].discount = num("1");
    r.n_lines = 1;
    r.amount = lines[0].paid;
    ck_assert(!remit_book(&k.gate, &table, &find, &r, &j));
    ck_assert_str_eq(kit_codes(&k), "QUANTITY-RANGE");
}
END_TEST

START_TEST(every_journal_balances_whatever_the_lines_say)
{
    static const char *const names[] = { "INV-1001", "INV-1002SC", "x", "6268-1", "INV-0988SCR" };
    uint64_t state = 4101842887655102017u + (uint64_t)_i;
    struct remit_line lines[20];
    struct remit_adjustment adjustments[20];
    ck_assert(load(rows));
    for (unsigned round = 0; round < 200; round++) {
        struct remittance r = { .payment = SLICE("P"), .lines = lines, .n_lines = 1 + unit_random(&state) % 20 };
        for (size_t i = 0; i < r.n_lines; i++) {
            adjustments[i] = (struct remit_adjustment){ { (int64_t)(unit_random(&state) % 20001) - 10000, 2 }, SLICE("06"), { 0 } };
            lines[i] = (struct remit_line){ .reference = slice_of(names[unit_random(&state) % 5]),
                                            .paid = { (int64_t)(unit_random(&state) % 2000001) - 1000000, (uint8_t)(unit_random(&state) % 4) },
                                            .discount = { (int64_t)(unit_random(&state) % 1000), 2 },
                                            .adjustments = &adjustments[i], .n_adjustments = unit_random(&state) % 2 };
            ck_assert(decimal_add(r.amount, lines[i].paid, &r.amount));
        }
        struct journal j;
        ck_assert(remit_book(&k.gate, &table, &find, &r, &j));
        ck_assert_int_eq(side(&j, 0, NULL).coef, 0);
        ck_assert_int_eq(decimal_cmp(side(&j, 0, "1200"), r.amount), 0);
        (void)kit_codes(&k);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("remit");
    TCase *tc = tcase_create("remit");
    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_loop_test(tc, a_table_of_references_is_whole_or_not_used, 0, sizeof bad_tables / sizeof *bad_tables);
    tcase_add_test(tc, columns_are_found_by_name_in_any_order);
    tcase_add_loop_test(tc, a_reference_is_what_the_first_row_that_knows_it_says, 0, sizeof references / sizeof *references);
    tcase_add_test(tc, a_payment_becomes_a_journal_that_balances);
    tcase_add_loop_test(tc, lines_that_are_not_the_payment_are_not_booked, 0, sizeof amounts / sizeof *amounts);
    tcase_add_test(tc, adjustments_under_a_line_and_by_themselves_have_accounts_of_their_own);
    tcase_add_test(tc, what_a_person_must_decide_is_not_booked);
    tcase_add_test(tc, amounts_beyond_exact_numbers_are_held);
    tcase_add_loop_test(tc, every_journal_balances_whatever_the_lines_say, 0, 3);
    suite_add_tcase(suite, tc);
    return unit_run(suite);
}
