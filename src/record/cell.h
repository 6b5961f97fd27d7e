/* cell.h - how a value fills a field of fixed width, both ways.  Inside record/ only. */
#ifndef RECORD_CELL_H
#define RECORD_CELL_H

#include "base/buf.h"
#include "schema/layout.h"

/* Without what fills: the part of `text` that is the value; zeros before a number stay for value_read. */
slice cell_strip(const struct layout_cell *c, slice text);
/* Append the value (UTF-8), filled to the width; false when it is too long, or what fills it could not be told from it. */
bool cell_fill(struct buf *out, const struct layout_cell *c, slice value, bool number);

#endif
