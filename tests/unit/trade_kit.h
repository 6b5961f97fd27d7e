/* trade_kit.h - an order to ask about, and documents about it in short: what the tests of gates share.
 *
 * The order: line 1 is 10 CA of 12 at 60.00 a case, line 2 is 5 EA at 4.50, line 3 is 7 EA at 2.00; lines 1 and 3 are of one item. */
#ifndef TRADE_KIT_H
#define TRADE_KIT_H

#include "base/buf.h"
#include "base/gtin.h"
#include "base/render.h"
#include "trade/findings.h"
#include "trade/gates.h"
#include "unit.h"

static const instant hour = (instant)3600 * 1000000, day = (instant)86400 * 1000000;

struct kit {
    struct arena *arena;
    struct diags diags;
    struct gate_terms terms;
    struct gate gate;
    struct po_facts facts;
    struct notice_pack notice_packs[8];         /* of the notice and the invoice made last */
    struct notice_line notice_lines[8];
    struct invoice_line invoice_lines[4];
    struct invoice_charge invoice_charges[2];
    struct invoice_rate invoice_rates[3];
};

static inline decimal num(const char *text)
{
    decimal d;
    ck_assert_msg(decimal_parse(slice_of(text), &d), "%s is no number", text);
    return d;
}

static const struct product_id kit_products[] = {
    { SLICE("UP"), SLICE("036000291452") }, { SLICE("VN"), SLICE("SKU 1") }, { SLICE("EN"), SLICE("5012345678900") }, { SLICE("VN"), SLICE("SKU 3") },
};

static inline void kit_line(struct kit *k, const char *quantity, const char *unit, const char *price, unsigned product, unsigned n_products,
                            const char *item, unsigned pack)
{
    struct po_facts *f = &k->facts;
    struct po_line *l = arena_grow(k->arena, &f->lines, &f->n_lines, &f->lines_room, sizeof *l);
    l->n = (unsigned)f->n_lines;
    l->reference = arena_printf(k->arena, "%u", l->n);
    l->quantity = num(quantity);
    l->unit = slice_of(unit);
    l->price = num(price);
    l->basis = SLICE("PE");
    l->products = &kit_products[product];
    l->n_products = n_products;
    l->item = slice_of(item);
    l->pack = l->price_eaches = pack;
}

/* 2026-11-20, eight in the morning. */
static inline instant kit_start(void)
{
    return (instant)date_days((date){ 2026, 11, 20 }) * day + 8 * hour;
}

static inline void kit_open(struct kit *k)
{
    *k = (struct kit){ .arena = arena_new(), .terms = gate_default_terms };
    diags_init(&k->diags, k->arena, 100);
    k->gate = (struct gate){ .terms = &k->terms, .now = kit_start(), .arena = k->arena, .diags = &k->diags };
    k->facts = (struct po_facts){ .id = po_id(7, 1), .partner = SLICE("amazon"), .number = SLICE("45ABCDEF"), .currency = SLICE("GBP"),
                                  .placed = { 2026, 11, 20 }, .backorders = true, .received = kit_start() };
    kit_line(k, "10", "CA", "60.00", 0, 2, "A", 12);
    kit_line(k, "5", "EA", "4.50", 2, 1, "B", 1);
    kit_line(k, "7", "EA", "2.00", 3, 1, "A", 1);
    ck_assert(facts_sum(&k->facts));
}

static inline void kit_close(struct kit *k)
{
    arena_free(k->arena);
}

/* The codes found since the last time, in the order found: "UNIT-NOT-WHOLE ANSWER-SUM". */
static inline const char *kit_codes(struct kit *k)
{
    slice all = SLICE("");
    for (size_t i = 0; i < k->diags.count; i++) {
        all = arena_printf(k->arena, "%.*s%s%s", SLICE_ARG(all), i ? " " : "", k->diags.items[i].def->code);
    }
    diags_init(&k->diags, k->arena, 100);
    return arena_cstr(k->arena, all);
}

/* "message | hint" of the first finding. */
static inline const char *kit_words(struct kit *k)
{
    struct buf b = BUF_INIT(4000);
    ck_assert_uint_ge(k->diags.count, 1);
    diag_message(&b, &k->diags.items[0]);
    buf_puts(&b, " | ");
    diag_hint(&b, &k->diags.items[0]);
    char *words = arena_cstr(k->arena, buf_slice(&b));
    buf_free(&b);
    diags_init(&k->diags, k->arena, 100);
    return words;
}

/* "LINE QUANTITY UNIT PRICE", unit "-" for eaches. */
static inline struct gate_line kit_gate_line(struct kit *k, const char *line, const char *quantity, const char *unit, const char *price)
{
    struct gate_line g = { .reference = arena_copy(k->arena, slice_of(line)), .quantity = num(quantity), .price = num(price) };
    const int n = atoi(line);
    if (n >= 1 && (size_t)n <= k->facts.n_lines) g.product = k->facts.lines[n - 1].products[0];
    if (strcmp(unit, "-") != 0) g.unit = arena_copy(k->arena, slice_of(unit));
    return g;
}

/* "1 A 6 CA 60; 1 B 4 CA 60": line, A(ccepted) B(ack-ordered) b(the same without a date) R(ejected), quantity, unit, price. */
static inline struct po_answer kit_answer(struct kit *k, const char *text)
{
    struct po_answer_part *parts = NULL;
    size_t n = 0, room = 0;
    while (text) {
        char line[8], kind, quantity[24], unit[8], price[24];
        ck_assert_int_eq(sscanf(text, " %7s %c %23s %7s %23[^; ]", line, &kind, quantity, unit, price), 5);
        struct po_answer_part *p = arena_grow(k->arena, &parts, &n, &room, sizeof *p);
        p->line = kit_gate_line(k, line, quantity, unit, price);
        p->kind = kind == 'A' ? PO_COUNT_ACCEPTED : kind == 'R' ? PO_COUNT_REJECTED : PO_COUNT_BACKORDERED;
        if (kind != 'b') p->shipping = (date){ 2026, 11, 24 };
        text = strchr(text, ';');
        if (text) text++;
    }
    return (struct po_answer){ .parts = parts, .n_parts = n };
}

