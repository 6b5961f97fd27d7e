/* show.h - what the parts of `show` share: names of segments and elements, cells, and the ways of printing them.
 *
 * cmd_show.c reads the file and hands each step of documents.h to one of the printers, show_text.c, show_html.c or show_json.c.  All take names and
 * meanings from show_names.c, so that they never tell different things.  Only cmd_show.c and show_*.c include this. */
#ifndef CLI_SHOW_H
#define CLI_SHOW_H

#include "cli/reading.h"
#include "cli/show_page.h"
#include "schema/outline.h"

struct show {
    struct reading reading;
    struct arena *scratch;              /* forgotten after each segment */
    const struct schema *fallback;      /* the dictionary for releases that have none of their own; null when even that is missing */
    /* of the file, both printers */
    const struct diags *lists[2];       /* of the interchange and of the group around the current step … */
    size_t told[2];                     /* … and how many of each were printed */
    /* text */
    struct page page;
    /* text and page */
    unsigned lines;                     /* order lines of the set so far */
    /* page */
    const char *path;
    unsigned sets;                      /* so far */
    bool has_head;
    /* JSON and page */
    struct buf text;
    struct json j;
    unsigned open;                      /* arrays and objects of show_json.c that are open */
};

/* ---- show_names.c: names and meanings ---- */

/* Where the names of a set come from. */
struct names {
    const struct schema *schema;        /* null: no names at all */
    bool borrowed;                      /* from another set or release: they may not fit everywhere */
};
void show_names_begin(struct show *s);
struct names show_names(struct show *s, const struct document_step *step);
/* Definition of a segment of the set's tree, or null. */
const struct segment_def *show_definition(const struct names *names, const struct tree *tree, uint32_t group);
/* What a code of an element of an envelope segment means; empty when unknown. */
slice show_envelope_meaning(const struct show *s, const char *segment, unsigned element, slice code);
/* Title of a transaction set: by its grammar, else by the code list of ST01. */
slice show_set_title(const struct show *s, const struct document_step *step);

/* What an HL stands for: "pack", or "level X" when nobody says what X means. */
slice show_level_word(const struct names *names, const struct tree *tree, uint32_t group);
/* What is odd about the place of a level in the tree of levels; empty when nothing is.  In `arena`. */
slice show_level_fault(struct arena *arena, const struct tree *tree, const struct level *level);
/* What a segment goes by: its loop's title for the one that opens it ("order line 2"), what an HL stands for, else its own name.  Call it once
   for each segment of a set, in order. */
slice show_title(struct show *s, struct arena *arena, const struct names *names, const struct tree *tree, uint32_t group,
                 const struct segment_def *def);
/* Does this segment open the loop around it? */
bool show_opens(const struct tree *tree, uint32_t group);

/* ---- show_facts.c: what a set is, in a few words ---- */

struct fact { slice label, value; };
struct facts {
    slice number;                       /* what the document is known by in business; may be empty */
    struct fact *items;
    unsigned count;
};
struct facts show_facts(struct arena *arena, const struct document_step *step, const struct names *names);

/* ---- show_cells.c: elements ---- */

/* A value made readable: 20260309 is 2026-03-09, 0915 is 09:15, 70080 with two implied decimals is 700.80.  Empty when there is nothing to
   make readable. */
slice show_readable(struct arena *arena, const struct elem *e, slice value);

/* What splits elements; 0 for none. */
struct show_delims { char component, repetition; };

/* One element as it is shown, one repetition or component of it, a qualifier together with its value, or a quantity with its unit. */
struct cell {
    uint16_t first, last;               /* element numbers; they differ for pairs */
    uint16_t repeat;                    /* from 1; 0: the element is not repeated */
    uint16_t component;                 /* from 1; 0: the whole element */
    slice name, word;                   /* "unit of measure", "unit"; empty when unknown */
    slice qualifier, qualifier_meaning; /* pairs only */
    slice value;                        /* readable, with its unit; empty: not sent */
    slice unit;                         /* quantities only */
    slice sent;                         /* the value as it was sent, without unit */
    bool is_number;
    slice meaning;                      /* of a code */
};
struct cells {
    const struct cell *items;
    unsigned count;
};
/* The cells of a segment whose fields are values[0…n) (the id first).  Elements that were not sent get a cell only when their bit is set in
   `wanted`.  Everything lives in `arena`. */
struct cells show_cells(struct arena *arena, const struct segment_def *def, const slice *values, unsigned n, struct show_delims delims,
                        uint64_t wanted);
/* "06", "06-07", "06.2", "06#3" for the third repetition. */
slice show_reference(struct arena *arena, const struct cell *cell);
/* "EN = EAN-13", or the element's name, or its short word. */
slice show_label(struct arena *arena, const struct cell *cell, bool is_short);
/* The elements of one segment of a tree, as show_cells wants them. */
const slice *show_values(struct arena *arena, const struct tree *tree, uint32_t group);

/* ---- show_findings.c: findings in the margin ---- */

/* The findings of a set in the order of their places. */
struct margin {
    const struct diag **items;
    bool *told;
    size_t count;
    size_t next, end;                   /* those about the segment at hand that are not told yet */
};
struct margin show_margin(struct arena *arena, const struct diags *diags);
/* Go to the findings about a segment.  Bits of the elements that they are about (bit k for element k below 64); bit 0 for the segment as a
   whole. */
uint64_t show_margin_at(struct margin *m, uint32_t segment);
/* The next finding about it, when that is about an element up to `element`, of that up to a repetition and a component (UINT16_MAX: all);
   else null.  It counts as told. */
const struct diag *show_margin_take(struct margin *m, uint16_t element, uint16_t repeat, uint16_t component);
bool show_margin_due(const struct margin *m, uint16_t element, uint16_t repeat, uint16_t component);
/* All findings that were not told, whatever they are about; null after the last. */
const struct diag *show_margin_left(struct margin *m);
/* Print those that are due. */
void show_margin_print(struct page *page, struct margin *m, uint16_t element, uint16_t repeat, uint16_t component);
/* All that is left. */
void show_margin_rest(struct page *page, struct margin *m);
void show_finding(struct page *page, const struct diag *diag);
bool show_is_about(const struct diag *diag, const char *segment_id);
/* "document rejected" for "reject-document". */
const char *show_severity(enum severity severity);
bool show_is_hold(enum severity severity);

/* ---- the printers ---- */

void show_text_begin(struct show *s);
void show_text_step(struct show *s, const struct document_step *step);
void show_segment(struct show *s, const struct names *names, const struct outline *outline, uint32_t row, const struct tree *tree,
                  struct margin *margin);

extern const char show_style[];
void show_html_begin(struct show *s);
void show_html_step(struct show *s, const struct document_step *step);
void show_html_end(struct show *s, bool whole);

/* Print FILE step by step; `whole` false: reading failed, and what is not printed yet is dropped. */
void show_json_begin(struct show *s);
void show_json_step(struct show *s, const struct document_step *step);
void show_json_end(struct show *s, bool whole);

#endif
