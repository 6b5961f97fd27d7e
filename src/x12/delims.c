/* delims.c - learns the delimiters from an ISA.
 *
 * The ISA has 106 bytes only on paper; what nearly always holds is that its byte 4 is the element separator, that this stands 16 times in
 * it, and that ISA16 and the terminator follow.  So separators are counted, and the tail after the 16th is interpreted.  What must stay
 * true: where two readings are possible and nothing after the ISA tells them apart, it is refused, not guessed. */
#include "x12/delims.h"

#include "base/must.h"

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
static bool is_line_end(char c) { return c == '\r' || c == '\n'; }
static bool is_blank(char c) { return c == ' ' || c == '\t'; }

bool byte_is_alnum(char c)
{
    return is_digit(c) || is_upper(c) || (c >= 'a' && c <= 'z');
}

static char byte_at(slice text, size_t at)
{
    return at < text.len ? text.ptr[at] : '\0';
}

/* Bytes of the UTF-8 character at `at` when it is a sound one outside ASCII, else 1. */
static unsigned character_bytes(slice text, size_t at)
{
    uint8_t lead = (uint8_t)byte_at(text, at);
    unsigned n = lead < 0xc2 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 1;
    for (unsigned i = 1; i < n; i++)
        if (((uint8_t)byte_at(text, at + i) & 0xc0) != 0x80) return 1;
    return n;
}

static bool may_separate(slice text, size_t at)
{
    char c = byte_at(text, at);
    return at < text.len && c != '\0' && c != ' ' && !is_line_end(c) && !byte_is_alnum(c) && character_bytes(text, at) == 1;
}

bool isa_begins(slice text)
{
    return text.len >= 4 && memcmp(text.ptr, "ISA", 3) == 0 && may_separate(text, 3);
}

bool isa_surely_begins(slice text)
{
    if (!isa_begins(text)) return false;
    for (size_t i = 4; i < text.len && i < ISA_SURE_BYTES; i++)
        if (text.ptr[i] == text.ptr[3]) return true;
    return false;
}

/* How many bytes of padding start at `s`; a no-break space is what a web page makes of a blank. */
static size_t padding_bytes(slice s)
{
    char c = byte_at(s, 0);
    if (s.len == 0) return 0;
    if (is_blank(c) || is_line_end(c) || c == '\0') return 1;
    if ((uint8_t)c == 0xa0) return 1;
    return (uint8_t)c == 0xc2 && (uint8_t)byte_at(s, 1) == 0xa0 ? 2 : 0;
}

slice isa_trim(slice s)
{
    for (size_t n; (n = padding_bytes(s)) > 0;) s = slice_sub(s, n, s.len);
    for (;;) {
        if (s.len >= 2 && padding_bytes(slice_sub(s, s.len - 2, 2)) == 2) s.len -= 2;
        else if (s.len >= 1 && padding_bytes(slice_sub(s, s.len - 1, 1)) == 1) s.len--;
        else return s;
    }
}

static size_t skip_blanks(slice text, size_t at)
{
    while (is_blank(byte_at(text, at))) at++;
    return at;
}

static size_t skip_space(slice text, size_t at)
{
    while (is_blank(byte_at(text, at)) || is_line_end(byte_at(text, at))) at++;
    return at;
}

/* Does a segment begin here: an id of two or three characters and a separator? */
static bool segment_begins(slice text, size_t at, char element)
{
    if (!is_upper(byte_at(text, at))) return false;
    size_t n = 1;
    while (n < 4 && (is_upper(byte_at(text, at + n)) || is_digit(byte_at(text, at + n)))) n++;
    return (n == 2 || n == 3) && byte_at(text, at + n) == element;
}

/* Does the line at `at` end with `c`, blanks apart? */
static bool line_ends_with(slice text, size_t at, char c)
{
    size_t end = at;
    while (end < text.len && !is_line_end(text.ptr[end])) end++;
    while (end > at && is_blank(text.ptr[end - 1])) end--;
    return end > at && text.ptr[end - 1] == c;
}

