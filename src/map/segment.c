/* segment.c - <segment>, <element>, <loop> and <when>: the walk over a target that is a set.  Segments are written in the set's order, their elements in
 * any; what the guide speaks of has a rule or is named in <unmapped>; ST and SE, counts and sums are made where the file is written.
 *
 * A segment of which no element has a value is not written, so an optional one needs no condition of its own.  A qualifier says with="…" which value
 * it belongs to, and a segment needs="…" which ones it is nothing without. */
#include "map/building.h"

#include "expr/check_call.h"

/* ---- places in the set ---- */

static slice children_words(struct building *b, bool loop)
{
    struct arena *a = b->c->arena;
    slice words = { 0 };
    for (uint16_t k = building_target(b)->nodes[b->parent].first; k && words.len < 140; k = building_target(b)->nodes[k].next) {
        const struct node *n = &building_target(b)->nodes[k];
        if (n->is_loop != loop || n->usage == USE_NOT_USED || flat_is_frame(n)) continue;
        words = arena_printf(a, words.len ? "%.*s %.*s" : "%.*sit has %.*s", SLICE_ARG(words), SLICE_ARG(n->name));
    }
    return words.len ? words : loop ? SLICE("it has no loops") : SLICE("it has no segments");
}

static slice owner_words(const struct building *b)
{
    return b->parent ? building_target(b)->nodes[b->parent].name : arena_printf(b->c->arena, "the set %.*s", SLICE_ARG(building_target(b)->set_id));
}

/* A name can stand at several places of a loop: the next one that is meant is the one not yet passed. */
uint16_t segment_find(struct building *b, slice out, bool loop, struct place place)
{
    const struct node *nodes = building_target(b)->nodes;
    uint16_t found = 0, other = 0;
    for (uint16_t k = nodes[b->parent].first; k; k = nodes[k].next) {
        if (!slice_eq(nodes[k].name, out)) continue;
        if (nodes[k].is_loop != loop) other = k;
        else if (!found || found < b->last) found = k;
    }
    if (found && flat_is_frame(&nodes[found])) {
        compile_fault(b->c, MAP_SEGMENT_FRAME, place, out, NO_ARG, NO_ARG, NO_ARG);
        return 0;
    }
    if (!found) {
        slice hint = other ? arena_printf(b->c->arena, "write <%s out=\"%.*s\">", loop ? "segment" : "loop", SLICE_ARG(out)) : children_words(b, loop);
        compile_fault(b->c, MAP_SEGMENT, place, owner_words(b), loop ? SLICE("loop") : SLICE("segment"), out, hint);
        return 0;
    }
    if (nodes[found].usage == USE_NOT_USED) compile_fault(b->c, MAP_OUT_NOT_USED, place, out, building_target(b)->guide, NO_ARG, NO_ARG);
    return found;
}

/* ---- elements ---- */

static slice elements_words(const struct building *b)
{
    const struct segment_def *def = b->block->def;
    slice words = SLICE("it has");
    unsigned k = 0;
    for (; k < def->n_elems && words.len < 140; k++)
        words = arena_printf(b->c->arena, "%.*s %.*s", SLICE_ARG(words), SLICE_ARG(flat_number(def, k)));
    return k < def->n_elems ? arena_printf(b->c->arena, "%.*s …", SLICE_ARG(words)) : words;
}

/* The cell of element `n` for a rule; null with a finding. */
static struct cell *element_cell(struct building *b, slice n, struct place place)
{
    const struct block *block = b->block;
    if (block->node == NO_NODE || building_target(b)->nodes[block->node].is_loop || block->node == 0) {
        compile_fault(b->c, MAP_TARGET, place, SLICE("what is outside a segment"), n, SLICE("put it in a <segment out=\"…\">"), NO_ARG);
        return NULL;
    }
    int k = flat_field(block->def, n);
    if (k < 0) {
        compile_fault(b->c, MAP_TARGET, place, block->def->id, n, elements_words(b), NO_ARG);
        return NULL;
    }
    return building_cell(b, (unsigned)k, place);
}

