/* load.c - a map file to a plan.  Reads the root, loads both schemas, has the head and the blocks compiled, and hands the plan out only when nothing of
 * it is wrong. */
#include "map/map.h"

#include "base/err.h"
#include "map/extend.h"
#include "map/files.h"

slice map_id(const struct map *m) { return m->id; }
slice map_version(const struct map *m) { return m->version; }
slice map_canonical(const struct map *m) { return m->canonical; }
const struct schema *map_source_schema(const struct map *m) { return m->from; }
const struct schema *map_target_schema(const struct map *m) { return m->to; }
const struct flat *map_target_flat(const struct map *m) { return m->flat; }

static slice looked_in(const struct compiler *c)
{
    const struct schema_path *path = c->sources->schemas;
    slice text = SLICE("looked in");
    for (unsigned i = 0; path && i < path->n; i++)
        text = arena_printf(c->arena, "%.*s%s %s", SLICE_ARG(text), i ? "," : "", path->dirs[i]);
    return text;
}

static bool load_schema(struct compiler *c, struct xml_node *root, const char *attr, slice guide, const struct schema **out)
{
    slice id = attr_must(c, root, attr, "the name of a schema, e.g. x12:004010:850 or prima:sales-order");
    if (!id.len) return false;
    const struct map_sources *sources = c->sources;
    const struct schema *lent = sources->lend ? sources->lend(sources->lender, id, guide, c->diags) : NULL;
    if (lent) {
        *out = lent;
        return true;
    }
    int err = schema_load(c->arena, sources->schemas, id, guide, out, c->diags);
    if (err == 0) return true;
    slice name = guide.len ? arena_printf(c->arena, "%.*s with guide %.*s", SLICE_ARG(id), SLICE_ARG(guide)) : id;
    compile_fault(c, MAP_SCHEMA, attr_place(root, attr), slice_of(attr), name,
                  err == E_NOT_FOUND ? looked_in(c) : SLICE("its own findings are listed too"), NO_ARG);
    return false;
}

static bool read_root(struct compiler *c, struct xml_node *root)
{
    static const char *const attrs[] = { "id", "version", "status", "source", "guide", "target", "target-guide", "title", "from", "until",
            "say", NULL };
    struct map *m = c->map;
    if (!slice_is(root->name, "map")) {
        slice hint = slice_is(root->name, "fragment") ? SLICE("check the maps that include it: a fragment alone has no grammar and no target")
                : slice_is(root->name, "tests") || slice_is(root->name, "test") ? SLICE("run it with 'crossdock map test'") : NO_ARG;
        compile_fault(c, MAP_ROOT, root->place, root->name, hint, NO_ARG, NO_ARG);
        return false;
    }
    m->id = attr_must(c, root, "id", "the map's name, e.g. id=\"amazon-850-sales-order\"");
    m->version = attr_must(c, root, "version", "a number; raise it with every change");
    slice status = xml_get(root, "status");
    if (status.ptr && !slice_is(status, "draft") && !slice_is(status, "active") && !slice_is(status, "deprecated"))
        compile_fault(c, MAP_VALUE, attr_place(root, "status"), SLICE("status"), status, SLICE("draft, active or deprecated"),
                      NO_ARG);
    bool good = load_schema(c, root, "source", xml_get(root, "guide"), &m->from);
    good &= load_schema(c, root, "target", xml_get(root, "target-guide"), &m->to);
    if (good && !m->to->is_record) m->flat = flat_make(c->arena, m->to);
    if (m->flat) m->to = &m->flat->schema;
    (void)xml_known(root, attrs, c->diags);
    return good;
}

/* As a person reads the file.  Findings of other files (fragments, schemas) stay behind what stood before them. */
static void sort_findings(struct diags *diags, size_t from, const struct source *source)
{
    for (size_t i = from + 1; i < diags->count; i++) {
        struct diag moved = diags->items[i];
        size_t k = i;
        if (moved.place.source != source) continue;
        for (; k > from && diags->items[k - 1].place.source == source && diags->items[k - 1].place.offset > moved.place.offset; k--)
            diags->items[k] = diags->items[k - 1];
        diags->items[k] = moved;
    }
}

static void compile(struct compiler *c, struct xml_node *root)
{
    struct map *m = c->map;
    struct rule *run_rule = arena_alloc(c->arena, sizeof *run_rule);
    *run_rule = (struct rule){ .kind = RULE_CHECK, .id = m->id, .place = root->place, .slot = NO_SLOT, .too_long = SEV_NOTE };
    m->run_rule = run_rule;
    c->slots = arena_array(c->arena, MAP_MAX_SLOTS, sizeof *c->slots);
    c->item_slot = NO_SLOT;
    c->names = compiler_names(c);
    c->scope = (struct path_scope){ .arena = c->arena, .diags = c->diags, .from = m->from, .names = &c->names, .words = names_words, .words_context = c };
    c->scope.instance[0].node = path_record(m->from);
    c->checker = (struct expr_checker){ c->arena, c->diags, &c->names };
    m->slots = c->slots;
    m->canonical = map_files_canonical(c->arena, root);
    (void)head_read(c, root);
    m->params = c->params.items;
    m->n_params = (unsigned)c->params.count;
    m->tables = c->tables.items;
    m->n_tables = (unsigned)c->tables.count;
    m->root = block_read(c, root, 0);
    head_check_used(c);
    head_check_key(c, root);
}

int map_load(const struct map_sources *sources, slice file, const struct map **out, struct diags *diags)
{
    struct map *m = arena_alloc(sources->arena, sizeof *m);
    const struct source *source = NULL;
    struct xml_node *root = NULL;
    size_t errors = diags_count(diags, SEV_ERROR), before = diags->count;
    int err = map_effective(sources, file, &root, &source, diags);
    if (err != 0) return err;
    extend_settle(root, diags);
    struct compiler *c = arena_alloc(sources->arena, sizeof *c);
    *c = (struct compiler){ .arena = sources->arena, .diags = diags, .sources = sources, .map = m };
    m->source_file = source;
    m->path = slice_of(source->name);
    if (!read_root(c, root)) return E_BAD;
    compile(c, root);
    sort_findings(diags, before, source);
    if (diags_count(diags, SEV_ERROR) > errors) return E_BAD;
    *out = m;
    return 0;
}
