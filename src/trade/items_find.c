/* items_find.c - which item the identifiers of an order line mean on a day.
 *
 * Each identifier is looked up by itself; then the answers are compared.  All that are known must mean the same item, in whatever row it stands;
 * unknown ones do not matter beside a known one (partners send identifiers we never heard of, and public bar codes with wrong check digits). */
#include "trade/image.h"

#include "trade/barcode.h"

enum known { KNOWN_NOT, KNOWN_OTHER_DAY, KNOWN_INACTIVE, KNOWN_ACTIVE };

struct answer {
    slice value;                        /* trimmed */
    enum known known;
    bool by_case;
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

/* Codes are short, and a call of memcmp costs more than looking at the words at both ends, which overlap. */
static inline bool is_same_text(const char *a, const char *b, size_t len)
{
    uint64_t x[2], y[2];
    if (len < sizeof x[0] || len > sizeof x) return memcmp(a, b, len) == 0;
    memcpy(&x[0], a, sizeof x[0]);
    memcpy(&y[0], b, sizeof y[0]);
    memcpy(&x[1], a + len - sizeof x[1], sizeof x[1]);
    memcpy(&y[1], b + len - sizeof y[1], sizeof y[1]);
    return ((x[0] ^ y[0]) | (x[1] ^ y[1])) == 0;
}

/* image_column() compared, of which most is known by the length. */
static inline bool is_column(const struct items *items, const struct image_row *row, enum item_column column, slice value)
{
    const uint32_t from = column ? row->ends[column - 1] : 0, to = row->ends[column];
    if (to - from != value.len) return false;
    return value.len == 0 || ((uint64_t)row->text + to <= items->header->text_bytes && is_same_text(items->text + row->text + from, value.ptr, value.len));
}

static const struct image_slot *slot_of(const struct items *items, enum item_key kind, uint64_t key)
{
    const uint32_t slots = items->header->slots[kind];
    const struct image_slot *table = items->slots[kind];
    uint32_t at = image_slot_of(key, slots);
    for (uint32_t looked = 0; looked < slots; looked++, at = (at + 1) & (slots - 1)) {
        if (table[at].count == 0) return NULL;
        if (table[at].key == key) return &table[at];
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

/* Is there anything that slice_trim could take off? */
static bool is_edged(slice s) { return s.len > 0 && (s.ptr[0] <= ' ' || s.ptr[s.len - 1] <= ' '); }

static const enum item_column text_of_key[ITEM_KEYS] = { [ITEM_KEY_SKU] = ITEM_VENDOR_SKU, [ITEM_KEY_ASIN] = ITEM_ASIN };

static void follow(const struct items *items, enum item_key kind, image_link link, int32_t day, struct answer *a)
{
    const uint32_t at = link & ~LINK_CASE;
    if (at >= items->header->rows) return;
    const struct image_row *row = &items->rows[at];
    __builtin_prefetch(items->text + row->text);
    if (kind != ITEM_KEY_GTIN && !is_column(items, row, text_of_key[kind], a->value)) return;
    consider(items, row, (link & LINK_CASE) != 0, day, a);
}

static void look_up(const struct items *items, enum item_key kind, uint64_t key, int32_t day, struct answer *a)
{
    const struct image_slot *slot = slot_of(items, kind, key);
    if (!slot) return;
    if (slot->count == 1) {
        follow(items, kind, slot->first, day, a);
        return;
    }
    const uint32_t n_links = items->header->links[kind];
    if (slot->first > n_links || slot->count > n_links - slot->first) return;
    for (uint32_t i = 0; i < slot->count; i++) follow(items, kind, items->links[kind][slot->first + i], day, a);
}

/* Does the row have that identifier in a column of its own? */
static bool is_in_row(const struct items *items, const struct image_row *row, enum item_key kind, slice value)
{
    if (kind != ITEM_KEY_GTIN) return is_column(items, row, text_of_key[kind], value);
    return is_column(items, row, ITEM_EAN, value) || is_column(items, row, ITEM_UPC, value);
}

/* An identifier of the row that is valid on that day needs no look-up: no other row may have it on a day of this one (items_index.c). */
static void answer_to(const struct items *items, const struct item_query *q, int32_t day, const struct image_row *active, struct answer *a)
{
    uint64_t key;
    *a = (struct answer){ .value = is_edged(q->value) ? slice_trim(q->value) : q->value };
    if (a->value.len == 0) return;
    if (active && is_in_row(items, active, q->kind, a->value)) {
        a->known = KNOWN_ACTIVE;
        a->row = active;
    } else if (q->kind != ITEM_KEY_GTIN) {
        look_up(items, q->kind, slice_hash(a->value), day, a);
    } else if (barcode_number(a->value, &key)) {
        look_up(items, q->kind, key, day, a);
    }
}

/* Check digits matter only in what is not known: there are public bar codes with wrong ones. */
static bool is_bad_code(const struct item_query *q, const struct answer *a)
{
    uint64_t key;
    return q->kind == ITEM_KEY_GTIN && a->value.len > 0 && a->known == KNOWN_NOT && barcode_key(a->value, &key) != BARCODE_FINE;
}

static void fill(const struct items *items, const struct answer *a, unsigned key, struct item_match *out)
{
    static const enum item_outcome outcomes[] = {
        [KNOWN_NOT] = ITEM_UNKNOWN, [KNOWN_OTHER_DAY] = ITEM_INACTIVE, [KNOWN_INACTIVE] = ITEM_INACTIVE, [KNOWN_ACTIVE] = ITEM_FOUND,
    };
    const struct image_row *row = a->row;
    const uint64_t text_bytes = items->header->text_bytes, start = row->text < text_bytes ? row->text : text_bytes;
    const uint64_t text_len = text_bytes - start;
    const bool has_price = (row->flags & ROW_HAS_PRICE) && row->price_scale <= 18;
    *out = (struct item_match){
        .outcome = a->other ? ITEM_AMBIGUOUS : outcomes[a->known],
        .row = row->line,
        .text = items->text + start,
        .ends = row->ends,
        .text_len = text_len < UINT16_MAX ? (uint32_t)text_len : UINT16_MAX,
        .has_case_pack = row->case_pack > 0,
        .case_pack = decimal_int(row->case_pack),
        .has_unit_price = has_price,
        .unit_price = has_price ? (decimal){ row->price, row->price_scale } : (decimal){ 0 },
        .by_case_gtin = a->by_case,
        .other_row = a->other ? a->other->line : 0,
        .key = key,
        .other_key = key,
    };
}

static void find_none(const struct item_query *keys, const struct answer *answers, unsigned n, struct item_match *out)
{
    *out = (struct item_match){ .outcome = ITEM_NO_KEY };
    for (unsigned i = n; i-- > 0;) {
        if (answers[i].value.len == 0) continue;
        out->outcome = ITEM_UNKNOWN;
        out->key = i;
    }
    for (unsigned i = n; i-- > 0;) {
        if (!is_bad_code(&keys[i], &answers[i])) continue;
        out->outcome = ITEM_BAD_CODE;
        out->key = i;
    }
}

static void compare(const struct items *items, const struct answer *best, const struct answer *a, unsigned key, struct item_match *out)
{
    if (a->row == best->row || out->outcome == ITEM_CONFLICT || a->known < KNOWN_INACTIVE || is_one_item(items, best->row, a->row)) return;
    out->outcome = ITEM_CONFLICT;
    out->other_row = a->row->line;
    out->other_key = key;
}

/* ---- what nearly all lines are: the first identifier stands in one row, which is valid and has all the others ---- */

static bool key_of(const struct item_query *q, uint64_t *key)
{
    if (q->kind == ITEM_KEY_GTIN) return barcode_number(q->value, key);
    *key = slice_hash(q->value);
    return true;
}

/* The only row that a key leads to, from 1; 0: look properly.  The case's code is above all rows. */
static inline uint32_t single_of(const struct items *items, enum item_key kind, uint64_t key)
{
    const struct image_slot *slot = slot_of(items, kind, key);
    return slot && slot->count == 1 && slot->first < items->header->rows ? slot->first + 1 : 0;
}

/* The row that a key alone leads to, by a number or code of its own; null: look properly. */
static const struct image_row *single_row(const struct items *items, const struct item_query *q)
{
    uint64_t key;
    uint32_t found = q->hint;
    if (!found && (!key_of(q, &key) || !(found = single_of(items, q->kind, key)))) return NULL;
    if (found > items->header->rows) return NULL;
    const struct image_row *row = &items->rows[found - 1];
    return q->kind == ITEM_KEY_GTIN || is_column(items, row, text_of_key[q->kind], q->value) ? row : NULL;
}

/* Null: look properly.  What find() would say is then that row, by the first identifier. */
static const struct image_row *common_row(const struct items *items, const struct item_query *keys, unsigned n, int32_t day)
{
    for (unsigned i = 0; i < n; i++)
        if (keys[i].value.len == 0 || is_edged(keys[i].value)) return NULL;
    const struct image_row *row = single_row(items, &keys[0]);
    if (!row || standing(row, day) != KNOWN_ACTIVE) return NULL;
    for (unsigned i = 1; i < n; i++)
        if (!is_in_row(items, row, keys[i].kind, keys[i].value)) return NULL;
    return row;
}

enum { KEYS_MAX = 32 };                 /* PO1 has 10 pairs, LIN 15 */

static void find_all(const void *context, const struct item_query *keys, unsigned n, int32_t day, struct item_match *out)
{
    const struct items *items = context;
    struct answer answers[KEYS_MAX];
    unsigned best = 0;
    if (n > KEYS_MAX) n = KEYS_MAX;
    const struct image_row *active = NULL;
    for (unsigned i = 0; i < n; i++) {
        answer_to(items, &keys[i], day, active, &answers[i]);
        if (answers[i].known > answers[best].known) best = i;
        if (answers[i].known == KNOWN_ACTIVE && !active) active = answers[i].row;
    }
    if (n == 0 || answers[best].known == KNOWN_NOT) {
        find_none(keys, answers, n, out);
        return;
    }
    fill(items, &answers[best], best, out);
    for (unsigned i = 0; i < n; i++) compare(items, &answers[best], &answers[i], i, out);
}

static void find(const void *context, const struct item_query *keys, unsigned n, int32_t day, struct item_match *out)
{
    const struct image_row *row = n > 0 && n <= KEYS_MAX ? common_row(context, keys, n, day) : NULL;
    if (row) fill(context, &(struct answer){ .known = KNOWN_ACTIVE, .row = row }, 0, out);
    else find_all(context, keys, n, day, out);
}

/* ---- several lines at once ---- */

enum { AHEAD_MAX = 16 };

/* Nothing says that an image starts where a cache line does: the first and the last byte may lie in two. */
static inline void prefetch(const void *at, size_t bytes)
{
    __builtin_prefetch(at);
    __builtin_prefetch((const char *)at + bytes - (bytes > 0));
}

/* Three passes, so that the processor fetches the slots of all keys at a time, then their rows, then the texts of those. */
static void ahead(const void *context, struct item_query *keys, unsigned n)
{
    const struct items *items = context;
    uint64_t key[AHEAD_MAX];
    bool good[AHEAD_MAX];
    if (n > AHEAD_MAX) n = AHEAD_MAX;
    for (unsigned i = 0; i < n; i++) {
        const enum item_key kind = keys[i].kind;
        good[i] = keys[i].value.len > 0 && !is_edged(keys[i].value) && key_of(&keys[i], &key[i]);
        if (good[i]) __builtin_prefetch(&items->slots[kind][image_slot_of(key[i], items->header->slots[kind])]);
    }
    for (unsigned i = 0; i < n; i++) {
        keys[i].hint = good[i] ? single_of(items, keys[i].kind, key[i]) : 0;
        if (keys[i].hint) prefetch(&items->rows[keys[i].hint - 1], sizeof(struct image_row));
    }
    for (unsigned i = 0; i < n; i++)
        if (keys[i].hint) prefetch(items->text + items->rows[keys[i].hint - 1].text, items->rows[keys[i].hint - 1].ends[ITEM_COLUMNS - 1]);
}

void items_find(const struct items *items, const struct item_query *keys, unsigned n, date as_of, struct item_match *out)
{
    find(items, keys, n, date_is_valid(as_of) ? date_days(as_of) : 0, out);
}

struct item_lookup items_lookup(const struct items *items)
{
    return (struct item_lookup){ .find = find, .ahead = ahead, .context = items };
}
