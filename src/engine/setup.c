/* setup.c - loads an instance whole; see setup.h.  Each loader reports all its findings; the setup is used only when none is an error. */
#include "engine/setup.h"

#include "base/err.h"
#include "base/fsys.h"
#include "base/must.h"
#include "engine/findings.h"
#include "trade/items.h"
#include "trade/tables.h"
#include "x12/reader.h"

#include <stdlib.h>

enum { TABLE_MAX_BYTES = 256 << 20, TABLES_MAX = 200 };

void setup_paths(struct arena *arena, const char *own, const char *shipped, struct schema_path *schemas, struct schema_path *maps)
{
    *schemas = *maps = (struct schema_path){ .n = 0 };
    const char *roots[] = { own, shipped };
    for (unsigned i = 0; i < 2; i++) {
        if (roots[i] == NULL) continue;
        schemas->dirs[schemas->n++] = arena_cstr(arena, arena_printf(arena, "%s/schemas", roots[i]));
        maps->dirs[maps->n++] = arena_cstr(arena, arena_printf(arena, "%s/maps", roots[i]));
    }
}

/* One table file; every column becomes a key where its values are unique, the first one must be. */
static bool load_table(struct arena *arena, int dir, slice path, slice name, struct table_lookup *out, struct diags *diags)
{
    struct buf text = BUF_INIT(TABLE_MAX_BYTES);
    char *cpath = arena_cstr(arena, path);
    struct source *source = arena_alloc(arena, sizeof *source);
    *source = (struct source){ .name = cpath, .fd = -1 };
    int err = fsys_read_file(dir, cpath, &text);
    source->bytes = arena_copy(arena, buf_slice(&text));
    buf_free(&text);
    struct table *table = NULL;
    if (err == 0 && items_is_header(slice_sub(source->bytes, 0, slice_find(source->bytes, '\n')))) return true;     /* an item master beside tables */
    if (err != 0 || !table_load(arena, source, name, source->bytes, &table, diags)) return false;
    *out = table_lookup(table);
    bool sound = table_index(table, 0, diags);
    struct diags quiet;
    diags_init(&quiet, arena, 1);
    for (unsigned column = 1; column < out->n_columns; column++) table_index(table, column, &quiet);
    return sound;
}

bool setup_tables(struct arena *arena, int dir, const char *path, struct table_lookup **out, unsigned *count, struct diags *diags)
{
    slice *names = NULL;
    size_t n = 0;
    bool sound = true;
    *count = 0;
    if (fsys_list(dir, path, arena, &names, &n) != 0) n = 0;
    *out = arena_array(arena, TABLES_MAX, sizeof **out);
    for (size_t i = 0; i < n && *count < TABLES_MAX; i++) {
        if (!slice_ends(names[i], SLICE(".csv"))) continue;
        slice name = slice_sub(names[i], 0, names[i].len - 4);
        slice file = arena_printf(arena, "%s/%.*s", path, SLICE_ARG(names[i]));
        struct table_lookup *made = &(*out)[*count];
        *made = (struct table_lookup){ 0 };
        if (!load_table(arena, dir, file, name, made, diags)) sound = false;
        if (made->find != NULL) ++*count;       /* also one with wrong keys: a map that uses it is not at fault */
    }
    return sound;
}

static const struct map_param *params_of(struct arena *arena, const struct conf_document *document)
{
    struct map_param *params = arena_array(arena, document->n_params + 1, sizeof *params);
    for (unsigned i = 0; i < document->n_params; i++) {
        const struct conf_param *p = &document->params[i];
        params[i] = (struct map_param){ p->name, p->value, p->place };
    }
    return params;
}

/* What a loader could not place is wrong with the line of the agreement that asked for it. */
static bool placed(struct diags *diags, size_t from, struct place place, bool sound)
{
    for (size_t i = from; i < diags->count; i++)
        if (diags->items[i].place.source == NULL) diags->items[i].place = place;
    return sound;
}

/* The guide that the agreement names must be there from the start, for that release. */
static bool check_guide(struct setup *s, const struct conf_document *d, struct diags *diags)
{
    size_t before = diags->count;
    if (d->guide.len == 0 || d->release.len == 0) return true;
    const struct schema *schema = catalogue_get(s->catalogue, d->release, d->set, d->guide, diags);
    bool demanded = slice_find(d->guide, ':') < d->guide.len;
    if (schema != NULL && (schema->guide.len > 0 || !demanded)) return true;
    if (diags->count == before) diag_add(diags, &engine_findings[ENGINE_GUIDE_MISSING], d->place, d->guide, d->set, d->release, NO_ARG);
    return false;
}

