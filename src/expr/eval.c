/* eval.c - one function per kind of operator, chosen by a switch.  An absent operand makes the result absent, and trouble that is already
 * known stays known; `and` and `or` answer as soon as one side decides. */
#include "expr/eval.h"

#include "base/must.h"
#include "expr/calls.h"
#include "expr/findings.h"
#include "expr/parse.h"
#include "expr/pattern.h"

enum { QUOTIENT_SCALE = 12 };   /* decimals of a quotient inside a formula; its rule rounds the result */

void expr_fault(struct expr_run *run, const struct expr *e, const struct diag_def *def, slice a0, slice a1)
{
    uint32_t group = run->instance[run->depth];
    if (group != TREE_NONE && group < run->in->groups && run->in->group[group].fields == 0) group++;
    run->host->fault(run, e, def, expr_segment_place(run, group, 0, SPAN_ABSENT), a0, a1);
}

char *expr_room(struct expr_run *run, const struct expr *e, size_t size)
{
    struct expr_scratch *s = &run->scratch;
    if (size <= s->room - s->len && size <= EXPR_MAX_RESULT) {
        s->len += size;
        return s->ptr + s->len - size;
    }
    if (size > EXPR_MAX_RESULT || s->room > 4 * EXPR_MAX_RESULT) {
        expr_fault(run, e, expr_def(VALUE_TOO_BIG), expr_source(e), NO_ARG);
        return NULL;
    }
    size_t room = s->room * 2 > size ? s->room * 2 : size * 2;
    if (room < 4096) room = 4096;
    *s = (struct expr_scratch){ arena_alloc(run->arena, room), size, room };   /* the old piece stays valid until the document ends */
    return s->ptr;
}

/* ---- slots ---- */

static __attribute__((noinline)) struct expr_state *compute_slot(struct expr_run *run, unsigned index)
{
    const struct expr_slot *slot = &run->slots[index];
    struct expr_state *state = &run->states[index];
    const void *rule = run->rule;
    uint8_t depth = run->depth;
    bool trouble = false;
    if (slot->level < depth) run->depth = slot->level;
    state->serial = run->serial[slot->level];
    state->value = value_absent();
    state->cells = NULL;
    run->rule = slot->rule ? slot->rule : rule;
    if (slot->def->type == TYPE_ITEM) {
        const struct item_match *m = expr_eval_item(run, slot->def, &trouble);
        if (m && m != state->match) *state->match = *m;
        state->value = m ? value_bool(true) : trouble ? value_trouble() : value_absent();
    } else if (slot->def->type == TYPE_ROW) {
        const struct expr *lookup;
        state->cells = expr_eval_row(run, slot->def, &lookup, &state->row, &trouble);
        if (!state->cells && trouble) state->value = value_trouble();
    } else {
        expr_eval(run, slot->def, &state->value);
        if (slot->level < run->open && expr_in_scratch(run, state->value.text)) state->value.text = arena_copy(run->arena,
                state->value.text);
    }
    run->rule = rule;
    run->depth = depth;
    return state;
}

static inline struct expr_state *slot_state(struct expr_run *run, unsigned index)
{
    const struct expr_slot *slot = &run->slots[index];
    struct expr_state *state = &run->states[index];
    return state->serial == run->serial[slot->level] || !slot->def ? state : compute_slot(run, index);
}

void expr_slot_force(struct expr_run *run, uint16_t slot) { (void)slot_state(run, slot); }

void expr_slot_set(struct expr_run *run, uint16_t slot, struct value value)
{
    run->states[slot].serial = run->serial[run->slots[slot].level];
    run->states[slot].value = value;
}

static inline void eval_slot(struct expr_run *run, const struct expr *e, struct value *out)
{
    const struct expr_state *state = slot_state(run, e->index);
    bool valid = state->serial == run->serial[run->slots[e->index].level];
    *out = valid ? state->value : value_absent();
}

/* ---- items and rows ---- */

const struct item_match *expr_eval_item(struct expr_run *run, const struct expr *e, bool *trouble)
{
    if (e->op == EX_SLOT) {
        const struct expr_state *state = slot_state(run, e->index);
        *trouble = state->value.kind == VALUE_ABSENT && state->value.yes;
        return state->value.kind == VALUE_BOOL ? state->match : NULL;
    }
    const struct expr_ref *ref = e->args[0]->ref;
    struct item_match *match = &run->states[e->index].match[0];
    enum row_outcome outcome = run->host->item(run, e, expr_fields_group(ref, run->instance[ref->base]), match);
    *trouble = outcome == ROW_TROUBLE;
    return outcome == ROW_FOUND ? match : NULL;
}

