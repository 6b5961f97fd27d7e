/* check_store.c - the journal: all or nothing, also when the process dies, the disk fails, or two want to write. */
#include "store/sqlite.h"

#include "base/err.h"
#include "unit.h"

#include <errno.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[4096], path[4200];
static struct store *s;
static struct arena *arena;

static void set_up(void)
{
    unit_directory(folder);
    snprintf(path, sizeof path, "%s/crossdock.db", folder);
    arena = arena_new();
    ck_assert_int_eq(store_open(path, false, &s), 0);
}

static void tear_down(void)
{
    static const char *const endings[] = { "", "-wal", "-shm" };
    char name[4300];
    store_close(s);
    arena_free(arena);
    for (size_t i = 0; i < 3; i++) {
        snprintf(name, sizeof name, "%s%s", path, endings[i]);
        (void)unlink(name);
    }
    (void)rmdir(folder);
}

static int64_t add_intake(const char *claim)
{
    int64_t id;
    ck_assert_int_eq(store_intake_id(s, &id), 0);
    const struct intake in = { .id = id, .claim = slice_of(claim), .name = SLICE("po.edi"), .folder = SLICE("amazon"), .sha256 = SLICE("ab"),
                               .bytes = 1800, .received = 77, .archive = SLICE("archive/x"), .wrong = true, .summary = SLICE("1 held") };
    ck_assert_int_eq(store_intake_add(s, &in), 0);
    return id;
}

static bool knows(const char *claim)
{
    struct intake in;
    const int err = store_intake_find(s, slice_of(claim), arena, &in);
    ck_assert(err == 0 || err == E_NOT_FOUND);
    return err == 0;
}

/* A connection must not be carried over a fork: both sides open their own. */
static pid_t fork_without_store(void)
{
    store_close(s);
    s = NULL;
    const pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child != 0) ck_assert_int_eq(store_open(path, false, &s), 0);
    return child;
}

