/* documents.h - a file of X12 interchanges as a stream of checked documents: where the reader (x12/) and the checker (schema/) meet.
 *
 * The caller chooses the schema for each transaction set through a callback, and gets each set whole, as a tree with all its findings.  One
 * set is in memory at a time.  Findings are sorted by what they condemn: those of the set, of its group, of its interchange. */
#ifndef ENGINE_DOCUMENTS_H
#define ENGINE_DOCUMENTS_H

#include "schema/check.h"
#include "x12/reader.h"

enum document_event {
    DOCUMENT_INTERCHANGE,       /* ISA was read */
    DOCUMENT_TA1,
    DOCUMENT_GROUP,
    DOCUMENT_SET,               /* a whole transaction set: tree, findings */
    DOCUMENT_GROUP_END,
    DOCUMENT_INTERCHANGE_END,
    DOCUMENT_END
};

struct document_step {
    enum document_event event;
    const struct x12_interchange *interchange;
    const struct x12_group *group;          /* null outside groups */
    bool group_unread;                      /* DOCUMENT_GROUP_END: it had sets, and none of them a schema */
    struct diags *diags;                    /* of what ended or was read: set, group or interchange */
    struct arena *arena;                    /* lives as long as those findings: use it for what belongs to the document */
    /* DOCUMENT_SET only */
    slice set_id, set_control;
    slice set_convention;                   /* ST03, from 005010 on */
    const struct schema *schema;            /* as chosen, or null */
    struct tree *tree;
    uint32_t ordinal;                       /* of the set in the file, from 1 */
    uint64_t offset, length;                /* ST to the terminator of SE, in the file */
    slice text;                             /* the same bytes as read (wrapped files: unwrapped) */
    uint32_t segments;
    /* DOCUMENT_TA1 only */
    slice ta1[6];
};

/* Chooses schema and options for a set; may add findings (X12-SET-UNKNOWN …) to `diags`.  Null schema: only the envelope is checked. */
struct document_chooser {
    const struct schema *(*choose)(void *context, const struct document_step *step, struct check_options *options, struct diags *diags);
    void *context;
};

/* Where ST01 stands, for a chooser's findings. */
struct place document_set_place(const struct document_step *step, const struct source *source);

/* Where an element of GS stands, while step->group is there. */
struct place document_group_place(const struct document_step *step, const struct source *source, unsigned element);

/* Which segment and element starts at `text`, a byte of the tree's own; false when none does. */
bool document_find_field(const struct tree *t, const char *text, struct place *out);

struct documents;

struct documents *documents_new(const struct x12_limits *limits, size_t most_findings);
void documents_free(struct documents *d);
/* `source` must outlive the reading.  May be called again for the next file; memory is reused. */
void documents_open(struct documents *d, const struct source *source, unsigned lenient, const struct document_chooser *chooser);
/* After DOCUMENT_INTERCHANGE: the agreement's leniencies. */
void documents_lenient(struct documents *d, unsigned lenient);
/* 1 with the next step, 0 after DOCUMENT_END, or a negative error of reading.  A step's content lives until the next call; interchange
   and group findings until their end was delivered. */
int documents_next(struct documents *d, struct document_step *out);

#endif
