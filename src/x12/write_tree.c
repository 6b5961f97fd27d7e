/* write_tree.c - see write_tree.h.  Groups stand in the order they are written in, so a walk over them is all it takes. */
#include "x12/write_tree.h"

#include "base/charset.h"
#include "base/must.h"
#include "x12/findings.h"

enum { VALUE_MAX = 1 << 20 };

struct writing {
    struct x12_writer *w;
    const struct x12_shape *shape;
    enum x12_characters characters;
    const struct tree *tree;
    const struct x12_places *places;
    struct diags *diags;
    struct buf latin;           /* a value in the characters of the file */
    bool bad;
};

static const char *const names[] = { [X12_BASIC] = "basic", [X12_EXTENDED] = "extended", [X12_LATIN1] = "ISO-8859-1", [X12_UTF8] = "UTF-8" };

const char *x12_characters_name(enum x12_characters set) { return names[set]; }

bool x12_characters_parse(slice word, enum x12_characters *out)
{
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++) {
        if (!slice_is(word, names[i])) continue;
        *out = (enum x12_characters)i;
        return true;
    }
    return false;
}

/* ---- characters ---- */

static bool is_basic(uint32_t c)
{
    static const char others[] = " !\"&'()*+,-./:;?=";
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c < 0x80 && strchr(others, (int)c));
}

static bool is_agreed(enum x12_characters set, uint32_t c)
{
    if (c < 0x20 || (c >= 0x7f && c < 0xa0)) return false;
    switch (set) {
    case X12_BASIC: return is_basic(c);
    case X12_EXTENDED: return c < 0x7f;
    case X12_LATIN1: return c <= 0xff;
    case X12_UTF8: break;
    }
    return true;
}

static bool is_delimiter(const struct x12_delims *d, uint32_t c)
{
    if (c == 0 || c >= 0x80) return false;
    return c == (uint8_t)d->element || c == (uint8_t)d->component || c == (uint8_t)d->terminator[0] || c == (uint8_t)d->repetition;
}

/* ---- findings ---- */

static slice label(const struct writing *wr, uint32_t group, unsigned field)
{
    const struct x12_node *kind = &wr->shape->nodes[wr->tree->group[group].kind];
    const struct x12_field at = kind->fields[field];
    if (at.component) return arena_printf(wr->diags->arena, "%.*s%02u-%u", SLICE_ARG(kind->id), at.element, at.component);
    return arena_printf(wr->diags->arena, "%.*s%02u", SLICE_ARG(kind->id), at.element);
}

static void report(struct writing *wr, enum x12_finding f, uint32_t group, unsigned field, slice text, uint32_t c)
{
    struct place place = { .source = wr->tree->source };
    struct buf shown = BUF_INIT(8);
    if (wr->places) place = wr->places->of(wr->places->context, group, field);
    utf8_put(&shown, c);
    wr->bad = true;
    if (f == X12_DELIMITER_IN_DATA)
        diag_add(wr->diags, &x12_findings[f], place, label(wr, group, field), text, buf_slice(&shown), NO_ARG);
    else
        diag_add(wr->diags, &x12_findings[f], place, arena_printf(wr->diags->arena, "U+%04X", (unsigned)c), c < 0x20 ? SLICE("") : buf_slice(&shown),
                 label(wr, group, field), slice_of(x12_characters_name(wr->characters)));
    buf_free(&shown);
}

/* The first character that cannot be written is enough to say about a value. */
static bool check(struct writing *wr, uint32_t group, unsigned field, slice text)
{
    for (size_t at = 0; at < text.len;) {
        uint32_t c = utf8_next(text, &at);
        if (is_delimiter(&wr->w->delims, c)) report(wr, X12_DELIMITER_IN_DATA, group, field, text, c);
        else if (!is_agreed(wr->characters, c)) report(wr, X12_CHARACTER, group, field, text, c);
        else continue;
        return false;
    }
    return true;
}

/* ---- segments ---- */

static slice in_file(struct writing *wr, slice text)
{
    if (wr->characters != X12_LATIN1) return text;
    buf_clear(&wr->latin);
    for (size_t at = 0; at < text.len;) {
        uint32_t c = utf8_next(text, &at);
        buf_putc(&wr->latin, (char)c);
    }
    return buf_slice(&wr->latin);
}

/* Elements and components before `at`, which are empty; the first component is written like an element. */
static void skip_to(struct x12_writer *w, struct x12_field *next, struct x12_field at)
{
    for (; next->element < at.element; next->element++) {
        if (next->component == 0) x12_write_element(w, NO_ARG);
        next->component = 0;
    }
    for (; next->component + 1 < at.component; next->component++) {
        if (next->component == 0) x12_write_element(w, NO_ARG);
        else x12_write_component(w, NO_ARG);
    }
}

static void put_value(struct x12_writer *w, struct x12_field *next, struct x12_field at, slice text)
{
    skip_to(w, next, at);
    if (at.component > 1) x12_write_component(w, text);
    else x12_write_element(w, text);
    if (at.component) next->component++;
    else next->element++;
}

static void put_segment(struct writing *wr, uint32_t group, const struct x12_node *kind)
{
    const struct tree_group *g = &wr->tree->group[group];
    struct x12_field next = { 1, 0 };
    x12_write_segment(wr->w, arena_cstr(wr->diags->arena, kind->id));
    for (uint16_t i = 0; i < g->fields; i++) {
        const struct tree_value *v = &wr->tree->value[g->first + i];
        slice text = { v->ptr, v->len };
        must(v->field < kind->n_fields);
        if (text.len && check(wr, group, v->field, text)) put_value(wr->w, &next, kind->fields[v->field], in_file(wr, text));
    }
    x12_write_end(wr->w);
}

bool x12_write_tree(struct x12_writer *w, const struct x12_shape *shape, enum x12_characters characters, const struct tree *tree,
                    const struct x12_places *places, struct diags *diags)
{
    struct writing wr = { w, shape, characters, tree, places, diags, BUF_INIT(VALUE_MAX), false };
    const size_t start = w->out->len;
    const unsigned segments = w->segments;
    for (uint32_t g = 0; g < tree->groups; g++) {
        must(tree->group[g].kind < shape->n);
        const struct x12_node *kind = &shape->nodes[tree->group[g].kind];
        if (kind->id.len) put_segment(&wr, g, kind);
    }
    buf_free(&wr.latin);
    if (!wr.bad) return true;
    w->out->len = start;
    w->segments = segments;
    return false;
}
