/* gate_packs.c - the packs of a ship notice: is the hierarchy the one that is named, is nothing empty, is every SSCC right and new?
 *
 * A hierarchy is a word of levels from the outside in, S shipment, O order, T pallet, P carton, I item.  From the word follows what the packs
 * must be: whether there are pallets and cartons, where items lie, and what one pack may hold. */
#include "trade/gate.h"
#include "trade/packs.h"

#include "base/err.h"
#include "base/gtin.h"

#include <stdlib.h>

static const struct notice_shape shapes[] = {
    /*          pallets cartons one order one item */
    { "SOPI",   false,  true,   true,  false },
    { "SOTPI",  true,   true,   true,  false },
    { "SOTI",   true,   false,  true,  false },
    { "SOIP",   false,  true,   true,  true },
    { "SOTIP",  true,   true,   true,  true },
    { "STOI",   true,   false,  false, false },
    { "SPOI",   false,  true,   false, false },
};

const struct notice_shape *notice_shape(slice name)
{
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        if (slice_is(name, shapes[i].name)) return &shapes[i];
    }
    return NULL;
}

/* ---- hierarchy ---- */

/* What is in a pack, as far as it matters. */
struct content {
    bool any, orders, items;            /* something; several orders; several order lines */
    const struct po_facts *order;
    unsigned line;
};

static void put_in(struct content *c, const struct po_facts *order, unsigned line)
{
    if (c->any && c->order != order) c->orders = c->items = true;
    if (c->any && c->line != line) c->items = true;
    *c = (struct content){ true, c->orders, c->items, order, line };
}

static void level(struct gate *g, const struct notice *n, struct place place, const char *what)
{
    (void)gate_find(g, NOTICE_LEVEL, place, NULL, n->structure, slice_of(what), NO_ARG, NO_ARG);
}

static bool is_pallet(const struct notice *n, unsigned pack)
{
    return pack > 0 && pack <= n->n_packs && n->packs[pack - 1].is_pallet;
}

static void check_pack(struct gate *g, const struct notice *n, const struct notice_shape *shape, const struct notice_pack *p)
{
    if (p->is_pallet) {
        if (!shape->pallets) level(g, n, p->place, "there is a pallet");
        if (p->parent) level(g, n, p->place, "a pallet stands on another pack");
        return;
    }
    if (!shape->cartons) level(g, n, p->place, "there is a carton");
    if (shape->pallets && !is_pallet(n, p->parent)) level(g, n, p->place, "a carton stands on no pallet");
    if (!shape->pallets && p->parent) level(g, n, p->place, "a carton stands on another pack");
}

static bool check_line(struct gate *g, const struct notice *n, const struct notice_shape *shape, const struct notice_line *l)
{
    const char *const what = l->pack == 0 || l->pack > n->n_packs           ? "an item is in no pack"
                             : n->packs[l->pack - 1].is_pallet == shape->cartons ? "an item is in a pack of the wrong level"
                                                                              : NULL;
    if (what) level(g, n, l->line.place, what);
    return !what;
}

static void check_content(struct gate *g, const struct notice *n, const struct notice_shape *shape, size_t i, const struct content *c)
{
    const struct notice_pack *p = &n->packs[i];
    const slice name = p->sscc.len ? p->sscc : gate_number(g, i + 1);
    const bool outer = p->is_pallet && shape->cartons;              /* mixed as it may be: only cartons are looked into */
    if (!c->any) {
        (void)gate_find(g, NOTICE_PACK_EMPTY, p->place, NULL, name, NO_ARG, NO_ARG, NO_ARG);
    } else if (c->orders && shape->one_order) {
        (void)gate_find(g, NOTICE_PACK_MIXED, p->place, NULL, name, SLICE("orders"), n->structure, NO_ARG);
    } else if (c->items && shape->one_item && !outer) {
        (void)gate_find(g, NOTICE_PACK_MIXED, p->place, NULL, name, SLICE("items"), n->structure, NO_ARG);
    }
}

void packs_check_shape(struct gate *g, const struct notice *n, const unsigned *order_lines)
{
    const struct notice_shape *shape = notice_shape(n->structure);
    if (!shape) {
        (void)gate_find(g, NOTICE_STRUCTURE, (struct place){ 0 }, NULL, n->structure, NO_ARG, NO_ARG, NO_ARG);
        return;
    }
    struct content *in = arena_array(g->arena, n->n_packs, sizeof *in);
    for (size_t i = 0; i < n->n_packs; i++) check_pack(g, n, shape, &n->packs[i]);
    for (size_t i = 0; i < n->n_lines; i++) {
        const struct notice_line *l = &n->lines[i];
        if (!check_line(g, n, shape, l)) continue;
        put_in(&in[l->pack - 1], l->order, order_lines[i]);
        const unsigned parent = n->packs[l->pack - 1].parent;
        if (is_pallet(n, parent)) put_in(&in[parent - 1], l->order, order_lines[i]);
    }
    for (size_t i = 0; i < n->n_packs; i++) check_content(g, n, shape, i, &in[i]);
}

