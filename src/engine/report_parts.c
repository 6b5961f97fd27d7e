/* report_parts.c - order, groups and words for quarantine reports.
 *
 * Decides the order in which findings are told (worst first, then as found) and which of them are told together.  Holds for every form:
 * each finding of the list is in exactly one group, and none is left out. */
#include "engine/report_parts.h"

#include "base/must.h"
#include "base/render.h"

static bool is_same_kind(const struct diag *a, const struct diag *b)
{
    return a->def == b->def && a->severity == b->severity && slice_eq(a->rule, b->rule);
}

/* Findings sorted by severity; a stable selection by class, since there are only nine. */
static const struct diag **worst_first(struct arena *arena, const struct diags *d)
{
    const struct diag **sorted = arena_array(arena, d->count + 1, sizeof *sorted);
    size_t n = 0;
    for (int severity = SEV_ERROR; severity >= SEV_NOTE; severity--)
        for (size_t i = 0; i < d->count; i++)
            if ((int)d->items[i].severity == severity) sorted[n++] = &d->items[i];
    must(n == d->count);
    return sorted;
}

static void mark_differences(struct report_group *g)
{
    g->common = *g->items[0];
    for (unsigned i = 1; i < g->n; i++)
        for (unsigned k = 0; k < DIAG_ARGS; k++)
            if (!slice_eq(g->common.args[k], g->items[i]->args[k])) g->common.args[k] = SLICE("…");
}

static unsigned group_of(const struct report_view *v, const struct diag *d)
{
    unsigned i = 0;
    while (i < v->n_groups && !is_same_kind(v->groups[i].items[0], d)) i++;
    return i;
}

static void make_groups(struct report_view *v, const struct diags *d)
{
    const struct diag **sorted = worst_first(v->arena, d);
    const struct diag **slots = arena_array(v->arena, d->count + 1, sizeof *slots);
    unsigned *owner = arena_array(v->arena, d->count + 1, sizeof *owner);
    v->groups = arena_array(v->arena, d->count + 1, sizeof *v->groups);
    for (size_t i = 0; i < d->count; i++) {
        owner[i] = group_of(v, sorted[i]);
        struct report_group *g = &v->groups[owner[i]];
        if (owner[i] == v->n_groups) {
            v->n_groups++;
            g->items = &sorted[i];      /* for comparing, until its slots are known */
        }
        g->n++;
    }
    for (unsigned i = 0, used = 0; i < v->n_groups; used += v->groups[i++].n) v->groups[i].items = slots + used;
    unsigned *filled = arena_array(v->arena, v->n_groups + 1u, sizeof *filled);
    for (size_t i = 0; i < d->count; i++) v->groups[owner[i]].items[filled[owner[i]]++] = sorted[i];
}

void report_view_open(struct report_view *v, const struct report *r)
{
    *v = (struct report_view){ .report = r, .arena = arena_new() };
    if (!r->diags) return;
    v->n_findings = (unsigned)r->diags->count;
    v->dropped = r->diags->dropped;
    make_groups(v, r->diags);
    for (unsigned i = 0; i < v->n_groups; i++) {
        mark_differences(&v->groups[i]);
        if (v->groups[i].common.severity > SEV_NOTE) v->n_faults = i + 1;
    }
}

void report_view_close(struct report_view *v)
{
    arena_free(v->arena);
    *v = (struct report_view){ 0 };
}

void report_where(struct buf *out, const struct report *r, const struct place *p)
{
    unsigned line, column;
    bool several = r->kind == REPORT_INTERCHANGE && p->set_control[0];
    if (several) buf_printf(out, "set %.*s, ", (int)strnlen(p->set_control, sizeof p->set_control), p->set_control);
    if (p->segment_id[0]) {
        buf_printf(out, "%.*s segment", (int)strnlen(p->segment_id, sizeof p->segment_id), p->segment_id);
        if (p->segment) buf_printf(out, " %u", p->segment);
    } else if (p->segment) {
        buf_printf(out, "segment %u", p->segment);
    } else if (p->source && place_line(p, &line, &column)) {
        buf_printf(out, "line %u, column %u", line, column);
    }
    if (place_names_loop(p)) buf_printf(out, " in loop %.*s", (int)strnlen(p->loop, sizeof p->loop), p->loop);
    if (p->element) buf_printf(out, ", element %02u", p->element);
    if (p->repeat > 1) buf_printf(out, ", repetition %u", p->repeat);
    if (p->component) buf_printf(out, ", component %u", p->component);
}

