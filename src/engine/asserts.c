/* asserts.c - which of a guide's rules are switched on, see asserts.h.
 *
 * Only names are dealt with here; what a rule says, and whether it holds, is schema/'s.  A name that no guide knows must not pass: a rule
 * that is believed to be on and is not would be worse than none. */
#include "engine/asserts.h"

#include "base/buf.h"

enum { MOST_GUIDED = 64, MOST_HINT = 600, FARTHEST = 4 /* a name with so many changes is another one */ };

static bool separates(char c) { return c == ' ' || c == ','; }

struct asserts asserts_split(struct arena *arena, slice text)
{
    struct asserts a = { .on = { 0 } };
    slice *on = arena_array(arena, text.len / 2 + 1, sizeof *on), *off = arena_array(arena, text.len / 2 + 1, sizeof *off);
    for (size_t at = 0, end; at < text.len; at = end) {
        for (; at < text.len && separates(text.ptr[at]);) at++;
        for (end = at; end < text.len && !separates(text.ptr[end]);) end++;
        slice name = slice_sub(text, at, end - at);
        if (name.len && name.ptr[0] == '-') off[a.off.n++] = slice_sub(name, 1, name.len);
        else if (name.len) on[a.on.n++] = name;
    }
    a.on.names = on;
    a.off.names = off;
    return a;
}

void asserts_words_add(struct assert_words *w, struct catalogue *c, slice guide, slice set_id, slice release)
{
    const struct schema *guided[MOST_GUIDED];
    unsigned n = guide.len ? catalogue_guided(c, guide, set_id, release, guided, MOST_GUIDED) : 0;
    for (unsigned i = 0; i < n; i++)
        *(const struct schema **)arena_grow(w->arena, &w->schemas, &w->n, &w->room, sizeof *w->schemas) = guided[i];
}

bool asserts_name(const struct asserts *a, unsigned i, slice *name)
{
    if (i >= a->on.n + a->off.n) return false;
    *name = i < a->on.n ? a->on.names[i] : a->off.names[i - a->on.n];
    return true;
}

/* ---- what may have been meant ---- */

struct nearest { slice name, best; unsigned distance; struct buf settings; };

static void consider(struct nearest *x, slice candidate)
{
    unsigned distance = slice_distance(x->name, candidate);
    if (distance >= x->distance) return;
    x->distance = distance;
    x->best = candidate;
}

/* One setting of several rules is named once. */
static void remember(struct nearest *x, slice setting)
{
    slice known = buf_slice(&x->settings), word;
    for (slice rest = known; rest.len && slice_next(&rest, ',', &word);)
        if (slice_eq(slice_trim(word), setting)) return;
    buf_printf(&x->settings, "%s%.*s", known.len ? ", " : "", SLICE_ARG(setting));
}

static slice nearest_hint(const struct assert_words *w, slice name)
{
    struct nearest x = { .name = name, .distance = FARTHEST, .settings = BUF_INIT(MOST_HINT) };
    slice id, setting;
    for (size_t k = 0; k < w->n; k++)
        for (size_t i = 0; schema_assert_names(w->schemas[k], i, &id, &setting); i++) {
            consider(&x, id);
            if (setting.len == 0) continue;
            consider(&x, setting);
            remember(&x, setting);
        }
    slice known = buf_slice(&x.settings), hint = SLICE("none of its rules has a setting; the codes of rules are names too");
    if (x.best.len) hint = arena_printf(w->arena, "did you mean %.*s?", SLICE_ARG(x.best));
    else if (w->n == 0) hint = SLICE("there is no guide whose rules could be switched: name one in <document guide=\"…\">");
    else if (known.len) hint = arena_printf(w->arena, "settings are %.*s; the codes of rules are names too", SLICE_ARG(known));
    buf_free(&x.settings);
    return hint;
}

bool asserts_unknown(const struct assert_words *w, slice name, slice *hint)
{
    for (size_t k = 0; k < w->n; k++)
        if (schema_knows_assert(w->schemas[k], name)) return false;
    *hint = nearest_hint(w, name);
    return true;
}
