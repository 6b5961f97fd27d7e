/* path.c - paths against the grammar: every step a node, every element a number, everything else a finding that says what is there instead.
 *
 * Where a path starts: '/' at the transaction, '^' at the enclosing instance, a name of an <each> at that instance, else at the instance it
 * stands in.  The names a map gives to values come before the grammar; that is the map's own affair. */
#include "schema/path.h"

#include "expr/findings.h"

static void fault(const struct resolving *r, enum expr_finding f, struct place place, slice a0, slice a1, slice a2, slice a3)
{
    diag_add(r->s->diags, expr_def(f), place, a0, a1, a2, a3);
}

static struct place part_place(const struct resolving *r, uint32_t off, uint32_t len) { return expr_place(r->e->in, off, len); }

static bool say_not_used(struct resolving *r, uint16_t node, struct place place)
{
    const struct node *n = &path_from(r)->nodes[node];
    uint16_t elsewhere = 0;
    slice other = path_outward(r, n->name, &elsewhere), label = n->name;
    if (n->parent) label = arena_printf(r->s->arena, "%.*s in %.*s", SLICE_ARG(n->name), SLICE_ARG(path_from(r)->nodes[n->parent].name));
    slice hint = path_child_hint(r, n->parent, SLICE(""));
    if (other.len) hint = arena_printf(r->s->arena, "write %.*s for the one of %.*s", SLICE_ARG(other),
                                       SLICE_ARG(path_node_words(r, path_from(r)->nodes[elsewhere].parent)));
    fault(r, MAP_NOT_USED, place, label, n->title.len ? n->title : n->name, path_guide(r), hint);
    return false;
}

static uint16_t find_child(struct resolving *r, const struct path_step *step)
{
    uint16_t node = schema_child(path_from(r), r->node, step->name), elsewhere = 0;
    struct place place = part_place(r, step->off, step->len);
    if (node) return path_is_used(r, node) || say_not_used(r, node, place) ? node : 0;
    slice other = path_outward(r, step->name, &elsewhere);
    if (other.len) {
        fault(r, MAP_OUTSIDE, place, step->name, path_node_words(r, r->node), path_node_words(r, path_from(r)->nodes[elsewhere].parent), other);
        return 0;
    }
    if (elsewhere) return say_not_used(r, elsewhere, place) ? elsewhere : 0;
    fault(r, MAP_PATH, place, step->name, path_node_words(r, r->node), path_child_hint(r, r->node, step->name), NO_ARG);
    return 0;
}

/* ---- elements ---- */

/* What `name` is called below `def`: "BEG.05", or "Line/@Qty" of a record. */
static slice element_label(const struct resolving *r, const struct segment_def *def, slice name)
{
    return arena_printf(r->s->arena, path_from(r)->is_record ? "%.*s/%.*s" : "%.*s.%.*s", SLICE_ARG(def->id), SLICE_ARG(name));
}

static slice elements_count(const struct resolving *r, const struct segment_def *def)
{
    if (path_from(r)->is_record) return arena_printf(r->s->arena, "%.*s has %u fields", SLICE_ARG(def->id), def->n_elems);
    return arena_printf(r->s->arena, "%.*s has elements 01…%02u", SLICE_ARG(def->id), def->n_elems);
}

static unsigned element_by_name(const struct segment_def *def, slice name)
{
    for (unsigned k = 1; k <= def->n_elems; k++)
        if (slice_eq(def->elems[k - 1].field_name, name)) return k;
    return 0;
}

static const struct elem *find_element(struct resolving *r, const struct segment_def *def, slice name, uint32_t off,
                                       uint16_t *number)
{
    uint64_t k = 0;
    struct arena *arena = r->s->arena;
    struct place place = part_place(r, off, (uint32_t)name.len);
    if (path_from(r)->is_record || !slice_to_u64(name, 999, &k)) k = element_by_name(def, name);
    if (k == 0 || k > def->n_elems) {
        slice names[64];
        size_t n = 0;
        for (unsigned i = 0; i < def->n_elems && n < 64; i++)
            if (def->elems[i].field_name.len) names[n++] = def->elems[i].field_name;
        fault(r, MAP_ELEMENT, place, element_label(r, def, name), elements_count(r, def), expr_nearest(arena, name, names, n, path_element_words(r, def)),
                      NO_ARG);
        return NULL;
    }
    const struct elem *e = &def->elems[k - 1];
    *number = (uint16_t)k;
    if (e->usage != USE_NOT_USED) return e;
    fault(r, MAP_NOT_USED, place, arena_printf(arena, "%.*s.%02u", SLICE_ARG(def->id), (unsigned)k), e->name, path_guide(r),
                  path_element_hint(r, def));
    return NULL;
}

