/* cell.c - filling and stripping fields of fixed width.
 *
 * Blanks fill on either side; zeros only before a number, after its sign.  What must stay true: what cell_fill accepts, reading gives back. */
#include "record/cell.h"

#include "record/encode.h"

#include "base/decimal.h"

slice cell_strip(const struct layout_cell *c, slice text)
{
    const bool number = c->fill == '0';
    size_t from = 0, to = text.len;
    while ((c->right || number) && from < to && text.ptr[from] == ' ') from++;
    while ((!c->right || number) && to > from && text.ptr[to - 1] == ' ') to--;
    return slice_sub(text, from, to - from);
}

/* Is it written without zeros before it, so that those that fill are the only ones? */
static bool is_plain_number(slice value)
{
    char text[DECIMAL_MAX_TEXT];
    decimal d;
    return decimal_parse(value, &d) && slice_eq(value, (slice){ text, decimal_format_fixed(d, d.scale, text) });
}

bool cell_fill(struct buf *out, const struct layout_cell *c, slice value, bool number)
{
    const size_t len = encode_length(value);
    if (len > c->width || cell_strip(c, value).len != value.len) return false;
    if (c->fill == '0' && value.len && number && !is_plain_number(value)) return false;
    size_t fill = c->width - len;
    const bool sign = c->fill == '0' && value.len && value.ptr[0] == '-';
    if (sign) buf_putc(out, '-');
    for (; c->right && fill > 0; fill--) buf_putc(out, value.len ? c->fill : ' ');
    buf_add(out, slice_sub(value, sign, SIZE_MAX));
    for (; fill > 0; fill--) buf_putc(out, ' ');
    return true;
}
