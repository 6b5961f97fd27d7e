/* scan.c - walks the index of delimiters from segment to segment.
 *
 * scan_index.c finds positions, a block at a time; here a segment is what lies between two terminators, and its spans are differences of
 * neighbouring positions.  What must stay true: spans lie inside the segment, segments ascend and do not overlap, and the result does not
 * depend on how the text arrived (all at once or byte by byte) nor on which instructions looked for the delimiters. */
#include "x12/scan.h"

#include "base/must.h"
#include "x12/kinds.h"
#include "x12/scan_state.h"

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

/* Spans 1…n-1 from n positions.  Writes up to X12_SPAN_SLACK spans too many: most segments have fewer than 9, and not asking is faster. */
static inline void make_spans(struct span *spans, const uint32_t *pos, uint32_t n)
{
#if X12_HAVE_X86
    make_four_spans(spans + 1, pos);
    make_four_spans(spans + 5, pos + 4);
    for (uint32_t k = 9; k < n; k += 4) make_four_spans(spans + k, pos + k - 1);
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
        bool whole = s->end < x->n_ends || scan_find_terminator(s);
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

/* The place past which a run's last terminator must not end, as the last byte where it may begin. */
static uint32_t last_stop(const struct x12_scan *s, const struct x12_scan_bounds *b)
{
    uint32_t width = s->delims.terminator_len, bytes = b->bytes > width ? b->bytes - width : 0;
    return b->from > UINT32_MAX - bytes ? UINT32_MAX : b->from + bytes;
}

unsigned x12_scan_run(struct x12_scan *s, const struct x12_scan_bounds *bounds, struct span *spans, uint16_t *n_spans)
{
    const struct scan_index *x = &s->x;
    const struct x12_scan_bounds b = *bounds;       /* copies of our own: what is stored below could be any of them to the compiler */
    const struct span *full = spans + b.all_spans;
    const char *text = s->text;
    const uint32_t width = s->delims.terminator_len, until = last_stop(s, bounds), ready = x->n_ends - s->end, *ends = x->ends + s->end;
    uint32_t at = s->at, first = s->pos, odd = x->odds[s->odd], most = b.segments < ready ? b.segments : ready, n_run = 0;
    if (s->oddities || s->first_odd != UINT32_MAX) return 0;
    for (; n_run < most && spans < full; n_run++) {
        uint32_t last = ends[n_run], stop = x->pos[last], n = last - first + 1, begin = at;
        if (may_be_blank(text[begin])) {
            begin = skip_line_ends(s, begin);
            odd = x->odds[s->odd];
            if (may_be_blank(text[begin])) break;
        }
        if (stop - begin - 1 >= b.segment_bytes || stop > until || may_be_blank(text[stop - 1]) || n > b.spans || odd < stop) break;
        uint32_t id_len = x->pos[first] - begin;
        if (may_be_envelope(text[begin]) && segment_kind(text + begin, stop - begin, id_len) != DATA) break;
        spans[0] = (struct span){ begin, id_len };
        make_spans(spans, x->pos + first, n);
        n_spans[n_run] = (uint16_t)n;
        spans += n;
        first = last + 1;
        at = stop + width;
    }
    s->end += n_run;
    s->pos = first;
    s->at = at;
    return n_run;
}
