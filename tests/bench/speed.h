/* speed.h - the in-process figures: memchr, scan, read, validate and translate over the same bytes in the same minute. */
#ifndef TESTS_BENCH_SPEED_H
#define TESTS_BENCH_SPEED_H

/* Run over DATA/850-{1M,10M,100M}.edi and DATA/850-long.edi with the agreement "amazon" of `instance` and the items of DATA/items.csv, as many
   `rounds`, and print the figures.  0, or an exit code after saying why not. */
int speed(const char *instance, const char *shipped, const char *data, unsigned rounds);

#endif
