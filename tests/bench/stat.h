/* stat.h - medians and quartiles of a few numbers, and the one form in which figures are printed. */
#ifndef TESTS_BENCH_STAT_H
#define TESTS_BENCH_STAT_H

#include <stdio.h>
#include <stdlib.h>

static inline int stat_compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Sorts `v`; `part` of 4: 1 the lower quartile, 2 the median. */
static inline double stat_quartile(double *v, unsigned n, unsigned part)
{
    qsort(v, n, sizeof *v, stat_compare);
    return n ? v[(n - 1) * part / 4] : 0;
}

static inline void stat_print(const char *name, double value, const char *unit)
{
    printf(value < 10 ? "bench: %s %.3f %s\n" : "bench: %s %.1f %s\n", name, value, unit);
    fflush(stdout);
}

#endif
