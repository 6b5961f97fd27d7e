/* schema.h - what a document may contain: the compiled form of a standard's grammar narrowed by a partner's guide.
 *
 * A schema is immutable after loading and may be shared.  Its nodes are the positions of the grammar: loops and segments, in document order;
 * node numbers are the `kind` of tree groups.  Node 0 is the transaction set.  Record layouts (schemas/prima/NAME.xml) load into the same
 * structure: a node is an element of the record, its `segment` holds the element's attributes in writing order (field k of a tree group is
 * elems[k], from 0), node 0 is the root element.  So maps meet one kind of schema on both sides. */
#ifndef SCHEMA_SCHEMA_H
#define SCHEMA_SCHEMA_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/charset.h"
#include "base/diag.h"

enum elem_type { ELEM_AN, ELEM_ID, ELEM_N, ELEM_R, ELEM_DT, ELEM_TM, ELEM_B, ELEM_COMPOSITE, ELEM_DATE_TEXT /* records: by format */ };
enum usage { USE_OPTIONAL, USE_MANDATORY, USE_CONDITIONAL, USE_NOT_USED /* by the guide */ };

struct guide_rule {                     /* what the guide said about a segment, a loop or an element */
    enum severity severity;             /* of breaking it; meaningful when … */
    bool names_severity;                /* … it is named; else check_options.guide_severity */
    slice source;
    struct place place;                 /* in the guide */
};

struct code_list {                      /* sorted by code */
    slice name;
    const struct code { slice code, meaning; } *codes;
    uint32_t count;
    bool open;                          /* others are allowed too: the list is here for its meanings */
    enum severity severity;             /* of a value that is not in it (closed lists); check_options may change it */
};

enum value_check { CHECK_NONE, CHECK_SSCC, CHECK_SSCC_20, CHECK_GTIN };    /* numbers of GS1 with a check digit */

struct elem {                           /* an element at its place in a segment, or a component, or a record's field */
    uint16_t ref;                       /* X12 data element number; 0 for composites and records */
    slice ref_text;                     /* "355", "C040" */
    slice name;                         /* "unit of measure" */
    enum elem_type type;
    enum usage usage;
    uint8_t implied;                    /* N0…N9: implied decimals */
    uint8_t scale;                      /* records: most decimals of R */
    uint32_t min, max;                  /* length in characters (digits for N and R) */
    uint16_t repeat;                    /* most occurrences; 1 normally */
    const struct code_list *codes;      /* or null */
    const struct code_list *guide_codes;/* the guide's narrower list, or null */
    const struct elem *components;      /* of a composite */
    uint8_t n_components;
    slice constant;                     /* records: a value that is always written, never mapped */
    slice field_name;                   /* records: "@OrderNumber"; X12: short word for paths, e.g. "date", or empty */
    slice format;                       /* records: date format */
    bool write_empty;                   /* records: an absent value is written as an empty attribute */
    slice source;                       /* the guide's or standard's source, for findings */
    enum value_check check;             /* the guide's */
    const struct elem *standard;        /* as it was before the guide narrowed it; null when the guide says nothing */
    const struct guide_rule *guide;     /* likewise */
};

struct when {                           /* all of the conditions; schema/when.h */
    uint8_t n;
    const struct condition { uint8_t element, n; const slice *values; } *conditions;    /* the element has one of the values */
};
struct elem_when {                      /* what the guide says of an element when others have certain values, besides what it always says */
    uint8_t element;                    /* from 1 */
    struct when when;
    const struct elem *elem;
};

struct syntax_note {                    /* X12 condition over elements of one segment */
    char kind;                          /* P R E C L */
    uint8_t n;
    uint8_t at[8];                      /* element positions, from 1 */
};

struct segment_def {                    /* from the release's dictionary, narrowed */
    slice id;                           /* "PO1" */
    slice name;                         /* "baseline item data" */
    const struct elem *elems;           /* [0] is element 01 */
    uint16_t n_elems;
    const struct syntax_note *notes;
    const struct elem_when *whens;
    uint8_t n_notes, n_whens;
    uint8_t pair_first, pair_last;      /* qualifier positions first…last step 2 hold qualifier/value pairs; 0 when none */
};

struct node {
    slice name;                         /* segment id; loops: the name of the loop ("N1", "PO1"), records: element name */
    slice title;                        /* words */
    bool is_loop;                       /* records: a group that may repeat or has children */
    enum usage usage;
    uint32_t min, max;                  /* occurrences; max UINT32_MAX = unbounded */
    uint16_t parent;
    uint16_t next;                      /* next sibling node, 0 when none */
    uint16_t first;                     /* first child (loops), 0 when none */
    const struct segment_def *segment;  /* null for loops and the set; for record groups: their fields */
    struct place place;                 /* in the schema file */
    slice source;
    enum usage standard_usage;          /* before the guide narrowed it; equal to usage and max when the guide says nothing */
    uint32_t standard_max;
    const struct guide_rule *guide;     /* null when the guide says nothing */
};

