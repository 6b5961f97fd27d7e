/* layout_text.c - where the fields of a record stand in lines of text: the part of a layout that only CSV, delimited and fixed formats have.
 *
 * Decides which groups have lines of their own (those with a tag) or share one row (none has a tag), which columns a line has and in which
 * order, and refuses what could not be read back: a mandatory field without a column, two lines with one tag, fields over each other.  The
 * groups and fields themselves are there already (layout.c); a variant may change the format of a date, nothing else of them. */
#include "schema/text_reader.h"

enum { COUNT_WIDTH = 10, SUM_WIDTH = 18 };      /* of a trailer's fixed fields, unless they say otherwise */

void text_fault(struct text_reader *r, struct place place, slice what, const char *why)
{
    load_bad(r->l, SCHEMA_LAYOUT, place, what, slice_of(why), NO_ARG);
}

static const struct elem *elem_at(const struct text_reader *r, const struct layout_cell *c)
{
    return &r->s->nodes[c->node].segment->elems[c->field];
}

enum pattern_kind layout_pattern(slice pattern)
{
    static const struct { slice word; unsigned bit; } parts[] = { { { "yyyy", 4 }, 1 }, { { "yy", 2 }, 1 }, { { "MM", 2 }, 2 },
            { { "dd", 2 }, 4 }, { { "HH", 2 }, 8 }, { { "mm", 2 }, 16 }, { { "ss", 2 }, 32 } };
    unsigned seen = 0;
    if (pattern.len > 32) return PATTERN_BAD;
    while (pattern.len > 0) {
        size_t i = 0, n = sizeof parts / sizeof *parts;
        while (i < n && !slice_starts(pattern, parts[i].word)) i++;
        const char c = pattern.ptr[0];
        if (i == n && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))) return PATTERN_BAD;
        if (i < n && (seen & parts[i].bit)) return PATTERN_BAD;
        if (i < n) seen |= parts[i].bit;
        pattern = slice_sub(pattern, i < n ? parts[i].word.len : 1, pattern.len);
    }
    return seen == 7 ? PATTERN_DATE : seen == 24 || seen == 56 ? PATTERN_TIME : PATTERN_BAD;
}

/* ---- cells ---- */

static uint32_t width_of(const struct elem *e, uint8_t decimals)
{
    if (e->format.len) return (uint32_t)e->format.len;
    if (e->max == UINT32_MAX) return 0;
    bool number = e->type == ELEM_N || e->type == ELEM_R;
    return e->max + number + (e->type == ELEM_R && decimals == LAYOUT_NO_DECIMALS);
}

/* How a field of fixed width is filled; zeros only where they say nothing. */
static void fill_read(struct text_reader *r, struct xml_node *n, const struct elem *e, struct layout_cell *c)
{
    bool number = e->type == ELEM_N || e->type == ELEM_R;
    slice align = xml_get(n, "align"), fill = xml_get(n, "fill");
    c->right = align.ptr ? slice_is(align, "right") : number;
    c->fill = fill.ptr && fill.len == 1 ? fill.ptr[0] : ' ';
    if (align.ptr && !c->right && !slice_is(align, "left"))
        load_bad(r->l, SCHEMA_ATTRIBUTE, read_place(n, "align"), SLICE("align"), align, SLICE("left or right"));
    if (fill.ptr && !(fill.len == 1 && (c->fill == ' ' || (c->fill == '0' && number && c->right))))
        load_bad(r->l, SCHEMA_ATTRIBUTE, read_place(n, "fill"), SLICE("fill"), fill, SLICE("a blank, or 0 before a number"));
}

static void cell_read(struct text_reader *r, struct xml_node *n, const struct elem *e, uint32_t *end, struct layout_cell *c)
{
    struct loader *l = r->l;
    c->column = read_text(l, n, "column");
    if (c->column.len == 0) c->column = slice_sub(e->field_name, 1, e->field_name.len);
    c->decimals = (uint8_t)read_number(l, n, "decimals", 0, 18, LAYOUT_NO_DECIMALS);
    if (c->decimals != LAYOUT_NO_DECIMALS && e->type != ELEM_R)
        load_bad(l, SCHEMA_ATTRIBUTE, read_place(n, "decimals"), SLICE("decimals"), xml_get(n, "decimals"), SLICE("for a field of type R"));
    fill_read(r, n, e, c);
    c->width = read_number(l, n, "width", 1, LAYOUT_MAX_WIDTH, width_of(e, c->decimals));
    c->at = read_number(l, n, "at", 1, LAYOUT_MAX_CELLS * (uint32_t)LAYOUT_MAX_WIDTH, *end + 1) - 1;
    if (r->text->format != LAYOUT_FIXED) return;
    if (c->width == 0 || c->width > LAYOUT_MAX_WIDTH) text_fault(r, n->place, e->field_name, "needs a width from 1 to 30000");
    if (c->at < *end) text_fault(r, read_place(n, "at"), e->field_name, "begins before the field before it ends");
    *end = c->at + c->width;
}

