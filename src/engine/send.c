/* send.c - the way out: one interchange from sets that are ready, with numbers from the store and a row in the ledger for each set.
 *
 * It happens inside the open store transaction, so that a number is given, the file published and the answer expected together, or none of
 * it.  Acknowledgements of ours are not sent here (answers.c): nobody answers them. */
#include "engine/send.h"

#include <stdio.h>

enum { CONTROL_MAX = 999999999, OUT_MAX_BYTES = 1 << 30 };
static const int64_t SECOND = 1000000;

/* ---- what it is about ---- */

static const struct { const char *set, *segment; unsigned element; } keys[] = {
    { "850", "BEG", 3 }, { "855", "BAK", 3 }, { "856", "PRF", 1 }, { "860", "BCH", 3 }, { "865", "BCA", 3 }, { "810", "BIG", 4 },
};

slice send_key(const struct tree *tree, slice set_id)
{
    for (unsigned i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (!slice_is(set_id, keys[i].set)) continue;
        for (uint32_t g = 1; g < tree->groups; g++)
            if (tree->group[g].fields > 0 && slice_is(tree_field(tree, g, 0), keys[i].segment)) return tree_field(tree, g, keys[i].element);
    }
    return (slice){ 0 };
}

/* ---- the envelope ---- */

struct x12_delims send_delims(const struct agreement *a, slice set_id, const struct x12_delims *like)
{
    const struct conf_envelope agreed = agreement_envelope(a, set_id);
    struct x12_delims d = *like;
    if (agreed.element) d.element = agreed.element;
    if (agreed.component) d.component = agreed.component;
    if (agreed.repetition) d.repetition = agreed.repetition;
    if (agreed.terminator) {
        d.terminator[0] = agreed.terminator;
        d.terminator_len = 1;
    }
    return d;
}

static uint32_t next_control(struct job *job, const char *counter, const struct agreement *a)
{
    uint32_t number = 1;
    slice name = arena_printf(job->arena, "%s:%.*s", counter, SLICE_ARG(a->name));
    if (job->err == 0) job->err = store_counter_next(job->engine->store, name, CONTROL_MAX, &number);
    return job->err == 0 ? number : 1;
}

struct sending {
    struct job *job;
    const struct agreement *agreement;
    struct x12_writer w;
    struct buf text;
    uint32_t interchange_control, group_control;
    slice path, archived;
    uint32_t ordinal;                   /* of the set in the file */
};

static const char *version_of(struct job *job, const struct conf_envelope *agreed, slice version, slice release)
{
    if (agreed->version.len) return arena_cstr(job->arena, agreed->version);
    if (version.len == 5) return arena_cstr(job->arena, version);
    return release.len >= 5 ? arena_cstr(job->arena, slice_sub(release, 0, 5)) : "00401";     /* 005010: 00501 */
}

static slice release_of(const struct agreement *a, const struct outgoing_set *set)
{
    const struct conf_envelope agreed = agreement_envelope(a, set->set_id);
    return agreed.release.len ? agreed.release : set->release;
}

static void remember(struct sending *s, const struct outgoing_set *set, slice control)
{
    struct job *job = s->job;
    const struct agreement *a = s->agreement;
    struct sent sent = {
        .partner = a->name, .functional_id = set->functional_id, .set_id = set->set_id, .interchange_control = s->interchange_control,
        .group_control = s->group_control, .set_control = control, .key = set->key, .intake = job->id, .path = s->archived, .at = job->at,
        .late = job->at + a->answers_late * SECOND, .missing = job->at + a->answers_missing * SECOND, .state = SENT_WAITING,
    };
    if (job->err == 0) job->err = store_sent_add(job->engine->store, &sent);
    struct document document = {
        .intake = job->id, .ordinal = ++s->ordinal, .partner = a->name, .kind = set->set_id, .set_control = control, .key = set->key,
        .interchange_control = arena_printf(job->arena, "%09u", s->interchange_control),
        .group_control = arena_printf(job->arena, "%u", s->group_control), .state = DOC_SENT, .at = job->at,
    };
    job_document(job, &document);
    job->tally.sent++;
}

static void write_set(struct sending *s, const struct outgoing_set *set, unsigned number)
{
    char control[10];
    snprintf(control, sizeof control, "%04u", number);
    x12_write_st_by(&s->w, arena_cstr(s->job->arena, set->set_id), control, set->convention);
    buf_add(s->w.out, set->body);
    s->w.segments += set->segments;
    x12_write_se(&s->w);
    remember(s, set, arena_copy(s->job->arena, slice_of(control)));
}

/* The first of the sets and its neighbours of the same kind; returns the one after them. */
static const struct outgoing_set *write_group(struct sending *s, const struct outgoing_set *set)
{
    const struct agreement *a = s->agreement;
    const struct outgoing_set *first = set;
    unsigned n = 0;
    s->group_control = next_control(s->job, "gs06", a);
    x12_write_gs(&s->w, arena_cstr(s->job->arena, first->functional_id), a->our_group_id, a->their_group_id, s->job->at, s->group_control,
                 release_of(a, first));
    for (; set && slice_eq(set->functional_id, first->functional_id) && slice_eq(release_of(a, set), release_of(a, first)); set = set->next)
        write_set(s, set, ++n);
    x12_write_ge(&s->w);
    return set;
}

void send_sets(struct job *job, const struct agreement *a, const struct x12_delims *delims, slice version, char usage, const struct outgoing_set *sets)
{
    const struct conf_envelope agreed = agreement_envelope(a, sets->set_id);
    const struct x12_address us = { a->our_qualifier, a->our_id, a->our_group_id }, them = { a->their_qualifier, a->their_id, a->their_group_id };
    struct sending s = { .job = job, .agreement = a, .text = BUF_INIT(OUT_MAX_BYTES) };
    s.interchange_control = next_control(job, "isa13", a);
    slice key = arena_printf(job->arena, "%09u", s.interchange_control);
    slice name = spool_output_name(job->arena, job->at, job->id, arena_cstr(job->arena, sets->set_id), key, ".x12");
    s.path = arena_printf(job->arena, "outbox/%.*s/%.*s", SLICE_ARG(a->name), SLICE_ARG(name));
    s.archived = arena_printf(job->arena, "%.*s/%.*s", SLICE_ARG(job->archive_dir), SLICE_ARG(name));
    x12_write_begin(&s.w, &s.text, delims, agreed.line_ends);
    x12_write_isa(&s.w, &us, &them, job->at, version_of(job, &agreed, version, release_of(a, sets)), s.interchange_control, false, usage);
    for (const struct outgoing_set *set = sets; set;) set = write_group(&s, set);
    x12_write_iea(&s.w);
    job_output(job, arena_cstr(job->arena, sets->set_id), key, s.path, buf_slice(&s.text), 0);
    buf_free(&s.text);
}
