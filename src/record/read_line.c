/* read_line.c - lines of text and their cells: ends of lines, delimiters, quotes, fixed columns, character sets, filling.
 *
 * Nothing is copied until a value is asked for.  Both CRLF and LF end a line; inside quotes they are text.  What lines mean is decided by
 * read_tagged.c and read_row.c. */
#include "record/reader.h"

#include "record/cell.h"
#include "record/encode.h"

static slice file_text(const struct record_reader *r) { return r->source->bytes; }

struct place line_place(const struct record_reader *r) { return reader_place(r, r->lines.start, r->lines.len); }

static void quote_fault(struct record_reader *r, size_t at, const char *why)
{
    reader_report(r, RECORD_QUOTE, reader_place(r, at, 1), slice_of(why), NO_ARG, NO_ARG);
}

/* From the opening quote on: what is between, and *at after the closing one. */
static struct raw_cell quoted_cell(struct record_reader *r, size_t *at)
{
    const slice text = file_text(r);
    const char quote = r->layout->text->quote;
    struct raw_cell c = { .off = *at + 1, .quoted = true };
    size_t end = c.off;
    for (;; end += 2) {
        end += slice_find(slice_sub(text, end, SIZE_MAX), quote);
        if (end >= text.len) quote_fault(r, *at, "that begins here is never closed");
        if (end + 1 >= text.len || text.ptr[end + 1] != quote) break;
        c.doubled = true;
    }
    if (end > text.len) end = text.len;
    c.len = end - c.off;
    *at = end < text.len ? end + 1 : end;
    return c;
}

static bool ends_cell(const struct layout_text *t, char c) { return c == t->delimiter || c == '\n'; }

static struct raw_cell plain_cell(struct record_reader *r, size_t *at)
{
    const slice text = file_text(r);
    const struct layout_text *t = r->layout->text;
    struct raw_cell c = { .off = *at };
    while (*at < text.len && !ends_cell(t, text.ptr[*at])) {
        if (t->quote && text.ptr[*at] == t->quote) quote_fault(r, *at, "stands inside a value that did not begin with one");
        ++*at;
    }
    c.len = *at - c.off;
    bool last = *at >= text.len || text.ptr[*at] == '\n';
    if (last && c.len > 0 && text.ptr[c.off + c.len - 1] == '\r') c.len--;
    return c;
}

static struct raw_cell next_cell(struct record_reader *r, size_t *at)
{
    const slice text = file_text(r);
    const struct layout_text *t = r->layout->text;
    if (*at >= text.len || !t->quote || text.ptr[*at] != t->quote) return plain_cell(r, at);
    struct raw_cell c = quoted_cell(r, at);
    const size_t after = *at;
    while (*at < text.len && !ends_cell(t, text.ptr[*at])) ++*at;
    slice rest = slice_sub(text, after, *at - after);
    if (rest.len && !(rest.len == 1 && rest.ptr[0] == '\r' && (*at == text.len || text.ptr[*at] == '\n')))
        quote_fault(r, after, "is closed, and other text follows in the same value");
    return c;
}

static void cut_cells(struct record_reader *r)
{
    struct line_reader *l = &r->lines;
    const slice text = file_text(r);
    size_t at = l->at;
    l->n_cells = 0;
    for (;;) {
        struct raw_cell c = next_cell(r, &at);
        if (l->n_cells < LAYOUT_MAX_CELLS) l->cells[l->n_cells] = c;
        l->n_cells++;
        if (at >= text.len || text.ptr[at] == '\n') break;
        at++;
    }
    l->at = at < text.len ? at + 1 : at;
    l->len = at - l->start;
    if (l->n_cells <= LAYOUT_MAX_CELLS) return;
    line_measure(r, LAYOUT_MAX_CELLS, 0);
    l->n_cells = LAYOUT_MAX_CELLS;
}

static void cut_line(struct record_reader *r)
{
    struct line_reader *l = &r->lines;
    const slice rest = slice_sub(file_text(r), l->at, SIZE_MAX);
    l->len = slice_find(rest, '\n');
    l->at += l->len < rest.len ? l->len + 1 : l->len;
}

static bool is_blank(slice line)
{
    for (size_t i = 0; i < line.len; i++)
        if (line.ptr[i] != ' ' && line.ptr[i] != '\r' && line.ptr[i] != '\t') return false;
    return true;
}

