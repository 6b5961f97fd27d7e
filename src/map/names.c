/* names.c - what words mean in the expressions of a map: parameters, lets, values of rules, instances, tables, items.  Paths are path.c's. */
#include "map/compile.h"

#include "expr/findings.h"

struct named *name_find(struct compiler *c, slice name)
{
    for (struct named *n = c->named; n; n = n->older)
        if (slice_eq(n->name, name)) return n;
    return NULL;
}

static bool name_is_taken(struct compiler *c, slice name)
{
    if (name_find(c, name)) return true;
    for (uint8_t l = 1; l <= c->scope.level; l++)
        if (slice_eq(c->scope.instance[l].name, name)) return true;
    return schema_child(c->map->from, c->scope.instance[0].node, name) != 0;
}

void name_add(struct compiler *c, slice name, const struct expr *def, uint16_t slot, uint16_t factor_slot, struct place place)
{
    if (name_is_taken(c, name)) {
        compile_fault(c, MAP_NAME_TAKEN, place, name, NO_ARG, NO_ARG, NO_ARG);
        name = (slice){ 0 };            /* what uses it means the older one */
    }
    struct named *n = arena_alloc(c->arena, sizeof *n);
    *n = (struct named){ .older = c->named, .name = name, .def = def, .slot = slot, .factor_slot = factor_slot, .place = place,
                          .used = name.len == 0 };
    c->named = n;
}

uint16_t slot_add(struct compiler *c, const struct expr *def, uint8_t level, const void *rule)
{
    struct map *m = c->map;
    if (m->n_slots == MAP_MAX_SLOTS) {
        compile_fault(c, MAP_TOO_BIG, c->rule ? c->rule->place : (struct place){ 0 }, SLICE("lets and shared parts"),
                      SLICE("4096"), NO_ARG, NO_ARG);
        return 0;
    }
    c->slots[m->n_slots] = (struct expr_slot){ .def = def, .rule = rule, .level = level };
    return (uint16_t)m->n_slots++;
}

static uint16_t hoist_slot(void *context, const struct expr *e)
{
    struct compiler *c = context;
    return slot_add(c, e, e->level, c->rule);
}

struct expr *compile_hoist(struct compiler *c, struct expr *e) { return expr_hoist(c->arena, e, c->scope.level, hoist_slot, c); }

/* ---- parameters ---- */

static bool overlay_param(struct compiler *c, struct expr *e)
{
    for (struct overlay *o = c->overlay; o; o = o->outer) {
        for (unsigned i = 0; i < o->n; i++) {
            if (!slice_eq(o->bindings[i].name, e->name)) continue;
            slice name = e->name;
            const struct expr_text *in = e->in;
            uint32_t off = e->off, len = e->len;
            o->bindings[i].used = true;
            *e = *o->bindings[i].value;
            e->in = in, e->off = off, e->len = len;
            if (e->op == EX_PARAM) e->name = o->bindings[i].value->name;
            else e->name = name;
            return true;
        }
    }
    return false;
}

static bool names_param(void *context, struct expr *e)
{
    struct compiler *c = context;
    if (overlay_param(c, e)) return true;
    slice list[64];
    size_t n = 0;
    for (size_t i = 0; i < c->params.count; i++) {
        const struct param *p = &c->params.items[i];
        if (n < 64) list[n++] = arena_printf(c->arena, "$%.*s", SLICE_ARG(p->name));
        if (!slice_eq(p->name, e->name)) continue;
        c->params.used[i] = true;
        e->index = (uint16_t)i;
        e->type = p->type == PARAM_NUMBER ? TYPE_NUMBER : TYPE_TEXT;
        e->width = p->type == PARAM_NUMBER ? 21 : p->max;
        e->certain = true;
        return true;
    }
    slice hint = expr_nearest(c->arena, expr_source(e), list, n, arena_printf(c->arena,
            "declare it: <param name=\"%.*s\" type=\"text\" default=\"…\"/>", SLICE_ARG(e->name)));
    compile_fault(c, MAP_PARAM, expr_node_place(e), e->name, hint, NO_ARG, NO_ARG);
    return false;
}

/* ---- instances and factors ---- */

