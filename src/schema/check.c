/* check.c - the fast way of validation: one look-up for the segment, one small test for each element.
 *
 * Decides only whether a segment is fine; everything else goes to the files named in checker.h.  A clean segment allocates nothing, calls
 * next to nothing, and reads the schema's tables only.  What must stay true: a segment that any of the closer looks would complain about
 * never passes here. */
#include "schema/checker.h"

#include "base/date.h"
#include "base/must.h"

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
    free(c);
}

/* ---- one element ---- */

static inline uint32_t load4(const char *p)
{
    uint32_t v;
    memcpy(&v, p, sizeof v);
    return v;
}

static inline uint64_t load8(const char *p)
{
    uint64_t v;
    memcpy(&v, p, sizeof v);
    return v;
}

/* The high bit of every byte that is no digit. */
static inline uint64_t non_digits(uint64_t word)
{
    uint64_t x = word ^ 0x3030303030303030u;
    return (((x & 0x7F7F7F7F7F7F7F7Fu) + 0x7676767676767676u) | x) & 0x8080808080808080u;
}

/* The same for the last `len` (1…8) of the bytes before `end`, which has at least eight bytes before it; they are the word's high ones on a
   little-endian machine. */
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "words of text are read with the first byte lowest");
static inline uint64_t non_digits_before(const char *end,
                                         uint32_t len) { return non_digits(load8(end - 8)) & ~(uint64_t)0 << (64 - 8 * len); }

/* Digits of a whole number up to 16 long, without sign. */
static inline bool int_fits(const struct elem_rule *r, const char *text, struct span s)
{
    uint32_t end = s.off + s.len;
    if (s.len - r->min > r->span || end < 8 || s.len > 16) return false;
    if (s.len <= 8) return non_digits_before(text + end, s.len) == 0;
    return (non_digits(load8(text + s.off)) | non_digits(load8(text + end - 8))) == 0;
}

/* The one byte of a number that is no digit may be a point, when it does not end the number. */
static inline bool point_fits(const struct elem_rule *r, const char *point, const char *end, uint32_t len)
{
    return *point == '.' && point + 1 < end && len - 1 - r->min <= r->span;
}

/* Up to 16 bytes of digits with at most one point, which does not end it; without sign. */
static inline bool real_fits(const struct elem_rule *r, const char *text, struct span s)
{
    if (s.off + s.len < 8 || s.len > 16) return false;
    const char *start = text + s.off, *end = start + s.len;
    uint64_t tail = non_digits_before(end, s.len <= 8 ? s.len : s.len - 8), head = s.len <= 8 ? 0 : non_digits(load8(start));
    uint64_t other = head ? head : tail;
    if (other == 0) return s.len - r->min <= r->span;
    if ((head && tail) || (other & (other - 1))) return false;
    const char *point = head ? start + __builtin_ctzll(head) / 8 : end - 8 + __builtin_ctzll(tail) / 8;
    return point_fits(r, point, end, s.len);
}

