/* check_hierarchy.c - the tree that the instances of a loop form by their numbers: HL.
 *
 * One pass after the set, linear in the number of instances: nearly all sets number from 1 on, so that a number is its place; when one does
 * not, all go into a hash.  The open path is a stack from which each instance is taken once.  Arrays are kept from set to set.
 * One fault is one finding: an instance whose parent is unknown is asked no more about its place, and then nobody is blamed for having no
 * children. */
#include "schema/checker.h"
#include "schema/hierarchy.h"

#include "base/must.h"

#include <stdlib.h>

enum { MAX_INSTANCES = 1 << 20, NONE = 0xFFFFFFFFu };

struct instance {
    uint32_t group, parent;             /* parent: an instance, NONE at the top */
    uint32_t children;
    uint8_t level;
    bool open, lost;                    /* on the path; its parent is unknown */
};

struct hierarchy_room {
    struct instance *items;
    uint32_t *path, *slots;
    uint32_t n, room, mask;             /* slots hold instance + 1, 0 is empty; mask 0: numbers are places */
    uint32_t depth;                     /* of the path */
};

struct look {
    struct checker *c;
    const struct hierarchy *h;
    struct hierarchy_room *r;
    const struct hierarchy_shape *shape;
    bool lost;                          /* some parent is unknown */
    uint32_t level_count[NO_LEVEL + 1];         /* instances of each level */
    struct { slice code; uint8_t level; } last; /* what the instance before this was, mostly that of this one too */
};

void hierarchy_room_free(struct hierarchy_room *r)
{
    if (!r) return;
    free(r->items);
    free(r->path);
    free(r->slots);
    free(r);
}

static inline slice element(const struct look *x, uint32_t i, unsigned k) { return tree_field(x->c->tree, x->r->items[i].group + 1, k); }

/* ---- findings ---- */

static struct diag *report(struct look *x, enum schema_finding what, const struct hierarchy_rule *from, uint32_t i, unsigned k, slice a0, slice a1,
                           slice a2, slice a3)
{
    struct checker *c = x->c;
    struct place p = place_group(c, x->r->items[i].group, k);
    struct diag *d;
    if (from->of_guide) {
        d = found_guide(c, what, &from->rule, p, a0, a1, a2, a3);
    } else {
        d = found(c, what, p, a0, a1, a2, a3);
        if (from->rule.names_severity) diag_set_severity(c->diags, d, from->rule.severity);
        d->rule_place = from->rule.place;
        if (from->rule.source.len) d->source = from->rule.source;
    }
    d->line = line_of_group(c, x->r->items[i].group);
    return d;
}

static const struct segment_def *definition(const struct look *x) { return x->c->schema->nodes[schema_opener(x->c->schema, x->h->loop)].segment; }
static slice label(struct look *x, unsigned k) { return arg_element(x->c, 0, definition(x), k); }

/* "I item" */
static void put_level(const struct look *x, struct buf *out, slice code)
{
    slice meaning = elem_code_meaning(&definition(x)->elems[x->h->level - 1], code);
    buf_printf(out, "%.*s%s%.*s", SLICE_ARG(code), meaning.len ? " " : "", SLICE_ARG(meaning));
}

static slice level_words(struct look *x, unsigned arg, uint32_t i)
{
    struct buf out = BUF_INIT(ARG_BYTES);
    put_level(x, &out, element(x, i, x->h->level));
    slice made = arg_printf(x->c, arg, "%.*s", (int)out.len, out.ptr);
    buf_free(&out);
    return made;
}

static slice number_words(struct look *x, unsigned arg, uint32_t i) { return arg_printf(x->c, arg, "%u", x->c->tree->group[x->r->items[i].group].number); }

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

/* The number that an id is when it is written without zeros before it; 0 when it is none. */
static inline uint32_t plain_number(slice id)
{
    uint32_t value = 0;
    if (id.len == 0 || id.len > 9 || id.ptr[0] == '0') return 0;
    for (const char *at = id.ptr, *end = at + id.len; at < end; at++) {
        unsigned digit = (unsigned)(unsigned char)*at - '0';
        if (digit > 9) return 0;
        value = value * 10 + digit;
    }
    return value;
}

