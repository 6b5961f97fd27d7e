/* fuzz_envelope.c - any bytes through the reader: it ends, events are balanced and their spans lie in the window (x12_log.h aborts
 * otherwise), memory stays in proportion, it does not matter how the bytes arrive, and what is not read has a finding.  Byte 0 chooses
 * limits and the size of pieces.  Runs of segments give what one after the other gives. */
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../unit/x12_log.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct x12_limits small = { .set_bytes = 300, .set_segments = 6, .segment_elements = 20, .segment_bytes = 150, .interchanges = 3 };

static void check_same(const struct x12_log *a, const struct x12_log *b)
{
    must(slice_eq(buf_slice(&a->segments), buf_slice(&b->segments)));
    must(slice_eq(buf_slice(&a->findings), buf_slice(&b->findings)));
}

/* The same bytes behind a descriptor. */
static void read_file(struct x12_log *log, struct x12_reader *r, slice bytes, uint32_t chunk)
{
    struct source source = { .name = "fuzz", .fd = memfd_create("fuzz", MFD_CLOEXEC) };
    must(source.fd >= 0 && write(source.fd, bytes.ptr, bytes.len) == (ssize_t)bytes.len);
    log_read(log, r, &source, 0, chunk);
    (void)close(source.fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1) return 0;
    char *copy = malloc(size);
    memcpy(copy, data + 1, size - 1);
    slice bytes = { copy, size - 1 };
    struct source source = { .name = "fuzz", .bytes = bytes, .fd = -1 };
    struct x12_reader *r = x12_reader_new(data[0] & 1 ? &small : NULL);
    struct x12_log whole = log_new(), pieces = log_new();
    log_read(&whole, r, &source, 0, 0);
    log_read(&pieces, r, &source, 0, data[0] & 2 ? 1 : UINT32_MAX);
    check_same(&whole, &pieces);
    log_read_as(&pieces, r, &source, 0, data[0] & 2 ? 0 : UINT32_MAX, true);
    check_same(&whole, &pieces);
    if (data[0] & 4) {
        read_file(&pieces, r, bytes, data[0] & 8 ? 1u + data[0] : 0);
        check_same(&whole, &pieces);
    }
    must(whole.events.len || whole.worst == SEV_REJECT_INTERCHANGE);
    must(whole.worst == SEV_NOTE || whole.codes.len);
    must(r->window.room <= WINDOW_ROOM || r->window.room <= 4 * (size + WINDOW_CHUNK));
    log_free(&whole);
    log_free(&pieces);
    x12_reader_free(r);
    free(copy);
    return 0;
}