/* CCYYMMDD. */
static inline bool date_fits(const char *text, struct span s)
{
    static const uint8_t days[16] = { 0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    if (s.len != 8) return false;
    const char *p = text + s.off;
    if (non_digits(load8(p)) || (p[0] == '0' && p[1] == '0')) return false;
    unsigned month = (unsigned)(p[4] - '0') * 10 + (unsigned)(p[5] - '0'), day = (unsigned)(p[6] - '0') * 10 + (unsigned)(p[7] - '0');
    date d;
    return month <= 12 && (day - 1 < days[month] || (month == 2 && day == 29 && date_parse8((slice){ p, 8 }, &d)));
}

/* An element comes after an id and a separator, so four bytes before its end are always there. */
static inline bool code_fits(const struct automaton *a, const struct elem_rule *r, const char *text, struct span s)
{
    if (s.len - r->min > r->span || s.len > 4) return false;
    const struct code_hash *h = &a->codes[r->codes];
    uint32_t key = load4(text + s.off + s.len - 4) >> (32 - 8 * s.len);
    uint32_t at = code_slot(h, key);
    while (h->slots[at] != key && h->slots[at]) at = (at + 1) & h->mask;
    return h->slots[at] == key;
}

static inline bool elem_fits(const struct automaton *a, const struct elem_rule *r, const char *text, struct span s)
{
    switch (r->kind) {
    case RULE_TEXT: return s.len - r->min <= r->span && text[s.off] != ' ';
    case RULE_WORD: return s.len - r->min <= r->span && text[s.off] != ' ' && text[s.off + s.len - 1] != ' ';
    case RULE_CODE: return code_fits(a, r, text, s);
    case RULE_INT: return int_fits(r, text, s);
    case RULE_REAL: return real_fits(r, text, s);
    case RULE_DATE: return date_fits(text, s);
    case RULE_TIME: return s.len - r->min <= r->span && time_is_valid((slice){ text + s.off, s.len });
    default: return false;
    }
}

/* ---- one segment ---- */

static inline uint64_t turned(uint64_t bits, unsigned by) { return bits << (by & 63) | bits >> (-by & 63); }

static inline bool conditions_fit(const struct segment_rules *r, uint64_t present)
{
    uint64_t wrong = r->mandatory & ~present;
    for (unsigned i = 0; i < r->n_implies; i++) wrong |= present & r->implies[i].from & ~turned(present, r->implies[i].turn);
    for (unsigned i = 0; i < r->n_others; i++) {
        const struct other_op *op = &r->others[i];
        uint64_t there = present & op->rest;
        if (op->kind == 'R')
            wrong |= !there;
        else if (op->kind == 'E')
            wrong |= there & (there - 1);
        else
            wrong |= (present & op->first) && !there;
    }
    return wrong == 0;
}

static inline void elements_check(struct checker *c, uint16_t node, struct span *spans, unsigned n, uint32_t number, bool odd)
{
    const struct automaton *a = c->a;
    const struct segment_rules *r = a->rules[node];
    const char *text = c->tree->text;
    unsigned last = n - 1 < r->n_elems ? n - 1 : r->n_elems;
    uint64_t present = 0, look = 0;
    for (unsigned k = 1; k <= last; k++) {
        if (spans[k].len == 0) continue;
        present |= (uint64_t)1 << k;
        if (UNLIKELY(!elem_fits(a, &r->elems[k - 1], text, spans[k]))) look |= (uint64_t)1 << k;
    }
    if (UNLIKELY(look || odd || n - 1 > r->n_elems || spans[n - 1].len == 0 || !present || !conditions_fit(r, present))) {
        struct seen_segment seg = { spans, n, number, odd };
        elements_look(c, node, &seg, present, odd ? present : look);
    }
}

void checker_add(struct checker *c, uint16_t node, const struct seen_segment *seg)
{
    elements_check(c, node, seg->spans, seg->n, seg->number, seg->odd);
    tree_close(c->tree, tree_add(c->tree, node, c->open[c->depth].group, seg->n, seg->number));
}

/* ---- the way through the set ---- */

static inline uint32_t segment_index(const struct automaton *a, const char *id, uint32_t len)
{
    if (len - 2 > 1) return INDEX_NONE;
    uint32_t key = id_key(id, len), at = id_hash(key) & a->id_mask;
    for (; a->ids[at].key; at = (at + 1) & a->id_mask)
        if (a->ids[at].key == key) return a->ids[at].segment;
    return INDEX_NONE;
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

void checker_close_to(struct checker *c, unsigned depth)
{
    for (; c->depth > depth; c->depth--) tree_close(c->tree, c->open[c->depth].group);
}

void checker_enter(struct checker *c, uint16_t loop, uint32_t number)
{
    uint32_t group = tree_add(c->tree, loop, c->open[c->depth].group, 0, number);
    c->open[++c->depth] = (struct open_loop){ group, ++c->serial, loop };
}

/* The segment goes to its place: loops are left and entered, occurrences counted. */
static inline void segment_place(struct checker *c, const struct action *a, uint32_t count, unsigned n, uint32_t number, bool odd)
{
    struct tree *t = c->tree;
    c->counts[counted_node(a)] = (struct count){ c->open[a->keep].serial, count };
    if (c->depth > a->keep) checker_close_to(c, a->keep);
    if (a->loop) checker_enter(c, a->loop, number);
    checker_go(c, a->target);
    elements_check(c, a->target, t->field + t->fields, n, number, odd);
    tree_close(t, tree_add(t, a->target, c->open[c->depth].group, n, number));
}

/* Something mandatory was passed over, or there is no room. */
static COLD void segment_look(struct checker *c, struct action a, unsigned n, uint32_t number, bool odd)
{
    struct seen_segment seg = { c->tree->field + c->tree->fields, n, number, odd };
    if (count_next(c, counted_node(&a), c->open[a.keep].serial) > c->a->max[counted_node(&a)]) a = order_full(c, a, &seg);
    if (a.skipped) order_skipped(c, &a, &seg);
    segment_place(c, &a, count_next(c, counted_node(&a), c->open[a.keep].serial), n, number, odd);
}

void checker_segment(struct checker *c, unsigned n, uint32_t number, bool odd)
{
    const struct tree *t = c->tree;
    const struct automaton *automaton = c->a;
    struct span *spans = t->field + t->fields;
    must(n > 0);
    c->last = spans[0];
    c->last_number = number;
    uint32_t segment = automaton ? segment_index(automaton, t->text + spans[0].off, spans[0].len) : INDEX_NONE;
    if (UNLIKELY(segment == INDEX_NONE || !c->row[segment])) {
        order_misfit(c, &(struct seen_segment){ spans, n, number, odd });
        return;
    }
    const struct action *a = &automaton->actions[c->row[segment]];
    uint32_t count = count_next(c, counted_node(a), c->open[a->keep].serial);
    if (UNLIKELY(a->skipped || count > automaton->max[counted_node(a)]))
        segment_look(c, *a, n, number, odd);
    else
        segment_place(c, a, count, n, number, odd);
}

/* ---- a whole set ---- */

/* Serials only ever grow, so counts of earlier sets need no clearing. */
static void counts_prepare(struct checker *c, size_t nodes)
{
    if (nodes > c->node_room) {
        free(c->counts);
        free(c->missing_in);
        c->counts = NULL;
        c->missing_in = NULL;
        c->node_room = nodes;
    }
    if (!c->counts || c->serial > UINT32_MAX / 2) {
        free(c->counts);
        free(c->missing_in);
        c->counts = calloc(c->node_room + 1, sizeof *c->counts);
        c->missing_in = calloc(c->node_room + 1, sizeof *c->missing_in);
        must(c->counts && c->missing_in);
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
    c->last_number = 0;
    c->base = (struct place){ 0 };
    text_copy(c->base.set_id, sizeof c->base.set_id, set_id);
    text_copy(c->base.set_control, sizeof c->base.set_control, set_control);
    counts_prepare(c, schema ? schema->n_nodes : 0);
    tree_reset(tree);
    c->open[0] = (struct open_loop){ tree_add(tree, 0, 0, 0, 0), ++c->serial, 0 };
    if (c->a) checker_go(c, 0);
}

void checker_end(struct checker *c)
{
    if (c->a) order_end(c);
    checker_close_to(c, 0);
    tree_close(c->tree, c->open[0].group);
    if (c->a) totals_check(c);
}
