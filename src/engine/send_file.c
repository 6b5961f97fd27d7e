/* send_file.c - a ready X12 file that somebody wants sent: read, checked as strictly as what partners send us, taken out of its envelope.
 *
 * A whole interchange made elsewhere, or bare sets from ST to SE.  What must stay true: nothing that the agreement's guide would reject leaves
 * the house, and nothing leaves it in part: one bad set keeps the whole file here. */
#include "engine/send.h"

#include "base/fsys.h"
#include "engine/documents.h"
#include "engine/findings.h"

enum { BODY_MAX_BYTES = 1 << 30, BARE_BYTES = 1 << 20 };

struct file_out {
    struct job *job;
    const struct agreement *agreement;
    const struct setup_partner *partner;
    struct diags diags;                 /* of everything in the file */
    struct x12_delims from;             /* the file's delimiters … */
    struct x12_delims to;               /* … and those it is sent with */
    slice version;
    char usage;
    bool bare;                          /* its envelope is ours */
    bool delimiter_told;
    struct outgoing_set *sets, **last;
};

bool send_folder(slice folder, slice *partner)
{
    slice suffix = SLICE(".out");
    if (folder.len <= suffix.len || !slice_ends(folder, suffix)) return false;
    *partner = slice_sub(folder, 0, folder.len - suffix.len);
    return true;
}

/* ---- one set ---- */

static void find(struct file_out *f, enum engine_finding what, struct place place, slice a0, slice a1, slice a2)
{
    diag_add(&f->diags, &engine_findings[what], place, a0, a1, a2, NO_ARG);
}

static const struct schema *choose(void *context, const struct document_step *step, struct check_options *options, struct diags *diags)
{
    struct file_out *f = context;
    struct place place = document_set_place(step, &f->job->source);
    const struct setup_route *route = setup_route(f->partner, step->set_id, step->group->gs[8]);
    setup_check_options(f->partner, options);
    if (route == NULL) {
        diag_add(diags, &engine_findings[ENGINE_SEND_NOT_AGREED], place, f->agreement->name, step->set_id, slice_sub(step->group->gs[8], 0, 6), NO_ARG);
        return NULL;
    }
    return catalogue_choose(f->job->engine->setup->catalogue, step->group->gs[1], step->group->gs[8], step->set_id, route->document->guide, place, diags);
}

/* A byte of the file in the delimiters it is sent with: separators inside elements change, and data must not look like one. */
static bool translate_byte(const struct file_out *f, char c, char *out)
{
    const struct x12_delims *from = &f->from, *to = &f->to;
    *out = c;
    if (from->component && c == from->component) return (*out = to->component), true;
    if (from->repetition && c == from->repetition) return (*out = to->repetition ? to->repetition : c), true;
    return c != to->element && c != to->component && c != to->terminator[0] && !(to->repetition && c == to->repetition);
}

static void put_value(struct file_out *f, struct buf *body, slice value, struct place place)
{
    for (size_t i = 0; i < value.len; i++) {
        char c;
        if (!translate_byte(f, value.ptr[i], &c) && !f->delimiter_told) {
            find(f, ENGINE_SEND_DELIMITER, place, (slice){ &value.ptr[i], 1 }, f->agreement->name, NO_ARG);
            f->delimiter_told = true;
        }
        buf_putc(body, c);
    }
}

static bool is_enveloping(slice id) { return slice_is(id, "ST") || slice_is(id, "SE"); }

static unsigned put_body(struct file_out *f, const struct document_step *step, struct buf *body)
{
    const struct tree *t = step->tree;
    unsigned segments = 0;
    for (uint32_t g = 0; g < t->groups; g++) {
        if (t->group[g].fields == 0 || is_enveloping(tree_field(t, g, 0))) continue;
        unsigned last = t->group[g].fields - 1u;
        while (last > 0 && tree_field(t, g, last).len == 0) last--;
        for (unsigned k = 0; k <= last; k++) {
            if (k) buf_putc(body, f->to.element);
            put_value(f, body, tree_field(t, g, k), document_set_place(step, &f->job->source));
        }
        buf_add(body, (slice){ f->to.terminator, f->to.terminator_len });
        if (agreement_envelope(f->agreement, step->set_id).line_ends) buf_putc(body, '\n');
        segments++;
    }
    return segments;
}

static void take_set(struct file_out *f, const struct document_step *step)
{
    struct arena *arena = f->job->arena;
    if (!f->sets) f->to = send_delims(f->agreement, step->set_id, &f->from);
    for (size_t i = 0; i < step->diags->count; i++) diag_copy(&f->diags, &step->diags->items[i]);
    if (step->schema == NULL || step->diags->worst >= SEV_HOLD_LINE) return;
    struct buf body = BUF_INIT(BODY_MAX_BYTES);
    struct outgoing_set *set = arena_alloc(arena, sizeof *set);
    *set = (struct outgoing_set){
        .functional_id = arena_copy(arena, step->schema->functional_id), .release = arena_copy(arena, step->group->gs[8]),
        .set_id = arena_copy(arena, step->set_id), .convention = arena_copy(arena, step->set_convention),
        .key = arena_copy(arena, send_key(step->tree, step->set_id)),
    };
    set->segments = put_body(f, step, &body);
    set->body = arena_copy(arena, buf_slice(&body));
    buf_free(&body);
    *f->last = set;
    f->last = &set->next;
}

/* ---- bare sets ---- */

