/* json.c - the JSON writer: commas, quotes and escapes.
 *
 * The caller's order of calls is the document's order; what it promises (a key before each value of an object, as many ends as
 * beginnings) is checked by must(). */
#include "base/json.h"

#include "base/charset.h"
#include "base/must.h"

struct json json_begin(struct buf *out)
{
    return (struct json){ .out = out };
}

/* A comma when something stands before at this depth; nothing between a key and its value. */
static void separate(struct json *j)
{
    if (j->after_key) {
        j->after_key = false;
        return;
    }
    uint64_t bit = (uint64_t)1 << j->depth;
    if (j->used & bit) buf_putc(j->out, ',');
    j->used |= bit;
}

static void open_one(struct json *j, char c)
{
    separate(j);
    must(j->depth < 63);
    buf_putc(j->out, c);
    j->depth++;
    j->used &= ~((uint64_t)1 << j->depth);
}

static void close_one(struct json *j, char c)
{
    must(j->depth > 0 && !j->after_key);
    j->depth--;
    buf_putc(j->out, c);
}

void json_object(struct json *j) { open_one(j, '{'); }
void json_object_end(struct json *j) { close_one(j, '}'); }
void json_array(struct json *j) { open_one(j, '['); }
void json_array_end(struct json *j) { close_one(j, ']'); }

static void escape_control(struct buf *out, unsigned char c)
{
    static const char hex[] = "0123456789abcdef";
    switch (c) {
    case '"': buf_add(out, SLICE("\\\"")); return;
    case '\\': buf_add(out, SLICE("\\\\")); return;
    case '\n': buf_add(out, SLICE("\\n")); return;
    case '\r': buf_add(out, SLICE("\\r")); return;
    case '\t': buf_add(out, SLICE("\\t")); return;
    default:
        buf_add(out, SLICE("\\u00"));
        buf_putc(out, hex[c >> 4]);
        buf_putc(out, hex[c & 15]);
    }
}

static bool is_plain(unsigned char c)
{
    return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

static void put_string(struct buf *out, slice s)
{
    size_t at = 0;
    buf_putc(out, '"');
    while (at < s.len) {
        size_t from = at;
        while (at < s.len && is_plain((unsigned char)s.ptr[at])) at++;
        buf_add(out, slice_sub(s, from, at - from));
        if (at == s.len) break;
        unsigned char c = (unsigned char)s.ptr[at];
        if (c < 0x80) {
            escape_control(out, c);
            at++;
        } else {
            utf8_put(out, utf8_next(s, &at));
        }
    }
    buf_putc(out, '"');
}

void json_key(struct json *j, const char *key)
{
    must(j->depth > 0 && !j->after_key);
    separate(j);
    put_string(j->out, slice_of(key));
    buf_putc(j->out, ':');
    j->after_key = true;
}

void json_text(struct json *j, slice value)
{
    separate(j);
    put_string(j->out, value);
}

void json_cstr(struct json *j, const char *value)
{
    if (value)
        json_text(j, slice_of(value));
    else
        json_null(j);
}

void json_int(struct json *j, int64_t value)
{
    separate(j);
    if (value < 0) buf_putc(j->out, '-');
    buf_uint(j->out, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
}

void json_bool(struct json *j, bool value)
{
    separate(j);
    buf_puts(j->out, value ? "true" : "false");
}

void json_null(struct json *j)
{
    separate(j);
    buf_add(j->out, SLICE("null"));
}

void json_raw(struct json *j, slice value)
{
    separate(j);
    buf_add(j->out, value);
}
