/* survey.c - every grammar and guide under the schema folders, whether something uses it or not: does it load, and does one segment of look-ahead
 * always tell where a segment belongs?
 *
 * Asked by `check` only.  The first place that takes a segment is its place (follow.c), so an ambiguous grammar works; but somebody who reads
 * the standard may read the other place, and a partner may mean it. */
#include "schema/survey.h"

#include "base/err.h"
#include "base/fsys.h"
#include "base/render.h"
#include "schema/compile.h"

#include <fcntl.h>

struct survey {
    struct arena *arena, *scratch;
    const struct schema_path *path;
    struct diags *diags;
};

/* ---- two readings ---- */

struct reading { uint16_t target, loop; };

/* "PO1/N1/N3 (line 12)" */
static slice reading_words(struct survey *v, const struct schema *s, struct reading r)
{
    const struct node *node = &s->nodes[r.loop ? r.loop : r.target];
    unsigned line = 0, column;
    slice path = node->name;
    for (uint16_t up = node->parent; up; up = s->nodes[up].parent)
        path = arena_printf(v->scratch, "%.*s/%.*s", SLICE_ARG(s->nodes[up].name), SLICE_ARG(path));
    (void)place_line(&node->place, &line, &column);
    return arena_printf(v->scratch, "%s %.*s (line %u)", node->is_loop ? "loop" : "segment", SLICE_ARG(path), line);
}

static void report(struct survey *v, const struct schema *s, uint16_t state, struct reading a, struct reading b)
{
    slice after = state ? reading_words(v, s, (struct reading){ state, 0 }) : SLICE("the beginning");
    struct diag *d = diag_add(v->diags, &schema_findings[SCHEMA_AMBIGUOUS], s->nodes[b.loop ? b.loop : b.target].place, s->nodes[b.target].name, after,
                              reading_words(v, s, a), reading_words(v, s, b));
    d->rule_place = s->nodes[a.loop ? a.loop : a.target].place;
}

/* Places reached without passing over anything mandatory; those past a maximum are readings of nothing. */
static void state_prove(struct survey *v, const struct schema *s, uint16_t state, struct reading *first, bool *said)
{
    struct follow f;
    memset(first, 0, s->automaton->n_segments * sizeof *first);
    for (follow_start(&f, s, s->automaton, state); follow_next_within(&f);) {
        uint16_t segment = 0;
        while (!slice_eq(s->automaton->segment_ids[segment], s->nodes[f.at.target].name)) segment++;
        struct reading here = { f.at.target, f.at.loop };
        if (f.at.skipped) continue;
        if (!first[segment].target) first[segment] = here;
        else if (!said[here.target]) report(v, s, state, first[segment], here);
        said[here.target] |= first[segment].target != here.target || first[segment].loop != here.loop;
    }
}

static void schema_prove(struct survey *v, const struct schema *s)
{
    struct reading *first = arena_array(v->scratch, s->automaton->n_segments, sizeof *first);
    bool *said = arena_array(v->scratch, s->n_nodes, sizeof *said);     /* once for each place is enough */
    for (uint16_t state = 0; state < s->n_nodes; state++)
        if (state == 0 || !s->nodes[state].is_loop) state_prove(v, s, state, first, said);
}

/* ---- the files ---- */

static bool same_finding(const struct diag *a, const struct diag *b)
{
    const struct source *s = a->place.source, *t = b->place.source;
    return a->def == b->def && a->place.offset == b->place.offset && s && t && strcmp(s->name, t->name) == 0;
}

/* What an agreement's schema or another set's said already is not said again. */
static void forget_again(struct diags *diags, size_t before)
{
    for (size_t i = before; i < diags->count;) {
        size_t k = 0;
        while (k < i && !same_finding(&diags->items[k], &diags->items[i])) k++;
        if (k < i) diags_remove(diags, i);
        else i++;
    }
}

