/* step.h - named points where the crash tests may kill the process.
 *
 * In the product they compile to nothing.  The test build (CROSSDOCK_TEST_HOOKS) counts them and dies at the one that
 * CROSSDOCK_CRASH_AT names by number, so that a loop can try them all, and at every one that CROSSDOCK_CRASH_ON names by its name. */
#ifndef ENGINE_STEP_H
#define ENGINE_STEP_H

/* "after-claim", "before-commit", … */
void crash_point(const char *name);

#endif