/* All instances of the loop; true when their numbers are 1, 2, 3 … */
static bool collect(struct look *x)
{
    const struct tree *t = x->c->tree;
    struct hierarchy_room *r = x->r;
    uint32_t first = x->c->root_first[x->h->loop], last = x->c->root_last[x->h->loop];
    bool in_order = true;
    for (uint32_t g = first; g != NONE && g <= last && r->n < r->room; g = tree_end(t, g)) {
        if (t->group[g].kind != x->h->loop) continue;
        r->items[r->n++] = (struct instance){ .group = g, .parent = NONE, .level = NO_LEVEL };
        in_order = in_order && plain_number(element(x, r->n - 1, x->h->id)) == r->n;
    }
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
static uint32_t find(const struct look *x, slice id)
{
    if (x->r->mask) return *slot_of(x, id) - 1;
    const uint32_t number = plain_number(id);
    return number <= x->r->n ? number - 1 : NONE;       /* 0 becomes NONE */
}

/* ---- one instance ---- */

/* From a number's second instance on it is the one that is meant. */
static void check_number(struct look *x, uint32_t i)
{
    if (!x->r->mask) return;
    slice id = element(x, i, x->h->id);
    if (id.len == 0) return;
    uint32_t *slot = slot_of(x, id), before = *slot - 1;
    if (before >= i) return;
    report(x, HL_DUPLICATE, &x->h->from, i, x->h->id, label(x, x->h->id), arg_value(id), number_words(x, 2, before), NO_ARG);
    *slot = i + 1;
}

static void path_close(struct look *x, uint32_t down_to)
{
    struct hierarchy_room *r = x->r;
    while (r->depth && r->path[r->depth - 1] != down_to) r->items[r->path[--r->depth]].open = false;
}

/* False when the parent is unknown. */
static bool check_parent(struct look *x, uint32_t i)
{
    struct hierarchy_room *r = x->r;
    slice id = element(x, i, x->h->parent);
    uint32_t parent = id.len ? find(x, id) : NONE;
    if (id.len == 0) {
        path_close(x, NONE);
    } else if (parent == NONE || parent >= i) {
        x->lost = r->items[i].lost = true;
        report(x, HL_PARENT, &x->h->from, i, x->h->parent, label(x, x->h->parent), arg_value(id),
               parent == NONE ? SLICE("is the number of no HL in this set") : parent == i ? SLICE("is the HL itself")
               : SLICE("is an HL that comes later"), NO_ARG);
    } else {
        r->items[i].parent = parent;
        r->items[parent].children++;
        if (r->items[parent].open)
            path_close(x, parent);
        else
            report(x, HL_ORDER, &x->h->from, i, x->h->parent, arg_value(element(x, i, x->h->id)), arg_value(id), number_words(x, 2, parent), NO_ARG);
    }
    r->items[i].open = true;
    r->path[r->depth++] = i;
    return !r->items[i].lost;
}

/* ---- levels ---- */

static bool applies(const struct look *x, const struct header_when *w)
{
    const struct tree *t = x->c->tree;
    for (uint8_t i = 0; i < w->n; i++) {
        uint32_t group = x->c->root_first[w->conditions[i].node];
        if (group == NONE) return false;
        const struct tree_group *g = &t->group[group];
        if (!when_holds(&w->conditions[i].when, t->text, t->field + g->first, g->fields)) return false;
    }
    return true;
}

/* "S shipment, O order" */
static slice levels_words(struct look *x, unsigned arg, const char *words, uint32_t levels)
{
    struct buf out = BUF_INIT(ARG_BYTES);
    for (uint8_t i = 0; i < x->h->n_levels; i++) {
        if (!(levels >> i & 1)) continue;
        buf_puts(&out, out.len ? ", " : words);
        put_level(x, &out, x->h->levels[i]);
    }
    slice made = arg_printf(x->c, arg, "%.*s", (int)out.len, out.ptr);
    buf_free(&out);
    return made;
}

static void report_level(struct look *x, const struct hierarchy_rule *from, uint32_t i, slice why, uint32_t allowed)
{
    report(x, HL_LEVEL, from, i, x->h->level, level_words(x, 0, i), why,
           allowed ? levels_words(x, 2, "; possible: ", allowed) : NO_ARG, NO_ARG);
}

static slice below_words(struct look *x, uint32_t i)
{
    uint32_t parent = x->r->items[i].parent;
    if (parent == NONE) return SLICE("cannot stand at the top");
    slice above = level_words(x, 3, parent);
    return arg_printf(x->c, 1, "cannot stand below %.*s", SLICE_ARG(above));
}

/* Levels that may stand where instance i stands. */
static uint32_t levels_at(const struct hierarchy_shape *shape, const struct look *x, uint32_t i)
{
    uint32_t parent = x->r->items[i].parent;
    uint8_t above = parent == NONE ? 0 : x->r->items[parent].level;
    return parent == NONE ? shape->top : above == NO_LEVEL ? UINT32_MAX : shape->below[above];
}

static const struct hierarchy_level *level_rule(const struct look *x, uint8_t level)
{
    for (size_t k = 0; k < x->h->n_level_rules; k++)
        if (x->h->level_rules[k].level == level) return &x->h->level_rules[k];
    return NULL;
}

static bool stands_well(const struct look *x, const struct hierarchy_level *rule, uint32_t i)
{
    uint32_t parent = x->r->items[i].parent;
    uint8_t above = parent == NONE ? NO_LEVEL : x->r->items[parent].level;
    if (!rule->limited) return true;
    return parent == NONE ? rule->top : above == NO_LEVEL || rule->under >> above & 1;
}

/* A level that nothing mentions is refused where levels are listed at all; the first thing wrong is the finding. */
static void check_level(struct look *x, uint32_t i)
{
    const struct hierarchy *h = x->h;
    slice code = element(x, i, h->level);
    if (!slice_eq(code, x->last.code)) {
        x->last.code = code;
        x->last.level = hierarchy_level(h, code);
    }
    const uint8_t level = x->r->items[i].level = code.len ? x->last.level : hierarchy_level(h, code);
    x->level_count[level]++;
    if (code.len == 0 || h->n_levels == 0 || x->r->items[i].lost) return;
    const struct hierarchy_level *rule = level_rule(x, level);
    if (level == NO_LEVEL || (h->n_level_rules && !rule)) {
        const struct hierarchy_rule *from = h->n_level_rules ? &h->level_rules[0].from : x->shape ? &x->shape->from : NULL;
        if (from) report_level(x, from, i, SLICE("is no level of this structure"), h->n_levels < 32 ? (1u << h->n_levels) - 1 : UINT32_MAX);
    } else if (x->shape && !(levels_at(x->shape, x, i) >> level & 1)) {
        report_level(x, &x->shape->from, i, below_words(x, i), levels_at(x->shape, x, i));
    } else if (rule && !stands_well(x, rule, i)) {
        report_level(x, &rule->from, i, below_words(x, i), 0);
    }
}

/* How many of a level there are; the first surplus one, or the last of all, is the place. */
static void check_counts(struct look *x, const struct hierarchy_level *rule)
{
    struct hierarchy_room *r = x->r;
    uint32_t n = x->level_count[rule->level];
    if (n >= rule->min && n <= rule->max) return;
    n = 0;
    for (uint32_t i = 0; i < r->n; i++) {
        if (r->items[i].level != rule->level || ++n != rule->max + 1 || rule->max == UINT32_MAX) continue;
        report_level(x, &rule->from, i, arg_printf(x->c, 1, "occurs more than %u times", rule->max), 0);
    }
    if (n >= rule->min || r->n == 0) return;
    struct buf out = BUF_INIT(ARG_BYTES);
    put_level(x, &out, x->h->levels[rule->level]);
    report(x, HL_LEVEL, &rule->from, r->n - 1, 0, arg_printf(x->c, 0, "%.*s", (int)out.len, out.ptr),
           arg_printf(x->c, 1, "occurs %u times, at least %u are needed", n, rule->min), NO_ARG, NO_ARG);
    buf_free(&out);
}

/* ---- content and children ---- */

static void check_content(struct look *x, const struct hierarchy_content *rule, uint32_t i)
{
    struct checker *c = x->c;
    uint32_t group = x->r->items[i].group, seen = 0;
    for (uint32_t g = group + 1; g < tree_end(c->tree, group); g = tree_end(c->tree, g))
        for (unsigned k = 0; k < rule->n; k++) seen |= (uint32_t)(c->tree->group[g].kind == rule->nodes[k]) << k;
    for (unsigned k = 0; k < rule->n; k++) {
        if (seen >> k & 1) continue;
        struct diag *d = report(x, HL_CONTENT, &rule->from, i, 0, arg_value(element(x, i, x->h->id)), level_words(x, 1, i), arg_node(c, 2, rule->nodes[k]), NO_ARG);
        place_rename(&d->place, c->schema->nodes[schema_opener(c->schema, rule->nodes[k])].name);
    }
}

static void check_contents(struct look *x, const struct hierarchy_content *rule)
{
    if (x->level_count[rule->level] == 0) return;
    for (uint32_t i = 0; i < x->r->n; i++)
        if (x->r->items[i].level == rule->level) check_content(x, rule, i);
}

static bool has_leaf(const struct look *x, const struct hierarchy_leaf **rule, uint32_t *levels)
{
    *levels = 0;
    for (size_t k = 0; k < x->h->n_leaves; k++) {
        if (!applies(x, &x->h->leaves[k].when)) continue;
        *levels |= x->h->leaves[k].levels;
        *rule = &x->h->leaves[k];
    }
    return *levels != 0;
}

static void check_leaves(struct look *x)
{
    const struct hierarchy_leaf *rule = NULL;
    uint32_t levels;
    if (x->lost || !has_leaf(x, &rule, &levels)) return;
    for (uint32_t i = 0; i < x->r->n; i++) {
        uint8_t level = x->r->items[i].level;
        if (x->r->items[i].children || (level != NO_LEVEL && levels >> level & 1)) continue;
        report(x, HL_CONTENT, &rule->from, i, 0, arg_value(element(x, i, x->h->id)), level_words(x, 1, i), SLICE("an HL below it"), NO_ARG);
    }
}

static void check_child(struct look *x, uint32_t i)
{
    slice says = element(x, i, x->h->child);
    if (says.len == 0) return;
    uint32_t children = x->r->items[i].children;
    if (!(slice_is(says, "0") ? children > 0 : slice_is(says, "1") && children == 0 && !x->lost)) return;
    report(x, HL_CHILD, &x->h->from, i, x->h->child, label(x, x->h->child), says, children ? arg_printf(x->c, 2, "%u of the set are below it", children)
           : SLICE("none of the set is below it"), NO_ARG);
}

/* ---- the set ---- */

static void hierarchy_check(struct look *x)
{
    const struct hierarchy *h = x->h;
    uint32_t n = 0;
    for (size_t k = 0; k < h->n_shapes && !x->shape; k++)
        if (applies(x, &h->shapes[k].when)) x->shape = &h->shapes[k];
    if (x->c->counts[h->loop].in == x->c->open[0].serial) n = x->c->counts[h->loop].n;
    room_make(x, n < MAX_INSTANCES ? n : MAX_INSTANCES);
    if (!collect(x)) hash_make(x);
    for (uint32_t i = 0; i < x->r->n; i++) {
        check_number(x, i);
        (void)check_parent(x, i);
        check_level(x, i);
    }
    for (size_t k = 0; k < h->n_contents; k++)
        if (applies(x, &h->contents[k].when)) check_contents(x, &h->contents[k]);
    for (uint32_t i = 0; h->child && i < x->r->n; i++) check_child(x, i);
    for (size_t k = 0; k < h->n_level_rules; k++) check_counts(x, &h->level_rules[k]);
    check_leaves(x);
}

void hierarchies_check(struct checker *c)
{
    const struct hierarchy_set *set = c->schema->hierarchies;
    for (size_t i = 0; set && i < set->n; i++) {
        struct look x = { .c = c, .h = &set->items[i] };
        hierarchy_check(&x);
    }
}
