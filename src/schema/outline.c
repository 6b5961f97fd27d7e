/* outline.c - see outline.h.
 *
 * Which level a segment belongs to is the grammar's to say: the nearest loop around it that an HL opens.  Without a grammar the set lies flat,
 * and a level ends where the next one begins, or with the totals at the end. */
#include "schema/outline.h"

#include "base/must.h"

struct making {
    const struct tree *tree;
    struct arena *arena;
    struct level *levels;
    uint32_t n_levels;
    uint32_t *owner;                /* per group: its level, OUTLINE_NONE before the first, LAST after all of them */
    uint32_t *table, mask;          /* HL01 -> level + 1 */
};
static const uint32_t LAST = OUTLINE_NONE - 1;

static bool is_segment(const struct tree *t, uint32_t group) { return t->group[group].fields > 0; }
static bool is_level(const struct tree *t, uint32_t group) { return slice_is(tree_field(t, group, 0), "HL"); }

/* ---- who belongs to which level ---- */

/* The HL segment of the nearest loop that one opens, or 0. */
static uint32_t opener_above(const struct tree *t, uint32_t group)
{
    for (uint32_t g = t->group[group].parent; g != 0; g = t->group[g].parent)
        if (g + 1 < t->groups && is_level(t, g + 1)) return g + 1;
    return 0;
}

static bool ends_levels(slice id) { return slice_is(id, "CTT") || slice_is(id, "SE"); }

/* For a segment that lies in no loop: of the level before it, when nobody knows its place. */
static uint32_t flat_owner(const struct making *m, uint32_t group, bool *ended)
{
    slice id = tree_field(m->tree, group, 0);
    *ended = *ended || ends_levels(id);
    if (m->n_levels == 0) return OUTLINE_NONE;
    return *ended || m->tree->group[group].kind > 0 ? LAST : m->n_levels - 1;
}

static void find_owners(struct making *m)
{
    const struct tree *t = m->tree;
    bool ended = false;
    for (uint32_t g = 1; g < t->groups; g++) {
        if (!is_segment(t, g)) continue;
        if (is_level(t, g)) {
            m->levels[m->n_levels] = (struct level){ .segment = g, .parent = OUTLINE_NONE, .first = OUTLINE_NONE, .next = OUTLINE_NONE };
            m->owner[g] = m->n_levels++;
            ended = false;
            continue;
        }
        uint32_t opener = opener_above(t, g);
        m->owner[g] = opener > 0 ? m->owner[opener] : flat_owner(m, g, &ended);
    }
}

/* ---- who belongs under which level ---- */

static uint32_t *slot_of(const struct making *m, slice number)
{
    uint32_t at = (uint32_t)slice_hash(number) & m->mask;
    while (m->table[at] > 0 && !slice_eq(tree_field(m->tree, m->levels[m->table[at] - 1].segment, 1), number)) at = (at + 1) & m->mask;
    return &m->table[at];
}

static void make_table(struct making *m)
{
    uint32_t room = 4;
    while (room < 2 * (uint64_t)m->n_levels) room *= 2;
    m->table = arena_array(m->arena, room, sizeof *m->table);
    m->mask = room - 1;
}

/* A parent that came before is the usual case; among equal numbers the last one before is meant. */
static void find_parents(struct making *m)
{
    for (uint32_t i = 0; i < m->n_levels; i++) {
        struct level *l = &m->levels[i];
        slice number = tree_field(m->tree, l->segment, 1), parent = tree_field(m->tree, l->segment, 2);
        if (parent.len > 0 && *slot_of(m, parent) > 0) l->parent = *slot_of(m, parent) - 1;
        if (number.len == 0) continue;
        uint32_t *slot = slot_of(m, number);
        if (*slot > 0) l->fault = LEVEL_TWICE;
        *slot = i + 1;
    }
}

/* One that came later is the next with that number, or the level itself. */
static void find_later_parents(struct making *m)
{
    memset(m->table, 0, (m->mask + (size_t)1) * sizeof *m->table);
    for (uint32_t i = m->n_levels; i-- > 0;) {
        struct level *l = &m->levels[i];
        slice number = tree_field(m->tree, l->segment, 1), parent = tree_field(m->tree, l->segment, 2);
        if (parent.len > 0 && l->parent == OUTLINE_NONE) {
            uint32_t later = slice_eq(number, parent) ? i + 1 : *slot_of(m, parent);
            l->fault = later > 0 ? LEVEL_LATER : LEVEL_ORPHAN;
            if (later > 0) l->parent = later - 1;
        }
        if (number.len > 0) *slot_of(m, number) = i + 1;
    }
}

