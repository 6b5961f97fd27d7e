/* window.c - reads, slides, grows, and drops line ends.
 *
 * Whoever uses it decides when to slide; here it stays true that text[i] and its byte of the source can be told from each other, and
 * that memory grows only by what the reader's limits let it ask for. */
#include "x12/window.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/fsys.h"
#include "base/must.h"

void window_open(struct x12_window *w, const struct source *source)
{
    bool memory = source->bytes.ptr != NULL || source->fd < 0;
    if (w->room > WINDOW_KEEP) {
        free(w->own);
        w->own = NULL;
        w->room = 0;
    }
    *w = (struct x12_window){
        .source = source, .own = w->own, .room = w->room, .map = w->map, .map_room = w->map_room, .chunk = w->chunk,
        .view = memory, .text = memory ? source->bytes.ptr : w->own
    };
    if (!memory) w->pipe = lseek(source->fd, 0, SEEK_CUR) < 0;
}

void window_free(struct x12_window *w)
{
    free(w->own);
    free(w->map);
    *w = (struct x12_window){ 0 };
}

static bool in_memory(const struct x12_window *w)
{
    return w->source->bytes.ptr != NULL || w->source->fd < 0;
}

static void make_room(struct x12_window *w, uint32_t more)
{
    uint64_t need = (uint64_t)w->len + more, room = w->room ? w->room : WINDOW_ROOM;
    while (room < need) room *= 2;
    if (room != w->room) {
        must(room <= UINT32_MAX);
        w->own = realloc(w->own, room);
        must(w->own != NULL);
        w->room = (uint32_t)room;
    }
    w->text = w->own;
}

/* Drop line ends from text[from..len), all of it in the buffer. */
static void drop_line_ends(struct x12_window *w, uint32_t from)
{
    uint32_t to = from;
    for (uint32_t i = from; i < w->len; i++) {
        char c = w->own[i];
        if (c != '\r' && c != '\n') {
            w->own[to++] = c;
            continue;
        }
        if (w->maps == w->map_room) {
            w->map_room = w->map_room ? 2 * w->map_room : 1024;
            w->map = realloc(w->map, w->map_room * sizeof *w->map);
            must(w->map != NULL);
        }
        w->map[w->maps++] = to;
    }
    w->len = to;
}

/* Read into the buffer behind the text: bytes, 0 at the end, or a negative error. */
static int64_t read_bytes(struct x12_window *w, uint32_t most)
{
    if (in_memory(w)) {
        slice rest = slice_sub(w->source->bytes, (size_t)w->taken, most);
        if (rest.len) memcpy(w->own + w->len, rest.ptr, rest.len);
        return (int64_t)rest.len;
    }
    if (w->pipe) return fsys_read(w->source->fd, w->own + w->len, most);
    return fsys_pread(w->source->fd, w->own + w->len, most, w->taken);
}

static int fill_view(struct x12_window *w)
{
    uint64_t left = w->source->bytes.len - w->taken, most = WINDOW_VIEW;
    if (w->chunk && w->chunk < most) most = w->chunk;
    if (most > left) most = left;
    /* Sets are far smaller than the view; the reader slides between them. */
    must(w->len + most <= UINT32_MAX);
    w->text = w->source->bytes.ptr + w->base;
    w->len += (uint32_t)most;
    w->taken += most;
    w->eof = most == 0;
    return most != 0;
}

int window_fill(struct x12_window *w)
{
    if (w->eof) return 0;
    if (w->view) return fill_view(w);
    uint32_t before = w->len;
    while (w->len == before) {      /* a chunk of nothing but dropped line ends adds nothing */
        uint32_t most = w->chunk ? w->chunk : WINDOW_CHUNK;
        make_room(w, most);
        int64_t n = read_bytes(w, most);
        if (n < 0) return (int)n;
        if (n == 0) {
            w->eof = true;
            return 0;
        }
        w->len += (uint32_t)n;
        w->taken += (uint64_t)n;
        if (w->unwrap) drop_line_ends(w, before);
    }
    return 1;
}

int window_want(struct x12_window *w, uint32_t end)
{
    int got = 1;
    while (w->len < end && got > 0) got = window_fill(w);
    return got < 0 ? got : 0;
}

uint32_t window_dropped(const struct x12_window *w, uint32_t at)
{
    uint32_t low = 0, high = w->maps;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (w->map[middle] <= at) low = middle + 1;
        else high = middle;
    }
    return low;
}

void window_slide(struct x12_window *w, uint32_t by)
{
    must(by <= w->len);
    uint32_t gone = window_dropped(w, by);
    w->base = window_offset(w, by);
    for (uint32_t i = gone; i < w->maps; i++) w->map[i - gone] = w->map[i] - by;
    w->maps -= gone;
    w->len -= by;
    if (w->view) w->text += by;
    else memmove(w->own, w->own + by, w->len);
}

void window_unwrap(struct x12_window *w, uint32_t from)
{
    must(from <= w->len && !w->unwrap);
    w->unwrap = true;
    if (w->view) {
        /* Copy what is read so far, but not a whole file: the rest comes by and by. */
        uint32_t most = w->len - from > WINDOW_CHUNK ? from + WINDOW_CHUNK : w->len;
        const char *seen = w->text;
        w->view = false;
        w->taken -= w->len - most;
        w->len = 0;
        make_room(w, most);
        memcpy(w->own, seen, most);
        w->len = most;
        w->eof = false;
    }
    drop_line_ends(w, from);
}

bool window_rewrap(struct x12_window *w, uint32_t at)
{
    if (w->pipe) return false;
    /* A line end just dropped before `at` is after what was read: take it again. */
    uint32_t maps = at ? window_dropped(w, at - 1) : 0;
    w->taken = w->base = w->base + at + maps;
    w->maps = w->len = 0;
    w->unwrap = w->eof = false;
    w->view = in_memory(w);
    w->text = w->view ? w->source->bytes.ptr + w->base : w->own;
    return true;
}
