/* effective.c - writes an effective map as a map file: nothing is left of overlays but the comment behind each element.  What is written loads again,
 * to the same digest. */
#include "map/effective.h"

enum { LINE_END = 120, DEEPEST = 60 };

static void put_indent(struct buf *out, unsigned n)
{
    while (n-- > 0) buf_putc(out, ' ');
}

/* Two hyphens end a comment. */
static void put_file(struct buf *out, const struct place *place)
{
    slice name = place->source ? slice_of(place->source->name) : SLICE("?");
    for (size_t i = 0; i < name.len; i++) {
        buf_putc(out, name.ptr[i]);
        if (name.ptr[i] == '-' && i + 1 < name.len && name.ptr[i + 1] == '-') buf_putc(out, ' ');
    }
    buf_printf(out, ":%u", compile_line(*place));
}

/* Of the element, and of attributes that another file has set. */
static void put_origin(struct buf *out, const struct xml_node *n)
{
    buf_puts(out, " <!-- ");
    put_file(out, &n->place);
    for (unsigned i = 0; i < n->n_attrs && n->parent; i++) {
        if (n->attrs[i].place.source == n->place.source) continue;
        buf_printf(out, ", %.*s ", SLICE_ARG(n->attrs[i].name));
        put_file(out, &n->attrs[i].place);
    }
    buf_puts(out, " -->\n");
}

static size_t put_attr(struct buf *out, const struct xml_attr *a, size_t column, unsigned indent)
{
    struct buf text = BUF_INIT(MAP_MAX_BYTES);
    buf_printf(&text, "%.*s=\"", SLICE_ARG(a->name));
    xml_escape(&text, a->value);
    buf_putc(&text, '"');
    if (column + 1 + text.len > LINE_END && column > indent) {
        buf_putc(out, '\n');
        put_indent(out, indent);
        column = indent;
    } else {
        buf_putc(out, ' ');
        column++;
    }
    column += text.len;
    buf_add(out, buf_slice(&text));
    buf_free(&text);
    return column;
}

static void put_node(struct buf *out, struct xml_node *n, unsigned depth)
{
    unsigned indent = 2 * depth, inner = indent + 2 + (unsigned)n->name.len;
    size_t column = inner - 1;
    put_indent(out, indent);
    buf_printf(out, "<%.*s", SLICE_ARG(n->name));
    for (unsigned i = 0; i < n->n_attrs; i++) column = put_attr(out, &n->attrs[i], column, inner);
    buf_puts(out, n->first ? ">" : "/>");
    put_origin(out, n);
    if (!n->first || depth > DEEPEST) return;
    for (struct xml_node *c = n->first; c; c = c->next) put_node(out, c, depth + 1);
    put_indent(out, indent);
    buf_printf(out, "</%.*s>\n", SLICE_ARG(n->name));
}

void effective_write(struct buf *out, struct xml_node *root)
{
    buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    put_node(out, root, 0);
}
