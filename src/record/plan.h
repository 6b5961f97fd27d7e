/* plan.h - a record layout prepared for writing: what stands between the values, already in the bytes of the file.  Inside record/ only.
 *
 * An element without any value is one constant text, which has the fields that are written even when they are empty.  A value is put in at
 * its place in that text, so fields that are absent cost nothing. */
#ifndef RECORD_PLAN_H
#define RECORD_PLAN_H

#include "record/record.h"

struct plan_text {
    const char *ptr;            /* followed by PLAN_PAD readable bytes, so that short texts are copied in whole words */
    uint32_t len;
};
enum { PLAN_PAD = 32 };

struct plan_field {
    uint32_t at;                /* where its value goes: bytes of the element's text */
    bool is_constant;           /* stands there already, whatever the tree says */
    struct plan_text name;      /* of a field that is left out when absent: ` Name="`, put in before its value, and a quote after it */
};

struct plan_node {
    struct plan_text text;      /* "  <Data UniqueId="" …", all that is written when no value is there */
    const struct plan_field *fields;
    uint32_t n_fields;
    uint32_t room;              /* most bytes this element takes besides its values, its end included */
    struct plan_text empty_end; /* "/>\n" */
    struct plan_text open_end;  /* ">\n" */
    struct plan_text close;     /* "  </Data>\n" */
};

struct record_writer {
    const struct schema *layout;
    struct plan_text declaration;
    const struct plan_node *nodes;      /* by node number of the layout */
    enum charset charset;               /* XML: UTF8 or LATIN1 */
    const char *charset_name;
};

#endif
