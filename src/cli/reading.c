/* reading.c - see reading.h. */
#include "cli/reading.h"

#include "base/err.h"
#include "base/fsys.h"
#include "engine/engine.h"
#include "engine/setup.h"

#include <fcntl.h>
#include <sys/stat.h>

bool is_instance(struct cli *cli, const char *directory)
{
    struct stat st;
    return fsys_stat(AT_FDCWD, arena_cstr(cli->arena, arena_printf(cli->arena, "%s/crossdock.xml", directory)), &st) == 0;
}

static const struct schema *choose(void *context, const struct document_step *step, struct check_options *options, struct diags *diags)
{
    struct reading *r = context;
    options->asserts_on = r->asserts.on;
    options->asserts_off = r->asserts.off;
    return catalogue_choose(r->catalogue, step->group->gs[1], step->group->gs[8], step->set_id, r->guide, document_set_place(step, &r->source), diags);
}

void reading_begin(struct reading *r, struct cli *cli, const char *guide)
{
    *r = (struct reading){ .cli = cli, .guide = guide ? slice_of(guide) : (slice){ 0 } };
    setup_paths(cli->arena, is_instance(cli, cli->instance) ? cli->instance : NULL, engine_shipped(cli->arena), &r->schemas, &r->maps);
    r->catalogue = catalogue_new(cli->arena, &r->schemas);
    r->documents = documents_new(&x12_default_limits, DIAGS_DEFAULT_CAP);
    r->source.fd = -1;
}

/* "amazon" is a folder of schemas/, "amazon:850" a file in it.  A misspelt guide must not pass for one that finds nothing. */
static bool guide_is_there(const struct reading *r)
{
    size_t colon = slice_find(r->guide, ':');
    slice folder = slice_sub(r->guide, 0, colon), set = slice_sub(r->guide, colon + 1, r->guide.len);
    for (unsigned i = 0; i < r->schemas.n; i++) {
        slice name = arena_printf(r->cli->arena, "%s/%.*s/%.*s%s", r->schemas.dirs[i], SLICE_ARG(folder), SLICE_ARG(set), set.len ? ".xml" : "");
        struct stat st;
        if (fsys_stat(AT_FDCWD, arena_cstr(r->cli->arena, name), &st) == 0) return true;
    }
    return false;
}

int reading_lenient(struct reading *r, const char *names)
{
    slice rest = names ? slice_of(names) : (slice){ 0 }, name;
    while (rest.len > 0 && slice_next(&rest, ',', &name)) {
        unsigned bit;
        if (!x12_leniency_find(slice_trim(name), &bit))
            return cli_fail(EXIT_USAGE, "no leniency '%.*s'; `crossdock reference leniencies` lists them", SLICE_ARG(name));
        r->lenient |= bit;
    }
    return 0;
}

int reading_asserts(struct reading *r, const char *names)
{
    struct assert_words words = { .arena = r->cli->arena };
    slice name, hint;
    if (names == NULL) return 0;
    if (r->guide.len == 0) return cli_fail(EXIT_USAGE, "--asserts switches rules of a guide, so it needs --guide");
    r->asserts = asserts_split(r->cli->arena, slice_of(names));
    asserts_words_add(&words, r->catalogue, r->guide, (slice){ 0 }, (slice){ 0 });
    for (unsigned i = 0; asserts_name(&r->asserts, i, &name); i++)
        if (asserts_unknown(&words, name, &hint))
            return cli_fail(EXIT_USAGE, "guide %.*s has no rule or setting '%.*s'; %.*s", SLICE_ARG(r->guide), SLICE_ARG(name), SLICE_ARG(hint));
    return 0;
}

int reading_open(struct reading *r, const char *path, const struct document_chooser *chooser)
{
    if (r->guide.len > 0 && !guide_is_there(r))
        return cli_fail(EXIT_USAGE, "no guide '%.*s'; guides are files like schemas/amazon/850.xml, named amazon or amazon:850", SLICE_ARG(r->guide));
    int fd = fsys_open_read(AT_FDCWD, path);
    if (fd < 0) return cli_error(path, fd);
    r->source = (struct source){ .name = path, .fd = fd };
    struct document_chooser standard = { choose, r };
    documents_open(r->documents, &r->source, r->lenient, chooser ? chooser : &standard);
    return 0;
}

int reading_next(struct reading *r, struct document_step *out)
{
    int got = documents_next(r->documents, out);
    if (got > 0 && out->event == DOCUMENT_INTERCHANGE) r->source.line_end = out->interchange->delims.terminator[0];
    if (got > 0 && out->event == DOCUMENT_GROUP_END && out->group_unread)
        catalogue_judge_group(r->catalogue, out->group->gs[1], out->group->gs[8], document_group_place(out, &r->source, 1),
                              document_group_place(out, &r->source, 8), out->diags);
    return got;
}

void reading_close(struct reading *r)
{
    if (r->source.fd >= 0) fsys_close(r->source.fd);
    r->source.fd = -1;
}

static void let_catalogue_go(struct reading *r)
{
    if (!r->borrowed) catalogue_free(r->catalogue);
}

void reading_borrow(struct reading *r, struct catalogue *catalogue)
{
    if (catalogue == NULL) return;
    let_catalogue_go(r);
    r->catalogue = catalogue;
    r->borrowed = true;
}

void reading_end(struct reading *r)
{
    reading_close(r);
    documents_free(r->documents);
    let_catalogue_go(r);
}

bool reading_has_ended(const struct document_step *step)
{
    return step->event == DOCUMENT_SET || step->event == DOCUMENT_GROUP_END || step->event == DOCUMENT_INTERCHANGE_END || step->event == DOCUMENT_END;
}