/* The same field again in the line of a group below. */
static bool repeat_find(const struct text_reader *r, uint16_t node, slice name, struct layout_cell *c)
{
    slice wanted = arena_printf(r->l->scratch, "@%.*s", SLICE_ARG(name));
    while (node != 0) {
        node = r->s->nodes[node].parent;
        const struct layout_line *line = &r->lines[node];
        for (uint16_t i = 0; i < line->n_cells; i++)
            if (!line->cells[i].repeated && slice_eq(elem_at(r, &line->cells[i])->field_name, wanted)) {
                *c = line->cells[i];
                c->repeated = true;
                return true;
            }
    }
    return false;
}

static uint16_t repeats_read(struct text_reader *r, struct xml_node *n, uint16_t node, uint32_t *end, struct layout_cell *cells)
{
    slice rest = xml_get(n, "repeat"), word;
    uint16_t count = 0;
    while (rest.ptr && read_word(&rest, &word)) {
        if (count == LAYOUT_MAX_KEYS || !repeat_find(r, node, word, &cells[count])) {
            text_fault(r, read_place(n, "repeat"), word, "is no field with a column in a group around this one, or one too many");
            break;
        }
        cells[count].at = *end;
        *end += cells[count++].width;
    }
    return count;
}

/* An index past the last when there is none. */
static uint16_t field_find(const struct segment_def *def, slice name)
{
    uint16_t k = 0;
    while (k < def->n_elems && !slice_eq(slice_sub(def->elems[k].field_name, 1, SIZE_MAX), name)) k++;
    return k;
}

/* A variant's own pattern for a date. */
static void pattern_read(struct text_reader *r, struct xml_node *n, struct elem *e)
{
    slice format = r->variant ? read_text(r->l, n, "format") : NO_ARG;
    if (format.len == 0) return;
    enum pattern_kind kind = layout_pattern(format);
    bool date = e->type == ELEM_DT || e->type == ELEM_DATE_TEXT;
    if (date ? kind == PATTERN_DATE : e->type == ELEM_TM && kind == PATTERN_TIME) {
        e->type = date ? ELEM_DATE_TEXT : ELEM_TM;
        e->format = format;
    } else {
        load_bad(r->l, SCHEMA_ATTRIBUTE, read_place(n, "format"), SLICE("format"), format, SLICE("a pattern for this field"));
    }
}

static void cells_listed(struct text_reader *r, struct xml_node *group, uint16_t node, uint32_t *end, struct layout_line *line,
                         struct layout_cell *cells)
{
    static const char *const attrs[] = { "name", "format", "width", "at", "align", "fill", "decimals", "column", NULL };
    const struct segment_def *def = r->s->nodes[node].segment;
    for (struct xml_node *n = xml_child(group, "field"); n; n = xml_next(n, "field")) {
        uint16_t k = field_find(def, xml_get(n, "name"));
        if (r->variant) read_only(r->l, n, attrs);
        if (k == def->n_elems || line->n_cells >= def->n_elems + LAYOUT_MAX_KEYS) {
            text_fault(r, n->place, xml_get(n, "name"), "is no field of this group, or one named twice");
            continue;
        }
        if (!r->variant && def->elems[k].constant.ptr) continue;
        pattern_read(r, n, (struct elem *)&def->elems[k]);      /* made by this loading, and not handed out yet */
        struct layout_cell *c = &cells[line->n_cells++];
        c->node = node;
        c->field = k;
        cell_read(r, n, &def->elems[k], end, c);
    }
}

static void cells_all(struct text_reader *r, struct xml_node *group, uint16_t node, uint32_t *end, struct layout_line *line,
                      struct layout_cell *cells)
{
    struct xml_node none = { .place = group->place };
    const struct segment_def *def = r->s->nodes[node].segment;
    for (uint16_t k = 0; k < def->n_elems; k++) {
        if (def->elems[k].constant.ptr) continue;
        struct layout_cell *c = &cells[line->n_cells++];
        c->node = node;
        c->field = k;
        cell_read(r, &none, &def->elems[k], end, c);
    }
}

/* ---- groups ---- */