static bool load_route(struct setup *s, const struct conf_document *document, bool check, struct setup_route *out, struct diags *diags)
{
    out->document = document;
    bool sound = check_guide(s, document, diags);
    /* Now, not when the first document comes: a disk that fails then must not look like a grammar that is not there. */
    if (document->release.len > 0) (void)catalogue_get(s->catalogue, document->release, document->set, document->guide, diags);
    if (document->map.len == 0) return sound;
    size_t before = diags->count;
    struct map_sources sources = { s->arena, &s->schemas, &s->maps, s->tables, s->n_tables, catalogue_lend, s->catalogue };
    if (route_load(&sources, document->map, check, &out->route, diags) != 0) return placed(diags, before, document->place, false);
    out->has_map = true;
    out->route.params = params_of(s->arena, document);
    out->route.n_params = document->n_params;
    return map_params_check(out->route.map, out->route.params, out->route.n_params, document->place, diags) && sound;
}

/* Names that no guide of the agreement's documents knows. */
static bool load_asserts(struct setup *s, struct setup_partner *partner, struct diags *diags)
{
    const struct agreement *a = partner->agreement;
    struct assert_words words = { .arena = s->arena };
    slice name, hint;
    bool sound = true;
    partner->asserts = asserts_split(s->arena, a->asserts);
    if (a->asserts.len == 0) return true;
    for (unsigned k = 0; k < a->n_documents; k++)
        asserts_words_add(&words, s->catalogue, a->documents[k].guide, a->documents[k].set, a->documents[k].release);
    for (unsigned i = 0; asserts_name(&partner->asserts, i, &name); i++) {
        if (!asserts_unknown(&words, name, &hint)) continue;
        diag_add(diags, &engine_findings[ENGINE_ASSERT_UNKNOWN], a->asserts_place, name, hint, NO_ARG, NO_ARG);
        sound = false;
    }
    return sound;
}

static bool load_partners(struct setup *s, bool check, struct diags *diags)
{
    bool sound = true;
    s->partners = arena_array(s->arena, s->conf->n_agreements + 1, sizeof *s->partners);
    for (unsigned i = 0; i < s->conf->n_agreements; i++) {
        struct setup_partner *partner = &s->partners[i];
        partner->agreement = &s->conf->agreements[i];
        partner->routes = arena_array(s->arena, partner->agreement->n_documents + 1, sizeof *partner->routes);
        for (unsigned k = 0; k < partner->agreement->n_documents; k++)
            if (!load_route(s, &partner->agreement->documents[k], check, &partner->routes[k], diags)) sound = false;
        if (!load_asserts(s, partner, diags)) sound = false;
    }
    return sound;
}

/* Everything but the arena. */
static void let_go(struct setup *s)
{
    for (unsigned i = 0; s->partners != NULL && i < s->conf->n_agreements; i++)
        for (unsigned k = 0; k < s->conf->agreements[i].n_documents; k++) route_close(&s->partners[i].routes[k].route);
    catalogue_free(s->catalogue);
    free(s);
}

static int load_conf(struct setup *s, int dir, struct diags *diags)
{
    const char **names = arena_array(s->arena, x12_n_leniencies + 1, sizeof *names);
    unsigned *bits = arena_array(s->arena, x12_n_leniencies + 1, sizeof *bits);
    for (unsigned i = 0; i < x12_n_leniencies; i++) {
        names[i] = x12_leniencies[i].name;
        bits[i] = x12_leniencies[i].bit;
    }
    struct conf_names lenient = { names, bits, x12_n_leniencies };
    return conf_load(s->arena, dir, &lenient, &s->conf, diags);
}

int setup_load(struct arena *arena, const char *instance, int dir, const char *shipped, bool check, struct setup **out, struct diags *diags)
{
    struct setup *s = calloc(1, sizeof *s);
    must(s != NULL);
    s->arena = arena;
    setup_paths(s->arena, instance, shipped, &s->schemas, &s->maps);
    s->catalogue = catalogue_new(arena, &s->schemas);
    int err = load_conf(s, dir, diags);
    bool sound = setup_tables(s->arena, dir, "tables", &s->tables, &s->n_tables, diags);
    if (err == 0 && !load_partners(s, check, diags)) sound = false;
    if (err == 0 && (!sound || diags_has(diags, SEV_ERROR))) err = E_BAD;
    if (err != 0) {
        let_go(s);
        return err;
    }
    *out = s;
    return 0;
}

void setup_free(struct setup *s)
{
    if (s == NULL) return;
    struct arena *arena = s->arena;
    let_go(s);
    arena_free(arena);
}

const struct setup_partner *setup_partner(const struct setup *s, const struct agreement *agreement)
{
    return &s->partners[agreement - s->conf->agreements];
}

const struct setup_route *setup_route(const struct setup_partner *p, slice set_id, slice release)
{
    const struct conf_document *document = agreement_document(p->agreement, set_id, release);
    return document == NULL ? NULL : &p->routes[document - p->agreement->documents];
}

void setup_check_options(const struct setup_partner *p, struct check_options *options)
{
    options->code_severity = p->agreement->code_severity;
    options->guide_severity = p->agreement->guide_severity;
    options->hash_plain = p->agreement->hash_plain;
    options->asserts_on = p->asserts.on;
    options->asserts_off = p->asserts.off;
}
