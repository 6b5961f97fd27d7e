/* run_quick_number.c - the quick way (quick.h) of <convert> and <price>: whole quantities, and prices that fit what is known and stay exact. */
#include "map/run_quick.h"

/* Bounds within which everything below stays far inside 64 bits. */
enum { MOST_PLACES = 4, MOST_FACTOR = 100000 };
static const int64_t most_coef = 100000000, tens[] = { 1, 10, 100, 1000, 10000 };

/* ---- quantity ---- */

/* Up to eight digits; above zero. */
static bool read_digits(const struct here *h, slice text, int64_t *out)
{
    uint64_t word;
    const uint32_t len = (uint32_t)text.len;
    if (!here_word(h, text, &word) || non_digits_last(word, len)) return false;
    *out = digits_number(word, len);
    return *out > 0;
}

static bool factor_of(struct here *h, const struct quick *q, slice unit, int64_t *out)
{
    const uint32_t code = quick_code(unit);
    for (const struct quick_factor *f = q->factors, *end = f + q->n_factors; f < end; f++) {
        if (f->unit != code) continue;
        const struct item_match *item = f->is ? NULL : here_item(h, q->slot);
        *out = item && item->has_case_pack ? item->case_pack.coef : f->is;
        return *out > 0;
    }
    return false;
}

bool quick_convert(struct here *h, const struct quick *q, struct tree_value *value)
{
    int64_t quantity, factor;
    slice text = here_element(h, q->element);
    if (!read_digits(h, text, &quantity) || !factor_of(h, q, here_element(h, q->second), &factor)) return false;
    if (factor > MOST_FACTOR || quantity * factor > q->most) return false;
    here_set_number(h, q->rule->convert->factor_slot, decimal_int(factor));
    here_set_number(h, q->rule->slot, decimal_int(quantity * factor));
    if (factor == 1 && text.ptr[0] != '0') return quick_put(value, q, text, h->wide);      /* the digits stand there already */
    char *room = texts_room(&h->run->out->made, RUN_TEXT);
    if (!room) return false;
    quick_take(h->run, value, room, run_digits((uint64_t)(quantity * factor), room).len);
    return true;
}

/* ---- price ---- */

/* Digits, with a point and a few more when there is one; above zero.  What stands before the point is moved over it. */
static bool read_price(const struct here *h, slice text, decimal *out)
{
    uint64_t word;
    uint32_t len = (uint32_t)text.len, scale = 0;
    if (!here_word(h, text, &word)) return false;
    const uint64_t others = non_digits_last(word, len);
    if (others) {
        const unsigned at = (unsigned)__builtin_ctzll(others) / 8;          /* of the word's bytes */
        const uint64_t before = ((uint64_t)1 << (8 * at)) - 1;
        scale = WORD_BYTES - 1 - at;
        if ((others & (others - 1)) || (word >> (8 * at) & 0xff) != '.' || scale == 0 || scale + 1 == len) return false;
        word = (word & ~before << 8) | (word & before) << 8;
        len--;
    }
    *out = (decimal){ digits_number(word, len), (uint8_t)scale };
    return scale <= MOST_PLACES && out->coef > 0 && out->coef < most_coef;
}

static inline bool is_small(decimal d) { return d.scale <= MOST_PLACES && d.coef >= 0 && d.coef < most_coef; }
static inline int64_t at_places(decimal d) { return d.coef * tens[MOST_PLACES - d.scale]; }

static bool is_same_code(slice a, slice b)
{
    const uint32_t code = quick_code(a);
    return code ? code == quick_code(b) : slice_eq(a, b);
}

static struct price_facts read_facts(struct run *run, const struct quick *q)
{
    struct value room;
    struct price_facts facts = { .rule = q->rule };
    const struct value *v = expr_get(&run->x, q->e, &room);
    facts.usable = v->kind == VALUE_NUMBER && is_small(v->number);
    if (facts.usable) facts.tolerance = at_places(v->number);
    if (!facts.usable || q->column == ITEM_COLUMNS) return facts;
    v = expr_get(&run->x, q->currency, &room);
    facts.has_currency = v->kind == VALUE_TEXT;
    facts.currency = v->text;
    return facts;
}

