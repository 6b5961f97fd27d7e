/* run_quick.c - the quick way (quick.h): one line at a time, without expressions.  False always means: not this time, run the rule as usual.  Nothing
 * is reported here, and nothing is left behind when it gives up but slots that the usual way sets again. */
#include "map/run_quick.h"

enum { MOST_DIGITS = 8, MOST_COUNT = 1000000, TEXT_ROOM = 256 };

/* ---- texts and counts ---- */

static uint32_t count_of(const struct run *run, const struct expr *e)
{
    return e->op == EX_WRITTEN ? run->x.written[e->index] : run->x.position[e->index];
}

static __attribute__((noinline)) bool put_count(struct run *run, const struct rule *r, struct tree_value *value)
{
    uint32_t n = count_of(run, r->quick->e);
    char *room = texts_room(&run->out->made, RUN_TEXT);
    if (n >= MOST_COUNT || !room) return false;
    quick_take(run, value, room, run_digits(n, room).len);
    return true;
}

/* Of a test like factor(qty) = 1.  1 and 0: yes and no; -1: not that simple. */
static int holds(const struct here *h, const struct expr *e)
{
    const struct expr_state *a = here_state(h, e->args[0]->index);
    const struct value *b = &e->args[1]->value;
    if (!a || a->value.kind != VALUE_NUMBER || a->value.number.scale != b->number.scale) return -1;
    return a->value.number.coef == b->number.coef;
}

static bool slot_text(const struct here *h, const struct expr *e, char room[RUN_TEXT], slice *text)
{
    const struct expr_state *state = here_state(h, e->index);
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
    case PIECE_ELEMENT: *text = here_element(h, p->element); return text->len > 0;
    case PIECE_NUMBER: *text = here_element(h, p->element); return is_digits(*text);
    case PIECE_COUNT: *text = run_digits(count_of(h->run, p->e), room); return true;
    case PIECE_SLOT: return slot_text(h, p->e, room, text);
    default: *text = NO_ARG; return true;
    }
}

/* Not inline, so that simpler rules need no room on the stack. */
static __attribute__((noinline)) bool put_text(const struct here *h, const struct rule *r, struct tree_value *value)
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
        if (p->kind == PIECE_OR) text = here_element(h, p->element);
        else if (!piece_text(h, p, small, &text)) return false;
        if (text.len > (size_t)(end - to)) return false;
        to = slice_put(to, text);
        if (p->kind == PIECE_GO || (p->kind == PIECE_OR && text.len)) p += p->skip;
    }
    size_t len = (size_t)(to - room);
    if (len == 0 || len > r->target->max) return false;
    quick_take(h->run, value, room, len);
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
    const struct item_match *item = r->quick ? here_item(h, r->quick->slot) : NULL;
    return item && !item->by_case_gtin;
}

static inline bool put_value(const struct here *h, const struct rule *r, struct tree_value *value)
{
    const struct quick *q = r->quick;
    const struct item_match *item;
    if (!q) return false;
    switch (q->kind) {
    case QUICK_COLUMN: return (item = here_item(h, q->slot)) && quick_put(value, q, item_text(item, q->column));
    case QUICK_ELEMENT: return quick_put(value, q, here_element(h, q->element));
    case QUICK_COUNT: return put_count(h->run, r, value);
    case QUICK_TEXT: return put_text(h, r, value);
    case QUICK_CONVERT: return quick_convert(h, r, value);
    case QUICK_PRICE: return quick_price(h, r, value);
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