/* Does a value end with the tag of another segment and the terminator before it?  Then ISA has fewer separators than were counted. */
static bool ends_with_tag(slice value)
{
    static const char *const tags[] = { "GS", "ISA", "TA1", "IEA" };
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
        slice tag = slice_of(tags[i]);
        if (value.len > tag.len && slice_ends(value, tag) && !byte_is_alnum(value.ptr[value.len - tag.len - 1])) return true;
    }
    return false;
}

/* ISA01…ISA15 by the first 16 separators; line ends inside count as nothing.  Returns the offset after the 16th, or 0. */
static size_t read_elements(slice text, struct isa *out)
{
    char element = text.ptr[3];
    size_t start = 0, limit = text.len < ISA_MAX_BYTES ? text.len : ISA_MAX_BYTES;
    unsigned n = 0;
    for (size_t i = 3; i < limit && n < ISA_ELEMENTS; i++) {
        if (text.ptr[i] != element) continue;
        if (ends_with_tag(slice_sub(text, start, i - start))) break;
        out->spans[n++] = (struct span){ (uint32_t)start, (uint32_t)(i - start) };
        start = i + 1;
    }
    out->separators = n;
    if (n < ISA_ELEMENTS) return 0;
    /* Separators of the next segment may have been counted: ISA12…15 hold letters and digits only, and few. */
    for (unsigned e = 12; e <= 15; e++) {
        slice value = isa_trim((slice){ text.ptr + out->spans[e].off, out->spans[e].len });
        for (size_t i = 0; i < value.len; i++)
            if (!byte_is_alnum(value.ptr[i]) || value.len > 15) {
                out->separators = e - 1;
                return 0;
            }
    }
    return start;
}

static bool refuse(struct isa *out, enum x12_finding why, size_t at, unsigned bytes)
{
    out->refused = why;
    out->culprit = (struct span){ (uint32_t)at, bytes };
    return false;
}

/* The terminator at `at`; `from` is the end of what came before. */
static bool take_terminator(slice text, size_t from, size_t at, struct isa *out)
{
    struct x12_delims *d = &out->delims;
    char c = byte_at(text, at);
    unsigned n = character_bytes(text, at);
    if (at >= text.len || byte_is_alnum(c) || is_blank(c) || c == '\0' || c == d->element) return refuse(out, X12_ISA_TERMINATOR, at, at < text.len);
    /* CR LF ends lines of the same file that others end with LF: take LF, and CR is trimmed as a line end. */
    if (c == '\r' && byte_at(text, at + 1) == '\n') {
        c = '\n';
        d->crlf = true;
        at++;
    }
    if (n > 1) memcpy(d->terminator, text.ptr + at, n);
    else d->terminator[0] = c;
    d->terminator_len = (uint8_t)n;
    out->len = (uint32_t)from;
    out->end = (uint32_t)(at + n);
    if (is_line_end(byte_at(text, out->end)) && !is_line_end(c)) d->crlf = true;
    return true;
}

/* ISA16 is not there: its place holds the terminator. */
static bool take_without_component(slice text, size_t at, struct isa *out)
{
    out->damage |= ISA_NO_COMPONENT;
    out->spans[ISA_ELEMENTS] = SPAN_ABSENT;
    return take_terminator(text, at, at, out);
}

/* Is the byte at `at`, where ISA16 belongs, really the terminator?  Sure signs: a segment begins right after it, or after its line end and
   the line of that segment ends with the same byte. */
static bool component_is_left_out(slice text, size_t at, char element)
{
    size_t next = at + 1, line = skip_space(text, next);
    if (segment_begins(text, next, element)) return true;
    if (!is_line_end(byte_at(text, skip_blanks(text, next))) || !segment_begins(text, line, element)) return false;
    return line_ends_with(text, line, text.ptr[at]);
}

