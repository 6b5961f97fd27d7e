/* files.c - where map files are, and what of them counts: the canonical form is the same for two files that differ in blanks, comments and the order of
 * attributes only. */
#include "map/files.h"

#include "base/err.h"
#include "base/fsys.h"

#include <errno.h>
#include <fcntl.h>

static int read_source(struct arena *arena, const char *path, const struct source **out)
{
    struct buf text = BUF_INIT(MAP_MAX_BYTES);
    int err = fsys_read_file(AT_FDCWD, path, &text);
    if (err == 0) {
        struct source *s = arena_alloc(arena, sizeof *s);
        *s = (struct source){ .name = arena_cstr(arena, slice_of(path)), .bytes = arena_copy(arena, buf_slice(&text)), .fd = -1 };
        *out = s;
    }
    buf_free(&text);
    return err;
}

static bool is_missing(int err) { return err == E_NOT_FOUND || err == -ENOENT || err == -ENOTDIR; }

/* Names come from agreements and maps; they may not climb out of the map folders. */
static bool name_climbs(slice name)
{
    slice part;
    while (slice_next(&name, '/', &part))
        if (slice_is(part, "..")) return true;
    return false;
}

int map_file_open(struct arena *arena, const struct schema_path *path, slice name, const struct source **out, slice *tried)
{
    int err = E_NOT_FOUND;
    if (slice_ends(name, SLICE(".xml"))) {
        *tried = name;
        err = read_source(arena, arena_cstr(arena, name), out);
        if (!is_missing(err)) return err;
    }
    struct buf places = BUF_INIT(8192);
    for (unsigned i = 0; path && i < path->n && !name_climbs(name); i++) {
        const char *suffix = slice_ends(name, SLICE(".xml")) ? "" : ".xml";
        slice file = arena_printf(arena, "%s/%.*s%s", path->dirs[i], SLICE_ARG(name), suffix);
        buf_printf(&places, "%s%.*s", places.len ? ", " : "", SLICE_ARG(file));
        err = read_source(arena, file.ptr, out);
        if (!is_missing(err)) break;
    }
    if (places.len) *tried = slice_ends(name, SLICE(".xml")) ? arena_printf(arena, "%.*s, %.*s", SLICE_ARG(name), SLICE_ARG(buf_slice(&places)))
                                                             : arena_copy(arena, buf_slice(&places));
    buf_free(&places);
    return is_missing(err) ? E_NOT_FOUND : err;
}

/* The attribute that `rank` others come before; names are unique within an element. */
static const struct xml_attr *attr_by_rank(const struct xml_node *n, unsigned rank)
{
    for (unsigned i = 0; i < n->n_attrs; i++) {
        unsigned smaller = 0;
        for (unsigned k = 0; k < n->n_attrs; k++) smaller += slice_cmp(n->attrs[k].name, n->attrs[i].name) < 0;
        if (smaller == rank) return &n->attrs[i];
    }
    return NULL;
}

static void write_node(struct buf *out, const struct xml_node *n, unsigned depth)
{
    buf_printf(out, "<%.*s", SLICE_ARG(n->name));
    for (unsigned rank = 0; rank < n->n_attrs; rank++) {
        const struct xml_attr *a = attr_by_rank(n, rank);
        if (!a) continue;
        buf_printf(out, " %.*s=\"", SLICE_ARG(a->name));
        xml_escape(out, a->value);
        buf_putc(out, '"');
    }
    buf_putc(out, '>');
    for (const struct xml_node *c = n->first; c && depth < 64; c = c->next) write_node(out, c, depth + 1);
    buf_printf(out, "</%.*s>", SLICE_ARG(n->name));
}

slice map_files_canonical(struct arena *arena, struct xml_node *root)
{
    struct buf text = BUF_INIT(4 * MAP_MAX_BYTES);
    write_node(&text, root, 0);
    slice s = arena_copy(arena, buf_slice(&text));
    buf_free(&text);
    return s;
}

void map_files_note(struct compiler *c, struct xml_node *fragment)
{
    struct map *m = c->map;
    m->canonical = arena_printf(c->arena, "%.*s%.*s", SLICE_ARG(m->canonical), SLICE_ARG(map_files_canonical(c->arena,
            fragment)));
}
