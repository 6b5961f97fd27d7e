/* explain.c - "why is it this?" for any field of the output: the value, how it was computed, each part with its bytes in the source, its table row or
 * parameter, and the rule with its line in the map. */
#include "base/render.h"
#include "map/compile.h"
#include "map/find.h"
#include "map/trace.h"

enum { WHY_MAX = 24 };

struct leaf { const struct expr *e; slice value; uint32_t group, row; struct span span; };
struct why { struct leaf leaves[WHY_MAX]; unsigned n; };

void why_leaf(struct expr_run *x, const struct expr *e, const struct value *value, uint32_t group, struct span span, uint32_t row)
{
    struct run *run = (struct run *)x;
    struct why *why = run->why;
    char room[VALUE_MAX_TEXT];
    if (!why || why->n == WHY_MAX) return;
    for (unsigned i = 0; i < why->n; i++) {
        const struct leaf *l = &why->leaves[i];
        bool same_field = e->op == EX_PATH && l->e->op == EX_PATH && l->group == group && l->span.off == span.off &&
                group != TREE_NONE;
        if ((l->e == e && l->group == group) || same_field) return;
    }
    struct leaf *l = &why->leaves[why->n++];
    *l = (struct leaf){ .e = e, .value = arena_copy(x->arena, value_show(value, room)), .group = group, .row = row, .span = span };
    if (e->op == EX_PATH && e->type == TYPE_NUMBER && !span_is_absent(span)) l->value = tree_slice(x->in, span);
}

/* ---- parts ---- */

static void put_bytes(struct buf *out, const struct tree *in, struct span span)
{
    uint64_t from = tree_offset(in, span);
    if (span.len > 1) buf_printf(out, ", bytes %llu-%llu", (unsigned long long)from, (unsigned long long)(from + span.len - 1));
    else buf_printf(out, ", byte %llu", (unsigned long long)from);
    if (in->source && in->source->name) buf_printf(out, " of %s", in->source->name);
}

/* "Line[2]/@Qty", where it stands. */
static void put_field(struct buf *out, const struct run *run, uint32_t group, unsigned k, struct span span)
{
    const struct tree *in = run->x.in;
    struct place place = { .source = in->source, .offset = tree_offset(in, span), .length = span.len };
    unsigned line, column;
    struct buf name = BUF_INIT(1000);
    find_label(run->map->from, in, group, k - 1, &name);
    size_t record = path_record(run->map->from) ? slice_find(buf_slice(&name), '/') + 1 : 0;     /* the record's own name says nothing */
    buf_printf(out, "<- %.*s", SLICE_ARG(slice_sub(buf_slice(&name), record, name.len)));
    buf_free(&name);
    if (span_is_absent(span) || span.len == 0) return;
    if (place_line(&place, &line, &column)) buf_printf(out, ", line %u, column %u", line, column);
    if (in->source && in->source->name) buf_printf(out, " of %s", in->source->name);
}

/* "PO1.07", the segment and where it stands. */
static void put_element(struct buf *out, const struct run *run, uint32_t group, unsigned k, slice name, struct span span)
{
    const struct tree *in = run->x.in;
    if (run->map->from->is_record && k > 0) {
        put_field(out, run, group, k, span);
        return;
    }
    slice id = tree_field(in, group, 0), control = tree_field(in, 1, 2);
    buf_printf(out, "<- %.*s.%02u", SLICE_ARG(id), k);
    if (name.len) buf_printf(out, " %.*s", SLICE_ARG(name));
    buf_printf(out, ", segment %u of ST %.*s", in->group[group].number, SLICE_ARG(control));
    if (!span_is_absent(span) && span.len) put_bytes(out, in, span);
}

/* What was read is shown as it was sent; what was made of it, when that looks different. */
static void put_reading(struct buf *out, const struct tree *in, const struct leaf *l)
{
    slice sent = span_is_absent(l->span) ? NO_ARG : tree_slice(in, l->span);
    decimal d;
    char room[DECIMAL_MAX_TEXT];
    if (l->e->type == TYPE_DATE && sent.len) buf_printf(out, ", written %.*s", SLICE_ARG(sent));
    if (l->e->type != TYPE_NUMBER || !decimal_parse(sent, &d) || d.scale + l->e->index > 18) return;
    d.scale = (uint8_t)(d.scale + l->e->index);     /* implied decimals */
    slice number = { room, decimal_format(decimal_normal(d), room) };
    if (!slice_eq(sent, number)) buf_printf(out, ", read as the number %.*s", SLICE_ARG(number));
}

