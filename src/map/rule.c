/* rule.c - what all rules have in common, and the plainest of them: <field>, <let>, <check>. */
#include "map/compile.h"

#include "expr/check_call.h"

const char *const map_rule_attrs[] = { "id", "out", "n", "with", "from", "value", "required", "default", "optional", "scale", "round",
        "places", "format", "too-long", "on-miss", "code", "say", "hint", NULL };

static bool id_is_taken(const struct compiler *c, slice id)
{
    for (const struct rule_id *other = c->ids; other; other = other->older)
        if (slice_eq(other->id, id)) return true;
    return false;
}

/* "BIG02", and when that was used before "BIG02#2". */
static slice own_id(struct compiler *c)
{
    slice prefix = c->overlay ? arena_printf(c->arena, "%.*s.%.*s", SLICE_ARG(c->overlay->id), SLICE_ARG(c->rule_name)) : c->rule_name, id = prefix;
    for (unsigned i = 2; id_is_taken(c, id) && i < MAP_MAX_SLOTS; i++) id = arena_printf(c->arena, "%.*s#%u", SLICE_ARG(prefix), i);
    return id;
}

static void id_keep(struct compiler *c, slice id, struct place place)
{
    struct rule_id *mine = arena_alloc(c->arena, sizeof *mine);
    *mine = (struct rule_id){ c->ids, id, place };
    c->ids = mine;
}

static slice rule_id(struct compiler *c, struct xml_node *n, const char *attr)
{
    if (c->rule_name.len && !xml_attr(n, attr)) {
        slice own = own_id(c);
        id_keep(c, own, n->place);
        return own;
    }
    slice id = attr_must(c, n, attr, "every rule has an id: findings, tests and explain name it");
    if (c->overlay && id.len) id = arena_printf(c->arena, "%.*s.%.*s", SLICE_ARG(c->overlay->id), SLICE_ARG(id));
    for (struct rule_id *other = c->ids; other && id.len; other = other->older) {
        if (!slice_eq(other->id, id)) continue;
        compile_fault(c, MAP_ID_TWICE, attr_place(n, attr), id, arena_printf(c->arena, "%u", compile_line(other->place)),
                      NO_ARG, NO_ARG);
        return id;
    }
    id_keep(c, id, n->place);
    return id;
}

struct rule *rule_new(struct compiler *c, struct xml_node *n, enum rule_kind kind)
{
    struct rule *r = arena_alloc(c->arena, sizeof *r);
    r->kind = kind;
    r->place = n->place;
    r->slot = NO_SLOT;
    r->format_param = NO_PARAM;
    r->level = c->scope.level;
    r->id = kind == RULE_LET ? xml_get(n, "name") : rule_id(c, n, "id");
    r->required = (struct report){ .def = map_def(RUN_REQUIRED), .severity = compile_severity(c) };
    c->rule = r;
    return r;
}

void rule_read_miss(struct compiler *c, struct xml_node *n, struct rule *r)
{
    slice miss = xml_get(n, "on-miss");
    if (!miss.ptr) return;
    r->names_miss = true;
    r->miss_default = slice_is(miss, "default");
    enum severity severity = SEV_NOTE;
    if (!r->miss_default) (void)attr_severity(c, n, "on-miss", &severity);
    report_read(c, n, map_def(RUN_LOOKUP), severity, &r->miss);
}

static void read_absence(struct compiler *c, struct xml_node *n, struct rule *r)
{
    slice required = xml_get(n, "required"), dflt = xml_get(n, "default");
    bool optional = attr_yes(c, n, "optional");
    if ((required.ptr != NULL) + (dflt.ptr != NULL) + optional > 1)
        compile_fault(c, MAP_VALUE, n->place, SLICE("required, default, optional"), SLICE("more than one"),
                      SLICE("one of them"), NO_ARG);
    if (dflt.ptr) {
        r->absence = ABSENT_DEFAULT;
        r->dflt = dflt;
    }
    if (!required.ptr || slice_is(required, "no")) return;
    r->absence = ABSENT_REQUIRED;
    enum severity severity = compile_severity(c);
    if (!slice_is(required, "yes")) (void)attr_severity(c, n, "required", &severity);
    if (r->names_miss) r->required.severity = severity;
    else report_read(c, n, map_def(RUN_REQUIRED), severity, &r->required);
}

