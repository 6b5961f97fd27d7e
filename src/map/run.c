/* run.c - walks the plan: blocks make groups of the output, <each> goes through instances of the input.
 *
 * A line that is held is evaluated to its end, so that all its findings are made, and then taken back: the output tree is cut to where it was.  What
 * is the same for all instances of an <each> was made before its first one, and is shared. */
#include "map/run.h"

struct mark { uint32_t groups, values; struct texts_mark made; };

static void run_block(struct run *run, const struct block *block, uint32_t parent);

/* ---- fields ---- */

/* A text that will be gone soon is kept with the record; all others are pointed to. */
static slice keep(struct run *run, slice text, const char *room)
{
    struct texts *made = &run->out->made;
    if (text.ptr == room) texts_take(made, text.len);
    else if (expr_in_scratch(&run->x, text)) return texts_copy(made, text);
    else if (!text.ptr) return SLICE("");
    return text;
}

void run_put(struct run *run, const struct rule *r, struct tree_value *value)
{
    char *room = texts_room(&run->out->made, RUN_TEXT);
    slice text = NO_ARG;
    if (room && run_rule(run, r, room, &text)) text = keep(run, text, room);
    else text = NO_ARG;
    value->ptr = text.ptr;
    value->len = (uint32_t)text.len;
    value->wide = text.ptr && text.ptr == room;
}

/* What a cell gives without being run. */
static slice standing_text(const struct block *block, uint16_t k)
{
    const struct cell *cell = &block->cells[k];
    if (cell->kind == CELL_CONSTANT) return block->def->elems[k].constant;
    if (!cell->rule || !cell->rule->literal) return NO_ARG;
    return cell->rule->from->value.text.ptr ? cell->rule->from->value.text : SLICE("");
}

/* All of the block's seats: constants of the layout, literals of the map, and what `fixed` rules give; the others still empty. */
static void take_seats(struct run *run, const struct block *block, struct tree_value *values, bool fixed)
{
    for (unsigned i = 0; i < block->n_seats; i++) {
        uint16_t k = block->seats[i];
        const struct rule *r = block->cells[k].rule;
        slice text = standing_text(block, k);
        values[i] = (struct tree_value){ text.ptr, (uint32_t)text.len, k, r && r->literal };
        if (fixed && r && r->fixed && !r->literal) run_put(run, r, &values[i]);
    }
}

/* Before an <each> starts: the cells of its blocks that do not depend on the instance. */
static void prepare(struct run *run, const struct block *block)
{
    if (block->node != NO_NODE) take_seats(run, block, run->fixed + block->fixed_at, true);
    for (unsigned i = 0; i < block->n_children; i++)
        if (block->children[i].block) prepare(run, block->children[i].block);
}

/* ---- <each> ---- */

struct going { struct run *run; const struct each *each; uint32_t parent; struct seen_values *seen; };

static void take_back(struct run *run, struct mark mark)
{
    run->out->groups = mark.groups;
    run->out->values = mark.values;
    texts_return(&run->out->made, mark.made);
}

static void run_line(struct run *run, const struct each *each, uint32_t parent)
{
    struct mark mark = { run->out->groups, run->out->values, texts_mark(&run->out->made) };
    run->in_line = true;
    run->line_level = each->level;
    run->line = run->x.position[each->level];
    run->line_worst = SEV_NOTE;
    run_block(run, each->body, parent);
    run->in_line = false;
    run->result->lines++;
    if (run->line_worst == SEV_HOLD_LINE || run->line_worst == SEV_REJECT_LINE) {
        run->result->held_lines++;
        take_back(run, mark);
    } else {
        run->x.written[each->level]++;
    }
}

static bool visit(void *context, uint32_t group)
{
    struct going *g = context;
    struct expr_run *x = &g->run->x;
    uint8_t level = g->each->level;
    struct expr_scratch mark = x->scratch;
    x->instance[level] = group;
    x->serial[level]++;
    if (g->seen && !run_is_wanted(g->run, g->each, g->seen)) return true;
    x->position[level]++;
    if (g->each->line) run_line(g->run, g->each, g->parent);
    else {
        run_block(g->run, g->each->body, g->parent);
        x->written[level]++;
    }
    x->scratch.len = x->scratch.ptr == mark.ptr ? mark.len : 0;
    return true;
}

static void run_each(struct run *run, const struct each *each, uint32_t parent)
{
    struct expr_run *x = &run->x;
    struct seen_values seen = { 0 };
    struct going going = { run, each, parent, each->where || each->by ? &seen : NULL };
    uint8_t level = each->level;
    prepare(run, each->body);
    run_reached(run, each->rule);
    x->position[level] = 0;
    x->written[level] = 1;      /* the number the next one written will have */
    x->depth = x->open = level;
    expr_walk(x, each->from->ref, visit, &going);
    x->depth = x->open = (uint8_t)(level - 1);
    x->instance[level] = TREE_NONE;
}

