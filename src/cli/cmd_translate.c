/* cmd_translate.c - `translate`: a document through a map, without state.  The map's source says how the file is read, as X12 or as records; its target
 * how it is written: a set gets an envelope of its own, with a number that counts. */
#include "cli/reading.h"

#include "base/err.h"
#include "base/fsys.h"
#include "base/render.h"
#include "engine/engine.h"
#include "engine/outside.h"
#include "engine/record_input.h"
#include "engine/translate.h"

#include <fcntl.h>
#include <unistd.h>

enum { RECORD_MAX_BYTES = 1 << 30, JSON_MAX_BYTES = 1 << 30 };

struct translating {
    struct reading reading;
    struct outside outside;             /* items, tables, params */
    struct route route;
    struct set_envelope envelope;
    struct translator *translator;
    int out;
    unsigned records;
    enum severity worst;
    bool json;
    struct buf text;                    /* the JSON: findings, then what was written */
    struct json j;
};

/* Only the map's own set is read with its schema; others are named by the chooser's finding. */
static const struct schema *choose(void *context, const struct document_step *step, struct check_options *options, struct diags *diags)
{
    struct translating *t = context;
    const struct schema *schema = map_source_schema(t->route.map);
    (void)options;
    (void)diags;
    bool same = slice_eq(step->set_id, schema->set_id) && slice_starts(step->group->gs[8], schema->release);
    return same ? schema : NULL;
}

static int translate_tree(struct translating *t, enum charset charset, struct tree *tree, struct arena *arena, struct diags *diags)
{
    if (diags->worst >= SEV_REJECT_DOCUMENT) return 0;
    struct map_env env = outside_env(&t->outside, &t->route, SLICE("000000"));
    struct translation made;
    translate(t->translator, &t->route, &env, charset, tree, arena, NULL, &made, diags);
    if (made.bytes.len == 0) return 0;
    t->records++;
    t->envelope.interchange_control++;
    t->envelope.group_control++;
    return fsys_write_all(t->out, made.bytes);
}

static int translate_set(struct translating *t, const struct document_step *step)
{
    return step->schema == NULL ? 0 : translate_tree(t, CHARSET_AUTO, step->tree, step->arena, step->diags);
}

static void say_findings(struct translating *t, const struct diags *diags)
{
    if (!t->json) cli_findings(diags);
    for (size_t i = 0; t->json && i < diags->count; i++) diag_json(&t->j, &diags->items[i]);
}

/* With --json the records go to OUT, and only what is to say about them to standard output. */
static void begin_json(struct translating *t, const char *map, const char *file)
{
    t->j = json_begin(&t->text);
    json_object(&t->j);
    json_key(&t->j, "file");
    json_cstr(&t->j, file);
    json_key(&t->j, "map");
    json_cstr(&t->j, map);
    json_key(&t->j, "findings");
    json_array(&t->j);
}

static void end_json(struct translating *t)
{
    json_array_end(&t->j);
    json_key(&t->j, "records");
    json_int(&t->j, t->records);
    json_key(&t->j, "worst");
    json_cstr(&t->j, severity_name(t->worst));
    json_object_end(&t->j);
    buf_putc(&t->text, '\n');
    cli_put(stdout, buf_slice(&t->text));
}

static void judge(struct translating *t, const struct diags *diags)
{
    say_findings(t, diags);
    if (diags->count > 0 && diags->worst > t->worst) t->worst = diags->worst;
}

static int translate_records(struct translating *t, const char *path)
{
    struct arena *arena = arena_new();
    struct record_input in;
    struct diags diags;
    struct tree tree;
    tree_init(&tree);
    diags_init(&diags, arena, DIAGS_DEFAULT_CAP);
    int err = record_input_open(&in, arena, &t->reading.schemas, map_source_schema(t->route.map), path, &diags);
    while (err == 0 && record_input_next(&in, &tree) == RECORD_STEP_RECORD) {
        err = translate_tree(t, CHARSET_UTF8, &tree, arena, &diags);
        judge(t, &diags);
        diags_init(&diags, arena, DIAGS_DEFAULT_CAP);
    }
    judge(t, &diags);
    record_input_close(&in);
    tree_free(&tree);
    arena_free(arena);
    return err != 0 && err != E_BAD ? cli_error(path, err) : 0;
}

