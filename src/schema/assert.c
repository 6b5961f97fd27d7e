/* assert.c - compiles the <assert> elements of a set or a guide.
 *
 * What expressions mean is expr/'s, what paths mean path.c's; a guide has neither parameters nor tables, so what asks for them is refused
 * here.  Each step of `each` opens an instance that carries the step's name: in each="PO1/ACK" PO1.02 is the line's, ACK.02 its own, and a
 * path that begins with neither goes on from the ACK. */
#include "schema/assert.h"

#include "expr/check_call.h"
#include "expr/findings.h"
#include "expr/parse.h"
#include "schema/path.h"

struct assert_maker {
    struct loader *l;
    struct assert_set *set;
    struct path_scope scope;
    struct expr_names names;
    struct expr_checker checker;
};

/* ---- what names mean ---- */

static bool names_path(void *context, struct expr *e) { return path_resolve(&((struct assert_maker *)context)->scope, e); }

static bool refuse(void *context, struct expr *e)
{
    const struct assert_maker *m = context;
    diag_add(m->l->diags, expr_def(MAP_NAME), expr_node_place(e), expr_source(e), SLICE("has no meaning in an assert"),
             SLICE("an assert knows the document only: no parameters, tables, items or factors"), NO_ARG);
    return false;
}

static bool names_instance(void *context, struct expr *e, slice name)
{
    struct assert_maker *m = context;
    return e->op == EX_WRITTEN ? refuse(context, e) : path_named_instance(&m->scope, e, name);
}

static bool names_factor(void *context, struct expr *e, slice name)
{
    (void)name;
    return refuse(context, e);
}

static uint8_t names_enter(void *context, slice name, struct expr *groups) { return path_enter(&((struct assert_maker *)context)->scope, name, groups); }
static void names_leave(void *context) { path_leave(&((struct assert_maker *)context)->scope); }

static bool names_code(void *context, const struct expr *path, const struct expr *literal)
{
    struct assert_maker *m = context;
    return path_code(&m->scope, path->about, expr_source(path), literal->value.text, expr_node_place(literal));
}

/* ---- expressions ---- */

static uint16_t slot_new(void *context, const struct expr *e)
{
    struct assert_maker *m = context;
    struct expr_slot *slot = arena_grow(m->l->arena, &m->set->slots, &m->set->n_slots, &m->set->slots_room, sizeof *slot);
    *slot = (struct expr_slot){ .def = e, .level = e->level };
    return (uint16_t)(m->set->n_slots - 1);
}

static struct expr *parse(struct assert_maker *m, slice text, struct place place)
{
    struct expr_text *in = arena_alloc(m->l->arena, sizeof *in);
    *in = (struct expr_text){ arena_copy(m->l->arena, text), place };
    return expr_parse(m->l->arena, in, m->l->diags);
}

static const struct expr *compile(struct assert_maker *m, slice text, struct place place)
{
    struct expr *e = parse(m, text, place);
    if (!e || !expr_check(&m->checker, e)) return NULL;
    return expr_hoist(m->l->arena, e, m->scope.level, slot_new, m);
}

/* The steps of `each` become instances inside each other. */
static void read_each(struct assert_maker *m, struct xml_node *n, struct assert_rule *a)
{
    slice text = xml_get(n, "each");
    struct expr *e = text.len ? parse(m, text, read_place(n, "each")) : NULL;
    if (!e || !expr_check_groups(&m->checker, e)) return;
    if (e->ref->n_steps > ASSERT_LEVELS) {
        load_bad(m->l, SCHEMA_TOO_BIG, read_place(n, "each"), SLICE("steps of each"), SLICE("3"), NO_ARG);
        return;
    }
    for (uint8_t i = 0; i < e->ref->n_steps; i++) {
        const struct ref_step *step = &e->ref->steps[i];
        struct expr_ref *ref = &a->each[i];
        *ref = (struct expr_ref){ .base = i, .n_steps = 1, .steps = step, .loop = step->loop, .choices = 1, .any = true };
        m->scope.instance[++m->scope.level] = (struct path_instance){ m->scope.from->nodes[step->kind].name, step->kind };
    }
    a->levels = e->ref->n_steps;
}

/* The path of distinct(P) = count(P), the words for "all are different", when it leads to plain texts; else null. */
static const struct expr *path_of_different(const struct expr *test)
{
    const struct expr *distinct = test->op == EX_EQ ? test->args[0] : NULL, *count = distinct ? test->args[1] : NULL;
    if (!distinct || distinct->op != EX_DISTINCT || count->op != EX_COUNT || distinct->n_args != 1 || count->n_args != 1) return NULL;
    const struct expr *path = distinct->args[0];
    bool same = path->op == EX_PATH && count->args[0]->op == EX_PATH && slice_eq(expr_source(path), expr_source(count->args[0]));
    return same && path->type == TYPE_TEXT && path->ref->simple && path->ref->n_steps > 0 ? path : NULL;
}

static void read_test(struct assert_maker *m, struct xml_node *n, struct assert_rule *a)
{
    slice text = read_required(m->l, n, "test");
    a->test = text.len ? compile(m, text, read_place(n, "test")) : NULL;
    if (a->test && expr_need(&m->checker, a->test, TYPE_BOOL)) a->different = path_of_different(a->test);
}

