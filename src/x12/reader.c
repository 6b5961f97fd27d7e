/* reader.c - from segments to events.
 *
 * A table says what a segment means at each level of the envelope.  Where something is open that should be closed, the missing trailer is
 * made up and the scanner goes back to the segment, which is then met again one level up.  What must stay true: events are balanced, and
 * the window does not slide while a set is open. */
#include "x12/reader.h"

#include "base/must.h"
#include "x12/kinds.h"
#include "x12/state.h"

enum action {
    TAKE_DATA,          /* an event of its set */
    OPEN_GROUP, OPEN_SET, TAKE_TA1,
    CLOSE,              /* the trailer of the level that is open */
    CLOSE_MISSING,      /* make up the trailer of the level that is open, then look again */
    STRAY               /* has no place here */
};

static const uint8_t actions[][N_SEGMENT_KINDS] = {
    [IN_INTERCHANGE] = {
        [DATA] = STRAY, [ISA] = CLOSE_MISSING, [TA1] = TAKE_TA1, [GS] = OPEN_GROUP, [ST] = STRAY, [SE] = STRAY, [GE] = STRAY, [IEA] = CLOSE
    },
    [IN_GROUP] = {
        [DATA] = STRAY, [ISA] = CLOSE_MISSING, [TA1] = STRAY, [GS] = CLOSE_MISSING, [ST] = OPEN_SET, [SE] = STRAY, [GE] = CLOSE,
        [IEA] = CLOSE_MISSING
    },
    [IN_SET] = {
        [DATA] = TAKE_DATA, [ISA] = CLOSE_MISSING, [TA1] = TAKE_DATA, [GS] = CLOSE_MISSING, [ST] = CLOSE_MISSING, [SE] = CLOSE,
        [GE] = CLOSE_MISSING, [IEA] = CLOSE_MISSING
    }
};

/* What closes each level, and what is between it and the next. */
static const struct {
    enum x12_kind kind;
    enum level outer;
    void (*check)(struct x12_reader *r, const struct span *spans);
} trailers[] = {
    [IN_INTERCHANGE] = { X12_IEA, BETWEEN, envelope_close_interchange },
    [IN_GROUP] = { X12_GE, IN_INTERCHANGE, envelope_close_group },
    [IN_SET] = { X12_SE, IN_GROUP, envelope_close_set }
};

static struct span *span_target(struct x12_reader *r)
{
    struct tree *t = r->tree;
    if (!t) return r->spans;
    unsigned need = r->max_spans + X12_SPAN_SLACK;
    if (t->field_room - t->fields < need) return tree_room(t, need);
    return t->field + t->fields;
}

static void slide(struct x12_reader *r)
{
    uint32_t by = x12_scan_at(r->scan);
    x12_scan_slide(r->scan, by);
    window_slide(&r->window, by);
    x12_scan_text(r->scan, r->window.text, r->window.len);
}

/* An ISA after a lost IEA may come with delimiters of its own; then the scanner has not cut it into elements, or found no end of it. */
static bool is_isa(const struct x12_reader *r)
{
    return isa_surely_begins((slice){ r->window.text + r->segment.off, r->segment.len });
}

/* A line end inside a segment that it does not end: the file is wrapped. */
static bool is_wrapped(const struct x12_reader *r)
{
    char c = r->interchange.delims.terminator[0];
    return r->segment.broken && c != '\n' && c != '\r' && !r->window.unwrap;
}

/* What a segment's number would be that is not read yet. */
static uint32_t next_number(const struct x12_reader *r)
{
    return (r->level == IN_SET ? r->set_segments : r->interchange.segments) + 1;
}

/* The place of the current segment as a whole. */
static struct place segment_place(const struct x12_reader *r, uint32_t number)
{
    char id[4] = { 0 };
    const char *text = r->window.text + r->segment.off;
    for (unsigned i = 0; i < 3 && i < r->segment.len && byte_is_alnum(text[i]); i++) id[i] = text[i];
    return x12_place(r, r->segment.off, r->segment.len, id, number, 0);
}

