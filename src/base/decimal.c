/* decimal.c - exact arithmetic on coefficient x 10^-scale.
 *
 * Every operation works in 128 bits, where two coefficients brought to a common scale always fit, and comes back to 64 through fit(), the
 * one place that decides what is out of range.  The coefficient stays within ±(2^63 - 1), so negating is always safe. */
#include "base/decimal.h"

#include "base/must.h"

__extension__ typedef __int128 wide;

enum { MAX_SCALE = 18 };

static const int64_t tens[MAX_SCALE + 1] = {
    1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000, 100000000000, 1000000000000, 10000000000000,
    100000000000000, 1000000000000000, 10000000000000000, 100000000000000000, 1000000000000000000
};

/* Back to 64 bits and MAX_SCALE, dropping trailing zeros only when that is needed. */
static bool fit(wide coef, unsigned scale, decimal *out)
{
    while (scale > MAX_SCALE || coef > INT64_MAX || coef < -INT64_MAX) {
        if (scale == 0 || coef % 10 != 0) return false;
        coef /= 10;
        scale--;
    }
    *out = (decimal){ (int64_t)coef, (uint8_t)scale };
    return true;
}

/* ---- text ---- */

/* Nearly every number: so short that no sum can overflow, read in one pass.  No sign. */
static bool parse_short(slice text, uint64_t *value, size_t *scale)
{
    const char *at = text.ptr, *end = text.ptr + text.len;
    uint64_t v = 0;
    unsigned digit;
    for (; at < end && (digit = (unsigned)(unsigned char)*at - '0') <= 9; at++) v = v * 10 + digit;
    *scale = 0;
    if (at < end) {
        if (*at++ != '.' || at == end) return false;
        *scale = (size_t)(end - at);
        for (; at < end && (digit = (unsigned)(unsigned char)*at - '0') <= 9; at++) v = v * 10 + digit;
    }
    *value = v;
    return at == end && text.len > 0;
}

/* Digits into *value; false at another byte or past 63 bits (leading zeros do not count). */
static bool digits_add(slice s, uint64_t *value)
{
    uint64_t v = *value;
    for (size_t i = 0; i < s.len; i++) {
        unsigned digit = (unsigned)(unsigned char)s.ptr[i] - '0';
        if (digit > 9) return false;
        if (v > ((uint64_t)INT64_MAX - digit) / 10) return false;
        v = v * 10 + digit;
    }
    *value = v;
    return true;
}

/* Zeros at the end of a fraction say nothing; without them a long one may fit. */
static bool parse_long(slice text, uint64_t *value, size_t *scale)
{
    size_t point = slice_find(text, '.');
    slice whole = slice_sub(text, 0, point), part = slice_sub(text, point + 1, text.len);
    if (point < text.len && part.len == 0) return false;
    *value = 0;
    if (!digits_add(whole, value)) return false;
    uint64_t before = *value;
    *scale = part.len;
    if (part.len <= MAX_SCALE && digits_add(part, value)) return true;
    while (part.len > 0 && part.ptr[part.len - 1] == '0') part.len--;
    *value = before;
    *scale = part.len;
    return part.len <= MAX_SCALE && digits_add(part, value);
}

bool decimal_parse(slice text, decimal *out)
{
    uint64_t value;
    size_t scale;
    bool negative = text.len > 0 && text.ptr[0] == '-';
    if (negative) text = slice_sub(text, 1, text.len);
    if (!(text.len <= MAX_SCALE ? parse_short(text, &value, &scale) : parse_long(text, &value, &scale))) return false;
    *out = (decimal){ negative ? -(int64_t)value : (int64_t)value, (uint8_t)scale };
    return true;
}

/* Sign, digits, point; `coef` has `scale` places. */
static size_t put(uint64_t value, bool negative, unsigned scale, char text[DECIMAL_MAX_TEXT])
{
    unsigned digits = 1;
    for (uint64_t rest = value; rest >= 10; rest /= 10) digits++;
    if (digits <= scale) digits = scale + 1;
    size_t len = digits + negative + (scale > 0);
    char *at = text + len;                  /* from the right */
    *at = 0;
    for (unsigned place = 0; place < digits; place++, value /= 10) {
        if (place == scale && scale > 0) *--at = '.';
        *--at = (char)('0' + value % 10);
    }
    if (negative) *--at = '-';
    return len;
}

static uint64_t magnitude(int64_t v)
{
    return v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
}

