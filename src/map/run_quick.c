/* run_quick.c - the quick way (quick.h): one line at a time, without expressions.  False always means: not this time, run the rule as usual.  Nothing
 * is reported here, and nothing is left behind when it gives up but slots that the usual way sets again. */
#include "map/quick.h"
#include "map/run.h"

struct here {                   /* the instance of an <each> that is being run */
    struct run *run;
    const char *text;
    const struct span *spans;   /* of its segment */
    uint32_t n_spans, group;
    uint32_t serial;            /* of slots that were computed for it */
};

/* The large ways have a function of their own, so that the small ones need no room on the stack. */
#define OWN_CALL __attribute__((noinline))

/* Bounds within which everything below stays far inside 64 bits. */
enum { MOST_DIGITS = 8, MOST_PLACES = 4, MOST_FACTOR = 100000, MOST_COUNT = 1000000, TEXT_ROOM = 256 };
static const int64_t most_coef = 100000000, tens[] = { 1, 10, 100, 1000, 10000 };

static slice element(const struct here *h, unsigned k)
{
    struct span s = k < h->n_spans ? h->spans[k] : SPAN_ABSENT;
    return s.len ? (slice){ h->text + s.off, s.len } : NO_ARG;
}

/* What a slot holds of this line; null when that is not there. */
static const struct expr_state *state_of(const struct here *h, unsigned slot)
{
    const struct expr_state *state = &h->run->x.states[slot];
    return state->serial == h->serial ? state : NULL;
}

static const struct item_match *item_of(const struct here *h, unsigned slot)
{
    const struct expr_state *state = state_of(h, slot);
    return state && state->value.kind == VALUE_BOOL ? state->match : NULL;
}

static void set_number(const struct here *h, unsigned slot, decimal d)
{
    struct expr_state *state = &h->run->x.states[slot];
    state->serial = h->serial;
    state->value.kind = VALUE_NUMBER;
    state->value.yes = false;
    state->value.number = d;
    state->value.text = NO_ARG;
}

/* The text made at the end of `made` becomes the value. */
static void take(struct run *run, struct tree_value *value, const char *room, size_t len)
{
    value->ptr = room;
    value->len = (uint32_t)len;
    texts_take(&run->out->made, len);
}

static inline bool put(struct tree_value *value, const struct quick *q, slice text)
{
    if (text.len == 0) return !q->must;
    if (text.len > q->max) return false;
    value->ptr = text.ptr;
    value->len = (uint32_t)text.len;
    return true;
}

/* ---- texts and counts ---- */

static uint32_t count_of(const struct run *run, const struct expr *e)
{
    return e->op == EX_WRITTEN ? run->x.written[e->index] : run->x.position[e->index];
}

static OWN_CALL bool put_count(struct run *run, const struct rule *r, struct tree_value *value)
{
    uint32_t n = count_of(run, r->quick->e);
    char *room = texts_room(&run->out->made, RUN_TEXT);
    if (n >= MOST_COUNT || !room) return false;
    take(run, value, room, run_digits(n, room).len);
    return true;
}

/* 1 and 0: yes and no; -1: not known. */
static int holds(const struct here *h, const struct expr *e)
{
    struct value v;
    if (e->op == EX_EQ && e->args[0]->op == EX_FACTOR && e->args[1]->op == EX_LITERAL) {
        const struct expr_state *a = state_of(h, e->args[0]->index);
        const struct value *b = &e->args[1]->value;
        if (a && a->value.kind == VALUE_NUMBER && b->kind == VALUE_NUMBER && a->value.number.scale == b->number.scale)
            return a->value.number.coef == b->number.coef;
    }
    expr_eval(&h->run->x, e, &v);
    return v.kind == VALUE_BOOL ? v.yes : -1;
}

static bool slot_text(const struct here *h, const struct expr *e, char room[RUN_TEXT], slice *text)
{
    const struct expr_state *state = state_of(h, e->index);
    if (!state || state->value.kind != VALUE_NUMBER || state->value.number.scale || state->value.number.coef < 0) return false;
    *text = run_digits((uint64_t)state->value.number.coef, room);
    return true;
}

