/* render.c - findings as words and as JSON; the caret lines are caret.c's.
 *
 * What must stay true: no byte of the input reaches the output unless it is printable, because the output may be a terminal or a page. */
#include "base/render.h"

#include "base/visible.h"

/* ---- templates ---- */

/* `{0}`…`{3}` become arguments; everything else is copied. */
static void fill(struct buf *out, const char *template, const slice args[DIAG_ARGS])
{
    slice rest = slice_of(template);
    while (rest.len > 0) {
        size_t brace = slice_find(rest, '{');
        buf_add(out, slice_sub(rest, 0, brace));
        rest = slice_sub(rest, brace, rest.len);
        unsigned n = rest.len >= 3 && rest.ptr[2] == '}' ? (unsigned)(unsigned char)rest.ptr[1] - '0' : DIAG_ARGS;
        if (n < DIAG_ARGS) {
            visible_text(out, args[n]);
            rest = slice_sub(rest, 3, rest.len);
        } else if (rest.len > 0) {
            buf_putc(out, '{');
            rest = slice_sub(rest, 1, rest.len);
        }
    }
}

void diag_message(struct buf *out, const struct diag *diag)
{
    fill(out, diag->def->message, diag->args);
}

void diag_hint(struct buf *out, const struct diag *diag)
{
    if (diag->def->hint) fill(out, diag->def->hint, diag->args);
}

/* ---- places ---- */

/* A text in an array that need not end with NUL. */
static slice from_array(const char *text, size_t room)
{
    return slice_sub((slice){ text, room }, 0, slice_find((slice){ text, room }, 0));
}
#define ARRAY_TEXT(array) from_array(array, sizeof(array))

static bool has_segment(const struct place *p)
{
    return p->segment > 0 || p->segment_id[0] || p->set_control[0];
}

/* A loop is worth its name when the segment does not say it: "REF in loop N1", but not "N1 in loop N1". */
bool place_names_loop(const struct place *p)
{
    slice loop = ARRAY_TEXT(p->loop);
    return loop.len > 0 && !slice_eq(loop, ARRAY_TEXT(p->segment_id));
}

/* "ST 0001 segment 9 REF in loop PO1, element 03, component 02", as far as it is known. */
static void put_segment(struct buf *out, const struct place *p)
{
    const char *gap = "";
    if (p->set_control[0]) {
        buf_puts(out, "ST ");
        visible_text(out, ARRAY_TEXT(p->set_control));
        gap = " ";
    }
    if (p->segment > 0 || p->segment_id[0]) {
        buf_puts(out, gap);
        buf_puts(out, "segment");
    }
    if (p->segment > 0) buf_printf(out, " %u", p->segment);
    if (p->segment_id[0]) {
        buf_putc(out, ' ');
        visible_text(out, ARRAY_TEXT(p->segment_id));
    }
    if (place_names_loop(p)) {
        buf_puts(out, " in loop ");
        visible_text(out, ARRAY_TEXT(p->loop));
    }
    if (p->element > 0) buf_printf(out, ", element %02u", p->element);
    if (p->repeat > 1) buf_printf(out, ", repetition %02u", p->repeat);
    if (p->component > 0) buf_printf(out, ", component %02u", p->component);
}

void diag_place(struct buf *out, const struct place *place)
{
    unsigned line, column;
    bool named = place->source && place->source->name;
    if (named) visible_text(out, slice_of(place->source->name));
    if (has_segment(place)) {
        buf_puts(out, named ? ": " : "");
        put_segment(out, place);
    } else if (!place->source) {
        return;                         /* nothing is known; a byte of nothing says nothing */
    } else if (!place->source->line_end && place_line(place, &line, &column)) {
        buf_printf(out, "%s%u:%u", named ? ":" : "", line, column);
        return;
    }
    buf_printf(out, " (byte %llu)", (unsigned long long)place->offset);
}

/* ---- the block ---- */

