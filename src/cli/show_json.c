/* show_json.c - an X12 file as one JSON document, written while it is read.
 *
 *   { "file", "interchanges": [ { …header…, "ta1": […], "groups": [ { …header…, "sets": [ { …, "number", "summary": […], "segments": […],
 *     "findings": […] } ], "findings": […] } ], "findings": […] } ], "findings": […] }
 *
 * Arrays that nothing comes for are not opened, so that one pass is enough.  A TA1 after a group (it has no place there) stands among the
 * groups, as an object with the one key "ta1". */
#include "cli/show.h"

#include "base/render.h"

enum { JSON_BYTES = 1 << 16, JSON_MOST_BYTES = 1 << 30 };
enum open_array { OPEN_TA1 = 1, OPEN_GROUPS = 2, OPEN_SETS = 4 };

static void flush(struct show *s)
{
    cli_put(stdout, buf_slice(&s->text));
    buf_clear(&s->text);
}

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

static void key_array(struct json *j, const char *key)
{
    json_key(j, key);
    json_array(j);
}

static void findings(struct json *j, const struct diags *diags)
{
    key_array(j, "findings");
    for (size_t i = 0; i < diags->count; i++) diag_json(j, &diags->items[i]);
    json_array_end(j);
    if (diags->dropped > 0) key_uint(j, "findings_not_listed", diags->dropped);
}

static void open_array(struct show *s, enum open_array array, const char *key)
{
    if (s->open & array) return;
    key_array(&s->j, key);
    s->open |= array;
}

static void close_array(struct show *s, enum open_array array)
{
    if (s->open & array) json_array_end(&s->j);
    s->open &= ~(unsigned)array;
}

/* ---- segments ---- */

static void element(struct show *s, const struct elem *e, slice ref, unsigned repeat, slice value)
{
    struct json *j = &s->j;
    if (value.len == 0) return;
    json_object(j);
    key_text(j, "ref", ref);
    if (repeat > 0) key_uint(j, "repeat", repeat);
    if (e != NULL) key_text(j, "name", e->name);
    json_key(j, "value");
    json_text(j, value);
    slice meaning = e != NULL ? elem_code_meaning(e, value) : NO_ARG;
    if (e != NULL && meaning.len == 0) meaning = show_readable(s->scratch, e, value);
    key_text(j, "meaning", meaning);
    json_object_end(j);
}

/* A composite of which more than the first component was sent: "AK401.1", "AK401.2". */
static void components(struct show *s, const struct elem *e, slice ref, unsigned repeat, slice value, char separator)
{
    slice rest = value, text;
    for (unsigned c = 1; slice_next(&rest, separator, &text); c++)
        element(s, c <= e->n_components ? &e->components[c - 1] : NULL, arena_printf(s->scratch, "%.*s.%u", SLICE_ARG(ref), c), repeat,
                text);
}

static void one_element(struct show *s, const struct elem *e, slice ref, unsigned repeat, slice value, char separator)
{
    bool composite = e != NULL && e->type == ELEM_COMPOSITE && separator != 0;
    if (composite && slice_find(value, separator) < value.len) components(s, e, ref, repeat, value, separator);
    else element(s, composite && e->n_components > 0 ? &e->components[0] : e, ref, repeat, value);
}

static void elements(struct show *s, const struct segment_def *def, const slice *values, unsigned n, struct show_delims delims)
{
    key_array(&s->j, "elements");
    for (unsigned k = 1; k < n; k++) {
        const struct elem *e = def != NULL && k <= def->n_elems ? &def->elems[k - 1] : NULL;
        slice ref = arena_printf(s->scratch, "%.*s%02u", SLICE_ARG(values[0]), k);
        bool repeated = delims.repetition != 0 && slice_find(values[k], delims.repetition) < values[k].len;
        if (!repeated) one_element(s, e, ref, 0, values[k], delims.component);
        slice rest = values[k], text;
        for (unsigned r = 1; repeated && slice_next(&rest, delims.repetition, &text); r++) one_element(s, e, ref, r, text, delims.component);
    }
    json_array_end(&s->j);
}

/* "PO1/N1": the loops around a segment, the outermost first; empty outside loops. */
static slice loop_path(struct show *s, const struct names *names, const struct tree *tree, uint32_t group)
{
    slice path = { 0 };
    for (uint32_t g = tree->group[group].parent; g != 0; g = tree->group[g].parent) {
        slice name = names->schema->nodes[tree->group[g].kind].name;
        path = arena_printf(s->scratch, "%.*s%s%.*s", SLICE_ARG(name), path.len > 0 ? "/" : "", SLICE_ARG(path));
    }
    return path;
}

static void segment(struct show *s, const struct names *names, const struct tree *tree, uint32_t group)
{
    struct json *j = &s->j;
    const struct segment_def *def = show_definition(names, tree, group);
    const slice *values = show_values(s->scratch, tree, group);
    json_object(j);
    key_uint(j, "number", tree->group[group].number);
    json_key(j, "id");
    json_text(j, values[0]);
    if (def != NULL) key_text(j, "name", def->name);
    if (!names->borrowed) key_text(j, "loop", loop_path(s, names, tree, group));
    key_uint(j, "offset", tree_offset(tree, tree->field[tree->group[group].first]));
    elements(s, def, values, tree->group[group].fields, (struct show_delims){ tree->component, tree->repetition });
    json_object_end(j);
}

/* ---- sets and envelopes ---- */

