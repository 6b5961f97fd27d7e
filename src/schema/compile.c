/* compile.c - turns the nodes of a set into the automaton of compile.h.
 *
 * Decides nothing about documents: follow.c says what may come after what, rules.c what an element may be.  What must stay true: for every
 * state and segment id the first place follow.c gives is the one in the table. */
#include "schema/compile.h"

#include "base/err.h"
#include "base/must.h"

struct maker {
    struct loader *l;
    struct schema *s;
    struct automaton *a;
    uint16_t *segment_of;               /* by node: segment index */
    struct action *actions;
    uint16_t *slots;                    /* hash of actions: index + 1 … 0 is empty */
    uint32_t slot_mask;
    size_t n_actions, room;
};

enum { FIRST_ACTION_ROOM = 4096, MAX_ACTIONS = 60000 };

/* ---- segment ids ---- */

static void ids_make(struct maker *m)
{
    struct schema *s = m->s;
    slice *ids = arena_array(m->l->arena, s->n_nodes, sizeof *ids);
    struct name_index index;
    uint16_t n = 0;
    index_init(&index, m->l->scratch, s->n_nodes);
    m->segment_of = arena_array(m->l->scratch, s->n_nodes, sizeof *m->segment_of);
    for (uint16_t i = 1; i < s->n_nodes; i++) {
        if (s->nodes[i].is_loop) continue;
        if (index_put(&index, s->nodes[i].name, n)) ids[n++] = s->nodes[i].name;
        m->segment_of[i] = (uint16_t)index_get(&index, s->nodes[i].name);
    }
    m->a->segment_ids = ids;
    m->a->n_segments = n;
}

/* A quarter full, so that nearly every id is found at its first place. */
static void id_table_make(struct maker *m)
{
    uint32_t room = 64;
    while (room < 4u * m->a->n_segments) room *= 2;
    struct id_slot *slots = arena_array(m->l->arena, room, sizeof *slots);
    for (uint16_t i = 0; i < m->a->n_segments; i++) {
        slice id = m->a->segment_ids[i];
        uint32_t key = id_key(id.ptr, (uint32_t)id.len), at = id_hash(key) & (room - 1);
        while (slots[at].key) at = (at + 1) & (room - 1);
        slots[at] = (struct id_slot){ key, i };
    }
    m->a->ids = slots;
    m->a->id_mask = room - 1;
}

/* ---- actions ---- */

static uint32_t action_hash(const struct action *x)
{
    uint64_t key = x->target | (uint64_t)x->loop << 16 | (uint64_t)x->keep << 32 | (uint64_t)x->skipped << 40;
    return (uint32_t)((key * 0x9E3779B97F4A7C15u) >> 40);
}

static bool action_same(const struct action *x, const struct action *y)
{
    return x->target == y->target && x->loop == y->loop && x->keep == y->keep && x->skipped == y->skipped;
}

static void slots_fill(struct maker *m, uint32_t room)
{
    m->slots = arena_array(m->l->scratch, room, sizeof *m->slots);
    m->slot_mask = room - 1;
    for (size_t i = 1; i < m->n_actions; i++) {
        uint32_t at = action_hash(&m->actions[i]) & m->slot_mask;
        while (m->slots[at]) at = (at + 1) & m->slot_mask;
        m->slots[at] = (uint16_t)i;
    }
}

/* Index of an action, made when it is new; 0 when there are too many. */
static uint16_t action_index(struct maker *m, const struct action *x)
{
    uint32_t at = action_hash(x) & m->slot_mask;
    for (; m->slots[at]; at = (at + 1) & m->slot_mask)
        if (action_same(&m->actions[m->slots[at]], x)) return m->slots[at];
    if (m->n_actions >= MAX_ACTIONS) return 0;
    uint16_t index = (uint16_t)m->n_actions;
    *(struct action *)arena_grow(m->l->scratch, &m->actions, &m->n_actions, &m->room, sizeof *m->actions) = *x;
    m->slots[at] = index;
    if (2 * m->n_actions > m->slot_mask) slots_fill(m, 2 * (m->slot_mask + 1));
    return index;
}

/* One row: the first place that takes a segment is its place. */
static bool row_make(struct maker *m, uint16_t state, uint16_t *row)
{
    struct follow f;
    for (follow_start(&f, m->s, m->a, state); follow_next(&f);) {
        uint16_t *cell = &row[m->segment_of[f.at.target]];
        if (*cell) continue;
        *cell = action_index(m, &f.at);
        if (!*cell) return false;
    }
    return true;
}

static bool table_make(struct maker *m)
{
    struct schema *s = m->s;
    uint16_t *act = arena_array(m->l->arena, (size_t)s->n_nodes * m->a->n_segments, sizeof *act);
    arena_grow(m->l->scratch, &m->actions, &m->n_actions, &m->room, sizeof *m->actions);      /* index 0: no way */
    slots_fill(m, FIRST_ACTION_ROOM);
    for (uint16_t i = 0; i < s->n_nodes; i++)
        if (i == 0 || !s->nodes[i].is_loop)
            if (!row_make(m, i, act + (size_t)i * m->a->n_segments)) return false;
    m->a->act = act;
    struct step *steps = arena_array(m->l->arena, m->n_actions, sizeof *steps);
    for (size_t i = 1; i < m->n_actions; i++) steps[i] = step_make(m->a, &m->actions[i]);
    m->a->steps = steps;
    m->a->n_actions = (uint16_t)m->n_actions;
    return true;
}

/* ---- by node ---- */

static void nodes_make(struct maker *m)
{
    struct schema *s = m->s;
    uint32_t *max = arena_array(m->l->arena, s->n_nodes, sizeof *max);
    uint8_t *depth = arena_array(m->l->arena, s->n_nodes, sizeof *depth);
    const struct segment_rules **rules = arena_array(m->l->arena, s->n_nodes, sizeof *rules);
    struct rule_maker *rm = rule_maker_new(m->l);
    for (uint16_t i = 1; i < s->n_nodes; i++) {
        max[i] = s->nodes[i].max;
        depth[i] = s->nodes[i].parent ? (uint8_t)(depth[s->nodes[i].parent] + 1) : 0;       /* parents come first */
        if (s->nodes[i].segment) rules[i] = rules_make(rm, s->nodes[i].segment);
    }
    m->a->max = max;
    m->a->depth = depth;
    m->a->rules = rules;
}

int automaton_compile(struct loader *l, struct schema *s)
{
    struct maker m = { .l = l, .s = s, .a = arena_alloc(l->arena, sizeof *m.a) };
    ids_make(&m);
    id_table_make(&m);
    nodes_make(&m);
    if (!table_make(&m)) {
        load_bad(l, SCHEMA_TOO_BIG, s->nodes[0].place, SLICE("ways through the set"), SLICE("60000"), NO_ARG);
        return E_BAD;
    }
    s->automaton = m.a;
    return l->bad ? E_BAD : 0;
}
