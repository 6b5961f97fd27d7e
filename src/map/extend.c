/* extend.c - <map extends="ID@VERSION">: finds the map that is meant, and that one's own base, and puts the pieces together on the level of XML, so
 * that the compiler sees one map whose nodes still know their files and lines.
 *
 * A base is named by its id, which does not change when files move, and by the version the overlay was written for: a base that has gone on is
 * refused until somebody has looked.  Chains are short and have no circle. */
#include "map/extend.h"

#include "base/err.h"
#include "base/fsys.h"
#include "map/files.h"

#include <fcntl.h>

void extend_fault(struct extending *x, enum map_finding f, struct place place, struct xml_node *about, slice a0, slice a1, slice a2, slice a3)
{
    struct diag *d = diag_add(x->diags, map_def(f), place, a0, a1, a2, a3);
    if (!about) return;
    slice id = slice_is(about->name, "map") ? xml_get(about, "id") : extend_rule_id(about);
    d->rule = id.len ? id : about->name;
    d->rule_place = about->place;
}

/* ---- finding a map by its id ---- */

struct seeking { struct arena *scratch; slice id, found; };

/* Most files are no match, so they are looked at as text first. */
static bool is_named(struct seeking *s, slice path)
{
    const struct source *source = NULL;
    slice tried, text = arena_printf(s->scratch, "id=\"%.*s\"", SLICE_ARG(s->id));
    struct diags quiet;
    if (map_file_open(s->scratch, NULL, path, &source, &tried) != 0) return false;
    if (source->bytes.len == 0 || !memmem(source->bytes.ptr, source->bytes.len, text.ptr, text.len)) return false;
    diags_init(&quiet, s->scratch, 1);
    struct xml_node *root = xml_parse(s->scratch, source, &quiet);
    return root && slice_is(root->name, "map") && slice_eq(xml_get(root, "id"), s->id);
}

static void seek_in(struct seeking *s, slice folder, unsigned depth)
{
    slice *names = NULL;
    size_t n = 0;
    if (fsys_list(AT_FDCWD, arena_cstr(s->scratch, folder), s->scratch, &names, &n) != 0) return;
    for (size_t i = 0; i < n && !s->found.len; i++) {
        slice path = arena_printf(s->scratch, "%.*s/%.*s", SLICE_ARG(folder), SLICE_ARG(names[i]));
        if (!slice_ends(names[i], SLICE(".xml"))) {
            if (depth == 0 && !slice_is(names[i], "tests")) seek_in(s, path, depth + 1);
        } else if (is_named(s, path)) {
            s->found = path;
        }
    }
}

static slice folder_of(slice path)
{
    size_t n = path.len;
    while (n > 0 && path.ptr[n - 1] != '/') n--;
    return n ? slice_sub(path, 0, n - 1) : SLICE(".");
}

/* By file name as agreements say it, or by id: beside the overlay, then in the map folders, the site's own first. */
static const struct source *find_base(struct extending *x, slice id, const struct source *overlay)
{
    const struct schema_path *path = x->sources->maps;
    const struct source *source = NULL;
    slice tried;
    if (map_file_open(x->arena, path, id, &source, &tried) == 0) return source;
    struct seeking s = { arena_new(), id, { 0 } };
    seek_in(&s, folder_of(slice_of(overlay->name)), 1);
    for (unsigned i = 0; path && i < path->n && !s.found.len; i++) seek_in(&s, slice_of(path->dirs[i]), 0);
    bool there = s.found.len && map_file_open(x->arena, NULL, s.found, &source, &tried) == 0;
    arena_free(s.scratch);
    return there ? source : NULL;
}

static slice folders_words(struct extending *x)
{
    slice text = SLICE("looked for its id in");
    for (unsigned i = 0; x->sources->maps && i < x->sources->maps->n; i++)
        text = arena_printf(x->arena, "%.*s%s %s", SLICE_ARG(text), i ? "," : "", x->sources->maps->dirs[i]);
    return text;
}

/* ---- one overlay and its base ---- */

static struct xml_node *refuse(struct extending *x, struct xml_node *root, slice why, slice hint)
{
    extend_fault(x, MAP_EXTENDS, xml_attr(root, "extends")->value_place, NULL, xml_get(root, "extends"), why, hint, NO_ARG);
    return NULL;
}

static bool is_open(const struct extending *x, slice id)
{
    for (unsigned i = 0; i < x->depth; i++)
        if (slice_eq(x->chain[i], id)) return true;
    return false;
}

static void keep_attr(struct xml_node *to, const struct xml_attr *a)
{
    to->attrs[to->n_attrs++] = *a;
    to->attrs[to->n_attrs - 1].used = false;
}