/* ---- blocks ---- */

void run_check(struct run *run, const struct rule *r)
{
    struct value v;
    run_reached(run, r);
    run->x.rule = r;
    expr_eval(&run->x, r->from, &v);
    if (v.kind == VALUE_BOOL && !v.yes) run_report(run, r, &r->check, run_place(run, r->from), r->id, NO_ARG, NO_ARG, NO_ARG);
}

static void run_usually(struct run *run, const struct block *block, struct tree_value *values)
{
    for (unsigned i = 0; i < block->n_live; i++) {
        const struct rule *r = block->live[i];
        if (r->kind == RULE_LET) expr_slot_force(&run->x, r->slot);
        else run_put(run, r, &values[r->seat]);
    }
    for (unsigned i = 0; i < block->n_checks; i++) run_check(run, block->checks[i]);
}

static inline void run_rules(struct run *run, const struct block *block, struct tree_value *values)
{
    run_reached(run, block);
    if (block->level == 0 || run->x.careful) run_usually(run, block, values);
    else if (block->n_steps) run_quickly(run, block, values);
}

static bool holds(struct run *run, const struct expr *when)
{
    struct value v;
    run->x.rule = run->map->run_rule;
    expr_eval(&run->x, when, &v);
    return value_holds(&v);
}

void run_children(struct run *run, const struct block *block, uint32_t parent)
{
    for (unsigned i = 0; i < block->n_children; i++) {
        if (block->children[i].when && !holds(run, block->children[i].when)) continue;
        if (block->children[i].block) run_block(run, block->children[i].block, parent);
        else run_each(run, block->children[i].each, parent);
    }
}

inline struct tree_value *run_values(struct run *run, const struct block *block)
{
    struct tree_value *values = tree_value_room(run->out, block->n_seats);
    if (block->level == 0) take_seats(run, block, values, false);
    else for (unsigned i = 0; i < block->n_seats; i++) values[i] = run->fixed[block->fixed_at + i];
    run_rules(run, block, values);
    return values;
}

static void run_block(struct run *run, const struct block *block, uint32_t parent)
{
    if (block->node == NO_NODE) {
        run_rules(run, block, NULL);
        run_children(run, block, parent);
        return;
    }
    if (block->set) {
        run_set_block(run, block, parent);
        return;
    }
    (void)run_values(run, block);
    uint32_t group = tree_add_record(run->out, block->node, parent, block->n_seats, block->level ? run->x.position[block->level] : 0);
    if (run->trace) trace_group(run->trace, run, group, block);
    run_children(run, block, group);
    tree_close(run->out, group);
}

slice map_key(const struct map *m, const struct tree *in)
{
    struct arena *arena = arena_new();
    struct diags diags;
    struct run run = { .map = m };
    struct map_env env = { 0 };
    struct value v;
    slice key = NO_ARG;
    diags_init(&diags, arena, 1);
    if (m->key && in->groups) {
        run_start(&run, m, &env, in, arena, &diags);
        expr_eval_raw(&run.x, m->key, &v);
        if (v.kind == VALUE_TEXT) key = v.text;
    }
    arena_free(arena);
    return key;
}

/* Where the document's text ends for certain: its last field. */
static uint32_t readable(const struct tree *in)
{
    if (in->fields == 0 || span_is_absent(in->field[in->fields - 1])) return 0;
    return in->field[in->fields - 1].off + in->field[in->fields - 1].len;
}

void map_run(const struct map *m, const struct map_env *env, const struct tree *in, struct arena *arena, struct tree *out,
             struct map_trace *trace, struct map_result *result, struct diags *diags)
{
    struct run run = { .out = out, .result = result, .trace = trace };
    struct value key;
    *result = (struct map_result){ .worst = SEV_NOTE };
    tree_reset(out);
    run_start(&run, m, env, in, arena, diags);
    run.x.careful = trace != NULL || env->cover != NULL;        /* so that a test can hold the two ways against each other */
    if (env->cover) run_cover_begin(&run);
    run.readable = readable(in);
    run.fixed = arena_array(arena, m->n_fixed + 1, sizeof *run.fixed);
    if (trace) trace_begin(trace, m, env);
    run_block(&run, m->root, 0);
    if (m->flat) run_set_end(&run);
    if (out->made.over) run_finding(&run, m->run_rule, map_def(RUN_TOO_BIG), SEV_HOLD_DOCUMENT, run_place(&run, NULL), m->id,
                                   NO_ARG, NO_ARG, NO_ARG);
    if (env->cover) run_cover_end(&run);
    if (!m->key) return;
    expr_eval_raw(&run.x, m->key, &key);
    if (key.kind == VALUE_TEXT) result->key = key.text;
}
