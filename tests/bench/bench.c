/* bench.c - measures: figures inside one process (speed), other programs from outside (rss, wall), the disk alone (journal).
 *
 *     bench speed INSTANCE SHIPPED DATA ROUNDS     memchr, scan, read, validate, translate (speed.c)
 *     bench journal NAME DIR JOURNAL BATCH         files a second that a bare journal takes
 *     bench rss NAME COMMAND…                      peak memory of a program
 *     bench wall NAME RUNS COMMAND…                median time of a program
 *     bench files NAME COUNT COMMAND…              COUNT divided by the time of one run
 *
 * Every figure is a line "bench: NAME VALUE UNIT".  bench.sh makes the data and calls these. */
#include "bench/limits.h"
#include "bench/speed.h"
#include "bench/stat.h"
#include "base/date.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MAX_RUNS = 1000 };

/* Runs a program with its output thrown away; its time and peak memory.  Exit status, or 127. */
static int run(char **argv, int64_t *took_us, long *peak_kb)
{
    struct rusage usage;
    int status;
    int64_t start = clock_ticks();
    pid_t child = fork();
    if (child == 0) {
        int null = open("/dev/null", O_WRONLY);
        dup2(null, 1);
        execvp(argv[0], argv);
        _exit(127);
    }
    if (child < 0 || wait4(child, &status, 0, &usage) != child) return 127;
    *took_us = clock_ticks() - start;
    *peak_kb = usage.ru_maxrss;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

/* Anything but "done, nothing wrong" makes a figure meaningless. */
static int refuse(char **argv, int status)
{
    fprintf(stderr, "bench: %s ended with status %d\n", argv[0], status);
    return 1;
}

static int rss(char **argv)
{
    int64_t took;
    long peak;
    int status = run(argv + 1, &took, &peak);
    if (status) return refuse(argv + 1, status);
    stat_print(argv[0], (double)peak, "KB");
    return 0;
}

static int wall(char **argv)
{
    static double ms[MAX_RUNS];
    unsigned runs = (unsigned)strtoul(argv[1], 0, 10);
    if (runs > MAX_RUNS) runs = MAX_RUNS;
    for (unsigned i = 0; i < runs; i++) {
        int64_t took;
        long peak;
        int status = run(argv + 2, &took, &peak);
        if (status) return refuse(argv + 2, status);
        ms[i] = (double)took / 1000;
    }
    stat_print(argv[0], stat_quartile(ms, runs, 2), "ms");
    return 0;
}

static int files(char **argv)
{
    int64_t took;
    long peak;
    int status = run(argv + 2, &took, &peak);
    if (status) return refuse(argv + 2, status);
    stat_print(argv[0], strtod(argv[1], 0) * 1e6 / (double)took, "1/s");
    return 0;
}

static int journal(char **argv)
{
    double rate = limit_files(argv[1], argv[2], (unsigned)strtoul(argv[3], 0, 10));
    if (rate <= 0) return 3;
    stat_print(argv[0], rate, "1/s");
    return 0;
}

static int speeds(char **argv) { return speed(argv[0], argv[1], argv[2], (unsigned)strtoul(argv[3], 0, 10)); }

static const struct {
    const char *name;
    int least;                          /* arguments */
    int (*run)(char **argv);
} commands[] = { { "speed", 4, speeds }, { "journal", 4, journal }, { "rss", 2, rss }, { "wall", 3, wall }, { "files", 3, files } };

int main(int argc, char **argv)
{
    for (size_t i = 0; argc > 1 && i < sizeof commands / sizeof *commands; i++)
        if (!strcmp(argv[1], commands[i].name) && argc - 2 >= commands[i].least) return commands[i].run(argv + 2);
    fputs("usage: bench speed|journal|rss|wall|files …; see the head of bench.c\n", stderr);
    return 2;
}
