/* send.h - sending transaction sets: envelope, control numbers, the ledger of what an answer is expected to.  Private to engine/.
 *
 * Everything a document of ours goes through on its way out, whoever made it. */
#ifndef ENGINE_SEND_H
#define ENGINE_SEND_H

#include "engine/job.h"
#include "x12/write.h"

struct outgoing_set {
    slice functional_id, release, set_id;       /* GS01, GS08, ST01 */
    slice convention;                   /* ST03, may be empty */
    slice key;                          /* PO number …, may be empty */
    slice body;                         /* the segments between ST and SE, with the delimiters given */
    unsigned segments;                  /* in it */
    struct outgoing_set *next;
};

/* The delimiters that sets for this partner are written with: `like` where nothing is agreed. */
struct x12_delims send_delims(const struct agreement *a, slice set_id, const struct x12_delims *like);
/* One interchange with all of them, neighbours of one kind and release in one group, into the outbox of the partner; each set into the ledger
   and among the documents.  `version` is ISA12 where none is agreed, or empty: by the release. */
void send_sets(struct job *job, const struct agreement *a, const struct x12_delims *delims, slice version, char usage, const struct outgoing_set *sets);
/* A file that was made elsewhere: checked by the agreement's guide, put into an envelope of ours, sent. */
void send_file(struct job *job);
/* The partner that files of this inbox folder are for ("amazon.out"); false when it is no such folder. */
bool send_folder(slice folder, slice *partner);
/* What a business calls this document by: BAK03 of an 855 …; empty when there is no such thing. */
slice send_key(const struct tree *tree, slice set_id);

#endif
