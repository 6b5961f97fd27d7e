/* cmd_explain.c - `explain`: why a field of a written record has its value.
 *
 * The file's name leads to the journal, the journal to the original in the archive, to the map and to the item master of that day; the document is
 * translated once more with a trace.  When map or tables have changed since, the answer says so: it then explains today's map. */
#include "cli/reading.h"

#include "base/err.h"
#include "crypto/digest.h"
#include "engine/engine.h"
#include "engine/outside.h"
#include "engine/record_input.h"
#include "store/store.h"

enum { RECORD_MAX_BYTES = 1 << 30, TEXT_MAX_BYTES = 1 << 20 };

struct explaining {
    struct cli *cli;
    const char *instance;
    struct store *store;
    struct reading reading;
    struct outside outside;
    struct output output;
    struct intake intake;
    struct document document;
    const struct setup_route *route;
    slice field;
    bool json;
};

static slice base_name(slice path)
{
    slice rest = path, part = path, last = path;
    while (slice_next(&rest, '/', &part)) last = part;
    return last;
}

/* The instance named by -C, or the one the file lies in. */
static const char *find_instance(struct cli *cli, const char *file)
{
    if (is_instance(cli, cli->instance)) return cli->instance;
    slice path = slice_of(file);
    while (path.len > 0) {
        slice name = base_name(path);
        path = slice_sub(path, 0, path.len - name.len);
        while (path.len > 1 && path.ptr[path.len - 1] == '/') path.len--;
        const char *directory = arena_cstr(cli->arena, path);
        if (path.len > 0 && is_instance(cli, directory)) return directory;
        if (path.len <= 1) break;
    }
    return NULL;
}

static int find_document(struct explaining *x, const char *file)
{
    struct arena *arena = x->cli->arena;
    int err = store_output_by_name(x->store, base_name(slice_of(file)), arena, &x->output);
    if (err == E_NOT_FOUND) return cli_fail(EXIT_USAGE, "%s: no file of this name was written by %s", file, x->instance);
    if (err == 0) err = store_intake_get(x->store, x->output.intake, arena, &x->intake);
    if (err == 0 && x->output.document == 0) return cli_fail(EXIT_USAGE, "%s was not made by a map; its fields have no rule to explain", file);
    if (err == 0) err = store_document_get(x->store, x->output.intake, x->output.document, arena, &x->document);
    if (err != 0) return cli_error(file, err);
    const struct agreement *agreement = conf_agreement(x->outside.setup->conf, x->document.partner);
    const struct setup_partner *partner = agreement ? setup_partner(x->outside.setup, agreement) : NULL;
    for (unsigned k = 0; partner != NULL && k < agreement->n_documents; k++)
        if (partner->routes[k].has_map && slice_eq(map_id(partner->routes[k].route.map), x->document.map)) x->route = &partner->routes[k];
    if (x->route == NULL) return cli_fail(EXIT_USAGE, "the map %.*s is not in use any more", SLICE_ARG(x->document.map));
    if (!slice_eq(x->route->route.digest, x->document.map_digest))
        cli_fail(0, "note: the map %.*s has changed since this file was written; this explains the map of today", SLICE_ARG(x->document.map));
    return 0;
}

/* The item master as it was when the document was translated. */
static int use_old_items(struct explaining *x)
{
    slice image;
    if (x->document.items_digest.len == 0) return 0;
    int err = store_blob_get(x->store, SLICE("items"), x->document.items_digest, x->cli->arena, &image);
    if (err == E_NOT_FOUND) {
        cli_fail(0, "note: the item master of that day is not kept any more; this explains with the one of today");
        return 0;
    }
    if (err == 0) err = items_open(image, x->cli->arena, &x->outside.items);
    if (err == 0) x->outside.lookup = items_lookup(x->outside.items);
    return err == 0 ? 0 : cli_error("item master", err);
}

static const struct schema *choose(void *context, const struct document_step *step, struct check_options *options, struct diags *diags)
{
    const struct explaining *x = context;
    (void)options;
    (void)diags;
    return step->ordinal == x->document.ordinal ? map_source_schema(x->route->route.map) : NULL;
}

/* The same lines, with what they are about. */
static void say_json(const struct explaining *x, slice text)
{
    struct buf out = BUF_INIT(TEXT_MAX_BYTES);
    struct json j = json_begin(&out);
    const struct { const char *key; slice value; } rows[] = {
        { "file", x->output.path }, { "field", x->field }, { "map", x->document.map }, { "map_version", x->document.map_version },
        { "map_digest", x->document.map_digest }, { "items_digest", x->document.items_digest }, { "original", x->intake.archive },
        { "set", x->document.set_control },
    };
    json_object(&j);
    for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++) {
        json_key(&j, rows[i].key);
        json_text(&j, rows[i].value);
    }
    json_key(&j, "explanation");
    json_array(&j);
    slice rest = text, line;
    while (slice_next(&rest, '\n', &line))
        if (line.len > 0) json_text(&j, line);
    json_array_end(&j);
    json_object_end(&j);
    buf_putc(&out, '\n');
    cli_put(stdout, buf_slice(&out));
    buf_free(&out);
}

