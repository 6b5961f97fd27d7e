/* replay_report.c - what a replay found, for people and for programs. */
#include "engine/replay.h"

#include "base/json.h"

static bool is_new(const struct replay_finding *f) { return f->made[REPLAY_OLD] != f->made[REPLAY_NEW]; }

static void put_value(struct buf *out, slice value)
{
    if (value.ptr) buf_printf(out, "\"%.*s\"", SLICE_ARG(value));
    else buf_puts(out, "(absent)");
}

void replay_text(const struct replay *r, struct buf *out)
{
    buf_printf(out, "%.*s@%.*s -> %.*s@%.*s: %u of %u archived documents would differ\n", SLICE_ARG(map_id(r->maps[0])),
               SLICE_ARG(map_version(r->maps[0])), SLICE_ARG(map_id(r->maps[1])), SLICE_ARG(map_version(r->maps[1])), r->differing,
               r->walk.documents);
    for (size_t i = 0; i < r->fields.count; i++) {
        const struct replay_field *f = &r->fields.items[i];
        buf_printf(out, "  %.*s: %u of %u documents\n    ", SLICE_ARG(f->path), f->documents, r->walk.documents);
        put_value(out, f->values_of[REPLAY_OLD]);
        buf_puts(out, " -> ");
        put_value(out, f->values_of[REPLAY_NEW]);
        buf_printf(out, "  %.*s\n", SLICE_ARG(f->example));
    }
    for (size_t i = 0; i < r->findings.count; i++) {
        const struct replay_finding *f = &r->findings.items[i];
        if (is_new(f)) buf_printf(out, "  finding %.*s%s%.*s: %u -> %u\n", SLICE_ARG(f->code), f->rule.len ? " of " : "", SLICE_ARG(f->rule),
                                  f->made[REPLAY_OLD], f->made[REPLAY_NEW]);
    }
    buf_printf(out, "  held: %u -> %u documents, %u -> %u lines\n", r->held[0], r->held[1], r->held_lines[0], r->held_lines[1]);
    if (r->walk.missing) buf_printf(out, "  %u originals are not in the archive any more\n", r->walk.missing);
}

static void json_number(struct json *j, const char *key, int64_t value)
{
    json_key(j, key);
    json_int(j, value);
}

static void json_value(struct json *j, const char *key, slice value)
{
    json_key(j, key);
    if (value.ptr) json_text(j, value);
    else json_null(j);
}

static void json_side(struct json *j, const struct replay *r, unsigned side)
{
    json_key(j, side == REPLAY_OLD ? "old" : "new");
    json_object(j);
    json_value(j, "map", map_id(r->maps[side]));
    json_value(j, "version", map_version(r->maps[side]));
    json_number(j, "held_documents", r->held[side]);
    json_number(j, "held_lines", r->held_lines[side]);
    json_object_end(j);
}

static void json_fields(struct json *j, const struct replay *r)
{
    json_key(j, "fields");
    json_array(j);
    for (size_t i = 0; i < r->fields.count; i++) {
        const struct replay_field *f = &r->fields.items[i];
        json_object(j);
        json_value(j, "field", f->path);
        json_number(j, "documents", f->documents);
        json_number(j, "values", f->values);
        json_value(j, "old", f->values_of[REPLAY_OLD]);
        json_value(j, "new", f->values_of[REPLAY_NEW]);
        json_value(j, "example", f->example);
        json_object_end(j);
    }
    json_array_end(j);
}

void replay_json(const struct replay *r, instant at, struct buf *out)
{
    struct json j = json_begin(out);
    char time[21];
    instant_iso(at, time);
    json_object(&j);
    json_value(&j, "at", slice_of(time));
    for (unsigned side = 0; side < REPLAY_SIDES; side++) json_side(&j, r, side);
    json_number(&j, "documents", r->walk.documents);
    json_number(&j, "differing", r->differing);
    json_number(&j, "missing_originals", r->walk.missing);
    json_fields(&j, r);
    json_key(&j, "findings");
    json_array(&j);
    for (size_t i = 0; i < r->findings.count; i++) {
        if (!is_new(&r->findings.items[i])) continue;
        json_object(&j);
        json_value(&j, "code", r->findings.items[i].code);
        json_value(&j, "rule", r->findings.items[i].rule);
        json_number(&j, "old", r->findings.items[i].made[REPLAY_OLD]);
        json_number(&j, "new", r->findings.items[i].made[REPLAY_NEW]);
        json_object_end(&j);
    }
    json_array_end(&j);
    json_object_end(&j);
    buf_putc(out, '\n');
}
