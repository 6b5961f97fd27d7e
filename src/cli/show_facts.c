/* show_facts.c - what a transaction set is, before its segments are read: its number, who to whom, dates, parties, how much, how many.
 *
 * The tables of schema/business.h say where to look, names and meanings come from the grammar.  What a set does not say is left out. */
#include "cli/show.h"

#include "base/decimal.h"
#include "schema/business.h"

enum { MOST_FACTS = 40, MOST_PARTIES = 4, MOST_DATES = 4, MOST_LEVELS = 8, MOST_BYTES = 160 };

struct gathering {
    const struct document_step *step;
    const struct names *names;
    struct arena *arena;
    struct facts *out;
    const struct business_set *set;     /* or null */
    slice currency;
    unsigned lines, parties, dates;
    struct { slice word; unsigned count; } levels[MOST_LEVELS];
    unsigned n_levels;
};

static void add(struct gathering *g, slice label, slice value)
{
    if (value.len == 0 || g->out->count == MOST_FACTS) return;
    if (value.len > MOST_BYTES) value = arena_printf(g->arena, "%.*s…", MOST_BYTES, value.ptr);
    g->out->items[g->out->count++] = (struct fact){ label, value };
}

static const struct elem *elem_of(const struct gathering *g, uint32_t group, unsigned element)
{
    const struct segment_def *def = show_definition(g->names, g->step->tree, group);
    return def != NULL && element <= def->n_elems ? &def->elems[element - 1] : NULL;
}

/* What a code means, a date as people write it, or the value as it was sent. */
static slice in_words(const struct gathering *g, uint32_t group, unsigned element)
{
    slice value = tree_field(g->step->tree, group, element);
    const struct elem *e = elem_of(g, group, element);
    if (e == NULL || value.len == 0) return value;
    slice words = elem_code_meaning(e, value);
    if (words.len == 0) words = show_readable(g->arena, e, value);
    return words.len > 0 ? words : value;
}

/* ---- one segment ---- */

static void facts_of_table(struct gathering *g, uint32_t group, slice id, unsigned *found)
{
    for (unsigned i = 0; i < business_n_facts; i++) {
        const struct business_fact *f = &business_facts[i];
        if (!slice_is(g->step->set_id, f->set) || !slice_is(id, f->segment) || found[i] > 0) continue;
        found[i] = group;
    }
}

/* Parties and dates before the first line. */
static void header_facts(struct gathering *g, uint32_t group, slice id)
{
    const struct tree *t = g->step->tree;
    if (slice_is(id, "N1") && g->parties < MOST_PARTIES) {
        slice name = tree_field(t, group, 2), code = tree_field(t, group, 4);
        if (name.len > 0 && code.len > 0) name = arena_printf(g->arena, "%.*s (%.*s)", SLICE_ARG(name), SLICE_ARG(code));
        add(g, in_words(g, group, 1), name.len > 0 ? name : code);
        g->parties++;
    }
    if (slice_is(id, "DTM") && g->dates < MOST_DATES) {
        add(g, in_words(g, group, 1), in_words(g, group, 2));
        g->dates++;
    }
    if (slice_is(id, "CUR") && g->currency.len == 0) g->currency = tree_field(t, group, 2);
}

static void count_level(struct gathering *g, uint32_t group)
{
    slice word = show_level_word(g->names, g->step->tree, group);
    unsigned i = 0;
    while (i < g->n_levels && !slice_eq(g->levels[i].word, word)) i++;
    if (i == MOST_LEVELS) return;
    if (i == g->n_levels) g->levels[g->n_levels++].word = word;
    g->levels[i].count++;
}

/* ---- all ---- */

static void from_and_to(struct gathering *g)
{
    const struct x12_interchange *i = g->step->interchange;
    add(g, SLICE("from"), i->isa[6]);
    add(g, SLICE("to"), i->isa[8]);
}

static void number_of(struct gathering *g, uint32_t group)
{
    if (group > 0 && g->set != NULL) g->out->number = tree_field(g->step->tree, group, g->set->element);
}

/* As many decimals as money usually has: 612.3 is 612.30. */
static slice amount(const struct gathering *g, slice value)
{
    char text[DECIMAL_MAX_TEXT];
    decimal d;
    if (decimal_parse(value, &d) && d.scale == 1 && decimal_round(d, 2, ROUND_EXACT, &d))
        value = arena_copy(g->arena, (slice){ text, decimal_format_fixed(d, 2, text) });
    return arena_printf(g->arena, "%.*s %.*s", SLICE_ARG(value), SLICE_ARG(g->currency));
}

static void table_facts(struct gathering *g, const unsigned *found)
{
    for (unsigned i = 0; i < business_n_facts; i++) {
        if (found[i] == 0) continue;
        const struct business_fact *f = &business_facts[i];
        slice value = in_words(g, found[i], f->element);
        if (slice_is(slice_of(f->label), "total") && g->currency.len > 0 && value.len > 0) value = amount(g, value);
        add(g, slice_of(f->label), value);
    }
}

static void counts(struct gathering *g)
{
    slice text = { 0 };
    for (unsigned i = 0; i < g->n_levels; i++)
        text = arena_printf(g->arena, "%.*s%s%u %.*s%s", SLICE_ARG(text), i > 0 ? ", " : "", g->levels[i].count, SLICE_ARG(g->levels[i].word),
                            g->levels[i].count == 1 ? "" : "s");
    if (g->n_levels > 0) add(g, SLICE("levels"), text);
    else if (g->set != NULL) add(g, slice_of(g->set->lines), arena_printf(g->arena, "%u", g->lines));
}

struct facts show_facts(struct arena *arena, const struct document_step *step, const struct names *names)
{
    struct facts out = { .items = arena_array(arena, MOST_FACTS, sizeof *out.items) };
    struct facts header = { .items = arena_array(arena, MOST_FACTS, sizeof *header.items) };
    struct gathering g = { .step = step, .names = names, .arena = arena, .out = &header, .set = business_set(step->set_id) };
    unsigned *found = arena_array(arena, business_n_facts + 1, sizeof *found);
    uint32_t number = 0;
    for (uint32_t group = 1; group < step->tree->groups; group++) {
        if (step->tree->group[group].fields == 0) continue;
        slice id = tree_field(step->tree, group, 0);
        facts_of_table(&g, group, id, found);
        if (g.set != NULL && number == 0 && slice_is(id, g.set->segment)) number = group;
        if (g.set != NULL && slice_is(id, g.set->line)) g.lines++;
        else if (slice_is(id, "HL")) count_level(&g, group);
        if (g.lines == 0) header_facts(&g, group, id);
    }
    g.out = &out;
    number_of(&g, number);
    from_and_to(&g);
    table_facts(&g, found);
    for (unsigned i = 0; i < header.count; i++) add(&g, header.items[i].label, header.items[i].value);
    counts(&g);
    return out;
}
