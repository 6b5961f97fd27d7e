/* cmd_run.c - `run`: the daemon, or with --once one pass that works everything off and says what it did. */
#include "cli/cli.h"

#include "base/err.h"
#include "daemon/daemon.h"
#include "engine/engine.h"

#include <unistd.h>

static void say_file(void *context, const struct intake *intake)
{
    (void)context;
    printf("%s %06lld  %.*s/%.*s: %.*s\n", intake->wrong ? "!" : " ", (long long)intake->id, SLICE_ARG(intake->folder), SLICE_ARG(intake->name),
           SLICE_ARG(intake->summary));
}

static void count(unsigned n, const char *one, const char *many, bool *any)
{
    if (n == 0) return;
    printf("%s%u %s", *any ? ", " : "", n, n == 1 ? one : many);
    *any = true;
}

static void say_summary(const struct engine_tally *t)
{
    bool any = false;
    count(t->files, "file", "files", &any);
    count(t->converted, "order converted", "orders converted", &any);
    count(t->held, "order held", "orders held", &any);
    count(t->rejected, "rejected", "rejected", &any);
    count(t->acknowledgements, "acknowledgement written", "acknowledgements written", &any);
    count(t->masters, "item master loaded", "item masters loaded", &any);
    puts(any ? "" : "nothing to do");
    if (t->entries > 0) printf("quarantine has %u new %s: `crossdock quarantine list` tells why\n", t->entries, t->entries == 1 ? "entry" : "entries");
    if (t->waiting > 0) printf("%u %s still being written, left in the inbox\n", t->waiting, t->waiting == 1 ? "file is" : "files are");
}

/* Batches until nothing is ready.  An item master that has only just been copied in is waited for: orders may need it. */
static int work_off(struct engine *engine, struct engine_tally *tally)
{
    int got = engine_recover(engine, tally);
    while (got >= 0) {
        int wait_ms = -1;
        got = engine_batch(engine, tally, &wait_ms);
        if (got > 0) continue;
        if (got < 0) break;
        if (!engine_master_waits(engine)) return 0;
        usleep(50000);
    }
    return got;
}

static int run_once(struct cli *cli)
{
    struct diags diags;
    diags_init(&diags, cli->arena, DIAGS_DEFAULT_CAP);
    struct engine *engine = NULL;
    const char *what = "";
    int err = engine_open(cli->instance, engine_shipped(cli->arena), &engine, &what, &diags);
    cli_findings(&diags);
    if (err == E_BAD) return cli_fail(EXIT_USAGE, "%s of %s cannot be used; nothing was done", what, cli->instance);
    if (err != 0) return cli_error(what, err);
    bool terminal = isatty(STDOUT_FILENO);
    struct engine_listener listener = { terminal ? say_file : NULL, NULL, NULL };
    engine_listen(engine, &listener);
    struct engine_tally tally = { 0 };
    err = work_off(engine, &tally);
    say_summary(&tally);
    int code = tally.wrong ? EXIT_WRONG : EXIT_FINE;
    if (err != 0) code = cli_fail(EXIT_WORLD, "%s; what was taken stays in active/ and is taken up by the next run", engine_error(engine));
    engine_close(engine);
    return code;
}

int cmd_run(struct cli *cli, const struct command *command, int argc, char **argv)
{
    bool once = false, done = false;
    int first = 1;
    const struct option_row options[] = { { "once", NULL, "work everything off, print a summary and stop", NULL, &once }, { 0 } };
    int code = cli_options(command, options, argc, argv, &first, &done);
    if (code != 0 || done) return code;
    if (argv[first] != NULL) return cli_fail(EXIT_USAGE, "run takes no words, only --once");
    return once ? run_once(cli) : daemon_run(cli->instance, engine_shipped(cli->arena));
}
