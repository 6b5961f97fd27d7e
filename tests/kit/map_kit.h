/* map_kit.h - what tests of maps need: schemas and maps of the source tree, a transaction set read into a tree, items and tables of a folder.
 *
 * Reading here is as plain as can be (delimiters of the ISA, or * and ~), since the scanner has tests of its own. */
#ifndef KIT_MAP_KIT_H
#define KIT_MAP_KIT_H

#include "base/fsys.h"
#include "base/must.h"
#include "base/render.h"
#include "engine/translate.h"
#include "map/map.h"
#include "map/test.h"
#include "record_kit.h"
#include "schema/check.h"
#include "trade/items.h"
#include "trade/tables.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define KIT __attribute__((unused)) static

KIT const char *kit_top(void)
{
    const char *top = getenv("TOP_SRCDIR");
    return top && *top ? top : ".";
}

KIT struct schema_path kit_folder(struct arena *arena, const char *name)
{
    return (struct schema_path){ { arena_printf(arena, "%s/%s", kit_top(), name).ptr }, 1 };
}

/* A file of the source tree, in the arena; null pointer when it is not there. */
KIT slice kit_file(struct arena *arena, const char *path)
{
    struct buf b = BUF_INIT(1 << 24);
    slice s = { 0 };
    if (fsys_read_file(AT_FDCWD, path, &b) == 0) s = b.len ? arena_copy(arena, buf_slice(&b)) : SLICE("");
    buf_free(&b);
    return s;
}

KIT struct source *kit_source(struct arena *arena, const char *name, slice text)
{
    struct source *s = arena_alloc(arena, sizeof *s);
    *s = (struct source){ .name = arena_cstr(arena, slice_of(name)), .bytes = text, .fd = -1 };
    return s;
}

/* ST … SE of `source` through the checker into `tree`; the checker must live as long as the tree is used. */
KIT void kit_read_set(struct checker *checker, const struct schema *schema, const struct source *source, struct tree *tree,
                      struct diags *diags)
{
    const char *text = source->bytes.ptr, *end = text + source->bytes.len;
    bool envelope = source->bytes.len > 106 && memcmp(text, "ISA", 3) == 0;
    char separator = envelope ? text[3] : '*', terminator = envelope ? text[105] : '~';
    bool inside = false;
    uint32_t number = 0;
    checker_begin(checker, schema, &check_default_options, tree, diags, SLICE("850"), SLICE("0001"));
    tree->text = text;
    tree->source = source;
    tree->component = envelope ? text[104] : '>';
    while (text < end) {
        while (text < end && (*text == '\n' || *text == '\r' || *text == ' ')) text++;
        const char *stop = text < end ? memchr(text, terminator, (size_t)(end - text)) : NULL;
        if (!stop) break;
        inside |= stop - text >= 2 && memcmp(text, "ST", 2) == 0;
        if (inside) {
            unsigned n = 0;
            const char *from = text;
            struct span *spans = tree_room(tree, 512);
            for (const char *p = text; p <= stop && n < 512; p++) {
                if (p < stop && *p != separator) continue;
                spans[n++] = p == from ? SPAN_ABSENT : (struct span){ (uint32_t)(from - source->bytes.ptr),
                        (uint32_t)(p - from) };
                from = p + 1;
            }
            checker_segment(checker, n, ++number, false);
        }
        if (stop - text >= 2 && memcmp(text, "SE", 2) == 0) break;
        text = stop + 1;
    }
    checker_end(checker);
}

/* ---- items and tables of a folder ---- */

struct kit_masters {
    struct buf image;
    struct item_lookup items;
    struct table_lookup tables[8];
    unsigned n_tables;
    bool has_items;
};

KIT void kit_masters_load(struct kit_masters *m, struct arena *arena, const char *folder, struct diags *diags)
{
    slice *names;
    size_t n = 0;
    *m = (struct kit_masters){ .image = BUF_INIT(1 << 26) };
    if (fsys_list(AT_FDCWD, folder, arena, &names, &n) != 0) return;
    for (size_t i = 0; i < n; i++) {
        if (!slice_ends(names[i], SLICE(".csv"))) continue;
        const char *path = arena_printf(arena, "%s/%.*s", folder, SLICE_ARG(names[i])).ptr;
        slice text = kit_file(arena, path);
        const struct source *source = kit_source(arena, path, text);
        const struct items *items;
        struct table *table;
        if (items_is_header(slice_sub(text, 0, slice_find(text, '\n')))) {
            m->has_items = items_compile(source, text, &m->image, diags) && items_open(buf_slice(&m->image), arena, &items) == 0;
            if (m->has_items) m->items = items_lookup(items);
        } else if (m->n_tables < 8 && table_load(arena, source, slice_sub(names[i], 0, names[i].len - 4), text, &table, diags)) {
            (void)table_index(table, 0, diags);
            m->tables[m->n_tables++] = table_lookup(table);
        }
    }
}

