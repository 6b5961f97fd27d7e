/* pattern.c - PCRE2 inside an arena.  The library's memory comes from the arena of the plan (compiled patterns) or of the run (match data),
 * so nothing must be freed.  Bounds: 20,000 match steps, 500 levels, 256 KB of heap, texts up to 64 KB; passing one is an answer, not a crash. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "expr/pattern.h"

#include <pcre2.h>

enum { MAX_MATCH_STEPS = 20000, MAX_DEPTH = 500, MAX_HEAP_KB = 256, MAX_SUBJECT = 65536, MAX_PATTERN = 1000 };

struct expr_pattern { pcre2_code *code; };
struct expr_matcher { pcre2_match_data *data; pcre2_match_context *context; };

static void *from_arena(size_t size, void *arena) { return arena_alloc(arena, size); }
static void keep(void *block, void *arena) { (void)block; (void)arena; }    /* goes with the arena */

const struct expr_pattern *pattern_new(struct arena *arena, slice text, slice *why, size_t *at)
{
    if (text.len > MAX_PATTERN) {
        *why = SLICE("longer than 1000 bytes");
        *at = MAX_PATTERN;
        return NULL;
    }
    pcre2_general_context *general = pcre2_general_context_create(from_arena, keep, arena);
    pcre2_compile_context *compile = pcre2_compile_context_create(general);
    int error = 0;
    struct expr_pattern *p = arena_alloc(arena, sizeof(*p));
    p->code = pcre2_compile((PCRE2_SPTR)(text.len ? text.ptr : ""), text.len,
                            PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C | PCRE2_ANCHORED | PCRE2_ENDANCHORED, &error, at, compile);
    if (p->code) return p;
    PCRE2_UCHAR message[128] = { 0 };
    pcre2_get_error_message(error, message, sizeof(message));
    *why = arena_copy(arena, slice_of((const char *)message));
    return NULL;
}

struct expr_matcher *matcher_new(struct arena *arena)
{
    struct expr_matcher *m = arena_alloc(arena, sizeof(*m));
    pcre2_general_context *general = pcre2_general_context_create(from_arena, keep, arena);
    m->data = pcre2_match_data_create(1, general);
    m->context = pcre2_match_context_create(general);
    pcre2_set_match_limit(m->context, MAX_MATCH_STEPS);
    pcre2_set_depth_limit(m->context, MAX_DEPTH);
    pcre2_set_heap_limit(m->context, MAX_HEAP_KB);
    return m;
}

int pattern_matches(const struct expr_pattern *pattern, struct expr_matcher *matcher, slice text)
{
    if (text.len > MAX_SUBJECT) return -1;
    int rc = pcre2_match(pattern->code, (PCRE2_SPTR)(text.len ? text.ptr : ""), text.len, 0, 0, matcher->data, matcher->context);
    if (rc >= 0) return 1;
    return rc == PCRE2_ERROR_NOMATCH ? 0 : -1;
}
