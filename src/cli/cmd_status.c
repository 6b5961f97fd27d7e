/* cmd_status.c - what is waiting, held and done. */
#include "cli/instance.h"

#include "base/err.h"
#include "base/json.h"
#include "spool/spool.h"
#include "trade/outstanding.h"


int cmd_status(struct cli *cli, const struct command *command, int argc, char **argv)
{
    bool json = false, done = false;
    int first = 1;
    int code = instance_options(command, argc, argv, &json, &first, &done);
    struct store *store = NULL;
    if (code != 0 || done || (code = instance_store(cli, &store)) != 0) return code;
    struct spool *spool = NULL;
    struct store_counts counts = { 0 };
    struct inbox_file *files = NULL;
    slice *active = NULL;
    size_t waiting = 0, working = 0, unanswered = 0, late = 0, missing = 0;
    struct sent *sent = NULL;
    enum { COUNTED = 1000000 };
    int err = store_counts(store, &counts);
    if (err == 0) err = store_sent_list(store, true, cli->arena, &sent, &unanswered);
    if (err == 0) err = spool_open(cli->instance, &spool);
    if (err == 0) err = spool_waiting(spool, cli->arena, COUNTED, &files, &waiting);
    if (err == 0) err = spool_active(spool, cli->arena, &active, &working);
    spool_close(spool);
    store_close(store);
    if (err != 0) return cli_error(cli->instance, err);

    for (size_t i = 0; i < unanswered; i++) {
        enum answer_delay delay = outstanding_delay(&sent[i], clock_now());
        late += delay == ANSWER_LATE;
        missing += delay == ANSWER_MISSING;
    }
    const struct { const char *name, *words; uint64_t n; } rows[] = {
        { "waiting", "files waiting in the inboxes", waiting },   { "active", "files in work", working },
        { "publishing", "files committed, being published", counts.pending },
        { "files", "files done", counts.files },                  { "converted", "orders converted", counts.converted },
        { "held", "orders held", counts.held },                   { "rejected", "documents rejected", counts.rejected },
        { "quarantined", "open entries in quarantine", counts.quarantined },
        { "unanswered", "documents sent, not answered yet", unanswered },
        { "late", "of them late", late },                         { "missing", "of them missing", missing },
    };
    struct buf text = BUF_INIT(1 << 16);
    struct json j = json_begin(&text);
    json_object(&j);
    for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (!json) printf("%8llu  %s\n", (unsigned long long)rows[i].n, rows[i].words);
        json_key(&j, rows[i].name);
        json_int(&j, (int64_t)rows[i].n);
    }
    json_object_end(&j);
    if (json) instance_json(&text);
    else buf_free(&text);
    return EXIT_FINE;
}
