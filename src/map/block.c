/* block.c - <record> and <each>: the walk over the target layout, and its coverage: every field of a group that is made has one rule, or is named in
 * <unmapped>, or is a constant of the layout. */
#include "map/building.h"

#include "expr/check_call.h"
#include "expr/parse.h"
#include "map/quick.h"

static void keep_rule(struct building *b, bool check, const struct rule *r)
{
    struct arena *a = b->c->arena;
    const struct rule **to = check ? arena_grow(a, &b->checks.items, &b->checks.count, &b->checks.room, sizeof r)
                                   : arena_grow(a, &b->rules.items, &b->rules.count, &b->rules.room, sizeof r);
    *to = r;
}

static void keep_quick(struct building *b, bool check, struct rule *r)
{
    const struct map *m = b->c->map;
    if (b->c->conditional) r->fixed = false;        /* only where its condition holds, so not before all */
    r->literal = quick_is_literal(r);
    if (r->literal) r->from->value.text = quick_wide(b->c->arena, r->from->value.text);
    /* The quick way knows documents as they are read, and fields that take what they are given. */
    if (!m->flat && !m->from->is_record) r->quick = quick_of(b->c->arena, b->c->slots, r, b->block->level);
    keep_rule(b, check, r);
}

/* ---- fields ---- */

static int field_find(struct building *b, slice name)
{
    const struct segment_def *def = b->block->def;
    for (unsigned k = 0; k < def->n_elems; k++)
        if (slice_eq(def->elems[k].field_name, name)) return (int)k;
    return -1;
}

static slice fields_words(const struct building *b)
{
    const struct segment_def *def = b->block->def;
    slice words = SLICE("it has");
    unsigned k = 0;
    for (; k < def->n_elems && words.len < 140; k++)
        words = arena_printf(b->c->arena, "%.*s %.*s", SLICE_ARG(words), SLICE_ARG(def->elems[k].field_name));
    if (k == 0) return SLICE("it has groups only");
    return k < def->n_elems ? arena_printf(b->c->arena, "%.*s …", SLICE_ARG(words)) : words;
}

static slice field_hint(struct building *b, slice name)
{
    const struct segment_def *def = b->block->def;
    slice *list = arena_array(b->c->arena, def->n_elems + 1u, sizeof *list);
    for (unsigned k = 0; k < def->n_elems; k++) list[k] = def->elems[k].field_name;
    slice otherwise = name.len && name.ptr[0] != '@'
            ? SLICE("fields are written with @, e.g. @OrderNumber; groups get a <record> of their own")
                    : fields_words(b);
    return expr_nearest(b->c->arena, name, list, def->n_elems, otherwise);
}

struct cell *building_cell(struct building *b, unsigned k, struct place place)
{
    struct compiler *c = b->c;
    struct cell *cell = &b->block->cells[k];
    const struct elem *e = &b->block->def->elems[k];
    if (e->constant.len) {
        compile_fault(c, MAP_CONSTANT, place, e->field_name, e->constant, NO_ARG, NO_ARG);
        return NULL;
    }
    if (cell->rule || cell->reason.ptr) {
        slice other = cell->rule ? cell->rule->id : SLICE("<unmapped>");
        slice line = cell->rule ? arena_printf(c->arena, "%u", compile_line(cell->rule->place)) : SLICE("above");
        compile_fault(c, MAP_TWO_RULES, place, e->field_name, other, line, NO_ARG);
        return NULL;
    }
    return cell;
}

static struct cell *cell_for(struct building *b, slice name, struct place place)
{
    int k = b->block->node == NO_NODE ? -1 : field_find(b, name);
    if (k >= 0) return building_cell(b, (unsigned)k, place);
    slice group = b->block->node == NO_NODE ? SLICE("the inside of <each>") : b->block->def->id;
    compile_fault(b->c, MAP_TARGET, place, group, name, b->block->node == NO_NODE ? SLICE("put it in a <record out=\"…\">")
                  : field_hint(b, name), NO_ARG);
    return NULL;
}

void building_rule(struct building *b, struct xml_node *n, struct cell *cell, struct rule *(*read)(struct compiler *, struct xml_node *,
        const struct elem *))
{
    struct rule *r = read(b->c, n, cell ? &b->block->def->elems[cell - b->block->cells] : NULL);
    if (!cell) return;
    r->field = (uint16_t)(cell - b->block->cells);
    cell->kind = CELL_RULE;
    cell->rule = r;
    keep_quick(b, false, r);
}

