/* barcode.c - reading bar code numbers the way they are compared.
 *
 * Nothing is repaired here: a damaged number is named, because digits that a spreadsheet rounded away cannot be guessed, and a leading zero put
 * back by us would make two rows equal that their owner thinks different. */
#include "trade/barcode.h"

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

/* Eight digits at once: all are digits when neither they nor they plus six leave the row of '0'; then neighbours are put together, first to pairs,
   then to fours, then to eight.  The word is made by hand, so that the order of bytes in memory does not matter. */
static bool eight_digits(const char *text, uint64_t *out)
{
    const unsigned char *p = (const unsigned char *)text;
    uint64_t w = (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 | (uint64_t)p[3] << 24 | (uint64_t)p[4] << 32 | (uint64_t)p[5] << 40 |
                 (uint64_t)p[6] << 48 | (uint64_t)p[7] << 56;
    const uint64_t high = 0xf0f0f0f0f0f0f0f0u, zeros = 0x3030303030303030u, sixes = 0x0606060606060606u;
    if ((w & high) != zeros || ((w + sixes) & high) != zeros) return false;
    w -= zeros;
    w = w * 10 + (w >> 8);
    *out = ((w & 0x000000ff000000ffu) * 0x000f424000000064u + ((w >> 16) & 0x000000ff000000ffu) * 0x0000271000000001u) >> 32;
    return true;
}

/* The first eight at once, the rest (none to six) one by one. */
static bool digits_number(slice value, uint64_t *out)
{
    uint64_t number;
    if (!eight_digits(value.ptr, &number)) return false;
    for (size_t i = 8; i < value.len; i++) {
        if (!is_digit(value.ptr[i])) return false;
        number = number * 10 + (uint64_t)(value.ptr[i] - '0');
    }
    *out = number;
    return true;
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
    return is_length && digits_number(value, key) && *key != 0;
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
