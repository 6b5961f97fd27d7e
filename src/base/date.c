/* date.c - calendar arithmetic, texts of dates, and the two clocks.
 *
 * The calendar is counted from 1 March, so that the leap day is a year's last and needs no case of its own; a cycle of 400 years has
 * 146,097 days.  No C library time zone is asked: everything is UTC. */
#include "base/date.h"

#include <stdlib.h>
#include <time.h>

enum {
    DAYS_400_YEARS = 146097,
    DAYS_TO_1970 = 719468,          /* from 0000-03-01 to 1970-01-01 */
    FIRST_DAY = -719162,            /* 0001-01-01 */
    LAST_DAY = 2932896,             /* 9999-12-31 */
    SECONDS_PER_DAY = 86400
};
static const int64_t US_PER_SECOND = 1000000;

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

bool date_is_valid(date d)
{
    static const uint8_t days[13] = { 0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    if (d.year < 1 || d.year > 9999 || d.month < 1 || d.month > 12 || d.day < 1) return false;
    return d.day <= days[d.month] + (d.month == 2 && is_leap(d.year));
}

/* `n` digits as a number, or -1. */
static int number(const char *p, unsigned n)
{
    int value = 0;
    for (unsigned i = 0; i < n; i++) {
        if (p[i] < '0' || p[i] > '9') return -1;
        value = value * 10 + (p[i] - '0');
    }
    return value;
}

static bool make(int year, int month, int day, date *out)
{
    if (year < 0 || month < 0 || day < 0) return false;
    date d = { (int16_t)year, (uint8_t)month, (uint8_t)day };
    if (!date_is_valid(d)) return false;
    *out = d;
    return true;
}

bool date_parse8(slice text, date *out)
{
    return text.len == 8 && make(number(text.ptr, 4), number(text.ptr + 4, 2), number(text.ptr + 6, 2), out);
}

bool date_parse6(slice text, date *out)
{
    if (text.len != 6) return false;
    int year = number(text.ptr, 2);
    if (year < 0) return false;
    return make(year < 70 ? 2000 + year : 1900 + year, number(text.ptr + 2, 2), number(text.ptr + 4, 2), out);
}

bool date_parse_iso(slice text, date *out)
{
    if (text.len != 10 || text.ptr[4] != '-' || text.ptr[7] != '-') return false;
    return make(number(text.ptr, 4), number(text.ptr + 5, 2), number(text.ptr + 8, 2), out);
}

int32_t date_days(date d)
{
    int year = d.year - (d.month <= 2), month = d.month > 2 ? d.month - 3 : d.month + 9;     /* March is month 0 */
    int cycle = (year >= 0 ? year : year - 399) / 400, of_cycle = year - cycle * 400;
    int of_year = (153 * month + 2) / 5 + d.day - 1;                /* months from March have 31 30 31 30 31 days, then again */
    return cycle * DAYS_400_YEARS + of_cycle * 365 + of_cycle / 4 - of_cycle / 100 + of_year - DAYS_TO_1970;
}

date date_from_days(int32_t days)
{
    if (days < FIRST_DAY || days > LAST_DAY) return (date){ 0, 0, 0 };
    int since = days + DAYS_TO_1970;
    int cycle = (since >= 0 ? since : since - (DAYS_400_YEARS - 1)) / DAYS_400_YEARS, of_cycle = since - cycle * DAYS_400_YEARS;
    int year = (of_cycle - of_cycle / 1460 + of_cycle / 36524 - of_cycle / 146096) / 365;
    int of_year = of_cycle - (365 * year + year / 4 - year / 100);
    int month = (5 * of_year + 2) / 153;
    int day = of_year - (153 * month + 2) / 5 + 1;
    month = month < 10 ? month + 3 : month - 9;
    return (date){ (int16_t)(cycle * 400 + year + (month <= 2)), (uint8_t)month, (uint8_t)day };
}

/* ---- texts ---- */

static char *put(char *to, unsigned value, unsigned digits)
{
    for (unsigned i = digits; i-- > 0; value /= 10) to[i] = (char)('0' + value % 10);
    return to + digits;
}

/* The part of a pattern at its front: how many pattern bytes it is (0: unusable), its value, its digits. */
static unsigned pattern_part(date d, slice rest, unsigned *value, unsigned *digits)
{
    static const slice parts[] = { { "yyyy", 4 }, { "yy", 2 }, { "MM", 2 }, { "dd", 2 } };
    const unsigned values[] = { (unsigned)d.year, (unsigned)d.year % 100, d.month, d.day };
    const char c = rest.ptr[0];
    *digits = 0;
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))) return 1;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (c != parts[i].ptr[0] || !slice_starts(rest, parts[i])) continue;
        *value = values[i];
        *digits = (unsigned)parts[i].len;       /* as many as its letters */
        return *digits;
    }
    return 0;
}