static inline void kit_happens(struct kit *k, struct po_event e, const char *reference)
{
    e.at = k->gate.now;
    e.reference = slice_of(reference);
    ck_assert(facts_add(&k->facts, k->arena, &e));
}

/* An answer that passes, and happened. */
static inline void kit_answered(struct kit *k, const char *text)
{
    struct po_event e;
    const struct po_answer a = kit_answer(k, text);
    const bool fine = gate_answer(&k->gate, &k->facts, &a, &e);
    ck_assert_msg(fine, "%s: %s", text, kit_codes(k));
    kit_happens(k, e, "ack");
}

/* The buyer changes a line. */
static inline void kit_changed(struct kit *k, unsigned line, const char *quantity, const char *price)
{
    struct po_count *c = arena_alloc(k->arena, sizeof *c);
    *c = (struct po_count){ .line = line, .kind = PO_COUNT_ORDERED, .quantity = num(quantity), .price = num(price) };
    kit_happens(k, (struct po_event){ .kind = PO_CHANGED, .counts = c, .n_counts = 1 }, "860");
}

/* Counts as they are, past all gates. */
static inline void kit_counted(struct kit *k, enum po_event_kind kind, enum po_count_kind count, const char *reference, const char *amount,
                               const char *text)
{
    struct po_count *counts = NULL;
    size_t n = 0, room = 0;
    while (text) {
        char quantity[24];
        struct po_count *c = arena_grow(k->arena, &counts, &n, &room, sizeof *c);
        ck_assert_int_eq(sscanf(text, " %u %23[^; ]", &c->line, quantity), 2);
        c->kind = count;
        c->quantity = num(quantity);
        text = strchr(text, ';');
        if (text) text++;
    }
    kit_happens(k, (struct po_event){ .kind = kind, .counts = counts, .n_counts = n, .amount = num(amount) }, reference);
}

#define ALL_ACCEPTED "1 A 10 CA 60; 2 A 5 EA 4.5; 3 A 7 EA 2"

/* 00 and a code that begins with 10614141. */
static inline slice kit_sscc(struct kit *k, unsigned serial)
{
    char text[24];
    snprintf(text, sizeof text, "0010614141%09u", serial);
    const char check = gs1_check_digit((slice){ text + 2, 17 });
    return arena_printf(k->arena, "%s%c", text, check);
}

/* Two cartons on a pallet, one with 4 CA of line 1, the other with 3 EA of line 2. */
static inline struct notice kit_notice(struct kit *k, const char *id)
{
    k->notice_packs[0] = (struct notice_pack){ .is_pallet = true, .sscc = kit_sscc(k, 1) };
    k->notice_packs[1] = (struct notice_pack){ .parent = 1, .sscc = kit_sscc(k, 2) };
    k->notice_packs[2] = (struct notice_pack){ .parent = 1, .sscc = kit_sscc(k, 3) };
    k->notice_lines[0] = (struct notice_line){ .line = kit_gate_line(k, "1", "4", "CA", "0"), .order = &k->facts, .pack = 2 };
    k->notice_lines[1] = (struct notice_line){ .line = kit_gate_line(k, "2", "3", "EA", "0"), .order = &k->facts, .pack = 3 };
    return (struct notice){ .id = slice_of(id), .structure = SLICE("SOTPI"), .shipped = { 2026, 11, 20 }, .arriving = { 2026, 11, 22 },
                            .has_counts = true, .cartons = num("2"), .pallets = num("1"), .packs = k->notice_packs, .n_packs = 3,
                            .lines = k->notice_lines, .n_lines = 2 };
}

static inline void kit_noticed(struct kit *k, const struct notice *n)
{
    struct po_event e;
    const bool fine = gate_notice(&k->gate, n);
    ck_assert_msg(fine, "%s", kit_codes(k));
    notice_event(&k->gate, n, &k->facts, &e);
    e.at = k->gate.now;
    ck_assert(facts_add(&k->facts, k->arena, &e));
}

/* Four cases and three eaches at 20 %: 240.00 + 13.50 = 253.50, with 50.70 tax 304.20. */
static inline struct invoice kit_invoice(struct kit *k, const char *number)
{
    k->invoice_lines[0] = (struct invoice_line){ .line = kit_gate_line(k, "1", "4", "CA", "60.00"), .tax_rate = num("20") };
    k->invoice_lines[1] = (struct invoice_line){ .line = kit_gate_line(k, "2", "3", "EA", "4.50"), .tax_rate = num("20") };
    return (struct invoice){ .number = slice_of(number), .dated = { 2026, 11, 20 }, .total = num("304.20"), .lines = k->invoice_lines, .n_lines = 2,
                             .charges = k->invoice_charges, .rates = k->invoice_rates };
}

static inline void kit_shipped(struct kit *k, const char *text)
{
    kit_answered(k, ALL_ACCEPTED);
    kit_counted(k, PO_NOTICED, PO_COUNT_SHIPPED, "S1", "0", text);
}

static inline void kit_invoiced(struct kit *k, const struct invoice *v)
{
    struct po_event e;
    const bool fine = gate_invoice(&k->gate, &k->facts, v, &e);
    ck_assert_msg(fine, "%s", kit_codes(k));
    e.at = k->gate.now;
    ck_assert(facts_add(&k->facts, k->arena, &e));
}

#endif
