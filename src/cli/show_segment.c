/* show_segment.c - one segment on the page: number, id and name, and beside the name its elements.
 *
 * A segment takes up to four lines when its elements fit there under their short names.  When they do not, or when a finding is about one of
 * them, each element gets a line of its own with its full name, and the finding stands right under it. */
#include "cli/show.h"

enum {
    NUMBER_WIDTH = 4,
    ID_COLUMN = 5,
    ID_WIDTH = 5,
    INDENT = 2,                         /* of each loop */
    MOST_INDENTED = 5,                  /* loops nest up to twelve deep; the page is only so wide */
    ELEMENTS_COLUMN = 34,
    CELL_GAP = 3,
    MOST_FLOW_LINES = 4,
    LABEL_MOST = 30,                    /* columns of element names in the table */
    REFERENCE_WIDTH = 4, PAIR_WIDTH = 7,
    VALUE_MOST_BYTES = 2000
};

/* A segment while it is printed. */
struct rows {
    struct page *page;
    struct arena *arena;
    const struct cells *cells;
    struct margin *margin;
    uint32_t number;
    unsigned name_column;
    slice name;                         /* what of it is not printed yet */
    bool fresh;                         /* nothing stands beside the name on this line */
};

/* ---- the name, broken into lines beside the elements ---- */

/* As many words as fit, at least one. */
static slice next_words(struct rows *r)
{
    unsigned room = ELEMENTS_COLUMN - 1 - r->name_column;
    size_t end = slice_find(r->name, ' ');
    while (end < r->name.len) {
        size_t next = end + 1 + slice_find(slice_sub(r->name, end + 1, r->name.len), ' ');
        if (page_columns(slice_sub(r->name, 0, next)) > room) break;
        end = next;
    }
    slice words = slice_sub(r->name, 0, end);
    r->name = slice_sub(r->name, end + 1, r->name.len);
    return words;
}

static void put_name(struct rows *r)
{
    if (!r->fresh) page_line(r->page);
    r->fresh = false;
    if (r->name.len == 0) return;
    page_to(r->page, r->name_column);
    page_put(r->page, STYLE_PLAIN, next_words(r));
}

static void begin_row(struct rows *r)
{
    put_name(r);
    page_to(r->page, ELEMENTS_COLUMN);
}

static void end_name(struct rows *r)
{
    while (r->name.len > 0) put_name(r);
    page_line(r->page);
    r->fresh = false;
}

static void put_findings(struct rows *r, uint16_t element, uint16_t component)
{
    if (!show_margin_due(r->margin, r->number, element, component)) return;
    end_name(r);
    show_margin_print(r->page, r->margin, r->number, element, component);
}

/* ---- one element ---- */

static slice spaced(struct arena *arena, slice word)
{
    char *text = arena_cstr(arena, word);
    for (size_t i = 0; i < word.len; i++)
        if (text[i] == '-') text[i] = ' ';
    return (slice){ text, word.len };
}

static slice reference(struct arena *arena, const struct cell *cell)
{
    if (cell->component > 0) return arena_printf(arena, "%02u.%u", cell->first, cell->component);
    if (cell->last > cell->first) return arena_printf(arena, "%02u-%02u", cell->first, cell->last);
    return arena_printf(arena, "%02u", cell->first);
}

/* "EN = EAN-13", or the element's name. */
static slice label(struct arena *arena, const struct cell *cell, bool is_short)
{
    if (cell->qualifier.len == 0) return is_short ? spaced(arena, cell->word) : cell->name;
    if (cell->qualifier_meaning.len == 0) return cell->qualifier;
    return arena_printf(arena, "%.*s = %.*s", SLICE_ARG(cell->qualifier), SLICE_ARG(cell->qualifier_meaning));
}

static void put_label(struct page *page, const struct cell *cell, slice name)
{
    page_put(page, cell->qualifier.len > 0 ? STYLE_MEANING : STYLE_PLAIN, name);
}

static void put_value(struct page *page, const struct cell *cell, unsigned indent)
{
    slice value = slice_sub(cell->value, 0, VALUE_MOST_BYTES);
    page_wrap(page, STYLE_STRONG, value, indent);
    if (value.len < cell->value.len) page_printf(page, STYLE_FAINT, "… (%zu bytes in all)", cell->value.len);
    if (cell->value.len == 0) page_puts(page, STYLE_FAINT, "(not sent)");
    if (cell->meaning.len == 0) return;
    page_wrap(page, STYLE_FAINT, SLICE(" = "), indent);
    page_wrap(page, STYLE_MEANING, cell->meaning, indent);
}

/* ---- as many on a line as fit ---- */

static unsigned flow_columns(struct arena *arena, const struct cell *cell)
{
    slice name = label(arena, cell, true);
    unsigned columns = page_columns(reference(arena, cell)) + 1 + page_columns(cell->value);
    if (name.len > 0) columns += page_columns(name) + 2;
    if (cell->meaning.len > 0) columns += 3 + page_columns(cell->meaning);
    return columns;
}

