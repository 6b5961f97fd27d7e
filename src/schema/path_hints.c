/* path_hints.c - what a path that leads nowhere may have meant: the nearest name, the way outward, a dot that is missing, what is there instead. */
#include "schema/path.h"

slice path_node_words(struct resolving *r, uint16_t node)
{
    if (node == r->s->instance[0].node && path_from(r)->is_record)
        return arena_printf(r->s->arena, "the record %.*s", SLICE_ARG(path_from(r)->nodes[node].name));
    if (node == 0) return arena_printf(r->s->arena, "the transaction %.*s", SLICE_ARG(path_from(r)->set_id));
    return path_from(r)->nodes[node].name;
}

slice path_absolute(struct resolving *r, uint16_t node)
{
    slice path = { 0 };
    for (; node && node != r->s->instance[0].node; node = path_from(r)->nodes[node].parent)
        path = arena_printf(r->s->arena, "/%.*s%.*s", SLICE_ARG(path_from(r)->nodes[node].name), SLICE_ARG(path));
    return path;
}

slice path_guide(const struct resolving *r) { return path_from(r)->guide.len ? path_from(r)->guide : path_from(r)->id; }

/* "BEG03" is how people say it; paths have a dot. */
static slice dotted_hint(struct resolving *r, uint16_t node, slice name)
{
    if (name.len < 4 || name.ptr[name.len - 1] < '0' || name.ptr[name.len - 1] > '9' || name.ptr[name.len - 2] < '0' ||
        name.ptr[name.len - 2] > '9') return (slice){ 0 };
    slice segment = slice_sub(name, 0, name.len - 2);
    bool here = schema_child(path_from(r), node, segment) != 0;
    if (!here && !schema_child(path_from(r), 0, segment)) return (slice){ 0 };
    return arena_printf(r->s->arena, "write %s%.*s.%.*s", here ? "" : "/", SLICE_ARG(segment), SLICE_ARG(slice_sub(name, name.len - 2, 2)));
}

enum { MAX_NAMES = 200 };

/* A path's first word may have been meant as the name of something else. */
static size_t add_names(const struct resolving *r, slice *list, size_t n)
{
    const struct path_scope *s = r->s;
    if (s->words) n = s->words(s->words_context, list, n, MAX_NAMES);
    for (unsigned l = 1; l <= s->level && n < MAX_NAMES; l++)
        if (s->instance[l].name.len) list[n++] = s->instance[l].name;
    return n;
}

slice path_child_hint(struct resolving *r, uint16_t node, slice name)
{
    slice list[MAX_NAMES], dotted = dotted_hint(r, node, name);
    size_t n = 0;
    struct buf words = BUF_INIT(400);
    if (dotted.len) return dotted;
    for (uint16_t k = path_from(r)->nodes[node].first; k && n < 128; k = path_from(r)->nodes[k].next) {
        if (!path_is_used(r, k)) continue;
        list[n] = path_from(r)->nodes[k].name;
        if (words.len < 160) buf_printf(&words, "%s%.*s", n ? " " : "it has ", SLICE_ARG(list[n]));
        n++;
    }
    if (words.len >= 160) buf_puts(&words, " …");
    if (r->ref->n_steps == 0) n = add_names(r, list, n);
    slice hint = expr_nearest(r->s->arena, name, list, n, words.len ? arena_copy(r->s->arena, buf_slice(&words))
                                 : path_from(r)->is_record ? SLICE("it has fields only; they are written @Name") : SLICE("it has no segments inside"));
    buf_free(&words);
    return hint;
}

/* What is not in this instance may be in one around it. */
slice path_outward(struct resolving *r, slice name, uint16_t *node)
{
    const struct path_scope *c = r->s;
    for (int l = (int)r->ref->base - 1; l >= 0 && r->ref->n_steps == 0 && !r->e->path->absolute; l--) {
        *node = schema_child(path_from(r), c->instance[l].node, name);
        if (!*node || !path_is_used(r, *node)) continue;
        if (l == 0) return arena_printf(c->arena, "/%.*s", SLICE_ARG(name));
        slice instance = c->instance[l].name.len ? c->instance[l].name : slice_sub(SLICE("^^^^^^"), 0, r->ref->base - (unsigned)l);
        return arena_printf(c->arena, "%.*s/%.*s", SLICE_ARG(instance), SLICE_ARG(name));
    }
    return (slice){ 0 };
}

slice path_element_words(struct resolving *r, const struct segment_def *def)
{
    struct buf words = BUF_INIT(600);
    for (unsigned k = 1; k <= def->n_elems && words.len < 110; k++) {
        const struct elem *e = &def->elems[k - 1];
        if (path_from(r)->is_record) buf_printf(&words, "%s%.*s", words.len ? " " : "it has ", SLICE_ARG(e->field_name));
        else if (e->usage != USE_NOT_USED) buf_printf(&words, "%s%02u %.*s", words.len ? ", " : "", k, SLICE_ARG(e->name));
    }
    if (words.len >= 110) buf_puts(&words, " …");
    slice s = arena_copy(r->s->arena, buf_slice(&words));
    buf_free(&words);
    return s;
}

/* The trap of BEG.04: where a date is wanted, the date of the same segment is likely meant. */
slice path_element_hint(struct resolving *r, const struct segment_def *def)
{
    slice used = path_element_words(r, def);
    for (unsigned k = 1; k <= def->n_elems && r->s->wants_date; k++) {
        const struct elem *e = &def->elems[k - 1];
        if (e->usage != USE_NOT_USED && e->type == ELEM_DT)
            return arena_printf(r->s->arena, "write %.*s.%02u for the %.*s; used are: %.*s", SLICE_ARG(def->id), k, SLICE_ARG(e->name),
                                SLICE_ARG(used));
    }
    return arena_printf(r->s->arena, "used are: %.*s", SLICE_ARG(used));
}

slice path_codes_words(struct arena *arena, const struct code_list *list)
{
    struct buf b = BUF_INIT(300);
    for (uint32_t i = 0; i < list->count && b.len < 120; i++) buf_printf(&b, "%s%.*s", i ? " " : "",
            SLICE_ARG(list->codes[i].code));
    if (b.len >= 120) buf_puts(&b, " …");
    slice s = arena_copy(arena, buf_slice(&b));
    buf_free(&b);
    return s;
}
