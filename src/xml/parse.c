/* parse.c - from bytes to nodes, by libxml2's SAX events.
 *
 * libxml2 decides what is well-formed; this file decides where things are, what is refused (a DOCTYPE, depth, size) and how text is joined.
 * Nothing outside the given bytes is ever read: no entity but the five of the standard, no DTD, no network. */
#include "xml/xml.h"

#include "base/must.h"
#include "xml/findings.h"
#include "xml/libxml.h"
#include "xml/text.h"

enum {
    MAX_ERRORS = 1,                 /* of syntax: the others follow from the first */
    MAX_TEXT = 16 * 1024 * 1024     /* bytes of text directly inside one element */
};

struct parse {
    struct arena *arena;
    struct diags *diags;
    struct xml_text text;
    xmlParserCtxtPtr parser;
    struct xml_node *root, *open;
    unsigned depth, errors;
    struct xml_node *last[XML_MAX_DEPTH + 1];   /* last child at each depth, so that appending does not walk */
    struct buf joined[XML_MAX_DEPTH + 1];       /* text at each depth */
};

static size_t where(const struct parse *p)
{
    long at = xmlByteConsumed(p->parser);
    size_t len = p->text.utf8.len;
    return at < 0 ? 0 : (size_t)at < len ? (size_t)at : len;
}

static void refuse(struct parse *p, enum xml_finding finding, struct place place, slice a0, slice a1)
{
    p->errors++;
    (void)diag_add(p->diags, &xml_findings[finding], place, a0, a1, NO_ARG, NO_ARG);
}

/* ---- elements ---- */

static slice qualified(struct arena *arena, const xmlChar *prefix, const xmlChar *name)
{
    if (!prefix) return arena_copy(arena, slice_of((const char *)name));
    return arena_printf(arena, "%s:%s", (const char *)prefix, (const char *)name);
}

static bool declares_namespace(slice name)
{
    return slice_is(name, "xmlns") || slice_starts(name, SLICE("xmlns:"));
}

/* libxml2 gives values (five pointers for each: name, prefix, URI, value, its end) in document order without the namespace declarations;
   the tag's bytes give names and places in the same order. */
static void add_attributes(struct parse *p, struct xml_node *node, size_t at, const xmlChar **values, unsigned count)
{
    struct xml_mark mark;
    node->attrs = count > 0 ? arena_array(p->arena, count, sizeof *node->attrs) : NULL;
    while (node->n_attrs < count && xml_text_attribute(p->text.utf8, &at, &mark)) {
        slice name = slice_sub(p->text.utf8, mark.name, mark.name_len);
        if (declares_namespace(name)) continue;
        const xmlChar **v = values + 5 * (size_t)node->n_attrs;
        slice value = { (const char *)v[3], (size_t)(v[4] - v[3]) };
        node->attrs[node->n_attrs++] = (struct xml_attr){
            .name = arena_copy(p->arena, name),
            .value = arena_copy(p->arena, value),
            .place = xml_text_place(&p->text, mark.name, mark.name_len),
            .value_place = xml_text_place(&p->text, mark.value, at - 1 - mark.value),
        };
    }
}

static void append(struct parse *p, struct xml_node *node)
{
    struct xml_node *before = p->last[p->depth];
    if (before)
        before->next = node;
    else if (p->open)
        p->open->first = node;
    else
        p->root = node;
    p->last[p->depth] = node;
}

static void on_start(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int n_namespaces,
                     const xmlChar **namespaces, int n_attributes, int n_defaulted, const xmlChar **attributes)
{
    struct parse *p = context;
    (void)uri, (void)n_namespaces, (void)namespaces, (void)n_defaulted;     /* no DTD, so nothing is defaulted */
    size_t tag = xml_text_tag(p->text.utf8, where(p)), at = tag + 1, len = xml_text_name(p->text.utf8, at);
    if (p->depth == XML_MAX_DEPTH) {
        refuse(p, XML_TOO_BIG, xml_text_place(&p->text, at, len), SLICE("100"), SLICE("elements inside each other"));
        xmlStopParser(p->parser);
        return;
    }
    struct xml_node *node = arena_alloc(p->arena, sizeof *node);
    node->name = qualified(p->arena, prefix, name);
    node->place = xml_text_place(&p->text, at, len);
    node->parent = p->open;
    add_attributes(p, node, at + len, attributes, (unsigned)n_attributes);
    append(p, node);
    p->open = node;
    p->depth++;
    p->last[p->depth] = NULL;
    buf_clear(&p->joined[p->depth]);
}

