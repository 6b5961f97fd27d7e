/* check.c - the fast way of validation: one look-up for the segment, one small test for each element.
 *
 * Decides only whether a segment is fine; everything else goes to the files named in checker.h.  A clean segment allocates nothing, calls
 * next to nothing, and reads the schema's tables only.  What must stay true: a segment that any of the closer looks would complain about
 * never passes here. */
#include "schema/checker.h"

#include "base/date.h"
#include "base/digits.h"
#include "base/must.h"
#include "schema/when.h"

#include <stdlib.h>

const struct check_options check_default_options = { .code_severity = SEV_REJECT_DOCUMENT, .guide_severity = SEV_WARN,
.hash_plain = false };

struct checker *checker_new(void)
{
    struct checker *c = calloc(1, sizeof *c);
    must(c);
    return c;
}

void checker_free(struct checker *c)
{
    if (!c) return;
    free(c->counts);
    free(c->missing_in);
    free(c->root_first);
    hierarchy_room_free(c->hierarchy);
    unique_room_free(c->unique);
    tree_kinds_free(&c->kinds);
    arena_free(c->memory);
    free(c);
}

/* ---- one element ---- */

/* Digits of a whole number, without sign. */
static inline bool int_fits(const char *end, uint32_t len)
{
    return len <= WORD_BYTES && non_digits_last(load8(end - WORD_BYTES), len) == 0;
}

/* Digits with at most one point, which does not end them; without sign.  The point is no digit, so the length is counted again. */
static inline bool real_fits(const struct elem_rule *r, const char *end, uint32_t len)
{
    if (len > WORD_BYTES) return false;
    uint64_t other = non_digits_last(load8(end - WORD_BYTES), len);
    if (other == 0) return len - r->min < r->span;
    const char *point = end - WORD_BYTES + __builtin_ctzll(other) / 8;
    return len > r->min && (other & (other - 1)) == 0 && *point == '.' && point + 1 < end;
}

