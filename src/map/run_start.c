/* run_start.c - a run before its first rule: parameters read, tables found, the document's segments indexed by kind, storage for slots made.  All of
 * it comes from the document's arena, once. */
#include "map/run.h"

#include "expr/eval.h"
#include "map/compile.h"

enum { SCRATCH_BYTES = 2048 };         /* grows when a document has long texts */

/* ---- parameters ---- */

static void set_param(struct run *run, const struct param *p, slice text, struct value *out)
{
    decimal d;
    slice wanted = param_expected(p, text);
    *out = value_text(text);
    if (wanted.len) run_finding(run, run->map->run_rule, map_def(RUN_PARAM), SEV_HOLD_DOCUMENT, run_place(run, NULL), p->name,
                                text, wanted, NO_ARG);
    if (p->type != PARAM_NUMBER) return;
    *out = wanted.len || !decimal_parse(text, &d) ? value_trouble() : (struct value){ .kind = VALUE_NUMBER, .number = d, .text = text };
}

static slice param_value(const struct map_env *env, const struct param *p)
{
    for (unsigned i = 0; i < env->n_params; i++)
        if (slice_eq(env->params[i].name, p->name)) return env->params[i].value.ptr ? env->params[i].value : SLICE("");
    return p->dflt;
}

static void read_params(struct run *run, struct value *values)
{
    const struct map *m = run->map;
    run->x.params = values;
    values[0] = value_text(run->env->document_id);
    for (unsigned i = 1; i < m->n_params; i++) {
        slice text = param_value(run->env, &m->params[i]);
        if (text.ptr) {
            set_param(run, &m->params[i], text, &values[i]);
            continue;
        }
        values[i] = value_trouble();
        run_finding(run, m->run_rule, map_def(MAP_PARAM_MISSING), SEV_HOLD_DOCUMENT, run_place(run, NULL), m->params[i].name,
                    m->id, NO_ARG, NO_ARG);
    }
}

/* ---- tables and items ---- */

static int column_find(const struct table_lookup *t, slice name)
{
    for (unsigned i = 0; i < t->n_columns; i++)
        if (slice_eq(t->columns[i], name)) return (int)i;
    return -1;
}

static void bind_table(struct run *run, const struct used_table *used, struct bound_table *out)
{
    const struct map_env *env = run->env;
    for (unsigned i = 0; i < env->n_tables && !out->table; i++)
        if (slice_eq(env->tables[i].name, used->name)) out->table = &env->tables[i];
    out->missing = out->table == NULL;
    if (out->missing) return;
    int key = column_find(out->table, used->key);
    out->missing = key < 0;
    out->key = (unsigned)key;
    out->columns = arena_array(run->x.arena, used->n_columns + 1, sizeof *out->columns);
    for (unsigned i = 0; i < used->n_columns; i++) {
        int column = column_find(out->table, used->columns[i]);
        out->missing |= column < 0;
        out->columns[i] = (unsigned)column;
    }
}

/* ---- the document ---- */

static struct expr_state *make_states(const struct map *m, struct arena *arena)
{
    struct expr_state *states = arena_array(arena, m->n_slots + 1, sizeof *states);
    for (unsigned i = 0; i < m->n_slots; i++) {
        const struct expr *def = m->slots[i].def;
        if (def && def->type == TYPE_ITEM) states[i].match = arena_alloc(arena, sizeof *states[i].match);
    }
    return states;
}

void run_start(struct run *run, const struct map *m, const struct map_env *env, const struct tree *in, struct arena *arena,
               struct diags *diags)
{
    struct expr_run *x = &run->x;
    run->map = m;
    run->env = env;
    run->diags = diags;
    x->arena = arena;
    x->slots = m->slots;
    x->host = &run_host;
    x->rule = m->run_rule;
    x->scratch = (struct expr_scratch){ arena_alloc(arena, SCRATCH_BYTES), 0, SCRATCH_BYTES };
    uint16_t kinds = m->from->n_nodes;
    uint32_t *first = arena_array(arena, kinds, 2 * sizeof *first);
    tree_index(in, first, first + kinds, kinds);
    expr_run_begin(x, in, first, first + kinds, kinds);
    if (path_record(m->from)) x->instance[0] = in->groups > 1 ? 1 : TREE_NONE;
    x->states = make_states(m, arena);
    read_params(run, arena_array(arena, m->n_params, sizeof(struct value)));
    run->tables = arena_array(arena, m->n_tables + 1, sizeof *run->tables);
    for (unsigned i = 0; i < m->n_tables; i++) bind_table(run, &m->tables[i], &run->tables[i]);
}