static bool is_digits(slice text)
{
    bool digits = text.len > 0 && text.len <= MOST_DIGITS;
    for (size_t i = 0; i < text.len && digits; i++) digits = text.ptr[i] >= '0' && text.ptr[i] <= '9';
    return digits;
}

/* The text of a piece; false: give up. */
static bool piece_text(const struct here *h, const struct piece *p, char room[RUN_TEXT], slice *text)
{
    switch (p->kind) {
    case PIECE_TEXT: *text = p->text; return true;
    case PIECE_ELEMENT: *text = element(h, p->element); return text->len > 0;
    case PIECE_NUMBER: *text = element(h, p->element); return is_digits(*text);
    case PIECE_COUNT: *text = run_digits(count_of(h->run, p->e), room); return true;
    case PIECE_SLOT: return slot_text(h, p->e, room, text);
    default: *text = NO_ARG; return true;
    }
}

/* Pieces are short: words that overlap are quicker than a call, and touch nothing outside. */
static inline char *copy(char *to, slice text)
{
    size_t len = text.len;
    if (len > 16) {
        memcpy(to, text.ptr, len);
    } else if (len >= 8) {
        memcpy(to, text.ptr, 8);
        memcpy(to + len - 8, text.ptr + len - 8, 8);
    } else if (len >= 4) {
        memcpy(to, text.ptr, 4);
        memcpy(to + len - 4, text.ptr + len - 4, 4);
    } else if (len > 0) {
        to[0] = text.ptr[0];
        to[len / 2] = text.ptr[len / 2];
        to[len - 1] = text.ptr[len - 1];
    }
    return to + len;
}

static OWN_CALL bool put_text(const struct here *h, const struct rule *r, struct tree_value *value)
{
    const struct quick *q = r->quick;
    char small[RUN_TEXT], *room = texts_room(&h->run->out->made, TEXT_ROOM), *to = room;
    const char *end = h->run->out->made.end;
    slice text;
    int yes;
    if (!room) return false;
    for (const struct piece *p = q->pieces, *last = p + q->n_pieces; p < last; p++) {
        if (p->kind == PIECE_UNLESS) {
            if ((yes = holds(h, p->e)) < 0) return false;
            p += yes ? 0 : p->skip;
            continue;
        }
        if (p->kind == PIECE_OR) text = element(h, p->element);
        else if (!piece_text(h, p, small, &text)) return false;
        if (text.len > (size_t)(end - to)) return false;
        to = copy(to, text);
        if (p->kind == PIECE_GO || (p->kind == PIECE_OR && text.len)) p += p->skip;
    }
    size_t len = (size_t)(to - room);
    if (len == 0 || len > r->target->max) return false;
    take(h->run, value, room, len);
    return true;
}

/* ---- quantity ---- */

static bool read_digits(slice text, int64_t *out)
{
    int64_t n = 0;
    if (text.len == 0 || text.len > MOST_DIGITS) return false;
    for (size_t i = 0; i < text.len; i++) {
        unsigned digit = (unsigned)(unsigned char)text.ptr[i] - '0';
        if (digit > 9) return false;
        n = n * 10 + digit;
    }
    *out = n;
    return n > 0;
}

static bool factor_of(const struct here *h, const struct quick *q, slice unit, int64_t *out)
{
    const uint32_t code = quick_code(unit);
    for (const struct quick_factor *f = q->factors, *end = f + q->n_factors; f < end; f++) {
        if (f->unit != code) continue;
        const struct item_match *item = f->is ? NULL : item_of(h, q->slot);
        *out = item && item->has_case_pack ? item->case_pack.coef : f->is;
        return *out > 0;
    }
    return false;
}

