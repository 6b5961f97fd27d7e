/* documents.c - joins reader and checker: segments go straight from the scanner's spans into the set's tree, findings to their list.
 *
 * The reader reports everything into one incoming list, because nobody knows before a segment is read whether it will close the set or the
 * group.  After each event the new findings are moved to the list they condemn, by the segment they are about: the reader tells of ISA, GS and
 * ST with the event after theirs.  What comes with an ISA or at the end of the file is about neither: it belongs to the file. */
#include "engine/documents.h"

#include "base/must.h"
#include "engine/lower_case.h"

#include <stdlib.h>

struct documents {
    struct x12_reader *reader;
    struct checker *checker;
    struct tree tree;
    struct arena *file_arena, *interchange_arena, *group_arena, *set_arena, *incoming_arena;
    struct diags file_diags, interchange_diags, group_diags, set_diags, incoming;
    struct document_chooser chooser;
    struct document_step step;
    size_t most_findings;
    uint64_t set_offset;
    uint32_t sets, set_start;
    bool in_set;
    bool group_read;                    /* a set of the group had a schema */
    unsigned lenient;                   /* of the interchange … */
    struct diag_tolerance tolerances[X12_MOST_TOLERANCES];      /* … and what it means for findings of the checker */
    unsigned n_tolerances;
};

struct documents *documents_new(const struct x12_limits *limits, size_t most_findings)
{
    struct documents *d = calloc(1, sizeof *d);
    must(d != NULL);
    d->reader = x12_reader_new(limits);
    d->checker = checker_new();
    tree_init(&d->tree);
    d->file_arena = arena_new();
    d->interchange_arena = arena_new();
    d->group_arena = arena_new();
    d->set_arena = arena_new();
    d->incoming_arena = arena_new();
    d->most_findings = most_findings;
    return d;
}

void documents_free(struct documents *d)
{
    if (d == NULL) return;
    x12_reader_free(d->reader);
    checker_free(d->checker);
    tree_free(&d->tree);
    arena_free(d->file_arena);
    arena_free(d->interchange_arena);
    arena_free(d->group_arena);
    arena_free(d->set_arena);
    arena_free(d->incoming_arena);
    free(d);
}

static void fresh(struct documents *d, struct arena *arena, struct diags *diags)
{
    arena_reset(arena);
    diags_init(diags, arena, d->most_findings);
}

void documents_open(struct documents *d, const struct source *source, unsigned lenient, const struct document_chooser *chooser)
{
    fresh(d, d->file_arena, &d->file_diags);
    fresh(d, d->interchange_arena, &d->interchange_diags);
    fresh(d, d->group_arena, &d->group_diags);
    fresh(d, d->set_arena, &d->set_diags);
    fresh(d, d->incoming_arena, &d->incoming);
    d->chooser = *chooser;
    d->lenient = lenient;
    d->n_tolerances = x12_tolerances(lenient, d->tolerances);
    d->sets = 0;
    d->in_set = false;
    d->step = (struct document_step){ 0 };
    x12_reader_open(d->reader, source, lenient, &d->incoming);
    x12_reader_spans_into(d->reader, &d->tree);
}

void documents_lenient(struct documents *d, unsigned lenient)
{
    x12_reader_lenient(d->reader, lenient);
    d->lenient = lenient;
    d->n_tolerances = x12_tolerances(lenient, d->tolerances);
}

static bool is_about(const struct diag *diag, const char *a, const char *b)
{
    return strcmp(diag->place.segment_id, a) == 0 || strcmp(diag->place.segment_id, b) == 0;
}

static struct diags *list_of(struct documents *d, const struct diag *diag, enum x12_kind event)
{
    if (event == X12_ISA || event == X12_END) return &d->file_diags;
    if (event == X12_IEA || is_about(diag, "ISA", "IEA") || is_about(diag, "TA1", "")) return &d->interchange_diags;
    if (event == X12_GE || is_about(diag, "GS", "GE")) return &d->group_diags;
    return event == X12_SEGMENT || event == X12_SE || is_about(diag, "ST", "SE") ? &d->set_diags : &d->interchange_diags;
}

