/* functions_text.c - the functions of functions.h that make or look at text.  Characters are Unicode code points; UTF-8 is cut only between
 * them.  Results live in the run's scratch, or are parts of the argument. */
#include "expr/calls.h"

#include "base/charset.h"
#include "base/gtin.h"
#include "expr/eval.h"

/* Bytes of the first `n` characters. */
static size_t chars_bytes(slice s, size_t n)
{
    size_t at = 0;
    while (n-- && at < s.len) {
        at++;
        while (at < s.len && (s.ptr[at] & 0xC0) == 0x80) at++;
    }
    return at;
}

static size_t chars_count(slice s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++) n += (s.ptr[i] & 0xC0) != 0x80;
    return n;
}

static size_t literal_size(const struct value *v)
{
    decimal d;
    if (!decimal_round(v->number, 0, ROUND_DOWN, &d) || d.coef < 0) return 0;
    return d.coef > 1000000 ? 1000000 : (size_t)d.coef;
}

static void set(struct value *out, char *room, size_t len) { *out = room ? value_text((slice){ room, len }) : value_trouble(); }

/* No more than this is needed for the text of `v`. */
static size_t most_text(const struct value *v) { return v->text.len || v->kind == VALUE_TEXT ? v->text.len : VALUE_MAX_TEXT; }

static void append(struct expr_run *run, const struct expr *e, const struct value *args, unsigned n, slice separator,
                   struct value *out)
{
    size_t most = 1, at = 0;
    bool any = false;
    for (unsigned i = 0; i < n; i++) most += most_text(&args[i]) + separator.len;
    char *to = expr_room(run, e, most);
    *out = value_trouble();
    if (!to) return;
    for (unsigned i = 0; i < n; i++) {
        char room[VALUE_MAX_TEXT];
        slice s = value_show(&args[i], room);
        if (separator.ptr && s.len == 0) continue;
        if (any && separator.len) memcpy(to + at, separator.ptr, separator.len), at += separator.len;
        if (s.len) memcpy(to + at, s.ptr, s.len);
        at += s.len;
        any = true;
    }
    run->scratch.len -= most - at;
    *out = separator.ptr && !any ? value_absent() : value_text((slice){ to, at });
}

void fn_concat(struct expr_run *run, const struct expr *e, const struct value *args, unsigned n, struct value *out)
{
    append(run, e, args, n, (slice){ 0 }, out);
}

void fn_join(struct expr_run *run, const struct expr *e, const struct value *args, unsigned n, struct value *out)
{
    for (unsigned i = 1; i < n; i++) {
        if (value_is_absent(&args[i]) && args[i].yes) {
            *out = args[i];
            return;
        }
    }
    slice separator = args[0].text.ptr ? args[0].text : SLICE("");
    append(run, e, args + 1, n - 1, separator, out);
}

static slice text_of(struct expr_run *run, const struct expr *e, const struct value *v)
{
    char room[VALUE_MAX_TEXT];
    slice s = value_show(v, room);
    if (s.ptr != room) return s;
    char *copy = expr_room(run, e, s.len);
    if (!copy) return (slice){ 0 };
    memcpy(copy, s.ptr, s.len);
    return (slice){ copy, s.len };
}

void fn_text(struct expr_run *run, const struct expr *e, const struct value *args, unsigned n, struct value *out)
{
    (void)n;
    *out = value_text(text_of(run, e, &args[0]));
}

void fn_trim(struct expr_run *run, const struct expr *e, const struct value *args, unsigned n, struct value *out)
{
    (void)n;
    *out = value_text(slice_trim(text_of(run, e, &args[0])));
}

static void change_case(struct expr_run *run, const struct expr *e, const struct value *v, char first, struct value *out)
{
    slice s = text_of(run, e, v);
    char *to = expr_room(run, e, s.len + 1);
    for (size_t i = 0; to && i < s.len; i++) to[i] = (char)(s.ptr[i] >= first && s.ptr[i] < first + 26 ? s.ptr[i] ^ 0x20
                                                            : s.ptr[i]);
    set(out, to, s.len);
}

void fn_upper(struct expr_run *run, const struct expr *e, const struct value *args, unsigned n, struct value *out)
{
    (void)n;
    change_case(run, e, &args[0], 'a', out);
}

