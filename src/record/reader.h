/* reader.h - what the readers of the formats share: one record being put together as a tree.  Inside record/ only.
 *
 * The tree has the form of X12 trees: field 0 of a group is the group's name, field k is elems[k - 1], absent ones are SPAN_ABSENT.  All text
 * is a copy in `text`, decoded to UTF-8 and to the one form values have in trees; `origins` leads each back to its place in the file. */
#ifndef RECORD_READER_H
#define RECORD_READER_H

#include "record/findings.h"
#include "record/record.h"
#include "record/totals.h"
#include "schema/layout.h"
#include "xml/xml.h"

enum { READER_DEPTH = 16 };

struct open_group { uint16_t node; uint32_t group; };

struct raw_cell { size_t off, len; bool quoted, doubled; };     /* of a line, as bytes of the file; without the quotes */

struct root_value { slice text; uint64_t offset; };     /* of the root element, which every record's tree begins with */

struct line_reader {
    size_t at;                          /* next byte of the file */
    size_t start, len;                  /* the line at hand, without its end */
    struct raw_cell *cells;             /* LAYOUT_MAX_CELLS: of the line */
    struct raw_cell *row;               /* the same, by cell of the row of the layout */
    uint32_t n_cells;
    bool again;                         /* the line at hand is still to be dealt with */
    bool begun, trailed;                /* the file was; its trailer was there */
    uint16_t *columns;                  /* CSV with a header row: the cell of the row for each column of the file; UINT16_MAX: none */
    uint32_t n_columns;
    struct totals totals;
};

struct record_reader {
    const struct schema *layout;
    const struct source *source;
    struct diags *diags;
    struct tree *tree;
    struct arena *arena;
    struct buf text, origins, value, cell;
    struct root_value *root;            /* by field, and one more for the root itself; set when it was read */
    bool has_root;
    bool broken, ended;
    uint32_t *counts;                   /* by node, for a moment; */
    uint32_t *seen;                     /* … of records, in the whole file */
    struct open_group open[READER_DEPTH];
    unsigned depth;                     /* how many are open; 0: between records */
    struct span *room;                  /* of the group being filled */
    uint16_t node;
    struct xml_stream *xml;
    struct line_reader lines;
};

/* ---- read_tree.c ---- */

/* A finding; `field` is UINT16_MAX when it is about the group. */
void reader_report(struct record_reader *r, enum record_finding what, struct place place, slice a0, slice a1, slice a2);
slice reader_label(struct record_reader *r, uint16_t node, uint16_t field);
struct place reader_place(const struct record_reader *r, uint64_t offset, size_t len);
/* Begin a group, give it values, add it to the tree as a child of the group that is open at `depth` - 1 and open it.  False past a cap. */
bool group_begin(struct record_reader *r, uint16_t node);
void group_value(struct record_reader *r, uint16_t field, slice text, uint64_t offset);
bool group_end(struct record_reader *r, unsigned depth, struct place place);
/* The value of a group that is in the tree. */
slice group_text(const struct record_reader *r, uint32_t group, uint16_t field);
/* Begin the tree: the root as it was read. */
bool record_begin(struct record_reader *r);
/* A field of the root, read once for the file; then the root is complete. */
void root_value(struct record_reader *r, uint16_t field, slice text, uint64_t offset);
bool root_begin(struct record_reader *r, struct place place);
/* Say that the groups from `depth` on are complete. */
void groups_close(struct record_reader *r, unsigned depth);
/* Close all, and check how often groups occur. */
void record_end(struct record_reader *r);

/* ---- read_value.c ---- */

/* A field's text (UTF-8) in the form it has in trees, or a null pointer when it is empty; findings at that place.  The result is good until the
   next call.  `cell` is null for XML. */
slice value_read(struct record_reader *r, uint16_t node, uint16_t field, const struct layout_cell *cell, slice text, struct place place);

/* ---- the formats ---- */

enum record_step xml_next_record(struct record_reader *r);
enum record_step tagged_next(struct record_reader *r);
enum record_step row_next(struct record_reader *r);

/* ---- read_line.c ---- */

/* The next line that is not blank, cut into cells; false at the end of the file. */
bool line_next(struct record_reader *r);
struct place line_place(const struct record_reader *r);
/* The first cell, or what stands in the tag's place. */
slice line_tag(const struct record_reader *r);
/* The cells of the layout's line in turn: where each stands in the line at hand. */
struct line_walk { const struct layout_line *line; size_t at; uint32_t characters; uint16_t i; };
/* Cell `w->i`, whose place is the file's cell `i`; past the last the cell is empty. */
struct raw_cell line_cell(struct record_reader *r, struct line_walk *w, uint32_t i);
/* A cell's text as it is in trees; a null pointer when it is empty. */
slice cell_value(struct record_reader *r, const struct layout_cell *c, struct raw_cell raw);
/* A finding when the line has not as many columns as `n`, or is longer than `width`. */
void line_measure(struct record_reader *r, uint32_t n, uint32_t width);

#endif
