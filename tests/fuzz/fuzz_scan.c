/* fuzz_scan.c - any bytes through the scanners: spans lie in the text, segments ascend and do not overlap, all scanners agree, and it
 * does not matter in which pieces the text comes.  Byte 0 chooses the terminator, byte 1 the size of pieces. */
#include <stdlib.h>

#include "base/must.h"
#include "x12/scan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MAX = 20 };

static const char *const terminators[] = { "~", "\n", "\x1c", "\xc3\x96", "\xe2\x80\xa6", "'" };

struct run {
    struct x12_scan *scan;
    struct span spans[MAX + X12_SPAN_SLACK];
    struct x12_segment segment;
};

static void start(struct run *run, const struct x12_delims *delims, enum x12_scanner way, const char *text, uint32_t len)
{
    run->scan = x12_scan_new();
    (void)x12_scan_use(run->scan, way);
    x12_scan_delims(run->scan, delims);
    x12_scan_text(run->scan, text, len);
}

/* The next segment of a text that comes in pieces; it is whole, or the last. */
static bool next_in_pieces(struct run *run, const char *text, uint32_t len, uint32_t *have, uint32_t piece)
{
    for (;;) {
        x12_scan_text(run->scan, text, *have);
        bool found = x12_scan_next(run->scan, run->spans, MAX, &run->segment);
        if ((found && run->segment.whole) || *have == len) return found;
        *have = len - *have > piece ? *have + piece : len;
    }
}

static void check_segment(const struct run *run, uint32_t from, uint32_t len)
{
    const struct x12_segment *s = &run->segment;
    uint32_t at = s->off;
    must(s->off >= from && s->len >= 1 && s->off + s->len <= s->next && s->next <= len && s->n_spans >= 1 && s->n_spans <= MAX);
    for (unsigned k = 0; k < s->n_spans; k++) {
        struct span span = run->spans[k];
        if (span_is_absent(span)) {
            must(span.len == 0 && k > 0);
            continue;
        }
        must(span.off >= at && (s->too_many || span.off + span.len <= s->off + s->len));
        at = span.off + span.len;
    }
}

static void check_same(const struct run *a, const struct run *b)
{
    const struct x12_segment *s = &a->segment, *t = &b->segment;
    must(s->off == t->off && s->len == t->len && s->next == t->next && s->n_spans == t->n_spans && s->too_many == t->too_many);
    must(s->odd_bytes == t->odd_bytes && s->broken == t->broken && s->whole == t->whole && s->oddities == t->oddities);
    must(memcmp(a->spans, b->spans, a->segment.n_spans * sizeof *a->spans) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2) return 0;
    const char *terminator = terminators[data[0] % (sizeof terminators / sizeof *terminators)];
    struct x12_delims delims = { .element = '*', .component = '>', .terminator_len = (uint8_t)strlen(terminator) };
    memcpy(delims.terminator, terminator, delims.terminator_len);
    uint32_t len = (uint32_t)size - 2, piece = 1u + data[1], have = 0, last = 0;
    char *text = malloc(len ? len : 1);
    memcpy(text, data + 2, len);
    struct run plain, sse2, avx2, avx512, pieces;
    start(&plain, &delims, X12_SCANNER_PLAIN, text, len);
    start(&sse2, &delims, X12_SCANNER_SSE2, text, len);
    start(&avx2, &delims, X12_SCANNER_AVX2, text, len);
    start(&avx512, &delims, X12_SCANNER_AVX512, text, len);
    start(&pieces, &delims, X12_SCANNER_AUTO, text, 0);
    plain.segment.whole = true;
    while (plain.segment.whole && x12_scan_next(plain.scan, plain.spans, MAX, &plain.segment)) {
        check_segment(&plain, last, len);
        last = plain.segment.next;
        must(x12_scan_next(sse2.scan, sse2.spans, MAX, &sse2.segment));
        must(x12_scan_next(avx2.scan, avx2.spans, MAX, &avx2.segment));
        must(x12_scan_next(avx512.scan, avx512.spans, MAX, &avx512.segment));
        must(next_in_pieces(&pieces, text, len, &have, piece));
        check_same(&plain, &sse2);
        check_same(&plain, &avx2);
        check_same(&plain, &avx512);
        check_same(&plain, &pieces);
    }
    x12_scan_free(plain.scan);
    x12_scan_free(sse2.scan);
    x12_scan_free(avx2.scan);
    x12_scan_free(avx512.scan);
    x12_scan_free(pieces.scan);
    free(text);
    return 0;
}