static void put_path(struct buf *out, const struct run *run, const struct leaf *l)
{
    const struct tree *in = run->x.in;
    const struct elem *elem = l->e->about;
    if (l->group == TREE_NONE) {
        buf_printf(out, "<- %.*s", SLICE_ARG(expr_source(l->e)));
        if (elem) buf_printf(out, " (%.*s)", SLICE_ARG(elem->name));
        buf_puts(out, ", which is not in the document");
        return;
    }
    unsigned k = l->e->ref->leaf == LEAF_ELEMENT ? l->e->ref->element : 0;
    for (unsigned i = 1; !k && i < in->group[l->group].fields && !span_is_absent(l->span); i++)
        if (in->field[in->group[l->group].first + i].off == l->span.off) k = i;
    put_element(out, run, l->group, k, elem ? elem->name : NO_ARG, l->span);
    put_reading(out, in, l);
}

static void put_item(struct buf *out, struct run *run, const struct leaf *l)
{
    bool trouble = false;
    const struct item_match *m = expr_eval_item(&run->x, l->e->args[0], &trouble);
    buf_puts(out, "<- item ");
    for (unsigned i = ITEM_PRODUCT; m && i <= ITEM_MTRX4; i++) {
        slice column = item_text(m, i);
        if (column.len) buf_printf(out, "%s%.*s", i == ITEM_PRODUCT ? "" : "/", SLICE_ARG(column));
    }
    buf_printf(out, ", %.*s", SLICE_ARG(l->e->name));
    if (m) buf_printf(out, ", items.csv row %u", l->row);
    else buf_puts(out, ", which was not found");
}

/* The pair of the line that the master was found by; counted as run_item.c counts them. */
static void put_item_key(struct buf *out, const struct run *run, const struct expr *item, const struct item_match *m)
{
    const struct tree *in = run->x.in;
    const struct expr_ref *ref = item->args[0]->ref;
    uint32_t group = expr_fields_group(ref, run->x.instance[ref->base]);
    const struct segment_def *def = run->map->from->nodes[schema_opener(run->map->from, ref->leaf_kind)].segment;
    for (unsigned k = ref->pair_first, n = 0; k <= ref->pair_last && k + 1u < in->group[group].fields; k += 2) {
        slice qualifier = tree_field(in, group, k), value = tree_field(in, group, k + 1);
        bool known = false;
        for (unsigned i = 0; i < run->map->items.n_kinds && value.len; i++) known |= slice_eq(run->map->items.kinds[i].qualifier, qualifier);
        if (!known || n++ != m->key) continue;
        slice meaning = elem_code_meaning(&def->elems[k - 1], qualifier);
        buf_printf(out, "  %.*s ", SLICE_ARG(value));
        put_element(out, run, group, k + 1, def->elems[k].name, in->field[in->group[group].first + k + 1]);
        buf_printf(out, ": %.*s%s%.*s%s, by which the item was found\n", SLICE_ARG(qualifier), meaning.len ? " (" : "", SLICE_ARG(meaning),
                   meaning.len ? ")" : "");
        return;
    }
}

/* Once for each item that was asked, after its first column. */
static void put_item_keys(struct buf *out, struct run *run, const struct why *why, unsigned at)
{
    const struct leaf *l = &why->leaves[at];
    if (l->e->op != EX_COLUMN || l->e->args[0]->type != TYPE_ITEM) return;
    const struct expr *item = l->e->args[0];
    for (unsigned i = 0; i < at; i++)
        if (why->leaves[i].e->op == EX_COLUMN && why->leaves[i].e->args[0]->index == item->index) return;
    bool trouble = false;
    const struct item_match *m = expr_eval_item(&run->x, item, &trouble);
    while (item->op == EX_SLOT && run->map->slots[item->index].def) item = run->map->slots[item->index].def;
    if (m && item->op == EX_ITEM) put_item_key(out, run, item, m);
}

static void put_row(struct buf *out, struct run *run, const struct leaf *l)
{
    const struct expr *lookup = l->e->args[0];
    while (lookup->op == EX_SLOT) lookup = run->map->slots[lookup->index].def;
    const struct used_table *t = &run->map->tables[lookup->index];
    buf_printf(out, "<- table %.*s, %.*s", SLICE_ARG(t->name), SLICE_ARG(l->e->name));
    if (l->row) buf_printf(out, ", row %u", l->row);
    else buf_puts(out, ": no row");
}

static void put_param(struct buf *out, const struct run *run, unsigned index)
{
    const struct param *p = &run->map->params[index];
    if (index == 0) {
        buf_puts(out, "<- the document's id ($document)");
        return;
    }
    for (unsigned i = 0; i < run->env->n_params; i++) {
        if (!slice_eq(run->env->params[i].name, p->name)) continue;
        buf_printf(out, "<- parameter $%.*s, set by the agreement", SLICE_ARG(p->name));
        return;
    }
    buf_printf(out, "<- parameter $%.*s, default in line %u of the map", SLICE_ARG(p->name), compile_line(p->place));
}

