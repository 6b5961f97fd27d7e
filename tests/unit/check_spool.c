/* check_spool.c - directories as states: each claim once, final names whole, everything repeatable, no way out of the instance.
 * S1…S4 are the invariants of spool/spool.h. */
#include "spool/spool.h"

#include "base/fsys.h"
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <sys/wait.h>
#include <unistd.h>

static char instance[4096];
static struct spool *s;
static struct arena *arena;

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st, (void)type, (void)ftw;
    return remove(path);
}

static void set_up(void)
{
    unit_directory(instance);
    arena = arena_new();
    ck_assert_int_eq(spool_open(instance, &s), 0);
}

static void tear_down(void)
{
    fsys_set_fault(NULL, NULL);
    spool_close(s);
    arena_free(arena);
    (void)nftw(instance, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static void drop_file(const char *path, const char *text)
{
    ck_assert_int_eq(spool_publish(s, slice_of(path), slice_of(text)), 0);
}

/* The whole file, or "" with a null pointer when it is not there. */
static slice content(const char *path)
{
    struct buf b = BUF_INIT(1 << 20);
    const int err = fsys_read_file(spool_dir(s), path, &b);
    const slice copy = err ? (slice){ 0 } : arena_copy(arena, buf_slice(&b));
    buf_free(&b);
    return copy;
}

static size_t names_in(const char *folder)
{
    slice *names;
    size_t n;
    ck_assert_int_eq(fsys_list(spool_dir(s), folder, arena, &names, &n), 0);
    return n;
}

static void set_time(const char *path, time_t seconds)
{
    const struct timespec times[2] = { { .tv_sec = seconds }, { .tv_sec = seconds } };
    ck_assert_int_eq(utimensat(spool_dir(s), path, times, 0), 0);
}

/* Claim, when only the name matters. */
static int claim_of(struct spool *on, const struct inbox_file *file, instant now, struct arena *to, slice *claim)
{
    int fd = -1;
    const int err = spool_claim(on, file, now, to, claim, &fd);
    if (fd >= 0) close(fd);
    return err;
}

/* ---- waiting and claiming ---- */

START_TEST(files_wait_in_order_of_arrival_and_only_whole_ones)
{
    static const struct { const char *path; time_t at; } files[] = {
        { "inbox/amazon/b.edi", 100 }, { "inbox/amazon/a.edi", 200 }, { "inbox/prima/items.csv", 50 }, { "inbox/amazon/c.edi", 100 },
        { "inbox/amazon/x.tmp", 1 }, { "inbox/amazon/x.part", 1 },
    };
    struct inbox_file *list;
    size_t n;
    for (size_t i = 0; i < 6; i++) {
        drop_file(files[i].path, "x");
        set_time(files[i].path, files[i].at);
    }
    ck_assert_int_eq(fsys_create(spool_dir(s), "inbox/amazon/.hidden") < 0, 0);
    ck_assert_int_eq(symlinkat("a.edi", spool_dir(s), "inbox/amazon/link.edi"), 0);
    ck_assert_int_eq(mkfifoat(spool_dir(s), "inbox/amazon/pipe.edi", 0600), 0);
    ck_assert_int_eq(symlinkat("amazon", spool_dir(s), "inbox/other"), 0);
    ck_assert_int_eq(spool_waiting(s, arena, 100, &list, &n), 0);
    ck_assert_uint_eq(n, 4);
    ck_slice(list[0].name, "items.csv");
    ck_slice(list[0].folder, "prima");
    ck_slice(list[1].name, "b.edi");
    ck_slice(list[2].name, "c.edi");
    ck_slice(list[3].name, "a.edi");
    ck_assert_int_eq(list[3].modified, 200 * 1000000ll);
    ck_assert_int_eq(spool_waiting(s, arena, 2, &list, &n), 0);
    ck_assert_uint_eq(n, 2);
}
END_TEST

START_TEST(a_listing_shows_new_files_and_leaves_out_gone_ones)
{
    struct inbox_file *list;
    size_t n;
    char path[64];
    for (int i = 0; i < 10; i++) {
        snprintf(path, sizeof path, "inbox/amazon/%d.edi", i);
        drop_file(path, "x");
        set_time(path, 100 + i);
    }
    ck_assert_int_eq(spool_waiting(s, arena, 4, &list, &n), 0);
    slice claim;
    for (size_t i = 0; i < n; i++) ck_assert_int_eq(claim_of(s, &list[i], 0, arena, &claim), 0);
    drop_file("inbox/amazon/5.edi", "longer");
    set_time("inbox/amazon/5.edi", 300);
    ck_assert_int_eq(spool_waiting(s, arena, 4, &list, &n), 0);
    ck_assert_uint_eq(n, 4);
    ck_slice(list[0].name, "4.edi");
    ck_slice(list[1].name, "5.edi");
    ck_assert_uint_eq(list[1].bytes, 6);
    ck_assert_int_eq(list[1].modified, 300 * 1000000ll);
    drop_file("inbox/amazon/new.edi", "x");
    ck_assert_int_eq(spool_waiting(s, arena, 100, &list, &n), 0);
    ck_assert_uint_eq(n, 7);
}
END_TEST

static const char *const odd_names[] = {
    "po.edi", "Bestellung ä 1.edi", "a@b@c", "100%.x12", "%41", "a\nb\x01\x7f", "-rf", "\"'$(x)`;|&", "UPPER_lower-0.9",
};

START_TEST(a_claim_gives_the_original_name_back)
{
    const char *name = odd_names[_i];
    struct inbox_file *list;
    size_t n;
    slice claim, folder, original;
    drop_file(arena_cstr(arena, arena_printf(arena, "inbox/amazon uk/%s", name)), "text");
    ck_assert_int_eq(spool_waiting(s, arena, 10, &list, &n), 0);
    ck_assert_uint_eq(n, 1);
    ck_assert_int_eq(claim_of(s, &list[0], 1795403700000000, arena, &claim), 0);
    for (size_t i = 0; i < claim.len; i++) ck_assert(claim.ptr[i] > ' ' && claim.ptr[i] < 0x7F && claim.ptr[i] != '/');
    ck_assert(spool_claim_parts(arena, claim, &folder, &original));
    ck_slice(folder, "amazon uk");
    ck_slice(original, name);
    ck_slice(content(arena_cstr(arena, arena_printf(arena, "active/%.*s", SLICE_ARG(claim)))), "text");
    ck_assert_int_eq(claim_of(s, &list[0], 0, arena, &claim), E_NOT_FOUND);
}
END_TEST

START_TEST(a_name_of_any_length_can_be_claimed)
{
    char name[256], path[300];
    struct inbox_file *list;
    size_t n;
    slice claim, folder, original;
    memset(name, '@', 250);
    name[250] = 0;
    snprintf(path, sizeof path, "inbox/amazon/%s", name);
    ck_assert_int_eq(fsys_mkdirs(spool_dir(s), "inbox/amazon"), 0);
    const int fd = fsys_create(spool_dir(s), path);
    ck_assert_int_ge(fd, 0);
    close(fd);
    ck_assert_int_eq(spool_waiting(s, arena, 10, &list, &n), 0);
    ck_assert_int_eq(claim_of(s, &list[0], 0, arena, &claim), 0);
    ck_assert_uint_le(claim.len, 255);
    ck_assert(spool_claim_parts(arena, claim, &folder, &original));
    ck_assert(original.len > 50 && slice_starts(slice_of(name), original));
}
END_TEST

START_TEST(one_inbox_may_go_before_all_others)
{
    static const char *const paths[] = { "inbox/amazon/a.edi", "inbox/prima/b.csv", "inbox/prima/a.csv", "inbox/zalando/c.edi" };
    static const char *const expected[] = { "a.csv", "b.csv", "c.edi", "a.edi" };
    struct inbox_file *list;
    size_t n;
    for (size_t i = 0; i < 4; i++) {
        drop_file(paths[i], "x");
        set_time(paths[i], 1000 - (time_t)i);
    }
    spool_first(s, SLICE("prima"));
    ck_assert_int_eq(spool_waiting(s, arena, 10, &list, &n), 0);
    ck_assert_uint_eq(n, 4);
    for (size_t i = 0; i < 4; i++) ck_slice(list[i].name, expected[i]);
}
END_TEST

START_TEST(a_first_delivery_that_is_not_the_first_looks_again)         /* S4 */
{
    const slice kept = SLICE("archive/2026/11/23/000001/a.xml"), path = SLICE("outbox/prima/a.xml"), bytes = SLICE("<a/>");
    drop_file("archive/2026/11/23/000001/b", "so that the folder is there");
    const int fd = fsys_create(spool_dir(s), "archive/2026/11/23/000001/.a.xml.pending");  /* half of an earlier try */
    close(fd);
    ck_assert_int_eq(spool_deliver(s, kept, path, bytes, false), 0);
    ck_slice(content(path.ptr), "<a/>");
    ck_slice(content(kept.ptr), "<a/>");
}
END_TEST

START_TEST(what_is_no_claim_is_not_read_as_one)
{
    static const char *const names[] = {
        "", "po.edi", "a@b@c", "a@20261123T031500Z-0123456789@", "@20261123T031500Z-0123456789@x", "a@20261123T031500Z-0123456789@x%",
        "a@20261123T031500Z-0123456789@x%4", "a@20261123T031500Z-0123456789@x%zz", "a@20261123T031500Z-0123456789@x y", "a@20261123T031500Z-012345678@x",
    };
    slice folder, name;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) ck_assert(!spool_claim_parts(arena, slice_of(names[i]), &folder, &name));
}
END_TEST

START_TEST(of_two_workers_exactly_one_has_each_file)            /* S1 */
{
    enum { FILES = 200, WORKERS = 2 };
    char path[64];
    for (int i = 0; i < FILES; i++) {
        snprintf(path, sizeof path, "inbox/amazon/%d.edi", i);
        drop_file(path, "x");
    }
    int won[2];
    ck_assert_int_eq(pipe(won), 0);
    for (int w = 0; w < WORKERS; w++) {
        if (fork() != 0) continue;
        struct spool *mine;
        struct inbox_file *list;
        size_t n;
        int32_t mine_won = 0;
        if (spool_open(instance, &mine) || spool_waiting(mine, arena, FILES, &list, &n)) _exit(1);
        for (size_t i = 0; i < n; i++) {
            slice claim;
            const int err = claim_of(mine, &list[i], 0, arena, &claim);
            if (err != 0 && err != E_NOT_FOUND) _exit(2);
            mine_won += err == 0;
        }
        _exit(write(won[1], &mine_won, sizeof mine_won) == sizeof mine_won ? 0 : 3);
    }
    int32_t total = 0, one;
    for (int w = 0; w < WORKERS; w++) {
        int status;
        ck_assert_int_gt(wait(&status), 0);
        ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
        ck_assert_int_eq(read(won[0], &one, sizeof one), sizeof one);
        total += one;
    }
    ck_assert_int_eq(total, FILES);
    ck_assert_uint_eq(names_in("active"), FILES);
    ck_assert_uint_eq(names_in("inbox/amazon"), 0);
}
END_TEST

START_TEST(claims_are_found_again_oldest_first)
{
    static const instant times[] = { 2000000000000, 1000000000000, 3000000000000 };
    static const char *const paths[] = { "inbox/a/1", "inbox/b/2", "inbox/a/3" };
    struct inbox_file *list;
    size_t n;
    slice claim, *claims, folder, name;
    for (size_t i = 0; i < 3; i++) drop_file(paths[i], "x");
    ck_assert_int_eq(spool_waiting(s, arena, 10, &list, &n), 0);
    for (size_t i = 0; i < 3; i++) {
        set_time(paths[i], (time_t)i);
        const struct inbox_file f = { .folder = slice_sub(slice_of(paths[i]), 6, 1), .name = slice_sub(slice_of(paths[i]), 8, 1) };
        ck_assert_int_eq(claim_of(s, &f, times[i], arena, &claim), 0);
    }
    drop_file("active/foreign", "x");
    ck_assert_int_eq(spool_active(s, arena, &claims, &n), 0);
    ck_assert_uint_eq(n, 3);
    ck_assert(spool_claim_parts(arena, claims[0], &folder, &name));
    ck_slice(name, "2");
    ck_assert(spool_claim_parts(arena, claims[2], &folder, &name));
    ck_slice(name, "3");
    const int fd = spool_open_active(s, claims[0]), again = spool_open_active(s, claims[0]);
    ck_assert(fd >= 0 && again >= 0);
    ck_assert(spool_lock(fd));
    ck_assert(!spool_lock(again));
    close(fd);
    ck_assert(spool_lock(again));
    close(again);
}
END_TEST

START_TEST(what_became_a_link_after_listing_stays_where_it_is)
{
    struct inbox_file *list;
    size_t n;
    slice claim;
    drop_file("inbox/a/1", "x");
    ck_assert_int_eq(spool_waiting(s, arena, 10, &list, &n), 0);
    ck_assert_int_eq(unlinkat(spool_dir(s), "inbox/a/1", 0), 0);
    ck_assert_int_eq(symlinkat("/etc/passwd", spool_dir(s), "inbox/a/1"), 0);
    ck_assert_int_eq(claim_of(s, &list[0], 0, arena, &claim), E_NOT_FOUND);
    ck_assert_uint_eq(names_in("active"), 0);
    ck_assert_uint_eq(names_in("inbox/a"), 1);
}
END_TEST

/* ---- publishing ---- */

START_TEST(no_path_leads_out_of_the_instance)                   /* S3 */
{
    static const char *const paths[] = {
        "", "/", "/etc/x", "../x", "outbox/../../x", "outbox/..", "outbox/./x", "outbox//x", "outbox/", ".hidden", "outbox/.hidden", "link/x", "outbox/link/x",
    };
    ck_assert_int_eq(symlinkat("/tmp", spool_dir(s), "link"), 0);
    ck_assert_int_eq(symlinkat("/tmp", spool_dir(s), "outbox/link"), 0);
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        ck_assert_msg(spool_publish(s, slice_of(paths[i]), SLICE("x")) < 0, "published to \"%s\"", paths[i]);
        ck_assert_msg(spool_settle(s, SLICE("c"), slice_of(paths[i])) < 0, "settled at \"%s\"", paths[i]);
    }
    ck_assert_int_lt(spool_publish(s, SLICE("outbox/a\0b"), SLICE("x")), 0);
    ck_assert_int_lt(spool_open_active(s, SLICE("../state/crossdock.db")), 0);
    ck_assert_int_lt(spool_settle(s, SLICE("../crossdock.xml"), SLICE("archive/x")), 0);
    const struct inbox_file away = { .folder = SLICE(".."), .name = SLICE("crossdock.xml") };
    slice claim;
    ck_assert_int_lt(claim_of(s, &away, 0, arena, &claim), 0);
}
END_TEST

