/* unit.h - what every unit test program does the same way: run one suite, print TAP, answer 0 or 1; compare slices; find a temporary
 * directory; draw repeatable random numbers. */
#ifndef UNIT_H
#define UNIT_H

#include "base/slice.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

static inline int unit_run(Suite *suite)
{
    SRunner *runner = srunner_create(suite);
    srunner_set_tap(runner, "-");
    srunner_run_all(runner, CK_SILENT);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? 1 : 0;
}

#define ck_slice(actual, expected) unit_slice((actual), (expected), __FILE__, __LINE__)
static inline void unit_slice(slice actual, const char *expected, const char *file, int line)
{
    if (!slice_is(actual, expected)) ck_abort_msg("%s:%d: got \"%.*s\", expected \"%s\"", file, line, SLICE_ARG(actual), expected);
}

/* A new directory; the caller removes what it puts there. */
static inline char *unit_directory(char path[4096])
{
    const char *top = getenv("TMPDIR");
    (void)snprintf(path, 4096, "%s/crossdock-unit-XXXXXX", top && *top ? top : "/tmp");
    ck_assert_ptr_nonnull(mkdtemp(path));
    return path;
}

/* xorshift; the same sequence in every run, so that a failure comes back. */
static inline uint64_t unit_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

#endif
