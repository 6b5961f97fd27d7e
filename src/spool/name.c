/* name.c - making names out of what partners send, and claim names that can be read back.
 *
 * Two alphabets.  Output names are made of safe characters only, and what is not safe becomes '_'.  Claims must give the original name back, so
 * there it becomes %XX; '@' is never safe, which keeps the three parts of a claim apart. */
#include "spool/names.h"

#include "spool/private.h"

#include <stdio.h>

enum { CLAIM_STAMP = 16, CLAIM_RANDOM = 10 };

static bool is_safe(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

slice spool_safe_name(struct arena *arena, slice s, size_t max)
{
    must(max > 0);
    const size_t len = s.len < max ? s.len : max;
    if (len == 0) return arena_copy(arena, SLICE("_"));
    char *to = arena_alloc(arena, len);
    for (size_t i = 0; i < len; i++) to[i] = is_safe(s.ptr[i]) ? s.ptr[i] : '_';
    if (to[0] == '.') to[0] = '_';
    return (slice){ to, len };
}

slice spool_id_text(struct arena *arena, int64_t id)
{
    return arena_printf(arena, "%06lld", (long long)id);
}

slice spool_output_name(struct arena *arena, instant at, int64_t id, const char *what, slice key, const char *suffix)
{
    enum { KEY_BYTES = 80 };            /* a PO number has 22; a name must stay one that people can read */
    char stamp[CLAIM_STAMP + 1];
    instant_compact(at, stamp);
    const slice safe = key.len ? spool_safe_name(arena, key, KEY_BYTES) : key;
    return arena_printf(arena, "%s-%06lld-%s%s%.*s%s%s", stamp, (long long)id, what, safe.len ? "-" : "", SLICE_ARG(safe),
                        suffix[0] == '.' || suffix[0] == 0 ? "" : ".", suffix);
}

/* ---- claims ---- */

static void escape(struct buf *out, slice s, size_t max)
{
    static const char hex[] = "0123456789ABCDEF";
    const size_t end = out->len + max;
    for (size_t i = 0; i < s.len; i++) {
        const unsigned char c = (unsigned char)s.ptr[i];
        if (is_safe(s.ptr[i]) && out->len + 1 <= end) {
            buf_putc(out, s.ptr[i]);
        } else if (!is_safe(s.ptr[i]) && out->len + 3 <= end) {
            buf_putc(out, '%');
            buf_putc(out, hex[c >> 4]);
            buf_putc(out, hex[c & 15]);
        } else {
            return;                     /* the rest is lost; the random part keeps two such names apart */
        }
    }
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/* False for text that escape does not write. */
static bool unescape(struct arena *arena, slice s, slice *out)
{
    char *to = arena_alloc(arena, s.len ? s.len : 1);
    size_t len = 0;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (c == '%') {
            const int high = i + 1 < s.len ? hex_digit(s.ptr[i + 1]) : -1, low = i + 2 < s.len ? hex_digit(s.ptr[i + 2]) : -1;
            if (high < 0 || low < 0) return false;
            c = (char)(high * 16 + low);
            i += 2;
        } else if (!is_safe(c)) {
            return false;
        }
        to[len++] = c;
    }
    *out = (slice){ to, len };
    return len > 0;
}

/* FOLDER@STAMP-RANDOM@NAME, still escaped. */
static bool split(slice claim, slice *folder, slice *middle, slice *name)
{
    slice rest = claim;
    if (!slice_next(&rest, '@', folder) || !slice_next(&rest, '@', middle)) return false;
    *name = rest;
    return folder->len > 0 && name->len > 0 && middle->len == CLAIM_STAMP + 1 + CLAIM_RANDOM && middle->ptr[CLAIM_STAMP] == '-';
}

slice claim_name(struct arena *arena, slice folder, slice name, instant now, uint64_t random)
{
    char stamp[CLAIM_STAMP + 1], text[SPOOL_NAME + 1];
    struct buf out = BUF_INIT(SPOOL_NAME);
    instant_compact(now, stamp);
    escape(&out, folder, SPOOL_NAME / 3);
    /* The microseconds first, so that claims of one second sort as they were made; 20 bits hold them. */
    const uint64_t unique = (uint64_t)(now % 1000000) << 20 | (random & 0xFFFFF);
    const int middle = snprintf(text, sizeof text, "@%s-%010llx@", stamp, (unsigned long long)unique);
    buf_add(&out, (slice){ text, (size_t)middle });
    escape(&out, name, SPOOL_NAME - out.len);
    const slice claim = arena_copy(arena, buf_slice(&out));
    buf_free(&out);
    return claim;
}

slice claim_stamp(slice claim)
{
    slice folder, middle, name;
    return split(claim, &folder, &middle, &name) ? middle : (slice){ 0 };
}

bool spool_claim_parts(struct arena *arena, slice claim, slice *folder, slice *name)
{
    slice escaped_folder, middle, escaped_name;
    return split(claim, &escaped_folder, &middle, &escaped_name) && unescape(arena, escaped_folder, folder)
        && unescape(arena, escaped_name, name);
}