START_TEST(publishing_again_leaves_an_equal_file_alone_and_mends_a_broken_one)     /* S4 */
{
    struct stat before, after;
    const slice path = SLICE("outbox/prima/a.xml"), whole = SLICE("<whole/>");
    ck_assert_int_eq(spool_publish(s, path, whole), 0);
    ck_assert_int_eq(fsys_stat(spool_dir(s), path.ptr, &before), 0);
    ck_assert_int_eq(spool_publish(s, path, whole), 0);
    ck_assert_int_eq(fsys_stat(spool_dir(s), path.ptr, &after), 0);
    ck_assert_uint_eq(before.st_ino, after.st_ino);
    const int fd = fsys_create(spool_dir(s), path.ptr);         /* what a power cut leaves */
    close(fd);
    ck_assert_int_eq(spool_publish(s, path, whole), 0);
    ck_slice(content(path.ptr), "<whole/>");
    ck_assert_uint_eq(names_in("outbox/prima"), 1);
}
END_TEST

START_TEST(folders_may_be_replaced_while_we_run)
{
    drop_file("outbox/prima/a.xml", "a");
    ck_assert_int_eq(unlinkat(spool_dir(s), "outbox/prima/a.xml", 0), 0);
    ck_assert_int_eq(unlinkat(spool_dir(s), "outbox/prima", AT_REMOVEDIR), 0);
    drop_file("outbox/prima/b.xml", "b");
    ck_slice(content("outbox/prima/b.xml"), "b");
    ck_assert_int_eq(spool_sync(s), 0);
    ck_assert_int_eq(renameat(spool_dir(s), "outbox/prima", spool_dir(s), "outbox/old"), 0);
    drop_file("outbox/prima/c.xml", "c");
    ck_slice(content("outbox/prima/c.xml"), "c");
}
END_TEST

