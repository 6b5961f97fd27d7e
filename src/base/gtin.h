/* gtin.h - GS1 numbers: check digits and the one 14-digit form in which bar codes are compared.
 *
 * mod-10 with weights 3,1 from the right (GS1 General Specifications 7.9).  EAN-13 = "0" + UPC-12, so both pad to the same GTIN-14. */
#ifndef BASE_GTIN_H
#define BASE_GTIN_H

#include "base/slice.h"

/* Are these digits, 8, 12, 13, 14 or 18 of them, with the right check digit? */
bool gs1_check(slice digits);
/* The check digit for digits without one, '0'…'9'. */
char gs1_check_digit(slice digits);
/* Left-pad 8, 12, 13 or 14 digits to 14.  False when the length is none of these or a byte is no digit; the check digit is not looked at.  An
   ISBN-10 (9 digits and digit or X) becomes its 978 EAN. */
bool gtin14(slice code, char out[14]);

#endif
