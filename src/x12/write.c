/* write.c - writes segments; the envelope functions are segments whose counts and control numbers are kept here.
 *
 * Separators are written only when something follows them, so trailing empty elements never appear.  ISA alone has fixed lengths: its
 * elements are padded with blanks, and what is too long is cut, since nothing else would leave a readable interchange. */
#include "x12/write.h"

#include <stdio.h>

#include "base/must.h"

void x12_write_begin(struct x12_writer *w, struct buf *out, const struct x12_delims *delims, bool line_ends)
{
    must(delims->terminator_len >= 1 && delims->element && delims->component);
    *w = (struct x12_writer){ .out = out, .delims = *delims, .line_ends = line_ends };
}

static bool must_be_replaced(const struct x12_delims *d, char c)
{
    return (uint8_t)c < 0x20 || c == 0x7f || c == d->element || c == d->component || c == d->terminator[0] || (d->repetition && c == d->repetition);
}

static void put_data(struct x12_writer *w, slice value)
{
    size_t from = 0;
    for (size_t i = 0; i < value.len; i++) {
        if (!must_be_replaced(&w->delims, value.ptr[i])) continue;
        buf_add(w->out, slice_sub(value, from, i - from));
        buf_putc(w->out, ' ');
        w->replaced++;
        from = i + 1;
    }
    buf_add(w->out, slice_sub(value, from, value.len));
}

void x12_write_segment(struct x12_writer *w, const char *id)
{
    buf_puts(w->out, id);
    w->segments++;
    w->empty_run = w->empty_components = 0;
}

static void pay_separators(struct x12_writer *w)
{
    for (; w->empty_run; w->empty_run--) buf_putc(w->out, w->delims.element);
}

void x12_write_element(struct x12_writer *w, slice value)
{
    w->empty_run++;
    w->empty_components = 0;
    if (value.len == 0) return;
    pay_separators(w);
    put_data(w, value);
}

void x12_write_component(struct x12_writer *w, slice value)
{
    w->empty_components++;
    if (value.len == 0) return;
    pay_separators(w);
    for (; w->empty_components; w->empty_components--) buf_putc(w->out, w->delims.component);
    put_data(w, value);
}

void x12_write_int(struct x12_writer *w, uint64_t value)
{
    char text[24];
    int n = snprintf(text, sizeof text, "%llu", (unsigned long long)value);
    x12_write_element(w, (slice){ text, (size_t)n });
}

void x12_write_end(struct x12_writer *w)
{
    buf_add(w->out, (slice){ w->delims.terminator, w->delims.terminator_len });
    if (w->line_ends) buf_putc(w->out, '\n');
}

/* An element of ISA: exactly `width` bytes, padded on the right. */
static void put_fixed(struct x12_writer *w, slice value, size_t width)
{
    value = slice_sub(value, 0, width);
    buf_putc(w->out, w->delims.element);
    put_data(w, value);
    for (size_t i = value.len; i < width; i++) buf_putc(w->out, ' ');
}

static void keep_number(char *to, size_t room, const char *format, uint32_t n)
{
    must(n <= 999999999);
    int len = snprintf(to, room, format, (unsigned)n);
    must(len > 0 && (size_t)len < room);
}

/* ISA11: U until 00401, then a repetition separator, which must be there even if it is never used. */
static char isa11(const struct x12_delims *d, const char *version)
{
    if (slice_cmp(slice_of(version), SLICE("00402")) < 0) return 'U';
    if (d->repetition) return d->repetition;
    return d->element != '^' && d->component != '^' && d->terminator[0] != '^' ? '^' : '!';
}

void x12_write_isa(struct x12_writer *w, const struct x12_address *from, const struct x12_address *to, instant at, const char *version,
                   uint32_t control, bool want_ta1, char usage)
{
    char when[17], repetition = isa11(&w->delims, version);
    instant_compact(at, when);
    keep_number(w->interchange_control, sizeof w->interchange_control, "%09u", control);
    w->groups = 0;
    x12_write_segment(w, "ISA");
    put_fixed(w, SLICE("00"), 2);
    put_fixed(w, SLICE(""), 10);
    put_fixed(w, SLICE("00"), 2);
    put_fixed(w, SLICE(""), 10);
    put_fixed(w, from->isa_qualifier, 2);
    put_fixed(w, from->isa_id, 15);
    put_fixed(w, to->isa_qualifier, 2);
    put_fixed(w, to->isa_id, 15);
    put_fixed(w, (slice){ when + 2, 6 }, 6);
    put_fixed(w, (slice){ when + 9, 4 }, 4);
    buf_putc(w->out, w->delims.element);
    buf_putc(w->out, repetition);
    put_fixed(w, slice_of(version), 5);
    put_fixed(w, slice_of(w->interchange_control), 9);
    put_fixed(w, want_ta1 ? SLICE("1") : SLICE("0"), 1);
    put_fixed(w, (slice){ &usage, 1 }, 1);
    buf_putc(w->out, w->delims.element);
    buf_putc(w->out, w->delims.component);
    x12_write_end(w);
}

void x12_write_gs(struct x12_writer *w, const char *functional_id, slice from, slice to, instant at, uint32_t control, slice release)
{
    char when[17];
    instant_compact(at, when);
    keep_number(w->group_control, sizeof w->group_control, "%u", control);
    w->groups++;
    w->sets = 0;
    x12_write_segment(w, "GS");
    x12_write_element(w, slice_of(functional_id));
    x12_write_element(w, from);
    x12_write_element(w, to);
    x12_write_element(w, (slice){ when, 8 });
    x12_write_element(w, (slice){ when + 9, 4 });
    x12_write_element(w, slice_of(w->group_control));
    x12_write_element(w, SLICE("X"));
    x12_write_element(w, release);
    x12_write_end(w);
}

void x12_write_st(struct x12_writer *w, const char *set_id, const char *control) { x12_write_st_by(w, set_id, control, NO_ARG); }

void x12_write_st_by(struct x12_writer *w, const char *set_id, const char *control, slice convention)
{
    slice kept = slice_sub(slice_of(control), 0, sizeof w->set_control - 1);
    memset(w->set_control, 0, sizeof w->set_control);
    if (kept.len) memcpy(w->set_control, kept.ptr, kept.len);
    w->sets++;
    w->segments = 0;
    x12_write_segment(w, "ST");
    x12_write_element(w, slice_of(set_id));
    x12_write_element(w, kept);
    x12_write_element(w, convention);
    x12_write_end(w);
}

void x12_write_se(struct x12_writer *w)
{
    x12_write_segment(w, "SE");
    x12_write_int(w, w->segments);      /* ST and SE included */
    x12_write_element(w, slice_of(w->set_control));
    x12_write_end(w);
}

void x12_write_ge(struct x12_writer *w)
{
    x12_write_segment(w, "GE");
    x12_write_int(w, w->sets);
    x12_write_element(w, slice_of(w->group_control));
    x12_write_end(w);
}

void x12_write_iea(struct x12_writer *w)
{
    x12_write_segment(w, "IEA");
    x12_write_int(w, w->groups);
    x12_write_element(w, slice_of(w->interchange_control));
    x12_write_end(w);
}
