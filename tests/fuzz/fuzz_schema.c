/* fuzz_schema.c - any text as a schema file: no crash; what is refused has a finding with a place; what is taken can be run.
 *
 * The first byte picks the file that the text replaces; the others are the test kit's. */
#include "base/err.h"
#include "schema_kit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct { const char *file, *id, *guide; } targets[] = {
    { "x12/T/900.xml", "x12:T:900", "us:900" }, { "x12/T/segments.xml", "x12:T:900", "" }, { "x12/T/codes.xml", "x12:T:900", "" },
    { "x12/T/envelope.xml", "x12:T:900", "" }, { "us/900.xml", "x12:T:900", "us:900" }, { "rec/order.xml", "rec:order", "" },
    { "us/all.xml", "x12:T:900", "us:all" }, { "us/tree.xml", "x12:T:910", "us:tree" },
};
enum { TARGETS = sizeof targets / sizeof *targets, FIRST = 6 /* below 128 */ };

static void run(const struct schema *s)
{
    static const char text[] = "ST*900*0001~HED*00*ABC*20240101*1200*1*2.0*EA:5*ABC*EA*S~REF*A*B~LIN*1*2~QTY*1~N3*X~SUB*1~DET*GM*106141412345678909~CTT*1*2~SE*5*0001~";
    static const char tree[] = "ST*910*0001~HED*00*ABC~HL*1**S*1~HL*2*1*O*1~HL*3*2*I*0~LIN*1*2~HL*3*9*P*1~HL*5*1*O~SE*9*0001~";
    struct kit k;
    kit_open(&k, 50);
    kit_check(&k, s, &check_default_options, slice_is(s->set_id, "910") ? slice_of(tree) : slice_of(text));
    must(k.tree.group[0].end == k.tree.groups);
    kit_close(&k);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) return 0;
    const unsigned which = data[0] < 128 ? data[0] % FIRST : FIRST + data[0] % (TARGETS - FIRST);
    const char *file = targets[which].file;
    struct schema_text text = { slice_of(file), { (const char *)data + 1, size - 1 } };
    struct arena *arena = arena_new();
    struct diags diags;
    const struct schema *s = NULL;
    diags_init(&diags, arena, 50);
    int rc = kit_load(arena, &text, 1, targets[which].id, targets[which].guide, &s, &diags);
    must(rc == 0 || rc == E_BAD);
    must((rc == 0) == (s != NULL));
    must(rc == 0 || diags.count > 0);
    must(diags.count <= 50);
    for (size_t i = 0; i < diags.count; i++) must(diags.items[i].place.source != NULL);
    if (s && s->automaton) run(s);
    arena_free(arena);
    return 0;
}
