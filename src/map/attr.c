/* attr.c - attributes of map elements: read, checked, and their faults placed at the attribute. */
#include "map/compile.h"

#include "base/render.h"
#include "expr/parse.h"

void compile_fault(struct compiler *c, enum map_finding f, struct place place, slice a0, slice a1, slice a2, slice a3)
{
    diag_add(c->diags, map_def(f), place, a0, a1, a2, a3);
}

void compile_fault_expr(struct compiler *c, enum expr_finding f, struct place place, slice a0, slice a1, slice a2)
{
    diag_add(c->diags, expr_def(f), place, a0, a1, a2, NO_ARG);
}

struct place attr_place(struct xml_node *n, const char *name)
{
    const struct xml_attr *a = xml_attr(n, name);
    return a ? a->value_place : n->place;
}

unsigned compile_line(struct place place)
{
    unsigned line = 0, column;
    return place_line(&place, &line, &column) ? line : 0;
}

slice attr_must(struct compiler *c, struct xml_node *n, const char *name, const char *hint)
{
    slice value = xml_get(n, name);
    if (value.len == 0) compile_fault(c, MAP_ATTRIBUTE, n->place, n->name, slice_of(name), slice_of(hint), NO_ARG);
    return value;
}

void attr_must_severity(struct compiler *c, struct xml_node *n, const char *name)
{
    if (xml_get(n, name).len == 0) compile_fault(c, MAP_ATTRIBUTE, n->place, n->name, slice_of(name), compile_severities(c), NO_ARG);
}

bool attr_yes(struct compiler *c, struct xml_node *n, const char *name)
{
    slice value = xml_get(n, name);
    if (value.ptr && !slice_is(value, "yes") && !slice_is(value, "no"))
        compile_fault(c, MAP_VALUE, attr_place(n, name), slice_of(name), value, SLICE("yes or no"), NO_ARG);
    return slice_is(value, "yes");
}

unsigned attr_count(struct compiler *c, struct xml_node *n, const char *name, unsigned dflt, unsigned max)
{
    slice value = xml_get(n, name);
    uint64_t number;
    if (!value.ptr) return dflt;
    if (slice_to_u64(value, max, &number)) return (unsigned)number;
    compile_fault(c, MAP_VALUE, attr_place(n, name), slice_of(name), value, arena_printf(c->arena, "a number from 0 to %u",
            max), NO_ARG);
    return dflt;
}

slice compile_severities(const struct compiler *c)
{
    return c->in_line ? SLICE("note, warn, hold-line, reject-line, hold-document or reject-document")
                      : SLICE("note, warn, hold-document or reject-document");
}

enum severity compile_severity(const struct compiler *c) { return c->in_line ? SEV_HOLD_LINE : SEV_HOLD_DOCUMENT; }

bool attr_severity(struct compiler *c, struct xml_node *n, const char *name, enum severity *out)
{
    slice value = xml_get(n, name);
    if (!value.ptr) return false;
    enum severity s;
    if (!severity_parse(value, &s) || s > SEV_REJECT_DOCUMENT) {
        compile_fault(c, MAP_VALUE, attr_place(n, name), slice_of(name), value, compile_severities(c), NO_ARG);
        return false;
    }
    *out = s;
    if ((s == SEV_HOLD_LINE || s == SEV_REJECT_LINE) && !c->in_line) compile_fault(c, MAP_LINE_SEVERITY, attr_place(n, name),
            value, NO_ARG, NO_ARG, NO_ARG);
    return true;
}

enum rounding attr_rounding(struct compiler *c, struct xml_node *n)
{
    static const struct { const char *word; enum rounding mode; } words[] = {
        { "exact", ROUND_EXACT }, { "half-even", ROUND_HALF_EVEN }, { "half-up", ROUND_HALF_UP }, { "down", ROUND_DOWN },
                { "up", ROUND_UP } };
    slice value = xml_get(n, "round");
    if (!value.ptr) return ROUND_EXACT;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (slice_is(value, words[i].word)) return words[i].mode;
    compile_fault(c, MAP_VALUE, attr_place(n, "round"), SLICE("round"), value, SLICE("half-even, half-up, down, up or exact"),
                  NO_ARG);
    return ROUND_EXACT;
}

