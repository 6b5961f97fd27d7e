/* hoist.c - parts of an expression that are the same for many instances are computed once, in slots of their own. */
#include "expr/check.h"

static bool is_cheap(const struct expr *e)
{
    return e->op == EX_LITERAL || e->op == EX_PARAM || e->op == EX_SLOT || e->op == EX_POSITION || e->op == EX_WRITTEN ||
            e->type == TYPE_PAIRS || e->type == TYPE_GROUPS;
}

struct expr *expr_hoist(struct arena *arena, struct expr *e, unsigned level, uint16_t (*slot)(void *context, const struct expr *e), void *context)
{
    if (is_cheap(e) || level == 0) return e;
    if (e->level < level) {
        struct expr *moved = arena_alloc(arena, sizeof *moved);
        *moved = *e;
        moved->op = EX_SLOT;
        moved->n_args = 0;
        moved->index = slot(context, e);
        return moved;
    }
    bool over = e->op >= EX_EXISTS && e->op <= EX_DISTINCT;     /* their paths are walked, not evaluated */
    for (unsigned i = 0; i < e->n_args && !over && e->op != EX_ALL && e->op != EX_MATCHES; i++) {
        bool literal = e->args[i]->op == EX_LITERAL;
        if (!literal) e->args[i] = expr_hoist(arena, e->args[i], level, slot, context);
    }
    return e;
}
