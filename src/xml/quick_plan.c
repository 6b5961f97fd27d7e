/* quick_plan.c - an XSD read into tables; see quick.h.
 *
 * Known are: global elements and types; complex types that are one sequence of elements, and attributes; simple types that restrict xs:string by
 * length, pattern or enumeration; all of it without a namespace.  Whatever else stands in the XSD makes the plan void, also where it might not
 * matter.  That libxml2 has compiled the XSD is relied upon: names are there, numbers are numbers. */
#include "xml/quick.h"

struct reading {
    struct quick_plan *plan;
    const struct xml_node *root;
    slice prefix;                       /* "xs:" */
    bool unknown;
};

/* ---- asking the XSD ---- */

static slice tag_of(const struct reading *r, const struct xml_node *n)
{
    return slice_starts(n->name, r->prefix) ? slice_sub(n->name, r->prefix.len, n->name.len) : SLICE("?");
}

static const struct xml_node *skip_notes(const struct reading *r, const struct xml_node *n)
{
    while (n != NULL && slice_is(tag_of(r, n), "annotation")) n = n->next;
    return n;
}

static const struct xml_node *first_of(const struct reading *r, const struct xml_node *n) { return skip_notes(r, n->first); }
static const struct xml_node *next_of(const struct reading *r, const struct xml_node *n) { return skip_notes(r, n->next); }

static slice get(const struct xml_node *n, const char *name)
{
    for (unsigned i = 0; i < n->n_attrs; i++)
        if (slice_is(n->attrs[i].name, name)) return n->attrs[i].value;
    return (slice){ 0 };
}

/* The definition of an element's or attribute's type that stands inside it; null when there is none. */
static const struct xml_node *definition_in(struct reading *r, const struct xml_node *n)
{
    const struct xml_node *inside = first_of(r, n);
    if (inside != NULL && (get(n, "type").ptr != NULL || next_of(r, inside) != NULL)) r->unknown = true;
    return inside;
}

static bool is_among(slice name, const char *const *known)
{
    while (*known != NULL && !slice_is(name, *known)) known++;
    return *known != NULL;
}

/* Nothing but these attributes, and no text between elements. */
static void expect(struct reading *r, const struct xml_node *n, const char *const *known)
{
    for (unsigned i = 0; i < n->n_attrs; i++)
        if (!is_among(n->attrs[i].name, known)) r->unknown = true;
    if (n->text.len > 0) r->unknown = true;
}

/* Bytes of a document are compared with names as they are, in either encoding: so ASCII only. */
static slice name_of(struct reading *r, const struct xml_node *n)
{
    const slice name = get(n, "name");
    if (name.len == 0) r->unknown = true;
    for (size_t i = 0; i < name.len; i++)
        if ((unsigned char)name.ptr[i] >= 0x80) r->unknown = true;
    return name;
}

static const struct xml_node *global(const struct reading *r, const char *tag, slice name)
{
    const struct xml_node *n = first_of(r, r->root);
    while (n != NULL && !(slice_is(tag_of(r, n), tag) && slice_eq(get(n, "name"), name))) n = next_of(r, n);
    return n;
}

static uint64_t number_of(struct reading *r, slice text, uint64_t otherwise)
{
    uint64_t n = otherwise;
    if (text.ptr != NULL && !slice_to_u64(text, UINT32_MAX, &n)) r->unknown = true;
    return n;
}

static bool is_string(const struct reading *r, slice type)
{
    return slice_starts(type, r->prefix) && slice_is(slice_sub(type, r->prefix.len, type.len), "string");
}

/* ---- simple types ---- */

static struct quick_type *new_type(struct reading *r, const struct xml_node *node)
{
    struct quick_type *t = arena_alloc(r->plan->arena, sizeof *t);
    *t = (struct quick_type){ .most = UINT64_MAX, .node = node, .next = r->plan->types };
    return r->plan->types = t;
}

