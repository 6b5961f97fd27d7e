/* flat.c - see flat.h.  Made once when a map is loaded; a segment that stands in several places of the set is flattened for each, since the guide may
 * say something else about each. */
#include "schema/flat.h"

enum { MOST_DECIMALS = 10 };            /* of R, where the standard sets no limit */

static unsigned fields_count(const struct segment_def *def)
{
    unsigned n = 0;
    for (unsigned k = 0; k < def->n_elems; k++) n += def->elems[k].type == ELEM_COMPOSITE ? def->elems[k].n_components : 1u;
    return n;
}

/* What the guide only notes is a wish, no rule.  A component is only as mandatory as the composite it is in. */
static struct elem field_of(const struct elem *e, const struct elem *composite, slice name)
{
    struct elem field = *e;
    field.field_name = name;
    const bool wish = e->guide && e->guide->names_severity && e->guide->severity == SEV_NOTE && e->standard;
    if (wish && e->usage == USE_MANDATORY) field.usage = e->standard->usage;
    if (e->guide_codes && !wish) field.codes = e->guide_codes;
    if (e->type == ELEM_R) field.scale = MOST_DECIMALS;
    if (e->type == ELEM_N) field.scale = e->implied;
    if (e->type == ELEM_DT) field.format = e->max == 6 ? SLICE("yyMMdd") : SLICE("yyyyMMdd");
    if (composite && composite->usage == USE_NOT_USED) field.usage = USE_NOT_USED;
    else if (composite && composite->usage != USE_MANDATORY && e->usage == USE_MANDATORY) field.usage = USE_OPTIONAL;
    return field;
}

static const struct segment_def *segment_make(struct arena *arena, const struct segment_def *def, const struct flat_place **places)
{
    struct segment_def *flat = arena_alloc(arena, sizeof *flat);
    const unsigned n = fields_count(def);
    struct elem *fields = arena_array(arena, n + 1u, sizeof *fields);
    struct flat_place *at = arena_array(arena, n + 1u, sizeof *at);
    unsigned i = 0;
    for (unsigned k = 0; k < def->n_elems; k++) {
        const struct elem *e = &def->elems[k];
        slice name = arena_printf(arena, "%.*s%02u", SLICE_ARG(def->id), k + 1);
        if (e->type != ELEM_COMPOSITE) {
            fields[i] = field_of(e, NULL, name);
            at[i++] = (struct flat_place){ (uint8_t)(k + 1), 0 };
        }
        for (unsigned c = 0; e->type == ELEM_COMPOSITE && c < e->n_components; c++) {
            fields[i] = field_of(&e->components[c], e, arena_printf(arena, "%.*s-%u", SLICE_ARG(name), c + 1));
            at[i++] = (struct flat_place){ (uint8_t)(k + 1), (uint8_t)(c + 1) };
        }
    }
    *flat = *def;
    flat->elems = fields;
    flat->n_elems = (uint16_t)n;
    *places = at;
    return flat;
}

const struct flat *flat_make(struct arena *arena, const struct schema *set)
{
    struct flat *flat = arena_alloc(arena, sizeof *flat);
    struct node *nodes = arena_array(arena, set->n_nodes, sizeof *nodes);
    const struct flat_place **places = arena_array(arena, set->n_nodes, sizeof *places);
    for (uint16_t k = 0; k < set->n_nodes; k++) {
        nodes[k] = set->nodes[k];
        if (nodes[k].segment) nodes[k].segment = segment_make(arena, nodes[k].segment, &places[k]);
    }
    *flat = (struct flat){ .schema = *set, .set = set, .places = places };
    flat->schema.nodes = nodes;
    return flat;
}

slice flat_number(const struct segment_def *def, unsigned field)
{
    slice name = def->elems[field].field_name;
    return slice_sub(name, def->id.len, name.len);
}

int flat_field(const struct segment_def *def, slice n)
{
    size_t dash = slice_find(n, '-');
    uint64_t want, have;
    if (!slice_to_u64(slice_sub(n, 0, dash), 99, &want)) return -1;
    for (unsigned k = 0; k < def->n_elems; k++) {
        slice number = flat_number(def, k);
        size_t at = slice_find(number, '-');
        bool same = slice_to_u64(slice_sub(number, 0, at), 99, &have) && have == want;
        if (same && slice_eq(slice_sub(number, at, number.len), slice_sub(n, dash, n.len))) return (int)k;
    }
    return -1;
}

bool flat_is_asked(const struct elem *field)
{
    return field->usage == USE_MANDATORY || (field->usage != USE_NOT_USED && field->standard != NULL);
}

bool flat_is_total(const struct schema *set, const struct segment_def *def, unsigned field)
{
    slice number = flat_number(def, field);
    uint64_t element;
    for (unsigned i = 0; i < set->n_totals; i++)
        if (slice_eq(set->totals[i].segment, def->id) && slice_to_u64(number, 99, &element) && element == set->totals[i].element) return true;
    return false;
}

bool flat_is_frame(const struct node *node)
{
    return !node->is_loop && (slice_is(node->name, "ST") || slice_is(node->name, "SE"));
}
