/* cmd_map_effective.c - `map effective MAP`: the map as it is run, overlays worked in; `map diff A B`: what differs between two of them. */
#include "cli/map_verbs.h"

#include "base/err.h"
#include "base/render.h"
#include "engine/translate.h"
#include "map/effective.h"

enum { TEXT_MAX_BYTES = 64 << 20 };

static int fail(struct map_job *job, const char *what, int err)
{
    cli_findings(&job->diags);
    if (err == E_NOT_FOUND) return EXIT_USAGE;
    return err == E_BAD ? EXIT_WRONG : cli_error(what, err);
}

/* An overlay that fits its base and gives no sound map is printed all the same: it is looked at for that reason. */
int map_effective_verb(struct map_job *job, char **words)
{
    if (words[0] == NULL || words[1] != NULL) return cli_fail(EXIT_USAGE, "map effective takes one map");
    struct map_sources sources = map_job_sources(job);
    struct xml_node *root;
    const struct source *source;
    int err = map_effective(&sources, slice_of(words[0]), &root, &source, &job->diags);
    if (err != 0) return fail(job, words[0], err);
    struct buf text = BUF_INIT(TEXT_MAX_BYTES);
    effective_write(&text, root);
    struct route route = { 0 };
    diags_init(&job->diags, job->cli->arena, DIAGS_DEFAULT_CAP);
    err = route_load(&sources, slice_of(words[0]), false, &route, &job->diags);
    if (err == 0) buf_printf(&text, "<!-- digest %.*s -->\n", SLICE_ARG(route.digest));
    cli_put(stdout, buf_slice(&text));
    buf_free(&text);
    route_close(&route);
    return err == 0 ? EXIT_FINE : fail(job, words[0], err);
}

/* ---- diff ---- */

static const char *kind_word(enum change_kind kind)
{
    static const char *const words[] = { [CHANGE_ADDED] = "added", [CHANGE_REMOVED] = "removed", [CHANGE_CHANGED] = "changed" };
    return words[kind];
}

static void put_place(struct buf *out, const struct place *place)
{
    unsigned line = 0, column;
    if (place->source && place_line(place, &line, &column)) buf_printf(out, "  %s:%u", place->source->name, line);
}

static void put_value(struct buf *out, slice value)
{
    if (value.ptr) buf_printf(out, "\"%.*s\"", SLICE_ARG(value));
    else buf_puts(out, "(not there)");
}

static void put_change(struct buf *out, const struct change *c)
{
    /* Parts without an id are called by their kind already. */
    bool named = slice_starts(c->rule, c->tag);
    buf_printf(out, "%s %.*s%s%.*s", kind_word(c->kind), SLICE_ARG(c->rule), named ? "" : ", ", named ? 0 : (int)c->tag.len, c->tag.ptr);
    put_place(out, &c->old_place);
    put_place(out, &c->new_place);
    buf_putc(out, '\n');
    for (unsigned i = 0; i < c->n_attrs; i++) {
        buf_printf(out, "    %.*s: ", SLICE_ARG(c->attrs[i].name));
        put_value(out, c->attrs[i].old);
        buf_puts(out, " -> ");
        put_value(out, c->attrs[i].new);
        if (c->attrs[i].place.source != c->new_place.source) put_place(out, &c->attrs[i].place);
        buf_putc(out, '\n');
    }
}

static void json_value(struct json *j, const char *key, slice value)
{
    json_key(j, key);
    if (value.ptr) json_text(j, value);
    else json_null(j);
}

static void json_place(struct json *j, const char *key, const struct place *place)
{
    struct buf text = BUF_INIT(8192);
    put_place(&text, place);
    json_value(j, key, slice_trim(buf_slice(&text)));
    buf_free(&text);
}

static void json_change(struct json *j, const struct change *c)
{
    json_object(j);
    json_value(j, "rule", c->rule);
    json_value(j, "element", c->tag);
    json_key(j, "change");
    json_cstr(j, kind_word(c->kind));
    json_place(j, "old_place", &c->old_place);
    json_place(j, "new_place", &c->new_place);
    json_key(j, "attributes");
    json_array(j);
    for (unsigned i = 0; i < c->n_attrs; i++) {
        json_object(j);
        json_value(j, "name", c->attrs[i].name);
        json_value(j, "old", c->attrs[i].old);
        json_value(j, "new", c->attrs[i].new);
        json_place(j, "place", &c->attrs[i].place);
        json_object_end(j);
    }
    json_array_end(j);
    json_object_end(j);
}

static void put_all(struct map_job *job, const struct change *changes, size_t n)
{
    struct buf text = BUF_INIT(TEXT_MAX_BYTES);
    struct json j = json_begin(&text);
    if (job->json) json_array(&j);
    for (size_t i = 0; i < n; i++) {
        if (job->json) json_change(&j, &changes[i]);
        else put_change(&text, &changes[i]);
    }
    if (job->json) {
        json_array_end(&j);
        buf_putc(&text, '\n');
    }
    cli_put(stdout, buf_slice(&text));
    buf_free(&text);
}

int map_diff_verb(struct map_job *job, char **words)
{
    if (words[0] == NULL || words[1] == NULL || words[2] != NULL) return cli_fail(EXIT_USAGE, "map diff takes two maps");
    struct map_sources sources = map_job_sources(job);
    struct xml_node *roots[2];
    const struct source *source;
    for (unsigned i = 0; i < 2; i++) {
        int err = map_effective(&sources, slice_of(words[i]), &roots[i], &source, &job->diags);
        if (err != 0) return fail(job, words[i], err);
    }
    const struct change *changes;
    size_t n;
    effective_diff(&sources, roots[0], roots[1], &changes, &n);
    put_all(job, changes, n);
    return n > 0 ? EXIT_WRONG : EXIT_FINE;
}
