/* outside.c - see outside.h. */
#include "engine/outside.h"

#include "base/err.h"
#include "base/fsys.h"
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>

enum { ITEMS_MAX_BYTES = 512 << 20 };

static int items_of_file(struct outside *o, const char *path, struct diags *diags)
{
    struct buf csv = BUF_INIT(ITEMS_MAX_BYTES), image = BUF_INIT((size_t)1 << 30);
    struct source *source = arena_alloc(o->arena, sizeof *source);
    int err = fsys_read_file(AT_FDCWD, path, &csv);
    *source = (struct source){ .name = path, .bytes = arena_copy(o->arena, buf_slice(&csv)), .fd = -1 };
    if (err == 0 && !items_compile(source, source->bytes, &image, diags)) err = E_BAD;
    if (err == 0) err = items_open(arena_copy(o->arena, buf_slice(&image)), o->arena, &o->items);
    buf_free(&csv);
    buf_free(&image);
    return err;
}

static int items_of_instance(struct outside *o, const char *instance)
{
    struct store *store = NULL;
    slice digest, image;
    const char *path = arena_cstr(o->arena, arena_printf(o->arena, "%s/state/crossdock.db", instance));
    int err = store_open(path, true, &store);
    if (err == 0) err = store_blob_current(store, SLICE("items"), o->arena, &digest);
    if (err == 0) err = store_blob_get(store, SLICE("items"), digest, o->arena, &image);
    store_close(store);
    if (err == 0) return items_open(image, o->arena, &o->items);
    return err == E_NOT_FOUND || err == -ENOENT ? 0 : err;
}

static int setup_of_instance(struct outside *o, const char *instance, const char *shipped, struct diags *diags)
{
    struct arena *arena = arena_new();
    int dir = fsys_open_dir(AT_FDCWD, instance);
    int err = dir < 0 ? dir : setup_load(arena, instance, dir, shipped, false, &o->setup, diags);
    if (dir >= 0) fsys_close(dir);
    if (err != 0) arena_adopt(o->arena, arena);
    return err;
}

int outside_open(struct outside *o, struct arena *arena, const char *instance, const char *shipped, const char *items, const char *tables,
                 struct diags *diags)
{
    *o = (struct outside){ .arena = arena };
    int err = 0;
    if (instance != NULL) err = setup_of_instance(o, instance, shipped, diags);
    if (err == 0 && items != NULL) err = items_of_file(o, items, diags);
    else if (err == 0 && instance != NULL) err = items_of_instance(o, instance);
    if (err == 0 && tables != NULL && !setup_tables(arena, AT_FDCWD, tables, &o->tables, &o->n_tables, diags)) err = E_BAD;
    if (tables == NULL && o->setup != NULL) {
        o->tables = o->setup->tables;
        o->n_tables = o->setup->n_tables;
    }
    if (o->items != NULL) o->lookup = items_lookup(o->items);
    return err;
}

void outside_params(const struct outside *o, struct route *route)
{
    for (unsigned i = 0; o->setup != NULL && i < o->setup->conf->n_agreements; i++)
        for (unsigned k = 0; k < o->setup->conf->agreements[i].n_documents; k++) {
            const struct setup_route *known = &o->setup->partners[i].routes[k];
            if (!known->has_map || !slice_eq(map_id(known->route.map), map_id(route->map))) continue;
            route->params = known->route.params;
            route->n_params = known->route.n_params;
            return;
        }
}

struct map_env outside_env(const struct outside *o, const struct route *route, slice document_id)
{
    return (struct map_env){
        .items = o->items ? &o->lookup : NULL, .tables = o->tables, .n_tables = o->n_tables, .params = route->params, .n_params = route->n_params,
        .document_id = document_id,
    };
}

void outside_close(struct outside *o) { setup_free(o->setup); }
