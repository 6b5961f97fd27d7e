/* follow.c - which places of the grammar may come after a segment, nearest first.
 *
 * Both the compiler (to fill the automaton) and the checker (when a place is full) walk with it, so they agree on the order. */
#include "schema/compile.h"

enum { PHASE_SELF, PHASE_ALONG, PHASE_AGAIN, PHASE_LOOPS_AGAIN, PHASE_END };

static bool is_mandatory(const struct follow *f, uint16_t node) { return f->s->nodes[node].usage == USE_MANDATORY; }

static bool is_opener(const struct follow *f, uint16_t node)
{
    uint16_t parent = f->s->nodes[node].parent;
    return parent != 0 && f->s->nodes[parent].first == node;
}

static bool give_segment(struct follow *f, uint16_t node)
{
    f->at = (struct action){ .target = node, .keep = f->a->depth[node], .skipped = f->skipped };
    return true;
}

static bool give_loop(struct follow *f, uint16_t loop)
{
    f->at = (struct action){ .target = f->s->nodes[loop].first, .loop = loop, .keep = f->a->depth[loop], .skipped = f->skipped };
    return true;
}

void follow_start(struct follow *f, const struct schema *s, const struct automaton *a, uint16_t state)
{
    *f = (struct follow){ .s = s, .a = a, .state = state, .node = state, .phase = PHASE_SELF };
    f->child = state ? s->nodes[state].next : s->nodes[0].first;
}

/* Siblings after the level's node, then the level's loop again and one level out. */
static bool along(struct follow *f)
{
    const struct node *nodes = f->s->nodes;
    for (;;) {
        if (f->child) {
            uint16_t c = f->child;
            f->child = nodes[c].next;
            if (nodes[c].is_loop)
                give_loop(f, c);
            else
                give_segment(f, c);
            f->skipped |= is_mandatory(f, c);
            return true;
        }
        uint16_t loop = f->node ? nodes[f->node].parent : 0;
        if (!loop) return false;
        f->node = loop;
        f->child = nodes[loop].next;
        if (nodes[loop].standard_max > 1) return give_loop(f, loop);
    }
}

/* Loops around the state that may occur only once. */
static bool loops_again(struct follow *f)
{
    const struct node *nodes = f->s->nodes;
    while (f->node && nodes[f->node].parent) {
        for (uint16_t c = nodes[f->node].next; c; c = nodes[c].next) f->skipped |= is_mandatory(f, c);
        f->node = nodes[f->node].parent;
        if (nodes[f->node].standard_max <= 1) return give_loop(f, f->node);
    }
    return false;
}

bool follow_next(struct follow *f)
{
    const struct node *state = &f->s->nodes[f->state];
    bool again = f->state != 0 && !is_opener(f, f->state);
    switch (f->phase) {
    case PHASE_SELF:
        f->phase = PHASE_ALONG;
        if (again && state->standard_max > 1) return give_segment(f, f->state);
        /* fall through */
    case PHASE_ALONG:
        if (along(f)) return true;
        f->phase = PHASE_AGAIN;
        /* fall through */
    case PHASE_AGAIN:
        f->phase = PHASE_LOOPS_AGAIN;
        f->node = f->state;
        f->skipped = false;
        if (again && state->standard_max <= 1) return give_segment(f, f->state);
        /* fall through */
    case PHASE_LOOPS_AGAIN:
        if (loops_again(f)) return true;
        f->phase = PHASE_END;
        /* fall through */
    default:
        return false;
    }
}

bool follow_next_within(struct follow *f) { return follow_next(f) && f->phase == PHASE_ALONG; }
