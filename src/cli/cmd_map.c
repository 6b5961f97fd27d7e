/* cmd_map.c - `map VERB`: opens what all of the analyst's tools need, and finds the tool; `check` lints maps like a compiler. */
#include "cli/map_tests.h"
#include "cli/map_verbs.h"

#include "base/err.h"
#include "base/fsys.h"
#include "engine/engine.h"
#include "engine/translate.h"

#include <fcntl.h>

static bool is_map_file(slice name) { return slice_ends(name, SLICE(".xml")); }

/* Check one map and its target; findings are kept for the end. */
static void check_map(struct map_job *job, slice file)
{
    struct map_sources sources = map_job_sources(job);
    struct route route = { 0 };
    int err = route_load(&sources, file, true, &route, &job->diags);
    job->checked++;
    if (err != 0) job->wrong++;
    else if (!job->json) printf("%.*s: sound (%.*s version %.*s)\n", SLICE_ARG(file), SLICE_ARG(map_id(route.map)), SLICE_ARG(map_version(route.map)));
    job->missing += err == E_NOT_FOUND;
    if (err == 0 && job->traffic && job->code == 0) job->code = map_traffic(job, route.map);
    if (err != 0 && err != E_BAD && err != E_NOT_FOUND) cli_fail(0, "%.*s: %s", SLICE_ARG(file), err_text(err));
    route_close(&route);
}

/* All maps of a folder of maps: FOLDER/NAME.xml and FOLDER/PAIRING/NAME.xml that are maps, not fragments. */
static void check_folder(struct map_job *job, const char *root)
{
    struct arena *arena = job->cli->arena;
    slice *pairings = NULL, *names = NULL;
    size_t n = 0, m = 0;
    if (fsys_list(AT_FDCWD, root, arena, &pairings, &n) != 0) return;
    for (size_t i = 0; i < n; i++) {
        const char *folder = arena_cstr(arena, arena_printf(arena, "%s/%.*s", root, SLICE_ARG(pairings[i])));
        if (is_map_file(pairings[i]) && map_is_map(folder)) check_map(job, slice_of(folder));
        if (fsys_list(AT_FDCWD, folder, arena, &names, &m) != 0) continue;
        for (size_t k = 0; k < m; k++) {
            slice path = arena_printf(arena, "%s/%.*s", folder, SLICE_ARG(names[k]));
            if (is_map_file(names[k]) && map_is_map(arena_cstr(arena, path))) check_map(job, path);
        }
    }
}

static int check(struct map_job *job, char **files)
{
    if (files[0] != NULL)
        for (int i = 0; files[i] != NULL; i++) check_map(job, slice_of(files[i]));
    else
        for (unsigned i = 0; i < job->reading.maps.n; i++) check_folder(job, job->reading.maps.dirs[i]);
    if (job->json) cli_findings_json(stdout, &job->diags);
    else cli_findings(&job->diags);
    if (job->code != 0) return job->code;
    if (job->checked == 0) return cli_fail(EXIT_USAGE, "no maps found");
    return job->missing > 0 ? EXIT_USAGE : job->wrong > 0 ? EXIT_WRONG : EXIT_FINE;
}

static int open_job(struct map_job *job)
{
    struct cli *cli = job->cli;
    diags_init(&job->diags, cli->arena, DIAGS_DEFAULT_CAP);
    reading_begin(&job->reading, cli, NULL);
    const char *instance = is_instance(cli, cli->instance) ? cli->instance : NULL;
    int err = 0;
    /* Only the tables: a broken agreement must not keep an analyst from checking a map. */
    job->outside = (struct outside){ .arena = cli->arena };
    if (instance != NULL) {
        int dir = fsys_open_dir(AT_FDCWD, instance);
        if (dir < 0) err = dir;
        else if (!setup_tables(cli->arena, dir, "tables", &job->outside.tables, &job->outside.n_tables, &job->diags)) err = E_BAD;
        if (dir >= 0) fsys_close(dir);
    }
    cli_findings(&job->diags);
    diags_init(&job->diags, cli->arena, DIAGS_DEFAULT_CAP);
    return err == 0 || err == E_BAD ? 0 : cli_error(instance, err);
}

static int test(struct map_job *job, char **words) { return map_tests(job->cli, &job->reading, words, job->json); }

int cmd_map(struct cli *cli, const struct command *command, int argc, char **argv)
{
    static const struct { const char *word; int (*run)(struct map_job *, char **); } verbs[] = {
        { "check", check }, { "test", test }, { "effective", map_effective_verb }, { "diff", map_diff_verb },
        { "coverage", map_coverage_verb }, { "replay", map_replay_verb },
    };
    enum { VERBS = sizeof verbs / sizeof *verbs };
    struct map_job job = { .cli = cli };
    bool done = false;
    int first = 1;
    const struct option_row options[] = {
        { "json", NULL, "print findings or results as JSON", NULL, &job.json },
        { "mutate", NULL, "coverage: put small faults into the map, one at a time; a test must notice each", NULL, &job.mutate },
        { "traffic", NULL, "check: hold maps against the archive of the instance", NULL, &job.traffic },
        { "since", "DAY", "replay: only documents received since that day", &job.since, NULL },
        { 0 },
    };
    int code = cli_options(command, options, argc, argv, &first, &done);
    if (code != 0 || done) return code;
    unsigned i = 0;
    while (i < VERBS && argv[first] != NULL && strcmp(argv[first], verbs[i].word) != 0) i++;
    if (i == VERBS || argv[first] == NULL) return cli_fail(EXIT_USAGE, "map takes: %s", command->arguments);
    code = open_job(&job);
    if (code == 0) code = verbs[i].run(&job, argv + first + 1);
    reading_end(&job.reading);
    return code;
}
