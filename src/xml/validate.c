/* validate.c - documents against RELAX NG and XSD.
 *
 * A schema is compiled once.  A record that we wrote ourselves a moment ago is accepted by the XSD's quick plan (quick.h); what is not is
 * checked while its bytes stream through libxml2's parser, and nothing is built.  RELAX NG, used for small files of settings, goes through
 * libxml2's own tree.  Every complaint becomes a finding at the element it is about.
 *
 * libxml2 hands syntax errors met during XSD validation only to its process-wide handler; catch_errors() puts ours there for the length of
 * one call and restores what was there. */
#include "xml/xml.h"

#include "base/err.h"
#include "base/fsys.h"
#include "base/must.h"
#include "xml/findings.h"
#include "xml/libxml.h"
#include "xml/quick.h"
#include "xml/text.h"

#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>

enum { MAX_PROBLEMS = 100 };            /* of one document */

struct xml_schema {
    char *name;                         /* the file's, for messages */
    xmlDocPtr doc;                      /* the XSD itself, which the compiled form points into */
    xmlSchemaPtr xsd;
    xmlSchemaValidCtxtPtr validator;    /* for xsd; used again and again */
    struct quick_plan *quick;           /* for xsd; null when it is not one of the simple ones */
    xmlRelaxNGPtr relaxng;
};

/* One call that may raise problems. */
struct problems {
    struct diags *diags;
    const struct source *source;
    const char *schema;                 /* name; null while a schema itself is read */
    xmlParserCtxtPtr parser;            /* tells where we are; null when nodes do */
    unsigned count;
    xmlStructuredErrorFunc old_handler;
    void *old_context;
};

/* ---- places ---- */

/* The name of the tag that ends before `at`, also of a closing one. */
static struct place tag_place(const struct source *source, size_t at)
{
    size_t from = xml_text_tag(source->bytes, at) + 1;
    if (from < source->bytes.len && (source->bytes.ptr[from] == '/' || source->bytes.ptr[from] == '!')) from++;
    return place_at(source, from, (uint32_t)xml_text_name(source->bytes, from));
}

static size_t line_start(slice bytes, long line)
{
    size_t at = 0;
    for (long n = 1; n < line && at < bytes.len; n++) at += slice_find(slice_sub(bytes, at, bytes.len), '\n') + 1;
    return at < bytes.len ? at : bytes.len;
}

/* The name in the first tag of that line that carries it; the line itself when there is none (a tag may start on an earlier line). */
static struct place line_place(const struct source *source, long line, slice name)
{
    size_t at = line_start(source->bytes, line);
    slice rest = slice_sub(source->bytes, at, source->bytes.len);
    rest.len = slice_find(rest, '\n');
    for (size_t i = 0; name.len > 0 && i + name.len < rest.len; i++)
        if (rest.ptr[i] == '<' && slice_starts(slice_sub(rest, i + 1, rest.len), name))
            return place_at(source, at + i + 1, (uint32_t)name.len);
    return place_at(source, at, (uint32_t)rest.len);
}

static struct place problem_place(const struct problems *p, const xmlError *error)
{
    const xmlNode *node = error->node;
    if (!p->source->bytes.ptr) return place_at(p->source, 0, 0);
    if (p->parser) {
        long at = xmlByteConsumed(p->parser);
        return at < 0 ? line_place(p->source, error->line, (slice){ 0 }) : tag_place(p->source, (size_t)at);
    }
    if (node && node->type == XML_ELEMENT_NODE) return line_place(p->source, xmlGetLineNo(node), slice_of((const char *)node->name));
    return line_place(p->source, error->line, (slice){ 0 });
}

/* ---- problems ---- */

static void add_problem(struct problems *p, enum xml_finding finding, struct place place, slice text)
{
    if (p->count++ >= MAX_PROBLEMS) return;
    (void)diag_add(p->diags, &xml_findings[finding], place, text, slice_of(p->schema), NO_ARG, NO_ARG);
}

static void on_problem(void *context, xmlErrorPtr error)
{
    struct problems *p = context;
    if (error->level < XML_ERR_ERROR) return;
    bool syntax = error->domain == XML_FROM_PARSER || error->domain == XML_FROM_NAMESPACE;
    enum xml_finding finding = syntax ? XML_SYNTAX : p->schema ? XML_INVALID : XML_SCHEMA;
    add_problem(p, finding, problem_place(p, error), slice_trim(slice_of(error->message)));
}

