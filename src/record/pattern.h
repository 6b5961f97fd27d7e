/* pattern.h - days and times by a layout's pattern ("dd/MM/yyyy", "HHmmss"), from and to the one form they have in trees: CCYYMMDD, HHMM or
 * HHMMSS.  Inside record/ only. */
#ifndef RECORD_PATTERN_H
#define RECORD_PATTERN_H

#include "base/slice.h"

enum { PATTERN_ROOM = 40 };

/* False when the text is not of that pattern, or no day or time. */
bool pattern_read(slice pattern, slice text, char out[PATTERN_ROOM], size_t *len);
/* False when `text` is no CCYYMMDD, HHMM or HHMMSS that the pattern can tell whole. */
bool pattern_write(slice pattern, slice text, char out[PATTERN_ROOM], size_t *len);

#endif
