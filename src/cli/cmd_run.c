/* cmd_run.c - `run`: the daemon, or with --once one pass that works everything off and says what it did. */
#include "cli/cli.h"

#include "base/err.h"
#include "base/json.h"
#include "daemon/daemon.h"
#include "engine/engine.h"
#include "trade/outstanding.h"

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
    count(t->sent, "document sent", "documents sent", &any);
    count(t->answers, "answer taken", "answers taken", &any);
    count(t->masters, "item master loaded", "item masters loaded", &any);
    puts(any ? "" : "nothing to do");
    if (t->entries > 0) printf("quarantine has %u new %s: `crossdock quarantine list` tells why\n", t->entries, t->entries == 1 ? "entry" : "entries");
    if (t->waiting > 0) printf("%u %s still being written, left in the inbox\n", t->waiting, t->waiting == 1 ? "file is" : "files are");
}

static void say_json(const struct engine_tally *t)
{
    const struct { const char *name; unsigned n; } rows[] = {
        { "files", t->files }, { "converted", t->converted }, { "held", t->held }, { "rejected", t->rejected },
        { "acknowledgements", t->acknowledgements }, { "masters", t->masters }, { "sent", t->sent }, { "answers", t->answers }, { "quarantined", t->entries }, { "waiting", t->waiting },
    };
    struct buf text = BUF_INIT(1 << 12);
    struct json json = json_begin(&text);
    json_object(&json);
    for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++) {
        json_key(&json, rows[i].name);
        json_int(&json, rows[i].n);
    }
    json_object_end(&json);
    printf("%.*s\n", SLICE_ARG(buf_slice(&text)));
    buf_free(&text);
}

static void say_missing(struct cli *cli, struct store *store)
{
    struct sent *sent = NULL;
    size_t n = 0, late = 0;
    if (store_sent_list(store, true, cli->arena, &sent, &n) != 0) return;
    for (size_t i = 0; i < n; i++) late += outstanding_delay(&sent[i], clock_now()) != ANSWER_IN_TIME;
    if (late > 0) printf("%zu %s late or missing: `crossdock sent` lists them\n", late, late == 1 ? "answer is" : "answers are");
}

struct run {
    struct cli *cli;
    const char *shipped;
    struct engine *engine;
    struct engine_listener listener;
    struct engine_tally tally;
};

static int open_engine(struct run *run)
{
    struct diags diags;
    diags_init(&diags, run->cli->arena, DIAGS_DEFAULT_CAP);
    const char *what = "";
    int err = engine_open(run->cli->instance, run->shipped, &run->engine, &what, &diags);
    cli_findings(&diags);
    if (err == E_BAD) return cli_fail(EXIT_USAGE, "%s of %s cannot be used; nothing was done", what, run->cli->instance);
    if (err != 0) return cli_error(what, err);
    engine_listen(run->engine, &run->listener);
    return EXIT_FINE;
}

/* Batches until nothing is ready, or, with `masters`, until no item master waits.  One that has only just been copied in is waited for: orders
   may need it. */
static int work_off(struct run *run, bool masters)
{
    int got = 1, wait_ms;
    while (got > 0 || (got == 0 && engine_master_waits(run->engine))) {
        if (got == 0) usleep(50000);
        if (masters && !engine_master_waits(run->engine)) return 0;
        got = engine_batch(run->engine, &run->tally, &wait_ms);
    }
    return got;
}

/* Many files are shared among several processes; the engine is closed meanwhile.  Exit code of opening it again. */
static int share_out(struct run *run)
{
    const struct conf *conf = engine_setup(run->engine)->conf;
    unsigned members = conf->workers;
    if (members < 2 || !engine_has_more(run->engine, 2 * conf->batch_files)) return EXIT_FINE;
    engine_close(run->engine);
    run->engine = NULL;
    crew_work(run->cli->instance, run->shipped, members, &run->listener, &run->tally);
    return open_engine(run);
}

static int run_once(struct cli *cli, bool json)
{
    struct run run = { .cli = cli, .shipped = engine_shipped(cli->arena), .listener = { .done = !json && isatty(STDOUT_FILENO) ? say_file : NULL } };
    int code = open_engine(&run);
    if (code != EXIT_FINE) return code;
    int err = engine_recover(run.engine, &run.tally);
    if (err == 0) err = work_off(&run, true);
    if (err == 0 && (code = share_out(&run)) != EXIT_FINE) return code;
    if (err == 0) err = engine_recover(run.engine, &run.tally);
    if (err == 0) err = work_off(&run, false);
    if (json) say_json(&run.tally);
    else say_summary(&run.tally);
    if (err == 0 && !json) say_missing(cli, engine_store(run.engine));
    code = run.tally.wrong ? EXIT_WRONG : EXIT_FINE;
    if (err != 0) code = cli_fail(EXIT_WORLD, "%s; what was taken stays in active/ and is taken up by the next run", engine_error(run.engine));
    engine_close(run.engine);
    return code;
}

int cmd_run(struct cli *cli, const struct command *command, int argc, char **argv)
{
    bool once = false, json = false, done = false;
    int first = 1;
    const struct option_row options[] = { { "once", NULL, "work everything off, print a summary and stop", NULL, &once },
                                           { "json", NULL, "print the summary as JSON", NULL, &json }, { 0 } };
    int code = cli_options(command, options, argc, argv, &first, &done);
    if (code != 0 || done) return code;
    if (argv[first] != NULL) return cli_fail(EXIT_USAGE, "run takes no words, only --once");
    return once ? run_once(cli, json) : daemon_run(cli->instance, engine_shipped(cli->arena));
}
