/* map_tests.c - see map_tests.h.  Each test's document is read by the map's own schema, its items and tables stand beside the test file. */
#include "cli/map_tests.h"

#include "base/err.h"
#include "base/fsys.h"
#include "base/json.h"
#include "base/render.h"
#include "engine/characters.h"
#include "engine/engine.h"
#include "engine/outside.h"
#include "engine/record_input.h"
#include "engine/translate.h"
#include "map/test.h"
#include "xml/xml.h"

#include <fcntl.h>
#include <sys/stat.h>

enum { MAP_MAX_BYTES = 16 << 20, JSON_MAX_BYTES = 256 << 20 };

bool map_is_map(const char *path)
{
    struct buf text = BUF_INIT(MAP_MAX_BYTES);
    struct arena *arena = arena_new();
    struct diags quiet;
    diags_init(&quiet, arena, 1);
    bool is = false;
    if (fsys_read_file(AT_FDCWD, path, &text) == 0) {
        struct source source = { .name = path, .bytes = buf_slice(&text), .fd = -1 };
        struct xml_node *root = xml_parse(arena, &source, &quiet);
        /* What cannot be read is checked, so that it is complained about. */
        is = root == NULL || slice_is(root->name, "map");
    }
    arena_free(arena);
    buf_free(&text);
    return is;
}

struct map_bench {                          /* where tests are carried out */
    struct cli *cli;
    struct reading *reading;
    struct outside outside;
    const struct map *map;
    struct record_input input;          /* of a map that reads records; open from one test to the next */
    struct tree record;
    bool json;
    struct buf text;
    struct json j;
    unsigned passed, failed;
};

static bool exists(const char *path)
{
    struct stat st;
    return fsys_stat(AT_FDCWD, path, &st) == 0;
}

static const struct schema *choose(void *context, const struct document_step *step, struct check_options *options, struct diags *diags)
{
    const struct map_bench *b = context;
    (void)step;
    (void)options;
    (void)diags;
    return map_source_schema(b->map);
}

/* Findings of the set itself count as the document's. */
static void copy_findings(struct diags *to, const struct diags *from)
{
    for (size_t i = 0; i < from->count; i++) diag_copy(to, &from->items[i]);
}

static bool read_set(struct map_bench *b, const char *path, struct arena *arena, struct map_test_given *out, struct diags *diags)
{
    struct document_chooser chooser = { choose, b };
    struct document_step step;
    reading_close(b->reading);
    if (reading_open(b->reading, path, &chooser) != 0) return false;
    while (reading_next(b->reading, &step) > 0) {
        if (step.event != DOCUMENT_SET) continue;
        copy_findings(diags, step.diags);
        characters_to_utf8(step.tree, CHARSET_AUTO, arena, diags);
        out->tree = step.tree;
        return true;
    }
    return false;
}

/* The first record of the file. */
static bool read_record(struct map_bench *b, const char *path, struct arena *arena, struct map_test_given *out, struct diags *diags)
{
    record_input_close(&b->input);
    int err = record_input_open(&b->input, arena, &b->reading->schemas, map_source_schema(b->map), path, diags);
    if (err != 0 || record_input_next(&b->input, &b->record) != RECORD_STEP_RECORD) return false;
    out->tree = &b->record;
    return true;
}

bool map_bench_given(void *bench, const struct map *m, const char *folder, const char *file, struct arena *arena, struct map_test_given *out,
                     struct diags *diags)
{
    struct map_bench *b = bench;
    const char *items = arena_cstr(arena, arena_printf(arena, "%s/items.csv", folder));
    outside_close(&b->outside);
    b->map = m;
    if (outside_open(&b->outside, arena, NULL, engine_shipped(b->cli->arena), exists(items) ? items : NULL, folder, diags) != 0) return false;
    *out = (struct map_test_given){
        .items = b->outside.items ? &b->outside.lookup : NULL, .tables = b->outside.tables, .n_tables = b->outside.n_tables,
    };
    slice path = strcmp(folder, ".") == 0 ? slice_of(file) : arena_printf(arena, "%s/%s", folder, file);
    bool records = map_source_schema(m)->is_record;
    return records ? read_record(b, arena_cstr(arena, path), arena, out, diags) : read_set(b, arena_cstr(arena, path), arena, out, diags);
}

bool map_bench_write(void *bench, const struct map *m, const struct tree *output, struct arena *arena, slice *bytes, struct diags *diags)
{
    (void)bench;
    return output_write(m, output, arena, bytes, diags);
}

