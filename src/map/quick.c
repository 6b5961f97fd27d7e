/* quick.c - which rules have a quick way (quick.h), found once when the map is loaded.
 *
 * Everything is read from the instance that the block stands for, or from its item; what looks elsewhere has no quick way. */
#include "map/quick.h"

#include "expr/calls.h"

enum { MOST_PIECES = 64 };

struct making {
    struct arena *arena;
    const struct expr_slot *slots;
    const struct rule *rule;
    uint8_t level;
    struct { struct piece *items; size_t count, room; } pieces;
};

/* ---- parts ---- */

static bool is_element(const struct making *m, const struct expr *e)
{
    return e && e->op == EX_PATH && e->ref->simple && e->ref->n_steps == 0 && e->ref->base == m->level;
}

static bool is_slot(const struct making *m, unsigned slot) { return slot != NO_SLOT && m->slots[slot].level == m->level; }

/* A column of an item, or what the look-up adds to them. */
static bool is_of_item(const struct making *m, const struct expr *e)
{
    return e && e->op == EX_COLUMN && e->args[0]->op == EX_SLOT && e->args[0]->type == TYPE_ITEM && is_slot(m, e->args[0]->index);
}

static bool is_column(const struct making *m, const struct expr *e) { return is_of_item(m, e) && e->index < ITEM_COLUMNS; }

static bool is_count(const struct expr *e) { return e->op == EX_POSITION || e->op == EX_WRITTEN; }
static bool is_text(const struct elem *t) { return (t->type == ELEM_AN || t->type == ELEM_ID) && !t->codes; }
static bool is_number(const struct elem *t) { return (t->type == ELEM_N || t->type == ELEM_R) && !t->codes && !t->implied; }

static struct quick *keep(const struct making *m, struct quick quick)
{
    struct quick *q = arena_alloc(m->arena, sizeof *q);
    quick.must |= m->rule->absence != ABSENT_FINE;
    quick.max = m->rule->target ? m->rule->target->max : 0;
    *q = quick;
    return q;
}

/* ---- texts ---- */

static bool add(struct making *m, struct piece piece)
{
    if (m->pieces.count == MOST_PIECES) return false;
    struct piece *p = arena_grow(m->arena, &m->pieces.items, &m->pieces.count, &m->pieces.room, sizeof *p);
    *p = piece;
    return true;
}

static bool add_expr(struct making *m, const struct expr *e);

/* The piece at `at` leaves out all that came after it. */
static void set_skip(struct making *m, size_t at) { m->pieces.items[at].skip = (uint16_t)(m->pieces.count - at - 1); }

/* factor(qty) = 1: the one condition that is looked at; others could make findings, which must be made once. */
static bool is_factor_test(const struct making *m, const struct expr *e)
{
    const struct expr *factor = e->op == EX_EQ ? e->args[0] : NULL, *number = e->op == EX_EQ ? e->args[1] : NULL;
    return factor && factor->op == EX_FACTOR && is_slot(m, factor->index) && number->op == EX_LITERAL && number->value.kind == VALUE_NUMBER;
}

static bool add_if(struct making *m, const struct expr *e)
{
    size_t unless = m->pieces.count;
    if (!is_factor_test(m, e->args[0]) || !add(m, (struct piece){ .kind = PIECE_UNLESS, .e = e->args[0] })) return false;
    if (!add_expr(m, e->args[1])) return false;
    size_t go = m->pieces.count;
    if (!add(m, (struct piece){ .kind = PIECE_GO })) return false;
    set_skip(m, unless);
    bool good = add_expr(m, e->args[2]);
    set_skip(m, go);
    return good;
}

static bool add_else(struct making *m, const struct expr *e)
{
    size_t or = m->pieces.count;
    if (!is_element(m, e->args[0]) || e->args[0]->type != TYPE_TEXT) return false;
    if (!add(m, (struct piece){ .kind = PIECE_OR, .element = e->args[0]->ref->element }) || !add_expr(m, e->args[1])) return false;
    set_skip(m, or);
    return true;
}

static bool add_literal(struct making *m, const struct expr *e)
{
    slice text = e->value.text;
    if (e->type != TYPE_TEXT) return false;
    return text.len == 0 || add(m, (struct piece){ .kind = PIECE_TEXT, .text = quick_wide(m->arena, text) });
}

static bool add_path(struct making *m, const struct expr *e)
{
    bool number = e->type == TYPE_NUMBER && e->index == 0;
    if (!is_element(m, e) || (e->type != TYPE_TEXT && !number)) return false;
    return add(m, (struct piece){ .kind = number ? PIECE_NUMBER : PIECE_ELEMENT, .element = e->ref->element });
}

