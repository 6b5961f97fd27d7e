/* sqlite_document.c - what was in the files: documents, their findings, and what lies in quarantine. */
#include "store/sqlite.h"

int store_document_add(struct store *s, const struct document *d)
{
    return sql_do(s, SQL_DOCUMENT_ADD,
                  VALUES(INT(d->intake), INT(d->ordinal), TEXT(d->partner), TEXT(d->kind), TEXT(d->interchange_control),
                         TEXT(d->group_control), TEXT(d->set_control), INT(d->offset), INT(d->length), TEXT(d->key), INT(d->state),
                         TEXT(d->map), TEXT(d->map_version), TEXT(d->map_digest), TEXT(d->items_digest), TEXT(d->reason),
                         TEXT(d->quarantine), INT(d->at)));
}

static void read_document(sqlite3_stmt *row, struct arena *arena, void *to)
{
    *(struct document *)to = (struct document){
        .intake = sql_int(row, 0),
        .ordinal = (uint32_t)sql_int(row, 1),
        .partner = sql_slice(row, 2, arena),
        .kind = sql_slice(row, 3, arena),
        .interchange_control = sql_slice(row, 4, arena),
        .group_control = sql_slice(row, 5, arena),
        .set_control = sql_slice(row, 6, arena),
        .offset = (uint64_t)sql_int(row, 7),
        .length = (uint64_t)sql_int(row, 8),
        .key = sql_slice(row, 9, arena),
        .state = (enum document_state)sql_int(row, 10),
        .map = sql_slice(row, 11, arena),
        .map_version = sql_slice(row, 12, arena),
        .map_digest = sql_slice(row, 13, arena),
        .items_digest = sql_slice(row, 14, arena),
        .reason = sql_slice(row, 15, arena),
        .quarantine = sql_slice(row, 16, arena),
        .at = sql_int(row, 17),
    };
}

int store_documents(struct store *s, slice kind, slice key, struct arena *arena, struct document **out, size_t *count)
{
    struct sql_list list;
    const enum sql_id id = key.len ? SQL_DOCUMENTS_BY_KEY : SQL_DOCUMENTS;
    const size_t values = key.len ? 2 : 1;
    const int err = sql_all(s, id, (const struct sql_value[]){ TEXT(kind), TEXT(key) }, values, arena, sizeof **out, read_document, &list);
    *out = list.items;
    *count = list.count;
    return err;
}

int store_document_get(struct store *s, int64_t intake, uint32_t ordinal, struct arena *arena, struct document *out)
{
    return sql_one(s, SQL_DOCUMENT_GET, VALUES(INT(intake), INT(ordinal)), arena, read_document, out);
}

/* ---- findings ---- */

int store_finding_add(struct store *s, const struct finding_row *f)
{
    return sql_do(s, SQL_FINDING_ADD,
                  VALUES(INT(f->intake), INT(f->ordinal), TEXT(f->code), TEXT(f->severity), TEXT(f->message), TEXT(f->hint), TEXT(f->place),
                         TEXT(f->json)));
}

static void read_finding(sqlite3_stmt *row, struct arena *arena, void *to)
{
    *(struct finding_row *)to = (struct finding_row){
        .intake = sql_int(row, 0),
        .ordinal = (uint32_t)sql_int(row, 1),
        .code = sql_slice(row, 2, arena),
        .severity = sql_slice(row, 3, arena),
        .message = sql_slice(row, 4, arena),
        .hint = sql_slice(row, 5, arena),
        .place = sql_slice(row, 6, arena),
        .json = sql_slice(row, 7, arena),
    };
}

int store_findings(struct store *s, int64_t intake, struct arena *arena, struct finding_row **out, size_t *count)
{
    struct sql_list list;
    const int err = sql_all(s, SQL_FINDINGS, VALUES(INT(intake)), arena, sizeof **out, read_finding, &list);
    *out = list.items;
    *count = list.count;
    return err;
}

/* ---- quarantine ---- */

int store_quarantine_add(struct store *s, const struct quarantine_entry *q)
{
    return sql_do(s, SQL_QUARANTINE_ADD,
                  VALUES(TEXT(q->id), INT(q->intake), INT(q->ordinal), TEXT(q->partner), TEXT(q->kind), TEXT(q->key), TEXT(q->reason),
                         TEXT(q->title), TEXT(q->state), INT(q->since)));
}

static void read_quarantine(sqlite3_stmt *row, struct arena *arena, void *to)
{
    *(struct quarantine_entry *)to = (struct quarantine_entry){
        .id = sql_slice(row, 0, arena),
        .intake = sql_int(row, 1),
        .ordinal = (uint32_t)sql_int(row, 2),
        .partner = sql_slice(row, 3, arena),
        .kind = sql_slice(row, 4, arena),
        .key = sql_slice(row, 5, arena),
        .reason = sql_slice(row, 6, arena),
        .title = sql_slice(row, 7, arena),
        .state = sql_slice(row, 8, arena),
        .since = sql_int(row, 9),
    };
}

int store_quarantine_list(struct store *s, struct arena *arena, struct quarantine_entry **out, size_t *count)
{
    struct sql_list list;
    const int err = sql_all(s, SQL_QUARANTINE_LIST, NO_VALUES, arena, sizeof **out, read_quarantine, &list);
    *out = list.items;
    *count = list.count;
    return err;
}

int store_quarantine_get(struct store *s, slice id, struct arena *arena, struct quarantine_entry *out)
{
    return sql_one(s, SQL_QUARANTINE_GET, VALUES(TEXT(id)), arena, read_quarantine, out);
}