/* ---- two ways through a map (map/quick.h) ---- */

KIT bool kit_same_group(const struct tree *a, const struct tree *b, uint32_t g)
{
    const struct tree_group *x = &a->group[g], *y = &b->group[g];
    if (x->kind != y->kind || x->parent != y->parent || x->end != y->end || x->number != y->number || x->fields != y->fields) return false;
    for (uint32_t i = 0; i < x->fields; i++) {
        const struct tree_value *v = &a->value[x->first + i], *w = &b->value[y->first + i];
        if (v->field != w->field || !v->ptr != !w->ptr || !slice_eq((slice){ v->ptr, v->len }, (slice){ w->ptr, w->len })) return false;
    }
    return true;
}

KIT bool kit_same_finding(const struct diag *a, const struct diag *b)
{
    bool same = a->def == b->def && a->severity == b->severity && a->line == b->line && a->place.offset == b->place.offset;
    for (unsigned i = 0; i < DIAG_ARGS && same; i++) same = slice_eq(a->args[i], b->args[i]);
    return same;
}

/* Runs a map with a trace, which takes no quick way, and without; null when records and findings are the same, else what differs. */
KIT const char *kit_two_ways(const struct map *m, const struct map_env *env, const struct tree *in, struct arena *arena)
{
    struct tree out[2];
    struct map_result result[2];
    struct diags diags[2];
    const char *differs = NULL;
    for (unsigned i = 0; i < 2; i++) {
        tree_init(&out[i]);
        diags_init(&diags[i], arena, 100000);
        map_run(m, env, in, arena, &out[i], i ? map_trace_new(arena) : NULL, &result[i], &diags[i]);
    }
    if (out[0].groups != out[1].groups) differs = "the number of groups";
    for (uint32_t g = 0; g < out[0].groups && !differs; g++)
        if (!kit_same_group(&out[0], &out[1], g)) differs = arena_printf(arena, "group %u", g).ptr;
    if (!differs && diags[0].count != diags[1].count) differs = "the number of findings";
    for (size_t i = 0; i < diags[0].count && !differs; i++)
        if (!kit_same_finding(&diags[0].items[i], &diags[1].items[i])) differs = arena_printf(arena, "finding %zu", i).ptr;
    if (!differs && (result[0].worst != result[1].worst || result[0].held_lines != result[1].held_lines)) differs = "the result";
    tree_free(&out[0]);
    tree_free(&out[1]);
    return differs;
}

/* ---- the environment of map_tests_run ---- */

struct kit_tests {
    struct checker *checker;
    struct tree tree;
    struct kit_record record;
    struct kit_masters masters;
};

KIT bool kit_tests_open(void *context, const struct map *m, const char *folder, const char *file, struct arena *arena,
                        struct map_test_given *out, struct diags *diags)
{
    struct kit_tests *kit = context;
    const char *path = arena_printf(arena, "%s/%s", folder, file).ptr;
    slice text = kit_file(arena, path);
    if (!text.ptr) return false;
    buf_free(&kit->masters.image);
    kit_masters_load(&kit->masters, arena, folder, diags);
    struct source *source = kit_source(arena, path, text);
    if (map_source_schema(m)->is_record) (void)kit_record_read(&kit->record, map_source_schema(m), source, &kit->tree, diags);
    else kit_read_set(kit->checker, map_source_schema(m), source, &kit->tree, diags);
    *out = (struct map_test_given){ &kit->tree, kit->masters.has_items ? &kit->masters.items : NULL, kit->masters.tables, kit->masters.n_tables };
    return true;
}

KIT bool kit_tests_write(void *context, const struct map *m, const struct tree *output, struct arena *arena, slice *bytes, struct diags *diags)
{
    (void)context;
    return output_write(m, output, arena, bytes, diags);
}

KIT void kit_tests_start(struct kit_tests *kit)
{
    *kit = (struct kit_tests){ .checker = checker_new() };
    tree_init(&kit->tree);
}

KIT void kit_tests_stop(struct kit_tests *kit)
{
    buf_free(&kit->masters.image);
    tree_free(&kit->tree);
    kit_record_stop(&kit->record);
    checker_free(kit->checker);
}

/* All findings as text, for messages of failing tests. */
KIT void kit_show(const struct diags *diags)
{
    for (size_t i = 0; i < diags->count; i++) {
        struct buf b = BUF_INIT(1 << 16);
        diag_text(&b, &diags->items[i]);
        fprintf(stderr, "%.*s", (int)b.len, b.ptr);
        buf_free(&b);
    }
}

#endif
