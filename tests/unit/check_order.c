/* check_order.c - an order through its life: changes, its end, where it stands; and no chain of documents that passed their gates ever ships more
 * than was accepted or bills more than was shipped. */
#include "trade_kit.h"

static struct kit k;

static void set_up(void) { kit_open(&k); }
static void tear_down(void) { kit_close(&k); }

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
    kit_shipped(&k, "1 4");
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
    kit_shipped(&k, "1 4; 2 3");
    const struct invoice v = kit_invoice(&k, "R1");
    kit_invoiced(&k, &v);
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
    kit_shipped(&k, closings[_i].shipped);
    const struct close_line balance = { 1, decimal_int(closings[_i].cancelled) };
    struct po_event e;
    const bool fine = gate_close(&k.gate, &k.facts, &balance, closings[_i].cancelled ? 1 : 0, &e);
    ck_assert_str_eq(kit_codes(&k), closings[_i].codes);
    if (!fine) return;
    kit_happens(&k, e, "close");
    ck_assert_int_eq(po_line_open(&k.facts.lines[0]).coef, 0);
    ck_assert_int_eq(po_standing(&k.facts).step, STEP_CLOSED);
    const struct invoice v = kit_invoice(&k, "R1");                  /* what left is still billed */
    ck_assert(gate_invoice(&k.gate, &k.facts, &v, NULL));
}
END_TEST

START_TEST(a_cancelled_balance_does_not_come_back_with_a_later_answer)
{
    kit_shipped(&k, "1 6");
    kit_counted(&k, PO_CANCELLED, PO_COUNT_CANCELLED, "", "0", "1 3");
    ck_assert(!k.facts.cancelled && decimal_cmp(po_line_open(&k.facts.lines[0]), num("1")) == 0);
    const struct po_answer back = kit_answer(&k, "1 A 8 CA 60; 1 R 2 CA 60");
    ck_assert(!gate_answer(&k.gate, &k.facts, &back, NULL));
    ck_assert_str_eq(kit_codes(&k), "ANSWER-REJECTED-BEFORE");
    kit_answered(&k, "1 A 7 CA 60; 1 R 3 CA 60");               /* says the same again: it is not taken off twice */
    ck_assert_int_eq(decimal_cmp(po_line_open(&k.facts.lines[0]), num("1")), 0);
}
END_TEST

START_TEST(a_closed_order_takes_nothing_but_what_is_owed)
{
    kit_shipped(&k, "1 10; 2 5; 3 7");
    kit_happens(&k, (struct po_event){ .kind = PO_CLOSED }, "");
    ck_assert(!po_event_allowed(&k.facts, PO_NOTICED) && !po_event_allowed(&k.facts, PO_ANSWERED) && !po_event_allowed(&k.facts, PO_CLOSED));
    ck_assert(po_event_allowed(&k.facts, PO_INVOICED) && po_event_allowed(&k.facts, PO_REMITTED) && po_event_allowed(&k.facts, PO_REOPENED));
    ck_assert(!gate_close(&k.gate, &k.facts, NULL, 0, NULL));
    ck_assert_str_eq(kit_words(&k), "order 45ABCDEF is closed | ask the buyer; goods for it must not leave");
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
    struct po_answer_part parts[9];
    struct po_answer a = { .parts = parts };
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
            struct po_answer_part *p = &parts[a.n_parts++];
            *p = (struct po_answer_part){ .line = kit_gate_line(&k, line_name(i), text, "-", "1"), .kind = (enum po_count_kind)kind, .shipping = { 2026, 12, 1 } };
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
    struct notice n = kit_notice(&k, "");
    n.has_counts = false;
    snprintf(id, sizeof id, "S%u", below(4) ? step : step / 2);
    n.id = slice_of(id);
    n.replaces = facts_event(&k.facts, PO_NOTICED, n.id) != NULL;
    const struct paper_number known = { .at = k.gate.now };
    n.known = n.replaces ? &known : NULL;
    for (size_t i = 0; i < 2; i++) {
        snprintf(quantity, sizeof quantity, "%u", 1 + below(7));
        const unsigned line = below(3);
        k.notice_lines[i].line = kit_gate_line(&k, line_name(line), quantity, "-", "0");
        k.notice_lines[i].line.unit = k.facts.lines[line].unit;
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
    struct invoice v = kit_invoice(&k, number);
    v.is_credit = credit;
    for (size_t i = 0; i < k.facts.n_events; i++) {
        if (k.facts.events[i].kind == PO_INVOICED) v.original = k.facts.events[i].reference;
    }
    k.invoice_lines[0] = (struct invoice_line){ .line = kit_gate_line(&k, line_name(line), quantity, "-", prices[line]), .tax_rate = num("0") };
    k.invoice_lines[0].line.unit = k.facts.lines[line].unit;
    k.invoice_lines[0].line.price = k.facts.lines[line].sums.agreed_price;
    v.n_lines = 1;
    v.dated = instant_date(k.gate.now);
    decimal total;
    ck_assert(decimal_mul(k.invoice_lines[0].line.quantity, k.invoice_lines[0].line.price, &total));
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

int main(void)
{
    Suite *suite = suite_create("order");
    TCase *tc = tcase_create("order");
    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_set_timeout(tc, 60);
    LOOP(a_change_passes_unless_goods_have_left_or_the_price_moves, buyer);
    tcase_add_test(tc, what_partners_say_late_may_break_the_law_and_is_told);
    LOOP(a_part_shipped_order_is_closed_with_its_whole_balance, closings);
    tcase_add_test(tc, a_cancelled_balance_does_not_come_back_with_a_later_answer);
    tcase_add_test(tc, a_closed_order_takes_nothing_but_what_is_owed);
    tcase_add_test(tc, an_order_goes_its_way_from_received_to_closed);
    tcase_add_test(tc, what_needs_something_before_it_is_not_allowed_before_it);
    tcase_add_test(tc, a_part_that_has_come_less_far_is_told);
    tcase_add_test(tc, an_order_refused_or_put_off_whole_stands_aside);
    tcase_add_test(tc, a_count_of_no_line_or_beyond_exact_numbers_is_no_fact);
    tcase_add_loop_test(tc, no_sequence_of_documents_that_passed_breaks_the_law_of_quantities, 0, 4);
    suite_add_tcase(suite, tc);
    return unit_run(suite);
}