static void unwrap(struct x12_reader *r)
{
    const struct x12_segment *s = &r->segment;
    damage_count(r, X12_WRAPPED, segment_place(r, next_number(r)), 1);
    window_unwrap(&r->window, s->off);
    x12_scan_text(r->scan, r->window.text, r->window.len);
    x12_scan_seek(r->scan, s->off);
}

static bool is_too_long(const struct x12_reader *r)
{
    const struct x12_segment *s = &r->segment;
    return s->next - s->off - (s->whole ? r->interchange.delims.terminator_len : 0u) > r->limits.segment_bytes;
}

/* Is the set too long, from its start to window offset `end`? */
static bool set_is_too_long(const struct x12_reader *r, uint32_t end)
{
    return r->level == IN_SET && end - r->set_start > r->limits.set_bytes;
}

/* The next segment when the scanner alone has none: 1 with r->segment, 0 at the end of the file, or a negative error. */
static int fetch_more(struct x12_reader *r, bool have, struct span *spans)
{
    for (;;) {
        bool final = have && (r->segment.whole || r->window.eof);
        if (have && (is_isa(r) || is_too_long(r))) return 1;
        if (final && is_wrapped(r)) {
            unwrap(r);
        } else if (final) {
            return 1;
        } else if (!have && (r->window.eof || set_is_too_long(r, x12_scan_at(r->scan)))) {
            r->segment = (struct x12_segment){ .off = x12_scan_at(r->scan), .next = x12_scan_at(r->scan) };
            return 0;
        } else {
            if (r->level != IN_SET) slide(r);
            int got = window_fill(&r->window);
            if (got < 0) return got;
            x12_scan_text(r->scan, r->window.text, r->window.len);
        }
        have = x12_scan_next(r->scan, spans, r->max_spans, &r->segment);
    }
}

static void count_oddities(struct x12_reader *r, uint32_t number)
{
    static const struct { uint8_t bit; enum x12_finding what; } oddities[] = {
        { X12_ODD_DOUBLED, X12_DOUBLED_TERMINATOR }, { X12_ODD_INDENTED, X12_INDENTED }, { X12_ODD_BLANKS, X12_BLANKS_AT_TERMINATOR }
    };
    for (size_t i = 0; i < sizeof oddities / sizeof *oddities; i++)
        if (r->segment.oddities & oddities[i].bit) damage_count(r, oddities[i].what, segment_place(r, number), 1);
}

/* The segment counts as read; the last one of a file may lack its terminator. */
static void accept(struct x12_reader *r, enum segment_kind kind, uint32_t number)
{
    const struct x12_segment *s = &r->segment;
    if (s->oddities) count_oddities(r, number);
    if (s->whole) return;
    struct place place = segment_place(r, number);
    if (kind == IEA && r->level == IN_INTERCHANGE) damage_count(r, X12_LAST_TERMINATOR, place, 1);
    else x12_find(r, X12_SEGMENT_CUT, place, NO_ARG, NO_ARG, NO_ARG, NO_ARG);
    x12_scan_seek(r->scan, s->next);
}

static void fill_event(const struct x12_reader *r, struct x12_event *out, enum x12_kind kind, const struct span *spans, uint32_t number)
{
    const struct x12_segment *s = &r->segment;
    *out = (struct x12_event){
        .kind = kind, .spans = spans, .n_spans = spans ? s->n_spans : 0, .number = number, .offset = window_offset(&r->window, s->off),
        .length = spans ? s->len : 0, .odd_bytes = spans && s->odd_bytes
    };
}

/* The open level ends here, with its trailer or (spans null) without. */
static int close_level(struct x12_reader *r, struct x12_event *out, const struct span *spans, uint32_t number, bool check)
{
    enum level level = r->level;
    if (check) trailers[level].check(r, spans);
    fill_event(r, out, trailers[level].kind, spans, number);
    if (trailers[level].outer == BETWEEN) between_begin(r, spans ? r->segment.next : r->segment.off);
    else r->level = trailers[level].outer;
    return 1;
}