static void catch_errors(struct problems *p)
{
    p->old_handler = xmlStructuredError;
    p->old_context = xmlStructuredErrorContext;
    xmlSetStructuredErrorFunc(p, on_problem);
}

static void release_errors(const struct problems *p)
{
    xmlSetStructuredErrorFunc(p->old_context, p->old_handler);
}

static void refuse_doctype(struct problems *p, xmlParserCtxtPtr parser)
{
    long at = xmlByteConsumed(parser);
    add_problem(p, XML_DOCTYPE, tag_place(p->source, at > 0 ? (size_t)at : 0), (slice){ 0 });
    xmlStopParser(parser);
}

/* ---- reading into libxml2's tree ---- */

static void on_tree_doctype(void *context, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
    xmlParserCtxtPtr parser = context;
    (void)name, (void)external, (void)system;
    refuse_doctype(parser->_private, parser);
}

/* Null, with findings, when it is not well-formed or has a DOCTYPE. */
static xmlDocPtr read_tree(struct problems *p, const char *url)
{
    slice bytes = p->source->bytes;
    xmlParserCtxtPtr parser = must_memory(xmlNewParserCtxt());
    parser->_private = p;
    parser->sax->internalSubset = on_tree_doctype;
    p->parser = parser;
    const int options = XML_PARSE_NONET | XML_PARSE_BIG_LINES;
    xmlDocPtr doc = xmlCtxtReadMemory(parser, bytes.len > 0 ? bytes.ptr : "", (int)bytes.len, url, NULL, options);
    p->parser = NULL;
    xmlFreeParserCtxt(parser);
    if (doc && p->count == 0) return doc;
    xmlFreeDoc(doc);
    return NULL;
}

/* ---- compiling ---- */

static void compile_relaxng(struct xml_schema *s, struct problems *p)
{
    xmlRelaxNGParserCtxtPtr c = must_memory(xmlRelaxNGNewDocParserCtxt(s->doc));
    xmlRelaxNGSetParserStructuredErrors(c, on_problem, p);
    s->relaxng = xmlRelaxNGParse(c);
    xmlRelaxNGFreeParserCtxt(c);
}

