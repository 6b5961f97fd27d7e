/* limits.h - the bare limits of this machine that the benchmark's figures are held against. */
#ifndef TESTS_BENCH_LIMITS_H
#define TESTS_BENCH_LIMITS_H

#include "base/slice.h"

/* Walk from terminator to terminator; the least that any reader of segments has to do.  Returns how many there are. */
uint64_t limit_memchr(slice text, char terminator);

/* Files read from `dir`, all of them at most `batch` at once appended to one journal file in the same directory tree, one fdatasync a batch:
   the least that durable receipt has to do.  Returns files a second, or 0 after saying what failed. */
double limit_files(const char *dir, const char *journal, unsigned batch);

#endif
