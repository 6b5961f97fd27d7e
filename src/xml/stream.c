/* stream.c - one element after the other, for documents too large to be held as nodes.
 *
 * libxml2's reader decides what is well-formed and decodes values; a scan of the same bytes, tag by tag beside it, says where things are.
 * A DOCTYPE is looked for before libxml2 sees anything, so no entity is ever declared.  Memory is that of one element. */
#include "xml/xml.h"

#include "base/must.h"
#include "xml/findings.h"
#include "xml/libxml.h"
#include "xml/text.h"

#include <libxml/xmlreader.h>
#include <stdlib.h>

enum { STREAM_MAX_ATTRIBUTES = 4000 };  /* of one element */

struct xml_stream {
    struct arena *arena;                /* the whole text, when it had to be converted */
    struct arena *element;              /* the element at hand */
    struct diags *diags;
    struct xml_text text;
    xmlTextReaderPtr reader;
    size_t at;                          /* the text up to here was walked over */
    unsigned depth;
    struct xml_node node;
    bool ends;                          /* <a/>: its end is to be told next */
    bool broken;
};

static enum xml_step refuse(struct xml_stream *s, enum xml_finding finding, struct place place, slice a0, slice a1)
{
    if (!s->broken) (void)diag_add(s->diags, &xml_findings[finding], place, a0, a1, NO_ARG, NO_ARG);
    s->broken = true;
    return XML_STEP_BROKEN;
}

static void on_error(void *context, xmlErrorPtr error)
{
    struct xml_stream *s = context;
    if (error->level < XML_ERR_ERROR) return;
    long at = s->reader ? xmlTextReaderByteConsumed(s->reader) : 0;
    size_t len = s->text.utf8.len, where = at < 0 ? 0 : (size_t)at < len ? (size_t)at : len;
    refuse(s, XML_SYNTAX, xml_text_place(&s->text, where, 1), slice_trim(slice_of(error->message)), NO_ARG);
}

/* ---- places ---- */

static size_t after(slice text, size_t from, const char *end)
{
    const size_t n = strlen(end);
    const char *found = from < text.len ? memmem(text.ptr + from, text.len - from, end, n) : NULL;
    return found ? (size_t)(found - text.ptr) + n : text.len;
}

/* The next start tag's '<', past everything that is none; the text's length when there is no other. */
static size_t next_start(slice text, size_t at)
{
    static const struct { slice begin; const char *end; } others[] = { { { "<!--", 4 }, "-->" }, { { "<![CDATA[", 9 }, "]]>" },
            { { "<?", 2 }, "?>" }, { { "</", 2 }, ">" } };
    while ((at += slice_find(slice_sub(text, at, SIZE_MAX), '<')) < text.len) {
        slice rest = slice_sub(text, at, SIZE_MAX);
        size_t i = 0, n = sizeof others / sizeof *others;
        while (i < n && !slice_starts(rest, others[i].begin)) i++;
        if (i == n) return at;
        at = after(text, at + others[i].begin.len, others[i].end);
    }
    return text.len;
}

/* ---- elements ---- */

static slice word(struct xml_stream *s, const xmlChar *text)
{
    return arena_copy(s->element, slice_of(text ? (const char *)text : ""));
}

/* The reader's attributes and the tag's, which come in the same order; both have the namespace declarations. */
static void add_attributes(struct xml_stream *s, size_t at)
{
    struct xml_mark mark;
    int count = xmlTextReaderAttributeCount(s->reader);
    s->node.attrs = count > 0 ? arena_array(s->element, (size_t)count, sizeof *s->node.attrs) : NULL;
    for (int more = count > 0 ? xmlTextReaderMoveToFirstAttribute(s->reader) : 0; more == 1;
         more = xmlTextReaderMoveToNextAttribute(s->reader)) {
        if (xmlTextReaderIsNamespaceDecl(s->reader) == 1 || (int)s->node.n_attrs == count) continue;
        slice name = word(s, xmlTextReaderConstName(s->reader)), written = NO_ARG;
        /* Declarations are in the tag too, but not always in the same place among the reader's. */
        while (!slice_eq(written, name) && xml_text_attribute(s->text.utf8, &at, &mark)) written = slice_sub(s->text.utf8, mark.name, mark.name_len);
        const bool placed = slice_eq(written, name);
        s->node.attrs[s->node.n_attrs++] = (struct xml_attr){
            .name = name,
            .value = word(s, xmlTextReaderConstValue(s->reader)),
            .place = placed ? xml_text_place(&s->text, mark.name, mark.name_len) : s->node.place,
            .value_place = placed ? xml_text_place(&s->text, mark.value, at - 1 - mark.value) : s->node.place,
        };
    }
    (void)xmlTextReaderMoveToElement(s->reader);
}

