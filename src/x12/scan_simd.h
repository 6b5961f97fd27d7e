/* scan_simd.h - one block of text into three lists of positions: delimiters, terminators, odd bytes.  For scan_index.c.
 *
 * Each way of looking turns 64 bytes into three masks, and masks into positions; the rest is shared, so the ways can't differ in more.
 * Positions are spilled from a mask sixteen at a time, and terminators two, without asking how many there are, because that branch would be
 * wrong half of the time: 64 bytes of an order hold twelve delimiters, give or take four.  The lists therefore have slack behind their last
 * entry. */
#ifndef X12_SCAN_SIMD_H
#define X12_SCAN_SIMD_H

#include "x12/scan_state.h"

struct scan_masks {
    uint64_t delims, ends, odds;
};

#define SCAN_INLINE static inline __attribute__((always_inline))

/* Bits of a word, and the place of its lowest one (anything for 0), without instructions that a baseline machine may lack. */
SCAN_INLINE uint32_t count_plain(uint64_t m)
{
    m -= m >> 1 & UINT64_C(0x5555555555555555);
    m = (m & UINT64_C(0x3333333333333333)) + (m >> 2 & UINT64_C(0x3333333333333333));
    m = (m + (m >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f);
    return (uint32_t)(m * UINT64_C(0x0101010101010101) >> 56);
}

SCAN_INLINE uint32_t lowest_plain(uint64_t m)
{
    return (uint32_t)__builtin_ctzll(m | UINT64_C(1) << 63);
}

/* One position, whether there is one or not. */
#define SPILL(LOWEST, K) (to[K] = base + LOWEST(mask), mask &= mask - 1)
#define SPILL_4(LOWEST, K) (SPILL(LOWEST, K), SPILL(LOWEST, (K) + 1), SPILL(LOWEST, (K) + 2), SPILL(LOWEST, (K) + 3))

/* Makes spill_WAY: the positions of a mask's bits, upwards from `base`; how many. */
#define DEFINE_SPILL(WAY, ATTRIBUTES, COUNT, LOWEST)                                                                                       \
    ATTRIBUTES SCAN_INLINE uint32_t spill_##WAY(uint32_t *to, uint64_t mask, uint32_t base)                                                \
    {                                                                                                                                      \
        uint32_t n = COUNT(mask);                                                                                                          \
        SPILL_4(LOWEST, 0), SPILL_4(LOWEST, 4), SPILL_4(LOWEST, 8), SPILL_4(LOWEST, 12);                                                   \
        for (uint32_t done = 16; done < n; done += 8) SPILL_4(LOWEST, done), SPILL_4(LOWEST, done + 4);                                    \
        return n;                                                                                                                          \
    }

/* Makes, from masks_WAY and spill_WAY, a function index_WAY that indexes text[from..to).  The last part of fewer than 64 bytes is
   looked at in a copy, so that no byte past `to` is read; 'A' is never of interest, as delimiters are not letters.  A terminator's ordinal
   is the number of delimiters before it. */
#define DEFINE_WAY(WAY, ATTRIBUTES, COUNT)                                                                                                 \
    ATTRIBUTES SCAN_INLINE uint32_t ordinal_##WAY(uint64_t delims, uint64_t ends)                                                          \
    {                                                                                                                                      \
        return COUNT(delims & ((ends & -ends) - 1));                                                                                       \
    }                                                                                                                                      \
    ATTRIBUTES SCAN_INLINE void take_##WAY(struct scan_index *x, struct scan_masks m, uint32_t base)                                       \
    {                                                                                                                                      \
        uint64_t first = m.ends, second = first & (first - 1), rest = second & (second - 1);                                               \
        uint32_t *ends = x->ends + x->n_ends, n_pos = x->n_pos, n_ends = x->n_ends + COUNT(first);                                         \
        ends[0] = n_pos + ordinal_##WAY(m.delims, first);                                                                                  \
        ends[1] = n_pos + ordinal_##WAY(m.delims, second);                                                                                 \
        for (ends += 2; rest; rest &= rest - 1) *ends++ = n_pos + ordinal_##WAY(m.delims, rest);                                           \
        x->n_ends = n_ends;                                                                                                                \
        x->n_pos = n_pos + spill_##WAY(x->pos + n_pos, m.delims, base);                                                                    \
        if (m.odds) x->n_odds += spill_##WAY(x->odds + x->n_odds, m.odds, base);                                                           \
    }                                                                                                                                      \
    ATTRIBUTES static void index_##WAY(struct scan_index *x, const char *text, uint32_t from, uint32_t to, struct scan_bytes b)            \
    {                                                                                                                                      \
        for (; to - from >= 64; from += 64) take_##WAY(x, masks_##WAY(text + from, b), from);                                              \
        if (from == to) return;                                                                                                            \
        char tail[64];                                                                                                                     \
        memset(tail, 'A', sizeof tail);                                                                                                    \
        memcpy(tail, text + from, to - from);                                                                                              \
        take_##WAY(x, masks_##WAY(tail, b), from);                                                                                         \
    }

SCAN_INLINE struct scan_masks masks_plain(const char *p, struct scan_bytes b)
{
    struct scan_masks m = { 0 };
    for (unsigned i = 0; i < 64; i++) {
        uint64_t is_end = p[i] == b.end, is_delim = is_end | (p[i] == b.element);
        uint64_t is_odd = ((signed char)p[i] < 0x20) | (p[i] == b.inner[0]) | (p[i] == b.inner[1]);
        m.delims |= is_delim << i;
        m.ends |= is_end << i;
        m.odds |= (is_odd & ~is_delim) << i;
    }
    return m;
}
DEFINE_SPILL(plain, , count_plain, lowest_plain)
DEFINE_WAY(plain, , count_plain)

#if X12_HAVE_X86
/* Control bytes and bytes >= 0x80 are exactly those below 0x20 when bytes are signed: one compare finds both. */
SCAN_INLINE struct scan_masks masks_sse2(const char *p, struct scan_bytes b)
{
    const __m128i e = _mm_set1_epi8(b.element), t = _mm_set1_epi8(b.end), r = _mm_set1_epi8(b.inner[0]), c = _mm_set1_epi8(b.inner[1]);
    const __m128i space = _mm_set1_epi8(0x20);
    struct scan_masks m = { 0 };
    for (unsigned i = 0; i < 4; i++) {
        __m128i v = _mm_loadu_si128((const __m128i *)(const void *)(p + 16 * i));
        __m128i is_end = _mm_cmpeq_epi8(v, t), is_delim = _mm_or_si128(is_end, _mm_cmpeq_epi8(v, e));
        __m128i is_inner = _mm_or_si128(_mm_cmpeq_epi8(v, r), _mm_cmpeq_epi8(v, c));
        __m128i is_odd = _mm_andnot_si128(is_delim, _mm_or_si128(is_inner, _mm_cmplt_epi8(v, space)));
        m.delims |= (uint64_t)(uint32_t)_mm_movemask_epi8(is_delim) << (16 * i);
        m.ends |= (uint64_t)(uint32_t)_mm_movemask_epi8(is_end) << (16 * i);
        m.odds |= (uint64_t)(uint32_t)_mm_movemask_epi8(is_odd) << (16 * i);
    }
    return m;
}
DEFINE_SPILL(sse2, , count_plain, lowest_plain)
DEFINE_WAY(sse2, , count_plain)

#define AVX2 __attribute__((target("avx2,bmi,popcnt")))
#define COUNT_AVX2(m) ((uint32_t)__builtin_popcountll(m))
#define LOWEST_AVX2(m) ((uint32_t)_tzcnt_u64(m))
#define BITS_AVX2(v) ((uint64_t)(uint32_t)_mm256_movemask_epi8(v))
AVX2 SCAN_INLINE struct scan_masks masks_avx2(const char *p, struct scan_bytes b)
{
    const __m256i e = _mm256_set1_epi8(b.element), t = _mm256_set1_epi8(b.end), r = _mm256_set1_epi8(b.inner[0]), c = _mm256_set1_epi8(b.inner[1]);
    const __m256i space = _mm256_set1_epi8(0x20);
    __m256i v = _mm256_loadu_si256((const __m256i *)(const void *)p), w = _mm256_loadu_si256((const __m256i *)(const void *)(p + 32));
    __m256i v_end = _mm256_cmpeq_epi8(v, t), v_delim = _mm256_or_si256(v_end, _mm256_cmpeq_epi8(v, e));
    __m256i w_end = _mm256_cmpeq_epi8(w, t), w_delim = _mm256_or_si256(w_end, _mm256_cmpeq_epi8(w, e));
    __m256i v_inner = _mm256_or_si256(_mm256_cmpeq_epi8(v, r), _mm256_cmpeq_epi8(v, c));
    __m256i w_inner = _mm256_or_si256(_mm256_cmpeq_epi8(w, r), _mm256_cmpeq_epi8(w, c));
    __m256i v_odd = _mm256_andnot_si256(v_delim, _mm256_or_si256(v_inner, _mm256_cmpgt_epi8(space, v)));
    __m256i w_odd = _mm256_andnot_si256(w_delim, _mm256_or_si256(w_inner, _mm256_cmpgt_epi8(space, w)));
    return (struct scan_masks){
        .delims = BITS_AVX2(v_delim) | BITS_AVX2(w_delim) << 32, .ends = BITS_AVX2(v_end) | BITS_AVX2(w_end) << 32,
        .odds = BITS_AVX2(v_odd) | BITS_AVX2(w_odd) << 32
    };
}
DEFINE_SPILL(avx2, AVX2, COUNT_AVX2, LOWEST_AVX2)
DEFINE_WAY(avx2, AVX2, COUNT_AVX2)

/* Here masks come from the compare itself, and one instruction gathers the places of their bits. */
#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vbmi2,bmi,popcnt")))
AVX512 SCAN_INLINE struct scan_masks masks_avx512(const char *p, struct scan_bytes b)
{
    __m512i v = _mm512_loadu_si512(p);
    uint64_t is_end = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(b.end)), is_delim = is_end | _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(b.element));
    uint64_t inner = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(b.inner[0])) | _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(b.inner[1]));
    uint64_t is_odd = _mm512_cmplt_epi8_mask(v, _mm512_set1_epi8(0x20)) | inner;
    return (struct scan_masks){ .delims = is_delim, .ends = is_end, .odds = is_odd & ~is_delim };
}

AVX512 SCAN_INLINE uint32_t spill_avx512(uint32_t *to, uint64_t mask, uint32_t base)
{
    static const uint8_t places[64] = {
        0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
        32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63
    };
    uint32_t n = COUNT_AVX2(mask), done = 0;
    __m512i at = _mm512_maskz_compress_epi8(mask, _mm512_loadu_si512(places)), from = _mm512_set1_epi32((int)base);
    do {
        _mm512_storeu_si512(to + done, _mm512_add_epi32(_mm512_cvtepu8_epi32(_mm512_castsi512_si128(at)), from));
        at = _mm512_shuffle_i64x2(at, at, 0x39);        /* the next sixteen come first */
    } while ((done += 16) < n);
    return n;
}
DEFINE_WAY(avx512, AVX512, COUNT_AVX2)
#endif

#endif
