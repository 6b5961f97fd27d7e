/* compare.c - two effective maps, rule by rule: what is there in one only, and which attributes differ.
 *
 * Each map is laid out as a list of entries.  A rule is found again by its id; what has none by its kind and place: a parameter by its name, a field
 * that is left out by the group it is left out of.  The rows and factors inside a rule are attributes of it, named by what selects them.  Where an
 * entry stands (`in`) is an attribute too, so that a rule that moved to another group is seen. */
#include "map/effective.h"

#include "map/files.h"

enum { MOST_ENTRIES = 20000, DEEPEST = 40 };

struct fact { slice name, value; struct place place; };
struct entry {
    slice key, tag;
    struct place place;
    struct { struct fact *items; size_t count, room; } facts;
    bool used;
};
struct listing {
    struct arena *arena;
    const struct map_sources *sources;
    struct { struct entry *items; size_t count, room; } entries;
    unsigned includes;
};
struct here { slice in, prefix; unsigned depth; };      /* where the walk is: groups, and ids of includes */

static void add_fact(struct listing *l, struct entry *e, slice name, slice value, struct place place)
{
    struct fact *f = arena_grow(l->arena, &e->facts.items, &e->facts.count, &e->facts.room, sizeof *f);
    *f = (struct fact){ name, value, place };
}

static struct entry *add_entry(struct listing *l, slice key, const struct xml_node *n)
{
    struct entry *e = arena_grow(l->arena, &l->entries.items, &l->entries.count, &l->entries.room, sizeof *e);
    e->key = key;
    e->tag = n->name;
    e->place = n->place;
    return e;
}

static bool is_one_of(slice s, const char *const *words)
{
    for (; *words; words++)
        if (slice_is(s, *words)) return true;
    return false;
}

static void add_attrs(struct listing *l, struct entry *e, const struct xml_node *n, slice before, const char *const *but)
{
    for (unsigned i = 0; i < n->n_attrs; i++) {
        const struct xml_attr *a = &n->attrs[i];
        if (is_one_of(a->name, but)) continue;
        add_fact(l, e, before.len ? arena_printf(l->arena, "%.*s %.*s", SLICE_ARG(before), SLICE_ARG(a->name)) : a->name, a->value,
                 a->value_place);
    }
}

/* What selects a row, a factor …: its name among the attributes of its rule. */
static slice part_name(struct listing *l, struct xml_node *n)
{
    static const char *const selectors[] = { "is", "when", "unit", "name", NULL };
    for (unsigned i = 0; selectors[i]; i++) {
        if (slice_is(n->name, "factor") && i == 0) continue;
        slice value = xml_get(n, selectors[i]);
        if (value.ptr) return arena_printf(l->arena, "%.*s %.*s", SLICE_ARG(n->name), SLICE_ARG(value));
    }
    return n->name;
}

static void add_parts(struct listing *l, struct entry *e, struct xml_node *n)
{
    static const char *const none[] = { NULL };
    slice order = { 0 };
    for (struct xml_node *c = n->first; c; c = c->next) {
        slice name = part_name(l, c);
        add_attrs(l, e, c, name, none);
        order = order.len ? arena_printf(l->arena, "%.*s, %.*s", SLICE_ARG(order), SLICE_ARG(name)) : name;
    }
    if (order.len) add_fact(l, e, SLICE("order"), order, n->place);
}

static void list_children(struct listing *l, struct xml_node *n, struct here here);

static void list_unmapped(struct listing *l, struct xml_node *n, struct here here)
{
    slice rest = xml_attr(n, "n") ? xml_get(n, "n") : xml_get(n, "out"), word;
    while (slice_next(&rest, ' ', &word)) {
        word = slice_trim(word);
        if (!word.len) continue;
        struct entry *e = add_entry(l, arena_printf(l->arena, "unmapped %.*s/%.*s", SLICE_ARG(here.in), SLICE_ARG(word)), n);
        add_fact(l, e, SLICE("reason"), xml_get(n, "reason"), n->place);
    }
}

static void list_fragment(struct listing *l, struct xml_node *n, struct here here, slice id)
{
    const struct source *source = NULL;
    slice tried;
    struct diags quiet;
    diags_init(&quiet, l->arena, 1);
    if (l->includes++ >= MAP_MAX_INCLUDES || map_file_open(l->arena, l->sources->maps, xml_get(n, "fragment"), &source, &tried) != 0) return;
    struct xml_node *root = xml_parse(l->arena, source, &quiet);
    if (!root || !slice_is(root->name, "fragment")) return;
    here.prefix = id;
    list_children(l, root, here);
}

/* Rules have an id; groups have what they are for. */
static slice key_of(struct listing *l, struct xml_node *n, struct here here)
{
    slice id = extend_rule_id(n);
    if (id.len) return here.prefix.len ? arena_printf(l->arena, "%.*s.%.*s", SLICE_ARG(here.prefix), SLICE_ARG(id)) : id;
    if (slice_is(n->name, "param")) return arena_printf(l->arena, "param $%.*s%.*s", SLICE_ARG(here.prefix), SLICE_ARG(xml_get(n, "name")));
    if (slice_is(n->name, "use")) return arena_printf(l->arena, "use %.*s", SLICE_ARG(xml_attr(n, "table") ? xml_get(n, "table") : xml_get(n, "items")));
    if (slice_is(n->name, "document")) return n->name;
    slice out = xml_attr(n, "n") ? xml_get(n, "n") : xml_attr(n, "out") ? xml_get(n, "out") : xml_get(n, "level");
    return arena_printf(l->arena, "%.*s %.*s%s%.*s", SLICE_ARG(n->name), SLICE_ARG(here.in), here.in.len ? "/" : "", SLICE_ARG(out));
}

