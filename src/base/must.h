/* must.h - contract checks that stay on in release builds.
 *
 * `must(cond)` says what the caller promised.  A broken promise is a bug: the program prints expression and place and aborts, which is
 * safe because the document it was working on is still in active/.  Never used on input: everything from outside is a finding instead. */
#ifndef BASE_MUST_H
#define BASE_MUST_H

#define must(cond) ((cond) ? (void)0 : must_fail(#cond, __FILE__, __LINE__))

/* Print the broken promise to standard error and abort. */
_Noreturn void must_fail(const char *what, const char *file, int line);
/* What malloc and its kin returned, or abort: `p = must_memory(malloc(n))` with n > 0. */
void *must_memory(void *ptr);

#endif
