/* envelope.c - the <envelope> elements of an agreement: read, checked, and looked up by set.
 *
 * An element for one set says only what differs from the one for all sets.  What must stay true: the delimiters that are agreed can be told
 * apart, and none stands in an address, where it would have to be replaced. */
#include "conf/envelope.h"

#include "conf/findings.h"

static const struct conf_envelope *find(const struct agreement *a, slice set)
{
    for (unsigned i = 0; i < a->n_envelopes; i++) {
        if (slice_eq(a->envelopes[i].set, set))
            return &a->envelopes[i];
    }
    return NULL;
}

struct conf_envelope agreement_envelope(const struct agreement *a, slice set)
{
    const struct conf_envelope *own = find(a, set), *common = find(a, NO_ARG);
    struct conf_envelope e = own ? *own : common ? *common : (struct conf_envelope){ 0 };
    if (!own || !common)
        return e;
    if (!e.version.len) e.version = common->version;
    if (!e.release.len) e.release = common->release;
    if (!e.element) e.element = common->element;
    if (!e.component) e.component = common->component;
    if (!e.repetition) e.repetition = common->repetition;
    if (!e.terminator) e.terminator = common->terminator;
    e.line_ends |= common->line_ends;
    return e;
}

/* ---- reading ---- */

static bool in_addresses(const struct agreement *a, char c)
{
    const slice addresses[] = { a->their_qualifier, a->their_id, a->their_group_id, a->our_qualifier, a->our_id, a->our_group_id };
    for (unsigned i = 0; i < sizeof addresses / sizeof addresses[0]; i++) {
        if (slice_find(addresses[i], c) < addresses[i].len)
            return true;
    }
    return false;
}

static void check_delimiters(struct conf_reader *r, const struct agreement *a, const struct conf_envelope *e)
{
    const struct { const char *name; char sign; } all[] = {
        { "element", e->element }, { "component", e->component }, { "repetition", e->repetition }, { "terminator", e->terminator }
    };
    for (unsigned i = 0; i < sizeof all / sizeof all[0]; i++) {
        if (all[i].sign && in_addresses(a, all[i].sign))
            conf_find(r, CONF_DELIMITERS, e->place, slice_of(all[i].name), SLICE("stands in an address"), NO_ARG);
        for (unsigned k = 0; all[i].sign && k < i; k++) {
            if (all[k].sign == all[i].sign)
                conf_find(r, CONF_DELIMITERS, e->place, slice_of(all[i].name),
                          arena_printf(r->arena, "is the same as %s", all[k].name), NO_ARG);
        }
    }
}

static bool all_digits(slice s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
    }
    return true;
}

static void check_versions(struct conf_reader *r, const struct conf_envelope *e)
{
    if (e->version.len && (e->version.len != 5 || !all_digits(e->version)))
        conf_find(r, CONF_VALUE, e->place, SLICE("version of <envelope>"), e->version, SLICE("five digits, such as 00401"));
    if (e->release.len && (e->release.len < 6 || !all_digits(slice_sub(e->release, 0, 6))))
        conf_find(r, CONF_VALUE, e->place, SLICE("release of <envelope>"), e->release, SLICE("a release that begins with six digits, such as 004010"));
}

void conf_read_envelopes(struct conf_reader *r, struct xml_node *root, struct agreement *a)
{
    size_t count = 0, room = 0;
    for (struct xml_node *child = xml_child(root, "envelope"); child; child = xml_next(child, "envelope")) {
        struct conf_envelope *e = arena_grow(r->arena, &a->envelopes, &count, &room, sizeof *e);
        *e = (struct conf_envelope){ .place = child->place };
        conf_read(r, child, &conf_envelope_shape, e);
        check_versions(r, e);
        for (size_t i = 0; i + 1 < count; i++) {
            if (slice_eq(a->envelopes[i].set, e->set))
                conf_find(r, CONF_REPEATED, child->place, arena_printf(r->arena, "<envelope set=\"%.*s\">", SLICE_ARG(e->set)),
                          SLICE("<agreement>"), NO_ARG);
        }
    }
    a->n_envelopes = (unsigned)count;
    for (size_t i = 0; i < count; i++) {
        const struct conf_envelope *e = &a->envelopes[i];
        struct conf_envelope whole = agreement_envelope(a, e->set);
        if (e->element || e->component || e->repetition || e->terminator)
            check_delimiters(r, a, &whole);
    }
}
