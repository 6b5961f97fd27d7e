/* cmd_map_traffic.c - `map check --traffic`: a map held against what the instance has in its archive. */
#include "cli/instance.h"
#include "cli/map_verbs.h"

#include "base/err.h"
#include "engine/engine.h"
#include "engine/traffic.h"

/* Records are not in the archive as sets, so a map that reads them has no traffic here. */
int map_traffic(struct map_job *job, const struct map *map)
{
    struct cli *cli = job->cli;
    struct outside outside;
    struct diags quiet;
    struct traffic t = { .arena = cli->arena, .map = map, .outside = &outside, .diags = &job->diags, .walk = { .instance = cli->instance } };
    if (map_source_schema(map)->is_record) return 0;
    int code = instance_store(cli, &t.walk.store);
    if (code != 0) return code;
    diags_init(&quiet, cli->arena, DIAGS_DEFAULT_CAP);
    int err = outside_open(&outside, cli->arena, cli->instance, engine_shipped(cli->arena), NULL, NULL, &quiet);
    if (err == 0) err = traffic_check(&t);
    else cli_findings(&quiet);
    outside_close(&outside);
    store_close(t.walk.store);
    if (err == E_BAD) return cli_fail(EXIT_USAGE, "%s: the instance is not sound, so its documents cannot be read", cli->instance);
    return err == 0 ? 0 : cli_error(cli->instance, err);
}
