/* answered.c - acknowledgements that partners send us: matched with what was sent, and what is rejected opened again.
 *
 * The partner names a segment and an element by numbers.  The document as we sent it is in the archive, so it is read once more, and the
 * finding stands at the very field: its name from the grammar, its value as it left us.  A rejection never fails for want of that file; then
 * the partner's own words have to do. */
#include "ack/read.h"
#include "base/fsys.h"
#include "base/render.h"
#include "engine/findings.h"
#include "engine/interchange.h"
#include "trade/outstanding.h"

enum { SENT_FILE_BYTES = 1 << 20 };

struct answered {
    struct interchange *x;
    const struct sent *sent;
    const struct ack_read_set *said;    /* what the partner says of it, or null */
    slice reason;                       /* the codes in words */
    const struct diag *context;         /* what became of the whole group, when that is something else; or null */
    struct arena *arena;                /* of the job: findings and report live as long as it */
    struct diags diags;
};

/* ---- words ---- */

static void put_codes(struct buf *out, enum ack_level level, const slice *codes, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        buf_printf(out, "%s%s (code %.*s)", out->len ? ", " : "", ack_words(level, codes[i]), SLICE_ARG(codes[i]));
}

static slice codes_text(struct arena *arena, enum ack_level level, const slice *codes, unsigned n)
{
    struct buf text = BUF_INIT(1 << 12);
    put_codes(&text, level, codes, n);
    slice kept = arena_copy(arena, text.len ? buf_slice(&text) : SLICE("no reason is given"));
    buf_free(&text);
    return kept;
}

static slice fault_words(struct arena *arena, const struct ack_read_fault *f)
{
    bool element = f->element_code.len > 0;
    slice code = element ? f->element_code : f->segment_code;
    return arena_printf(arena, "%s (%s %.*s)", ack_words(element ? ACK_ELEMENT : ACK_SEGMENT, code), element ? "AK403" : "AK304", SLICE_ARG(code));
}

/* ---- the field of ours ---- */

static uint32_t segment_of(const struct tree *t, uint32_t number)
{
    for (uint32_t g = 1; g < t->groups; g++)
        if (t->group[g].fields > 0 && t->group[g].number == number) return g;
    return TREE_NONE;
}

/* "PO106 product identification qualifier", or "segment 9 PO1, element 06" when the grammar does not know it. */
static slice field_name(struct answered *a, const struct document_step *step, const struct ack_read_fault *f)
{
    /* What is missing is named by the partner, at the place of what came instead. */
    const struct segment_def *def = step->schema ? schema_segment(step->schema, f->segment_id) : NULL;
    struct buf text = BUF_INIT(1 << 10);
    if (def && f->element) elem_label(&text, def, f->element);
    else if (def) buf_printf(&text, "%.*s %.*s", SLICE_ARG(def->id), SLICE_ARG(def->name));
    else if (f->element) buf_printf(&text, "%.*s%02u", SLICE_ARG(f->segment_id), f->element);
    else buf_printf(&text, "%.*s", SLICE_ARG(f->segment_id));
    slice kept = arena_copy(a->arena, buf_slice(&text));
    buf_free(&text);
    return kept;
}

static struct place field_place(const struct document_step *step, const struct source *source, uint32_t group, const struct ack_read_fault *f)
{
    const struct tree *t = step->tree;
    struct place p = document_set_place(step, source);
    bool same = slice_eq(tree_field(t, group, 0), f->segment_id);
    unsigned k = same && f->element < t->group[group].fields ? f->element : 0;
    struct span span = t->field[t->group[group].first + k];
    slice id = slice_sub(tree_field(t, group, 0), 0, sizeof p.segment_id - 1);
    if (span_is_absent(span)) span = t->field[t->group[group].first];
    p.offset = tree_offset(t, span);
    p.length = span.len;
    p.segment = t->group[group].number;
    p.element = (uint16_t)f->element;
    p.component = (uint16_t)f->component;
    p.repeat = (uint16_t)f->repeat;
    p.element_ref = (uint16_t)f->element_ref;
    memset(p.segment_id, 0, sizeof p.segment_id);
    if (id.len) memcpy(p.segment_id, id.ptr, id.len);
    return p;
}

static slice value_text(struct answered *a, const struct tree *t, uint32_t group, const struct ack_read_fault *f)
{
    bool same = slice_eq(tree_field(t, group, 0), f->segment_id);
    slice value = f->element && same ? tree_field(t, group, f->element) : (slice){ 0 };
    if (f->element && same) return value.len ? arena_printf(a->arena, "\"%.*s\"", SLICE_ARG(slice_sub(value, 0, 60))) : SLICE("nothing there");
    return arena_printf(a->arena, "segment %.*s", SLICE_ARG(tree_field(t, group, 0)));
}

