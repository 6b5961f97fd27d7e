/* mutate.c - small faults, the kind that analysts make: a qualifier turned round, the element beside the right one, a default or a row forgotten.
 *
 * A mutant is a list of patches to the plan's own bytes; carrying it out swaps them with what is there, so that the same call undoes it.  This is the
 * one place that writes to a plan.  Runs of mutants must be careful ones (a record of coverage makes them so): the quick way has copies of some parts.
 * A mutant is always a plan that runs: numbers stay in their arrays, types stay what they are. */
#include "map/cover.h"

#include "map/compile.h"

enum { MOST_MUTANTS = 20000 };

struct making {
    const struct map *m;
    struct arena *arena;
    const struct rule *rule;
    struct map_cover *seen;             /* expressions that were gone through: shared parts are met again */
    struct { struct mutant *items; size_t count, room; } all;
};

/* ---- making ---- */

static struct mutant *add(struct making *k, const char *change, slice words, struct place place)
{
    struct mutant *x = arena_grow(k->arena, &k->all.items, &k->all.count, &k->all.room, sizeof *x);
    *x = (struct mutant){ .change = change, .rule = k->rule ? k->rule->id : NO_ARG, .words = words, .place = place };
    return x;
}

static void patch(struct making *k, struct mutant *x, const void *at, const void *bytes, size_t size)
{
    void *copy = arena_alloc(k->arena, size);
    memcpy(copy, bytes, size);
    x->patches[x->n_patches++] = (struct patch){ (void *)(uintptr_t)at, copy, size };
}

#define PATCH(k, x, field, ...) do { __typeof__(field) bytes_ = __VA_ARGS__; patch(k, x, &(field), &bytes_, sizeof bytes_); } while (0)

void mutant_swap(const struct mutant *mutant, struct arena *scratch)
{
    for (unsigned i = 0; i < mutant->n_patches; i++) {
        const struct patch *p = &mutant->patches[i];
        void *room = arena_alloc(scratch, p->size);
        memcpy(room, p->at, p->size);
        memcpy(p->at, p->bytes, p->size);
        memcpy((void *)(uintptr_t)p->bytes, room, p->size);
    }
}

static slice words(struct making *k, const struct expr *e, const char *what)
{
    return arena_printf(k->arena, "%.*s %s", SLICE_ARG(expr_source(e)), what);
}

/* Another text of the same kind: the last character is another one. */
static slice other_text(struct making *k, slice text)
{
    if (text.len == 0) return SLICE("x");
    char *copy = arena_cstr(k->arena, text);
    char *last = &copy[text.len - 1];
    *last = *last >= '0' && *last < '9' ? (char)(*last + 1) : *last == '9' ? '0' : *last == 'x' || (*last & 0x80) ? '-' : 'x';
    return (*last & 0x80) ? SLICE("x") : (slice){ copy, text.len };
}

/* ---- expressions ---- */

static void mutate_op(struct making *k, const struct expr *e)
{
    static const struct { enum expr_op from, to; const char *words; } rows[] = {
        { EX_EQ, EX_NE, "compares with !=" }, { EX_NE, EX_EQ, "compares with =" }, { EX_LT, EX_LE, "compares with <=" },
        { EX_LE, EX_LT, "compares with <" }, { EX_GT, EX_GE, "compares with >=" }, { EX_GE, EX_GT, "compares with >" },
        { EX_AND, EX_OR, "says or" }, { EX_OR, EX_AND, "says and" }, { EX_ADD, EX_SUB, "subtracts" }, { EX_SUB, EX_ADD, "adds" },
        { EX_MUL, EX_DIV, "divides" }, { EX_DIV, EX_MUL, "multiplies" }, { EX_POSITION, EX_WRITTEN, "counts only what was written" },
        { EX_WRITTEN, EX_POSITION, "counts what was held too" }, { EX_MIN, EX_MAX, "takes the greatest" }, { EX_MAX, EX_MIN, "takes the least" },
    };
    for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (rows[i].from != e->op) continue;
        struct mutant *x = add(k, "comparison", words(k, e, rows[i].words), expr_node_place(e));
        PATCH(k, x, e->op, rows[i].to);
    }
}

