/* log.c - the daemon's log: one line an event on standard error, UTC time first, for journald and people alike. */
#include "daemon/daemon.h"

#include "base/date.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

void daemon_log(const char *format, ...)
{
    char line[2048], at[21];
    va_list args;
    va_start(args, format);
    instant_iso(clock_now(), at);
    int head = snprintf(line, sizeof line, "%s crossdock[%d]: ", at, (int)getpid());
    int body = vsnprintf(line + head, sizeof line - (size_t)head - 1, format, args);
    va_end(args);
    size_t n = (size_t)head + (body > 0 ? (size_t)body : 0);
    if (n > sizeof line - 2) n = sizeof line - 2;
    line[n++] = '\n';
    /* One write, so that lines of several processes do not mix. */
    ssize_t ignored = write(STDERR_FILENO, line, n);
    (void)ignored;
}
