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

/* ---- loops and levels ---- */

bool show_opens(const struct tree *tree, uint32_t group)
{
    uint32_t parent = tree->group[group].parent;
    return parent != 0 && group == parent + 1;
}

/* Without what stands in brackets, which is for the table of codes. */
static slice first_words(slice text)
{
    size_t bracket = slice_find(text, '(');
    return bracket < text.len ? slice_trim(slice_sub(text, 0, bracket)) : text;
}

slice show_level_word(const struct names *names, const struct tree *tree, uint32_t group)
{
    static const struct { const char *code; slice word; } known[] = {
        { "S", SLICE("shipment") }, { "O", SLICE("order") }, { "T", SLICE("tare") }, { "P", SLICE("pack") }, { "I", SLICE("item") },
    };
    const struct segment_def *def = show_definition(names, tree, group);
    slice code = tree_field(tree, group, 3);
    slice word = def != NULL && def->n_elems >= 3 ? first_words(elem_code_meaning(&def->elems[2], code)) : NO_ARG;
    for (size_t i = 0; word.len == 0 && i < sizeof known / sizeof *known; i++)
        if (slice_is(code, known[i].code)) word = known[i].word;
    return word.len > 0 ? word : code.len > 0 ? code : SLICE("level");
}

slice show_level_fault(struct arena *arena, const struct tree *tree, const struct level *level)
{
    slice number = tree_field(tree, level->segment, 1), parent = tree_field(tree, level->segment, 2);
    switch (level->fault) {
    case LEVEL_SOUND: break;
    case LEVEL_ORPHAN: return arena_printf(arena, "no HL has the number %.*s that HL02 names: shown at the top", SLICE_ARG(parent));
    case LEVEL_CIRCLE: return arena_printf(arena, "HL02 names %.*s, which stands under this level itself: shown at the top", SLICE_ARG(parent));
    case LEVEL_LATER: return arena_printf(arena, "HL02 names %.*s, which comes later: shown under it", SLICE_ARG(parent));
    case LEVEL_TWICE: return arena_printf(arena, "HL01 is %.*s, as of a level before: who names it is shown under the last before it", SLICE_ARG(number));
    }
    return NO_ARG;
}

slice show_title(struct show *s, struct arena *arena, const struct names *names, const struct tree *tree, uint32_t group,
                 const struct segment_def *def)
{
    if (slice_is(tree_field(tree, group, 0), "HL")) return show_level_word(names, tree, group);
    if (def == NULL) return SLICE("(not described)");
    if (!show_opens(tree, group) || names->borrowed) return def->name;
    uint16_t loop = tree->group[tree->group[group].parent].kind;
    slice title = names->schema->nodes[loop].title;
    if (title.len == 0) return def->name;
    if (loop != names->schema->line_node) return title;
    return arena_printf(arena, "%.*s %u", SLICE_ARG(title), ++s->lines);
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
