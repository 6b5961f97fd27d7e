/* x12_log.h - reads bytes as X12 and writes down all that came out, for the unit tests and fuzz targets of x12/.
 *
 * While reading it checks what must hold for any input and aborts where it does not: spans lie in the window and in their segment, events
 * are balanced and ascend. */
#ifndef TESTS_X12_LOG_H
#define TESTS_X12_LOG_H

#include "base/buf.h"
#include "base/must.h"
#include "x12/findings.h"
#include "x12/state.h"

struct x12_log {
    struct buf events;      /* one letter each: I T G S . s g i; a '!' before one that was made up */
    struct buf segments;    /* every event in full, one a line */
    struct buf findings;    /* "severity CODE segment/element set;" each */
    struct buf codes;       /* "CODE CODE …" */
    enum severity worst;
};

static void log_clear(struct x12_log *log)
{
    buf_clear(&log->events);
    buf_clear(&log->segments);
    buf_clear(&log->findings);
    buf_clear(&log->codes);
}

static void log_free(struct x12_log *log)
{
    buf_free(&log->events);
    buf_free(&log->segments);
    buf_free(&log->findings);
    buf_free(&log->codes);
}

static struct x12_log log_new(void)
{
    return (struct x12_log){ .events = BUF_INIT(1 << 28), .segments = BUF_INIT(1 << 28), .findings = BUF_INIT(1 << 28), .codes = BUF_INIT(1 << 28) };
}

static void log_spans(struct x12_log *log, const struct x12_reader *r, const struct x12_event *e)
{
    const char *text = x12_reader_text(r);
    uint64_t end = 0;
    for (unsigned k = 0; k < e->n_spans; k++) {
        struct span s = e->spans[k];
        buf_putc(&log->segments, '|');
        if (span_is_absent(s)) {
            must(s.len == 0);
            continue;
        }
        must((uint64_t)s.off + s.len <= r->window.len && s.off >= end);
        end = (uint64_t)s.off + s.len + (e->kind != X12_ISA);
        buf_add(&log->segments, (slice){ text + s.off, s.len });
    }
}

/* I G S open, s g i close; anything else leaves the depth. */
static int log_depth(int depth, const struct x12_event *e)
{
    static const signed char needs[] = { [X12_ISA] = 0, [X12_TA1] = 1, [X12_GS] = 1, [X12_ST] = 2, [X12_SEGMENT] = 3, [X12_SE] = 3, [X12_GE] = 2, [X12_IEA] = 1, [X12_END] = 0 };
    static const signed char step[] = { [X12_ISA] = 1, [X12_GS] = 1, [X12_ST] = 1, [X12_SE] = -1, [X12_GE] = -1, [X12_IEA] = -1, [X12_END] = 0 };
    must(depth == needs[e->kind]);
    return depth + step[e->kind];
}

static void log_findings(struct x12_log *log, const struct diags *d)
{
    for (size_t i = 0; i < d->count; i++) {
        const struct diag *g = &d->items[i];
        buf_printf(&log->findings, "%s %s %s%u/%u @%llu+%u %s %s", severity_name(g->severity), g->def->code, g->place.segment_id, g->place.segment,
                   g->place.element, (unsigned long long)g->place.offset, g->place.length, g->place.set_id, g->place.set_control);
        for (unsigned k = 0; k < DIAG_ARGS; k++) {
            buf_puts(&log->findings, " {");
            buf_add(&log->findings, g->args[k]);
            buf_putc(&log->findings, '}');
        }
        buf_puts(&log->findings, ";\n");
        if (i) buf_putc(&log->codes, ' ');
        buf_puts(&log->codes, g->def->code);
    }
    log->worst = d->worst;
}

/* Chunk sizes: 0 whole, 1… fixed, UINT32_MAX changing. */
static uint32_t log_chunk(uint32_t chunk, unsigned turn)
{
    return chunk == UINT32_MAX ? 1 + turn * 2654435761u % 97 : chunk;
}

static void log_segment(struct x12_log *log, const struct x12_reader *r, const struct x12_event *e)
{
    static const char letters[] = "ITGS.sgi";
    if (e->n_spans == 0) buf_putc(&log->events, '!');
    buf_putc(&log->events, letters[e->kind]);
    buf_printf(&log->segments, "%c %u @%llu+%u%s", letters[e->kind], e->number, (unsigned long long)e->offset, e->length, e->odd_bytes ? " odd" : "");
    log_spans(log, r, e);
    buf_putc(&log->segments, '\n');
}

/* What the reader has ready, as the events that next would have made of it. */
static void log_run(struct x12_log *log, struct x12_reader *r, const struct tree *t)
{
    struct x12_run run;
    unsigned n = x12_reader_run(r, &run);
    const struct span *spans = n ? t->field + t->fields : NULL;
    for (unsigned i = 0; i < n; spans += run.n_spans[i++]) {
        struct x12_event e = {
            .kind = X12_SEGMENT, .spans = spans, .n_spans = run.n_spans[i], .number = run.number + i,
            .offset = window_offset(&r->window, spans[0].off)
        };
        for (unsigned k = 0; k < e.n_spans; k++)
            e.length = span_is_absent(spans[k]) ? e.length + 1 : spans[k].off + spans[k].len - spans[0].off;
        log_segment(log, r, &e);
    }
}

static void log_read_as(struct x12_log *log, struct x12_reader *r, const struct source *source, unsigned lenient, uint32_t chunk, bool runs)
{
    struct arena *arena = arena_new();
    struct diags diags;
    struct x12_event e;
    struct tree t;
    int depth = 0, got;
    unsigned turn = 0;
    uint64_t at = 0;
    tree_init(&t);
    diags_init(&diags, arena, 1000);
    log_clear(log);
    x12_reader_chunk(r, log_chunk(chunk, turn));
    x12_reader_open(r, source, lenient, &diags);
    x12_reader_spans_into(r, runs ? &t : NULL);
    while ((got = x12_reader_next(r, &e)) > 0) {
        x12_reader_chunk(r, log_chunk(chunk, ++turn));
        depth = log_depth(depth, &e);
        must(e.offset >= at);
        at = e.offset;
        if (e.kind == X12_END) break;
        log_segment(log, r, &e);
        if (runs) log_run(log, r, &t);
    }
    must(got == 1 && x12_reader_next(r, &e) == 0);
    x12_reader_spans_into(r, NULL);
    log_findings(log, &diags);
    tree_free(&t);
    arena_free(arena);
}

static void log_read(struct x12_log *log, struct x12_reader *r, const struct source *source, unsigned lenient, uint32_t chunk)
{
    log_read_as(log, r, source, lenient, chunk, false);
}

#endif
