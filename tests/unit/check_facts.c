/* check_facts.c - the facts of orders in the store: what comes back is what was recorded, nothing is changed afterwards, and whatever write fails,
 * an event is there whole or not at all. */
#include "base/err.h"
#include "store/sqlite.h"
#include "trade_kit.h"

#include <errno.h>
#include <unistd.h>

static struct kit k;
static char folder[4096], path[4200];
static struct store *s;

static void set_up(void)
{
    kit_open(&k);
    unit_directory(folder);
    snprintf(path, sizeof path, "%s/crossdock.db", folder);
    ck_assert_int_eq(store_open(path, false, &s), 0);
}

static void tear_down(void)
{
    static const char *const endings[] = { "", "-wal", "-shm" };
    char name[4300];
    store_close(s);
    for (size_t i = 0; i < 3; i++) {
        snprintf(name, sizeof name, "%s%s", path, endings[i]);
        (void)unlink(name);
    }
    (void)rmdir(folder);
    kit_close(&k);
}

static void record_order(void)
{
    ck_assert_int_eq(store_begin(s), 0);
    ck_assert_int_eq(facts_record_order(s, &k.facts), 0);
    ck_assert_int_eq(store_commit(s), 0);
}

static int record_last(void)
{
    return facts_record_event(s, &k.facts, &k.facts.events[k.facts.n_events - 1]);
}

static int load(struct po_facts *out)
{
    return facts_load(s, SLICE("amazon"), SLICE("45ABCDEF"), k.arena, out);
}

static bool same(decimal a, decimal b)
{
    return decimal_cmp(a, b) == 0;
}

static void ck_same_line(const struct po_line *a, const struct po_line *b)
{
    ck_assert(a->n == b->n && a->pack == b->pack && a->price_eaches == b->price_eaches && a->n_products == b->n_products);
    ck_assert(slice_eq(a->reference, b->reference) && slice_eq(a->unit, b->unit) && slice_eq(a->basis, b->basis) && slice_eq(a->item, b->item));
    ck_assert(same(a->quantity, b->quantity) && same(a->price, b->price) && a->price.scale == b->price.scale);
    for (size_t i = 0; i < a->n_products; i++) {
        ck_assert(slice_eq(a->products[i].qualifier, b->products[i].qualifier) && slice_eq(a->products[i].value, b->products[i].value));
    }
    const struct po_sums *x = &a->sums, *y = &b->sums;
    ck_assert(same(x->ordered, y->ordered) && same(x->accepted, y->accepted) && same(x->backordered, y->backordered));
    ck_assert(same(x->rejected, y->rejected) && same(x->shipped, y->shipped) && same(x->invoiced, y->invoiced));
    ck_assert(same(x->credited, y->credited) && same(x->cancelled, y->cancelled) && same(x->agreed_price, y->agreed_price));
}

static void ck_same(const struct po_facts *a, const struct po_facts *b)
{
    ck_assert(a->id == b->id && slice_eq(a->partner, b->partner) && slice_eq(a->number, b->number) && slice_eq(a->currency, b->currency));
    ck_assert(date_days(a->placed) == date_days(b->placed) && a->backorders == b->backorders && a->collect == b->collect);
    ck_assert(a->received == b->received && a->first_answer == b->first_answer && a->cancelled == b->cancelled && a->closed == b->closed);
    ck_assert(a->n_lines == b->n_lines && a->n_events == b->n_events);
    for (size_t i = 0; i < a->n_lines; i++) ck_same_line(&a->lines[i], &b->lines[i]);
    for (size_t i = 0; i < a->n_events; i++) {
        const struct po_event *x = &a->events[i], *y = &b->events[i];
        ck_assert(x->kind == y->kind && x->at == y->at && x->n_counts == y->n_counts && x->is_void == y->is_void && same(x->amount, y->amount));
        ck_assert(slice_eq(x->reference, y->reference) && slice_eq(x->original, y->original));
        for (size_t c = 0; c < x->n_counts; c++) ck_assert(memcmp(&x->counts[c].shipping, &y->counts[c].shipping, sizeof(date)) == 0);
    }
    ck_assert(same(a->invoiced_amount, b->invoiced_amount) && same(a->remitted_amount, b->remitted_amount));
}

