/* sets.c - what becomes of one checked transaction set: rejected, held, or converted to a record for Prima.
 *
 * The acknowledgement looks only at syntax, standard and guide; whether the business can use the order is decided after it and never changes
 * it.  A set that is wrong does not stop its neighbours, unless the agreement says all or nothing. */
#include "base/render.h"
#include "engine/findings.h"
#include "engine/interchange.h"
#include "engine/order_lines.h"
#include "engine/translate.h"

static const int64_t DAY = 24LL * 3600 * 1000000;
/* Amazon wants the acknowledgement of an order within 24 hours; a held order is worth nothing after that. */
static const instant ANSWER_WITHIN = 24LL * 3600 * 1000000;

struct set_outcome {
    struct interchange *x;
    const struct document_step *step;
    const struct setup_route *route;
    struct translation made;
    struct document document;
    struct order earlier;               /* the same purchase order, seen before */
    bool is_known;
};

static const char *const order_words[] = {
    [ORDER_RECEIVED] = "received", [ORDER_HELD] = "held", [ORDER_CONVERTED] = "converted", [ORDER_REJECTED] = "rejected",
    [ORDER_REFUSED] = "rejected by partner",
};

/* The failing set alone, in an envelope of its own: the one it came in, with counts of one. */
static slice enveloped(struct set_outcome *o)
{
    struct job *job = o->x->job;
    const struct x12_interchange *i = o->step->interchange;
    const struct x12_group *g = o->step->group;
    struct buf text = BUF_INIT((size_t)1 << 31);
    char e = i->delims.element;
    slice end = { i->delims.terminator, i->delims.terminator_len };
    buf_printf(&text, "ISA");
    static const uint8_t widths[17] = { 0, 2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1, 1 };
    for (unsigned k = 1; k <= 16; k++) buf_printf(&text, "%c%-*.*s", e, widths[k], SLICE_ARG(i->isa[k]));
    buf_add(&text, end);
    buf_printf(&text, "\nGS");
    for (unsigned k = 1; k <= 8; k++) buf_printf(&text, "%c%.*s", e, SLICE_ARG(g->gs[k]));
    buf_add(&text, end);
    buf_putc(&text, '\n');
    buf_add(&text, o->step->text);
    if (!slice_ends(slice_trim(o->step->text), end)) buf_add(&text, end);
    buf_printf(&text, "\nGE%c1%c%.*s", e, e, SLICE_ARG(g->gs[6]));
    buf_add(&text, end);
    buf_printf(&text, "\nIEA%c1%c%.*s", e, e, SLICE_ARG(i->isa[13]));
    buf_add(&text, end);
    buf_putc(&text, '\n');
    slice kept = arena_copy(job->arena, buf_slice(&text));
    buf_free(&text);
    return kept;
}

/* The currency of an order that names none. */
static slice agreed_currency(const struct set_outcome *o)
{
    for (unsigned i = 0; o->route != NULL && i < o->route->route.n_params; i++)
        if (slice_is(o->route->route.params[i].name, "currency")) return o->route->route.params[i].value;
    return (slice){ 0 };
}

/* With a capital at its beginning. */
static slice sentence(struct arena *arena, slice s)
{
    bool small = s.len > 0 && *s.ptr >= 'a' && *s.ptr <= 'z';
    return small ? arena_printf(arena, "%c%.*s", *s.ptr - 'a' + 'A', SLICE_ARG(slice_sub(s, 1, s.len))) : s;
}

/* " (and 3 more)": faults beside the one that is named. */
static slice how_many_more(struct arena *arena, const struct diags *diags)
{
    size_t n = 0;
    for (int severity = SEV_HOLD_LINE; severity <= SEV_ERROR; severity++) n += diags_count(diags, (enum severity)severity);
    return n > 1 ? arena_printf(arena, " (and %zu more)", n - 1) : (slice){ 0 };
}