static OWN_CALL bool put_convert(const struct here *h, const struct rule *r, struct tree_value *value)
{
    const struct quick *q = r->quick;
    int64_t quantity, factor;
    slice text = element(h, q->element);
    if (!read_digits(text, &quantity) || !factor_of(h, q, element(h, q->second), &factor)) return false;
    if (factor > MOST_FACTOR || quantity * factor > q->most) return false;
    set_number(h, r->convert->factor_slot, decimal_int(factor));
    set_number(h, r->slot, decimal_int(quantity * factor));
    if (factor == 1 && text.ptr[0] != '0') return put(value, q, text);      /* the digits stand there already */
    char *room = texts_room(&h->run->out->made, RUN_TEXT);
    if (!room) return false;
    take(h->run, value, room, run_digits((uint64_t)(quantity * factor), room).len);
    return true;
}

/* ---- price ---- */

/* Digits, with a point and a few more when there is one; above zero. */
static bool read_price(slice text, decimal *out)
{
    const char *at = text.ptr, *end = at + text.len;
    int64_t n = 0;
    unsigned digit, scale = 0;
    if (text.len == 0 || text.len > MOST_DIGITS + 1) return false;
    for (; at < end && (digit = (unsigned)(unsigned char)*at - '0') <= 9; at++) n = n * 10 + digit;
    if (at < end) {
        if (*at++ != '.' || at == end || at == text.ptr + 1) return false;
        scale = (unsigned)(end - at);
        for (; at < end && (digit = (unsigned)(unsigned char)*at - '0') <= 9; at++) n = n * 10 + digit;
    }
    *out = (decimal){ n, (uint8_t)scale };
    return at == end && scale <= MOST_PLACES && n > 0 && n < most_coef;
}

static bool is_small(decimal d) { return d.scale <= MOST_PLACES && d.coef >= 0 && d.coef < most_coef; }
static int64_t at_places(decimal d) { return d.coef * tens[MOST_PLACES - d.scale]; }

/* Does `price` per `by` eaches fit what is known, as run_price.c has it? */
static bool fits(decimal price, decimal known, decimal tolerance, int64_t by)
{
    int64_t gap = at_places(price) - at_places(known) * by;
    return (gap < 0 ? -gap : gap) <= at_places(tolerance) * by;
}

static bool same_currency(struct run *run, const struct quick *q, const struct item_match *item)
{
    struct value room;
    if (q->column == ITEM_COLUMNS) return true;
    const struct value *theirs = expr_get(&run->x, q->currency, &room);
    slice ours = item_text(item, q->column);
    return theirs->kind != VALUE_TEXT || ours.len == 0 || slice_eq(ours, theirs->text);
}

static bool read_tolerance(struct run *run, const struct quick *q, decimal *out)
{
    struct value room;
    const struct value *v = expr_get(&run->x, q->e, &room);
    if (v->kind != VALUE_NUMBER) return false;
    *out = v->number;
    return is_small(v->number);
}

static bool is_per_each(const struct quick *q, slice basis)
{
    const uint32_t code = quick_code(basis);
    for (const uint32_t *c = q->each_codes; *c; c++)
        if (*c == code) return true;
    return false;
}

/* The price per each that is exact; the basis that the code says must be the right one. */
static bool price_each(const struct here *h, const struct rule *r, decimal price, decimal *each)
{
    const struct quick *q = r->quick;
    const struct item_match *item = item_of(h, q->slot);
    const struct expr_state *factor = state_of(h, r->price->factor_slot);
    decimal tolerance;
    if (!item || !item->has_unit_price || !is_small(item->unit_price) || !factor || factor->value.kind != VALUE_NUMBER) return false;
    if (!read_tolerance(h->run, q, &tolerance) || !same_currency(h->run, q, item)) return false;
    const decimal by = factor->value.number;
    bool per_each = is_per_each(q, element(h, q->second));
    int64_t n = per_each ? 1 : by.coef;
    if (by.scale || n < 1 || n > MOST_FACTOR || !fits(price, item->unit_price, tolerance, n)) return false;
    if (price.scale > r->scale || r->scale > MOST_PLACES) return false;
    *each = price;
    if (n == 1) return true;
    int64_t value = price.coef * tens[r->scale - price.scale];
    *each = (decimal){ value / n, r->scale };
    return value % n == 0;
}

