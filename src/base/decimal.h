/* decimal.h - exact decimals for money and quantity: coefficient x 10^-scale.  No binary fractions anywhere.
 *
 * The coefficient is 64 bits, so 18 digits always fit; every operation that could leave that range returns false and its result must not
 * be used.  Scale is 0…18. */
#ifndef BASE_DECIMAL_H
#define BASE_DECIMAL_H

#include "base/slice.h"

typedef struct decimal {
    int64_t coef;
    uint8_t scale;
} decimal;

enum rounding { ROUND_EXACT /* refuse to lose a digit */, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_DOWN, ROUND_UP };
enum { DECIMAL_MAX_TEXT = 24 };

static inline decimal decimal_int(int64_t v) { return (decimal){ v, 0 }; }

/* X12 R or plain text: [-]digits[.digits] or [-].digits; no exponent, no grouping, no blanks. */
bool decimal_parse(slice text, decimal *out);
/* Shortest exact text, no trailing zeros after the point ("18.5"), into `text`, NUL-terminated; returns its length. */
size_t decimal_format(decimal d, char text[DECIMAL_MAX_TEXT]);
/* With exactly `scale` places ("18.50"); the value must fit that scale (decimal_round first). */
size_t decimal_format_fixed(decimal d, unsigned scale, char text[DECIMAL_MAX_TEXT]);
bool decimal_add(decimal a, decimal b, decimal *out);
bool decimal_sub(decimal a, decimal b, decimal *out);
bool decimal_mul(decimal a, decimal b, decimal *out);
/* a / b to `scale` places with `mode`; false on division by zero, overflow, or ROUND_EXACT with a remainder. */
bool decimal_div(decimal a, decimal b, unsigned scale, enum rounding mode, decimal *out);
/* To exactly `scale` places; more places than it has are filled with zeros. */
bool decimal_round(decimal d, unsigned scale, enum rounding mode, decimal *out);
int decimal_cmp(decimal a, decimal b);
bool decimal_is_whole(decimal d);
decimal decimal_normal(decimal d);        /* without trailing zeros */
decimal decimal_abs(decimal d);

#endif