static void mutate_structure(struct making *k, const struct expr *e)
{
    if (e->op == EX_IF) {
        struct expr **args = arena_array(k->arena, 3, sizeof *args);
        args[0] = e->args[0], args[1] = e->args[2], args[2] = e->args[1];
        struct mutant *x = add(k, "branch", words(k, e, "takes the other arm"), expr_node_place(e));
        PATCH(k, x, e->args, args);
    } else if (e->op == EX_ELSE || e->op == EX_NOT) {
        struct mutant *x = add(k, "branch", words(k, e, e->op == EX_ELSE ? "has no else" : "has no not"), expr_node_place(e));
        patch(k, x, e, e->args[0], sizeof *e);
    }
}

static void mutate_literal(struct making *k, const struct expr *e)
{
    struct mutant *x;
    if (e->value.kind == VALUE_NUMBER) {
        decimal d = { .coef = e->value.number.coef + 1, .scale = e->value.number.scale };
        x = add(k, "value", words(k, e, "is one more"), expr_node_place(e));
        PATCH(k, x, e->value.number, d);
    } else if (e->value.kind == VALUE_TEXT) {
        slice other = other_text(k, e->value.text);
        x = add(k, "value", arena_printf(k->arena, "'%.*s' is '%.*s'", SLICE_ARG(e->value.text), SLICE_ARG(other)), plan_place(e, k->rule));
        PATCH(k, x, e->value.text, other);
    }
}

/* All alternatives but one, which are tried in order. */
static void drop_values(struct making *k, const struct expr *e, const struct ref_value *const *values, const uint8_t *n)
{
    for (unsigned i = 0; i < *n && *n > 1; i++) {
        struct ref_value *rest = arena_array(k->arena, *n, sizeof *rest);
        unsigned m = 0;
        for (unsigned j = 0; j < *n; j++)
            if (j != i) rest[m++] = (*values)[j];
        slice text = (*values)[i].text;
        struct mutant *x = add(k, "choice", arena_printf(k->arena, "%.*s does not try '%.*s'", SLICE_ARG(expr_source(e)), SLICE_ARG(text)),
                               expr_node_place(e));
        PATCH(k, x, *values, rest);
        PATCH(k, x, *n, (uint8_t)m);
    }
}

static void mutate_path(struct making *k, const struct expr *e)
{
    const struct expr_ref *ref = e->ref;
    struct place place = expr_node_place(e);
    for (unsigned s = 0; s < ref->n_steps; s++) {
        for (unsigned t = 0; t < ref->steps[s].n_tests; t++) {
            const struct ref_test *test = &ref->steps[s].tests[t];
            struct mutant *x = add(k, "qualifier", words(k, e, "takes all but that"), place);
            PATCH(k, x, test->differs, !test->differs);
            drop_values(k, e, &test->values, &test->n);
        }
    }
    if (ref->leaf == LEAF_ELEMENT && ref->component == 0) {
        struct mutant *x = add(k, "element", words(k, e, "reads the element after it"), place);
        PATCH(k, x, ref->element, (uint16_t)(ref->element + 1));
    }
    if (ref->leaf == LEAF_PAIR) drop_values(k, e, &ref->qualifiers, &ref->n_qualifiers);
    if (ref->pick == EX_FIRST || ref->pick == EX_LAST) {
        struct mutant *x = add(k, "choice", words(k, e, ref->pick == EX_FIRST ? "takes the last" : "takes the first"), place);
        PATCH(k, x, ref->pick, (uint8_t)(ref->pick == EX_FIRST ? EX_LAST : EX_FIRST));
    }
}

static bool is_text_column(unsigned i) { return i < ITEM_COLUMNS && i != ITEM_CASE_PACK && i != ITEM_UNIT_PRICE && i != ITEM_VALID_FROM && i != ITEM_VALID_TO; }

static void mutate_column(struct making *k, const struct expr *e)
{
    const struct expr *from = e->args[0];
    while (from->op == EX_SLOT) from = k->m->slots[from->index].def;
    unsigned n = from->type == TYPE_ITEM ? ITEM_COLUMNS : k->m->tables[from->index].n_columns, next = (e->index + 1u) % n;
    if (from->type == TYPE_ITEM && !is_text_column(e->index)) {
        next = e->index == ITEM_CASE_PACK ? ITEM_UNIT_PRICE : ITEM_CASE_PACK;
        if (e->index != ITEM_CASE_PACK && e->index != ITEM_UNIT_PRICE) return;
    }
    while (from->type == TYPE_ITEM && is_text_column(e->index) && !is_text_column(next)) next = (next + 1) % n;
    if (next == e->index) return;
    struct mutant *x = add(k, "column", words(k, e, "reads another column"), expr_node_place(e));
    PATCH(k, x, e->index, (uint16_t)next);
}

