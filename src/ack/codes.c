/* codes.c - codes.h and codes999.h as tables, and looking up in them. */
#include "ack/faults.h"

#include <stdlib.h>

#define NONE -1

const struct ack_code ack_codes[] = {
#define ACK_IF(says, finding, LEVEL, code, old_code, least, value, words) { finding, says, ACK_##LEVEL, code, old_code, least, value, words },
#define ACK(...) ACK_IF(NULL, __VA_ARGS__)
#include "ack/codes.h"
#undef ACK
#undef ACK_IF
};
const unsigned ack_n_codes = sizeof ack_codes / sizeof ack_codes[0];

const struct ack_code *ack_code_find(const struct diag *diag)
{
    const struct ack_code *found = NULL;
    for (unsigned i = 0; i < ack_n_codes; i++) {
        const struct ack_code *c = &ack_codes[i];
        if (strcmp(c->finding, diag->def->code) != 0 || diag->severity < c->least)
            continue;
        if ((c->level == ACK_ELEMENT && diag->place.element == 0) || (c->says && !slice_is(diag->args[1], c->says)))
            continue;
        if (!found || c->level < found->level)
            found = c;
    }
    return found;
}

/* A sum that is wrong is no wrong code, no wrong length and no wrong date: of AK403's codes none is true, so the segment is named as one with
   errors in its elements, and the element is not.  A 999 has a code for what is not as the guide says. */
const struct ack_code *ack_code_assert(const struct diag *diag, bool is_999, bool *guided)
{
    static const struct ack_code segment = { .level = ACK_SEGMENT, .code = "8", .old_code = "8", .value = NONE };
    static const struct ack_code element = { .level = ACK_ELEMENT, .code = "I12", .value = NONE };
    const struct place *p = &diag->place;
    if (diag->rule.len == 0 || !diag->rule_place.source || strcmp(p->segment_id, "ST") == 0) return NULL;
    *guided = is_999 && !slice_starts(diag->rule, SLICE("x12:"));
    return *guided && p->element ? &element : &segment;
}

static const struct {
    const char *finding, *says;
    enum ack_level level;
    const char *code;
} guide_codes[] = {
#define GUIDE(finding, says, LEVEL, code, words) { finding, says, ACK_##LEVEL, code },
#include "ack/codes999.h"
#undef GUIDE
};

const char *ack_code_guide(const struct diag *diag, enum ack_level level)
{
    for (unsigned i = 0; i < sizeof guide_codes / sizeof guide_codes[0]; i++) {
        bool says = !guide_codes[i].says || slice_is(diag->args[1], guide_codes[i].says);
        if (guide_codes[i].level == level && says && strcmp(guide_codes[i].finding, diag->def->code) == 0)
            return guide_codes[i].code;
    }
    return NULL;
}

/* Codes are numbers without leading zeros, so the longer is the greater; those of a guide begin with I and come after them. */
static bool is_below(const char *a, const char *b)
{
    size_t n = strlen(a), m = strlen(b);
    if ((a[0] == 'I') != (b[0] == 'I'))
        return b[0] == 'I';
    return n != m ? n < m : strcmp(a, b) < 0;
}

void ack_list_add(struct ack_list *list, const char *code)
{
    unsigned at = 0;
    if (!code[0])
        return;                         /* the release has no code for it */
    while (at < list->n && is_below(list->codes[at], code)) at++;
    if ((at < list->n && strcmp(list->codes[at], code) == 0) || at == ACK_MAX_CODES)
        return;
    if (list->n == ACK_MAX_CODES)
        list->n--;
    memmove(&list->codes[at + 1], &list->codes[at], (list->n - at) * sizeof list->codes[0]);
    list->codes[at] = code;
    list->n++;
}
