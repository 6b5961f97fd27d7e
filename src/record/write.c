/* write.c - a tree of a record layout, written as bytes.
 *
 * The plan (plan.c) holds all constant text; here it is copied, with the values between.  Room is made once per group, and all values are
 * taken for plain; when one was not, the group is written once more the careful way.  Nothing is allocated but the buffer's own room.
 * What must stay true: `out` is as before when false is returned. */
#include "record/plan.h"

#include "record/escape.h"
#include "record/findings.h"
#include "record/plain.h"

enum { SHORT = 256 };           /* bytes of a value that is not worth a look of its own */

struct writing {
    const struct record_writer *w;
    const struct tree *tree;
    struct buf *out;
    const struct record_places *places;
    struct diags *diags;
    bool bad;
};

/* Texts and buffers end in PLAN_PAD spare bytes, so whole words are copied past the end of short ones. */
static inline char *put_text(char *to, const char *from, uint32_t len)
{
    memcpy(to, from, PLAN_PAD);
    if (len > PLAN_PAD)
        memcpy(to + PLAN_PAD, from + PLAN_PAD, PLAN_PAD);
    if (len > 2 * PLAN_PAD)
        memcpy(to + 2 * PLAN_PAD, from + 2 * PLAN_PAD, len - 2 * PLAN_PAD);
    return to + len;
}

static slice field_label(const struct writing *wr, uint32_t group, uint16_t field)
{
    const struct node *node = &wr->w->layout->nodes[wr->tree->group[group].kind];
    slice name = node->segment->elems[field].field_name;
    return arena_printf(wr->diags->arena, "%.*s/%.*s", SLICE_ARG(node->name), SLICE_ARG(name));
}

static void report(struct writing *wr, enum escape_outcome outcome, uint32_t bad, uint32_t group, uint16_t field)
{
    struct place place = wr->places ? wr->places->of(wr->places->context, group, field) : (struct place){ 0 };
    struct buf shown = BUF_INIT(8);
    utf8_put(&shown, bad);
    unsigned finding = outcome == ESCAPE_NOT_XML ? RECORD_CHARACTER : RECORD_CHARSET;
    diag_add(wr->diags, &record_findings[finding], place, arena_printf(wr->diags->arena, "U+%04X", (unsigned)bad),
             buf_slice(&shown), field_label(wr, group, field), slice_of(wr->w->charset_name));
    buf_free(&shown);
    wr->bad = true;
}

/* The careful way: each value is escaped, and room is made for what is put. */
static bool put_careful(struct writing *wr, uint32_t group)
{
    const struct tree_group *g = &wr->tree->group[group];
    const struct plan_node *node = &wr->w->nodes[g->kind];
    uint32_t at = 0, bad;
    for (const struct tree_value *v = &wr->tree->value[g->first], *end = v + g->fields; v < end; v++) {
        const struct plan_field *field = &node->fields[v->field];
        if (!v->ptr || field->is_constant)
            continue;
        buf_add(wr->out, (slice){ node->text.ptr + at, field->at - at });
        buf_add(wr->out, (slice){ field->name.ptr, field->name.len });
        enum escape_outcome outcome = escape_put(wr->out, (slice){ v->ptr, v->len }, wr->w->charset, &bad);
        if (outcome != ESCAPE_DONE)
            report(wr, outcome, bad, group, v->field);
        if (field->name.ptr)
            buf_putc(wr->out, '"');
        at = field->at;
    }
    buf_add(wr->out, (slice){ node->text.ptr + at, node->text.len - at });
    return buf_ok(wr->out);
}

/* The values of an element in its text, as if all were plain and short; false when one was not, or the buffer is full, and nothing is written. */
static bool put_plain(struct writing *wr, uint32_t group)
{
    const struct tree_group *g = &wr->tree->group[group];
    const struct tree_value *values = &wr->tree->value[g->first], *end = values + g->fields;
    const struct plan_node *node = &wr->w->nodes[g->kind];
    const struct plan_field *fields = node->fields;
    const struct plan_text text = node->text;
    if (!buf_reserve(wr->out, node->room + g->fields * (size_t)SHORT + PLAN_PAD))
        return false;
    char *to = wr->out->ptr + wr->out->len;
    plain_bytes odd = { 0 };
    uint32_t at = 0;            /* of the element's own text, what is written */
    for (const struct tree_value *v = values; v < end; v++) {
        const struct plan_field *field = &fields[v->field];
        const uint32_t from = at, optional = field->name.len;
        if (!v->ptr || field->is_constant)
            continue;
        at = field->at;
        to = put_text(to, text.ptr + from, at - from);
        if (optional)
            to = put_text(to, field->name.ptr, optional);
        if (v->wide && v->len <= TREE_WIDE)
            plain_copy_wide(to, v->ptr, v->len, &odd);
        else if (v->len <= SHORT)
            plain_copy(to, v->ptr, v->len, &odd);
        else
            return false;
        to += v->len;
        if (optional)
            *to++ = '"';
    }
    if (plain_was_odd(odd))
        return false;
    to = put_text(to, text.ptr + at, text.len - at);
    wr->out->len = (size_t)(to - wr->out->ptr);
    return true;
}

/* One element up to its end or its children; false when the buffer is full. */
static bool put_group(struct writing *wr, uint32_t group, bool has_children)
{
    const struct plan_node *node = &wr->w->nodes[wr->tree->group[group].kind];
    const struct plan_text end = has_children ? node->open_end : node->empty_end;
    if (!put_plain(wr, group) && !put_careful(wr, group))
        return false;
    buf_add(wr->out, (slice){ end.ptr, end.len });
    return buf_ok(wr->out);
}

static bool has_children(const struct tree *t, uint32_t group)
{
    return group + 1 < tree_end(t, group);
}

static bool put_close(struct writing *wr, uint32_t group)
{
    const struct plan_text *close = &wr->w->nodes[wr->tree->group[group].kind].close;
    buf_add(wr->out, (slice){ close->ptr, close->len });
    return buf_ok(wr->out);
}

/* Groups stand in document order with their parents known, so a walk needs no stack: before a group, all that it is not inside of is closed. */
static bool put_all(struct writing *wr)
{
    const struct tree *t = wr->tree;
    uint32_t at = 0;            /* the innermost open element, or the last one written */
    for (uint32_t g = 0; g < t->groups; g++) {
        for (; g > 0 && at != t->group[g].parent; at = t->group[at].parent) {
            if (has_children(t, at) && !put_close(wr, at))
                return false;
        }
        if (!put_group(wr, g, has_children(t, g)))
            return false;
        at = g;
    }
    for (;; at = t->group[at].parent) {
        if (has_children(t, at) && !put_close(wr, at))
            return false;
        if (at == 0)
            return true;
    }
}

bool record_write(const struct record_writer *w, const struct tree *tree, struct buf *out, const struct record_places *places, struct diags *diags)
{
    struct writing wr = { .w = w, .tree = tree, .out = out, .places = places, .diags = diags };
    size_t start = out->len;
    if (tree->groups == 0)
        return true;
    buf_add(out, (slice){ w->declaration.ptr, w->declaration.len });
    if (!put_all(&wr)) {
        diag_add(diags, &record_findings[RECORD_TOO_BIG], (struct place){ .source = tree->source }, w->layout->nodes[0].name,
                 arena_printf(diags->arena, "%zu", out->max), NO_ARG, NO_ARG);
        wr.bad = true;
    }
    if (wr.bad)
        out->len = start;
    return !wr.bad;
}
