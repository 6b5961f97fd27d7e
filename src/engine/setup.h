/* setup.h - everything an instance works by, loaded and checked as one: settings, agreements, schemas, maps, tables.
 *
 * A setup is immutable.  Reloading makes a new one beside it and swaps only when the new one is sound; a bad file keeps the old set. */
#ifndef ENGINE_SETUP_H
#define ENGINE_SETUP_H

#include "conf/conf.h"
#include "engine/asserts.h"
#include "engine/translate.h"

struct setup_route {                    /* one <document> of an agreement */
    const struct conf_document *document;
    bool has_map;
    struct route route;
};
struct setup_partner {
    const struct agreement *agreement;
    struct setup_route *routes;         /* as agreement->documents */
    struct asserts asserts;             /* of the guides: switched on and off */
};
struct setup {
    struct arena *arena;
    struct conf *conf;
    struct schema_path schemas, maps;   /* the site's own before the shipped */
    struct catalogue *catalogue;
    struct setup_partner *partners;     /* as conf->agreements */
    struct table_lookup *tables;
    unsigned n_tables;
};

/* Load the instance at `instance` (its directory descriptor in `dir`) into `arena`, which the setup owns from then on when it succeeds, and the
   caller keeps when it fails (findings point into it).  `shipped` holds the shipped schemas/ and maps/.  With `check`, the XSDs of written
   records are compiled too.  0; E_BAD with findings; or an error of reading. */
int setup_load(struct arena *arena, const char *instance, int dir, const char *shipped, bool check, struct setup **out, struct diags *diags);
void setup_free(struct setup *s);
const struct setup_partner *setup_partner(const struct setup *s, const struct agreement *agreement);
const struct setup_route *setup_route(const struct setup_partner *p, slice set_id, slice release);
/* How strict a partner's documents are checked. */
void setup_check_options(const struct setup_partner *p, struct check_options *options);

/* Load all tables/NAME.csv of a directory.  False with findings when one is wrong. */
bool setup_tables(struct arena *arena, int dir, const char *path, struct table_lookup **out, unsigned *count, struct diags *diags);
/* Where schemas and maps are searched: `own` (may be null) before `shipped`. */
void setup_paths(struct arena *arena, const char *own, const char *shipped, struct schema_path *schemas, struct schema_path *maps);

#endif
