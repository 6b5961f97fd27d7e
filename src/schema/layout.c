/* layout.c - reads a record layout, FAMILY/NAME.xml, into the same nodes that sets have.
 *
 * A <group> is an element of the record and a node, a <field> is one of its attributes and an element of the node's definition, in writing
 * order.  Node 0 is the root element.  A variant has its groups and fields from the layout it is a variant of, so both have the same nodes.
 * Where fields stand in lines of text is read by layout_text.c; what is written, and how, is record/'s. */
#include "schema/load.h"

#include "base/err.h"
#include "schema/layout.h"

struct layout_reader {
    struct loader *l;
    struct node *nodes;
    uint16_t n;
    bool text;                          /* not XML: groups and fields say too where they stand */
};

static uint32_t groups_count(struct xml_node *root, unsigned depth)
{
    uint32_t n = 1;
    for (struct xml_node *c = xml_child(root, "group"); c && depth < SCHEMA_MAX_DEPTH; c = xml_next(c,
            "group")) n += groups_count(c, depth + 1);
    return n;
}

static bool name_is_xml(slice s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        bool more = (c >= '0' && c <= '9') || c == '-' || c == '.';
        if (!letter && !(more && i > 0)) return false;
    }
    return s.len > 0;
}

static slice name_read(struct loader *l, struct xml_node *n)
{
    slice name = read_required(l, n, "name");
    if (name.len && !name_is_xml(name)) load_bad(l, SCHEMA_ATTRIBUTE, read_place(n, "name"), SLICE("name"), name,
            SLICE("a name of XML, in ASCII"));
    return name;
}

static void empty_read(struct loader *l, struct xml_node *n, struct elem *e)
{
    slice empty = xml_get(n, "empty");
    e->write_empty = slice_is(empty, "write");
    if (empty.ptr && !e->write_empty && !slice_is(empty, "omit"))
        load_bad(l, SCHEMA_ATTRIBUTE, read_place(n, "empty"), SLICE("empty"), empty, SLICE("write or omit"));
}

static void format_read(struct loader *l, struct xml_node *n, struct elem *e)
{
    e->format = read_text(l, n, "format");
    if (e->format.len == 0) return;
    enum pattern_kind kind = layout_pattern(e->format);
    if (kind == PATTERN_BAD) load_bad(l, SCHEMA_ATTRIBUTE, read_place(n, "format"), SLICE("format"), e->format,
            SLICE("a pattern of yyyy or yy, MM and dd, or of HH, mm and perhaps ss, with no other letters"));
    e->type = kind == PATTERN_TIME ? ELEM_TM : ELEM_DATE_TEXT;
}

/* Lists of attributes are two, one after the other, each ended by null: for all formats, and for lines of text only. */
static void read_known(struct layout_reader *r, struct xml_node *n, const char *const *attrs)
{
    const char *known[32];
    size_t at = 0;
    for (; *attrs; attrs++) known[at++] = *attrs;
    for (attrs++; r->text && *attrs; attrs++) known[at++] = *attrs;
    known[at] = NULL;
    read_only(r->l, n, known);
}

static void field_read(struct layout_reader *r, struct xml_node *n, struct elem *e)
{
    static const char *const attrs[] = { "name", "type", "min", "max", "usage", "empty", "constant", "scale", "format",
            "codes", "title", "source", NULL, "width", "at", "align", "fill", "decimals", "column", NULL };
    struct loader *l = r->l;
    slice name = name_read(l, n);
    e->field_name = arena_printf(l->arena, "@%.*s", SLICE_ARG(name));
    e->name = read_text(l, n, "title");
    if (e->name.len == 0) e->name = name;
    e->type = ELEM_AN;
    read_type(l, n, e);
    e->usage = read_usage(l, n, USE_OPTIONAL);
    e->min = read_number(l, n, "min", 0, 1u << 30, 0);
    e->max = read_number(l, n, "max", e->min, 1u << 30, UINT32_MAX);
    e->scale = (uint8_t)read_number(l, n, "scale", 0, 18, 0);
    e->repeat = 1;
    e->constant = read_text(l, n, "constant");
    e->source = read_text(l, n, "source");
    e->codes = read_codes(l, xml_get(n, "codes"), name, NULL, read_place(n, "codes"));
    format_read(l, n, e);
    empty_read(l, n, e);
    read_known(r, n, attrs);
}

