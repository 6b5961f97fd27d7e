/* head.c - what a map declares before its rules: parameters, tables, items, the document's key. */
#include "map/compile.h"

#include "expr/check_call.h"


/* ---- parameters ---- */

static bool read_param_type(struct compiler *c, struct xml_node *n, struct param *p)
{
    slice type = xml_get(n, "type");
    p->values = xml_get(n, "values");
    p->max = attr_count(c, n, "max", WIDTH_ANY - 1, 4000);
    if (p->max == WIDTH_ANY - 1) p->max = WIDTH_ANY;
    p->type = slice_is(type, "number") ? PARAM_NUMBER : slice_is(type, "code") ? PARAM_CODE : PARAM_TEXT;
    if (!slice_is(type, "text") && !slice_is(type, "number") && !slice_is(type, "code")) {
        compile_fault(c, type.ptr ? MAP_VALUE : MAP_ATTRIBUTE, type.ptr ? attr_place(n, "type") : n->place,
                      type.ptr ? SLICE("type") : n->name, type.ptr ? type : SLICE("type"), SLICE("text, number or code"), NO_ARG);
        return false;
    }
    if (p->type == PARAM_CODE && p->values.len == 0) {
        compile_fault(c, MAP_ATTRIBUTE, n->place, n->name, SLICE("values"),
                      SLICE("the values it can have, e.g. values=\"each line-total\""), NO_ARG);
        return false;
    }
    slice rest = p->values, word;
    for (uint32_t widest = 0; p->type == PARAM_CODE && slice_next(&rest, ' ', &word); p->max = widest)
        if (word.len > widest) widest = (uint32_t)word.len;
    return true;
}

slice param_expected(const struct param *p, slice value)
{
    decimal d;
    slice rest = p->values, word;
    if (p->type == PARAM_NUMBER) return decimal_parse(value, &d) ? NO_ARG : SLICE("a number");
    if (p->type == PARAM_TEXT) return value.len <= p->max ? NO_ARG : SLICE("a shorter text");
    while (slice_next(&rest, ' ', &word))
        if (word.len && slice_eq(word, value)) return NO_ARG;
    return p->values;
}

static void read_param(struct compiler *c, struct xml_node *n)
{
    static const char *const attrs[] = { "name", "type", "default", "max", "values", "say", NULL };
    slice name = attr_must(c, n, "name", "what the parameter is called, without the $");
    (void)xml_get(n, "say");
    slice dflt = xml_get(n, "default");
    if (c->params.count >= 200) {
        compile_fault(c, MAP_TOO_BIG, n->place, SLICE("parameters"), SLICE("200"), NO_ARG, NO_ARG);
        return;
    }
    for (size_t i = 0; i < c->params.count; i++)
        if (name.len && slice_eq(c->params.items[i].name, name)) {
            compile_twice(c, n, arena_printf(c->arena, "<param name=\"%.*s\">", SLICE_ARG(name)).ptr, c->params.items[i].place);
            return;
        }
    struct param p = { .name = name, .dflt = dflt, .has_default = dflt.ptr != NULL, .place = n->place };
    if (!read_param_type(c, n, &p) || !xml_known(n, attrs, c->diags)) return;
    slice wanted = p.has_default ? param_expected(&p, dflt) : NO_ARG;
    if (wanted.len) compile_fault(c, MAP_PARAM_VALUE, attr_place(n, "default"), name, dflt, wanted, NO_ARG);
    *(struct param *)arena_grow(c->arena, &c->params.items, &c->params.count, &c->params.room, sizeof p) = p;
}

/* ---- tables ---- */

static void check_column(struct compiler *c, struct xml_node *n, const char *attr, const struct table_lookup *t, slice column)
{
    for (unsigned i = 0; i < t->n_columns; i++)
        if (slice_eq(t->columns[i], column)) return;
    compile_fault(c, MAP_COLUMN, attr_place(n, attr), t->name, column, expr_nearest(c->arena, column, t->columns,
            t->n_columns, NO_ARG), NO_ARG);
}