struct map_bench *map_bench_new(struct cli *cli, struct reading *reading)
{
    struct map_bench *b = arena_alloc(cli->arena, sizeof *b);
    *b = (struct map_bench){ .cli = cli, .reading = reading, .outside = { .arena = cli->arena } };
    tree_init(&b->record);
    return b;
}

void map_bench_free(struct map_bench *bench)
{
    outside_close(&bench->outside);
    record_input_close(&bench->input);
    tree_free(&bench->record);
}

/* With the test they belong to, not on standard error: there they would stand before all results. */
static void put_findings(const struct diags *diags)
{
    struct buf text = BUF_INIT(16 << 20);
    for (size_t i = 0; i < diags->count; i++) diag_text(&text, &diags->items[i]);
    slice rest = buf_slice(&text), line;
    while (slice_next(&rest, '\n', &line))
        if (line.len > 0) printf("        %.*s\n", SLICE_ARG(line));
    buf_free(&text);
}

static void report(void *context, const struct map_test_result *r)
{
    struct map_bench *b = context;
    ++*(r->passed ? &b->passed : &b->failed);
    json_object(&b->j);
    json_key(&b->j, "file");
    json_cstr(&b->j, r->file);
    json_key(&b->j, "line");
    json_int(&b->j, r->line);
    json_key(&b->j, "name");
    json_text(&b->j, r->name);
    json_key(&b->j, "passed");
    json_bool(&b->j, r->passed);
    json_key(&b->j, "why");
    json_text(&b->j, r->why);
    json_object_end(&b->j);
    if (b->json) return;
    printf("%s  %.*s\n", r->passed ? "ok    " : "FAILED", SLICE_ARG(r->name));
    if (r->passed) return;
    printf("        %s:%u\n", r->file, r->line);
    slice rest = r->why, line;
    while (slice_next(&rest, '\n', &line))
        if (line.len > 0) printf("        %.*s\n", SLICE_ARG(line));
    if (r->findings != NULL) put_findings(r->findings);
}

/* Folders of tests beside the maps that are found: ROOT/PAIRING/tests. */
static void run_beside(struct map_bench *b, const struct map_test_env *env, const char *root)
{
    struct arena *arena = b->cli->arena;
    slice *pairings = NULL;
    size_t n = 0;
    if (fsys_list(AT_FDCWD, root, arena, &pairings, &n) != 0) return;
    for (size_t i = 0; i < n; i++) {
        const char *folder = arena_cstr(arena, arena_printf(arena, "%s/%.*s/tests", root, SLICE_ARG(pairings[i])));
        if (exists(folder)) map_tests_run(env, folder, report, b);
    }
}

int map_tests(struct cli *cli, struct reading *reading, char **paths, bool json)
{
    struct map_bench b = { .cli = cli, .reading = reading, .json = json, .text = BUF_INIT(JSON_MAX_BYTES), .outside = { .arena = cli->arena } };
    tree_init(&b.record);
    b.j = json_begin(&b.text);
    struct map_sources sources = { cli->arena, &reading->schemas, &reading->maps, NULL, 0, catalogue_lend, reading->catalogue };
    struct map_test_env env = { .context = &b, .sources = &sources, .open = map_bench_given, .write = map_bench_write };
    int code = EXIT_FINE;
    json_array(&b.j);
    for (int i = 0; paths[i] != NULL && code == EXIT_FINE; i++) {
        int got = map_tests_run(&env, paths[i], report, &b);
        if (got < 0) code = cli_error(paths[i], got);
    }
    for (unsigned i = 0; paths[0] == NULL && i < reading->maps.n; i++) run_beside(&b, &env, reading->maps.dirs[i]);
    json_array_end(&b.j);
    if (code == EXIT_FINE && json) {
        buf_putc(&b.text, '\n');
        cli_put(stdout, buf_slice(&b.text));
    } else if (code == EXIT_FINE) {
        printf("%u passed, %u failed\n", b.passed, b.failed);
    }
    if (code == EXIT_FINE && b.passed + b.failed == 0) code = cli_fail(EXIT_USAGE, "no map tests found");
    outside_close(&b.outside);
    record_input_close(&b.input);
    tree_free(&b.record);
    buf_free(&b.text);
    return code != EXIT_FINE ? code : b.failed > 0 ? EXIT_WRONG : EXIT_FINE;
}