static slice claimed(const char *text)
{
    slice claim;
    drop_file("inbox/amazon/po.edi", text);
    const struct inbox_file f = { .folder = SLICE("amazon"), .name = SLICE("po.edi") };
    ck_assert_int_eq(claim_of(s, &f, 0, arena, &claim), 0);
    return claim;
}

START_TEST(settling_again_is_success_and_settling_nothing_is_not)   /* S4 */
{
    const slice claim = claimed("text"), path = SLICE("archive/2026/11/23/000001/po.edi");
    ck_assert_int_eq(spool_settle(s, claim, path), 0);
    ck_assert_int_eq(spool_settle(s, claim, path), 0);
    ck_slice(content(path.ptr), "text");
    ck_assert_uint_eq(names_in("active"), 0);
    ck_assert_int_eq(spool_settle(s, claim, SLICE("archive/2026/11/23/000002/po.edi")), -ENOENT);
}
END_TEST

START_TEST(a_second_name_is_the_same_file_and_may_be_given_again)
{
    const slice path = SLICE("outbox/prima/a.xml"), as = SLICE("archive/2026/11/23/000001/a.xml");
    struct stat one, two;
    drop_file(path.ptr, "<a/>");
    ck_assert_int_eq(spool_also(s, path, as), 0);
    ck_assert_int_eq(spool_also(s, path, as), 0);
    ck_assert_int_eq(fsys_stat(spool_dir(s), path.ptr, &one), 0);
    ck_assert_int_eq(fsys_stat(spool_dir(s), as.ptr, &two), 0);
    ck_assert_uint_eq(one.st_ino, two.st_ino);
    ck_assert_int_eq(unlinkat(spool_dir(s), path.ptr, 0), 0);   /* the receiver took it */
    ck_assert_int_eq(spool_also(s, path, as), 0);
    ck_assert_int_eq(spool_also(s, path, SLICE("archive/b.xml")), -ENOENT);
}
END_TEST

