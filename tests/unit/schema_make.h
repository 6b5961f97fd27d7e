/* schema_make.h - documents made from a grammar by rule, for properties of the checker.
 *
 * The generator walks the nodes of a schema and knows nothing of the automaton or of the compiled rules. */
#ifndef TESTS_SCHEMA_MAKE_H
#define TESTS_SCHEMA_MAKE_H

#include "unit.h"

#include "base/date.h"
#include "schema_kit.h"

struct maker {
    const struct schema *s;
    struct buf text;
    uint64_t random;
    unsigned segments, lines;
    bool wrapped;               /* ran out of room: the rest is kept minimal */
};

static unsigned draw(struct maker *m, unsigned below) { return (unsigned)(unit_random(&m->random) % below); }

/* ---- values ---- */

static void put_chars(struct maker *m, const char *of, unsigned n, unsigned len)
{
    for (unsigned i = 0; i < len; i++) buf_putc(&m->text, of[draw(m, n)]);
}

static unsigned length(struct maker *m, const struct elem *e)
{
    uint32_t most = e->max < e->min + 20 ? e->max : e->min + 20;
    return e->min + draw(m, most - e->min + 1);
}

static void put_number(struct maker *m, const struct elem *e, bool real)
{
    unsigned digits = length(m, e), point = real && digits > 1 && draw(m, 2) ? 1 + draw(m, digits - 1) : 0;
    if (draw(m, 8) == 0) buf_putc(&m->text, '-');
    for (unsigned i = 0; i < digits; i++) {
        if (point && i == point) buf_putc(&m->text, '.');
        put_chars(m, "0123456789", 10, 1);
    }
}

static void put_date(struct maker *m)
{
    date d = date_from_days((int32_t)draw(m, 40000));
    buf_printf(&m->text, "%04d%02u%02u", d.year, d.month, d.day);
}

static void put_time(struct maker *m, const struct elem *e)
{
    buf_printf(&m->text, "%02u%02u", draw(m, 24), draw(m, 60));
    if (e->min > 4 || (e->max >= 6 && draw(m, 2))) buf_printf(&m->text, "%02u", draw(m, 60));
}

/* A code both lists allow, or nothing when the element's codes are not limited. */
static bool put_code(struct maker *m, const struct elem *e)
{
    const struct code_list *closed = e->codes && !e->codes->open ? e->codes : NULL, *list = e->guide_codes ? e->guide_codes : closed;
    if (!list) return false;
    slice code = list->codes[draw(m, list->count)].code;
    for (unsigned tries = 0; tries < 50 && closed && !code_list_has(closed, code); tries++) code = list->codes[draw(m, list->count)].code;
    buf_add(&m->text, code);
    return true;
}

static void put_value(struct maker *m, const struct elem *e)
{
    static const char text[] = "ABCXYZ019 .-/abc";
    if (put_code(m, e)) return;
    switch (e->type) {
    case ELEM_N: put_number(m, e, false); break;
    case ELEM_R: put_number(m, e, true); break;
    case ELEM_DT: put_date(m); break;
    case ELEM_TM: put_time(m, e); break;
    case ELEM_COMPOSITE:
        for (unsigned i = 0; i < e->n_components && (i == 0 || e->components[i].usage == USE_MANDATORY); i++) {
            if (i) buf_putc(&m->text, ':');
            put_value(m, &e->components[i]);
        }
        break;
    default: {
        unsigned n = length(m, e);
        for (unsigned i = 0; i < n; i++) buf_putc(&m->text, i == 0 || i + 1 == n ? "ABC019"[draw(m, 6)] : text[draw(m, sizeof text - 1)]);
    }
    }
}

/* ---- segments ---- */