static void read_target_rule(struct building *b, struct xml_node *n, struct rule *(*read)(struct compiler *, struct xml_node *,
        const struct elem *))
{
    if (building_is_set(b)) {
        element_rule_read(b, n, read);
        return;
    }
    slice out = attr_must(b->c, n, "out", "the target field, e.g. out=\"@Quantity\"");
    static const char *const others[] = { "n", "with", NULL };
    for (unsigned i = 0; others[i]; i++)
        if (xml_attr(n, others[i])) compile_fault(b->c, MAP_VALUE, attr_place(n, others[i]), slice_of(others[i]), xml_get(n, others[i]),
                                                  SLICE("only out=\"@…\", as the target is a record,"), NO_ARG);
    building_rule(b, n, out.len ? cell_for(b, out, attr_place(n, "out")) : NULL, read);
}

static void read_unmapped(struct building *b, struct xml_node *n)
{
    static const char *const attrs[] = { "out", "reason", NULL };
    if (building_is_set(b)) {
        segment_unmapped_read(b, n);
        return;
    }
    slice rest = attr_must(b->c, n, "out", "the fields that are left out, e.g. out=\"@MtrxCode3 @MtrxCode4\""), name;
    slice reason = attr_must(b->c, n, "reason", "say why, for the next reader");
    (void)xml_known(n, attrs, b->c->diags);
    while (slice_next(&rest, ' ', &name)) {
        name = slice_trim(name);
        struct cell *cell = name.len ? cell_for(b, name, attr_place(n, "out")) : NULL;
        if (!cell) continue;
        cell->reason = reason.ptr ? reason : SLICE("");
        if (b->block->def->elems[cell - b->block->cells].usage == USE_MANDATORY)
            compile_fault(b->c, MAP_UNMAPPED_MANDATORY, attr_place(n, "out"), name, NO_ARG, NO_ARG, NO_ARG);
    }
}

/* Does a map have to say something about the field? */
static bool is_asked(const struct building *b, unsigned k)
{
    return !building_is_set(b) || flat_is_asked(&b->block->def->elems[k]);
}

static void check_coverage(struct building *b)
{
    struct buf missing = BUF_INIT(4000);
    const struct segment_def *def = b->block->def;
    const bool set = building_is_set(b);
    for (unsigned k = 0; k < def->n_elems; k++) {
        struct cell *cell = &b->block->cells[k];
        if (def->elems[k].constant.len) cell->kind = CELL_CONSTANT;
        else if (cell->rule || cell->reason.ptr || cell->kind == CELL_COUNTED || !is_asked(b, k)) continue;
        else buf_printf(&missing, "%s%.*s", missing.len ? " " : "", SLICE_ARG(set ? flat_number(def, k) : def->elems[k].field_name));
    }
    if (missing.len) compile_fault(b->c, set ? MAP_NO_ELEMENT : MAP_NO_RULE, b->block->place, def->id, buf_slice(&missing), NO_ARG, NO_ARG);
    buf_free(&missing);
}

static void take_seats(struct building *b)
{
    struct block *block = b->block;
    uint16_t *seats = arena_array(b->c->arena, block->n_cells + 1u, sizeof *seats);
    for (uint16_t k = 0; k < block->n_cells; k++) {
        if (block->cells[k].kind == CELL_ABSENT) continue;
        if (block->cells[k].rule) block->cells[k].rule->seat = block->n_seats;
        seats[block->n_seats++] = k;
    }
    block->seats = seats;
}

/* ---- groups ---- */

static slice group_hint(struct building *b, slice name, const slice *groups, size_t n)
{
    struct arena *a = b->c->arena;
    if (b->parent == 0 && slice_eq(name, building_target(b)->nodes[0].name))
        return arena_printf(a, "<map> itself is the outermost group: put what %.*s has directly into <map>", SLICE_ARG(name));
    if (slice_eq(name, building_target(b)->nodes[b->parent].name)) return SLICE("this <record> stands inside one already");
    if (n == 0) return SLICE("it has fields only");
    slice all = groups[0];
    for (size_t i = 1; i < n && all.len < 160; i++) all = arena_printf(a, "%.*s, %.*s", SLICE_ARG(all), SLICE_ARG(groups[i]));
    return expr_nearest(a, name, groups, n, arena_printf(a, "it has %.*s", SLICE_ARG(all)));
}