const slice *expr_eval_row(struct expr_run *run, const struct expr *e, const struct expr **lookup, uint32_t *row, bool *trouble)
{
    if (e->op == EX_SLOT) {
        const struct expr_state *state = slot_state(run, e->index);
        for (*lookup = e; (*lookup)->op == EX_SLOT;) *lookup = run->slots[(*lookup)->index].def;
        *row = state->row;
        *trouble = state->value.kind == VALUE_ABSENT && state->value.yes;
        return state->cells;
    }
    struct value key;
    char room[VALUE_MAX_TEXT];
    *lookup = e;
    expr_eval(run, e->args[0], &key);
    *trouble = key.kind == VALUE_ABSENT && key.yes;
    if (*trouble) return NULL;
    const slice *cells = NULL;
    enum row_outcome outcome = run->host->row(run, e, value_show(&key, room), &cells, row);
    *trouble = outcome == ROW_TROUBLE;
    return outcome == ROW_FOUND ? cells : NULL;
}

enum { COLUMN_BY_CASE = ITEM_COLUMNS, COLUMN_ROW };

static __attribute__((noinline)) void column_value(const struct item_match *m, unsigned column, struct value *out)
{
    date day;
    slice text = column < ITEM_COLUMNS ? item_text(m, column) : NO_ARG;
    *out = value_absent();
    switch (column) {
    case ITEM_CASE_PACK: if (m->has_case_pack) *out = value_number(m->case_pack); return;
    case ITEM_UNIT_PRICE: if (m->has_unit_price) *out = value_number(m->unit_price); return;
    case COLUMN_BY_CASE: *out = value_bool(m->by_case_gtin); return;
    case COLUMN_ROW: *out = value_number(decimal_int(m->row)); return;
    case ITEM_VALID_FROM: case ITEM_VALID_TO: if (date_parse_iso(text, &day)) *out = value_date(day); return;
    default: if (text.len) *out = value_text(text); return;
    }
}

static __attribute__((noinline)) void eval_column(struct expr_run *run, const struct expr *e, struct value *out)
{
    const struct expr *from = e->args[0], *lookup;
    bool trouble = false;
    uint32_t row = 0;
    *out = value_absent();
    if (from->type == TYPE_ITEM) {
        const struct item_match *m = expr_eval_item(run, from, &trouble);
        if (m) column_value(m, e->index, out), row = m->row;
    } else {
        const slice *cells = expr_eval_row(run, from, &lookup, &row, &trouble);
        if (cells) {
            slice cell = run->host->cell(run, lookup, cells, e->index);
            if (cell.len) *out = value_text(cell);
        }
    }
    if (trouble) *out = value_trouble();
    if (run->host->leaf) run->host->leaf(run, e, out, TREE_NONE, SPAN_ABSENT, row);
}

/* ---- paths ---- */

struct pick { uint32_t group[2]; unsigned n, most; bool last; };      /* a second one is looked for only where it would be an error */

static bool pick_visit(void *context, uint32_t group)
{
    struct pick *p = context;
    if (p->last) {
        p->group[0] = group;
        p->n = 1;
        return true;
    }
    p->group[p->n++] = group;
    return p->n < p->most;
}

static __attribute__((noinline)) void eval_path(struct expr_run *run, const struct expr *e, bool raw, struct value *out)
{
    const struct expr_ref *ref = e->ref;
    *out = value_absent();
    if (ref->n_steps == 0) {
        if (run->instance[ref->base] != TREE_NONE) expr_leaf(run, e, run->instance[ref->base], raw, out);
        return;
    }
    struct pick p = { .most = ref->pick == 0 ? 2 : 1, .last = ref->pick == EX_LAST };
    expr_walk(run, ref, pick_visit, &p);
    if (p.n == 0) {
        if (run->host->leaf) run->host->leaf(run, e, out, TREE_NONE, SPAN_ABSENT, 0);
        return;
    }
    if (p.n == 2 && ref->pick == 0) {
        uint32_t second = expr_fields_group(ref, p.group[1]);
        char number[DECIMAL_MAX_TEXT];
        slice text = { number, decimal_format(decimal_int(run->in->group[second].number), number) };
        run->host->fault(run, e, expr_def(VALUE_TWO_MATCHES), expr_segment_place(run, second, 0, SPAN_ABSENT), expr_source(e),
                         text);
        *out = value_trouble();
        return;
    }
    expr_leaf(run, e, p.group[0], raw, out);
}

