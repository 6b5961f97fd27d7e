/* show.h - what the parts of `show` share: names of segments and elements, cells, and the two ways of printing them.
 *
 * cmd_show.c reads the file and hands each step of documents.h to one of two printers, show_text.c or show_json.c.  Both take names and
 * meanings from show_names.c, so that they never tell different things.  Only cmd_show.c and show_*.c include this. */
#ifndef CLI_SHOW_H
#define CLI_SHOW_H

#include "cli/reading.h"
#include "cli/show_page.h"

struct show {
    struct reading reading;
    struct arena *scratch;              /* forgotten after each segment */
    const struct schema *fallback;      /* the dictionary for releases that have none of their own; null when even that is missing */
    /* of the file, both printers */
    const struct diags *lists[2];       /* of the interchange and of the group around the current step … */
    size_t told[2];                     /* … and how many of each were printed */
    /* text */
    struct page page;
    unsigned lines;                     /* order lines of the set so far */
    /* JSON */
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

/* A value made readable: 20260309 is 2026-03-09, 0915 is 09:15, 70080 with two implied decimals is 700.80.  Empty when there is nothing to
   make readable. */
slice show_readable(struct arena *arena, const struct elem *e, slice value);

/* One element as it is shown, one component of it, or a qualifier together with its value. */
struct cell {
    uint16_t first, last;               /* element numbers; they differ for pairs */
    uint16_t component;                 /* from 1; 0: the whole element */
    slice name, word;                   /* "unit of measure", "unit"; empty when unknown */
    slice qualifier, qualifier_meaning; /* pairs only */
    slice value;                        /* readable; empty: not sent */
    slice meaning;                      /* of a code */
};
struct cells {
    const struct cell *items;
    unsigned count;
};
/* The cells of a segment whose fields are values[0…n) (the id first).  Elements that were not sent get a cell only when their bit is set in
   `wanted`.  Everything lives in `arena`. */
struct cells show_cells(struct arena *arena, const struct segment_def *def, const slice *values, unsigned n, char component, uint64_t wanted);
/* The elements of one segment of a tree, as show_cells wants them. */
const slice *show_values(struct arena *arena, const struct tree *tree, uint32_t group);

/* ---- show_findings.c: findings in the margin ---- */

/* The findings of a set in the order of their places. */
struct margin {
    const struct diag **items;
    size_t count, next;
};
struct margin show_margin(struct arena *arena, const struct diags *diags);
/* Bits of the elements of a segment that findings are about (bit k for element k below 64); bit 0 for the segment as a whole. */
uint64_t show_margin_elements(const struct margin *m, uint32_t segment);
/* Is there a finding to be printed now: about an earlier segment, or about this one up to an element and component (UINT16_MAX: all)? */
bool show_margin_due(const struct margin *m, uint32_t segment, uint16_t element, uint16_t component);
/* Print those that are due. */
void show_margin_print(struct page *page, struct margin *m, uint32_t segment, uint16_t element, uint16_t component);
/* All that is left. */
void show_margin_rest(struct page *page, struct margin *m);
void show_finding(struct page *page, const struct diag *diag);
bool show_is_about(const struct diag *diag, const char *segment_id);
/* "document rejected" for "reject-document". */
const char *show_severity(enum severity severity);

/* ---- the printers ---- */

void show_text_begin(struct show *s);
void show_text_step(struct show *s, const struct document_step *step);
void show_segment(struct show *s, const struct names *names, const struct tree *tree, uint32_t group, struct margin *margin);

/* Print FILE step by step; `whole` false: reading failed, and what is not printed yet is dropped. */
void show_json_begin(struct show *s, const char *path);
void show_json_step(struct show *s, const struct document_step *step);
void show_json_end(struct show *s, bool whole);

#endif
