/* diff_load.c - a file's transaction sets, kept whole, as trees of units with their keys. */
#include "cli/diff.h"

#include <string.h>

enum { MOST_BYTES = 256 << 20 };        /* of sets, in one file: both files are in memory */

/* ---- a set of its own ---- */

/* The spans point into a window that the next set will use. */
static void keep_tree(struct arena *arena, const struct tree *from, struct tree *to)
{
    uint32_t low = UINT32_MAX, high = 0;
    *to = *from;
    for (uint32_t i = 0; i < from->fields; i++) {
        if (span_is_absent(from->field[i])) continue;
        low = from->field[i].off < low ? from->field[i].off : low;
        high = from->field[i].off + from->field[i].len > high ? from->field[i].off + from->field[i].len : high;
    }
    to->group = arena_array(arena, from->groups + 1u, sizeof *to->group);
    to->field = arena_array(arena, from->fields + 1u, sizeof *to->field);
    if (from->groups > 0) memcpy(to->group, from->group, from->groups * sizeof *to->group);
    if (high > low) to->text = arena_copy(arena, (slice){ from->text + low, high - low }).ptr;
    for (uint32_t i = 0; i < from->fields; i++) {
        to->field[i] = from->field[i];
        if (!span_is_absent(to->field[i])) to->field[i].off -= low;
    }
    to->source = NULL;
    to->origin_map = NULL;
}

/* ---- keys ---- */

enum { BETWEEN = 0x1f };

static void add_part(struct buf *key, slice value, bool *is_any)
{
    if (key->len > 0) buf_putc(key, BETWEEN);
    buf_add(key, value);
    *is_any = *is_any || value.len > 0;
}

/* The first qualifier and value from an element on. */
static void add_pair(struct buf *key, const struct tree *t, uint32_t group, unsigned from, bool *is_any)
{
    unsigned fields = t->group[group].fields, k = from;
    while (k + 1 < fields && tree_field(t, group, k + 1).len == 0) k += 2;
    add_part(key, tree_field(t, group, k), is_any);
    add_part(key, tree_field(t, group, k + 1), is_any);
}

/* Empty when nothing of it was sent; a key of a pair needs the pair. */
static slice key_of(struct arena *arena, const struct tree *t, uint32_t group, const struct business_key *way)
{
    struct buf key = BUF_INIT(1 << 20);
    bool is_any = false, has_pair = way->pair == 0;
    for (unsigned i = 0; i < sizeof way->elements && way->elements[i] > 0; i++) add_part(&key, tree_field(t, group, way->elements[i]), &is_any);
    if (way->pair > 0) add_pair(&key, t, group, way->pair, &has_pair);
    slice out = (is_any || way->elements[0] == 0) && has_pair ? arena_copy(arena, buf_slice(&key)) : NO_ARG;
    buf_free(&key);
    return out;
}

static void key_segment(struct arena *arena, const struct tree *t, struct unit *u)
{
    const struct business_segment *known = business_segment(tree_field(t, u->group, 0));
    for (unsigned w = 0; known != NULL && w < BUSINESS_KEYS && !business_key_is_empty(&known->ways[w]); w++)
        u->key[w] = key_of(arena, t, u->group, &known->ways[w]);
}

/* A level is known by what stands in it; one where nothing says so by what it is. */
static void key_level(struct arena *arena, const struct tree *t, const struct outline *outline, uint32_t row, struct unit *u)
{
    slice level = tree_field(t, u->group, 3);
    u->key[0] = NO_ARG;
    for (unsigned k = 0; k < business_n_levels && u->key[0].len == 0; k++)
        for (uint32_t i = row; i < outline->n_rows && outline->rows[i].level == outline->rows[row].level && u->key[0].len == 0; i++) {
            uint32_t group = outline->rows[i].group;
            if (!slice_is(tree_field(t, group, 0), business_levels[k].id)) continue;
            slice key = key_of(arena, t, group, &business_levels[k].key);
            if (key.len > 0) u->key[0] = arena_printf(arena, "%.*s%c%.*s", SLICE_ARG(level), BETWEEN, SLICE_ARG(key));
        }
    if (u->key[0].len == 0) u->key[1] = level.len > 0 ? level : SLICE("-");
}

/* ---- units ---- */

struct building {
    struct arena *arena;
    const struct tree *tree;
    const struct outline *outline;
    struct diff_set *set;
    uint32_t *unit_of;                  /* per group */
};

