/* check_engine.c - the pipeline when the world fails at any moment, and what an agreement makes of an interchange.  E1…E5 are the invariants of
 * engine/engine.h. */
#include "engine_kit.h"

#include <errno.h>
#include <sys/wait.h>

/* ---- the n-th file operation fails ---- */

struct fault {
    int left;                   /* operations until the failure */
    int err;
};

static int fail_nth(void *context, const char *operation, const char *path)
{
    struct fault *f = context;
    (void)operation, (void)path;
    return f->left-- == 0 ? f->err : 0;
}

static void drop_samples(struct kit *kit)
{
    kit_drop(kit, "inbox/amazon/a.edi", kit_sample(kit, "850-wrong-se.edi"), 10);
    kit_drop(kit, "inbox/amazon/b.edi", kit_sample(kit, "850-unknown-item.edi"), 11);
    kit_drop(kit, "inbox/amazon/c.edi", kit_sample(kit, "850-clean-ea-ca.edi"), 12);
    kit_drop(kit, "inbox/amazon.out/d.edi", kit_sample(kit, "855-back-order.edi"), 13);
}

static void undisturbed(struct buf *picture)
{
    struct kit kit;
    kit_make(&kit);
    drop_samples(&kit);
    kit_open(&kit);
    ck_assert_int_eq(kit_work(&kit), 0);
    slice seen = kit_picture(&kit);
    buf_add(picture, seen);
    ck_assert(kit_has(seen, "sales-order") && kit_has(seen, "-997-") && kit_has(seen, "report.html") && kit_has(seen, "0 not done"));
    kit_drop_instance(&kit);
}

/* Nothing of a receiver's may be half there, whatever fails. */
static void check_whole(struct kit *kit)
{
    slice *names;
    size_t n;
    ck_assert_int_eq(fsys_list(kit->dir, "outbox/prima", kit->arena, &names, &n), 0);
    for (size_t i = 0; i < n; i++) {
        slice text = kit_read(kit, kit->dir, arena_cstr(kit->arena, arena_printf(kit->arena, "outbox/prima/%s", names[i].ptr)));
        ck_assert(names[i].ptr[0] == '.' || kit_has(text, "</Request>"));
    }
}

/* The first line that differs. */
static void check_same(int n, slice expected, slice seen)
{
    slice a, b = { 0 };
    while (slice_next(&expected, '\n', &a)) {
        (void)slice_next(&seen, '\n', &b);
        if (!slice_eq(a, b)) ck_abort_msg("operation %d failed, and then: expected \"%.*s\", got \"%.*s\"", n, SLICE_ARG(a), SLICE_ARG(b));
    }
    ck_assert_msg(seen.ptr == NULL, "operation %d failed, and then there is more: %.*s", n, SLICE_ARG(seen));
}

static const struct { int err; bool same_engine; } faults[] = { { -EIO, false }, { -EIO, true }, { -ENOSPC, false }, { -EMFILE, true } };

START_TEST(whatever_fails_the_next_run_ends_as_an_undisturbed_one)     /* E1, E2, E3, E4 */
{
    struct buf expected = BUF_INIT(KIT_FILE_MAX);
    undisturbed(&expected);
    int n = 0;
    for (bool reached = true; reached; n++) {
        ck_assert_int_lt(n, 1000);
        struct kit kit;
        struct fault fault = { n, faults[_i].err };
        kit_make(&kit);
        drop_samples(&kit);
        kit_open(&kit);
        fsys_set_fault(fail_nth, &fault);
        (void)kit_work(&kit);
        fsys_set_fault(NULL, NULL);
        reached = fault.left < 0;
        check_whole(&kit);
        if (!faults[_i].same_engine) {
            kit_close(&kit);
            kit_open(&kit);
        }
        ck_assert_int_eq(kit_work(&kit), 0);
        slice seen = kit_picture(&kit);
        check_same(n, buf_slice(&expected), seen);
        kit_drop_instance(&kit);
    }
    ck_assert_int_gt(n, 50);
    buf_free(&expected);
}
END_TEST

