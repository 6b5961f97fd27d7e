/* pattern.h - regular expressions with bounds, so that no pattern and no text can take more than bounded time and memory.
 *
 * A pattern must match the whole text.  PCRE2 is not seen outside pattern.c. */
#ifndef EXPR_PATTERN_H
#define EXPR_PATTERN_H

#include "base/arena.h"
#include "base/slice.h"

struct expr_pattern;            /* compiled, immutable */
struct expr_matcher;            /* what one run needs to use patterns */

/* Compile; null with the library's words and the byte where it stopped. */
const struct expr_pattern *pattern_new(struct arena *arena, slice text, slice *why, size_t *at);
struct expr_matcher *matcher_new(struct arena *arena);
/* 1 yes, 0 no, -1 when a bound was passed. */
int pattern_matches(const struct expr_pattern *pattern, struct expr_matcher *matcher, slice text);

#endif
