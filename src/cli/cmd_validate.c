/* cmd_validate.c - `validate`: all findings of files, and on request the acknowledgements that answer them. */
#include "cli/answering.h"
#include "cli/reading.h"

#include "base/err.h"
#include "base/fsys.h"
#include "base/render.h"

#include <fcntl.h>

enum { JSON_MAX_BYTES = 1 << 30 };

struct validation {
    struct reading reading;
    bool json;
    struct buf text;                    /* the JSON */
    struct json j;
    struct answering answering;
    /* of the current file */
    unsigned sets, rejected, findings;
    enum severity worst, worst_of_all;
};

static void report(struct validation *v, const struct document_step *step)
{
    const struct diags *diags = step->diags;
    v->findings += (unsigned)(diags->count + diags->dropped);
    if (diags->worst > v->worst && diags->count > 0) v->worst = diags->worst;
    if (!v->json) cli_findings(diags);
    for (size_t i = 0; v->json && i < diags->count; i++) diag_json(&v->j, &diags->items[i]);
}

static void take_step(struct validation *v, const struct document_step *step)
{
    if (step->event == DOCUMENT_SET) {
        v->sets++;
        if (step->diags->worst >= SEV_REJECT_DOCUMENT) v->rejected++;
    }
    answering_step(&v->answering, step);
    if (reading_has_ended(step)) report(v, step);
}

static void say_file(const struct validation *v, const char *path)
{
    const char *verdict = v->worst >= SEV_REJECT_DOCUMENT ? "rejected" : v->findings ? "accepted, with notes" : "sound";
    printf("%s: %u %s, %s%s", path, v->sets, v->sets == 1 ? "transaction set" : "transaction sets", verdict, v->rejected ? "" : "\n");
    if (v->rejected) printf(" (%u of %u sets)\n", v->rejected, v->sets);
}

static int validate_file(struct validation *v, const char *path)
{
    int code = reading_open(&v->reading, path, NULL);
    if (code != 0) return code;
    v->sets = v->rejected = v->findings = 0;
    v->worst = SEV_NOTE;
    json_object(&v->j);
    json_key(&v->j, "file");
    json_cstr(&v->j, path);
    json_key(&v->j, "findings");
    json_array(&v->j);
    struct document_step step;
    int got;
    while ((got = reading_next(&v->reading, &step)) > 0) take_step(v, &step);
    json_array_end(&v->j);
    json_key(&v->j, "sets");
    json_int(&v->j, v->sets);
    json_key(&v->j, "rejected");
    json_int(&v->j, v->rejected);
    json_key(&v->j, "sound");
    json_bool(&v->j, v->worst < SEV_HOLD_LINE);
    json_object_end(&v->j);
    reading_close(&v->reading);
    if (got < 0) return cli_error(path, got);
    if (!v->json) say_file(v, path);
    if (v->worst > v->worst_of_all) v->worst_of_all = v->worst;
    return 0;
}

int cmd_validate(struct cli *cli, const struct command *command, int argc, char **argv)
{
    const char *guide = NULL, *ack = NULL, *with = "997", *lenient = NULL, *asserts = NULL;
    bool json = false, done = false, ta1 = false;
    int first = 1;
    const struct option_row options[] = {
        { "guide", "NAME", "narrow by a partner's guide, e.g. amazon", &guide, NULL },
        { "asserts", "NAME,…", "switch on rules of the guide, off with - before: carton-count", &asserts, NULL },
        { "ack", "FILE", "write the 997 of every group to FILE", &ack, NULL },
        { "with", "997|999", "which acknowledgement: 999 for groups from 005010 on", &with, NULL },
        { "ta1", NULL, "and a TA1 of every interchange", NULL, &ta1 },
        { "lenient", "NAME,…", "tolerate what an agreement may: wrong-se01, bom …", &lenient, NULL },
        { "json", NULL, "print JSON", NULL, &json },
        { 0 },
    };
    int code = cli_options(command, options, argc, argv, &first, &done);
    if (code != 0 || done) return code;
    if (argv[first] == NULL) return cli_fail(EXIT_USAGE, "validate needs at least one file");
    bool is_999 = strcmp(with, "999") == 0;
    if (!is_999 && strcmp(with, "997") != 0) return cli_fail(EXIT_USAGE, "--with is 997 or 999, not '%s'", with);
    struct validation v = { .json = json, .text = BUF_INIT(JSON_MAX_BYTES) };
    v.j = json_begin(&v.text);
    answering_begin(&v.answering, is_999 ? ACK_999 : ACK_997, ta1);
    reading_begin(&v.reading, cli, guide);
    code = reading_lenient(&v.reading, lenient);
    if (code == 0) code = reading_asserts(&v.reading, asserts);
    json_array(&v.j);
    for (int i = first; argv[i] != NULL && code == 0; i++) code = validate_file(&v, argv[i]);
    json_array_end(&v.j);
    if (json && code == 0) {
        buf_putc(&v.text, '\n');
        cli_put(stdout, buf_slice(&v.text));
    }
    if (ack != NULL && code == 0) {
        int err = fsys_put_file(AT_FDCWD, ack, buf_slice(&v.answering.text), false);
        if (err != 0) code = cli_error(ack, err);
    }
    reading_end(&v.reading);
    answering_end(&v.answering);
    buf_free(&v.text);
    return code != 0 ? code : v.worst_of_all >= SEV_HOLD_LINE ? EXIT_WRONG : EXIT_FINE;
}
