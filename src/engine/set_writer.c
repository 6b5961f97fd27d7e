/* set_writer.c - see set_writer.h.  What a node of the set is to x12/ is prepared once. */
#include "engine/set_writer.h"

struct set_writer {
    struct x12_shape shape;
    const char *set_id, *functional_id, *version;
    slice release;
};

static struct x12_node node_of(struct arena *arena, const struct flat *flat, uint16_t k)
{
    const struct segment_def *def = flat->schema.nodes[k].segment;
    if (!def || flat->schema.nodes[k].is_loop) return (struct x12_node){ 0 };
    struct x12_field *fields = arena_array(arena, def->n_elems + 1u, sizeof *fields);
    for (unsigned i = 0; i < def->n_elems; i++) fields[i] = (struct x12_field){ flat->places[k][i].element, flat->places[k][i].component };
    return (struct x12_node){ def->id, fields, def->n_elems };
}

struct set_writer *set_writer_new(struct arena *arena, const struct flat *flat)
{
    const struct schema *s = &flat->schema;
    struct set_writer *w = arena_alloc(arena, sizeof *w);
    struct x12_node *nodes = arena_array(arena, s->n_nodes, sizeof *nodes);
    for (uint16_t k = 0; k < s->n_nodes; k++) nodes[k] = node_of(arena, flat, k);
    *w = (struct set_writer){ .shape = { nodes, s->n_nodes }, .release = s->release };
    w->set_id = arena_cstr(arena, s->set_id);
    w->functional_id = arena_cstr(arena, s->functional_id);
    w->version = arena_cstr(arena, slice_sub(s->release, 0, 5));        /* 004010: ISA12 is 00401 */
    return w;
}

struct set_envelope set_envelope_default(const struct set_writer *w, instant at)
{
    bool repeats = slice_cmp(slice_of(w->version), SLICE("00402")) >= 0;
    return (struct set_envelope){
        .delims = { .element = '*', .component = '>', .repetition = repeats ? '^' : '\0', .terminator = "~", .terminator_len = 1 },
        .line_ends = true, .characters = X12_EXTENDED,
        .from = { SLICE("ZZ"), SLICE("SENDER"), SLICE("SENDER") }, .to = { SLICE("ZZ"), SLICE("RECEIVER"), SLICE("RECEIVER") },
        .at = at, .usage = 'T', .interchange_control = 1, .group_control = 1, .set_control = "0001",
    };
}

bool set_write_body(const struct set_writer *w, struct x12_writer *to, const char *control, enum x12_characters characters,
                    const struct tree *tree, const struct x12_places *places, struct diags *diags)
{
    size_t start = to->out->len;
    x12_write_st(to, w->set_id, control);
    if (!x12_write_tree(to, &w->shape, characters, tree, places, diags)) {
        to->out->len = start;
        return false;
    }
    x12_write_se(to);
    return true;
}

bool set_write(const struct set_writer *w, const struct set_envelope *e, const struct tree *tree, struct buf *out,
               const struct x12_places *places, struct diags *diags)
{
    struct x12_writer to;
    size_t start = out->len;
    x12_write_begin(&to, out, &e->delims, e->line_ends);
    x12_write_isa(&to, &e->from, &e->to, e->at, w->version, e->interchange_control, false, e->usage);
    x12_write_gs(&to, w->functional_id, e->from.gs_id, e->to.gs_id, e->at, e->group_control, w->release);
    if (!set_write_body(w, &to, e->set_control, e->characters, tree, places, diags)) {
        out->len = start;
        return false;
    }
    x12_write_ge(&to);
    x12_write_iea(&to);
    return buf_ok(out);
}