/* An element, or a segment alone. */
static void read_at(struct assert_maker *m, struct xml_node *n, struct assert_rule *a)
{
    slice text = xml_get(n, "at");
    struct expr *e = text.len ? parse(m, text, read_place(n, "at")) : NULL;
    if (!e) return;
    bool groups = e->op == EX_NAME && e->path->leaf == LEAF_GROUP;
    if (!(groups ? expr_check_groups(&m->checker, e) : expr_check(&m->checker, e))) return;
    a->at = e;
    if (e->op != EX_PATH) load_bad(m->l, SCHEMA_ATTRIBUTE, read_place(n, "at"), SLICE("at"), text, SLICE("a segment or an element, e.g. TDS.01"));
}

/* {expressions} of text and hint become {0} … {3}; returned as a string that lives as long as the schema. */
static const char *read_say(struct assert_maker *m, struct xml_node *n, const char *attr, struct assert_rule *a)
{
    slice text = arena_copy(m->l->scratch, xml_get(n, attr)), part;
    struct buf message = BUF_INIT(4096);
    bool closed = true;
    for (size_t at = 0; expr_say_part(text, &at, &message, &part, &closed);) {
        const struct expr_text in = { text, read_place(n, attr) };
        struct place here = expr_place(&in, (uint32_t)(part.ptr - text.ptr), (uint32_t)part.len);
        if (!closed || a->n_args == DIAG_ARGS) {
            load_bad(m->l, SCHEMA_ATTRIBUTE, here, slice_of(attr), text, SLICE("a text with at most four {expressions}, each closed by }"));
            break;
        }
        buf_printf(&message, "{%u}", a->n_args);
        a->args[a->n_args++] = compile(m, part, here);
    }
    const char *made = arena_cstr(m->l->arena, buf_slice(&message));
    buf_free(&message);
    return made;
}

/* ---- rules ---- */

/* Findings of our own have these beginnings, and acknowledgements go by them. */
static bool code_is_ours(slice id)
{
    static const char *const ours[] = { "X12-", "GUIDE-", "HL-", "CTT-", "SCHEMA-", "VALUE-", "MAP-" };
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
        if (slice_starts(id, slice_of(ours[i]))) return true;
    return false;
}

static const char *read_id(struct assert_maker *m, struct xml_node *n)
{
    slice id = read_required(m->l, n, "id");
    if (id.len && (!expr_code_is_good(id) || code_is_ours(id)))
        load_bad(m->l, SCHEMA_ATTRIBUTE, read_place(n, "id"), SLICE("id"), id,
                 SLICE("a code of its own: upper-case words joined by hyphens, e.g. INVOICE-TOTAL"));
    for (size_t i = 0; i < m->set->n_rules; i++)
        if (id.len && slice_is(id, m->set->rules[i].def.code)) load_bad(m->l, SCHEMA_DUPLICATE, read_place(n, "id"), n->name, id, NO_ARG);
    return arena_cstr(m->l->arena, id);
}

static void read_rule(struct assert_maker *m, struct xml_node *n, bool of_guide, slice source)
{
    static const char *const attrs[] = { "id", "each", "at", "test", "severity", "text", "hint", "source", "setting", NULL };
    struct loader *l = m->l;
    struct assert_rule a = { .of_guide = of_guide, .rule = { .severity = SEV_WARN, .source = read_text(l, n, "source"), .place = n->place } };
    m->scope.level = 0;
    a.def.code = read_id(m, n);
    a.rule.names_severity = read_severity(l, n, &a.rule.severity);
    if (!a.rule.source.len) a.rule.source = source;
    a.setting = read_text(l, n, "setting");
    (void)read_required(l, n, "text");
    read_each(m, n, &a);
    read_test(m, n, &a);
    read_at(m, n, &a);
    a.def.message = read_say(m, n, "text", &a);
    a.def.hint = read_say(m, n, "hint", &a);
    a.def.source = arena_cstr(l->arena, a.rule.source);
    a.def.severity = a.rule.severity;
    read_only(l, n, attrs);
    *(struct assert_rule *)arena_grow(l->arena, &m->set->rules, &m->set->n_rules, &m->set->rules_room, sizeof a) = a;
}

static struct assert_set *set_of(struct loader *l, struct schema *s)
{
    if (!s->asserts) s->asserts = arena_alloc(l->arena, sizeof *s->asserts);
    return (struct assert_set *)(uintptr_t)s->asserts;      /* still being made, so still ours */
}

void asserts_read(struct loader *l, struct xml_node *root, struct schema *s, bool of_guide, slice source)
{
    struct xml_node *n = xml_child(root, "assert");
    if (!n) return;
    size_t errors = diags_count(l->diags, SEV_ERROR);
    struct assert_maker m = { .l = l, .set = set_of(l, s) };
    m.names = (struct expr_names){ .context = &m, .path = names_path, .param = refuse, .table = refuse, .column = refuse, .item = refuse,
                                   .instance = names_instance, .factor = names_factor, .enter = names_enter, .leave = names_leave,
                                   .code = names_code };
    m.scope = (struct path_scope){ .arena = l->arena, .diags = l->diags, .from = s, .names = &m.names };
    m.checker = (struct expr_checker){ l->arena, l->diags, &m.names };
    for (; n && m.set->n_rules < ASSERT_MAX; n = xml_next(n, "assert")) read_rule(&m, n, of_guide, source);
    if (n) load_bad(l, SCHEMA_TOO_BIG, n->place, SLICE("asserts"), SLICE("500"), NO_ARG);
    if (diags_count(l->diags, SEV_ERROR) > errors) l->bad = true;
}
