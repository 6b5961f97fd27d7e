/* answers.c - the acknowledgements of an interchange: a 997 or 999 for every group received, a TA1 where ISA14 asks and the agreement allows.
 *
 * Control numbers come from the store inside the same transaction, so a rollback gives them back and a commit never repeats one.  Groups of
 * acknowledgements (FA) are never acknowledged.  A duplicate or unknown interchange gets no 997: the first one was answered. */
#include "engine/interchange.h"

enum { CONTROL_MAX = 999999999 };

static uint32_t next_control(struct interchange *x, const char *counter)
{
    struct job *job = x->job;
    uint32_t number = 0;
    slice name = arena_printf(x->arena, "%s:%.*s", counter, SLICE_ARG(x->partner->agreement->name));
    if (job->err == 0) job->err = store_counter_next(job->engine->store, name, CONTROL_MAX, &number);
    return number;
}

/* As received, but for what is agreed of this kind of answer. */
static struct x12_delims delims_for(const struct interchange *x, const struct conf_envelope *agreed)
{
    struct x12_delims d = x->delims;
    if (agreed->element) d.element = agreed->element;
    if (agreed->component) d.component = agreed->component;
    if (agreed->repetition) d.repetition = agreed->repetition;
    if (agreed->terminator) {
        d.terminator[0] = agreed->terminator;
        d.terminator_len = 1;
    }
    return d;
}

static struct ack_envelope envelope(struct interchange *x, const char *what, slice release)
{
    const struct agreement *a = x->partner->agreement;
    const struct conf_envelope agreed = agreement_envelope(a, slice_of(what));
    return (struct ack_envelope){
        .delims = delims_for(x, &agreed),
        .line_ends = a->ack_line_ends || agreed.line_ends,
        .from = { a->our_qualifier, a->our_id, a->our_group_id },
        .to = { a->their_qualifier, a->their_id, a->their_group_id },
        .version = arena_cstr(x->arena, agreed.version.len ? agreed.version : x->isa[12]),
        .release = agreed.release.len ? agreed.release : release,
        .convention = agreed.release.len > 6 ? agreed.release : (slice){ 0 },
        .usage = x->isa[15].len == 1 ? x->isa[15].ptr[0] : 'P',
        .at = x->job->at,
        .interchange_control = next_control(x, "isa13"),
    };
}

static void publish(struct interchange *x, const char *what, uint32_t control, const struct buf *text)
{
    struct job *job = x->job;
    slice key = arena_printf(x->arena, "%09u", control);
    slice name = spool_output_name(x->arena, job->at, job->id, what, key, ".x12");
    slice path = arena_printf(x->arena, "outbox/%.*s/%.*s", SLICE_ARG(x->partner->agreement->name), SLICE_ARG(name));
    job_output(job, what, key, path, buf_slice(text), 0);
    job->tally.acknowledgements++;
}

static void write_997(struct interchange *x, struct answered_group *g, const struct diags *interchange_diags, bool rejected)
{
    if (slice_is(g->functional_id, "FA")) return;
    if (rejected)
        for (size_t i = 0; i < interchange_diags->count; i++) {
            const struct diag *d = &interchange_diags->items[i];
            if (d->severity >= SEV_REJECT_INTERCHANGE) diag_copy(&g->diags, d);
        }
    ack_group_close(g->ack, &g->diags, g->ge01);
    const char *what = g->form == ACK_999 ? "999" : "997";
    struct ack_envelope e = envelope(x, what, g->release);
    e.group_control = next_control(x, "gs06");
    struct buf text = BUF_INIT(64 << 20);
    ack_write_997(g->ack, &e, &text);
    publish(x, what, e.interchange_control, &text);
    buf_free(&text);
}

static void write_ta1(struct interchange *x, const struct diags *diags)
{
    struct buf text = BUF_INIT(1 << 16);
    struct diags all;
    diags_init(&all, x->arena, DIAGS_DEFAULT_CAP);
    copy_findings(&all, diags);
    for (const struct answered_group *g = x->groups; g != NULL; g = g->next) ack_ta1_add(&all, &g->diags);
    struct ack_envelope e = envelope(x, "TA1", (slice){ 0 });
    ack_write_ta1(x->isa, &all, &e, &text);
    publish(x, "TA1", e.interchange_control, &text);
    buf_free(&text);
}

bool wants_ta1(const struct interchange *x) { return x->partner->agreement->send_ta1 && slice_is(x->isa[14], "1"); }

void write_answers(struct interchange *x, const struct diags *diags, bool rejected)
{
    if (x->partner == NULL || x->silent) return;
    const struct agreement *a = x->partner->agreement;
    if (wants_ta1(x)) write_ta1(x, diags);
    if (a->acknowledge == CONF_ACK_NOTHING || x->refused) return;
    for (struct answered_group *g = x->groups; g != NULL; g = g->next) write_997(x, g, diags, rejected);
}