static void put_leaf(struct buf *out, struct run *run, const struct leaf *l)
{
    buf_printf(out, "  %.*s ", SLICE_ARG(l->value.len ? l->value : SLICE("(absent)")));
    if (l->e->op == EX_PATH) put_path(out, run, l);
    else if (l->e->op == EX_PARAM) put_param(out, run, l->e->index);
    else if (l->e->args[0]->type == TYPE_ITEM) put_item(out, run, l);
    else put_row(out, run, l);
    buf_putc(out, '\n');
}

/* ---- how ---- */

static void put_decimal(struct buf *out, decimal d)
{
    char room[DECIMAL_MAX_TEXT];
    buf_add(out, (slice){ room, decimal_format(decimal_normal(d), room) });
}

static bool slot_decimal(const struct run *run, uint16_t slot, decimal *out)
{
    const struct expr_state *s = slot == NO_SLOT ? NULL : &run->x.states[slot];
    if (!s || s->value.kind != VALUE_NUMBER) return false;
    *out = s->value.number;
    return true;
}

static void put_convert(struct buf *out, struct run *run, const struct rule *r, slice value)
{
    struct value quantity, unit;
    char room[VALUE_MAX_TEXT];
    decimal factor;
    if (!slot_decimal(run, r->convert->factor_slot, &factor)) return;
    expr_eval(&run->x, r->from, &quantity);
    expr_eval(&run->x, r->convert->unit, &unit);
    buf_printf(out, "%.*s = %.*s x ", SLICE_ARG(value), SLICE_ARG(value_show(&quantity, room)));
    put_decimal(out, factor);
    buf_printf(out, " (%.*s -> %.*s)\n", SLICE_ARG(unit.text), SLICE_ARG(r->convert->to));
}

static void put_price(struct buf *out, struct run *run, const struct rule *r, slice value)
{
    decimal factor, quantity;
    struct value price, result;
    char room[VALUE_MAX_TEXT];
    if (!slot_decimal(run, r->price->factor_slot, &factor) || !slot_decimal(run, r->price->quantity_slot, &quantity)) return;
    expr_eval(&run->x, r->from, &price);
    run_rule_value(run, r, &result);
    if (price.kind != VALUE_NUMBER || result.kind != VALUE_NUMBER) return;
    bool total = r->price->meaning_param >= 0 && slice_is(run->x.params[r->price->meaning_param].text, "line-total");
    bool each = decimal_cmp(price.number, result.number) == 0;
    buf_printf(out, "%.*s = %.*s", SLICE_ARG(value), SLICE_ARG(value_show(&price, room)));
    if (total) buf_puts(out, ", as the value of the whole line\n");
    else if (each) buf_puts(out, ", taken as a price per each\n");
    else {
        buf_puts(out, " / ");
        put_decimal(out, factor);
        buf_printf(out, ", taken as a price per unit of the line, to %u decimals\n", r->scale);
    }
}

static void put_choice(struct buf *out, struct run *run, const struct rule *r, slice value)
{
    struct value on = value_absent();
    char room[VALUE_MAX_TEXT];
    if (r->choose->on) expr_eval(&run->x, r->choose->on, &on);
    slice text = value_show(&on, room);
    if (r->choose->on) buf_printf(out, "%.*s is the row for %.*s = '%.*s'\n", SLICE_ARG(value),
                                  SLICE_ARG(expr_source(r->choose->on)), SLICE_ARG(text));
}

static void put_how(struct buf *out, struct run *run, const struct rule *r, slice value)
{
    if (r->kind == RULE_CONVERT) put_convert(out, run, r, value);
    else if (r->kind == RULE_PRICE) put_price(out, run, r, value);
    else if (r->kind == RULE_CHOOSE) put_choice(out, run, r, value);
    else if (r->from->op == EX_LITERAL) buf_puts(out, "  a fixed value of the map\n");
    else if (r->from->op != EX_PATH) buf_printf(out, "%.*s = %.*s\n", SLICE_ARG(value.len ? value : SLICE("(absent)")),
                                                SLICE_ARG(expr_source(r->from)));
}

static void put_rule(struct buf *out, const struct map *m, const struct rule *r)
{
    buf_printf(out, "  rule %.*s, %.*s@%.*s line %u", SLICE_ARG(r->id), SLICE_ARG(m->id), SLICE_ARG(m->version),
               compile_line(r->place));
    if (r->place.source && r->place.source != m->source_file) buf_printf(out, " of %s", r->place.source->name);
    buf_putc(out, '\n');
}

