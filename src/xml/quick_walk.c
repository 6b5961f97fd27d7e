/* quick_walk.c - a document held against the tables of an XSD in one walk over its bytes; see quick.h.
 *
 * Knows one way of writing XML: the declaration as our writers put it, elements with attributes in double quotes, blanks between them.  Every
 * step answers false for whatever else there is, and nobody asks why.  It must stay true that no byte is passed over unseen: what libxml2 would
 * refuse anywhere in a document must be refused here. */
#include "xml/quick.h"

enum { VALUE_MAX_BYTES = 1 << 20 };     /* libxml2 refuses much longer ones */

struct walk {
    const char *at, *end;
    bool latin1;                        /* bytes from 0x80 on are characters; else they are not looked into */
};

static const struct { const char *text; bool latin1; } declarations[] = {
    { "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>", true },
    { "<?xml version=\"1.0\" encoding=\"UTF-8\"?>", false },
};

static const char *const references[] = { "&amp;", "&lt;", "&gt;", "&quot;", "&apos;" };

static bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

/* Printable ASCII that means itself between double quotes. */
static bool is_itself(char c) { return c >= ' ' && c != '"' && c != '&' && c != '<'; }

static bool skip_text(struct walk *w, slice text)
{
    if ((size_t)(w->end - w->at) < text.len || memcmp(w->at, text.ptr, text.len) != 0) return false;
    w->at += text.len;
    return true;
}

static bool skip_char(struct walk *w, char c)
{
    if (w->at == w->end || *w->at != c) return false;
    w->at++;
    return true;
}

static bool skip_blanks(struct walk *w)
{
    const char *from = w->at;
    while (w->at < w->end && is_blank(*w->at)) w->at++;
    return w->at > from;
}

/* ---- attributes ---- */

static bool skip_reference(struct walk *w)
{
    for (size_t i = 0; i < sizeof references / sizeof references[0]; i++)
        if (skip_text(w, slice_of(references[i]))) return true;
    return false;
}

/* From behind the opening quote to behind the closing one. */
static bool walk_value(struct walk *w, struct quick_type *type)
{
    const char *from = w->at;
    struct quick_value value = { .plain = true };
    uint64_t more = 0;                  /* bytes of references beyond one each */
    for (;;) {
        while (w->at < w->end && is_itself(*w->at)) w->at++;
        if (w->at == w->end) return false;
        const char *odd = w->at;
        if (*odd == '"') break;
        value.plain = false;
        if ((unsigned char)*odd >= 0x80 && w->latin1) w->at++;
        else if (!skip_reference(w)) return false;
        more += (uint64_t)(w->at - odd) - 1;
    }
    value.text = (slice){ from, (size_t)(w->at - from) };
    value.characters = value.text.len - more;
    w->at++;
    return value.text.len <= VALUE_MAX_BYTES && quick_value_fits(type, &value);
}

static bool skip_name_of(struct walk *w, const struct quick_attribute *a)
{
    const size_t len = a->name.len;
    if ((size_t)(w->end - w->at) < len + 2 || w->at[len] != '=' || w->at[len + 1] != '"' || memcmp(w->at, a->name.ptr, len) != 0) return false;
    w->at += len + 2;
    return true;
}

/* The attribute whose name stands here, `guess` first; n_attributes when it is none.  Moves behind its opening quote. */
static unsigned walk_name(struct walk *w, const struct quick_form *form, unsigned guess)
{
    if (guess < form->n_attributes && skip_name_of(w, &form->attributes[guess])) return guess;
    unsigned i = 0;
    while (i < form->n_attributes && !skip_name_of(w, &form->attributes[i])) i++;
    return i;
}

static bool has_required(const struct quick_form *form, const uint64_t *seen)
{
    for (unsigned i = 0; i < QUICK_ATTRIBUTES / 64; i++)
        if ((form->required[i] & ~seen[i]) != 0) return false;
    return true;
}

