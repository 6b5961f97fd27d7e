/* cmd_check.c - `check`: the instance's settings, agreements, maps, schemas and tables, like a compiler. */
#include "cli/cli.h"

#include "base/err.h"
#include "base/fsys.h"
#include "engine/engine.h"
#include "schema/survey.h"

#include <fcntl.h>

int cmd_check(struct cli *cli, const struct command *command, int argc, char **argv)
{
    bool json = false, done = false;
    int first = 1;
    const struct option_row options[] = { { "json", NULL, "print findings as JSON, one object a line", NULL, &json }, { 0 } };
    int code = cli_options(command, options, argc, argv, &first, &done);
    if (code != 0 || done) return code;
    int dir = fsys_open_dir(AT_FDCWD, cli->instance);
    if (dir < 0) return cli_error(cli->instance, dir);
    struct arena *arena = arena_new();
    struct diags diags;
    struct setup *setup = NULL;
    diags_init(&diags, cli->arena, DIAGS_DEFAULT_CAP);
    int err = setup_load(arena, cli->instance, dir, engine_shipped(cli->arena), true, &setup, &diags);
    struct schema_path schemas, maps;
    setup_paths(cli->arena, cli->instance, engine_shipped(cli->arena), &schemas, &maps);
    schema_survey(cli->arena, &schemas, &diags);
    const bool loaded = err == 0;
    if (loaded && diags_has(&diags, SEV_ERROR)) err = E_BAD;
    if (json) cli_findings_json(stdout, &diags);
    else cli_findings(&diags);
    if (err == 0 && !json)
        printf("%s: sound: %u %s, %u %s%s\n", cli->instance, setup->conf->n_agreements,
               setup->conf->n_agreements == 1 ? "agreement" : "agreements", setup->n_tables, setup->n_tables == 1 ? "table" : "tables",
               diags.count ? " (see the warnings above)" : "");
    if (loaded) setup_free(setup);
    else arena_free(arena);
    fsys_close(dir);
    if (err == E_BAD) return EXIT_WRONG;
    return err != 0 ? cli_error(cli->instance, err) : EXIT_FINE;
}