/* "ST*855*0001~": the byte after ST separates, the byte after the control number ends. */
static bool bare_delims(slice text, struct x12_delims *d)
{
    if (text.len < 4 || !slice_starts(text, SLICE("ST"))) return false;
    *d = (struct x12_delims){ .element = text.ptr[2], .component = '>', .repetition = '^', .terminator_len = 1 };
    size_t at = 3;
    while (at < text.len && text.ptr[at] != d->element) at++;
    for (at++; at < text.len && ((text.ptr[at] >= '0' && text.ptr[at] <= '9') || (text.ptr[at] >= 'A' && text.ptr[at] <= 'Z')); at++) continue;
    if (at >= text.len || text.ptr[at] == d->element) return false;
    d->terminator[0] = text.ptr[at] == '\r' ? '\n' : text.ptr[at];
    return true;
}

static unsigned count_sets(slice text, const struct x12_delims *d)
{
    unsigned n = 0;
    for (size_t i = 0; i + 3 < text.len; i++) {
        bool begins = i == 0 || text.ptr[i - 1] == d->terminator[0] || text.ptr[i - 1] == '\n';
        n += begins && text.ptr[i] == 'S' && text.ptr[i + 1] == 'T' && text.ptr[i + 2] == d->element;
    }
    return n;
}

/* Around bare sets an envelope is put by which they can be read; it is not the one they are sent in. */
static bool wrap_bare(struct file_out *f, slice text)
{
    struct x12_delims d;
    if (!bare_delims(text, &d)) return false;
    slice set_id = slice_sub(text, 3, 3);
    const struct conf_document *document = agreement_document(f->agreement, set_id, (slice){ 0 });
    for (unsigned i = 0; !document && i < f->agreement->n_documents; i++)
        if (slice_eq(f->agreement->documents[i].set, set_id)) document = &f->agreement->documents[i];
    slice release = document && document->release.len ? document->release : SLICE("004010");
    slice kind = catalogue_functional_id(f->job->engine->setup->catalogue, slice_sub(release, 0, 6), set_id);
    const struct agreement *a = f->agreement;
    const struct x12_address us = { a->our_qualifier, a->our_id, a->our_group_id }, them = { a->their_qualifier, a->their_id, a->their_group_id };
    struct x12_writer w;
    struct buf whole = BUF_INIT(BODY_MAX_BYTES);
    x12_write_begin(&w, &whole, &d, false);
    x12_write_isa(&w, &us, &them, f->job->at, slice_cmp(release, SLICE("004020")) < 0 ? "00401" : "00501", 1, false, f->usage);
    x12_write_gs(&w, kind.len ? arena_cstr(f->job->arena, kind) : "ZZ", us.gs_id, them.gs_id, f->job->at, 1, release);
    buf_add(&whole, slice_trim(text));
    w.sets = count_sets(text, &d);
    x12_write_ge(&w);
    x12_write_iea(&w);
    f->job->source.bytes = arena_copy(f->job->arena, buf_slice(&whole));
    f->job->source.line_end = d.terminator[0];
    buf_free(&whole);
    return f->bare = true;
}

/* ---- the file ---- */

static void read_sets(struct file_out *f)
{
    struct job *job = f->job;
    struct document_chooser chooser = { choose, f };
    struct document_step step;
    int got;
    documents_open(job->engine->documents, &job->source, f->agreement->lenient, &chooser);
    while (job->err == 0 && (got = documents_next(job->engine->documents, &step)) != 0) {
        if (got < 0) job->err = got;
        else if (step.event == DOCUMENT_INTERCHANGE) {
            f->from = step.interchange->delims;
            job->source.line_end = f->from.terminator[0];
            f->version = f->bare ? (slice){ 0 } : arena_copy(job->arena, step.interchange->isa[12]);
            if (!f->bare && step.interchange->isa[15].len == 1) f->usage = step.interchange->isa[15].ptr[0];
        } else if (step.event == DOCUMENT_SET) take_set(f, &step);
        else if (step.event == DOCUMENT_GROUP_END || step.event == DOCUMENT_INTERCHANGE_END || step.event == DOCUMENT_END)
            for (size_t i = 0; i < step.diags->count; i++) diag_copy(&f->diags, &step.diags->items[i]);
    }
}

static slice text_of(struct job *job)
{
    if (job->source.bytes.ptr != NULL) return job->source.bytes;
    char *head = arena_alloc(job->arena, BARE_BYTES);
    ssize_t n = fsys_pread(job->fd, head, BARE_BYTES, 0);
    if (n < 0) job->err = (int)n;
    return (slice){ head, n > 0 ? (size_t)n : 0 };
}

void send_file(struct job *job)
{
    slice name = { 0 };
    struct file_out f = { .job = job, .usage = 'P' };
    f.last = &f.sets;
    diags_init(&f.diags, job->arena, job->engine->setup->conf->max_findings);
    (void)send_folder(job->folder, &name);
    f.agreement = conf_agreement(job->engine->setup->conf, name);
    if (f.agreement == NULL) {
        find(&f, ENGINE_SEND_PARTNER, place_at(&job->source, 0, 0), name, NO_ARG, NO_ARG);
        job_refuse_file(job, &f.diags, job->folder);
        return;
    }
    f.partner = setup_partner(job->engine->setup, f.agreement);
    f.usage = f.agreement->usage.ptr[0];
    slice text = slice_trim(text_of(job));
    if (slice_starts(text, SLICE("ST"))) (void)wrap_bare(&f, text);
    if (job->err == 0) read_sets(&f);
    if (job->err != 0) return;
    if (f.sets == NULL || diags_has(&f.diags, SEV_HOLD_LINE)) {
        if (f.diags.count == 0) find(&f, ENGINE_NOT_EDI, place_at(&job->source, 0, 0), NO_ARG, NO_ARG, NO_ARG);
        job_refuse_file(job, &f.diags, f.agreement->name);
        return;
    }
    send_sets(job, f.agreement, &f.to, f.version, f.usage, f.sets);
    job_findings(job, 0, &f.diags);
}
