/* load.c - finds the files of a schema, reads them, and puts the schema together.
 *
 * Decides which files make a schema and in which folder each is found; what is in them is read by dictionary.c, set.c, guide.c and
 * layout.c, and compile.c makes the automaton.  Names of schemas become file names only after every byte was checked, so that no name
 * leads out of the schema folders. */
#include "schema/load.h"

#include "base/err.h"
#include "base/fsys.h"
#include "schema/compile.h"

#include <errno.h>
#include <fcntl.h>

void load_bad(struct loader *l, enum schema_finding what, struct place place, slice a0, slice a1, slice a2)
{
    diag_add(l->diags, &schema_findings[what], place, a0, a1, a2, NO_ARG);
    l->bad = true;
}

static bool text_find(const struct loader *l, slice name, slice *bytes)
{
    for (size_t i = 0; i < l->n_texts; i++)
        if (slice_eq(l->texts[i].name, name)) {
            *bytes = l->texts[i].bytes;
            return true;
        }
    return false;
}

/* The first folder that has the file wins. */
static int file_find(struct loader *l, slice name, struct buf *bytes, slice *full, slice *folder)
{
    for (unsigned i = 0; l->path && i < l->path->n; i++) {
        slice path = arena_printf(l->arena, "%s/%.*s", l->path->dirs[i], SLICE_ARG(name));
        int rc = fsys_read_file(AT_FDCWD, arena_cstr(l->scratch, path), bytes);
        if (rc == -ENOENT || rc == -ENOTDIR) continue;
        if (rc < 0) load_bad(l, SCHEMA_FILE, (struct place){ 0 }, path, slice_of(err_text(rc)), NO_ARG);
        *full = path;
        *folder = slice_of(l->path->dirs[i]);
        return rc < 0 ? E_BAD : 0;
    }
    return E_NOT_FOUND;
}

/* The source lives as long as the schema: nodes and findings point into it. */
static int source_read(struct loader *l, slice name, const struct source **out, slice *folder)
{
    slice text = NO_ARG, full = name;
    struct buf bytes = BUF_INIT(SCHEMA_FILE_BYTES);
    int rc = text_find(l, name, &text) ? 0 : file_find(l, name, &bytes, &full, folder);
    if (rc == 0) {
        struct source *source = arena_alloc(l->arena, sizeof *source);
        source->name = arena_cstr(l->arena, full);
        source->bytes = arena_copy(l->arena, text.ptr ? text : buf_slice(&bytes));
        source->fd = -1;
        l->digest = (l->digest ^ slice_hash(source->bytes)) * 0x9E3779B97F4A7C15u;
        *out = source;
    }
    buf_free(&bytes);
    return rc;
}

int load_file(struct loader *l, slice name, const char *root, struct xml_node **out, slice *folder)
{
    const struct source *source;
    slice found_in = NO_ARG;
    int rc = source_read(l, name, &source, &found_in);
    if (rc < 0) return rc;
    size_t before = l->diags->count + l->diags->dropped;
    struct xml_node *n = xml_parse(l->scratch, source, l->diags);
    if (!n) {
        if (l->diags->count + l->diags->dropped == before)
            load_bad(l, SCHEMA_FILE, place_at(source, 0, 0), slice_of(source->name), SLICE("it is not XML"), NO_ARG);
        l->bad = true;
        return E_BAD;
    }
    if (root && !slice_is(n->name, root)) {
        load_bad(l, SCHEMA_SHAPE, n->place, n->name, arena_printf(l->scratch, "<%s>", root), NO_ARG);
        return E_BAD;
    }
    *out = n;
    if (folder) *folder = found_in;
    return 0;
}

/* ---- names ---- */

static bool word_is_safe(slice s)
{
    if (s.len == 0 || s.len > 32) return false;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        bool fine = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
        if (!fine) return false;
    }
    return true;
}

/* "a:b:c" into its parts; 0 when a part is not a plain word or there are too many. */
static unsigned name_split(slice name, slice parts[3])
{
    unsigned n = 0;
    slice rest = name, part;
    while (slice_next(&rest, ':', &part)) {
        if (n == 3 || !word_is_safe(part)) return 0;
        parts[n++] = part;
    }
    return n;
}

/* ---- a set, a layout ---- */

static int guide_load(struct loader *l, struct schema *s, slice guide)
{
    slice part[3];
    if (name_split(guide, part) != 2) return E_NOT_FOUND;
    struct xml_node *root;
    int rc = load_file(l, arena_printf(l->scratch, "%.*s/%.*s.xml", SLICE_ARG(part[0]), SLICE_ARG(part[1])), "guide", &root, NULL);
    return rc < 0 ? rc : guide_apply(l, root, s, guide);
}

