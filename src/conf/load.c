/* load.c - an instance's crossdock.xml and partners/NAME.xml as one checked whole.
 *
 * Decides which files count, and what must hold between them: one agreement per pair of addresses, one <document> per set and release.  What
 * a single element may say is read.c's business.  The result is handed out only when nothing at all is wrong, so a reload either takes
 * everything or keeps the old. */
#include "conf/conf.h"

#include "conf/envelope.h"
#include "conf/findings.h"
#include "conf/shape.h"

#include "base/err.h"
#include "base/fsys.h"

#include <errno.h>

enum {
    MAX_FILE = 1 << 20,         /* bytes of a settings file */
    MAX_NAME = 40               /* bytes of a partner's name; it is also a folder's */
};

/* Read and parse one file; null with findings. */
static struct xml_node *open_file(struct conf_reader *r, int dir, const char *path, const struct conf_shape *shape, const struct source **source)
{
    struct source *s = arena_alloc(r->arena, sizeof *s);
    *s = (struct source){ .name = arena_cstr(r->arena, slice_of(path)), .fd = -1 };
    struct buf bytes = BUF_INIT(MAX_FILE);
    int err = fsys_read_file(dir, path, &bytes);
    s->bytes = arena_copy(r->arena, buf_slice(&bytes));
    buf_free(&bytes);
    *source = s;
    if (err < 0) {
        conf_find(r, CONF_READ, place_at(s, 0, 0), slice_of(path), slice_of(err_text(err)), NO_ARG);
        return NULL;
    }
    struct xml_node *root = xml_parse(r->arena, s, r->diags);
    if (!root) {
        r->bad = true;
    } else if (!slice_is(root->name, shape->element)) {
        conf_find(r, CONF_ROOT, root->place, root->name, slice_of(shape->element), NO_ARG);
        return NULL;
    }
    return root;
}

static void read_params(struct conf_reader *r, struct xml_node *node, struct conf_document *document)
{
    size_t count = 0, room = 0;
    for (struct xml_node *child = xml_child(node, "param"); child; child = xml_next(child, "param")) {
        struct conf_param *param = arena_grow(r->arena, &document->params, &count, &room, sizeof *param);
        conf_read(r, child, &conf_param_shape, param);
        param->place = child->place;
        for (size_t i = 0; i + 1 < count; i++) {
            if (param->name.len && slice_eq(document->params[i].name, param->name))
                conf_find(r, CONF_REPEATED, child->place, arena_printf(r->arena, "<param name=\"%.*s\">", SLICE_ARG(param->name)),
                          arena_printf(r->arena, "<document set=\"%.*s\">", SLICE_ARG(document->set)), NO_ARG);
        }
    }
    document->n_params = (unsigned)count;
}

static bool same_document(const struct conf_document *a, const struct conf_document *b)
{
    return a->set.len && slice_eq(a->set, b->set) && slice_eq(a->release, b->release);
}

static void read_documents(struct conf_reader *r, struct xml_node *root, struct agreement *a)
{
    size_t count = 0, room = 0;
    for (struct xml_node *child = xml_child(root, "document"); child; child = xml_next(child, "document")) {
        struct conf_document *d = arena_grow(r->arena, &a->documents, &count, &room, sizeof *d);
        d->place = child->place;
        conf_read(r, child, &conf_document_shape, d);
        read_params(r, child, d);
        for (size_t i = 0; i + 1 < count; i++) {
            if (same_document(&a->documents[i], d))
                conf_find(r, CONF_REPEATED, child->place,
                          arena_printf(r->arena, "<document set=\"%.*s\"> for one release", SLICE_ARG(d->set)), SLICE("<agreement>"), NO_ARG);
        }
    }
    a->n_documents = (unsigned)count;
    if (count == 0)
        conf_find(r, CONF_MISSING, root->place, SLICE("<document>"), SLICE("<agreement>"), SLICE("one for each transaction set that is taken"));
}

