/* fuzz_record.c - any bytes as a file of records in one of four formats (the first byte says which): reading ends, every refusal has a finding,
 * and what reads without one can be written and reads back the same. */
#include "layout_kit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MAX_RECORDS = 10000 };
static const char *const ids[] = { "k:order", "k:csv", "k:bars", "k:fixed" };

/* Kept from run to run: loading takes longer than reading. */
static const struct schema *layout_of(unsigned which)
{
    static const struct schema *loaded[4];
    static struct arena *kept;
    struct diags diags;
    if (loaded[which]) return loaded[which];
    if (!kept) kept = arena_new();
    diags_init(&diags, kept, 10);
    must(layout_kit_load(kept, NULL, ids[which], &loaded[which], &diags) == 0);
    return loaded[which];
}

/* Every value with its group, in order; spans of a record that was read. */
static void note(struct buf *out, const struct tree *t)
{
    for (uint32_t g = 0; g < t->groups; g++) {
        const struct tree_group *group = &t->group[g];
        must(group->end > g && group->end <= t->groups && group->parent <= g);
        buf_printf(out, "%u %u %u:", group->kind, group->parent, group->end);
        for (unsigned k = 0; k < group->fields; k++) {
            slice v = tree_field(t, g, k);
            must(!v.ptr || (v.len > 0 && tree_offset(t, t->field[group->first + k]) <= t->source->bytes.len));
            buf_printf(out, v.ptr ? "\x1f%zu," : "\x1e", v.len);
            buf_add(out, v);
        }
    }
}

/* False when there were findings. */
static bool read_all(const struct schema *layout, slice bytes, struct arena *arena, struct buf *seen, struct tree *values)
{
    struct source source = { .name = "f", .bytes = bytes, .fd = -1 };
    struct diags diags;
    struct tree tree;
    enum record_step step = RECORD_STEP_BROKEN;
    diags_init(&diags, arena, 20);
    tree_init(&tree);
    struct record_reader *r = record_reader_new(layout, &source, &diags);
    for (unsigned n = 0; r && n < MAX_RECORDS && (step = record_reader_next(r, &tree)) == RECORD_STEP_RECORD; n++) {
        note(seen, &tree);
        bool fits = record_convert(&tree, layout, values);
        must(fits || diags.count > 0);
    }
    must(step != RECORD_STEP_BROKEN || diags.count > 0);
    record_reader_free(r);
    tree_free(&tree);
    return diags.count == 0 && step == RECORD_STEP_END;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) return 0;
    const struct schema *layout = layout_of(data[0] % 4);
    struct arena *arena = arena_new();
    struct buf seen = BUF_INIT(1 << 26), again = BUF_INIT(1 << 26), bytes = BUF_INIT(1 << 26);
    struct tree values, more;
    tree_init(&values);
    tree_init(&more);
    struct source source = { .name = "f", .bytes = { (const char *)data + 1, size - 1 }, .fd = -1 };
    (void)record_matches(layout, &source);
    if (read_all(layout, source.bytes, arena, &seen, &values)) {
        struct diags diags;
        diags_init(&diags, arena, 20);
        must(record_write(record_writer_new(arena, layout), &values, &bytes, NULL, &diags));
        must(diags.count == 0);
        must(values.groups == 0 || read_all(layout, buf_slice(&bytes), arena, &again, &more));
        must(values.groups == 0 || slice_eq(buf_slice(&seen), buf_slice(&again)));
    }
    buf_free(&bytes);
    buf_free(&again);
    buf_free(&seen);
    tree_free(&more);
    tree_free(&values);
    arena_free(arena);
    return 0;
}
