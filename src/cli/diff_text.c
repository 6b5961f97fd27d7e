/* diff_text.c - a comparison on the page: for each pair of documents what was changed, added and removed, and where. */
#include "cli/diff.h"

enum { UNIT_COLUMN = 2, WORDS_COLUMN = 8, VALUE_COLUMN = 44, MOST_PATH = 6 };

/* Lines above the unit, the outermost first, then the unit: "order line 2 (EN …) > item accepted". */
static slice path_of(struct diff_report *r, const struct diff_set *a, const struct diff_set *b, const struct diff_changes *changes, uint32_t item)
{
    slice path = { 0 };
    unsigned parts = 0;
    for (uint32_t i = item; i != DIFF_NONE && changes->items[i].parent != DIFF_NONE; i = changes->items[i].parent) {
        struct diff_side side = diff_item_side(&changes->items[i], a, b);
        if (++parts > MOST_PATH) return arena_printf(r->scratch, "… > %.*s", SLICE_ARG(path));
        path = arena_printf(r->scratch, "%.*s%s%.*s", SLICE_ARG(diff_unit_words(r->scratch, side.set, side.unit)), path.len > 0 ? " > " : "",
                            SLICE_ARG(path));
    }
    return path;
}

static void put_unit(struct diff_report *r, struct page *page, const struct diff_changes *changes, const struct diff_change *c,
                     const struct diff_set *a, const struct diff_set *b)
{
    static const char *const marks[] = { [DIFF_CHANGED] = "", [DIFF_ADDED] = "+", [DIFF_REMOVED] = "-" };
    struct diff_side side = diff_item_side(&changes->items[c->item], a, b);
    page_line(page);
    page_puts(page, STYLE_WARNING, marks[diff_kind(changes, c)]);
    page_to(page, UNIT_COLUMN);
    page_put(page, STYLE_STRONG, slice_sub(tree_field(&side.set->tree, side.set->units[side.unit].group, 0), 0, WORDS_COLUMN));
    page_to(page, WORDS_COLUMN);
    page_wrap(page, STYLE_PLAIN, path_of(r, a, b, changes, c->item), WORDS_COLUMN);
    page_line(page);
}

/* All elements of what was added or removed, and how much hangs on it. */
static void put_whole(struct diff_report *r, struct page *page, struct diff_side side)
{
    struct cells cells = diff_cells(r->scratch, side.set, side.unit);
    uint32_t more = side.set->units[side.unit].size - 1;
    page_to(page, WORDS_COLUMN);
    for (unsigned i = 0; i < cells.count; i++) {
        const struct cell *cell = &cells.items[i];
        if (i > 0) page_to(page, page->column + 3);
        page_wrap(page, STYLE_FAINT, arena_printf(r->scratch, "%.*s %.*s: ", SLICE_ARG(show_reference(r->scratch, cell)),
                                                  SLICE_ARG(show_label(r->scratch, cell, true))), WORDS_COLUMN);
        page_wrap(page, STYLE_STRONG, cell->value, WORDS_COLUMN);
        if (cell->meaning.len > 0) page_wrap(page, STYLE_MEANING, arena_printf(r->scratch, " = %.*s", SLICE_ARG(cell->meaning)), WORDS_COLUMN);
    }
    page_line(page);
    if (more == 0) return;
    page_to(page, WORDS_COLUMN);
    page_printf(page, STYLE_FAINT, "and %u %s under it", more, more == 1 ? "segment" : "segments");
    page_line(page);
}

static void put_value(struct page *page, const struct cell *cell)
{
    if (cell == NULL) {
        page_puts(page, STYLE_FAINT, "(not sent)");
        return;
    }
    page_wrap(page, STYLE_STRONG, cell->value, VALUE_COLUMN);
    if (cell->meaning.len == 0) return;
    page_wrap(page, STYLE_FAINT, SLICE(" = "), VALUE_COLUMN);
    page_wrap(page, STYLE_MEANING, cell->meaning, VALUE_COLUMN);
}

static void put_element(struct diff_report *r, struct page *page, const struct diff_change *c)
{
    const struct cell *cell = c->old != NULL ? c->old : c->new;
    page_to(page, WORDS_COLUMN);
    page_put(page, STYLE_FAINT, show_reference(r->scratch, cell));
    page_to(page, page->column + 1);
    page_wrap(page, STYLE_PLAIN, show_label(r->scratch, cell, false), WORDS_COLUMN);
    page_to(page, VALUE_COLUMN);
    put_value(page, c->old);
    page_wrap(page, STYLE_WARNING, SLICE(" -> "), VALUE_COLUMN);
    put_value(page, c->new);
    page_line(page);
}

static void put_changes(struct diff_report *r, struct page *page, const struct diff_set *a, const struct diff_set *b, const struct diff_changes *changes)
{
    uint32_t last = DIFF_NONE;
    for (size_t i = 0; i < changes->count; i++) {
        const struct diff_change *c = &changes->list[i];
        if (c->item != last) put_unit(r, page, changes, c, a, b);
        last = c->item;
        if (diff_kind(changes, c) == DIFF_CHANGED) put_element(r, page, c);
        else put_whole(r, page, diff_item_side(&changes->items[c->item], a, b));
        arena_reset(r->scratch);
    }
    if (changes->dropped > 0) page_printf(page, STYLE_WARNING, "… and %zu more differences, which are not shown", changes->dropped);
    page_line(page);
}

static void put_heading(struct diff_report *r, struct page *page, const struct diff_set *set, const char *verdict)
{
    page_put(page, STYLE_HEADING, diff_set_words(r->scratch, set));
    page_puts(page, STYLE_PLAIN, ": ");
    page_puts(page, STYLE_PLAIN, verdict);
    page_line(page);
}

static void only(struct diff_report *r, struct page *page, const struct diff_file *file, unsigned *count)
{
    for (size_t i = 0; i < file->n_sets; i++) {
        if (file->sets[i].other != NULL) continue;
        put_heading(r, page, &file->sets[i], arena_cstr(r->scratch, arena_printf(r->scratch, "only in %s", file->path)));
        ++*count;
        arena_reset(r->scratch);
    }
}

static void sum_up(struct diff_report *r, struct page *page)
{
    page_printf(page, STYLE_PLAIN, "%u %s compared: ", r->compared, r->compared == 1 ? "document" : "documents");
    page_printf(page, STYLE_PLAIN, "%u the same, %u different", r->same, r->changed);
    if (r->only_a + r->only_b > 0) page_printf(page, STYLE_PLAIN, ", %u only in the first file, %u only in the second", r->only_a, r->only_b);
    page_line(page);
}

void diff_text(struct diff_report *r)
{
    struct page page;
    page_begin(&page, stdout);
    for (size_t i = 0; i < r->a->n_sets; i++) {
        const struct diff_set *a = &r->a->sets[i];
        if (a->other == NULL) continue;
        struct diff_changes changes = diff_sets(r->arena, r->scratch, a, a->other);
        r->compared++;
        if (changes.count == 0) r->same++;
        if (changes.count == 0) continue;
        r->changed++;
        put_heading(r, &page, a, "different");
        put_changes(r, &page, a, a->other, &changes);
        page_empty_line(&page);
    }
    only(r, &page, r->a, &r->only_a);
    only(r, &page, r->b, &r->only_b);
    sum_up(r, &page);
    page_end(&page);
}
