/* lower_case.c - see lower_case.h.  Walks the whole set, which only agreements with this leniency pay for; a code of the list has the length of
 * what was sent, since they differ in case only. */
#include "engine/lower_case.h"

#include "schema/findings.h"

struct mending {
    const struct schema *schema;
    struct tree *tree;
    struct place set;
    struct arena *arena;
    struct diags *diags;
    char *copy;                         /* of the tree's text; null as long as nothing was mended */
    const struct segment_def *def;      /* where we are */
    uint32_t group;
    struct span span;
    unsigned element;
};

static bool has_lower_case(slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] >= 'a' && s.ptr[i] <= 'z') return true;
    return false;
}

static slice code_near(const struct code_list *list, slice v)
{
    if (!list || code_list_has(list, v)) return (slice){ 0 };
    for (uint32_t i = 0; i < list->count; i++)
        if (slice_eq_nocase(list->codes[i].code, v)) return list->codes[i].code;
    return (slice){ 0 };
}

static size_t text_end(const struct tree *t)
{
    size_t end = 0;
    for (uint32_t k = t->fields; k > 0 && end == 0; k--)
        if (!span_is_absent(t->field[k - 1])) end = t->field[k - 1].off + t->field[k - 1].len;
    return end;
}

static void put(struct mending *m, slice value, slice code)
{
    if (!m->copy) {
        m->copy = arena_alloc(m->arena, text_end(m->tree) + 1);
        memcpy(m->copy, m->tree->text, text_end(m->tree));
    }
    memcpy(m->copy + (value.ptr - m->tree->text), code.ptr, code.len);
}

static void note(struct mending *m, const struct elem *e, slice value, slice code)
{
    struct buf label = BUF_INIT(1 << 10);
    struct place p = m->set;
    p.offset = tree_offset(m->tree, m->span);
    p.length = m->span.len;
    p.segment = m->tree->group[m->group].number;
    p.element = (uint16_t)m->element;
    p.element_ref = e->ref;
    slice id = slice_sub(m->def->id, 0, sizeof p.segment_id - 1);
    memset(p.segment_id, 0, sizeof p.segment_id);
    if (id.len) memcpy(p.segment_id, id.ptr, id.len);
    elem_label(&label, m->def, m->element);
    diag_add(m->diags, &schema_findings[X12_CODE_CASE], p, buf_slice(&label), value, code, NO_ARG);
    buf_free(&label);
}

static void mend_code(struct mending *m, const struct elem *e, slice value)
{
    const struct code_list *list = e->standard ? e->standard->codes : e->codes;
    bool closed = e->guide_codes != NULL || (list && !list->open);
    slice code = code_near(e->guide_codes, value);
    if (!code.len) code = code_near(list, value);
    if (!code.len) return;
    if (!closed) note(m, e, value, code);
    put(m, value, code);
}

static void mend_composite(struct mending *m, const struct elem *e, slice value)
{
    slice rest = value, part;
    for (unsigned i = 0; m->tree->component && i < e->n_components && slice_next(&rest, m->tree->component, &part); i++)
        mend_code(m, &e->components[i], part);
}

static void mend_value(struct mending *m, const struct elem *e, slice value)
{
    slice rest = value, part;
    bool repeats = e->repeat > 1 && m->tree->repetition;
    while (repeats ? slice_next(&rest, m->tree->repetition, &part) : rest.len > 0) {
        if (!repeats) part = rest, rest = (slice){ 0 };
        if (e->components) mend_composite(m, e, part);
        else mend_code(m, e, part);
    }
}

static void mend_segment(struct mending *m)
{
    const struct tree_group *g = &m->tree->group[m->group];
    for (unsigned k = 1; k < g->fields && k <= m->def->n_elems; k++) {
        slice value = tree_field(m->tree, m->group, k);
        if (!has_lower_case(value)) continue;
        m->element = k;
        m->span = m->tree->field[g->first + k];
        mend_value(m, &m->def->elems[k - 1], value);
    }
}

void lower_case_mend(const struct schema *schema, struct tree *tree, struct place set, struct arena *arena, struct diags *diags)
{
    struct mending m = { .schema = schema, .tree = tree, .set = set, .arena = arena, .diags = diags };
    for (m.group = 1; m.group < tree->groups; m.group++) {
        uint16_t kind = tree->group[m.group].kind;
        m.def = kind && tree->group[m.group].fields ? schema->nodes[kind].segment : NULL;
        if (m.def) mend_segment(&m);
    }
    if (m.copy) tree->text = m.copy;
}