static void find_fault(struct answered *a, const struct document_step *step, const struct source *source, const struct ack_read_fault *f)
{
    uint32_t group = step ? segment_of(step->tree, f->segment) : TREE_NONE;
    slice words = fault_words(a->arena, f);
    if (group == TREE_NONE) {
        slice where = arena_printf(a->arena, "segment %u %.*s, element %u", f->segment, SLICE_ARG(f->segment_id), f->element);
        slice value = f->value.len ? arena_printf(a->arena, "\"%.*s\", they say", SLICE_ARG(f->value)) : SLICE("what cannot be read again");
        diag_add(&a->diags, &engine_findings[ENGINE_ACK_FAULT], (struct place){ 0 }, where, words, value, NO_ARG);
        return;
    }
    diag_add(&a->diags, &engine_findings[ENGINE_ACK_FAULT], field_place(step, source, group, f), field_name(a, step, f), words,
             value_text(a, step->tree, group, f), NO_ARG);
}

/* ---- the rejected document opened again ---- */

static slice document_name(struct arena *arena, const struct sent *sent)
{
    return sent->key.len ? arena_printf(arena, "%.*s %.*s", SLICE_ARG(sent->set_id), SLICE_ARG(sent->key))
                         : arena_printf(arena, "%.*s (group %u, set %.*s)", SLICE_ARG(sent->set_id), sent->group_control, SLICE_ARG(sent->set_control));
}

static void find_all(struct answered *a, const struct document_step *step, const struct source *source)
{
    struct place place = step ? document_set_place(step, source) : (struct place){ 0 };
    diag_add(&a->diags, &engine_findings[ENGINE_ACK_REJECTED], place, a->sent->partner, document_name(a->arena, a->sent), a->reason, NO_ARG);
    for (size_t i = 0; a->said && i < a->said->n_faults; i++) find_fault(a, step, source, &a->said->faults[i]);
    if (a->context) diag_copy(&a->diags, a->context);
}

/* What the partner says of a document is what is known of its order.  Accepted at last, it is what it was before it was sent. */
static void mark_order(struct interchange *x, const struct sent *sent, enum order_state state)
{
    struct job *job = x->job;
    struct order order;
    if (sent->key.len == 0 || job->err != 0) return;
    int err = store_order_find(job->engine->store, sent->partner, sent->key, 0, job->arena, &order);
    if (err == 0 && (state == ORDER_REFUSED || order.state == ORDER_REFUSED)) {
        order.state = state;
        order.reason = state == ORDER_REFUSED ? slice_of(engine_findings[ENGINE_ACK_REJECTED].code) : (slice){ 0 };
        order.changed = job->at;
        order.first_seen = 0;           /* as it is known */
        err = store_order_put(job->engine->store, &order);
    }
    if (err != 0 && err != E_NOT_FOUND) job->err = err;
}

static void quarantine(struct answered *a, const struct document_step *step, slice sent_file)
{
    struct job *job = a->x->job;
    const struct agreement *agreement = a->x->partner->agreement;
    struct report report = {
        .kind = REPORT_SET,
        .title = arena_printf(a->arena, "%.*s was rejected by %.*s: %.*s", SLICE_ARG(document_name(a->arena, a->sent)), SLICE_ARG(a->sent->partner),
                              SLICE_ARG(a->reason)),
        .partner = agreement->name, .partner_title = agreement->title,
        .document = a->sent->set_id, .document_title = step && step->schema ? step->schema->title : SLICE("document we sent"), .key = a->sent->key,
        .interchange_control = arena_printf(a->arena, "%09u", a->sent->interchange_control),
        .group_control = arena_printf(a->arena, "%u", a->sent->group_control), .set_control = a->sent->set_control,
        .acknowledged = SLICE("the partner rejected what we sent; original is the partner's answer, document.x12 what we sent"),
        .diags = &a->diags,
    };
    if (step) {
        report.whole = step->text;
        report.whole_offset = step->offset;
        report.terminator = step->interchange->delims.terminator[0];
    }
    job_quarantine(job, 0, &report, sent_file);
    job_findings(job, 0, &a->diags);
    mark_order(a->x, a->sent, ORDER_REFUSED);
}

static const struct schema *choose(void *context, const struct document_step *step, struct check_options *options, struct diags *diags)
{
    struct answered *a = context;
    (void)options;
    return catalogue_get(a->x->job->engine->setup->catalogue, step->group->gs[8], step->set_id, (slice){ 0 }, diags);
}

static bool is_the_set(const struct answered *a, const struct document_step *step)
{
    uint64_t group;
    return step->event == DOCUMENT_SET && slice_to_u64(step->group->gs[6], UINT32_MAX, &group) && group == a->sent->group_control &&
           slice_eq(step->set_control, a->sent->set_control);
}

