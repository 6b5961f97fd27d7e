/* envelope.h - the interchange that carries an answer.  Inside ack/ only. */
#ifndef ACK_ENVELOPE_H
#define ACK_ENVELOPE_H

#include "ack/ack.h"

/* Begin writing to `out`: delimiters and ISA. */
void ack_envelope_open(struct x12_writer *w, const struct ack_envelope *e, struct buf *out);

#endif