static enum xml_step start(struct xml_stream *s)
{
    const size_t tag = next_start(s->text.utf8, s->at), name = tag + 1, len = xml_text_name(s->text.utf8, name);
    struct place place = xml_text_place(&s->text, name, len);
    s->at = name;
    if (++s->depth > XML_MAX_DEPTH) return refuse(s, XML_TOO_BIG, place, SLICE("100"), SLICE("elements inside each other"));
    if (xmlTextReaderAttributeCount(s->reader) > STREAM_MAX_ATTRIBUTES)
        return refuse(s, XML_TOO_BIG, place, SLICE("4000"), SLICE("attributes of an element"));
    arena_reset(s->element);
    s->node = (struct xml_node){ .name = word(s, xmlTextReaderConstName(s->reader)), .place = place };
    s->ends = xmlTextReaderIsEmptyElement(s->reader) == 1;
    add_attributes(s, name + len);
    return XML_STEP_START;
}

/* False when it is blank. */
static bool text(struct xml_stream *s)
{
    arena_reset(s->element);
    s->node = (struct xml_node){ .place = xml_text_place(&s->text, s->at, 1) };
    s->node.text = slice_trim(word(s, xmlTextReaderConstValue(s->reader)));
    return s->node.text.len > 0;
}

static enum xml_step end(struct xml_stream *s)
{
    s->depth--;
    return XML_STEP_END;
}

enum xml_step xml_stream_next(struct xml_stream *s)
{
    if (s->broken) return XML_STEP_BROKEN;
    if (s->ends) {
        s->ends = false;
        return end(s);
    }
    for (;;) {
        int rc = xmlTextReaderRead(s->reader);
        if (rc < 0 || s->broken) return refuse(s, XML_SYNTAX, xml_text_place(&s->text, s->at, 1), SLICE("the parser gave up"), NO_ARG);
        if (rc == 0) return XML_STEP_DONE;
        switch (xmlTextReaderNodeType(s->reader)) {
        case XML_READER_TYPE_ELEMENT: return start(s);
        case XML_READER_TYPE_END_ELEMENT: return end(s);
        case XML_READER_TYPE_TEXT:
        case XML_READER_TYPE_CDATA:
            if (text(s)) return XML_STEP_TEXT;
            break;
        case XML_READER_TYPE_DOCUMENT_TYPE:
        case XML_READER_TYPE_ENTITY_REFERENCE: return refuse(s, XML_DOCTYPE, xml_text_place(&s->text, s->at, 1), NO_ARG, NO_ARG);
        default: break;
        }
    }
}

const struct xml_node *xml_stream_node(const struct xml_stream *s) { return &s->node; }

/* ---- opening and closing ---- */

static bool opens(struct xml_stream *s, const struct source *source)
{
    if (!xml_text_read(&s->text, s->arena, source, s->diags)) return false;
    slice utf8 = s->text.utf8;
    size_t first = next_start(utf8, 0);
    if (utf8.len == 0) {
        refuse(s, XML_SYNTAX, place_at(source, 0, 0), SLICE("the file is empty"), NO_ARG);
        return false;
    }
    if (slice_starts(slice_sub(utf8, first, SIZE_MAX), SLICE("<!"))) {
        refuse(s, XML_DOCTYPE, xml_text_place(&s->text, first, sizeof "<!DOCTYPE" - 1), NO_ARG, NO_ARG);
        return false;
    }
    s->reader = must_memory(xmlReaderForMemory(utf8.ptr, (int)utf8.len, NULL, NULL, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC | XML_PARSE_BIG_LINES));
    xmlTextReaderSetStructuredErrorHandler(s->reader, on_error, s);
    return true;
}

struct xml_stream *xml_stream_new(const struct source *source, struct diags *diags)
{
    struct xml_stream *s = must_memory(calloc(1, sizeof *s));
    s->arena = arena_new();
    s->element = arena_new();
    s->diags = diags;
    if (opens(s, source)) return s;
    xml_stream_free(s);
    return NULL;
}

void xml_stream_free(struct xml_stream *s)
{
    if (!s) return;
    if (s->reader) xmlFreeTextReader(s->reader);
    arena_free(s->element);
    arena_free(s->arena);
    free(s);
}
