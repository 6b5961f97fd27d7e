/* price.c - <price>: which basis a price has (per each, or per unit of the line), decided by Prima's own price, then by the basis code.  The rule's
 * run is run_price.c; here its parts are read and their types checked. */
#include "map/compile.h"

#include "expr/check_call.h"

static struct expr *read_typed(struct compiler *c, struct xml_node *n, const char *name, enum expr_type type)
{
    struct expr *e = attr_expr(c, n, name);
    if (e) (void)expr_need(&c->checker, e, type);
    return e;
}

static void read_on(struct compiler *c, struct xml_node *n, const char *name, enum map_finding f, struct report *out)
{
    enum severity severity = compile_severity(c);
    (void)attr_must_severity(c, n, name);
    (void)attr_severity(c, n, name, &severity);
    *out = (struct report){ .def = map_def(f), .severity = severity };
}

static void read_quantity(struct compiler *c, struct xml_node *n, struct price *price)
{
    slice name = attr_must(c, n, "quantity", "the id of the <convert> above, e.g. quantity=\"qty\"");
    struct named *named = name.len ? name_find(c, name) : NULL;
    price->quantity_slot = price->factor_slot = NO_SLOT;
    if (named && named->factor_slot != NO_SLOT) {
        price->quantity_slot = named->slot;
        price->factor_slot = named->factor_slot;
    } else if (name.len) {
        compile_fault_expr(c, MAP_NAME, attr_place(n, "quantity"), name, SLICE("is not the id of a <convert> above"),
                      SLICE("use the id of the <convert> that makes the quantity, and put it above"));
    }
}

static void read_meaning(struct compiler *c, struct xml_node *n, struct price *price)
{
    price->meaning_param = NO_PARAM;
    struct expr *e = attr_expr(c, n, "meaning");
    if (e && e->op == EX_PARAM) price->meaning_param = (int16_t)e->index;
    else if (e) compile_fault(c, MAP_VALUE, attr_place(n, "meaning"), SLICE("meaning"), xml_get(n, "meaning"),
                              SLICE("a parameter with the values each and line-total"), NO_ARG);
}

struct rule *price_read(struct compiler *c, struct xml_node *n, const struct elem *target)
{
    static const char *const attrs[] = { "id", "out", "n", "with", "from", "basis", "per-each", "quantity", "known", "tolerance", "currency",
            "known-currency", "meaning", "scale",
                                         "round", "places", "on-missing", "on-invalid", "on-misfit", NULL };
    static const struct expr number = { .type = TYPE_NUMBER, .width = 21, .scale = SCALE_ANY };
    struct rule *r = rule_new(c, n, RULE_PRICE);
    struct price *price = arena_alloc(c->arena, sizeof *price);
    r->target = target;
    r->price = price;
    rule_read_common(c, n, r);
    r->absence = ABSENT_REQUIRED;       /* an absent price is PRICE-MISSING */
    (void)attr_must(c, n, "from", "the price, e.g. from=\"line.04\"");
    r->from = read_typed(c, n, "from", TYPE_NUMBER);
    (void)attr_must(c, n, "basis", "the basis code, e.g. basis=\"line.05\"");
    price->basis = read_typed(c, n, "basis", TYPE_TEXT);
    price->each_codes = attr_must(c, n, "per-each", "basis codes that mean per each, e.g. per-each=\"PE\"");
    price->known = read_typed(c, n, "known", TYPE_NUMBER);
    (void)attr_must(c, n, "tolerance", "how far prices may differ per each, e.g. tolerance=\"$price-tolerance\"");
    price->tolerance = read_typed(c, n, "tolerance", TYPE_NUMBER);
    price->currency = read_typed(c, n, "currency", TYPE_TEXT);
    price->known_currency = read_typed(c, n, "known-currency", TYPE_TEXT);
    read_quantity(c, n, price);
    read_meaning(c, n, price);
    read_on(c, n, "on-missing", PRICE_MISSING, &price->missing);
    read_on(c, n, "on-invalid", PRICE_INVALID, &price->invalid);
    read_on(c, n, "on-misfit", PRICE_BASIS, &price->unfit);
    (void)xml_known(n, attrs, c->diags);
    if (!r->rounds)
        compile_fault(c, MAP_ROUNDING, n->place, r->id, target ? target->field_name : SLICE("the target"),
                      arena_printf(c->arena, "%u", r->scale), NO_ARG);
    rule_publish(c, r, NO_SLOT, &number);
    return r;
}
