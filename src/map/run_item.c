/* run_item.c - which Prima item a line means: all identifiers of the line that the map declared go to the master at once, and each way to fail has
 * a finding of its own. */
#include "map/run.h"

/* What a line says about its item. */
struct item_keys { struct item_query query[RUN_MAX_KEYS]; unsigned element[RUN_MAX_KEYS], n; };

static inline bool is_kind(const struct item_kind *kind, uint32_t code, slice qualifier)
{
    return kind->code == code && (qualifier.len <= 2 || slice_eq(kind->qualifier, qualifier));
}

static __attribute__((noinline)) const struct item_kind *kind_search(const struct used_items *items, uint32_t code, slice qualifier)
{
    for (const struct item_kind *kind = items->kinds, *end = kind + items->n_kinds; kind < end; kind++)
        if (is_kind(kind, code, qualifier)) return kind;
    return NULL;
}

/* Lines resemble the one before: what stood at this place there is tried first.  The first of equal ones is found either way. */
static inline const struct item_kind *kind_find(struct run *run, unsigned place, slice qualifier)
{
    const struct item_kind **hint = &run->kind_hint[place % RUN_MAX_KEYS];
    const uint32_t code = plan_code(qualifier);
    if (*hint && is_kind(*hint, code, qualifier)) return *hint;
    const struct item_kind *kind = kind_search(&run->map->items, code, qualifier);
    if (kind) *hint = kind;
    return kind;
}

static void gather(struct run *run, const struct expr_ref *ref, uint32_t group, struct item_keys *keys)
{
    const struct tree *in = run->x.in;
    const struct span *spans = in->field + in->group[group].first;
    const unsigned fields = in->group[group].fields;
    unsigned n = 0;
    for (unsigned k = ref->pair_first; k <= ref->pair_last && k + 1 < fields && n < RUN_MAX_KEYS; k += 2) {
        if (spans[k].len == 0 || spans[k + 1].len == 0) continue;
        const slice qualifier = { in->text + spans[k].off, spans[k].len };
        const struct item_kind *kind = kind_find(run, k / 2, qualifier);
        if (!kind) continue;
        keys->query[n] = (struct item_query){ kind->key, qualifier, { in->text + spans[k + 1].off, spans[k + 1].len }, 0 };
        keys->element[n++] = k + 1;
    }
    keys->n = n;
}

static void read_as_of(struct run *run, const struct rule *r)
{
    const struct expr *e = run->map->items.as_of;
    expr_eval(&run->x, e, &run->as_of);
    run->has_as_of = true;
    if (run->as_of.kind == VALUE_DATE) run->as_of_day = date_days(run->as_of.day);
    if (value_is_absent(&run->as_of) && !run->as_of.yes) run_finding(run, r, map_def(RUN_AS_OF), SEV_HOLD_DOCUMENT,
            run_place(run, e), NO_ARG, NO_ARG, NO_ARG, NO_ARG);
}

/* ---- misses ---- */

static slice key_text(struct run *run, const struct item_keys *keys, unsigned i)
{
    if (i >= keys->n) return SLICE("an identifier");
    return run_text(run, "%.*s %.*s", SLICE_ARG(keys->query[i].qualifier), SLICE_ARG(keys->query[i].value));
}

static slice all_keys(struct run *run, const struct item_keys *keys)
{
    struct buf b = BUF_INIT(400);
    for (unsigned i = 0; i < keys->n && b.len < 150; i++)
        buf_printf(&b, "%s%.*s %.*s", i ? ", " : "", SLICE_ARG(keys->query[i].qualifier), SLICE_ARG(keys->query[i].value));
    slice s = arena_copy(run->diags->arena, buf_slice(&b));
    buf_free(&b);
    return s;
}

static slice qualifiers(struct run *run)
{
    struct buf b = BUF_INIT(200);
    const struct used_items *items = &run->map->items;
    for (unsigned i = 0; i < items->n_kinds; i++) buf_printf(&b, "%s%.*s", i ? " " : "", SLICE_ARG(items->kinds[i].qualifier));
    slice s = arena_copy(run->diags->arena, buf_slice(&b));
    buf_free(&b);
    return s;
}

static slice number(struct run *run, uint32_t n) { return run_text(run, "%u", n); }

static slice inactive_words(struct run *run, const struct item_match *m, date day)
{
    slice status = item_text(m, ITEM_STATUS), from = item_text(m, ITEM_VALID_FROM), to = item_text(m, ITEM_VALID_TO);
    if (!slice_is(status, "active")) return status.len ? status : SLICE("not active");
    return run_text(run, "not valid on %04d-%02d-%02d (valid %.*s to %.*s)", day.year, day.month, day.day, SLICE_ARG(from),
                    SLICE_ARG(to.len ? to : SLICE("further notice")));
}

static struct place key_place(struct run *run, const struct item_keys *keys, unsigned i, uint32_t group)
{
    const struct tree *in = run->x.in;
    if (i >= keys->n) return expr_segment_place(&run->x, group, 0, SPAN_ABSENT);
    return expr_segment_place(&run->x, group, keys->element[i], in->field[in->group[group].first + keys->element[i]]);
}

/* Could it be a bar code, but for its check digit? */
static bool is_number_of_a_code(slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] < '0' || s.ptr[i] > '9') return false;
    return s.len == 8 || (s.len >= 12 && s.len <= 14);
}

