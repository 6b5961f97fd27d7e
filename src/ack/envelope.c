/* envelope.c - the interchange that carries an answer.
 *
 * Answers use the delimiters of what they answer, because the partner can read those; unless they are damaged, or stand in an address, where
 * they would be replaced by blanks: then the usual * > ~ are taken.  What must stay true: an answer can be written to whatever was read. */
#include "ack/envelope.h"

static bool holds(slice s, char c)
{
    return slice_find(s, c) < s.len;
}

static bool in_addresses(const struct ack_envelope *e, char c)
{
    return holds(e->from.isa_id, c) || holds(e->from.gs_id, c) || holds(e->from.isa_qualifier, c) || holds(e->to.isa_id, c)
        || holds(e->to.gs_id, c) || holds(e->to.isa_qualifier, c);
}

/* Left out, or more than one byte: the file came through a wrong code page. */
static bool are_whole(const struct x12_delims *d)
{
    return d->element && d->component && d->terminator_len == 1 && d->element != d->component && d->element != d->terminator[0]
        && d->component != d->terminator[0];
}

static struct x12_delims delims_of(const struct ack_envelope *e)
{
    const struct x12_delims *d = &e->delims;
    if (are_whole(d) && !in_addresses(e, d->element) && !in_addresses(e, d->component) && !in_addresses(e, d->terminator[0]))
        return *d;
    return (struct x12_delims){
        .element = '*', .component = '>', .terminator = "~", .terminator_len = 1, .repetition = d->repetition ? '^' : '\0'
    };
}

/* What the partner sent may be the very thing that is wrong. */
static const char *version_of(const struct ack_envelope *e)
{
    uint64_t n;
    slice version = e->version ? slice_of(e->version) : NO_ARG;
    return version.len == 5 && slice_to_u64(version, 899, &n) && n >= 200 ? e->version : "00401";
}

static char usage_of(const struct ack_envelope *e) { return e->usage == 'T' || e->usage == 'I' ? e->usage : 'P'; }

void ack_envelope_open(struct x12_writer *w, const struct ack_envelope *e, struct buf *out)
{
    struct x12_delims d = delims_of(e);
    bool ends_lines = d.terminator[0] == '\n' || d.terminator[0] == '\r';       /* then there is nothing to add */
    x12_write_begin(w, out, &d, e->line_ends && !ends_lines);
    x12_write_isa(w, &e->from, &e->to, e->at, version_of(e), e->interchange_control, false, usage_of(e));
}
