/* layout.h - how a record of groups and fields stands in lines of text: CSV, delimited, fixed width.
 *
 * Everything about the record itself (names, types, lengths, codes) is in struct schema, the same for all formats; here is only what the
 * format adds: tags of lines, columns, keys, the trailer.  Built by layout_text.c; record/ reads and writes by it.  Immutable. */
#ifndef SCHEMA_LAYOUT_H
#define SCHEMA_LAYOUT_H

#include "schema/schema.h"

enum layout_format { LAYOUT_CSV, LAYOUT_DELIMITED, LAYOUT_FIXED };
enum {
    LAYOUT_MAX_KEYS = 8,            /* fields of a key, or repeated from the groups around */
    LAYOUT_MAX_TOTALS = 8,          /* of a trailer */
    LAYOUT_MAX_CELLS = 2000,        /* of a line */
    LAYOUT_MAX_WIDTH = 30000,       /* characters of a field of fixed width */
    LAYOUT_NO_DECIMALS = 0xff
};

struct layout_cell {                /* one column of a line */
    uint16_t node, field;           /* whose value it is */
    bool repeated;                  /* of a group around, which has it already: must agree */
    bool right;                     /* fixed: filled on the left */
    char fill;                      /* fixed: ' ' or '0' */
    uint8_t decimals;               /* written without a point, that many of the digits are decimals; LAYOUT_NO_DECIMALS: with a point */
    uint32_t at, width;             /* fixed: first character, from 0; characters */
    slice column;                   /* CSV: its name in the header row */
};

struct layout_line {                /* of a node, or of all of them in a row */
    slice tag;                      /* "INV"; empty: this group has no line */
    const struct layout_cell *cells;
    uint16_t n_cells;
    uint32_t width;                 /* fixed: of the line */
    uint16_t keys[LAYOUT_MAX_KEYS]; /* untagged: fields whose change begins the next instance of the group */
    uint8_t n_keys;
};

struct layout_total {               /* of the trailer */
    bool is_sum;
    uint16_t node, field;           /* what is counted; whose field is summed */
    slice name;                     /* "Line", "Line/@Qty" */
    struct layout_cell cell;        /* fixed: where it stands */
};

struct layout_text {
    enum layout_format format;
    char delimiter, quote;          /* quote 0: values with delimiters or line ends cannot be written */
    bool header, crlf, tagged;
    uint32_t tag_width;             /* fixed: of the widest tag */
    const struct layout_line *lines;    /* by node */
    const struct layout_line *row;      /* untagged: all of them in one */
    slice trailer;                  /* its tag, or empty */
    struct layout_total totals[LAYOUT_MAX_TOTALS];
    uint8_t n_totals;
};

/* Is the pattern a whole date (year, MM, dd) or time (HH, mm, perhaps ss), each once, with what is no letter between? */
enum pattern_kind { PATTERN_BAD, PATTERN_DATE, PATTERN_TIME };
enum pattern_kind layout_pattern(slice pattern);

#endif
