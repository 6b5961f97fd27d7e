/* diff_json.c - a comparison for programs: one JSON document.
 *
 *   { "a", "b", "same", "documents": [ { "set", "number", "state": "same" | "different" | "only-a" | "only-b", "changes": [
 *     { "change": "changed" | "added" | "removed", "path": […], "segment", "a_segment", "b_segment", and of a changed element
 *       "element", "name", "old", "old_meaning", "new", "new_meaning"; of the others "segments" } ] } ] } */
#include "cli/diff.h"

#include "base/json.h"

enum { JSON_BYTES = 1 << 16, JSON_MOST_BYTES = 1 << 30, MOST_PATH = 64 };

static void key_text(struct json *j, const char *key, slice value)
{
    if (value.len == 0) return;
    json_key(j, key);
    json_text(j, value);
}

static void key_uint(struct json *j, const char *key, uint64_t value)
{
    json_key(j, key);
    json_int(j, (int64_t)value);
}

/* The outermost first; of very deep levels the innermost ones. */
static void path(struct diff_report *r, struct json *j, const struct diff_set *a, const struct diff_set *b, const struct diff_changes *changes,
                 uint32_t item)
{
    slice parts[MOST_PATH];
    unsigned n = 0;
    for (uint32_t i = item; changes->items[i].parent != DIFF_NONE && n < MOST_PATH; i = changes->items[i].parent) {
        struct diff_side side = diff_item_side(&changes->items[i], a, b);
        parts[n++] = diff_unit_words(r->scratch, side.set, side.unit);
    }
    json_key(j, "path");
    json_array(j);
    while (n > 0) json_text(j, parts[--n]);
    json_array_end(j);
}

static void value(struct json *j, const char *key, const char *meaning_key, const struct cell *cell)
{
    if (cell == NULL) return;
    json_key(j, key);
    json_text(j, cell->value);
    key_text(j, meaning_key, cell->meaning);
}

static void side_number(struct json *j, const char *key, const struct diff_set *set, uint32_t unit)
{
    if (unit != DIFF_NONE) key_uint(j, key, set->tree.group[set->units[unit].group].number);
}

static void change(struct diff_report *r, struct json *j, const struct diff_set *a, const struct diff_set *b, const struct diff_changes *changes,
                   const struct diff_change *c)
{
    static const char *const kinds[] = { [DIFF_CHANGED] = "changed", [DIFF_ADDED] = "added", [DIFF_REMOVED] = "removed" };
    const struct diff_item *item = &changes->items[c->item];
    struct diff_side side = diff_item_side(item, a, b);
    slice id = tree_field(&side.set->tree, side.set->units[side.unit].group, 0);
    json_object(j);
    json_key(j, "change");
    json_cstr(j, kinds[diff_kind(changes, c)]);
    path(r, j, a, b, changes, c->item);
    key_text(j, "segment", id);
    side_number(j, "a_segment", a, item->a);
    side_number(j, "b_segment", b, item->b);
    const struct cell *cell = c->old != NULL ? c->old : c->new;
    if (cell != NULL) {
        key_text(j, "element", arena_printf(r->scratch, "%.*s%.*s", SLICE_ARG(id), SLICE_ARG(show_reference(r->scratch, cell))));
        key_text(j, "name", show_label(r->scratch, cell, false));
        value(j, "old", "old_meaning", c->old);
        value(j, "new", "new_meaning", c->new);
    } else {
        key_uint(j, "segments", side.set->units[side.unit].size);
    }
    json_object_end(j);
    arena_reset(r->scratch);
}

static void document(struct json *j, const struct diff_set *set, const char *state)
{
    json_object(j);
    key_text(j, "set", set->set_id);
    key_text(j, "title", set->title);
    key_text(j, "number", set->number);
    json_key(j, "state");
    json_cstr(j, state);
}

static void flush(struct buf *text, size_t above)
{
    if (text->len <= above) return;
    cli_put(stdout, buf_slice(text));
    buf_clear(text);
}

static void pair(struct diff_report *r, struct json *j, const struct diff_set *a)
{
    struct diff_changes changes = diff_sets(r->arena, r->scratch, a, a->other);
    r->compared++;
    if (changes.count == 0) r->same++;
    else r->changed++;
    document(j, a, changes.count == 0 ? "same" : "different");
    json_key(j, "changes");
    json_array(j);
    for (size_t i = 0; i < changes.count; i++) {
        change(r, j, a, a->other, &changes, &changes.list[i]);
        flush(j->out, JSON_BYTES);
    }
    json_array_end(j);
    if (changes.dropped > 0) key_uint(j, "changes_not_listed", changes.dropped);
    json_object_end(j);
}

static void only(struct json *j, const struct diff_file *file, const char *state, unsigned *count)
{
    for (size_t i = 0; i < file->n_sets; i++) {
        if (file->sets[i].other != NULL) continue;
        document(j, &file->sets[i], state);
        json_object_end(j);
        ++*count;
    }
}

void diff_json(struct diff_report *r)
{
    struct buf text = BUF_INIT(JSON_MOST_BYTES);
    struct json j = json_begin(&text);
    json_object(&j);
    json_key(&j, "a");
    json_cstr(&j, r->a->path);
    json_key(&j, "b");
    json_cstr(&j, r->b->path);
    json_key(&j, "documents");
    json_array(&j);
    for (size_t i = 0; i < r->a->n_sets; i++)
        if (r->a->sets[i].other != NULL) pair(r, &j, &r->a->sets[i]);
    only(&j, r->a, "only-a", &r->only_a);
    only(&j, r->b, "only-b", &r->only_b);
    json_array_end(&j);
    json_key(&j, "same");
    json_bool(&j, r->changed + r->only_a + r->only_b == 0);
    json_object_end(&j);
    buf_putc(&text, '\n');
    flush(&text, 0);
    buf_free(&text);
}
