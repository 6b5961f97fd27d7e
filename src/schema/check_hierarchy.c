/* check_hierarchy.c - the tree that the instances of a loop form by their numbers: HL.
 *
 * One pass after the set, linear in the number of instances: nearly all sets number from 1 on, so that a number is its place; when one does
 * not, all go into a hash.  The open path is a stack from which each instance is taken once.  Arrays are kept from set to set.
 * What is wrong with a level or its content is said by check_levels.c; here is only seen where all is well.
 * One fault is one finding: an instance whose parent is unknown is asked no more about its place, and then nobody is blamed for having no
 * children.  What hangs on one missing number is said once, and not at all when an HL without its number, or a level without its HL, was
 * found fault with already. */
#include "schema/check_hierarchy.h"

#include "base/digits.h"
#include "base/must.h"

#include <stdlib.h>

enum { MAX_INSTANCES = 1 << 20 };

void hierarchy_room_free(struct hierarchy_room *r)
{
    if (!r) return;
    free(r->items);
    free(r->path);
    free(r->slots);
    free(r);
}

/* ---- numbers to instances ---- */

static void room_make(struct look *x, uint32_t n)
{
    struct hierarchy_room *r = x->c->hierarchy;
    if (!r) {
        r = x->c->hierarchy = calloc(1, sizeof *r);
        must(r);
    }
    x->r = r;
    if (n > r->room) {
        free(r->items);
        free(r->path);
        r->room = n + n / 2 + 64;
        r->items = calloc(r->room, sizeof *r->items);
        r->path = calloc(r->room, sizeof *r->path);
        must(r->items && r->path);
    }
    r->n = r->depth = r->mask = 0;
}

/* The number that an id is when it is written without zeros before it; 0 when it is none, or longer than any place. */
static inline uint32_t plain_number(const char *text, struct span id)
{
    const uint32_t end = id.off + id.len;
    if (id.len - 1 >= WORD_BYTES || end < WORD_BYTES || text[id.off] == '0') return 0;
    const uint64_t word = load8(text + end - WORD_BYTES);
    return non_digits_last(word, id.len) ? 0 : digits_number(word, id.len);
}

/* Element k of a loop's opener; the absent span when it is not there. */
static inline struct span element_span(const struct tree *t, uint32_t group, unsigned k)
{
    const struct tree_group *g = &t->group[group + 1];
    return k < g->fields ? t->field[g->first + k] : SPAN_ABSENT;
}

/* All instances of the loop; true when their numbers are 1, 2, 3 … */
static bool collect(struct look *x)
{
    const struct tree *t = x->c->tree;
    const struct hierarchy *h = x->h;
    struct hierarchy_room *r = x->r;
    uint32_t first = x->c->root_first[h->loop], last = x->c->root_last[h->loop], n = 0;
    const uint16_t opener = schema_opener(x->c->schema, h->loop);
    bool in_order = true;
    for (uint32_t g = first; g != NONE && g <= last && n < r->room; g = tree_end(t, g)) {
        if (t->group[g].kind != h->loop) continue;
        if (t->group[g + 1].kind != opener) {
            x->nameless = true;
            continue;
        }
        r->items[n++] = (struct instance){ .group = g, .parent = NONE, .same = NONE, .level = NO_LEVEL };
        const struct span id = element_span(t, g, h->id);
        x->nameless |= id.len == 0;
        in_order &= plain_number(t->text, id) == n;
        x->tells |= h->child && element_span(t, g, h->child).len;
    }
    r->n = n;
    return in_order;
}

static uint32_t *slot_of(const struct look *x, slice id)
{
    const struct hierarchy_room *r = x->r;
    uint32_t at = (uint32_t)slice_hash(id) & r->mask;
    while (r->slots[at] && !slice_eq(element(x, r->slots[at] - 1, x->h->id), id)) at = (at + 1) & r->mask;
    return &r->slots[at];
}

