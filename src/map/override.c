/* override.c - what an overlay may say about the map it extends: <replace>, <remove>, <add>, <set>, and what the head has besides.
 *
 * Everything works on nodes that keep the place they were written at.  What does not exist any more, or is final, is refused with its place in the
 * overlay and in the base, so that an overlay never silently stops to apply.  Whether the result is a sound map is the compiler's to say. */
#include "map/extend.h"

#include "expr/check.h"

struct overriding {
    struct extending *x;
    struct xml_node *overlay, *root;    /* what it says, and what comes of it */
    struct xml_node *base;              /* the base's own root, for places */
    bool good;
};

slice extend_rule_id(struct xml_node *n)
{
    if (slice_is(n->name, "map") || slice_is(n->name, "fragment")) return NO_ARG;
    return xml_get(n, slice_is(n->name, "let") ? "name" : "id");
}

static void fault(struct overriding *o, enum map_finding f, struct place place, struct xml_node *about, slice a0, slice a1, slice a2, slice a3)
{
    extend_fault(o->x, f, place, about, a0, a1, a2, a3);
    o->good = false;
}

static void fault_form(struct overriding *o, struct xml_node *n, const char *what, const char *hint)
{
    fault(o, MAP_OVERLAY, n->place, NULL, n->name, slice_of(what), slice_of(hint), NO_ARG);
}

/* ---- lists of nodes ---- */

static struct xml_node **link_of(struct xml_node *n)
{
    struct xml_node **link = &n->parent->first;
    while (*link != n) link = &(*link)->next;
    return link;
}

static void take_out(struct xml_node *n) { *link_of(n) = n->next; }

/* The children of `from` move to where `link` points. */
static void put_in(struct xml_node **link, struct xml_node *parent, struct xml_node *from)
{
    struct xml_node *after = *link, *next;
    for (struct xml_node *n = from->first; n; n = next) {
        next = n->next;
        n->parent = parent;
        n->next = after;
        *link = n;
        link = &n->next;
    }
}

/* ---- attributes ---- */

static void drop(struct xml_node *n, const char *name)
{
    struct xml_attr *a = xml_attr(n, name);
    if (!a) return;
    memmove(a, a + 1, (size_t)(n->attrs + n->n_attrs - (a + 1)) * sizeof *a);
    n->n_attrs--;
}

static void put_attr(struct arena *arena, struct xml_node *n, const struct xml_attr *value)
{
    struct xml_attr *attrs = arena_array(arena, n->n_attrs + 1, sizeof *attrs);
    memcpy(attrs, n->attrs, n->n_attrs * sizeof *attrs);
    n->attrs = attrs;
    attrs[n->n_attrs++] = *value;
    attrs[n->n_attrs - 1].used = false;
}

/* ---- finding rules ---- */

static void collect(struct xml_node *n, slice *ids, size_t *count, size_t most)
{
    for (struct xml_node *c = n->first; c; c = c->next) {
        slice id = extend_rule_id(c);
        if (id.len && *count < most) ids[(*count)++] = id;
        collect(c, ids, count, most);
    }
}

static struct xml_node *search(struct xml_node *n, slice id)
{
    struct xml_node *found = NULL;
    for (struct xml_node *c = n->first; c && !found; c = c->next) found = slice_eq(extend_rule_id(c), id) ? c : search(c, id);
    return found;
}

static slice missing_hint(struct overriding *o, slice id)
{
    slice ids[200], first = slice_sub(id, 0, slice_find(id, '.'));
    size_t n = 0;
    struct xml_node *include = first.len < id.len ? search(o->root, first) : NULL;
    if (include && slice_is(include->name, "include"))
        return arena_printf(o->x->arena, "it stands in a fragment; replace the <include id=\"%.*s\"> as a whole", SLICE_ARG(first));
    collect(o->root, ids, &n, 200);
    return expr_nearest(o->x->arena, id, ids, n, SLICE("`crossdock map effective` prints the rules of the base with their ids"));
}

/* Final as it stands, or inside something final. */
static struct xml_node *final_of(struct xml_node *n)
{
    for (; n; n = n->parent)
        if (slice_is(xml_get(n, "final"), "yes")) return n;
    return NULL;
}

static slice base_name(const struct overriding *o) { return xml_get(o->overlay, "extends"); }