START_TEST(a_second_name_is_a_copy_where_links_do_not_work)
{
    const slice path = SLICE("outbox/prima/a.xml"), as = SLICE("archive/a.xml");
    drop_file(path.ptr, "<new/>");
    drop_file(as.ptr, "");                                      /* what a power cut left */
    ck_assert_int_eq(spool_also(s, path, as), 0);
    ck_slice(content(as.ptr), "<new/>");
}
END_TEST

START_TEST(what_the_receiver_took_is_not_delivered_again)
{
    const slice kept = SLICE("archive/2026/11/23/000001/a.xml"), path = SLICE("outbox/prima/a.xml"), bytes = SLICE("<a/>");
    ck_assert_int_eq(spool_deliver(s, kept, path, bytes, false), 0);
    ck_slice(content(path.ptr), "<a/>");
    ck_slice(content(kept.ptr), "<a/>");
    ck_assert_int_eq(unlinkat(spool_dir(s), path.ptr, 0), 0);
    ck_assert_int_eq(spool_deliver(s, kept, path, bytes, true), 0);
    ck_assert_uint_eq(names_in("outbox/prima"), 0);
    ck_assert_uint_eq(names_in("archive/2026/11/23/000001"), 1);
}
END_TEST

/* ---- the n-th operation fails ---- */

