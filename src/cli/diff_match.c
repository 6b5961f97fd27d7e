/* diff_match.c - pairs sets and units, and collects what is different.
 *
 * Units under one parent are paired key by key, the surest kind first, equal keys in their order; what no key is left for is paired in order
 * when it never had one, and was removed or added otherwise.  The work is a list, not a recursion: levels nest without end. */
#include "cli/diff.h"

#include "base/decimal.h"

enum { MOST_CHANGES = 10000 };

/* ---- pairing by key, the first of equal ones first ---- */

struct pairing {
    uint32_t *head, *next, mask;        /* head[hash]: index in the first list + 1 */
};

static struct pairing pairing_make(struct arena *scratch, size_t n)
{
    uint32_t room = 4;
    while (room < 2 * (uint64_t)n) room *= 2;
    return (struct pairing){ arena_array(scratch, room, sizeof(uint32_t)), arena_array(scratch, n + 1, sizeof(uint32_t)), room - 1 };
}

static void pairing_add(struct pairing *p, uint64_t hash, uint32_t index)
{
    uint32_t *head = &p->head[hash & p->mask];
    p->next[index] = *head;
    *head = index + 1;
}

/* ---- sets ---- */

static bool is_same_document(const struct diff_set *a, const struct diff_set *b)
{
    return slice_eq(a->set_id, b->set_id) && slice_eq(a->number, b->number);
}

static uint64_t hash_set(const struct diff_set *set) { return slice_hash(set->set_id) * 31 + slice_hash(set->number); }

void diff_pair_sets(struct arena *arena, struct diff_file *a, struct diff_file *b)
{
    struct pairing p = pairing_make(arena, a->n_sets);
    for (size_t i = a->n_sets; i-- > 0;) pairing_add(&p, hash_set(&a->sets[i]), (uint32_t)i);
    for (size_t i = 0; i < b->n_sets; i++) {
        for (uint32_t *at = &p.head[hash_set(&b->sets[i]) & p.mask]; *at > 0; at = &p.next[*at - 1]) {
            struct diff_set *set = &a->sets[*at - 1];
            if (!is_same_document(set, &b->sets[i])) continue;
            set->other = &b->sets[i];
            b->sets[i].other = set;
            *at = p.next[*at - 1];
            break;
        }
    }
    /* Two single documents of one kind are meant to be compared, whatever their numbers. */
    if (a->n_sets == 1 && b->n_sets == 1 && a->sets->other == NULL && slice_eq(a->sets->set_id, b->sets->set_id)) {
        a->sets->other = b->sets;
        b->sets->other = a->sets;
    }
}

/* ---- units under two parents ---- */

struct matching {
    struct arena *arena, *scratch;
    const struct diff_set *a, *b;
    struct diff_item *items;
    size_t n_items, item_room;
    uint32_t *stack;                    /* items to be looked at, the next one last */
    size_t n_stack, stack_room;
    struct diff_changes *out;
    /* the children of the pair at hand, and the partners they found */
    uint32_t *as, *bs, *a_partner, *b_partner;
    uint32_t n_as, n_bs;
};

static slice id_of(const struct diff_set *set, uint32_t unit) { return tree_field(&set->tree, set->units[unit].group, 0); }

/* The last pass takes those that have no key at all. */
static bool takes_part(const struct unit *u, unsigned way)
{
    if (way < DIFF_KEYS) return u->key[way].len > 0;
    for (unsigned w = 0; w < DIFF_KEYS; w++)
        if (u->key[w].len > 0) return false;
    return true;
}

static slice key_at(const struct unit *u, unsigned way) { return way < DIFF_KEYS ? u->key[way] : NO_ARG; }
static uint64_t hash_unit(const struct diff_set *set, uint32_t unit, unsigned way)
{
    return slice_hash(id_of(set, unit)) * 31 + slice_hash(key_at(&set->units[unit], way));
}