static bool is_group(struct xml_node *n)
{
    static const char *const groups[] = { "record", "each", "segment", "loop", "tree", "node", "when", NULL };
    return is_one_of(n->name, groups);
}

static void list_node(struct listing *l, struct xml_node *n, struct here here)
{
    static const char *const known[] = { "id", NULL };
    if (l->entries.count >= MOST_ENTRIES || here.depth > DEEPEST) return;
    if (slice_is(n->name, "unmapped")) {
        list_unmapped(l, n, here);
        return;
    }
    slice key = key_of(l, n, here);
    struct entry *e = add_entry(l, key, n);
    add_fact(l, e, SLICE("in"), here.in, n->place);
    add_attrs(l, e, n, NO_ARG, known);
    if (is_group(n)) {
        slice out = xml_get(n, slice_is(n->name, "each") ? "id" : slice_is(n->name, "node") ? "level" : "out");
        here.in = arena_printf(l->arena, "%.*s%s%.*s", SLICE_ARG(here.in), here.in.len ? "/" : "", SLICE_ARG(out));
        here.depth++;
        list_children(l, n, here);
    } else {
        add_parts(l, e, n);
        if (slice_is(n->name, "include")) list_fragment(l, n, here, key);
    }
}

static void list_children(struct listing *l, struct xml_node *n, struct here here)
{
    for (struct xml_node *c = n->first; c; c = c->next) list_node(l, c, here);
}

/* Who the map is does not matter, what it reads and writes does. */
static void list_map(struct listing *l, struct xml_node *root)
{
    static const char *const but[] = { "id", "version", "status", "title", "say", "from", "until", NULL };
    add_attrs(l, add_entry(l, SLICE("map"), root), root, NO_ARG, but);
    list_children(l, root, (struct here){ 0 });
}

/* ---- comparing ---- */

static const struct fact *fact_find(const struct entry *e, slice name)
{
    for (size_t i = 0; i < e->facts.count; i++)
        if (slice_eq(e->facts.items[i].name, name)) return &e->facts.items[i];
    return NULL;
}

static struct entry *entry_find(struct listing *l, slice key)
{
    for (size_t i = 0; i < l->entries.count; i++)
        if (!l->entries.items[i].used && slice_eq(l->entries.items[i].key, key)) return &l->entries.items[i];
    return NULL;
}

struct changes { struct arena *arena; struct { struct change *items; size_t count, room; } all; };

static struct change *add_change(struct changes *c, enum change_kind kind, const struct entry *old, const struct entry *new)
{
    struct change *change = arena_grow(c->arena, &c->all.items, &c->all.count, &c->all.room, sizeof *change);
    const struct entry *e = new ? new : old;
    *change = (struct change){ .kind = kind, .rule = e->key, .tag = e->tag };
    if (old) change->old_place = old->place;
    if (new) change->new_place = new->place;
    return change;
}

struct attrs { struct change_attr *items; size_t count, room; };

static void add_attr(struct changes *c, struct attrs *attrs, const struct fact *was, const struct fact *is)
{
    struct change_attr *a = arena_grow(c->arena, &attrs->items, &attrs->count, &attrs->room, sizeof *a);
    a->name = was ? was->name : is->name;
    if (was) a->old = was->value;
    if (!is) return;
    a->new = is->value;
    a->place = is->place;
}

static void compare(struct changes *c, const struct entry *old, const struct entry *new)
{
    struct attrs attrs = { 0 };
    for (size_t i = 0; i < old->facts.count; i++) {
        const struct fact *was = &old->facts.items[i], *is = fact_find(new, was->name);
        if (!is || !slice_eq(is->value, was->value)) add_attr(c, &attrs, was, is);
    }
    for (size_t i = 0; i < new->facts.count; i++)
        if (!fact_find(old, new->facts.items[i].name)) add_attr(c, &attrs, NULL, &new->facts.items[i]);
    if (!attrs.count && slice_eq(old->tag, new->tag)) return;
    struct change *change = add_change(c, CHANGE_CHANGED, old, new);
    change->attrs = attrs.items;
    change->n_attrs = (unsigned)attrs.count;
}

void effective_diff(const struct map_sources *sources, struct xml_node *old, struct xml_node *new, const struct change **out, size_t *count)
{
    struct listing a = { .arena = sources->arena, .sources = sources }, b = a;
    struct changes c = { .arena = sources->arena };
    list_map(&a, old);
    list_map(&b, new);
    for (size_t i = 0; i < a.entries.count; i++) {
        struct entry *e = &a.entries.items[i], *found = entry_find(&b, e->key);
        if (!found) {
            add_change(&c, CHANGE_REMOVED, e, NULL);
            continue;
        }
        found->used = true;
        compare(&c, e, found);
    }
    for (size_t i = 0; i < b.entries.count; i++)
        if (!b.entries.items[i].used) add_change(&c, CHANGE_ADDED, NULL, &b.entries.items[i]);
    *out = c.all.items;
    *count = c.all.count;
}
