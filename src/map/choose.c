/* choose.c - <choose>: rows tried from the top, the first that fits gives the value; <other> says what happens to the rest and is mandatory. */
#include "map/compile.h"

#include "expr/check_call.h"

static bool row_is_new(struct compiler *c, struct xml_node *n, const struct choose_row *rows, unsigned count, slice is)
{
    for (unsigned i = 0; i < count; i++) {
        if (rows[i].when || !slice_eq(rows[i].is, is)) continue;
        compile_fault(c, MAP_ROW_TWICE, attr_place(n, "is"), is, NO_ARG, NO_ARG, NO_ARG);
        return false;
    }
    return true;
}

static void read_row(struct compiler *c, struct xml_node *n, const struct rule *r, const struct expr *on,
                     struct choose_row *rows, unsigned at)
{
    static const char *const attrs[] = { "is", "when", "value", "from", NULL };
    struct choose_row *row = &rows[at];
    row->is = xml_get(n, "is");
    if (row->is.ptr && on) {
        (void)row_is_new(c, n, rows, at, row->is);
        if (on->op == EX_PATH || on->op == EX_SLOT) (void)path_code(&c->scope, on->about, expr_source(on), row->is, attr_place(n, "is"));
    } else if (row->is.ptr) {           /* an `on` that is wrong was reported */
        if (!xml_attr(n->parent, "on")) compile_fault(c, MAP_ATTRIBUTE, n->parent->place, n->parent->name, SLICE("on"),
                      SLICE("rows with is=\"…\" compare with on=\"…\""), NO_ARG);
    } else {
        (void)attr_must(c, n, "when", "a condition, or is=\"…\" with <choose on=\"…\">");
        row->when = attr_expr(c, n, "when");
        if (row->when) (void)expr_need(&c->checker, row->when, TYPE_BOOL);
    }
    row->gives = rule_read_value(c, n);
    target_check(c, r, row->gives, n->place);
    (void)xml_known(n, attrs, c->diags);
}

static void read_other(struct compiler *c, struct xml_node *n, const struct rule *r, struct choose *choose)
{
    static const char *const attrs[] = { "value", "from", "severity", "code", "say", "hint", NULL };
    enum severity severity = SEV_NOTE;
    choose->reports = attr_severity(c, n, "severity", &severity);
    if (choose->reports) report_read(c, n, map_def(RUN_CHOOSE), severity, &choose->report);
    if (xml_attr(n, "value") || xml_attr(n, "from") || !choose->reports) choose->other = rule_read_value(c, n);
    target_check(c, r, choose->other, n->place);
    (void)xml_known(n, attrs, c->diags);
}

/* Every code that the guide lets through should have its row: what the sender sends is not "everything else". */
static void check_covered(struct compiler *c, const struct rule *r, const struct choose *choose)
{
    const struct expr *on = choose->on;
    const struct elem *e = on && (on->op == EX_PATH || on->op == EX_SLOT) ? on->about : NULL;
    if (!e || !e->guide_codes || e->guide_codes->open) return;
    for (uint32_t i = 0; i < e->guide_codes->count; i++) {
        slice code = e->guide_codes->codes[i].code;
        bool found = false;
        for (unsigned k = 0; k < choose->n_rows && !found; k++) found = choose->rows[k].when || slice_eq(choose->rows[k].is,
                code);
        if (!found) compile_fault(c, MAP_CODE_UNMAPPED, r->place, code, c->map->from->guide, elem_code_meaning(e, code), NO_ARG);
    }
}

static uint8_t higher(uint8_t level, const struct expr *e) { return e && e->level > level ? e->level : level; }

static uint8_t choose_level(const struct choose *choose)
{
    uint8_t level = higher(higher(0, choose->on), choose->other);
    for (unsigned i = 0; i < choose->n_rows; i++) level = higher(higher(level, choose->rows[i].when), choose->rows[i].gives);
    return level;
}

static void choose_check(struct compiler *c, struct rule *r, const struct choose *choose)
{
    bool certain = choose->other && choose->other->certain;
    for (unsigned i = 0; i < choose->n_rows; i++) {
        rule_check_miss(c, r, choose->rows[i].when);
        rule_check_miss(c, r, choose->rows[i].gives);
        certain &= choose->rows[i].gives && choose->rows[i].gives->certain;
    }
    rule_check_miss(c, r, choose->on);
    check_covered(c, r, choose);
    if (!(choose->reports && choose->report.severity >= SEV_HOLD_LINE && !choose->other)) target_check_absence(c, r, certain);
}

struct rule *choose_read(struct compiler *c, struct xml_node *n, const struct elem *target)
{
    static const char *const tags[] = { "row", "other", NULL };
    static const char *const attrs[] = { "id", "out", "n", "with", "on", "required", "default", "optional", "scale", "round", "places",
            "format", "too-long", "on-miss", "code", "say", "hint", NULL };
    struct rule *r = rule_new(c, n, RULE_CHOOSE);
    struct choose *choose = arena_alloc(c->arena, sizeof *choose);
    unsigned count = 0;
    r->target = target;
    r->choose = choose;
    rule_read_common(c, n, r);
    choose->on = attr_expr(c, n, "on");
    (void)xml_known(n, attrs, c->diags);
    for (struct xml_node *row = xml_child(n, "row"); row; row = xml_next(row, "row")) count++;
    struct choose_row *rows = arena_array(c->arena, count + 1, sizeof *rows);
    choose->rows = rows;
    for (struct xml_node *row = n->first; row; row = row->next) {
        if (slice_is(row->name, "row")) read_row(c, row, r, choose->on, rows, choose->n_rows), choose->n_rows++;
        else if (slice_is(row->name, "other") && row != xml_child(n, "other")) compile_twice(c, row, "<other>", xml_child(n, "other")->place);
        else if (slice_is(row->name, "other")) read_other(c, row, r, choose);
        else compile_unknown_tag(c, row, tags);
    }
    if (!xml_child(n, "other"))
        compile_fault(c, MAP_NO_OTHER, n->place, r->id,
                      SLICE("add <other value=\"…\"/>, or <other severity=\"hold-document\" code=\"…\" say=\"…\"/>"),
                      SLICE("everything else"), NO_ARG);
    choose_check(c, r, choose);
    r->fixed = choose_level(choose) < c->scope.level;
    return r;
}
