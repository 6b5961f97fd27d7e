/* write.c - a tree of a record layout, written as bytes.
 *
 * The plan (plan.c) holds all constant text; here it is copied, with the values between.  Room is made once per group, and all values are
 * taken for plain; when one was not, the group is written once more the careful way.  Nothing is allocated but the buffer's own room.
 * What must stay true: `out` is as before when false is returned. */
#include "record/plan.h"

#include "record/escape.h"
#include "record/findings.h"
#include "record/plain.h"
#include "record/write_text.h"

enum { SHORT = 256 };           /* bytes of a value that is not worth a look of its own */

/* Order lines are groups of one kind with the same fields, one after the other: what the plan says of them is put together once, and only the
   values are left to be asked for.  A group that is different is written as if there were no shape. */
enum { SHAPE_FIELDS = 32 };
struct shape_field {
    struct plan_text before;    /* from the value before it to its own place */
    struct plan_text name;      /* as in plan_field */
    uint16_t field;
    bool is_constant;
};
struct shape {
    uint16_t kind, n;           /* n 0: no shape */
    uint32_t room;              /* most bytes without the values */
    struct plan_text after;
    struct shape_field fields[SHAPE_FIELDS];
};

struct writing {
    const struct record_writer *w;
    const struct tree *tree;
    struct buf *out;
    const struct record_places *places;
    struct diags *diags;
    bool bad;
    uint16_t last_kind;
    struct shape shape;
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

/* ---- many of one shape ---- */

static void shape_make(struct writing *wr, uint32_t group)
{
    const struct tree_group *g = &wr->tree->group[group];
    const struct plan_node *node = &wr->w->nodes[g->kind];
    const struct tree_value *values = &wr->tree->value[g->first];
    struct shape *shape = &wr->shape;
    uint32_t at = 0;
    shape->n = 0;
    if (g->fields > SHAPE_FIELDS)
        return;
    for (uint16_t i = 0; i < g->fields; i++) {
        const struct plan_field *field = &node->fields[values[i].field];
        const uint32_t to = field->is_constant ? at : field->at;
        shape->fields[i] = (struct shape_field){ { node->text.ptr + at, to - at }, field->name, values[i].field, field->is_constant };
        at = to;
    }
    shape->kind = g->kind;
    shape->n = g->fields;
    shape->room = node->room + g->fields * (uint32_t)SHORT + PLAN_PAD;
    shape->after = (struct plan_text){ node->text.ptr + at, node->text.len - at };
}

/* As put_plain; also false when the group is not of that shape. */
static bool put_shaped(struct writing *wr, uint32_t group)
{
    const struct shape *shape = &wr->shape;
    const struct tree_group *g = &wr->tree->group[group];
    const struct tree_value *v = &wr->tree->value[g->first];
    if (shape->kind != g->kind || shape->n != g->fields || !buf_reserve(wr->out, shape->room))
        return false;
    char *to = wr->out->ptr + wr->out->len;
    plain_bytes odd = { 0 };
    for (const struct shape_field *field = shape->fields, *end = field + shape->n; field < end; field++, v++) {
        if (v->field != field->field)
            return false;
        to = put_text(to, field->before.ptr, field->before.len);
        if (!v->ptr || field->is_constant)
            continue;
        if (field->name.len)
            to = put_text(to, field->name.ptr, field->name.len);
        if (v->wide && v->len <= TREE_WIDE)
            plain_copy_wide(to, v->ptr, v->len, &odd);
        else if (v->len <= SHORT)
            plain_copy(to, v->ptr, v->len, &odd);
        else
            return false;
        to += v->len;
        if (field->name.len)
            *to++ = '"';
    }
    if (plain_was_odd(odd))
        return false;
    to = put_text(to, shape->after.ptr, shape->after.len);
    wr->out->len = (size_t)(to - wr->out->ptr);
    return true;
}

/* The second of a kind in a row gives the shape of those that follow. */
static bool put_quick(struct writing *wr, uint32_t group)
{
    const uint16_t kind = wr->tree->group[group].kind;
    if (wr->shape.n && put_shaped(wr, group))
        return true;
    if (kind == wr->last_kind && (wr->shape.n == 0 || wr->shape.kind != kind))
        shape_make(wr, group);
    wr->last_kind = kind;
    return put_plain(wr, group);
}

/* One element up to its end or its children; false when the buffer is full. */
static bool put_group(struct writing *wr, uint32_t group, bool has_children)
{
    const struct plan_node *node = &wr->w->nodes[wr->tree->group[group].kind];
    const struct plan_text end = has_children ? node->open_end : node->empty_end;
    if (!put_quick(wr, group) && !put_careful(wr, group))
        return false;
    if (wr->out->room - wr->out->len < PLAN_PAD || end.len > PLAN_PAD) {
        buf_add(wr->out, (slice){ end.ptr, end.len });
        return buf_ok(wr->out);
    }
    memcpy(wr->out->ptr + wr->out->len, end.ptr, PLAN_PAD);
    wr->out->len += end.len;
    return true;
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
    if (w->layout->text) return tree->groups == 0 || text_write(w, tree, out, places, diags);
    struct writing wr;
    wr.w = w, wr.tree = tree, wr.out = out, wr.places = places, wr.diags = diags;
    wr.bad = false;
    wr.last_kind = UINT16_MAX;
    wr.shape.n = 0;             /* the rest of it is worth nothing as long as that is so */
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