/* The group's attributes as a definition; every group has one, be it empty. */
static const struct segment_def *fields_read(struct layout_reader *r, struct xml_node *root, slice name)
{
    uint32_t count = 0, at = 0;
    for (struct xml_node *n = xml_child(root, "field"); n; n = xml_next(n, "field")) count++;
    struct segment_def *def = arena_alloc(r->l->arena, sizeof *def);
    def->id = name;
    if (count > 1000) {
        load_bad(r->l, SCHEMA_TOO_BIG, root->place, SLICE("fields of a group"), SLICE("1000"), NO_ARG);
        return def;
    }
    struct elem *elems = arena_array(r->l->arena, count, sizeof *elems);
    for (struct xml_node *n = xml_child(root, "field"); n; n = xml_next(n, "field"), at++) {
        field_read(r, n, &elems[at]);
        for (uint32_t i = 0; i < at; i++)
            if (slice_eq(elems[i].field_name, elems[at].field_name))
                load_bad(r->l, SCHEMA_DUPLICATE, n->place, SLICE("field"), elems[at].field_name, NO_ARG);
    }
    def->elems = elems;
    def->n_elems = (uint16_t)count;
    return def;
}

static void group_read(struct layout_reader *r, struct xml_node *n, uint16_t parent, uint16_t at, unsigned depth);

static void children_read(struct layout_reader *r, struct xml_node *root, uint16_t parent, unsigned depth)
{
    uint16_t last = 0;
    for (struct xml_node *n = root->first; n; n = n->next) {
        if (slice_is(n->name, "field")) continue;
        if (!slice_is(n->name, "group") || depth >= SCHEMA_MAX_DEPTH) {
            load_bad(r->l, SCHEMA_SHAPE, n->place, n->name, SLICE("<field> or <group>, not nested deeper than 12"), NO_ARG);
            continue;
        }
        uint16_t at = r->n++;
        group_read(r, n, parent, at, depth + 1);
        *(last ? &r->nodes[last].next : &r->nodes[parent].first) = at;
        last = at;
        for (uint16_t c = r->nodes[parent].first; c != at; c = r->nodes[c].next)
            if (slice_eq(r->nodes[c].name, r->nodes[at].name)) load_bad(r->l, SCHEMA_DUPLICATE, n->place, SLICE("group"),
                    r->nodes[at].name, NO_ARG);
    }
}

static void group_read(struct layout_reader *r, struct xml_node *n, uint16_t parent, uint16_t at, unsigned depth)
{
    static const char *const attrs[] = { "name", "usage", "max", "title", "source", NULL, "tag", "key", "repeat", NULL };
    struct node *node = &r->nodes[at];
    node->name = name_read(r->l, n);
    node->title = read_text(r->l, n, "title");
    node->source = read_text(r->l, n, "source");
    node->usage = node->standard_usage = read_usage(r->l, n, USE_OPTIONAL);
    node->min = node->usage == USE_MANDATORY;
    node->max = node->standard_max = read_number(r->l, n, "max", 1, UINT32_MAX, 1);
    node->parent = parent;
    node->place = n->place;
    node->segment = fields_read(r, n, node->name);
    read_known(r, n, attrs);
    children_read(r, n, at, depth);
    node->is_loop = node->max > 1 || node->first != 0;
}

