/* say.c - what authors of maps and guides write into findings: their codes, their texts with {expressions}, and the nearest name to one that is
 * not there. */
#include "expr/check.h"

slice expr_nearest(struct arena *arena, slice name, const slice *candidates, size_t n, slice otherwise)
{
    unsigned least = 4;
    slice best = { 0 };
    for (size_t i = 0; i < n; i++) {
        unsigned d = slice_eq_nocase(name, candidates[i]) ? 0 : slice_distance(name, candidates[i]);
        if (d < least && d < candidates[i].len) least = d, best = candidates[i];
    }
    return best.len ? arena_printf(arena, "did you mean %.*s?", SLICE_ARG(best)) : otherwise;
}

bool expr_code_is_good(slice code)
{
    for (size_t i = 0; i < code.len; i++) {
        char ch = code.ptr[i];
        bool edge = i == 0 || i + 1 == code.len;
        if (!((ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') || (ch == '-' && !edge))) return false;
    }
    return code.len > 0 && code.len <= 40;
}

/* Braces inside quotes belong to the expression. */
static size_t expression_end(slice text, size_t at)
{
    bool quoted = false;
    for (size_t i = at; i < text.len; i++) {
        if (text.ptr[i] == '\'') quoted = !quoted;
        else if (text.ptr[i] == '}' && !quoted) return i;
    }
    return text.len;
}

bool expr_say_part(slice text, size_t *at, struct buf *message, slice *part, bool *closed)
{
    size_t open = *at;
    while (open < text.len && text.ptr[open] != '{') buf_putc(message, text.ptr[open++]);
    *at = open;
    if (open == text.len) return false;
    size_t end = expression_end(text, open + 1);
    *part = slice_sub(text, open + 1, end - open - 1);
    *closed = end < text.len;
    *at = *closed ? end + 1 : end;
    return true;
}
