/* write_text.h - a tree written as lines of text.  Inside record/ only; record_write chooses. */
#ifndef RECORD_WRITE_TEXT_H
#define RECORD_WRITE_TEXT_H

#include "record/plan.h"

/* As record_write. */
bool text_write(const struct record_writer *w, const struct tree *tree, struct buf *out, const struct record_places *places, struct diags *diags);

#endif