/* The overlay says who the map is, the base what it reads and writes; guides may be other ones: that is where a partner's new field shows first. */
static struct xml_node *merged_root(struct extending *x, struct xml_node *overlay, struct xml_node *base)
{
    static const char *const kept[] = { "source", "target", "guide", "target-guide", NULL };
    struct xml_node *root = arena_alloc(x->arena, sizeof *root);
    *root = *overlay;
    root->attrs = arena_array(x->arena, overlay->n_attrs + base->n_attrs + 1, sizeof *root->attrs);
    root->n_attrs = 0;
    root->next = root->parent = NULL;
    for (unsigned i = 0; i < overlay->n_attrs; i++)
        if (!slice_is(overlay->attrs[i].name, "extends")) keep_attr(root, &overlay->attrs[i]);
    for (unsigned k = 0; kept[k]; k++) {
        const struct xml_attr *a = xml_attr(base, kept[k]);
        if (a && !xml_attr(overlay, kept[k])) keep_attr(root, a);
    }
    root->first = base->first;
    for (struct xml_node *n = root->first; n; n = n->next) n->parent = root;
    return root;
}

static struct xml_node *effective(struct extending *x, struct xml_node *root, const struct source *source);

static struct xml_node *read_base(struct extending *x, struct xml_node *root, slice id, const struct source *source)
{
    const struct source *file = find_base(x, id, source);
    if (!file) return refuse(x, root, SLICE("there is no such map"), folders_words(x));
    struct xml_node *base = xml_parse(x->arena, file, x->diags);
    if (!base) return NULL;
    if (!slice_is(base->name, "map")) return refuse(x, root, SLICE("it is no map"), SLICE("only files whose root is <map> can be extended"));
    if (is_open(x, xml_get(base, "id"))) return refuse(x, root, SLICE("it extends this one in turn"), SLICE("one of them must stand on its own"));
    return base;
}

static struct xml_node *extend(struct extending *x, struct xml_node *root, const struct source *source)
{
    static const char *const attrs[] = { "id", "version", "status", "extends", "guide", "target-guide", "title", "from", "until", "say", NULL };
    slice extends = xml_get(root, "extends");
    size_t at = slice_find(extends, '@');
    slice id = slice_sub(extends, 0, at), version = slice_sub(extends, at + 1, extends.len);
    if (!xml_known(root, attrs, x->diags)) return NULL;
    if (!id.len || !version.len) return refuse(x, root, SLICE("it does not say which version"), SLICE("write extends=\"ID@VERSION\", e.g. amazon-850-sales-order@1"));
    if (x->depth == EXTEND_MOST) return refuse(x, root, SLICE("more than 8 maps extend each other"), SLICE("put some of the overlays into one"));
    x->chain[x->depth++] = xml_get(root, "id");
    struct xml_node *base_root = read_base(x, root, id, source);
    if (!base_root) return NULL;
    slice there = xml_get(base_root, "version");
    if (!slice_eq(there, version)) {
        extend_fault(x, MAP_EXTENDS_VERSION, xml_attr(root, "extends")->value_place, base_root, xml_get(base_root, "id"), version, there, NO_ARG);
        return NULL;
    }
    struct xml_node *base = effective(x, base_root, base_root->place.source);
    if (!base) return NULL;
    struct xml_node *merged = merged_root(x, root, base);
    return override_all(x, root, base, merged) ? merged : NULL;
}

static struct xml_node *effective(struct extending *x, struct xml_node *root, const struct source *source)
{
    return slice_is(root->name, "map") && xml_attr(root, "extends") ? extend(x, root, source) : root;
}

int map_effective(const struct map_sources *sources, slice file, struct xml_node **root, const struct source **source, struct diags *diags)
{
    slice tried = file;
    int err = map_file_open(sources->arena, sources->maps, file, source, &tried);
    if (err == E_NOT_FOUND) diag_add(diags, map_def(MAP_NOT_FOUND), (struct place){ 0 }, file, tried, NO_ARG, NO_ARG);
    if (err != 0) return err;
    struct xml_node *own = xml_parse(sources->arena, *source, diags);
    struct extending x = { .arena = sources->arena, .sources = sources, .diags = diags };
    *root = own ? effective(&x, own, *source) : NULL;
    return *root ? 0 : E_BAD;
}

/* ---- final ---- */

static void drop_attr(struct xml_node *n, struct xml_attr *a)
{
    unsigned at = (unsigned)(a - n->attrs);
    memmove(a, a + 1, (n->n_attrs - at - 1) * sizeof *a);
    n->n_attrs--;
}

void extend_settle(struct xml_node *root, struct diags *diags)
{
    for (struct xml_node *n = root->first; n; n = n->next) {
        struct xml_attr *a = xml_attr(n, "final");
        bool can = a && (slice_is(n->name, "unmapped") || extend_rule_id(n).len);
        if (can && !slice_is(a->value, "yes") && !slice_is(a->value, "no"))
            diag_add(diags, map_def(MAP_VALUE), a->value_place, a->name, a->value, SLICE("yes or no"), NO_ARG);
        if (can) drop_attr(n, a);
        extend_settle(n, diags);
    }
}
