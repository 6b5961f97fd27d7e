/* translate.c - map, write, check: see translate.h.  The steps are independent; each adds its findings and none stops the others, so that one
 * report tells everything. */
#include "engine/translate.h"

#include "base/err.h"
#include "base/must.h"
#include "crypto/digest.h"
#include "engine/characters.h"

#include <stdlib.h>

struct translator {
    struct tree record;
    struct buf bytes;
};

struct translator *translator_new(size_t most_bytes)
{
    struct translator *t = calloc(1, sizeof *t);
    must(t != NULL);
    tree_init(&t->record);
    t->bytes = BUF_INIT(most_bytes);
    return t;
}

void translator_free(struct translator *t)
{
    if (t == NULL) return;
    tree_free(&t->record);
    buf_free(&t->bytes);
    free(t);
}

int route_load(const struct map_sources *sources, slice map_file, bool check, struct route *out, struct diags *diags)
{
    struct route route = { 0 };
    int err = map_load(sources, map_file, &route.map, diags);
    if (err != 0) return err;
    route.target = map_target_schema(route.map);
    const struct flat *flat = map_target_flat(route.map);
    if (flat) route.set = set_writer_new(sources->arena, flat);
    else route.writer = record_writer_new(sources->arena, route.target);
    char digest[SHA256_HEX + 1];
    sha256_hex(map_canonical(route.map), digest);
    route.digest = arena_copy(sources->arena, slice_of(digest));
    if (check && route.target->xsd.len > 0) {
        route.checker = record_checker_new(route.target, diags);
        if (route.checker == NULL) return E_BAD;
    }
    *out = route;
    return 0;
}

void route_close(struct route *route)
{
    record_checker_free(route->checker);
    route->checker = NULL;
}

/* Where a field of the record came from, found by running the map once more with a trace: only asked for when something is wrong. */
struct origin {
    const struct map_trace *trace;
    const struct tree *in;
};

static struct place origin_of(void *context, uint32_t group, unsigned field)
{
    const struct origin *origin = context;
    return map_trace_place(origin->trace, origin->in, group, field);
}

static bool is_found_before(const struct diags *found, size_t at)
{
    const struct diag *d = &found->items[at];
    for (size_t i = 0; i < at; i++)
        if (found->items[i].def == d->def && found->items[i].place.source != NULL && found->items[i].place.offset == d->place.offset) return true;
    return false;
}

static bool write_output(struct translator *t, const struct route *route, struct origin *origin, struct diags *diags)
{
    buf_clear(&t->bytes);
    if (route->set == NULL) {
        struct record_places places = { origin_of, origin };
        return record_write(route->writer, &t->record, &t->bytes, origin ? &places : NULL, diags);
    }
    struct x12_places places = { origin_of, origin };
    struct set_envelope own = set_envelope_default(route->set, clock_now());
    return set_write(route->set, route->envelope ? route->envelope : &own, &t->record, &t->bytes, origin ? &places : NULL, diags);
}

/* Write again with places, for the findings of the first try. */
static void explain_failure(struct translator *t, const struct route *route, const struct map_env *env, const struct tree *in, struct diags *diags)
{
    struct arena *scratch = arena_new();
    struct diags ignored;
    diags_init(&ignored, scratch, DIAGS_DEFAULT_CAP);
    struct map_result result;
    struct map_trace *trace = map_trace_new(scratch);
    struct origin origin = { trace, in };
    map_run(route->map, env, in, scratch, &t->record, trace, &result, &ignored);
    struct diags found;
    diags_init(&found, scratch, DIAGS_DEFAULT_CAP);
    (void)write_output(t, route, &origin, &found);
    /* A header value may stand in every line of the record: one finding is enough. */
    for (size_t i = 0; i < found.count; i++)
        if (!is_found_before(&found, i)) diag_copy(diags, &found.items[i]);
    arena_free(scratch);
}

void translate(struct translator *t, const struct route *route, const struct map_env *env, enum charset charset, struct tree *in,
               struct arena *arena, struct map_trace *trace, struct translation *out, struct diags *diags)
{
    *out = (struct translation){ .record = &t->record };
    if (!characters_to_utf8(in, charset, arena, diags)) return;
    map_run(route->map, env, in, arena, &t->record, trace, &out->result, diags);
    bool nothing_left = out->result.lines > 0 && out->result.held_lines == out->result.lines;
    if (t->record.groups == 0 || nothing_left) return;
    struct diags quiet;
    diags_init(&quiet, arena, 1);
    if (!write_output(t, route, NULL, &quiet)) {
        explain_failure(t, route, env, in, diags);
        return;
    }
    /* A held document is not published, and lacks what it is held for. */
    if (route->checker != NULL && !diags_has(diags, SEV_HOLD_DOCUMENT) && !record_check(route->checker, slice_of("record"), buf_slice(&t->bytes), diags)) return;
    out->bytes = buf_slice(&t->bytes);
}

bool output_write(const struct map *m, const struct tree *output, struct arena *arena, slice *bytes, struct diags *diags)
{
    const struct flat *flat = map_target_flat(m);
    struct buf text = BUF_INIT((size_t)1 << 30);
    bool good;
    if (flat) {
        const struct set_writer *writer = set_writer_new(arena, flat);
        struct set_envelope envelope = set_envelope_default(writer, clock_now());
        good = set_write(writer, &envelope, output, &text, NULL, diags);
    } else {
        good = record_write(record_writer_new(arena, map_target_schema(m)), output, &text, NULL, diags);
    }
    *bytes = arena_copy(arena, buf_slice(&text));
    buf_free(&text);
    return good;
}
