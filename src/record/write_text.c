/* write_text.c - a tree of a record layout, written as lines of text: CSV, delimited or fixed width.
 *
 * A group with a tag is a line; without tags every group that has none inside it is a row, with the values of all groups around it.  What must
 * stay true: what is written reads back the same, so what would not is a finding and nothing is written; no value is changed to suit the
 * format, not even one that a spreadsheet would take for a formula (Prima reads these files, people do not). */
#include "record/write_text.h"

#include "record/cell.h"
#include "record/encode.h"
#include "record/findings.h"
#include "record/totals.h"

#include "base/decimal.h"

enum { MAX_CELL = 16 * 1024 * 1024 };

struct text_writing {
    const struct record_writer *w;
    const struct layout_text *text;
    const struct tree *tree;
    struct buf *out;
    struct buf cell;            /* one value as it will stand, in UTF-8 */
    const struct record_places *places;
    struct diags *diags;
    struct totals totals;
    uint32_t characters;        /* fixed: of the line so far */
    bool bad;
};

static const struct elem *elem_of(const struct text_writing *w, const struct layout_cell *c)
{
    return &w->w->layout->nodes[c->node].segment->elems[c->field];
}

static struct place place_of(const struct text_writing *w, uint32_t group, uint16_t field)
{
    return w->places ? w->places->of(w->places->context, group, field) : (struct place){ 0 };
}

static slice label_of(const struct text_writing *w, const struct layout_cell *c)
{
    return arena_printf(w->diags->arena, "%.*s/%.*s", SLICE_ARG(w->w->layout->nodes[c->node].name), SLICE_ARG(elem_of(w, c)->field_name));
}

static void unfit(struct text_writing *w, const struct layout_cell *c, uint32_t group, slice value, const char *why)
{
    diag_add(w->diags, &record_findings[RECORD_FIT], place_of(w, group, c->field), label_of(w, c), value, slice_of(why), NO_ARG);
    w->bad = true;
}

static void no_line(struct text_writing *w, uint32_t group, const char *why)
{
    const struct node *n = &w->w->layout->nodes[w->tree->group[group].kind];
    diag_add(w->diags, &record_findings[RECORD_NO_LINE], place_of(w, group, 0), n->name, slice_of(why), NO_ARG, NO_ARG);
    w->bad = true;
}

/* ---- a value as it stands in the file ---- */

static void strange(struct text_writing *w, const struct layout_cell *c, uint32_t group, uint32_t character)
{
    struct buf shown = BUF_INIT(8);
    utf8_put(&shown, character);
    diag_add(w->diags, &record_findings[RECORD_CHARSET], place_of(w, group, c->field), arena_printf(w->diags->arena, "U+%04X", (unsigned)character),
             buf_slice(&shown), label_of(w, c), slice_of(w->w->charset_name));
    buf_free(&shown);
    w->bad = true;
}

/* What no format can carry, or this one cannot. */
static bool carries(struct text_writing *w, const struct layout_cell *c, uint32_t group, slice value)
{
    for (size_t at = 0; at < value.len;) {
        uint32_t character = utf8_next(value, &at);
        const bool line_end = character == '\n' || character == '\r';
        if (!encode_is_text(character)) return strange(w, c, group, character), false;
        if (line_end && !w->text->quote) return unfit(w, c, group, value, "a line end in it would be one of the file"), false;
    }
    return true;
}

/* "12.5" with two decimals and no point is "1250". */
static slice without_point(struct text_writing *w, const struct layout_cell *c, uint32_t group, slice value, char text[DECIMAL_MAX_TEXT])
{
    decimal d;
    if (c->decimals == LAYOUT_NO_DECIMALS || value.len == 0) return value;
    if (decimal_parse(value, &d) && decimal_round(d, c->decimals, ROUND_EXACT, &d)) {
        d.scale = 0;
        return (slice){ text, decimal_format(d, text) };
    }
    unfit(w, c, group, value, "it is no number, or has more decimals than the field");
    return value;
}

static bool needs_quotes(const struct layout_text *t, slice value)
{
    for (size_t i = 0; i < value.len; i++) {
        char c = value.ptr[i];
        if (c == t->delimiter || c == t->quote || c == '\n' || c == '\r') return true;
    }
    return false;
}

