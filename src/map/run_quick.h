/* run_quick.h - what the files of the quick way share: the line that is being run, and its elements, item and numbers. */
#ifndef MAP_RUN_QUICK_H
#define MAP_RUN_QUICK_H

#include "map/quick.h"
#include "map/run.h"

struct here {                   /* the instance of an <each> that is being run */
    struct run *run;
    const char *text;
    const struct span *spans;   /* of its segment */
    uint32_t n_spans, group;
    uint32_t serial;            /* of slots that were computed for it */
};

/* ---- run_quick_number.c ---- */
bool quick_convert(const struct here *h, const struct rule *r, struct tree_value *value);
bool quick_price(const struct here *h, const struct rule *r, struct tree_value *value);

/* Empty when it is absent. */
static inline slice here_element(const struct here *h, unsigned k)
{
    struct span s = k < h->n_spans ? h->spans[k] : SPAN_ABSENT;
    return s.len ? (slice){ h->text + s.off, s.len } : NO_ARG;
}

/* What a slot holds of this line; null when that is not there. */
static inline const struct expr_state *here_state(const struct here *h, unsigned slot)
{
    const struct expr_state *state = &h->run->x.states[slot];
    return state->serial == h->serial ? state : NULL;
}

/* The item that was found for this line, or null. */
static inline const struct item_match *here_item(const struct here *h, unsigned slot)
{
    const struct expr_state *state = here_state(h, slot);
    return state && state->value.kind == VALUE_BOOL ? state->match : NULL;
}

static inline void here_set_number(const struct here *h, unsigned slot, decimal d)
{
    struct expr_state *state = &h->run->x.states[slot];
    state->serial = h->serial;
    state->value.kind = VALUE_NUMBER;
    state->value.yes = false;
    state->value.number = d;
    state->value.text = NO_ARG;
}

/* The text made at the end of `made` becomes the value. */
static inline void quick_take(struct run *run, struct tree_value *value, const char *room, size_t len)
{
    value->ptr = room;
    value->len = (uint32_t)len;
    texts_take(&run->out->made, len);
}

/* A text that stands somewhere for good becomes the value; false when it does not fit, or is missing where it must not be. */
static inline bool quick_put(struct tree_value *value, const struct quick *q, slice text)
{
    if (text.len == 0) return !q->must;
    if (text.len > q->max) return false;
    value->ptr = text.ptr;
    value->len = (uint32_t)text.len;
    return true;
}

#endif