/* An element as text; absent when it is empty. */
static inline void set_text(struct value *out, slice text)
{
    out->kind = text.len ? VALUE_TEXT : VALUE_ABSENT;
    out->yes = false;
    out->text = text;
}

void expr_eval_raw(struct expr_run *run, const struct expr *e, struct value *out)
{
    slice text;
    if (e->op != EX_PATH) expr_eval(run, e, out);
    else if (expr_element(run, e, &text)) set_text(out, text);
    else eval_path(run, e, true, out);
}

/* ---- operators ---- */

/* Two operands; false (and *out absent) when one is absent. */
struct operands { const struct value *a, *b; struct value rooms[2]; };

static bool both(struct expr_run *run, const struct expr *e, struct operands *v, struct value *out)
{
    v->a = expr_get(run, e->args[0], &v->rooms[0]);
    v->b = expr_get(run, e->args[1], &v->rooms[1]);
    if (!value_is_absent(v->a) && !value_is_absent(v->b)) return true;
    *out = (value_is_absent(v->a) && v->a->yes) || (value_is_absent(v->b) && v->b->yes) ? value_trouble() : value_absent();
    return false;
}

static __attribute__((noinline)) void eval_arithmetic(struct expr_run *run, const struct expr *e, struct value *out)
{
    struct operands v;
    if (!both(run, e, &v, out)) return;
    const decimal a = v.a->number, b = v.b->number;
    *out = (struct value){ .kind = VALUE_NUMBER };
    bool good = e->op == EX_ADD ? decimal_add(a, b, &out->number)
              : e->op == EX_SUB ? decimal_sub(a, b, &out->number)
              : e->op == EX_MUL ? decimal_mul(decimal_normal(a), decimal_normal(b), &out->number)
              : decimal_div(a, b, QUOTIENT_SCALE, ROUND_HALF_EVEN, &out->number);
    if (good && e->op == EX_DIV) out->number = decimal_normal(out->number);
    if (good) return;
    bool zero = e->op == EX_DIV && b.coef == 0;
    expr_fault(run, e, expr_def(zero ? VALUE_DIVISION : VALUE_OVERFLOW), expr_source(e), NO_ARG);
    *out = value_trouble();
}

static bool compare_holds(enum expr_op op, int order)
{
    switch (op) {
    case EX_EQ: return order == 0;
    case EX_NE: return order != 0;
    case EX_LT: return order < 0;
    case EX_LE: return order <= 0;
    case EX_GT: return order > 0;
    default: return order >= 0;
    }
}

static __attribute__((noinline)) void eval_compare(struct expr_run *run, const struct expr *e, struct value *out)
{
    struct operands v;
    if (both(run, e, &v, out)) *out = value_bool(compare_holds(e->op, value_cmp(v.a, v.b)));
}

static __attribute__((noinline)) void eval_in(struct expr_run *run, const struct expr *e, struct value *out)
{
    struct value a, b;
    expr_eval(run, e->args[0], &a);
    *out = a;
    if (value_is_absent(&a)) return;
    *out = value_bool(false);
    for (unsigned i = 1; i < e->n_args && !out->yes; i++) {
        expr_eval(run, e->args[i], &b);
        out->yes = !value_is_absent(&b) && value_cmp(&a, &b) == 0;
    }
}

static __attribute__((noinline)) void eval_between(struct expr_run *run, const struct expr *e, struct value *out)
{
    struct value v[3];
    for (unsigned i = 0; i < 3; i++) {
        expr_eval(run, e->args[i], &v[i]);
        if (value_is_absent(&v[i])) {
            *out = v[i];
            return;
        }
    }
    *out = value_bool(value_cmp(&v[0], &v[1]) >= 0 && value_cmp(&v[0], &v[2]) <= 0);
}

static __attribute__((noinline)) void eval_matches(struct expr_run *run, const struct expr *e, struct value *out)
{
    char room[VALUE_MAX_TEXT];
    struct value a;
    expr_eval(run, e->args[0], &a);
    *out = a;
    if (value_is_absent(&a)) return;
    if (!run->matcher) run->matcher = matcher_new(run->arena);
    int answer = pattern_matches(e->pattern, run->matcher, value_show(&a, room));
    *out = answer < 0 ? value_trouble() : value_bool(answer == 1);
    if (answer < 0) expr_fault(run, e, expr_def(VALUE_PATTERN_LIMIT), expr_source(e), NO_ARG);
}

