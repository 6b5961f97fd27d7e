/* convert.c - <convert>: a quantity from the unit on the line to the unit of the target.  The unit decides the factor; what the document cannot
 * answer (unknown unit, no pack size, fractions) has its severity written out in the map. */
#include "map/compile.h"

#include "expr/check_call.h"

static void read_factor(struct compiler *c, struct xml_node *n, struct factor *f, const struct convert *convert)
{
    static const char *const attrs[] = { "unit", "is", "when-absent", "code", "say", "hint", NULL };
    f->unit = attr_must(c, n, "unit", "the unit of measure, e.g. unit=\"CA\"");
    if (convert->unit) (void)path_code(&c->scope, convert->unit->about, SLICE("the unit"), f->unit, attr_place(n, "unit"));
    (void)attr_must(c, n, "is", "how many of the target unit are in one of it, e.g. is=\"item.case_pack\"");
    f->is = attr_expr(c, n, "is");
    if (f->is) (void)expr_need(&c->checker, f->is, TYPE_NUMBER);
    enum severity severity = compile_severity(c);
    if (f->is && !f->is->certain) (void)attr_must_severity(c, n, "when-absent");
    (void)attr_severity(c, n, "when-absent", &severity);
    report_read(c, n, map_def(PACK_UNKNOWN), severity, &f->absent);
    (void)xml_known(n, attrs, c->diags);
}

/* <other severity>, <invalid severity>, <remainder policy severity>: one report each. */
static void read_case(struct compiler *c, struct xml_node *parent, const char *tag, const char *words, enum map_finding f,
                      struct report *out)
{
    static const char *const attrs[] = { "severity", "policy", "code", "say", "hint", NULL };
    struct xml_node *n = xml_child(parent, tag);
    enum severity severity = compile_severity(c);
    *out = (struct report){ .def = map_def(f), .severity = severity };
    if (!n) {
        compile_fault(c, MAP_NO_OTHER, parent->place, xml_get(parent, "id"), arena_printf(c->arena,
                "add <%s severity=\"%s\"/> (%s)", tag, severity_name(severity), map_def(f)->code), slice_of(words), NO_ARG);
        return;
    }
    (void)xml_get(n, "policy");
    bool needed = !slice_is(xml_get(n, "policy"), "round-up") && !slice_is(xml_get(n, "policy"), "round-down");
    if (needed) (void)attr_must_severity(c, n, "severity");
    (void)attr_severity(c, n, "severity", &severity);
    report_read(c, n, map_def(f), severity, out);
    (void)xml_known(n, attrs, c->diags);
}

static void read_remainder(struct compiler *c, struct xml_node *parent, struct convert *convert)
{
    struct xml_node *n = xml_child(parent, "remainder");
    if (!n) return;
    slice policy = attr_must(c, n, "policy", "error, round-up or round-down");
    convert->remainder = slice_is(policy, "round-up") ? REMAINDER_UP : slice_is(policy, "round-down") ? REMAINDER_DOWN
            : REMAINDER_ERROR;
    if (policy.len && convert->remainder == REMAINDER_ERROR && !slice_is(policy, "error"))
        compile_fault(c, MAP_VALUE, attr_place(n, "policy"), SLICE("policy"), policy, SLICE("error, round-up or round-down"),
                      NO_ARG);
}

static void read_factors(struct compiler *c, struct xml_node *n, struct convert *convert)
{
    unsigned count = 0;
    for (struct xml_node *f = xml_child(n, "factor"); f; f = xml_next(f, "factor")) count++;
    struct factor *factors = arena_array(c->arena, count + 1, sizeof *factors);
    for (struct xml_node *f = xml_child(n, "factor"); f; f = xml_next(f, "factor")) {
        struct factor *factor = &factors[convert->n_factors];
        read_factor(c, f, factor, convert);
        for (unsigned i = 0; i < convert->n_factors; i++)
            if (slice_eq(factors[i].unit, factor->unit)) compile_fault(c, MAP_ROW_TWICE, attr_place(f, "unit"), factor->unit,
                    NO_ARG, NO_ARG, NO_ARG);
        convert->n_factors++;
    }
    convert->factors = factors;
    if (count == 0) compile_fault(c, MAP_NO_OTHER, n->place, xml_get(n, "id"), SLICE("add <factor unit=\"EA\" is=\"1\"/>"),
                                  SLICE("any unit"), NO_ARG);
}

static void check_tags(struct compiler *c, struct xml_node *n)
{
    static const char *const tags[] = { "factor", "other", "invalid", "remainder", NULL };
    for (struct xml_node *child = n->first; child; child = child->next) {
        bool known = false;
        for (unsigned i = 0; tags[i]; i++) known |= slice_is(child->name, tags[i]);
        if (!known) compile_unknown_tag(c, child, tags);
        struct xml_node *first = slice_is(child->name, "factor") ? child : xml_child(n, arena_cstr(c->arena, child->name));
        if (known && first != child) compile_twice(c, child, arena_printf(c->arena, "<%.*s>", SLICE_ARG(child->name)).ptr, first->place);
    }
}

struct rule *convert_read(struct compiler *c, struct xml_node *n, const struct elem *target)
{
    static const char *const attrs[] = { "id", "out", "n", "with", "from", "unit", "to", NULL };
    static const struct expr number = { .type = TYPE_NUMBER, .width = 21, .scale = 0 };
    struct rule *r = rule_new(c, n, RULE_CONVERT);
    struct convert *convert = arena_alloc(c->arena, sizeof *convert);
    r->target = target;
    r->convert = convert;
    r->absence = ABSENT_REQUIRED;       /* an absent quantity is QTY-INVALID */
    (void)attr_must(c, n, "from", "the quantity, e.g. from=\"line.02\"");
    (void)attr_must(c, n, "unit", "the unit on the line, e.g. unit=\"line.03\"");
    convert->to = attr_must(c, n, "to", "the unit of the target, e.g. to=\"EA\"");
    r->from = attr_expr(c, n, "from");
    convert->unit = attr_expr(c, n, "unit");
    if (r->from) (void)expr_need(&c->checker, r->from, TYPE_NUMBER);
    if (convert->unit) (void)expr_need(&c->checker, convert->unit, TYPE_TEXT);
    (void)xml_known(n, attrs, c->diags);
    read_factors(c, n, convert);
    read_case(c, n, "other", "other units", UOM_UNKNOWN, &convert->other);
    read_case(c, n, "invalid", "a quantity that is no number above zero", QTY_INVALID, &convert->invalid);
    read_case(c, n, "remainder", "a result that is no whole number", QTY_FRACTION, &convert->fraction);
    read_remainder(c, n, convert);
    check_tags(c, n);
    if (target && target->type != ELEM_N && target->type != ELEM_R)
        compile_fault(c, MAP_TARGET_TYPE, attr_place(n, xml_attr(n, "n") ? "n" : "out"), r->id, SLICE("a number"), target->field_name, SLICE("a text"));
    convert->factor_slot = slot_add(c, NULL, c->scope.level, r);
    rule_publish(c, r, convert->factor_slot, &number);
    return r;
}
