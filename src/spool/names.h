/* names.h - claim names, FOLDER@STAMP-RANDOM@NAME.  Private to spool/. */
#ifndef SPOOL_NAMES_H
#define SPOOL_NAMES_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"

/* At most 255 bytes; a name that does not fit is cut short. */
slice claim_name(struct arena *arena, slice folder, slice name, instant now, uint64_t random);
/* When it was claimed, as text that sorts; empty when this is no claim. */
slice claim_stamp(slice claim);

#endif
