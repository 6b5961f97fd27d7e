/* require.c - reads <require>. */
#include "schema/require.h"

uint16_t require_path(const struct schema *s, uint16_t from, slice path)
{
    uint16_t node = from;
    slice rest = path, part;
    while (slice_next(&rest, '/', &part)) {
        if (node && !s->nodes[node].is_loop) return 0;
        node = schema_child(s, node, part);
        if (!node) return 0;
    }
    return node == from ? 0 : node;
}

static uint16_t path_read(struct loader *l, struct xml_node *n, const char *attr, const struct schema *s, uint16_t from)
{
    slice path = xml_get(n, attr);
    uint16_t node = require_path(s, from, path);
    if (!node) load_bad(l, SCHEMA_PATH, read_place(n, attr), path, from ? SLICE("segment or loop") : SLICE("place"), from ? s->nodes[from].name : s->id);
    return node;
}

void require_read(struct loader *l, struct xml_node *n, struct schema *s, const struct guide_rule *rule)
{
    static const char *const attrs[] = { "path", "in", "when", "min", "max", "severity", "source", NULL };
    struct require_rule r = { .rule = *rule };
    slice path = read_required(l, n, "path");
    read_only(l, n, attrs);
    r.min = read_number(l, n, "min", 0, 1000000, 1);
    r.max = read_number(l, n, "max", 0, UINT32_MAX, UINT32_MAX);
    if (r.max < r.min) load_bad(l, SCHEMA_ATTRIBUTE, read_place(n, "max"), SLICE("max"), xml_get(n, "max"), SLICE("min or more"));
    if (xml_get(n, "in").ptr) {
        r.in = path_read(l, n, "in", s, 0);
        if (!r.in) return;
        if (!s->nodes[r.in].is_loop) {
            load_bad(l, SCHEMA_PATH, read_place(n, "in"), xml_get(n, "in"), SLICE("loop"), s->id);
            return;
        }
    }
    r.node = path.len ? path_read(l, n, "path", s, r.in) : 0;
    if (!r.node || !when_read(l, n, s->nodes[schema_opener(s, r.node)].segment, &r.when)) return;
    if (!s->requires) s->requires = arena_alloc(l->arena, sizeof *s->requires);
    struct require_set *set = (struct require_set *)(uintptr_t)s->requires;     /* still being made, so still ours */
    if (set->n == REQUIRE_MAX) {
        load_bad(l, SCHEMA_TOO_BIG, n->place, SLICE("<require> elements"), SLICE("200"), NO_ARG);
        return;
    }
    *(struct require_rule *)arena_grow(l->arena, &set->rules, &set->n, &set->room, sizeof r) = r;
}