static void mutate_expr(void *context, const struct expr *e)
{
    struct making *k = context;
    if (cover_has(k->seen, e) || k->all.count > MOST_MUTANTS) return;
    cover_hit(k->seen, e);
    mutate_op(k, e);
    mutate_structure(k, e);
    if (e->op == EX_LITERAL) mutate_literal(k, e);
    if (e->op == EX_PATH) mutate_path(k, e);
    if (e->op == EX_COLUMN) mutate_column(k, e);
}

/* ---- rules ---- */

static void mutate_absence(struct making *k, const struct rule *r)
{
    struct mutant *x;
    if (r->absence == ABSENT_DEFAULT) {
        x = add(k, "default", arena_printf(k->arena, "no default \"%.*s\"", SLICE_ARG(r->dflt)), r->place);
        PATCH(k, x, r->absence, ABSENT_FINE);
    } else if (r->absence == ABSENT_REQUIRED && !r->convert && !r->price && !(r->from && r->from->certain)) {
        x = add(k, "required", SLICE("may be absent"), r->place);
        PATCH(k, x, r->absence, ABSENT_FINE);
    }
    if (r->truncate) {
        x = add(k, "too-long", SLICE("is not cut when it is too long"), r->place);
        PATCH(k, x, r->truncate, false);
    }
    if (r->miss_default) {
        x = add(k, "on-miss", SLICE("a miss holds the document"), r->place);
        PATCH(k, x, r->miss_default, false);
        PATCH(k, x, r->miss, { .def = map_def(RUN_LOOKUP), .severity = SEV_HOLD_DOCUMENT });
    }
}

static void mutate_reports(struct making *k, const struct rule *r)
{
    const struct report *report;
    for (unsigned i = 0; (report = plan_report(r, i)); i++) {
        if (report == &r->required && r->from && r->from->certain) continue;
        enum severity other = report->severity >= SEV_WARN ? SEV_NOTE : SEV_HOLD_DOCUMENT;
        struct mutant *x = add(k, "severity", arena_printf(k->arena, "%s is a %s, not a %s", report->def->code, severity_name(other),
                                                           severity_name(report->severity)), r->place);
        PATCH(k, x, report->severity, other);
    }
}

static void mutate_number(struct making *k, const struct rule *r)
{
    struct mutant *x;
    if (r->round == ROUND_HALF_EVEN || r->round == ROUND_HALF_UP) {
        x = add(k, "round", SLICE("rounds down"), r->place);
        PATCH(k, x, r->round, ROUND_DOWN);
        x = add(k, "round", SLICE("rounds up"), r->place);
        PATCH(k, x, r->round, ROUND_UP);
    }
    if (r->places > 0) {
        x = add(k, "places", SLICE("has no fixed decimals"), r->place);
        PATCH(k, x, r->places, 0);
    }
    if (r->rounds && r->scale > 0) {
        x = add(k, "scale", SLICE("has one decimal less"), r->place);
        PATCH(k, x, r->scale, (uint8_t)(r->scale - 1));
    }
}

static void mutate_choose(struct making *k, const struct rule *r)
{
    for (unsigned i = 0; i < r->choose->n_rows; i++) {
        const struct choose_row *row = &r->choose->rows[i];
        if (row->when) continue;
        struct mutant *x = add(k, "row", arena_printf(k->arena, "no row for '%.*s'", SLICE_ARG(row->is)), plan_place(row->gives, r));
        PATCH(k, x, row->is, SLICE("\001"));
    }
}

