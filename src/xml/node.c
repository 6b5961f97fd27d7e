/* node.c - asking parsed nodes. */
#include "xml/xml.h"

#include "xml/findings.h"

struct xml_attr *xml_attr(struct xml_node *n, const char *name)
{
    slice wanted = slice_of(name);
    for (unsigned i = 0; i < n->n_attrs; i++)
        if (slice_eq(n->attrs[i].name, wanted)) return &n->attrs[i];
    return NULL;
}

slice xml_get(struct xml_node *n, const char *name)
{
    struct xml_attr *a = xml_attr(n, name);
    if (!a) return (slice){ 0 };
    a->used = true;
    return a->value;
}

static struct xml_node *find(struct xml_node *from, const char *name)
{
    slice wanted = slice_of(name);
    while (from && !slice_eq(from->name, wanted)) from = from->next;
    return from;
}

struct xml_node *xml_child(struct xml_node *n, const char *name) { return find(n->first, name); }
struct xml_node *xml_next(struct xml_node *n, const char *name) { return find(n->next, name); }

/* ---- unknown attributes ---- */

enum { NEAR = 2 };          /* edits up to which a name is offered as what was meant */

/* "did you mean …?", or all that are known. */
static slice advice(struct arena *arena, slice name, const char *const *known)
{
    unsigned best = NEAR + 1;
    slice nearest = { 0 };
    for (const char *const *k = known; *k; k++) {
        unsigned distance = slice_distance(name, slice_of(*k));
        if (distance >= best) continue;
        best = distance;
        nearest = slice_of(*k);
    }
    if (nearest.ptr) return arena_printf(arena, "did you mean \"%.*s\"?", SLICE_ARG(nearest));
    if (!*known) return SLICE("remove it: this element has no attributes");
    slice text = SLICE("known here:");
    for (const char *const *k = known; *k; k++) text = arena_printf(arena, "%.*s %s", SLICE_ARG(text), *k);
    return text;
}

static bool is_known(slice name, const char *const *known)
{
    for (; *known; known++)
        if (slice_is(name, *known)) return true;
    return slice_starts(name, SLICE("xml:"));           /* xml:space and its kin are allowed everywhere by the standard */
}

bool xml_known(struct xml_node *n, const char *const *known, struct diags *diags)
{
    bool all = true;
    for (unsigned i = 0; i < n->n_attrs; i++) {
        const struct xml_attr *a = &n->attrs[i];
        if (is_known(a->name, known)) continue;
        all = false;
        (void)diag_add(diags, &xml_findings[XML_ATTRIBUTE], a->place, a->name, n->name, advice(diags->arena, a->name, known), NO_ARG);
    }
    return all;
}
