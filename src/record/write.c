/* write.c - a tree of a record layout, written as bytes.
 *
 * The plan (plan.c) holds all constant text; here it is copied, with the values between.  Room is made once per group, then nothing is
 * checked but the values themselves.  A value that is not plain takes the careful way.  Nothing is allocated but the buffer's own room.
 * What must stay true: `out` is as before when false is returned. */
#include "record/plan.h"

#include "record/escape.h"
#include "record/findings.h"
#include "record/plain.h"

struct writing {
    const struct record_writer *w;
    const struct tree *tree;
    struct buf *out;
    const struct record_places *places;
    struct diags *diags;
    bool bad;
};

/* Texts and buffers end in PLAN_PAD spare bytes, so whole words are copied past the end of short ones. */
static char *put_text(char *to, struct plan_text t)
{
    memcpy(to, t.ptr, 16);
    if (t.len > 16) {
        memcpy(to + 16, t.ptr + 16, 16);
        if (t.len > 32)
            memcpy(to + 32, t.ptr + 32, t.len - 32);
    }
    return to + t.len;
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

/* A value that is not plain: escaped into the buffer behind what is written so far, then room is made again for the rest of the group. */
static char *put_careful(struct writing *wr, char *to, slice value, uint32_t group, uint16_t field, size_t rest)
{
    struct buf *out = wr->out;
    uint32_t bad;
    out->len = (size_t)(to - out->ptr);
    enum escape_outcome outcome = escape_put(out, value, wr->w->charset, &bad);
    if (outcome != ESCAPE_DONE)
        report(wr, outcome, bad, group, field);
    return buf_reserve(out, rest) ? out->ptr + out->len : NULL;
}

/* All bytes that the group's values take when they are plain. */
static size_t value_bytes(const struct writing *wr, const struct tree_group *g)
{
    const struct span *spans = &wr->tree->field[g->first];
    size_t sum = 0;
    for (unsigned k = 0; k < g->fields; k++)
        sum += spans[k].len;
    return sum;
}

/* One element up to its end or its children; false when the buffer is full. */
static bool put_group(struct writing *wr, uint32_t group, bool has_children)
{
    const struct tree_group *g = &wr->tree->group[group];
    const struct plan_node *node = &wr->w->nodes[g->kind];
    size_t rest = node->room + value_bytes(wr, g) + PLAN_PAD;       /* an upper bound; never counted down, so it stays one */
    if (!buf_reserve(wr->out, rest))
        return false;
    char *to = wr->out->ptr + wr->out->len;
    for (uint32_t i = 0; i < node->n_steps; i++) {
        const struct plan_step *step = &node->steps[i];
        slice value = step->field == PLAN_NO_FIELD ? (slice){ 0 } : tree_field(wr->tree, group, step->field);
        if (step->optional && !value.ptr)
            continue;
        to = put_text(to, step->before);
        if (plain_copy(to, value.ptr, value.len))
            to += value.len;
        else if (!(to = put_careful(wr, to, value, group, step->field, rest)))
            return false;
        if (step->optional)
            *to++ = '"';
    }
    to = put_text(to, has_children ? node->open_end : node->empty_end);
    wr->out->len = (size_t)(to - wr->out->ptr);
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
