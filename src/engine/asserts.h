/* asserts.h - rules of guides switched on and off by name: "carton-count europe -QUANTITY-NOT-POSITIVE". */
#ifndef ENGINE_ASSERTS_H
#define ENGINE_ASSERTS_H

#include "engine/catalogue.h"
#include "schema/check.h"

struct asserts { struct assert_names on, off; };

/* Names with blanks or commas between them, '-' before those that are switched off.  They point into `text`. */
struct asserts asserts_split(struct arena *arena, slice text);

/* What is known: all asserts of the schemas added. */
struct assert_words {
    struct arena *arena;
    const struct schema **schemas;
    size_t n, room;
};
/* Every set that `guide` ("amazon", "amazon:856") narrows; only `set_id` in `release` where they are given. */
void asserts_words_add(struct assert_words *w, struct catalogue *c, slice guide, slice set_id, slice release);
/* The i-th name, from 0, of those on and then those off; false past the last. */
bool asserts_name(const struct asserts *a, unsigned i, slice *name);
/* Does nobody know the name?  Then *hint says what may have been meant. */
bool asserts_unknown(const struct assert_words *w, slice name, slice *hint);

#endif
