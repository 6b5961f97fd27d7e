/* find.c - names to groups and fields.  A name finds the n-th group of that name below the one before it, however deep, so that people need not write
 * the whole way from the root. */
#include "map/find.h"

#include "map/compile.h"

static const struct segment_def *def_of(const struct schema *layout, const struct tree *t,
                                        uint32_t group) { return layout->nodes[t->group[group].kind].segment; }
static slice name_of(const struct schema *layout, const struct tree *t,
                     uint32_t group) { return layout->nodes[t->group[group].kind].name; }

uint32_t find_group(const struct schema *layout, const struct tree *t, uint32_t from, slice name, unsigned n)
{
    for (uint32_t g = from; g < tree_end(t, from); g++)
        if (slice_eq(name_of(layout, t, g), name) && n-- == 1) return g;
    return TREE_NONE;
}

/* The parent of a group: the last one before it that reaches over it. */
static uint32_t parent_of(const struct tree *t, uint32_t group)
{
    uint32_t g = group;
    while (g > 0 && tree_end(t, g - 1) <= group) g--;
    return g ? g - 1 : 0;
}

void find_name(const struct schema *layout, const struct tree *t, uint32_t group, struct buf *out)
{
    const struct node *node = &layout->nodes[t->group[group].kind];
    uint32_t parent = parent_of(t, group);
    if (parent > 0) {
        find_name(layout, t, parent, out);
        buf_putc(out, '/');
    }
    buf_add(out, node->name);
    if (node->max == 1 || group == 0) return;
    unsigned n = 1;
    for (uint32_t g = parent + 1; g < group; g++) n += t->group[g].kind == t->group[group].kind;
    buf_printf(out, "[%u]", n);
}

unsigned find_count(const struct schema *layout, const struct tree *t, slice name)
{
    unsigned n = 0;
    for (uint32_t g = 0; g < t->groups; g++) n += slice_eq(name_of(layout, t, g), name);
    return n;
}

bool find_step(slice step, slice *name, unsigned *n)
{
    uint64_t number = 1;
    size_t bracket = slice_find(step, '[');
    *name = slice_sub(step, 0, bracket);
    if (bracket < step.len && (!slice_ends(step, SLICE("]")) || !slice_to_u64(slice_sub(step, bracket + 1,
            step.len - bracket - 2), UINT32_MAX, &number) || number == 0)) return false;
    *n = (unsigned)number;
    return true;
}

static int field_of(const struct segment_def *def, slice name)
{
    if (name.len && name.ptr[0] == '@') name = slice_sub(name, 1, name.len);
    for (unsigned k = 0; def && k < def->n_elems; k++)
        if (slice_eq(slice_sub(def->elems[k].field_name, 1, 100), name)) return (int)k;
    return -1;
}

static void say_no_group(const struct schema *layout, const struct tree *t, slice name, unsigned n, struct buf *why)
{
    unsigned count = find_count(layout, t, name);
    if (count) {
        buf_printf(why, "there is no %.*s[%u]: the record has %u\n", SLICE_ARG(name), n, count);
        return;
    }
    struct arena *arena = arena_new();
    slice *list = arena_array(arena, layout->n_nodes, sizeof *list);
    for (unsigned i = 0; i < layout->n_nodes; i++) list[i] = layout->nodes[i].name;
    buf_printf(why, "there is no %.*s in the record; %.*s\n", SLICE_ARG(name), SLICE_ARG(expr_nearest(arena, name, list,
            layout->n_nodes, SLICE("the layout lists its groups"))));
    arena_free(arena);
}

/* `node` of the layout was named, or NO_NODE: any would have done. */
static void say_no_field(const struct schema *layout, uint16_t node, slice name, struct buf *why)
{
    struct arena *arena = arena_new();
    size_t n = 0, room = 1;
    for (unsigned i = 0; i < layout->n_nodes; i++) room += layout->nodes[i].segment ? layout->nodes[i].segment->n_elems : 0u;
    slice *list = arena_array(arena, room, sizeof *list);
    for (unsigned i = 0; i < layout->n_nodes; i++)
        for (unsigned k = 0; (i == node || node == NO_NODE) && layout->nodes[i].segment && k < layout->nodes[i].segment->n_elems; k++)
            list[n++] = layout->nodes[i].segment->elems[k].field_name;
    slice owner = node == NO_NODE ? SLICE("the record") : layout->nodes[node].name;
    buf_printf(why, "%.*s has no field %.*s; %.*s\n", SLICE_ARG(owner), SLICE_ARG(name),
               SLICE_ARG(expr_nearest(arena, name, list, n, SLICE("the layout lists its fields"))));
    arena_free(arena);
}

void find_label(const struct schema *target, const struct tree *t, uint32_t group, unsigned field, struct buf *out)
{
    if (!target->is_record) {
        find_element_name(target, t, group, field, out);
        return;
    }
    find_name(target, t, group, out);
    buf_putc(out, '/');
    buf_add(out, def_of(target, t, group)->elems[field].field_name);
}

bool find_field(const struct schema *layout, const struct tree *t, slice path, uint32_t *group, unsigned *field, struct buf *why)
{
    if (!layout->is_record && t->groups) return find_element(layout, t, path, group, field, why);
    slice rest = path, step, name;
    uint32_t at = 0;
    unsigned n = 1;
    bool named = false;
    if (t->groups == 0) {
        buf_puts(why, "the record is empty\n");
        return false;
    }
    while (slice_next(&rest, '/', &step)) {
        bool last = rest.ptr == NULL;
        if (step.len == 0) continue;
        if (last) break;
        if (!find_step(step, &name, &n) || (at = find_group(layout, t, at, name, n)) == TREE_NONE) {
            say_no_group(layout, t, name, n, why);
            return false;
        }
        named = true;
    }
    int k = field_of(def_of(layout, t, at), step);
    for (uint32_t g = 0; !named && k < 0 && g < t->groups; g++)
        if ((k = field_of(def_of(layout, t, g), step)) >= 0) at = g;
    if (k < 0) say_no_field(layout, named ? t->group[at].kind : NO_NODE, step, why);
    *group = at;
    *field = k < 0 ? 0 : (unsigned)k;
    return k >= 0;
}