static void mutate_convert(struct making *k, const struct rule *r)
{
    const struct convert *c = r->convert;
    for (unsigned i = 0; i < c->n_factors; i++) {
        const struct factor *f = &c->factors[i], *next = &c->factors[(i + 1) % c->n_factors];
        struct mutant *x = add(k, "factor", arena_printf(k->arena, "no factor for %.*s", SLICE_ARG(f->unit)), plan_place(f->is, r));
        PATCH(k, x, f->unit, SLICE("\001"));
        if (next == f || !f->is || !next->is) continue;
        x = add(k, "factor", arena_printf(k->arena, "%.*s has the factor of %.*s", SLICE_ARG(f->unit), SLICE_ARG(next->unit)), plan_place(f->is, r));
        PATCH(k, x, f->is, next->is);
    }
    if (c->remainder != REMAINDER_ERROR) return;
    struct mutant *x = add(k, "remainder", SLICE("a remainder is rounded up"), r->place);
    PATCH(k, x, c->remainder, REMAINDER_UP);
}

static void mutate_price(struct making *k, const struct rule *r)
{
    const struct price *p = r->price;
    struct mutant *x = add(k, "price", SLICE("no code means per each"), r->place);
    PATCH(k, x, p->each_codes, SLICE(""));
    if (p->known) {
        x = add(k, "price", SLICE("Prima's price is not looked at"), r->place);
        PATCH(k, x, p->known, NULL);
    }
    if (p->known_currency) {
        x = add(k, "price", SLICE("currencies are not compared"), r->place);
        PATCH(k, x, p->known_currency, NULL);
    }
    if (p->meaning_param < 0) return;
    x = add(k, "price", SLICE("its meaning is always per each"), r->place);
    PATCH(k, x, p->meaning_param, NO_PARAM);
}

/* The field stays empty. */
static void mutate_away(struct making *k, const struct rule *r)
{
    static const struct expr nothing = { .op = EX_LITERAL };
    if (r->kind != RULE_FIELD || !r->target) return;
    struct mutant *x = add(k, "rule", SLICE("the field stays empty"), r->place);
    PATCH(k, x, r->literal, false);
    PATCH(k, x, r->from, (struct expr *)(uintptr_t)&nothing);
    PATCH(k, x, r->absence, ABSENT_FINE);
}

static void mutate_rule(void *context, const struct rule *r, const struct block *block)
{
    struct making *k = context;
    (void)block;
    k->rule = r;
    mutate_away(k, r);
    plan_exprs(k->m, r, mutate_expr, k);
    mutate_absence(k, r);
    mutate_reports(k, r);
    mutate_number(k, r);
    if (r->choose) mutate_choose(k, r);
    if (r->convert) mutate_convert(k, r);
    if (r->price) mutate_price(k, r);
}

/* ---- the head ---- */

static slice other_code(struct making *k, const struct param *p)
{
    slice rest = p->values, word;
    while (slice_next(&rest, ' ', &word))
        if (word.len && !slice_eq(word, p->dflt)) return word;
    return other_text(k, p->dflt);
}

static void mutate_params(struct making *k)
{
    for (unsigned i = 1; i < k->m->n_params; i++) {
        const struct param *p = &k->m->params[i];
        if (!p->has_default) continue;
        slice other = p->type == PARAM_CODE ? other_code(k, p) : other_text(k, p->dflt);
        struct mutant *x = add(k, "param", arena_printf(k->arena, "$%.*s is \"%.*s\" by default", SLICE_ARG(p->name), SLICE_ARG(other)), p->place);
        PATCH(k, x, p->dflt, other);
    }
}

static void mutate_items(struct making *k)
{
    for (unsigned i = 0; i < k->m->items.n_kinds; i++) {
        const struct item_kind *kind = &k->m->items.kinds[i];
        struct mutant *x = add(k, "items", arena_printf(k->arena, "%.*s names no item", SLICE_ARG(kind->qualifier)), k->m->items.place);
        PATCH(k, x, kind->code, 0);
        PATCH(k, x, kind->qualifier, SLICE("\001"));
    }
}

void map_mutants(const struct map *m, struct arena *arena, const struct mutant **out, size_t *count)
{
    struct making k = { .m = m, .arena = arena, .seen = map_cover_new(arena) };
    mutate_params(&k);
    mutate_items(&k);
    if (m->key) plan_expr(m, NULL, m->key, mutate_expr, &k);
    plan_rules(m, mutate_rule, &k);
    *out = k.all.items;
    *count = k.all.count;
}
