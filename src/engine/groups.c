/* groups.c - one functional group of an interchange: begun, judged at its end, undone when its trailer condemns it.
 *
 * A group of a kind or release that nobody agreed on shows itself by its sets, of which none can be read; only then is it asked whether the
 * group itself is the reason, so that sound groups pay nothing for the question. */
#include "engine/findings.h"
#include "engine/interchange.h"

void begin_group(struct interchange *x, const struct document_step *step)
{
    struct answered_group *g = arena_alloc(x->arena, sizeof *g);
    *g = (struct answered_group){ .ge01 = -1 };
    g->functional_id = arena_copy(x->arena, step->group->gs[1]);
    g->control = arena_copy(x->arena, step->group->gs[6]);
    g->release = arena_copy(x->arena, step->group->gs[8]);
    g->ack = ack_group_new(x->arena, g->functional_id, g->control, g->release);
    g->form = ack_group_form(g->ack, x->partner->agreement->acknowledge == CONF_ACK_999 ? ACK_999 : ACK_997);
    diags_init(&g->diags, x->arena, x->job->engine->setup->conf->max_findings);
    *x->last_group = g;
    x->last_group = &g->next;
    x->group = g;
    x->before_group = x->job->tally;
    if (x->job->err == 0) x->job->err = store_savepoint(x->job->engine->store, "grp");
    seen_group(x, step);
}

/* ---- a group of which no set could be read ---- */

/* Is a set of this kind of group agreed, in whatever release; and in this one? */
static bool kind_is_agreed(struct interchange *x, slice functional_id, slice release)
{
    const struct agreement *a = x->partner->agreement;
    struct catalogue *catalogue = x->job->engine->setup->catalogue;
    for (unsigned i = 0; i < a->n_documents; i++) {
        const struct conf_document *d = &a->documents[i];
        bool other = release.len > 0 && d->release.len > 0 && !slice_eq(slice_sub(d->release, 0, release.len), release);
        if (!other && slice_eq(catalogue_functional_id(catalogue, release, d->set), functional_id)) return true;
    }
    return false;
}

static void judge(struct interchange *x, const struct document_step *step)
{
    const struct agreement *a = x->partner->agreement;
    slice kind = step->group->gs[1], release = slice_sub(step->group->gs[8], 0, 6);
    if (kind.len != 2 || release.len != 6) return;      /* the reader has said so */
    if (!kind_is_agreed(x, kind, (slice){ 0 }))
        diag_add(step->diags, &engine_findings[ENGINE_GROUP_UNKNOWN], document_group_place(step, &x->job->source, 1), kind,
                 arena_printf(x->arena, "not agreed with %.*s", SLICE_ARG(a->name)), NO_ARG, NO_ARG);
    else if (!kind_is_agreed(x, kind, release))
        diag_add(step->diags, &engine_findings[ENGINE_RELEASE_UNKNOWN], document_group_place(step, &x->job->source, 8), step->group->gs[8],
                 arena_printf(x->arena, "not agreed with %.*s for groups %.*s", SLICE_ARG(a->name), SLICE_ARG(kind)), NO_ARG, NO_ARG);
}

/* ---- GE ---- */

static void take_back(struct interchange *x, const struct document_step *step, bool rejected)
{
    const struct answered_group *g = x->group;
    undo(x, "grp", &x->before_group);
    slice title = arena_printf(x->job->arena, "Group %.*s of interchange %.*s %s whole: %.*s", SLICE_ARG(g->control), SLICE_ARG(x->isa[13]),
                               rejected ? "was rejected" : "is held", SLICE_ARG(worst_message(x, step->diags)));
    refuse(x, step->diags, REPORT_INTERCHANGE, title,
           rejected ? SLICE("the 997 rejects the whole group (AK9 R)") : SLICE("the 997 answers it as it would have; it waits here for a decision"));
    x->sets_wrong++;
}

void end_group(struct interchange *x, const struct document_step *step)
{
    struct answered_group *g = x->group;
    uint64_t ge01;
    if (g == NULL) return;
    if (step->group_unread) judge(x, step);
    copy_findings(&g->diags, step->diags);
    if (slice_to_u64(step->group->ge01, UINT32_MAX, &ge01)) g->ge01 = (int64_t)ge01;
    bool rejected = diags_has(step->diags, SEV_REJECT_GROUP);
    if (rejected || diags_has(step->diags, SEV_HOLD_LINE)) take_back(x, step, rejected);
    else if (step->diags->count > 0) job_findings(x->job, 0, step->diags);
    if (x->job->err == 0) x->job->err = store_release(x->job->engine->store, "grp");
    x->group = NULL;
}
