/* cmd_map_replay.c - `map replay OLD NEW`: both maps over the instance's archive; the report is kept under state/replay/.  Nothing else is written. */
#include "cli/instance.h"
#include "cli/map_verbs.h"

#include "base/err.h"
#include "base/fsys.h"
#include "engine/engine.h"
#include "engine/replay.h"

#include <fcntl.h>

enum { REPORT_MAX_BYTES = 64 << 20 };

static int load_maps(struct map_job *job, struct replay *r, char **words)
{
    for (unsigned side = 0; side < REPLAY_SIDES; side++) {
        int err = map_load(&r->sources, slice_of(words[side]), &r->maps[side], &job->diags);
        cli_findings(&job->diags);
        diags_init(&job->diags, job->cli->arena, DIAGS_DEFAULT_CAP);
        if (err != 0) return err == E_BAD || err == E_NOT_FOUND ? EXIT_USAGE : cli_error(words[side], err);
    }
    const struct schema *from = map_source_schema(r->maps[0]), *also = map_source_schema(r->maps[1]);
    bool same = slice_eq(from->set_id, also->set_id) && slice_eq(from->release, also->release);
    same = same && slice_eq(map_target_schema(r->maps[0])->id, map_target_schema(r->maps[1])->id);
    if (same && from->set_id.len > 0) return 0;
    return cli_fail(EXIT_USAGE, same ? "replay reads the X12 sets of the archive, and these maps read records"
                                     : "the two maps do not read the same set and write the same layout");
}

static int keep_report(struct map_job *job, const struct replay *r, instant at, slice report)
{
    struct arena *arena = job->cli->arena;
    char time[17];
    instant_compact(at, time);
    const char *folder = arena_cstr(arena, arena_printf(arena, "%s/state/replay", job->cli->instance));
    const char *path = arena_cstr(arena, arena_printf(arena, "%s/%s-%.*s-%.*s-%.*s-%.*s.json", folder, time, SLICE_ARG(map_id(r->maps[0])),
                                                      SLICE_ARG(map_version(r->maps[0])), SLICE_ARG(map_id(r->maps[1])),
                                                      SLICE_ARG(map_version(r->maps[1]))));
    int err = fsys_mkdirs(AT_FDCWD, folder);
    if (err == 0) err = fsys_put_file(AT_FDCWD, path, report, true);
    if (err != 0) return cli_error(path, err);
    if (!job->json) printf("report: %s\n", path);
    return 0;
}

static int replay_all(struct map_job *job, struct replay *r)
{
    struct buf json = BUF_INIT(REPORT_MAX_BYTES), text = BUF_INIT(REPORT_MAX_BYTES);
    int code, err = replay_run(r);
    if (err != 0) return cli_error(job->cli->instance, err);
    instant at = clock_now();
    replay_json(r, at, &json);
    replay_text(r, &text);
    cli_put(stdout, job->json ? buf_slice(&json) : buf_slice(&text));
    code = keep_report(job, r, at, buf_slice(&json));
    buf_free(&json);
    buf_free(&text);
    return code != 0 ? code : r->differing > 0 ? EXIT_WRONG : EXIT_FINE;
}

static int since_of(const char *text, instant *out)
{
    date day;
    if (text == NULL) return 0;
    if (!date_parse_iso(slice_of(text), &day)) return cli_fail(EXIT_USAGE, "--since takes a day like 2026-11-24, not '%s'", text);
    *out = (instant)(date_days(day) - date_days((date){ 1970, 1, 1 })) * 86400 * 1000000;
    return 0;
}

int map_replay_verb(struct map_job *job, char **words)
{
    struct cli *cli = job->cli;
    if (words[0] == NULL || words[1] == NULL || words[2] != NULL) return cli_fail(EXIT_USAGE, "map replay takes two maps");
    struct outside outside;
    struct replay r = { .arena = cli->arena, .outside = &outside };
    int code = since_of(job->since, &r.walk.since);
    if (code == 0) code = instance_store(cli, &r.walk.store);
    if (code != 0) return code;
    r.walk.instance = cli->instance;
    int err = outside_open(&outside, cli->arena, cli->instance, engine_shipped(cli->arena), NULL, NULL, &job->diags);
    cli_findings(&job->diags);
    diags_init(&job->diags, cli->arena, DIAGS_DEFAULT_CAP);
    r.sources = (struct map_sources){ cli->arena, &job->reading.schemas, &job->reading.maps, outside.tables, outside.n_tables,
                                        catalogue_lend, job->reading.catalogue };
    if (err != 0) code = err == E_BAD ? EXIT_USAGE : cli_error(cli->instance, err);
    else code = load_maps(job, &r, words);
    if (code == 0) code = replay_all(job, &r);
    outside_close(&outside);
    store_close(r.walk.store);
    return code;
}