struct fault {
    int left;                   /* operations until the failure; negative: none */
    int err;
};

static int fail_nth(void *context, const char *operation, const char *path)
{
    struct fault *f = context;
    (void)operation, (void)path;
    return f->left-- == 0 ? f->err : 0;
}

static const char text_of_a[] = "the whole of a, which is longer than nothing";

/* All that happens to one file after its commit. */
static int come_to_rest(struct spool *on, slice claim, bool again)
{
    int err = spool_publish(on, SLICE("outbox/prima/a.xml"), slice_of(text_of_a));
    if (!err) err = spool_settle(on, claim, SLICE("archive/2026/11/23/000001/po.edi"));
    if (!err) err = spool_also(on, SLICE("outbox/prima/a.xml"), SLICE("archive/2026/11/23/000001/a.xml"));
    if (!err) err = spool_deliver(on, SLICE("archive/2026/11/23/000001/b.xml"), SLICE("outbox/amazon/b.xml"), slice_of(text_of_a), again);
    return err ? err : spool_sync(on);
}

/* S2: under a final name is all or nothing. */
static void check_whole(void)
{
    static const char *const paths[] = {
        "outbox/prima/a.xml", "archive/2026/11/23/000001/a.xml", "outbox/amazon/b.xml", "archive/2026/11/23/000001/b.xml",
    };
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        const slice there = content(paths[i]);
        if (there.ptr) ck_slice(there, text_of_a);
    }
}