void element_rule_read(struct building *b, struct xml_node *n, struct rule *(*read)(struct compiler *, struct xml_node *,
        const struct elem *))
{
    struct compiler *c = b->c;
    slice number = attr_must(c, n, "n", "the element, e.g. n=\"02\", or a component, e.g. n=\"04-1\"");
    if (xml_attr(n, "out")) compile_fault(c, MAP_VALUE, attr_place(n, "out"), SLICE("out"), xml_get(n, "out"), SLICE("n=\"…\""), NO_ARG);
    struct cell *cell = number.len ? element_cell(b, number, attr_place(n, "n")) : NULL;
    const unsigned k = cell ? (unsigned)(cell - b->block->cells) : 0;
    const struct elem *e = cell ? &b->block->def->elems[k] : NULL;
    if (cell && cell->kind == CELL_COUNTED) compile_fault(c, MAP_COUNTED, attr_place(n, "n"), e->field_name, NO_ARG, NO_ARG, NO_ARG);
    if (cell && cell->kind == CELL_COUNTED) return;
    if (e && e->usage == USE_NOT_USED) compile_fault(c, MAP_OUT_NOT_USED, attr_place(n, "n"), e->field_name, building_target(b)->guide, NO_ARG, NO_ARG);
    c->rule_name = e ? e->field_name : SLICE("element");
    c->excused = xml_attr(n, "with") || (cell && b->needed && b->needed[k]);
    building_rule(b, n, cell, read);
    c->rule_name = (slice){ 0 };
    c->excused = false;
}

void segment_unmapped_read(struct building *b, struct xml_node *n)
{
    static const char *const attrs[] = { "n", "reason", NULL };
    slice rest = attr_must(b->c, n, "n", "the elements that are left out, e.g. n=\"08 10\""), name;
    slice reason = attr_must(b->c, n, "reason", "say why, for the next reader");
    (void)xml_known(n, attrs, b->c->diags);
    while (slice_next(&rest, ' ', &name)) {
        name = slice_trim(name);
        struct cell *cell = name.len ? element_cell(b, name, attr_place(n, "n")) : NULL;
        if (!cell) continue;
        cell->kind = CELL_ABSENT;
        cell->reason = reason.ptr ? reason : SLICE("");
        const struct elem *e = &b->block->def->elems[cell - b->block->cells];
        if (e->usage == USE_MANDATORY) compile_fault(b->c, MAP_UNMAPPED_ELEMENT, attr_place(n, "n"), e->field_name, NO_ARG, NO_ARG, NO_ARG);
    }
}

/* ---- what a segment has besides its values ---- */

static bool read_needs(struct building *b, struct xml_node *n, bool *needed)
{
    slice rest = xml_get(n, "needs"), name;
    bool any = false;
    while (slice_next(&rest, ' ', &name)) {
        name = slice_trim(name);
        if (name.len == 0) continue;
        int k = flat_field(b->block->def, name);
        if (k < 0) compile_fault(b->c, MAP_TARGET, attr_place(n, "needs"), b->block->def->id, name, elements_words(b), NO_ARG);
        else needed[k] = any = true;
    }
    b->needed = needed;
    return any;
}

static void keep_needs(struct building *b, struct xml_node *n, struct set_block *set)
{
    const struct block *block = b->block;
    uint16_t *seats = arena_array(b->c->arena, block->n_cells + 1u, sizeof *seats);
    for (unsigned k = 0; k < block->n_cells; k++) {
        if (!b->needed[k]) continue;
        if (block->cells[k].rule) seats[set->n_needs++] = block->cells[k].rule->seat;
        else compile_fault(b->c, MAP_TARGET, attr_place(n, "needs"), SLICE("needs"), flat_number(block->def, k), SLICE("it has no rule in this segment"), NO_ARG);
    }
    set->needs = seats;
}