static int translate_file(struct translating *t, const char *path)
{
    if (map_source_schema(t->route.map)->is_record) return translate_records(t, path);
    struct document_chooser chooser = { choose, t };
    int code = reading_open(&t->reading, path, &chooser);
    if (code != 0) return code;
    struct document_step step;
    int got, err = 0;
    while (err == 0 && (got = reading_next(&t->reading, &step)) > 0) {
        if (step.event == DOCUMENT_SET) err = translate_set(t, &step);
        if (!reading_has_ended(&step)) continue;
        judge(t, step.diags);
    }
    if (err == 0 && got < 0) err = got;
    reading_close(&t->reading);
    return err != 0 ? cli_error(path, err) : 0;
}

static int open_output(const char *path)
{
    return path == NULL ? STDOUT_FILENO : fsys_create(AT_FDCWD, path);
}

int cmd_translate(struct cli *cli, const struct command *command, int argc, char **argv)
{
    const char *map = NULL, *out = NULL, *items = NULL, *tables = NULL, *lenient = NULL;
    bool done = false, check = false, json = false;
    int first = 1;
    const struct option_row options[] = {
        { "map", "MAP", "a map file, or a shipped one like amazon-prima/850-sales-order", &map, NULL },
        { "o", "OUT", "write here instead of standard output", &out, NULL },
        { "items", "FILE", "an item master (items.csv)", &items, NULL },
        { "tables", "DIR", "a folder of cross-reference tables", &tables, NULL },
        { "lenient", "NAME,…", "tolerate what an agreement may: wrong-se01, bom …", &lenient, NULL },
        { "check", NULL, "also check what is written against the layout's XSD", NULL, &check },
        { "json", NULL, "print findings as JSON; needs -o for the records", NULL, &json },
        { 0 },
    };
    int code = cli_options(command, options, argc, argv, &first, &done);
    if (code != 0 || done) return code;
    if (map == NULL || argv[first] == NULL || argv[first + 1] != NULL) return cli_fail(EXIT_USAGE, "translate needs --map MAP and one file");
    if (json && out == NULL) return cli_fail(EXIT_USAGE, "translate --json needs -o OUT for the records");
    struct translating t = { .out = -1, .json = json, .text = BUF_INIT(JSON_MAX_BYTES) };
    struct diags diags;
    diags_init(&diags, cli->arena, DIAGS_DEFAULT_CAP);
    reading_begin(&t.reading, cli, NULL);
    if (reading_lenient(&t.reading, lenient) != 0) return reading_end(&t.reading), EXIT_USAGE;
    const char *instance = is_instance(cli, cli->instance) ? cli->instance : NULL;
    int err = outside_open(&t.outside, cli->arena, instance, engine_shipped(cli->arena), items, tables, &diags);
    if (err == 0) {
        reading_borrow(&t.reading, t.outside.setup ? t.outside.setup->catalogue : NULL);
        struct map_sources sources = { cli->arena, &t.reading.schemas, &t.reading.maps, t.outside.tables, t.outside.n_tables,
                                        catalogue_lend, t.reading.catalogue };
        err = route_load(&sources, slice_of(map), check, &t.route, &diags);
    }
    cli_findings(&diags);
    if (err != 0) {
        code = err == E_BAD ? EXIT_USAGE : cli_error(map, err);
    } else {
        outside_params(&t.outside, &t.route);
        t.translator = translator_new(RECORD_MAX_BYTES);
        if (t.route.set) t.envelope = set_envelope_default(t.route.set, clock_now());
        t.route.envelope = &t.envelope;
        t.out = open_output(out);
        if (json) begin_json(&t, map, argv[first]);
        code = t.out < 0 ? cli_error(out, t.out) : translate_file(&t, argv[first]);
        if (json && code == 0) end_json(&t);
        else if (code == 0 && t.records == 0) cli_fail(0, "%s: nothing was translated", argv[first]);
        if (out != NULL && t.out >= 0) fsys_close(t.out);
        translator_free(t.translator);
        route_close(&t.route);
    }
    reading_end(&t.reading);
    outside_close(&t.outside);
    buf_free(&t.text);
    if (code != 0) return code;
    return t.worst >= SEV_HOLD_LINE || t.records == 0 ? EXIT_WRONG : EXIT_FINE;
}
