/* run_set.c - what a run does for targets that are sets: qualifiers go with their values, segments without a value are not written, loops without their
 * first segment neither; and when all is there, levels are numbered, counts and sums made.
 *
 * Everything here looks at the output alone.  A line that was held is gone from it by then, so nothing counts it. */
#include "map/run.h"

#include "expr/findings.h"

/* ---- segments and loops ---- */

static bool is_there(const struct tree_value *v) { return v->ptr && v->len; }

/* False: there is nothing to write. */
static bool settle(const struct block *block, struct tree_value *values)
{
    const struct set_block *set = block->set;
    bool any = set->stays;
    for (unsigned i = 0; i < set->n_needs; i++)
        if (!is_there(&values[set->needs[i]])) return false;
    for (unsigned i = 0; i < set->n_ties; i++)
        if (!is_there(&values[set->ties[i].on])) values[set->ties[i].seat] = (struct tree_value){ .field = values[set->ties[i].seat].field };
    for (unsigned i = 0; i < block->n_seats && !any; i++) any = is_there(&values[i]);
    return any;
}

static uint32_t add_group(struct run *run, const struct block *block, uint32_t parent)
{
    uint32_t group = tree_add_record(run->out, block->node, parent, block->n_seats, block->level ? run->x.position[block->level] : 0);
    if (run->trace) trace_group(run->trace, run, group, block);
    return group;
}

static void run_segment(struct run *run, const struct block *block, uint32_t parent)
{
    struct tree_value *values = run_values(run, block);
    if (!settle(block, values)) return;
    uint32_t group = add_group(run, block, parent);
    tree_close(run->out, group);
    if (block->set->level) levels_add(run, block->set->level, group);
}

static void run_loop(struct run *run, const struct block *block, uint32_t parent)
{
    struct tree *out = run->out;
    const uint32_t groups = out->groups, values = out->values;
    (void)run_values(run, block);
    uint32_t group = add_group(run, block, parent);
    run_children(run, block, group);
    tree_close(out, group);
    bool opened = group + 1 < out->groups && out->group[group + 1].kind == run->map->to->nodes[block->node].first;
    if (opened) return;
    out->groups = groups;
    out->values = values;
}

void run_set_block(struct run *run, const struct block *block, uint32_t parent)
{
    if (block->set->loop) run_loop(run, block, parent);
    else run_segment(run, block, parent);
}

/* ---- counts and sums ---- */

static bool is_among(const uint16_t *nodes, uint16_t kind)
{
    for (; *nodes; nodes++)
        if (*nodes == kind) return true;
    return false;
}

static bool add_value(const struct run *run, uint32_t group, const struct total_rule *total, decimal *sum)
{
    decimal d, more;
    const struct segment_def *def = run->map->to->nodes[run->out->group[group].kind].segment;
    char number[4] = { (char)('0' + total->of_element / 10 % 10), (char)('0' + total->of_element % 10), 0 };
    int k = flat_field(def, slice_of(number));
    slice text = k < 0 ? NO_ARG : tree_value(run->out, group, (unsigned)k);
    if (text.len == 0 || !decimal_parse(text, &d)) return true;
    d.scale = (uint8_t)(d.scale + def->elems[k].implied);
    if (!decimal_add(*sum, d, &more)) return false;
    *sum = more;
    return true;
}

static bool total_of(const struct run *run, const struct total_rule *total, decimal *sum)
{
    *sum = decimal_int(0);
    for (uint32_t g = 0; g < run->out->groups; g++) {
        if (!is_among(total->of_nodes, run->out->group[g].kind)) continue;
        if (total->kind == TOTAL_COUNT) sum->coef++;
        else if (!add_value(run, g, total, sum)) return false;
    }
    return true;
}

struct tree_value *run_set_value(struct run *run, uint32_t group, unsigned element)
{
    const struct tree_group *g = &run->out->group[group];
    const struct segment_def *def = run->map->to->nodes[g->kind].segment;
    for (uint16_t i = 0; i < g->fields; i++) {
        struct tree_value *v = &run->out->value[g->first + i];
        slice number = flat_number(def, v->field);
        uint64_t n;
        if (slice_to_u64(number, 99, &n) && n == element) return v;
    }
    return NULL;
}

void run_set_text(struct run *run, struct tree_value *v, slice text)
{
    slice kept = texts_copy(&run->out->made, text);
    v->ptr = kept.ptr;
    v->len = (uint32_t)kept.len;
    v->wide = false;
}

static void fill_total(struct run *run, const struct total_rule *total, uint32_t group)
{
    struct tree_value *v = run_set_value(run, group, total->element);
    const struct segment_def *def = run->map->to->nodes[run->out->group[group].kind].segment;
    char room[DECIMAL_MAX_TEXT];
    decimal sum;
    if (!v) return;
    const struct elem *e = &def->elems[v->field];
    bool good = total_of(run, total, &sum);
    slice text = { room, good ? decimal_format(decimal_normal(sum), room) : 0 };
    if (good && text.len <= e->max + 1u) {
        run_set_text(run, v, text);
        return;
    }
    run_finding(run, run->map->run_rule, map_def(RUN_TOO_LONG), SEV_HOLD_DOCUMENT, run_place(run, NULL), e->field_name,
                run_text(run, "%u", e->max), run_text(run, "%zu", text.len), text);
}

void run_set_end(struct run *run)
{
    const struct schema *set = run->map->flat->set;
    levels_number(run);
    for (unsigned i = 0; i < set->n_totals; i++)
        for (uint32_t g = 0; g < run->out->groups; g++)
            if (is_among(set->totals[i].nodes, run->out->group[g].kind)) fill_total(run, &set->totals[i], g);
}
