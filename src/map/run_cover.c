/* run_cover.c - what a run notes for coverage besides the parts it goes through: rows of tables, arms of conditions, lets that were asked. */
#include "map/run.h"

void run_cover_branch(struct expr_run *x, const struct expr *e) { run_reached((struct run *)x, e); }

void run_cover_row(struct run *run, unsigned table, uint32_t line) { cover_row_hit(run->env->cover, table, line); }

void run_cover_begin(struct run *run)
{
    run->x.host = &run_host_cover;
    for (unsigned i = 0; i < run->map->n_tables; i++) {
        const struct table_lookup *t = run->tables[i].table;
        for (size_t k = 0; t && t->line && k < t->n_rows; k++) cover_row_known(run->env->cover, i, t->line(t->context, k));
    }
}

/* A slot that was ever computed has a serial. */
void run_cover_end(struct run *run)
{
    for (unsigned i = 0; i < run->map->n_slots; i++)
        if (run->x.states[i].serial) cover_hit(run->env->cover, &run->map->slots[i]);
}
