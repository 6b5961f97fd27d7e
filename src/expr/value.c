/* value.c - values as text and in order.  The text of a number read from the document is kept as sent; a computed number has its shortest
 * exact form. */
#include "expr/value.h"

#include "base/must.h"

slice value_show(const struct value *v, char room[VALUE_MAX_TEXT])
{
    size_t len = 0;
    switch (v->kind) {
    case VALUE_ABSENT:
        return (slice){ 0 };
    case VALUE_TEXT:
        return v->text;
    case VALUE_NUMBER:
        return v->text.len ? v->text : (slice){ room, decimal_format(v->number, room) };
    case VALUE_DATE:
        return date_format(v->day, SLICE("yyyy-MM-dd"), room, &len) ? (slice){ room, len } : (slice){ 0 };
    case VALUE_BOOL:
        return v->yes ? SLICE("yes") : SLICE("no");
    }
    return (slice){ 0 };
}

int value_cmp(const struct value *a, const struct value *b)
{
    must(a->kind == b->kind && a->kind != VALUE_ABSENT);
    if (a->kind == VALUE_NUMBER && a->number.scale == b->number.scale) return a->number.coef < b->number.coef ? -1
            : a->number.coef > b->number.coef;
    if (a->kind == VALUE_NUMBER) return decimal_cmp(a->number, b->number);
    if (a->kind == VALUE_BOOL) return (int)a->yes - (int)b->yes;
    if (a->kind == VALUE_TEXT) return slice_cmp(a->text, b->text);
    int32_t x = date_days(a->day), y = date_days(b->day);
    return x < y ? -1 : x > y;
}
