/* check_totals.c - totals that a set carries about itself: CTT01 counts segments, CTT02 adds up an element.
 *
 * The standard's hash adds values without their decimal points and signs and keeps the digits that fit (1.5 + 2 hashes as 17); many
 * partners simply add, which an agreement can say.  A wrong total is a warning: in the words of a 997 it is no syntax error. */
#include "schema/checker.h"

#include "base/decimal.h"
#include "base/digits.h"

struct sum {
    uint64_t count;
    uint64_t hash;              /* of digits, modulo 10^digits */
    uint64_t modulus;
    bool odd;                   /* something was no number, which is reported: no total can be made */
    decimal plain;
    bool plain_fits;
};

/* Digits as a number modulo `modulus`, which is at most 10^18. */
static uint64_t digits_value(slice s, uint64_t modulus, bool *odd)
{
    uint64_t value = 0;
    for (size_t i = 0; i < s.len; i++) {
        unsigned digit = (unsigned)(unsigned char)s.ptr[i] - '0';
        if (digit <= 9) value = (value * 10 + digit) % modulus;
        else if (s.ptr[i] != '.' && s.ptr[i] != '-') *odd = true;
    }
    return value;
}

/* The same for an element of the text: up to eight digits, nearly all quantities, are read at once. */
static inline uint64_t element_value(const char *text, struct span s, uint64_t modulus, bool *odd)
{
    uint32_t end = s.off + s.len;
    if (s.len > WORD_BYTES || end < WORD_BYTES) return digits_value((slice){ text + s.off, s.len }, modulus, odd);
    uint64_t word = load8(text + end - WORD_BYTES);
    if (non_digits_last(word, s.len)) return digits_value((slice){ text + s.off, s.len }, modulus, odd);
    uint64_t value = digits_number(word, s.len);
    return value < modulus ? value : value % modulus;
}

static COLD void plain_add(const struct checker *c, struct sum *sum, struct span s)
{
    decimal d;
    sum->plain_fits = sum->plain_fits && decimal_parse(tree_slice(c->tree, s), &d) && decimal_add(sum->plain, d, &sum->plain);
}

static inline void sum_add(const struct checker *c, struct sum *sum, struct span s)
{
    if (s.len == 0) return;
    if (c->options.hash_plain) {
        plain_add(c, sum, s);
        return;
    }
    sum->hash += element_value(c->tree->text, s, sum->modulus, &sum->odd);
    if (sum->hash >= sum->modulus) sum->hash -= sum->modulus;
}

static inline void group_sum(const struct checker *c, const struct tree_group *g, unsigned element, struct sum *sum)
{
    sum->count++;
    if (element && element < g->fields) sum_add(c, sum, c->tree->field[g->first + element]);
}

/* Every segment of one node.  A set has one node for what is counted nearly always, so this runs once. */
static void node_sum(const struct checker *c, uint16_t node, unsigned element, struct sum *sum)
{
    const struct tree *t = c->tree;
    if (c->joins) {
        for (struct tree_kind_walk w = tree_kind_walk(&c->kinds, node); tree_kind_next(&w);) group_sum(c, &t->group[w.group], element, sum);
        return;
    }
    for (const struct tree_group *g = t->group + 1, *end = t->group + t->groups; g < end; g++)
        if (g->kind == node) group_sum(c, g, element, sum);
}

/* The checker has counted already what stands in the set itself, alone or as the opener of a loop. */
static bool counted_on_the_way(const struct checker *c, const struct total_rule *r, uint64_t *count)
{
    const struct node *nodes = c->schema->nodes;
    uint16_t node = r->of_nodes[0], parent = nodes[node].parent;
    if (!node || r->of_nodes[1]) return false;
    if (parent && nodes[parent].first == node) {
        node = parent;
        parent = nodes[node].parent;
    }
    *count = c->counts[node].in == c->open[0].serial ? c->counts[node].n : 0;
    return parent == 0;
}

static struct sum total_sum(const struct checker *c, const struct total_rule *r, uint64_t modulus)
{
    struct sum sum = { .modulus = modulus, .plain_fits = true };
    if (r->kind == TOTAL_COUNT && counted_on_the_way(c, r, &sum.count)) return sum;
    for (const uint16_t *node = r->of_nodes; *node; node++) node_sum(c, *node, r->kind == TOTAL_HASH ? r->of_element : 0, &sum);
    return sum;
}

/* The segment that carries the total stands near the end; 0 when it is not there. */
static uint32_t total_find(const struct checker *c, const struct total_rule *r)
{
    const struct tree *t = c->tree;
    for (const uint16_t *node = r->nodes; *node; node++)
        for (uint32_t g = t->groups; g-- > 1;)
            if (t->group[g].kind == *node) return g;
    return 0;
}

static uint64_t power_of_ten(unsigned n)
{
    uint64_t p = 1;
    for (unsigned i = 0; i < n && i < 18; i++) p *= 10;
    return p;
}

static void report(struct checker *c, const struct total_rule *r, uint32_t group, slice is)
{
    const struct tree *t = c->tree;
    const struct segment_def *def = c->schema->nodes[t->group[group].kind].segment, *of = schema_segment(c->schema, r->of_segment);
    struct seen_segment seg = { &t->field[t->group[group].first], t->group[group].fields, t->group[group].number, false };
    slice what = r->kind == TOTAL_HASH && of ? arg_element(c, 3, of, r->of_element) : r->of_segment;
    struct diag *d = found(c, r->kind == TOTAL_HASH ? CTT_HASH : CTT_LINES, place_element(c, def, &seg, r->element),
                           arg_element(c, 0, def, r->element),
                           arg_value(seen_text(c, &seg, r->element)), is, what);
    diag_set_severity(c->diags, d, r->severity);
    d->rule_place = r->place;
    if (r->source.len) d->source = r->source;
}

static bool hash_agrees(const struct checker *c, slice says, const struct sum *sum, slice *is, char text[DECIMAL_MAX_TEXT])
{
    decimal value;
    bool odd = sum->odd;
    if (odd || !decimal_parse(says, &value)) return true;   /* reported as no number */
    if (c->options.hash_plain) {
        *is = (slice){ text, decimal_format(sum->plain, text) };
        return !sum->plain_fits || decimal_cmp(value, sum->plain) == 0;
    }
    *is = (slice){ text, decimal_format(decimal_int((int64_t)sum->hash), text) };
    return digits_value(says, sum->modulus, &odd) == sum->hash;
}

static void total_check(struct checker *c, const struct total_rule *r)
{
    char text[DECIMAL_MAX_TEXT];
    uint32_t group = total_find(c, r);
    slice says = group ? tree_field(c->tree, group, r->element) : NO_ARG, is = NO_ARG;
    if (says.len == 0) return;
    const struct segment_def *def = c->schema->nodes[c->tree->group[group].kind].segment;
    unsigned digits = r->element <= def->n_elems && def->elems[r->element - 1].max <= 18 ? def->elems[r->element - 1].max : 18;
    struct sum sum = total_sum(c, r, power_of_ten(digits));
    uint64_t number;
    if (r->kind == TOTAL_HASH) {
        if (!hash_agrees(c, says, &sum, &is, text)) report(c, r, group, is);
    } else if (slice_to_u64(says, INT64_MAX, &number) && number != sum.count) {
        is = (slice){ text, decimal_format(decimal_int((int64_t)sum.count), text) };
        report(c, r, group, is);
    }
}

void totals_check(struct checker *c)
{
    for (unsigned i = 0; i < c->schema->n_totals; i++) total_check(c, &c->schema->totals[i]);
}