static bool add_call(struct making *m, const struct expr *e)
{
    if (e->function->call == fn_text) return add_expr(m, e->args[0]);
    if (e->function->call != fn_concat) return false;
    for (unsigned i = 0; i < e->n_args; i++)
        if (!add_expr(m, e->args[i])) return false;
    return true;
}

static bool add_expr(struct making *m, const struct expr *e)
{
    switch (e->op) {
    case EX_LITERAL: return add_literal(m, e);
    case EX_PATH: return add_path(m, e);
    case EX_POSITION: case EX_WRITTEN: return add(m, (struct piece){ .kind = PIECE_COUNT, .e = e });
    case EX_FACTOR: return is_slot(m, e->index) && add(m, (struct piece){ .kind = PIECE_SLOT, .e = e });
    case EX_IF: return add_if(m, e);
    case EX_ELSE: return add_else(m, e);
    case EX_CALL: return add_call(m, e);
    default: return false;
    }
}

static const struct quick *quick_text(struct making *m)
{
    const struct expr *e = m->rule->from;
    bool makes = e->op == EX_CALL && e->function->call == fn_concat;
    if (!makes || !is_text(m->rule->target) || !add_expr(m, e)) return NULL;
    return keep(m, (struct quick){ .kind = QUICK_TEXT, .pieces = m->pieces.items, .n_pieces = (unsigned)m->pieces.count });
}

/* ---- rules ---- */

static const struct quick *quick_field(struct making *m)
{
    const struct expr *e = m->rule->from;
    const struct elem *t = m->rule->target;
    if (!t) return NULL;
    if (is_text(t) && e->type == TYPE_TEXT && is_element(m, e))
        return keep(m, (struct quick){ .kind = QUICK_ELEMENT, .element = e->ref->element });
    if (is_text(t) && e->op == EX_ELSE && e->args[0]->type == TYPE_TEXT && is_element(m, e->args[0]))
        return keep(m, (struct quick){ .kind = QUICK_ELEMENT, .must = true, .element = e->args[0]->ref->element });
    if (is_text(t) && e->type == TYPE_TEXT && is_column(m, e))
        return keep(m, (struct quick){ .kind = QUICK_COLUMN, .slot = e->args[0]->index, .column = e->index });
    if (is_count(e) && t->type == ELEM_N && !t->codes && m->rule->places == 0 && t->max >= 6)
        return keep(m, (struct quick){ .kind = QUICK_COUNT, .e = e });
    return quick_text(m);
}

static const struct quick *quick_item(struct making *m)
{
    const struct expr *e = m->rule->from;
    bool here = e->op == EX_ITEM && e->index == m->rule->slot && is_slot(m, e->index) && e->args[0]->ref->n_steps == 0 && e->args[0]->ref->base == m->level;
    return here ? keep(m, (struct quick){ .kind = QUICK_ITEM, .e = e, .slot = e->index }) : NULL;
}

/* The factors as numbers; false when one is neither a whole number nor the case pack of the one item. */
static bool read_factors(const struct making *m, struct quick *q)
{
    const struct convert *convert = m->rule->convert;
    struct quick_factor *factors = arena_array(m->arena, convert->n_factors + 1u, sizeof *factors);
    q->slot = NO_SLOT;
    for (unsigned i = 0; i < convert->n_factors; i++) {
        const struct expr *is = convert->factors[i].is;
        factors[i].unit = quick_code(convert->factors[i].unit);
        if (factors[i].unit == 0) return false;
        if (is && is->op == EX_LITERAL && is->value.kind == VALUE_NUMBER && is->value.number.scale == 0 && is->value.number.coef > 0)
            factors[i].is = is->value.number.coef;
        else if (is_column(m, is) && is->index == ITEM_CASE_PACK && (q->slot == NO_SLOT || q->slot == is->args[0]->index))
            q->slot = is->args[0]->index;
        else return false;
    }
    q->factors = factors;
    q->n_factors = convert->n_factors;
    return true;
}

static const struct quick *quick_convert(struct making *m)
{
    const struct elem *t = m->rule->target;
    const struct convert *convert = m->rule->convert;
    struct quick q = { .kind = QUICK_CONVERT, .most = 1 };
    if (!t || !is_number(t) || m->rule->places || !is_slot(m, m->rule->slot) || !is_slot(m, convert->factor_slot)) return NULL;
    if (!is_element(m, m->rule->from) || m->rule->from->index || !is_element(m, convert->unit) || !read_factors(m, &q)) return NULL;
    q.element = m->rule->from->ref->element;
    q.second = convert->unit->ref->element;
    for (unsigned i = 0; i < t->max && i < 18; i++) q.most *= 10;
    q.most--;
    return keep(m, q);
}

