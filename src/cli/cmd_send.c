/* cmd_send.c - `send`: a ready X12 file to a partner, checked, enveloped and remembered until it is answered; `sent`: what was sent, and what
 * was answered. */
#include "cli/instance.h"

#include "base/err.h"
#include "base/fsys.h"
#include "base/json.h"
#include "base/render.h"
#include "engine/engine.h"
#include "engine/findings.h"
#include "trade/outstanding.h"

#include <errno.h>
#include <fcntl.h>

enum { FILE_MAX_BYTES = 1 << 30, JSON_MAX_BYTES = 1 << 30 };

/* ---- send ---- */

static void say_file(void *context, const struct intake *intake)
{
    (void)context;
    printf("%.*s: %.*s (document %06lld)\n", SLICE_ARG(intake->name), SLICE_ARG(intake->summary), (long long)intake->id);
}

static int send_bytes(struct cli *cli, slice partner, const char *path, slice bytes)
{
    struct diags diags;
    struct engine *engine = NULL;
    struct engine_tally tally = { 0 };
    const char *what = "", *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
    diags_init(&diags, cli->arena, DIAGS_DEFAULT_CAP);
    int err = engine_open(cli->instance, engine_shipped(cli->arena), &engine, &what, &diags);
    cli_findings(&diags);
    if (err == E_BAD) return cli_fail(EXIT_USAGE, "%s of %s cannot be used; nothing was sent", what, cli->instance);
    if (err != 0) return cli_error(what, err);
    const struct engine_listener listener = { .done = say_file };
    engine_listen(engine, &listener);
    int code = EXIT_FINE;
    if (conf_agreement(engine_setup(engine)->conf, partner) == NULL)
        code = cli_fail(EXIT_USAGE, "there is no agreement partners/%.*s.xml", SLICE_ARG(partner));
    int got = code == EXIT_FINE ? engine_send(engine, partner, slice_of(name), bytes, &tally) : 0;
    if (got < 0) code = got == -EEXIST ? cli_fail(EXIT_USAGE, "a file named %s is being sent already", name) : cli_fail(EXIT_WORLD, "%s", engine_error(engine));
    else if (code == EXIT_FINE && got == 0) printf("%s: taken by a running crossdock\n", name);
    if (tally.entries > 0) puts("it was not sent: `crossdock quarantine list` tells why");
    engine_close(engine);
    return code != EXIT_FINE ? code : tally.wrong ? EXIT_WRONG : EXIT_FINE;
}

int cmd_send(struct cli *cli, const struct command *command, int argc, char **argv)
{
    bool done = false;
    int first = 1, code = cli_options(command, NULL, argc, argv, &first, &done);
    if (code != 0 || done) return code;
    const char *partner = argv[first], *path = partner ? argv[first + 1] : NULL;
    if (path == NULL || argv[first + 2] != NULL) return cli_fail(EXIT_USAGE, "send takes: %s", command->arguments);
    struct buf bytes = BUF_INIT(FILE_MAX_BYTES);
    int err = fsys_read_file(AT_FDCWD, path, &bytes);
    code = err != 0 ? cli_error(path, err) : send_bytes(cli, slice_of(partner), path, buf_slice(&bytes));
    buf_free(&bytes);
    return code;
}

/* ---- sent ---- */

static slice age_text(struct arena *arena, int64_t seconds)
{
    if (seconds < 3600) return arena_printf(arena, "%lld min", (long long)(seconds / 60));
    return seconds < 172800 ? arena_printf(arena, "%lld h", (long long)(seconds / 3600)) : arena_printf(arena, "%lld days", (long long)(seconds / 86400));
}

static const char *delay_word(enum answer_delay delay) { return delay == ANSWER_MISSING ? "missing" : delay == ANSWER_LATE ? "late" : ""; }

/* The finding of an answer that did not come, as `check` would print it. */
static void say_missing(struct cli *cli, const struct sent *s, instant now)
{
    struct diags diags;
    diags_init(&diags, cli->arena, 1);
    slice what = arena_printf(cli->arena, "%.*s %.*s (group %u, set %.*s)", SLICE_ARG(s->set_id), SLICE_ARG(s->key), s->group_control, SLICE_ARG(s->set_control));
    diag_add(&diags, &engine_findings[ENGINE_ACK_MISSING], (struct place){ 0 }, s->partner, what, age_text(cli->arena, (now - s->at) / 1000000), NO_ARG);
    cli_findings(&diags);
}

static void sent_members(struct json *j, const struct sent *s, enum answer_delay delay)
{
    const struct { const char *name; slice value; } texts[] = {
        { "partner", s->partner }, { "set", s->set_id }, { "key", s->key }, { "functional_id", s->functional_id }, { "set_control", s->set_control },
        { "state", slice_of(sent_state_name(s->state)) }, { "delay", slice_of(delay_word(delay)) }, { "file", s->path },
    };
    json_object(j);
    for (unsigned i = 0; i < sizeof texts / sizeof *texts; i++) {
        json_key(j, texts[i].name);
        json_text(j, texts[i].value);
    }
    json_key(j, "interchange");
    json_int(j, s->interchange_control);
    json_key(j, "group");
    json_int(j, s->group_control);
    json_key(j, "answer");
    json_int(j, s->answer);
    json_object_end(j);
}

int cmd_sent(struct cli *cli, const struct command *command, int argc, char **argv)
{
    bool json = false, done = false;
    int first = 1, code = instance_options(command, argc, argv, &json, &first, &done);
    struct store *store = NULL;
    struct sent *sent = NULL;
    size_t n = 0, missing = 0;
    if (code != 0 || done || (code = instance_store(cli, &store)) != 0) return code;
    int err = store_sent_list(store, false, cli->arena, &sent, &n);
    store_close(store);
    if (err != 0) return cli_error("what was sent", err);
    struct buf text = BUF_INIT(JSON_MAX_BYTES);
    struct json j = json_begin(&text);
    instant now = clock_now();
    json_array(&j);
    for (size_t i = 0; i < n; i++) {
        const struct sent *s = &sent[i];
        enum answer_delay delay = outstanding_delay(s, now);
        missing += delay == ANSWER_MISSING;
        if (json) sent_members(&j, s, delay);
        else printf("%.*s  %-10.*s %-3.*s %-20.*s group %u set %.*s  %s%s%s\n", SLICE_ARG(instance_time(cli->arena, s->at)), SLICE_ARG(s->partner),
                    SLICE_ARG(s->set_id), SLICE_ARG(s->key), s->group_control, SLICE_ARG(s->set_control), sent_state_name(s->state),
                    delay == ANSWER_IN_TIME ? "" : ", ", delay_word(delay));
        if (!json && delay != ANSWER_IN_TIME) say_missing(cli, s, now);
    }
    json_array_end(&j);
    if (json) instance_json(&text);
    else buf_free(&text);
    if (!json && n == 0) puts("nothing was sent yet that is answered");
    return missing ? EXIT_WRONG : EXIT_FINE;
}
