/* outside.h - items, tables and parameters for maps that run without a daemon: translate, explain, map test.
 *
 * From files that the caller names, else from an instance (read only), else none. */
#ifndef ENGINE_OUTSIDE_H
#define ENGINE_OUTSIDE_H

#include "engine/setup.h"
#include "trade/items.h"

struct outside {
    struct arena *arena;
    const struct items *items;
    struct item_lookup lookup;
    struct table_lookup *tables;
    unsigned n_tables;
    struct setup *setup;                /* of the instance, or null */
};

/* `instance`, `items` (a CSV file) and `tables` (a folder) may be null.  0, E_BAD with findings, or an error of reading. */
int outside_open(struct outside *o, struct arena *arena, const char *instance, const char *shipped, const char *items, const char *tables,
                 struct diags *diags);
/* Give the route the parameters of the instance's agreement that uses the same map, if there is one. */
void outside_params(const struct outside *o, struct route *route);
struct map_env outside_env(const struct outside *o, const struct route *route, slice document_id);
void outside_close(struct outside *o);

#endif