/* What a reader sees first, in the order in which he sees it. */
static void summary(struct show *s, const struct document_step *step, const struct names *names)
{
    struct facts facts = show_facts(step->arena, step, names);
    key_text(&s->j, "number", facts.number);
    key_array(&s->j, "summary");
    for (unsigned i = 0; i < facts.count; i++) {
        json_object(&s->j);
        key_text(&s->j, "label", facts.items[i].label);
        key_text(&s->j, "value", facts.items[i].value);
        json_object_end(&s->j);
    }
    json_array_end(&s->j);
}

static void set(struct show *s, const struct document_step *step)
{
    struct json *j = &s->j;
    struct names names = show_names(s, step);
    open_array(s, OPEN_SETS, "sets");
    json_object(j);
    key_text(j, "set", step->set_id);
    key_text(j, "title", show_set_title(s, step));
    key_text(j, "control", step->set_control);
    key_text(j, "schema", step->schema != NULL ? step->schema->id : NO_ARG);
    key_text(j, "guide", step->schema != NULL ? step->schema->guide : NO_ARG);
    key_uint(j, "offset", step->offset);
    key_uint(j, "length", step->length);
    summary(s, step, &names);
    key_array(j, "segments");
    for (uint32_t g = 1; g < step->tree->groups; g++) {
        if (step->tree->group[g].fields == 0) continue;         /* a loop: its segments follow */
        segment(s, &names, step->tree, g);
        arena_reset(s->scratch);
        if (s->text.len > JSON_BYTES) flush(s);
    }
    json_array_end(j);
    findings(j, step->diags);
    json_object_end(j);
}

static void party(struct json *j, const char *key, const struct x12_interchange *i, unsigned qualifier)
{
    json_key(j, key);
    json_object(j);
    key_text(j, "qualifier", i->isa[qualifier]);
    key_text(j, "id", i->isa[qualifier + 1]);
    json_object_end(j);
}

static void interchange(struct show *s, const struct x12_interchange *i)
{
    struct json *j = &s->j;
    json_object(j);
    key_text(j, "control", i->isa[13]);
    party(j, "from", i, 5);
    party(j, "to", i, 7);
    key_text(j, "date", i->isa[9]);
    key_text(j, "time", i->isa[10]);
    key_text(j, "version", i->isa[12]);
    key_text(j, "usage", i->isa[15]);
    key_text(j, "usage_meaning", show_envelope_meaning(s, "ISA", 15, i->isa[15]));
    json_key(j, "answer_requested");
    json_bool(j, slice_is(i->isa[14], "1"));
    key_uint(j, "offset", i->offset);
}

static void group(struct show *s, const struct x12_group *g)
{
    static const struct { const char *key; unsigned element; } rows[] = {
        { "control", 6 }, { "functional_id", 1 }, { "from", 2 }, { "to", 3 }, { "date", 4 }, { "time", 5 }, { "agency", 7 }, { "release", 8 },
    };
    close_array(s, OPEN_TA1);
    open_array(s, OPEN_GROUPS, "groups");
    json_object(&s->j);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) key_text(&s->j, rows[i].key, g->gs[rows[i].element]);
    key_text(&s->j, "functional_meaning", show_envelope_meaning(s, "GS", 1, g->gs[1]));
    key_uint(&s->j, "offset", g->offset);
}

static void acknowledgement(struct show *s, const struct document_step *step)
{
    const struct segment_def *def = s->fallback != NULL ? schema_segment(s->fallback, SLICE("TA1")) : NULL;
    slice values[6] = { SLICE("TA1") };
    for (unsigned k = 1; k < 6; k++) values[k] = step->ta1[k];
    bool late = s->open & OPEN_GROUPS;
    if (!late) open_array(s, OPEN_TA1, "ta1");
    json_object(&s->j);
    if (late) {
        json_key(&s->j, "ta1");
        json_object(&s->j);
    }
    elements(s, def, values, 6, (struct show_delims){ 0, 0 });
    if (late) json_object_end(&s->j);
    json_object_end(&s->j);
}

void show_json_begin(struct show *s)
{
    s->text = BUF_INIT(JSON_MOST_BYTES);
    s->j = json_begin(&s->text);
    json_object(&s->j);
    json_key(&s->j, "file");
    json_cstr(&s->j, s->path);
    key_array(&s->j, "interchanges");
}

void show_json_step(struct show *s, const struct document_step *step)
{
    switch (step->event) {
    case DOCUMENT_INTERCHANGE: interchange(s, step->interchange); break;
    case DOCUMENT_TA1: acknowledgement(s, step); break;
    case DOCUMENT_GROUP: group(s, step->group); break;
    case DOCUMENT_SET: set(s, step); break;
    case DOCUMENT_GROUP_END:
        close_array(s, OPEN_SETS);
        findings(&s->j, step->diags);
        json_object_end(&s->j);
        break;
    case DOCUMENT_INTERCHANGE_END:
        close_array(s, OPEN_TA1);
        close_array(s, OPEN_GROUPS);
        findings(&s->j, step->diags);
        json_object_end(&s->j);
        break;
    case DOCUMENT_END:
        json_array_end(&s->j);
        findings(&s->j, step->diags);
        json_object_end(&s->j);
        buf_putc(&s->text, '\n');
        break;
    }
    arena_reset(s->scratch);
    if (s->text.len > JSON_BYTES) flush(s);
}

void show_json_end(struct show *s, bool whole)
{
    if (whole) flush(s);
    buf_free(&s->text);
}