/* How many lines the cells take; more than MOST_FLOW_LINES when one of them is longer than a line. */
static unsigned flow_lines(const struct rows *r)
{
    unsigned room = PAGE_COLUMNS - ELEMENTS_COLUMN, used = 0, lines = 1;
    for (unsigned i = 0; i < r->cells->count && lines <= MOST_FLOW_LINES; i++) {
        const struct cell *cell = &r->cells->items[i];
        unsigned columns = cell->value.len > PAGE_COLUMNS ? room + 1 : flow_columns(r->arena, cell), gap = used > 0 ? CELL_GAP : 0;
        if (columns > room) return MOST_FLOW_LINES + 1;
        if (used + gap + columns > room) {
            lines++;
            used = gap = 0;
        }
        used += gap + columns;
    }
    return lines;
}

static void flow(struct rows *r)
{
    struct page *page = r->page;
    for (unsigned i = 0; i < r->cells->count; i++) {
        const struct cell *cell = &r->cells->items[i];
        slice name = label(r->arena, cell, true);
        if (i == 0 || page->column + CELL_GAP + flow_columns(r->arena, cell) > PAGE_COLUMNS) begin_row(r);
        else page_to(page, page->column + CELL_GAP);
        page_put(page, STYLE_FAINT, reference(r->arena, cell));
        page_to(page, page->column + 1);
        put_label(page, cell, name);
        if (name.len > 0) page_puts(page, STYLE_PLAIN, ": ");
        put_value(page, cell, ELEMENTS_COLUMN);
    }
    end_name(r);
}

/* ---- a line for each ---- */

static unsigned reference_columns(const struct rows *r)
{
    for (unsigned i = 0; i < r->cells->count; i++)
        if (r->cells->items[i].last > r->cells->items[i].first || r->cells->items[i].component > 0) return PAIR_WIDTH;
    return REFERENCE_WIDTH;
}

static unsigned label_columns(const struct rows *r)
{
    unsigned most = 0;
    for (unsigned i = 0; i < r->cells->count; i++) {
        unsigned columns = page_columns(label(r->arena, &r->cells->items[i], false));
        if (columns > most) most = columns;
    }
    return most < LABEL_MOST ? most : LABEL_MOST;
}

static void table(struct rows *r)
{
    unsigned labels = label_columns(r), label_column = ELEMENTS_COLUMN + reference_columns(r);
    unsigned value_column = label_column + labels + (labels > 0 ? 2 : 0);
    for (unsigned i = 0; i < r->cells->count; i++) {
        const struct cell *cell = &r->cells->items[i];
        bool more = i + 1 < r->cells->count && r->cells->items[i + 1].first == cell->first;
        begin_row(r);
        page_put(r->page, STYLE_FAINT, reference(r->arena, cell));
        page_to(r->page, label_column);
        put_label(r->page, cell, label(r->arena, cell, false));
        page_to(r->page, value_column);
        put_value(r->page, cell, value_column);
        put_findings(r, cell->last, more ? cell->component : UINT16_MAX);
    }
    end_name(r);
}

/* ---- a segment ---- */

/* How many loops a segment is in; the one that opens a loop stands at the left of it, as its heading. */
static unsigned depth_of(const struct tree *tree, uint32_t group, bool opens)
{
    unsigned depth = 0;
    for (uint32_t g = tree->group[group].parent; g != 0; g = tree->group[g].parent) depth++;
    depth -= opens;
    return depth < MOST_INDENTED ? depth : MOST_INDENTED;
}

/* The opening segment goes by the loop's title, which says more: "order line 2" for "baseline item data". */
static slice name_of(struct show *s, const struct names *names, const struct tree *tree, uint32_t group, const struct segment_def *def, bool opens)
{
    if (def == NULL) return SLICE("(not described)");
    if (!opens || names->borrowed) return def->name;
    uint16_t loop = tree->group[tree->group[group].parent].kind;
    slice title = names->schema->nodes[loop].title;
    if (title.len == 0) return def->name;
    if (loop != names->schema->line_node) return title;
    return arena_printf(s->scratch, "%.*s %u", SLICE_ARG(title), ++s->lines);
}

void show_segment(struct show *s, const struct names *names, const struct tree *tree, uint32_t group, struct margin *margin)
{
    struct page *page = &s->page;
    uint32_t number = tree->group[group].number, parent = tree->group[group].parent;
    uint64_t remarks = show_margin_elements(margin, number);
    bool opens = parent != 0 && group == parent + 1;
    unsigned id_column = ID_COLUMN + INDENT * depth_of(tree, group, opens);
    const struct segment_def *def = show_definition(names, tree, group);
    const slice *values = show_values(s->scratch, tree, group);
    struct cells cells = show_cells(s->scratch, def, values, tree->group[group].fields, tree->component, remarks & ~(uint64_t)1);
    struct rows rows = { .page = page, .arena = s->scratch, .cells = &cells, .margin = margin, .number = number, .name_column = id_column + ID_WIDTH,
                         .name = name_of(s, names, tree, group, def, opens), .fresh = true };
    if (number > 0) show_margin_print(page, margin, number - 1, UINT16_MAX, UINT16_MAX);
    page_printf(page, STYLE_FAINT, "%*u", NUMBER_WIDTH, number);
    page_to(page, id_column);
    page_put(page, STYLE_STRONG, slice_sub(values[0], 0, ELEMENTS_COLUMN));
    if ((remarks & ~(uint64_t)1) == 0 && flow_lines(&rows) <= MOST_FLOW_LINES) {
        flow(&rows);
    } else {
        if (remarks & 1) put_findings(&rows, 0, UINT16_MAX);
        table(&rows);
    }
    show_margin_print(page, margin, number, UINT16_MAX, UINT16_MAX);
}