static bool names_factor(void *context, struct expr *e, slice name)
{
    struct compiler *c = context;
    struct named *n = name_find(c, name);
    if (n && n->factor_slot != NO_SLOT) {
        n->used = true;
        e->index = n->factor_slot;
        e->level = c->slots[n->factor_slot].level;
        return true;
    }
    compile_fault_expr(c, MAP_NAME, expr_node_place(e->args[0]), name, SLICE("is not the id of a <convert> above"),
                  SLICE("use the id of the <convert> whose factor is meant, and put it above"));
    return false;
}

/* ---- tables and items ---- */

static bool names_table(void *context, struct expr *e)
{
    struct compiler *c = context;
    slice list[64];
    size_t n = 0;
    for (size_t i = 0; i < c->tables.count; i++) {
        if (n < 64) list[n++] = c->tables.items[i].name;
        if (!slice_eq(c->tables.items[i].name, e->name)) continue;
        c->tables.used[i] = true;
        e->index = (uint16_t)i;
        return true;
    }
    slice hint = expr_nearest(c->arena, e->name, list, n, arena_printf(c->arena,
            "declare it: <use table=\"%.*s\" key=\"…\" columns=\"…\"/>", SLICE_ARG(e->name)));
    compile_fault(c, MAP_TABLE, expr_node_place(e), e->name, hint, NO_ARG, NO_ARG);
    return false;
}

static const struct expr *row_source(const struct compiler *c, const struct expr *e)
{
    while (e->op == EX_SLOT) e = c->slots[e->index].def;
    return e;
}

static bool table_column(struct compiler *c, struct expr *e)
{
    const struct used_table *t = &c->tables.items[row_source(c, e->args[0])->index];
    for (unsigned i = 0; i < t->n_columns; i++) {
        if (!slice_eq(t->columns[i], e->name)) continue;
        e->index = (uint16_t)i;
        e->type = TYPE_TEXT;
        return true;
    }
    slice hint = expr_nearest(c->arena, e->name, t->columns, t->n_columns,
                                 SLICE("add it to columns=\"…\" of the <use table>"));
    compile_fault(c, MAP_COLUMN, expr_node_place(e), t->name, e->name, hint, NO_ARG);
    return false;
}

static enum expr_type item_column_type(unsigned i)
{
    if (i == ITEM_CASE_PACK || i == ITEM_UNIT_PRICE || i == ITEM_COLUMNS + 1) return TYPE_NUMBER;
    if (i == ITEM_VALID_FROM || i == ITEM_VALID_TO) return TYPE_DATE;
    return i == ITEM_COLUMNS ? TYPE_BOOL : TYPE_TEXT;
}

/* The master's columns, and two that the look-up adds: by_case_gtin (the identifier was the case's bar code) and row. */
static bool item_column(struct compiler *c, struct expr *e)
{
    slice list[ITEM_COLUMNS + 2];
    for (unsigned i = 0; i < ITEM_COLUMNS; i++) list[i] = slice_of(item_column_names[i]);
    list[ITEM_COLUMNS] = SLICE("by_case_gtin");
    list[ITEM_COLUMNS + 1] = SLICE("row");
    for (unsigned i = 0; i < ITEM_COLUMNS + 2; i++) {
        if (!slice_eq(list[i], e->name)) continue;
        e->index = (uint16_t)i;
        e->type = item_column_type(i);
        e->width = e->type == TYPE_NUMBER ? 21 : e->type == TYPE_DATE ? 10 : WIDTH_ANY;
        return true;
    }
    slice hint = expr_nearest(c->arena, e->name, list, ITEM_COLUMNS + 2,
                                 SLICE("columns are those of items.csv, and by_case_gtin and row"));
    compile_fault(c, MAP_COLUMN, expr_node_place(e), SLICE("the item master"), e->name, hint, NO_ARG);
    return false;
}

static bool names_column(void *context, struct expr *e)
{
    struct compiler *c = context;
    const struct expr *from = e->args[0];
    if (from->type == TYPE_ROW) return table_column(c, e);
    if (from->type == TYPE_ITEM) return item_column(c, e);
    slice name = slice_sub(expr_source(e), 0, slice_find(expr_source(e), '.'));
    compile_fault(c, MAP_COLUMN, expr_node_place(e), name, e->name, arena_printf(c->arena,
                  "%.*s is %s; only items and rows of tables have columns", SLICE_ARG(name), expr_type_words(from->type)), NO_ARG);
    return false;
}

