/* trace.c - where each group of the output came from.  Only coordinates are kept (block, instances, counts); a field is explained by evaluating its
 * rule again at those coordinates, so that tracing costs a run nearly nothing and can never disagree with it. */
#include "map/trace.h"

struct map_trace *map_trace_new(struct arena *arena)
{
    struct map_trace *t = arena_alloc(arena, sizeof *t);
    t->arena = arena;
    return t;
}

/* The environment is borrowed (items and tables), its parameters are copied: explaining happens after the run. */
void trace_begin(struct map_trace *trace, const struct map *m, const struct map_env *env)
{
    struct map_param *params = arena_array(trace->arena, env->n_params + 1, sizeof *params);
    for (unsigned i = 0; i < env->n_params; i++)
        params[i] = (struct map_param){ .name = arena_copy(trace->arena, env->params[i].name),
                                        .value = arena_copy(trace->arena, env->params[i].value) };
    trace->map = m;
    trace->env = *env;
    trace->env.params = params;
    trace->env.cover = NULL;
    trace->env.document_id = arena_copy(trace->arena, env->document_id);
    trace->count = 0;
}

void trace_group(struct map_trace *trace, const struct run *run, uint32_t group, const struct block *block)
{
    if (trace->count > group) trace->count = group;     /* a held line was taken back */
    struct traced *t = arena_grow(trace->arena, &trace->groups, &trace->count, &trace->room, sizeof *t);
    t->block = block;
    for (unsigned l = 1; l < TRACE_LEVELS; l++)
        t->at[l - 1] = (struct trace_level){ run->x.instance[l], run->x.position[l], run->x.written[l] };
}

bool trace_return(const struct map_trace *trace, const struct tree *in, uint32_t group, struct run *run, struct arena *arena,
                  struct diags *ignored)
{
    if (!trace->map || group >= trace->count || !trace->groups[group].block) return false;
    const struct traced *t = &trace->groups[group];
    diags_init(ignored, arena, 1);
    run_start(run, trace->map, &trace->env, in, arena, ignored);
    for (unsigned l = 1; l < TRACE_LEVELS; l++) {
        run->x.instance[l] = t->at[l - 1].instance;
        run->x.position[l] = t->at[l - 1].position;
        run->x.written[l] = t->at[l - 1].written;
    }
    run->x.depth = run->x.open = t->block->level;
    return true;
}

struct place map_trace_place(const struct map_trace *trace, const struct tree *in, uint32_t group, unsigned field)
{
    struct place place = { .source = in->source };
    struct arena *arena = arena_new();
    struct diags ignored;
    struct run run = { 0 };
    if (trace_return(trace, in, group, &run, arena, &ignored)) {
        const struct block *block = trace->groups[group].block;
        const struct rule *r = field < block->n_cells ? block->cells[field].rule : NULL;
        place = run_place(&run, r ? (r->from ? r->from : r->choose ? r->choose->on : NULL) : NULL);
    }
    arena_free(arena);
    return place;
}
