/* check_fsys.c - files: what a fault at any operation leaves behind, and what is refused. */
#include "unit.h"

#include "base/err.h"
#include "base/fsys.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static char path[4096];
static int dir;

static void set_up(void)
{
    dir = fsys_open_dir(AT_FDCWD, unit_directory(path));
    ck_assert_int_ge(dir, 0);
}

static void tear_down(void)
{
    struct arena *arena = arena_new();
    slice *names;
    size_t count;
    fsys_set_fault(NULL, NULL);
    ck_assert_int_eq(fsys_list(dir, ".", arena, &names, &count), 0);
    for (size_t i = 0; i < count; i++)
        if (unlinkat(dir, names[i].ptr, 0) < 0) (void)unlinkat(dir, names[i].ptr, AT_REMOVEDIR);
    arena_free(arena);
    ck_assert_int_eq(fsys_close(dir), 0);
    ck_assert_int_eq(rmdir(path), 0);
}

static void ck_file(const char *name, const char *expected)
{
    struct buf b = BUF_INIT(1 << 20);
    ck_assert_int_eq(fsys_read_file(dir, name, &b), 0);
    ck_slice(buf_slice(&b), expected);
    buf_free(&b);
}

/* ---- faults ---- */

struct countdown {
    unsigned left;
    unsigned seen;
};

/* The n-th operation fails, and all after it: the disk is gone. */
static int fail_from(void *context, const char *operation, const char *name)
{
    struct countdown *c = context;
    (void)operation, (void)name;
    c->seen++;
    return c->seen > c->left ? -EIO : 0;
}

/* Only the n-th fails. */
static int fail_once(void *context, const char *operation, const char *name)
{
    struct countdown *c = context;
    (void)operation, (void)name;
    return c->seen++ == c->left ? -ENOSPC : 0;
}

START_TEST(a_file_is_whole_or_as_it_was_wherever_the_disk_fails)
{
    unsigned succeeded = 0;
    for (unsigned n = 0; n < 12; n++) {
        struct countdown c = { .left = n };
        ck_assert_int_eq(fsys_put_file(dir, "f", SLICE("old"), true), 0);
        fsys_set_fault(_i ? fail_once : fail_from, &c);
        int err = fsys_put_file(dir, "f", SLICE("new and longer"), true);
        fsys_set_fault(NULL, NULL);
        ck_file("f", err ? "old" : "new and longer");
        succeeded += err == 0;
        struct stat st;
        if (_i) ck_assert_int_eq(fsys_stat(dir, "f.tmp", &st), -ENOENT);
    }
    ck_assert_uint_gt(succeeded, 3);
    ck_assert_uint_lt(succeeded, 9);
}
END_TEST

START_TEST(every_operation_can_be_made_to_fail)
{
    struct countdown c = { .left = 0 };
    struct stat st;
    struct buf b = BUF_INIT(10);
    char byte;
    slice *names;
    size_t count;
    struct arena *arena = arena_new();
    int fd = fsys_create(dir, "f");
    fsys_set_fault(fail_from, &c);
    ck_assert_int_eq(fsys_open_read(dir, "f"), -EIO);
    ck_assert_int_eq(fsys_open_dir(dir, "."), -EIO);
    ck_assert_int_eq(fsys_create(dir, "g"), -EIO);
    ck_assert_int_eq(fsys_read(fd, &byte, 1), -EIO);
    ck_assert_int_eq(fsys_pread(fd, &byte, 1, 0), -EIO);
    ck_assert_int_eq(fsys_write_all(fd, SLICE("x")), -EIO);
    ck_assert_int_eq(fsys_sync(fd), -EIO);
    ck_assert_int_eq(fsys_sync_fs(fd), -EIO);
    ck_assert_int_eq(fsys_rename(dir, "f", dir, "g"), -EIO);
    ck_assert_int_eq(fsys_link(dir, "f", dir, "g"), -EIO);
    ck_assert_int_eq(fsys_unlink(dir, "f"), -EIO);
    ck_assert_int_eq(fsys_mkdir(dir, "d"), -EIO);
    ck_assert_int_eq(fsys_mkdirs(dir, "d/e"), -EIO);
    ck_assert_int_eq(fsys_stat(dir, "f", &st), -EIO);
    ck_assert_int_eq(fsys_read_file(dir, "f", &b), -EIO);
    ck_assert_int_eq(fsys_list(dir, ".", arena, &names, &count), -EIO);
    ck_assert_int_eq(fsys_close(fd), -EIO);
    arena_free(arena);
    buf_free(&b);
}
END_TEST

/* ---- reading ---- */

START_TEST(a_file_of_exactly_the_cap_is_read_and_one_byte_more_is_not)
{
    struct buf b = BUF_INIT(1000);
    char text[1001];
    memset(text, 'x', sizeof text);
    ck_assert_int_eq(fsys_put_file(dir, "f", (slice){ text, 1000 }, false), 0);
    ck_assert_int_eq(fsys_read_file(dir, "f", &b), 0);
    ck_assert_uint_eq(b.len, 1000);
    ck_assert_int_eq(fsys_put_file(dir, "f", (slice){ text, 1001 }, false), 0);
    ck_assert_int_eq(fsys_read_file(dir, "f", &b), E_TOO_BIG);
    ck_assert_int_eq(fsys_put_file(dir, "f", SLICE(""), false), 0);
    ck_assert_int_eq(fsys_read_file(dir, "f", &b), 0);
    ck_assert_uint_eq(b.len, 0);
    buf_free(&b);
}
END_TEST

