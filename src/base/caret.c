/* caret.c - the line a finding is about, with a caret under it; and line and column of an offset.
 *
 * Only a window around the place is read again, never the file: a transaction may be one line of 100 MB.  A line ends at LF, CR or the
 * source's own line_end (an X12 terminator, which is shown).  What is shown is at most COLUMNS wide, centred on the place, with … where it
 * was cut. */
#include "base/render.h"

#include "base/fsys.h"
#include "base/visible.h"

enum {
    COLUMNS = 120,
    CELLS = COLUMNS - 2,                /* room for … at both ends */
    WINDOW = 4 * COLUMNS,               /* bytes looked at on each side: a character has at most four */
    INDENT = 4,
    LINE_STEP = 64 * 1024
};

/* Bytes of the source from `offset`; 0 when there are none or they cannot be read. */
static size_t read_at(const struct source *source, uint64_t offset, char *to, size_t room)
{
    if (source->bytes.ptr) {
        if (offset >= source->bytes.len) return 0;
        slice part = slice_sub(source->bytes, (size_t)offset, room);
        memcpy(to, part.ptr, part.len);
        return part.len;
    }
    if (source->fd < 0) return 0;
    ssize_t n = fsys_pread(source->fd, to, room, offset);
    return n > 0 ? (size_t)n : 0;
}

/* ---- line and column ---- */

/* Count ends of lines in `text`, of which the first byte is at `offset`; *start becomes the offset after the last one. */
static unsigned count_lines(slice text, uint64_t offset, uint64_t *start)
{
    unsigned lines = 0;
    for (size_t at = 0;; lines++) {
        at += slice_find(slice_sub(text, at, text.len), '\n') + 1;
        if (at > text.len) return lines;
        *start = offset + at;
    }
}

/* Characters, not bytes: continuation bytes of UTF-8 do not count. */
static unsigned count_characters(slice text)
{
    unsigned n = 0;
    for (size_t i = 0; i < text.len; i++) n += ((unsigned char)text.ptr[i] & 0xc0) != 0x80;
    return n;
}

bool place_line(const struct place *place, unsigned *line, unsigned *column)
{
    char chunk[LINE_STEP];
    uint64_t start = 0;
    unsigned lines = 1, characters = 1;
    if (!place->source || (!place->source->bytes.ptr && place->source->fd < 0)) return false;
    for (uint64_t at = 0; at < place->offset;) {
        uint64_t left = place->offset - at;
        size_t n = read_at(place->source, at, chunk, left < sizeof chunk ? (size_t)left : sizeof chunk);
        if (n == 0) return false;
        lines += count_lines((slice){ chunk, n }, at, &start);
        at += n;
    }
    while (start < place->offset) {
        uint64_t left = place->offset - start;
        size_t n = read_at(place->source, start, chunk, left < sizeof chunk ? (size_t)left : sizeof chunk);
        if (n == 0) return false;
        characters += count_characters((slice){ chunk, n });
        start += n;
    }
    *line = lines;
    *column = characters;
    return true;
}

/* ---- the caret line ---- */

/* The part of a line that is shown: bytes `from` to `to` of `line`, the place being `at` to `end`. */
struct view {
    slice line;
    size_t from, to, at, end;
    bool more_before, more_after;
};

static bool ends_line(char c, char line_end)
{
    return c == '\n' || c == '\r' || (line_end && c == line_end);
}

/* Is this a byte of a character in UTF-8 other than its first? */
static bool is_inside(char c) { return ((unsigned char)c & 0xc0) == 0x80; }

/* Cut the line out of the window; `at` is the place in it. */
static slice find_line(slice window, size_t at, char line_end, struct view *v)
{
    size_t from = at, to = at;
    while (from > 0 && !ends_line(window.ptr[from - 1], line_end)) from--;
    while (to < window.len && !ends_line(window.ptr[to], line_end)) to++;
    v->more_before = from == 0 && v->more_before;
    v->more_after = to == window.len && v->more_after;
    /* The terminator itself is worth seeing, all bytes of it; a line end is not. */
    if (to < window.len && line_end && window.ptr[to] == line_end && line_end != '\n' && line_end != '\r') to++;
    while (to > at && to < window.len && is_inside(window.ptr[to])) to++;
    /* A window may begin inside a character, a line inside a terminator. */
    while (from < at && is_inside(window.ptr[from])) from++;
    v->at = at - from;
    return slice_sub(window, from, to - from);
}

/* Tabs are shown as one blank, so that the caret stays under its character. */
static unsigned put_character(struct buf *out, slice s, size_t *at)
{
    if (s.ptr[*at] != '\t') return visible_next(out, s, at);
    if (out) buf_putc(out, ' ');
    ++*at;
    return 1;
}

static unsigned columns_of(slice s, size_t from, size_t to)
{
    unsigned n = 0;
    while (from < to) n += put_character(NULL, s, &from);
    return n;
}

/* Narrow from the ends until the rest is CELLS wide, keeping about as much before the place as after it. */
static void narrow(struct view *v)
{
    v->from = 0;
    v->to = v->line.len;
    unsigned before = columns_of(v->line, 0, v->at), after = columns_of(v->line, v->at, v->to);
    unsigned least_before = after < CELLS / 2 ? CELLS - after : CELLS / 2;
    while (before > least_before) {
        before -= put_character(NULL, v->line, &v->from);
        v->more_before = true;
    }
    if (before + after <= CELLS) return;
    size_t at = v->at;
    for (unsigned used = before; at < v->line.len;) {
        size_t next = at;
        used += put_character(NULL, v->line, &next);
        if (used > CELLS) break;
        at = next;
    }
    v->to = at;
    v->more_after = true;
}

static void put_text(struct buf *out, const struct view *v)
{
    buf_printf(out, "%*s%s", INDENT, "", v->more_before ? "…" : "");
    for (size_t at = v->from; at < v->to;) (void)put_character(out, v->line, &at);
    buf_puts(out, v->more_after ? "…\n" : "\n");
}

static void put_repeated(struct buf *out, char c, unsigned n)
{
    while (n-- > 0) buf_putc(out, c);
}

static void put_carets(struct buf *out, const struct view *v)
{
    unsigned columns = 0;
    put_repeated(out, ' ', INDENT + v->more_before);
    for (size_t at = v->from; at < v->at;) put_repeated(out, ' ', put_character(NULL, v->line, &at));
    for (size_t at = v->at; at < v->end;) columns += put_character(NULL, v->line, &at);
    buf_putc(out, '^');
    if (columns > 1) put_repeated(out, '~', columns - 1);
    buf_putc(out, '\n');
}

bool diag_caret(struct buf *out, const struct place *place)
{
    char bytes[2 * WINDOW];
    if (!place->source) return false;
    uint64_t from = place->offset > WINDOW ? place->offset - WINDOW : 0;
    size_t len = read_at(place->source, from, bytes, sizeof bytes);
    size_t at = (size_t)(place->offset - from);
    if (len == 0 || at > len) return false;
    struct view v = { .more_before = from > 0, .more_after = len == sizeof bytes };
    v.line = find_line((slice){ bytes, len }, at, place->source->line_end, &v);
    if (v.line.len == 0 && at == len) return false;     /* the end of the file: nothing to show */
    narrow(&v);
    v.end = place->length < v.to - v.at ? v.at + place->length : v.to;
    put_text(out, &v);
    put_carets(out, &v);
    return true;
}