static void pair_way(struct matching *m, unsigned way)
{
    struct pairing p = pairing_make(m->scratch, m->n_as);
    for (uint32_t i = m->n_as; i-- > 0;)
        if (m->a_partner[i] == DIFF_NONE && takes_part(&m->a->units[m->as[i]], way)) pairing_add(&p, hash_unit(m->a, m->as[i], way), i);
    for (uint32_t k = 0; k < m->n_bs; k++) {
        const struct unit *b = &m->b->units[m->bs[k]];
        if (m->b_partner[k] != DIFF_NONE || !takes_part(b, way)) continue;
        for (uint32_t *at = &p.head[hash_unit(m->b, m->bs[k], way) & p.mask]; *at > 0; at = &p.next[*at - 1]) {
            uint32_t i = *at - 1;
            if (!slice_eq(id_of(m->a, m->as[i]), id_of(m->b, m->bs[k])) || !slice_eq(key_at(&m->a->units[m->as[i]], way), key_at(b, way))) continue;
            m->a_partner[i] = k;
            m->b_partner[k] = i;
            *at = p.next[i];
            break;
        }
    }
}

static uint32_t *children_of(struct arena *scratch, const struct diff_set *set, uint32_t unit, uint32_t *count)
{
    uint32_t n = 0;
    for (uint32_t c = set->units[unit].first; c != DIFF_NONE; c = set->units[c].next) n++;
    uint32_t *out = arena_array(scratch, n + 1u, sizeof *out);
    *count = 0;
    for (uint32_t c = set->units[unit].first; c != DIFF_NONE; c = set->units[c].next) out[(*count)++] = c;
    return out;
}

static uint32_t *partners(struct arena *scratch, uint32_t n)
{
    uint32_t *out = arena_array(scratch, n + 1u, sizeof *out);
    memset(out, 0xff, (n + 1u) * sizeof *out);
    return out;
}

static uint32_t add_item(struct matching *m, uint32_t a, uint32_t b, uint32_t parent)
{
    struct diff_item *item = arena_grow(m->arena, &m->items, &m->n_items, &m->item_room, sizeof *m->items);
    *item = (struct diff_item){ a, b, parent };
    return (uint32_t)m->n_items - 1;
}

/* On the stack backwards, so that they are looked at in order: those of the first document, then what was added. */
static void push_children(struct matching *m, uint32_t parent)
{
    uint32_t first = (uint32_t)m->n_items;
    for (uint32_t i = 0; i < m->n_as; i++) (void)add_item(m, m->as[i], m->a_partner[i] == DIFF_NONE ? DIFF_NONE : m->bs[m->a_partner[i]], parent);
    for (uint32_t k = 0; k < m->n_bs; k++)
        if (m->b_partner[k] == DIFF_NONE) (void)add_item(m, DIFF_NONE, m->bs[k], parent);
    for (uint32_t i = (uint32_t)m->n_items; i-- > first;) {
        uint32_t *slot = arena_grow(m->arena, &m->stack, &m->n_stack, &m->stack_room, sizeof *m->stack);
        *slot = i;
    }
}

static void pair_children(struct matching *m, uint32_t item)
{
    m->as = children_of(m->scratch, m->a, m->items[item].a, &m->n_as);
    m->bs = children_of(m->scratch, m->b, m->items[item].b, &m->n_bs);
    m->a_partner = partners(m->scratch, m->n_as);
    m->b_partner = partners(m->scratch, m->n_bs);
    for (unsigned way = 0; way <= DIFF_KEYS && m->n_as > 0 && m->n_bs > 0; way++) pair_way(m, way);
    push_children(m, item);
}

/* ---- elements ---- */

static struct diff_change *add_change(struct matching *m, uint32_t item)
{
    if (m->out->count == MOST_CHANGES) {
        m->out->dropped++;
        return NULL;
    }
    struct diff_change *change = arena_grow(m->arena, &m->out->list, &m->out->count, &m->out->room, sizeof *m->out->list);
    *change = (struct diff_change){ .item = item };
    return change;
}

/* 18.5 and 18.50 are one value. */
static bool is_same(const struct cell *a, const struct cell *b)
{
    decimal x, y;
    if (!slice_eq(a->qualifier, b->qualifier) || !slice_eq(a->unit, b->unit)) return false;
    if (slice_eq(a->sent, b->sent)) return true;
    return a->is_number && b->is_number && decimal_parse(a->sent, &x) && decimal_parse(b->sent, &y) && decimal_cmp(x, y) == 0;
}

