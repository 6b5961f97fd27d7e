/* image.c - opening an item image and reading its columns.
 *
 * An image comes out of the store and may be anything: a file of an older version, half of one, noise.  items_open checks the sizes, which is
 * quick for a million rows, and reading checks every index, so that no image can make us read outside it or run for ever. */
#include "trade/image.h"

#include "base/err.h"

static const void *part(const char *base, uint64_t *at, uint64_t count, uint64_t size)
{
    const char *here = base + *at;
    *at += count * size;                /* 32 bits by 64 bytes, a few times: far below 2^64 */
    return here;
}

static uint64_t bytes_of(const struct image_header *h)
{
    uint64_t bytes = sizeof *h + (uint64_t)h->rows * sizeof(struct image_row);
    for (size_t k = 0; k < ITEM_KEYS; k++) bytes += (uint64_t)h->slots[k] * sizeof(struct image_slot) + (uint64_t)h->links[k] * sizeof(image_link);
    return bytes;
}

bool image_parts(const struct image_header *h, const char *base, uint64_t bytes, struct items *out)
{
    const uint64_t fixed = bytes_of(h);
    if (fixed > bytes || h->text_bytes != bytes - fixed) return false;
    uint64_t at = sizeof *h;
    out->header = h;
    out->rows = part(base, &at, h->rows, sizeof(struct image_row));
    for (size_t k = 0; k < ITEM_KEYS; k++) out->slots[k] = part(base, &at, h->slots[k], sizeof(struct image_slot));
    for (size_t k = 0; k < ITEM_KEYS; k++) out->links[k] = part(base, &at, h->links[k], sizeof(image_link));
    out->text = base + at;
    return true;
}

static bool is_image(const struct image_header *h, size_t bytes)
{
    if (memcmp(h->magic, IMAGE_MAGIC, sizeof h->magic) != 0 || h->byte_order != IMAGE_BYTE_ORDER || h->image_bytes != bytes) return false;
    for (size_t k = 0; k < ITEM_KEYS; k++) {
        const uint32_t slots = h->slots[k];
        if (slots < 2 || (slots & (slots - 1)) != 0) return false;
    }
    return true;
}

int items_open(slice image, struct arena *arena, const struct items **out)
{
    struct image_header header;
    if (image.len < sizeof header) return E_CORRUPT;
    memcpy(&header, image.ptr, sizeof header);
    if (!is_image(&header, image.len)) return E_CORRUPT;
    const char *base = image.ptr;
    if ((uintptr_t)base % _Alignof(struct image_header) != 0) {
        char *copy = arena_alloc(arena, image.len);
        memcpy(copy, image.ptr, image.len);
        base = copy;
    }
    struct items *items = arena_alloc(arena, sizeof *items);
    if (!image_parts((const struct image_header *)(const void *)base, base, image.len, items)) return E_CORRUPT;
    *out = items;
    return 0;
}

size_t items_count(const struct items *items)
{
    return items->header->rows;
}

slice image_column(const struct items *items, const struct image_row *row, enum item_column column)
{
    const uint64_t start = (uint64_t)row->text + (column ? row->ends[column - 1] : 0), end = (uint64_t)row->text + row->ends[column];
    if (end < start || end > items->header->text_bytes) return (slice){ 0 };
    return (slice){ items->text + start, (size_t)(end - start) };
}