static const struct elem *find_component(struct resolving *r, const struct elem *e)
{
    const struct path_syntax *path = r->e->path;
    uint64_t k = 0;
    bool composite = e->type == ELEM_COMPOSITE;
    if (path->component.len == 0 && !composite) return e;
    slice written = expr_source(r->e), whole = slice_sub(written, 0, written.len - (path->component.len ? path->component.len + 1 : 0));
    slice hint = composite ? arena_printf(r->s->arena, "it has components 1…%u, e.g. %.*s.1", e->n_components, SLICE_ARG(whole))
                           : arena_printf(r->s->arena, "write %.*s", SLICE_ARG(whole));
    if (path->component.len && composite && slice_to_u64(path->component, e->n_components, &k) && k > 0) {
        r->ref->component = (uint8_t)k;
        return &e->components[k - 1];
    }
    slice what = !composite ? SLICE("this element has no components") : path->component.len
            ? SLICE("there is no such component") : SLICE("a component must be named");
    fault(r, MAP_COMPONENT, expr_node_place(r->e), expr_source(r->e), what, hint, NO_ARG);
    return NULL;
}

static void type_element(struct expr *e, const struct elem *elem, bool record)
{
    static const enum expr_type types[] = {
        [ELEM_AN] = TYPE_TEXT, [ELEM_ID] = TYPE_TEXT, [ELEM_N] = TYPE_NUMBER, [ELEM_R] = TYPE_NUMBER, [ELEM_DT] = TYPE_DATE,
        [ELEM_TM] = TYPE_TEXT, [ELEM_B] = TYPE_TEXT, [ELEM_COMPOSITE] = TYPE_TEXT, [ELEM_DATE_TEXT] = TYPE_DATE };
    e->type = types[elem->type];
    bool number = e->type == TYPE_NUMBER;
    e->index = elem->type == ELEM_N ? elem->implied : 0;
    e->scale = elem->type == ELEM_N ? elem->implied : record ? elem->scale : SCALE_ANY;
    e->width = e->type == TYPE_DATE ? 10 : elem->max == UINT32_MAX ? WIDTH_ANY : number ? elem->max + 2 : elem->max;
    e->about = elem;
}

static bool resolve_operand(struct resolving *r, const struct path_operand *o, const struct elem *elem, slice label,
                            struct ref_value *out)
{
    struct place place = part_place(r, o->off, o->len);
    if (!o->param.len) {
        *out = (struct ref_value){ o->text, -1 };
        return path_code(r->s, elem, label, o->text, place);
    }
    struct expr param = { .op = EX_PARAM, .in = r->e->in, .off = o->off, .len = o->len, .name = o->param };
    if (!r->s->names->param(r->s->names->context, &param)) return false;
    if (param.op == EX_LITERAL) *out = (struct ref_value){ param.value.text, -1 };
    else *out = (struct ref_value){ .param = (int16_t)param.index };
    return true;
}

/* ---- steps ---- */

/* Are the fields of such a group those of the segment that opens it? */
static bool is_loop(const struct resolving *r, uint16_t node)
{
    return node && path_from(r)->nodes[node].is_loop && !path_from(r)->is_record;
}

static bool resolve_test(struct resolving *r, const struct segment_def *def, const struct path_test *t, struct ref_test *out)
{
    uint16_t number = 0;
    const struct elem *elem = def ? find_element(r, def, t->element, t->off, &number) : NULL;
    if (!elem) return false;
    struct ref_value *values = arena_array(r->s->arena, t->n, sizeof *values);
    slice label = path_from(r)->is_record ? element_label(r, def, elem->field_name)
                                          : arena_printf(r->s->arena, "%.*s.%02u", SLICE_ARG(def->id), number);
    bool good = true;
    for (unsigned i = 0; i < t->n; i++) good &= resolve_operand(r, &t->values[i], elem, label, &values[i]);
    *out = (struct ref_test){ .element = number, .differs = t->differs, .n = t->n, .values = values };
    if (t->n > r->ref->choices && !t->differs) r->ref->choices = t->n;
    return good;
}