static void keep_tie(struct building *b, const struct rule *r, struct set_block *set, struct tie *ties)
{
    const struct block *block = b->block;
    int k = flat_field(block->def, r->with);
    const struct rule *on = k < 0 ? NULL : block->cells[k].rule;
    slice why = k < 0 ? elements_words(b) : !on ? SLICE("that has no rule") : on == r ? SLICE("that is itself") : on->with.len ? SLICE("that says with itself") : NO_ARG;
    if (why.len) compile_fault(b->c, MAP_WITH_ELEMENT, r->place, r->with, why, NO_ARG, NO_ARG);
    else ties[set->n_ties++] = (struct tie){ r->seat, on->seat };
}

static void segment_end(struct building *b, struct xml_node *n)
{
    struct block *block = b->block;
    struct set_block *set = arena_alloc(b->c->arena, sizeof *set);
    struct tie *ties = arena_array(b->c->arena, block->n_cells + 1u, sizeof *ties);
    for (unsigned k = 0; k < block->n_cells; k++) {
        set->stays |= block->cells[k].kind == CELL_COUNTED;
        if (block->cells[k].rule && block->cells[k].rule->with.len) keep_tie(b, block->cells[k].rule, set, ties);
    }
    set->ties = ties;
    keep_needs(b, n, set);
    block->set = set;
}

static void mark_counted(struct building *b)
{
    for (unsigned k = 0; k < b->block->n_cells; k++)
        if (flat_is_total(building_target(b), b->block->def, k)) b->block->cells[k].kind = CELL_COUNTED;
}

void segment_read(struct building *b, struct xml_node *n)
{
    static const char *const attrs[] = { "id", "out", "needs", "say", NULL };
    struct compiler *c = b->c;
    slice out = attr_must(c, n, "out", "the segment, e.g. out=\"BIG\"");
    uint16_t node = out.len ? segment_find(b, out, false, attr_place(n, "out")) : 0;
    (void)xml_known(n, attrs, c->diags);
    if (!node) return;
    building_order(b, node, attr_place(n, "out"));
    struct building inner = building_begin(c, node, node, n->place);
    struct named *names = c->named;
    (void)read_needs(&inner, n, arena_array(c->arena, inner.block->n_cells + 1u, sizeof(bool)));
    mark_counted(&inner);
    building_read(&inner, n);
    building_forget(c, names);
    building_child(b, (struct child){ .block = building_end(&inner) });
    segment_end(&inner, n);
}

/* ---- loops and conditions ---- */

void loop_end(struct building *b)
{
    struct set_block *set = arena_alloc(b->c->arena, sizeof *set);
    set->loop = true;
    b->block->set = set;
}

void loop_read(struct building *b, struct xml_node *n)
{
    static const char *const attrs[] = { "id", "out", "say", NULL };
    slice out = attr_must(b->c, n, "out", "the loop, e.g. out=\"N1\"");
    uint16_t node = out.len ? segment_find(b, out, true, attr_place(n, "out")) : 0;
    (void)xml_known(n, attrs, b->c->diags);
    if (!node) return;
    building_order(b, node, attr_place(n, "out"));
    building_child(b, (struct child){ .block = block_read(b->c, n, node) });
}

void condition_read(struct building *b, struct xml_node *n)
{
    static const char *const attrs[] = { "id", "test", "say", NULL };
    struct compiler *c = b->c;
    (void)attr_must(c, n, "test", "a condition, e.g. test=\"exists(@Carrier)\"");
    struct expr *test = attr_expr(c, n, "test");
    (void)xml_known(n, attrs, c->diags);
    if (test) (void)expr_need(&c->checker, test, TYPE_BOOL);
    if (test && test->asks) compile_fault(c, MAP_LOOKUP_PLACE, attr_place(n, "test"), NO_ARG, NO_ARG, NO_ARG, NO_ARG);
    struct building inner = building_begin(c, NO_NODE, b->parent, n->place);
    struct named *names = c->named;
    bool outer = c->conditional;
    c->conditional = true;
    inner.last = b->last;
    inner.each_inside = b->each_inside;
    building_read(&inner, n);
    c->conditional = outer;
    b->last = inner.last;
    building_forget(c, names);
    building_child(b, (struct child){ .block = building_end(&inner), .when = test });
}
