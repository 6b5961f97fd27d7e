/* answering.h - the acknowledgements that `validate --ack` writes: what the engine would answer, without an agreement. */
#ifndef CLI_ANSWERING_H
#define CLI_ANSWERING_H

#include "ack/ack.h"
#include "engine/documents.h"

struct answering {
    enum ack_form form;
    bool ta1;                           /* of every interchange, asked for or not */
    struct buf text;                    /* all that was written */
    uint32_t control;                   /* counts what was written */
    struct arena *arena;                /* of the interchange being read */
    struct answer *first, **last, *open;        /* its groups */
};

void answering_begin(struct answering *a, enum ack_form form, bool ta1);
/* Every step of the reading, in order. */
void answering_step(struct answering *a, const struct document_step *step);
void answering_end(struct answering *a);

#endif