static void read_format(struct compiler *c, struct xml_node *n, struct rule *r)
{
    slice format = xml_get(n, "format");
    char room[33];
    size_t len;
    r->format = format;
    if (!format.len) return;
    if (format.ptr[0] == '$') {
        struct expr *e = attr_expr(c, n, "format");
        if (e && e->op == EX_PARAM) r->format_param = (int16_t)e->index;
        else if (e && e->op == EX_LITERAL) r->format = e->value.text;
        if (r->format_param >= 0) r->format = (slice){ 0 };
    } else if (!date_format((date){ 2026, 3, 9 }, format, room, &len)) {
        compile_fault(c, MAP_VALUE, attr_place(n, "format"), SLICE("format"), format, SLICE("a date format like dd/MM/yyyy"),
                      NO_ARG);
    }
}

static void read_too_long(struct compiler *c, struct xml_node *n, struct rule *r)
{
    slice value = xml_get(n, "too-long");
    r->truncate = slice_is(value, "truncate");
    r->too_long = SEV_NOTE;
    if (value.ptr && !r->truncate) (void)attr_severity(c, n, "too-long", &r->too_long);
}

void rule_read_common(struct compiler *c, struct xml_node *n, struct rule *r)
{
    r->with = xml_get(n, "with");
    rule_read_miss(c, n, r);
    read_absence(c, n, r);
    read_format(c, n, r);
    read_too_long(c, n, r);
    const struct elem *t = r->target;
    unsigned most = t && t->type == ELEM_R ? t->scale : t && t->type == ELEM_N ? t->implied : 0;
    r->scale = (uint8_t)attr_count(c, n, "scale", most, most);
    r->places = (uint8_t)attr_count(c, n, "places", 0, r->scale);
    r->round = attr_rounding(c, n);
    r->rounds = xml_attr(n, "round") != NULL;
    if (r->absence == ABSENT_DEFAULT) {
        struct expr_text *in = arena_alloc(c->arena, sizeof *in);
        *in = (struct expr_text){ r->dflt, attr_place(n, "default") };
        struct expr e = { .op = EX_LITERAL, .type = TYPE_TEXT, .value = value_text(r->dflt), .width = (uint32_t)r->dflt.len,
                .in = in, .len = (uint32_t)r->dflt.len };
        target_check(c, r, &e, in->place);
    }
}

/* Let later expressions use the rule's value by its id. */
void rule_publish(struct compiler *c, struct rule *r, uint16_t factor_slot, const struct expr *type)
{
    if (r->id.len == 0 || slice_find(r->id, '.') < r->id.len) return;
    r->slot = slot_add(c, NULL, c->scope.level, r);
    name_add(c, r->id, type, r->slot, factor_slot, r->place);
    c->named->used = true;
}

static struct expr *literal(struct compiler *c, struct xml_node *n, const char *attr)
{
    struct expr_text *in = arena_alloc(c->arena, sizeof *in);
    slice value = xml_get(n, attr);
    *in = (struct expr_text){ value, attr_place(n, attr) };
    struct expr *e = arena_alloc(c->arena, sizeof *e);
    *e = (struct expr){ .op = EX_LITERAL, .type = TYPE_TEXT, .value = value_text(value), .certain = true, .scale = SCALE_ANY, .in = in, .len = (uint32_t)value.len };
    for (size_t i = 0; i < value.len; i++) e->width += (value.ptr[i] & 0xC0) != 0x80;
    return e;
}