static void read_agreement(struct conf_reader *r, int dir, const char *path, slice name, struct agreement *a)
{
    *a = (struct agreement){ .name = arena_copy(r->arena, name) };
    struct xml_node *root = open_file(r, dir, path, &conf_agreement_shape, &a->source);
    if (!root)
        return;
    conf_read(r, root, &conf_agreement_shape, a);
    struct xml_node *guide = xml_child(root, "guide");
    struct xml_attr *asserts = guide ? xml_attr(guide, "asserts") : NULL;
    a->asserts_place = asserts ? asserts->value_place : root->place;
    read_documents(r, root, a);
    if (!a->their_group_id.len)
        a->their_group_id = a->their_id;
    if (!a->our_group_id.len)
        a->our_group_id = a->our_id;
    conf_read_envelopes(r, root, a);
}

static bool usable_name(slice name)
{
    if (name.len == 0 || name.len > MAX_NAME || slice_is(name, "prima"))
        return false;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || (c == '-' && i > 0);
        if (!plain)
            return false;
    }
    return true;
}

/* Every partners/NAME.xml; other files there (backups, notes) are left alone. */
static int read_partners(struct conf_reader *r, int dir, struct conf *conf)
{
    slice *files = NULL;
    size_t n = 0, count = 0, room = 0;
    int err = fsys_list(dir, "partners", r->arena, &files, &n);
    if (err < 0 && err != -ENOENT)
        return err;
    for (size_t i = 0; err >= 0 && i < n; i++) {
        slice suffix = SLICE(".xml");
        if (!slice_ends(files[i], suffix) || slice_starts(files[i], SLICE(".")))
            continue;
        slice name = slice_sub(files[i], 0, files[i].len - suffix.len);
        slice path = arena_printf(r->arena, "partners/%.*s", SLICE_ARG(files[i]));
        struct agreement *a = arena_grow(r->arena, &conf->agreements, &count, &room, sizeof *a);
        read_agreement(r, dir, arena_cstr(r->arena, path), name, a);
        if (!usable_name(name))
            conf_find(r, CONF_NAME, place_at(a->source, 0, 0), name, NO_ARG, NO_ARG);
    }
    conf->n_agreements = (unsigned)count;
    return 0;
}

static bool same_addresses(const struct agreement *a, const struct agreement *b)
{
    return a->their_id.len && a->our_id.len && slice_eq(a->their_qualifier, b->their_qualifier) && slice_eq(a->their_id, b->their_id)
        && slice_eq(a->our_qualifier, b->our_qualifier) && slice_eq(a->our_id, b->our_id);
}

static void check_addresses(struct conf_reader *r, const struct conf *conf)
{
    for (unsigned i = 0; i < conf->n_agreements; i++) {
        for (unsigned k = 0; k < i; k++) {
            const struct agreement *a = &conf->agreements[i], *b = &conf->agreements[k];
            if (same_addresses(a, b))
                conf_find(r, CONF_AMBIGUOUS, place_at(a->source, 0, 0), a->name, b->name,
                          arena_printf(r->arena, "they %.*s/%.*s, we %.*s/%.*s", SLICE_ARG(a->their_qualifier), SLICE_ARG(a->their_id),
                                       SLICE_ARG(a->our_qualifier), SLICE_ARG(a->our_id)));
        }
    }
}

int conf_load(struct arena *arena, int dir, const struct conf_names *names, struct conf **out, struct diags *diags)
{
    struct conf_reader r = { .arena = arena, .names = names, .diags = diags };
    struct conf *conf = arena_alloc(arena, sizeof *conf);
    struct stat st;
    int err = fsys_stat(dir, "crossdock.xml", &st);
    if (err == -ENOENT) {
        conf_find(&r, CONF_NO_INSTANCE, (struct place){ 0 }, NO_ARG, NO_ARG, NO_ARG);
        return E_BAD;
    }
    const struct source *source;
    struct xml_node *root = open_file(&r, dir, "crossdock.xml", &conf_settings_shape, &source);
    if (root)
        conf_read(&r, root, &conf_settings_shape, conf);
    err = read_partners(&r, dir, conf);
    if (err < 0)
        return err;
    check_addresses(&r, conf);
    if (conf->n_agreements == 0)
        conf_find(&r, CONF_NO_PARTNER, place_at(source, 0, 0), NO_ARG, NO_ARG, NO_ARG);
    if (r.bad)
        return E_BAD;
    *out = conf;
    return 0;
}