static bool resolve_tests(struct resolving *r, const struct path_step *step, struct ref_step *out)
{
    struct ref_test *tests = arena_array(r->s->arena, step->n_tests + 1u, sizeof *tests);
    const struct segment_def *def = path_from(r)->nodes[schema_opener(path_from(r), r->node)].segment;
    bool good = true, selects = false;
    for (unsigned i = 0; i < step->n_tests; i++) {
        good &= resolve_test(r, def, &step->tests[i], &tests[i]);
        selects |= !step->tests[i].differs;
    }
    out->tests = tests;
    out->n_tests = step->n_tests;
    uint32_t max = path_from(r)->nodes[r->node].max;
    if (max > 1 && !selects && !r->ref->many) {
        r->ref->many = true;
        r->ref->many_times = max == UINT32_MAX ? SLICE("the grammar sets no limit") : arena_printf(r->s->arena,
                "the grammar allows %u", max);
    }
    return good;
}

static bool resolve_step(struct resolving *r, const struct path_step *step)
{
    uint16_t node = find_child(r, step);
    if (!node) return false;
    r->node = node;
    struct ref_step *out = &r->steps[r->ref->n_steps++];
    *out = (struct ref_step){ .kind = node, .loop = is_loop(r, node) };
    r->ref->loop = out->loop;
    return resolve_tests(r, step, out);
}

static bool resolve_leaf(struct resolving *r)
{
    struct expr *e = r->e;
    struct expr_ref *ref = r->ref;
    const bool fields = r->node || path_from(r)->is_record;
    const struct segment_def *def = fields ? path_from(r)->nodes[schema_opener(path_from(r), r->node)].segment : NULL;
    ref->leaf = (uint8_t)e->path->leaf;
    ref->leaf_kind = r->node;
    if (ref->leaf == LEAF_GROUP) {
        e->type = TYPE_GROUPS;
        return true;
    }
    if (!def) {
        fault(r, MAP_PATH, expr_node_place(e), e->path->element, path_node_words(r, r->node),
                      SLICE("name the segment first, e.g. BEG.03"), NO_ARG);
        return false;
    }
    if (ref->leaf == LEAF_ELEMENT) {
        const struct elem *elem = find_element(r, def, e->path->element, e->path->element_off, &ref->element);
        if (elem) elem = find_component(r, elem);
        if (elem) type_element(e, elem, path_from(r)->is_record);
        /* A record without a mandatory field is held by its reader; an element may well be missing. */
        if (elem && path_from(r)->is_record) e->certain = ref->n_steps == 0 && elem->usage == USE_MANDATORY;
        return elem != NULL;
    }
    if (def->pair_first == 0) {
        fault(r, MAP_PAIRS, expr_node_place(e), def->id, NO_ARG, NO_ARG, NO_ARG);
        return false;
    }
    ref->pair_first = def->pair_first;
    ref->pair_last = def->pair_last;
    e->type = ref->leaf == LEAF_PAIRS ? TYPE_PAIRS : TYPE_TEXT;
    if (ref->leaf == LEAF_PAIRS) return true;
    const struct elem *qualifier = &def->elems[def->pair_first - 1];
    struct ref_value *values = arena_array(r->s->arena, e->path->n_qualifiers, sizeof *values);
    ref->n_qualifiers = e->path->n_qualifiers;
    ref->qualifiers = values;
    e->width = def->elems[def->pair_first].max;
    bool good = true;
    for (unsigned i = 0; i < ref->n_qualifiers; i++) good &= resolve_operand(r, &e->path->qualifiers[i], qualifier,
            SLICE("the qualifier"), &values[i]);
    return good;
}

/* ---- where it starts ---- */

static int instance_level(const struct path_scope *c, slice name)
{
    for (int l = c->level; l > 0; l--)
        if (name.len && slice_eq(c->instance[l].name, name)) return l;
    return -1;
}

