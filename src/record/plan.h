/* plan.h - a record layout prepared for writing: what stands between the values, already in the bytes of the file.  Inside record/ only.
 *
 * One step is "copy this constant text, then a field's value".  A field that is written even when it is empty needs no decision, so its
 * quotes melt into the constant text around it. */
#ifndef RECORD_PLAN_H
#define RECORD_PLAN_H

#include "record/record.h"

enum { PLAN_NO_FIELD = 0xFFFF };

struct plan_text {
    const char *ptr;            /* followed by PLAN_PAD readable bytes, so that short texts are copied in whole words */
    uint32_t len;
};
enum { PLAN_PAD = 32 };

struct plan_step {
    struct plan_text before;    /* of an optional step: skipped with its value */
    uint16_t field;             /* or PLAN_NO_FIELD */
    bool optional;              /* leave the step out when the field is absent; else write what is there, be it nothing */
};

struct plan_node {
    const struct plan_step *steps;
    uint32_t n_steps;
    uint32_t room;              /* most bytes this element takes besides its values, its end included */
    struct plan_text empty_end; /* "/>\n", after the last value */
    struct plan_text open_end;  /* ">\n" */
    struct plan_text close;     /* "  </Data>\n" */
};

struct record_writer {
    const struct schema *layout;
    struct plan_text declaration;
    const struct plan_node *nodes;      /* by node number of the layout */
    enum charset charset;               /* UTF8 or LATIN1 */
    const char *charset_name;
};

#endif