/* The line is held because nothing was found; that a bar code cannot be right is a note beside it, for it is the likely reason. */
static void report_miss(struct run *run, const struct rule *r, const struct item_keys *keys, const struct item_match *m,
                        uint32_t group, date day)
{
    static const enum map_finding findings[] = {
        [ITEM_UNKNOWN] = ITEM_UNKNOWN_F, [ITEM_INACTIVE] = ITEM_INACTIVE_F, [ITEM_CONFLICT] = ITEM_CONFLICT_F,
                [ITEM_AMBIGUOUS] = ITEM_AMBIGUOUS_F,
        [ITEM_NO_KEY] = ITEM_NO_KEY_F, [ITEM_BAD_CODE] = ITEM_UNKNOWN_F };
    const bool unknown = m->outcome == ITEM_UNKNOWN || m->outcome == ITEM_BAD_CODE;
    slice a[4] = { NO_ARG, NO_ARG, NO_ARG, NO_ARG };
    const struct diag_def *def = map_def(findings[m->outcome]);
    unsigned at = m->outcome == ITEM_UNKNOWN || m->outcome == ITEM_NO_KEY ? 0 : m->key;
    a[0] = key_text(run, keys, at);
    if (unknown) a[0] = all_keys(run, keys);
    if (m->outcome == ITEM_NO_KEY) a[0] = qualifiers(run);
    if (m->outcome == ITEM_INACTIVE) a[1] = item_text(m, ITEM_PRODUCT), a[2] = number(run, m->row), a[3] = inactive_words(run, m,
            day);
    if (m->outcome == ITEM_CONFLICT) a[1] = number(run, m->row), a[2] = key_text(run, keys, m->other_key), a[3] = number(run,
            m->other_row);
    if (m->outcome == ITEM_AMBIGUOUS) a[1] = number(run, m->row), a[2] = number(run, m->other_row);
    struct place place = key_place(run, keys, at, group);
    bool own_words = unknown && r->miss.def != map_def(RUN_LOOKUP);
    if (own_words) run_report(run, r, &r->miss, place, a[0], a[1], a[2], a[3]);
    else run_finding(run, r, def, r->miss.severity, place, a[0], a[1], a[2], a[3]);
    if (m->outcome == ITEM_BAD_CODE)
        run_finding(run, r, map_def(is_number_of_a_code(keys->query[at].value) ? ITEM_CHECK_DIGIT_F : ITEM_BARCODE_F), SEV_NOTE, place,
                    key_text(run, keys, at), NO_ARG, NO_ARG, NO_ARG);
}

/* ---- lines to come ---- */

/* The first identifier of a segment that is of a declared kind. */
static bool first_key(struct run *run, const struct expr_ref *ref, uint32_t group, struct item_query *out)
{
    const struct tree *in = run->x.in;
    const struct span *spans = in->field + in->group[group].first;
    const unsigned fields = in->group[group].fields, last = ref->pair_last;
    for (unsigned k = ref->pair_first; k <= last && k + 1 < fields; k += 2) {
        if (spans[k].len == 0 || spans[k + 1].len == 0) continue;
        const slice qualifier = { in->text + spans[k].off, spans[k].len };
        const struct item_kind *kind = kind_find(run, k / 2, qualifier);
        if (!kind) continue;
        *out = (struct item_query){ kind->key, qualifier, { in->text + spans[k + 1].off, spans[k + 1].len }, 0 };
        return true;
    }
    return false;
}

void run_item_ahead(struct run *run, const struct expr *e, uint32_t instance)
{
    const struct tree *in = run->x.in;
    const struct item_lookup *items = run->env->items;
    struct item_hints *hints = &run->hints;
    struct item_query keys[RUN_AHEAD];
    if (hints->at < hints->n || !items || !items->ahead || instance >= in->groups) return;
    const uint16_t kind = in->group[instance].kind;
    const uint32_t end = tree_end(in, in->group[instance].parent);
    hints->n = hints->at = 0;
    for (uint32_t g = instance; g < end && hints->n < RUN_AHEAD && in->group[g].kind == kind; g = tree_end(in, g)) {
        const uint32_t segment = in->group[g].fields ? g : g + 1;
        if (segment < end && first_key(run, e->args[0]->ref, segment, &keys[hints->n])) hints->group[hints->n++] = segment;
    }
    items->ahead(items->context, keys, hints->n);
    for (unsigned i = 0; i < hints->n; i++) hints->hint[i] = keys[i].hint;
}

static uint32_t hint_of(struct run *run, uint32_t group)
{
    struct item_hints *hints = &run->hints;
    if (hints->at >= hints->n) return 0;
    if (hints->group[hints->at] == group) return hints->hint[hints->at++];
    hints->n = 0;                       /* not the way that was thought */
    return 0;
}

enum row_outcome run_item(struct expr_run *x, const struct expr *e, uint32_t group, struct item_match *out)
{
    struct run *run = (struct run *)x;
    const struct rule *r = x->rule;
    if (group >= x->in->groups) return ROW_TROUBLE;
    if (!run->has_as_of) read_as_of(run, r);
    if (run->as_of.kind != VALUE_DATE) return ROW_TROUBLE;
    const struct item_lookup *items = run->env->items;
    struct item_keys keys;
    gather(run, e->args[0]->ref, group, &keys);
    if (keys.n) keys.query[0].hint = hint_of(run, group);
    out->outcome = keys.n ? ITEM_UNKNOWN : ITEM_NO_KEY;
    if (keys.n && items) items->find(items->context, keys.query, keys.n, run->as_of_day, out);
    if (out->outcome == ITEM_FOUND) return ROW_FOUND;
    run_reached(run, &r->miss);
    if (r->miss_default) return ROW_ABSENT;
    report_miss(run, r, &keys, out, group, run->as_of.day);
    return r->miss.severity >= SEV_HOLD_LINE ? ROW_TROUBLE : ROW_ABSENT;
}