static void on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    struct parse *p = context;
    (void)name, (void)prefix, (void)uri;
    if (!p->open) return;
    struct buf *joined = &p->joined[p->depth];
    if (!buf_ok(joined)) refuse(p, XML_TOO_BIG, p->open->place, SLICE("16"), SLICE("MB of text in one element"));
    p->open->text = arena_copy(p->arena, slice_trim(buf_slice(joined)));
    p->open = p->open->parent;
    p->depth--;
}

static void on_text(void *context, const xmlChar *text, int len)
{
    struct parse *p = context;
    struct buf *joined = &p->joined[p->depth];
    joined->max = MAX_TEXT;
    if (len > 0) buf_add(joined, (slice){ (const char *)text, (size_t)len });
}

/* ---- what is refused ---- */

static void on_doctype(void *context, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
    struct parse *p = context;
    (void)name, (void)external, (void)system;
    refuse(p, XML_DOCTYPE, xml_text_place(&p->text, xml_text_tag(p->text.utf8, where(p)), sizeof "<!DOCTYPE" - 1), NO_ARG, NO_ARG);
    xmlStopParser(p->parser);
}

static void on_error(void *context, xmlErrorPtr error)
{
    struct parse *p = context;
    if (error->level < XML_ERR_ERROR || p->errors >= MAX_ERRORS) return;
    refuse(p, XML_SYNTAX, xml_text_place(&p->text, where(p), 1), slice_trim(slice_of(error->message)), NO_ARG);
}

/* ---- the run ---- */

static void prepare(struct parse *p)
{
    xmlSAXHandler *sax = p->parser->sax;
    memset(sax, 0, sizeof *sax);
    sax->initialized = XML_SAX2_MAGIC;
    sax->startElementNs = on_start;
    sax->endElementNs = on_end;
    sax->characters = on_text;
    sax->ignorableWhitespace = on_text;     /* the same function: libxml2 then does not guess which blanks matter */
    sax->cdataBlock = on_text;
    sax->internalSubset = on_doctype;
    sax->serror = on_error;
    p->parser->userData = p;
    /* NOENT makes "&amp;" in attributes a plain "&" (libxml2 would leave "&#38;" to its tree builder).  It can replace nothing else: other
       entities need a DOCTYPE, which stops the parser before any is declared. */
    (void)xmlCtxtUseOptions(p->parser, XML_PARSE_NOENT | XML_PARSE_NONET | XML_PARSE_BIG_LINES | XML_PARSE_IGNORE_ENC);
}

static bool run(struct parse *p)
{
    slice utf8 = p->text.utf8;
    if (utf8.len == 0) {
        refuse(p, XML_SYNTAX, place_at(p->text.source, 0, 0), SLICE("the file is empty"), NO_ARG);
        return false;
    }
    p->parser = must_memory(xmlCreateMemoryParserCtxt(utf8.ptr, (int)utf8.len));
    prepare(p);
    (void)xmlParseDocument(p->parser);
    bool sound = p->parser->wellFormed && p->root && p->errors == 0;
    /* Whatever went wrong has said so, or says so here. */
    if (!sound && p->errors == 0) refuse(p, XML_SYNTAX, xml_text_place(&p->text, where(p), 1), SLICE("the parser gave up"), NO_ARG);
    xmlFreeParserCtxt(p->parser);
    return sound;
}

struct xml_node *xml_parse(struct arena *arena, const struct source *source, struct diags *diags)
{
    struct parse *p = arena_alloc(arena, sizeof *p);        /* large for a stack */
    p->arena = arena;
    p->diags = diags;
    bool sound = xml_text_read(&p->text, arena, source, diags) && run(p);
    for (unsigned i = 0; i <= XML_MAX_DEPTH; i++) buf_free(&p->joined[i]);
    return sound ? p->root : NULL;
}
