/* run.c - walks the plan: blocks make groups of the output, <each> goes through instances of the input.
 *
 * A line that is held is evaluated to its end, so that all its findings are made, and then taken back: the output tree is cut to where it was.  What
 * is the same for all instances of an <each> was written before its first one, and is shared by span. */
#include "map/run.h"

#include "map/compile.h"

struct mark { uint32_t groups, fields; size_t text; };

static void run_block(struct run *run, const struct block *block, uint32_t parent);

/* tree_put() without the call when there is room, as there nearly always is. */
static inline struct span put_text(struct tree *out, slice text)
{
    if (text.len + 1 > out->own.room - out->own.len || text.len == 0) return tree_put(out, text);
    struct span span = { (uint32_t)out->own.len, (uint32_t)text.len };
    memcpy(out->own.ptr + out->own.len, text.ptr, text.len);
    out->own.len += text.len;
    return span;
}

static void put_rule(struct run *run, const struct rule *r, struct span *span)
{
    char room[RUN_TEXT];
    slice text;
    *span = run_rule(run, r, room, &text) ? put_text(run->out, text) : SPAN_ABSENT;
}

static void put_cells(struct run *run, const struct block *block, struct span *spans, bool fixed)
{
    for (unsigned k = 0; k < block->n_cells; k++) {
        const struct cell *cell = &block->cells[k];
        spans[k] = SPAN_ABSENT;
        if (cell->kind == CELL_CONSTANT) spans[k] = tree_put(run->out, block->def->elems[k].constant);
        else if (fixed && cell->kind == CELL_RULE && cell->rule->fixed) put_rule(run, cell->rule, &spans[k]);
    }
}

/* Before an <each> starts: the cells of its blocks that do not depend on the instance. */
static void prepare(struct run *run, const struct block *block)
{
    if (block->node != NO_NODE) put_cells(run, block, run->fixed + block->fixed_at, true);
    for (unsigned i = 0; i < block->n_children; i++)
        if (block->children[i].block) prepare(run, block->children[i].block);
}

/* ---- <each> ---- */

struct going { struct run *run; const struct each *each; uint32_t parent; };

static void take_back(struct run *run, struct mark mark)
{
    run->out->groups = mark.groups;
    run->out->fields = mark.fields;
    run->out->own.len = mark.text;
}

static void run_line(struct run *run, const struct each *each, uint32_t parent)
{
    struct mark mark = { run->out->groups, run->out->fields, run->out->own.len };
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
    x->position[level]++;
    x->serial[level]++;
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
    struct going going = { run, each, parent };
    uint8_t level = each->level;
    prepare(run, each->body);
    x->position[level] = 0;
    x->written[level] = 1;      /* the number the next one written will have */
    x->depth = x->open = level;
    expr_walk(x, each->from->ref, visit, &going);
    x->depth = x->open = (uint8_t)(level - 1);
    x->instance[level] = TREE_NONE;
}

/* ---- blocks ---- */

static void run_rules(struct run *run, const struct block *block, struct span *spans)
{
    for (unsigned i = 0; i < block->n_rules; i++) {
        const struct rule *r = block->rules[i];
        if (r->kind == RULE_LET) {
            if (r->from->asks) expr_slot_force(&run->x, r->slot);
        } else if (!r->fixed || block->level == 0) {
            put_rule(run, r, &spans[r->field]);
        }
    }
    for (unsigned i = 0; i < block->n_checks; i++) {
        const struct rule *r = block->checks[i];
        struct value v;
        run->x.rule = r;
        expr_eval(&run->x, r->from, &v);
        if (v.kind == VALUE_BOOL && !v.yes) run_report(run, r, &r->check, run_place(run, r->from), r->id, NO_ARG, NO_ARG, NO_ARG);
    }
}

static void run_children(struct run *run, const struct block *block, uint32_t parent)
{
    for (unsigned i = 0; i < block->n_children; i++) {
        if (block->children[i].block) run_block(run, block->children[i].block, parent);
        else run_each(run, block->children[i].each, parent);
    }
}

static void run_block(struct run *run, const struct block *block, uint32_t parent)
{
    if (block->node == NO_NODE) {
        run_rules(run, block, NULL);
        run_children(run, block, parent);
        return;
    }
    struct span *spans = tree_room(run->out, block->n_cells);
    if (block->level == 0) put_cells(run, block, spans, false);
    else if (block->n_cells) memcpy(spans, run->fixed + block->fixed_at, block->n_cells * sizeof *spans);
    run_rules(run, block, spans);
    uint32_t group = tree_add(run->out, block->node, parent, block->n_cells, block->level ? run->x.position[block->level] : 0);
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

void map_run(const struct map *m, const struct map_env *env, const struct tree *in, struct arena *arena, struct tree *out,
             struct map_trace *trace, struct map_result *result, struct diags *diags)
{
    struct run run = { .out = out, .result = result, .trace = trace };
    struct value key;
    *result = (struct map_result){ .worst = SEV_NOTE };
    tree_reset(out);
    run_start(&run, m, env, in, arena, diags);
    run.fixed = arena_array(arena, m->n_fixed + 1, sizeof *run.fixed);
    if (trace) trace_begin(trace, m, env);
    run_block(&run, m->root, 0);
    if (out->own.over) run_finding(&run, m->run_rule, map_def(RUN_TOO_BIG), SEV_HOLD_DOCUMENT, run_place(&run, NULL), m->id,
                                   NO_ARG, NO_ARG, NO_ARG);
    if (!m->key) return;
    expr_eval_raw(&run.x, m->key, &key);
    if (key.kind == VALUE_TEXT) result->key = key.text;
}
