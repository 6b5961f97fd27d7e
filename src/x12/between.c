/* between.c - from the end of one interchange to the beginning of the next: skips what is there, finds ISA, learns its delimiters.
 *
 * What must stay true: decisions are made only with enough bytes at hand, so that they do not depend on how the file arrived; and bytes
 * that are skipped are counted, so that nothing disappears without a finding (except blanks and line ends). */
#include "base/must.h"
#include "x12/state.h"

void between_begin(struct x12_reader *r, uint32_t at)
{
    r->level = BETWEEN;
    r->junk = r->quiet = r->lost;      /* what follows a lost terminator is no news */
    r->lost = r->skipping = false;
    r->before = '\0';
    r->last_terminator = r->interchange.delims.terminator[0];
    r->at = at;
    r->left = true;
}

/* The file's first bytes: a byte order mark is skipped; UTF-16 is refused (false). */
static bool look_at_start(struct x12_reader *r)
{
    r->started = true;
    r->head_len = r->window.len < sizeof r->head ? r->window.len : sizeof r->head;
    if (r->head_len) memcpy(r->head, r->window.text, r->head_len);
    const slice text = { r->window.text, r->window.len };
    if (x12_is_utf16(text)) {
        x12_find(r, X12_UTF16, place_at(r->source, 0, 2), NO_ARG, NO_ARG, NO_ARG, NO_ARG);
        r->explained = true;
        return false;
    }
    if (slice_starts(text, SLICE("\xef\xbb\xbf"))) {
        damage_count(r, X12_BOM, place_at(r->source, 0, 3), 1);
        r->at = 3;
    }
    return true;
}

/* Is there an ISA at r->at?  After other bytes it must be more than the three letters. */
static bool is_isa(const struct x12_reader *r)
{
    slice rest = { r->window.text + r->at, r->window.len - r->at };
    /* Where an ISA belongs, one with an unusable separator is called by its name. */
    if (!r->junk) return rest.len >= 4 && slice_starts(rest, SLICE("ISA")) && !byte_is_alnum(rest.ptr[3]);
    return !byte_is_alnum(r->before) && isa_surely_begins(rest);
}

static void skip_byte(struct x12_reader *r, char c)
{
    struct place place = place_at(r->source, window_offset(&r->window, r->at), 1);
    bool first = r->interchange.ordinal == 0;
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
        if (first && !r->junk) damage_count(r, X12_BLANK_BEFORE, place, 1);
    } else if (c == 0x1a || c == '\0') {
        damage_count(r, X12_CTRL_Z, place, 1);
    } else if (!r->junk && !first && c == r->last_terminator) {
        damage_count(r, X12_DOUBLED_TERMINATOR, place, 1);
    } else {
        if (!r->quiet) damage_count(r, X12_JUNK, place, 1);
        r->junk = true;
    }
    r->before = c;
    r->at++;
}

/* 1 at an ISA, 0 at the end of the file. */
static int find_isa(struct x12_reader *r)
{
    struct x12_window *w = &r->window;
    for (;;) {
        if (r->at >= WINDOW_SLIDE) {
            window_slide(w, r->at);
            r->at = 0;
        }
        int err = window_want(w, r->started ? r->at + ISA_SURE_BYTES : (uint32_t)sizeof r->head);
        if (err) return err;
        if (!r->started && !look_at_start(r)) return 0;
        if (r->at >= w->len) return 0;
        if (w->text[r->at] == 'I' && is_isa(r)) return 1;
        skip_byte(r, w->text[r->at]);
    }
}

static struct place culprit_place(const struct x12_reader *r, const struct isa *isa)
{
    return x12_place(r, r->at + isa->culprit.off, isa->culprit.len, "ISA", 1, 0);
}

static void report_unreadable(struct x12_reader *r, const struct isa *isa)
{
    slice culprit = { r->window.text + r->at + isa->culprit.off, isa->culprit.len };
    struct place place = culprit_place(r, isa);
    if (isa->refused == X12_ISA_SEPARATORS) x12_find(r, isa->refused, place, NUMBER(isa->separators), NO_ARG, NO_ARG, NO_ARG);
    else x12_find(r, isa->refused, place, culprit, NO_ARG, NO_ARG, NO_ARG);
}

