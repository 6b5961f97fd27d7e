/* catalogue.c - loads schemas once and finds them again; see catalogue.h.  The list is short (a dozen sets), so it is searched linearly; its
 * length is capped because a hostile file could name a new release in every group. */
#include "engine/catalogue.h"

#include "base/err.h"
#include "base/fsys.h"
#include "base/must.h"
#include "engine/findings.h"

#include <fcntl.h>
#include <stdlib.h>

enum { CATALOGUE_MAX = 256, RELEASE_LENGTH = 6, SET_LENGTH = 3 };

struct entry {
    slice release, set_id, guide;
    const struct schema *schema;        /* null: looked for and not there */
    slice made_for;                     /* the guide is for this grammar, of another release, and narrows nothing here; mostly empty */
};

struct catalogue {
    struct arena *arena;
    const struct schema_path *path;
    struct entry entries[CATALOGUE_MAX];
    unsigned count;
};

struct catalogue *catalogue_new(struct arena *arena, const struct schema_path *path)
{
    struct catalogue *c = calloc(1, sizeof *c);
    must(c != NULL);
    c->arena = arena;
    c->path = path;
    return c;
}

void catalogue_free(struct catalogue *c)
{
    free(c);
}

static bool all_in(slice s, size_t length, bool letters)
{
    if (s.len != length) return false;
    for (size_t i = 0; i < s.len; i++) {
        bool digit = s.ptr[i] >= '0' && s.ptr[i] <= '9';
        bool letter = s.ptr[i] >= 'A' && s.ptr[i] <= 'Z';
        if (!digit && !(letters && letter)) return false;
    }
    return true;
}

/* Is `base` ("x12:004010:850") the same set in another release? */
static bool is_other_release(slice base, slice release, slice set_id)
{
    slice x12, base_release = { 0 }, base_set = { 0 }, rest = base;
    return slice_next(&rest, ':', &x12) && slice_next(&rest, ':', &base_release) && slice_next(&rest, ':', &base_set)
        && slice_eq(base_set, set_id) && !slice_eq(base_release, release);
}

/* "amazon" is a wish, "amazon:850" a demand; a guide made for another release of the set is as if it were not there. */
static const struct schema *load(struct catalogue *c, const struct entry *e, slice *made_for, struct diags *diags)
{
    const struct schema *schema = NULL;
    slice id = arena_printf(c->arena, "x12:%.*s:%.*s", SLICE_ARG(e->release), SLICE_ARG(e->set_id));
    bool wish = e->guide.len > 0 && slice_find(e->guide, ':') == e->guide.len;
    slice full = wish ? arena_printf(c->arena, "%.*s:%.*s", SLICE_ARG(e->guide), SLICE_ARG(e->set_id)) : e->guide;
    slice base = full.len ? schema_guide_base(c->arena, c->path, full) : full;
    if (is_other_release(base, e->release, e->set_id)) {
        *made_for = base;
        full = (slice){ 0 };
    }
    size_t before = diags->count;
    int err = schema_load(c->arena, c->path, id, full, &schema, diags);
    if (err == E_NOT_FOUND && wish) {
        diags->count = before;
        err = schema_load(c->arena, c->path, id, (slice){ 0 }, &schema, diags);
    }
    return err == 0 ? schema : NULL;
}

/* False when there is no such grammar; an entry without a schema is one that is unusable. */
static bool entry_get(struct catalogue *c, slice release, slice set_id, slice guide, struct entry *out, struct diags *diags)
{
    release = slice_sub(release, 0, RELEASE_LENGTH);
    if (!all_in(release, RELEASE_LENGTH, false) || !all_in(set_id, SET_LENGTH, true)) return false;
    for (unsigned i = 0; i < c->count; i++) {
        *out = c->entries[i];
        if (slice_eq(out->set_id, set_id) && slice_eq(out->release, release) && slice_eq(out->guide, guide)) return true;
    }
    if (!schema_exists(c->path, release, set_id)) return false;
    *out = (struct entry){ .release = arena_copy(c->arena, release), .set_id = arena_copy(c->arena, set_id), .guide = arena_copy(c->arena, guide) };
    out->schema = load(c, out, &out->made_for, diags);
    if (c->count < CATALOGUE_MAX) c->entries[c->count++] = *out;
    return true;
}

const struct schema *catalogue_get(struct catalogue *c, slice release, slice set_id, slice guide, struct diags *diags)
{
    struct entry e;
    return entry_get(c, release, set_id, guide, &e, diags) ? e.schema : NULL;
}

const struct schema *catalogue_lend(void *catalogue, slice id, slice guide, struct diags *diags)
{
    slice x12, release, set_id, rest = id;
    if (!slice_next(&rest, ':', &x12) || !slice_is(x12, "x12") || !slice_next(&rest, ':', &release) || !slice_next(&rest, ':', &set_id)) return NULL;
    const struct schema *schema = catalogue_get(catalogue, release, set_id, guide, diags);
    return schema && slice_eq(schema->id, id) && slice_eq(schema->guide, guide) ? schema : NULL;
}

