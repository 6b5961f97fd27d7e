/* items_index.c - putting the keys in order, finding those that stand twice, and writing the image.
 *
 * Sorting by key and first day brings together all rows of a key, so overlaps are found in one pass whatever the file looks like; a file of a
 * million rows with one key costs no more than any other. */
#include "trade/compile.h"

#include "trade/findings.h"

#include <stdio.h>
#include <stdlib.h>

static int by_number(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static slice key_text(const struct draft *d, const struct found_key *k)
{
    return draft_column(d, draft_row(d, k->row), k->column);
}

/* The two come from one table, so their kind is the same; equal numbers of bar codes have no text worth looking at. */
static int by_text(const struct draft *d, const struct found_key *a, const struct found_key *b)
{
    const bool is_hash = a->column == ITEM_ASIN || a->column == ITEM_VENDOR_SKU;
    return is_hash ? slice_cmp(key_text(d, a), key_text(d, b)) : 0;
}

static int by_key_and_day(const void *x, const void *y, void *context)
{
    const struct found_key *a = x, *b = y;
    int order = by_number(a->key, b->key);
    if (order == 0) order = by_text(context, a, b);
    if (order == 0) order = (a->from > b->from) - (a->from < b->from);
    if (order == 0) order = by_number(a->row, b->row);
    return order ? order : by_number(a->column, b->column);
}

static void report_overlap(struct draft *d, const struct found_key *earlier, const struct found_key *later)
{
    char line[12], other[12];
    const uint32_t rows[2] = { earlier->row, later->row };
    const uint32_t first = rows[0] < rows[1] ? rows[0] : rows[1], second = rows[0] < rows[1] ? rows[1] : rows[0];
    const struct found_key *shown = second == rows[1] ? later : earlier;
    uint32_t offset;
    memcpy(&offset, d->offsets.ptr + (size_t)second * sizeof offset, sizeof offset);
    snprintf(line, sizeof line, "%u", draft_row(d, second)->line);
    snprintf(other, sizeof other, "%u", draft_row(d, first)->line);
    draft_row_error(d, offset, ITEMS_DUPLICATE_KEY, slice_of(item_column_names[shown->column]), key_text(d, shown), slice_of(line),
                    slice_of(other));
}

/* One pass over sorted keys.  EAN = 0 + UPC of one row is one key and kept once. */
static size_t keep_single(struct draft *d, struct found_key *keys, size_t n)
{
    size_t kept = 0;
    const struct found_key *last = NULL;        /* of those before with this key, the one that ends last */
    for (size_t i = 0; i < n; i++) {
        const struct found_key k = keys[i];
        const bool is_same = last && last->key == k.key && by_text(d, last, &k) == 0;
        if (is_same && last->row == k.row) continue;
        if (is_same && k.from <= last->to && d->errors < ITEMS_MAX_ERRORS) report_overlap(d, last, &k);
        keys[kept] = k;
        if (!is_same || k.to >= last->to) last = &keys[kept];
        kept++;
    }
    return kept;
}

void draft_sort_keys(struct draft *d)
{
    for (size_t kind = 0; kind < ITEM_KEYS; kind++) {
        struct buf *b = &d->keys[kind];
        struct found_key *keys = (struct found_key *)(void *)b->ptr;
        const size_t n = b->len / sizeof *keys;
        if (n == 0) continue;
        qsort_r(keys, n, sizeof *keys, by_key_and_day, d);
        b->len = keep_single(d, keys, n) * sizeof *keys;
    }
}

/* ---- writing ---- */

static size_t n_keys(const struct draft *d, size_t kind)
{
    return d->keys[kind].len / sizeof(struct found_key);
}

static const struct found_key *keys_of(const struct draft *d, size_t kind)
{
    return (const struct found_key *)(const void *)d->keys[kind].ptr;
}

/* Two thirds full at most. */
static uint32_t slots_for(size_t keys)
{
    uint32_t slots = 2;
    while ((uint64_t)slots * 2 < (uint64_t)keys * 3) slots *= 2;
    return slots;
}

static image_link link_of(const struct found_key *k)
{
    return k->row | (k->column == ITEM_CASE_GTIN ? LINK_CASE : 0);
}

/* Keys after `first` that are equal to it, itself included. */
static size_t equal_keys(const struct found_key *keys, size_t first, size_t n)
{
    size_t end = first + 1;
    while (end < n && keys[end].key == keys[first].key) end++;
    return end - first;
}

static void write_keys(const struct draft *d, size_t kind, uint32_t n_slots, struct image_slot *slots, image_link *links)
{
    const struct found_key *keys = keys_of(d, kind);
    const size_t n = n_keys(d, kind);
    uint32_t used = 0;
    for (size_t i = 0; i < n;) {
        const size_t count = equal_keys(keys, i, n);
        uint32_t at = image_slot_of(keys[i].key, n_slots);
        while (slots[at].count) at = (at + 1) & (n_slots - 1);
        slots[at] = (struct image_slot){ .key = keys[i].key, .first = count == 1 ? link_of(&keys[i]) : used, .count = (uint32_t)count };
        for (size_t k = 0; count > 1 && k < count; k++) links[used++] = link_of(&keys[i + k]);
        i += count;
    }
}

static uint32_t links_for(const struct draft *d, size_t kind)
{
    const size_t n = n_keys(d, kind);
    uint32_t links = 0;
    for (size_t i = 0, count; i < n; i += count) {
        count = equal_keys(keys_of(d, kind), i, n);
        if (count > 1) links += (uint32_t)count;
    }
    return links;
}

static struct image_header header_of(const struct draft *d)
{
    struct image_header h = { .byte_order = IMAGE_BYTE_ORDER, .rows = (uint32_t)draft_rows(d), .text_bytes = d->text.len };
    memcpy(h.magic, IMAGE_MAGIC, sizeof h.magic);
    h.image_bytes = sizeof h + d->rows.len + d->text.len;
    for (size_t k = 0; k < ITEM_KEYS; k++) {
        h.links[k] = links_for(d, k);
        h.slots[k] = slots_for(n_keys(d, k));
        h.image_bytes += h.slots[k] * sizeof(struct image_slot) + h.links[k] * sizeof(image_link);
    }
    return h;
}

bool draft_write(const struct draft *d, struct buf *image)
{
    const struct image_header h = header_of(d);
    struct items parts;
    buf_clear(image);
    if (!buf_reserve(image, h.image_bytes)) return false;
    memset(image->ptr, 0, h.image_bytes);
    if (!image_parts(&h, image->ptr, h.image_bytes, &parts)) return false;
    memcpy(image->ptr, &h, sizeof h);
    memcpy((void *)parts.rows, d->rows.ptr, d->rows.len);
    for (size_t k = 0; k < ITEM_KEYS; k++) write_keys(d, k, h.slots[k], (void *)parts.slots[k], (void *)parts.links[k]);
    if (d->text.len) memcpy((void *)parts.text, d->text.ptr, d->text.len);
    image->len = h.image_bytes;
    return true;
}
