/* cmd_show.c - `show`: any X12 file for people, or as JSON.
 *
 * It reads the file step by step, one transaction set in memory at a time, and leaves what a step looks like to show_text.c and show_json.c.
 * A set that is wrong, or that has no grammar, is shown all the same; only the exit code tells. */
#include "cli/show.h"

/* The lists whose findings may grow with later steps. */
static void follow_lists(struct show *s, const struct document_step *step)
{
    switch (step->event) {
    case DOCUMENT_INTERCHANGE:
        s->lists[0] = step->diags;
        s->told[0] = 0;
        break;
    case DOCUMENT_GROUP:
        s->lists[1] = step->diags;
        s->told[1] = 0;
        break;
    case DOCUMENT_END:
        s->lists[0] = step->diags;      /* what is about no interchange */
        s->told[0] = 0;
        break;
    default:
        break;
    }
}

static enum severity worse(enum severity a, enum severity b) { return a > b ? a : b; }

static int read_file(struct show *s, const char *path, bool json)
{
    struct document_step step;
    enum severity worst = SEV_NOTE;
    int got;
    if (json) show_json_begin(s, path);
    else show_text_begin(s);
    while ((got = documents_next(s->reading.documents, &step)) > 0) {
        follow_lists(s, &step);
        worst = worse(worst, step.diags->worst);
        if (json) show_json_step(s, &step);
        else show_text_step(s, &step);
    }
    if (json) show_json_end(s, got == 0);
    else page_end(&s->page);
    if (got < 0) return cli_error(path, got);
    return worst >= SEV_HOLD_LINE ? EXIT_WRONG : EXIT_FINE;
}

int cmd_show(struct cli *cli, const struct command *command, int argc, char **argv)
{
    const char *guide = NULL;
    bool json = false, done = false;
    int first = 1;
    const struct option_row options[] = {
        { "guide", "NAME", "narrow by a partner's guide, e.g. amazon", &guide, NULL },
        { "json", NULL, "print JSON", NULL, &json },
        { 0 },
    };
    int code = cli_options(command, options, argc, argv, &first, &done);
    if (code != 0 || done) return code;
    if (argv[first] == NULL || argv[first + 1] != NULL) return cli_fail(EXIT_USAGE, "show needs one file");
    struct show s = { .scratch = arena_new() };
    reading_begin(&s.reading, cli, guide);
    show_names_begin(&s);
    code = reading_open(&s.reading, argv[first], NULL);
    if (code == 0) code = read_file(&s, argv[first], json);
    reading_end(&s.reading);
    arena_free(s.scratch);
    return code;
}