/* ---- recording ---- */

START_TEST(an_order_comes_back_as_it_was_placed)
{
    struct product_id odd[] = { { SLICE("VN"), SLICE("a b 12 \n x") }, { SLICE(""), SLICE("") }, { SLICE("UP"), SLICE("7") } };
    struct po_facts got;
    k.facts.lines[1].products = odd;
    k.facts.lines[1].n_products = 3;
    k.facts.lines[1].price = num("0.123456789012345678");
    k.facts.lines[2].n_products = 0;
    k.facts.collect = true;
    ck_assert(facts_sum(&k.facts));
    record_order();
    ck_assert_int_eq(load(&got), 0);
    ck_same(&got, &k.facts);
    ck_assert_int_eq(facts_load(s, SLICE("tesco"), SLICE("45ABCDEF"), k.arena, &got), E_NOT_FOUND);
    ck_assert_int_eq(facts_load(s, SLICE("amazon"), SLICE("45ABCDE"), k.arena, &got), E_NOT_FOUND);
}
END_TEST

START_TEST(a_number_that_comes_again_is_the_newest_order)
{
    struct po_facts got;
    record_order();
    k.facts.id = po_id(8, 1);
    k.facts.lines[0].quantity = num("3");
    ck_assert(facts_sum(&k.facts));
    record_order();
    ck_assert_int_eq(load(&got), 0);
    ck_assert(got.id == k.facts.id && same(got.lines[0].quantity, num("3")));
}
END_TEST

static void whole_life(void)
{
    static const enum po_event_kind others[] = { PO_VALIDATED, PO_IN_PRIMA, PO_ANSWER_ACCEPTED, PO_NOTICE_REFUSED, PO_REMITTED, PO_CLOSED };
    kit_answered(&k, "1 A 6 CA 59.5; 1 B 4 CA 59.5; 2 R 5 EA 4.5; 3 A 7 EA 2");
    ck_assert_int_eq(record_last(), 0);
    kit_changed(&k, 3, "6", "1.90");
    ck_assert_int_eq(record_last(), 0);
    kit_counted(&k, PO_NOTICED, PO_COUNT_SHIPPED, "S1", "0", "1 4; 3 2");
    ck_assert_int_eq(record_last(), 0);
    kit_counted(&k, PO_INVOICED, PO_COUNT_INVOICED, "R1", "291.40", "1 4; 3 2");
    ck_assert_int_eq(record_last(), 0);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        kit_happens(&k, (struct po_event){ .kind = others[i], .amount = num("10.05"), .original = SLICE("R1") }, others[i] == PO_NOTICE_REFUSED ? "S9" : "R1");
        ck_assert_int_eq(record_last(), 0);
    }
}

START_TEST(what_happened_comes_back_and_adds_up_to_the_same)
{
    struct po_facts got;
    record_order();
    ck_assert_int_eq(store_begin(s), 0);
    whole_life();
    ck_assert_int_eq(store_commit(s), 0);
    ck_assert_int_eq(load(&got), 0);
    ck_same(&got, &k.facts);
    ck_assert(same(got.lines[0].sums.shipped, num("4")) && same(po_line_open(&got.lines[2]), num("4")));
    ck_assert_int_eq(po_standing(&got).step, STEP_CLOSED);
}
END_TEST

START_TEST(a_line_added_later_is_recorded_beside_the_others)
{
    struct po_facts got;
    record_order();
    kit_line(&k, "2", "CA", "24", 3, 1, "C", 6);
    ck_assert(facts_sum(&k.facts));
    ck_assert_int_eq(store_begin(s), 0);
    ck_assert_int_eq(facts_record_lines(s, &k.facts, 4), 0);
    ck_assert_int_eq(store_commit(s), 0);
    ck_assert_int_eq(load(&got), 0);
    ck_same(&got, &k.facts);
}
END_TEST

static const char *const edits[] = {
    "UPDATE po_line SET pack = 10", "DELETE FROM po_line", "UPDATE po_event SET kind = 1", "DELETE FROM po_event", "UPDATE po_count SET quantity = '1'",
    "DELETE FROM po_count", "INSERT OR REPLACE INTO po_event SELECT po, seq, 3, at, intake, ordinal, reference, original, amount, detail FROM po_event",
};