bool date_format(date d, slice pattern, char out[33], size_t *len)
{
    size_t n = 0;
    if (!date_is_valid(d) || pattern.len == 0) return false;
    while (pattern.len > 0) {
        unsigned value = 0, digits = 0;
        unsigned taken = pattern_part(d, pattern, &value, &digits);
        if (taken == 0 || n + taken > 32) return false;
        if (digits > 0)
            (void)put(out + n, value, digits);
        else
            out[n] = pattern.ptr[0];
        n += taken;                 /* a part is as long as its text */
        pattern = slice_sub(pattern, taken, pattern.len);
    }
    out[n] = 0;
    *len = n;
    return true;
}

bool time_is_valid(slice text)
{
    if (text.len != 4 && (text.len < 6 || text.len > 8)) return false;
    if (number(text.ptr, (unsigned)text.len) < 0) return false;
    if (number(text.ptr, 2) > 23 || number(text.ptr + 2, 2) > 59) return false;
    return text.len == 4 || number(text.ptr + 4, 2) <= 59;
}

/* ---- instants ---- */

/* Seconds, rounded towards the past. */
static int64_t seconds(instant t)
{
    return t / US_PER_SECOND - (t % US_PER_SECOND < 0);
}

static int64_t day_number(int64_t s)
{
    return s / SECONDS_PER_DAY - (s % SECONDS_PER_DAY < 0);
}

date instant_date(instant t)
{
    int64_t day = day_number(seconds(t));
    return day < FIRST_DAY || day > LAST_DAY ? (date){ 0, 0, 0 } : date_from_days((int32_t)day);
}

/* Date and time with `dash` and `colon` between their parts, or nothing between. */
static void put_instant(instant t, char *out, char dash, char colon)
{
    date d = instant_date(t);
    int64_t s = seconds(t);
    unsigned of_day = (unsigned)(s - day_number(s) * SECONDS_PER_DAY);
    out = put(out, (unsigned)d.year, 4);
    if (dash) *out++ = dash;
    out = put(out, d.month, 2);
    if (dash) *out++ = dash;
    out = put(out, d.day, 2);
    *out++ = 'T';
    out = put(out, of_day / 3600, 2);
    if (colon) *out++ = colon;
    out = put(out, of_day / 60 % 60, 2);
    if (colon) *out++ = colon;
    out = put(out, of_day % 60, 2);
    *out++ = 'Z';
    *out = 0;
}

void instant_compact(instant t, char out[17]) { put_instant(t, out, 0, 0); }
void instant_iso(instant t, char out[21]) { put_instant(t, out, '-', ':'); }

#ifdef CROSSDOCK_TEST_HOOKS
static bool fake_time(instant *out)
{
    uint64_t value;
    const char *text = getenv("CROSSDOCK_FAKE_TIME");
    if (!text || !slice_to_u64(slice_of(text), 253402300799u, &value)) return false;     /* the last second of 9999 */
    *out = (instant)value * US_PER_SECOND;
    return true;
}
#endif

instant clock_now(void)
{
    struct timespec now;
#ifdef CROSSDOCK_TEST_HOOKS
    instant fake;
    if (fake_time(&fake)) return fake;
#endif
    (void)clock_gettime(CLOCK_REALTIME, &now);      /* cannot fail for this clock */
    return (instant)now.tv_sec * US_PER_SECOND + now.tv_nsec / 1000;
}

int64_t clock_ticks(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * US_PER_SECOND + now.tv_nsec / 1000;
}