static void read_pattern(struct reading *r, struct quick_type *t, slice value)
{
    if (t->pattern != NULL) {           /* several in one step mean "one of them" */
        r->unknown = true;
        return;
    }
    t->pattern = xmlRegexpCompile((const xmlChar *)arena_cstr(r->plan->arena, value));
    t->matched = arena_array(r->plan->arena, QUICK_MATCHED, sizeof *t->matched);
    if (t->pattern == NULL) r->unknown = true;
}

static void read_facet(struct reading *r, struct quick_type *t, const struct xml_node *facet)
{
    const slice tag = tag_of(r, facet), value = get(facet, "value");
    expect(r, facet, (const char *const[]){ "value", NULL });
    if (first_of(r, facet) != NULL) r->unknown = true;
    if (slice_is(tag, "minLength")) t->least = number_of(r, value, 0);
    else if (slice_is(tag, "maxLength")) t->most = number_of(r, value, 0);
    else if (slice_is(tag, "length")) t->least = t->most = number_of(r, value, 0);
    else if (slice_is(tag, "pattern")) read_pattern(r, t, value);
    else if (slice_is(tag, "enumeration"))
        *(slice *)arena_grow(r->plan->arena, &t->choices, &t->n_choices, &t->choices_room, sizeof value) = value;
    else r->unknown = true;
}

static struct quick_type *read_type(struct reading *r, const struct xml_node *node)
{
    for (struct quick_type *t = r->plan->types; t != NULL; t = t->next)
        if (t->node == node) return t;
    struct quick_type *t = new_type(r, node);
    const struct xml_node *step = first_of(r, node);
    expect(r, node, (const char *const[]){ "name", NULL });
    if (step == NULL || next_of(r, step) != NULL || !slice_is(tag_of(r, step), "restriction") || !is_string(r, get(step, "base"))) {
        r->unknown = true;
        return t;
    }
    expect(r, step, (const char *const[]){ "base", NULL });
    for (const struct xml_node *f = first_of(r, step); f != NULL; f = next_of(r, f)) read_facet(r, t, f);
    return t;
}

static struct quick_type *type_of(struct reading *r, const struct xml_node *attribute)
{
    const slice name = get(attribute, "type");
    const struct xml_node *inside = definition_in(r, attribute);
    const struct xml_node *node = name.ptr != NULL ? global(r, "simpleType", name) : inside;
    if (is_string(r, name)) return new_type(r, NULL);
    if (node != NULL && slice_is(tag_of(r, node), "simpleType")) return read_type(r, node);
    r->unknown = true;
    return new_type(r, NULL);
}

/* ---- complex types ---- */

static void read_attribute(struct reading *r, struct quick_form *f, const struct xml_node *node)
{
    const slice use = get(node, "use");
    const bool required = slice_is(use, "required");
    expect(r, node, (const char *const[]){ "name", "type", "use", NULL });
    if (f->n_attributes == QUICK_ATTRIBUTES || (use.ptr != NULL && !required && !slice_is(use, "optional"))) {
        r->unknown = true;
        return;
    }
    if (required) f->required[f->n_attributes / 64] |= (uint64_t)1 << f->n_attributes % 64;
    struct quick_attribute *a = arena_grow(r->plan->arena, &f->attributes, &f->n_attributes, &f->attributes_room, sizeof *a);
    *a = (struct quick_attribute){ .name = name_of(r, node), .type = type_of(r, node), .after = (unsigned)f->n_attributes };
}

static struct quick_form *form_of(struct reading *r, const struct xml_node *element);

static struct quick_child read_element(struct reading *r, const struct xml_node *node)
{
    const slice most = get(node, "maxOccurs");
    return (struct quick_child){
        .name = name_of(r, node),
        .least = number_of(r, get(node, "minOccurs"), 1),
        .most = slice_is(most, "unbounded") ? UINT64_MAX : number_of(r, most, 1),
        .form = form_of(r, node),
    };
}

