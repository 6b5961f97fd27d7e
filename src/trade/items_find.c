/* items_find.c - which item the identifiers of an order line mean on a day.
 *
 * Each identifier is looked up by itself; then the answers are compared.  All that are known must mean the same item, in whatever row it stands;
 * unknown ones do not matter beside a known one (partners send identifiers we never heard of, and public bar codes with wrong check digits). */
#include "trade/image.h"

#include "trade/barcode.h"

enum known { KNOWN_NOT, KNOWN_OTHER_DAY, KNOWN_INACTIVE, KNOWN_ACTIVE };

struct answer {
    enum known known;
    bool is_empty, is_bad_code, by_case;
    const struct image_row *row;
    const struct image_row *other;      /* another item of the same identifier on the same day */
};

static bool is_one_item(const struct items *items, const struct image_row *a, const struct image_row *b)
{
    if (a == b) return true;
    for (unsigned c = ITEM_PRODUCT; c <= ITEM_MTRX4; c++) {
        if (!slice_eq(image_column(items, a, c), image_column(items, b, c))) return false;
    }
    return true;
}

static const struct image_slot *slot_of(const struct items *items, enum item_key kind, uint64_t key)
{
    const uint32_t slots = items->header->slots[kind];
    uint32_t at = image_slot_of(key, slots);
    for (uint32_t looked = 0; looked < slots; looked++, at = (at + 1) & (slots - 1)) {
        const struct image_slot *slot = &items->slots[kind][at];
        if (slot->count == 0) return NULL;
        if (slot->key == key) return slot;
    }
    return NULL;                        /* only a false image is full */
}

static enum known standing(const struct image_row *row, int32_t day)
{
    if (day < row->from || day > row->to) return KNOWN_OTHER_DAY;
    return row->flags & ROW_ACTIVE ? KNOWN_ACTIVE : KNOWN_INACTIVE;
}

/* Take one row into account: better standing wins, equal standing of another item makes the identifier ambiguous. */
static void consider(const struct items *items, const struct image_row *row, bool by_case, int32_t day, struct answer *a)
{
    const enum known known = standing(row, day);
    if (known > a->known) {
        a->known = known;
        a->row = row;
        a->other = NULL;
        a->by_case = by_case;
    } else if (known == a->known && known != KNOWN_OTHER_DAY && !is_one_item(items, a->row, row)) {
        a->other = row;
    }
}

static const enum item_column text_of_key[ITEM_KEYS] = { [ITEM_KEY_SKU] = ITEM_VENDOR_SKU, [ITEM_KEY_ASIN] = ITEM_ASIN };

static void look_up(const struct items *items, enum item_key kind, uint64_t key, slice value, int32_t day, struct answer *a)
{
    const struct image_slot *slot = slot_of(items, kind, key);
    const uint32_t n_links = items->header->links[kind];
    if (!slot) return;
    const bool is_single = slot->count == 1;
    if (!is_single && (slot->first > n_links || slot->count > n_links - slot->first)) return;
    for (uint32_t i = 0; i < slot->count; i++) {
        const image_link link = is_single ? slot->first : items->links[kind][slot->first + i];
        const uint32_t at = link & ~LINK_CASE;
        if (at >= items->header->rows) continue;
        const struct image_row *row = &items->rows[at];
        if (kind != ITEM_KEY_GTIN && !slice_eq(image_column(items, row, text_of_key[kind]), value)) continue;
        consider(items, row, (link & LINK_CASE) != 0, day, a);
    }
}

static struct answer answer_to(const struct items *items, const struct item_query *q, int32_t day)
{
    struct answer a = { 0 };
    const slice value = slice_trim(q->value);
    a.is_empty = value.len == 0;
    if (a.is_empty) return a;
    if (q->kind != ITEM_KEY_GTIN) {
        look_up(items, q->kind, slice_hash(value), value, day, &a);
        return a;
    }
    uint64_t key;
    const enum barcode_state state = barcode_key(value, &key);
    if (state != BARCODE_NONE) look_up(items, ITEM_KEY_GTIN, key, value, day, &a);
    a.is_bad_code = state != BARCODE_FINE && a.known == KNOWN_NOT;
    return a;
}

static void fill(const struct items *items, const struct answer *a, unsigned key, struct item_match *out)
{
    static const enum item_outcome outcomes[] = {
        [KNOWN_NOT] = ITEM_UNKNOWN, [KNOWN_OTHER_DAY] = ITEM_INACTIVE, [KNOWN_INACTIVE] = ITEM_INACTIVE, [KNOWN_ACTIVE] = ITEM_FOUND,
    };
    const struct image_row *row = a->row;
    out->outcome = a->other ? ITEM_AMBIGUOUS : outcomes[a->known];
    out->row = row->line;
    for (unsigned c = 0; c < ITEM_COLUMNS; c++) out->columns[c] = image_column(items, row, c);
    out->has_case_pack = row->case_pack > 0;
    out->case_pack = decimal_int(row->case_pack);
    out->has_unit_price = (row->flags & ROW_HAS_PRICE) && row->price_scale <= 18;
    if (out->has_unit_price) out->unit_price = (decimal){ row->price, row->price_scale };
    out->by_case_gtin = a->by_case;
    out->other_row = a->other ? a->other->line : 0;
    out->key = key;
    out->other_key = key;
}

static void compare(const struct items *items, const struct answer *best, const struct answer *a, unsigned key, struct item_match *out)
{
    if (out->outcome == ITEM_CONFLICT || a->known < KNOWN_INACTIVE || is_one_item(items, best->row, a->row)) return;
    out->outcome = ITEM_CONFLICT;
    out->other_row = a->row->line;
    out->other_key = key;
}

enum { KEYS_MAX = 32 };                 /* PO1 has 10 pairs, LIN 15 */

void items_find(const struct items *items, const struct item_query *keys, unsigned n, date as_of, struct item_match *out)
{
    struct answer answers[KEYS_MAX];
    const int32_t day = date_is_valid(as_of) ? date_days(as_of) : 0;
    unsigned best = 0, bad = KEYS_MAX, first = KEYS_MAX;
    if (n > KEYS_MAX) n = KEYS_MAX;
    for (unsigned i = 0; i < n; i++) {
        answers[i] = answer_to(items, &keys[i], day);
        if (!answers[i].is_empty && first == KEYS_MAX) first = i;
        if (answers[i].known > answers[best].known) best = i;
        if (answers[i].is_bad_code && bad == KEYS_MAX) bad = i;
    }
    *out = (struct item_match){ .outcome = ITEM_NO_KEY };
    if (first == KEYS_MAX) return;
    out->outcome = ITEM_UNKNOWN;
    out->key = first;
    if (answers[best].known != KNOWN_NOT) {
        fill(items, &answers[best], best, out);
        for (unsigned i = 0; i < n; i++) compare(items, &answers[best], &answers[i], i, out);
    } else if (bad < KEYS_MAX) {
        out->outcome = ITEM_BAD_CODE;
        out->key = bad;
    }
}

static void find(const void *context, const struct item_query *keys, unsigned n, date as_of, struct item_match *out)
{
    items_find(context, keys, n, as_of, out);
}

struct item_lookup items_lookup(const struct items *items)
{
    return (struct item_lookup){ .find = find, .context = items };
}