/* Move what the reader found with its last event to the lists of what it condemns. */
static void sort_findings(struct documents *d, enum x12_kind event)
{
    if (d->incoming.count == 0 && d->incoming.dropped == 0) return;
    for (size_t i = 0; i < d->incoming.count; i++) {
        const struct diag *from = &d->incoming.items[i];
        diag_copy(list_of(d, from, event), from);
    }
    fresh(d, d->incoming_arena, &d->incoming);
}

struct place document_set_place(const struct document_step *step, const struct source *source)
{
    struct place p = place_at(source, step->offset + strlen("ST*"), (uint32_t)step->set_id.len);
    p.segment = p.element = 1;
    p.element_ref = 143;
    memcpy(p.segment_id, "ST", 3);
    slice id = slice_sub(step->set_id, 0, sizeof p.set_id - 1), control = slice_sub(step->set_control, 0, sizeof p.set_control - 1);
    if (id.len) memcpy(p.set_id, id.ptr, id.len);
    if (control.len) memcpy(p.set_control, control.ptr, control.len);
    return p;
}

struct place document_group_place(const struct document_step *step, const struct source *source, unsigned element)
{
    const struct x12_group *g = step->group;
    uint64_t at = g->offset + strlen("GS");
    for (unsigned k = 1; k < element; k++) at += 1 + g->gs[k].len;
    struct place p = place_at(source, at + 1, (uint32_t)g->gs[element].len);
    p.element = (uint16_t)element;
    p.segment = 2;      /* counted in the interchange: right for its first group, near enough for others */
    memcpy(p.segment_id, "GS", 3);
    return p;
}

bool document_find_field(const struct tree *t, const char *text, struct place *out)
{
    for (uint32_t g = 1; g < t->groups; g++)
        for (unsigned k = 1; k < t->group[g].fields; k++) {
            struct span s = t->field[t->group[g].first + k];
            if (span_is_absent(s) || t->text + s.off != text) continue;
            slice id = slice_sub(tree_field(t, g, 0), 0, sizeof out->segment_id - 1);
            out->source = t->source;
            out->offset = tree_offset(t, s);
            out->length = s.len;
            out->segment = t->group[g].number;
            out->element = (uint16_t)k;
            memset(out->segment_id, 0, sizeof out->segment_id);
            if (id.len) memcpy(out->segment_id, id.ptr, id.len);
            return true;
        }
    return false;
}

static slice span_text(const struct documents *d, const struct x12_event *event, unsigned k)
{
    if (k >= event->n_spans || span_is_absent(event->spans[k])) return (slice){ 0 };
    return (slice){ x12_reader_text(d->reader) + event->spans[k].off, event->spans[k].len };
}

static void point_tree(struct documents *d)
{
    d->tree.text = x12_reader_text(d->reader);
    x12_reader_origin(d->reader, &d->tree);
}

static void begin_set(struct documents *d, const struct x12_event *event)
{
    struct document_step *step = &d->step;
    sort_findings(d, X12_GS);
    fresh(d, d->set_arena, &d->set_diags);
    d->set_diags.tolerances = d->tolerances;
    d->set_diags.n_tolerances = d->n_tolerances;
    step->set_id = arena_copy(d->set_arena, span_text(d, event, 1));
    step->set_control = arena_copy(d->set_arena, span_text(d, event, 2));
    step->set_convention = arena_copy(d->set_arena, span_text(d, event, 3));
    step->ordinal = ++d->sets;
    step->offset = event->offset;
    step->arena = d->set_arena;
    step->diags = &d->set_diags;
    d->set_start = event->spans[0].off;
    struct check_options options = check_default_options;
    options.lower_case = d->lenient & X12_LENIENT_LOWER_CASE;
    step->schema = d->chooser.choose(d->chooser.context, step, &options, &d->set_diags);
    d->group_read |= step->schema != NULL;
    checker_begin(d->checker, step->schema, &options, &d->tree, &d->set_diags, step->set_id, step->set_control);
    point_tree(d);      /* after the checker has emptied the tree */
    d->in_set = true;
}

static void add_segment(struct documents *d, const struct x12_event *event)
{
    d->tree.text = x12_reader_text(d->reader);
    if (event->odd_bytes) point_tree(d);
    checker_segment(d->checker, event->n_spans, event->number, event->odd_bytes);
}

