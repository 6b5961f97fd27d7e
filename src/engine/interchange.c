/* interchange.c - carries a file of interchanges through: whose it is, whether it was seen before, what of it stands and what is undone.
 *
 * A group's or interchange's trailer may condemn what was already taken from it (wrong GE01, a file cut off).  So each interchange and each
 * group is a savepoint of the store transaction: rejecting is rolling back to it.  The acknowledgements are written when the interchange has
 * ended, because only then is it known what they must say. */
#include "engine/interchange.h"

#include "base/fsys.h"
#include "base/render.h"
#include "engine/findings.h"

#include <stdlib.h>

enum { SET_FINDINGS_KEPT = 50 };

slice interchange_name(const struct interchange *x) { return x->isa[6]; }

/* ---- ISA: whose is it, and may it be taken? ---- */

struct place isa_place(const struct interchange *x, unsigned element)
{
    struct place place = place_at(&x->job->source, x->isa_at[element], (uint32_t)x->isa[element].len);
    place.segment = 1;
    memcpy(place.segment_id, "ISA", 4);
    place.element = (uint16_t)element;
    return place;
}

static void unknown_partner(struct interchange *x, const struct agreement *nearest, const char *differs, const struct document_step *step)
{
    slice hint = nearest == NULL
                     ? SLICE("write an agreement: there is none at all in partners/")
                     : arena_printf(x->arena, "write an agreement for them, or correct the nearest one, partners/%.*s.xml (they %.*s/%.*s, we %.*s/%.*s), which differs in %s",
                                    SLICE_ARG(nearest->name), SLICE_ARG(nearest->their_qualifier), SLICE_ARG(nearest->their_id),
                                    SLICE_ARG(nearest->our_qualifier), SLICE_ARG(nearest->our_id), differs);
    slice from = arena_printf(x->arena, "%.*s/%.*s", SLICE_ARG(x->isa[5]), SLICE_ARG(x->isa[6]));
    slice to = arena_printf(x->arena, "%.*s/%.*s", SLICE_ARG(x->isa[7]), SLICE_ARG(x->isa[8]));
    diag_add(step->diags, &engine_findings[ENGINE_PARTNER_UNKNOWN], isa_place(x, 6), from, to, hint, NO_ARG);
    x->refused = true;
}

/* One who is known sent it to somebody else: with a TA1 he can be told, so his agreement stands for that. */
static const struct agreement *wrong_receiver(struct interchange *x, const struct agreement *nearest, const struct document_step *step)
{
    bool known = nearest != NULL && slice_eq(nearest->their_qualifier, x->isa[5]) && slice_eq(nearest->their_id, x->isa[6]);
    if (!known || x->isa[8].len == 0) return NULL;
    slice to = arena_printf(x->arena, "%.*s/%.*s", SLICE_ARG(x->isa[7]), SLICE_ARG(x->isa[8]));
    slice us = arena_printf(x->arena, "%.*s/%.*s", SLICE_ARG(nearest->our_qualifier), SLICE_ARG(nearest->our_id));
    diag_add(step->diags, &engine_findings[ENGINE_RECEIVER_UNKNOWN], isa_place(x, 8), x->isa[6], to, nearest->name, us);
    x->refused = true;
    return nearest;
}

