/* check.c - written records against their layout's XSD, before they leave.
 *
 * The second pair of eyes: the writer and the map are ours, so a finding here is a bug of map or layout and holds the document.  A layout
 * without an XSD is taken as it is. */
#include "record/record.h"

#include "record/findings.h"

#include "base/must.h"
#include "base/render.h"
#include "xml/xml.h"

#include <stdlib.h>

enum {
    MAX_COMPLAINTS = 20,        /* findings of one record; the first says it all */
    MAX_WORDS = 500
};

struct record_checker {
    struct xml_schema *xsd;     /* null: nothing to check against */
    char *path;
    struct arena *scratch;
};

struct record_checker *record_checker_new(const struct schema *layout, struct diags *diags)
{
    struct xml_schema *xsd = NULL;
    if (layout->xsd.len) {
        xsd = xml_xsd_new(arena_cstr(diags->arena, layout->xsd), diags);
        if (!xsd)
            return NULL;
    }
    struct record_checker *c = must_memory(calloc(1, sizeof *c));
    char *path = must_memory(calloc(1, layout->xsd.len + 1));
    if (layout->xsd.len)
        memcpy(path, layout->xsd.ptr, layout->xsd.len);
    *c = (struct record_checker){ .xsd = xsd, .path = path, .scratch = arena_new() };
    return c;
}

void record_checker_free(struct record_checker *c)
{
    if (!c)
        return;
    xml_schema_free(c->xsd);
    arena_free(c->scratch);
    free(c->path);
    free(c);
}

/* The file's name without its folders. */
static slice base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slice_of(slash ? slash + 1 : path);
}

/* The same complaints as findings that can be shown later: with a copy of the record, and in the arena of `diags`. */
static void report(const struct record_checker *c, slice name, slice bytes, const struct diags *found, struct diags *diags)
{
    struct source *kept = arena_alloc(diags->arena, sizeof *kept);
    *kept = (struct source){ .name = arena_cstr(diags->arena, name), .bytes = arena_copy(diags->arena, bytes), .fd = -1 };
    for (size_t i = 0; i < found->count; i++) {
        struct buf words = BUF_INIT(MAX_WORDS);
        struct place place = found->items[i].place;
        diag_message(&words, &found->items[i]);
        place.source = kept;
        diag_add(diags, &record_findings[RECORD_XSD], place, base_name(c->path), buf_slice(&words), NO_ARG, NO_ARG);
        buf_free(&words);
    }
}

bool record_check(struct record_checker *c, slice name, slice bytes, struct diags *diags)
{
    if (!c->xsd)
        return true;
    struct diags found;
    arena_reset(c->scratch);
    diags_init(&found, c->scratch, MAX_COMPLAINTS);
    struct source source = { .name = arena_cstr(c->scratch, name), .bytes = bytes, .fd = -1 };
    if (xml_validate(c->xsd, &source, &found))
        return true;
    report(c, name, bytes, &found, diags);
    return false;
}
