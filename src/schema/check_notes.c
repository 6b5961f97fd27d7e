/* check_notes.c - says which condition between the elements of a segment is broken, and at which element.
 *
 * X12.6's five conditions; the finding stands at the first element that is missing, or that should not be there.  An element that the
 * standard has as mandatory anyway is reported as missing, not as conditional; one that only a guide has so is conditional first, for the
 * guide never hides the standard's verdict. */
#include "schema/checker.h"

struct note_look {
    struct checker *c;
    const struct segment_def *def;
    const struct seen_segment *seg;
    uint64_t present;
    const struct syntax_note *note;
    uint64_t told;                      /* elements said to be missing: two conditions that miss the same one are one fault */
};

static bool is_there(const struct note_look *x, unsigned i) { return x->present >> x->note->at[i] & 1; }

static slice note_text(struct note_look *x, char text[20])
{
    size_t n = 0;
    text[n++] = x->note->kind;
    for (unsigned i = 0; i < x->note->n; i++) {
        text[n++] = (char)('0' + x->note->at[i] / 10);
        text[n++] = (char)('0' + x->note->at[i] % 10);
    }
    return (slice){ text, n };
}

/* "REF02, REF03" */
static slice names_text(struct note_look *x, unsigned from, char *text, size_t room)
{
    size_t n = 0;
    for (unsigned i = from; i < x->note->n && n + x->def->id.len + 4 < room; i++) {
        if (i > from) {
            text[n++] = ',';
            text[n++] = ' ';
        }
        memcpy(text + n, x->def->id.ptr, x->def->id.len);
        n += x->def->id.len;
        text[n++] = (char)('0' + x->note->at[i] / 10);
        text[n++] = (char)('0' + x->note->at[i] % 10);
    }
    return (slice){ text, n };
}

static void missing(struct note_look *x, unsigned at, slice why)
{
    if (elem_standard(&x->def->elems[at - 1])->usage == USE_MANDATORY || x->told >> at & 1) return;
    x->told |= (uint64_t)1 << at;
    found(x->c, X12_ELEMENT_CONDITION, place_element(x->c, x->def, x->seg, at), arg_element(x->c, 0, x->def, at), why, NO_ARG, NO_ARG);
}

/* P: all or none.  C: with the first, all. */
static void look_needed(struct note_look *x)
{
    char text[20];
    unsigned needs = 0, lacks = 0;
    for (unsigned i = 0; i < x->note->n; i++) {
        if (is_there(x, i) && !needs) needs = x->note->at[i];
        if (!is_there(x, i) && !lacks) lacks = x->note->at[i];
    }
    if (!needs || !lacks || (x->note->kind == 'C' && !is_there(x, 0))) return;
    slice note = note_text(x, text);
    missing(x, lacks, arg_printf(x->c, 1, "%.*s%02u needs it (%.*s)", SLICE_ARG(x->def->id), needs, SLICE_ARG(note)));
}

/* R: at least one.  L: with the first, at least one of the others. */
static void look_any(struct note_look *x)
{
    char text[20], names[80];
    unsigned from = x->note->kind == 'L';
    if (from && !is_there(x, 0)) return;
    for (unsigned i = from; i < x->note->n; i++)
        if (is_there(x, i)) return;
    slice note = note_text(x, text), list = names_text(x, from, names, sizeof names);
    slice why = from ? arg_printf(x->c, 1, "%.*s%02u needs one of %.*s (%.*s)", SLICE_ARG(x->def->id), x->note->at[0],
                                  SLICE_ARG(list), SLICE_ARG(note))
                     : arg_printf(x->c, 1, "one of %.*s has to be there (%.*s)", SLICE_ARG(list), SLICE_ARG(note));
    missing(x, x->note->at[from], why);
}

/* E: at most one. */
static void look_exclusive(struct note_look *x)
{
    char text[20];
    unsigned first = 0;
    for (unsigned i = 0; i < x->note->n; i++) {
        unsigned at = x->note->at[i];
        if (!is_there(x, i)) continue;
        if (!first) {
            first = at;
            continue;
        }
        found(x->c, X12_ELEMENT_EXCLUSION, place_element(x->c, x->def, x->seg, at), arg_element(x->c, 0, x->def, at),
              arg_element(x->c, 1, x->def, first), note_text(x, text), NO_ARG);
        return;
    }
}

uint64_t notes_look(struct checker *c, const struct segment_def *def, const struct seen_segment *seg, uint64_t present)
{
    struct note_look x = { c, def, seg, present, NULL, 0 };
    for (unsigned i = 0; i < def->n_notes; i++) {
        x.note = &def->notes[i];
        if (x.note->kind == 'P' || x.note->kind == 'C')
            look_needed(&x);
        else if (x.note->kind == 'E')
            look_exclusive(&x);
        else
            look_any(&x);
    }
    return x.told;
}
