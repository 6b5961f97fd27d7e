/* totals.c - what a trailer counts and adds up.
 *
 * The same for reading and writing, so that what is written is what would be expected.  A value that is no number has its own finding and
 * counts as nothing here. */
#include "record/totals.h"

void totals_add(struct totals *t, uint16_t node, slice (*value)(const void *context, uint16_t field), const void *context)
{
    for (unsigned i = 0; t->text && i < t->text->n_totals; i++) {
        const struct layout_total *total = &t->text->totals[i];
        decimal one;
        if (total->node != node) continue;
        slice text = total->is_sum ? value(context, total->field) : SLICE("1");
        if (text.len == 0 || !decimal_parse(text, &one)) continue;
        if (!decimal_add(t->value[i], one, &t->value[i])) t->over[i] = true;
    }
}