/* CCYYMMDD. */
static inline bool date_fits(const char *end)
{
    static const uint8_t days[16] = { 0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    uint64_t word = load8(end - WORD_BYTES);
    if (non_digits(word) != 0 || (uint16_t)word == ('0' | '0' << 8)) return false;
    uint32_t month = digits_number(word << 16, 2), day = digits_number(word, 2);
    date d;
    return month <= 12 && (day - 1 < days[month] || (month == 2 && day == 29 && date_parse8((slice){ end - 8, 8 }, &d)));
}

static inline bool code_fits(const struct elem_rule *r, const char *end, uint32_t len)
{
    uint32_t key = load4(end - 4) >> (-(8 * len) & 31), at = code_slot(key, r->shift);
    while (UNLIKELY(r->slots[at] != key)) {
        if (r->slots[at] == 0) return false;
        at = code_next(at, r->shift);
    }
    return true;
}

/* The length fits already. */
static ALWAYS_INLINE bool elem_fits(const struct elem_rule *r, const char *start, uint32_t len)
{
    const char *end = start + len;
    switch ((enum rule_kind)r->kind) {
    case RULE_TEXT: return *start != ' ';
    case RULE_WORD: return *start != ' ' && end[-1] != ' ';
    case RULE_CODE: return code_fits(r, end, len);
    case RULE_INT: return int_fits(end, len);
    case RULE_REAL: return real_fits(r, end, len);
    case RULE_DATE: return date_fits(end);
    case RULE_TIME: return time_is_valid((slice){ start, len });
    case RULE_CHECK: return value_check_fits((enum value_check)r->shift, (slice){ start, len });
    case RULE_LOOK: return false;
    }
    __builtin_unreachable();
}

/* ---- one segment ---- */

/* Odd bytes, too many elements, or no room to look back from: every element is looked at closely. */
static COLD void elements_look_all(struct checker *c, uint16_t node, const struct seen_segment *seg)
{
    unsigned n_elems = c->a->rules[node]->n_elems, last = seg->n - 1 < n_elems ? seg->n - 1 : n_elems;
    uint64_t present = 0;
    for (unsigned k = 1; k <= last; k++) present |= (uint64_t)(seg->spans[k].len != 0) << k;
    elements_look(c, node, seg, present, present);
}

/* Do the conditions of a rule hold?  `present` is the elements that are there. */
static inline bool when_applies(const struct when_rule *w, const char *text, const struct span *spans, unsigned n, uint64_t present)
{
    if (UNLIKELY(w->values.kind == RULE_LOOK)) return when_holds(w->when, text, spans, n);
    const struct span *s = &spans[w->on];
    return present >> w->on & 1 && s->len - w->values.min <= w->values.span && code_fits(&w->values, text + s->off + s->len, s->len);
}

/* The rules that depend on other elements; of those that are there each is as it must be otherwise. */
static __attribute__((noinline)) bool whens_fit(const struct segment_rules *r, const char *text, const struct span *spans, unsigned n,
                                                uint64_t present)
{
    for (const struct when_rule *w = r->whens, *end = w + r->n_whens; w < end; w++) {
        const struct span *s = &spans[w->element];
        if (!(present >> w->element & 1)) {
            if (w->mandatory && when_applies(w, text, spans, n, present)) return false;
        } else if (when_applies(w, text, spans, n, present)) {
            if (s->len - w->rule.min > w->rule.span || !elem_fits(&w->rule, text + s->off, s->len)) return false;
        }
    }
    return true;
}

/* No rule allows an empty element, so that those that are not there need no test of their own. */
static ALWAYS_INLINE void elements_check(struct checker *c, uint16_t node, const struct segment_rules *r, struct span *spans, unsigned n,
                                         uint32_t number, bool odd)
{
    if (UNLIKELY(odd || spans[0].off < WORD_BYTES || n - 1 > r->n_elems)) {
        elements_look_all(c, node, &(struct seen_segment){ spans, n, number, odd });
        return;
    }
    const char *text = c->tree->text;
    const struct elem_rule *rule = r->elems;
    uint64_t absent = 1, look = 0;
    for (const struct span *s = spans + 1; s < spans + n; s++, rule++) {
        if (LIKELY(s->len - rule->min <= rule->span && elem_fits(rule, text + s->off, s->len))) continue;
        *(s->len ? &look : &absent) |= (uint64_t)1 << (s - spans);
    }
    uint64_t present = (((uint64_t)2 << (n - 1)) - 1) & ~absent;
    bool fine = !look && !(absent >> (n - 1)) && conditions_fit(r, present);
    if (LIKELY(fine && (!r->n_whens || whens_fit(r, text, spans, n, present)))) return;
    elements_look(c, node, &(struct seen_segment){ spans, n, number, odd }, present, r->n_whens ? present : look);
}

/* A segment that lost its way is rare enough to be looked at closely without a test. */
COLD void checker_add(struct checker *c, uint16_t node, const struct seen_segment *seg)
{
    elements_look_all(c, node, seg);
    checker_leaf(c, node, seg->n, seg->number);
}

/* ---- the way through the set ---- */

static inline uint32_t segment_index(const struct automaton *a, const char *id, uint32_t len)
{
    if (len - 2 > 1) return INDEX_NONE;
    uint32_t key = id_key(id, len), at = id_hash(key) & a->id_mask;
    while (UNLIKELY(a->ids[at].key != key)) {
        if (a->ids[at].key == 0) return INDEX_NONE;
        at = (at + 1) & a->id_mask;
    }
    return a->ids[at].segment;
}

uint32_t checker_segment_index(const struct checker *c, slice id)
{
    return id.len <= 3 ? segment_index(c->a, id.ptr, (uint32_t)id.len) : INDEX_NONE;
}

void checker_go(struct checker *c, uint16_t state)
{
    c->state = state;
    c->row = c->a->act + (size_t)state * c->a->n_segments;
}

static inline void close_to(struct checker *c, unsigned depth)
{
    for (; c->depth > depth; c->depth--) tree_close(c->tree, c->open[c->depth].group);
}

static inline void enter(struct checker *c, uint16_t loop, uint32_t number)
{
    uint32_t group = tree_add(c->tree, loop, c->open[c->depth].group, 0, number);
    if (c->joins) tree_kinds_join(&c->kinds, loop, group);
    c->open[++c->depth] = (struct open_loop){ group, ++c->serial, loop };
}

void checker_close_to(struct checker *c, unsigned depth) { close_to(c, depth); }
void checker_enter(struct checker *c, uint16_t loop, uint32_t number) { enter(c, loop, number); }

/* Something mandatory was passed over, or there is no room: what to do instead; a step to nowhere when all is done. */
static COLD struct step segment_look(struct checker *c, const struct step *step, const struct seen_segment *seg)
{
    struct action a = step_action(step);
    if (order_stray(c, &a, seg)) return (struct step){ 0 };
    if (count_next(c, counted_node(&a), c->open[a.keep].serial) > step->max) a = order_full(c, a, seg);
    if (a.skipped) order_skipped(c, &a, seg);
    return step_make(c->a, &a);
}

/* The segment goes to its place: loops are left and entered, occurrences counted. */
static ALWAYS_INLINE void segment_take(struct checker *c, unsigned n, uint32_t number, bool odd)
{
    struct tree *t = c->tree;
    const struct automaton *automaton = c->a;
    struct span *spans = t->field + t->fields;
    uint32_t segment = LIKELY(automaton != NULL) ? segment_index(automaton, t->text + spans[0].off, spans[0].len) : INDEX_NONE;
    if (UNLIKELY(segment == INDEX_NONE || !c->row[segment])) {
        order_misfit(c, &(struct seen_segment){ spans, n, number, odd });
        return;
    }
    struct step other;
    const struct step *step = &automaton->steps[c->row[segment]];
    uint32_t serial = c->open[step->keep].serial, count = count_next(c, step->counted, serial);
    if (UNLIKELY(step->skipped || count > step->max)) {
        other = segment_look(c, step, &(struct seen_segment){ spans, n, number, odd });
        if (!other.target) return;
        step = &other;
        serial = c->open[step->keep].serial;
        count = count_next(c, step->counted, serial);
    }
    c->counts[step->counted] = (struct count){ serial, count };
    close_to(c, step->keep);
    if (step->loop) enter(c, step->loop, number);
    c->state = step->target;
    c->row = step->row;
    elements_check(c, step->target, step->rules, spans, n, number, odd);
    checker_leaf(c, step->target, n, number);
}

/* The only copy of all the above: a run of segments, or one that may have odd bytes. */
static void segments_take(struct checker *c, unsigned segments, const uint16_t *n, uint32_t number, bool odd)
{
    for (const uint16_t *end = n + segments; n < end; n++, number++) segment_take(c, *n, number, odd);
}

void checker_segment(struct checker *c, unsigned n, uint32_t number, bool odd)
{
    const uint16_t one = (uint16_t)n;
    must(n > 0);
    c->last = c->tree->field[c->tree->fields];
    c->last_number = number;
    segments_take(c, 1, &one, number, odd);
}

void checker_segments(struct checker *c, unsigned segments, const uint16_t *n, uint32_t number)
{
    if (segments == 0) return;
    const struct tree *t = c->tree;
    segments_take(c, segments, n, number, false);
    c->last = t->field[t->group[t->groups - 1].first];
    c->last_number = number + segments - 1;
}

/* ---- a whole set ---- */

/* Serials only ever grow, so counts of earlier sets need no clearing. */
static void counts_prepare(struct checker *c, size_t nodes)
{
    if (nodes > c->node_room || !c->counts || c->serial > UINT32_MAX / 2) {
        if (nodes > c->node_room) c->node_room = nodes;
        free(c->counts);
        free(c->missing_in);
        free(c->root_first);
        c->counts = calloc(c->node_room + 1, sizeof *c->counts);
        c->missing_in = calloc(c->node_room + 1, sizeof *c->missing_in);
        c->root_first = calloc(c->node_room + 1, 2 * sizeof *c->root_first);
        must(c->counts && c->missing_in && c->root_first);
        c->root_last = c->root_first + c->node_room + 1;
        c->serial = 0;
    }
}

static void text_copy(char *to, size_t room, slice from)
{
    size_t n = from.len < room ? from.len : room - 1;
    memset(to, 0, room);
    if (n) memcpy(to, from.ptr, n);
}

void checker_begin(struct checker *c, const struct schema *schema, const struct check_options *options, struct tree *tree,
                   struct diags *diags,
                   slice set_id, slice set_control)
{
    must(!schema || schema->automaton);
    c->schema = schema;
    c->a = schema ? schema->automaton : NULL;
    c->tree = tree;
    c->diags = diags;
    c->options = *options;
    c->depth = 0;
    c->detour.on = false;
    c->trailing_noted = false;
    c->astray = c->left_in = 0;
    c->line_group = c->lines = 0;
    c->last = SPAN_ABSENT;
    c->last_number = 0;
    c->base = (struct place){ 0 };
    text_copy(c->base.set_id, sizeof c->base.set_id, set_id);
    text_copy(c->base.set_control, sizeof c->base.set_control, set_control);
    counts_prepare(c, schema ? schema->n_nodes : 0);
    tree_reset(tree);
    c->joins = schema && (schema->requires || schema->asserts);
    if (c->joins) tree_kinds_reset(&c->kinds, schema->n_nodes);
    c->open[0] = (struct open_loop){ tree_add(tree, 0, 0, 0, 0), ++c->serial, 0 };
    if (c->a) checker_go(c, 0);
}

/* What is said about the whole set; nobody knows what one that was cut off would have had. */
static void rules_check(struct checker *c)
{
    const struct schema *s = c->schema;
    if ((!s->requires && !s->asserts && !s->hierarchies) || !slice_is(tree_slice(c->tree, c->last), "SE")) return;
    tree_index(c->tree, c->root_first, c->root_last, s->n_nodes);
    hierarchies_check(c);
    requires_check(c);
    asserts_check(c);
}

void checker_end(struct checker *c)
{
    if (c->a) order_end(c);
    checker_close_to(c, 0);
    tree_close(c->tree, c->open[0].group);
    if (!c->a) return;
    totals_check(c);
    rules_check(c);
}
