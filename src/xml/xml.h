/* xml.h - our declarative files (settings, agreements, schemas, maps, layouts): XML with line and column for everything.
 *
 * Parsed without network, entities or DTD (a DOCTYPE is a finding); caps on size and depth.  The result is a small tree in an arena; libxml2
 * is not seen outside this folder. */
#ifndef XML_XML_H
#define XML_XML_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"

struct xml_attr {
    slice name, value;
    struct place place;                 /* of the name, in the file */
    struct place value_place;           /* of the first byte inside the quotes */
    bool used;                          /* set by xml_get; for unknown-attribute checks */
};
struct xml_node {
    slice name;
    struct place place;                 /* of the name after '<' */
    struct xml_attr *attrs;
    unsigned n_attrs;
    struct xml_node *first, *next, *parent;
    slice text;                         /* character data directly inside, joined and trimmed */
};

enum {
    XML_MAX_BYTES = 64 * 1024 * 1024,   /* of a file */
    XML_MAX_DEPTH = 100                 /* elements inside elements */
};

/* Parse the source's bytes (from its descriptor when they are not in memory); null with findings (XML-SYNTAX, XML-DOCTYPE, XML-TOO-BIG,
   XML-ENCODING).  UTF-8, US-ASCII and ISO-8859-1 are read; slices are UTF-8 and live in the arena; places are bytes of the file as it is.
   Names are as written, with their prefix; namespace declarations are not among the attributes. */
struct xml_node *xml_parse(struct arena *arena, const struct source *source, struct diags *diags);
/* An attribute's value, or an empty slice with null pointer. */
slice xml_get(struct xml_node *n, const char *name);
struct xml_attr *xml_attr(struct xml_node *n, const char *name);
struct xml_node *xml_child(struct xml_node *n, const char *name);
struct xml_node *xml_next(struct xml_node *n, const char *name);        /* next sibling of that name */
/* Findings (XML-ATTRIBUTE) for attributes not among `known` (null-terminated), with the nearest name.  True when all are known. */
bool xml_known(struct xml_node *n, const char *const *known, struct diags *diags);

/* Escape for attribute values and text: & < > " and tab, LF, CR as references; UTF-8 in and out.  What XML cannot hold (other control
   bytes, bytes that are no UTF-8) is written as U+FFFD. */
void xml_escape(struct buf *out, slice s);
/* The reference that an ASCII character needs in an attribute, or null.  Tab, LF and CR would come back as blanks without it. */
const char *xml_reference(uint32_t code_point);

/* Reading element by element; the document is never held as nodes. */
struct xml_stream;
enum xml_step {
    XML_STEP_START,                     /* xml_stream_node: name, attributes and places */
    XML_STEP_END,
    XML_STEP_TEXT,                      /* xml_stream_node: text, trimmed and not empty, and about where it is */
    XML_STEP_DONE,
    XML_STEP_BROKEN                     /* with a finding; there is nothing more to read */
};
/* The source's bytes or descriptor, which must outlive the stream; null with findings as of xml_parse. */
struct xml_stream *xml_stream_new(const struct source *source, struct diags *diags);
enum xml_step xml_stream_next(struct xml_stream *s);
/* Good until the next call of xml_stream_next. */
const struct xml_node *xml_stream_node(const struct xml_stream *s);
void xml_stream_free(struct xml_stream *s);

/* RELAX NG and XSD: compiled once, used many times. */
struct xml_schema;
/* Null with findings (XML-SCHEMA). */
struct xml_schema *xml_relaxng_new(const char *path, struct diags *diags);
struct xml_schema *xml_xsd_new(const char *path, struct diags *diags);
void xml_schema_free(struct xml_schema *s);
/* The source's bytes, which must be in memory.  False with findings at the element concerned: XML-INVALID, or XML-SYNTAX, XML-DOCTYPE,
   XML-TOO-BIG. */
bool xml_validate(struct xml_schema *s, const struct source *source, struct diags *diags);

#endif