/* A value that is there, or is computed once and kept, so that looking at it twice makes no second finding. */
static bool is_kept(const struct expr *e) { return e->op == EX_SLOT || e->op == EX_PARAM || e->op == EX_LITERAL; }

static bool read_each_codes(slice codes, struct quick *q)
{
    unsigned n = 0;
    slice code;
    while (slice_next(&codes, ' ', &code)) {
        if (code.len == 0) continue;
        if (n + 1 == QUICK_CODES || quick_code(code) == 0) return false;
        q->each_codes[n++] = quick_code(code);
    }
    return true;
}

static const struct quick *quick_price(struct making *m)
{
    const struct price *p = m->rule->price;
    const struct expr *known = p->known, *currency = p->known_currency;
    struct quick q = { .kind = QUICK_PRICE, .column = ITEM_COLUMNS, .e = p->tolerance, .currency = p->currency };
    if (!m->rule->target || !is_number(m->rule->target) || !is_slot(m, m->rule->slot)) return NULL;
    if (!is_slot(m, p->quantity_slot) || !is_slot(m, p->factor_slot)) return NULL;
    if (!is_element(m, m->rule->from) || m->rule->from->index || !is_element(m, p->basis)) return NULL;
    if (!is_column(m, known) || known->index != ITEM_UNIT_PRICE || !p->tolerance || !is_kept(p->tolerance)) return NULL;
    if (!p->currency != !currency || (currency && !is_kept(p->currency))) return NULL;
    if (currency && (!is_column(m, currency) || currency->type != TYPE_TEXT || currency->args[0]->index != known->args[0]->index)) return NULL;
    if (!read_each_codes(p->each_codes, &q)) return NULL;
    q.element = m->rule->from->ref->element;
    q.second = p->basis->ref->element;
    q.slot = known->args[0]->index;
    if (currency) q.column = currency->index;
    q.lasts = p->tolerance->level == 0 && (!p->currency || p->currency->level == 0);
    return keep(m, q);
}

static const struct quick *quick_check(struct making *m)
{
    const struct expr *e = m->rule->from, *flag = e->op == EX_NOT && e->args[0]->op == EX_AND ? e->args[0]->args[0] : NULL;
    return flag && is_of_item(m, flag) && flag->type == TYPE_BOOL ? keep(m, (struct quick){ .kind = QUICK_NO_CASE, .slot = flag->args[0]->index }) : NULL;
}

slice quick_wide(struct arena *arena, slice text)
{
    char *copy = arena_alloc(arena, text.len + TREE_WIDE);
    if (text.len) memcpy(copy, text.ptr, text.len);
    return (slice){ copy, text.len };
}

bool quick_is_literal(const struct rule *r)
{
    const struct elem *t = r->target;
    if (r->kind != RULE_FIELD || !r->from || r->from->op != EX_LITERAL || !t || (t->type != ELEM_AN && t->type != ELEM_ID)) return false;
    const slice text = r->from->value.text;
    bool coded = !t->codes || t->codes->open || text.len == 0 || code_list_has(t->codes, text);
    return r->from->value.kind == VALUE_TEXT && r->from->width <= t->max && coded;
}

const struct quick *quick_of(struct arena *arena, const struct expr_slot *slots, const struct rule *r, uint8_t level)
{
    struct making m = { .arena = arena, .slots = slots, .rule = r, .level = level };
    if (level == 0 || r->fixed || !r->from) return NULL;
    switch (r->kind) {
    case RULE_FIELD: return quick_field(&m);
    case RULE_LET: return quick_item(&m);
    case RULE_CONVERT: return quick_convert(&m);
    case RULE_PRICE: return quick_price(&m);
    case RULE_CHECK: return quick_check(&m);
    case RULE_CHOOSE: break;
    }
    return NULL;
}

struct quick quick_step(const struct rule *r)
{
    const enum quick_kind none = r->kind == RULE_LET ? QUICK_NO_LET : r->kind == RULE_CHECK ? QUICK_NO_CHECK : QUICK_NONE;
    struct quick step = r->quick ? *r->quick : (struct quick){ .kind = none };
    step.rule = r;
    step.seat = r->seat;
    return step;
}