static void hash_make(struct look *x)
{
    struct hierarchy_room *r = x->r;
    uint32_t room = 64;
    while (room < 2 * r->n) room *= 2;
    free(r->slots);
    r->slots = calloc(room, sizeof *r->slots);
    must(r->slots);
    r->mask = room - 1;
    for (uint32_t i = 0; i < r->n; i++) {
        slice id = element(x, i, x->h->id);
        uint32_t *slot = id.len ? slot_of(x, id) : NULL;
        if (slot && !*slot) *slot = i + 1;
    }
}

/* The instance with that number; NONE when there is none. */
static inline uint32_t find(const struct look *x, struct span id)
{
    const struct tree *t = x->c->tree;
    if (x->r->mask) return *slot_of(x, tree_slice(t, id)) - 1;
    const uint32_t number = plain_number(t->text, id);
    return number <= x->r->n ? number - 1 : NONE;       /* 0 becomes NONE */
}

uint32_t hierarchy_named_parent(const struct look *x, uint32_t i)
{
    struct span id = element_span(x->c->tree, x->r->items[i].group, x->h->parent);
    return id.len ? find(x, id) : NONE;
}

/* ---- one instance ---- */

/* From a number's second instance on it is the one that is meant. */
static void check_number(struct look *x, uint32_t i)
{
    slice id = element(x, i, x->h->id);
    if (id.len == 0) return;
    uint32_t *slot = slot_of(x, id), before = *slot - 1;
    if (before >= i) return;
    hierarchy_report(x, HL_DUPLICATE, &x->h->from, i, x->h->id, hierarchy_label(x, x->h->id), arg_value(id), hierarchy_number_words(x, 2, before),
                     NO_ARG);
    *slot = i + 1;
}

static inline void path_close(struct hierarchy_room *r, uint32_t down_to)
{
    while (r->depth && r->path[r->depth - 1] != down_to) r->items[r->path[--r->depth]].open = false;
}

/* Of all that name one number that is not there only the first is told. */
static COLD void report_parent(struct look *x, uint32_t i, uint32_t parent)
{
    const slice id = element(x, i, x->h->parent);
    slice why = parent == NONE ? SLICE("is the number of no HL in this set") : parent == i ? SLICE("is the HL itself") : SLICE("is an HL that comes later");
    const bool told = parent == NONE && (x->nameless || slice_eq(id, x->missing));
    x->lost = x->r->items[i].lost = true;
    if (parent == NONE) x->missing = id;
    if (!told) hierarchy_report(x, HL_PARENT, &x->h->from, i, x->h->parent, hierarchy_label(x, x->h->parent), arg_value(id), why, NO_ARG);
}

static COLD void report_order(struct look *x, uint32_t i, uint32_t parent)
{
    hierarchy_report(x, HL_ORDER, &x->h->from, i, x->h->parent, arg_value(element(x, i, x->h->id)), arg_value(element(x, i, x->h->parent)),
                     hierarchy_number_words(x, 2, parent), NO_ARG);
}

static inline void check_parent(struct look *x, uint32_t i, struct span id)
{
    struct hierarchy_room *r = x->r;
    const uint32_t parent = id.len ? find(x, id) : NONE;
    if (id.len == 0) {
        path_close(r, NONE);
    } else if (parent >= i) {           /* NONE is too */
        report_parent(x, i, parent);
    } else {
        r->items[i].parent = parent;
        r->items[parent].children++;
        if (r->items[parent].open) path_close(r, parent);
        else report_order(x, i, parent);
    }
    r->items[i].open = true;
    r->path[r->depth++] = i;
}

/* Instances of a level are joined in a list. */
static inline void level_join(struct look *x, struct instance *items, uint32_t i, uint8_t level)
{
    if (x->levels[level].n++) items[x->levels[level].last].same = i;
    else x->levels[level].first = i;
    x->levels[level].last = i;
}

