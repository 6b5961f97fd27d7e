/* read.h - acknowledgements in: a 997 or 999 of a partner as a small value.
 *
 * It says what the partner says, and nothing of what it means for what was sent: that is trade/'s and engine/'s.  Reading never fails: what
 * is missing stays empty, for whether the document conforms was checked before. */
#ifndef ACK_READ_H
#define ACK_READ_H

#include "ack/ack.h"
#include "tree/tree.h"

enum ack_level { ACK_ELEMENT, ACK_SEGMENT, ACK_SET, ACK_GROUP, ACK_INTERCHANGE };

enum { ACK_READ_CODES = 5, ACK_READ_FAULTS = 1000 /* of one set; what is beyond is counted */ };

struct ack_read_fault {                 /* AK3 without AK4, or one AK4 */
    slice segment_id, loop;
    uint32_t segment;                   /* in the set, ST = 1; 0 when it is no number */
    slice segment_code;                 /* AK304, IK304 */
    slice element_code;                 /* AK403, IK403; empty: a fault of the segment itself */
    unsigned element, component, repeat;
    unsigned element_ref;
    slice value;                        /* the bad value, as the partner copied it */
};
struct ack_read_set {
    slice set_id, control;
    char verdict;                       /* AK501, IK501; 0 when it is missing */
    slice codes[ACK_READ_CODES];
    unsigned n_codes;
    struct ack_read_fault *faults;
    size_t n_faults, room, faults_left_out;
};
struct ack_reading {
    slice functional_id, group_control;         /* AK101, AK102 */
    char verdict;                       /* AK901; 0 when it is missing */
    slice codes[ACK_READ_CODES];
    unsigned n_codes;
    struct ack_read_set *sets;
    size_t n_sets, room;
};

/* `tree` is the transaction set, with a schema or laid flat.  Slices point into its text; arrays are in `arena`. */
void ack_read(const struct tree *tree, struct arena *arena, struct ack_reading *out);

/* Does this verdict refuse?  R, and M, W and X, which are about security; anything that is no verdict does not. */
bool ack_refuses(char verdict);
/* What a code means; "a code that is not in the standard" when it is none. */
const char *ack_words(enum ack_level level, slice code);

#endif
