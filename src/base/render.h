/* render.h - findings for people and programs.
 *
 * diag_text() writes what a compiler would: place, severity, code, message; the line with a caret; a hint.  For X12 the place is
 * "FILE: ST 0001 segment 9 PO1, element 03 (byte 412)", with loop, repetition and component where they matter, for text files "FILE:LINE:COL".  Line and column are counted here, only when
 * something is shown.  Control characters of the input are shown as visible escapes, so that a partner's bytes cannot drive a terminal. */
#ifndef BASE_RENDER_H
#define BASE_RENDER_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/json.h"

/* The message with its arguments filled in, one line, no code. */
void diag_message(struct buf *out, const struct diag *diag);
void diag_hint(struct buf *out, const struct diag *diag);
/* "FILE:3:7" or "FILE: ST 0001 segment 9 PO1, element 03 (byte 412)". */
void diag_place(struct buf *out, const struct place *place);
/* Does the loop say more than the segment does (the segment is not the one that gives the loop its name)? */
bool place_names_loop(const struct place *place);
/* Two lines: the text around the place (one segment, or one line; at most 120 columns) and the caret line under it.  Nothing when the
   source cannot be read.  Returns false then. */
bool diag_caret(struct buf *out, const struct place *place);
/* The whole compiler-like block. */
void diag_text(struct buf *out, const struct diag *diag);
/* One JSON object: code, severity, message, hint, file, offset, length, line, column, set, segment, segment_id, loop, element, component,
   found arguments, rule, rule_place, source. */
void diag_json(struct json *out, const struct diag *diag);
/* Line and column (from 1) of an offset; false when the source cannot be read. */
bool place_line(const struct place *place, unsigned *line, unsigned *column);

#endif