/* Parameters that select: REF[01=$qualifier]. */
static void put_selectors(struct buf *out, const struct run *run, const struct expr_ref *ref)
{
    for (unsigned s = 0; s < ref->n_steps; s++) {
        for (unsigned t = 0; t < ref->steps[s].n_tests; t++) {
            const struct ref_test *test = &ref->steps[s].tests[t];
            for (unsigned i = 0; i < test->n; i++) {
                if (test->values[i].param < 0) continue;
                buf_printf(out, "  %.*s ", SLICE_ARG(run->x.params[test->values[i].param].text));
                put_param(out, run, (unsigned)test->values[i].param);
                buf_putc(out, '\n');
            }
        }
    }
}

/* A count has no bytes to show: say what was counted. */
static void put_counts(struct buf *out, const struct run *run, const struct expr *e)
{
    if (e->op == EX_PATH) put_selectors(out, run, e->ref);
    if (e->op == EX_SLOT && run->map->slots[e->index].def) put_counts(out, run, run->map->slots[e->index].def);
    if (e->op == EX_WRITTEN) buf_printf(out, "  %.*s is number %u of those written\n", SLICE_ARG(expr_source(e)),
                                        run->x.written[e->index]);
    if (e->op == EX_POSITION) buf_printf(out, "  %.*s is number %u of those in the document\n", SLICE_ARG(expr_source(e)),
                                         run->x.position[e->index]);
    for (unsigned i = 0; i < e->n_args; i++) put_counts(out, run, e->args[i]);
}

/* Rules above give values that this one uses; lets are forgotten again, so that their leaves are seen. */
static void run_above(struct run *run, const struct block *block, const struct rule *r)
{
    char room[RUN_TEXT];
    slice text;
    for (unsigned i = 0; i < block->n_rules && block->rules[i] != r; i++)
        if (block->rules[i]->slot != NO_SLOT && block->rules[i]->kind != RULE_LET) (void)run_rule(run, block->rules[i], room,
                &text);
    for (unsigned i = 0; i < run->map->n_slots; i++)
        if (run->map->slots[i].def) run->x.states[i].serial = 0;
}

static void put_derivation(struct buf *out, struct run *run, const struct block *block, const struct rule *r)
{
    struct why why = { .n = 0 };
    char room[RUN_TEXT];
    slice text = NO_ARG;
    run_above(run, block, r);
    run->why = &why;
    run->x.host = &run_host_why;
    run->x.careful = true;
    bool there = run_rule(run, r, room, &text);
    run->x.host = &run_host;
    run->x.careful = false;
    if (!there) text = NO_ARG;
    put_how(out, run, r, text);
    for (unsigned i = 0; i < why.n; i++) {
        put_leaf(out, run, &why.leaves[i]);
        put_item_keys(out, run, &why, i);
    }
    if (r->from) put_counts(out, run, r->from);
    if (!there) buf_puts(out, "  nothing is written: the value is absent and the rule allows it\n");
    put_rule(out, run->map, r);
}

static void put_head(struct buf *out, const struct tree *tree, const struct map *m, uint32_t group, unsigned k)
{
    slice value = tree_value(tree, group, k);
    find_label(m->to, tree, group, k, out);
    buf_puts(out, " = ");
    buf_printf(out, value.ptr ? "\"%.*s\"\n" : "(absent)%.*s\n", SLICE_ARG(value));
}

bool map_explain(const struct map *m, const struct map_trace *trace, const struct tree *in, const struct tree *out, slice path,
                 struct buf *text)
{
    uint32_t group;
    unsigned k;
    if (!find_field(m->to, out, path, &group, &k, text)) return false;
    struct arena *arena = arena_new();
    struct diags ignored;
    struct run run = { 0 };
    put_head(text, out, m, group, k);
    if (trace_return(trace, in, group, &run, arena, &ignored)) {
        const struct block *block = trace->groups[group].block;
        const struct cell *cell = &block->cells[k];
        if (cell->kind == CELL_CONSTANT) buf_printf(text, "  a constant of the layout %.*s\n", SLICE_ARG(m->to->id));
        else if (cell->kind == CELL_COUNTED && block->set->level) buf_printf(text, "  of the level %.*s, numbered when all is written\n  %.*s@%.*s, node in line %u\n",
                SLICE_ARG(block->set->level->code), SLICE_ARG(m->id), SLICE_ARG(m->version), compile_line(block->place));
        else if (cell->kind == CELL_COUNTED) buf_printf(text, "  counted when all is written, as the set %.*s says\n", SLICE_ARG(m->to->set_id));
        else if (!cell->rule && !cell->reason.ptr) buf_puts(text, "  no rule speaks of it\n");
        else if (!cell->rule) buf_printf(text, "  left unmapped: %.*s\n  %.*s@%.*s, record in line %u\n",
                                         SLICE_ARG(cell->reason), SLICE_ARG(m->id), SLICE_ARG(m->version),
                                                 compile_line(block->place));
        else put_derivation(text, &run, block, cell->rule);
    }
    arena_free(arena);
    return true;
}