/* They are asked for at the same time as the usual way would, so that the findings they make come in the same order. */
static inline const struct price_facts *facts_of(struct run *run, const struct quick *q)
{
    if (run->price_facts.rule != q->rule || !q->lasts) run->price_facts = read_facts(run, q);
    return &run->price_facts;
}

static inline bool same_currency(const struct price_facts *facts, const struct quick *q, const struct item_match *item)
{
    if (!facts->has_currency) return true;
    const slice ours = item_text(item, q->column);
    return ours.len == 0 || is_same_code(ours, facts->currency);
}

static bool is_per_each(const struct quick *q, slice basis)
{
    const uint32_t code = quick_code(basis);
    for (const uint32_t *c = q->each_codes; *c; c++)
        if (*c == code) return true;
    return false;
}

/* The price per each that is exact; the basis that the code says must be the right one, as run_price.c has it. */
static bool price_each(struct here *h, const struct quick *q, decimal price, decimal *each)
{
    const struct rule *r = q->rule;
    const struct item_match *item = here_item(h, q->slot);
    const struct expr_state *factor = here_state(h, r->price->factor_slot);
    if (!item || !item->has_unit_price || !is_small(item->unit_price) || !factor || factor->value.kind != VALUE_NUMBER) return false;
    const struct price_facts *facts = facts_of(h->run, q);
    if (!facts->usable || !same_currency(facts, q, item) || factor->value.number.scale) return false;
    const int64_t by = is_per_each(q, here_element(h, q->second)) ? 1 : factor->value.number.coef;
    if (by < 1 || by > MOST_FACTOR || price.scale > r->scale || r->scale > MOST_PLACES) return false;
    const int64_t gap = at_places(price) - at_places(item->unit_price) * by;
    if ((gap < 0 ? -gap : gap) > facts->tolerance * by) return false;
    *each = price;
    if (by == 1) return true;
    int64_t value = price.coef * tens[r->scale - price.scale];
    *each = (decimal){ value / by, r->scale };
    return value % by == 0;
}

/* Is the text as sent just what would be written? */
static bool is_written_so(slice sent, decimal d, unsigned places)
{
    bool leading = sent.ptr[0] == '0' && sent.len > 1 && sent.ptr[1] != '.';
    return !leading && (d.scale == places || (d.scale > places && sent.ptr[sent.len - 1] != '0'));
}

/* decimal_format_fixed for numbers that are small, above zero and have up to four places. */
static size_t put_places(int64_t coef, unsigned scale, unsigned places, char room[RUN_TEXT])
{
    int64_t whole = coef / tens[scale], part = coef % tens[scale] * tens[places - scale];
    size_t len = run_digits((uint64_t)whole, room).len;
    if (places == 0) return len;
    room[len] = '.';
    for (unsigned i = places; i > 0; i--, part /= 10) room[len + i] = (char)('0' + part % 10);
    return len + 1 + places;
}

/* As it is written: with so many places at least, and no zeros after them. */
static size_t put_price(decimal each, unsigned places, char room[RUN_TEXT])
{
    while (each.scale > places && each.coef % 10 == 0) each = (decimal){ each.coef / 10, (uint8_t)(each.scale - 1) };
    if (each.scale > places) places = each.scale;
    return places <= MOST_PLACES ? put_places(each.coef, each.scale, places, room) : decimal_format_fixed(each, places, room);
}

bool quick_price(struct here *h, const struct quick *q, struct tree_value *value)
{
    const struct rule *r = q->rule;
    decimal price, each;
    h->run->x.rule = r;         /* a slot may have to be computed */
    slice sent = here_element(h, q->element);
    const struct expr_state *quantity = here_state(h, r->price->quantity_slot);
    if (!read_price(h, sent, &price)) return false;
    if (!quantity || quantity->value.kind != VALUE_NUMBER || run_wants_total(h->run, r->price)) return false;
    if (!price_each(h, q, price, &each)) return false;
    here_set_number(h, r->slot, each);
    if (each.coef == price.coef && each.scale == price.scale && is_written_so(sent, price, r->places)) return quick_put(value, q, sent, h->wide);
    char *room = texts_room(&h->run->out->made, RUN_TEXT);
    if (!room) return false;
    size_t len = put_price(each, r->places, room);
    if (len > q->max) return false;
    quick_take(h->run, value, room, len);
    return true;
}
