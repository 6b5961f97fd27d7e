/* archive.c - see archive.h.  The journal says which documents there were and where their originals lie; a file is opened once for all of its sets.
 * What cannot be opened any more is counted: an archive may have been tidied up. */
#include "engine/archive.h"

#include "base/fsys.h"
#include "engine/characters.h"

#include <fcntl.h>

static const struct schema *choose(void *context, const struct document_step *step, struct check_options *options, struct diags *diags)
{
    const struct archive_walk *w = context;
    (void)options;
    (void)diags;
    bool same = slice_eq(step->set_id, w->schema->set_id) && slice_starts(step->group->gs[8], w->schema->release);
    return same ? w->schema : NULL;
}

static const struct document *document_of(const struct document *list, size_t n, uint32_t ordinal)
{
    for (size_t i = 0; i < n; i++)
        if (list[i].ordinal == ordinal) return &list[i];
    return NULL;
}

static void visit_set(struct archive_walk *w, const struct intake *intake, const struct document *document, const struct document_step *step)
{
    const struct agreement *agreement = conf_agreement(w->setup->conf, document->partner);
    const struct setup_partner *partner = agreement ? setup_partner(w->setup, agreement) : NULL;
    if (!characters_to_utf8(step->tree, agreement ? agreement->charset : CHARSET_AUTO, step->arena, step->diags)) return;
    struct archived a = { document, intake, step, partner ? setup_route(partner, w->schema->set_id, w->schema->release) : NULL };
    w->documents++;
    w->visit(w->context, &a);
}

/* The documents of one file: `list`, all with its intake. */
static int walk_file(struct archive_walk *w, struct documents *reader, const struct document *list, size_t n, struct arena *arena)
{
    struct intake intake;
    struct document_chooser chooser = { choose, w };
    struct document_step step;
    int got, err = store_intake_get(w->store, list[0].intake, arena, &intake);
    if (err != 0) return err;
    char *path = arena_cstr(arena, arena_printf(arena, "%s/%.*s", w->instance, SLICE_ARG(intake.archive)));
    struct source source = { .name = path, .fd = fsys_open_read(AT_FDCWD, path) };
    if (source.fd < 0) {
        w->missing++;
        return 0;
    }
    w->files++;
    documents_open(reader, &source, 0, &chooser);
    while ((got = documents_next(reader, &step)) > 0) {
        const struct document *document = step.event == DOCUMENT_SET && step.schema ? document_of(list, n, step.ordinal) : NULL;
        if (document) visit_set(w, &intake, document, &step);
    }
    fsys_close(source.fd);
    return 0;           /* a file that is cut off is left where it ends */
}

int archive_walk(struct archive_walk *w, struct arena *arena)
{
    struct document *list;
    size_t n = 0;
    int err = store_documents(w->store, w->schema->set_id, (slice){ 0 }, arena, &list, &n);
    struct documents *reader = documents_new(&x12_default_limits, DIAGS_DEFAULT_CAP);
    for (size_t i = 0, end; i < n && err == 0; i = end) {
        for (end = i + 1; end < n && list[end].intake == list[i].intake;) end++;
        if (list[i].at >= w->since && list[i].offset + list[i].length > 0) err = walk_file(w, reader, list + i, end - i, arena);
    }
    documents_free(reader);
    return err;
}
