/* faults.h - findings in the words of a 997 or 999, before they are written.  Inside ack/ only. */
#ifndef ACK_FAULTS_H
#define ACK_FAULTS_H

#include "ack/read.h"

struct ack_code {                       /* a row of codes.h */
    const char *finding;
    const char *says;                   /* only when argument 1 says this; null: always */
    enum ack_level level;
    const char *code, *old_code;        /* from 005010 on, and before */
    enum severity least;
    int value;                          /* argument with the bad value, or -1 */
    const char *words;
};
extern const struct ack_code ack_codes[];
extern const unsigned ack_n_codes;

/* The row of a finding, or null when it has none or is not severe enough for it.  Where the place names an element, a row for elements goes
   before one for segments. */
const struct ack_code *ack_code_find(const struct diag *diag);

/* The row of a rule over several segments that a guide or a set has (its <assert>): such rules have codes of their own, and no row each.  Null
   when the finding is none, or stands nowhere in particular.  `guided` says whether a 999 calls it the partner's guide's. */
const struct ack_code *ack_code_assert(const struct diag *diag, bool is_999, bool *guided);

/* What a 999 calls it when the finding belongs to the partner's guide, not to the standard (codes999.h); null when it is as in a 997. */
const char *ack_code_guide(const struct diag *diag, enum ack_level level);

/* Up to five distinct codes, smallest first: AK502-06, AK905-09. */
enum { ACK_MAX_CODES = 5 };
struct ack_list {
    const char *codes[ACK_MAX_CODES];
    unsigned n;
};
void ack_list_add(struct ack_list *list, const char *code);

struct ack_fault {                      /* one AK3, or one AK4 under an AK3 with code 8 */
    uint32_t segment;                   /* AK302 */
    char segment_id[4], loop[8];        /* AK301, AK303 */
    const char *segment_code;           /* AK304 */
    const char *element_code;           /* AK403; null for a fault of the segment itself */
    uint16_t element, component, repeat;        /* AK401 */
    uint16_t element_ref;               /* AK402; 0 unknown */
    uint16_t trigger;                   /* the element whose presence asks for or forbids this one; 0 unknown */
    slice value;                        /* AK404; empty when there is none */
    uint32_t order;                     /* as found */
};
struct ack_faults {
    struct ack_fault *items;
    size_t count, room;
};

/* Note a finding of level ELEMENT or SEGMENT under the code `number`.  False when its place is unknown, so that no AK3 can be written. */
bool ack_faults_add(struct ack_faults *f, struct arena *arena, const struct diag *diag, const struct ack_code *code, const char *number);
/* Into the order of a 997: by segment, an AK3's own code before code 8, elements by position; what would be said twice is dropped. */
void ack_faults_order(struct ack_faults *f);

/* Do two neighbours stand under one AK3? */
bool ack_fault_same_segment(const struct ack_fault *a, const struct ack_fault *b);

#endif
