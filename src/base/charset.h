/* charset.h - UTF-8 and ISO-8859-1, the two character sets of this trade.  (windows-1252, which some records are in, is record/'s.) */
#ifndef BASE_CHARSET_H
#define BASE_CHARSET_H

#include "base/buf.h"

enum charset { CHARSET_AUTO /* valid UTF-8 is read as such, else ISO-8859-1 */, CHARSET_UTF8, CHARSET_LATIN1, CHARSET_WINDOWS_1252 /* records only */ };

bool utf8_is_valid(slice s);
bool ascii_only(slice s);
/* Next code point at *at (advanced); U+FFFD for a bad byte. */
uint32_t utf8_next(slice s, size_t *at);
void utf8_put(struct buf *out, uint32_t code_point);
void utf8_from_latin1(struct buf *out, slice s);

#endif
