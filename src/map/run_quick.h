/* run_quick.h - what the files of the quick way share: the line that is being run, and its elements, item and numbers. */
#ifndef MAP_RUN_QUICK_H
#define MAP_RUN_QUICK_H

#include "base/digits.h"
#include "map/quick.h"
#include "map/run.h"

struct here {                   /* the instance of an <each> that is being run */
    struct run *run;
    const char *text;
    const struct span *spans;   /* of its segment */
    uint32_t n_spans, group;
    bool wide;                  /* no element of the segment is too near the end of the text to be read widely */
    uint32_t serial;            /* of slots that were computed for it */
    uint32_t item_slot;         /* the slot of `item`, NO_SLOT as long as there is none */
    const struct item_match *item;      /* the one asked for last */
};

/* ---- run_quick_number.c ---- */
bool quick_convert(struct here *h, const struct quick *q, struct tree_value *value);
bool quick_price(struct here *h, const struct quick *q, struct tree_value *value);

/* Empty when it is absent. */
static inline slice here_element(const struct here *h, unsigned k)
{
    struct span s = k < h->n_spans ? h->spans[k] : SPAN_ABSENT;
    return s.len ? (slice){ h->text + s.off, s.len } : NO_ARG;
}

/* One to eight bytes of the segment as a word, as digits.h has them; false when it is longer, or too near the start. */
static inline bool here_word(const struct here *h, slice text, uint64_t *word)
{
    if (text.len - 1 >= WORD_BYTES || text.ptr + text.len < h->text + WORD_BYTES) return false;
    *word = load8(text.ptr + text.len - WORD_BYTES);
    return true;
}

/* What a slot holds of this line; null when that is not there. */
static inline const struct expr_state *here_state(const struct here *h, unsigned slot)
{
    const struct expr_state *state = &h->run->x.states[slot];
    return state->serial == h->serial ? state : NULL;
}

/* The item that was found for this line, or null. */
static inline const struct item_match *here_item(struct here *h, unsigned slot)
{
    if (slot == h->item_slot) return h->item;
    const struct expr_state *state = here_state(h, slot);
    if (!state || state->value.kind != VALUE_BOOL) return NULL;
    h->item_slot = slot;
    return h->item = state->match;
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

/* The text made at the end of `made`, in a place of RUN_TEXT bytes or more, becomes the value. */
static inline void quick_take(struct run *run, struct tree_value *value, const char *room, size_t len)
{
    value->ptr = room;
    value->len = (uint32_t)len;
    value->wide = true;
    texts_take(&run->out->made, len);
}

/* A text that stands somewhere for good becomes the value; false when it does not fit, or is missing where it must not be. */
static inline bool quick_put(struct tree_value *value, const struct quick *q, slice text, bool wide)
{
    if (text.len == 0) return !q->must;
    if (text.len > q->max) return false;
    value->ptr = text.ptr;
    value->len = (uint32_t)text.len;
    value->wide = wide;
    return true;
}

#endif
