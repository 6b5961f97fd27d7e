/* plan.c - a record layout prepared for writing, once.
 *
 * Decides what the file looks like apart from its values: declaration, indentation by one blank a level, attributes on one line in the
 * layout's order, one element a line.  The layout was checked when it was loaded, so there is nothing to find here. */
#include "record/plan.h"

#include "record/escape.h"

#include "base/must.h"

enum { MAX_CONSTANT = 1 << 20 };        /* bytes of constant text in a row; a layout has a few hundred */

struct planner {
    struct arena *arena;
    const struct schema *layout;
    enum charset charset;
    struct buf text;            /* constant text gathered since the last step */
    struct plan_step *steps;
    size_t n_steps, room_steps;
    uint32_t room;              /* bytes of all constant text of the node */
};

static struct plan_text take_text(struct planner *p)
{
    must(buf_ok(&p->text));
    char *kept = arena_alloc(p->arena, p->text.len + PLAN_PAD);
    if (p->text.len)
        memcpy(kept, p->text.ptr, p->text.len);
    struct plan_text t = { kept, (uint32_t)p->text.len };
    p->room += t.len;
    buf_clear(&p->text);
    return t;
}

static void add_step(struct planner *p, uint16_t field, bool optional)
{
    struct plan_step *step = arena_grow(p->arena, &p->steps, &p->n_steps, &p->room_steps, sizeof *step);
    *step = (struct plan_step){ .before = take_text(p), .field = field, .optional = optional };
}

static void put_indent(struct planner *p, unsigned depth)
{
    for (unsigned i = 0; i < depth; i++)
        buf_putc(&p->text, ' ');
}

/* Field names are written "@OrderNumber" in layouts. */
static slice attribute_name(const struct elem *e)
{
    return slice_starts(e->field_name, SLICE("@")) ? slice_sub(e->field_name, 1, e->field_name.len) : e->field_name;
}

static void plan_constant(struct planner *p, const struct elem *e)
{
    slice name = attribute_name(e);
    buf_printf(&p->text, " %.*s=\"", SLICE_ARG(name));
    escape_constant(&p->text, e->constant, p->charset);
    buf_putc(&p->text, '"');
}

static void plan_field(struct planner *p, const struct elem *e, uint16_t field)
{
    slice name = attribute_name(e);
    if (e->write_empty) {
        buf_printf(&p->text, " %.*s=\"", SLICE_ARG(name));
        add_step(p, field, false);
        buf_putc(&p->text, '"');
        return;
    }
    if (p->text.len)            /* what stands before must not vanish with the field */
        add_step(p, PLAN_NO_FIELD, false);
    buf_printf(&p->text, " %.*s=\"", SLICE_ARG(name));
    add_step(p, field, true);
    p->room++;                  /* its closing quote, which comes with the value */
}

static unsigned node_depth(const struct schema *layout, uint16_t node)
{
    unsigned depth = 0;
    for (; node != 0; node = layout->nodes[node].parent)
        depth++;
    return depth;
}

static struct plan_node plan_element(struct planner *p, uint16_t number)
{
    const struct node *node = &p->layout->nodes[number];
    unsigned depth = node_depth(p->layout, number);
    p->steps = NULL;
    p->n_steps = p->room_steps = 0;
    p->room = 0;
    put_indent(p, depth);
    buf_printf(&p->text, "<%.*s", SLICE_ARG(node->name));
    for (uint16_t k = 0; node->segment && k < node->segment->n_elems; k++) {
        const struct elem *e = &node->segment->elems[k];
        if (e->constant.ptr)
            plan_constant(p, e);
        else
            plan_field(p, e, k);
    }
    struct plan_node out = { 0 };
    slice tail = arena_copy(p->arena, buf_slice(&p->text));
    buf_puts(&p->text, "/>\n");
    out.empty_end = take_text(p);
    buf_add(&p->text, tail);
    buf_puts(&p->text, ">\n");
    out.open_end = take_text(p);
    put_indent(p, depth);
    buf_printf(&p->text, "</%.*s>\n", SLICE_ARG(node->name));
    out.close = take_text(p);
    out.steps = p->steps;
    out.n_steps = (uint32_t)p->n_steps;
    out.room = p->room;
    return out;
}

struct record_writer *record_writer_new(struct arena *arena, const struct schema *layout)
{
    must(layout->is_record && layout->n_nodes > 0);
    bool latin1 = layout->charset == CHARSET_LATIN1;
    struct record_writer *w = arena_alloc(arena, sizeof *w);
    w->layout = layout;
    w->charset = latin1 ? CHARSET_LATIN1 : CHARSET_UTF8;
    w->charset_name = latin1 ? "ISO-8859-1" : "UTF-8";
    struct planner p = { .arena = arena, .layout = layout, .charset = w->charset, .text = BUF_INIT(MAX_CONSTANT) };
    buf_printf(&p.text, "<?xml version=\"1.0\" encoding=\"%s\"?>\n", w->charset_name);
    w->declaration = take_text(&p);
    struct plan_node *nodes = arena_array(arena, layout->n_nodes, sizeof *nodes);
    for (uint16_t i = 0; i < layout->n_nodes; i++)
        nodes[i] = plan_element(&p, i);
    w->nodes = nodes;
    buf_free(&p.text);
    return w;
}
