/* lifecycle.c - makes, opens and frees a reader, and answers what it knows; reading itself is in reader.c.
 *
 * A reader is made once and opened for one file after the other; what it has grown is kept, up to a size. */
#include <stdlib.h>

#include "base/must.h"
#include "x12/state.h"

const struct x12_limits x12_default_limits = {
    .set_bytes = 256u << 20, .set_segments = 5000000, .segment_elements = 200, .segment_bytes = 1u << 20, .interchanges = 10000
};

enum { MOST_BYTES = 1u << 30, MOST_ELEMENTS = 3900 };

struct x12_reader *x12_reader_new(const struct x12_limits *limits)
{
    struct x12_reader *r = calloc(1, sizeof *r);
    must(r != NULL);
    r->limits = limits ? *limits : x12_default_limits;
    /* Offsets in the window have 32 bits, and the scanner keeps only so many delimiters of one segment. */
    if (r->limits.set_bytes > MOST_BYTES) r->limits.set_bytes = MOST_BYTES;
    if (r->limits.segment_bytes > MOST_BYTES) r->limits.segment_bytes = MOST_BYTES;
    if (r->limits.segment_elements > MOST_ELEMENTS) r->limits.segment_elements = MOST_ELEMENTS;
    /* GS and ISA must be readable whatever the limit. */
    if (r->limits.segment_elements < ISA_ELEMENTS) r->limits.segment_elements = ISA_ELEMENTS;
    r->max_spans = r->limits.segment_elements + 1;
    r->spans = calloc(r->max_spans + X12_SPAN_SLACK, sizeof *r->spans);
    must(r->spans != NULL);
    r->scan = x12_scan_new();
    return r;
}

void x12_reader_free(struct x12_reader *r)
{
    if (!r) return;
    x12_scan_free(r->scan);
    window_free(&r->window);
    seen_free(&r->groups_seen);
    seen_free(&r->sets_seen);
    free(r->spans);
    free(r);
}

void x12_reader_open(struct x12_reader *r, const struct source *source, unsigned lenient, struct diags *diags)
{
    window_open(&r->window, source);
    r->source = source;
    r->diags = diags;
    r->lenient = r->lenient_at_open = lenient;
    r->interchange = (struct x12_interchange){ 0 };
    r->group = (struct x12_group){ 0 };
    r->opened.pending = false;
    r->ended = r->left = r->lost = r->skipping = r->started = r->explained = r->junk = r->quiet = false;
    r->level = BETWEEN;
    r->at = 0;
    r->before = r->last_terminator = '\0';
    r->set_segments = 0;
    memset(r->damage, 0, sizeof r->damage);
}

void x12_reader_diags(struct x12_reader *r, struct diags *diags) { r->diags = diags; }
void x12_reader_lenient(struct x12_reader *r, unsigned lenient) { r->lenient = lenient; }
void x12_reader_spans_into(struct x12_reader *r, struct tree *t) { r->tree = t; }
void x12_reader_chunk(struct x12_reader *r, uint32_t bytes) { r->window.chunk = bytes; }
const char *x12_reader_text(const struct x12_reader *r) { return r->window.text; }
const struct x12_interchange *x12_reader_interchange(const struct x12_reader *r) { return &r->interchange; }
const struct x12_group *x12_reader_group(const struct x12_reader *r) { return &r->group; }
uint32_t x12_reader_set_segments(const struct x12_reader *r) { return r->set_segments; }

void x12_reader_origin(const struct x12_reader *r, struct tree *t)
{
    t->text = r->window.text;
    t->source = r->source;
    t->origin = r->window.base;
    t->origin_map = r->window.maps ? r->window.map : NULL;
    t->origin_maps = r->window.maps;
    t->component = r->interchange.delims.component;
    t->repetition = r->interchange.delims.repetition;
}
