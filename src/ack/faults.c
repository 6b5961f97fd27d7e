/* faults.c - findings about segments and elements, brought into the shape and order of AK3 and AK4.
 *
 * Decides what the partner is told of a place and of the bad value; which findings count at all is group.c's business.  What must stay
 * true: the copy of a bad value holds printable ASCII only, so that it cannot break the acknowledgement that carries it. */
#include "ack/faults.h"

#include "base/buf.h"
#include "base/charset.h"

#include <stdlib.h>

enum {
    MAX_VALUE = 99,             /* AK404: AN 1/99 */
    MAX_POSITION = 999999,      /* AK302: N0 1/6 */
    MAX_ELEMENT = 99            /* AK401: N0 1/2 */
};

/* One sign for each character: printable ASCII as it is, control characters as blanks, all others as '?'. */
static slice clean_value(struct arena *arena, slice value)
{
    char clean[MAX_VALUE];
    size_t n = 0;
    bool utf8 = utf8_is_valid(value);
    for (size_t at = 0; at < value.len && n < MAX_VALUE;) {
        unsigned char byte = (unsigned char)value.ptr[at];
        if (utf8)
            (void)utf8_next(value, &at);
        else
            at++;
        clean[n++] = byte < ' ' || byte == 0x7f ? ' ' : byte < 0x80 ? (char)byte : '?';
    }
    while (n > 0 && clean[n - 1] == ' ')
        n--;
    return n ? arena_copy(arena, (slice){ clean, n }) : (slice){ 0 };
}

static slice bad_value(const struct diag *diag, const struct ack_code *code)
{
    if (code->value < 0)
        return (slice){ 0 };
    return diag->args[code->value];
}

/* The findings about conditions begin their explanation with the other element, "REF02 …". */
static uint16_t trigger_of(const struct diag *diag)
{
    slice why = diag->args[1], id = slice_of(diag->place.segment_id);
    uint64_t n;
    if (!slice_starts(why, id) || !slice_to_u64(slice_sub(why, id.len, 2), MAX_ELEMENT, &n)) return 0;
    return (uint16_t)n;
}

bool ack_faults_add(struct ack_faults *f, struct arena *arena, const struct diag *diag, const struct ack_code *code, const char *number)
{
    const struct place *p = &diag->place;
    if (p->segment == 0 || p->segment_id[0] == '\0')
        return false;
    struct ack_fault *fault = arena_grow(arena, &f->items, &f->count, &f->room, sizeof *fault);
    *fault = (struct ack_fault){
        .segment = p->segment < MAX_POSITION ? p->segment : MAX_POSITION,
        .segment_code = code->level == ACK_ELEMENT ? "8" : number,
        .element_code = code->level == ACK_ELEMENT ? number : NULL,
        .order = (uint32_t)f->count
    };
    memcpy(fault->segment_id, p->segment_id, sizeof fault->segment_id - 1);
    memcpy(fault->loop, p->loop, sizeof fault->loop - 1);
    if (code->level == ACK_ELEMENT) {
        fault->element = p->element < MAX_ELEMENT ? p->element : MAX_ELEMENT;
        fault->component = p->component < MAX_ELEMENT ? p->component : MAX_ELEMENT;
        fault->repeat = p->repeat;
        fault->element_ref = p->element_ref;
        fault->trigger = trigger_of(diag);
        fault->value = clean_value(arena, bad_value(diag, code));
    }
    return true;
}

static int compare_codes(const char *a, const char *b)
{
    bool a8 = strcmp(a, "8") == 0, b8 = strcmp(b, "8") == 0;
    return a8 != b8 ? (a8 ? 1 : -1) : strcmp(a, b);
}

/* Without the order of finding: equal means "says the same". */
static int compare_places(const struct ack_fault *a, const struct ack_fault *b)
{
    if (a->segment != b->segment)
        return a->segment < b->segment ? -1 : 1;
    int c = compare_codes(a->segment_code, b->segment_code);
    if (c == 0)
        c = strcmp(a->segment_id, b->segment_id);
    if (c == 0)
        c = a->element - b->element;
    if (c == 0)
        c = a->component - b->component;
    if (c == 0)
        c = a->repeat - b->repeat;
    return c;
}

static int compare(const void *x, const void *y)
{
    const struct ack_fault *a = x, *b = y;
    int c = compare_places(a, b);
    return c ? c : a->order < b->order ? -1 : 1;
}

static bool says_the_same(const struct ack_fault *a, const struct ack_fault *b)
{
    if (compare_places(a, b) != 0 || !a->element_code != !b->element_code)
        return false;
    return !a->element_code || strcmp(a->element_code, b->element_code) == 0;
}

void ack_faults_order(struct ack_faults *f)
{
    if (f->count == 0)
        return;
    qsort(f->items, f->count, sizeof *f->items, compare);
    size_t kept = 1;
    for (size_t i = 1; i < f->count; i++) {
        if (!says_the_same(&f->items[kept - 1], &f->items[i]))
            f->items[kept++] = f->items[i];
    }
    f->count = kept;
}

bool ack_fault_same_segment(const struct ack_fault *a, const struct ack_fault *b)
{
    return a->segment == b->segment && strcmp(a->segment_code, b->segment_code) == 0 && strcmp(a->segment_id, b->segment_id) == 0;
}
