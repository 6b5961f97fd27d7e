/* levels.c - <tree> and <node>: a set whose levels stand one after the other in one loop, each naming its parent (HL).
 *
 *     <tree out="HL"> <node level="S" id="shipment"> segments
 *         <node level="O" id="orders" from="Order" as="order"> segments … </node> </node> </tree>
 *
 * A node with from= is made for each instance, like an <each>; its own segments come before the nodes inside it.  Numbers, parents and whether there
 * are children are filled in when all is written (run_levels.c). */
#include "map/building.h"

enum { HL_FIELDS = 4 };

struct tree_reading {
    uint16_t loop, segment;     /* HL, and its opening segment */
    bool no_children;
    int16_t children_param;
};

static void node_read(struct building *b, const struct tree_reading *t, struct xml_node *n, unsigned depth);

/* The segment HL itself, of which nothing is the map's but the level's code. */
static const struct block *hl_block(struct building *b, const struct tree_reading *t, struct xml_node *n, slice code, unsigned depth)
{
    struct compiler *c = b->c;
    struct building hl = building_begin(c, t->segment, t->segment, n->place);
    struct level *level = arena_alloc(c->arena, sizeof *level);
    struct set_block *set = arena_alloc(c->arena, sizeof *set);
    *level = (struct level){ code, depth, t->no_children, t->children_param };
    *set = (struct set_block){ .stays = true, .level = level };
    for (unsigned k = 0; k < hl.block->n_cells && k < HL_FIELDS; k++) hl.block->cells[k].kind = CELL_COUNTED;
    struct block *block = building_end(&hl);
    block->set = set;
    return block;
}

static void check_code(struct building *b, const struct tree_reading *t, struct xml_node *n, slice code)
{
    const struct segment_def *def = building_target(b)->nodes[t->segment].segment;
    if (code.len && def->n_elems >= HL_FIELDS)
        (void)path_code(&b->c->scope, &def->elems[2], def->elems[2].field_name, code, attr_place(n, "level"));
}

/* Lets and checks belong to the instance, nodes follow it, and everything else is in its loop. */
static void content_read(struct building *body, struct building *loop, const struct tree_reading *t, struct xml_node *n, unsigned depth)
{
    bool inside = false;
    for (struct xml_node *child = n->first; child; child = child->next) {
        if (slice_is(child->name, "node")) {
            node_read(body, t, child, depth + 1);
            inside = true;
        } else if (slice_is(child->name, "let") || slice_is(child->name, "check")) {
            building_add(body, child);
        } else {
            if (inside) compile_fault(body->c, MAP_TREE, child->place, arena_printf(body->c->arena, "<%.*s> comes after a <node>", SLICE_ARG(child->name)),
                                      SLICE("put it first: a level's own segments are written before the levels inside it"), NO_ARG, NO_ARG);
            building_add(loop, child);
        }
    }
}

static void node_body(struct building *body, const struct tree_reading *t, struct xml_node *n, unsigned depth)
{
    struct compiler *c = body->c;
    slice code = attr_must(c, n, "level", "the level's code, e.g. level=\"S\"");
    check_code(body, t, n, code);
    struct named *names = c->named;
    struct building loop = building_begin(c, t->loop, t->loop, n->place);
    loop.last = t->segment;
    building_child(body, (struct child){ .block = loop.block });
    building_child(&loop, (struct child){ .block = hl_block(&loop, t, n, code, depth) });
    content_read(body, &loop, t, n, depth);
    (void)building_end(&loop);
    loop_end(&loop);
    building_forget(c, names);
}

static void node_read(struct building *b, const struct tree_reading *t, struct xml_node *n, unsigned depth)
{
    static const char *const each_attrs[] = { "level", "id", "from", "as", "where", "by", "line", "say", NULL };
    static const char *const attrs[] = { "level", "id", "say", NULL };
    struct compiler *c = b->c;
    if (depth >= LEVELS_DEPTH) {
        compile_fault(c, MAP_TOO_BIG, n->place, SLICE("<node> inside each other"), SLICE("8"), NO_ARG, NO_ARG);
        return;
    }
    struct each *each = xml_attr(n, "from") ? building_each(b, n, each_attrs) : NULL;
    if (!each && xml_attr(n, "from")) return;
    if (!each) (void)xml_known(n, attrs, c->diags);
    struct building body = building_begin(c, NO_NODE, b->parent, n->place);
    node_body(&body, t, n, depth);
    const struct block *block = building_end(&body);
    if (each) building_each_end(b, each, block);
    else building_child(b, (struct child){ .block = block });
}

static void children_read(struct building *b, struct xml_node *n, struct tree_reading *t)
{
    slice children = xml_get(n, "children");
    t->children_param = NO_PARAM;
    t->no_children = slice_is(children, "no");
    if (!children.len || t->no_children || slice_is(children, "yes")) return;
    struct expr *e = children.ptr[0] == '$' ? attr_expr(b->c, n, "children") : NULL;
    if (e && e->op == EX_PARAM) t->children_param = (int16_t)e->index;
    else if (e && e->op == EX_LITERAL) t->no_children = slice_is(e->value.text, "no");
    else if (children.ptr[0] != '$') compile_fault(b->c, MAP_VALUE, attr_place(n, "children"), SLICE("children"), children,
                                                   SLICE("yes, no, or a parameter with these values"), NO_ARG);
}

void levels_read(struct building *b, struct xml_node *n)
{
    static const char *const attrs[] = { "out", "children", "say", NULL };
    static const char *const tags[] = { "node", NULL };
    struct tree_reading t = { 0 };
    slice out = attr_must(b->c, n, "out", "the loop of the levels, out=\"HL\"");
    t.loop = out.len ? segment_find(b, out, true, attr_place(n, "out")) : 0;
    children_read(b, n, &t);
    (void)xml_known(n, attrs, b->c->diags);
    if (!t.loop) return;
    t.segment = schema_opener(building_target(b), t.loop);
    if (!slice_is(building_target(b)->nodes[t.segment].name, "HL") || building_target(b)->nodes[t.segment].segment->n_elems < HL_FIELDS) {
        compile_fault(b->c, MAP_TREE, attr_place(n, "out"), arena_printf(b->c->arena, "%.*s is no loop of levels", SLICE_ARG(out)),
                      SLICE("the loop whose first segment is HL is"), NO_ARG, NO_ARG);
        return;
    }
    building_order(b, t.loop, attr_place(n, "out"));
    for (struct xml_node *child = n->first; child; child = child->next) {
        if (slice_is(child->name, "node")) node_read(b, &t, child, 0);
        else compile_unknown_tag(b->c, child, tags);
    }
}
