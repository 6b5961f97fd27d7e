/* encode.h - text of a file in one of the three character sets of layouts, from and to UTF-8.  Inside record/ only. */
#ifndef RECORD_ENCODE_H
#define RECORD_ENCODE_H

#include "base/charset.h"

const char *encode_name(enum charset charset);
/* Append as UTF-8; false, and *bad the offset, at the first byte that is no character. */
bool encode_read(struct buf *out, slice bytes, enum charset charset, size_t *bad);
/* Append UTF-8 text in the character set; false, and *bad the character, at the first that does not exist there. */
bool encode_write(struct buf *out, slice text, enum charset charset, uint32_t *bad);
/* Can the character stand in a record at all?  Not control characters but tab and line ends, and not U+FFFD, the scar of a damaged byte. */
bool encode_is_text(uint32_t c);
/* Characters of UTF-8 text. */
size_t encode_length(slice text);
/* Bytes of the first `n` characters of `text`, or all. */
size_t encode_prefix(slice text, size_t n, enum charset charset);

#endif