static bool put_delimited(struct text_writing *w, slice value)
{
    const struct layout_text *t = w->text;
    if (!needs_quotes(t, value)) {
        buf_add(&w->cell, value);
        return true;
    }
    if (!t->quote) return false;
    buf_putc(&w->cell, t->quote);
    for (size_t i = 0; i < value.len; i++) {
        if (value.ptr[i] == t->quote) buf_putc(&w->cell, t->quote);
        buf_putc(&w->cell, value.ptr[i]);
    }
    buf_putc(&w->cell, t->quote);
    return true;
}

static void put_encoded(struct text_writing *w, const struct layout_cell *c, uint32_t group)
{
    uint32_t bad;
    if (!encode_write(w->out, buf_slice(&w->cell), w->w->charset, &bad)) strange(w, c, group, bad);
}

static void put_blanks(struct text_writing *w, uint32_t to)
{
    for (; w->characters < to; w->characters++) buf_putc(w->out, ' ');
}

static void put_cell(struct text_writing *w, const struct layout_cell *c, uint32_t group, slice value)
{
    char digits[DECIMAL_MAX_TEXT];
    buf_clear(&w->cell);
    if (!carries(w, c, group, value)) return;
    slice text = without_point(w, c, group, value, digits);
    if (w->text->format != LAYOUT_FIXED) {
        if (!put_delimited(w, text)) unfit(w, c, group, value, "the delimiter stands in it, and the layout has no quote");
        put_encoded(w, c, group);
        return;
    }
    put_blanks(w, c->at);
    const enum elem_type type = elem_of(w, c)->type;
    if (!cell_fill(&w->cell, c, text, type == ELEM_N || type == ELEM_R))
        unfit(w, c, group, value, "it is longer than the field, or what fills the field stands in it");
    put_encoded(w, c, group);
    w->characters += c->width;
}

/* ---- lines ---- */

static void put_end(struct text_writing *w)
{
    buf_puts(w->out, w->text->crlf ? "\r\n" : "\n");
}

static void put_tag(struct text_writing *w, slice tag)
{
    buf_add(w->out, tag);
    w->characters = (uint32_t)tag.len;
}

/* The group of that kind which `group` is, or is inside of. */
static uint32_t group_around(const struct tree *t, uint32_t group, uint16_t kind)
{
    while (t->group[group].kind != kind && group != 0) group = t->group[group].parent;
    return t->group[group].kind == kind ? group : TREE_NONE;
}

static slice value_around(const struct text_writing *w, uint32_t group, const struct layout_cell *c)
{
    uint32_t of = group_around(w->tree, group, c->node);
    slice constant = elem_of(w, c)->constant;
    if (of == TREE_NONE) return NO_ARG;
    return constant.ptr ? constant : tree_value(w->tree, of, c->field);
}

static void put_line(struct text_writing *w, const struct layout_line *line, slice tag, uint32_t group)
{
    const bool fixed = w->text->format == LAYOUT_FIXED;
    w->characters = 0;
    if (tag.len) put_tag(w, tag);
    for (uint16_t i = 0; i < line->n_cells; i++) {
        if (!fixed && (i > 0 || tag.len)) buf_putc(w->out, w->text->delimiter);
        put_cell(w, &line->cells[i], group, value_around(w, group, &line->cells[i]));
    }
    if (fixed) put_blanks(w, line->width);
    put_end(w);
}

struct written { const struct tree *tree; uint32_t group; };

static slice value_of(const void *context, uint16_t field)
{
    const struct written *g = context;
    return tree_value(g->tree, g->group, field);
}

static void tagged_write(struct text_writing *w)
{
    for (uint32_t g = 0; g < w->tree->groups && buf_ok(w->out); g++) {
        const uint16_t kind = w->tree->group[g].kind;
        const struct layout_line *line = &w->text->lines[kind];
        const struct written written = { w->tree, g };
        if (line->tag.len) put_line(w, line, line->tag, g);
        else if (kind != 0) no_line(w, g, "the layout gives its group no tag");
        if (line->tag.len) totals_add(&w->totals, kind, value_of, &written);
    }
}

