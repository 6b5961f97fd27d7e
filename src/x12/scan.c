/* scan.c - walks the index of delimiters from segment to segment.
 *
 * scan_simd.h finds positions, a block at a time; here a segment is what lies between two terminators, and its spans are differences of
 * neighbouring positions.  What must stay true: spans lie inside the segment, segments ascend and do not overlap, and the result does not
 * depend on how the text arrived (all at once or byte by byte) nor on which instructions looked for the delimiters. */
#include "x12/scan.h"

#include <stdlib.h>

#include "base/must.h"
#include "x12/scan_simd.h"

enum byte_class { PLAIN, BLANK /* space, tab */, LINE_END, FILLER /* NUL, Ctrl-Z, VT, FF */ };

typedef void index_fn(struct scan_index *x, const char *text, uint32_t from, uint32_t to, char element, char end);

struct x12_scan {
    const char *text;
    uint32_t len;
    uint32_t at;                /* where the next segment starts */
    uint32_t indexed;           /* text before it is in the index */
    uint32_t pos, end, odd;     /* next entries of the index */
    uint32_t forgotten;         /* delimiters of a monstrous segment that were not kept */
    uint32_t first_odd, first_line_end;     /* seen in blocks before, of the segment not yet finished; UINT32_MAX: none */
    uint8_t oddities;
    bool line_end_terminates;
    struct x12_delims delims;
    index_fn *index;
    uint8_t class[256];
    struct scan_index x;
};

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
    if (avx2 && (which == X12_SCANNER_AUTO || which == X12_SCANNER_AVX2)) fn = index_avx2;
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
        else if ((signed char)c < 0x20) x->odds[x->n_odds++] = from;
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

/* Index on until there is a terminator; false when the text has none.  Called when the known ones are used up. */
static bool find_terminator(struct x12_scan *s)
{
    while (s->indexed < s->len) {
        carry_over(s);
        uint32_t to = s->len - s->indexed > INDEX_BLOCK ? s->indexed + INDEX_BLOCK : s->len, from = s->indexed;
        if (s->delims.terminator_len > 1) {
            s->indexed = index_wide(s, from, to);
        } else {
            s->index(&s->x, s->text, from, to, s->delims.element, s->delims.terminator[0]);
            s->indexed = to;
        }
        s->x.odds[s->x.n_odds] = UINT32_MAX;    /* nothing is beyond: saves asking for the count */
        if (s->x.n_ends) return true;
        if (s->indexed == from) return false;
    }
    return false;
}

#if X12_HAVE_X86
/* Four spans: each starts after one position and ends at the next. */
static inline void make_four_spans(struct span *spans, const uint32_t *pos)
{
    __m128i before = _mm_loadu_si128((const __m128i *)(const void *)pos);
    __m128i after = _mm_loadu_si128((const __m128i *)(const void *)(pos + 1));
    __m128i off = _mm_sub_epi32(before, _mm_set1_epi32(-1)), len = _mm_sub_epi32(after, off);
    off = _mm_or_si128(off, _mm_cmpeq_epi32(len, _mm_setzero_si128()));      /* no bytes: SPAN_ABSENT */
    _mm_storeu_si128((__m128i *)(void *)spans, _mm_unpacklo_epi32(off, len));
    _mm_storeu_si128((__m128i *)(void *)(spans + 2), _mm_unpackhi_epi32(off, len));
}
#endif

/* Spans 1…n-1 from n positions.  Writes up to X12_SPAN_SLACK spans too many: most segments have fewer than 13, and not asking is faster. */
static inline void make_spans(struct span *spans, const uint32_t *pos, uint32_t n)
{
#if X12_HAVE_X86
    make_four_spans(spans + 1, pos);
    make_four_spans(spans + 5, pos + 4);
    make_four_spans(spans + 9, pos + 8);
    for (uint32_t k = 13; k < n; k += 4) make_four_spans(spans + k, pos + k - 1);
#else
    for (uint32_t k = 1; k < n; k++) {
        uint32_t off = pos[k - 1] + 1, len = pos[k] - off;
        spans[k] = len ? (struct span){ off, len } : SPAN_ABSENT;
    }
#endif
}

/* Blanks and line ends before the terminator at `stop` are no data: take them off the segment and its last span. */
static void trim_end(struct x12_scan *s, struct x12_segment *out, struct span *spans, uint32_t last_delim, uint32_t stop)
{
    uint32_t from = out->too_many || out->n_spans == 1 ? out->off : last_delim + 1, end = stop;
    while (end > from) {
        uint8_t class = s->class[(uint8_t)s->text[end - 1]];
        if (class == PLAIN || (class == FILLER && out->whole)) break;
        if (class == BLANK || (class == LINE_END && !s->line_end_terminates && out->whole)) out->oddities |= X12_ODD_BLANKS;
        end--;
    }
    out->len = end - out->off;
    if (out->too_many || end == stop) return;
    struct span *last = &spans[out->n_spans - 1];
    *last = end > from || out->n_spans == 1 ? (struct span){ from, end - from } : SPAN_ABSENT;
}