/* The trailer is missing; the segment that shows it is met again afterwards. */
static int close_missing(struct x12_reader *r, struct x12_event *out)
{
    x12_scan_seek(r->scan, r->segment.off);
    return close_level(r, out, NULL, next_number(r), true);
}

/* A set passed a limit: it ends here, and its other segments are skipped. */
static int close_too_long(struct x12_reader *r, struct x12_event *out)
{
    bool bytes = set_is_too_long(r, r->segment.next);
    struct place place = x12_place(r, r->set_start, 2, "ST", 1, 0);
    x12_find(r, bytes ? X12_LIMIT_SET_BYTES : X12_LIMIT_SET_SEGMENTS, place, NUMBER(bytes ? r->limits.set_bytes : r->limits.set_segments), NO_ARG,
             NO_ARG, NO_ARG);
    r->skipping = true;
    return close_level(r, out, NULL, r->set_segments + 1, false);
}

/* Close whatever is open, one level a call, with no more to say than was said. */
static int close_lost(struct x12_reader *r, struct x12_event *out)
{
    return close_level(r, out, NULL, next_number(r), false);
}

static int lose_terminator(struct x12_reader *r, struct x12_event *out)
{
    const struct x12_delims *d = &r->interchange.delims;
    struct place place = x12_place(r, r->segment.off, 3, "", next_number(r), 0);
    x12_find(r, X12_LIMIT_SEGMENT, place, NUMBER(r->limits.segment_bytes), (slice){ d->terminator, d->terminator_len }, NO_ARG, NO_ARG);
    damage_report(r);
    r->lost = true;
    r->segment.n_spans = 0;
    return close_lost(r, out);
}

static void pass_stray(struct x12_reader *r, enum segment_kind kind)
{
    if (r->skipping) {
        r->skipping = kind != SE;
        return;
    }
    enum x12_finding what = r->level == IN_GROUP ? X12_STRAY_GROUP : X12_STRAY_INTERCHANGE;
    damage_count(r, what, segment_place(r, r->interchange.segments), 1);
}

/* A segment outside sets, or one that ends a set.  0: nothing to deliver. */
static int take_envelope(struct x12_reader *r, struct x12_event *out, enum segment_kind kind, const struct span *spans)
{
    enum action action = actions[r->level][kind];
    if (action == CLOSE_MISSING) return close_missing(r, out);
    uint32_t number = ++r->interchange.segments;
    if (action == OPEN_SET) number = 1;
    else if (r->level == IN_SET) number = ++r->set_segments;
    accept(r, kind, number);
    if (action != STRAY) r->skipping = false;
    switch (action) {
    case OPEN_GROUP:
        r->level = IN_GROUP;
        envelope_open_gs(r, spans);
        fill_event(r, out, X12_GS, spans, number);
        return 1;
    case OPEN_SET:
        r->level = IN_SET;
        envelope_open_st(r, spans);
        fill_event(r, out, X12_ST, spans, number);
        return 1;
    case TAKE_TA1:
        r->ta1s++;
        if (r->interchange.groups) damage_count(r, X12_TA1_PLACE, segment_place(r, number), 1);
        fill_event(r, out, X12_TA1, spans, number);
        return 1;
    case CLOSE: return close_level(r, out, spans, number, true);
    default: pass_stray(r, kind); return 0;
    }
}

static int take_data(struct x12_reader *r, struct x12_event *out, const struct span *spans)
{
    const struct x12_segment *s = &r->segment;
    if (set_is_too_long(r, s->next) || r->set_segments >= r->limits.set_segments) return close_too_long(r, out);
    r->interchange.segments++;
    uint32_t number = ++r->set_segments;
    if (s->oddities || !s->whole) accept(r, DATA, number);
    if (s->too_many && !r->elements_told) {
        x12_find(r, X12_LIMIT_ELEMENTS, segment_place(r, number), NUMBER(r->limits.segment_elements), NO_ARG, NO_ARG, NO_ARG);
        r->elements_told = true;
    }
    fill_event(r, out, X12_SEGMENT, spans, number);
    return 1;
}