static uint16_t group_find(struct building *b, slice name, struct place place)
{
    slice list[64];
    size_t n = 0;
    for (uint16_t k = building_target(b)->nodes[b->parent].first; k; k = building_target(b)->nodes[k].next) {
        if (n < 64) list[n++] = building_target(b)->nodes[k].name;
        if (slice_eq(building_target(b)->nodes[k].name, name)) return k;
    }
    compile_fault(b->c, MAP_GROUP, place, building_target(b)->nodes[b->parent].name, name, group_hint(b, name, list, n), NO_ARG);
    return 0;
}

void building_order(struct building *b, uint16_t node, struct place place)
{
    const struct node *n = &building_target(b)->nodes[node];
    const bool set = building_is_set(b), again = (node == b->last || b->each_inside) && n->max == 1;
    if (node < b->last) compile_fault(b->c, set ? MAP_SEGMENT_ORDER : MAP_GROUP_ORDER, place, n->name, building_target(b)->nodes[b->last].name,
                                      NO_ARG, NO_ARG);
    if (again) compile_fault(b->c, set ? MAP_SEGMENT_TWICE : MAP_GROUP_TWICE, place, n->name, NO_ARG, NO_ARG, NO_ARG);
    b->last = node;
}

void building_child(struct building *b, struct child child)
{
    *(struct child *)arena_grow(b->c->arena, &b->children.items, &b->children.count, &b->children.room, sizeof child) = child;
}

static void read_record(struct building *b, struct xml_node *n)
{
    static const char *const attrs[] = { "out", "say", NULL };
    slice out = attr_must(b->c, n, "out", "the layout's group, e.g. out=\"OrderLineData\"");
    (void)xml_get(n, "say");
    uint16_t node = out.len ? group_find(b, out, attr_place(n, "out")) : 0;
    (void)xml_known(n, attrs, b->c->diags);
    if (!node) return;
    building_order(b, node, attr_place(n, "out"));
    building_child(b, (struct child){ .block = block_read(b->c, n, node) });
}

void building_forget(struct compiler *c, struct named *before)
{
    for (struct named *name = c->named; name != before; name = name->older)
        if (!name->used) compile_fault(c, MAP_UNUSED, name->place, name->name, NO_ARG, NO_ARG, NO_ARG);
    c->named = before;
}

/* About the instance itself, so that its <let>s are not known there. */
static const struct expr *each_expr(struct compiler *c, struct xml_node *n, const char *name)
{
    const struct expr *e = attr_expr(c, n, name);
    if (e && e->asks) compile_fault(c, MAP_LOOKUP_PLACE, attr_place(n, name), NO_ARG, NO_ARG, NO_ARG, NO_ARG);
    return e;
}

struct each *building_each(struct building *b, struct xml_node *n, const char *const *attrs)
{
    struct compiler *c = b->c;
    struct each *each = arena_alloc(c->arena, sizeof *each);
    struct rule *r = rule_new(c, n, RULE_CHECK);
    each->id = r->id;
    each->rule = r;
    each->line = attr_yes(c, n, "line");
    (void)xml_get(n, "say");
    slice as = attr_must(c, n, "as", "a name for the instance, e.g. as=\"line\"");
    slice from = attr_must(c, n, "from", "the segments or loops to go through, e.g. from=\"PO1\"");
    if (each->line && c->has_line) compile_fault(c, MAP_EACH_LINE, n->place, NO_ARG, NO_ARG, NO_ARG, NO_ARG);
    c->has_line |= each->line;
    struct expr_text *in = arena_alloc(c->arena, sizeof *in);
    *in = (struct expr_text){ from, attr_place(n, "from") };
    struct expr *e = from.len ? expr_parse(c->arena, in, c->diags) : NULL;
    (void)xml_known(n, attrs, c->diags);
    if (!e || !expr_check_groups(&c->checker, e)) return NULL;
    if (c->scope.level + 1 >= EXPR_LEVELS - 1) {
        compile_fault(c, MAP_TOO_BIG, n->place, SLICE("<each> inside each other"), SLICE("4"), NO_ARG, NO_ARG);
        return NULL;
    }
    each->from = e;
    each->level = ++c->scope.level;
    c->scope.instance[c->scope.level] = (struct path_instance){ as, e->ref->leaf_kind };
    each->outer_line = c->in_line;
    c->in_line |= each->line;
    each->where = each_expr(c, n, "where");
    each->by = each_expr(c, n, "by");
    if (each->where) (void)expr_need(&c->checker, (struct expr *)each->where, TYPE_BOOL);
    return each;
}