/* What the reader has ready, at once; false when it has nothing. */
static bool add_run(struct documents *d)
{
    struct x12_run run;
    unsigned n = x12_reader_run(d->reader, &run);
    if (d->incoming.count > 0) sort_findings(d, X12_SEGMENT);
    d->tree.text = x12_reader_text(d->reader);
    checker_segments(d->checker, n, run.n_spans, run.number);
    return n > 0;
}

static void end_set(struct documents *d, const struct x12_event *event)
{
    struct document_step *step = &d->step;
    uint64_t end = event->offset;
    if (event->n_spans > 0) {
        add_segment(d, event);
        end += event->length;
        uint32_t last = event->spans[0].off + event->length;
        step->text = (slice){ x12_reader_text(d->reader) + d->set_start, last - d->set_start };
    } else {
        uint32_t room = d->tree.fields ? d->tree.field[d->tree.fields - 1].off + d->tree.field[d->tree.fields - 1].len : d->set_start;
        step->text = (slice){ x12_reader_text(d->reader) + d->set_start, room - d->set_start };
    }
    point_tree(d);
    sort_findings(d, X12_SE);
    checker_end(d->checker);
    if ((d->lenient & X12_LENIENT_LOWER_CASE) && step->schema)
        lower_case_mend(step->schema, &d->tree, document_set_place(step, d->tree.source), d->set_arena, &d->set_diags);
    step->length = end > step->offset ? end - step->offset : 0;
    step->segments = x12_reader_set_segments(d->reader);
    step->tree = &d->tree;
    d->in_set = false;
}

/* Fill the step for an event outside sets. */
static void outer_step(struct documents *d, const struct x12_event *event)
{
    struct document_step *step = &d->step;
    static const enum document_event events[] = {
        [X12_ISA] = DOCUMENT_INTERCHANGE, [X12_TA1] = DOCUMENT_TA1,           [X12_GS] = DOCUMENT_GROUP,
        [X12_GE] = DOCUMENT_GROUP_END,    [X12_IEA] = DOCUMENT_INTERCHANGE_END, [X12_END] = DOCUMENT_END,
    };
    step->event = events[event->kind];
    step->group = NULL;
    sort_findings(d, event->kind);
    switch (event->kind) {
    case X12_GS:
        fresh(d, d->group_arena, &d->group_diags);
        d->group_read = false;
        /* fall through */
    case X12_GE:
        step->group = x12_reader_group(d->reader);
        step->group_unread = !d->group_read && step->group->sets > 0;
        step->diags = &d->group_diags;
        step->arena = d->group_arena;
        break;
    case X12_END:
        step->diags = &d->file_diags;
        step->arena = d->file_arena;
        break;
    default:
        step->interchange = x12_reader_interchange(d->reader);
        step->diags = &d->interchange_diags;
        step->arena = d->interchange_arena;
        for (unsigned k = 0; event->kind == X12_TA1 && k < 6; k++) step->ta1[k] = arena_copy(d->interchange_arena, span_text(d, event, k));
    }
}

int documents_next(struct documents *d, struct document_step *out)
{
    struct document_step *step = &d->step;
    /* What was delivered last may be forgotten now. */
    if (step->event == DOCUMENT_END && step->diags != NULL) return 0;
    if (step->event == DOCUMENT_INTERCHANGE_END && step->diags != NULL) fresh(d, d->interchange_arena, &d->interchange_diags);
    for (;;) {
        struct x12_event event;
        while (d->in_set && add_run(d)) continue;
        if (!d->in_set) tree_reset(&d->tree);
        int got = x12_reader_next(d->reader, &event);
        if (got <= 0) return got;
        switch (event.kind) {
        case X12_ST:
            step->group = x12_reader_group(d->reader);
            begin_set(d, &event);
            add_segment(d, &event);
            break;
        case X12_SEGMENT:
            if (d->incoming.count > 0) sort_findings(d, X12_SEGMENT);
            add_segment(d, &event);
            break;
        case X12_SE:
            end_set(d, &event);
            step->event = DOCUMENT_SET;
            step->diags = &d->set_diags;
            step->arena = d->set_arena;
            *out = *step;
            return 1;
        default:
            outer_step(d, &event);
            *out = *step;
            return 1;
        }
    }
}
