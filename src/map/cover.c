/* cover.c - a record of what runs have used of a plan, and the list of what they could have used.
 *
 * The record is a set of addresses of the plan's parts; rows of tables, which are no part of it, are numbers with their lowest bits set, which no
 * address has.  It is kept by the usual way of a run only: one that records is careful. */
#include "map/cover.h"

#include <stdlib.h>

struct map_cover {
    struct arena *arena;
    uint64_t *slots;
    size_t count, room;
};

enum { ROW_HIT = 1, ROW_KNOWN = 2, FIRST_ROOM = 1024 };

const char *const cover_kind_words[COVER_KINDS] = {
    [COVER_RULE] = "rules", [COVER_ROW] = "rows", [COVER_BRANCH] = "branches", [COVER_FACTOR] = "factors", [COVER_DEFAULT] = "defaults",
    [COVER_MISS] = "misses that default", [COVER_CODE] = "codes", [COVER_TABLE_ROW] = "table rows",
};

struct map_cover *map_cover_new(struct arena *arena)
{
    struct map_cover *c = arena_alloc(arena, sizeof *c);
    *c = (struct map_cover){ arena, arena_array(arena, FIRST_ROOM, sizeof *c->slots), 0, FIRST_ROOM };
    return c;
}

static uint64_t *slot_of(uint64_t *slots, size_t room, uint64_t key)
{
    size_t at = (size_t)(key * 0x9E3779B97F4A7C15u >> 20) & (room - 1);
    while (slots[at] && slots[at] != key) at = (at + 1) & (room - 1);
    return &slots[at];
}

static void grow(struct map_cover *c)
{
    uint64_t *slots = arena_array(c->arena, c->room * 2, sizeof *slots);
    for (size_t i = 0; i < c->room; i++)
        if (c->slots[i]) *slot_of(slots, c->room * 2, c->slots[i]) = c->slots[i];
    c->slots = slots;
    c->room *= 2;
}

static void put(struct map_cover *c, uint64_t key)
{
    uint64_t *slot = slot_of(c->slots, c->room, key);
    if (*slot) return;
    *slot = key;
    if (++c->count * 2 > c->room) grow(c);
}

static bool has(const struct map_cover *c, uint64_t key) { return *slot_of(c->slots, c->room, key) != 0; }

static uint64_t row_key(unsigned table, uint32_t line, unsigned what) { return (uint64_t)table << 40 | (uint64_t)line << 2 | what; }

void cover_hit(struct map_cover *cover, const void *part) { put(cover, (uint64_t)(uintptr_t)part); }
bool cover_has(const struct map_cover *cover, const void *part) { return has(cover, (uint64_t)(uintptr_t)part); }
void cover_row_known(struct map_cover *cover, unsigned table, uint32_t line) { put(cover, row_key(table, line, ROW_KNOWN)); }
void cover_row_hit(struct map_cover *cover, unsigned table, uint32_t line) { put(cover, row_key(table, line, ROW_HIT)); }

/* ---- points ---- */

struct listing {
    const struct map *m;
    const struct map_cover *cover;
    struct arena *arena;
    const struct rule *rule;
    struct { struct cover_point *items; size_t count, room; } points;
};

static void add(struct listing *l, enum cover_kind kind, slice words, struct place place, bool reached)
{
    struct cover_point *p = arena_grow(l->arena, &l->points.items, &l->points.count, &l->points.room, sizeof *p);
    *p = (struct cover_point){ kind, l->rule ? l->rule->id : NO_ARG, words, place, reached };
}

static void add_branch(void *context, const struct expr *e)
{
    struct listing *l = context;
    if (e->op != EX_IF && e->op != EX_ELSE) return;
    for (unsigned i = e->op == EX_IF ? 1 : 0; i < e->n_args; i++)
        add(l, COVER_BRANCH, expr_source(e->args[i]), expr_node_place(e->args[i]), cover_has(l->cover, e->args[i]));
}

static void add_rows(struct listing *l, const struct rule *r)
{
    for (unsigned i = 0; r->choose && i < r->choose->n_rows; i++) {
        const struct choose_row *row = &r->choose->rows[i];
        slice what = row->when ? expr_source(row->when) : row->is;
        add(l, COVER_ROW, arena_printf(l->arena, "row %.*s", SLICE_ARG(what)), plan_place(row->gives, r), cover_has(l->cover, row));
    }
    if (r->choose) add(l, COVER_ROW, SLICE("other"), plan_place(r->choose->other, r), cover_has(l->cover, &r->choose->other));
    for (unsigned i = 0; r->convert && i < r->convert->n_factors; i++) {
        const struct factor *f = &r->convert->factors[i];
        add(l, COVER_FACTOR, arena_printf(l->arena, "factor %.*s", SLICE_ARG(f->unit)), plan_place(f->is, r), cover_has(l->cover, f));
    }
}

static bool rule_is_reached(const struct listing *l, const struct rule *r, const struct block *block)
{
    if (r->kind == RULE_LET) return cover_has(l->cover, &l->m->slots[r->slot]);
    return cover_has(l->cover, r->literal ? (const void *)block : r);
}

static void add_rule(void *context, const struct rule *r, const struct block *block)
{
    struct listing *l = context;
    l->rule = r;
    add(l, COVER_RULE, NO_ARG, r->place, rule_is_reached(l, r, block));
    add_rows(l, r);
    plan_exprs(l->m, r, add_branch, l);
    if (r->absence == ABSENT_DEFAULT)
        add(l, COVER_DEFAULT, arena_printf(l->arena, "default \"%.*s\"", SLICE_ARG(r->dflt)), r->place, cover_has(l->cover, &r->dflt));
    if (r->miss_default) add(l, COVER_MISS, SLICE("nothing found"), r->place, cover_has(l->cover, &r->miss));
    const struct report *report;
    for (unsigned i = 0; (report = plan_report(r, i)); i++) add(l, COVER_CODE, slice_of(report->def->code), r->place, cover_has(l->cover, report));
}

static int by_number(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static void add_table_rows(struct listing *l)
{
    uint64_t *rows = arena_array(l->arena, l->cover->count + 1, sizeof *rows);
    size_t n = 0;
    for (size_t i = 0; i < l->cover->room; i++)
        if ((l->cover->slots[i] & 3) == ROW_KNOWN) rows[n++] = l->cover->slots[i];
    qsort(rows, n, sizeof *rows, by_number);
    l->rule = NULL;
    for (size_t i = 0; i < n; i++) {
        slice table = l->m->tables[rows[i] >> 40].name;
        unsigned line = (unsigned)(rows[i] >> 2);
        add(l, COVER_TABLE_ROW, arena_printf(l->arena, "%.*s.csv:%u", SLICE_ARG(table), line), (struct place){ 0 },
            has(l->cover, (rows[i] & ~(uint64_t)3) | ROW_HIT));
    }
}

void map_cover_points(const struct map *m, const struct map_cover *cover, struct arena *arena, const struct cover_point **out, size_t *count)
{
    struct listing l = { .m = m, .cover = cover, .arena = arena };
    plan_rules(m, add_rule, &l);
    add_table_rows(&l);
    *out = l.points.items;
    *count = l.points.count;
}
