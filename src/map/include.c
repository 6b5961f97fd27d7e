/* include.c - <include>: the children of a fragment file stand where the include stands, its parameters bound to fixed values or parameters of the map.
 * Findings keep the fragment's own file and line; rule ids get the include's id in front. */
#include "map/compile.h"

#include "map/files.h"

static const struct expr *bind_value(struct compiler *c, struct xml_node *with, struct xml_node *param, slice fragment)
{
    slice type = xml_get(param, "type");
    struct expr *e = attr_expr(c, with, "is");
    if (!e) return NULL;
    bool fixed = e->op == EX_LITERAL || e->op == EX_PARAM;
    bool fits = slice_is(type, "number") ? e->type == TYPE_NUMBER : slice_is(type, "text") ? e->type == TYPE_TEXT : false;
    if (fixed && fits) return e;
    compile_fault(c, MAP_WITH, attr_place(with, "is"), xml_get(param, "name"), fragment,
             fixed ? arena_printf(c->arena, "must be a %.*s", SLICE_ARG(type)) : SLICE("must be written out"),
                     SLICE("write a value in quotes, a number or a $parameter of the map"));
    return NULL;
}

static struct xml_node *with_find(struct xml_node *n, slice name)
{
    for (struct xml_node *w = xml_child(n, "with"); w; w = xml_next(w, "with"))
        if (slice_eq(xml_get(w, "name"), name)) return w;
    return NULL;
}

static bool bind_params(struct compiler *c, struct xml_node *n, struct xml_node *fragment, struct overlay *o)
{
    unsigned count = 0;
    bool good = true;
    for (struct xml_node *p = xml_child(fragment, "param"); p; p = xml_next(p, "param")) count++;
    o->bindings = arena_array(c->arena, count + 1, sizeof *o->bindings);
    for (struct xml_node *p = xml_child(fragment, "param"); p; p = xml_next(p, "param")) {
        slice name = xml_get(p, "name");
        struct xml_node *with = with_find(n, name);
        if (!with) compile_fault(c, MAP_WITH, n->place, name, o->name, SLICE("is not given"), arena_printf(c->arena,
                "add <with name=\"%.*s\" is=\"…\"/>", SLICE_ARG(name)));
        const struct expr *value = with ? bind_value(c, with, p, o->name) : NULL;
        good &= value != NULL;
        o->bindings[o->n++] = (struct binding){ name, value, false };
    }
    for (struct xml_node *w = xml_child(n, "with"); w; w = xml_next(w, "with")) {
        bool known = false;
        for (unsigned i = 0; i < o->n; i++) known |= slice_eq(o->bindings[i].name, xml_get(w, "name"));
        if (!known) compile_fault(c, MAP_WITH, w->place, xml_get(w, "name"), o->name, SLICE("does not exist"),
                                  SLICE("remove it; the <param> rows of the fragment list its parameters"));
        good &= known;
    }
    return good;
}

static bool is_open(const struct compiler *c, slice name)
{
    for (const struct overlay *o = c->overlay; o; o = o->outer)
        if (slice_eq(o->name, name)) return true;
    return false;
}

static struct xml_node *refuse(struct compiler *c, struct xml_node *n, slice name, slice why, slice hint)
{
    compile_fault(c, MAP_INCLUDE, attr_place(n, "fragment"), name, why, hint, NO_ARG);
    return NULL;
}

struct xml_node *include_open(struct compiler *c, struct xml_node *n)
{
    static const char *const attrs[] = { "id", "fragment", NULL };
    slice name = attr_must(c, n, "fragment", "the fragment's file, e.g. fragment=\"amazon-prima/empty-consumer\"");
    slice id = attr_must(c, n, "id", "it goes before the ids of the fragment's rules");
    (void)xml_known(n, attrs, c->diags);
    if (!name.len || !id.len) return NULL;
    if (is_open(c, name)) return refuse(c, n, name, SLICE("it includes itself"), SLICE("remove the <include> that comes back to it"));
    if (++c->includes > MAP_MAX_INCLUDES) return refuse(c, n, name, SLICE("more than 64 includes"), SLICE("put several fragments into one"));
    const struct source *source;
    slice tried = { 0 };
    if (map_file_open(c->arena, c->sources->maps, name, &source, &tried) != 0) return refuse(c, n, name,
            SLICE("there is no such file"), arena_printf(c->arena, "looked in %.*s", SLICE_ARG(tried)));
    struct xml_node *fragment = xml_parse(c->arena, source, c->diags);
    if (!fragment) return NULL;
    if (!slice_is(fragment->name, "fragment")) return refuse(c, n, name, SLICE("its root is not <fragment>"), SLICE("only files whose root is <fragment> can be included"));
    struct overlay *o = arena_alloc(c->arena, sizeof *o);
    *o = (struct overlay){ .outer = c->overlay, .name = name };
    o->id = c->overlay ? arena_printf(c->arena, "%.*s.%.*s", SLICE_ARG(c->overlay->id), SLICE_ARG(id)) : id;
    bool good = bind_params(c, n, fragment, o);
    c->overlay = o;
    if (!good) {
        include_close(c);
        return NULL;
    }
    map_files_note(c, fragment);
    return fragment;
}

void include_close(struct compiler *c) { c->overlay = c->overlay->outer; }