static void read_child(struct reading *r, struct quick_form *f, const struct xml_node *node)
{
    expect(r, node, (const char *const[]){ "name", "type", "minOccurs", "maxOccurs", NULL });
    if (!slice_is(tag_of(r, node), "element")) {
        r->unknown = true;
        return;
    }
    const struct quick_child child = read_element(r, node);
    for (size_t i = 0; i < f->n_children; i++)
        if (slice_eq(f->children[i].name, child.name)) r->unknown = true;       /* the walk takes the first of a name */
    *(struct quick_child *)arena_grow(r->plan->arena, &f->children, &f->n_children, &f->children_room, sizeof child) = child;
}

/* Noted before it is read, because it may contain itself. */
static struct quick_form *read_form(struct reading *r, const struct xml_node *node)
{
    for (struct quick_form *f = r->plan->forms; f != NULL; f = f->next)
        if (f->node == node) return f;
    struct quick_form *f = arena_alloc(r->plan->arena, sizeof *f);
    *f = (struct quick_form){ .node = node, .next = r->plan->forms };
    r->plan->forms = f;
    expect(r, node, (const char *const[]){ "name", NULL });
    const struct xml_node *n = first_of(r, node);
    if (n != NULL && slice_is(tag_of(r, n), "sequence")) {
        expect(r, n, (const char *const[]){ NULL });
        for (const struct xml_node *child = first_of(r, n); child != NULL; child = next_of(r, child)) read_child(r, f, child);
        n = next_of(r, n);
    }
    for (; n != NULL; n = next_of(r, n)) {
        if (slice_is(tag_of(r, n), "attribute")) read_attribute(r, f, n);
        else r->unknown = true;
    }
    return f;
}

static struct quick_form *form_of(struct reading *r, const struct xml_node *element)
{
    const slice name = get(element, "type");
    const struct xml_node *inside = definition_in(r, element);
    const struct xml_node *node = name.ptr != NULL ? global(r, "complexType", name) : inside;
    if (node != NULL && slice_is(tag_of(r, node), "complexType")) return read_form(r, node);
    r->unknown = true;
    return NULL;
}

/* ---- the whole ---- */

static void read_global(struct reading *r, const struct xml_node *node)
{
    const slice tag = tag_of(r, node);
    if (slice_is(tag, "element")) {
        expect(r, node, (const char *const[]){ "name", "type", NULL });
        struct quick_plan *p = r->plan;
        const struct quick_child root = read_element(r, node);
        *(struct quick_child *)arena_grow(p->arena, &p->roots, &p->n_roots, &p->roots_room, sizeof root) = root;
    } else if (!slice_is(tag, "simpleType") && !slice_is(tag, "complexType")) {
        r->unknown = true;
    }
}

static void read_schema(struct reading *r)
{
    expect(r, r->root, (const char *const[]){ "elementFormDefault", "attributeFormDefault", "version", "id", NULL });
    for (const struct xml_node *n = first_of(r, r->root); n != NULL && !r->unknown; n = next_of(r, n)) read_global(r, n);
}

struct quick_plan *quick_plan_new(const struct source *xsd)
{
    struct arena *arena = arena_new();
    struct quick_plan *plan = arena_alloc(arena, sizeof *plan);
    struct diags ignored;
    plan->arena = arena;
    diags_init(&ignored, arena, 1);
    struct reading r = { .plan = plan, .root = xml_parse(arena, xsd, &ignored) };
    /* Without a prefix names of ours and of XSD itself could not be told apart. */
    const size_t colon = r.root != NULL ? slice_find(r.root->name, ':') : 0;
    if (r.root != NULL && colon < r.root->name.len) {
        r.prefix = slice_sub(r.root->name, 0, colon + 1);
        read_schema(&r);
    } else {
        r.unknown = true;
    }
    if (!r.unknown) return plan;
    quick_plan_free(plan);
    return NULL;
}

void quick_plan_free(struct quick_plan *plan)
{
    if (plan == NULL) return;
    for (struct quick_type *t = plan->types; t != NULL; t = t->next)
        if (t->pattern != NULL) xmlRegFreeRegexp(t->pattern);
    arena_free(plan->arena);
}