static void begin_interchange(struct interchange *x, const struct document_step *step)
{
    struct job *job = x->job;
    const struct x12_interchange *read = step->interchange;
    arena_reset(x->arena);
    *x = (struct interchange){ .job = job, .arena = x->arena, .before = job->tally, .delims = read->delims, .offset = read->offset,
                               .ordinal = read->ordinal };
    x->last_group = &x->groups;
    job->source.line_end = read->delims.terminator[0];
    diags_init(&x->set_findings, x->arena, SET_FINDINGS_KEPT);
    for (unsigned i = 1; i <= 16; i++) {
        /* The reader's texts are parts of one copy of the ISA. */
        x->isa_at[i] = read->offset + (read->isa[i].ptr ? (size_t)(read->isa[i].ptr - read->isa[0].ptr) : 0);
        x->isa[i] = arena_copy(x->arena, read->isa[i]);
    }
    const struct agreement *nearest = NULL;
    const char *differs = NULL;
    const struct agreement *agreement = conf_match(job->engine->setup->conf, x->isa[5], x->isa[6], x->isa[7], x->isa[8], &nearest, &differs);
    if (agreement == NULL) agreement = wrong_receiver(x, nearest, step);
    if (agreement == NULL) unknown_partner(x, nearest, differs, step);
    else x->partner = setup_partner(job->engine->setup, agreement);
    if (!x->refused) seen_in_sequence(x, step);         /* even one that is rejected was sent */
    if (job->err == 0) job->err = store_savepoint(job->engine->store, "interchange");
    if (agreement != NULL) documents_lenient(job->engine->documents, agreement->lenient);
    if (x->refused) return;
    if (!slice_eq(job->folder, agreement->name))
        diag_add(step->diags, &engine_findings[ENGINE_FOLDER], isa_place(x, 6), job->folder, agreement->name, NO_ARG, NO_ARG);
    if (x->isa[15].len == 1 && slice_find(agreement->usage, x->isa[15].ptr[0]) == agreement->usage.len) {
        diag_add(step->diags, &engine_findings[ENGINE_USAGE_NOT_AGREED], isa_place(x, 15), x->isa[15], agreement->usage, NO_ARG, NO_ARG);
        x->refused = true;
        return;
    }
    seen_interchange(x, step);
}

void copy_findings(struct diags *to, const struct diags *from)
{
    for (size_t i = 0; i < from->count; i++) diag_copy(to, &from->items[i]);
}

/* ---- undoing ---- */

void undo(struct interchange *x, const char *savepoint, const struct engine_tally *before)
{
    struct job *job = x->job;
    if (job->err == 0) job->err = store_rollback_to(job->engine->store, savepoint);
    job->tally = *before;
    job->kept->incomplete = true;       /* some of them are gone */
}

void refuse(struct interchange *x, const struct diags *diags, enum report_kind kind, slice title, slice acknowledged)
{
    struct job *job = x->job;
    slice partner = x->partner ? x->partner->agreement->name : job->folder;
    struct report report = {
        .kind = kind,
        .title = title,
        .partner = partner,
        .partner_title = x->partner ? x->partner->agreement->title : (slice){ 0 },
        .document_title = SLICE("interchange"),
        .interchange_control = x->isa[13],
        .group_control = x->group && kind == REPORT_SET ? x->group->control : (slice){ 0 },
        .acknowledged = acknowledged,
        .diags = diags,
        .terminator = x->delims.terminator_len > 0 ? x->delims.terminator[0] : 0,
    };
    struct buf head = BUF_INIT(1 << 16);
    buf_reserve(&head, 1 << 15);
    ssize_t got = fsys_pread(job->fd, head.ptr, 1 << 15, x->offset);
    report.whole = (slice){ head.ptr, got > 0 ? (size_t)got : 0 };
    report.whole_offset = x->offset;
    job_quarantine(job, 0, &report, (slice){ 0 });
    job_findings(job, 0, diags);
    if (diags_has(diags, SEV_REJECT_DOCUMENT)) job->tally.rejected++;
    else job->tally.held++;
    buf_free(&head);
}

slice worst_message(struct interchange *x, const struct diags *diags)
{
    struct buf text = BUF_INIT(1 << 14);
    const struct diag *worst = job_worst(diags);
    if (worst != NULL) diag_message(&text, worst);
    slice kept = arena_copy(x->job->arena, buf_slice(&text));
    buf_free(&text);
    return kept;
}

/* ---- IEA ---- */

/* All or nothing: what is wrong with some of its documents is wrong with the interchange.  When only business checks hold them, the
   acknowledgement is still what the standard says. */
static void judge_whole(struct interchange *x, struct diags *diags)
{
    if (x->partner == NULL || !slice_is(x->partner->agreement->whole, "interchange") || x->sets_wrong == 0) return;
    slice count = arena_printf(x->arena, "%u", x->sets_wrong);
    struct diag *whole = diag_add(diags, &engine_findings[ENGINE_WHOLE], isa_place(x, 13), count, NO_ARG, NO_ARG, NO_ARG);
    if (x->sets_rejected == 0) diag_set_severity(diags, whole, SEV_HOLD_DOCUMENT);
    copy_findings(diags, &x->set_findings);
}

