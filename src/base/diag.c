/* diag.c - lists of findings.
 *
 * A list never grows past its cap, and its counts by severity never lie: they include what was dropped, and follow a severity that is
 * changed afterwards.  Turning a finding into words is render.h's work. */
#include "base/diag.h"

#include "base/must.h"

static const char *const names[SEV_ERROR + 1] = {
    "note", "warn", "hold-line", "reject-line", "hold-document", "reject-document", "reject-group", "reject-interchange", "error"
};

const char *severity_name(enum severity s)
{
    must(s <= SEV_ERROR);
    return names[s];
}

bool severity_parse(slice name, enum severity *out)
{
    for (unsigned i = 0; i <= SEV_ERROR; i++) {
        if (!slice_is(name, names[i])) continue;
        *out = (enum severity)i;
        return true;
    }
    return false;
}

void diags_init(struct diags *d, struct arena *arena, size_t cap)
{
    *d = (struct diags){ .arena = arena, .cap = cap };
}

/* The worst that is left; SEV_NOTE when nothing is. */
static void find_worst(struct diags *d)
{
    unsigned s = SEV_ERROR;
    while (s > SEV_NOTE && d->by_severity[s] == 0) s--;
    d->worst = (enum severity)s;
}

/* A copy that a message can carry, cut between characters when the text is UTF-8. */
static slice copy_arg(struct arena *arena, slice arg)
{
    const slice mark = SLICE("…");
    if (arg.len <= DIAG_ARG_BYTES) return arena_copy(arena, arg);
    size_t len = DIAG_ARG_BYTES;
    for (unsigned back = 0; back < 3 && ((unsigned char)arg.ptr[len] & 0xc0) == 0x80; back++) len--;
    char *cut = arena_alloc(arena, len + mark.len);
    memcpy(cut, arg.ptr, len);
    memcpy(cut + len, mark.ptr, mark.len);
    return (slice){ cut, len + mark.len };
}

static const struct diag_tolerance *tolerance_of(const struct diags *d, const struct diag_def *def)
{
    for (unsigned i = 0; i < d->n_tolerances; i++)
        if (strcmp(d->tolerances[i].code, def->code) == 0) return &d->tolerances[i];
    return NULL;
}

struct diag *diag_add(struct diags *d, const struct diag_def *def, struct place place, slice a0, slice a1, slice a2, slice a3)
{
    struct diag *diag = &d->scratch;
    must(def && d->arena);
    const struct diag_tolerance *t = d->n_tolerances ? tolerance_of(d, def) : NULL;
    enum severity severity = t && t->severity < def->severity ? t->severity : def->severity;
    slice rule = t ? slice_of(t->rule) : NO_ARG;
    d->by_severity[severity]++;
    if (severity > d->worst) d->worst = severity;
    if (d->count >= d->cap) {
        d->dropped++;
        *diag = (struct diag){ .def = def, .severity = severity, .place = place, .rule = rule, .source = slice_of(def->source) };
        return diag;
    }
    diag = arena_grow(d->arena, &d->items, &d->count, &d->room, sizeof *d->items);
    *diag = (struct diag){
        .def = def, .severity = severity, .place = place, .rule = rule, .source = slice_of(def->source),
        .args = { copy_arg(d->arena, a0), copy_arg(d->arena, a1), copy_arg(d->arena, a2), copy_arg(d->arena, a3) }
    };
    return diag;
}

void diag_set_severity(struct diags *d, struct diag *diag, enum severity severity)
{
    must(severity <= SEV_ERROR && d->by_severity[diag->severity] > 0);
    d->by_severity[diag->severity]--;
    d->by_severity[severity]++;
    diag->severity = severity;
    find_worst(d);
}

void diags_remove(struct diags *d, size_t i)
{
    must(i < d->count);
    d->by_severity[d->items[i].severity]--;
    memmove(&d->items[i], &d->items[i + 1], (d->count - i - 1) * sizeof *d->items);
    d->count--;
    find_worst(d);
}

size_t diags_count(const struct diags *d, enum severity severity)
{
    must(severity <= SEV_ERROR);
    return d->by_severity[severity];
}

bool diags_has(const struct diags *d, enum severity severity)
{
    for (unsigned s = severity; s <= SEV_ERROR; s++)
        if (d->by_severity[s] > 0) return true;
    return false;
}

struct place place_at(const struct source *source, uint64_t offset, uint32_t length)
{
    return (struct place){ .source = source, .offset = offset, .length = length };
}

struct diag *diag_copy(struct diags *d, const struct diag *from)
{
    struct diag *made = diag_add(d, from->def, from->place, from->args[0], from->args[1], from->args[2], from->args[3]);
    diag_set_severity(d, made, from->severity);
    made->rule = from->rule.len > 0 ? arena_copy(d->arena, from->rule) : from->rule;
    made->source = from->source.ptr == from->def->source ? from->source : arena_copy(d->arena, from->source);
    made->rule_place = from->rule_place;
    made->line = from->line;
    return made;
}
