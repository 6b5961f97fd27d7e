/* csv.h - rows and cells of a comma-separated file, as spreadsheets and databases write them (RFC 4180).
 *
 * Quoted cells may hold commas, line ends and doubled quotes; lines end in LF, CRLF or CR; a UTF-8 BOM is skipped; blank lines are
 * skipped.  Cells are slices of the text as far as they can be (a cell with doubled quotes is put together in the reader).  What cannot be read
 * is named by a fault with its place; the reader stops there, because after a lost quote nothing that follows can be trusted. */
#ifndef TRADE_CSV_H
#define TRADE_CSV_H

#include "base/slice.h"

enum {
    CSV_MAX_CELLS = 64,                 /* an item master has 17 */
    CSV_MAX_ROW = 60 * 1024             /* bytes; offsets in item images are 16 bits wide */
};

enum csv_fault {
    CSV_FINE,
    CSV_TOO_MANY_CELLS,
    CSV_ROW_TOO_LONG,
    CSV_QUOTE_NOT_CLOSED,
    CSV_TEXT_AFTER_QUOTE,               /* "abc"d */
    CSV_ZERO_BYTE                       /* no text file, or UTF-16 */
};

struct csv {
    slice text;
    size_t at;                          /* where the next row starts */
    uint32_t next_line;                 /* its line */
    uint32_t line;                      /* of the row just read, from 1; a row may go over several lines */
    size_t start;                       /* its first byte */
    unsigned n;                         /* how many cells it has */
    slice cells[CSV_MAX_CELLS];         /* without quotes, with blanks as they are; until the next row */
    size_t offsets[CSV_MAX_CELLS];      /* where each cell starts in the text, its quote included */
    enum csv_fault fault;
    size_t fault_at;
    size_t joined_len;
    char joined[CSV_MAX_ROW];           /* cells with doubled quotes, doubled ones halved */
};

void csv_init(struct csv *c, slice text);
/* The next row that is not blank.  False at the end and at a fault. */
bool csv_next(struct csv *c);
/* A fault in words, for a finding. */
const char *csv_fault_text(enum csv_fault fault);

#endif