/* Read the ISA at r->at: 1, or 0 when nothing is known of it: then the search goes on behind it. */
static int read_isa(struct x12_reader *r, struct isa *isa)
{
    struct x12_window *w = &r->window;
    bool readable = isa_read((slice){ w->text + r->at, w->len - r->at }, isa);
    if (readable && (isa->damage & ISA_WRAPPED) && !w->unwrap) {
        damage_count(r, X12_WRAPPED, x12_place(r, r->at, isa->len, "ISA", 1, 0), 1);
        window_unwrap(w, r->at);
        int err = window_want(w, r->at + ISA_LOOK_AHEAD);
        if (err) return err;
        readable = isa_read((slice){ w->text + r->at, w->len - r->at }, isa);
    }
    if (readable || isa->known) return 1;
    report_unreadable(r, isa);
    r->at += 3;
    r->before = 'A';
    r->junk = r->quiet = r->explained = true;
    return 0;
}

/* Nothing after this ISA can be read: the interchange ends at once, and what follows is skipped in silence. */
static void lose_interchange(struct x12_reader *r, const struct isa *isa)
{
    slice culprit = { r->window.text + r->at + isa->culprit.off, isa->culprit.len };
    r->opened.refused = isa->refused;
    r->opened.culprit_place = culprit_place(r, isa);
    r->opened.culprit_len = culprit.len < sizeof r->opened.culprit ? (uint8_t)culprit.len : sizeof r->opened.culprit;
    if (culprit.len) memcpy(r->opened.culprit, culprit.ptr, r->opened.culprit_len);
    r->segment.off = r->segment.next = r->at + 3;
    r->segment.n_spans = 0;
    r->lost = true;
}

static void begin_interchange(struct x12_reader *r, const struct isa *isa, struct x12_event *out)
{
    envelope_open_isa(r, isa, r->at);
    x12_scan_delims(r->scan, &isa->delims);
    x12_scan_text(r->scan, r->window.text, r->window.len);
    x12_scan_seek(r->scan, r->at + isa->end);
    r->level = IN_INTERCHANGE;
    r->lenient = r->lenient_at_open;
    r->junk = r->quiet = false;
    if (isa->refused != X12_N_FINDINGS) lose_interchange(r, isa);
    *out = (struct x12_event){
        .kind = X12_ISA, .spans = r->isa_spans, .n_spans = ISA_ELEMENTS + 1, .number = 1, .offset = r->interchange.offset, .length = isa->len
    };
}

static int end_of_file(struct x12_reader *r, struct x12_event *out)
{
    bool nothing = r->interchange.ordinal == 0 && !r->explained, blank = r->damage[X12_JUNK].count == 0;
    struct place start = place_at(r->source, 0, 0);
    if (nothing) r->damage[X12_JUNK].count = 0;     /* that it all was skipped is no news */
    damage_report(r);
    if (nothing) {
        if (blank) x12_find(r, X12_EMPTY, start, NO_ARG, NO_ARG, NO_ARG, NO_ARG);
        else x12_find(r, X12_NOT_X12, start, (slice){ r->head, r->head_len }, NO_ARG, NO_ARG, NO_ARG);
    }
    *out = (struct x12_event){ .kind = X12_END, .offset = window_offset(&r->window, r->at) };
    r->ended = true;
    return 1;
}

int between_next(struct x12_reader *r, struct x12_event *out)
{
    struct x12_window *w = &r->window;
    /* Not sooner: the spans of the event before must stay good until now. */
    if (r->left && w->unwrap && window_rewrap(w, r->at)) r->at = 0;
    r->left = false;
    for (;;) {
        int found = find_isa(r);
        if (found < 0) return found;
        if (found == 0) return end_of_file(r, out);
        if (r->interchange.ordinal >= r->limits.interchanges) {
            struct place place = x12_place(r, r->at, 3, "ISA", 1, 0);
            x12_find(r, X12_LIMIT_INTERCHANGES, place, NUMBER(r->limits.interchanges), NO_ARG, NO_ARG, NO_ARG);
            return end_of_file(r, out);
        }
        if (w->view) {          /* costs nothing, and unwrapping would copy what is before */
            window_slide(w, r->at);
            r->at = 0;
        }
        int err = window_want(w, r->at + ISA_LOOK_AHEAD);
        if (err) return err;
        struct isa isa;
        int read = read_isa(r, &isa);
        if (read < 0) return read;
        if (read == 0) continue;
        begin_interchange(r, &isa, out);
        return 1;
    }
}