static bool is_free(struct overriding *o, struct xml_node *n, struct place place, const char *verb)
{
    struct xml_node *final = final_of(n);
    slice id = final ? extend_rule_id(final) : NO_ARG;
    if (final) fault(o, MAP_FINAL, place, final, id.len ? id : xml_get(final, "out"), base_name(o), slice_of(verb), NO_ARG);
    return !final;
}

/* The rule that attribute `attr` of `n` names, free to be overridden. */
static struct xml_node *rule_of(struct overriding *o, struct xml_node *n, const char *attr, const char *verb)
{
    struct xml_attr *a = xml_attr(n, attr);
    if (!a || !a->value.len) {
        fault(o, MAP_ATTRIBUTE, n->place, NULL, n->name, slice_of(attr), SLICE("the id of a rule of the base"), NO_ARG);
        return NULL;
    }
    a->used = true;
    struct xml_node *found = search(o->root, a->value);
    if (!found) fault(o, MAP_OVERRIDE, a->value_place, o->base, base_name(o), a->value, slice_of(verb), missing_hint(o, a->value));
    else if (!is_free(o, slice_is(n->name, "add") ? found->parent : found, a->value_place, verb)) found = NULL;
    return found;
}

/* ---- a field that gets a rule is not unmapped any more ---- */

static bool without(struct arena *arena, slice list, slice name, slice *out)
{
    slice rest = list, word;
    bool found = false;
    *out = NO_ARG;
    while (slice_next(&rest, ' ', &word)) {
        word = slice_trim(word);
        if (!word.len) continue;
        if (slice_eq(word, name)) found = true;
        else *out = out->len ? arena_printf(arena, "%.*s %.*s", SLICE_ARG(*out), SLICE_ARG(word)) : word;
    }
    return found;
}

static void map_again(struct overriding *o, struct xml_node *parent, struct xml_node *rule)
{
    const char *attr = xml_attr(rule, "n") ? "n" : "out";
    slice name = xml_get(rule, attr), rest;
    if (!name.len || slice_is(rule->name, "unmapped")) return;
    for (struct xml_node *n = parent->first, *next; n; n = next) {
        struct xml_attr *list = slice_is(n->name, "unmapped") ? xml_attr(n, attr) : NULL;
        next = n->next;
        if (!list || !without(o->x->arena, list->value, name, &rest) || !is_free(o, n, rule->place, "map")) continue;
        list->value = rest;
        if (!rest.len) take_out(n);
    }
}

static void map_all_again(struct overriding *o, struct xml_node *parent, struct xml_node *from)
{
    for (struct xml_node *n = from->first; n; n = n->next) map_again(o, parent, n);
}

/* ---- the four ---- */

static void replace(struct overriding *o, struct xml_node *n)
{
    static const char *const attrs[] = { "rule", "say", NULL };
    struct xml_node *old = rule_of(o, n, "rule", "replace");
    o->good &= xml_known(n, attrs, o->x->diags);
    if (!n->first) fault_form(o, n, "is empty", "put the new rule inside; <remove> leaves one out");
    if (!old || !n->first) return;
    struct xml_node *parent = old->parent;
    map_all_again(o, parent, n);
    struct xml_node **link = link_of(old);
    *link = old->next;
    put_in(link, parent, n);
}

static void add(struct overriding *o, struct xml_node *n)
{
    static const char *const attrs[] = { "before", "after", "say", NULL };
    bool before = xml_attr(n, "before") != NULL, after = xml_attr(n, "after") != NULL;
    o->good &= xml_known(n, attrs, o->x->diags);
    if (before == after) fault_form(o, n, before ? "has both before and after" : "has neither before nor after", "name the one rule it goes beside");
    if (!n->first) fault_form(o, n, "is empty", "put the new rules inside");
    struct xml_node *beside = before != after ? rule_of(o, n, before ? "before" : "after", "add to") : NULL;
    if (!beside || !n->first) return;
    struct xml_node *parent = beside->parent;
    map_all_again(o, parent, n);
    put_in(before ? link_of(beside) : &beside->next, parent, n);
}

/* A field that loses its rule is unmapped, for the reason that the overlay gives. */
static void leave_out(struct overriding *o, struct xml_node *rule, struct xml_node *n)
{
    const char *attr = xml_attr(rule, "n") ? "n" : "out";
    struct xml_attr *out = xml_attr(rule, attr);
    n->name = SLICE("unmapped");
    drop(n, "rule");
    put_attr(o->x->arena, n, out);
    n->parent = rule->parent;
    struct xml_node **link = link_of(rule);
    n->next = rule->next;
    *link = n;
}