static void take_all(struct kit *kit)
{
    slice *names;
    size_t n;
    ck_assert_int_eq(fsys_list(kit->dir, "outbox/prima", kit->arena, &names, &n), 0);
    for (size_t i = 0; i < n; i++)
        ck_assert_int_eq(fsys_unlink(kit->dir, arena_cstr(kit->arena, arena_printf(kit->arena, "outbox/prima/%s", names[i].ptr))), 0);
}

START_TEST(what_the_receiver_took_before_a_failure_does_not_come_back)         /* E4 */
{
    struct kit kit;
    struct fault fault = { 0, -EIO };
    int taken = 0;
    for (int n = 0; n < 200; n++) {
        kit_make(&kit);
        kit_drop(&kit, "inbox/amazon/c.edi", kit_sample(&kit, "850-clean-ea-ca.edi"), 12);
        kit_open(&kit);
        fault.left = n;
        fsys_set_fault(fail_nth, &fault);
        (void)kit_work(&kit);
        fsys_set_fault(NULL, NULL);
        const bool reached = fault.left < 0;
        /* Only what stands under its final name in the archive is known to be given; see spool/deliver.c for the instant before. */
        slice seen = kit_picture(&kit);
        const bool is_given = kit_has(seen, "outbox/prima/0") && !kit_has(seen, ".pending");
        if (is_given) take_all(&kit);
        taken += is_given;
        kit_close(&kit);
        kit_open(&kit);
        ck_assert_int_eq(kit_work(&kit), 0);
        ck_assert_uint_eq(kit_count(&kit, "outbox/prima", ".xml"), is_given ? 0 : 1);
        kit_drop_instance(&kit);
        if (!reached) break;
    }
    ck_assert_int_gt(taken, 3);
}
END_TEST

/* ---- numbers ---- */

START_TEST(control_numbers_are_never_used_twice)               /* E5 */
{
    struct kit kit;
    bool used[100] = { false };
    kit_make(&kit);
    kit_agreement(&kit, "<whole of=\"set\"/>", "<whole of=\"interchange\"/>");
    kit_open(&kit);
    for (int round = 0; round < 6; round++) {
        char isa[40], po[40];
        snprintf(isa, sizeof isa, "%09d", 900 + round);
        snprintf(po, sizeof po, "RO*NUM%05d", round);
        slice text = kit_sample(&kit, "850-wrong-se.edi");      /* its first set is taken and rolled back with the interchange */
        text = kit_edit(&kit, kit_edit(&kit, text, "000000203", isa), "RO*2WV8H5RC", po);
        text = kit_edit(&kit, text, "000000203", isa);
        kit_drop(&kit, "inbox/amazon/x.edi", text, 20 + round);
        struct fault fault = { 7 * round, -EIO };               /* and some rounds roll the whole batch back */
        fsys_set_fault(fail_nth, &fault);
        (void)kit_work(&kit);
        fsys_set_fault(NULL, NULL);
        ck_assert_int_eq(kit_work(&kit), 0);
    }
    slice *names;
    size_t n;
    ck_assert_int_eq(fsys_list(kit.dir, "outbox/amazon", kit.arena, &names, &n), 0);
    ck_assert_uint_eq(n, 6);
    for (size_t i = 0; i < n; i++) {
        slice text = kit_read(&kit, kit.dir, arena_cstr(kit.arena, arena_printf(kit.arena, "outbox/amazon/%s", names[i].ptr)));
        uint64_t number;
        ck_assert(slice_to_u64(slice_sub(text, 90, 9), 99, &number));
        ck_assert(!used[number]);
        used[number] = true;
    }
    kit_drop_instance(&kit);
}
END_TEST

/* ---- settings ---- */

