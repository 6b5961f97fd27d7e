/* run_quick.c - the quick way (quick.h): one line at a time, without expressions.  False always means: not this time, run the rule as usual.  Nothing
 * is reported here, and nothing is left behind when it gives up but slots that the usual way sets again. */
#include "map/run_quick.h"

enum { MOST_COUNT = 1000000, TEXT_ROOM = 256 };

/* ---- texts and counts ---- */

static uint32_t count_of(const struct run *run, const struct expr *e)
{
    return e->op == EX_WRITTEN ? run->x.written[e->index] : run->x.position[e->index];
}

static __attribute__((noinline)) bool put_count(struct run *run, const struct quick *q, struct tree_value *value)
{
    uint32_t n = count_of(run, q->e);
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

static bool is_digits(const struct here *h, slice text)
{
    uint64_t word;
    return here_word(h, text, &word) && non_digits_last(word, (uint32_t)text.len) == 0;
}

/* The text of a piece, and how many after it are left out; false: give up. */
static inline bool piece_text(const struct here *h, const struct piece *p, char room[RUN_TEXT], slice *text, unsigned *skip)
{
    int yes;
    *text = NO_ARG;
    *skip = 0;
    switch (p->kind) {
    case PIECE_TEXT: *text = p->text; return true;
    case PIECE_ELEMENT: *text = here_element(h, p->element); return text->len > 0;
    case PIECE_NUMBER: *text = here_element(h, p->element); return is_digits(h, *text);
    case PIECE_COUNT: *text = run_digits(count_of(h->run, p->e), room); return true;
    case PIECE_SLOT: return slot_text(h, p->e, room, text);
    case PIECE_UNLESS: yes = holds(h, p->e); *skip = yes ? 0 : p->skip; return yes >= 0;
    case PIECE_GO: *skip = p->skip; return true;
    case PIECE_OR: *text = here_element(h, p->element); *skip = text->len ? p->skip : 0; return true;
    }
    return false;
}

/* Not inline, so that simpler rules need no room on the stack. */
static __attribute__((noinline)) bool put_text(const struct here *h, const struct quick *q, struct tree_value *value)
{
    char small[RUN_TEXT], *room = texts_room(&h->run->out->made, TEXT_ROOM), *to = room;
    const char *end = h->run->out->made.end;
    slice text;
    unsigned skip;
    if (!room) return false;
    for (const struct piece *p = q->pieces, *last = p + q->n_pieces; p < last; p += 1 + skip) {
        if (!piece_text(h, p, small, &text, &skip) || text.len > (size_t)(end - to)) return false;
        to = slice_put(to, text);
    }
    size_t len = (size_t)(to - room);
    if (len == 0 || len > q->max) return false;
    quick_take(h->run, value, room, len);
    return true;
}

/* ---- all ---- */

static struct here here_of(struct run *run, uint8_t level)
{
    const struct tree *in = run->x.in;
    uint32_t group = run->x.instance[level];
    if (in->group[group].fields == 0) group++;      /* a loop: its opening segment */
    const struct span *spans = in->field + in->group[group].first;
    const uint32_t fields = in->group[group].fields, end = fields ? spans[fields - 1].off : 0;
    const bool wide = fields && end <= run->readable && run->readable - end >= TREE_WIDE;
    return (struct here){ run, in->text, spans, fields, group, wide, run->x.serial[level], NO_SLOT, NULL };
}

/* The item of a <let>, as the usual way would find it. */
static void find_item(const struct here *h, const struct rule *r)
{
    struct expr_run *x = &h->run->x;
    struct expr_state *state = &x->states[r->slot];
    state->serial = h->serial;
    state->value = value_absent();
    x->rule = r;
    run_item_ahead(h->run, r->from, x->instance[r->level]);
    enum row_outcome outcome = run_item(x, r->from, h->group, state->match);
    if (outcome == ROW_FOUND) {
        state->value.kind = VALUE_BOOL;
        state->value.yes = true;
    } else if (outcome == ROW_TROUBLE) {
        state->value = value_trouble();
    }
}

static inline bool put_column(const struct item_match *item, const struct quick *q, struct tree_value *value)
{
    const slice text = item_text(item, q->column);
    return quick_put(value, q, text, text.len && (size_t)(text.ptr - item->text) + TREE_WIDE <= item->text_len);
}

/* Columns of one item in a row, of which there may be one; returns the last. */
static inline const struct quick *put_columns(struct here *h, const struct quick *q, struct tree_value *values)
{
    const struct item_match *item = here_item(h, q->slot);
    for (;; q++) {
        if (!item || !put_column(item, q, values + q->seat)) run_put(h->run, q->rule, values + q->seat);
        if (!q->more) return q;
    }
}

static void check_no_case(struct here *h, const struct quick *q)
{
    const struct item_match *item = here_item(h, q->slot);
    if (!item || item->by_case_gtin) run_check(h->run, q->rule);
}

void run_quickly(struct run *run, const struct block *block, struct tree_value *values)
{
    struct here here = here_of(run, block->level);
    for (const struct quick *q = block->steps, *end = q + block->n_steps; q < end; q++) {
        struct tree_value *value = values + q->seat;
        bool done = false;
        switch (q->kind) {
        case QUICK_COLUMN: q = put_columns(&here, q, values); continue;
        case QUICK_ELEMENT: done = quick_put(value, q, here_element(&here, q->element), here.wide); break;
        case QUICK_COUNT: done = put_count(run, q, value); break;
        case QUICK_TEXT: done = put_text(&here, q, value); break;
        case QUICK_CONVERT: done = quick_convert(&here, q, value); break;
        case QUICK_PRICE: done = quick_price(&here, q, value); break;
        case QUICK_NONE: break;
        case QUICK_ITEM: find_item(&here, q->rule); continue;
        case QUICK_NO_LET: expr_slot_force(&run->x, q->rule->slot); continue;
        case QUICK_NO_CASE: check_no_case(&here, q); continue;
        case QUICK_NO_CHECK: run_check(run, q->rule); continue;
        }
        if (!done) run_put(run, q->rule, value);
    }
}
