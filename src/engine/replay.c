/* replay.c - see replay.h.  The two records are walked side by side: lines are the same when they stand at the same place of the order, other groups
 * when they are the same one of their kind.  One example of each field is kept, so that memory does not grow with the archive. */
#include "engine/replay.h"

enum { MOST_FIELDS = 5000 };

struct comparing {
    struct replay *r;
    const struct archived *archived;
    const struct tree *trees[REPLAY_SIDES];
    bool differs;
};

/* ---- counting ---- */

static slice example_words(struct replay *r, const struct archived *a, uint32_t line)
{
    const struct document *d = a->document;
    slice text = arena_printf(r->arena, "document %06lld, set %u, %.*s", (long long)d->intake, d->ordinal, SLICE_ARG(d->key));
    return line ? arena_printf(r->arena, "%.*s line %u", SLICE_ARG(text), line) : text;
}

static slice kept(struct replay *r, slice s) { return !s.ptr ? s : s.len ? arena_copy(r->arena, s) : SLICE(""); }

static void count_field(struct comparing *c, slice path, slice old, slice new, uint32_t line)
{
    struct replay *r = c->r;
    struct replay_field *f = NULL;
    for (size_t i = 0; i < r->fields.count && !f; i++)
        if (slice_eq(r->fields.items[i].path, path)) f = &r->fields.items[i];
    c->differs = true;
    if (!f && r->fields.count >= MOST_FIELDS) return;
    if (!f) {
        f = arena_grow(r->arena, &r->fields.items, &r->fields.count, &r->fields.room, sizeof *f);
        *f = (struct replay_field){ .path = arena_copy(r->arena, path), .values_of = { kept(r, old), kept(r, new) },
                                    .example = example_words(r, c->archived, line) };
    }
    f->values++;
    if (f->last != c->archived->document) f->documents++;
    f->last = c->archived->document;
}

static void count_findings(struct replay *r, const struct diags *diags, unsigned side)
{
    for (size_t i = 0; i < diags->count; i++) {
        const struct diag *d = &diags->items[i];
        struct replay_finding *f = NULL;
        for (size_t k = 0; k < r->findings.count && !f; k++)
            if (slice_is(r->findings.items[k].code, d->def->code) && slice_eq(r->findings.items[k].rule, d->rule)) f = &r->findings.items[k];
        if (!f) {
            f = arena_grow(r->arena, &r->findings.items, &r->findings.count, &r->findings.room, sizeof *f);
            *f = (struct replay_finding){ .code = arena_copy(r->arena, slice_of(d->def->code)), .rule = arena_copy(r->arena, d->rule) };
        }
        f->made[side]++;
    }
}

/* ---- two records side by side ---- */

static const struct node *node_of(const struct comparing *c, unsigned side, uint32_t group)
{
    return &map_target_schema(c->r->maps[side])->nodes[c->trees[side]->group[group].kind];
}

static void compare_fields(struct comparing *c, slice path, uint32_t old, uint32_t new)
{
    const struct segment_def *def = node_of(c, REPLAY_OLD, old)->segment;
    for (unsigned k = 0; def && k < def->n_elems; k++) {
        slice a = tree_value(c->trees[REPLAY_OLD], old, k), b = tree_value(c->trees[REPLAY_NEW], new, k);
        if ((a.ptr != NULL) == (b.ptr != NULL) && slice_eq(a, b)) continue;
        struct buf name = BUF_INIT(4096);
        buf_printf(&name, "%.*s/%.*s", SLICE_ARG(path), SLICE_ARG(def->elems[k].field_name));
        count_field(c, buf_slice(&name), a, b, c->trees[REPLAY_OLD]->group[old].number);
        buf_free(&name);
    }
}

/* The child of `parent` that is the same as `group` of the other side: of its kind, and of its line, or the same one in order. */
static uint32_t counterpart(const struct comparing *c, unsigned side, uint32_t parent, uint32_t group, unsigned order)
{
    const struct tree *t = c->trees[side], *other = c->trees[1 - side];
    const struct tree_group *wanted = &other->group[group];
    for (uint32_t g = parent + 1; g < tree_end(t, parent); g = tree_end(t, g)) {
        if (t->group[g].kind != wanted->kind) continue;
        if (wanted->number ? t->group[g].number == wanted->number : order-- == 0) return g;
    }
    return TREE_NONE;
}

