/* scan_index.c - makes the index of delimiters, a block of text at a time, and keeps what an unfinished segment has in it.
 *
 * What must stay true: the index does not depend on how the text arrived, nor on which instructions looked for the delimiters. */
#include "x12/scan_state.h"

#include <stdlib.h>

#include "base/must.h"
#include "x12/scan_simd.h"

struct x12_scan *x12_scan_new(void)
{
    struct x12_scan *s = malloc(sizeof *s);
    must(s != NULL);
    /* The index is not zeroed: it is written before it is read, and 80 KB would cost more than a small document. */
    memset(s, 0, offsetof(struct x12_scan, x));
    s->x.n_pos = s->x.n_ends = s->x.n_odds = 0;
    (void)x12_scan_use(s, X12_SCANNER_AUTO);
    return s;
}

void x12_scan_free(struct x12_scan *s)
{
    free(s);
}

bool x12_scan_use(struct x12_scan *s, enum x12_scanner which)
{
    index_fn *fn = which == X12_SCANNER_AUTO || which == X12_SCANNER_PLAIN ? index_plain : NULL;
#if X12_HAVE_X86
    bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("popcnt");
    if (which == X12_SCANNER_AUTO || which == X12_SCANNER_SSE2) fn = index_sse2;
    bool avx512 = avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vbmi2");
    if (avx2 && (which == X12_SCANNER_AUTO || which == X12_SCANNER_AVX2)) fn = index_avx2;
    if (avx512 && (which == X12_SCANNER_AUTO || which == X12_SCANNER_AVX512)) fn = index_avx512;
#endif
    if (fn) s->index = fn;
    return fn != NULL;
}

void x12_scan_delims(struct x12_scan *s, const struct x12_delims *delims)
{
    static const struct { char byte; uint8_t class; } blanks[] = {
        { ' ', BLANK }, { '\t', BLANK }, { '\r', LINE_END }, { '\n', LINE_END },
        { '\0', FILLER }, { 0x1a, FILLER }, { '\v', FILLER }, { '\f', FILLER }
    };
    must(delims->terminator_len >= 1 && delims->terminator_len <= sizeof delims->terminator);
    s->delims = *delims;
    s->bytes = (struct scan_bytes){ delims->element, delims->terminator[0], { delims->element, delims->element } };
    if (delims->repetition) s->bytes = (struct scan_bytes){ delims->element, delims->terminator[0], { delims->repetition, delims->component } };
    s->line_end_terminates = delims->terminator[0] == '\n' || delims->terminator[0] == '\r';
    memset(s->class, PLAIN, sizeof s->class);
    for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++) s->class[(uint8_t)blanks[i].byte] = blanks[i].class;
    s->class[(uint8_t)delims->element] = s->class[(uint8_t)delims->terminator[0]] = PLAIN;
    s->text = NULL;
    s->len = 0;
    x12_scan_seek(s, 0);
}

void x12_scan_text(struct x12_scan *s, const char *text, uint32_t len)
{
    s->text = text;
    s->len = len;
}

void x12_scan_seek(struct x12_scan *s, uint32_t from)
{
    s->at = s->indexed = from;
    s->pos = s->end = s->odd = s->forgotten = 0;
    s->x.n_pos = s->x.n_ends = s->x.n_odds = 0;
    s->first_odd = s->first_line_end = UINT32_MAX;
    s->oddities = 0;
    s->x.odds[0] = UINT32_MAX;
}

uint32_t x12_scan_at(const struct x12_scan *s)
{
    return s->at;
}

void x12_scan_slide(struct x12_scan *s, uint32_t by)
{
    must(by <= s->at);
    while (s->x.odds[s->odd] < s->at) s->odd++;     /* of the blanks before `at` */
    for (uint32_t i = s->pos; i < s->x.n_pos; i++) s->x.pos[i] -= by;
    for (uint32_t i = s->odd; i < s->x.n_odds; i++) s->x.odds[i] -= by;
    if (s->first_odd != UINT32_MAX) s->first_odd -= by;
    if (s->first_line_end != UINT32_MAX) s->first_line_end -= by;
    s->at -= by;
    s->indexed -= by;
    s->len -= by;
    s->text += by;
}

/* Terminators of several bytes are damage and rare, so they are looked for one byte after the other.  Stops before a terminator that is
   cut by the end of the text; returns where it stopped. */
static uint32_t index_wide(struct x12_scan *s, uint32_t from, uint32_t to)
{
    const struct x12_delims *d = &s->delims;
    struct scan_index *x = &s->x;
    while (from < to) {
        char c = s->text[from];
        uint32_t left = s->len - from, width = left < d->terminator_len ? left : d->terminator_len;
        bool is_end = memcmp(s->text + from, d->terminator, width) == 0;
        if (is_end && width < d->terminator_len) return from;
        if (is_end) x->ends[x->n_ends++] = x->n_pos;
        if (is_end || c == d->element) x->pos[x->n_pos++] = from;
        else if ((signed char)c < 0x20 || c == s->bytes.inner[0] || c == s->bytes.inner[1]) x->odds[x->n_odds++] = from;
        from += is_end ? width : 1;
    }
    return from;
}

/* What an unfinished segment has in the index moves to its front; of its odd bytes only the first ones matter. */
static void carry_over(struct x12_scan *s)
{
    struct scan_index *x = &s->x;
    uint32_t kept = x->n_pos - s->pos;
    if (kept > INDEX_KEEP) {
        s->forgotten += kept - INDEX_KEEP;
        kept = INDEX_KEEP;
    }
    memmove(x->pos, x->pos + s->pos, kept * sizeof *x->pos);
    for (uint32_t i = s->odd; i < x->n_odds; i++) {
        uint32_t p = x->odds[i];
        if (p < s->at) continue;
        if (p < s->first_odd) s->first_odd = p;
        if (s->first_line_end == UINT32_MAX && s->class[(uint8_t)s->text[p]] == LINE_END) s->first_line_end = p;
    }
    s->pos = s->end = s->odd = 0;
    x->n_pos = kept;
    x->n_ends = x->n_odds = 0;
    x->odds[0] = UINT32_MAX;
}

bool scan_find_terminator(struct x12_scan *s)
{
    while (s->indexed < s->len) {
        carry_over(s);
        uint32_t to = s->len - s->indexed > INDEX_BLOCK ? s->indexed + INDEX_BLOCK : s->len, from = s->indexed;
        if (s->delims.terminator_len > 1) {
            s->indexed = index_wide(s, from, to);
        } else {
            s->index(&s->x, s->text, from, to, s->bytes);
            s->indexed = to;
        }
        s->x.odds[s->x.n_odds] = UINT32_MAX;    /* nothing is beyond: saves asking for the count */
        if (s->x.n_ends) return true;
        if (s->indexed == from) return false;
    }
    return false;
}
