/* text.c - reading bytes, telling their encoding, and finding places that the parser does not report.
 *
 * libxml2 says where a tag ends but not where its attributes are; this scan of a tag that libxml2 has accepted fills the gap.  It leaves
 * judging well-formedness to the parser, but never reads outside the text whatever is in it. */
#include "xml/text.h"

#include "base/charset.h"
#include "base/err.h"
#include "base/fsys.h"
#include "xml/findings.h"
#include "xml/xml.h"

/* ---- encoding ---- */

enum encoding { ENCODING_UTF8, ENCODING_LATIN1, ENCODING_OTHER };

static const struct { const char *name; enum encoding encoding; } encodings[] = {
    { "UTF-8", ENCODING_UTF8 },        { "UTF8", ENCODING_UTF8 },         { "US-ASCII", ENCODING_UTF8 },    { "ASCII", ENCODING_UTF8 },
    { "ISO-8859-1", ENCODING_LATIN1 }, { "ISO8859-1", ENCODING_LATIN1 },  { "LATIN1", ENCODING_LATIN1 },    { "LATIN-1", ENCODING_LATIN1 },
};

/* What the first line declares: <?xml version="1.0" encoding="…"?>; empty when it declares nothing. */
static slice declared(slice bytes)
{
    struct xml_mark mark;
    size_t at = slice_starts(bytes, SLICE("\xef\xbb\xbf")) ? 3 : 0;
    if (!slice_starts(slice_sub(bytes, at, bytes.len), SLICE("<?xml"))) return (slice){ 0 };
    slice head = slice_sub(bytes, 0, 300);          /* longer declarations do not exist */
    for (at += 5; xml_text_attribute(head, &at, &mark);) {
        slice name = slice_sub(head, mark.name, mark.name_len), value = slice_sub(head, mark.value, at - mark.value - 1);
        if (slice_is(name, "encoding")) return value;
    }
    return (slice){ 0 };
}

static enum encoding encoding_of(slice bytes, slice *name)
{
    if (slice_starts(bytes, SLICE("\xff\xfe")) || slice_starts(bytes, SLICE("\xfe\xff"))) {
        *name = SLICE("UTF-16");
        return ENCODING_OTHER;
    }
    *name = declared(bytes);
    if (name->len == 0) return ENCODING_UTF8;
    for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++)
        if (slice_eq_nocase(*name, slice_of(encodings[i].name))) return encodings[i].encoding;
    return ENCODING_OTHER;
}

/* ---- bytes ---- */

static bool too_big(const struct source *source, struct diags *diags)
{
    (void)diag_add(diags, &xml_findings[XML_TOO_BIG], place_at(source, 0, 0), SLICE("64"), SLICE("MB"), NO_ARG, NO_ARG);
    return false;
}

/* All bytes of a descriptor, into the arena. */
static int read_descriptor(struct arena *arena, int fd, slice *out)
{
    struct buf bytes = BUF_INIT(XML_MAX_BYTES + 1);
    ssize_t n = 1;
    while (n > 0 && buf_reserve(&bytes, 1)) {
        n = fsys_pread(fd, bytes.ptr + bytes.len, bytes.room - bytes.len, bytes.len);
        if (n > 0) bytes.len += (size_t)n;
    }
    if (n == 0) *out = arena_copy(arena, buf_slice(&bytes));
    bool over = !buf_ok(&bytes);
    buf_free(&bytes);
    return over ? E_TOO_BIG : (int)n;
}

static bool read_bytes(struct arena *arena, const struct source *source, slice *out, struct diags *diags)
{
    *out = source->bytes;
    if (!source->bytes.ptr && source->fd >= 0) {
        int err = read_descriptor(arena, source->fd, out);
        if (err == E_TOO_BIG) return too_big(source, diags);
        if (err) {
            (void)diag_add(diags, &xml_findings[XML_READ], place_at(source, 0, 0), slice_of(err_text(err)), NO_ARG, NO_ARG, NO_ARG);
            return false;
        }
    }
    return out->len <= XML_MAX_BYTES || too_big(source, diags);
}

bool xml_text_read(struct xml_text *t, struct arena *arena, const struct source *source, struct diags *diags)
{
    slice bytes, name;
    *t = (struct xml_text){ .source = source };
    if (!read_bytes(arena, source, &bytes, diags)) return false;
    switch (encoding_of(bytes, &name)) {
    case ENCODING_UTF8:
        t->utf8 = bytes;
        return true;
    case ENCODING_LATIN1: {
        struct buf text = BUF_INIT(2 * (size_t)XML_MAX_BYTES);
        utf8_from_latin1(&text, bytes);
        t->utf8 = arena_copy(arena, buf_slice(&text));
        t->converted = t->utf8.len != bytes.len;
        buf_free(&text);
        return true;
    }
    case ENCODING_OTHER: break;
    }
    struct place place = place_at(source, name.ptr > bytes.ptr && name.ptr < bytes.ptr + bytes.len ? (uint64_t)(name.ptr - bytes.ptr) : 0,
                                  (uint32_t)name.len);
    (void)diag_add(diags, &xml_findings[XML_ENCODING], place, name, NO_ARG, NO_ARG, NO_ARG);
    return false;
}

/* ---- places ---- */

static bool is_continuation(char c)
{
    return ((unsigned char)c & 0xc0) == 0x80;
}

uint64_t xml_text_origin(struct xml_text *t, size_t at)
{
    if (!t->converted) return at;
    if (at > t->utf8.len) at = t->utf8.len;
    for (; t->seen < at; t->seen++) t->doubles += is_continuation(t->utf8.ptr[t->seen]);
    for (; t->seen > at; t->seen--) t->doubles -= is_continuation(t->utf8.ptr[t->seen - 1]);
    return at - t->doubles;
}

struct place xml_text_place(struct xml_text *t, size_t at, size_t len)
{
    uint64_t from = xml_text_origin(t, at), to = xml_text_origin(t, at + len);
    return place_at(t->source, from, (uint32_t)(to - from));
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool ends_name(char c)
{
    return is_blank(c) || c == '=' || c == '>' || c == '/' || c == '?' || c == '<' || c == '"' || c == '\'';
}

size_t xml_text_name(slice utf8, size_t at)
{
    size_t end = at;
    while (end < utf8.len && !ends_name(utf8.ptr[end])) end++;
    return end - at;
}

static void skip_blanks(slice s, size_t *at)
{
    while (*at < s.len && is_blank(s.ptr[*at])) ++*at;
}

bool xml_text_attribute(slice utf8, size_t *at, struct xml_mark *out)
{
    skip_blanks(utf8, at);
    out->name = *at;
    out->name_len = xml_text_name(utf8, *at);
    *at += out->name_len;
    skip_blanks(utf8, at);
    if (out->name_len == 0 || *at >= utf8.len || utf8.ptr[*at] != '=') return false;
    ++*at;
    skip_blanks(utf8, at);
    if (*at >= utf8.len || (utf8.ptr[*at] != '"' && utf8.ptr[*at] != '\'')) return false;
    char quote = utf8.ptr[(*at)++];
    out->value = *at;
    *at += slice_find(slice_sub(utf8, *at, utf8.len), quote) + 1;
    return *at <= utf8.len;
}

size_t xml_text_tag(slice utf8, size_t at)
{
    if (at > utf8.len) at = utf8.len;
    const char *found = at > 0 ? memrchr(utf8.ptr, '<', at) : NULL;
    return found ? (size_t)(found - utf8.ptr) : 0;
}