static void keys_read(struct text_reader *r, struct xml_node *n, uint16_t node, struct layout_line *line)
{
    slice rest = xml_get(n, "key"), word;
    while (rest.ptr && read_word(&rest, &word)) {
        uint16_t k = field_find(r->s->nodes[node].segment, word);
        if (k == r->s->nodes[node].segment->n_elems || line->n_keys == LAYOUT_MAX_KEYS) {
            text_fault(r, read_place(n, "key"), word, "is no field of this group, or one too many");
            return;
        }
        line->keys[line->n_keys++] = k;
    }
}

static void group_text(struct text_reader *r, struct xml_node *n, uint16_t node)
{
    struct layout_line *line = &r->lines[node];
    const struct segment_def *def = r->s->nodes[node].segment;
    struct layout_cell *cells = arena_array(r->l->arena, def->n_elems + LAYOUT_MAX_KEYS, sizeof *cells);
    uint32_t end = r->text->tag_width;
    r->listed[node] = true;
    r->at[node] = n;
    line->tag = read_text(r->l, n, "tag");
    line->cells = cells;
    line->n_cells = repeats_read(r, n, node, &end, cells);
    if (!r->variant || xml_child(n, "field")) cells_listed(r, n, node, &end, line, cells);
    else cells_all(r, n, node, &end, line, cells);
    line->width = end;
    keys_read(r, n, node, line);
}

static void groups_text(struct text_reader *r, struct xml_node *n, uint16_t node)
{
    static const char *const attrs[] = { "name", "tag", "key", "repeat", NULL };
    if (r->variant) read_only(r->l, n, attrs);
    if (r->listed[node]) {
        load_bad(r->l, SCHEMA_DUPLICATE, n->place, SLICE("group"), r->s->nodes[node].name, NO_ARG);
        return;
    }
    group_text(r, n, node);
    for (struct xml_node *c = n->first; c; c = c->next) {
        if (slice_is(c->name, "field")) continue;
        uint16_t child = slice_is(c->name, "group") ? schema_child(r->s, node, xml_get(c, "name")) : 0;
        if (child) groups_text(r, c, child);
        else text_fault(r, c->place, xml_get(c, "name"), "is no group at this place of the layout");
    }
}

/* Tags come first in the line, so their width must be known before the columns. */
static void tags_measure(struct text_reader *r, struct xml_node *n, unsigned depth)
{
    slice tag = xml_get(n, "tag");
    if (tag.len && slice_is(n->name, "group")) r->text->tagged = true;
    if (r->text->format == LAYOUT_FIXED && tag.len > r->text->tag_width) r->text->tag_width = (uint32_t)tag.len;
    for (struct xml_node *c = n->first; c && depth < SCHEMA_MAX_DEPTH + 2; c = c->next) tags_measure(r, c, depth + 1);
}

/* ---- the trailer ---- */

/* "Line", "Line/@Qty": the first group of that name that has a line. */
static bool total_find(struct text_reader *r, slice path, struct layout_total *t)
{
    size_t slash = slice_find(path, '/');
    for (uint16_t i = 0; i < r->s->n_nodes; i++) {
        if (!r->listed[i] || !slice_eq(r->s->nodes[i].name, slice_sub(path, 0, slash))) continue;
        slice field = slice_sub(path, slash + 1, SIZE_MAX);
        t->node = i;
        if (!t->is_sum) return slash == path.len;
        if (field.len < 2 || field.ptr[0] != '@') return false;
        t->field = field_find(r->s->nodes[i].segment, slice_sub(field, 1, SIZE_MAX));
        if (t->field == r->s->nodes[i].segment->n_elems) return false;
        enum elem_type type = r->s->nodes[i].segment->elems[t->field].type;
        return (type == ELEM_N || type == ELEM_R) && text_has_cell(&r->lines[i], i, t->field);
    }
    return false;
}

static void total_read(struct text_reader *r, struct xml_node *n, uint32_t *end)
{
    static const char *const attrs[] = { "count", "sum", "width", NULL };
    struct layout_total *t = &r->text->totals[r->text->n_totals];
    read_only(r->l, n, attrs);
    t->is_sum = xml_attr(n, "sum") != NULL;
    t->name = read_text(r->l, n, t->is_sum ? "sum" : "count");
    if (!total_find(r, t->name, t)) text_fault(r, n->place, t->name, "is no group to count (GROUP) or no number to add up (GROUP/@Field) of this file");
    t->cell = (struct layout_cell){ .right = true, .fill = ' ', .decimals = LAYOUT_NO_DECIMALS, .at = *end,
            .width = read_number(r->l, n, "width", 1, 100, t->is_sum ? SUM_WIDTH : COUNT_WIDTH) };
    *end += t->cell.width;
    r->text->n_totals++;
}