static void quarantine(struct set_outcome *o, enum report_kind kind, const char *verb, slice acknowledged)
{
    struct interchange *x = o->x;
    struct job *job = x->job;
    const struct document_step *step = o->step;
    struct buf message = BUF_INIT(1 << 16);
    const struct diag *worst = job_worst(step->diags);
    if (worst != NULL) diag_message(&message, worst);
    slice title_of = step->schema ? step->schema->title : SLICE("transaction set");
    slice what = slice_trim(o->document.key).len > 0 ? o->document.key : arena_printf(job->arena, "(set %.*s)", SLICE_ARG(step->set_control));
    struct report report = {
        .kind = kind,
        .title = sentence(job->arena, arena_printf(job->arena, "%.*s %.*s %s: %.*s%.*s", SLICE_ARG(title_of), SLICE_ARG(what), verb,
                                                   SLICE_ARG(buf_slice(&message)), SLICE_ARG(how_many_more(job->arena, step->diags)))),
        .partner = x->partner->agreement->name,
        .partner_title = x->partner->agreement->title,
        .document = o->document.kind,
        .document_title = title_of,
        .key = o->document.key,
        .interchange_control = x->isa[13],
        .group_control = x->group->control,
        .set_control = step->set_control,
        .due = o->route && o->route->has_map ? job->at + ANSWER_WITHIN : 0,
        .acknowledged = acknowledged,
        .diags = step->diags,
        .whole = step->text,
        .whole_offset = step->offset,
        .terminator = x->delims.terminator[0],
    };
    buf_free(&message);
    struct order_lines lines;
    order_lines_read(step->arena, step->schema, step->tree, step->diags, &lines);
    report.lines = lines.items;
    report.n_lines = lines.count;
    report.worth_amount = lines.worth;
    report.worth_currency = lines.currency.len > 0 ? lines.currency : agreed_currency(o);
    o->document.reason = worst ? slice_of(worst->def->code) : (slice){ 0 };
    o->document.quarantine = job_quarantine(job, step->ordinal, &report, enveloped(o));
    x->sets_wrong++;
    if (kind == REPORT_SET) x->sets_rejected++;
    copy_findings(&x->set_findings, step->diags);
}

/* The set as a whole: its ST. */
static struct place set_place(const struct set_outcome *o)
{
    struct place place = place_at(&o->x->job->source, o->step->offset, 2);
    place.segment = 1;
    memcpy(place.segment_id, "ST", 3);
    slice control = slice_sub(o->step->set_control, 0, sizeof place.set_control - 1);
    slice id = slice_sub(o->step->set_id, 0, sizeof place.set_id - 1);
    if (control.len > 0) memcpy(place.set_control, control.ptr, control.len);
    if (id.len > 0) memcpy(place.set_id, id.ptr, id.len);
    return place;
}

/* Where the order's number stands; the set when it was made of several values. */
static struct place key_place(const struct set_outcome *o)
{
    struct place place = set_place(o);
    slice key = map_key(o->route->route.map, o->step->tree);
    if (key.len > 0) (void)document_find_field(o->step->tree, key.ptr, &place);
    return place;
}

/* Is this purchase order known already, from another document? */
static void look_for_duplicate(struct set_outcome *o)
{
    struct job *job = o->x->job;
    const struct agreement *agreement = o->x->partner->agreement;
    int err = store_order_find(job->engine->store, agreement->name, o->document.key, job->at - agreement->duplicate_days * DAY, o->step->arena,
                               &o->earlier);
    o->is_known = err == 0 && o->earlier.state != ORDER_REJECTED;
    if (o->is_known) {
        diag_add(o->step->diags, &engine_findings[ENGINE_DUPLICATE_ORDER], key_place(o), o->document.key, spool_id_text(o->step->arena, o->earlier.intake),
                 slice_of(order_words[o->earlier.state]), NO_ARG);
    } else if (err != 0 && err != E_NOT_FOUND && job->err == 0) {
        job->err = err;
    }
}

/* Where an interchange is taken whole or not at all, its orders are rejected with it. */
static void remember_order(struct set_outcome *o)
{
    struct interchange *x = o->x;
    if (o->document.key.len == 0 || !slice_is(x->partner->agreement->whole, "interchange")) return;
    struct known_order *known = arena_alloc(x->arena, sizeof *known);
    *known = (struct known_order){ arena_copy(x->arena, o->document.key), o->made.result.lines, x->orders };
    x->orders = known;
}

/* A duplicate changes nothing of what is known of its order. */
static void put_order(struct set_outcome *o, enum order_state state)
{
    if (o->is_known) return;
    remember_order(o);
    struct job *job = o->x->job;
    /* Where the map did not run, nobody has counted them. */
    const unsigned lines = o->made.result.lines ? o->made.result.lines : order_lines_count(o->step->schema, o->step->tree);
    struct order order = {
        .partner = o->x->partner->agreement->name, .number = o->document.key, .state = state, .intake = job->id, .ordinal = o->step->ordinal,
        .lines = lines, .held_lines = o->made.result.held_lines, .reason = o->document.reason, .changed = job->at,
        .first_seen = o->earlier.first_seen ? o->earlier.first_seen : job->at,
    };
    if (o->document.key.len > 0 && job->err == 0) job->err = store_order_put(job->engine->store, &order);
}