/* Is the text as sent just what would be written? */
static bool is_written_so(slice sent, decimal d, unsigned places)
{
    bool leading = sent.ptr[0] == '0' && sent.len > 1 && sent.ptr[1] != '.';
    return !leading && (d.scale == places || (d.scale > places && sent.ptr[sent.len - 1] != '0'));
}

static OWN_CALL bool put_price(const struct here *h, const struct rule *r, struct tree_value *value)
{
    decimal price, each;
    slice sent = element(h, r->quick->element);
    const struct expr_state *quantity = state_of(h, r->price->quantity_slot);
    if (!read_price(sent, &price)) return false;
    if (!quantity || quantity->value.kind != VALUE_NUMBER || run_wants_total(h->run, r->price)) return false;
    if (!price_each(h, r, price, &each)) return false;
    set_number(h, r->slot, each);
    if (each.coef == price.coef && each.scale == price.scale && is_written_so(sent, price, r->places))
        return put(value, r->quick, sent);
    while (each.scale > r->places && each.coef % 10 == 0) each = (decimal){ each.coef / 10, (uint8_t)(each.scale - 1) };
    char *room = texts_room(&h->run->out->made, RUN_TEXT);
    if (!room) return false;
    size_t len = decimal_format_fixed(each, each.scale < r->places ? r->places : each.scale, room);
    if (len > r->target->max) return false;
    take(h->run, value, room, len);
    return true;
}

/* ---- all ---- */

static struct here here_of(struct run *run, uint8_t level)
{
    const struct tree *in = run->x.in;
    uint32_t group = run->x.instance[level];
    if (in->group[group].fields == 0) group++;      /* a loop: its opening segment */
    return (struct here){ run, in->text, in->field + in->group[group].first, in->group[group].fields, group, run->x.serial[level] };
}

/* The item of a <let>, as the usual way would find it. */
static void find_item(const struct here *h, const struct rule *r)
{
    struct expr_run *x = &h->run->x;
    struct expr_state *state = &x->states[r->slot];
    state->serial = h->serial;
    state->value = value_absent();
    x->rule = r;
    enum row_outcome outcome = run_item(x, r->from, h->group, state->match);
    state->value = outcome == ROW_FOUND ? value_bool(true) : outcome == ROW_TROUBLE ? value_trouble() : value_absent();
}

static bool check_holds(const struct here *h, const struct rule *r)
{
    const struct item_match *item = r->quick ? item_of(h, r->quick->slot) : NULL;
    return item && !item->by_case_gtin;
}

static inline bool put_value(const struct here *h, const struct rule *r, struct tree_value *value)
{
    const struct quick *q = r->quick;
    const struct item_match *item;
    if (!q) return false;
    switch (q->kind) {
    case QUICK_COLUMN: return (item = item_of(h, q->slot)) && put(value, q, item_text(item, q->column));
    case QUICK_ELEMENT: return put(value, q, element(h, q->element));
    case QUICK_COUNT: return put_count(h->run, r, value);
    case QUICK_TEXT: return put_text(h, r, value);
    case QUICK_CONVERT: return put_convert(h, r, value);
    case QUICK_PRICE: return put_price(h, r, value);
    case QUICK_ITEM: case QUICK_NO_CASE: break;
    }
    return false;
}

void run_quickly(struct run *run, const struct block *block, struct tree_value *values)
{
    const struct here here = here_of(run, block->level);
    for (unsigned i = 0; i < block->n_live; i++) {
        const struct rule *r = block->live[i];
        if (r->kind != RULE_LET) {
            struct tree_value *value = &values[r->seat];
            if (!put_value(&here, r, value)) run_put(run, r, value);
        } else if (r->quick) {
            find_item(&here, r);
        } else {
            expr_slot_force(&run->x, r->slot);
        }
    }
    for (unsigned i = 0; i < block->n_checks; i++)
        if (!check_holds(&here, block->checks[i])) run_check(run, block->checks[i]);
}
