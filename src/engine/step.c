/* step.c - see step.h.  The count is the only static state of the engine, and only in the test build. */
#include "engine/step.h"

#ifdef CROSSDOCK_TEST_HOOKS

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void crash_point(const char *name)
{
    static int passed;
    const char *at = getenv("CROSSDOCK_CRASH_AT");
    const char *log = getenv("CROSSDOCK_CRASH_LOG");
    passed++;
    if (log != NULL) {
        FILE *f = fopen(log, "a");
        if (f != NULL) {
            fprintf(f, "%d %s\n", passed, name);
            fclose(f);
        }
    }
    const char *on = getenv("CROSSDOCK_CRASH_ON");
    if ((at != NULL && atoi(at) == passed) || (on != NULL && strcmp(on, name) == 0)) kill(getpid(), SIGKILL);
}

#else

void crash_point(const char *name) { (void)name; }

#endif