START_TEST(a_bad_reload_keeps_what_was_good)
{
    struct kit kit;
    kit_make(&kit);
    kit_open(&kit);
    const struct setup *good = engine_setup(kit.engine);
    struct diags diags;
    diags_init(&diags, kit.arena, 10);
    kit_agreement(&kit, "<they qualifier=\"ZZ\" id=\"AMAZON\"/>", "<they qualifier=\"ZZ\"/>");
    ck_assert_int_eq(engine_reload(kit.engine, &diags), E_BAD);
    ck_assert_uint_gt(diags.count, 0);
    ck_assert_ptr_eq(engine_setup(kit.engine), good);
    drop_samples(&kit);
    ck_assert_int_eq(kit_work(&kit), 0);
    ck_assert_uint_eq(kit.tally.converted, 2);
    kit_agreement(&kit, "title=\"Amazon Vendor Central, retail\"", "title=\"another\"");
    diags_init(&diags, kit.arena, 10);
    ck_assert_int_eq(engine_reload(kit.engine, &diags), 0);
    ck_assert_ptr_ne(engine_setup(kit.engine), good);
    ck_slice(engine_setup(kit.engine)->conf->agreements[0].title, "another");
    kit_drop_instance(&kit);
}
END_TEST

/* ---- agreements ---- */

/* One file under an agreement that differs from the demo's in one thing. */
static void work_one(struct kit *kit, const char *from, const char *to, slice file)
{
    kit_make(kit);
    kit_agreement(kit, from, to);
    kit_drop(kit, "inbox/amazon/one.edi", file.ptr ? file : kit_sample(kit, "850-wrong-se.edi"), 10);
    kit_open(kit);
    ck_assert_int_eq(kit_work(kit), 0);
}

START_TEST(sound_sets_go_on_without_their_bad_neighbour)
{
    struct kit kit;
    work_one(&kit, NULL, NULL, (slice){ 0 });
    ck_assert_uint_eq(kit.tally.converted, 1);
    ck_assert_uint_eq(kit.tally.rejected, 1);
    slice ack = kit_only(&kit, "outbox/amazon", "-997-");
    ck_assert(kit_has(ack, "AK5*A") && kit_has(ack, "AK5*R") && kit_has(ack, "AK9*P*2*2*1"));
    kit_drop_instance(&kit);
}
END_TEST

START_TEST(an_interchange_taken_whole_falls_with_one_of_its_sets)
{
    struct kit kit;
    work_one(&kit, "<whole of=\"set\"/>", "<whole of=\"interchange\"/>", (slice){ 0 });
    ck_assert_uint_eq(kit.tally.converted, 0);
    ck_assert_uint_eq(kit.tally.entries, 1);
    ck_assert_uint_eq(kit_count(&kit, "outbox/prima", ""), 0);
    slice seen = kit_picture(&kit), ack = kit_only(&kit, "outbox/amazon", "-997-");
    ck_assert(kit_has(seen, "order 2WV8H5RC state 3") && kit_has(seen, "order 8NJ4P6YE state 3"));
    ck_assert(kit_has(ack, "AK9*R"));
    kit_drop_instance(&kit);
}
END_TEST

START_TEST(a_held_line_holds_its_order_or_waits_alone)
{
    struct kit kit;
    kit_make(&kit);
    slice file = kit_sample(&kit, "850-unknown-item.edi");
    kit_drop(&kit, "inbox/amazon/one.edi", file, 10);
    kit_open(&kit);
    ck_assert_int_eq(kit_work(&kit), 0);
    ck_assert_uint_eq(kit.tally.held, 1);
    ck_assert_uint_eq(kit_count(&kit, "outbox/prima", ""), 0);
    kit_agreement(&kit, "<held-line holds=\"order\"/>", "<held-line holds=\"line\"/>");
    struct diags diags;
    diags_init(&diags, kit.arena, 10);
    ck_assert_int_eq(engine_reload(kit.engine, &diags), 0);
    file = kit_edit(&kit, kit_edit(&kit, file, "000000202", "000000777"), "6BT3M9ZD", "SPLIT001");
    kit_drop(&kit, "inbox/amazon/two.edi", kit_edit(&kit, file, "000000202", "000000777"), 11);
    ck_assert_int_eq(kit_work(&kit), 0);
    slice record = kit_only(&kit, "outbox/prima", "SPLIT001"), seen = kit_picture(&kit);
    ck_assert(kit_has(record, "Quantity=\"12\"") && !kit_has(record, "Quantity=\"48\""));
    ck_assert(kit_has(seen, "order SPLIT001 state 2 1/3"));
    ck_assert(kit_has(seen, "SPLIT001 ITEM-UNKNOWN"));
    kit_drop_instance(&kit);
}
END_TEST

