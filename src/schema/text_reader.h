/* text_reader.h - inside schema/: the part of a layout that says how it stands in lines of text, while it is read. */
#ifndef SCHEMA_TEXT_READER_H
#define SCHEMA_TEXT_READER_H

#include "schema/layout.h"
#include "schema/load.h"

struct text_reader {
    struct loader *l;
    const struct schema *s;
    struct layout_text *text;
    struct layout_line *lines;          /* by node */
    bool *listed;                       /* by node: the file has it */
    struct xml_node **at;               /* by node: its <group> */
    bool variant;
};

/* SCHEMA-LAYOUT */
void text_fault(struct text_reader *r, struct place place, slice what, const char *why);

/* ---- layout_rows.c ---- */

/* Up to 16 ASCII letters and digits? */
bool text_tag_fits(slice tag);
bool text_has_cell(const struct layout_line *line, uint16_t node, uint16_t field);
/* Every line has a tag of its own. */
void text_check_tags(struct text_reader *r);
/* Mandatory groups and fields are in the file, and no field twice. */
void text_check_whole(struct text_reader *r, struct place place);
/* The row of all groups; keys stay with the lines of their nodes. */
void text_row(struct text_reader *r);

#endif
