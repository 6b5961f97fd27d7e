/* reader.c - reading a file of records, one after the other.
 *
 * Decides which format reads, what a record may need at most, and what must be true of the file as a whole: that its mandatory records are
 * there.  The tree of one record is all that is held besides the file's own bytes. */
#include "record/reader.h"

#include "base/must.h"

#include <stdlib.h>

enum { MAX_TEXT = 64 * 1024 * 1024, MAX_CELL = 16 * 1024 * 1024 };

static bool open_format(struct record_reader *r)
{
    if (r->layout->text) {
        r->lines.cells = arena_array(r->arena, LAYOUT_MAX_CELLS, sizeof *r->lines.cells);
        r->lines.row = arena_array(r->arena, LAYOUT_MAX_CELLS, sizeof *r->lines.row);
        if (r->layout->text->trailer.len) r->lines.totals.text = r->layout->text;
        return true;
    }
    r->xml = xml_stream_new(r->source, r->diags);
    return r->xml != NULL;
}

struct record_reader *record_reader_new(const struct schema *layout, const struct source *source, struct diags *diags)
{
    must(layout->is_record && layout->n_nodes > 0);
    struct record_reader *r = must_memory(calloc(1, sizeof *r));
    r->layout = layout;
    r->source = source;
    r->diags = diags;
    r->arena = arena_new();
    r->text = BUF_INIT(MAX_TEXT);
    r->origins = BUF_INIT((size_t)MAX_TEXT * 2);
    r->value = BUF_INIT(256);
    r->cell = BUF_INIT(MAX_CELL);
    r->root = arena_array(r->arena, layout->nodes[0].segment->n_elems + 1u, sizeof *r->root);
    r->counts = arena_array(r->arena, layout->n_nodes, sizeof *r->counts);
    r->seen = arena_array(r->arena, layout->n_nodes, sizeof *r->seen);
    if (open_format(r)) return r;
    record_reader_free(r);
    return NULL;
}

void record_reader_free(struct record_reader *r)
{
    if (!r) return;
    xml_stream_free(r->xml);
    buf_free(&r->text);
    buf_free(&r->origins);
    buf_free(&r->value);
    buf_free(&r->cell);
    arena_free(r->arena);
    free(r);
}

/* Said once, at the end: what the file as a whole lacks or has too often. */
static void check_file(struct record_reader *r)
{
    const struct node *nodes = r->layout->nodes;
    for (uint16_t c = nodes[0].first; c; c = nodes[c].next) {
        struct place place = reader_place(r, r->root[nodes[0].segment->n_elems].offset, 1);
        if (r->seen[c] < nodes[c].min) reader_report(r, RECORD_GROUP_MISSING, place, nodes[0].name, nodes[c].name, NO_ARG);
        if (r->seen[c] > nodes[c].max) reader_report(r, RECORD_GROUP_MAX, place, nodes[c].name, arena_printf(r->diags->arena, "%u", r->seen[c]),
                                                     arena_printf(r->diags->arena, "%u", nodes[c].max));
    }
}

enum record_step record_reader_next(struct record_reader *r, struct tree *tree)
{
    tree_reset(tree);
    r->tree = tree;
    if (r->broken) return RECORD_STEP_BROKEN;
    if (r->ended) return RECORD_STEP_END;
    enum record_step step = r->xml ? xml_next_record(r) : r->layout->text->tagged ? tagged_next(r) : row_next(r);
    if (step == RECORD_STEP_RECORD) record_end(r);
    else tree_reset(tree);
    if (step == RECORD_STEP_END) check_file(r);
    r->ended = step == RECORD_STEP_END;
    r->broken = step == RECORD_STEP_BROKEN;
    return step;
}