static void trailer_read(struct text_reader *r, struct xml_node *root)
{
    static const char *const attrs[] = { "tag", NULL };
    struct xml_node *n = xml_child(root, "trailer");
    uint32_t end = r->text->tag_width;
    if (!n) return;
    read_only(r->l, n, attrs);
    r->text->trailer = read_required(r->l, n, "tag");
    if (!text_tag_fits(r->text->trailer)) text_fault(r, n->place, r->text->trailer, "is no tag of up to 16 ASCII letters and digits");
    if (!r->text->tagged) text_fault(r, n->place, r->text->trailer, "is a trailer's tag in a file whose rows have no tags");
    if (xml_next(n, "trailer")) load_bad(r->l, SCHEMA_DUPLICATE, n->place, SLICE("trailer"), r->text->trailer, NO_ARG);
    for (struct xml_node *f = xml_child(n, "field"); f; f = xml_next(f, "field")) {
        if (r->text->n_totals == LAYOUT_MAX_TOTALS) {
            load_bad(r->l, SCHEMA_TOO_BIG, f->place, SLICE("totals"), SLICE("8"), NO_ARG);
            return;
        }
        total_read(r, f, &end);
    }
}

/* ---- the head ---- */

static char character_read(struct text_reader *r, struct xml_node *root, const char *name, char absent)
{
    slice value = xml_get(root, name);
    if (!value.ptr) return absent;
    if (slice_is(value, "tab")) return '\t';
    if (value.len == 0 && slice_is(SLICE("quote"), name)) return 0;
    char c = value.len == 1 ? value.ptr[0] : 'x';
    bool word = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '.';
    if (!word && c > ' ' && c < 0x7f) return c;
    load_bad(r->l, SCHEMA_ATTRIBUTE, read_place(root, name), slice_of(name), value, SLICE("one sign of ASCII that no number has, or \"tab\""));
    return absent;
}

static bool choice_read(struct text_reader *r, struct xml_node *root, const char *name, const char *yes, const char *no, bool absent)
{
    slice value = xml_get(root, name);
    if (!value.ptr) return absent;
    if (!slice_is(value, yes) && !slice_is(value, no)) load_bad(r->l, SCHEMA_ATTRIBUTE, read_place(root, name), slice_of(name), value,
            arena_printf(r->l->scratch, "%s or %s", yes, no));
    return slice_is(value, yes);
}

static void head_read(struct text_reader *r, struct xml_node *root)
{
    struct layout_text *t = r->text;
    slice format = xml_get(root, "format");
    t->format = slice_is(format, "fixed") ? LAYOUT_FIXED : slice_is(format, "csv") ? LAYOUT_CSV : LAYOUT_DELIMITED;
    tags_measure(r, root, 0);
    t->delimiter = character_read(r, root, "delimiter", t->format == LAYOUT_CSV ? ',' : '|');
    t->quote = character_read(r, root, "quote", t->format == LAYOUT_CSV ? '"' : 0);
    t->header = choice_read(r, root, "header", "yes", "no", t->format == LAYOUT_CSV && !t->tagged);
    t->crlf = choice_read(r, root, "line-end", "crlf", "lf", true);
    if (t->header && t->tagged) text_fault(r, root->place, SLICE("a header row"), "is for rows without tags");
    if (t->format == LAYOUT_FIXED && (t->header || xml_attr(root, "delimiter") || xml_attr(root, "quote")))
        text_fault(r, root->place, SLICE("fixed"), "has no header row, delimiter or quote");
    if (t->delimiter == t->quote) text_fault(r, root->place, SLICE("the quote"), "is the delimiter too");
}

void layout_text_load(struct loader *l, struct xml_node *root, struct schema *s)
{
    struct layout_text *text = arena_alloc(l->arena, sizeof *text);
    struct text_reader r = { .l = l, .s = s, .text = text, .variant = s->variant_of.len > 0 };
    struct xml_node *top = xml_child(root, "group");
    r.lines = arena_array(l->arena, s->n_nodes, sizeof *r.lines);
    r.listed = arena_array(l->scratch, s->n_nodes, sizeof *r.listed);
    r.at = arena_array(l->scratch, s->n_nodes, sizeof *r.at);
    text->lines = r.lines;
    head_read(&r, root);
    if (!slice_eq(xml_get(top, "name"), s->nodes[0].name)) text_fault(&r, top->place, xml_get(top, "name"), "is not the root element of the layout");
    groups_text(&r, top, 0);
    trailer_read(&r, root);
    if (l->bad) return;
    if (text->tagged) text_check_tags(&r);
    text_check_whole(&r, root->place);
    if (!text->tagged) text_row(&r);
    s->text = text;
}