START_TEST(an_interchange_that_asks_gets_a_ta1)
{
    static const struct { const char *isa14, *from, *to; size_t expected; } rows[] = {
        { "*0*P*>", NULL, NULL, 0 }, { "*1*P*>", NULL, NULL, 1 }, { "*1*P*>", "ta1=\"when-asked\"", "ta1=\"never\"", 0 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct kit kit;
        kit_make(&kit);
        slice file = kit_edit(&kit, kit_sample(&kit, "850-clean-ea-ca.edi"), "*0*P*>", rows[i].isa14);
        kit_agreement(&kit, rows[i].from, rows[i].to);
        kit_drop(&kit, "inbox/amazon/one.edi", file, 10);
        kit_open(&kit);
        ck_assert_int_eq(kit_work(&kit), 0);
        ck_assert_uint_eq(kit_count(&kit, "outbox/amazon", ".x12"), rows[i].expected + 1);
        if (rows[i].expected > 0) ck_assert(kit_has(kit_only(&kit, "outbox/amazon", "-TA1-"), "TA1*000000201*"));
        kit_drop_instance(&kit);
    }
}
END_TEST

/* ---- several at once ---- */

START_TEST(what_was_tolerated_is_on_record_by_its_name)
{
    struct kit kit;
    struct finding_row *rows;
    size_t n, named = 0;
    kit_make(&kit);
    kit_agreement(&kit, "<codes", "<lenient to=\"wrong-se01 bom\"/><codes");
    kit_open(&kit);
    slice text = kit_sample(&kit, "850-wrong-se.edi");
    kit_drop(&kit, "inbox/amazon/x.edi", arena_printf(kit.arena, "\xef\xbb\xbf%.*s", SLICE_ARG(text)), 20);
    ck_assert_int_eq(kit_work(&kit), 0);
    ck_assert_uint_eq(kit.tally.rejected, 0);
    ck_assert_int_eq(store_findings(engine_store(kit.engine), 2, kit.arena, &rows, &n), 0);
    for (size_t i = 0; i < n; i++) {
        if (slice_is(rows[i].code, "X12-SE01-COUNT"))
            named += slice_is(rows[i].severity, "warn") && kit_has(rows[i].json, "leniency wrong-se01");
        if (slice_is(rows[i].code, "X12-BOM")) named += slice_is(rows[i].severity, "note") && kit_has(rows[i].json, "leniency bom");
    }
    ck_assert_uint_eq(named, 2);
    kit_drop_instance(&kit);
}
END_TEST

START_TEST(answers_are_wrapped_as_agreed)
{
    struct kit kit;
    kit_make(&kit);
    kit_agreement(&kit, "</agreement>", "<envelope version=\"00402\" element=\"|\" repetition=\"!\"/><envelope set=\"997\" release=\"004020\" terminator=\"0x1D\"/></agreement>");
    kit_open(&kit);
    kit_drop(&kit, "inbox/amazon/x.edi", kit_sample(&kit, "850-clean-ea-ca.edi"), 20);
    ck_assert_int_eq(kit_work(&kit), 0);
    slice answer = kit_only(&kit, "outbox/amazon", "-997-");
    ck_assert(kit_has(answer, "|!|00402|000000001|0|") && kit_has(answer, "|X|004020\x1dST|997|0001\x1d"));
    kit_drop_instance(&kit);
}
END_TEST

START_TEST(two_engines_on_one_instance_do_everything_once)             /* E1, E2, E5 */
{
    enum { FILES = 120, ENGINES = 2 };
    struct kit kit;
    kit_make(&kit);
    slice sample = kit_sample(&kit, "850-clean-ea-ca.edi");
    for (int i = 0; i < FILES; i++) {
        char path[64], isa[16], po[16];
        snprintf(path, sizeof path, "inbox/amazon/%03d.edi", i);
        snprintf(isa, sizeof isa, "%09d", 5000 + i);
        snprintf(po, sizeof po, "TWO%05d", i);
        slice text = kit_edit(&kit, kit_edit(&kit, sample, "000000201", isa), "000000201", isa);
        kit_drop(&kit, path, kit_edit(&kit, text, "4KX7Q2WA", po), 100 + i);
    }
    for (int k = 0; k < ENGINES; k++) {
        if (fork() != 0) continue;
        _exit(kit_try_open(&kit) != 0 || kit_work(&kit) != 0 ? 1 : (kit_close(&kit), 0));
    }
    int status;
    while (wait(&status) > 0) ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    kit_open(&kit);
    ck_assert_int_eq(kit_work(&kit), 0);
    ck_assert_uint_eq(kit.tally.files, 0);              /* they left nothing */
    ck_assert_uint_eq(kit_count(&kit, "outbox/prima", ".xml"), FILES);
    ck_assert_uint_eq(kit_count(&kit, "active", ""), 0);
    slice *names;
    size_t n;
    ck_assert_int_eq(fsys_list(kit.dir, "outbox/amazon", kit.arena, &names, &n), 0);
    ck_assert_uint_eq(n, FILES);
    bool used[FILES + 1] = { false };
    for (size_t i = 0; i < n; i++) {
        slice text = kit_read(&kit, kit.dir, arena_cstr(kit.arena, arena_printf(kit.arena, "outbox/amazon/%s", names[i].ptr)));
        uint64_t number;
        ck_assert(slice_to_u64(slice_sub(text, 90, 9), FILES, &number) && !used[number]);
        used[number] = true;
    }
    struct store_counts counts;
    ck_assert_int_eq(store_counts(engine_store(kit.engine), &counts), 0);
    ck_assert_uint_eq(counts.converted, FILES);
    ck_assert_uint_eq(counts.pending, 0);
    kit_drop_instance(&kit);
}
END_TEST

START_TEST(item_masters_go_before_orders_that_came_earlier)
{
    struct kit kit;
    kit_make(&kit);
    slice file = kit_sample(&kit, "850-unknown-item.edi"), items = kit_sample(&kit, "items.csv");
    for (int i = 0; i < 40; i++) {                      /* more than one batch */
        char path[64], isa[16], po[16];
        snprintf(path, sizeof path, "inbox/amazon/%03d.edi", i);
        snprintf(isa, sizeof isa, "%09d", 6000 + i);
        snprintf(po, sizeof po, "MST%05d", i);
        slice text = kit_edit(&kit, kit_edit(&kit, file, "000000202", isa), "000000202", isa);
        kit_drop(&kit, path, kit_edit(&kit, text, "6BT3M9ZD", po), 100 + i);
    }
    kit_drop(&kit, "inbox/prima/items.csv", kit_edit(&kit, items, "5012345000015", "5012345007779"), 1000);
    kit_open(&kit);
    int wait_ms;
    ck_assert_int_gt(engine_batch(kit.engine, &kit.tally, &wait_ms), 0);
    ck_assert_uint_eq(kit.tally.masters, 1);
    kit_drop_instance(&kit);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("engine");
    TCase *c = tcase_create("faults");
    tcase_set_timeout(c, 300);
    tcase_add_loop_test(c, whatever_fails_the_next_run_ends_as_an_undisturbed_one, 0, sizeof faults / sizeof *faults);
    tcase_add_test(c, what_the_receiver_took_before_a_failure_does_not_come_back);
    tcase_add_test(c, control_numbers_are_never_used_twice);
    suite_add_tcase(suite, c);
    c = tcase_create("agreements");
    tcase_add_test(c, a_bad_reload_keeps_what_was_good);
    tcase_add_test(c, sound_sets_go_on_without_their_bad_neighbour);
    tcase_add_test(c, an_interchange_taken_whole_falls_with_one_of_its_sets);
    tcase_add_test(c, a_held_line_holds_its_order_or_waits_alone);
    tcase_add_test(c, an_interchange_that_asks_gets_a_ta1);
    suite_add_tcase(suite, c);
    c = tcase_create("several at once");
    tcase_set_timeout(c, 120);
    tcase_add_test(c, what_was_tolerated_is_on_record_by_its_name);
    tcase_add_test(c, answers_are_wrapped_as_agreed);
    tcase_add_test(c, two_engines_on_one_instance_do_everything_once);
    tcase_add_test(c, item_masters_go_before_orders_that_came_earlier);
    suite_add_tcase(suite, c);
    return unit_run(suite);
}