/* The unit whose loop or level holds a segment. */
static uint32_t holder_of(const struct building *b, const struct outline_row *row)
{
    const struct tree *t = b->tree;
    const struct level *level = row->level != OUTLINE_NONE ? &b->outline->levels[row->level] : NULL;
    if (level != NULL && level->segment == row->group) return level->parent != OUTLINE_NONE ? b->unit_of[b->outline->levels[level->parent].segment] : 0;
    uint32_t loop = t->group[row->group].parent;
    if (loop != 0 && row->group == loop + 1) loop = t->group[loop].parent;
    for (; loop != 0; loop = t->group[loop].parent)
        if (t->group[loop + 1].fields > 0) return b->unit_of[loop + 1];
    return level != NULL ? b->unit_of[level->segment] : 0;
}

static void add_unit(struct building *b, uint32_t at, uint32_t holder)
{
    struct unit *u = &b->set->units[at], *h = &b->set->units[holder];
    u->parent = holder;
    u->first = u->last = u->next = DIFF_NONE;
    u->size = 1;
    if (h->first == DIFF_NONE) h->first = at;
    else b->set->units[h->last].next = at;
    h->last = at;
}

static void build_units(struct show *s, struct arena *arena, struct diff_set *set)
{
    struct outline outline = outline_make(arena, &set->tree);
    struct building b = { arena, &set->tree, &outline, set, arena_array(arena, set->tree.groups + 1u, sizeof *b.unit_of) };
    set->units = arena_array(arena, outline.n_rows + 1u, sizeof *set->units);
    set->units[0] = (struct unit){ .first = DIFF_NONE, .last = DIFF_NONE, .next = DIFF_NONE, .size = 1 };
    set->n_units = outline.n_rows + 1;
    s->lines = 0;
    for (uint32_t row = 0; row < outline.n_rows; row++) {
        struct unit *u = &set->units[row + 1];
        u->group = outline.rows[row].group;
        b.unit_of[u->group] = row + 1;
        add_unit(&b, row + 1, holder_of(&b, &outline.rows[row]));
        u->title = show_title(s, arena, &set->names, &set->tree, u->group, show_definition(&set->names, &set->tree, u->group));
        if (slice_is(tree_field(&set->tree, u->group, 0), "HL")) key_level(arena, &set->tree, &outline, row, u);
        else key_segment(arena, &set->tree, u);
    }
    for (uint32_t i = set->n_units; i-- > 1;) set->units[set->units[i].parent].size += set->units[i].size;
}

static slice number_of(const struct diff_set *set)
{
    const struct business_set *known = business_set(set->set_id);
    for (uint32_t i = 1; known != NULL && i < set->n_units; i++)
        if (slice_is(tree_field(&set->tree, set->units[i].group, 0), known->segment)) return tree_field(&set->tree, set->units[i].group, known->element);
    return NO_ARG;
}

/* ---- a file ---- */

static void keep_set(struct show *s, struct arena *arena, const struct document_step *step, struct diff_file *out)
{
    struct diff_set *set = arena_grow(arena, &out->sets, &out->n_sets, &out->room, sizeof *out->sets);
    set->set_id = arena_copy(arena, step->set_id);
    set->control = arena_copy(arena, step->set_control);
    set->title = arena_copy(arena, show_set_title(s, step));
    set->names = show_names(s, step);
    keep_tree(arena, step->tree, &set->tree);
    build_units(s, arena, set);
    set->number = number_of(set);
}

int diff_load(struct show *s, struct arena *arena, const char *path, struct diff_file *out)
{
    struct document_step step;
    int got, code = reading_open(&s->reading, path, NULL);
    *out = (struct diff_file){ .path = path };
    if (code != 0) return code;
    while ((got = documents_next(s->reading.documents, &step)) > 0 && out->bytes <= MOST_BYTES) {
        if (step.event != DOCUMENT_SET) continue;
        out->bytes += step.length;
        if (out->bytes <= MOST_BYTES) keep_set(s, arena, &step, out);
        arena_reset(s->scratch);
    }
    reading_close(&s->reading);
    if (got < 0) return cli_error(path, got);
    if (out->bytes > MOST_BYTES) return cli_fail(EXIT_USAGE, "%s is too large to be compared: at most %u MB", path, (unsigned)(MOST_BYTES >> 20));
    if (out->n_sets == 0) return cli_fail(EXIT_USAGE, "%s holds no transaction set that could be compared", path);
    return 0;
}