static void put_rule(struct buf *out, const struct diag *diag)
{
    if (diag->rule.len == 0 && !diag->rule_place.source) return;
    buf_puts(out, "  rule:");
    if (diag->rule.len > 0) {
        buf_putc(out, ' ');
        visible_text(out, diag->rule);
    }
    if (diag->rule_place.source) {
        buf_puts(out, diag->rule.len > 0 ? " at " : " ");
        diag_place(out, &diag->rule_place);
    }
    if (diag->source.len > 0 && diag->source.ptr != diag->def->source) {
        buf_puts(out, " (");
        visible_text(out, diag->source);
        buf_putc(out, ')');
    }
    buf_putc(out, '\n');
}

/* A hint whose arguments are empty is none. */
static void put_hint(struct buf *out, const struct diag *diag)
{
    static const char label[] = "  hint: ";
    size_t before = out->len;
    if (!diag->def->hint || !diag->def->hint[0]) return;
    buf_puts(out, label);
    diag_hint(out, diag);
    if (out->len > before + sizeof label - 1) buf_putc(out, '\n');
    else out->len = before;
}

void diag_text(struct buf *out, const struct diag *diag)
{
    size_t before = out->len;
    diag_place(out, &diag->place);
    if (out->len > before) buf_puts(out, ": ");
    buf_printf(out, "%s %s ", severity_name(diag->severity), diag->def->code);
    diag_message(out, diag);
    buf_putc(out, '\n');
    (void)diag_caret(out, &diag->place);        /* unreadable: the place alone must do */
    put_rule(out, diag);
    put_hint(out, diag);
}

/* ---- JSON ---- */

static void key_text(struct json *j, const char *key, slice value)
{
    if (value.len == 0) return;
    json_key(j, key);
    json_text(j, value);
}

static void key_number(struct json *j, const char *key, uint64_t value)
{
    if (value == 0) return;
    json_key(j, key);
    json_int(j, (int64_t)value);
}

static void key_filled(struct json *j, const char *key, const char *template, const struct diag *diag)
{
    struct buf text = BUF_INIT(64 * 1024);
    fill(&text, template, diag->args);
    key_text(j, key, buf_slice(&text));
    buf_free(&text);
}

static void json_place(struct json *j, const struct place *p)
{
    unsigned line, column;
    if (!p->source) return;
    key_text(j, "file", slice_of(p->source->name));
    json_key(j, "offset");
    json_int(j, (int64_t)p->offset);
    json_key(j, "length");
    json_int(j, p->length);
    if (!has_segment(p) && !p->source->line_end && place_line(p, &line, &column)) {
        key_number(j, "line", line);
        key_number(j, "column", column);
    }
}

static void json_segment(struct json *j, const struct place *p)
{
    key_text(j, "set", ARRAY_TEXT(p->set_id));
    key_text(j, "set_control", ARRAY_TEXT(p->set_control));
    key_number(j, "segment", p->segment);
    key_text(j, "segment_id", ARRAY_TEXT(p->segment_id));
    key_text(j, "loop", ARRAY_TEXT(p->loop));
    key_number(j, "element", p->element);
    key_number(j, "component", p->component);
    key_number(j, "repeat", p->repeat);
    key_number(j, "element_ref", p->element_ref);
}

static void json_args(struct json *j, const struct diag *diag)
{
    unsigned n = DIAG_ARGS;
    while (n > 0 && !diag->args[n - 1].ptr) n--;
    json_key(j, "args");
    json_array(j);
    for (unsigned i = 0; i < n; i++) json_text(j, diag->args[i]);
    json_array_end(j);
}

static void json_rule(struct json *j, const struct diag *diag)
{
    key_text(j, "rule", diag->rule);
    if (!diag->rule_place.source) return;
    json_key(j, "rule_place");
    json_object(j);
    json_place(j, &diag->rule_place);
    json_object_end(j);
}

void diag_json(struct json *out, const struct diag *diag)
{
    json_object(out);
    json_key(out, "code");
    json_cstr(out, diag->def->code);
    json_key(out, "severity");
    json_cstr(out, severity_name(diag->severity));
    key_filled(out, "message", diag->def->message, diag);
    if (diag->def->hint && diag->def->hint[0]) key_filled(out, "hint", diag->def->hint, diag);
    json_place(out, &diag->place);
    json_segment(out, &diag->place);
    key_number(out, "order_line", diag->line);
    json_args(out, diag);
    json_rule(out, diag);
    key_text(out, "source", diag->source);
    json_object_end(out);
}