size_t decimal_format(decimal d, char text[DECIMAL_MAX_TEXT])
{
    d = decimal_normal(d);
    return put(magnitude(d.coef), d.coef < 0, d.scale, text);
}

size_t decimal_format_fixed(decimal d, unsigned scale, char text[DECIMAL_MAX_TEXT])
{
    must(decimal_round(d, scale, ROUND_EXACT, &d));
    return put(magnitude(d.coef), d.coef < 0, scale, text);
}

/* ---- arithmetic ---- */

/* Both coefficients at the larger scale: at most 2^63 * 10^18, well inside 128 bits. */
static unsigned align(decimal a, decimal b, wide *x, wide *y)
{
    unsigned scale = a.scale > b.scale ? a.scale : b.scale;
    *x = (wide)a.coef * tens[scale - a.scale];
    *y = (wide)b.coef * tens[scale - b.scale];
    return scale;
}

bool decimal_add(decimal a, decimal b, decimal *out)
{
    wide x, y;
    unsigned scale = align(a, b, &x, &y);
    return fit(x + y, scale, out);
}

bool decimal_sub(decimal a, decimal b, decimal *out)
{
    wide x, y;
    unsigned scale = align(a, b, &x, &y);
    return fit(x - y, scale, out);
}

bool decimal_mul(decimal a, decimal b, decimal *out)
{
    return fit((wide)a.coef * b.coef, (unsigned)a.scale + b.scale, out);
}

/* Must the quotient's last digit go up (away from zero)?  `rest` < `by`, both positive, rest > 0. */
static bool goes_up(wide rest, wide by, bool odd, enum rounding mode)
{
    switch (mode) {
    case ROUND_UP: return true;
    case ROUND_HALF_UP: return rest * 2 >= by;
    case ROUND_HALF_EVEN: return rest * 2 > by || (rest * 2 == by && odd);
    case ROUND_DOWN:
    case ROUND_EXACT: break;
    }
    return false;
}

static bool divide(wide num, wide den, enum rounding mode, wide *out)
{
    bool negative = (num < 0) != (den < 0);
    if (num < 0) num = -num;
    if (den < 0) den = -den;
    wide quotient = num / den, rest = num % den;
    if (rest != 0 && mode == ROUND_EXACT) return false;
    if (rest != 0 && goes_up(rest, den, quotient % 2 != 0, mode)) quotient++;
    *out = negative ? -quotient : quotient;
    return true;
}

/* A result of exactly `scale` places, or nothing. */
static bool fit_at(wide coef, unsigned scale, decimal *out)
{
    if (coef > INT64_MAX || coef < -INT64_MAX) return false;
    *out = (decimal){ (int64_t)coef, (uint8_t)scale };
    return true;
}

bool decimal_div(decimal a, decimal b, unsigned scale, enum rounding mode, decimal *out)
{
    must(scale <= MAX_SCALE);
    if (b.coef == 0) return false;
    wide num = a.coef, den = b.coef, quotient;
    int shift = (int)scale + b.scale - a.scale;
    if (shift < 0) den *= tens[-shift];
    /* A numerator past 128 bits means a quotient past 64: no divisor is larger than 2^63. */
    for (; shift > 0; shift -= MAX_SCALE)
        if (__builtin_mul_overflow(num, (wide)tens[shift < MAX_SCALE ? shift : MAX_SCALE], &num)) return false;
    return divide(num, den, mode, &quotient) && fit_at(quotient, scale, out);
}

bool decimal_round(decimal d, unsigned scale, enum rounding mode, decimal *out)
{
    must(scale <= MAX_SCALE);
    if (scale >= d.scale) return fit_at((wide)d.coef * tens[scale - d.scale], scale, out);
    wide quotient;
    return divide(d.coef, tens[d.scale - scale], mode, &quotient) && fit_at(quotient, scale, out);
}

int decimal_cmp(decimal a, decimal b)
{
    wide x, y;
    (void)align(a, b, &x, &y);
    return (x > y) - (x < y);
}

bool decimal_is_whole(decimal d)
{
    return d.coef % tens[d.scale] == 0;
}

decimal decimal_normal(decimal d)
{
    while (d.scale > 0 && d.coef % 10 == 0) {
        d.coef /= 10;
        d.scale--;
    }
    return d;
}

decimal decimal_abs(decimal d)
{
    if (d.coef < 0) d.coef = -d.coef;
    return d;
}
