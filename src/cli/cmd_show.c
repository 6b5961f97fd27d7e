/* cmd_show.c - `show`: any X12 file for people, or as JSON.
 *
 * It reads the file step by step, one transaction set in memory at a time, and leaves what a step looks like to show_text.c, show_html.c and
 * show_json.c.
 * A set that is wrong, or that has no grammar, is shown all the same; only the exit code tells. */
#include "cli/diff.h"

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

/* The forms in which a file can be shown. */
static void text_begin(struct show *s) { show_text_begin(s); }
static void text_end(struct show *s, bool whole)
{
    (void)whole;                        /* what is on the page is true, also when there is more */
    page_end(&s->page);
}

static const struct form {
    void (*begin)(struct show *s);
    void (*step)(struct show *s, const struct document_step *step);
    void (*end)(struct show *s, bool whole);
} as_text = { text_begin, show_text_step, text_end }, as_json = { show_json_begin, show_json_step, show_json_end },
  as_html = { show_html_begin, show_html_step, show_html_end };

static int read_file(struct show *s, const struct form *form)
{
    struct document_step step;
    enum severity worst = SEV_NOTE;
    int got;
    form->begin(s);
    while ((got = documents_next(s->reading.documents, &step)) > 0) {
        follow_lists(s, &step);
        worst = worse(worst, step.diags->worst);
        form->step(s, &step);
    }
    form->end(s, got == 0);
    if (got < 0) return cli_error(s->path, got);
    return worst >= SEV_HOLD_LINE ? EXIT_WRONG : EXIT_FINE;
}

/* Two files, compared: 0 the same, 1 different. */
static int compare(struct show *s, const char *first, const char *second, void (*print)(struct diff_report *r))
{
    struct arena *arena = arena_new();
    struct diff_file a, b;
    int code = diff_load(s, arena, first, &a);
    if (code == 0) code = diff_load(s, arena, second, &b);
    if (code == 0) {
        struct diff_report r = { .arena = arena, .scratch = s->scratch, .a = &a, .b = &b };
        diff_pair_sets(arena, &a, &b);
        print(&r);
        code = r.changed + r.only_a + r.only_b > 0 ? EXIT_WRONG : EXIT_FINE;
    }
    arena_free(arena);
    return code;
}

int cmd_show(struct cli *cli, const struct command *command, int argc, char **argv)
{
    const char *guide = NULL;
    bool json = false, html = false, diff = false, done = false;
    int first = 1;
    const struct option_row options[] = {
        { "guide", "NAME", "narrow by a partner's guide, e.g. amazon", &guide, NULL },
        { "json", NULL, "print JSON", NULL, &json },
        { "html", NULL, "print a page for a browser", NULL, &html },
        { "diff", NULL, "compare two files by what they say", NULL, &diff },
        { 0 },
    };
    int code = cli_options(command, options, argc, argv, &first, &done);
    if (code != 0 || done) return code;
    int files = 0;
    while (argv[first + files] != NULL) files++;
    if (files != (diff ? 2 : 1)) return cli_fail(EXIT_USAGE, diff ? "show --diff needs two files" : "show needs one file");
    if (json && html) return cli_fail(EXIT_USAGE, "show prints either --json or --html");
    struct show s = { .scratch = arena_new(), .path = argv[first] };
    reading_begin(&s.reading, cli, guide);
    show_names_begin(&s);
    if (diff) code = compare(&s, argv[first], argv[first + 1], json ? diff_json : html ? diff_html : diff_text);
    else code = reading_open(&s.reading, argv[first], NULL);
    if (code == 0 && !diff) code = read_file(&s, json ? &as_json : html ? &as_html : &as_text);
    reading_end(&s.reading);
    arena_free(s.scratch);
    return code;
}
