/* date.h - calendar dates and UTC instants, without the C library's time zones.  Gregorian, years 0001…9999. */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include "base/slice.h"

typedef struct date {
    int16_t year;
    uint8_t month, day;
} date;

bool date_is_valid(date d);
/* CCYYMMDD. */
bool date_parse8(slice text, date *out);
/* YYMMDD; 00…69 is 20YY, 70…99 is 19YY. */
bool date_parse6(slice text, date *out);
/* YYYY-MM-DD. */
bool date_parse_iso(slice text, date *out);
/* Days since 1970-01-01, for comparing and adding. */
int32_t date_days(date d);
date date_from_days(int32_t days);
/* By pattern of yyyy yy MM dd and literals, e.g. "dd/MM/yyyy"; false when the pattern is unusable or over 32 bytes. */
bool date_format(date d, slice pattern, char out[33], size_t *len);
/* HHMM, HHMMSS, HHMMSSD, HHMMSSDD. */
bool time_is_valid(slice text);

/* An instant: microseconds since 1970-01-01T00:00:00Z. */
typedef int64_t instant;
date instant_date(instant t);
/* "20261123T031500Z" (16 bytes). */
void instant_compact(instant t, char out[17]);
/* "2026-11-23T03:15:00Z". */
void instant_iso(instant t, char out[21]);
/* The clock.  In tests CROSSDOCK_FAKE_TIME (seconds) is read only by builds with test hooks. */
instant clock_now(void);
/* Monotonic microseconds, for durations. */
int64_t clock_ticks(void);

#endif