static void compile_xsd(struct xml_schema *s, struct problems *p)
{
    xmlSchemaParserCtxtPtr c = must_memory(xmlSchemaNewDocParserCtxt(s->doc));
    xmlSchemaSetParserStructuredErrors(c, on_problem, p);
    s->xsd = xmlSchemaParse(c);
    xmlSchemaFreeParserCtxt(c);
    if (!s->xsd) return;
    s->validator = must_memory(xmlSchemaNewValidCtxt(s->xsd));
    s->quick = quick_plan_new(p->source);
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* Findings may be shown long after the file was closed: what they point to lives with them. */
static const struct source *read_source(const char *path, struct diags *diags)
{
    struct source *source = arena_alloc(diags->arena, sizeof *source);
    struct buf bytes = BUF_INIT(XML_MAX_BYTES);
    *source = (struct source){ .name = arena_cstr(diags->arena, slice_of(path)), .fd = -1 };
    int err = fsys_read_file(AT_FDCWD, path, &bytes);
    if (err == 0)
        source->bytes = arena_copy(diags->arena, bytes.len > 0 ? buf_slice(&bytes) : SLICE(""));
    else
        (void)diag_add(diags, &xml_findings[XML_READ], place_at(source, 0, 0), slice_of(err_text(err)), NO_ARG, NO_ARG, NO_ARG);
    buf_free(&bytes);
    return source;
}

static struct xml_schema *new_schema(const char *path, struct diags *diags, void (*compile)(struct xml_schema *, struct problems *))
{
    struct problems p = { .diags = diags, .source = read_source(path, diags) };
    if (!p.source->bytes.ptr) return NULL;
    struct xml_schema *s = must_memory(calloc(1, sizeof *s));
    s->name = must_memory(strdup(base_name(path)));
    catch_errors(&p);
    s->doc = read_tree(&p, path);       /* the path lets xs:include and rng:include find their neighbours */
    if (s->doc) compile(s, &p);
    release_errors(&p);
    if (p.count == 0 && (s->xsd || s->relaxng)) return s;
    if (p.count == 0) add_problem(&p, XML_SCHEMA, place_at(p.source, 0, 0), SLICE("libxml2 refused it"));
    xml_schema_free(s);
    return NULL;
}

struct xml_schema *xml_relaxng_new(const char *path, struct diags *diags)
{
    return new_schema(path, diags, compile_relaxng);
}

struct xml_schema *xml_xsd_new(const char *path, struct diags *diags)
{
    return new_schema(path, diags, compile_xsd);
}

void xml_schema_free(struct xml_schema *s)
{
    if (!s) return;
    quick_plan_free(s->quick);
    if (s->validator) xmlSchemaFreeValidCtxt(s->validator);
    if (s->xsd) xmlSchemaFree(s->xsd);
    if (s->relaxng) xmlRelaxNGFree(s->relaxng);
    xmlFreeDoc(s->doc);
    free(s->name);
    free(s);
}

/* ---- validating ---- */

/* The streaming parser is libxml2's own and is known only from inside its callbacks. */
struct stream {
    struct problems problems;
    xmlSchemaValidCtxtPtr validator;
};

static void on_stream_problem(void *context, xmlErrorPtr error)
{
    struct stream *s = context;
    s->problems.parser = xmlSchemaValidCtxtGetParserCtxt(s->validator);
    on_problem(&s->problems, error);
}

static void on_stream_doctype(void *context, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
    struct stream *s = context;
    (void)name, (void)external, (void)system;
    refuse_doctype(&s->problems, xmlSchemaValidCtxtGetParserCtxt(s->validator));
}

/* Hands out the bytes as a file would.  A static buffer would be converted from ISO-8859-1 for its first kilobytes only: libxml2 (2.9.14) asks
   for more of the text, converted, only where there is something to read from. */
static int read_bytes(void *context, char *to, int room)
{
    slice *rest = context;
    size_t n = rest->len < (size_t)room ? rest->len : (size_t)room;
    if (n) memcpy(to, rest->ptr, n);
    *rest = slice_sub(*rest, n, rest->len);
    return (int)n;
}

static bool validate_stream(struct xml_schema *schema, struct problems *p)
{
    struct stream s = { .problems = *p, .validator = schema->validator };
    xmlSAXHandler sax = { .initialized = XML_SAX2_MAGIC, .internalSubset = on_stream_doctype };
    slice bytes = p->source->bytes;
    xmlParserInputBufferPtr input = must_memory(xmlParserInputBufferCreateIO(read_bytes, NULL, &bytes, XML_CHAR_ENCODING_NONE));
    xmlSchemaSetValidStructuredErrors(schema->validator, on_stream_problem, &s);
    catch_errors(&s.problems);
    xmlSetStructuredErrorFunc(&s, on_stream_problem);
    int result = xmlSchemaValidateStream(schema->validator, input, XML_CHAR_ENCODING_NONE, &sax, &s);
    release_errors(&s.problems);
    *p = s.problems;
    return result == 0;
}

static bool validate_tree(struct xml_schema *schema, struct problems *p)
{
    catch_errors(p);
    int result = -1;
    xmlDocPtr doc = read_tree(p, NULL);
    if (doc) {
        xmlRelaxNGValidCtxtPtr c = must_memory(xmlRelaxNGNewValidCtxt(schema->relaxng));
        xmlRelaxNGSetValidStructuredErrors(c, on_problem, p);
        result = xmlRelaxNGValidateDoc(c, doc);
        xmlRelaxNGFreeValidCtxt(c);
        xmlFreeDoc(doc);
    }
    release_errors(p);
    return result == 0;
}

static bool validate_whole(struct xml_schema *s, const struct source *source, struct diags *diags)
{
    struct problems p = { .diags = diags, .source = source, .schema = s->name };
    if (source->bytes.len > XML_MAX_BYTES) {
        (void)diag_add(diags, &xml_findings[XML_TOO_BIG], place_at(source, 0, 0), SLICE("64"), SLICE("MB"), NO_ARG, NO_ARG);
        return false;
    }
    if (source->bytes.len == 0) {
        add_problem(&p, XML_SYNTAX, place_at(source, 0, 0), SLICE("the file is empty"));
        return false;
    }
    bool valid = s->xsd ? validate_stream(s, &p) : validate_tree(s, &p);
    /* A refusal without a word would leave the reader helpless. */
    if (!valid && p.count == 0) add_problem(&p, XML_INVALID, place_at(source, 0, 0), SLICE("libxml2 refused it"));
    return valid && p.count == 0;
}

bool xml_validate(struct xml_schema *s, const struct source *source, struct diags *diags)
{
    return (s->quick && quick_accepts(s->quick, source->bytes)) || validate_whole(s, source, diags);
}