static void condemn_orders(struct interchange *x, enum order_state state)
{
    struct job *job = x->job;
    for (const struct known_order *known = x->orders; known != NULL && job->err == 0; known = known->next) {
        struct order order = {
            .partner = x->partner->agreement->name, .number = known->number, .state = state, .intake = job->id, .lines = known->lines,
            .reason = SLICE("INTERCHANGE-WHOLE"), .first_seen = job->at, .changed = job->at,
        };
        job->err = store_order_put(job->engine->store, &order);
    }
}

static void end_interchange(struct interchange *x, const struct document_step *step)
{
    struct job *job = x->job;
    judge_whole(x, step->diags);
    bool rejected = (x->refused && !x->silent) || diags_has(step->diags, SEV_REJECT_INTERCHANGE);
    if (rejected || diags_has(step->diags, SEV_HOLD_LINE)) {
        undo(x, "interchange", &x->before);
        slice title = arena_printf(job->arena, "Interchange %.*s from %.*s %s: %.*s", SLICE_ARG(x->isa[13]),
                                   SLICE_ARG(interchange_name(x)), rejected ? "was not taken" : "is held", SLICE_ARG(worst_message(x, step->diags)));
        refuse(x, step->diags, REPORT_INTERCHANGE, title,
               x->silent                                             ? SLICE("nothing was sent: it waits here for a decision")
               : x->partner == NULL || (x->refused && !wants_ta1(x)) ? SLICE("nothing was sent: see what to do")
               : x->refused                                        ? SLICE("a TA1 refuses the interchange; nothing else was sent")
               : rejected                                          ? SLICE("the 997 of each group rejects it (AK9 R)")
                                                                   : SLICE("the 997 of each group accepts it; only the business check holds it here"));
        if (x->partner != NULL) condemn_orders(x, rejected ? ORDER_REJECTED : ORDER_HELD);
    } else if (step->diags->count > 0) {
        job_findings(job, 0, step->diags);
    }
    if (job->err == 0) job->err = store_release(job->engine->store, "interchange");
    write_answers(x, step->diags, rejected);
}

/* ---- the file ---- */

static const struct schema *choose(void *context, const struct document_step *step, struct check_options *options, struct diags *diags)
{
    struct interchange *x = context;
    if (x->refused || x->partner == NULL) return NULL;
    const struct agreement *agreement = x->partner->agreement;
    setup_check_options(x->partner, options);
    struct place place = document_set_place(step, &x->job->source);
    const struct x12_group *group = step->group;
    const struct setup_route *route = setup_route(x->partner, step->set_id, group->gs[8]);
    if (route == NULL) {
        diag_add(diags, &engine_findings[ENGINE_SET_NOT_AGREED], place, agreement->name, step->set_id, NO_ARG, NO_ARG);
        return NULL;
    }
    return catalogue_choose(x->job->engine->setup->catalogue, group->gs[1], group->gs[8], step->set_id, route->document->guide, place, diags);
}

/* What is about no interchange: a file in which none was found is refused, bytes around those that were are only remembered. */
static void end_file(struct job *job, const struct diags *diags)
{
    if (diags->worst >= SEV_REJECT_DOCUMENT) job_refuse_file(job, diags, job->folder);
    else job_findings(job, 0, diags);
}

void interchange_file(struct job *job)
{
    struct interchange x = { .job = job, .arena = arena_new() };
    struct document_chooser chooser = { choose, &x };
    struct document_step step;
    int got;
    documents_open(job->engine->documents, &job->source, 0, &chooser);
    while (job->err == 0 && (got = documents_next(job->engine->documents, &step)) != 0) {
        if (got < 0) {
            job->err = got;
            break;
        }
        switch (step.event) {
        case DOCUMENT_INTERCHANGE: begin_interchange(&x, &step); break;
        case DOCUMENT_GROUP: if (!x.refused) begin_group(&x, &step); break;
        case DOCUMENT_SET: if (!x.refused) take_set(&x, &step); break;
        case DOCUMENT_GROUP_END: if (!x.refused) end_group(&x, &step); break;
        case DOCUMENT_INTERCHANGE_END: end_interchange(&x, &step); break;
        case DOCUMENT_TA1: take_ta1(&x, &step); break;
        case DOCUMENT_END: end_file(job, step.diags); break;
        }
    }
    arena_free(x.arena);
}
