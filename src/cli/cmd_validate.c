/* cmd_validate.c - `validate`: all findings of files, and on request the 997 that answers them. */
#include "cli/reading.h"

#include "ack/ack.h"
#include "base/err.h"
#include "base/fsys.h"
#include "base/render.h"

#include <fcntl.h>

enum { JSON_MAX_BYTES = 1 << 30, ACK_MAX_BYTES = 1 << 30 };

struct validation {
    struct reading reading;
    bool json;
    struct buf text;                    /* the JSON */
    struct json j;
    const char *ack_path;
    struct buf ack_text;
    uint32_t ack_control;
    struct ack_group *group;
    struct arena *group_arena;
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

static void write_ack(struct validation *v, const struct document_step *step)
{
    const struct x12_interchange *i = step->interchange;
    const struct x12_group *g = step->group;
    uint64_t ge01;
    ack_group_close(v->group, step->diags, slice_to_u64(g->ge01, UINT32_MAX, &ge01) ? (int64_t)ge01 : -1);
    uint32_t control = ++v->ack_control;
    struct ack_envelope e = {
        .delims = i->delims,
        .line_ends = true,
        .from = { i->isa[7], i->isa[8], g->gs[3] },
        .to = { i->isa[5], i->isa[6], g->gs[2] },
        .version = arena_cstr(v->group_arena, i->isa[12]),
        .release = g->gs[8],
        .usage = i->isa[15].len == 1 ? i->isa[15].ptr[0] : 'P',
        .at = clock_now(),
        .interchange_control = control,
        .group_control = control,
    };
    if (!slice_is(g->gs[1], "FA")) ack_write_997(v->group, &e, &v->ack_text);
}

static void take_step(struct validation *v, const struct document_step *step)
{
    switch (step->event) {
    case DOCUMENT_GROUP:
        arena_reset(v->group_arena);
        v->group = ack_group_new(v->group_arena, step->group->gs[1], step->group->gs[6], step->group->gs[8]);
        break;
    case DOCUMENT_SET:
        v->sets++;
        if (step->diags->worst >= SEV_REJECT_DOCUMENT) v->rejected++;
        ack_group_set(v->group, step->set_id, step->set_control, step->diags);
        break;
    case DOCUMENT_GROUP_END:
        if (v->ack_path != NULL) write_ack(v, step);
        break;
    default:
        break;
    }
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
    const char *guide = NULL, *ack = NULL;
    bool json = false, done = false;
    int first = 1;
    const struct option_row options[] = {
        { "guide", "NAME", "narrow by a partner's guide, e.g. amazon", &guide, NULL },
        { "ack", "FILE", "write the 997 of every group to FILE", &ack, NULL },
        { "json", NULL, "print JSON", NULL, &json },
        { 0 },
    };
    int code = cli_options(command, options, argc, argv, &first, &done);
    if (code != 0 || done) return code;
    if (argv[first] == NULL) return cli_fail(EXIT_USAGE, "validate needs at least one file");
    struct validation v = { .json = json, .text = BUF_INIT(JSON_MAX_BYTES), .ack_path = ack, .ack_text = BUF_INIT(ACK_MAX_BYTES) };
    v.j = json_begin(&v.text);
    v.group_arena = arena_new();
    reading_begin(&v.reading, cli, guide);
    json_array(&v.j);
    for (int i = first; argv[i] != NULL && code == 0; i++) code = validate_file(&v, argv[i]);
    json_array_end(&v.j);
    if (json && code == 0) {
        buf_putc(&v.text, '\n');
        cli_put(stdout, buf_slice(&v.text));
    }
    if (ack != NULL && code == 0) {
        int err = fsys_put_file(AT_FDCWD, ack, buf_slice(&v.ack_text), false);
        if (err != 0) code = cli_error(ack, err);
    }
    reading_end(&v.reading);
    arena_free(v.group_arena);
    buf_free(&v.text);
    buf_free(&v.ack_text);
    return code != 0 ? code : v.worst_of_all >= SEV_HOLD_LINE ? EXIT_WRONG : EXIT_FINE;
}