static void trailer_write(struct text_writing *w)
{
    const struct layout_text *t = w->text;
    if (t->trailer.len == 0) return;
    put_tag(w, t->trailer);
    for (unsigned i = 0; i < t->n_totals; i++) {
        char text[DECIMAL_MAX_TEXT];
        const struct layout_cell *c = &t->totals[i].cell;
        slice value = { text, decimal_format(decimal_normal(w->totals.value[i]), text) };
        const bool fixed = t->format == LAYOUT_FIXED;
        buf_clear(&w->cell);
        if (w->totals.over[i] || (fixed && !cell_fill(&w->cell, c, value, true)))
            no_line(w, 0, "a total of the trailer has more digits than there is room for");
        if (fixed) put_blanks(w, c->at);
        else buf_putc(w->out, t->delimiter);
        buf_add(w->out, fixed ? buf_slice(&w->cell) : value);
        w->characters += c->width;
    }
    put_end(w);
}

/* ---- rows ---- */

static void header_write(struct text_writing *w)
{
    const struct layout_line *row = w->text->row;
    for (uint16_t i = 0; i < row->n_cells; i++) {
        buf_clear(&w->cell);
        (void)put_delimited(w, row->cells[i].column);
        if (i > 0) buf_putc(w->out, w->text->delimiter);
        put_encoded(w, &row->cells[i], 0);
    }
    put_end(w);
}

static bool has_column(const struct layout_text *t, uint16_t kind)
{
    return t->lines[kind].n_cells > 0;
}

static bool same_keys(const struct text_writing *w, const struct layout_line *line, uint32_t a, uint32_t b)
{
    for (unsigned i = 0; i < line->n_keys; i++)
        if (!slice_eq(tree_value(w->tree, a, line->keys[i]), tree_value(w->tree, b, line->keys[i]))) return false;
    return true;
}

/* Values that would be read as another group, or as none. */
static void row_check(struct text_writing *w, uint32_t g, uint32_t next)
{
    const struct tree_group *group = &w->tree->group[g];
    const struct layout_line *line = &w->text->lines[group->kind];
    bool any = false;
    for (uint16_t i = 0; i < line->n_cells; i++) any = any || tree_value(w->tree, g, line->cells[i].field).len > 0;
    if (!any && g > 0) no_line(w, g, has_column(w->text, group->kind) ? "none of its columns has a value" : "the layout gives its group no column");
    const bool inner = w->w->layout->nodes[group->kind].first != 0;
    if (inner && next != TREE_NONE && line->n_keys && same_keys(w, line, g, next)) no_line(w, next, "its key is that of the group before it");
}

/* Only the innermost groups have rows; the others are checked against the one that follows. */
static void rows_write(struct text_writing *w)
{
    if (w->text->header) header_write(w);
    for (uint32_t g = 0; g < w->tree->groups && buf_ok(w->out); g++) {
        const uint32_t end = tree_end(w->tree, g);
        if (g > 0) row_check(w, g, tree_next(w->tree, g));
        if (end == g + 1 && g > 0) put_line(w, w->text->row, NO_ARG, g);
    }
}

bool text_write(const struct record_writer *writer, const struct tree *tree, struct buf *out, const struct record_places *places, struct diags *diags)
{
    struct text_writing w = { .w = writer, .text = writer->layout->text, .tree = tree, .out = out, .cell = BUF_INIT(MAX_CELL),
            .places = places, .diags = diags };
    const size_t start = out->len;
    w.totals.text = w.text->trailer.len ? w.text : NULL;
    if (w.text->tagged) {
        tagged_write(&w);
        trailer_write(&w);
    } else {
        rows_write(&w);
    }
    if (!buf_ok(out) || !buf_ok(&w.cell)) {
        diag_add(diags, &record_findings[RECORD_TOO_BIG], (struct place){ .source = tree->source }, writer->layout->nodes[0].name,
                 arena_printf(diags->arena, "%zu", out->max), NO_ARG, NO_ARG);
        w.bad = true;
    }
    if (w.bad) out->len = start;
    buf_free(&w.cell);
    return !w.bad;
}