/* Odd bytes of the segment, which ends at `end`. */
static void take_odds(struct x12_scan *s, struct x12_segment *out, uint32_t end)
{
    const struct scan_index *x = &s->x;
    uint32_t line_end = s->first_line_end, i = s->odd;
    out->odd_bytes = s->first_odd < end;
    for (; x->odds[i] < end; i++) {
        if (x->odds[i] < out->off) continue;
        out->odd_bytes = true;
        if (line_end == UINT32_MAX && s->class[(uint8_t)s->text[x->odds[i]]] == LINE_END) line_end = x->odds[i];
    }
    out->broken = line_end < end;
    if (!out->whole) return;
    s->odd = i;
    s->first_odd = s->first_line_end = UINT32_MAX;
}

/* Cheaper than the class: all that is skipped or trimmed is not above a blank. */
static inline bool may_be_blank(char c)
{
    return (uint8_t)c <= ' ';
}

/* Where the first byte is that is no blank.  Only spaces and tabs count as indentation. */
static uint32_t skip_blanks(struct x12_scan *s, uint32_t at)
{
    for (; at < s->len; at++) {
        uint8_t class = s->class[(uint8_t)s->text[at]];
        if (class == PLAIN) break;
        if (class == BLANK) s->oddities |= X12_ODD_INDENTED;
    }
    if (s->indexed < at) s->indexed = at;       /* no blank is a delimiter */
    return at;
}

/* Everything else: the first segment after new text, damage, odd bytes, the last segment. */
static __attribute__((noinline)) bool next_careful(struct x12_scan *s, struct span *spans, unsigned max, struct x12_segment *out)
{
    struct scan_index *x = &s->x;
    must(max >= 1 && max <= X12_SCAN_MAX_SPANS);
    for (;;) {
        uint32_t at = s->at;
        if (at < s->len && may_be_blank(s->text[at])) s->at = at = skip_blanks(s, at);
        if (at >= s->len) return false;
        bool whole = s->end < x->n_ends || find_terminator(s);
        /* Without a terminator the end of the text serves as one; the slack of `pos` has room for it. */
        if (!whole) x->pos[x->n_pos] = s->len;
        uint32_t first = s->pos, last = whole ? x->ends[s->end] : x->n_pos, stop = x->pos[last];
        if (whole) {
            s->end++;
            s->pos = last + 1;
            s->at = stop + s->delims.terminator_len;
        }
        uint32_t n = last - first + 1;
        if (stop == at) {
            if (!whole) return false;
            s->oddities |= X12_ODD_DOUBLED;
            continue;
        }
        bool too_many = n > max || s->forgotten;
        *out = (struct x12_segment){
            .off = at, .len = stop - at, .next = whole ? s->at : s->len, .n_spans = too_many ? max : n, .too_many = too_many, .whole = whole,
            .oddities = s->oddities
        };
        spans[0] = (struct span){ at, x->pos[first] - at };
        make_spans(spans, x->pos + first, out->n_spans);
        if (may_be_blank(s->text[stop - 1])) trim_end(s, out, spans, n > 1 ? x->pos[last - 1] : at, stop);
        if (s->first_odd < stop || x->odds[s->odd] < stop) take_odds(s, out, at + out->len);
        out->plain = whole && !out->odd_bytes && !too_many && !out->oddities;
        if (whole) {
            s->oddities = 0;
            s->forgotten = 0;
        }
        return true;
    }
}

/* Past line ends and the odd bytes they are, to the first byte of the segment that ends at `stop`. */
static inline uint32_t skip_line_ends(struct x12_scan *s, uint32_t at)
{
    while (s->class[(uint8_t)s->text[at]] == LINE_END) at++;       /* stops at the terminator, whose class is PLAIN */
    while (s->x.odds[s->odd] < at) s->odd++;
    return at;
}

bool x12_scan_next(struct x12_scan *s, struct span *spans, unsigned max, struct x12_segment *out)
{
    struct scan_index *x = &s->x;
    if (s->end >= x->n_ends || s->oddities || s->first_odd != UINT32_MAX) return next_careful(s, spans, max, out);
    uint32_t at = s->at, first = s->pos, last = x->ends[s->end], stop = x->pos[last], n = last - first + 1;
    const char *text = s->text;
    if (may_be_blank(text[at])) at = skip_line_ends(s, at);
    if (may_be_blank(text[at]) || stop == at || may_be_blank(text[stop - 1]) || n > max || x->odds[s->odd] < stop)
        return next_careful(s, spans, max, out);
    s->end++;
    s->pos = last + 1;
    s->at = stop + s->delims.terminator_len;
    spans[0] = (struct span){ at, x->pos[first] - at };
    make_spans(spans, x->pos + first, n);
    *out = (struct x12_segment){ .off = at, .len = stop - at, .next = s->at, .n_spans = n, .plain = true, .whole = true };
    return true;
}
