/* business.c - see business.h.  A new set or segment is a row. */
#include "schema/business.h"

static const struct business_set sets[] = {
    { "753", "BGN", 2, "OID", "orders" },
    { "754", "BGN", 2, "OID", "orders" },
    { "810", "BIG", 2, "IT1", "lines" },
    { "820", "TRN", 2, "RMR", "remittance items" },
    { "846", "BIA", 3, "LIN", "items" },
    { "850", "BEG", 3, "PO1", "lines" },
    { "855", "BAK", 3, "PO1", "lines" },
    { "856", "BSN", 2, "LIN", "items" },
    { "860", "BCH", 3, "POC", "changes" },
    { "865", "BCA", 3, "POC", "changes" },
    { "997", "AK1", 2, "AK2", "answers to sets" },
    { "999", "AK1", 2, "AK2", "answers to sets" },
};

const struct business_fact business_facts[] = {
    { "753", "date", "BGN", 3 },
    { "754", "answers request", "BGN", 6 }, { "754", "date", "BGN", 3 },
    { "810", "date", "BIG", 1 }, { "810", "order", "BIG", 4 }, { "810", "type", "BIG", 7 }, { "810", "total", "TDS", 1 },
    { "820", "paid on", "BPR", 16 }, { "820", "total", "BPR", 2 }, { "820", "payment", "BPR", 4 },
    { "846", "date", "BIA", 4 }, { "846", "report", "BIA", 2 },
    { "850", "date", "BEG", 5 }, { "850", "purpose", "BEG", 1 }, { "850", "type", "BEG", 2 }, { "850", "total", "AMT", 2 },
    { "855", "order date", "BAK", 4 }, { "855", "date", "BAK", 9 }, { "855", "purpose", "BAK", 1 }, { "855", "answer", "BAK", 2 },
    { "856", "date", "BSN", 3 }, { "856", "purpose", "BSN", 1 }, { "856", "structure", "BSN", 5 },
    { "860", "order date", "BCH", 6 }, { "860", "date", "BCH", 11 }, { "860", "purpose", "BCH", 1 },
    { "865", "order date", "BCA", 6 }, { "865", "date", "BCA", 12 }, { "865", "purpose", "BCA", 1 }, { "865", "answer", "BCA", 2 },
    { "997", "group", "AK1", 1 }, { "997", "answer", "AK9", 1 },
    { "999", "group", "AK1", 1 }, { "999", "answer", "AK9", 1 },
};
const unsigned business_n_facts = sizeof business_facts / sizeof *business_facts;

/* Sorted by id. */
static const struct business_segment segments[] = {
    { "ACK", { { { 1, 4, 5 }, 0 }, { { 1 }, 0 } } },
    { "ADX", { { { 2, 4 }, 0 }, { { 2 }, 0 } } },
    { "AK2", { { { 1, 2 }, 0 } } },
    { "AK3", { { { 1, 2 }, 0 }, { { 1 }, 0 } } },
    { "AK4", { { { 1, 3 }, 0 }, { { 1 }, 0 } } },
    { "AMT", { { { 1 }, 0 } } },
    { "CSH", { { { 1 }, 0 } } },
    { "CTP", { { { 2 }, 0 } } },
    { "CUR", { { { 1 }, 0 } } },
    { "DTM", { { { 1, 2 }, 0 }, { { 1 }, 0 } } },
    { "DTP", { { { 1 }, 0 } } },
    { "ENT", { { { 1 }, 0 } } },
    { "G62", { { { 1 }, 0 } } },
    { "IK3", { { { 1, 2 }, 0 }, { { 1 }, 0 } } },
    { "IK4", { { { 1, 3 }, 0 }, { { 1 }, 0 } } },
    { "IT1", { { { 1 }, 6 }, { { 0 }, 6 }, { { 1 }, 0 } } },
    { "ITD", { { { 1, 2 }, 0 } } },
    { "L11", { { { 2, 1 }, 0 }, { { 2 }, 0 } } },
    { "LIN", { { { 1 }, 2 }, { { 0 }, 2 }, { { 1 }, 0 } } },
    { "LX", { { { 1 }, 0 } } },
    { "MAN", { { { 1, 2 }, 0 }, { { 1 }, 0 } } },
    { "MEA", { { { 1, 2 }, 0 } } },
    { "N1", { { { 1, 4 }, 0 }, { { 1 }, 0 } } },
    { "N9", { { { 1, 2 }, 0 }, { { 1 }, 0 } } },
    { "OID", { { { 2, 1 }, 0 }, { { 2 }, 0 } } },
    { "PER", { { { 1 }, 0 } } },
    { "PID", { { { 1, 2, 4 }, 0 } } },
    { "PO1", { { { 1 }, 6 }, { { 0 }, 6 }, { { 1 }, 0 } } },
    { "POC", { { { 1 }, 8 }, { { 0 }, 8 }, { { 1 }, 0 } } },
    { "PRF", { { { 1 }, 0 } } },
    { "QTY", { { { 1 }, 0 } } },
    { "REF", { { { 1, 2 }, 0 }, { { 1 }, 0 } } },
    { "RMR", { { { 1, 2 }, 0 }, { { 2 }, 0 } } },
    { "SAC", { { { 1, 2 }, 0 }, { { 2 }, 0 } } },
    { "SCH", { { { 5, 6 }, 0 } } },
    { "SLN", { { { 1 }, 9 }, { { 0 }, 9 }, { { 1 }, 0 } } },
    { "TD1", { { { 1 }, 0 } } },
    { "TD5", { { { 2, 3 }, 0 } } },
    { "TXI", { { { 1 }, 0 } } },
};

const struct business_level business_levels[] = {
    { "MAN", { { 1, 2 }, 0 } },
    { "PRF", { { 1 }, 0 } },
    { "LIN", { { 0 }, 2 } },
};
const unsigned business_n_levels = sizeof business_levels / sizeof *business_levels;

const struct business_set *business_set(slice set_id)
{
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
        if (slice_is(set_id, sets[i].set)) return &sets[i];
    return NULL;
}

const struct business_segment *business_segment(slice id)
{
    size_t low = 0, high = sizeof segments / sizeof *segments;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = slice_cmp(slice_of(segments[middle].id), id);
        if (order == 0) return &segments[middle];
        if (order < 0) low = middle + 1;
        else high = middle;
    }
    return NULL;
}
