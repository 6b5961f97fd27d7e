/* show_page.h - a page of text: columns, wrapping and colour.
 *
 * Everything that comes from a file goes through page_put or page_wrap, which show hostile bytes as visible escapes.  Text is collected and
 * written in large pieces, so that a file of any size needs the same memory. */
#ifndef CLI_SHOW_PAGE_H
#define CLI_SHOW_PAGE_H

#include "base/buf.h"

#include <stdio.h>

enum { PAGE_COLUMNS = 100 };

enum style { STYLE_PLAIN, STYLE_FAINT, STYLE_STRONG, STYLE_MEANING, STYLE_HEADING, STYLE_NOTE, STYLE_WARNING, STYLE_WRONG };

struct page {
    FILE *out;
    struct buf text;
    unsigned column;                    /* where the next character goes, from 0 */
    unsigned blanks;                    /* to be written before the next character; so no line ends in a blank */
    bool colour;
    enum style style;                   /* in force */
};

/* Colour when `out` is a terminal and NO_COLOR is unset or empty. */
void page_begin(struct page *page, FILE *out);
/* Writes what is collected and frees it. */
void page_end(struct page *page);
/* On one line, as it is. */
void page_put(struct page *page, enum style style, slice text);
void page_puts(struct page *page, enum style style, const char *text);
void page_printf(struct page *page, enum style style, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* The next character goes to that column, or after one blank when the line is longer already. */
void page_to(struct page *page, unsigned column);
/* Broken between words at PAGE_COLUMNS, inside words that are longer than a line; further lines begin at `indent`. */
void page_wrap(struct page *page, enum style style, slice text, unsigned indent);
/* Ends the line when something is on it. */
void page_line(struct page *page);
void page_empty_line(struct page *page);
/* Columns that a text takes when shown. */
unsigned page_columns(slice text);

#endif
