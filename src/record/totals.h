/* totals.h - what a trailer counts and adds up, gathered group by group.  Inside record/ only. */
#ifndef RECORD_TOTALS_H
#define RECORD_TOTALS_H

#include "base/decimal.h"
#include "schema/layout.h"

struct totals {
    const struct layout_text *text;     /* null: there is no trailer */
    decimal value[LAYOUT_MAX_TOTALS];
    bool over[LAYOUT_MAX_TOTALS];       /* more than 18 digits: it cannot be told */
};

/* A group of that node was read or written; `value(context, field)` tells its values. */
void totals_add(struct totals *t, uint16_t node, slice (*value)(const void *context, uint16_t field), const void *context);

#endif
