/* fuzz_validate.c - any text as a transaction set of the test kit's grammar: no crash, findings lie inside the text and are capped, a
 * rejected document has one, the tree is whole, and looking closer at every segment finds the same.
 *
 * The first byte picks the set, the guide and the kind of sum. */
#include "schema_kit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { CAP = 40 };

/* Groups nest, in document order, and every segment is there. */
static void tree_holds(const struct tree *t)
{
    must(t->groups > 0 && t->group[0].end == t->groups);
    for (uint32_t g = 1; g < t->groups; g++) {
        const struct tree_group *x = &t->group[g];
        must(x->parent < g && x->end > g && x->end <= t->group[x->parent].end);
        must(x->first + x->fields <= t->fields);
    }
}

static void findings_hold(const struct diags *d, slice text)
{
    must(d->count <= CAP);
    must(d->worst < SEV_REJECT_LINE || d->count > 0);
    for (size_t i = 0; i < d->count; i++) {
        const struct place *p = &d->items[i].place;
        must(p->offset <= text.len && p->length <= text.len - p->offset);
    }
}

static uint64_t findings_hash(const struct diags *d)
{
    uint64_t hash = d->dropped;
    for (size_t i = 0; i < d->count; i++) {
        const struct diag *x = &d->items[i];
        hash = hash * 31 + slice_hash(slice_of(x->def->code)) + x->place.segment * 7919u + x->place.element * 104729u + x->place.component;
    }
    return hash;
}

/* Loaded once: the schemas are not what is tried here. */
static const struct schema *schema_get(unsigned which)
{
    static struct arena *arena;
    static const struct schema *schemas[8];
    static const struct { const char *id, *guide; } names[8] = { { "x12:T:900", "" }, { "x12:T:900", "us:900" }, { "x12:T:900", "us:all" }, { "x12:T:910", "" },
        { "x12:T:910", "us:tree" }, { "x12:T:900", "us:all" }, { "x12:T:910", "us:tree" }, { "x12:T:900", "us:all" } };
    if (!arena) arena = arena_new();
    if (!schemas[which]) {
        struct diags diags;
        diags_init(&diags, arena, CAP);
        must(kit_load(arena, NULL, 0, names[which].id, names[which].guide, &schemas[which], &diags) == 0);
    }
    return schemas[which];
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0 || size > 1 << 16) return 0;
    slice text = { (const char *)data + 1, size - 1 };
    uint64_t hashes[2];
    for (unsigned pass = 0; pass < 2; pass++) {
        struct kit k;
        struct check_options options = check_default_options;
        options.hash_plain = data[0] & 2;
        kit_open(&k, CAP);
        k.look_always = pass == 1;
        kit_check(&k, schema_get((data[0] & 1u) | (data[0] >> 1 & 6u)), &options, text);
        tree_holds(&k.tree);
        findings_hold(&k.diags, text);
        hashes[pass] = findings_hash(&k.diags);
        kit_close(&k);
    }
    must(hashes[0] == hashes[1]);
    return 0;
}