/* ISA16 and the terminator, from `at` on. */
static bool read_tail(slice text, size_t at, struct isa *out)
{
    char element = out->delims.element;
    if (is_line_end(byte_at(text, at))) {
        size_t next = skip_space(text, at);
        if (segment_begins(text, next, element)) return take_without_component(text, at, out);
        at = next;
    }
    if (at >= text.len) return refuse(out, X12_ISA_TERMINATOR, at, 0);
    if (!byte_is_alnum(text.ptr[at]) && component_is_left_out(text, at, element)) return take_without_component(text, at, out);

    unsigned n = character_bytes(text, at);
    char c = text.ptr[at];
    out->spans[ISA_ELEMENTS] = (struct span){ (uint32_t)at, n };
    if (n > 1) out->damage |= ISA_WIDE_COMPONENT;
    else if (byte_is_alnum(c) || is_blank(c) || c == element) out->damage |= ISA_BAD_COMPONENT;
    else out->delims.component = c;

    size_t from = at + n, end = skip_blanks(text, from), after = skip_space(text, end);
    if (end > from) out->damage |= ISA_BLANKS;
    /* A line end, then a byte, then a segment: the line was wrapped just before the terminator. */
    if (is_line_end(byte_at(text, end)) && may_separate(text, after) && segment_begins(text, skip_space(text, after + 1), element)) end = after;
    if (!take_terminator(text, from, end, out)) return false;
    if (out->delims.component && out->delims.component == out->delims.terminator[0]) {
        out->delims.component = 0;
        out->damage |= ISA_BAD_COMPONENT;
    }
    return true;
}

/* From version 00402 on ISA11 is the repetition separator; before, it says U. */
static void read_repetition(slice text, struct isa *out)
{
    slice isa11 = isa_trim((slice){ text.ptr + out->spans[11].off, out->spans[11].len });
    slice version = isa_trim((slice){ text.ptr + out->spans[12].off, out->spans[12].len });
    bool repeats = slice_cmp(version, SLICE("00402")) >= 0, letter = isa11.len == 0 || byte_is_alnum(isa11.ptr[0]);
    struct x12_delims *d = &out->delims;
    char c = isa11.len == 1 ? isa11.ptr[0] : '\0';
    bool clashes = c == d->component || c == d->element || c == d->terminator[0];
    if (repeats && !letter && c && !clashes) d->repetition = c;
    else if (repeats || !letter) out->damage |= ISA_NO_REPETITION;
}

/* What the delimiters of an unreadable interchange are said to be: nothing is read with them, but answers need some. */
static const struct x12_delims no_delims = { .element = '*', .terminator = "~", .terminator_len = 1 };

/* The separator cannot be used, yet it stands where the standard has the separators of an ISA: then its elements are known by their places. */
static void read_by_places(slice text, struct isa *out)
{
    static const uint8_t ends[ISA_ELEMENTS] = { 3, 6, 17, 20, 31, 34, 50, 53, 69, 76, 81, 83, 89, 99, 101, 103 };
    uint32_t start = 0;
    if (text.len <= ends[ISA_ELEMENTS - 1]) return;     /* a NUL that separates is not the end of the text */
    for (unsigned k = 0; k < ISA_ELEMENTS; k++) {
        if (text.ptr[ends[k]] != text.ptr[3]) return;
        out->spans[k] = (struct span){ start, ends[k] - start };
        start = ends[k] + 1u;
    }
    out->known = true;
}

static bool give_up(slice text, struct isa *out)
{
    if (out->refused == X12_ISA_ELEMENT_SEPARATOR) read_by_places(text, out);
    if (!out->known) return false;
    out->delims = no_delims;
    out->spans[ISA_ELEMENTS] = SPAN_ABSENT;
    out->len = out->end = out->spans[ISA_ELEMENTS - 1].off + out->spans[ISA_ELEMENTS - 1].len;
    return false;
}

bool isa_read(slice text, struct isa *out)
{
    *out = (struct isa){ .refused = X12_N_FINDINGS };
    must(text.len >= 3);
    text = slice_sub(text, 0, ISA_LOOK_AHEAD);      /* more may be there or not: what is read must not depend on it */
    if (!may_separate(text, 3)) return refuse(out, X12_ISA_ELEMENT_SEPARATOR, 3, character_bytes(text, 3)) || give_up(text, out);
    out->delims.element = text.ptr[3];
    size_t tail = read_elements(text, out);
    if (!tail) return refuse(out, X12_ISA_SEPARATORS, 0, 3);
    if (!read_tail(text, tail, out)) {
        out->known = true;
        return give_up(text, out);
    }
    if (!is_line_end(out->delims.terminator[0]))
        for (size_t i = 0; i < out->len; i++)
            if (is_line_end(text.ptr[i])) out->damage |= ISA_WRAPPED;
    read_repetition(text, out);
    return true;
}
