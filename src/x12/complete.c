/* complete.c - a look at both ends of a file: is it X12, and is it whole?  Cheap, for a directory full of files; reading decides. */
#include "x12/delims.h"

static slice skip_preamble(slice head)
{
    if (slice_starts(head, SLICE("\xef\xbb\xbf"))) head = slice_sub(head, 3, head.len);
    while (head.len && (*head.ptr == ' ' || *head.ptr == '\t' || *head.ptr == '\r' || *head.ptr == '\n')) head = slice_sub(head, 1, head.len);
    return head;
}

bool x12_looks_like(slice head)
{
    return isa_begins(skip_preamble(head));
}

bool x12_is_utf16(slice head)
{
    static const slice begins[] = { { "\xff\xfe", 2 }, { "\xfe\xff", 2 }, { "I\0S\0", 4 }, { "\0I\0S", 4 } };
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (slice_starts(head, begins[i])) return true;
    return false;
}

bool x12_may_be_within(slice head)
{
    if (x12_is_utf16(head)) return true;
    for (size_t at = 0; at + ISA_SURE_BYTES <= head.len; at++) {
        if (at > 0 && byte_is_alnum(head.ptr[at - 1])) continue;
        if (isa_surely_begins(slice_sub(head, at, head.len))) return true;
    }
    return false;
}

/* Without blanks, line ends, Ctrl-Z and NUL at the end. */
static slice trim_fill(slice s)
{
    while (s.len && (s.ptr[s.len - 1] == ' ' || s.ptr[s.len - 1] == '\t' || s.ptr[s.len - 1] == '\r' || s.ptr[s.len - 1] == '\n'
                     || s.ptr[s.len - 1] == 0x1a || s.ptr[s.len - 1] == '\0'))
        s.len--;
    return s;
}

/* The last "IEA" that begins a segment, to the end; empty when there is none. */
static slice last_iea(slice tail)
{
    for (size_t at = tail.len; at-- > 0;) {
        slice rest = slice_sub(tail, at, tail.len);
        bool begins = at == 0 || !byte_is_alnum(tail.ptr[at - 1]);
        if (begins && rest.len > 4 && slice_starts(rest, SLICE("IEA")) && !byte_is_alnum(rest.ptr[3])) return rest;
    }
    return (slice){ 0 };
}

bool x12_looks_complete(slice head, slice tail)
{
    struct isa isa;
    slice begin = skip_preamble(head), iea = last_iea(tail);
    if (!isa_begins(begin) || !iea.len || !isa_read(begin, &isa)) return false;
    /* IEA, count, control number: the byte after those digits ends the segment, and nothing but filling may follow it. */
    size_t at = 4;
    while (at < iea.len && byte_is_alnum(iea.ptr[at])) at++;
    if (at >= iea.len || iea.ptr[at] != iea.ptr[3]) return false;
    size_t digits = ++at;
    while (at < iea.len && byte_is_alnum(iea.ptr[at])) at++;
    if (at == digits || at >= iea.len) return false;
    slice rest = slice_sub(iea, at, iea.len), terminator = { isa.delims.terminator, isa.delims.terminator_len };
    /* A later interchange may have other delimiters; then any byte will do that is no blank. */
    if (iea.ptr[3] != isa.delims.element) return trim_fill(rest).len <= 1;
    if (*terminator.ptr == '\n' || *terminator.ptr == '\r') return trim_fill(rest).len == 0;
    rest = trim_fill(slice_trim(rest));
    while (slice_starts(rest, terminator)) {
        rest = slice_sub(rest, terminator.len, rest.len);
        if (trim_fill(rest).len == 0) return true;
    }
    return false;
}