static inline void check_level(struct look *x, uint32_t i, slice code)
{
    struct hierarchy_room *r = x->r;
    const uint8_t level = code.len == 1 ? x->h->by_letter[(uint8_t)*code.ptr] : hierarchy_level(x->h, code);
    const uint32_t parent = r->items[i].parent;
    const uint8_t above = parent == NONE ? NO_LEVEL : r->items[parent].level;
    r->items[i].level = level;
    if (level != NO_LEVEL) level_join(x, r->items, i, level);
    const uint32_t fine = parent == NONE ? x->fine_top : above == NO_LEVEL ? 0 : x->fine_below[above];
    if (level == NO_LEVEL || r->items[i].lost || !(fine >> level & 1)) level_look(x, i);
}

/* ---- all is well ---- */

/* How many are open when what was open below `parent` is closed; 0 when it is not open itself. */
static inline uint32_t path_depth(const uint32_t *path, uint32_t depth, uint32_t parent)
{
    while (depth && path[depth - 1] != parent) depth--;
    return depth;
}

/* The last of the elements that are asked for. */
static unsigned last_element(const struct hierarchy *h)
{
    unsigned most = h->id > h->parent ? h->id : h->parent;
    return most > h->level ? most : h->level;
}

/* The whole pass, as long as each number is its place, each parent is open, and each level surely stands well; at the first thing that is not
   so nothing has been said, and the other way begins anew. */
static bool all_is_well(struct look *x)
{
    const struct tree *t = x->c->tree;
    const struct hierarchy *h = x->h;
    const unsigned most = last_element(h), child = h->child ? h->child : UINT16_MAX;
    const uint32_t first = x->c->root_first[h->loop], last = x->c->root_last[h->loop], room = x->r->room;
    struct instance *items = x->r->items;
    uint32_t *path = x->r->path, depth = 0, i = 0;
    for (uint32_t g = first; g != NONE && g <= last; g = tree_end(t, g)) {
        const struct tree_group *opener = &t->group[g + 1];
        const struct span *spans = t->field + opener->first;
        if (opener[-1].kind != h->loop) continue;
        if (i == room || opener->fields <= most || spans[h->level].len != 1 || plain_number(t->text, spans[h->id]) != i + 1) return false;
        uint32_t parent = NONE, fine = x->fine_top;
        if (spans[h->parent].len) {
            parent = plain_number(t->text, spans[h->parent]) - 1;
            depth = path_depth(path, depth, parent);
            if (depth == 0) return false;
            fine = x->fine_below[items[parent].level];
            items[parent].children++;
        } else {
            depth = 0;
        }
        const uint8_t level = h->by_letter[(uint8_t)t->text[spans[h->level].off]];
        if (level == NO_LEVEL || !(fine >> level & 1)) return false;
        path[depth++] = i;
        items[i] = (struct instance){ .group = g, .parent = parent, .same = NONE, .level = level };
        level_join(x, items, i++, level);
        x->tells |= opener->fields > child && spans[child].len;
    }
    x->r->n = i;
    return true;
}

/* ---- the set ---- */

static void look_closely(struct look *x)
{
    const struct hierarchy *h = x->h;
    const struct tree *t = x->c->tree;
    x->r->n = x->r->depth = 0;
    memset(x->levels, 0, sizeof x->levels);
    if (!collect(x)) hash_make(x);
    for (uint32_t i = 0; i < x->r->n; i++) {
        const uint32_t group = x->r->items[i].group;
        if (x->r->mask) check_number(x, i);
        check_parent(x, i, element_span(t, group, h->parent));
        check_level(x, i, tree_slice(t, element_span(t, group, h->level)));
    }
}

static void hierarchy_check(struct look *x)
{
    uint32_t n = 0;
    levels_prepare(x);
    if (x->c->counts[x->h->loop].in == x->c->open[0].serial) n = x->c->counts[x->h->loop].n;
    room_make(x, n < MAX_INSTANCES ? n : MAX_INSTANCES);
    if (!all_is_well(x)) look_closely(x);
    levels_check(x);
}

void hierarchies_check(struct checker *c)
{
    const struct hierarchy_set *set = c->schema->hierarchies;
    for (size_t i = 0; set && i < set->n; i++) {
        struct look x = { .c = c, .h = &set->items[i] };
        hierarchy_check(&x);
    }
}