/* The way of nearly all segments: inside a set, nothing odd, no limit near. */
static inline bool take_plain(struct x12_reader *r, struct x12_event *out, const struct span *spans)
{
    const struct x12_segment *s = &r->segment;
    const char *id = r->window.text + s->off;
    if (!s->plain || s->len > r->limits.segment_bytes || s->next - r->set_start > r->limits.set_bytes) return false;
    if (r->set_segments >= r->limits.set_segments || r->window.maps) return false;
    if (may_be_envelope(*id) && segment_kind(id, s->len, spans[0].len) != DATA) return false;
    r->interchange.segments++;
    *out = (struct x12_event){
        .kind = X12_SEGMENT, .spans = spans, .n_spans = s->n_spans, .number = ++r->set_segments, .offset = r->window.base + s->off, .length = s->len
    };
    return true;
}

/* All other segments, and none: `have` tells whether the scanner found one.  0: nothing to deliver. */
static __attribute__((noinline)) int take_careful(struct x12_reader *r, struct x12_event *out, struct span *spans, bool have)
{
    struct x12_segment *s = &r->segment;
    if (!have || !s->whole || s->broken || is_too_long(r)) {
        int got = fetch_more(r, have, spans);
        if (got < 0) return got;
        if (got == 0 && set_is_too_long(r, s->next)) return close_too_long(r, out);
        if (got == 0) return close_missing(r, out);
        if (is_too_long(r) && !is_isa(r)) return lose_terminator(r, out);
    }
    enum segment_kind kind = segment_kind(r->window.text + s->off, s->len, spans[0].len);
    if (r->level == IN_SET && actions[IN_SET][kind] == TAKE_DATA) return take_data(r, out, spans);
    return take_envelope(r, out, kind, spans);
}

static __attribute__((noinline)) int next_careful(struct x12_reader *r, struct x12_event *out)
{
    if (r->opened.pending) envelope_check_opened(r);
    if (r->ended) return 0;
    for (;;) {
        if (r->level == BETWEEN) return between_next(r, out);
        if (r->lost) return close_lost(r, out);
        if (r->level != IN_SET && x12_scan_at(r->scan) >= WINDOW_SLIDE) slide(r);
        struct span *spans = span_target(r);
        bool have = x12_scan_next(r->scan, spans, r->max_spans, &r->segment);
        int got = take_careful(r, out, spans, have);
        if (got) return got;
    }
}

int x12_reader_next(struct x12_reader *r, struct x12_event *out)
{
    if (r->level != IN_SET || r->opened.pending || r->lost) return next_careful(r, out);
    struct span *spans = span_target(r);
    bool have = x12_scan_next(r->scan, spans, r->max_spans, &r->segment);
    if (have && take_plain(r, out, spans)) return 1;
    return take_careful(r, out, spans, have);       /* inside a set every segment is delivered or closes it */
}

unsigned x12_reader_run(struct x12_reader *r, struct x12_run *out)
{
    must(r->tree != NULL);
    if (r->level != IN_SET || r->lost || r->window.maps) return 0;
    if (r->opened.pending) envelope_check_opened(r);
    uint32_t left = r->limits.set_segments > r->set_segments ? r->limits.set_segments - r->set_segments : 0;
    const struct x12_scan_bounds bounds = {
        .segments = left < X12_RUN_SEGMENTS ? left : X12_RUN_SEGMENTS, .spans = r->max_spans, .all_spans = X12_RUN_SPANS,
        .segment_bytes = r->limits.segment_bytes, .from = r->set_start, .bytes = r->limits.set_bytes
    };
    struct span *spans = tree_room(r->tree, X12_RUN_SPANS + r->max_spans + X12_SPAN_SLACK);
    unsigned n = x12_scan_run(r->scan, &bounds, spans, out->n_spans);
    out->number = r->set_segments + 1;
    r->set_segments += n;
    r->interchange.segments += n;
    return n;
}
