/* show_cells.c - a segment taken apart for people: elements with names and meanings, a qualifier with its value, a quantity with its unit,
 * repetitions and components one by one. */
#include "cli/show.h"

enum { REF_UNIT = 355 };                /* unit of measure */

static const struct elem *elem_at(const struct segment_def *def, unsigned k)
{
    return def != NULL && k >= 1 && k <= def->n_elems ? &def->elems[k - 1] : NULL;
}

/* ---- what goes together ---- */

static bool is_repeated(slice value, const struct show_delims *d)
{
    return d->repetition != 0 && slice_find(value, d->repetition) < value.len;
}

/* A qualifier says what the element after it is. */
static bool is_pair(const struct segment_def *def, const slice *values, unsigned n, unsigned k, const struct show_delims *d)
{
    const struct elem *qualifier = elem_at(def, k), *value = elem_at(def, k + 1);
    if (qualifier == NULL || value == NULL || k + 1 >= n) return false;
    if (qualifier->type != ELEM_ID || value->type == ELEM_ID || value->type == ELEM_COMPOSITE) return false;
    if (!slice_ends(qualifier->name, SLICE("qualifier")) || values[k].len == 0 || values[k + 1].len == 0) return false;
    return !is_repeated(values[k], d) && !is_repeated(values[k + 1], d);
}

/* The unit itself, or the first component of a composite unit of which nothing else was sent. */
static const struct elem *unit_of(const struct elem *e)
{
    if (e != NULL && e->type == ELEM_COMPOSITE) e = e->n_components > 0 ? &e->components[0] : NULL;
    return e != NULL && e->ref == REF_UNIT ? e : NULL;
}

/* A number and the unit right after it. */
static bool is_quantity(const struct segment_def *def, const slice *values, unsigned n, unsigned k, const struct show_delims *d)
{
    const struct elem *number = elem_at(def, k);
    if (k + 1 >= n || values[k].len == 0 || values[k + 1].len == 0 || number == NULL || unit_of(elem_at(def, k + 1)) == NULL) return false;
    if (number->type != ELEM_N && number->type != ELEM_R) return false;
    if (d->component != 0 && slice_find(values[k + 1], d->component) < values[k + 1].len) return false;
    return !is_repeated(values[k], d) && !is_repeated(values[k + 1], d);
}

/* ---- cells ---- */

/* Blanks at the ends would not be seen otherwise. */
static slice quoted(struct arena *arena, slice value)
{
    bool is_padded = value.len > 0 && (value.ptr[0] == ' ' || value.ptr[value.len - 1] == ' ');
    return is_padded ? arena_printf(arena, "\"%.*s\"", SLICE_ARG(value)) : value;
}

static void fill_value(struct arena *arena, struct cell *cell, const struct elem *e, slice value)
{
    cell->value = quoted(arena, value);
    cell->sent = value;
    if (e == NULL) return;
    cell->is_number = e->type == ELEM_N || e->type == ELEM_R;
    slice readable = show_readable(arena, e, value);
    if (readable.len > 0) cell->value = readable;
    cell->meaning = elem_code_meaning(e, value);
}

static void fill_name(struct cell *cell, const struct elem *e)
{
    if (e == NULL) return;
    cell->name = e->name;
    cell->word = e->field_name.len > 0 ? e->field_name : e->name;
}

static void fill_cell(struct arena *arena, struct cell *cell, const struct elem *name, const struct elem *e, slice value)
{
    fill_name(cell, name);
    fill_value(arena, cell, e, value);
}

/* Components get a cell each; a composite of which only the first was sent looks like a simple element.  Returns how many cells. */
static unsigned add_components(struct arena *arena, const struct elem *e, slice value, char separator, struct cell *cell)
{
    slice rest = value, text;
    const struct cell empty = *cell;
    unsigned made = 0;
    if (separator == 0 || slice_find(value, separator) == value.len) {
        fill_cell(arena, cell, e, e->n_components > 0 ? &e->components[0] : NULL, value);
        return 1;
    }
    for (uint16_t c = 1; slice_next(&rest, separator, &text); c++) {
        if (text.len == 0) continue;
        const struct elem *component = c <= e->n_components ? &e->components[c - 1] : NULL;
        cell[made] = empty;
        cell[made].component = c;
        fill_cell(arena, &cell[made++], component, component, text);
    }
    return made;
}

