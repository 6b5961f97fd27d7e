/* must.c - what happens when a promise inside the program is broken: say which, and stop.
 *
 * The message goes straight to descriptor 2 by write(2): memory may be exhausted or damaged, so nothing here allocates. */
#include "base/must.h"

#include "base/slice.h"

#include <stdlib.h>
#include <unistd.h>

static void say(const char *text)
{
    size_t len = strlen(text);
    while (len > 0) {
        ssize_t n = write(STDERR_FILENO, text, len);
        if (n <= 0) return;
        text += n;
        len -= (size_t)n;
    }
}

void must_fail(const char *what, const char *file, int line)
{
    char digits[12];
    size_t at = sizeof digits - 1;
    unsigned rest = line > 0 ? (unsigned)line : 0;
    digits[at] = 0;
    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0 && at > 0);
    say("crossdock: broken promise: ");
    say(what);
    say(" at ");
    say(file);
    say(":");
    say(digits + at);
    say("\n");
    abort();
}

void *must_memory(void *ptr)
{
    if (!ptr) must_fail("enough memory", __FILE__, __LINE__);
    return ptr;
}