START_TEST(facts_are_never_edited)
{
    record_order();
    ck_assert_int_eq(store_begin(s), 0);
    whole_life();
    ck_assert_int_eq(store_commit(s), 0);
    ck_assert_int_ne(sqlite3_exec(s->db, edits[_i], NULL, NULL, NULL), SQLITE_OK);
    ck_assert_ptr_nonnull(strstr(sqlite3_errmsg(s->db), "facts of orders are never"));
}
END_TEST

static const char *const damages[] = {
    "UPDATE po_line SET price = 'x'", "UPDATE po_line SET quantity = ''", "UPDATE po_line SET pack = 0", "UPDATE po_line SET products = 'UP 99 1'",
    "UPDATE po_line SET products = 'UP'", "UPDATE po_line SET products = 'UP 1 12'", "UPDATE po_line SET n = n + 1 WHERE n = 3",
    "DELETE FROM po_line", "UPDATE po_event SET kind = 99", "UPDATE po_event SET amount = '1,5'", "UPDATE po_count SET kind = -1",
    "UPDATE po_count SET line = 9", "UPDATE po_count SET shipping = 20261332", "UPDATE po_count SET seq = 99 WHERE seq = 4",
    "UPDATE po SET placed = 1",
};

START_TEST(rows_that_were_never_written_so_are_not_taken_for_facts)
{
    struct po_facts got;
    record_order();
    ck_assert_int_eq(store_begin(s), 0);
    whole_life();
    ck_assert_int_eq(store_commit(s), 0);
    ck_assert_int_eq(sqlite3_exec(s->db,
                                  "PRAGMA foreign_keys = OFF; DROP TRIGGER po_line_is_never_changed; DROP TRIGGER po_line_is_never_removed;"
                                  "DROP TRIGGER po_event_is_never_changed; DROP TRIGGER po_count_is_never_changed;",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(s->db, damages[_i], NULL, NULL, NULL), SQLITE_OK);
    ck_assert_int_eq(load(&got), E_CORRUPT);
}
END_TEST

/* ---- whatever fails ---- */

static unsigned countdown;

/* The n-th write of the database fails, and those after it. */
static ssize_t failing_pwrite(int fd, const void *bytes, size_t n, off_t at)
{
    if (countdown > 0) {
        countdown--;
        return pwrite(fd, bytes, n, at);
    }
    errno = EIO;
    return -1;
}

static void let_writes_fail(unsigned after)
{
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    countdown = after;
    vfs->xSetSystemCall(vfs, "pwrite64", (sqlite3_syscall_ptr)failing_pwrite);
    vfs->xSetSystemCall(vfs, "pwrite", (sqlite3_syscall_ptr)failing_pwrite);
}

static void let_writes_be(void)
{
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    vfs->xSetSystemCall(vfs, NULL, NULL);
}

/* One answer with its event, counts, codes and numbers, as the engine would write it. */
static int record_all(void)
{
    const struct sscc_use use = { .code = 106141411234567897, .at = k.gate.now, .notice = SLICE("S1"), .po = k.facts.id };
    const struct paper_number paper = { .kind = PAPER_INVOICE, .partner = SLICE("amazon"), .number = SLICE("R1"), .po = k.facts.id, .at = 5 };
    const struct remittance_row row = { .intake = 9, .ordinal = 1, .n = 1, .payment = SLICE("P1"), .reference = SLICE("R1"), .invoice = SLICE("R1"),
                                        .bucket = SLICE("INVOICE"), .posting = SLICE("1100"), .amount = SLICE("10.05") };
    int err = store_begin(s);
    if (!err) err = record_last();
    if (!err) err = store_sscc_add(s, &use);
    if (!err) err = facts_record_paper(s, &paper);
    if (!err) err = store_remittance_add(s, &row);
    if (!err) err = store_commit(s);
    if (err) store_rollback(s);
    return err;
}

START_TEST(whatever_write_fails_an_event_is_there_whole_or_not_at_all)
{
    unsigned n = 0, failed = 0;
    record_order();
    kit_answered(&k, "1 A 6 CA 60; 1 B 4 CA 60; 2 R 5 EA 4.5; 3 A 7 EA 2");
    for (int err = -1; err != 0; n++) {
        struct po_facts got;
        let_writes_fail(n);
        err = record_all();
        let_writes_be();
        store_close(s);
        ck_assert_int_eq(store_open(path, false, &s), 0);
        ck_assert_int_eq(load(&got), 0);
        ck_assert(got.n_events == 0 || (got.n_events == 1 && got.events[0].n_counts == 4));
        /* Written, but the answer was lost: that is what E_UNCERTAIN is for. */
        if (err != 0 && got.n_events == 1) ck_assert_int_eq(err, E_UNCERTAIN);
        struct paper_number paper;
        const int known = store_paper_find(s, PAPER_INVOICE, SLICE("amazon"), SLICE("R1"), k.arena, &paper);
        ck_assert_int_eq(known, got.n_events == 1 ? 0 : E_NOT_FOUND);
        failed += err != 0;
        if (got.n_events == 1) break;
        ck_assert_uint_lt(n, 1000);
    }
    ck_assert_uint_gt(failed, 0);
}
END_TEST

START_TEST(counts_without_their_event_are_refused_by_the_commit)
{
    record_order();
    const struct po_count_row row = { .po = k.facts.id, .seq = 7, .n = 1, .line = 1, .quantity = SLICE("1"), .price = SLICE("1") };
    ck_assert_int_eq(store_begin(s), 0);
    ck_assert_int_eq(store_po_count_add(s, &row), 0);
    ck_assert_int_eq(store_commit(s), E_STORE);
}
END_TEST

/* ---- codes, numbers, remittances ---- */

static void use_code(uint64_t code, instant at, const char *notice)
{
    const struct sscc_use use = { .code = code, .at = at, .notice = slice_of(notice), .po = 1 };
    ck_assert_int_eq(store_begin(s), 0);
    ck_assert_int_eq(store_sscc_add(s, &use), 0);
    ck_assert_int_eq(store_commit(s), 0);
}

START_TEST(earlier_uses_of_a_code_are_found_for_as_long_as_they_matter)
{
    static const struct notice_pack packs[] = { { .sscc = SLICE("00106141411234567897") }, { .sscc = SLICE("00106141411234567880") }, { .sscc = SLICE("bad") } };
    const struct notice n = { .id = SLICE("S9"), .packs = packs, .n_packs = 3 };
    struct sscc_use *uses;
    size_t count;
    use_code(106141411234567897, k.gate.now - 365 * day, "S1");
    use_code(106141411234567897, k.gate.now - 400 * day, "S0");
    use_code(106141411234567880, k.gate.now - day, "S9");      /* by the notice that is replaced */
    ck_assert_int_eq(notice_uses(s, &k.terms, k.gate.now, &n, k.arena, &uses, &count), 0);
    ck_assert_uint_eq(count, 1);
    ck_slice(uses[0].notice, "S1");
    ck_assert_int_eq(notice_uses(s, &k.terms, k.gate.now + 1, &n, k.arena, &uses, &count), 0);
    ck_assert_uint_eq(count, 0);
}
END_TEST

static int paper(enum paper kind, const char *number, int64_t po)
{
    const struct paper_number p = { .kind = kind, .partner = SLICE("amazon"), .number = slice_of(number), .po = po, .at = po * 10 };
    ck_assert_int_eq(store_begin(s), 0);
    const int err = facts_record_paper(s, &p);
    if (err) store_rollback(s);
    else ck_assert_int_eq(store_commit(s), 0);
    return err;
}

START_TEST(an_invoice_number_belongs_to_its_order_for_ever)
{
    struct paper_number p;
    ck_assert_int_eq(paper(PAPER_INVOICE, "R1", 1), 0);
    ck_assert_int_eq(paper(PAPER_INVOICE, "R1", 1), 0);         /* sent again after it was refused */
    ck_assert_int_eq(paper(PAPER_INVOICE, "R1", 2), E_EXISTS);
    ck_assert_int_eq(paper(PAPER_NOTICE, "R1", 2), 0);
    ck_assert_int_eq(paper(PAPER_NOTICE, "R1", 3), 0);          /* a shipment id may come again after its time */
    ck_assert_int_eq(store_paper_find(s, PAPER_INVOICE, SLICE("amazon"), SLICE("R1"), k.arena, &p), 0);
    ck_assert_int_eq(p.po, 1);
    ck_assert_int_eq(store_paper_find(s, PAPER_NOTICE, SLICE("amazon"), SLICE("R1"), k.arena, &p), 0);
    ck_assert(p.po == 3 && p.at == 30);
    ck_assert_int_eq(store_paper_find(s, PAPER_INVOICE, SLICE("tesco"), SLICE("R1"), k.arena, &p), E_NOT_FOUND);
}
END_TEST

START_TEST(a_notice_that_was_sent_leaves_its_id_and_its_codes)
{
    static const struct notice_pack packs[] = { { .sscc = SLICE("00106141411234567897") }, { .is_pallet = true } };
    const struct notice_line line = { .order = &k.facts, .pack = 1 };
    const struct notice n = { .id = SLICE("S1"), .packs = packs, .n_packs = 2, .lines = &line, .n_lines = 1 };
    struct paper_number p;
    struct sscc_use use;
    ck_assert_int_eq(store_begin(s), 0);
    ck_assert_int_eq(notice_record(s, k.gate.now, &n, SLICE("amazon")), 0);
    ck_assert_int_eq(store_commit(s), 0);
    ck_assert_int_eq(store_paper_find(s, PAPER_NOTICE, SLICE("amazon"), SLICE("S1"), k.arena, &p), 0);
    ck_assert(p.po == k.facts.id && p.at == k.gate.now);
    ck_assert_int_eq(store_sscc_find(s, 106141411234567897, k.gate.now, SLICE("S2"), k.arena, &use), 0);
    ck_assert(slice_is(use.notice, "S1") && use.po == k.facts.id);
}
END_TEST

START_TEST(remittance_lines_are_found_by_their_invoice)
{
    struct remittance_row *rows;
    size_t n;
    ck_assert_int_eq(store_begin(s), 0);
    for (uint32_t i = 1; i <= 3; i++) {
        const struct remittance_row row = { .intake = 9, .ordinal = 1, .n = i, .payment = SLICE("P1"), .reference = i == 2 ? SLICE("R1SC") : SLICE("R1"),
                                            .invoice = i == 3 ? SLICE("") : SLICE("R1"), .bucket = SLICE("SHORTAGE"), .posting = SLICE("1190"),
                                            .amount = SLICE("-42.00") };
        ck_assert_int_eq(store_remittance_add(s, &row), 0);
    }
    ck_assert_int_eq(store_commit(s), 0);
    ck_assert_int_eq(store_remittances(s, SLICE("R1"), k.arena, &rows, &n), 0);
    ck_assert_uint_eq(n, 2);
    ck_assert(slice_is(rows[1].reference, "R1SC") && slice_is(rows[1].amount, "-42.00") && slice_is(rows[1].bucket, "SHORTAGE"));
    ck_assert_int_eq(store_remittances(s, SLICE(""), k.arena, &rows, &n), 0);
    ck_assert_uint_eq(n, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("facts");
    TCase *tc = tcase_create("facts");
    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_set_timeout(tc, 120);
    tcase_add_test(tc, an_order_comes_back_as_it_was_placed);
    tcase_add_test(tc, a_number_that_comes_again_is_the_newest_order);
    tcase_add_test(tc, what_happened_comes_back_and_adds_up_to_the_same);
    tcase_add_test(tc, a_line_added_later_is_recorded_beside_the_others);
    tcase_add_loop_test(tc, facts_are_never_edited, 0, sizeof edits / sizeof *edits);
    tcase_add_loop_test(tc, rows_that_were_never_written_so_are_not_taken_for_facts, 0, sizeof damages / sizeof *damages);
    tcase_add_test(tc, whatever_write_fails_an_event_is_there_whole_or_not_at_all);
    tcase_add_test(tc, counts_without_their_event_are_refused_by_the_commit);
    tcase_add_test(tc, earlier_uses_of_a_code_are_found_for_as_long_as_they_matter);
    tcase_add_test(tc, an_invoice_number_belongs_to_its_order_for_ever);
    tcase_add_test(tc, a_notice_that_was_sent_leaves_its_id_and_its_codes);
    tcase_add_test(tc, remittance_lines_are_found_by_their_invoice);
    suite_add_tcase(suite, tc);
    return unit_run(suite);
}
