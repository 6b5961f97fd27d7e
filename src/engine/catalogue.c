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

/* "amazon" is a wish, "amazon:850" a demand. */
static const struct schema *load(struct catalogue *c, slice release, slice set_id, slice guide, struct diags *diags)
{
    const struct schema *schema = NULL;
    slice id = arena_printf(c->arena, "x12:%.*s:%.*s", SLICE_ARG(release), SLICE_ARG(set_id));
    bool wish = guide.len > 0 && slice_find(guide, ':') == guide.len;
    slice full = wish ? arena_printf(c->arena, "%.*s:%.*s", SLICE_ARG(guide), SLICE_ARG(set_id)) : guide;
    size_t before = diags->count;
    int err = schema_load(c->arena, c->path, id, full, &schema, diags);
    if (err == E_NOT_FOUND && wish) {
        diags->count = before;
        err = schema_load(c->arena, c->path, id, (slice){ 0 }, &schema, diags);
    }
    return err == 0 ? schema : NULL;
}

const struct schema *catalogue_get(struct catalogue *c, slice release, slice set_id, slice guide, struct diags *diags)
{
    release = slice_sub(release, 0, RELEASE_LENGTH);
    if (!all_in(release, RELEASE_LENGTH, false) || !all_in(set_id, SET_LENGTH, true)) return NULL;
    for (unsigned i = 0; i < c->count; i++) {
        const struct entry *e = &c->entries[i];
        if (slice_eq(e->set_id, set_id) && slice_eq(e->release, release) && slice_eq(e->guide, guide)) return e->schema;
    }
    if (!schema_exists(c->path, release, set_id)) return NULL;
    const struct schema *schema = load(c, release, set_id, guide, diags);
    if (c->count < CATALOGUE_MAX)
        c->entries[c->count++] = (struct entry){ arena_copy(c->arena, release), arena_copy(c->arena, set_id), arena_copy(c->arena, guide), schema };
    return schema;
}

const struct schema *catalogue_choose(struct catalogue *c, slice functional_id, slice release, slice set_id, slice guide, struct place place,
                                      struct diags *diags)
{
    const struct schema *schema = catalogue_get(c, release, set_id, guide, diags);
    if (schema == NULL) {
        /* A set without a release or a proper number has been found fault with by the reader. */
        if (release.len == 0 || set_id.len != SET_LENGTH) return NULL;
        slice usable = schema_exists(c->path, slice_sub(release, 0, RELEASE_LENGTH), set_id) ? SLICE("usable ") : NO_ARG;      /* its files have errors */
        diag_add(diags, &engine_findings[ENGINE_SET_UNKNOWN], place, set_id, slice_sub(release, 0, RELEASE_LENGTH), usable, NO_ARG);
        return NULL;
    }
    if (schema->functional_id.len > 0 && functional_id.len == schema->functional_id.len && !slice_eq(schema->functional_id, functional_id))
        diag_add(diags, &engine_findings[ENGINE_SET_GROUP], place, set_id, schema->functional_id, functional_id, NO_ARG);
    return schema;
}

/* ---- what is there: asked only when something could not be read ---- */

/* The names in SCHEMAS/x12/`under` of every folder of the path, without ".xml". */
static unsigned names_under(struct catalogue *c, const char *under, slice *out, unsigned most)
{
    unsigned n = 0;
    for (unsigned i = 0; i < c->path->n; i++) {
        slice *files = NULL;
        size_t count = 0;
        slice folder = arena_printf(c->arena, "%s/x12/%s", c->path->dirs[i], under);
        if (fsys_list(AT_FDCWD, arena_cstr(c->arena, folder), c->arena, &files, &count) < 0) continue;
        for (size_t k = 0; k < count && n < most; k++)
            out[n++] = slice_ends(files[k], SLICE(".xml")) ? slice_sub(files[k], 0, files[k].len - strlen(".xml")) : files[k];
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
