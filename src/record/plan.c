/* plan.c - a record layout prepared for writing, once.
 *
 * Decides what the file looks like apart from its values: declaration, indentation by one blank a level, attributes on one line in the
 * layout's order, one element a line.  The layout was checked when it was loaded, so there is nothing to find here. */
#include "record/plan.h"

#include "record/encode.h"
#include "record/escape.h"

#include "base/must.h"

enum { MAX_CONSTANT = 1 << 20 };        /* bytes of constant text in a row; a layout has a few hundred */

struct planner {
    struct arena *arena;
    const struct schema *layout;
    enum charset charset;
    struct buf text;            /* constant text being gathered */
};

static struct plan_text keep_text(struct arena *arena, slice text)
{
    char *kept = arena_alloc(arena, text.len + PLAN_PAD);
    if (text.len)
        memcpy(kept, text.ptr, text.len);
    return (struct plan_text){ kept, (uint32_t)text.len };
}

static struct plan_text take_text(struct planner *p)
{
    must(buf_ok(&p->text));
    struct plan_text t = keep_text(p->arena, buf_slice(&p->text));
    buf_clear(&p->text);
    return t;
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

static struct plan_field plan_constant(struct planner *p, const struct elem *e)
{
    slice name = attribute_name(e);
    buf_printf(&p->text, " %.*s=\"", SLICE_ARG(name));
    escape_constant(&p->text, e->constant, p->charset);
    buf_putc(&p->text, '"');
    return (struct plan_field){ .at = (uint32_t)p->text.len, .is_constant = true };
}

static struct plan_field plan_field(struct planner *p, const struct elem *e)
{
    slice name = attribute_name(e);
    if (!e->write_empty) {
        slice text = arena_printf(p->arena, " %.*s=\"", SLICE_ARG(name));
        return (struct plan_field){ .at = (uint32_t)p->text.len, .name = keep_text(p->arena, text) };
    }
    buf_printf(&p->text, " %.*s=\"", SLICE_ARG(name));
    struct plan_field field = { .at = (uint32_t)p->text.len };
    buf_putc(&p->text, '"');
    return field;
}

static unsigned node_depth(const struct schema *layout, uint16_t node)
{
    unsigned depth = 0;
    for (; node != 0; node = layout->nodes[node].parent)
        depth++;
    return depth;
}

static void plan_ends(struct planner *p, unsigned depth, slice name, struct plan_node *out)
{
    buf_puts(&p->text, "/>\n");
    out->empty_end = take_text(p);
    buf_puts(&p->text, ">\n");
    out->open_end = take_text(p);
    put_indent(p, depth);
    buf_printf(&p->text, "</%.*s>\n", SLICE_ARG(name));
    out->close = take_text(p);
}

static struct plan_node plan_element(struct planner *p, uint16_t number)
{
    const struct node *node = &p->layout->nodes[number];
    unsigned depth = node_depth(p->layout, number);
    struct plan_node out = { .n_fields = node->segment ? node->segment->n_elems : 0 };
    struct plan_field *fields = arena_array(p->arena, out.n_fields + 1, sizeof *fields);
    put_indent(p, depth);
    buf_printf(&p->text, "<%.*s", SLICE_ARG(node->name));
    for (uint32_t k = 0; k < out.n_fields; k++) {
        const struct elem *e = &node->segment->elems[k];
        fields[k] = e->constant.ptr ? plan_constant(p, e) : plan_field(p, e);
        out.room += fields[k].name.len + 1;     /* the closing quote comes with the value */
    }
    out.fields = fields;
    out.text = take_text(p);
    plan_ends(p, depth, node->name, &out);
    out.room += out.text.len + out.empty_end.len;
    return out;
}

struct record_writer *record_writer_new(struct arena *arena, const struct schema *layout)
{
    must(layout->is_record && layout->n_nodes > 0);
    struct record_writer *w = arena_alloc(arena, sizeof *w);
    w->layout = layout;
    w->charset = layout->charset == CHARSET_AUTO ? CHARSET_UTF8 : layout->charset;
    w->charset_name = encode_name(w->charset);
    if (layout->text) return w;         /* lines of text need no plan: write_text.c goes by the layout */
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