static int explain_tree(struct explaining *x, enum charset charset, struct tree *tree, struct arena *arena, struct diags *diags)
{
    const struct route *route = &x->route->route;
    struct translator *translator = translator_new(RECORD_MAX_BYTES);
    struct map_trace *trace = map_trace_new(arena);
    struct map_env env = outside_env(&x->outside, route, arena_printf(x->cli->arena, "%06lld", (long long)x->intake.id));
    struct translation made;
    struct buf text = BUF_INIT(TEXT_MAX_BYTES);
    translate(translator, route, &env, charset, tree, arena, trace, &made, diags);
    char digest[SHA256_HEX + 1];
    sha256_hex(made.bytes, digest);
    /* An interchange has a date and numbers that are not the map's. */
    if (route->set == NULL && !slice_is(x->output.sha256, digest)) cli_fail(0, "note: translated again, this document no longer gives the same bytes (settings or tables changed)");
    bool found = map_explain(route->map, trace, tree, made.record, x->field, &text);
    if (found && x->json) say_json(x, buf_slice(&text));
    else cli_put(found ? stdout : stderr, buf_slice(&text));
    buf_free(&text);
    translator_free(translator);
    return found ? EXIT_FINE : EXIT_USAGE;
}

static int explain_set(struct explaining *x, const struct document_step *step)
{
    const struct agreement *agreement = conf_agreement(x->outside.setup->conf, x->document.partner);
    return explain_tree(x, agreement->charset, step->tree, step->arena, step->diags);
}

/* Of a file of records: the one with the document's number. */
static int explain_record(struct explaining *x, const char *original)
{
    struct record_input in;
    struct tree tree;
    struct diags diags;
    int code = EXIT_FINE;
    bool found = false;
    tree_init(&tree);
    diags_init(&diags, x->cli->arena, DIAGS_DEFAULT_CAP);
    int err = record_input_open(&in, x->cli->arena, &x->reading.schemas, map_source_schema(x->route->route.map), original, &diags);
    for (int64_t n = 1; err == 0 && !found && record_input_next(&in, &tree) == RECORD_STEP_RECORD; n++) {
        found = n == (int64_t)x->document.ordinal;
        if (found) code = explain_tree(x, CHARSET_UTF8, &tree, x->cli->arena, &diags);
    }
    record_input_close(&in);
    tree_free(&tree);
    if (err != 0 && err != E_BAD) return cli_error(original, err);
    return found ? code : cli_fail(EXIT_WORLD, "%s no longer holds the document", original);
}

static int explain(struct explaining *x)
{
    const char *original = arena_cstr(x->cli->arena, arena_printf(x->cli->arena, "%s/%.*s", x->instance, SLICE_ARG(x->intake.archive)));
    if (map_source_schema(x->route->route.map)->is_record) return explain_record(x, original);
    struct document_chooser chooser = { choose, x };
    int code = reading_open(&x->reading, original, &chooser);
    if (code != 0) return code;
    struct document_step step;
    int got;
    while ((got = reading_next(&x->reading, &step)) > 0)
        if (step.event == DOCUMENT_SET && step.ordinal == x->document.ordinal) return explain_set(x, &step);
    return got < 0 ? cli_error(original, got) : cli_fail(EXIT_WORLD, "%s no longer holds the document", original);
}

int cmd_explain(struct cli *cli, const struct command *command, int argc, char **argv)
{
    bool json = false, done = false;
    int first = 1;
    const struct option_row options[] = { { "json", NULL, "print JSON", NULL, &json }, { 0 } };
    int code = cli_options(command, options, argc, argv, &first, &done);
    if (code != 0 || done) return code;
    const char *file = argv[first], *field = file ? argv[first + 1] : NULL;
    if (field == NULL || argv[first + 2] != NULL) return cli_fail(EXIT_USAGE, "explain takes a file and a field, like 'OrderLineData[1]/@Quantity'");
    struct explaining x = { .cli = cli, .instance = find_instance(cli, file), .field = slice_of(field), .json = json };
    if (x.instance == NULL) return cli_fail(EXIT_USAGE, "%s is in no instance; name it with -C DIR", file);
    struct diags diags;
    diags_init(&diags, cli->arena, DIAGS_DEFAULT_CAP);
    const char *path = arena_cstr(cli->arena, arena_printf(cli->arena, "%s/state/crossdock.db", x.instance));
    int err = store_open(path, true, &x.store);
    if (err == 0) err = outside_open(&x.outside, cli->arena, x.instance, engine_shipped(cli->arena), NULL, NULL, &diags);
    cli_findings(&diags);
    if (err != 0) {
        code = cli_error(x.instance, err);
    } else {
        reading_begin(&x.reading, cli, NULL);
        code = find_document(&x, file);
        if (code == 0) code = use_old_items(&x);
        if (code == 0) code = explain(&x);
        reading_end(&x.reading);
    }
    outside_close(&x.outside);
    store_close(x.store);
    return code;
}