bool line_next(struct record_reader *r)
{
    struct line_reader *l = &r->lines;
    const slice text = file_text(r);
    if (l->again) {
        l->again = false;
        return true;
    }
    if (l->at == 0 && r->layout->charset == CHARSET_UTF8 && slice_starts(text, SLICE("\xef\xbb\xbf"))) l->at = 3;
    while (l->at < text.len) {
        l->start = l->at;
        if (is_blank(slice_sub(text, l->start, slice_find(slice_sub(text, l->start, SIZE_MAX), '\n')))) {
            cut_line(r);
            continue;
        }
        if (r->layout->text->format == LAYOUT_FIXED) cut_line(r);
        else cut_cells(r);
        if (l->len > 0 && text.ptr[l->start + l->len - 1] == '\r') l->len--;
        return true;
    }
    return false;
}

/* ---- cells ---- */

static slice raw_text(const struct record_reader *r, struct raw_cell raw)
{
    return slice_sub(file_text(r), raw.off, raw.len);
}

slice line_tag(const struct record_reader *r)
{
    const struct layout_text *t = r->layout->text;
    if (t->format != LAYOUT_FIXED) return raw_text(r, r->lines.cells[0]);
    return slice_trim(slice_sub(file_text(r), r->lines.start, r->lines.len < t->tag_width ? r->lines.len : t->tag_width));
}

struct raw_cell line_cell(struct record_reader *r, struct line_walk *w, uint32_t i)
{
    const struct line_reader *l = &r->lines;
    if (r->layout->text->format != LAYOUT_FIXED) return i < l->n_cells ? l->cells[i] : (struct raw_cell){ .off = l->start + l->len };
    const struct layout_cell *c = &w->line->cells[w->i];
    const slice line = slice_sub(file_text(r), l->start, l->len);
    w->at += encode_prefix(slice_sub(line, w->at, SIZE_MAX), c->at - w->characters, r->layout->charset);
    struct raw_cell raw = { .off = l->start + w->at };
    raw.len = encode_prefix(slice_sub(line, w->at, SIZE_MAX), c->width, r->layout->charset);
    w->at += raw.len;
    w->characters = c->at + c->width;
    return raw;
}

void line_measure(struct record_reader *r, uint32_t n, uint32_t width)
{
    const struct line_reader *l = &r->lines;
    struct arena *arena = r->diags->arena;
    const slice line = slice_sub(file_text(r), l->start, l->len);
    if (r->layout->text->format == LAYOUT_FIXED) {
        slice rest = slice_sub(line, encode_prefix(line, width, r->layout->charset), SIZE_MAX);
        if (!is_blank(rest)) reader_report(r, RECORD_COLUMNS, line_place(r), arena_printf(arena, "%zu", encode_length(line)),
                                           arena_printf(arena, "%u, all of one character", width), NO_ARG);
    } else if (l->n_cells != n) {
        uint32_t last = l->n_cells;
        while (last > n && l->cells[last - 1].len == 0) last--;         /* a delimiter at the end of the line */
        if (last != n || l->n_cells > n + 1) reader_report(r, RECORD_COLUMNS, line_place(r), arena_printf(arena, "%u", l->n_cells),
                                                           arena_printf(arena, "%u", n), NO_ARG);
    }
}

/* Without the quotes that stand for one. */
static void undouble(struct buf *text, char quote)
{
    size_t to = 0;
    for (size_t i = 0; i < text->len; i++) {
        text->ptr[to++] = text->ptr[i];
        if (text->ptr[i] == quote && i + 1 < text->len && text->ptr[i + 1] == quote) i++;
    }
    text->len = to;
}

slice cell_value(struct record_reader *r, const struct layout_cell *c, struct raw_cell raw)
{
    const struct layout_text *t = r->layout->text;
    size_t bad;
    struct place place = reader_place(r, raw.off, raw.len);
    buf_clear(&r->cell);
    if (!encode_read(&r->cell, raw_text(r, raw), r->layout->charset, &bad)) {
        reader_report(r, RECORD_BYTE, reader_place(r, raw.off + bad, 1), arena_printf(r->diags->arena, "byte %02X", (unsigned)(unsigned char)file_text(r).ptr[raw.off + bad]),
                      reader_label(r, c->node, c->field), slice_of(encode_name(r->layout->charset)));
        return NO_ARG;
    }
    if (raw.doubled) undouble(&r->cell, t->quote);
    slice text = buf_slice(&r->cell);
    if (t->format == LAYOUT_FIXED) text = cell_strip(c, text);
    if (!raw.quoted && memchr(text.len ? text.ptr : "", '\r', text.len))
        reader_report(r, RECORD_BYTE, place, SLICE("a carriage return"), reader_label(r, c->node, c->field), SLICE("a value without quotes"));
    return value_read(r, c->node, c->field, c, text, place);
}