static void check_complete(void)
{
    check_whole();
    ck_slice(content("archive/2026/11/23/000001/po.edi"), "text");
    ck_assert_uint_eq(names_in("active"), 0);
    ck_assert_uint_eq(names_in("outbox/prima"), 1);
    ck_assert_uint_eq(names_in("outbox/amazon"), 1);
    ck_assert_uint_eq(names_in("archive/2026/11/23/000001"), 3);
}

static const int faults[] = { -EIO, -ENOSPC, -EXDEV, -EPERM, -EMFILE };

START_TEST(whatever_fails_final_names_are_whole_and_a_repetition_completes)        /* S2, S4 */
{
    int n = 0;
    for (;; n++) {
        ck_assert_int_lt(n, 200);
        const slice claim = claimed("text");
        struct fault fault = { .left = n, .err = faults[_i] };
        fsys_set_fault(fail_nth, &fault);
        (void)come_to_rest(s, claim, false);
        fsys_set_fault(NULL, NULL);
        check_whole();
        if (fault.left >= 0) break;                             /* the failure was never reached: all operations have failed once */
        ck_assert_int_eq(come_to_rest(s, claim, true), 0);
        check_complete();
        tear_down();
        set_up();
    }
    ck_assert_int_gt(n, 20);
    check_complete();
}
END_TEST

START_TEST(a_process_that_dies_anywhere_leaves_what_another_completes)             /* S2, S4 */
{
    int n = 0;
    for (bool died = true; died; n++) {
        ck_assert_int_lt(n, 200);
        const slice claim = claimed("text");
        const pid_t child = fork();
        if (child == 0) {
            struct fault fault = { .left = n, .err = -EIO };
            struct spool *mine;
            if (spool_open(instance, &mine)) _exit(1);
            fsys_set_fault(fail_nth, &fault);
            (void)come_to_rest(mine, claim, false);
            _exit(fault.left < 0 ? 7 : 0);                      /* nothing is cleaned up past the failing operation but what the call itself does */
        }
        int status;
        ck_assert_int_eq(waitpid(child, &status, 0), child);
        ck_assert(WIFEXITED(status) && (WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == 7));
        died = WEXITSTATUS(status) == 7;
        check_whole();
        ck_assert_int_eq(come_to_rest(s, claim, true), 0);
        check_complete();
        tear_down();
        set_up();
    }
    ck_assert_int_gt(n, 20);
}
END_TEST

