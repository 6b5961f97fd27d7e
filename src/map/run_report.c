/* run_report.c - findings of a run: which severity, where in the document, under which rule; and the door through which expressions reach tables. */
#include "map/run.h"

#include <stdarg.h>
#include <stdio.h>

enum severity run_severity(const struct run *run, const struct rule *r)
{
    if (r->too_long != SEV_NOTE) return r->too_long;
    return run->in_line && r->level > 0 ? SEV_HOLD_LINE : SEV_HOLD_DOCUMENT;
}

/* What is computed for the whole document, although a line asked for it first, concerns the whole document. */
static bool about_line(const struct run *run) { return run->in_line && run->x.depth >= run->line_level; }

static enum severity widened(enum severity s) { return s == SEV_HOLD_LINE ? SEV_HOLD_DOCUMENT : s == SEV_REJECT_LINE
        ? SEV_REJECT_DOCUMENT : s; }

void run_finding(struct run *run, const struct rule *r, const struct diag_def *def, enum severity severity, struct place place,
                 slice a0, slice a1, slice a2, slice a3)
{
    struct diag *d = diag_add(run->diags, def, place, a0, a1, a2, a3);
    if (!about_line(run)) severity = widened(severity);
    if (d->severity != severity) diag_set_severity(run->diags, d, severity);
    d->rule = r->id;
    d->rule_place = r->place;
    d->line = about_line(run) ? run->line : 0;
    if (run->result && severity > run->result->worst) run->result->worst = severity;
    if (about_line(run) && severity > run->line_worst) run->line_worst = severity;
}

static slice said(struct run *run, const struct report *report, unsigned i)
{
    char room[VALUE_MAX_TEXT];
    struct value v;
    if (i >= report->n_args || !report->args[i]) return NO_ARG;
    expr_eval_raw(&run->x, report->args[i], &v);
    if (value_is_absent(&v)) return SLICE("(absent)");
    slice text = value_show(&v, room);
    return run_text(run, "%.*s", SLICE_ARG(text));
}

void run_report(struct run *run, const struct rule *r, const struct report *report, struct place place, slice a0, slice a1,
                slice a2, slice a3)
{
    run_reached(run, report);
    if (report->said) {
        a0 = said(run, report, 0);
        a1 = said(run, report, 1);
        a2 = said(run, report, 2);
        a3 = said(run, report, 3);
    }
    run_finding(run, r, report->def, report->severity, place, a0, a1, a2, a3);
}

slice run_text(struct run *run, const char *format, ...)
{
    va_list args;
    char room[512];
    va_start(args, format);
    int n = vsnprintf(room, sizeof room, format, args);
    va_end(args);
    if (n <= 0) return NO_ARG;
    return arena_copy(run->diags->arena, (slice){ room, n < (int)sizeof room ? (size_t)n : sizeof room - 1 });
}

slice run_decimal(struct run *run, decimal d)
{
    char room[DECIMAL_MAX_TEXT];
    return arena_copy(run->diags->arena, (slice){ room, decimal_format(decimal_normal(d), room) });
}

/* ---- places ---- */

static bool path_place(struct run *run, const struct expr *e, struct place *out)
{
    const struct elem *elem = e->about;
    if (!expr_path_place(&run->x, e, out)) return false;
    if (elem && e->ref->leaf == LEAF_ELEMENT) out->element_ref = elem->ref;
    return true;
}

static bool find_place(struct run *run, const struct expr *e, unsigned depth, struct place *out)
{
    if (e->op == EX_PATH) return path_place(run, e, out);
    if (e->op == EX_SLOT && run->map->slots[e->index].def && depth < 16) return find_place(run, run->map->slots[e->index].def,
            depth + 1, out);
    for (unsigned i = 0; i < e->n_args && depth < 16; i++)
        if (find_place(run, e->args[i], depth + 1, out)) return true;
    return false;
}

struct place run_place(struct run *run, const struct expr *e)
{
    struct place place = { .source = run->x.in->source };
    const struct tree *in = run->x.in;
    if (e && find_place(run, e, 0, &place)) return place;
    uint32_t group = run->x.instance[run->x.depth];
    if (group == TREE_NONE || group >= in->groups) group = 0;
    while (group + 1 < in->groups && in->group[group].fields == 0) group++;     /* a loop, or the set: its first segment */
    return in->groups ? expr_segment_place(&run->x, group, 0, SPAN_ABSENT) : place;
}

/* ---- host: faults and tables ---- */

static void host_fault(struct expr_run *x, const struct expr *e, const struct diag_def *def, struct place place, slice a0,
                       slice a1)
{
    struct run *run = (struct run *)x;
    const struct rule *r = x->rule;
    const struct elem *elem = e->op == EX_PATH ? e->about : NULL;
    if (elem && place.element) place.element_ref = elem->ref;
    run_finding(run, r, def, run_severity(run, r), place, a0, a1, NO_ARG, NO_ARG);
}

static enum row_outcome miss(struct run *run, const struct rule *r, const struct expr *lookup, slice key)
{
    run_reached(run, &r->miss);
    if (r->miss_default) return ROW_ABSENT;
    const struct used_table *used = &run->map->tables[lookup->index];
    run_report(run, r, &r->miss, run_place(run, lookup), key, used->name, NO_ARG, NO_ARG);
    return r->miss.severity >= SEV_HOLD_LINE ? ROW_TROUBLE : ROW_ABSENT;
}

static enum row_outcome no_table(struct run *run, const struct rule *r, const struct expr *lookup, struct bound_table *t)
{
    const struct used_table *used = &run->map->tables[lookup->index];
    if (!t->reported) run_finding(run, r, map_def(RUN_TABLE), SEV_HOLD_DOCUMENT, run_place(run, lookup), used->name,
                                  t->table ? SLICE("lacks a column that the map uses") : SLICE("is not there"), NO_ARG, NO_ARG);
    t->reported = true;
    return ROW_TROUBLE;
}

static enum row_outcome host_row(struct expr_run *x, const struct expr *lookup, slice key, const slice **cells, uint32_t *row)
{
    struct run *run = (struct run *)x;
    struct bound_table *t = &run->tables[lookup->index];
    if (t->missing) return no_table(run, x->rule, lookup, t);
    if (key.len && t->table->find(t->table->context, t->key, key, cells, row)) {
        if (run->env->cover) run_cover_row(run, lookup->index, *row);
        return ROW_FOUND;
    }
    return miss(run, x->rule, lookup, key.len ? key : SLICE("(absent)"));
}

static slice host_cell(struct expr_run *x, const struct expr *lookup, const slice *cells, unsigned column)
{
    const struct run *run = (const struct run *)x;
    return cells[run->tables[lookup->index].columns[column]];
}

const struct expr_host run_host = { .fault = host_fault, .row = host_row, .cell = host_cell, .item = run_item };
const struct expr_host run_host_cover = { .fault = host_fault, .row = host_row, .cell = host_cell, .item = run_item, .taken = run_cover_branch };
const struct expr_host run_host_why = { .fault = host_fault, .row = host_row, .cell = host_cell, .item = run_item,
        .leaf = why_leaf };