static void schema_look(struct survey *v, slice id, slice guide, struct place place)
{
    struct arena *own = arena_new();
    const struct schema *s = NULL;
    size_t before = v->diags->count;
    int rc = schema_load(own, v->path, id, guide, &s, v->diags);
    if (rc == 0 && guide.len == 0) schema_prove(v, s);
    if (rc == E_NOT_FOUND && place.source) diag_add(v->diags, &schema_findings[SCHEMA_FILE], place, id, SLICE("there is no such grammar"), NO_ARG, NO_ARG);
    forget_again(v->diags, before);
    if (v->diags->count > before) arena_adopt(v->arena, own);           /* places point into its sources */
    else arena_free(own);
}

static bool is_earlier(const struct survey *v, unsigned dir, slice name)
{
    struct stat st;
    for (unsigned i = 0; i < dir; i++)
        if (fsys_stat(AT_FDCWD, arena_cstr(v->scratch, arena_printf(v->scratch, "%s/%.*s", v->path->dirs[i], SLICE_ARG(name))), &st) == 0) return true;
    return false;
}

static size_t list(struct survey *v, unsigned dir, slice folder, slice **out)
{
    size_t n = 0;
    slice path = arena_printf(v->scratch, "%s/%.*s", v->path->dirs[dir], SLICE_ARG(folder));
    return fsys_list(AT_FDCWD, arena_cstr(v->scratch, path), v->scratch, out, &n) < 0 ? 0 : n;
}

static bool xml_name(slice file, slice *name)
{
    if (!slice_ends(file, SLICE(".xml"))) return false;
    *name = slice_sub(file, 0, file.len - strlen(".xml"));
    return true;
}

static void sets_look(struct survey *v, unsigned dir, slice release)
{
    slice *files, name;
    size_t n = list(v, dir, arena_printf(v->scratch, "x12/%.*s", SLICE_ARG(release)), &files);
    for (size_t i = 0; i < n; i++) {
        if (!xml_name(files[i], &name) || name.len != 3 || is_earlier(v, dir, arena_printf(v->scratch, "x12/%.*s/%.*s", SLICE_ARG(release), SLICE_ARG(files[i]))))
            continue;
        schema_look(v, arena_printf(v->scratch, "x12:%.*s:%.*s", SLICE_ARG(release), SLICE_ARG(name)), NO_ARG, (struct place){ 0 });
    }
}

/* Other files beside guides are layouts and what a site keeps there. */
static void guide_look(struct survey *v, slice partner, slice file, slice name)
{
    struct arena *own = arena_new();
    struct loader l = { .arena = own, .scratch = v->scratch, .path = v->path, .diags = v->diags };
    struct xml_node *root;
    size_t before = v->diags->count;
    int rc = load_file(&l, arena_printf(v->scratch, "%.*s/%.*s", SLICE_ARG(partner), SLICE_ARG(file)), NULL, &root, NULL);
    forget_again(v->diags, before);
    if (rc == 0 && slice_is(root->name, "guide") && xml_get(root, "base").len)
        schema_look(v, xml_get(root, "base"), arena_printf(v->scratch, "%.*s:%.*s", SLICE_ARG(partner), SLICE_ARG(name)), read_place(root, "base"));
    if (v->diags->count > before) arena_adopt(v->arena, own);
    else arena_free(own);
}

static void partner_look(struct survey *v, unsigned dir, slice partner)
{
    slice *files, name;
    size_t n = list(v, dir, partner, &files);
    for (size_t i = 0; i < n; i++)
        if (xml_name(files[i], &name) && !is_earlier(v, dir, arena_printf(v->scratch, "%.*s/%.*s", SLICE_ARG(partner), SLICE_ARG(files[i]))))
            guide_look(v, partner, files[i], name);
}

void schema_survey(struct arena *arena, const struct schema_path *path, struct diags *diags)
{
    struct survey v = { arena, arena_new(), path, diags };
    slice *names;
    for (unsigned dir = 0; dir < path->n; dir++) {
        size_t n = list(&v, dir, SLICE("x12"), &names);
        for (size_t i = 0; i < n; i++) sets_look(&v, dir, names[i]);
        n = list(&v, dir, SLICE("."), &names);
        for (size_t i = 0; i < n; i++)
            if (!slice_is(names[i], "x12")) partner_look(&v, dir, names[i]);
    }
    arena_free(v.scratch);
}