static void check_table(struct compiler *c, struct xml_node *n, const struct used_table *used)
{
    const struct map_sources *s = c->sources;
    slice list[64];
    for (unsigned i = 0; i < s->n_tables; i++) {
        if (i < 64) list[i] = s->tables[i].name;
        if (!slice_eq(s->tables[i].name, used->name)) continue;
        check_column(c, n, "key", &s->tables[i], used->key);
        for (unsigned k = 0; k < used->n_columns; k++) check_column(c, n, "columns", &s->tables[i], used->columns[k]);
        return;
    }
    if (s->n_tables == 0) return;
    slice hint = expr_nearest(c->arena, used->name, list, s->n_tables < 64 ? s->n_tables : 64,
                                 SLICE("tables are the CSV files of the instance's tables folder"));
    compile_fault(c, MAP_TABLE_UNKNOWN, attr_place(n, "table"), used->name, hint, NO_ARG, NO_ARG);
}

static void read_columns(struct compiler *c, slice text, struct used_table *t)
{
    slice rest = text, word;
    unsigned n = 0;
    while (slice_next(&rest, ' ', &word)) n += word.len > 0;
    slice *columns = arena_array(c->arena, n + 1, sizeof *columns);
    for (rest = text, n = 0; slice_next(&rest, ' ', &word);)
        if (word.len) columns[n++] = word;
    t->columns = columns;
    t->n_columns = n;
}

static void read_use_table(struct compiler *c, struct xml_node *n)
{
    static const char *const attrs[] = { "table", "key", "columns", "say", NULL };
    struct used_table t = { .name = xml_get(n, "table"), .place = n->place };
    t.key = attr_must(c, n, "key", "the column that is looked up, e.g. key=\"fc\"");
    (void)xml_get(n, "say");
    read_columns(c, attr_must(c, n, "columns", "the columns that are used, e.g. columns=\"addr_no\""), &t);
    (void)xml_known(n, attrs, c->diags);
    if (c->tables.count >= 100) {
        compile_fault(c, MAP_TOO_BIG, n->place, SLICE("tables"), SLICE("100"), NO_ARG, NO_ARG);
        return;
    }
    for (size_t i = 0; i < c->tables.count; i++)
        if (slice_eq(c->tables.items[i].name, t.name))
            compile_twice(c, n, arena_printf(c->arena, "<use table=\"%.*s\">", SLICE_ARG(t.name)).ptr, c->tables.items[i].place);
    check_table(c, n, &t);
    *(struct used_table *)arena_grow(c->arena, &c->tables.items, &c->tables.count, &c->tables.room, sizeof t) = t;
}

/* ---- items ---- */

static void check_qualifiers(struct compiler *c, struct xml_node *n, const char *attr, slice qualifiers)
{
    slice rest = qualifiers, word;
    const struct schema *s = c->map->from;
    for (uint16_t node = 0; node < s->n_nodes; node++) {
        const struct segment_def *def = s->nodes[node].segment;
        if (!def || !def->pair_first || s->nodes[node].usage == USE_NOT_USED) continue;
        while (slice_next(&rest, ' ', &word))
            if (word.len) (void)path_code(&c->scope, &def->elems[def->pair_first - 1], SLICE("the qualifier"), word, attr_place(n, attr));
        return;
    }
}

static void keep_kinds(struct used_items *u, slice qualifiers, enum item_key key)
{
    slice word;
    while (slice_next(&qualifiers, ' ', &word) && u->n_kinds < PLAN_MAX_KINDS)
        if (word.len) u->kinds[u->n_kinds++] = (struct item_kind){ plan_code(word), word, key };
}