void building_each_end(struct building *b, struct each *each, const struct block *body)
{
    each->body = body;
    b->c->scope.level--;
    b->c->in_line = each->outer_line;
    building_child(b, (struct child){ .each = each });
}

/* <each … out="IT1">: one group for each instance. */
static void read_each_out(struct building *inner, struct xml_node *n)
{
    slice out = xml_get(n, "out");
    uint16_t node = building_is_set(inner) ? segment_find(inner, out, true, attr_place(n, "out")) : group_find(inner, out, attr_place(n, "out"));
    if (!node) return;
    building_order(inner, node, attr_place(n, "out"));
    building_child(inner, (struct child){ .block = block_read(inner->c, n, node) });
}

static void read_each(struct building *b, struct xml_node *n)
{
    static const char *const attrs[] = { "id", "from", "as", "where", "by", "line", "out", "say", NULL };
    struct named *names = b->c->named;
    struct each *each = building_each(b, n, attrs);
    if (!each) return;
    struct building inner = building_begin(b->c, NO_NODE, b->parent, n->place);
    inner.last = b->last;
    inner.each_inside = true;
    if (xml_attr(n, "out")) read_each_out(&inner, n);
    else building_read(&inner, n);
    b->last = inner.last;
    building_forget(b->c, names);
    building_each_end(b, each, building_end(&inner));
}

static void read_include(struct building *b, struct xml_node *n)
{
    struct xml_node *fragment = include_open(b->c, n);
    if (!fragment) return;
    building_read(b, fragment);
    include_close(b->c);
}

static void add_record(struct building *b, struct xml_node *n)
{
    static const char *const tags[] = { "field", "choose", "convert", "price", "let", "check", "record", "each", "unmapped",
            "include", "when", NULL };
    if (slice_is(n->name, "field")) read_target_rule(b, n, field_read);
    else if (slice_is(n->name, "record")) read_record(b, n);
    else compile_unknown_tag(b->c, n, tags);
}

static void add_segment(struct building *b, struct xml_node *n)
{
    static const char *const tags[] = { "element", "choose", "convert", "price", "let", "check", "segment", "loop", "tree", "each",
            "unmapped", "include", "when", NULL };
    if (slice_is(n->name, "element")) read_target_rule(b, n, field_read);
    else if (slice_is(n->name, "segment")) segment_read(b, n);
    else if (slice_is(n->name, "loop")) loop_read(b, n);
    else if (slice_is(n->name, "tree")) levels_read(b, n);
    else compile_unknown_tag(b->c, n, tags);
}

void building_add(struct building *b, struct xml_node *child)
{
    struct compiler *c = b->c;
    slice tag = child->name;
    if (slice_is(tag, "choose")) read_target_rule(b, child, choose_read);
    else if (slice_is(tag, "convert")) read_target_rule(b, child, convert_read);
    else if (slice_is(tag, "price")) read_target_rule(b, child, price_read);
    else if (slice_is(tag, "let")) keep_quick(b, false, let_read(c, child));
    else if (slice_is(tag, "check")) keep_quick(b, true, check_read(c, child));
    else if (slice_is(tag, "each")) read_each(b, child);
    else if (slice_is(tag, "unmapped")) read_unmapped(b, child);
    else if (slice_is(tag, "include")) read_include(b, child);
    else if (slice_is(tag, "when")) condition_read(b, child);
    else if (building_is_set(b)) add_segment(b, child);
    else add_record(b, child);
}

void building_read(struct building *b, struct xml_node *n)
{
    static const char *const head[] = { "param", "use", "document", NULL };
    for (struct xml_node *child = n->first; child; child = child->next) {
        bool map = slice_is(n->name, "map"), skip = false;
        for (unsigned i = 0; head[i]; i++) skip |= slice_is(child->name, head[i]) && (map || (i == 0 && slice_is(n->name, "fragment")));
        if (!skip) building_add(b, child);
    }
}