/* ---- names ---- */

START_TEST(names_are_made_of_safe_characters)
{
    static const struct { const char *in, *out; size_t max; } cases[] = {
        { "PO-1_a.x12", "PO-1_a.x12", 100 }, { "../../etc/passwd", "_._.._etc_passwd", 100 }, { "", "_", 100 }, { ".hidden", "_hidden", 100 },
        { "a b\nc@d%e", "a_b_c_d_e", 100 }, { "long name", "long", 4 }, { "..", "_.", 9 }, { "\xc3\xa4", "__", 9 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) ck_slice(spool_safe_name(arena, slice_of(cases[i].in), cases[i].max), cases[i].out);
}
END_TEST

START_TEST(output_names_start_with_time_and_id_and_end_with_what_they_are)
{
    const instant at = 1795403700000000;                        /* 2026-11-23T03:15:00Z */
    ck_slice(spool_output_name(arena, at, 42, "sales-order", SLICE("4500123456"), ".xml"), "20261123T031500Z-000042-sales-order-4500123456.xml");
    ck_slice(spool_output_name(arena, at, 42, "997", SLICE("000000042"), "x12"), "20261123T031500Z-000042-997-000000042.x12");
    ck_slice(spool_output_name(arena, at, 12345678, "report", SLICE(""), ".txt"), "20261123T031500Z-12345678-report.txt");
    ck_slice(spool_output_name(arena, at, 1, "x", SLICE("../a b"), ""), "20261123T031500Z-000001-x-_._a_b");
    ck_slice(spool_id_text(arena, 42), "000042");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("spool");
    TCase *c = tcase_create("spool");
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_set_timeout(c, 120);
    tcase_add_test(c, files_wait_in_order_of_arrival_and_only_whole_ones);
    tcase_add_test(c, a_listing_shows_new_files_and_leaves_out_gone_ones);
    tcase_add_loop_test(c, a_claim_gives_the_original_name_back, 0, sizeof odd_names / sizeof odd_names[0]);
    tcase_add_test(c, a_name_of_any_length_can_be_claimed);
    tcase_add_test(c, what_is_no_claim_is_not_read_as_one);
    tcase_add_test(c, one_inbox_may_go_before_all_others);
    tcase_add_test(c, a_first_delivery_that_is_not_the_first_looks_again);
    tcase_add_test(c, of_two_workers_exactly_one_has_each_file);
    tcase_add_test(c, claims_are_found_again_oldest_first);
    tcase_add_test(c, what_became_a_link_after_listing_stays_where_it_is);
    tcase_add_test(c, no_path_leads_out_of_the_instance);
    tcase_add_test(c, publishing_again_leaves_an_equal_file_alone_and_mends_a_broken_one);
    tcase_add_test(c, folders_may_be_replaced_while_we_run);
    tcase_add_test(c, settling_again_is_success_and_settling_nothing_is_not);
    tcase_add_test(c, a_second_name_is_the_same_file_and_may_be_given_again);
    tcase_add_test(c, a_second_name_is_a_copy_where_links_do_not_work);
    tcase_add_test(c, what_the_receiver_took_is_not_delivered_again);
    tcase_add_loop_test(c, whatever_fails_final_names_are_whole_and_a_repetition_completes, 0, sizeof faults / sizeof faults[0]);
    tcase_add_test(c, a_process_that_dies_anywhere_leaves_what_another_completes);
    tcase_add_test(c, names_are_made_of_safe_characters);
    tcase_add_test(c, output_names_start_with_time_and_id_and_end_with_what_they_are);
    suite_add_tcase(suite, c);
    return unit_run(suite);
}