static unsigned order_of(const struct tree *t, uint32_t parent, uint32_t group)
{
    unsigned order = 0;
    for (uint32_t g = parent + 1; g < group; g = tree_end(t, g))
        order += t->group[g].kind == t->group[group].kind && t->group[g].number == t->group[group].number;
    return order;
}

static void compare_groups(struct comparing *c, slice path, uint32_t old, uint32_t new, unsigned depth);

static void compare_children(struct comparing *c, slice path, uint32_t old, uint32_t new, unsigned depth)
{
    const uint32_t parents[REPLAY_SIDES] = { old, new };
    for (unsigned side = 0; side < REPLAY_SIDES; side++) {
        const struct tree *t = c->trees[side];
        for (uint32_t g = parents[side] + 1; g < tree_end(t, parents[side]); g = tree_end(t, g)) {
            uint32_t other = counterpart(c, 1 - side, parents[1 - side], g, order_of(t, parents[side], g));
            slice name = node_of(c, side, g)->name;
            struct buf below = BUF_INIT(4096);
            buf_printf(&below, "%.*s%s%.*s", SLICE_ARG(path), path.len ? "/" : "", SLICE_ARG(name));
            if (other == TREE_NONE)
                count_field(c, buf_slice(&below), side == REPLAY_OLD ? SLICE("there") : NO_ARG, side == REPLAY_NEW ? SLICE("there") : NO_ARG,
                            t->group[g].number);
            else if (side == REPLAY_OLD) compare_groups(c, buf_slice(&below), g, other, depth + 1);
            buf_free(&below);
        }
    }
}

static void compare_groups(struct comparing *c, slice path, uint32_t old, uint32_t new, unsigned depth)
{
    if (depth > 32) return;
    compare_fields(c, path, old, new);
    compare_children(c, path, old, new, depth);
}

/* ---- one document ---- */

static void run_side(struct replay *r, const struct archived *a, unsigned side, struct arena *arena, struct tree *out)
{
    struct map_env env = {
        .items = r->outside->items ? &r->outside->lookup : NULL, .tables = r->outside->tables, .n_tables = r->outside->n_tables,
        .document_id = arena_printf(arena, "%06lld", (long long)a->document->intake),
    };
    if (a->route) {
        env.params = a->route->route.params;
        env.n_params = a->route->route.n_params;
    }
    struct diags diags;
    struct map_result result;
    diags_init(&diags, arena, DIAGS_DEFAULT_CAP);
    map_run(r->maps[side], &env, a->step->tree, arena, out, NULL, &result, &diags);
    r->held[side] += result.worst >= SEV_HOLD_LINE;
    r->held_lines[side] += result.held_lines;
    count_findings(r, &diags, side);
}

static void replay_document(void *context, const struct archived *a)
{
    struct replay *r = context;
    struct arena *arena = arena_new();
    struct tree out[REPLAY_SIDES];
    for (unsigned side = 0; side < REPLAY_SIDES; side++) {
        tree_init(&out[side]);
        run_side(r, a, side, arena, &out[side]);
    }
    struct comparing c = { .r = r, .archived = a, .trees = { &out[REPLAY_OLD], &out[REPLAY_NEW] } };
    if (out[REPLAY_OLD].groups && out[REPLAY_NEW].groups) compare_groups(&c, (slice){ 0 }, 0, 0, 0);
    r->differing += c.differs;
    for (unsigned side = 0; side < REPLAY_SIDES; side++) tree_free(&out[side]);
    arena_free(arena);
}

int replay_run(struct replay *r)
{
    r->walk.schema = map_source_schema(r->maps[REPLAY_OLD]);
    r->walk.setup = r->outside->setup;
    r->walk.visit = replay_document;
    r->walk.context = r;
    return archive_walk(&r->walk, r->arena);
}
