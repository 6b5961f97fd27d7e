/* find_set.c - elements of an output that is a set, by the names people use: "TDS.01", "IT1[2].02", "N1[2]/N4.03", "SLN.05-2".
 *
 * A name means the n-th loop or segment of that name right inside the one before it; when there is none, the n-th anywhere inside. */
#include "map/find.h"

#include "schema/flat.h"

static bool is_meant(const struct schema *set, const struct tree *t, uint32_t g, slice name, bool loop)
{
    const struct node *node = &set->nodes[t->group[g].kind];
    return g > 0 && node->is_loop == loop && slice_eq(node->name, name);
}

uint32_t find_inside(const struct schema *set, const struct tree *t, uint32_t from, slice name, unsigned n, bool loop)
{
    unsigned left = n;
    bool any = false;
    for (uint32_t g = from + 1; g < tree_end(t, from); g = tree_end(t, g)) {
        if (!is_meant(set, t, g, name, loop)) continue;
        any = true;
        if (left-- == 1) return g;
    }
    left = n;
    for (uint32_t g = from + 1; g < tree_end(t, from) && !any; g++)
        if (is_meant(set, t, g, name, loop) && left-- == 1) return g;
    return TREE_NONE;
}

unsigned find_segments(const struct schema *set, const struct tree *t, slice name)
{
    unsigned n = 0;
    for (uint32_t g = 1; g < t->groups; g++) n += is_meant(set, t, g, name, false);
    return n;
}

uint32_t find_segment(const struct schema *set, const struct tree *t, slice path, struct buf *why)
{
    slice rest = path, step, name;
    uint32_t at = 0;
    unsigned n = 1;
    while (slice_next(&rest, '/', &step)) {
        if (step.len == 0) continue;
        bool last = rest.ptr == NULL;
        if (!find_step(step, &name, &n) || (at = find_inside(set, t, at, name, n, !last)) == TREE_NONE) {
            buf_printf(why, "there is no %s %.*s in what is written\n", last ? "segment" : "loop", SLICE_ARG(step));
            return TREE_NONE;
        }
    }
    if (at == 0) buf_puts(why, "a segment is named like TDS or IT1[2] or N1[2]/N4\n");
    return at ? at : TREE_NONE;
}

bool find_element(const struct schema *set, const struct tree *t, slice path, uint32_t *group, unsigned *field, struct buf *why)
{
    size_t dot = path.len;
    while (dot > 0 && path.ptr[dot - 1] != '.') dot--;
    if (dot == 0) {
        buf_printf(why, "%.*s names no element; write the segment, a dot and a number, like BIG.02\n", SLICE_ARG(path));
        return false;
    }
    uint32_t at = find_segment(set, t, slice_sub(path, 0, dot - 1), why);
    if (at == TREE_NONE) return false;
    const struct segment_def *def = set->nodes[t->group[at].kind].segment;
    int k = flat_field(def, slice_sub(path, dot, path.len));
    if (k < 0) buf_printf(why, "%.*s has no element %.*s\n", SLICE_ARG(def->id), SLICE_ARG(slice_sub(path, dot, path.len)));
    *group = at;
    *field = k < 0 ? 0 : (unsigned)k;
    return k >= 0;
}

static uint32_t parent_of(const struct tree *t, uint32_t group) { return t->group[group].parent; }

static void put_step(const struct schema *set, const struct tree *t, uint32_t group, struct buf *out)
{
    const struct node *node = &set->nodes[t->group[group].kind];
    unsigned n = 1, all = 0;
    buf_add(out, node->name);
    for (uint32_t g = parent_of(t, group) + 1; g < tree_end(t, parent_of(t, group)); g = tree_end(t, g)) {
        bool same = is_meant(set, t, g, node->name, node->is_loop);
        all += same;
        n += same && g < group;
    }
    if (all > 1 || node->max > 1) buf_printf(out, "[%u]", n);
}

/* The opening segment of a loop is called by the loop's name. */
static void put_segment(const struct schema *set, const struct tree *t, uint32_t group, struct buf *out)
{
    uint32_t parent = parent_of(t, group), outer = parent ? parent_of(t, parent) : 0;
    if (outer) put_segment(set, t, parent, out);
    else if (parent) put_step(set, t, parent, out);
    if (parent && slice_eq(set->nodes[t->group[parent].kind].name, set->nodes[t->group[group].kind].name)) return;
    if (parent) buf_putc(out, '/');
    put_step(set, t, group, out);
}

void find_element_name(const struct schema *set, const struct tree *t, uint32_t group, unsigned field, struct buf *out)
{
    if (group) put_segment(set, t, group, out);
    buf_putc(out, '.');
    buf_add(out, flat_number(set->nodes[t->group[group].kind].segment, field));
}