static void charset_read(struct loader *l, struct xml_node *root, struct schema *s, bool text)
{
    static const struct { const char *word; enum charset charset; } words[] = { { "ISO-8859-1", CHARSET_LATIN1 },
            { "UTF-8", CHARSET_UTF8 }, { "windows-1252", CHARSET_WINDOWS_1252 } };
    const size_t known = sizeof words / sizeof *words - (text ? 0 : 1);
    slice name = xml_get(root, "charset");
    s->charset = CHARSET_UTF8;
    for (size_t i = 0; i < known; i++)
        if (slice_is(name, words[i].word)) {
            s->charset = words[i].charset;
            return;
        }
    if (name.ptr) load_bad(l, SCHEMA_ATTRIBUTE, read_place(root, "charset"), SLICE("charset"), name,
            text ? SLICE("ISO-8859-1, UTF-8 or windows-1252") : SLICE("ISO-8859-1 or UTF-8"));
}

static void xsd_read(struct loader *l, struct xml_node *root, struct schema *s, slice folder)
{
    slice xsd = xml_get(root, "xsd");
    /* Beside the layout, never elsewhere: a name with a slash is refused. */
    if (xsd.len && slice_find(xsd, '/') < xsd.len)
        load_bad(l, SCHEMA_ATTRIBUTE, read_place(root, "xsd"), SLICE("xsd"), xsd, SLICE("the name of a file beside the layout"));
    else if (xsd.len)
        s->xsd = arena_printf(l->arena, "%.*s/%.*s", SLICE_ARG(folder), SLICE_ARG(xsd));
}

static void header_read(struct loader *l, struct xml_node *root, struct schema *s, slice folder, bool text)
{
    static const char *const xml[] = { "id", "format", "charset", "xsd", "name", "source", NULL };
    static const char *const lines[] = { "id", "format", "charset", "name", "source", "variant-of", "delimiter", "quote", "header",
            "line-end", NULL };
    slice id = read_required(l, root, "id"), format = xml_get(root, "format");
    s->is_record = true;
    s->title = read_text(l, root, "name");
    charset_read(l, root, s, text);
    read_only(l, root, text ? lines : xml);
    if (id.len && !slice_eq(id, s->id)) load_bad(l, SCHEMA_ATTRIBUTE, read_place(root, "id"), SLICE("id"), id, s->id);
    if (text && !slice_is(format, "csv") && !slice_is(format, "delimited") && !slice_is(format, "fixed"))
        load_bad(l, SCHEMA_ATTRIBUTE, read_place(root, "format"), SLICE("format"), format, SLICE("xml, csv, delimited or fixed"));
    if (!text) xsd_read(l, root, s, folder);
}

/* One <group>, the root element, and with lines of text perhaps a <trailer>. */
static struct xml_node *top_read(struct loader *l, struct xml_node *root, bool text)
{
    struct xml_node *top = xml_child(root, "group");
    for (struct xml_node *n = root->first; n; n = n->next)
        if (n != top && !(text && slice_is(n->name, "trailer")))
            load_bad(l, SCHEMA_SHAPE, n->place, n->name, SLICE("one <group>, the root element"), NO_ARG);
    if (!top) load_bad(l, SCHEMA_SHAPE, root->place, root->name, SLICE("a <group>, the root element, in it"), NO_ARG);
    return top;
}

static bool is_text(struct xml_node *root)
{
    slice format = xml_get(root, "format");
    return xml_attr(root, "variant-of") || (format.ptr && !slice_is(format, "xml"));
}

int layout_load(struct loader *l, struct xml_node *root, struct xml_node *base, struct schema *s, slice folder)
{
    const bool text = is_text(root);
    header_read(l, root, s, folder, text);
    struct xml_node *top = top_read(l, root, text);
    if (top && base != root) top = top_read(l, base, is_text(base));
    if (!top) return E_BAD;
    uint32_t count = groups_count(top, 0);
    if (count > SCHEMA_MAX_NODES) {
        load_bad(l, SCHEMA_TOO_BIG, root->place, SLICE("groups"), SLICE("4000"), NO_ARG);
        return E_BAD;
    }
    struct layout_reader r = { .l = l, .nodes = arena_array(l->arena, count, sizeof *r.nodes), .n = 1, .text = is_text(base) };
    group_read(&r, top, 0, 0, 0);
    s->nodes = r.nodes;
    s->n_nodes = r.n;
    if (text && !l->bad) layout_text_load(l, root, s);
    return l->bad ? E_BAD : 0;
}
