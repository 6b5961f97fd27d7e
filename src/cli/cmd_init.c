/* cmd_init.c - makes an instance: settings and folders; with --demo also everything needed to convert a first order. */
#include "cli/cli.h"

#include "base/err.h"
#include "base/fsys.h"
#include "engine/engine.h"

#include <fcntl.h>
#include <sys/stat.h>

/* What is copied from the shipped samples; "demo" rows only with --demo. */
static const struct { const char *from, *to; bool demo; } files[] = {
    { "samples/demo/crossdock.xml", "crossdock.xml", false },
    { "samples/demo/partners/amazon.xml", "partners/amazon.xml", true },
    { "samples/fc-address.csv", "tables/fc-address.csv", true },
    { "samples/items.csv", "samples/items.csv", true },
    { "samples/850-clean-ea-ca.edi", "samples/850-clean-ea-ca.edi", true },
    { "samples/850-unknown-item.edi", "samples/850-unknown-item.edi", true },
    { "samples/850-wrong-se.edi", "samples/850-wrong-se.edi", true },
};
static const char *const folders[] = { "partners", "maps", "schemas", "tables", "inbox/prima", "outbox/prima", "quarantine", "archive", "active",
                                       "state" };
static const char *const demo_folders[] = { "inbox/amazon", "outbox/amazon", "samples" };

enum { COPY_MAX_BYTES = 16 << 20 };

static int make_folders(int dir, bool demo)
{
    int err = 0;
    for (unsigned i = 0; i < sizeof folders / sizeof *folders && err == 0; i++) err = fsys_mkdirs(dir, folders[i]);
    for (unsigned i = 0; demo && i < sizeof demo_folders / sizeof *demo_folders && err == 0; i++) err = fsys_mkdirs(dir, demo_folders[i]);
    return err;
}

static int copy_files(struct cli *cli, int dir, const char *shipped, bool demo)
{
    struct buf text = BUF_INIT(COPY_MAX_BYTES);
    int code = 0;
    for (unsigned i = 0; i < sizeof files / sizeof *files && code == 0; i++) {
        if (files[i].demo && !demo) continue;
        const char *from = arena_cstr(cli->arena, arena_printf(cli->arena, "%s/%s", shipped, files[i].from));
        int err = fsys_read_file(AT_FDCWD, from, &text);
        if (err != 0) code = cli_error(from, err);
        else if ((err = fsys_put_file(dir, files[i].to, buf_slice(&text), false)) != 0) code = cli_error(files[i].to, err);
    }
    buf_free(&text);
    return code;
}

/* The demo's item master goes the way every item master goes: through inbox/prima. */
static int load_items(struct cli *cli, const char *directory, int dir, const char *shipped)
{
    struct buf text = BUF_INIT(COPY_MAX_BYTES);
    int err = fsys_read_file(dir, "samples/items.csv", &text);
    if (err == 0) err = fsys_put_file(dir, "inbox/prima/items.csv", buf_slice(&text), false);
    buf_free(&text);
    const struct timespec long_ago[2] = { { 0, 0 }, { 0, 0 } };
    if (err == 0) utimensat(dir, "inbox/prima/items.csv", long_ago, 0);     /* quiet since ever: taken at once */
    if (err != 0) return cli_error("inbox/prima/items.csv", err);

    struct diags diags;
    diags_init(&diags, cli->arena, DIAGS_DEFAULT_CAP);
    struct engine *engine = NULL;
    const char *what = "";
    err = engine_open(directory, shipped, &engine, &what, &diags);
    cli_findings(&diags);
    if (err != 0) return cli_error(what, err);
    struct engine_tally tally = { 0 };
    int wait_ms;
    int got = engine_batch(engine, &tally, &wait_ms);
    engine_close(engine);
    if (got < 0) return cli_error("items.csv", got);
    return tally.masters == 1 ? 0 : cli_fail(EXIT_WORLD, "the demo's item master was not taken; see %s/quarantine", directory);
}

int cmd_init(struct cli *cli, const struct command *command, int argc, char **argv)
{
    bool demo = false, done = false;
    int first = 1;
    const struct option_row options[] = { { "demo", NULL, "add a partner, items, tables and sample documents", NULL, &demo }, { 0 } };
    int code = cli_options(command, options, argc, argv, &first, &done);
    if (code != 0 || done) return code;
    const char *directory = argv[first];
    if (directory == NULL || argv[first + 1] != NULL) return cli_fail(EXIT_USAGE, "init needs one directory");
    int err = fsys_mkdirs(AT_FDCWD, directory);
    int dir = err == 0 ? fsys_open_dir(AT_FDCWD, directory) : err;
    if (dir < 0) return cli_error(directory, dir);
    struct stat st;
    if (fsys_stat(dir, "crossdock.xml", &st) == 0) {
        fsys_close(dir);
        return cli_fail(EXIT_USAGE, "%s is an instance already (it has a crossdock.xml)", directory);
    }
    const char *shipped = engine_shipped(cli->arena);
    err = make_folders(dir, demo);
    code = err != 0 ? cli_error(directory, err) : copy_files(cli, dir, shipped, demo);
    if (code == 0 && demo) code = load_items(cli, directory, dir, shipped);
    fsys_close(dir);
    if (code != 0) return code;
    printf("made %s%s\n", directory, demo ? " with the demo's partner (amazon), items, tables and samples" : "");
    if (demo) printf("next: cp %s/samples/850-clean-ea-ca.edi %s/inbox/amazon/ && crossdock -C %s run --once\n", directory, directory, directory);
    else printf("next: write partners/NAME.xml (the manual's chapter on agreements), then `crossdock -C %s check`\n", directory);
    return EXIT_FINE;
}
