/* group.h - one group's answer in the making, as group.c gathers it and write.c writes it.  Inside ack/ only. */
#ifndef ACK_GROUP_H
#define ACK_GROUP_H

#include "ack/ack.h"
#include "ack/faults.h"

/* A file may hold a hundred thousand sound sets, so a set is small: faults and codes stand apart, for those that have them. */
struct ack_trouble {
    struct ack_list codes;
    struct ack_faults faults;           /* in order */
    slice convention;                   /* AK203 */
};
struct ack_set {
    char id[4], control[10];            /* AK201, AK202 */
    char verdict;                       /* AK501: A, E or R */
    struct ack_trouble *trouble;        /* null for most */
};
enum { ACK_BLOCK_SETS = 100 };
struct ack_block {
    struct ack_block *next;
    unsigned n;
    struct ack_set sets[ACK_BLOCK_SETS];
};

struct ack_group {
    struct arena *arena;
    slice functional_id, control, release;      /* AK101, AK102, AK103 */
    bool old;                           /* before 005010: fewer codes, no AK103 */
    enum ack_form form;
    struct ack_trouble *conforming;     /* of sound sets that name a convention, which is nearly always the same */
    struct ack_block *first, *last;
    uint32_t received, accepted;
    bool noted;                         /* an error was noted somewhere, though nothing was rejected for it */
    bool rejected;                      /* as a whole */
    struct ack_list codes;              /* AK905-09 */
    int64_t ge01;                       /* -1 unknown */
};

#endif
