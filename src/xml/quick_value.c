/* quick_value.c - one attribute's value against its simple type; see quick.h. */
#include "xml/quick.h"

enum { ASKED_BYTES = 256 };             /* longest value that is held against a pattern here */

static bool is_choice(const struct quick_type *type, slice text)
{
    for (size_t i = 0; i < type->n_choices; i++)
        if (slice_eq(type->choices[i], text)) return true;
    return false;
}

static bool asks_pattern(const struct quick_type *type, slice text)
{
    char terminated[ASKED_BYTES];
    if (text.len >= sizeof terminated) return false;
    memcpy(terminated, text.ptr, text.len);
    terminated[text.len] = 0;
    return xmlRegexpExec(type->pattern, (const xmlChar *)terminated) == 1;
}

/* Dates, quantities and words come again and again: what was matched once need not be asked again. */
static bool matches(struct quick_type *type, slice text)
{
    if (text.len > QUICK_MATCHED_BYTES) return asks_pattern(type, text);
    struct quick_matched *m = &type->matched[slice_hash(text) % QUICK_MATCHED];
    if (m->room == text.len + 1 && memcmp(m->text, text.ptr, text.len) == 0) return true;
    if (!asks_pattern(type, text)) return false;
    m->room = (uint8_t)(text.len + 1);
    memcpy(m->text, text.ptr, text.len);
    return true;
}

bool quick_value_fits(struct quick_type *type, const struct quick_value *value)
{
    if (value->characters < type->least || value->characters > type->most) return false;
    if (type->n_choices == 0 && type->pattern == NULL) return true;
    if (!value->plain) return false;
    return (type->n_choices == 0 || is_choice(type, value->text)) && (type->pattern == NULL || matches(type, value->text));
}
