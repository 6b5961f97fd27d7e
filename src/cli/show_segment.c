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
    MOST_INDENTED = 6,                  /* loops and levels nest deeper; the page is only so wide */
    ELEMENTS_COLUMN = 34,
    CELL_GAP = 3,
    WRAP_LOSS = 30,                     /* columns that may stay empty where a long cell is broken between words */
    MOST_FLOW_LINES = 4,
    LABEL_MOST = 30,                    /* columns of element names in the table */
    VALUE_MOST_BYTES = 2000
};

/* A segment while it is printed. */
struct rows {
    struct page *page;
    struct arena *arena;
    const struct cells *cells;
    struct margin *margin;
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

static void put_findings(struct rows *r, uint16_t element, uint16_t repeat, uint16_t component)
{
    if (!show_margin_due(r->margin, element, repeat, component)) return;
    end_name(r);
    show_margin_print(r->page, r->margin, element, repeat, component);
}

/* ---- one element ---- */

static slice spaced(struct arena *arena, slice word)
{
    char *text = arena_cstr(arena, word);
    for (size_t i = 0; i < word.len; i++)
        if (text[i] == '-') text[i] = ' ';
    return (slice){ text, word.len };
}

slice show_reference(struct arena *arena, const struct cell *cell)
{
    if (cell->repeat > 0 && cell->component > 0) return arena_printf(arena, "%02u#%u.%u", cell->first, cell->repeat, cell->component);
    if (cell->repeat > 0) return arena_printf(arena, "%02u#%u", cell->first, cell->repeat);
    if (cell->component > 0) return arena_printf(arena, "%02u.%u", cell->first, cell->component);
    if (cell->last > cell->first) return arena_printf(arena, "%02u-%02u", cell->first, cell->last);
    return arena_printf(arena, "%02u", cell->first);
}

/* "EN = EAN-13", or the element's name. */
slice show_label(struct arena *arena, const struct cell *cell, bool is_short)
{
    if (cell->qualifier.len == 0) return is_short ? spaced(arena, cell->word) : cell->name;
    if (cell->qualifier_meaning.len == 0) return cell->qualifier;
    return arena_printf(arena, "%.*s = %.*s", SLICE_ARG(cell->qualifier), SLICE_ARG(cell->qualifier_meaning));
}

static void put_label(struct page *page, const struct cell *cell, slice name, unsigned indent)
{
    page_wrap(page, cell->qualifier.len > 0 ? STYLE_MEANING : STYLE_PLAIN, name, indent);
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
    slice name = show_label(arena, cell, true);
    unsigned columns = page_columns(show_reference(arena, cell)) + 1 + page_columns(cell->value);
    if (name.len > 0) columns += page_columns(name) + 2;
    if (cell->meaning.len > 0) columns += 3 + page_columns(cell->meaning);
    return columns;
}

/* How many lines the cells take; more than MOST_FLOW_LINES when one of them is longer than two lines. */
static unsigned flow_lines(const struct rows *r)
{
    unsigned room = PAGE_COLUMNS - ELEMENTS_COLUMN, used = 0, lines = 1;
    for (unsigned i = 0; i < r->cells->count && lines <= MOST_FLOW_LINES; i++) {
        const struct cell *cell = &r->cells->items[i];
        unsigned columns = cell->value.len > 2 * PAGE_COLUMNS ? 2 * room : flow_columns(r->arena, cell), gap = used > 0 ? CELL_GAP : 0;
        if (columns > 2 * room - WRAP_LOSS) return MOST_FLOW_LINES + 1;
        if (used > 0 && used + gap + columns > room) {
            lines++;
            used = gap = 0;
        }
        lines += columns > room;
        used = columns > room ? room : used + gap + columns;
    }
    return lines;
}

static void flow(struct rows *r)
{
    struct page *page = r->page;
    for (unsigned i = 0; i < r->cells->count; i++) {
        const struct cell *cell = &r->cells->items[i];
        slice name = show_label(r->arena, cell, true);
        if (i == 0 || page->column + CELL_GAP + flow_columns(r->arena, cell) > PAGE_COLUMNS) begin_row(r);
        else page_to(page, page->column + CELL_GAP);
        page_put(page, STYLE_FAINT, show_reference(r->arena, cell));
        page_to(page, page->column + 1);
        put_label(page, cell, name, ELEMENTS_COLUMN + CELL_GAP);
        if (name.len > 0) page_puts(page, STYLE_PLAIN, ":");
        if (name.len > 0) page_to(page, page->column + 1);
        put_value(page, cell, ELEMENTS_COLUMN + CELL_GAP);
    }
    end_name(r);
}

/* ---- a line for each ---- */

static unsigned reference_columns(const struct rows *r)
{
    unsigned most = 0;
    for (unsigned i = 0; i < r->cells->count; i++) {
        unsigned columns = page_columns(show_reference(r->arena, &r->cells->items[i]));
        if (columns > most) most = columns;
    }
    return most + 2;
}

static unsigned label_columns(const struct rows *r)
{
    unsigned most = 0;
    for (unsigned i = 0; i < r->cells->count; i++) {
        unsigned columns = page_columns(show_label(r->arena, &r->cells->items[i], false));
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
        page_put(r->page, STYLE_FAINT, show_reference(r->arena, cell));
        page_to(r->page, label_column);
        put_label(r->page, cell, show_label(r->arena, cell, false), label_column + 2);
        page_to(r->page, value_column);
        put_value(r->page, cell, value_column);
        put_findings(r, cell->last, more ? cell->repeat : UINT16_MAX, more ? cell->component : UINT16_MAX);
    }
    end_name(r);
}

/* ---- a segment ---- */

/* How far it is set in: levels and loops around it; the segment that opens one stands at the left of it, as its heading. */
static unsigned depth_of(const struct outline *outline, const struct outline_row *row, const struct tree *tree)
{
    unsigned depth = outline_loops(tree, row->group);
    const struct level *level = row->level != OUTLINE_NONE ? &outline->levels[row->level] : NULL;
    if (level == NULL || level->segment != row->group) depth -= show_opens(tree, row->group);
    if (level != NULL) depth += level->depth + (level->segment != row->group);
    return depth < MOST_INDENTED ? depth : MOST_INDENTED;
}

/* A level that stands deeper than the page can show says how deep. */
static slice title_of(struct show *s, const struct names *names, const struct outline *outline, const struct outline_row *row,
                      const struct tree *tree, const struct segment_def *def)
{
    slice title = show_title(s, s->scratch, names, tree, row->group, def);
    const struct level *level = row->level != OUTLINE_NONE ? &outline->levels[row->level] : NULL;
    if (level == NULL || level->segment != row->group || level->depth < MOST_INDENTED) return title;
    return arena_printf(s->scratch, "%.*s, %u levels down", SLICE_ARG(title), (unsigned)level->depth);
}

static void put_level_fault(struct show *s, const struct outline *outline, const struct outline_row *row, const struct tree *tree)
{
    if (row->level == OUTLINE_NONE || outline->levels[row->level].segment != row->group) return;
    slice fault = show_level_fault(s->scratch, tree, &outline->levels[row->level]);
    if (fault.len == 0) return;
    page_line(&s->page);
    page_puts(&s->page, STYLE_WARNING, "   ?");
    page_to(&s->page, ID_COLUMN);
    page_wrap(&s->page, STYLE_WARNING, fault, ID_COLUMN);
    page_line(&s->page);
}

void show_segment(struct show *s, const struct names *names, const struct outline *outline, uint32_t at, const struct tree *tree,
                  struct margin *margin)
{
    struct page *page = &s->page;
    const struct outline_row *row = &outline->rows[at];
    uint32_t number = tree->group[row->group].number;
    uint64_t remarks = show_margin_at(margin, number);
    unsigned id_column = ID_COLUMN + INDENT * depth_of(outline, row, tree);
    const struct segment_def *def = show_definition(names, tree, row->group);
    const slice *values = show_values(s->scratch, tree, row->group);
    struct cells cells = show_cells(s->scratch, def, values, tree->group[row->group].fields, (struct show_delims){ tree->component, tree->repetition },
                                    remarks & ~(uint64_t)1);
    struct rows rows = { .page = page, .arena = s->scratch, .cells = &cells, .margin = margin, .name_column = id_column + ID_WIDTH,
                         .name = title_of(s, names, outline, row, tree, def), .fresh = true };
    page_printf(page, STYLE_FAINT, "%*u", NUMBER_WIDTH, number);
    page_to(page, id_column);
    page_put(page, STYLE_STRONG, slice_sub(values[0], 0, ELEMENTS_COLUMN));
    if ((remarks & ~(uint64_t)1) == 0 && flow_lines(&rows) <= MOST_FLOW_LINES) {
        flow(&rows);
    } else {
        if (remarks & 1) put_findings(&rows, 0, UINT16_MAX, UINT16_MAX);
        table(&rows);
    }
    put_level_fault(s, outline, row, tree);
    show_margin_print(page, margin, UINT16_MAX, UINT16_MAX, UINT16_MAX);
}