struct expr *rule_read_value(struct compiler *c, struct xml_node *n)
{
    bool value = xml_attr(n, "value"), from = xml_attr(n, "from");
    if (value == from) {
        compile_fault(c, MAP_NO_VALUE, n->place, n->name, value ? SLICE("both from=\"…\" and value=\"…\"") : SLICE("neither from=\"…\" nor value=\"…\""),
                      NO_ARG, NO_ARG);
        if (value) (void)xml_get(n, "value");
        return from ? attr_expr(c, n, "from") : NULL;
    }
    return value ? literal(c, n, "value") : attr_expr(c, n, "from");
}

void rule_check_miss(struct compiler *c, const struct rule *r, const struct expr *e)
{
    if (e && e->asks && !r->names_miss) compile_fault(c, MAP_MISS, r->place, r->id, compile_severities(c), NO_ARG, NO_ARG);
}

struct rule *field_read(struct compiler *c, struct xml_node *n, const struct elem *target)
{
    struct rule *r = rule_new(c, n, RULE_FIELD);
    r->target = target;
    rule_read_common(c, n, r);
    r->from = rule_read_value(c, n);
    (void)xml_known(n, map_rule_attrs, c->diags);
    if (!r->from) return r;
    rule_check_miss(c, r, r->from);
    target_check(c, r, r->from, xml_attr(n, "value") ? attr_place(n, "value") : attr_place(n, "from"));
    target_check_absence(c, r, r->from->certain);
    r->fixed = r->from->level < c->scope.level;
    /* A fixed rule runs once anyhow; unwrapped, its division is rounded once, at its own scale. */
    const struct expr *def = r->from->op == EX_SLOT ? c->slots[r->from->index].def : NULL;
    if (def && def->op == EX_DIV) r->from = (struct expr *)def;
    return r;
}

struct rule *let_read(struct compiler *c, struct xml_node *n)
{
    static const char *const attrs[] = { "name", "from", "on-miss", "code", "say", "hint", NULL };
    struct rule *r = rule_new(c, n, RULE_LET);
    if (r->id.len == 0) compile_fault(c, MAP_ATTRIBUTE, n->place, n->name, SLICE("name"), SLICE("what the value is called below"), NO_ARG);
    r->slot = c->item_slot = slot_add(c, NULL, c->scope.level, r);
    (void)attr_must(c, n, "from", "an expression");
    r->from = attr_expr(c, n, "from");
    c->item_slot = NO_SLOT;
    rule_read_miss(c, n, r);
    (void)xml_known(n, attrs, c->diags);
    static const struct expr unknown = { .type = TYPE_TEXT, .width = WIDTH_ANY, .scale = SCALE_ANY };
    name_add(c, r->id, r->from ? r->from : &unknown, r->slot, NO_SLOT, n->place);
    if (!r->from) {
        c->named->used = c->named->broken = true;
        return r;
    }
    rule_check_miss(c, r, r->from);
    c->slots[r->slot].def = r->from;
    c->slots[r->slot].level = r->from->level;
    return r;
}

struct rule *check_read(struct compiler *c, struct xml_node *n)
{
    static const char *const attrs[] = { "id", "that", "severity", "code", "say", "hint", NULL };
    struct rule *r = rule_new(c, n, RULE_CHECK);
    enum severity severity = SEV_WARN;
    (void)attr_must(c, n, "that", "a condition that should hold");
    r->from = attr_expr(c, n, "that");
    (void)attr_must_severity(c, n, "severity");
    (void)attr_severity(c, n, "severity", &severity);
    report_read(c, n, map_def(RUN_CHECK), severity, &r->check);
    (void)xml_known(n, attrs, c->diags);
    if (r->from) (void)expr_need(&c->checker, r->from, TYPE_BOOL);
    if (r->from && r->from->asks) compile_fault(c, MAP_LOOKUP_PLACE, attr_place(n, "that"), NO_ARG, NO_ARG, NO_ARG, NO_ARG);
    return r;
}
