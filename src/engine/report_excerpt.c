/* report_excerpt.c - the bytes around a finding, cut to the segment they stand in.
 *
 * Reads from the finding's own source where its text is at hand, else from the document that came with the report, else from the file.
 * The excerpt never reaches over a terminator, so a mark always stands in the segment that the finding names. */
#include "engine/report_parts.h"

#include "base/fsys.h"
#include "base/visible.h"

enum { AROUND = 1024 };         /* bytes looked at on each side for the segment's ends */

struct window {
    slice bytes;
    uint64_t offset;            /* of bytes in the source */
};

static bool holds(slice bytes, uint64_t offset, const struct place *p)
{
    return bytes.ptr && p->offset >= offset && p->offset - offset <= bytes.len;
}

static bool read_around(struct arena *arena, const struct place *p, struct window *out)
{
    if (!p->source || p->source->fd < 0 || p->source->bytes.ptr) return false;
    uint64_t from = p->offset > AROUND ? p->offset - AROUND : 0;
    char *to = arena_alloc(arena, 2 * AROUND);
    ssize_t got = fsys_pread(p->source->fd, to, 2 * AROUND, from);
    if (got <= 0) return false;
    *out = (struct window){ { to, (size_t)got }, from };
    return holds(out->bytes, from, p);
}

static bool find_window(const struct report_view *v, const struct place *p, struct window *out)
{
    const struct report *r = v->report;
    if (p->source && p->source->bytes.ptr) {
        *out = (struct window){ p->source->bytes, 0 };
        return holds(out->bytes, 0, p);
    }
    *out = (struct window){ r->whole, r->whole_offset };
    return holds(r->whole, r->whole_offset, p) || read_around(v->arena, p, out);
}

/* `terminator` 0: lines. */
static bool is_end(char terminator, char c) { return terminator ? c == terminator : c == '\n' || c == '\r'; }

/* The whole segment (or line) with byte `at` in it.  A place on a terminator belongs to the segment before it. */
static slice segment_at(char terminator, slice bytes, size_t at, size_t *from)
{
    size_t start = at, end = at;
    size_t lowest = at > AROUND ? at - AROUND : 0, highest = bytes.len - at > AROUND ? at + AROUND : bytes.len;
    while (start > lowest && !is_end(terminator, bytes.ptr[start - 1])) start--;
    while (start < at && (bytes.ptr[start] == '\n' || bytes.ptr[start] == '\r')) start++;
    while (end < highest && !is_end(terminator, bytes.ptr[end])) end++;
    *from = start;
    return (slice){ bytes.ptr + start, end - start };
}

static bool is_inside_character(slice s, size_t at) { return at < s.len && ((unsigned char)s.ptr[at] & 0xC0) == 0x80; }

/* Narrow a long segment to `room` columns with the mark a third from the left, without cutting a character in two.  Columns, not bytes:
   a spelled byte takes four of them. */
static void narrow(struct report_excerpt *e, size_t room)
{
    size_t from = e->mark, to = e->mark, columns = 0;
    struct glyph g;
    if (glyph_columns(e->text) <= room) return;
    while (from > 0 && glyph_columns(slice_sub(e->text, from - 1, e->mark - from + 1)) <= room / 3) from--;
    while (from < e->mark && is_inside_character(e->text, from)) from++;
    for (size_t at = from; glyph_next(e->text, &at, &g) && (columns += g.columns) <= room; ) to = at;
    e->cut_left = e->cut_left || from > 0;
    e->cut_right = e->cut_right || to < e->text.len;
    e->text = slice_sub(e->text, from, to - from);
    e->offset += from;
    e->mark -= from;
}

bool report_excerpt(const struct report_view *v, const struct place *p, size_t room, struct report_excerpt *out)
{
    struct window w;
    if ((!p->source && !p->segment && !p->length) || !find_window(v, p, &w)) return false;
    size_t at = (size_t)(p->offset - w.offset), from;
    char terminator = p->source && p->source->line_end ? p->source->line_end : v->report->terminator;
    slice segment = segment_at(terminator, w.bytes, at, &from);
    if (!segment.len) return false;
    *out = (struct report_excerpt){ .text = segment, .mark = at - from, .mark_len = p->length, .offset = w.offset + from };
    out->cut_left = at - from == AROUND;
    narrow(out, room);
    if (out->mark_len > out->text.len - out->mark) out->mark_len = out->text.len - out->mark;
    return true;
}