/* ---- messages of the author ---- */

/* Replace {expression} by {0} … {3}, compiling each. */
static void read_say(struct compiler *c, slice text, struct place place, struct report *out, struct buf *message)
{
    slice part;
    bool closed;
    for (size_t at = 0; expr_say_part(text, &at, message, &part, &closed);) {
        const struct expr_text in = { text, place };
        uint32_t off = (uint32_t)(part.ptr - text.ptr);
        struct place here = expr_place(&in, off, (uint32_t)part.len), brace = expr_place(&in, off - 1, 1);
        if (!closed || out->n_args == DIAG_ARGS) {
            compile_fault(c, MAP_SAY, brace, closed ? SLICE("more than four expressions") : SLICE("an { that is never closed"), NO_ARG,
                          NO_ARG, NO_ARG);
            return;
        }
        struct expr *e = compile_text(c, part, here);
        if (e && e->asks) compile_fault(c, MAP_LOOKUP_PLACE, here, NO_ARG, NO_ARG, NO_ARG, NO_ARG);
        buf_printf(message, "{%u}", out->n_args);
        out->args[out->n_args++] = e;
    }
}

void report_read(struct compiler *c, struct xml_node *n, const struct diag_def *dflt, enum severity severity, struct report *out)
{
    *out = (struct report){ .def = dflt, .severity = severity };
    slice code = xml_get(n, "code"), say = xml_get(n, "say"), hint = xml_get(n, "hint");
    if (!code.ptr && !say.ptr && !hint.ptr) return;
    if (code.ptr && !expr_code_is_good(code)) compile_fault(c, MAP_CODE_FORM, attr_place(n, "code"), code, NO_ARG, NO_ARG, NO_ARG);
    struct diag_def *def = arena_alloc(c->arena, sizeof *def);
    *def = *dflt;
    def->severity = SEV_NOTE;
    if (code.len) def->code = arena_cstr(c->arena, code);
    if (hint.ptr) def->hint = arena_cstr(c->arena, hint);
    if (say.ptr) {
        struct buf message = BUF_INIT(4096);
        read_say(c, say, attr_place(n, "say"), out, &message);
        def->message = arena_cstr(c->arena, buf_slice(&message));
        if (!hint.ptr) def->hint = "";
        out->said = true;
        buf_free(&message);
    }
    out->def = def;
}

/* ---- expressions ---- */

struct expr *compile_text(struct compiler *c, slice text, struct place place)
{
    struct expr_text *in = arena_alloc(c->arena, sizeof *in);
    *in = (struct expr_text){ text, place };
    struct expr *e = expr_parse(c->arena, in, c->diags);
    if (!e || !expr_check(&c->checker, e)) return NULL;
    return compile_hoist(c, e);
}

struct expr *attr_expr(struct compiler *c, struct xml_node *n, const char *name)
{
    const struct xml_attr *a = xml_attr(n, name);
    if (!a) return NULL;
    return compile_text(c, xml_get(n, name), a->value_place);
}

void compile_twice(struct compiler *c, const struct xml_node *n, const char *what, struct place first)
{
    compile_fault(c, MAP_ONCE, n->place, slice_of(what), arena_printf(c->arena, "%u", compile_line(first)), NO_ARG, NO_ARG);
}

void compile_unknown_tag(struct compiler *c, struct xml_node *n, const char *const *known)
{
    slice names[24];
    size_t count = 0;
    struct buf list = BUF_INIT(512);
    for (; known[count] && count < 24; count++) {
        names[count] = slice_of(known[count]);
        buf_printf(&list, "%s<%s>", count ? ", " : "possible here: ", known[count]);
    }
    slice hint = expr_nearest(c->arena, n->name, names, count, arena_copy(c->arena, buf_slice(&list)));
    compile_fault(c, MAP_TAG, n->place, n->name, n->parent ? n->parent->name : SLICE("map"), hint, NO_ARG);
    buf_free(&list);
}