static int order_of(const struct cell *a, const struct cell *b)
{
    if (a->first != b->first) return a->first < b->first ? -1 : 1;
    if (a->repeat != b->repeat) return a->repeat < b->repeat ? -1 : 1;
    return a->component < b->component ? -1 : a->component > b->component;
}

/* Elements that are no content: numbers that only hold a document together. */
static bool is_content(slice id, unsigned element)
{
    if (slice_is(id, "SE")) return false;
    if (slice_is(id, "ST")) return element == 1;
    return !slice_is(id, "HL") || element == 3;
}

/* A value under another qualifier is shown with it. */
static void show_qualifier(struct arena *arena, struct cell *cell)
{
    if (cell->qualifier.len > 0) cell->value = arena_printf(arena, "%.*s %.*s", SLICE_ARG(cell->qualifier), SLICE_ARG(cell->value));
    cell->qualifier = NO_ARG;
}

static void keep_change(struct matching *m, uint32_t item, const struct cell *old, const struct cell *new)
{
    struct diff_change *change = add_change(m, item);
    if (change == NULL) return;
    struct cell *cells = arena_array(m->arena, 2, sizeof *cells);
    if (old != NULL) change->old = memcpy(&cells[0], old, sizeof *old);
    if (new != NULL) change->new = memcpy(&cells[1], new, sizeof *new);
    if (old == NULL || new == NULL || slice_eq(old->qualifier, new->qualifier)) return;
    show_qualifier(m->arena, &cells[0]);
    show_qualifier(m->arena, &cells[1]);
}

/* Are the bytes of two segments the same?  Most are, and need not be taken apart. */
static bool is_same_segment(const struct matching *m, uint32_t a, uint32_t b)
{
    const struct tree *s = &m->a->tree, *t = &m->b->tree;
    uint32_t g = m->a->units[a].group, h = m->b->units[b].group;
    if (s->component != t->component || s->repetition != t->repetition || s->group[g].fields != t->group[h].fields) return false;
    for (unsigned k = 1; k < s->group[g].fields; k++)
        if (!slice_eq(tree_field(s, g, k), tree_field(t, h, k))) return false;
    return true;
}

static void compare_segments(struct matching *m, uint32_t item)
{
    uint32_t a = m->items[item].a, b = m->items[item].b;
    if (m->a->units[a].group == 0 || is_same_segment(m, a, b)) return;
    slice id = id_of(m->a, a);
    struct cells x = diff_cells(m->arena, m->a, a), y = diff_cells(m->arena, m->b, b);
    for (unsigned i = 0, k = 0; i < x.count || k < y.count;) {
        int order = i == x.count ? 1 : k == y.count ? -1 : order_of(&x.items[i], &y.items[k]);
        const struct cell *old = order <= 0 ? &x.items[i++] : NULL, *new = order >= 0 ? &y.items[k++] : NULL;
        if (!is_content(id, old != NULL ? old->first : new->first)) continue;
        if (old == NULL || new == NULL || !is_same(old, new)) keep_change(m, item, old, new);
    }
}

/* ---- all ---- */

struct diff_changes diff_sets(struct arena *arena, struct arena *scratch, const struct diff_set *a, const struct diff_set *b)
{
    struct diff_changes out = { 0 };
    struct matching m = { .arena = arena, .scratch = scratch, .a = a, .b = b, .out = &out };
    uint32_t *slot = arena_grow(arena, &m.stack, &m.n_stack, &m.stack_room, sizeof *m.stack);
    *slot = add_item(&m, 0, 0, DIFF_NONE);
    while (m.n_stack > 0) {
        uint32_t item = m.stack[--m.n_stack];
        if (m.items[item].a == DIFF_NONE || m.items[item].b == DIFF_NONE) {
            (void)add_change(&m, item);
            continue;
        }
        compare_segments(&m, item);
        pair_children(&m, item);
        arena_reset(scratch);
    }
    out.items = m.items;
    return out;
}
