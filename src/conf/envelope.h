/* envelope.h - reading the <envelope> elements of an agreement.  Inside conf/ only. */
#ifndef CONF_ENVELOPE_H
#define CONF_ENVELOPE_H

#include "conf/shape.h"

/* After the addresses are known. */
void conf_read_envelopes(struct conf_reader *r, struct xml_node *root, struct agreement *a);

#endif