static int x12_load(struct loader *l, struct schema *s, slice release, slice set_id, slice guide)
{
    struct xml_node *root;
    int rc = load_file(l, arena_printf(l->scratch, "x12/%.*s/%.*s.xml", SLICE_ARG(release), SLICE_ARG(set_id)), "set", &root, NULL);
    if (rc < 0) return rc;
    rc = dictionary_load(l, release);
    if (rc < 0) return rc;
    rc = set_load(l, root, s, release, set_id);
    if (rc == 0 && guide.len > 0) rc = guide_load(l, s, guide);
    if (rc < 0) return rc;
    return l->bad ? E_BAD : automaton_compile(l, s);
}

static int layout_file(struct loader *l, slice family, slice name, struct xml_node **root, slice *folder)
{
    return load_file(l, arena_printf(l->scratch, "%.*s/%.*s.xml", SLICE_ARG(family), SLICE_ARG(name)), "layout", root, folder);
}

/* The layout that `root` is a variant of; itself when it is none. */
static int base_load(struct loader *l, struct schema *s, struct xml_node *root, struct xml_node **base)
{
    slice id = xml_get(root, "variant-of"), part[3], folder;
    *base = root;
    if (!id.ptr) return 0;
    s->variant_of = arena_copy(l->arena, id);
    int rc = name_split(id, part) == 2 ? layout_file(l, part[0], part[1], base, &folder) : E_NOT_FOUND;
    if (rc == 0 && !xml_attr(*base, "variant-of")) return 0;
    if (rc != E_BAD) load_bad(l, SCHEMA_ATTRIBUTE, read_place(root, "variant-of"), SLICE("variant-of"), id,
            rc < 0 ? SLICE("the id of a layout that is there") : SLICE("the id of a layout that is no variant itself"));
    return E_BAD;
}

static int record_load(struct loader *l, struct schema *s, slice family, slice name)
{
    struct xml_node *root, *base = NULL;
    slice folder;
    int rc = layout_file(l, family, name, &root, &folder);
    if (rc == 0) rc = base_load(l, s, root, &base);
    if (rc < 0) return rc;
    return layout_load(l, root, base, s, arena_printf(l->scratch, "%.*s/%.*s", SLICE_ARG(folder), SLICE_ARG(family)));
}

int schema_load_from(struct loader *l, slice id, slice guide, const struct schema **out)
{
    slice part[3];
    unsigned n = name_split(id, part);
    struct schema *s = arena_alloc(l->arena, sizeof *s);
    s->id = arena_copy(l->arena, id);
    if (guide.len) s->guide = arena_copy(l->arena, guide);
    int rc = E_NOT_FOUND;
    if (n == 3 && slice_is(part[0], "x12")) rc = x12_load(l, s, part[1], part[2], guide);
    if (n == 2 && guide.len == 0) rc = record_load(l, s, part[0], part[1]);
    if (rc < 0) return rc;
    if (l->bad) return E_BAD;
    s->digest_text = arena_printf(l->arena, "%.*s%s%.*s files %016llx", SLICE_ARG(id), guide.len ? " " : "", SLICE_ARG(guide),
                                  (unsigned long long)l->digest);
    *out = s;
    return 0;
}

int schema_load(struct arena *arena, const struct schema_path *path, slice id, slice guide, const struct schema **out,
                struct diags *diags)
{
    struct arena *scratch = arena_new();
    struct loader l = { .arena = arena, .scratch = scratch, .path = path, .diags = diags };
    int rc = schema_load_from(&l, id, guide, out);
    arena_free(scratch);
    return rc;
}

slice schema_guide_base(struct arena *arena, const struct schema_path *path, slice guide)
{
    struct arena *scratch = arena_new();
    struct diags unsaid;
    struct xml_node *root;
    slice part[3], base = NO_ARG;
    diags_init(&unsaid, scratch, 1);
    struct loader l = { .arena = scratch, .scratch = scratch, .path = path, .diags = &unsaid };
    if (name_split(guide, part) == 2
        && load_file(&l, arena_printf(scratch, "%.*s/%.*s.xml", SLICE_ARG(part[0]), SLICE_ARG(part[1])), "guide", &root, NULL) == 0)
        base = arena_copy(arena, xml_get(root, "base"));
    arena_free(scratch);
    return base;
}

bool schema_exists(const struct schema_path *path, slice release, slice set_id)
{
    if (!word_is_safe(release) || !word_is_safe(set_id)) return false;
    struct arena *scratch = arena_new();
    bool found = false;
    for (unsigned i = 0; i < path->n && !found; i++) {
        slice name = arena_printf(scratch, "%s/x12/%.*s/%.*s.xml", path->dirs[i], SLICE_ARG(release), SLICE_ARG(set_id));
        struct stat st;
        found = fsys_stat(AT_FDCWD, arena_cstr(scratch, name), &st) == 0 && S_ISREG(st.st_mode);
    }
    arena_free(scratch);
    return found;
}
