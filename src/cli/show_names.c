/* show_names.c - how segments, elements, codes and values are called when they are shown.
 *
 * A set without a grammar of its own is read by the dictionary of its release, or of the release that is described best: a name that may not
 * fit is worth more to a reader than none, as long as he is told. */
#include "cli/show.h"

#include "base/date.h"
#include "base/decimal.h"

/* Sets whose grammar is likely to be there, for the dictionary that comes with it. */
static const char *const known_sets[] = { "850", "997", "810", "855", "856" };
enum { N_KNOWN_SETS = sizeof known_sets / sizeof *known_sets };

static const struct schema *dictionary(struct show *s, slice release)
{
    struct diags diags;
    diags_init(&diags, s->scratch, DIAGS_DEFAULT_CAP);      /* what is wrong with schema files is `check`'s to say */
    for (unsigned i = 0; i < N_KNOWN_SETS; i++) {
        const struct schema *schema = catalogue_get(s->reading.catalogue, release, slice_of(known_sets[i]), NO_ARG, &diags);
        if (schema != NULL) return schema;
    }
    return NULL;
}

void show_names_begin(struct show *s) { s->fallback = dictionary(s, SLICE("004010")); }

struct names show_names(struct show *s, const struct document_step *step)
{
    if (step->schema != NULL) return (struct names){ step->schema, false };
    const struct schema *own = dictionary(s, step->group->gs[8]);
    return (struct names){ own != NULL ? own : s->fallback, true };
}

const struct segment_def *show_definition(const struct names *names, const struct tree *tree, uint32_t group)
{
    if (names->schema == NULL) return NULL;
    uint16_t kind = names->borrowed ? 0 : tree->group[group].kind;
    if (kind > 0) return names->schema->nodes[kind].segment;
    return schema_segment(names->schema, tree_field(tree, group, 0));
}

slice show_envelope_meaning(const struct show *s, const char *segment, unsigned element, slice code)
{
    const struct segment_def *def = s->fallback ? schema_segment(s->fallback, slice_of(segment)) : NULL;
    if (def == NULL || element > def->n_elems) return NO_ARG;
    return elem_code_meaning(&def->elems[element - 1], code);
}

slice show_set_title(const struct show *s, const struct document_step *step)
{
    if (step->schema != NULL && step->schema->title.len > 0) return step->schema->title;
    return show_envelope_meaning(s, "ST", 1, step->set_id);
}

/* ---- values ---- */

static slice readable_date(struct arena *arena, slice value)
{
    date d;
    bool is_date = value.len == 6 ? date_parse6(value, &d) : date_parse8(value, &d);
    return is_date ? arena_printf(arena, "%04d-%02u-%02u", d.year, d.month, d.day) : NO_ARG;
}

static slice readable_time(struct arena *arena, slice value)
{
    if (!time_is_valid(value)) return NO_ARG;
    if (value.len == 4) return arena_printf(arena, "%.2s:%.2s", value.ptr, value.ptr + 2);
    const char *point = value.len > 6 ? "." : "";
    return arena_printf(arena, "%.2s:%.2s:%.2s%s%.*s", value.ptr, value.ptr + 2, value.ptr + 4, point, (int)value.len - 6, value.ptr + 6);
}

static slice readable_number(struct arena *arena, slice value, unsigned implied)
{
    char text[DECIMAL_MAX_TEXT];
    decimal d;
    if (implied == 0 || !decimal_parse(value, &d) || d.scale != 0) return NO_ARG;
    d.scale = (uint8_t)implied;
    size_t len = decimal_format_fixed(d, implied, text);
    return arena_copy(arena, (slice){ text, len });
}

slice show_readable(struct arena *arena, const struct elem *e, slice value)
{
    switch (e->type) {
    case ELEM_DT: return readable_date(arena, value);
    case ELEM_TM: return readable_time(arena, value);
    case ELEM_N: return readable_number(arena, value, e->implied);
    default: return NO_ARG;
    }
}

/* ---- cells ---- */

static const struct elem *elem_at(const struct segment_def *def, unsigned k)
{
    return def != NULL && k >= 1 && k <= def->n_elems ? &def->elems[k - 1] : NULL;
}

/* A qualifier says what the element after it is. */
static bool is_pair(const struct segment_def *def, const slice *values, unsigned n, unsigned k)
{
    const struct elem *qualifier = elem_at(def, k), *value = elem_at(def, k + 1);
    if (qualifier == NULL || value == NULL || k + 1 >= n) return false;
    if (qualifier->type != ELEM_ID || value->type == ELEM_ID || value->type == ELEM_COMPOSITE) return false;
    return slice_ends(qualifier->name, SLICE("qualifier")) && values[k].len > 0 && values[k + 1].len > 0;
}

/* Blanks at the ends would not be seen otherwise. */
static slice quoted(struct arena *arena, slice value)
{
    bool is_padded = value.len > 0 && (value.ptr[0] == ' ' || value.ptr[value.len - 1] == ' ');
    return is_padded ? arena_printf(arena, "\"%.*s\"", SLICE_ARG(value)) : value;
}

static void fill_value(struct arena *arena, struct cell *cell, const struct elem *e, slice value)
{
    cell->value = quoted(arena, value);
    if (e == NULL) return;
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
    uint16_t element = cell->first;
    unsigned made = 0;
    if (separator == 0 || slice_find(value, separator) == value.len) {
        fill_cell(arena, cell, e, e->n_components > 0 ? &e->components[0] : NULL, value);
        return 1;
    }
    for (uint16_t c = 1; slice_next(&rest, separator, &text); c++) {
        if (text.len == 0) continue;
        const struct elem *component = c <= e->n_components ? &e->components[c - 1] : NULL;
        cell[made] = (struct cell){ .first = element, .last = element, .component = c };
        fill_cell(arena, &cell[made++], component, component, text);
    }
    return made;
}

static unsigned count_components(const slice *values, unsigned n, char separator)
{
    unsigned count = 0;
    for (unsigned k = 1; k < n && separator != 0; k++)
        for (size_t i = 0; i < values[k].len; i++) count += values[k].ptr[i] == separator;
    return count;
}

struct cells show_cells(struct arena *arena, const struct segment_def *def, const slice *values, unsigned n, char component, uint64_t wanted)
{
    enum { WANTED_BITS = 64 };
    unsigned most = n > WANTED_BITS ? n : WANTED_BITS, room = most + count_components(values, n, component), count = 0;
    struct cell *cells = arena_array(arena, room, sizeof *cells);
    for (unsigned k = 1; k < most; k++) {
        const struct elem *e = elem_at(def, k);
        struct cell *cell = &cells[count];
        *cell = (struct cell){ .first = (uint16_t)k, .last = (uint16_t)k };
        if (k >= n || values[k].len == 0) {
            fill_name(cell, e);
            count += k < WANTED_BITS && (wanted >> k & 1);
        } else if (is_pair(def, values, n, k)) {
            cell->qualifier = values[k];
            cell->qualifier_meaning = elem_code_meaning(e, values[k]);
            cell->last = (uint16_t)++k;
            fill_cell(arena, cell, elem_at(def, k), elem_at(def, k), values[k]);
            count++;
        } else if (e != NULL && e->type == ELEM_COMPOSITE) {
            count += add_components(arena, e, values[k], component, cell);
        } else {
            fill_cell(arena, cell, e, e, values[k]);
            count++;
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
