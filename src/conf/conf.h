/* conf.h - instance settings (crossdock.xml) and partner agreements (partners/NAME.xml).
 *
 * Everything is loaded anew and checked whole before it replaces what is in use; unknown elements and attributes are errors with the nearest
 * known name.  The tables in conf/settings.h and conf/agreement.h are the definition: reading, checking, defaults and the generated
 * reference come from their rows. */
#ifndef CONF_CONF_H
#define CONF_CONF_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/charset.h"
#include "base/diag.h"

struct conf_document {                  /* <document set="850" …>: what to do with one kind of transaction set */
    slice set, release;                 /* release may be empty: any */
    slice guide, map;                   /* empty: none (only validated and acknowledged) */
    struct conf_param { slice name, value; struct place place; } *params;
    unsigned n_params;
    struct place place;
};

/* <envelope set="856" …>: how what we send is wrapped, by set; what is empty or 0 is as it was received, or the usual. */
struct conf_envelope {
    slice set;                          /* empty: all sets without an element of their own */
    slice version, release;             /* ISA12, GS08 */
    char element, component, repetition, terminator;
    bool line_ends;
    struct place place;
};

/* What a document is done with whose number was seen before. */
enum conf_duplicate { CONF_DUPLICATE_IGNORE, CONF_DUPLICATE_ACCEPT, CONF_DUPLICATE_HOLD, CONF_DUPLICATE_REFUSE };
enum conf_acknowledge { CONF_ACK_NOTHING, CONF_ACK_997, CONF_ACK_999 };

struct agreement {
    slice name;                         /* file name without .xml; also inbox/NAME, outbox/NAME */
    slice title;
    slice their_qualifier, their_id, their_group_id;        /* ISA05/06, GS02; group id defaults to the id */
    slice our_qualifier, our_id, our_group_id;
    slice usage;                        /* ISA15 taken: letters of "PTI" without blanks */
    enum conf_acknowledge acknowledge;  /* a 999 only from release 005010 on; older groups get a 997 */
    bool send_ta1;                      /* only where ISA14 asks */
    bool ack_line_ends;
    unsigned answers_late, answers_missing;     /* seconds after sending */
    slice whole;                        /* "set": sound sets go on; "interchange": all or nothing */
    bool hold_order;                    /* a held line holds its order; false: split */
    unsigned duplicate_days;            /* interchanges, groups, sets and orders */
    enum conf_duplicate duplicate_interchange, duplicate_group, duplicate_set;
    bool note_sequence;                 /* ISA13 that is not the one after the last */
    enum charset charset;
    unsigned lenient;                   /* x12_lenient bits; names are checked against the table given to conf_load */
    enum severity code_severity;        /* of code values not in a list: warn, reject-document … */
    enum severity guide_severity;       /* of a deviation from the guide whose rule names no severity */
    slice asserts;                      /* names with blanks between, '-' before those switched off; what they mean the guides say */
    struct place asserts_place;
    bool hash_plain;                    /* CTT02 adds values; false: as the standard says, points ignored */
    struct conf_document *documents;
    unsigned n_documents;
    struct conf_envelope *envelopes;
    unsigned n_envelopes;
    const struct source *source;
};

struct conf {
    slice company;                      /* name for people */
    unsigned settle_seconds;            /* quiet time before an unclosed file is taken, default 2 */
    unsigned workers;                   /* 1…64, default 2 */
    unsigned batch_files;               /* group commit: most files in one */
    uint64_t max_file_bytes, max_set_bytes;
    unsigned max_findings;
    unsigned max_attempts;              /* deaths of a worker before quarantine, default 3 */
    struct agreement *agreements;
    unsigned n_agreements;
};

struct conf_names {                     /* names of bits that other folders own, for checking: x12 leniencies */
    const char *const *lenient;
    const unsigned *bits;
    unsigned n;
};

/* Load DIR/crossdock.xml and DIR/partners/<name>.xml.  0, or E_BAD with findings, or an error of reading. */
int conf_load(struct arena *arena, int dir, const struct conf_names *names, struct conf **out, struct diags *diags);
const struct agreement *conf_agreement(const struct conf *c, slice name);
/* By sender and receiver as in ISA05–08 (trimmed); null when none fits, then *nearest is the closest one and *differs the field that
   does not fit ("ISA08 receiver id"). */
const struct agreement *conf_match(const struct conf *c, slice sender_qual, slice sender, slice receiver_qual, slice receiver,
                                   const struct agreement **nearest, const char **differs);
const struct conf_document *agreement_document(const struct agreement *a, slice set, slice release);
/* How a set that we send is wrapped: its own element, filled up from the one for all sets; all empty when neither is there. */
struct conf_envelope agreement_envelope(const struct agreement *a, slice set);
/* The reference of all settings, generated from the tables, as Markdown. */
void conf_reference(struct buf *out);

#endif