/* Three answers: yes, no, unknown (absent). */
static __attribute__((noinline)) void eval_logic(struct expr_run *run, const struct expr *e, struct value *out)
{
    bool decides = e->op == EX_OR;      /* `or` is decided by a yes, `and` by a no */
    struct value a, b;
    expr_eval(run, e->args[0], &a);
    *out = a;
    if (!value_is_absent(&a) && a.yes == decides) return;
    expr_eval(run, e->args[1], &b);
    if (value_is_absent(&a) && (value_is_absent(&b) || b.yes != decides)) {
        out->yes = a.yes || (value_is_absent(&b) && b.yes);
        return;
    }
    *out = b;
}

static __attribute__((noinline)) void eval_not(struct expr_run *run, const struct expr *e, struct value *out)
{
    expr_eval(run, e->args[0], out);
    if (!value_is_absent(out)) out->yes = !out->yes;
}

static __attribute__((noinline)) void eval_negative(struct expr_run *run, const struct expr *e, struct value *out)
{
    expr_eval(run, e->args[0], out);
    if (value_is_absent(out)) return;
    out->text = (slice){ 0 };
    out->number.coef = -out->number.coef;
}

static __attribute__((noinline)) void eval_if(struct expr_run *run, const struct expr *e, struct value *out)
{
    expr_eval(run, e->args[0], out);
    if (value_is_absent(out) && out->yes) return;
    const struct expr *arm = e->args[value_holds(out) ? 1 : 2];
    if (run->host->taken) run->host->taken(run, arm);
    expr_eval(run, arm, out);
}

static __attribute__((noinline)) void eval_call(struct expr_run *run, const struct expr *e, struct value *out)
{
    struct value args[EXPR_MAX_ARGS];
    if (e->function->call == fn_concat && expr_eval_concat(run, e, out)) return;
    bool lenient = e->function->name[0] == 'j' || e->function->width == WIDTH_MAX;     /* join and coalesce take absent ones */
    for (unsigned i = 0; i < e->n_args; i++) {
        expr_eval(run, e->args[i], &args[i]);
        if (value_is_absent(&args[i]) && !lenient) {
            *out = args[i];
            return;
        }
    }
    e->function->call(run, e, args, e->n_args, out);
}

static __attribute__((noinline)) void eval_else(struct expr_run *run, const struct expr *e, struct value *out)
{
    expr_eval(run, e->args[0], out);
    bool second = value_is_absent(out) && !out->yes;
    if (run->host->taken) run->host->taken(run, e->args[second]);
    if (second) expr_eval(run, e->args[1], out);
}

static __attribute__((noinline)) void eval_param(struct expr_run *run, const struct expr *e, struct value *out)
{
    *out = run->params[e->index];
    if (run->host->leaf) run->host->leaf(run, e, out, TREE_NONE, SPAN_ABSENT, 0);
}

/* What is common is inline here, the rest is called: this is the busiest function of a run. */
void expr_eval(struct expr_run *run, const struct expr *e, struct value *out)
{
    const struct item_match *item;
    slice text;
    switch (e->op) {
    case EX_LITERAL: *out = e->value; return;
    case EX_PARAM: eval_param(run, e, out); return;
    case EX_PATH:
        if (e->type == TYPE_TEXT && expr_element(run, e, &text)) set_text(out, text);
        else eval_path(run, e, false, out);
        return;
    case EX_SLOT: eval_slot(run, e, out); return;
    case EX_COLUMN:
        if ((item = expr_column_item(run, e))) column_value(item, e->index, out);
        else eval_column(run, e, out);
        return;
    case EX_CALL: eval_call(run, e, out); return;
    case EX_ADD: case EX_SUB: case EX_MUL: case EX_DIV: eval_arithmetic(run, e, out); return;
    case EX_NEG: eval_negative(run, e, out); return;
    case EX_EQ: case EX_NE: case EX_LT: case EX_LE: case EX_GT: case EX_GE: eval_compare(run, e, out); return;
    case EX_AND: case EX_OR: eval_logic(run, e, out); return;
    case EX_NOT: eval_not(run, e, out); return;
    case EX_IN: eval_in(run, e, out); return;
    case EX_BETWEEN: eval_between(run, e, out); return;
    case EX_MATCHES: eval_matches(run, e, out); return;
    case EX_ELSE: eval_else(run, e, out); return;
    case EX_IF: eval_if(run, e, out); return;
    case EX_POSITION: *out = value_number(decimal_int(run->position[e->index])); return;
    case EX_WRITTEN: *out = value_number(decimal_int(run->written[e->index])); return;
    case EX_FACTOR: eval_slot(run, e, out); return;
    default: expr_eval_aggregate(run, e, out); return;
    }
}
