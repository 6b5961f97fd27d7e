/* record_input.c - see record_input.h.  Variants are the layouts beside the map's own whose names begin with its name and a hyphen. */
#include "engine/record_input.h"

#include "base/err.h"
#include "base/fsys.h"

#include <fcntl.h>

enum { RECORDS_MAX_BYTES = 1 << 30 };

/* NAME-csv.xml, when it is a variant of the layout and the file could be of it. */
static const struct schema *variant_of(struct arena *arena, const struct schema_path *schemas, const struct schema *layout, slice name,
                                       const struct source *source)
{
    size_t colon = slice_find(layout->id, ':');
    slice family = slice_sub(layout->id, 0, colon), base = slice_sub(layout->id, colon + 1, layout->id.len);
    const struct schema *variant = NULL;
    struct diags quiet;
    if (!slice_starts(name, base) || name.len <= base.len + 5 || name.ptr[base.len] != '-' || !slice_ends(name, SLICE(".xml"))) return NULL;
    slice id = arena_printf(arena, "%.*s:%.*s", SLICE_ARG(family), (int)(name.len - 4), name.ptr);
    diags_init(&quiet, arena, 1);
    if (schema_load(arena, schemas, id, NO_ARG, &variant, &quiet) != 0 || !slice_eq(variant->variant_of, layout->id)) return NULL;
    return record_matches(variant, source) ? variant : NULL;
}

/* The layout itself when nothing fits: its reader says best what is wrong. */
static const struct schema *layout_of(struct arena *arena, const struct schema_path *schemas, const struct schema *layout, const struct source *source)
{
    slice family = slice_sub(layout->id, 0, slice_find(layout->id, ':'));
    if (record_matches(layout, source)) return layout;
    for (unsigned d = 0; d < schemas->n; d++) {
        slice *names;
        size_t n = 0;
        const char *folder = arena_cstr(arena, arena_printf(arena, "%s/%.*s", schemas->dirs[d], SLICE_ARG(family)));
        if (fsys_list(AT_FDCWD, folder, arena, &names, &n) != 0) continue;
        for (size_t i = 0; i < n; i++) {
            const struct schema *variant = variant_of(arena, schemas, layout, names[i], source);
            if (variant != NULL) return variant;
        }
    }
    return layout;
}

int record_input_open(struct record_input *in, struct arena *arena, const struct schema_path *schemas, const struct schema *layout, const char *path,
                      struct diags *diags)
{
    *in = (struct record_input){ .bytes = BUF_INIT(RECORDS_MAX_BYTES) };
    int err = fsys_read_file(AT_FDCWD, path, &in->bytes);
    if (err != 0) return err;
    in->source = (struct source){ .name = path, .bytes = buf_slice(&in->bytes), .fd = -1 };
    in->layout = layout_of(arena, schemas, layout, &in->source);
    in->reader = record_reader_new(in->layout, &in->source, diags);
    return in->reader != NULL ? 0 : E_BAD;
}

enum record_step record_input_next(struct record_input *in, struct tree *tree) { return record_reader_next(in->reader, tree); }

void record_input_close(struct record_input *in)
{
    record_reader_free(in->reader);
    in->reader = NULL;
    buf_free(&in->bytes);
}