/* Where the path starts; how many of its steps that used up, or -1. */
static int start(struct resolving *r)
{
    const struct path_scope *c = r->s;
    const struct path_syntax *path = r->e->path;
    r->node = c->instance[0].node;
    if (path->absolute) return 0;
    if (path->up > c->level) {
        fault(r, MAP_NAME, expr_node_place(r->e), expr_source(r->e), SLICE("goes out of more <each> than there are around it"),
                      SLICE("write one ^ for each <each> that is left, or / for the whole document"), NO_ARG);
        return -1;
    }
    int level = path->up == 0 && path->n_steps ? instance_level(c, path->steps[0].name) : -1;
    bool named = level > 0;
    r->ref->base = (uint8_t)(named ? level : c->level - (int)path->up);
    r->node = c->instance[r->ref->base].node;
    r->ref->loop = is_loop(r, r->node);
    return named;
}

uint16_t path_record(const struct schema *s)
{
    uint16_t only = s->is_record ? s->nodes[0].first : 0;
    return only && s->nodes[only].next ? 0 : only;
}

/* A path that gives exactly the instance it starts at, written with or without its name. */
static slice alone(struct resolving *r)
{
    const struct expr_ref *ref = r->ref;
    uint16_t node = r->s->instance[ref->base].node;
    bool here = ref->n_steps == 0 || (ref->n_steps == 1 && ref->loop == false && ref->steps[0].kind == schema_opener(path_from(r), node));
    return ref->base > 0 && here ? path_absolute(r, node) : (slice){ 0 };
}

bool path_resolve(struct path_scope *s, struct expr *e)
{
    const struct path_syntax *path = e->path;
    struct resolving r = { .s = s, .e = e };
    r.ref = arena_alloc(s->arena, sizeof *r.ref);
    r.ref->choices = 1;
    r.steps = arena_array(s->arena, path->n_steps + 1u, sizeof *r.steps);
    int used = start(&r);
    if (used < 0) return false;
    for (unsigned i = (unsigned)used; i < path->n_steps; i++)
        if (!resolve_step(&r, &path->steps[i])) return false;
    if (!resolve_leaf(&r)) return false;
    r.ref->steps = r.steps;
    r.ref->outward = alone(&r);
    r.ref->simple = r.ref->leaf == LEAF_ELEMENT && r.ref->component == 0;
    e->op = EX_PATH;
    e->ref = r.ref;
    e->level = r.ref->base;
    return true;
}

/* ---- codes ---- */

bool path_code(struct path_scope *s, const struct elem *e, slice label, slice code, struct place place)
{
    if (!e || code.len == 0) return true;
    if (e->codes && !e->codes->open && !code_list_has(e->codes, code)) {
        diag_add(s->diags, expr_def(MAP_NEVER), place, code, label, arena_printf(s->arena, "its codes: %.*s",
                SLICE_ARG(path_codes_words(s->arena, e->codes))), NO_ARG);
        return false;
    }
    if (e->guide_codes && !e->guide_codes->open && !code_list_has(e->guide_codes, code))
        diag_add(s->diags, expr_def(MAP_GUIDE_CODE), place, code, label, s->from->guide, path_codes_words(s->arena, e->guide_codes));
    return true;
}

/* ---- instances ---- */

bool path_named_instance(struct path_scope *s, struct expr *e, slice name)
{
    slice list[EXPR_LEVELS];
    size_t n = 0;
    for (uint8_t l = s->level; l > 0; l--) {
        list[n++] = s->instance[l].name;
        if (!slice_eq(s->instance[l].name, name)) continue;
        e->index = e->level = l;
        return true;
    }
    diag_add(s->diags, expr_def(MAP_NAME), expr_node_place(e->args[0]), name, SLICE("is not the name of an <each> around this"),
                  expr_nearest(s->arena, name, list, n, SLICE("use the name that <each … as=\"…\"> gives to its instances")), NO_ARG);
    return false;
}

uint8_t path_enter(struct path_scope *s, slice name, const struct expr *groups)
{
    s->level++;
    if (s->level >= EXPR_LEVELS) {
        diag_add(s->diags, expr_def(MAP_DEEP), expr_node_place(groups), NO_ARG, NO_ARG, NO_ARG, NO_ARG);
        return 0;
    }
    s->instance[s->level] = (struct path_instance){ name, groups->ref->leaf_kind };
    return s->level;
}

void path_leave(struct path_scope *s) { s->level--; }