static unsigned add_value(struct arena *arena, const struct elem *e, slice value, const struct show_delims *d, struct cell *cell)
{
    if (e != NULL && e->type == ELEM_COMPOSITE) return add_components(arena, e, value, d->component, cell);
    fill_cell(arena, cell, e, e, value);
    return 1;
}

/* Each repetition is an element of its own. */
static unsigned add_element(struct arena *arena, const struct elem *e, slice value, const struct show_delims *d, struct cell *cell)
{
    slice rest = value, text;
    const struct cell empty = *cell;
    unsigned made = 0;
    if (!is_repeated(value, d)) return add_value(arena, e, value, d, cell);
    for (uint16_t r = 1; slice_next(&rest, d->repetition, &text); r++) {
        if (text.len == 0) continue;
        cell[made] = empty;
        cell[made].repeat = r;
        made += add_value(arena, e, text, d, &cell[made]);
    }
    return made;
}

static unsigned count_parts(const slice *values, unsigned n, const struct show_delims *d)
{
    unsigned count = 0;
    for (unsigned k = 1; k < n; k++)
        for (size_t i = 0; i < values[k].len; i++) {
            char c = values[k].ptr[i];
            count += c != 0 && (c == d->component || c == d->repetition);
        }
    return count;
}

/* A finding about a quantity or its unit stands under the one it is about. */
static bool is_asked_for(uint64_t wanted, unsigned k) { return k < 63 && (wanted >> k & 3) != 0; }

static void add_unit(struct arena *arena, struct cell *cell, const struct elem *unit, slice value)
{
    cell->last++;
    cell->unit = value;
    cell->value = arena_printf(arena, "%.*s %.*s", SLICE_ARG(cell->value), SLICE_ARG(value));
    cell->meaning = elem_code_meaning(unit_of(unit), value);
}

struct cells show_cells(struct arena *arena, const struct segment_def *def, const slice *values, unsigned n, struct show_delims delims,
                        uint64_t wanted)
{
    enum { WANTED_BITS = 64 };
    unsigned most = n > WANTED_BITS ? n : WANTED_BITS, room = most + count_parts(values, n, &delims), count = 0;
    struct cell *cells = arena_array(arena, room, sizeof *cells);
    for (unsigned k = 1; k < most; k++) {
        const struct elem *e = elem_at(def, k);
        struct cell *cell = &cells[count];
        *cell = (struct cell){ .first = (uint16_t)k, .last = (uint16_t)k };
        if (k >= n || values[k].len == 0) {
            fill_name(cell, e);
            count += k < WANTED_BITS && (wanted >> k & 1);
        } else if (is_pair(def, values, n, k, &delims)) {
            cell->qualifier = values[k];
            cell->qualifier_meaning = elem_code_meaning(e, values[k]);
            cell->last = (uint16_t)++k;
            fill_cell(arena, cell, elem_at(def, k), elem_at(def, k), values[k]);
            count++;
            if (is_asked_for(wanted, k) || !is_quantity(def, values, n, k, &delims)) continue;
            k++;
            add_unit(arena, cell, elem_at(def, k), values[k]);
        } else if (!is_asked_for(wanted, k) && is_quantity(def, values, n, k, &delims)) {
            fill_cell(arena, cell, e, e, values[k]);
            k++;
            add_unit(arena, cell, elem_at(def, k), values[k]);
            count++;
        } else {
            count += add_element(arena, e, values[k], &delims, cell);
        }
    }
    return (struct cells){ cells, count };
}

const slice *show_values(struct arena *arena, const struct tree *tree, uint32_t group)
{
    unsigned n = tree->group[group].fields;
    slice *values = arena_array(arena, n + 1, sizeof *values);
    for (unsigned k = 0; k < n; k++) values[k] = tree_field(tree, group, k);
    return values;
}