static void convert(struct set_outcome *o)
{
    struct job *job = o->x->job;
    slice name = spool_output_name(o->step->arena, job->at, job->id, "sales-order", o->document.key, ".xml");
    slice path = arena_printf(o->step->arena, "outbox/prima/%.*s", SLICE_ARG(name));
    job_output(job, "sales-order", o->document.key, path, o->made.bytes, o->step->ordinal);
    o->document.state = DOC_CONVERTED;
    job->tally.converted++;
    put_order(o, ORDER_CONVERTED);
}

static void hold(struct set_outcome *o)
{
    o->document.state = DOC_HELD;
    o->x->job->tally.held++;
    quarantine(o, REPORT_ORDER, "is held", SLICE("the 997 accepts it; only the business check holds it here"));
    put_order(o, ORDER_HELD);
}

/* The agreement may let the sound lines of an order go while the held ones wait. */
static bool may_split(const struct set_outcome *o)
{
    return !o->x->partner->agreement->hold_order && !diags_has(o->step->diags, SEV_HOLD_DOCUMENT) && o->made.bytes.len > 0 &&
           o->made.result.held_lines < o->made.result.lines;
}

static void split(struct set_outcome *o)
{
    slice held = arena_printf(o->step->arena, "%u", o->made.result.held_lines), all = arena_printf(o->step->arena, "%u", o->made.result.lines);
    diag_add(o->step->diags, &engine_findings[ENGINE_SPLIT], set_place(o), held, all, NO_ARG, NO_ARG);
    quarantine(o, REPORT_ORDER, "went to Prima in part", SLICE("the 997 accepts it; only the business check holds lines here"));
    convert(o);
}

static void translate_order(struct set_outcome *o)
{
    struct engine *e = o->x->job->engine;
    const struct route *route = &o->route->route;
    struct map_env env = {
        .items = e->master.items ? &e->master.lookup : NULL, .tables = e->setup->tables, .n_tables = e->setup->n_tables,
        .params = route->params, .n_params = route->n_params, .document_id = o->x->job->id_text,
    };
    translate(e->translator, route, &env, o->x->partner->agreement->charset, o->step->tree, o->step->arena, NULL, &o->made, o->step->diags);
    slice key = o->made.result.key;
    if (key.len == 0) key = map_key(route->map, o->step->tree);         /* the map did not run */
    o->document.key = arena_copy(o->step->arena, key);
    o->document.map = map_id(route->map);
    o->document.map_version = map_version(route->map);
    o->document.map_digest = route->digest;
    o->document.items_digest = e->master.digest;
    if (o->document.key.len > 0 && o->x->partner->agreement->duplicate_days > 0) look_for_duplicate(o);
    if (may_split(o) && o->made.result.held_lines > 0) split(o);
    else if (o->made.bytes.len == 0 || o->step->diags->worst >= SEV_HOLD_LINE) hold(o);
    else convert(o);
}

static void reject(struct set_outcome *o)
{
    o->document.state = DOC_REJECTED;
    o->x->job->tally.rejected++;
    if (o->route != NULL && o->route->has_map && o->step->schema != NULL)
        o->document.key = arena_copy(o->step->arena, map_key(o->route->route.map, o->step->tree));
    quarantine(o, REPORT_SET, "was rejected", SLICE("the 997 rejects this transaction set (AK5 R); its sound neighbours go on"));
    put_order(o, ORDER_REJECTED);
}

void take_set(struct interchange *x, const struct document_step *step)
{
    struct job *job = x->job;
    struct set_outcome o = { .x = x, .step = step, .route = setup_route(x->partner, step->set_id, step->group->gs[8]) };
    o.document = (struct document){
        .intake = job->id, .ordinal = step->ordinal, .partner = x->partner->agreement->name, .kind = step->set_id,
        .interchange_control = x->isa[13], .group_control = x->group->control, .set_control = step->set_control,
        .offset = step->offset, .length = step->length, .state = DOC_ACCEPTED, .at = job->at,
    };
    job->tally.sets++;
    seen_set(x, step);
    ack_group_set(x->group->ack, step->set_id, step->set_control, step->diags);
    ack_group_convention(x->group->ack, step->set_convention);
    if (step->diags->worst >= SEV_REJECT_DOCUMENT) reject(&o);
    else if (slice_is(step->set_id, "997") || slice_is(step->set_id, "999")) o.document.key = take_answer(x, step);
    else if (o.route != NULL && o.route->has_map) translate_order(&o);
    if (o.document.state != DOC_REJECTED) seen_set_remember(x, step);
    job_findings(job, step->ordinal, step->diags);
    job_document(job, &o.document);
}
