/* quick.h - the quick way through an XSD: says "surely valid", or nothing.
 *
 * libxml2 takes most of the time of a small order to check the record that we wrote a moment ago.  Here the same XSD is read into tables
 * (quick_plan.c) and a document is held against them in one walk over its bytes (quick_walk.c, quick_value.c).  A document that is written in
 * any way the walk does not know - comments, character references, other quotes - and a document with a fault are both left to libxml2, which
 * alone refuses and alone finds words for it.
 *
 * What must stay true: what is accepted here, libxml2 accepts (tests/unit/check_xml.c holds them against each other).  An XSD that says more
 * than the tables can hold gets no plan at all, rather than half of one.  Patterns stay libxml2's: a value is looked up among those it has
 * matched before, else it is asked.  Inside xml/ only. */
#ifndef XML_QUICK_H
#define XML_QUICK_H

#include "xml/libxml.h"
#include "xml/xml.h"

enum { QUICK_ATTRIBUTES = 128, QUICK_MATCHED = 1024, QUICK_MATCHED_BYTES = 15, QUICK_DEPTH = 16 };

struct quick_matched {                  /* a value that the pattern has matched before */
    char text[QUICK_MATCHED_BYTES];
    uint8_t room;                       /* its length + 1; 0: none here */
};

struct quick_type {                     /* of an attribute's value: a restriction of xs:string */
    uint64_t least, most;               /* characters */
    slice *choices;
    size_t n_choices, choices_room;     /* no choices: any text */
    xmlRegexpPtr pattern;               /* null: any text */
    struct quick_matched *matched;      /* QUICK_MATCHED of them */
    const struct xml_node *node;        /* where the XSD defines it */
    struct quick_type *next;            /* of the same plan */
};

struct quick_attribute {
    slice name;
    struct quick_type *type;
    unsigned after;                     /* the attribute that came after this one the last time: where to look first */
};

struct quick_form {                     /* what an element may hold: a complex type */
    struct quick_attribute *attributes;
    size_t n_attributes, attributes_room;
    uint64_t required[QUICK_ATTRIBUTES / 64];
    struct quick_child *children;       /* in this order */
    size_t n_children, children_room;
    unsigned first;                     /* attribute that came first the last time */
    const struct xml_node *node;
    struct quick_form *next;
};

struct quick_child {
    slice name;
    uint64_t least, most;               /* how many of them */
    struct quick_form *form;
};

struct quick_plan {
    struct arena *arena;
    struct quick_child *roots;
    size_t n_roots, roots_room;
    struct quick_type *types;
    struct quick_form *forms;
};

/* The XSD, which libxml2 has compiled already; null when it holds something that is not known here. */
struct quick_plan *quick_plan_new(const struct source *xsd);
void quick_plan_free(struct quick_plan *plan);

/* True: valid.  False: not known. */
bool quick_accepts(struct quick_plan *plan, slice document);

/* How a value stands in the document: `text` may hold references of one character each; `plain`: it has none, and ASCII only. */
struct quick_value {
    slice text;
    uint64_t characters;
    bool plain;
};
bool quick_value_fits(struct quick_type *type, const struct quick_value *value);

#endif
