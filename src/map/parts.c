/* parts.c - the parts of a plan in the map's order, for whoever looks at all of them: coverage, mutants, what traffic shows. */
#include "map/cover.h"

static void block_rules(const struct block *block, plan_visit *visit, void *context)
{
    for (unsigned i = 0; i < block->n_rules; i++) visit(context, block->rules[i], block);
    for (unsigned i = 0; i < block->n_checks; i++) visit(context, block->checks[i], block);
    for (unsigned i = 0; i < block->n_children; i++) {
        const struct child *c = &block->children[i];
        if (c->each) visit(context, c->each->rule, block);
        block_rules(c->block ? c->block : c->each->body, visit, context);
    }
}

void plan_rules(const struct map *m, plan_visit *visit, void *context) { block_rules(m->root, visit, context); }

/* A shared part belongs to the rule that was first to need it; lets and values of rules are rules themselves. */
void plan_expr(const struct map *m, const struct rule *rule, const struct expr *e, expr_seen *seen, void *context)
{
    if (!e) return;
    if (e->op == EX_SLOT) {
        const struct expr_slot *slot = &m->slots[e->index];
        const struct rule *owner = slot->rule;
        bool shared = slot->def && !(owner && owner->slot == e->index);
        if (shared) plan_expr(m, rule, slot->def, seen, context);
        return;
    }
    seen(context, e);
    for (unsigned i = 0; i < e->n_args; i++) plan_expr(m, rule, e->args[i], seen, context);
}

void plan_exprs(const struct map *m, const struct rule *rule, expr_seen *seen, void *context)
{
    const struct choose *choose = rule->choose;
    const struct convert *convert = rule->convert;
    const struct price *price = rule->price;
    plan_expr(m, rule, rule->from, seen, context);
    if (choose) {
        plan_expr(m, rule, choose->on, seen, context);
        for (unsigned i = 0; i < choose->n_rows; i++) {
            plan_expr(m, rule, choose->rows[i].when, seen, context);
            plan_expr(m, rule, choose->rows[i].gives, seen, context);
        }
        plan_expr(m, rule, choose->other, seen, context);
    }
    if (convert) {
        plan_expr(m, rule, convert->unit, seen, context);
        for (unsigned i = 0; i < convert->n_factors; i++) plan_expr(m, rule, convert->factors[i].is, seen, context);
    }
    if (price) {
        const struct expr *const parts[] = { price->basis, price->known, price->tolerance, price->currency, price->known_currency };
        for (unsigned i = 0; i < sizeof parts / sizeof *parts; i++) plan_expr(m, rule, parts[i], seen, context);
    }
}

/* A factor that is written out is never absent, a conversion and a price name their own cases. */
const struct report *plan_report(const struct rule *rule, unsigned i)
{
    const struct report *list[16];
    unsigned n = 0;
    if (rule->absence == ABSENT_REQUIRED && !rule->convert && !rule->price) list[n++] = &rule->required;
    if (rule->names_miss && !rule->miss_default) list[n++] = &rule->miss;
    if (rule->kind == RULE_CHECK && rule->from) list[n++] = &rule->check;
    if (rule->choose && rule->choose->reports) list[n++] = &rule->choose->report;
    if (rule->convert) {
        list[n++] = &rule->convert->other;
        list[n++] = &rule->convert->invalid;
        if (rule->convert->remainder == REMAINDER_ERROR) list[n++] = &rule->convert->fraction;
        for (unsigned k = 0; k < rule->convert->n_factors && n < 12; k++)
            if (rule->convert->factors[k].is && !rule->convert->factors[k].is->certain) list[n++] = &rule->convert->factors[k].absent;
    }
    if (rule->price) {
        list[n++] = &rule->price->missing;
        list[n++] = &rule->price->invalid;
        list[n++] = &rule->price->unfit;
    }
    return i < n ? list[i] : NULL;
}

struct place plan_place(const struct expr *e, const struct rule *rule) { return e && e->in ? expr_node_place(e) : rule->place; }