/* Every chain of parents is walked once: `seen` holds the walk that passed a level. */
static void cut_circles(struct making *m)
{
    uint32_t *seen = arena_array(m->arena, m->n_levels + 1u, sizeof *seen);
    for (uint32_t i = 0; i < m->n_levels; i++) {
        uint32_t at = i;
        while (at != OUTLINE_NONE && seen[at] == 0) {
            seen[at] = i + 1;
            at = m->levels[at].parent;
        }
        if (at == OUTLINE_NONE || seen[at] != i + 1) continue;
        uint32_t first = at;                    /* of the circle, in the order of the document */
        for (uint32_t k = m->levels[at].parent; k != at; k = m->levels[k].parent) first = k < first ? k : first;
        m->levels[first].parent = OUTLINE_NONE;
        m->levels[first].fault = LEVEL_CIRCLE;
    }
}

static void link_children(struct making *m, uint32_t *top)
{
    *top = OUTLINE_NONE;
    for (uint32_t i = m->n_levels; i-- > 0;) {
        uint32_t *head = m->levels[i].parent == OUTLINE_NONE ? top : &m->levels[m->levels[i].parent].first;
        m->levels[i].next = *head;
        *head = i;
    }
}

/* ---- the order ---- */

/* The next level of the walk through all of them, parents before children. */
static uint32_t next_level(struct making *m, uint32_t at)
{
    struct level *l = &m->levels[at];
    if (l->first != OUTLINE_NONE) {
        m->levels[l->first].depth = l->depth + 1;
        return l->first;
    }
    while (at != OUTLINE_NONE && m->levels[at].next == OUTLINE_NONE) at = m->levels[at].parent;
    if (at == OUTLINE_NONE) return at;
    uint32_t next = m->levels[at].next;
    m->levels[next].depth = m->levels[at].depth;
    return next;
}

/* Segments sorted by the rank of their level, those of one level as they came. */
static void make_rows(struct making *m, struct outline *out)
{
    const struct tree *t = m->tree;
    uint32_t *rank = arena_array(m->arena, m->n_levels + 1u, sizeof *rank);
    uint32_t *start = arena_array(m->arena, m->n_levels + 3u, sizeof *start);
    uint32_t walked = 0;
    for (uint32_t at = out->top; at != OUTLINE_NONE; at = next_level(m, at)) rank[at] = ++walked;
    must(walked == m->n_levels);
    for (uint32_t g = 1; g < t->groups; g++) {
        if (!is_segment(t, g)) continue;
        uint32_t owner = m->owner[g];
        start[(owner == OUTLINE_NONE ? 0 : owner == LAST ? walked + 1 : rank[owner]) + 1]++;
        out->n_rows++;
    }
    for (uint32_t i = 1; i < walked + 3; i++) start[i] += start[i - 1];
    struct outline_row *rows = arena_array(m->arena, out->n_rows + 1u, sizeof *rows);
    for (uint32_t g = 1; g < t->groups; g++) {
        if (!is_segment(t, g)) continue;
        uint32_t owner = m->owner[g], at = owner == OUTLINE_NONE ? 0 : owner == LAST ? walked + 1 : rank[owner];
        rows[start[at]++] = (struct outline_row){ g, owner < m->n_levels ? owner : OUTLINE_NONE };
    }
    out->rows = rows;
}

struct outline outline_make(struct arena *arena, const struct tree *tree)
{
    struct making m = { .tree = tree, .arena = arena };
    struct outline out = { .top = OUTLINE_NONE };
    uint32_t count = 0;
    for (uint32_t g = 1; g < tree->groups; g++) count += is_segment(tree, g) && is_level(tree, g);
    m.levels = arena_array(arena, count + 1u, sizeof *m.levels);
    m.owner = arena_array(arena, tree->groups + 1u, sizeof *m.owner);
    find_owners(&m);
    make_table(&m);
    find_parents(&m);
    find_later_parents(&m);
    cut_circles(&m);
    link_children(&m, &out.top);
    make_rows(&m, &out);
    out.levels = m.levels;
    out.n_levels = m.n_levels;
    return out;
}

unsigned outline_loops(const struct tree *tree, uint32_t group)
{
    unsigned loops = 0;
    for (uint32_t g = tree->group[group].parent; g != 0; g = tree->group[g].parent) {
        if (g + 1 < tree->groups && is_level(tree, g + 1)) return loops;
        loops++;
    }
    return loops;
}
