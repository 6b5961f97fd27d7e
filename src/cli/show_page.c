/* show_page.c - see show_page.h. */
#include "cli/show_page.h"

#include "base/visible.h"

#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

enum { PAGE_BYTES = 1 << 16, PAGE_MOST_BYTES = 1 << 30 };

static const char *const codes[] = {
    [STYLE_PLAIN] = NULL,   [STYLE_FAINT] = "2",    [STYLE_STRONG] = "1",    [STYLE_MEANING] = "36",
    [STYLE_HEADING] = "1",  [STYLE_NOTE] = "2",     [STYLE_WARNING] = "33",  [STYLE_WRONG] = "1;31",
};

void page_begin(struct page *page, FILE *out)
{
    const char *no_colour = getenv("NO_COLOR");
    *page = (struct page){ .out = out, .text = BUF_INIT(PAGE_MOST_BYTES) };
    page->colour = isatty(fileno(out)) && (no_colour == NULL || no_colour[0] == 0);
}

static void flush(struct page *page)
{
    if (page->text.len > 0) fwrite(page->text.ptr, 1, page->text.len, page->out);
    buf_clear(&page->text);
}

void page_end(struct page *page)
{
    page_line(page);
    flush(page);
    buf_free(&page->text);
}

static void set_style(struct page *page, enum style style)
{
    if (!page->colour || page->style == style) return;
    if (page->style != STYLE_PLAIN) buf_puts(&page->text, "\033[0m");
    if (codes[style] != NULL) buf_printf(&page->text, "\033[%sm", codes[style]);
    page->style = style;
}

static void put_blanks(struct page *page)
{
    for (; page->blanks > 0; page->blanks--, page->column++) buf_putc(&page->text, ' ');
}

void page_put(struct page *page, enum style style, slice text)
{
    if (text.len == 0) return;
    put_blanks(page);
    set_style(page, style);
    for (size_t at = 0; at < text.len;) page->column += visible_next(&page->text, text, &at);
}

void page_puts(struct page *page, enum style style, const char *text) { page_put(page, style, slice_of(text)); }

void page_printf(struct page *page, enum style style, const char *format, ...)
{
    char text[256];                     /* numbers and our own words; foreign text goes through page_put */
    va_list args;
    va_start(args, format);
    int n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (n > 0) page_puts(page, style, text);
}

void page_to(struct page *page, unsigned column)
{
    unsigned at = page->column + page->blanks;
    if (at < column) page->blanks += column - at;
    else if (page->column > 0 && page->blanks == 0) page->blanks = 1;
}

void page_line(struct page *page)
{
    page->blanks = 0;
    if (page->column > 0) page_empty_line(page);
}

void page_empty_line(struct page *page)
{
    set_style(page, STYLE_PLAIN);
    buf_putc(&page->text, '\n');
    page->column = page->blanks = 0;
    if (page->text.len > PAGE_BYTES) flush(page);
}

unsigned page_columns(slice text)
{
    unsigned columns = 0;
    for (size_t at = 0; at < text.len;) columns += visible_next(NULL, text, &at);
    return columns;
}

/* A word, cut where lines end when it is longer than a line. */
static void wrap_word(struct page *page, slice word, unsigned indent)
{
    for (size_t at = 0; at < word.len;) {
        size_t ahead = at;
        if (page->column + visible_next(NULL, word, &ahead) > PAGE_COLUMNS && page->column > indent) {
            page_line(page);
            page_to(page, indent);
            put_blanks(page);
        }
        page->column += visible_next(&page->text, word, &at);
    }
}

void page_wrap(struct page *page, enum style style, slice text, unsigned indent)
{
    slice rest = text, word;
    for (bool first = true; slice_next(&rest, ' ', &word); first = false) {
        page->blanks += !first;
        if (word.len == 0) continue;
        if (page->column + page->blanks + page_columns(word) > PAGE_COLUMNS && page->column + page->blanks > indent) {
            page_line(page);
            page_to(page, indent);
        }
        put_blanks(page);
        set_style(page, style);
        wrap_word(page, word, indent);
        }
}