static void read_use_items(struct compiler *c, struct xml_node *n)
{
    static const char *const attrs[] = { "items", "gtin", "vendor-sku", "asin", "as-of", "say", NULL };
    struct used_items *u = &c->map->items;
    (void)xml_get(n, "say");
    *u = (struct used_items){ .declared = true, .place = n->place };
    u->gtin = xml_get(n, "gtin");
    u->sku = xml_get(n, "vendor-sku");
    u->asin = xml_get(n, "asin");
    (void)xml_known(n, attrs, c->diags);
    if (!u->gtin.len && !u->sku.len && !u->asin.len) compile_fault(c, MAP_ATTRIBUTE, n->place, n->name, SLICE("gtin"),
            SLICE("which qualifiers name an item: gtin=\"EN UP\" vendor-sku=\"VN\" asin=\"BP\""), NO_ARG);
    check_qualifiers(c, n, "gtin", u->gtin);
    check_qualifiers(c, n, "vendor-sku", u->sku);
    check_qualifiers(c, n, "asin", u->asin);
    keep_kinds(u, u->gtin, ITEM_KEY_GTIN);
    keep_kinds(u, u->sku, ITEM_KEY_SKU);
    keep_kinds(u, u->asin, ITEM_KEY_ASIN);
    (void)attr_must(c, n, "as-of", "the day on which items must be valid, e.g. as-of=\"BEG.05\"");
    u->as_of = attr_expr(c, n, "as-of");
    if (u->as_of) (void)expr_need(&c->checker, u->as_of, TYPE_DATE);
}

static void read_use_items_once(struct compiler *c, struct xml_node *n)
{
    if (c->map->items.declared) compile_twice(c, n, "<use items>", c->map->items.place);
    else read_use_items(c, n);
}

static void read_document(struct compiler *c, struct xml_node *n)
{
    static const char *const attrs[] = { "key", "say", NULL };
    (void)attr_must(c, n, "key", "the path of the order number, e.g. key=\"BEG.03\"");
    (void)xml_get(n, "say");
    c->map->key = attr_expr(c, n, "key");
    if (c->map->key && c->map->key->op != EX_PATH) compile_fault(c, MAP_VALUE, attr_place(n, "key"), SLICE("key"),
                                                                 xml_get(n, "key"), SLICE("a path"), NO_ARG);
    (void)xml_known(n, attrs, c->diags);
}

bool head_read(struct compiler *c, struct xml_node *root)
{
    struct param document = { .name = SLICE("document"), .type = PARAM_TEXT, .max = 20, .has_default = true };
    *(struct param *)arena_grow(c->arena, &c->params.items, &c->params.count, &c->params.room, sizeof document) = document;
    for (struct xml_node *n = xml_child(root, "param"); n; n = xml_next(n, "param")) read_param(c, n);
    for (struct xml_node *n = xml_child(root, "use"); n; n = xml_next(n, "use"))
        if (xml_attr(n, "table")) read_use_table(c, n);
    c->params.used = arena_array(c->arena, c->params.count, sizeof(bool));
    c->tables.used = arena_array(c->arena, c->tables.count + 1, sizeof(bool));
    for (struct xml_node *n = xml_child(root, "use"); n; n = xml_next(n, "use")) {
        if (xml_attr(n, "items")) read_use_items_once(c, n);
        else if (!xml_attr(n, "table")) compile_fault(c, MAP_ATTRIBUTE, n->place, n->name, SLICE("table"),
                                                      SLICE("a CSV file in tables/; or items=\"items\" for the item master"), NO_ARG);
    }
    struct xml_node *first = xml_child(root, "document");
    if (first) read_document(c, first);
    for (struct xml_node *n = first ? xml_next(first, "document") : NULL; n; n = xml_next(n, "document"))
        compile_twice(c, n, "<document>", first->place);
    return true;
}

/* Known only after the blocks: a map that makes order lines is blind without the order's number. */
void head_check_key(struct compiler *c, struct xml_node *root)
{
    if (!xml_child(root, "document")) compile_fault(c, c->has_line ? MAP_KEY : MAP_KEY_MISSING, root->place, NO_ARG, NO_ARG, NO_ARG, NO_ARG);
}

void head_check_used(struct compiler *c)
{
    for (size_t i = 1; i < c->params.count; i++)
        if (!c->params.used[i]) compile_fault(c, MAP_UNUSED, c->params.items[i].place, arena_printf(c->arena,
                "the parameter $%.*s", SLICE_ARG(c->params.items[i].name)), NO_ARG, NO_ARG, NO_ARG);
    for (size_t i = 0; i < c->tables.count; i++)
        if (!c->tables.used[i]) compile_fault(c, MAP_UNUSED, c->tables.items[i].place, arena_printf(c->arena, "the table %.*s",
                SLICE_ARG(c->tables.items[i].name)), NO_ARG, NO_ARG, NO_ARG);
}
