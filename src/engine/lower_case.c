/* lower_case.c - see lower_case.h.  The finding names segment, element, repetition and component, so that is what is looked up; a code of the
 * list has the length of what was sent, since they differ in case only. */
#include "engine/lower_case.h"

static bool is_code_case(const struct diag *diag) { return strcmp(diag->def->code, "X12-CODE-CASE") == 0; }

/* Segments come in order, and so do the findings about them: go on from `from`. */
static uint32_t group_of(const struct tree *t, uint32_t from, uint32_t segment)
{
    for (uint32_t g = from; g < t->groups; g++)
        if (t->group[g].fields > 0 && t->group[g].number == segment) return g;
    return TREE_NONE;
}

/* The n-th part (from 1) of s; all of it where n is 0 or nothing separates. */
static slice part_of(slice s, char separator, unsigned n)
{
    slice rest = s, part = s;
    if (!separator || n == 0) return s;
    for (unsigned i = 0; i < n; i++)
        if (!slice_next(&rest, separator, &part)) return (slice){ 0 };
    return part;
}

static void mend(struct tree *t, uint32_t group, const struct diag *diag, char *copy)
{
    slice part = tree_field(t, group, diag->place.element), code = diag->args[2];
    part = part_of(part, t->repetition, diag->place.repeat);
    part = part_of(part, t->component, diag->place.component);
    if (part.len >= code.len && slice_eq_nocase(slice_sub(part, 0, code.len), code)) memcpy(copy + (part.ptr - t->text), code.ptr, code.len);
}

static size_t text_end(const struct tree *t)
{
    size_t end = 0;
    for (uint32_t k = t->fields; k > 0 && end == 0; k--)
        if (!span_is_absent(t->field[k - 1])) end = t->field[k - 1].off + t->field[k - 1].len;
    return end;
}

void lower_case_mend(struct tree *tree, struct arena *arena, const struct diags *diags)
{
    char *copy = NULL;
    uint32_t group = 0;
    for (size_t i = 0; i < diags->count; i++) {
        const struct diag *diag = &diags->items[i];
        if (!is_code_case(diag)) continue;
        uint32_t found = group_of(tree, group, diag->place.segment);
        if (found == TREE_NONE) continue;
        if (!copy) {
            copy = arena_alloc(arena, text_end(tree) + 1);
            memcpy(copy, tree->text, text_end(tree));
        }
        mend(tree, group = found, diag, copy);
    }
    if (copy) tree->text = copy;
}
