/* remit.h - a remittance: what each reference is about, whether the lines are the payment, and the journal that books it.
 *
 * References are classified by rows of a table that the site keeps, tried in order; the patterns themselves are matched by the caller, who has an
 * engine for them.  A reference no row knows goes to suspense: a remittance is never refused for a name.  What does not add up to the payment is
 * not booked at all. */
#ifndef TRADE_REMIT_H
#define TRADE_REMIT_H

#include "trade/gates.h"
#include "trade/tables.h"

struct remit_rule {
    slice pattern;
    slice bucket;                       /* "SHORTAGE" */
    slice posting;                      /* Prima's account or code */
    int sign;                           /* expected: 1, -1; 0 either */
};

/* How references are looked at; the functions belong to the caller. */
struct remit_lookup {
    void *context;
    /* Does rule `i` match?  *root, when the pattern has a group: the invoice the reference is about. */
    bool (*matches)(void *context, size_t i, slice reference, slice *root);
    bool (*is_invoice)(void *context, slice number);
};

struct remit_table {
    const struct remit_rule *rules;
    size_t n_rules;
    struct remit_rule invoice;          /* a reference that is an invoice of ours */
    struct remit_rule suspense;         /* what no rule knows */
    slice bank, discount;               /* accounts of the payment and of the discount taken */
    slice adjustments;                  /* of ADX no rule knows; rules see its reference, or "ADX" and its reason */
};
/* From a table with the columns pattern, bucket, posting and sign.  False with findings. */
bool remit_rules(struct gate *g, const struct table *rows, const struct remit_rule **out, size_t *n);

struct remit_adjustment {
    decimal amount;                     /* negative takes from the payment */
    slice reason, reference;
};
struct remit_line {
    slice reference;
    decimal paid;                       /* RMR04 */
    bool has_gross;
    decimal gross, discount;            /* RMR05, RMR06 */
    const struct remit_adjustment *adjustments;         /* under the line; in `paid` already */
    size_t n_adjustments;
    struct place place;
};
struct remittance {
    slice payment;
    decimal amount;                     /* BPR02; negative when it is a debit */
    const struct remit_line *lines;
    size_t n_lines;
    const struct remit_adjustment *alone;               /* ADX that stand by themselves */
    size_t n_alone;
    struct place place;
};

struct remit_class {
    const struct remit_rule *rule;      /* never null */
    slice invoice;                      /* what it is about; empty when it is not about one */
    bool is_known;                      /* and that is an invoice of ours */
};
struct remit_class remit_classify(struct gate *g, const struct remit_table *t, const struct remit_lookup *find, const struct remit_line *line);

struct journal_line {
    slice account, bucket, text;
    decimal amount;                     /* debit; negative is a credit */
    slice invoice;
};
struct journal {
    struct journal_line *lines;
    size_t n_lines, room;
};
/* Classify all, check the sums and write the journal, whose lines always add up to zero.  False, and no journal, when the document is to be
   held. */
bool remit_book(struct gate *g, const struct remit_table *t, const struct remit_lookup *find, const struct remittance *r, struct journal *out);

#endif