/* From behind the element's name to its '>' or "/>". */
static bool walk_attributes(struct walk *w, struct quick_form *form)
{
    uint64_t seen[QUICK_ATTRIBUTES / 64] = { 0 };
    unsigned *guess = &form->first;
    while (skip_blanks(w)) {
        if (w->at == w->end || *w->at == '/' || *w->at == '>') break;
        const unsigned k = walk_name(w, form, *guess);
        if (k == form->n_attributes || (seen[k / 64] >> k % 64 & 1) != 0) return false;
        seen[k / 64] |= (uint64_t)1 << k % 64;
        *guess = k;
        guess = &form->attributes[k].after;
        if (!walk_value(w, form->attributes[k].type)) return false;
    }
    return has_required(form, seen);
}

/* ---- elements ---- */

static bool skip_element_name(struct walk *w, slice name)
{
    if ((size_t)(w->end - w->at) <= name.len || memcmp(w->at, name.ptr, name.len) != 0) return false;
    const char next = w->at[name.len];
    if (!is_blank(next) && next != '/' && next != '>') return false;
    w->at += name.len;
    return true;
}

/* Where in the order of children: which one, and how many of it there were. */
struct turn {
    size_t child;
    uint64_t count;
};

/* The next child that is called so; those passed over must have come often enough. */
static bool find_turn(struct walk *w, const struct quick_form *form, struct turn *turn)
{
    while (turn->child < form->n_children && !skip_element_name(w, form->children[turn->child].name)) {
        if (turn->count < form->children[turn->child].least) return false;
        *turn = (struct turn){ turn->child + 1, 0 };
    }
    return turn->child < form->n_children && ++turn->count <= form->children[turn->child].most;
}

static bool may_end(const struct quick_form *form, struct turn turn)
{
    for (; turn.child < form->n_children; turn = (struct turn){ turn.child + 1, 0 })
        if (turn.count < form->children[turn.child].least) return false;
    return true;
}

static bool walk_element(struct walk *w, const struct quick_child *element, unsigned depth);

/* Up to "</". */
static bool walk_children(struct walk *w, const struct quick_form *form, unsigned depth)
{
    struct turn turn = { 0 };
    for (;;) {
        if (form->n_children > 0) (void)skip_blanks(w);         /* what may hold nothing may not hold blanks either */
        if (!skip_char(w, '<')) return false;
        if (skip_char(w, '/')) return may_end(form, turn);
        if (!find_turn(w, form, &turn) || !walk_element(w, &form->children[turn.child], depth)) return false;
    }
}

/* From behind its name to behind its end. */
static bool walk_element(struct walk *w, const struct quick_child *element, unsigned depth)
{
    struct quick_form *form = element->form;
    if (depth == QUICK_DEPTH || !walk_attributes(w, form)) return false;
    if (skip_char(w, '/')) return skip_char(w, '>') && may_end(form, (struct turn){ 0 });
    if (!skip_char(w, '>') || !walk_children(w, form, depth + 1) || !skip_element_name(w, element->name)) return false;
    (void)skip_blanks(w);
    return skip_char(w, '>');
}

/* ---- the document ---- */

static bool walk_declaration(struct walk *w)
{
    for (size_t i = 0; i < sizeof declarations / sizeof declarations[0]; i++) {
        if (!skip_text(w, slice_of(declarations[i].text))) continue;
        w->latin1 = declarations[i].latin1;
        return true;
    }
    return false;
}

bool quick_accepts(struct quick_plan *plan, slice document)
{
    struct walk w = { document.ptr, document.ptr + document.len, false };
    if (!walk_declaration(&w)) return false;
    (void)skip_blanks(&w);
    if (!skip_char(&w, '<')) return false;
    size_t i = 0;
    while (i < plan->n_roots && !skip_element_name(&w, plan->roots[i].name)) i++;
    if (i == plan->n_roots || !walk_element(&w, &plan->roots[i], 0)) return false;
    (void)skip_blanks(&w);
    return w.at == w.end;
}
