/* cmd_quarantine.c - `quarantine list` and `quarantine show ID`. */
#include "cli/instance.h"

#include "base/err.h"
#include "base/fsys.h"
#include "base/json.h"

#include <fcntl.h>

enum { REPORT_MAX_BYTES = 64 << 20, LIST_ID_COLUMNS = 9 };

static void entry_members(struct json *j, const struct quarantine_entry *q)
{
    char since[21];
    instant_iso(q->since, since);
    const struct { const char *key; slice value; } rows[] = {
        { "id", q->id }, { "reason", q->reason }, { "state", q->state }, { "partner", q->partner }, { "document", q->kind }, { "key", q->key },
        { "title", q->title }, { "since", slice_of(since) },
    };
    for (unsigned k = 0; k < sizeof rows / sizeof *rows; k++) {
        json_key(j, rows[k].key);
        json_text(j, rows[k].value);
    }
}

static void list_json(const struct quarantine_entry *entries, size_t count)
{
    struct buf text = BUF_INIT((size_t)1 << 30);
    struct json j = json_begin(&text);
    json_array(&j);
    for (size_t i = 0; i < count; i++) {
        json_object(&j);
        entry_members(&j, &entries[i]);
        json_object_end(&j);
    }
    json_array_end(&j);
    instance_json(&text);
}

/* One entry with its file and its findings. */
static int show_json(struct cli *cli, struct store *store, const struct quarantine_entry *q)
{
    struct intake intake;
    struct finding_row *findings = NULL;
    size_t n = 0;
    int err = store_intake_get(store, q->intake, cli->arena, &intake);
    if (err == 0) err = store_findings(store, q->intake, cli->arena, &findings, &n);
    if (err != 0) return cli_error("quarantine", err);
    struct buf text = BUF_INIT((size_t)1 << 30);
    struct json j = json_begin(&text);
    json_object(&j);
    entry_members(&j, q);
    const struct { const char *key; slice value; } rows[] = { { "file", intake.name }, { "sha256", intake.sha256 }, { "archive", intake.archive } };
    for (unsigned k = 0; k < sizeof rows / sizeof *rows; k++) {
        json_key(&j, rows[k].key);
        json_text(&j, rows[k].value);
    }
    json_key(&j, "findings");
    json_array(&j);
    for (size_t i = 0; i < n; i++)
        if (findings[i].ordinal == q->ordinal) json_raw(&j, findings[i].json);
    json_array_end(&j);
    json_object_end(&j);
    instance_json(&text);
    return EXIT_FINE;
}

static int list(struct cli *cli, struct store *store, bool json)
{
    struct quarantine_entry *entries = NULL;
    size_t count = 0;
    int err = store_quarantine_list(store, cli->arena, &entries, &count);
    if (err != 0) return cli_error("quarantine", err);
    if (json) {
        list_json(entries, count);
        return EXIT_FINE;
    }
    if (count == 0) puts("quarantine is empty");
    size_t width = LIST_ID_COLUMNS;
    for (size_t i = 0; i < count; i++) width = entries[i].id.len > width ? entries[i].id.len : width;
    for (size_t i = 0; i < count; i++) {
        const struct quarantine_entry *q = &entries[i];
        printf("%-*.*s %.*s  %-22.*s %.*s\n", (int)width, SLICE_ARG(q->id), SLICE_ARG(instance_time(cli->arena, q->since)), SLICE_ARG(q->reason), SLICE_ARG(q->title));
    }
    return EXIT_FINE;
}

static int show(struct cli *cli, struct store *store, const char *id, bool json)
{
    struct quarantine_entry entry;
    int err = store_quarantine_get(store, slice_of(id), cli->arena, &entry);
    if (err == E_NOT_FOUND) return cli_fail(EXIT_USAGE, "no quarantine entry '%s'; `crossdock quarantine list` lists them", id);
    if (err != 0) return cli_error("quarantine", err);
    if (json) return show_json(cli, store, &entry);
    const char *path = arena_cstr(cli->arena, arena_printf(cli->arena, "%s/quarantine/%.*s/report.txt", cli->instance, SLICE_ARG(entry.id)));
    struct buf text = BUF_INIT(REPORT_MAX_BYTES);
    err = fsys_read_file(AT_FDCWD, path, &text);
    if (err == 0) cli_put(stdout, buf_slice(&text));
    buf_free(&text);
    if (err != 0) return cli_error(path, err);
    printf("files: %s/quarantine/%.*s/\n", cli->instance, SLICE_ARG(entry.id));
    return EXIT_FINE;
}

int cmd_quarantine(struct cli *cli, const struct command *command, int argc, char **argv)
{
    bool json = false, done = false;
    int first = 1;
    int code = instance_options(command, argc, argv, &json, &first, &done);
    if (code != 0 || done) return code;
    const char *verb = argv[first], *id = verb ? argv[first + 1] : NULL;
    bool lists = verb != NULL && strcmp(verb, "list") == 0 && id == NULL;
    bool shows = verb != NULL && strcmp(verb, "show") == 0 && id != NULL && argv[first + 2] == NULL;
    if (!lists && !shows) return cli_fail(EXIT_USAGE, "quarantine takes: %s", command->arguments);
    struct store *store = NULL;
    code = instance_store(cli, &store);
    if (code == 0) code = lists ? list(cli, store, json) : show(cli, store, id, json);
    store_close(store);
    return code;
}