static void remove_rule(struct overriding *o, struct xml_node *n)
{
    static const char *const attrs[] = { "rule", "reason", NULL };
    static const char *const groups[] = { "record", "each", "include", "segment", "loop", "tree", "node", "when", NULL };
    struct xml_node *rule = rule_of(o, n, "rule", "remove");
    o->good &= xml_known(n, attrs, o->x->diags);
    if (!xml_get(n, "reason").len) fault(o, MAP_ATTRIBUTE, n->place, NULL, n->name, SLICE("reason"), SLICE("say why, for the next reader"), NO_ARG);
    if (!rule) return;
    bool group = false;
    for (unsigned i = 0; groups[i]; i++) group |= slice_is(rule->name, groups[i]);
    if (group || (!xml_attr(rule, "out") && !xml_attr(rule, "n"))) take_out(rule);
    else leave_out(o, rule, n);
}

/* Only one of a row can be there; setting one of them says that the others are not wanted. */
static void drop_others(struct xml_node *rule, slice name)
{
    static const char *const either[][4] = { { "from", "value", NULL }, { "required", "default", "optional", NULL } };
    for (unsigned i = 0; i < 2; i++) {
        bool concerned = false;
        for (unsigned k = 0; either[i][k]; k++) concerned |= slice_is(name, either[i][k]);
        for (unsigned k = 0; concerned && either[i][k]; k++) drop(rule, either[i][k]);
    }
}

static void set(struct overriding *o, struct xml_node *n)
{
    struct xml_node *rule = rule_of(o, n, "rule", "change");
    const struct xml_attr *value = NULL;
    unsigned count = 0;
    for (unsigned i = 0; i < n->n_attrs; i++) {
        if (slice_is(n->attrs[i].name, "rule") || slice_is(n->attrs[i].name, "say")) continue;
        value = &n->attrs[i];
        count++;
    }
    if (n->first) fault_form(o, n, "has something inside", "<set> changes one attribute; <replace> takes whole rules");
    if (count != 1) fault_form(o, n, count ? "changes more than one attribute" : "changes nothing", "write a <set> for each attribute, e.g. <set rule=\"currency\" default=\"EUR\"/>");
    else if (slice_is(value->name, "id") || slice_is(value->name, "name") || slice_is(value->name, "final"))
        fault_form(o, n, "cannot change what a rule is called, nor that it is final", "use <replace>");
    else if (rule) {
        char *name = arena_cstr(o->x->arena, value->name);
        drop_others(rule, value->name);
        drop(rule, name);
        put_attr(o->x->arena, rule, value);
    }
}

/* ---- the head: parameters, tables, the document's key ---- */

static bool is_same_head(struct xml_node *a, struct xml_node *b)
{
    if (!slice_eq(a->name, b->name)) return false;
    if (slice_is(a->name, "document")) return true;
    const char *attr = slice_is(a->name, "param") ? "name" : xml_attr(b, "items") ? "items" : "table";
    return xml_attr(a, attr) && slice_eq(xml_get(a, attr), xml_get(b, attr));
}

/* Declared anew, or instead of the base's. */
static void put_head(struct overriding *o, struct xml_node *n)
{
    struct xml_node **link = &o->root->first;
    while (*link && !is_same_head(*link, n)) link = &(*link)->next;
    struct xml_node *rest = *link ? (*link)->next : o->root->first;
    if (!*link) link = &o->root->first;
    n->next = rest;
    n->parent = o->root;
    *link = n;
}

bool override_all(struct extending *x, struct xml_node *overlay, struct xml_node *base, struct xml_node *root)
{
    static const struct { const char *tag; void (*carry_out)(struct overriding *, struct xml_node *); } rows[] = {
        { "replace", replace }, { "remove", remove_rule }, { "add", add }, { "set", set },
        { "param", put_head }, { "use", put_head }, { "document", put_head },
    };
    enum { ROWS = sizeof rows / sizeof *rows };
    struct overriding o = { x, overlay, root, base, true };
    for (struct xml_node *n = overlay->first, *next; n; n = next) {
        unsigned i = 0;
        next = n->next;
        while (i < ROWS && !slice_is(n->name, rows[i].tag)) i++;
        if (i < ROWS) rows[i].carry_out(&o, n);
        else fault(&o, MAP_TAG, n->place, NULL, n->name, SLICE("map extends"),
                   SLICE("possible here: <replace>, <remove>, <add>, <set>, <param>, <use>, <document>; rules go into <add> or <replace>"), NO_ARG);
    }
    return o.good;
}
