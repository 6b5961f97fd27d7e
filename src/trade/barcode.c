/* barcode.c - reading bar code numbers the way they are compared.
 *
 * Nothing is repaired here: a damaged number is named, because digits that a spreadsheet rounded away cannot be guessed, and a leading zero put
 * back by us would make two rows equal that their owner thinks different. */
#include "trade/barcode.h"

#include "base/digits.h"
#include "base/gtin.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t digits_from(slice s, size_t at)
{
    size_t n = 0;
    while (at + n < s.len && is_digit(s.ptr[at + n])) n++;
    return n;
}

/* Weights 10 … 1; X stands for ten and only at the end. */
static bool isbn10_check(slice code)
{
    unsigned sum = 0;
    for (unsigned i = 0; i < 10; i++) {
        const char c = code.ptr[i];
        const unsigned digit = is_digit(c) ? (unsigned)(c - '0') : 10;
        sum += (10 - i) * digit;
    }
    return sum % 11 == 0;
}

/* Eight to fourteen: the first eight, and the rest, which are the last bytes of the word that ends with them. */
static bool digits_join(slice value, uint64_t *out)
{
    static const uint32_t tens[] = { 1, 10, 100, 1000, 10000, 100000, 1000000 };
    const uint32_t rest = (uint32_t)value.len - WORD_BYTES;
    const uint64_t first = load8(value.ptr), last = load8(value.ptr + rest);
    *out = (uint64_t)digits_number(first, WORD_BYTES) * tens[rest] + (rest ? digits_number(last, rest) : 0);
    return (non_digits(first) | non_digits(last)) == 0;
}

/* Zeros are a filler, though their check digit is right. */
bool barcode_number(slice value, uint64_t *key)
{
    char isbn[14];
    if (value.len == 10) {
        if (!gtin14(value, isbn)) return false;
        value = (slice){ isbn, sizeof isbn };
    }
    const bool is_length = value.len == 8 || (value.len >= 12 && value.len <= 14);
    return is_length && digits_join(value, key) && *key != 0;
}

enum barcode_state barcode_key(slice value, uint64_t *key)
{
    if (!barcode_number(value, key)) return BARCODE_NONE;
    return (value.len == 10 ? isbn10_check(value) : gs1_check(value)) ? BARCODE_FINE : BARCODE_WRONG_CHECK;
}

static bool is_scientific(slice s)
{
    size_t at = digits_from(s, 0);
    if (at == 0) return false;
    if (at < s.len && (s.ptr[at] == '.' || s.ptr[at] == ',')) at += 1 + digits_from(s, at + 1);
    /* Spreadsheets always write the sign; without it this may be somebody's article number. */
    if (at + 3 > s.len || (s.ptr[at] != 'E' && s.ptr[at] != 'e') || s.ptr[at + 1] != '+') return false;
    return at + 2 + digits_from(s, at + 2) == s.len;
}

static bool is_point_zero(slice s)
{
    const size_t n = digits_from(s, 0);
    if (n == 0 || n + 2 > s.len || s.ptr[n] != '.') return false;
    for (size_t i = n + 1; i < s.len; i++) {
        if (s.ptr[i] != '0') return false;
    }
    return true;
}

const char *spreadsheet_damage(slice value)
{
    if (is_scientific(value)) return "digits rounded away";
    if (is_point_zero(value)) return "\".0\" at the end";
    return NULL;
}

const char *barcode_damage(slice value)
{
    const char *damage = spreadsheet_damage(value);
    if (damage || value.len < 6 || value.len > 11 || value.len == 8 || digits_from(value, 0) != value.len) return damage;
    char padded[12] = "000000000000";
    const size_t len = value.len == 7 || value.len == 6 ? 8 : 12;
    memcpy(padded + len - value.len, value.ptr, value.len);
    return gs1_check((slice){ padded, len }) ? "leading zeros lost" : NULL;
}