/* ---- codes ---- */

bool sscc_value(slice text, uint64_t *code)
{
    const slice digits = text.len == 20 && slice_starts(text, SLICE("00")) ? slice_sub(text, 2, 18) : text;
    return digits.len == 18 && slice_to_u64(digits, UINT64_MAX, code);
}

struct coded {
    uint64_t code;
    size_t pack;
};

static int coded_cmp(const void *a, const void *b)
{
    const struct coded *x = a, *y = b;
    if (x->code != y->code) return x->code < y->code ? -1 : 1;
    return x->pack < y->pack ? -1 : x->pack > y->pack;
}

/* True when it is a code that can be compared with others. */
static bool check_code(struct gate *g, const struct notice_pack *p, size_t i, uint64_t *code)
{
    const size_t want = g->terms->sscc_prefix ? 20 : 18;
    if (p->sscc.len == 0) {
        if (!p->is_pallet || g->terms->pallet_sscc) (void)gate_find(g, SSCC_MISSING, p->place, NULL, gate_number(g, i + 1), NO_ARG, NO_ARG, NO_ARG);
        return false;
    }
    if (p->sscc.len != want || !sscc_value(p->sscc, code)) {
        (void)gate_find(g, SSCC_FORM, p->place, NULL, p->sscc, want == 20 ? SLICE("20, beginning with 00,") : SLICE("18"), NO_ARG, NO_ARG);
        return false;
    }
    const slice digits = slice_sub(p->sscc, want - 18, 18);
    if (!gs1_check(digits)) {
        const char right = gs1_check_digit(slice_sub(digits, 0, 17));
        (void)gate_find(g, SSCC_CHECK_DIGIT, p->place, NULL, p->sscc, (slice){ &right, 1 }, NO_ARG, NO_ARG);
    }
    return true;
}

static void check_used(struct gate *g, const struct notice *n, const struct notice_pack *p, uint64_t code)
{
    const instant since = g->now - (instant)g->terms->sscc_days * 86400 * 1000000;
    for (size_t i = 0; i < n->n_used; i++) {
        const struct sscc_use *u = &n->used[i];
        /* The notice that is replaced had the same packs. */
        if (u->code != code || u->at < since || slice_eq(u->notice, n->id)) continue;
        (void)gate_find(g, SSCC_USED, p->place, NULL, p->sscc, u->notice, gate_date(g, instant_date(u->at)), gate_number(g, g->terms->sscc_days));
        return;
    }
}

void packs_check_codes(struct gate *g, const struct notice *n)
{
    struct coded *codes = arena_array(g->arena, n->n_packs, sizeof *codes);
    size_t count = 0;
    for (size_t i = 0; i < n->n_packs; i++) {
        if (!check_code(g, &n->packs[i], i, &codes[count].code)) continue;
        check_used(g, n, &n->packs[i], codes[count].code);
        codes[count++].pack = i;
    }
    if (count > 1) qsort(codes, count, sizeof *codes, coded_cmp);
    for (size_t i = 1; i < count; i++) {
        const struct notice_pack *p = &n->packs[codes[i].pack];
        if (codes[i].code == codes[i - 1].code) (void)gate_find(g, SSCC_TWICE, p->place, NULL, p->sscc, NO_ARG, NO_ARG, NO_ARG);
    }
}

int notice_uses(struct store *s, const struct gate_terms *terms, instant now, const struct notice *n, struct arena *arena, struct sscc_use **out,
                size_t *count)
{
    const instant since = now - (instant)terms->sscc_days * 86400 * 1000000;
    size_t room = 0;
    *out = NULL;
    *count = 0;
    for (size_t i = 0; i < n->n_packs; i++) {
        struct sscc_use use;
        uint64_t code;
        if (!sscc_value(n->packs[i].sscc, &code)) continue;
        const int err = store_sscc_find(s, code, since, n->id, arena, &use);
        if (err == 0) *(struct sscc_use *)arena_grow(arena, out, count, &room, sizeof use) = use;
        else if (err != E_NOT_FOUND) return err;
    }
    return 0;
}

int notice_record(struct store *s, instant now, const struct notice *n, slice partner)
{
    const int64_t po = n->n_lines && n->lines[0].order ? n->lines[0].order->id : 0;
    const struct paper_number paper = { .kind = PAPER_NOTICE, .partner = partner, .number = n->id, .po = po, .at = now };
    int err = facts_record_paper(s, &paper);
    for (size_t i = 0; i < n->n_packs && !err; i++) {
        struct sscc_use use = { .at = now, .notice = n->id, .po = po };
        if (sscc_value(n->packs[i].sscc, &use.code)) err = store_sscc_add(s, &use);
    }
    return err;
}
