/* read.c - attributes of schema files as values: numbers, usages, types, severities, lists of codes; and the index of names.
 *
 * Decides what a value may look like; a wrong one is a finding at the value, and a harmless value is used in its place so that reading can
 * go on. */
#include "schema/load.h"

#include "base/must.h"

#include <stdlib.h>

/* ---- names to numbers ---- */

void index_init(struct name_index *x, struct arena *arena, size_t n)
{
    size_t room = 8;
    while (room < 2 * n) room *= 2;
    must(room <= UINT32_MAX / 2);
    x->slots = arena_array(arena, room, sizeof *x->slots);
    x->mask = (uint32_t)room - 1;
}

static uint32_t slot_find(const struct name_index *x, slice key)
{
    uint32_t at = (uint32_t)slice_hash(key) & x->mask;
    while (x->slots[at].key.ptr && !slice_eq(x->slots[at].key, key)) at = (at + 1) & x->mask;
    return at;
}

bool index_put(struct name_index *x, slice key, uint32_t value)
{
    struct index_slot *slot = &x->slots[slot_find(x, key)];
    if (slot->key.ptr) return false;
    *slot = (struct index_slot){ key.ptr ? key : SLICE(""), value };
    return true;
}

uint32_t index_get(const struct name_index *x, slice key)
{
    if (!x->slots) return INDEX_NONE;
    const struct index_slot *slot = &x->slots[slot_find(x, key)];
    return slot->key.ptr ? slot->value : INDEX_NONE;
}

/* ---- attributes ---- */

struct place read_place(struct xml_node *n, const char *name)
{
    const struct xml_attr *a = xml_attr(n, name);
    return a ? a->value_place : n->place;
}

static void value_bad(struct loader *l, struct xml_node *n, const char *name, slice value, const char *expected)
{
    load_bad(l, SCHEMA_ATTRIBUTE, read_place(n, name), slice_of(name), value, slice_of(expected));
}

slice read_text(struct loader *l, struct xml_node *n, const char *name)
{
    slice value = xml_get(n, name);
    return value.len ? arena_copy(l->arena, value) : NO_ARG;
}

slice read_required(struct loader *l, struct xml_node *n, const char *name)
{
    slice value = read_text(l, n, name);
    if (value.len == 0) load_bad(l, SCHEMA_REQUIRED, n->place, n->name, slice_of(name), NO_ARG);
    return value;
}

uint32_t read_number(struct loader *l, struct xml_node *n, const char *name, uint32_t min, uint32_t max, uint32_t absent)
{
    slice value = xml_get(n, name);
    if (!value.ptr) return absent;
    if (max == UINT32_MAX && slice_is(value, "unbounded")) return UINT32_MAX;
    uint64_t number;
    if (slice_to_u64(value, max, &number) && number >= min) return (uint32_t)number;
    slice expected = max == UINT32_MAX ? arena_printf(l->scratch, "a number from %u on, or \"unbounded\"", min)
                                       : arena_printf(l->scratch, "a number from %u to %u", min, max);
    load_bad(l, SCHEMA_ATTRIBUTE, read_place(n, name), slice_of(name), value, expected);
    return absent;
}

enum usage read_usage(struct loader *l, struct xml_node *n, enum usage absent)
{
    static const struct { const char *word; enum usage usage; } words[] = {
        { "M", USE_MANDATORY }, { "O", USE_OPTIONAL }, { "X", USE_CONDITIONAL }, { "not-used", USE_NOT_USED }
    };
    slice value = xml_get(n, "usage");
    if (!value.ptr) return absent;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (slice_is(value, words[i].word)) return words[i].usage;
    value_bad(l, n, "usage", value, "M, O, X or not-used");
    return absent;
}

void read_type(struct loader *l, struct xml_node *n, struct elem *e)
{
    static const struct { const char *word; enum elem_type type; } words[] = {
        { "AN", ELEM_AN }, { "ID", ELEM_ID }, { "R", ELEM_R }, { "DT", ELEM_DT }, { "TM", ELEM_TM }, { "B", ELEM_B }
    };
    slice value = xml_get(n, "type");
    if (!value.ptr) return;
    if (value.len == 2 && value.ptr[0] == 'N' && value.ptr[1] >= '0' && value.ptr[1] <= '9') {
        e->type = ELEM_N;
        e->implied = (uint8_t)(value.ptr[1] - '0');
        return;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (slice_is(value, words[i].word)) {
            e->type = words[i].type;
            return;
        }
    value_bad(l, n, "type", value, "one of AN ID N0…N9 R DT TM B");
}

bool read_severity(struct loader *l, struct xml_node *n, enum severity *out)
{
    slice value = xml_get(n, "severity");
    if (!value.ptr) return false;
    slice name = slice_is(value, "reject") ? SLICE("reject-document") : value;
    if (severity_parse(name, out)) return true;
    value_bad(l, n, "severity", value, "a severity (note, warn, hold-document, reject-document …)");
    return false;
}

void read_only(struct loader *l, struct xml_node *n, const char *const *known)
{
    if (!xml_known(n, known, l->diags)) l->bad = true;
}

/* ---- lists of codes ---- */

static int code_order(const void *a, const void *b)
{
    return slice_cmp(((const struct code *)a)->code, ((const struct code *)b)->code);
}

/* Shipped lists are, and sorting all of them anew would be a good part of loading. */
static bool codes_sorted(const struct code *codes, uint32_t count)
{
    uint32_t i = 1;
    while (i < count && slice_cmp(codes[i - 1].code, codes[i].code) <= 0) i++;
    return i >= count;
}

void codes_sort(struct loader *l, struct code_list *list, struct code *codes, uint32_t count, struct place place)
{
    if (!codes_sorted(codes, count)) qsort(codes, count, sizeof *codes, code_order);
    for (uint32_t i = 1; i < count; i++)
        if (slice_eq(codes[i].code, codes[i - 1].code)) load_bad(l, SCHEMA_DUPLICATE, place, SLICE("code"), codes[i].code, NO_ARG);
    list->codes = codes;
    list->count = count;
}

bool read_word(slice *rest, slice *out)
{
    slice s = slice_trim(*rest);
    size_t n = 0;
    while (n < s.len && s.ptr[n] != ' ' && s.ptr[n] != '\n' && s.ptr[n] != '\t' && s.ptr[n] != '\r') n++;
    *out = slice_sub(s, 0, n);
    *rest = slice_sub(s, n, s.len);
    return n > 0;
}

const struct code_list *read_codes(struct loader *l, slice words, slice name, const struct code_list *meanings, struct place place)
{
    uint32_t count = 0;
    slice rest = words, word;
    while (read_word(&rest, &word)) count++;
    if (count == 0) return NULL;
    struct code *codes = arena_array(l->arena, count, sizeof *codes);
    rest = words;
    for (uint32_t i = 0; read_word(&rest, &word); i++) {
        struct elem of = { .codes = meanings };
        codes[i] = (struct code){ arena_copy(l->arena, word), elem_code_meaning(&of, word) };
    }
    struct code_list *list = arena_alloc(l->arena, sizeof *list);
    list->name = name;
    codes_sort(l, list, codes, count, place);
    return list;
}
