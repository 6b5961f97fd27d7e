/* sqlite_trade.c - purchase orders' lines and events, container codes, numbers of our own papers, remittance lines.
 *
 * Binding and reading only: what the rows mean is trade/'s business.  Lines and events are never changed; the database refuses it by itself. */
#include "store/orders.h"
#include "store/sqlite.h"

int store_po_add(struct store *s, const struct po_row *po)
{
    return sql_do(s, SQL_PO_ADD,
                  VALUES(INT(po->id), TEXT(po->partner), TEXT(po->number), TEXT(po->currency), INT(po->placed), INT(po->backorders),
                         INT(po->collect), INT(po->received)));
}

static void read_po(sqlite3_stmt *row, struct arena *arena, void *to)
{
    *(struct po_row *)to = (struct po_row){
        .id = sql_int(row, 0),
        .partner = sql_slice(row, 1, arena),
        .number = sql_slice(row, 2, arena),
        .currency = sql_slice(row, 3, arena),
        .placed = (uint32_t)sql_int(row, 4),
        .backorders = sql_int(row, 5) != 0,
        .collect = sql_int(row, 6) != 0,
        .received = sql_int(row, 7),
    };
}

int store_po_find(struct store *s, slice partner, slice number, struct arena *arena, struct po_row *out)
{
    return sql_one(s, SQL_PO_FIND, VALUES(TEXT(partner), TEXT(number)), arena, read_po, out);
}

int store_po_line_add(struct store *s, const struct po_line_row *l)
{
    return sql_do(s, SQL_PO_LINE_ADD,
                  VALUES(INT(l->po), INT(l->n), TEXT(l->reference), TEXT(l->quantity), TEXT(l->unit), TEXT(l->price), TEXT(l->basis),
                         TEXT(l->products), TEXT(l->item), INT(l->pack), INT(l->price_eaches)));
}

static void read_line(sqlite3_stmt *row, struct arena *arena, void *to)
{
    *(struct po_line_row *)to = (struct po_line_row){
        .po = sql_int(row, 0),
        .n = (uint32_t)sql_int(row, 1),
        .reference = sql_slice(row, 2, arena),
        .quantity = sql_slice(row, 3, arena),
        .unit = sql_slice(row, 4, arena),
        .price = sql_slice(row, 5, arena),
        .basis = sql_slice(row, 6, arena),
        .products = sql_slice(row, 7, arena),
        .item = sql_slice(row, 8, arena),
        .pack = (uint32_t)sql_int(row, 9),
        .price_eaches = (uint32_t)sql_int(row, 10),
    };
}

int store_po_event_add(struct store *s, struct po_event_row *e)
{
    int64_t seq;
    const int err = sql_number(s, SQL_PO_EVENT_ADD,
                               VALUES(INT(e->po), INT(e->kind), INT(e->at), INT(e->intake), INT(e->ordinal), TEXT(e->reference),
                                      TEXT(e->original), TEXT(e->amount), TEXT(e->detail)),
                               &seq);
    if (!err) e->seq = (uint32_t)seq;
    return err;
}

static void read_event(sqlite3_stmt *row, struct arena *arena, void *to)
{
    *(struct po_event_row *)to = (struct po_event_row){
        .po = sql_int(row, 0),
        .seq = (uint32_t)sql_int(row, 1),
        .kind = (enum po_event_kind)sql_int(row, 2),
        .at = sql_int(row, 3),
        .intake = sql_int(row, 4),
        .ordinal = (uint32_t)sql_int(row, 5),
        .reference = sql_slice(row, 6, arena),
        .original = sql_slice(row, 7, arena),
        .amount = sql_slice(row, 8, arena),
        .detail = sql_slice(row, 9, arena),
    };
}

int store_po_count_add(struct store *s, const struct po_count_row *c)
{
    return sql_do(s, SQL_PO_COUNT_ADD,
                  VALUES(INT(c->po), INT(c->seq), INT(c->n), INT(c->line), INT(c->kind), TEXT(c->quantity), TEXT(c->price), INT(c->shipping),
                         INT(c->arriving)));
}

static void read_count(sqlite3_stmt *row, struct arena *arena, void *to)
{
    *(struct po_count_row *)to = (struct po_count_row){
        .po = sql_int(row, 0),
        .seq = (uint32_t)sql_int(row, 1),
        .n = (uint32_t)sql_int(row, 2),
        .line = (uint32_t)sql_int(row, 3),
        .kind = (enum po_count_kind)sql_int(row, 4),
        .quantity = sql_slice(row, 5, arena),
        .price = sql_slice(row, 6, arena),
        .shipping = (uint32_t)sql_int(row, 7),
        .arriving = (uint32_t)sql_int(row, 8),
    };
}

