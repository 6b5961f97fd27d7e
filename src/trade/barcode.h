/* barcode.h - one number for each bar code, and what spreadsheets do to them. */
#ifndef TRADE_BARCODE_H
#define TRADE_BARCODE_H

#include "base/slice.h"

enum barcode_state { BARCODE_FINE, BARCODE_WRONG_CHECK, BARCODE_NONE /* not a bar code number at all */ };

/* GTIN-8, -12, -13, -14 or ISBN-10 (trimmed) as the value of its 14 digits, so that EAN 0… and UPC are equal.  False when it is no bar code
   number at all.  The check digit is not looked at. */
bool barcode_number(slice value, uint64_t *key);
/* The same with the check digit.  *key is set unless NONE. */
enum barcode_state barcode_key(slice value, uint64_t *key);

/* What a spreadsheet did to a text that was all digits, in words, or null: "5.01235E+12", "5012345000015.0". */
const char *spreadsheet_damage(slice value);
/* The same for bar codes only: a number that is right once its leading zeros are back. */
const char *barcode_damage(slice value);

#endif
