/* check_place.c - where a finding is and how things are called: places and texts of the checker's findings.
 *
 * Everything here runs only when something is wrong. */
#include "schema/checker.h"

#include <stdarg.h>
#include <stdio.h>

slice seen_text(const struct checker *c, const struct seen_segment *seg, unsigned k)
{
    return k < seg->n && seg->spans[k].len ? tree_slice(c->tree, seg->spans[k]) : NO_ARG;
}

static void copy_name(char *to, size_t room, slice from)
{
    size_t n = from.len < room ? from.len : room - 1;
    if (n) memcpy(to, from.ptr, n);
    memset(to + n, 0, room - n);
}

void place_rename(struct place *p, slice segment_id) { copy_name(p->segment_id, sizeof p->segment_id, segment_id); }

/* The caller tells the tree its source after checker_begin, so it is asked for here. */
struct place place_base(const struct checker *c)
{
    struct place p = c->base;
    p.source = c->tree->source;
    return p;
}

struct place place_segment(const struct checker *c, const struct seen_segment *seg)
{
    struct place p = place_base(c);
    p.offset = tree_offset(c->tree, seg->spans[0]);
    p.length = seg->spans[0].len;
    p.segment = seg->number;
    place_rename(&p, tree_slice(c->tree, seg->spans[0]));
    if (c->schema && c->depth > 0) copy_name(p.loop, sizeof p.loop, c->schema->nodes[c->open[c->depth].node].name);
    return p;
}

struct place place_segment_in(const struct checker *c, const struct seen_segment *seg, uint16_t node)
{
    struct place p = place_segment(c, seg);
    copy_name(p.loop, sizeof p.loop, node ? c->schema->nodes[node].name : NO_ARG);
    return p;
}

/* Where element k starts, also when nothing was sent for it: after the last one before it, as many separators on. */
static struct span span_of(const struct seen_segment *seg, unsigned k)
{
    if (k < seg->n && !span_is_absent(seg->spans[k])) return seg->spans[k];
    unsigned before = k < seg->n ? k : seg->n - 1;
    while (before > 0 && span_is_absent(seg->spans[before])) before--;
    uint32_t separators = k < seg->n ? k - before : seg->n - 1 - before;
    return (struct span){ seg->spans[before].off + seg->spans[before].len + separators, 0 };
}

struct place place_element(const struct checker *c, const struct segment_def *def, const struct seen_segment *seg, unsigned k)
{
    struct place p = place_segment(c, seg);
    struct span span = span_of(seg, k);
    p.offset = tree_offset(c->tree, span);
    p.length = span.len;
    p.element = (uint16_t)k;
    if (k <= def->n_elems) p.element_ref = def->elems[k - 1].ref;
    return p;
}

struct place place_group(const struct checker *c, uint32_t group, unsigned k)
{
    const struct tree *t = c->tree;
    const struct node *nodes = c->schema->nodes;
    const struct tree_group *g = &t->group[group];
    if (nodes[g->kind].is_loop && group + 1 < t->groups) g++;
    const struct seen_segment seg = { &t->field[g->first], g->fields, g->number, false };
    if (!g->fields) return place_base(c);
    struct place p = k ? place_element(c, nodes[g->kind].segment, &seg, k) : place_segment(c, &seg);
    if (g->parent) copy_name(p.loop, sizeof p.loop, nodes[t->group[g->parent].kind].name);
    return p;
}

unsigned line_of_group(struct checker *c, uint32_t group)
{
    const struct tree *t = c->tree;
    uint16_t node = c->schema->line_node;
    if (found_full(c)) return 0;
    while (node && group && t->group[group].kind != node) group = t->group[group].parent;
    if (!node || !group) return 0;
    if (group < c->line_group) c->line_group = c->lines = 0;
    while (c->line_group < group) c->lines += t->group[++c->line_group].kind == node;
    return c->lines;
}

/* The order line a finding belongs to: the count of line loops so far, while one is open. */
static unsigned line_of(const struct checker *c)
{
    uint16_t node = c->schema ? c->schema->line_node : 0;
    for (unsigned d = 1; node && d <= c->depth; d++)
        if (c->open[d].node == node) return c->counts[node].n;
    return 0;
}

struct diag *found(struct checker *c, enum schema_finding what, struct place place, slice a0, slice a1, slice a2, slice a3)
{
    struct diag *d = diag_add(c->diags, &schema_findings[what], place, a0, a1, a2, a3);
    d->line = line_of(c);
    return d;
}

struct diag *found_guide(struct checker *c, enum schema_finding what, const struct guide_rule *rule, struct place place,
                         slice a0, slice a1,
                         slice a2, slice a3)
{
    struct diag *d = found(c, what, place, a0, a1, a2, a3);
    diag_set_severity(c->diags, d, rule && rule->names_severity ? rule->severity : c->options.guide_severity);
    d->rule = c->schema->guide;
    if (!rule) return d;
    d->rule_place = rule->place;
    if (rule->source.len) d->source = rule->source;
    return d;
}

/* ---- texts ---- */

bool found_full(const struct checker *c) { return c->diags->count >= c->diags->cap; }

slice arg_printf(struct checker *c, unsigned i, const char *format, ...)
{
    if (found_full(c)) return NO_ARG;
    va_list args;
    va_start(args, format);
    int n = vsnprintf(c->arg[i], ARG_BYTES, format, args);
    va_end(args);
    if (n < 0) return NO_ARG;
    return (slice){ c->arg[i], n < ARG_BYTES ? (size_t)n : ARG_BYTES - 1 };
}

slice arg_element(struct checker *c, unsigned i, const struct segment_def *def, unsigned k)
{
    slice name = k <= def->n_elems ? def->elems[k - 1].name : NO_ARG;
    return arg_printf(c, i, "%.*s%02u%s%.*s", SLICE_ARG(def->id), k, name.len ? " " : "", SLICE_ARG(name));
}

slice arg_node(struct checker *c, unsigned i, uint16_t node)
{
    const struct node *nodes = c->schema->nodes, *n = &nodes[node];
    if (n->is_loop && node) {
        const struct node *opener = &nodes[n->first];
        return arg_printf(c, i, "%.*s %.*s (it opens loop %.*s)", SLICE_ARG(opener->name), SLICE_ARG(opener->title), SLICE_ARG(n->name));
    }
    return arg_printf(c, i, "%.*s%s%.*s", SLICE_ARG(n->name), n->title.len ? " " : "", SLICE_ARG(n->title));
}

slice arg_value(slice value) { return slice_sub(value, 0, VALUE_BYTES); }