/* Adds what a broken note asks for (or takes away what E forbids); true when it was whole. */
static bool note_mend(const struct segment_def *def, const struct syntax_note *n, uint64_t *present)
{
    uint64_t all = 0, rest = 0;
    for (unsigned i = 0; i < n->n; i++) all |= (uint64_t)1 << n->at[i];
    rest = all & ~((uint64_t)1 << n->at[0]);
    uint64_t first = (uint64_t)1 << n->at[0], there = *present & all, before = *present;
    if (n->kind == 'P' && there) *present |= all;
    if (n->kind == 'C' && (*present & first)) *present |= rest;
    if (n->kind == 'R' && !there) *present |= first;
    if (n->kind == 'L' && (*present & first) && !(*present & rest)) *present |= (uint64_t)1 << n->at[1];
    if (n->kind == 'E')
        for (unsigned i = n->n; i-- > 0 && (there & (there - 1));) {
            if (def->elems[n->at[i] - 1].usage == USE_MANDATORY) continue;
            there &= ~((uint64_t)1 << n->at[i]);
            *present &= ~((uint64_t)1 << n->at[i]);
        }
    return *present == before;
}

static uint64_t presence(struct maker *m, const struct segment_def *def, bool least)
{
    uint64_t present = 0;
    for (unsigned k = 1; k <= def->n_elems; k++)
        if (def->elems[k - 1].usage == USE_MANDATORY || (!least && def->elems[k - 1].usage != USE_NOT_USED && draw(m, 3) == 0))
            present |= (uint64_t)1 << k;
    if (!present && def->n_elems) present = 2;
    for (unsigned round = 0; round < 20; round++) {
        bool whole = true;
        for (unsigned i = 0; i < def->n_notes; i++) whole &= note_mend(def, &def->notes[i], &present);
        if (whole) return present;
    }
    return least ? present : presence(m, def, true);
}

static const struct total_rule *total_at(const struct maker *m, slice segment, unsigned k)
{
    for (unsigned i = 0; i < m->s->n_totals; i++)
        if (slice_eq(m->s->totals[i].segment, segment) && m->s->totals[i].element == k) return &m->s->totals[i];
    return NULL;
}

static void put_segment(struct maker *m, uint16_t node)
{
    const struct segment_def *def = m->s->nodes[node].segment;
    uint64_t present = presence(m, def, m->wrapped);
    m->segments++;
    if (m->s->n_totals && slice_eq(def->id, m->s->totals[0].of_segment)) m->lines++;
    buf_add(&m->text, def->id);
    for (unsigned k = 1; k <= def->n_elems && present >> k; k++) {
        buf_putc(&m->text, '*');
        if (!(present >> k & 1)) continue;
        const struct total_rule *t = total_at(m, def->id, k);
        if (!t)
            put_value(m, &def->elems[k - 1]);
        else if (t->kind == TOTAL_COUNT)
            buf_printf(&m->text, "%u", m->lines);
        else
            buf_puts(&m->text, "");         /* left out: what it must be is check_totals.c's to say */
    }
    while (m->text.ptr[m->text.len - 1] == '*') m->text.len--;
    buf_putc(&m->text, '~');
}

/* ---- structure ---- */

static unsigned times(struct maker *m, const struct node *n)
{
    if (n->max == 0) return 0;
    if (m->wrapped || m->text.len > 40000) {
        m->wrapped = true;
        return n->min;
    }
    unsigned most = n->max < 3 ? n->max : 3;
    return n->min ? 1 + draw(m, most) : draw(m, 4) == 0 ? 1 + draw(m, most) : 0;
}

static void put_children(struct maker *m, uint16_t parent)
{
    for (uint16_t c = m->s->nodes[parent].first; c; c = m->s->nodes[c].next) {
        const struct node *n = &m->s->nodes[c];
        for (unsigned i = times(m, n); i > 0; i--) {
            if (n->is_loop)
                put_children(m, c);
            else
                put_segment(m, c);
        }
    }
}

static void make(struct maker *m, const struct schema *s, uint64_t seed)
{
    buf_clear(&m->text);
    m->s = s;
    m->random = seed * 0x9E3779B97F4A7C15u + 1;
    m->segments = m->lines = 0;
    m->wrapped = false;
    put_children(m, 0);
}

#endif