/* Reports travel between machines: a map is named from its maps/ or schemas/ folder on. */
slice report_rule_file(const struct diag *d)
{
    slice path = slice_of(d->rule_place.source->name);
    for (size_t at = path.len; at-- > 0;) {
        slice rest = slice_sub(path, at, path.len);
        bool starts_part = at == 0 || path.ptr[at - 1] == '/';
        if (starts_part && (slice_starts(rest, SLICE("maps/")) || slice_starts(rest, SLICE("schemas/")))) return rest;
    }
    return path;
}

void report_rule_place(struct buf *out, const struct diag *d)
{
    unsigned line, column;
    if (!d->rule_place.source || !d->rule_place.source->name) return;
    buf_add(out, report_rule_file(d));
    if (place_line(&d->rule_place, &line, &column)) buf_printf(out, " line %u", line);
}

static const struct { const char *words; char class; } severities[] = {
    [SEV_NOTE] = { "note", 'n' },
    [SEV_WARN] = { "warning", 'w' },
    [SEV_HOLD_LINE] = { "line held", 'h' },
    [SEV_REJECT_LINE] = { "line rejected", 'r' },
    [SEV_HOLD_DOCUMENT] = { "document held", 'h' },
    [SEV_REJECT_DOCUMENT] = { "document rejected", 'r' },
    [SEV_REJECT_GROUP] = { "group rejected", 'r' },
    [SEV_REJECT_INTERCHANGE] = { "interchange rejected", 'r' },
    [SEV_ERROR] = { "unusable", 'r' },
};

const char *report_severity_words(enum severity s) { return severities[s].words; }
char report_severity_class(enum severity s) { return severities[s].class; }

void report_instant(struct buf *out, instant t)
{
    static const char *const months[] = { "January", "February", "March", "April", "May", "June", "July", "August", "September",
                                          "October", "November", "December" };
    date d = instant_date(t);
    unsigned minute = (unsigned)(t / 60000000 % 1440);
    buf_printf(out, "%u %s %u, %02u:%02u UTC", d.day, months[(d.month + 11u) % 12], (unsigned)d.year, minute / 60, minute % 60);
}

void report_count(struct buf *out, uint64_t n)
{
    if (n >= 1000) {
        report_count(out, n / 1000);
        buf_printf(out, ",%03u", (unsigned)(n % 1000));
    } else {
        buf_printf(out, "%u", (unsigned)n);
    }
}

void report_plural(struct buf *out, uint64_t n, const char *one, const char *many)
{
    report_count(out, n);
    buf_printf(out, " %s", n == 1 ? one : many);
}

void report_worth(struct buf *out, const struct report *r)
{
    if (!r->worth_amount.len) return;
    buf_add(out, r->worth_currency);
    if (r->worth_currency.len) buf_putc(out, ' ');
    buf_add(out, r->worth_amount);
}

void report_line_codes(struct buf *out, const struct report_view *v, unsigned ordinal)
{
    const char *before = "";
    for (unsigned i = 0; i < v->n_faults; i++) {
        const struct report_group *g = &v->groups[i];
        unsigned k = 0;
        while (k < g->n && g->items[k]->line != ordinal) k++;
        if (k == g->n) continue;
        buf_printf(out, "%s%s", before, g->common.def->code);
        before = " ";
    }
}

enum { LINES_ALL = 200, LINES_HELD = 500 };     /* a page stays readable, and the report a few hundred kilobytes */

bool report_line_is_shown(const struct report *r, unsigned index, unsigned shown)
{
    return r->n_lines <= LINES_ALL || (r->lines[index].held && shown < LINES_HELD);
}

void report_lines_left(struct buf *out, const struct report *r, unsigned shown)
{
    if (shown == r->n_lines) return;
    unsigned held = 0;
    for (unsigned i = 0; i < r->n_lines; i++) held += r->lines[i].held;
    if (held > shown) {
        report_plural(out, held - shown, "more line is held", "more lines are held");
        buf_puts(out, "; ");
    }
    report_plural(out, r->n_lines - held, "line without a fault is not shown", "lines without a fault are not shown");
}