static bool names_item(void *context, struct expr *e)
{
    struct compiler *c = context;
    if (c->map->items.declared && c->rule && c->rule->kind == RULE_LET && c->item_slot != NO_SLOT) {
        e->index = c->item_slot;
        if (e->args[0]->level > e->level) e->level = e->args[0]->level;
        return true;
    }
    bool declared = c->map->items.declared;
    compile_fault(c, MAP_ITEM, expr_node_place(e), declared ? SLICE("can only be the whole of a <let>") : SLICE("needs <use items=…>"),
                  declared ? SLICE("write <let name=\"item\" from=\"item(line.pairs)\" on-miss=\"hold-line\"/>, and item.product where it is used")
                  : SLICE("add <use items=\"items\" gtin=\"EN UP\" vendor-sku=\"VN\" asin=\"BP\" as-of=\"BEG.05\"/> at the top of the map"), NO_ARG, NO_ARG);
    return false;
}

/* ---- codes and paths ---- */

static bool names_code(void *context, const struct expr *path, const struct expr *literal)
{
    struct compiler *c = context;
    return path_code(&c->scope, path->about, expr_source(path), literal->value.text, expr_node_place(literal));
}

static bool resolve_named(struct compiler *c, struct expr *e, struct named *named)
{
    const struct path_syntax *path = e->path;
    named->used = true;
    if (named->broken) return false;
    struct expr *slot = arena_alloc(c->arena, sizeof *slot);
    *slot = *e;
    slot->op = EX_SLOT;
    slot->index = named->slot;
    slot->type = named->def->type;
    slot->width = named->def->width;
    slot->scale = named->def->scale;
    slot->certain = named->def->certain;
    slot->level = c->slots[named->slot].level;
    if (path->n_steps > 1 || path->steps[0].n_tests || path->leaf == LEAF_PAIR || path->leaf == LEAF_PAIRS ||
        path->component.len) {
        compile_fault_expr(c, MAP_NAME, expr_node_place(e), named->name, SLICE("is a value, not the start of a path"),
                      SLICE("to divide, put blanks around the /"));
        return false;
    }
    if (path->leaf == LEAF_GROUP) {
        *e = *slot;
        return true;
    }
    e->op = EX_COLUMN;
    e->name = path->element;
    e->args = arena_array(c->arena, 1, sizeof *e->args);
    e->args[0] = slot;
    e->n_args = 1;
    e->level = slot->level;
    return c->names.column(c, e);
}

static bool wants_date(const struct rule *r)
{
    return r && (r->format.len || (r->target && (r->target->type == ELEM_DT || r->target->type == ELEM_DATE_TEXT)));
}

/* Names of lets and rules come before the grammar; they cannot collide with it (MAP-NAME-TAKEN). */
static bool names_path(void *context, struct expr *e)
{
    struct compiler *c = context;
    struct named *named = e->path->absolute || e->path->up || !e->path->n_steps ? NULL : name_find(c, e->path->steps[0].name);
    if (named) return resolve_named(c, e, named);
    c->scope.wants_date = wants_date(c->rule);
    return path_resolve(&c->scope, e);
}

static bool names_instance(void *context, struct expr *e, slice name)
{
    struct compiler *c = context;
    return path_named_instance(&c->scope, e, name);
}

static uint8_t names_enter(void *context, slice name, struct expr *groups)
{
    struct compiler *c = context;
    return path_enter(&c->scope, name, groups);
}

static void names_leave(void *context) { path_leave(&((struct compiler *)context)->scope); }

size_t names_words(const void *context, slice *list, size_t n, size_t room)
{
    const struct compiler *c = context;
    for (const struct named *name = c->named; name && n < room; name = name->older)
        if (name->name.len) list[n++] = name->name;
    return n;
}

struct expr_names compiler_names(struct compiler *c)
{
    return (struct expr_names){
        .context = c, .path = names_path, .param = names_param, .table = names_table, .column = names_column, .item = names_item,
        .instance = names_instance, .factor = names_factor, .enter = names_enter, .leave = names_leave, .code = names_code,
    };
}
