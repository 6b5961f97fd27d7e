/* codes.c - codes.h as a table, and looking up in it. */
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

/* Codes are numbers without leading zeros: the longer is the greater. */
static bool is_below(const char *a, const char *b)
{
    size_t n = strlen(a), m = strlen(b);
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