const struct schema *catalogue_choose(struct catalogue *c, slice functional_id, slice release, slice set_id, slice guide, struct place place,
                                      struct diags *diags)
{
    struct entry e;
    const struct schema *schema = entry_get(c, release, set_id, guide, &e, diags) ? e.schema : NULL;
    if (schema == NULL) {
        /* A set without a release or a proper number has been found fault with by the reader. */
        if (release.len == 0 || set_id.len != SET_LENGTH) return NULL;
        slice usable = schema_exists(c->path, slice_sub(release, 0, RELEASE_LENGTH), set_id) ? SLICE("usable ") : NO_ARG;      /* its files have errors */
        diag_add(diags, &engine_findings[ENGINE_SET_UNKNOWN], place, set_id, slice_sub(release, 0, RELEASE_LENGTH), usable, NO_ARG);
        return NULL;
    }
    if (e.made_for.len > 0)
        diag_add(diags, &engine_findings[ENGINE_GUIDE_OTHER_RELEASE], place, guide, e.made_for, set_id, e.release);
    if (schema->functional_id.len > 0 && functional_id.len == schema->functional_id.len && !slice_eq(schema->functional_id, functional_id))
        diag_add(diags, &engine_findings[ENGINE_SET_GROUP], place, set_id, schema->functional_id, functional_id, NO_ARG);
    return schema;
}

/* ---- what is there: asked only when something could not be read ---- */

/* The names in SCHEMAS/`folder` of every folder of the path, without ".xml". */
static unsigned names_in(struct catalogue *c, slice folder, slice *out, unsigned most)
{
    unsigned n = 0;
    for (unsigned i = 0; i < c->path->n; i++) {
        slice *files = NULL;
        size_t count = 0;
        slice path = arena_printf(c->arena, "%s/%.*s", c->path->dirs[i], SLICE_ARG(folder));
        if (fsys_list(AT_FDCWD, arena_cstr(c->arena, path), c->arena, &files, &count) < 0) continue;
        for (size_t k = 0; k < count && n < most; k++)
            out[n++] = slice_ends(files[k], SLICE(".xml")) ? slice_sub(files[k], 0, files[k].len - strlen(".xml")) : files[k];
    }
    return n;
}

static unsigned names_under(struct catalogue *c, const char *under, slice *out, unsigned most)
{
    return names_in(c, arena_printf(c->arena, "x12/%s", under), out, most);
}

unsigned catalogue_guided(struct catalogue *c, slice guide, slice set_id, slice release, const struct schema **out, unsigned most)
{
    slice sets[CATALOGUE_MAX] = { set_id }, releases[CATALOGUE_MAX] = { slice_sub(release, 0, RELEASE_LENGTH) };
    size_t colon = slice_find(guide, ':');
    if (set_id.len == 0) sets[0] = slice_sub(guide, colon + 1, guide.len);
    unsigned n_sets = sets[0].len ? 1 : names_in(c, slice_sub(guide, 0, colon), sets, CATALOGUE_MAX);
    unsigned n_releases = release.len ? 1 : names_under(c, "", releases, CATALOGUE_MAX), n = 0;
    struct diags unsaid;
    diags_init(&unsaid, c->arena, 1);
    for (unsigned i = 0; i < n_sets; i++)
        for (unsigned k = 0; k < n_releases && n < most; k++) {
            const struct schema *schema = catalogue_get(c, releases[k], sets[i], guide, &unsaid);
            if (schema != NULL && schema->guide.len > 0) out[n++] = schema;
        }
    return n;
}

static slice functional_id_in(struct catalogue *c, slice release, slice set_id)
{
    struct diags unsaid;
    diags_init(&unsaid, c->arena, 1);
    const struct schema *schema = catalogue_get(c, release, set_id, (slice){ 0 }, &unsaid);
    return schema ? schema->functional_id : (slice){ 0 };
}

slice catalogue_functional_id(struct catalogue *c, slice release, slice set_id)
{
    slice releases[CATALOGUE_MAX], found = { 0 };
    if (release.len > 0) return functional_id_in(c, release, set_id);
    unsigned n = names_under(c, "", releases, CATALOGUE_MAX);
    for (unsigned i = 0; i < n && found.len == 0; i++) found = functional_id_in(c, releases[i], set_id);
    return found;
}

void catalogue_judge_group(struct catalogue *c, slice functional_id, slice release, struct place kind_place, struct place release_place,
                           struct diags *diags)
{
    slice sets[CATALOGUE_MAX], short_release = slice_sub(release, 0, RELEASE_LENGTH);
    if (functional_id.len != 2 || release.len == 0) return;     /* the reader has said so */
    unsigned n = all_in(short_release, RELEASE_LENGTH, false) ? names_under(c, arena_cstr(c->arena, short_release), sets, CATALOGUE_MAX) : 0;
    if (n == 0) {
        diag_add(diags, &engine_findings[ENGINE_RELEASE_UNKNOWN], release_place, release, SLICE("one that no grammar is here for"), NO_ARG, NO_ARG);
        return;
    }
    for (unsigned i = 0; i < n; i++)
        if (slice_eq(functional_id_in(c, short_release, sets[i]), functional_id)) return;
    diag_add(diags, &engine_findings[ENGINE_GROUP_UNKNOWN], kind_place, functional_id,
             arena_printf(c->arena, "of a kind that no grammar of release %.*s is for", SLICE_ARG(short_release)), NO_ARG, NO_ARG);
}