/* Read what we sent as far as the set; false when it is not to be found any more. */
static bool open_again(struct answered *a, struct source *source, struct documents *documents, struct document_step *step)
{
    struct document_chooser chooser = { choose, a };
    documents_open(documents, source, 0, &chooser);
    while (documents_next(documents, step) > 0) {
        if (step->event == DOCUMENT_INTERCHANGE) source->line_end = step->interchange->delims.terminator[0];
        if (is_the_set(a, step)) return true;
    }
    return false;
}

static void reopen(struct interchange *x, const struct sent *sent, const struct ack_read_set *said, slice reason, const struct diag *context)
{
    struct job *job = x->job;
    struct answered a = { .x = x, .sent = sent, .said = said, .reason = reason, .context = context, .arena = job->arena };
    struct buf file = BUF_INIT(SENT_FILE_BYTES);
    struct document_step step;
    struct documents *documents = documents_new(&x12_default_limits, DIAGS_DEFAULT_CAP);
    diags_init(&a.diags, job->arena, job->engine->setup->conf->max_findings);
    bool read = fsys_read_file(job->engine->dir, arena_cstr(job->arena, sent->path), &file) == 0;
    struct source source = { .name = arena_cstr(job->arena, sent->path), .bytes = buf_slice(&file), .fd = -1 };
    bool found = read && open_again(&a, &source, documents, &step);
    find_all(&a, found ? &step : NULL, &source);
    quarantine(&a, found ? &step : NULL, read ? buf_slice(&file) : (slice){ 0 });
    documents_free(documents);
    buf_free(&file);
}

/* ---- 997 and 999 ---- */

static struct place here(const struct interchange *x, const struct document_step *step)
{
    return step->event == DOCUMENT_SET ? document_set_place(step, &x->job->source) : isa_place(x, 13);
}

/* An answer to something we never sent: kept for somebody to look at. */
static void keep_unknown(struct interchange *x, const struct document_step *step, const struct diag *diag)
{
    struct job *job = x->job;
    const struct agreement *a = x->partner->agreement;
    struct diags diags;
    struct buf message = BUF_INIT(1 << 14);
    diags_init(&diags, job->arena, 1);
    diag_copy(&diags, diag);
    diag_message(&message, diag);
    struct report report = {
        .kind = REPORT_ORDER, .title = arena_copy(job->arena, buf_slice(&message)), .partner = a->name, .partner_title = a->title,
        .document = step->event == DOCUMENT_SET ? step->set_id : SLICE("TA1"), .document_title = SLICE("acknowledgement"),
        .interchange_control = x->isa[13], .group_control = x->group ? x->group->control : (slice){ 0 }, .acknowledged = SLICE("acknowledgements are never answered"),
        .diags = &diags, .whole = step->event == DOCUMENT_SET ? step->text : (slice){ 0 }, .whole_offset = step->offset,
        .terminator = x->delims.terminator[0],
    };
    buf_free(&message);
    job_quarantine(job, 0, &report, (slice){ 0 });
}

/* One finding says how the answer was taken. */
static const struct diag *tell(struct interchange *x, const struct document_step *step, struct diags *diags, const struct answer_judgement *j,
                               slice what)
{
    static const enum engine_finding findings[] = {
        [ANSWER_ACCEPTED] = ENGINE_ACK_ACCEPTED, [ANSWER_WITH_ERRORS] = ENGINE_ACK_ERRORS, [ANSWER_PARTLY] = ENGINE_ACK_PARTLY,
        [ANSWER_REJECTED] = ENGINE_ACK_PARTLY, [ANSWER_DUPLICATE] = ENGINE_ACK_DUPLICATE, [ANSWER_TO_NOTHING] = ENGINE_ACK_UNKNOWN,
    };
    size_t rejected = 0;
    if (j->outcome == ANSWER_REJECTED) return NULL;     /* each rejected document tells of it */
    for (size_t i = 0; i < j->n_rows; i++) rejected += j->rows[i].state == SENT_REJECTED;
    slice earlier = j->n_rows ? spool_id_text(x->arena, j->rows[0].sent->answer) : (slice){ 0 };
    slice third = j->outcome == ANSWER_DUPLICATE ? earlier : arena_printf(x->arena, "%zu", rejected);
    const struct diag *diag = diag_add(diags, &engine_findings[findings[j->outcome]], here(x, step), x->partner->agreement->name, what, third,
                                       arena_printf(x->arena, "%zu", j->n_rows));
    if (j->outcome == ANSWER_TO_NOTHING) keep_unknown(x, step, diag);
    return j->outcome == ANSWER_PARTLY ? diag : NULL;
}