START_TEST(a_pipe_is_read_to_its_end_up_to_the_cap)
{
    int ends[2];
    struct buf b = BUF_INIT(8);
    for (unsigned n = 7; n <= 9; n++) {
        ck_assert_int_eq(pipe(ends), 0);
        ck_assert_int_eq(fsys_write_all(ends[1], slice_sub(SLICE("123456789"), 0, n)), 0);
        ck_assert_int_eq(fsys_close(ends[1]), 0);
        ck_assert_int_eq(fsys_read_all(ends[0], &b), n <= 8 ? 0 : E_TOO_BIG);
        if (n <= 8) ck_assert_uint_eq(b.len, n);
        ck_assert_int_eq(fsys_close(ends[0]), 0);
    }
    buf_free(&b);
}
END_TEST

START_TEST(links_and_pipes_that_somebody_left_in_a_directory_are_refused)
{
    char full[4200];
    (void)snprintf(full, sizeof full, "%s/link", path);
    ck_assert_int_eq(fsys_put_file(dir, "f", SLICE("secret"), false), 0);
    ck_assert_int_eq(symlinkat("f", dir, "link"), 0);
    ck_assert_int_eq(mkfifoat(dir, "pipe", 0600), 0);
    ck_assert_int_eq(fsys_open_read(dir, "link"), -ELOOP);
    ck_assert_int_eq(fsys_create(dir, "link"), -ELOOP);
    ck_assert_int_eq(fsys_open_read(dir, "pipe"), -EINVAL);
    ck_assert_int_eq(fsys_open_read(dir, "."), -EISDIR);
    struct stat st;
    ck_assert_int_eq(fsys_stat(dir, "link", &st), 0);
    ck_assert(S_ISLNK(st.st_mode));
    /* But a person may name a link. */
    int fd = fsys_open_read(AT_FDCWD, full);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(fsys_close(fd), 0);
}
END_TEST

/* ---- names ---- */

START_TEST(names_are_listed_sorted)
{
    struct arena *arena = arena_new();
    slice *names;
    size_t count;
    ck_assert_int_eq(fsys_list(dir, ".", arena, &names, &count), 0);
    ck_assert_uint_eq(count, 0);
    for (const char *const *n = (const char *const[]){ "b", "a.x", "a", ".hidden", NULL }; *n; n++)
        ck_assert_int_eq(fsys_put_file(dir, *n, SLICE("x"), false), 0);
    ck_assert_int_eq(fsys_list(dir, ".", arena, &names, &count), 0);
    ck_assert_uint_eq(count, 4);
    ck_slice(names[0], ".hidden");
    ck_slice(names[1], "a");
    ck_slice(names[2], "a.x");
    ck_slice(names[3], "b");
    ck_assert_int_eq(fsys_list(dir, "missing", arena, &names, &count), -ENOENT);
    arena_free(arena);
}
END_TEST

START_TEST(making_and_removing_twice_is_success)
{
    struct stat st;
    ck_assert_int_eq(fsys_mkdirs(dir, "d//e/"), 0);
    ck_assert_int_eq(fsys_mkdirs(dir, "d/e"), 0);
    ck_assert_int_eq(fsys_mkdir(dir, "d"), 0);
    ck_assert(fsys_stat(dir, "d/e", &st) == 0 && S_ISDIR(st.st_mode));
    ck_assert_int_eq(unlinkat(dir, "d/e", AT_REMOVEDIR), 0);
    ck_assert_int_eq(fsys_unlink(dir, "missing"), 0);
    ck_assert_int_eq(fsys_put_file(dir, "f", SLICE("1"), false), 0);
    ck_assert_int_eq(fsys_link(dir, "f", dir, "g"), 0);
    ck_assert_int_eq(fsys_link(dir, "f", dir, "g"), -EEXIST);
    ck_assert_int_eq(fsys_rename(dir, "g", dir, "h"), 0);
    ck_assert_int_eq(fsys_rename(dir, "g", dir, "h"), -ENOENT);
    ck_file("h", "1");
}
END_TEST

START_TEST(a_path_too_long_is_an_error_and_no_overflow)
{
    char name[5000];
    memset(name, 'x', sizeof name);
    name[sizeof name - 1] = 0;
    ck_assert_int_eq(fsys_put_file(dir, name, SLICE(""), false), -ENAMETOOLONG);
    ck_assert_int_eq(fsys_mkdirs(dir, name), -ENAMETOOLONG);
    name[4093] = 0;
    ck_assert_int_lt(fsys_put_file(dir, name, SLICE(""), false), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("fsys");
    TCase *t = tcase_create("fsys");
    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_add_loop_test(t, a_file_is_whole_or_as_it_was_wherever_the_disk_fails, 0, 2);
    tcase_add_test(t, every_operation_can_be_made_to_fail);
    tcase_add_test(t, a_file_of_exactly_the_cap_is_read_and_one_byte_more_is_not);
    tcase_add_test(t, a_pipe_is_read_to_its_end_up_to_the_cap);
    tcase_add_test(t, links_and_pipes_that_somebody_left_in_a_directory_are_refused);
    tcase_add_test(t, names_are_listed_sorted);
    tcase_add_test(t, making_and_removing_twice_is_success);
    tcase_add_test(t, a_path_too_long_is_an_error_and_no_overflow);
    suite_add_tcase(suite, t);
    return unit_run(suite);
}
