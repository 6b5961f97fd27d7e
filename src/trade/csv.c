/* csv.c - cutting a row into cells.
 *
 * One pass over the bytes, no allocation.  What must stay true: every cell lies in the text or in `joined`, and csv_next always moves on or
 * reports a fault, so a loop over it ends. */
#include "trade/csv.h"

static const char *const fault_texts[] = {
    [CSV_FINE] = "nothing",
    [CSV_TOO_MANY_CELLS] = "more than 64 cells in a row",
    [CSV_ROW_TOO_LONG] = "a row of more than 60 KB",
    [CSV_QUOTE_NOT_CLOSED] = "a quote that is never closed",
    [CSV_TEXT_AFTER_QUOTE] = "text after a closing quote",
    [CSV_ZERO_BYTE] = "a zero byte, which no text file has",
};

const char *csv_fault_text(enum csv_fault fault)
{
    return fault_texts[fault];
}

void csv_init(struct csv *c, slice text)
{
    c->text = text;
    c->at = slice_starts(text, SLICE("\xEF\xBB\xBF")) ? 3 : 0;
    c->next_line = 1;
    c->line = 0;
    c->start = 0;
    c->n = 0;
    c->fault = CSV_FINE;
    c->fault_at = 0;
    c->joined_len = 0;
}

static bool fail(struct csv *c, enum csv_fault fault, size_t at)
{
    c->fault = fault;
    c->fault_at = at;
    return false;
}

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

/* Step over CR, LF or CR LF at `at`. */
static void end_line(struct csv *c, size_t at)
{
    const slice rest = slice_sub(c->text, at, 2);
    c->at = at + (slice_eq(rest, SLICE("\r\n")) ? 2 : rest.len > 0);
    c->next_line++;
}

static void skip_blank_lines(struct csv *c)
{
    while (c->at < c->text.len) {
        size_t at = c->at;
        while (at < c->text.len && (c->text.ptr[at] == ' ' || c->text.ptr[at] == '\t')) at++;
        if (at < c->text.len && !is_line_end(c->text.ptr[at])) return;
        if (at == c->text.len) c->at = at;
        else end_line(c, at);
    }
}

/* Copy what lies between the quotes, doubled quotes halved. */
static slice join(struct csv *c, slice inside)
{
    char *const to = c->joined + c->joined_len;
    size_t len = 0;
    for (size_t i = 0; i < inside.len; i++) {
        to[len++] = inside.ptr[i];
        if (inside.ptr[i] == '"') i++;
    }
    c->joined_len += len;
    return (slice){ to, len };
}

/* A cell that starts with a quote at `at`; *end is the byte after the closing one. */
static bool quoted_cell(struct csv *c, size_t at, slice *cell, size_t *end)
{
    const char *p = c->text.ptr;
    const size_t limit = c->text.len - c->start > CSV_MAX_ROW ? c->start + CSV_MAX_ROW : c->text.len;
    bool doubled = false;
    size_t i = at + 1;
    for (; i < limit; i++) {
        if (p[i] == 0) return fail(c, CSV_ZERO_BYTE, i);
        if (p[i] == '\n' || (p[i] == '\r' && !(i + 1 < limit && p[i + 1] == '\n'))) c->next_line++;
        if (p[i] != '"') continue;
        if (i + 1 == limit || p[i + 1] != '"') break;
        doubled = true;
        i++;
    }
    if (i >= limit) return fail(c, limit == c->text.len ? CSV_QUOTE_NOT_CLOSED : CSV_ROW_TOO_LONG, at);
    *cell = slice_sub(c->text, at + 1, i - at - 1);
    if (doubled) *cell = join(c, *cell);
    *end = i + 1;
    while (*end < c->text.len && (p[*end] == ' ' || p[*end] == '\t')) (*end)++;
    const bool ends = *end == c->text.len || p[*end] == ',' || is_line_end(p[*end]);
    return ends || fail(c, CSV_TEXT_AFTER_QUOTE, *end);
}

static bool plain_cell(struct csv *c, size_t at, slice *cell, size_t *end)
{
    const char *p = c->text.ptr;
    size_t i = at;
    for (; i < c->text.len && p[i] != ',' && !is_line_end(p[i]); i++) {
        if (p[i] == 0) return fail(c, CSV_ZERO_BYTE, i);
        if (i - c->start >= CSV_MAX_ROW) return fail(c, CSV_ROW_TOO_LONG, c->start);
    }
    *cell = slice_sub(c->text, at, i - at);
    *end = i;
    return true;
}

bool csv_next(struct csv *c)
{
    if (c->fault) return false;
    skip_blank_lines(c);
    if (c->at >= c->text.len) return false;
    c->start = c->at;
    c->line = c->next_line;
    c->joined_len = 0;
    c->n = 0;
    for (size_t at = c->at;;) {
        if (c->n == CSV_MAX_CELLS) return fail(c, CSV_TOO_MANY_CELLS, at);
        slice *cell = &c->cells[c->n];
        c->offsets[c->n] = at;
        const bool is_quoted = at < c->text.len && c->text.ptr[at] == '"';
        if (!(is_quoted ? quoted_cell : plain_cell)(c, at, cell, &at)) return false;
        if (at - c->start > CSV_MAX_ROW) return fail(c, CSV_ROW_TOO_LONG, c->start);
        c->n++;
        if (at < c->text.len && c->text.ptr[at] == ',') {
            at++;
            continue;
        }
        end_line(c, at);
        return true;
    }
}