static void take_consequences(struct interchange *x, const struct answer_judgement *j, const struct ack_reading *reading, slice group_reason,
                              const struct diag *context)
{
    for (size_t i = 0; i < j->n_rows && x->job->err == 0 && j->outcome != ANSWER_DUPLICATE; i++) {
        const struct answer_row *row = &j->rows[i];
        if (row->state == SENT_ACCEPTED || row->state == SENT_ACCEPTED_WITH_ERRORS) mark_order(x, row->sent, ORDER_CONVERTED);
        if (row->state != SENT_REJECTED || row->sent->state == SENT_REJECTED) continue;
        const struct ack_read_set *said = row->said >= 0 ? &reading->sets[row->said] : NULL;
        bool own = said && ack_refuses(said->verdict) && said->n_codes > 0;
        reopen(x, row->sent, said, own ? codes_text(x->job->arena, ACK_SET, said->codes, said->n_codes) : group_reason, context);
    }
}

slice take_answer(struct interchange *x, const struct document_step *step)
{
    struct job *job = x->job;
    job->tally.answers++;
    struct ack_reading reading;
    struct sent *sent = NULL;
    size_t n = 0;
    uint64_t group = 0;
    ack_read(step->tree, step->arena, &reading);
    if (slice_to_u64(reading.group_control, UINT32_MAX, &group) && job->err == 0)
        job->err = store_sent_of_group(job->engine->store, x->partner->agreement->name, reading.functional_id, (uint32_t)group, job->arena, &sent, &n);
    struct answer_set *sets = arena_array(step->arena, reading.n_sets + 1, sizeof *sets);
    for (size_t i = 0; i < reading.n_sets; i++) sets[i] = (struct answer_set){ reading.sets[i].control, reading.sets[i].verdict };
    struct answer_judgement judgement;
    outstanding_judge(job->arena, sent, n, reading.verdict, sets, reading.n_sets, &judgement);
    slice what = arena_printf(x->arena, "group %.*s %.*s", SLICE_ARG(reading.functional_id), SLICE_ARG(reading.group_control));
    const struct diag *context = tell(x, step, step->diags, &judgement, what);
    if (job->err == 0) job->err = outstanding_settle(job->engine->store, &judgement, job->at, job->id);
    take_consequences(x, &judgement, &reading, codes_text(job->arena, ACK_GROUP, reading.codes, reading.n_codes), context);
    return n == 1 ? sent[0].key : (slice){ 0 };
}

/* ---- TA1 ---- */

/* Was that number ever given?  Our acknowledgements are not in the ledger, but their interchanges are answered too. */
static bool was_given(struct interchange *x, uint32_t control)
{
    uint32_t last = 0;
    slice name = arena_printf(x->arena, "isa13:%.*s", SLICE_ARG(x->partner->agreement->name));
    if (x->job->err == 0) x->job->err = store_counter_raise(x->job->engine->store, name, 0, &last);
    return control >= 1 && control <= last;
}

/* An acknowledgement of ours was refused: there is no document to open again, but somebody should know. */
static void reject_answer(struct interchange *x, struct diags *diags, slice what, slice reason)
{
    struct diag *diag = diag_add(diags, &engine_findings[ENGINE_ACK_REJECTED], isa_place(x, 13), x->partner->agreement->name, what, reason, NO_ARG);
    diag_set_severity(diags, diag, SEV_WARN);
}

void take_ta1(struct interchange *x, const struct document_step *step)
{
    struct job *job = x->job;
    struct sent *sent = NULL;
    size_t n = 0;
    uint64_t control = 0;
    struct diags diags;
    const slice *ta1 = step->ta1;
    char verdict = ta1[4].len == 1 ? ta1[4].ptr[0] : '\0';
    if (x->partner == NULL || x->refused || job->err != 0) return;
    job->tally.answers++;
    diags_init(&diags, x->arena, DIAGS_DEFAULT_CAP);
    if (slice_to_u64(ta1[1], 999999999, &control))
        job->err = store_sent_of_interchange(job->engine->store, x->partner->agreement->name, (uint32_t)control, job->arena, &sent, &n);
    struct answer_judgement j;
    slice what = arena_printf(x->arena, "interchange %.*s", SLICE_ARG(ta1[1])), reason = codes_text(job->arena, ACK_INTERCHANGE, &ta1[5], 1);
    bool refused = ack_refuses(verdict), ours = n > 0 || was_given(x, (uint32_t)control);
    outstanding_judge(job->arena, sent, n, refused ? verdict : '\0', NULL, 0, &j);
    if (ours && !refused) j.outcome = verdict == 'E' ? ANSWER_WITH_ERRORS : ANSWER_ACCEPTED;
    if (ours && refused && n == 0) reject_answer(x, &diags, what, reason);
    else tell(x, step, &diags, &j, what);
    if (refused && job->err == 0) job->err = outstanding_settle(job->engine->store, &j, job->at, job->id);
    if (refused) take_consequences(x, &j, NULL, reason, NULL);
    job_findings(job, 0, &diags);
}
