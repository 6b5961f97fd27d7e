/* order_lines.c - see order_lines.h.  The positions are those of PO1 in 850 and 855: 01 line, 02 quantity, 03 unit, 04 price, 06/07 identifier. */
#include "engine/order_lines.h"

#include "base/decimal.h"

enum { LINES_LISTED = 200 };
enum { PO1_LINE = 1, PO1_QUANTITY, PO1_UNIT, PO1_PRICE, PO1_QUALIFIER = 6, PO1_IDENTIFIER };

static bool is_held(const struct diags *diags, unsigned ordinal)
{
    for (size_t i = 0; i < diags->count; i++)
        if (diags->items[i].line == ordinal && diags->items[i].severity >= SEV_HOLD_LINE) return true;
    return false;
}

static struct report_line read_line(struct arena *arena, const struct tree *tree, uint32_t segment, unsigned ordinal, const struct diags *diags)
{
    slice qualifier = tree_field(tree, segment, PO1_QUALIFIER);
    slice identifier = tree_field(tree, segment, PO1_IDENTIFIER);
    return (struct report_line){
        .ordinal = ordinal,
        .reference = arena_copy(arena, tree_field(tree, segment, PO1_LINE)),
        .quantity = arena_copy(arena, tree_field(tree, segment, PO1_QUANTITY)),
        .unit = arena_copy(arena, tree_field(tree, segment, PO1_UNIT)),
        .price = arena_copy(arena, tree_field(tree, segment, PO1_PRICE)),
        .identifier = arena_printf(arena, "%.*s %.*s", SLICE_ARG(qualifier), SLICE_ARG(identifier)),
        .held = is_held(diags, ordinal),
    };
}

static bool add_worth(const struct tree *tree, uint32_t segment, decimal *sum)
{
    decimal quantity, price, value;
    return decimal_parse(tree_field(tree, segment, PO1_QUANTITY), &quantity) && decimal_parse(tree_field(tree, segment, PO1_PRICE), &price) &&
           decimal_mul(quantity, price, &value) && decimal_add(*sum, value, sum);
}

static uint16_t line_kind(const struct schema *schema, const struct tree *tree)
{
    return schema == NULL || tree->groups == 0 ? 0 : schema_child(schema, 0, SLICE("PO1"));
}

unsigned order_lines_count(const struct schema *schema, const struct tree *tree)
{
    uint16_t kind = line_kind(schema, tree);
    unsigned count = 0;
    for (uint32_t g = kind ? tree_child(tree, 0, kind) : TREE_NONE; g != TREE_NONE; g = tree_next(tree, g)) count++;
    return count;
}

void order_lines_read(struct arena *arena, const struct schema *schema, const struct tree *tree, const struct diags *diags, struct order_lines *out)
{
    *out = (struct order_lines){ 0 };
    uint16_t kind = line_kind(schema, tree);
    if (kind == 0) return;
    struct report_line *lines = arena_array(arena, LINES_LISTED, sizeof *lines);
    decimal sum = decimal_int(0);
    bool known = true;
    unsigned ordinal = 0;
    for (uint32_t g = tree_child(tree, 0, kind); g != TREE_NONE; g = tree_next(tree, g)) {
        uint32_t segment = schema->nodes[kind].is_loop ? g + 1 : g;
        ordinal++;
        if (out->count < LINES_LISTED) lines[out->count++] = read_line(arena, tree, segment, ordinal, diags);
        known = known && add_worth(tree, segment, &sum);
    }
    out->items = lines;
    if (!known || ordinal == 0) return;
    char text[DECIMAL_MAX_TEXT];
    decimal rounded;
    if (decimal_round(sum, 2, ROUND_HALF_EVEN, &rounded)) out->worth = arena_copy(arena, (slice){ text, decimal_format_fixed(rounded, 2, text) });
    uint16_t cur = schema_child(schema, 0, SLICE("CUR"));
    uint32_t g = cur ? tree_child(tree, 0, cur) : TREE_NONE;
    if (g != TREE_NONE) out->currency = arena_copy(arena, tree_field(tree, g, 2));
}
