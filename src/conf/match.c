/* match.c - which agreement an interchange belongs to, and what to do with one of its transaction sets.
 *
 * Addresses are compared byte for byte after trimming: nothing is guessed.  When nothing fits, the nearest agreement and the field that
 * differs are named, because a wrong id is a more common cause than a new partner. */
#include "conf/conf.h"

enum { RELEASE_LENGTH = 6 };    /* GS08 may add an industry's suffix to the release: 004010VICS */

const struct agreement *conf_agreement(const struct conf *c, slice name)
{
    for (unsigned i = 0; i < c->n_agreements; i++) {
        if (slice_eq(c->agreements[i].name, name))
            return &c->agreements[i];
    }
    return NULL;
}

struct address_field {          /* one of the four fields that decide, as sent and as agreed */
    const char *label;
    unsigned weight;            /* how much a difference here speaks against the agreement */
    slice sent, agreed;
};

/* 0 when all fits; *differs is the first field that does not. */
static unsigned distance(const struct address_field *fields, unsigned n, const char **differs)
{
    unsigned sum = 0;
    *differs = NULL;
    for (unsigned i = 0; i < n; i++) {
        if (slice_eq(fields[i].sent, fields[i].agreed))
            continue;
        sum += fields[i].weight * (1 + slice_distance(fields[i].sent, fields[i].agreed));
        if (!*differs)
            *differs = fields[i].label;
    }
    return sum;
}

const struct agreement *conf_match(const struct conf *c, slice sender_qual, slice sender, slice receiver_qual, slice receiver,
                                   const struct agreement **nearest, const char **differs)
{
    unsigned best = UINT32_MAX;
    *nearest = NULL;
    *differs = NULL;
    for (unsigned i = 0; i < c->n_agreements; i++) {
        const struct agreement *a = &c->agreements[i];
        const struct address_field fields[] = {
            { "ISA05 sender qualifier", 1, slice_trim(sender_qual), a->their_qualifier },
            { "ISA06 sender id", 3, slice_trim(sender), a->their_id },
            { "ISA07 receiver qualifier", 1, slice_trim(receiver_qual), a->our_qualifier },
            { "ISA08 receiver id", 2, slice_trim(receiver), a->our_id }
        };
        const char *field;
        unsigned d = distance(fields, sizeof fields / sizeof fields[0], &field);
        if (d < best) {
            best = d;
            *nearest = a;
            *differs = field;
        }
    }
    return best == 0 ? *nearest : NULL;
}

const struct conf_document *agreement_document(const struct agreement *a, slice set, slice release)
{
    const struct conf_document *any = NULL;
    for (unsigned i = 0; i < a->n_documents; i++) {
        const struct conf_document *d = &a->documents[i];
        if (!slice_eq(d->set, set))
            continue;
        if (d->release.len == 0)
            any = d;
        else if (slice_eq(d->release, release) || slice_eq(d->release, slice_sub(release, 0, RELEASE_LENGTH)))
            return d;
    }
    return any;
}
