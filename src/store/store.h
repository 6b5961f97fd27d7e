/* store.h - the journal and business state: one API; the SQLite driver is the only one yet (PostgreSQL will stand beside it).
 *
 * One transaction holds everything that one batch of documents changes: received files, documents, outputs with their bytes, findings,
 * control numbers, orders, audit events.  store_commit() is the only commit point of crossdock: before it nothing has happened, after it
 * everything has.  All functions return 0 or a negative error; store_error() has the database's words.  Slices returned live until the next
 * call on the same store unless an arena is given. */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/arena.h"
#include "base/date.h"

struct store;

/* `path` is state/crossdock.db; created and migrated when needed.  WAL, synchronous FULL, foreign keys on.  A read-only store never writes to
   the folder and works beside a daemon that does; E_NOT_FOUND when there is no database yet.  *out is set on failure too, for store_error();
   close it in any case.  A store belongs to the process that opened it: open anew after fork(), and close before it. */
int store_open(const char *path, bool read_only, struct store **out);
void store_close(struct store *s);
const char *store_error(const struct store *s);

int store_begin(struct store *s);               /* takes the write lock; waits up to 10 s, then E_BUSY */
/* The first error inside a transaction sticks: all later calls and the commit answer with it.  After a failed commit the transaction is over.
   E_UNCERTAIN: it may be in the log all the same; look (store_intake_find) before doing the work again. */
int store_commit(struct store *s);
void store_rollback(struct store *s);           /* nothing when no transaction is open */
/* Undo part of the open transaction: everything since the savepoint of that name, numbers taken included.  Names are constants of the caller, up
   to four at a time; setting one again gives up the earlier one of that name. */
int store_savepoint(struct store *s, const char *name);
int store_rollback_to(struct store *s, const char *name);
int store_release(struct store *s, const char *name);
/* A transaction whose loss would only repeat harmless work: committed without waiting for the disk.  store_rollback ends it too. */
int store_begin_relaxed(struct store *s);
int store_commit_relaxed(struct store *s);

/* ---- intake: a file taken from an inbox ---- */

enum intake_state { INTAKE_COMMITTED /* outputs are decided, publishing goes on */, INTAKE_DONE };
struct intake {
    int64_t id;                         /* the document id of the file; names use it with 6 digits or more */
    slice claim;                        /* file name in active/, unique */
    slice name, folder;                 /* as it was dropped: name, and inbox folder ("amazon", "prima") */
    slice sha256;                       /* hex of the bytes */
    uint64_t bytes;
    instant received;
    enum intake_state state;
    slice archive;                      /* relative path it is archived to, or quarantine */
    bool wrong;                         /* something was held, rejected or quarantined */
    slice summary;                      /* one line for people */
};
/* Ids are handed out inside the transaction, so a rolled-back id is used again. */
int store_intake_id(struct store *s, int64_t *id);
int store_intake_add(struct store *s, const struct intake *in);
int store_intake_find(struct store *s, slice claim, struct arena *arena, struct intake *out);       /* E_NOT_FOUND */
int store_intake_get(struct store *s, int64_t id, struct arena *arena, struct intake *out);
/* All that are committed and not done, oldest first. */
int store_intake_pending(struct store *s, struct arena *arena, struct intake **out, size_t *count);
int store_intake_done(struct store *s, int64_t id);

/* ---- outputs: files to be published ---- */

struct output {
    int64_t intake;
    int64_t id;                         /* ordinal among its intake's outputs, from 1; given by store_output_add */
    slice path;                         /* relative to the instance: "outbox/prima/…xml", "quarantine/000042/report.txt" */
    slice bytes;                        /* kept until known to be on disk; a null pointer once forgotten */
    slice sha256;
    slice kind;                         /* "sales-order", "997", "TA1", "quarantine" */
    slice key;                          /* PO number, control number … */
    uint32_t document;                  /* ordinal of the transaction set in its file, 0 = whole file */
};
int store_output_add(struct store *s, const struct output *o);
int store_outputs(struct store *s, int64_t intake, bool with_bytes, struct arena *arena, struct output **out, size_t *count);
/* Forget the bytes of an intake's outputs (after a sync of the file system). */
int store_outputs_forget(struct store *s, int64_t intake);
/* Done intakes whose outputs' bytes are still kept, oldest first. */
int store_intake_unforgotten(struct store *s, struct arena *arena, struct intake **out, size_t *count);
/* By the file name people hold in their hands; E_NOT_FOUND. */
int store_output_by_name(struct store *s, slice file_name, struct arena *arena, struct output *out);

/* ---- documents, orders, quarantine ---- */

enum document_state { DOC_CONVERTED, DOC_HELD, DOC_REJECTED, DOC_ACCEPTED /* nothing to convert: 997, items */, DOC_SENT /* by us */ };
struct document {                       /* one transaction set or record file */
    int64_t intake;
    uint32_t ordinal;                   /* in its file, from 1; 0 the file itself */
    slice partner, kind;                /* "amazon", "850" */
    slice interchange_control, group_control, set_control;
    uint64_t offset, length;            /* bytes in the original */
    slice key;                          /* PO number or empty */
    enum document_state state;
    slice map, map_version, map_digest, items_digest;
    slice reason;                       /* code of the worst finding, or empty */
    slice quarantine;                   /* entry id, or empty */
    instant at;
};
int store_document_add(struct store *s, const struct document *d);
/* Empty slices match all; newest last. */
int store_documents(struct store *s, slice kind, slice key, struct arena *arena, struct document **out, size_t *count);
int store_document_get(struct store *s, int64_t intake, uint32_t ordinal, struct arena *arena, struct document *out);