/* Mandatory groups that no record makes. */
static bool makes(const struct building *b, const struct child *children, size_t n, uint16_t node)
{
    for (size_t i = 0; i < n; i++) {
        const struct block *block = children[i].each ? children[i].each->body : children[i].block;
        if (block->node == node) return true;
        if (block->node == NO_NODE && makes(b, block->children, block->n_children, node)) return true;
    }
    return false;
}

static void check_groups(struct building *b)
{
    const struct node *nodes = building_target(b)->nodes, *parent = &nodes[b->block->node];
    slice owner = b->block->node || !building_is_set(b) ? parent->name : arena_printf(b->c->arena, "the set %.*s", SLICE_ARG(building_target(b)->set_id));
    for (uint16_t k = parent->first; k; k = nodes[k].next) {
        if (nodes[k].usage != USE_MANDATORY || makes(b, b->children.items, b->children.count, k)) continue;
        if (!building_is_set(b)) compile_fault(b->c, MAP_GROUP_MISSING, b->block->place, owner, nodes[k].name, NO_ARG, NO_ARG);
        else if (!flat_is_frame(&nodes[k])) compile_fault(b->c, MAP_SEGMENT_MISSING, b->block->place, owner, nodes[k].name,
                                                          nodes[k].is_loop ? SLICE("loop") : SLICE("segment"), NO_ARG);
    }
}

/* Fixed ones are asked once, literals never, other lets by whoever uses them. */
static void find_live(struct arena *arena, struct block *block)
{
    block->live = arena_array(arena, block->n_rules + 1u, sizeof *block->live);
    for (unsigned i = 0; i < block->n_rules; i++) {
        const struct rule *r = block->rules[i];
        bool live = r->kind == RULE_LET ? r->from && r->from->asks : !r->literal && (block->level == 0 || !r->fixed);
        if (live) block->live[block->n_live++] = r;
    }
}

/* One after the other in memory, since every line goes through all of them. */
static void make_steps(struct arena *arena, struct block *block)
{
    struct quick *steps = arena_array(arena, block->n_live + block->n_checks + 1u, sizeof *steps);
    for (unsigned i = 0; i < block->n_live; i++) steps[block->n_steps++] = quick_step(block->live[i]);
    for (unsigned i = 0; i < block->n_checks; i++) steps[block->n_steps++] = quick_step(block->checks[i]);
    for (unsigned i = 0; i + 1 < block->n_steps; i++)
        steps[i].more = steps[i].kind == QUICK_COLUMN && steps[i + 1].kind == QUICK_COLUMN && steps[i].slot == steps[i + 1].slot;
    block->steps = steps;
}

struct building building_begin(struct compiler *c, uint16_t node, uint16_t parent, struct place place)
{
    static const struct segment_def empty = { .n_elems = 0 };
    const struct segment_def *def = node == NO_NODE ? NULL : c->map->to->nodes[node].segment;
    struct block *block = arena_alloc(c->arena, sizeof *block);
    *block = (struct block){ .node = node, .level = c->scope.level, .def = node == NO_NODE ? NULL : def ? def : &empty, .place = place };
    block->n_cells = block->def ? block->def->n_elems : 0;
    block->cells = arena_array(c->arena, block->n_cells + 1u, sizeof *block->cells);
    return (struct building){ .c = c, .block = block, .parent = parent };
}

struct block *building_end(struct building *b)
{
    struct block *block = b->block;
    if (block->node != NO_NODE) {
        check_coverage(b);
        check_groups(b);
        take_seats(b);
        block->fixed_at = b->c->map->n_fixed;
        if (block->level > 0) b->c->map->n_fixed += block->n_seats;
    }
    block->rules = b->rules.items;
    block->n_rules = (unsigned)b->rules.count;
    find_live(b->c->arena, block);
    block->checks = b->checks.items;
    block->n_checks = (unsigned)b->checks.count;
    if (block->level > 0) make_steps(b->c->arena, block);
    block->children = b->children.items;
    block->n_children = (unsigned)b->children.count;
    return block;
}

const struct block *block_read(struct compiler *c, struct xml_node *n, uint16_t node)
{
    struct building b = building_begin(c, node, node, n->place);
    struct named *names = c->named;
    building_read(&b, n);
    building_forget(c, names);
    struct block *block = building_end(&b);
    if (building_is_set(&b) && node) loop_end(&b);
    return block;
}
