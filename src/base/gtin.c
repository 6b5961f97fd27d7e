/* gtin.c - GS1 check digits and the 14-digit form.
 *
 * Digits only: blanks, hyphens and a spreadsheet's "5.01E+12" are the caller's finding, never repaired here. */
#include "base/gtin.h"

#include "base/digits.h"

static bool all_digits(slice s)
{
    bool digits = true;
    for (size_t i = 0; i < s.len; i++) digits &= (unsigned)(unsigned char)s.ptr[i] - '0' <= 9;
    return digits;
}

/* Weights 3, 1, 3 … from the right, the rightmost being the digit beside the check digit. */
char gs1_check_digit(slice digits)
{
    const unsigned char *first = (const unsigned char *)digits.ptr, *at = first + digits.len;
    unsigned once = 0, thrice = 0;
    for (; at - first >= 2; at -= 2) {
        thrice += at[-1] - '0';
        once += at[-2] - '0';
    }
    if (at > first) thrice += at[-1] - '0';
    return (char)('0' + (10 - (3 * thrice + once) % 10) % 10);
}

/* The digits of a word, weighted 1, 3, 1 … from its last byte: pairs of neighbours, in four parts to be added up. */
static uint64_t weighted(uint64_t word)
{
    return (word >> 8 & 0x000F000F000F000Fu) + 3 * (word & 0x000F000F000F000Fu);
}

/* With the check digit, whose own weight is 1, all of them add up to tens. */
bool gs1_check(slice digits)
{
    size_t n = digits.len;
    if (n != 8 && n != 12 && n != 13 && n != 14 && n != 18) return false;
    /* Three words, which overlap, hold all of up to 18. */
    const char *p = digits.ptr;
    const uint64_t first = load8(p), middle = load8(p + n - 8 - (n == 18 ? 8 : 0)), last = load8(p + n - 8);
    if (non_digits(first) | non_digits(middle) | non_digits(last)) return false;
    uint64_t parts = weighted(last) + (n == 18 ? weighted(middle) : 0);
    if (n % 8) parts += weighted(first << (64 - 8 * (n % 8)));         /* what stands before the whole words */
    return (parts * 0x0001000100010001u >> 48) % 10 == 0;
}

/* An ISBN-10's last character is its own check (mod 11); the EAN has a fresh one. */
static bool isbn10(slice code, char out[14])
{
    char last = code.ptr[9];
    if (!all_digits(slice_sub(code, 0, 9))) return false;
    if (!(last >= '0' && last <= '9') && last != 'X' && last != 'x') return false;
    memcpy(out, "0978", 4);
    memcpy(out + 4, code.ptr, 9);
    out[13] = gs1_check_digit((slice){ out, 13 });
    return true;
}

bool gtin14(slice code, char out[14])
{
    if (code.len == 10) return isbn10(code, out);
    if (code.len != 8 && (code.len < 12 || code.len > 14)) return false;
    if (!all_digits(code)) return false;
    size_t pad = 14 - code.len;
    memset(out, '0', pad);
    memcpy(out + pad, code.ptr, code.len);
    return true;
}
