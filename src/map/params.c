/* params.c - an agreement's parameters against a map's, before any document: unknown names, impossible values, missing ones. */
#include "map/compile.h"

static const struct param *param_find(const struct map *m, slice name)
{
    for (unsigned i = 1; i < m->n_params; i++)
        if (slice_eq(m->params[i].name, name)) return &m->params[i];
    return NULL;
}

static void check_given(const struct map *m, const struct map_param *given, struct place place, struct diags *diags)
{
    const struct param *p = param_find(m, given->name);
    if (given->place.source) place = given->place;
    if (p) {
        slice wanted = param_expected(p, given->value);
        if (wanted.len) diag_add(diags, map_def(MAP_PARAM_VALUE), place, p->name, given->value, wanted, NO_ARG);
        return;
    }
    slice list[64];
    size_t n = 0;
    for (unsigned i = 1; i < m->n_params && n < 64; i++) list[n++] = m->params[i].name;
    diag_add(diags, map_def(MAP_PARAM_UNKNOWN), place, given->name, m->id, expr_nearest(diags->arena, given->name, list, n,
            SLICE("the map's <param> rows list them")), NO_ARG);
}

bool map_params_check(const struct map *m, const struct map_param *params, unsigned n, struct place place, struct diags *diags)
{
    size_t before = diags->count + diags->dropped;
    for (unsigned i = 0; i < n; i++) check_given(m, &params[i], place, diags);
    for (unsigned k = 1; k < m->n_params; k++) {
        bool set = m->params[k].has_default;
        for (unsigned i = 0; i < n && !set; i++) set = slice_eq(params[i].name, m->params[k].name);
        if (!set) diag_add(diags, map_def(MAP_PARAM_MISSING), place, m->params[k].name, m->id, NO_ARG, NO_ARG);
    }
    return diags->count + diags->dropped == before;
}