/* All rows of one order. */
static int rows_of(struct store *s, enum sql_id id, int64_t po, struct arena *arena, size_t size, sql_reader read, void **out, size_t *count)
{
    struct sql_list list;
    const int err = sql_all(s, id, VALUES(INT(po)), arena, size, read, &list);
    *out = list.items;
    *count = list.count;
    return err;
}

int store_po_lines(struct store *s, int64_t po, struct arena *arena, struct po_line_row **out, size_t *count)
{
    return rows_of(s, SQL_PO_LINES, po, arena, sizeof **out, read_line, (void **)out, count);
}

int store_po_events(struct store *s, int64_t po, struct arena *arena, struct po_event_row **out, size_t *count)
{
    return rows_of(s, SQL_PO_EVENTS, po, arena, sizeof **out, read_event, (void **)out, count);
}

int store_po_counts(struct store *s, int64_t po, struct arena *arena, struct po_count_row **out, size_t *count)
{
    return rows_of(s, SQL_PO_COUNTS, po, arena, sizeof **out, read_count, (void **)out, count);
}

/* ---- container codes and paper numbers ---- */

int store_sscc_add(struct store *s, const struct sscc_use *use)
{
    return sql_do(s, SQL_SSCC_ADD, VALUES(INT(use->code), INT(use->at), TEXT(use->notice), INT(use->po)));
}

static void read_sscc(sqlite3_stmt *row, struct arena *arena, void *to)
{
    *(struct sscc_use *)to = (struct sscc_use){
        .code = (uint64_t)sql_int(row, 0), .at = sql_int(row, 1), .notice = sql_slice(row, 2, arena), .po = sql_int(row, 3)
    };
}

int store_sscc_find(struct store *s, uint64_t code, instant since, slice but_notice, struct arena *arena, struct sscc_use *out)
{
    return sql_one(s, SQL_SSCC_FIND, VALUES(INT(code), INT(since), TEXT(but_notice)), arena, read_sscc, out);
}

int store_paper_add(struct store *s, const struct paper_number *p)
{
    const enum sql_id id = p->kind == PAPER_INVOICE ? SQL_PAPER_ADD : SQL_PAPER_PUT;
    return sql_do(s, id, VALUES(INT(p->kind), TEXT(p->partner), TEXT(p->number), INT(p->po), INT(p->at)));
}

static void read_paper(sqlite3_stmt *row, struct arena *arena, void *to)
{
    *(struct paper_number *)to = (struct paper_number){
        .kind = (enum paper)sql_int(row, 0),
        .partner = sql_slice(row, 1, arena),
        .number = sql_slice(row, 2, arena),
        .po = sql_int(row, 3),
        .at = sql_int(row, 4),
    };
}

int store_paper_find(struct store *s, enum paper kind, slice partner, slice number, struct arena *arena, struct paper_number *out)
{
    return sql_one(s, SQL_PAPER_FIND, VALUES(INT(kind), TEXT(partner), TEXT(number)), arena, read_paper, out);
}

/* ---- remittances ---- */

int store_remittance_add(struct store *s, const struct remittance_row *r)
{
    return sql_do(s, SQL_REMITTANCE_ADD,
                  VALUES(INT(r->intake), INT(r->ordinal), INT(r->n), TEXT(r->payment), TEXT(r->reference), TEXT(r->invoice), TEXT(r->bucket),
                         TEXT(r->posting), TEXT(r->amount)));
}

static void read_remittance(sqlite3_stmt *row, struct arena *arena, void *to)
{
    *(struct remittance_row *)to = (struct remittance_row){
        .intake = sql_int(row, 0),
        .ordinal = (uint32_t)sql_int(row, 1),
        .n = (uint32_t)sql_int(row, 2),
        .payment = sql_slice(row, 3, arena),
        .reference = sql_slice(row, 4, arena),
        .invoice = sql_slice(row, 5, arena),
        .bucket = sql_slice(row, 6, arena),
        .posting = sql_slice(row, 7, arena),
        .amount = sql_slice(row, 8, arena),
    };
}

int store_remittances(struct store *s, slice invoice, struct arena *arena, struct remittance_row **out, size_t *count)
{
    struct sql_list list;
    const int err = sql_all(s, SQL_REMITTANCES, VALUES(TEXT(invoice)), arena, sizeof **out, read_remittance, &list);
    *out = list.items;
    *count = list.count;
    return err;
}
