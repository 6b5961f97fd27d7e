/* seen.c - control numbers that were used before: what is a duplicate, and what the agreement does with it.
 *
 * Numbers are looked for between the same two addresses, within the agreement's days.  The number of an interchange or group that is rejected
 * is forgotten with it (it is remembered inside the savepoint that is undone), so that a partner can mend a file and send it again.  The
 * highest interchange number is kept beside that, of rejected ones too: they were sent. */
#include "base/err.h"
#include "engine/findings.h"
#include "engine/interchange.h"

static const int64_t DAY = 24LL * 3600 * 1000000;

static enum severity severity_of(enum conf_duplicate decision, const struct diag_def *def)
{
    return decision == CONF_DUPLICATE_REFUSE ? def->severity : decision == CONF_DUPLICATE_HOLD ? SEV_HOLD_DOCUMENT : SEV_NOTE;
}

static void keep_error(struct interchange *x, int err)
{
    if (err != 0 && x->job->err == 0) x->job->err = err;
}

static slice address(struct interchange *x, unsigned qualifier)
{
    return arena_printf(x->arena, "%.*s/%.*s", SLICE_ARG(x->isa[qualifier]), SLICE_ARG(x->isa[qualifier + 1]));
}

static instant window(const struct interchange *x) { return x->job->at - x->partner->agreement->duplicate_days * DAY; }

/* ---- interchanges ---- */

void seen_interchange(struct interchange *x, const struct document_step *step)
{
    const struct agreement *a = x->partner->agreement;
    struct store *store = x->job->engine->store;
    int64_t earlier = 0;
    slice sender = address(x, 5), receiver = address(x, 7);
    bool looks = a->duplicate_days > 0 && a->duplicate_interchange != CONF_DUPLICATE_IGNORE;
    int err = looks ? store_interchange_find(store, sender, receiver, x->isa[13], window(x), &earlier) : E_NOT_FOUND;
    if (err == 0) {
        const struct diag_def *def = &engine_findings[ENGINE_DUPLICATE_INTERCHANGE];
        struct diag *diag = diag_add(step->diags, def, isa_place(x, 13), x->isa[13], sender, spool_id_text(x->arena, earlier), NO_ARG);
        diag_set_severity(step->diags, diag, severity_of(a->duplicate_interchange, def));
        x->refused = a->duplicate_interchange != CONF_DUPLICATE_ACCEPT;
        x->silent = a->duplicate_interchange == CONF_DUPLICATE_HOLD;
    }
    if (err == E_NOT_FOUND || (err == 0 && !x->refused)) err = store_interchange_add(store, sender, receiver, x->isa[13], x->job->id, x->job->at);
    keep_error(x, err);
}

void seen_in_sequence(struct interchange *x, const struct document_step *step)
{
    const struct agreement *a = x->partner->agreement;
    uint64_t number;
    uint32_t before = 0;
    if (!a->note_sequence || x->job->err != 0 || !slice_to_u64(x->isa[13], 999999999, &number)) return;
    slice name = arena_printf(x->arena, "high:%.*s", SLICE_ARG(a->name));
    keep_error(x, store_counter_raise(x->job->engine->store, name, (uint32_t)number, &before));
    slice earlier = arena_printf(x->arena, "%09u", before);
    if (before == 0 || number == before || number == before + 1) return;
    if (number < before) {
        diag_add(step->diags, &engine_findings[ENGINE_SEQUENCE_BACK], isa_place(x, 13), x->isa[13], earlier, NO_ARG, NO_ARG);
    } else {
        slice between = arena_printf(x->arena, "%llu", (unsigned long long)(number - before - 1));
        diag_add(step->diags, &engine_findings[ENGINE_SEQUENCE_GAP], isa_place(x, 13), x->isa[13], earlier, between, NO_ARG);
    }
}

/* ---- groups and sets ---- */

/* Was this number seen?  Then a finding says so. */
static void look(struct interchange *x, enum conf_duplicate decision, slice number, enum engine_finding finding, struct place place, slice kind,
                 slice control, struct diags *diags)
{
    int64_t earlier = 0;
    const struct diag_def *def = &engine_findings[finding];
    int err = x->partner->agreement->duplicate_days > 0 ? store_number_find(x->job->engine->store, number, window(x), &earlier) : E_NOT_FOUND;
    if (err != 0) {
        keep_error(x, err == E_NOT_FOUND ? 0 : err);
        return;
    }
    struct diag *diag = diag_add(diags, def, place, kind, control, x->partner->agreement->name, spool_id_text(x->arena, earlier));
    diag_set_severity(diags, diag, severity_of(decision, def));
}

void seen_group(struct interchange *x, const struct document_step *step)
{
    const slice *gs = step->group->gs;
    enum conf_duplicate decision = x->partner->agreement->duplicate_group;
    if (decision == CONF_DUPLICATE_IGNORE || x->job->err != 0) return;
    slice number = arena_printf(x->arena, "GS %.*s %.*s/%.*s %.*s", SLICE_ARG(gs[1]), SLICE_ARG(gs[2]), SLICE_ARG(gs[3]), SLICE_ARG(gs[6]));
    look(x, decision, number, ENGINE_DUPLICATE_GROUP, document_group_place(step, &x->job->source, 6), gs[1], gs[6], step->diags);
    keep_error(x, store_number_add(x->job->engine->store, number, x->job->id, x->job->at));
}

static slice set_number(const struct document_step *step)
{
    const slice *gs = step->group->gs;
    return arena_printf(step->arena, "ST %.*s %.*s/%.*s %.*s", SLICE_ARG(step->set_id), SLICE_ARG(gs[2]), SLICE_ARG(gs[3]), SLICE_ARG(step->set_control));
}

void seen_set(struct interchange *x, const struct document_step *step)
{
    enum conf_duplicate decision = x->partner->agreement->duplicate_set;
    if (decision == CONF_DUPLICATE_IGNORE || x->job->err != 0) return;
    look(x, decision, set_number(step), ENGINE_DUPLICATE_SET, document_set_place(step, &x->job->source), step->set_id, step->set_control, step->diags);
}

void seen_set_remember(struct interchange *x, const struct document_step *step)
{
    if (x->partner->agreement->duplicate_set == CONF_DUPLICATE_IGNORE || x->job->err != 0) return;
    keep_error(x, store_number_add(x->job->engine->store, set_number(step), x->job->id, x->job->at));
}