enum order_state { ORDER_RECEIVED, ORDER_HELD, ORDER_CONVERTED, ORDER_REJECTED, ORDER_REFUSED /* what we sent for it, by the partner */ };
struct order {
    slice partner, number;
    enum order_state state;
    int64_t intake;
    uint32_t ordinal;
    unsigned lines, held_lines;
    slice reason;
    instant first_seen, changed;
};
/* An order first seen since `since`; E_NOT_FOUND. */
int store_order_find(struct store *s, slice partner, slice number, instant since, struct arena *arena, struct order *out);
/* Insert or replace by partner and number; first_seen 0 keeps the one that is known. */
int store_order_put(struct store *s, const struct order *o);
int store_orders(struct store *s, struct arena *arena, struct order **out, size_t *count);
int store_orders_by_number(struct store *s, slice number, struct arena *arena, struct order **out, size_t *count);

struct finding_row {
    int64_t intake;
    uint32_t ordinal;                   /* document, 0 = file */
    slice code, severity, message, hint, place, json;
};
int store_finding_add(struct store *s, const struct finding_row *f);
int store_findings(struct store *s, int64_t intake, struct arena *arena, struct finding_row **out, size_t *count);

struct quarantine_entry {
    slice id;                           /* folder name */
    int64_t intake;
    uint32_t ordinal;
    slice partner, kind, key, reason, title;
    slice state;                        /* "open" */
    instant since;
};
int store_quarantine_add(struct store *s, const struct quarantine_entry *q);
int store_quarantine_list(struct store *s, struct arena *arena, struct quarantine_entry **out, size_t *count);
int store_quarantine_get(struct store *s, slice id, struct arena *arena, struct quarantine_entry *out);

/* ---- duplicates and control numbers ---- */

/* Interchange (sender, receiver, control number) seen since `since`?  0 with its intake, or E_NOT_FOUND. */
int store_interchange_find(struct store *s, slice sender, slice receiver, slice control, instant since, int64_t *intake);
int store_interchange_add(struct store *s, slice sender, slice receiver, slice control, int64_t intake, instant at);
/* Groups and sets likewise: the number of one kind between two parties, "group PO AMAZON PRMV1 101". */
int store_number_find(struct store *s, slice number, instant since, int64_t *intake);
int store_number_add(struct store *s, slice number, int64_t intake, instant at);
/* Raise a named number to `value`, unless it is higher already; *before is what it was, 0 at first. */
int store_counter_raise(struct store *s, slice name, uint32_t value, uint32_t *before);
/* Next number of a named counter ("isa13:amazon"), 1…max, wrapping to 1; never the same twice before it wraps. */
int store_counter_next(struct store *s, slice name, uint32_t max, uint32_t *out);

/* ---- what we sent, and what the partner answered ---- */

enum sent_state { SENT_WAITING, SENT_ACCEPTED, SENT_ACCEPTED_WITH_ERRORS, SENT_REJECTED };
struct sent {                           /* one transaction set that an answer is expected to */
    int64_t id;                         /* given by store_sent_add */
    slice partner, functional_id, set_id;
    uint32_t interchange_control, group_control;        /* as numbers: answers may write them with other zeros */
    slice set_control;
    slice key;                          /* PO number …, may be empty */
    int64_t intake;                     /* the file it was sent from … */
    slice path;                         /* … and where it lies, relative to the instance */
    instant at, late, missing;          /* when it was sent; when its answer counts as late, and as missing */
    enum sent_state state;
    instant answered;                   /* 0: not yet */
    int64_t answer;                     /* the intake that answered it, 0 none */
};
int store_sent_add(struct store *s, const struct sent *sent);
/* The newest group (interchange) of that number; an empty functional id fits all.  No rows is no error. */
int store_sent_of_group(struct store *s, slice partner, slice functional_id, uint32_t group_control, struct arena *arena, struct sent **out,
                        size_t *count);
int store_sent_of_interchange(struct store *s, slice partner, uint32_t interchange_control, struct arena *arena, struct sent **out, size_t *count);
int store_sent_answer(struct store *s, int64_t id, enum sent_state state, instant at, int64_t answer);
/* All, newest last; or only those that wait, oldest first. */
int store_sent_list(struct store *s, bool waiting, struct arena *arena, struct sent **out, size_t *count);

/* ---- reference data: the item master ---- */

/* Makes it the current one of its kind.  The one before is kept for those who still use it; older ones lose their bytes (originals are in the
   archive). */
int store_blob_put(struct store *s, slice kind, slice digest, slice bytes, instant at);
int store_blob_current(struct store *s, slice kind, struct arena *arena, slice *digest);        /* E_NOT_FOUND */
/* The bytes are aligned for any type. */
int store_blob_get(struct store *s, slice kind, slice digest, struct arena *arena, slice *bytes);

/* ---- attempts: a document that kills its worker ---- */

int store_attempt(struct store *s, slice claim, unsigned *count);      /* counts one death of a worker that held it */
int store_attempts(struct store *s, slice claim, unsigned *count);

/* ---- audit events: append only ---- */
int store_audit(struct store *s, instant at, const char *event, slice subject, slice detail);

struct store_counts { uint64_t files, converted, held, rejected, quarantined, pending; };
int store_counts(struct store *s, struct store_counts *out);

#endif