static int exit_code(pid_t child)
{
    int status;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static int64_t committed_intake(const char *claim)
{
    ck_assert_int_eq(store_begin(s), 0);
    const int64_t id = add_intake(claim);
    ck_assert_int_eq(store_commit(s), 0);
    return id;
}

/* ---- transactions ---- */

START_TEST(what_is_rolled_back_never_happened)
{
    uint32_t number;
    ck_assert_int_eq(store_begin(s), 0);
    ck_assert_int_eq(add_intake("a@1"), 1);
    ck_assert_int_eq(store_counter_next(s, SLICE("isa13:amazon"), 999, &number), 0);
    ck_assert_int_eq(store_audit(s, 1, "taken", SLICE("a"), SLICE("")), 0);
    store_rollback(s);
    ck_assert(!knows("a@1"));
    ck_assert_int_eq(store_begin(s), 0);
    ck_assert_int_eq(add_intake("b@1"), 1);
    ck_assert_int_eq(store_counter_next(s, SLICE("isa13:amazon"), 999, &number), 0);
    ck_assert_uint_eq(number, 1);
    ck_assert_int_eq(store_commit(s), 0);
    ck_assert(knows("b@1"));
}
END_TEST

START_TEST(the_first_error_of_a_transaction_sticks_until_its_end)
{
    ck_assert_int_eq(committed_intake("a@1"), 1);
    ck_assert_int_eq(store_begin(s), 0);
    add_intake("b@1");
    const struct intake twice = { .id = 9, .claim = SLICE("a@1") };
    ck_assert_int_eq(store_intake_add(s, &twice), E_EXISTS);
    ck_assert_int_eq(store_intake_done(s, 1), E_EXISTS);
    ck_assert_int_eq(store_commit(s), E_EXISTS);
    ck_assert(!knows("b@1"));
    ck_assert_int_eq(committed_intake("c@1"), 2);
}
END_TEST

START_TEST(a_row_without_its_intake_is_refused_by_the_commit)
{
    const struct output o = { .intake = 5, .path = SLICE("outbox/x"), .bytes = SLICE("x") };
    ck_assert_int_eq(store_begin(s), 0);
    ck_assert_int_eq(store_output_add(s, &o), 0);
    ck_assert_int_eq(store_commit(s), E_STORE);
    ck_assert_int_eq(committed_intake("a@1"), 1);
}
END_TEST

START_TEST(a_savepoint_undoes_what_came_after_it_numbers_included)
{
    uint32_t n;
    const slice name = SLICE("isa13:amazon");
    ck_assert_int_eq(store_begin(s), 0);
    const int64_t id = add_intake("a@1");
    ck_assert_int_eq(store_counter_next(s, name, 999, &n), 0);
    ck_assert_int_eq(store_savepoint(s, "interchange"), 0);
    ck_assert_int_eq(store_savepoint(s, "group"), 0);
    const struct output o = { .intake = id, .path = SLICE("outbox/x"), .bytes = SLICE("x") };
    ck_assert_int_eq(store_output_add(s, &o), 0);
    for (int i = 0; i < 40; i++) {              /* so many that some are written while the savepoint is open */
        char other[16];
        snprintf(other, sizeof other, "c%d", i);
        ck_assert_int_eq(store_counter_next(s, slice_of(other), 999, &n), 0);
    }
    ck_assert_int_eq(store_rollback_to(s, "interchange"), 0);
    ck_assert_int_eq(store_counter_next(s, name, 999, &n), 0);
    ck_assert_uint_eq(n, 2);
    ck_assert_int_eq(store_output_add(s, &o), 0);
    ck_assert_int_eq(store_release(s, "interchange"), 0);
    ck_assert_int_eq(store_commit(s), 0);
    struct output *list;
    size_t count;
    ck_assert_int_eq(store_outputs(s, id, false, arena, &list, &count), 0);
    ck_assert(count == 1 && list[0].id == 1);
    ck_assert_int_eq(store_begin(s), 0);
    ck_assert_int_eq(store_counter_next(s, name, 999, &n), 0);
    ck_assert_uint_eq(n, 3);
    ck_assert_int_eq(store_counter_next(s, SLICE("c7"), 999, &n), 0);
    ck_assert_uint_eq(n, 1);
}
END_TEST

START_TEST(a_savepoint_set_again_replaces_the_one_before)
{
    ck_assert_int_eq(store_begin(s), 0);
    for (int i = 0; i < 100; i++) ck_assert_int_eq(store_savepoint(s, "group"), 0);
    ck_assert_int_eq(store_rollback_to(s, "group"), 0);
    ck_assert_int_eq(store_release(s, "group"), 0);
    ck_assert_int_eq(store_rollback_to(s, "group"), E_STORE);
    ck_assert_int_eq(store_commit(s), E_STORE);
}
END_TEST

/* SQLite's number for it: 1 is NORMAL, 2 is FULL. */
static int synchronous(void)
{
    sqlite3_stmt *st;
    ck_assert_int_eq(sqlite3_prepare_v2(s->db, "PRAGMA synchronous", -1, &st, NULL), SQLITE_OK);
    ck_assert_int_eq(sqlite3_step(st), SQLITE_ROW);
    const int value = sqlite3_column_int(st, 0);
    sqlite3_finalize(st);
    return value;
}

START_TEST(after_a_relaxed_transaction_commits_are_durable_again)
{
    ck_assert_int_eq(synchronous(), 2);
    ck_assert_int_eq(store_begin_relaxed(s), 0);
    ck_assert_int_eq(synchronous(), 1);
    add_intake("a@1");
    ck_assert_int_eq(store_commit_relaxed(s), 0);
    ck_assert(knows("a@1"));
    ck_assert_int_eq(synchronous(), 2);
    ck_assert_int_eq(store_begin_relaxed(s), 0);
    store_rollback(s);
    ck_assert_int_eq(synchronous(), 2);
}
END_TEST

START_TEST(a_process_killed_before_its_commit_leaves_nothing)
{
    const pid_t child = fork_without_store();
    if (child == 0) {
        if (store_open(path, false, &s) || store_begin(s)) _exit(1);
        for (int i = 0; i < 2000; i++) {        /* enough to have been written to the log already */
            char claim[20];
            snprintf(claim, sizeof claim, "a@%d", i);
            add_intake(claim);
        }
        kill(getpid(), SIGKILL);
    }
    ck_assert_int_eq(exit_code(child), -SIGKILL);
    ck_assert(!knows("a@0"));
    ck_assert_int_eq(committed_intake("b@1"), 1);
}
END_TEST

START_TEST(of_two_writers_one_waits_for_the_other)
{
    int begun[2];
    char x;
    ck_assert_int_eq(pipe(begun), 0);
    const pid_t child = fork_without_store();
    if (child == 0) {
        if (store_open(path, false, &s) || store_begin(s) || write(begun[1], "x", 1) != 1) _exit(1);
        usleep(50000);                          /* the other asks for the lock meanwhile */
        int64_t id;
        if (store_intake_id(s, &id) || id != 1) _exit(2);
        _exit(store_commit(s) ? 3 : 0);
    }
    ck_assert_int_eq(read(begun[0], &x, 1), 1);
    ck_assert_int_eq(committed_intake("a@1"), 2);
    ck_assert_int_eq(exit_code(child), 0);
}
END_TEST

START_TEST(many_processes_may_make_the_database_at_once)
{
    char fresh[4200];
    snprintf(fresh, sizeof fresh, "%s/fresh.db", folder);
    pid_t children[6];
    for (size_t i = 0; i < 6; i++) {
        children[i] = fork_without_store();
        if (children[i]) continue;
        struct store *mine;
        int64_t id;
        if (store_open(fresh, false, &mine) || store_begin(mine) || store_intake_id(mine, &id)) _exit(1);
        _exit(store_commit(mine) ? 2 : 0);
    }
    for (size_t i = 0; i < 6; i++) ck_assert_int_eq(exit_code(children[i]), 0);
    struct store *after;
    int64_t id;
    ck_assert_int_eq(store_open(fresh, false, &after), 0);
    ck_assert_int_eq(store_begin(after), 0);
    ck_assert_int_eq(store_intake_id(after, &id), 0);
    ck_assert_int_eq(id, 7);
    store_close(after);
    (void)unlink(fresh);
}
END_TEST

/* Every write of the database fails from now on. */
static ssize_t no_write(int fd, const void *bytes, size_t n, off_t at)
{
    (void)fd, (void)bytes, (void)n, (void)at;
    errno = EIO;
    return -1;
}

START_TEST(a_commit_that_meets_an_io_error_is_uncertain)
{
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    ck_assert_int_eq(store_begin(s), 0);
    add_intake("a@1");
    vfs->xSetSystemCall(vfs, "pwrite64", (sqlite3_syscall_ptr)no_write);
    vfs->xSetSystemCall(vfs, "pwrite", (sqlite3_syscall_ptr)no_write);
    const int err = store_commit(s);
    vfs->xSetSystemCall(vfs, NULL, NULL);
    ck_assert_int_eq(err, E_UNCERTAIN);
    ck_assert_int_eq(err_class(err), ERR_UNCERTAIN);
    ck_assert_ptr_nonnull(strstr(store_error(s), "I/O"));
    ck_assert(!knows("a@1"));
    ck_assert_int_eq(committed_intake("a@1"), 1);
}
END_TEST

/* ---- readers ---- */

START_TEST(a_reader_sees_the_last_commit_while_a_writer_works)
{
    struct store *reader;
    struct store_counts counts;
    committed_intake("a@1");
    ck_assert_int_eq(store_begin(s), 0);
    add_intake("b@1");
    ck_assert_int_eq(store_open(path, true, &reader), 0);
    ck_assert_int_eq(store_counts(reader, &counts), 0);
    ck_assert_uint_eq(counts.files, 1);
    ck_assert_uint_eq(counts.pending, 1);
    ck_assert_int_eq(store_audit(reader, 1, "x", SLICE(""), SLICE("")), E_STORE);
    ck_assert_int_eq(store_commit(s), 0);
    ck_assert_int_eq(store_counts(reader, &counts), 0);
    ck_assert_uint_eq(counts.files, 2);
    store_close(reader);
}
END_TEST

/* Exit code of a reader without rights in the folder: the number of files, or 100 + what failed. */
static int count_as_nobody(void)
{
    const pid_t child = s ? fork_without_store() : fork();
    if (child == 0) {
        struct store *reader;
        struct store_counts counts;
        if (setegid(65534) || seteuid(65534)) _exit(101);
        if (store_open(path, true, &reader)) _exit(102);
        if (store_counts(reader, &counts)) _exit(103);
        _exit((int)counts.files);
    }
    return exit_code(child);
}

START_TEST(a_reader_needs_no_right_to_write)
{
    if (geteuid() != 0) return;                 /* only root can become somebody without rights */
    ck_assert_int_eq(chmod(folder, 0755), 0);
    committed_intake("a@1");
    ck_assert_int_eq(count_as_nobody(), 1);     /* beside a writer */
    store_close(s);
    s = NULL;
    ck_assert_int_eq(count_as_nobody(), 1);     /* at rest: no log, no shared memory */
}
END_TEST

START_TEST(a_reader_of_nothing_is_told_so)
{
    struct store *reader;
    ck_assert_int_eq(store_open("/nonexistent/crossdock.db", true, &reader), E_NOT_FOUND);
    store_close(reader);
}
END_TEST

START_TEST(a_newer_or_foreign_database_is_refused_with_words)
{
    sqlite3 *db;
    struct store *other;
    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(db, "PRAGMA user_version = 99", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    ck_assert_int_eq(store_open(path, false, &other), E_STORE);
    ck_assert_ptr_nonnull(strstr(store_error(other), "newer"));
    store_close(other);
    char foreign[4200];
    snprintf(foreign, sizeof foreign, "%s/foreign", folder);
    FILE *f = fopen(foreign, "w");
    for (int i = 0; i < 500; i++) fputs("this is no database ", f);
    fclose(f);
    ck_assert_int_eq(store_open(foreign, false, &other), E_CORRUPT);
    store_close(other);
    (void)unlink(foreign);
}
END_TEST

/* ---- what is stored comes back ---- */

START_TEST(an_intake_comes_back_as_it_was_given)
{
    struct intake in, *pending;
    size_t n;
    const int64_t id = committed_intake("amazon@1@po.edi");
    ck_assert_int_eq(store_intake_get(s, id, arena, &in), 0);
    ck_assert(slice_is(in.claim, "amazon@1@po.edi") && slice_is(in.name, "po.edi") && slice_is(in.folder, "amazon"));
    ck_assert(slice_is(in.sha256, "ab") && slice_is(in.archive, "archive/x") && slice_is(in.summary, "1 held"));
    ck_assert(in.bytes == 1800 && in.received == 77 && in.wrong && in.state == INTAKE_COMMITTED);
    ck_assert_int_eq(store_intake_pending(s, arena, &pending, &n), 0);
    ck_assert_uint_eq(n, 1);
    ck_assert_int_eq(store_intake_done(s, id), 0);
    ck_assert_int_eq(store_intake_pending(s, arena, &pending, &n), 0);
    ck_assert_uint_eq(n, 0);
    ck_assert_int_eq(store_intake_get(s, id, arena, &in), 0);
    ck_assert_int_eq(in.state, INTAKE_DONE);
}
END_TEST

START_TEST(outputs_keep_their_bytes_until_told_to_forget)
{
    struct output *list, one;
    size_t n;
    ck_assert_int_eq(store_begin(s), 0);
    const int64_t id = add_intake("a@1"), next = add_intake("b@1");
    const struct output outputs[] = {
        { .intake = id, .path = SLICE("outbox/prima/20261123T031500Z-000001-sales-order-45.xml"), .bytes = SLICE("<a\0b/>"), .kind = SLICE("sales-order"), .document = 3 },
        { .intake = next, .path = SLICE("outbox/prima/20261123T031500Z-000002-sales-order-46.xml"), .bytes = SLICE("<b/>") },
        { .intake = id, .path = SLICE("outbox/amazon/odd"), .bytes = SLICE("") },
    };
    for (size_t i = 0; i < 3; i++) ck_assert_int_eq(store_output_add(s, &outputs[i]), 0);
    ck_assert_int_eq(store_commit(s), 0);
    ck_assert_int_eq(store_outputs(s, id, true, arena, &list, &n), 0);
    ck_assert_uint_eq(n, 2);
    ck_assert(slice_eq(list[0].bytes, outputs[0].bytes) && list[0].document == 3 && list[0].id == 1);
    ck_assert(list[1].bytes.len == 0 && list[1].id == 2);
    ck_assert_int_eq(store_outputs_forget(s, id), 0);
    ck_assert_int_eq(store_outputs(s, id, true, arena, &list, &n), 0);
    ck_assert(n == 2 && !list[0].bytes.ptr && slice_eq(list[0].path, outputs[0].path));
    ck_assert_int_eq(store_outputs(s, next, true, arena, &list, &n), 0);
    ck_assert(n == 1 && slice_is(list[0].bytes, "<b/>"));
    ck_assert_int_eq(store_output_by_name(s, SLICE("20261123T031500Z-000002-sales-order-46.xml"), arena, &one), 0);
    ck_assert_int_eq(one.intake, next);
    ck_assert_int_eq(store_output_by_name(s, SLICE("odd"), arena, &one), 0);
    ck_assert_int_eq(one.intake, id);
    ck_assert_int_eq(store_output_by_name(s, SLICE("dd"), arena, &one), E_NOT_FOUND);
}
END_TEST

START_TEST(an_output_of_many_megabytes_comes_back_whole)
{
    enum { BYTES = 40 * 1024 * 1024 };
    struct output *list;
    size_t n;
    char *bytes = malloc(BYTES);
    for (size_t i = 0; i < BYTES; i++) bytes[i] = (char)(i * 31 >> 7);
    ck_assert_int_eq(store_begin(s), 0);
    const struct output o = { .intake = add_intake("a@1"), .path = SLICE("outbox/x"), .bytes = { bytes, BYTES } };
    ck_assert_int_eq(store_output_add(s, &o), 0);
    ck_assert_int_eq(store_commit(s), 0);
    ck_assert_int_eq(store_outputs(s, 1, true, arena, &list, &n), 0);
    ck_assert(slice_eq(list[0].bytes, o.bytes));
    free(bytes);
}
END_TEST

START_TEST(documents_findings_and_quarantine_are_found_again)
{
    struct document *documents, d;
    struct finding_row *findings;
    struct quarantine_entry *entries, q;
    size_t n;
    ck_assert_int_eq(store_begin(s), 0);
    const int64_t id = add_intake("a@1");
    for (uint32_t i = 1; i <= 3; i++) {
        const struct document add = { .intake = id, .ordinal = i, .partner = SLICE("amazon"), .kind = i < 3 ? SLICE("850") : SLICE("997"),
                                      .key = i == 1 ? SLICE("PO1") : SLICE(""), .state = i == 1 ? DOC_HELD : DOC_CONVERTED, .offset = 106,
                                      .length = 900, .reason = SLICE("ITEM-UNKNOWN"), .at = 5 };
        ck_assert_int_eq(store_document_add(s, &add), 0);
    }
    const struct finding_row f = { .intake = id, .ordinal = 1, .code = SLICE("ITEM-UNKNOWN"), .severity = SLICE("hold-line"),
                                   .message = SLICE("no item"), .hint = SLICE("add it"), .place = SLICE("po.edi: ST 0001"), .json = SLICE("{}") };
    ck_assert_int_eq(store_finding_add(s, &f), 0);
    ck_assert_int_eq(store_finding_add(s, &f), 0);
    const struct quarantine_entry add = { .id = SLICE("000001"), .intake = id, .ordinal = 1, .partner = SLICE("amazon"), .kind = SLICE("850"),
                                          .key = SLICE("PO1"), .reason = SLICE("ITEM-UNKNOWN"), .title = SLICE("held"), .state = SLICE("open"), .since = 5 };
    ck_assert_int_eq(store_quarantine_add(s, &add), 0);
    ck_assert_int_eq(store_commit(s), 0);

    ck_assert_int_eq(store_documents(s, SLICE(""), SLICE(""), arena, &documents, &n), 0);
    ck_assert_uint_eq(n, 3);
    ck_assert_int_eq(store_documents(s, SLICE("850"), SLICE(""), arena, &documents, &n), 0);
    ck_assert_uint_eq(n, 2);
    ck_assert_int_eq(store_documents(s, SLICE(""), SLICE("PO1"), arena, &documents, &n), 0);
    ck_assert(n == 1 && documents[0].ordinal == 1 && documents[0].state == DOC_HELD && documents[0].length == 900);
    ck_assert_int_eq(store_document_get(s, id, 3, arena, &d), 0);
    ck_assert(slice_is(d.kind, "997"));
    ck_assert_int_eq(store_document_get(s, id, 4, arena, &d), E_NOT_FOUND);
    ck_assert_int_eq(store_findings(s, id, arena, &findings, &n), 0);
    ck_assert(n == 2 && slice_is(findings[1].place, "po.edi: ST 0001"));
    ck_assert_int_eq(store_quarantine_list(s, arena, &entries, &n), 0);
    ck_assert(n == 1 && slice_is(entries[0].title, "held"));
    ck_assert_int_eq(store_quarantine_get(s, SLICE("000001"), arena, &q), 0);
    ck_assert_int_eq(store_quarantine_get(s, SLICE("000002"), arena, &q), E_NOT_FOUND);

    struct store_counts counts;
    ck_assert_int_eq(store_counts(s, &counts), 0);
    ck_assert(counts.files == 1 && counts.held == 1 && counts.converted == 2 && counts.rejected == 0 && counts.quarantined == 1);
}
END_TEST

START_TEST(an_order_is_put_once_and_then_changed)
{
    struct order o = { .partner = SLICE("amazon"), .number = SLICE("45"), .state = ORDER_HELD, .intake = 1, .lines = 3, .held_lines = 1,
                       .reason = SLICE("ITEM-UNKNOWN"), .first_seen = 100, .changed = 100 };
    struct order got, *list;
    size_t n;
    ck_assert_int_eq(store_order_put(s, &o), 0);
    o.state = ORDER_CONVERTED;
    o.first_seen = 0;
    o.changed = 200;
    ck_assert_int_eq(store_order_put(s, &o), 0);
    ck_assert_int_eq(store_order_find(s, SLICE("amazon"), SLICE("45"), 100, arena, &got), 0);
    ck_assert(got.state == ORDER_CONVERTED && got.first_seen == 100 && got.changed == 200 && got.lines == 3);
    ck_assert_int_eq(store_order_find(s, SLICE("amazon"), SLICE("45"), 101, arena, &got), E_NOT_FOUND);
    ck_assert_int_eq(store_order_find(s, SLICE("other"), SLICE("45"), 0, arena, &got), E_NOT_FOUND);
    ck_assert_int_eq(store_orders_by_number(s, SLICE("45"), arena, &list, &n), 0);
    ck_assert_uint_eq(n, 1);
    ck_assert_int_eq(store_orders(s, arena, &list, &n), 0);
    ck_assert_uint_eq(n, 1);
}
END_TEST

START_TEST(an_interchange_is_known_within_its_window_only)
{
    int64_t intake;
    const slice us = SLICE("ZZ/PRMV1"), them = SLICE("ZZ/AMAZON"), control = SLICE("000000042");
    ck_assert_int_eq(store_interchange_find(s, them, us, control, 0, &intake), E_NOT_FOUND);
    ck_assert_int_eq(store_interchange_add(s, them, us, control, 7, 1000), 0);
    ck_assert_int_eq(store_interchange_add(s, them, us, control, 7, 1000), 0);
    ck_assert_int_eq(store_interchange_find(s, them, us, control, 1000, &intake), 0);
    ck_assert_int_eq(intake, 7);
    ck_assert_int_eq(store_interchange_find(s, them, us, control, 1001, &intake), E_NOT_FOUND);
    ck_assert_int_eq(store_interchange_find(s, us, them, control, 0, &intake), E_NOT_FOUND);
}
END_TEST

START_TEST(a_counter_is_raised_and_never_lowered)
{
    uint32_t before = 9;
    ck_assert_int_eq(store_begin(s), 0);
    ck_assert_int_eq(store_counter_raise(s, SLICE("high:a"), 101, &before), 0);
    ck_assert_uint_eq(before, 0);
    ck_assert_int_eq(store_counter_raise(s, SLICE("high:a"), 50, &before), 0);
    ck_assert_uint_eq(before, 101);
    ck_assert_int_eq(store_commit(s), 0);
    ck_assert_int_eq(store_begin(s), 0);
    ck_assert_int_eq(store_counter_raise(s, SLICE("high:a"), 102, &before), 0);
    ck_assert_uint_eq(before, 101);
    ck_assert_int_eq(store_commit(s), 0);
}
END_TEST

START_TEST(numbers_are_found_within_their_window)
{
    int64_t intake = 0;
    ck_assert_int_eq(store_begin(s), 0);
    ck_assert_int_eq(store_number_add(s, SLICE("GS PO A/B 1"), 7, 1000), 0);
    ck_assert_int_eq(store_number_add(s, SLICE("GS PO A/B 1"), 8, 2000), 0);
    ck_assert_int_eq(store_number_find(s, SLICE("GS PO A/B 1"), 500, &intake), 0);
    ck_assert_int_eq(intake, 7);
    ck_assert_int_eq(store_number_find(s, SLICE("GS PO A/B 1"), 1500, &intake), 0);
    ck_assert_int_eq(intake, 8);
    ck_assert_int_eq(store_number_find(s, SLICE("GS PO A/B 1"), 2500, &intake), E_NOT_FOUND);
    ck_assert_int_eq(store_number_find(s, SLICE("GS PO A/B 2"), 0, &intake), E_NOT_FOUND);
    ck_assert_int_eq(store_commit(s), 0);
}
END_TEST

static int send(const char *set_control, uint32_t group, int64_t intake)
{
    struct sent sent = {
        .partner = SLICE("amazon"), .functional_id = SLICE("PR"), .set_id = SLICE("855"), .interchange_control = group + 10, .group_control = group,
        .set_control = slice_of(set_control), .key = SLICE("PO1"), .intake = intake, .path = SLICE("archive/x"), .at = 100, .late = 200, .missing = 300,
    };
    return store_sent_add(s, &sent);
}

START_TEST(the_ledger_gives_back_what_was_sent_by_its_numbers)
{
    struct sent *rows;
    size_t n;
    ck_assert_int_eq(store_begin(s), 0);
    ck_assert_int_eq(send("0001", 7, 1), 0);       /* the number came again after it had wrapped: the newer one is meant */
    ck_assert_int_eq(send("0001", 7, 2), 0);
    ck_assert_int_eq(send("0002", 7, 2), 0);
    ck_assert_int_eq(send("0001", 8, 3), 0);
    ck_assert_int_eq(store_sent_of_group(s, SLICE("amazon"), SLICE("PR"), 7, arena, &rows, &n), 0);
    ck_assert_uint_eq(n, 2);
    ck_assert(rows[0].intake == 2 && slice_is(rows[1].set_control, "0002") && slice_is(rows[0].key, "PO1") && rows[0].missing == 300);
    ck_assert_int_eq(store_sent_answer(s, rows[1].id, SENT_REJECTED, 400, 9), 0);
    ck_assert_int_eq(store_sent_of_group(s, SLICE("amazon"), SLICE("IN"), 7, arena, &rows, &n), 0);
    ck_assert_uint_eq(n, 0);
    ck_assert_int_eq(store_sent_of_group(s, SLICE("other"), (slice){ 0 }, 7, arena, &rows, &n), 0);
    ck_assert_uint_eq(n, 0);
    ck_assert_int_eq(store_sent_of_interchange(s, SLICE("amazon"), 17, arena, &rows, &n), 0);
    ck_assert(n == 2 && rows[1].state == SENT_REJECTED && rows[1].answer == 9 && rows[1].answered == 400);
    ck_assert_int_eq(store_sent_list(s, true, arena, &rows, &n), 0);
    ck_assert_uint_eq(n, 3);
    ck_assert_int_eq(store_commit(s), 0);
}
END_TEST

START_TEST(counters_count_across_transactions_and_wrap_at_their_end)
{
    uint32_t n = 0;
    for (uint32_t i = 1; i <= 40; i++) {
        char name[12];
        ck_assert_int_eq(store_begin(s), 0);
        ck_assert_int_eq(store_counter_next(s, SLICE("isa13:a"), 100, &n), 0);
        ck_assert_int_eq(store_counter_next(s, SLICE("isa13:a"), 100, &n), 0);
        ck_assert_uint_eq(n, 2 * i);
        for (uint32_t k = 0; k < 20; k++) {     /* more than are held at once */
            snprintf(name, sizeof name, "c%u", k);
            ck_assert_int_eq(store_counter_next(s, slice_of(name), 30, &n), 0);
            ck_assert_uint_eq(n, (i - 1) % 30 + 1);
        }
        ck_assert_int_eq(store_commit(s), 0);
    }
}
END_TEST

START_TEST(blobs_are_current_until_the_next_and_kept_one_longer)
{
    slice digest, bytes;
    const slice kind = SLICE("items");
    ck_assert_int_eq(store_blob_current(s, kind, arena, &digest), E_NOT_FOUND);
    const char *const digests[] = { "one", "two", "two", "three" };
    for (int i = 0; i < 4; i++) ck_assert_int_eq(store_blob_put(s, kind, slice_of(digests[i]), slice_of(digests[i]), i), 0);
    ck_assert_int_eq(store_blob_current(s, kind, arena, &digest), 0);
    ck_assert(slice_is(digest, "three"));
    ck_assert_int_eq(store_blob_get(s, kind, SLICE("two"), arena, &bytes), 0);
    ck_assert(slice_is(bytes, "two"));
    ck_assert_int_eq(store_blob_get(s, kind, SLICE("one"), arena, &bytes), E_NOT_FOUND);
    ck_assert_int_eq(store_blob_put(s, kind, SLICE("one"), SLICE("one"), 9), 0);
    ck_assert_int_eq(store_blob_get(s, kind, SLICE("one"), arena, &bytes), 0);
}
END_TEST

START_TEST(deaths_of_workers_are_counted_by_claim)
{
    unsigned n = 9;
    ck_assert_int_eq(store_attempts(s, SLICE("a@1"), &n), 0);
    ck_assert_uint_eq(n, 0);
    ck_assert_int_eq(store_attempt(s, SLICE("a@1"), &n), 0);
    ck_assert_int_eq(store_attempt(s, SLICE("a@1"), &n), 0);
    ck_assert_uint_eq(n, 2);
    ck_assert_int_eq(store_attempts(s, SLICE("a@1"), &n), 0);
    ck_assert_uint_eq(n, 2);
}
END_TEST

START_TEST(audit_events_cannot_be_changed_or_removed)
{
    static const char *const attacks[] = {
        "UPDATE audit SET event = 'x'",
        "DELETE FROM audit",
        "PRAGMA recursive_triggers = ON; REPLACE INTO audit (seq, at, event, subject, detail) VALUES (1, 0, 'x', '', '')",
    };
    sqlite3 *db;
    ck_assert_int_eq(store_audit(s, 1, "taken", SLICE("a"), SLICE("b")), 0);
    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    for (size_t i = 0; i < 3; i++) ck_assert_int_eq(sqlite3_exec(db, attacks[i], NULL, NULL, NULL), SQLITE_CONSTRAINT);
    sqlite3_close(db);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("store");
    TCase *c = tcase_create("store");
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_set_timeout(c, 60);
    tcase_add_test(c, what_is_rolled_back_never_happened);
    tcase_add_test(c, the_first_error_of_a_transaction_sticks_until_its_end);
    tcase_add_test(c, a_row_without_its_intake_is_refused_by_the_commit);
    tcase_add_test(c, a_savepoint_undoes_what_came_after_it_numbers_included);
    tcase_add_test(c, a_savepoint_set_again_replaces_the_one_before);
    tcase_add_test(c, after_a_relaxed_transaction_commits_are_durable_again);
    tcase_add_test(c, a_process_killed_before_its_commit_leaves_nothing);
    tcase_add_test(c, of_two_writers_one_waits_for_the_other);
    tcase_add_test(c, many_processes_may_make_the_database_at_once);
    tcase_add_test(c, a_commit_that_meets_an_io_error_is_uncertain);
    tcase_add_test(c, a_reader_sees_the_last_commit_while_a_writer_works);
    tcase_add_test(c, a_reader_needs_no_right_to_write);
    tcase_add_test(c, a_reader_of_nothing_is_told_so);
    tcase_add_test(c, a_newer_or_foreign_database_is_refused_with_words);
    tcase_add_test(c, an_intake_comes_back_as_it_was_given);
    tcase_add_test(c, outputs_keep_their_bytes_until_told_to_forget);
    tcase_add_test(c, an_output_of_many_megabytes_comes_back_whole);
    tcase_add_test(c, documents_findings_and_quarantine_are_found_again);
    tcase_add_test(c, an_order_is_put_once_and_then_changed);
    tcase_add_test(c, an_interchange_is_known_within_its_window_only);
    tcase_add_test(c, the_ledger_gives_back_what_was_sent_by_its_numbers);
    tcase_add_test(c, a_counter_is_raised_and_never_lowered);
    tcase_add_test(c, numbers_are_found_within_their_window);
    tcase_add_test(c, counters_count_across_transactions_and_wrap_at_their_end);
    tcase_add_test(c, blobs_are_current_until_the_next_and_kept_one_longer);
    tcase_add_test(c, deaths_of_workers_are_counted_by_claim);
    tcase_add_test(c, audit_events_cannot_be_changed_or_removed);
    suite_add_tcase(suite, c);
    return unit_run(suite);
}