void fn_lower(struct expr_run *run, const struct expr *e, const struct value *args, unsigned n, struct value *out)
{
    (void)n;
    change_case(run, e, &args[0], 'A', out);
}

void fn_substring(struct expr_run *run, const struct expr *e, const struct value *args, unsigned n, struct value *out)
{
    slice s = text_of(run, e, &args[0]);
    size_t from = literal_size(&args[1]);
    size_t skip = chars_bytes(s, from ? from - 1 : 0);
    s = slice_sub(s, skip, s.len);
    *out = value_text(n < 3 ? s : slice_sub(s, 0, chars_bytes(s, literal_size(&args[2]))));
}

void fn_truncate(struct expr_run *run, const struct expr *e, const struct value *args, unsigned n, struct value *out)
{
    (void)n;
    slice s = text_of(run, e, &args[0]);
    *out = value_text(slice_sub(s, 0, chars_bytes(s, literal_size(&args[1]))));
}

void fn_replace(struct expr_run *run, const struct expr *e, const struct value *args, unsigned n, struct value *out)
{
    (void)n;
    slice s = text_of(run, e, &args[0]), old = args[1].text, new = args[2].text;
    *out = value_text(s);
    if (old.len == 0 || s.len < old.len) return;
    size_t hits = 0, at = 0;
    for (size_t i = 0; i + old.len <= s.len;) {
        bool hit = memcmp(s.ptr + i, old.ptr, old.len) == 0;
        hits += hit;
        i += hit ? old.len : 1;
    }
    char *to = expr_room(run, e, s.len + hits * new.len + 1);
    for (size_t i = 0; to && i < s.len;) {
        bool hit = i + old.len <= s.len && memcmp(s.ptr + i, old.ptr, old.len) == 0;
        if (!hit) to[at++] = s.ptr[i];
        else if (new.len) memcpy(to + at, new.ptr, new.len), at += new.len;
        i += hit ? old.len : 1;
    }
    set(out, to, at);
}

void fn_pad(struct expr_run *run, const struct expr *e, const struct value *args, unsigned n, struct value *out)
{
    slice s = text_of(run, e, &args[0]);
    size_t width = literal_size(&args[1]), have = chars_count(s);
    char fill = n > 2 && args[2].text.len ? args[2].text.ptr[0] : ' ';
    *out = value_text(s);
    if (have >= width) return;
    char *to = expr_room(run, e, width - have + s.len);
    if (to) memset(to, fill, width - have);
    if (to && s.len) memcpy(to + width - have, s.ptr, s.len);
    set(out, to, width - have + s.len);
}

void fn_digits(struct expr_run *run, const struct expr *e, const struct value *args, unsigned n, struct value *out)
{
    (void)n;
    slice s = text_of(run, e, &args[0]);
    char *to = expr_room(run, e, s.len + 1);
    size_t at = 0;
    for (size_t i = 0; to && i < s.len; i++)
        if (s.ptr[i] >= '0' && s.ptr[i] <= '9') to[at++] = s.ptr[i];
    set(out, to, at);
}

void fn_length(struct expr_run *run, const struct expr *e, const struct value *args, unsigned n, struct value *out)
{
    (void)n;
    *out = value_number(decimal_int((int64_t)chars_count(text_of(run, e, &args[0]))));
}

void fn_starts(struct expr_run *run, const struct expr *e, const struct value *args, unsigned n, struct value *out)
{
    (void)n;
    *out = value_bool(slice_starts(text_of(run, e, &args[0]), text_of(run, e, &args[1])));
}

void fn_ends(struct expr_run *run, const struct expr *e, const struct value *args, unsigned n, struct value *out)
{
    (void)n;
    *out = value_bool(slice_ends(text_of(run, e, &args[0]), text_of(run, e, &args[1])));
}

void fn_contains(struct expr_run *run, const struct expr *e, const struct value *args, unsigned n, struct value *out)
{
    (void)n;
    slice s = text_of(run, e, &args[0]), part = text_of(run, e, &args[1]);
    *out = value_bool(part.len == 0 || (s.len >= part.len && memmem(s.ptr, s.len, part.ptr, part.len) != NULL));
}

void fn_gs1_check(struct expr_run *run, const struct expr *e, const struct value *args, unsigned n, struct value *out)
{
    (void)n;
    *out = value_bool(gs1_check(text_of(run, e, &args[0])));
}
