/* gen_856.c - ship notices (856 of 005010) with the levels shipment, order, tare, pack, item: a delivery of one to three orders, pallets of up
 * to four cartons, cartons of up to four items.  Every carton and pallet has a number of its own with a right check digit. */
#include "bench/gen.h"

#include "base/gtin.h"

#include <inttypes.h>

struct notice {
    struct maker *maker;
    unsigned levels;            /* so far */
    uint64_t quantity;
};

static unsigned put_level(struct notice *n, unsigned parent, char code)
{
    if (parent) put(n->maker, "HL*%u*%u*%c~", ++n->levels, parent, code);
    else put(n->maker, "HL*%u**%c~", ++n->levels, code);
    return n->levels;
}

/* Application identifier 00, extension digit and company, serial number, check digit. */
static void put_sscc(struct maker *m)
{
    char digits[19];
    snprintf(digits, sizeof digits, "05012345%09u", ++m->serial);
    digits[17] = gs1_check_digit((slice){ digits, 17 });
    digits[18] = 0;
    put(m, "MAN*GM*00%s~", digits);
}

static void put_item(struct notice *n, unsigned pack)
{
    struct maker *m = n->maker;
    const struct item *item = &m->items[below(&m->dice, ITEMS)];
    const unsigned quantity = 1 + below(&m->dice, 99);
    put_level(n, pack, 'I');
    put(m, "LIN**UP*%s*VN*%s~", item->upc, item->sku);
    put(m, "SN1**%u*%s~", quantity, item->by_case ? "CA" : "EA");
    n->quantity += quantity;
}

static void put_shipment(struct notice *n, unsigned day, unsigned cartons, unsigned pallets)
{
    static const char *const centres[] = { "LTN4", "BHX4", "EDI4", "MAN1", "LBA4", "GLA1" };
    struct maker *m = n->maker;
    put(m, "TD1*CTN*%u****G*%u.%u*KG~", cartons, 1 + cartons * 11, below(&m->dice, 9) + 1);
    put(m, "TD1*PLT*%u~", pallets);
    put(m, "TD5**2*UPSN*M~");
    put(m, "REF*BM*PRMV1%09u~", 100000000 + m->orders * 7 % 800000000);
    put(m, "REF*CN*1Z%010u~", m->orders * 13);
    put(m, "DTM*011*202603%02u*1530~", day);
    put(m, "DTM*017*202603%02u~", day + 2);
    put(m, "N1*SF*VENDOR COMPANY LTD*92*PRMV1~");
    put(m, "N4*NORTHAMPTON**NN11AA*GB~");
    put(m, "N1*ST**92*%s~", centres[below(&m->dice, 6)]);
}

/* The items of one order, on pallets. */
static void put_order_levels(struct notice *n, unsigned shipment, unsigned day, unsigned items, unsigned per_carton)
{
    char number[9];
    struct maker *m = n->maker;
    unsigned order = put_level(n, shipment, 'O');
    make_number(number, m->orders++);
    put(m, "PRF*%s***202602%02u~", number, day);
    while (items) {
        unsigned pallet = put_level(n, order, 'T');
        put_sscc(m);
        for (unsigned cartons = 0; cartons < 4 && items; cartons++) {
            unsigned pack = put_level(n, pallet, 'P');
            put_sscc(m);
            for (unsigned i = 0; i < per_carton && items; i++, items--) put_item(n, pack);
        }
    }
}

enum { OTHER_LEVELS = 12 };     /* most that are not of full pallets: shipment, orders, and what they begin */

/* Items that give nearly so many levels and no more: each its own, a carton for some, a pallet for some cartons. */
static unsigned items_for(unsigned levels, unsigned per_carton)
{
    if (levels < 2 * OTHER_LEVELS) return 1;
    return (unsigned)((uint64_t)(levels - OTHER_LEVELS) * 4 * per_carton / (4 * per_carton + 5));
}

void put_notice_head(struct maker *m, unsigned interchange)
{
    put(m, "ISA*00*          *00*          *ZZ*PRMV1          *ZZ*AMAZON         *260303*0915*^*00501*%09u*0*P*>~", interchange);
    put(m, "GS*SH*PRMV1*AMAZON*20260303*0915*%u*X*005010~", interchange);
}

void put_notice(struct maker *m, unsigned control, unsigned levels)
{
    struct notice n = { .maker = m };
    const unsigned day = 1 + below(&m->dice, 21), per_carton = 1 + below(&m->dice, 4);
    unsigned left = levels ? items_for(levels, per_carton) : zipf(&m->dice), cartons = (left + per_carton - 1) / per_carton;
    const unsigned orders = left < 3 ? 1 : 1 + below(&m->dice, 3);
    m->segments = 0;
    put(m, "ST*856*%04u~", control);
    put(m, "BSN*00*PRMV1%07u*202603%02u*%02u%02u*0001~", m->orders, day, below(&m->dice, 24), below(&m->dice, 60));
    const unsigned shipment = put_level(&n, 0, 'S');
    put_shipment(&n, day, cartons, (cartons + 3) / 4);
    for (unsigned i = orders; i > 0; i--) {
        const unsigned mine = left / i;
        left -= mine;
        put_order_levels(&n, shipment, day, mine, per_carton);
    }
    put(m, "CTT*%u*%" PRIu64 "~", n.levels, n.quantity);
    put(m, "SE*%u*%04u~", m->segments + 1, control);
}