enum total_kind { TOTAL_COUNT, TOTAL_HASH };

struct total_rule {                     /* an element that must agree with a count, or with a sum of elements */
    enum total_kind kind;
    slice segment;                      /* "CTT" */
    uint8_t element;                    /* 1 */
    slice of_segment;                   /* "PO1" */
    uint8_t of_element;                 /* hash: 2 */
    const uint16_t *nodes, *of_nodes;   /* the places of both segments in the set, each list ended by 0 */
    enum severity severity;
    slice source;
    struct place place;
};

struct slice_set {                      /* sorted */
    const slice *items;
    uint32_t count;
};
bool slice_set_has(const struct slice_set *set, slice s);

struct layout_text;

struct schema {
    slice id;                           /* "x12:004010:850" */
    slice guide;                        /* "amazon:850" or empty */
    slice set_id, functional_id, release;       /* "850", "PO", "004010" */
    slice title;
    const struct node *nodes;
    uint16_t n_nodes;
    slice digest_text;                  /* id + versions, for provenance */
    bool is_record;                     /* a record layout */
    enum charset charset;               /* records: of the written file */
    const struct layout_text *text;     /* records in lines of text: schema/layout.h; null for XML */
    slice variant_of;                   /* records: the layout whose groups and fields these are, or empty */
    slice xsd;                          /* records: full path of the XSD that written files must conform to, or empty */
    const struct automaton *automaton;  /* schema/compile.c: next position for every position and segment id; null for records */
    const struct slice_set *known_segments;     /* ids of the whole release's dictionary */
    const struct segment_def *dictionary;       /* every segment described there, envelope segments too, in no order */
    uint32_t n_dictionary;
    const struct total_rule *totals;
    uint8_t n_totals;
    const struct assert_set *asserts;   /* schema/assert.h; null when there are none */
    const struct require_set *requires; /* schema/require.h; likewise */
    const struct hierarchy_set *hierarchies;    /* schema/hierarchy.h; likewise */
    uint16_t line_node;                 /* the node whose instances are the document's lines (what a total counts), 0 when there is none */
};

/* Folders searched in order; the first that has the file wins (the site's own before the shipped). */
struct schema_path { const char *dirs[4]; unsigned n; };

/* Load "prima:NAME" (SCHEMAS/prima/NAME.xml, a record layout; no guide) or "x12:RELEASE:SET" (SCHEMAS/x12/RELEASE/SET.xml with its
   segments.xml, codes.xml and envelope.xml) and narrow it by `guide` ("amazon:850" is SCHEMAS/amazon/850.xml; empty for none).  Findings about
   the files go to `diags`; E_NOT_FOUND when there is no such grammar or guide,
           E_BAD when it is unusable.  Everything lives in `arena`. */
int schema_load(struct arena *arena, const struct schema_path *path, slice id, slice guide, const struct schema **out,
                struct diags *diags);
/* Does the release's grammar folder have this set? */
bool schema_exists(const struct schema_path *path, slice release, slice set_id);

/* A child node by name, or 0.  Loops and segments are looked for; for a loop and a segment of one name (a loop's opener) give the loop. */
uint16_t schema_child(const struct schema *s, uint16_t parent, slice name);
/* The opening segment of a loop (its first child); for a segment itself. */
uint16_t schema_opener(const struct schema *s, uint16_t node);
/* Definition of element `k` (from 1; records: field k from 0 + 1) of a segment node or of a loop's opener; null when there is none. */
const struct elem *schema_elem(const struct schema *s, uint16_t node, unsigned k);
/* The dictionary's definition of a segment, placed in this set or not; null when it is not described. */
const struct segment_def *schema_segment(const struct schema *s, slice id);
/* Has the set or its guide an assert of that code, or with that setting? */
bool schema_knows_assert(const struct schema *s, slice name);
/* Names of the asserts, one after the other: *id is the i-th one's code, *setting what switches it on, or empty.  False past the last. */
bool schema_assert_names(const struct schema *s, size_t i, slice *id, slice *setting);
/* The grammar that a guide was made for, such as "x12:004010:850"; empty when there is no such guide, or it does not say. */
slice schema_guide_base(struct arena *arena, const struct schema_path *path, slice guide);
/* Is the code in the list? */
bool code_list_has(const struct code_list *list, slice code);
/* Meaning of a code, from the guide's list or the standard's; empty when unknown. */
slice elem_code_meaning(const struct elem *e, slice code);
/* "PO103 unit of measure": for findings and show. */
void elem_label(struct buf *out, const struct segment_def *seg, unsigned k);

#endif
