/* facts_store.c - the facts of an order as rows of the store, and back.
 *
 * Decimals are written with the places they were given ("12.50" stays "12.50").  Product identifiers of a line are one text, "UP 12
 * 012345678905" a line: the length is there because a value may hold any byte.  Rows that cannot be what was written are E_CORRUPT, never a
 * guess: a sum made from half the rows would let the rest be shipped twice. */
#include "trade/facts.h"

#include "base/err.h"

enum { LINES_CAP = 100000 };            /* PO1 may repeat that often */

static slice text_of(struct arena *arena, decimal d)
{
    char text[DECIMAL_MAX_TEXT];
    const size_t len = decimal_format_fixed(d, d.scale, text);
    return arena_copy(arena, (slice){ text, len });
}

static uint32_t number_of(date d)
{
    return (uint32_t)d.year * 10000 + d.month * 100u + d.day;
}

static bool date_of(uint32_t number, date *out)
{
    *out = (date){ (int16_t)(number / 10000), (uint8_t)(number / 100 % 100), (uint8_t)(number % 100) };
    return number == 0 || (number <= 99991231 && date_is_valid(*out));
}

/* ---- out ---- */

static slice pack_products(struct arena *arena, const struct po_line *l)
{
    slice all = SLICE("");
    for (size_t i = 0; i < l->n_products; i++) {
        const struct product_id *p = &l->products[i];
        const slice head = arena_printf(arena, "%.*s%.*s %zu ", SLICE_ARG(all), SLICE_ARG(p->qualifier), p->value.len);
        char *joined = arena_alloc(arena, head.len + p->value.len + 1);
        *slice_put(slice_put(joined, head), p->value) = '\n';
        all = (slice){ joined, head.len + p->value.len + 1 };
    }
    return all;
}

int facts_record_lines(struct store *s, const struct po_facts *f, unsigned first)
{
    struct arena *arena = arena_new();
    int err = f->n_lines > LINES_CAP ? E_TOO_BIG : 0;
    for (size_t i = first - 1; i < f->n_lines && !err; i++) {
        const struct po_line *l = &f->lines[i];
        const struct po_line_row row = {
            .po = f->id, .n = l->n, .reference = l->reference, .quantity = text_of(arena, l->quantity), .unit = l->unit,
            .price = text_of(arena, l->price), .basis = l->basis, .products = pack_products(arena, l), .item = l->item, .pack = l->pack,
            .price_eaches = l->price_eaches,
        };
        err = store_po_line_add(s, &row);
    }
    arena_free(arena);
    return err;
}

int facts_record_order(struct store *s, const struct po_facts *f)
{
    const struct po_row row = { .id = f->id, .partner = f->partner, .number = f->number, .currency = f->currency, .placed = number_of(f->placed),
                                .backorders = f->backorders, .collect = f->collect, .received = f->received };
    const int err = store_po_add(s, &row);
    return err ? err : facts_record_lines(s, f, 1);
}

static int record_counts(struct store *s, struct arena *arena, int64_t po, uint32_t seq, const struct po_event *e)
{
    int err = 0;
    for (size_t i = 0; i < e->n_counts && !err; i++) {
        const struct po_count *c = &e->counts[i];
        const struct po_count_row row = { .po = po, .seq = seq, .n = (uint32_t)i + 1, .line = c->line, .kind = c->kind,
                                          .quantity = text_of(arena, c->quantity), .price = text_of(arena, c->price),
                                          .shipping = number_of(c->shipping), .arriving = number_of(c->arriving) };
        err = store_po_count_add(s, &row);
    }
    return err;
}

int facts_record_event(struct store *s, const struct po_facts *f, const struct po_event *e)
{
    struct arena *arena = arena_new();
    struct po_event_row row = { .po = f->id, .kind = e->kind, .at = e->at, .intake = e->intake, .ordinal = e->ordinal, .reference = e->reference,
                                .original = e->original, .amount = text_of(arena, e->amount), .detail = e->detail };
    int err = store_po_event_add(s, &row);
    if (!err) err = record_counts(s, arena, f->id, row.seq, e);
    arena_free(arena);
    return err;
}

/* A refused invoice is sent again under its number, which is remembered already. */
int facts_record_paper(struct store *s, const struct paper_number *paper)
{
    struct arena *arena = arena_new();
    struct paper_number known;
    int err = store_paper_find(s, paper->kind, paper->partner, paper->number, arena, &known);
    if (err == E_NOT_FOUND || (err == 0 && (paper->kind != PAPER_INVOICE || known.po != paper->po))) err = store_paper_add(s, paper);
    arena_free(arena);
    return err;
}

/* ---- back ---- */

static bool next_product(slice *rest, struct product_id *out)
{
    uint64_t len;
    slice length;
    if (!slice_next(rest, ' ', &out->qualifier) || !rest->ptr || !slice_next(rest, ' ', &length) || !rest->ptr) return false;
    if (!slice_to_u64(length, rest->len, &len) || len >= rest->len || rest->ptr[len] != '\n') return false;
    out->value = slice_sub(*rest, 0, len);
    *rest = slice_sub(*rest, len + 1, rest->len);
    return true;
}

static bool unpack_products(struct arena *arena, slice text, struct po_line *l)
{
    struct product_id *products = NULL, p;
    size_t room = 0;
    while (text.len > 0) {
        if (!next_product(&text, &p)) return false;
        *(struct product_id *)arena_grow(arena, &products, &l->n_products, &room, sizeof *products) = p;
    }
    l->products = products;
    return true;
}

static bool read_line(struct arena *arena, const struct po_line_row *row, size_t i, struct po_line *l)
{
    *l = (struct po_line){ .n = row->n, .reference = row->reference, .unit = row->unit, .basis = row->basis, .item = row->item,
                           .pack = row->pack, .price_eaches = row->price_eaches };
    return row->n == i + 1 && row->pack > 0 && row->price_eaches > 0 && decimal_parse(row->quantity, &l->quantity) &&
           decimal_parse(row->price, &l->price) && unpack_products(arena, row->products, l);
}

static int load_lines(struct store *s, struct arena *arena, struct po_facts *f)
{
    struct po_line_row *rows;
    const int err = store_po_lines(s, f->id, arena, &rows, &f->n_lines);
    if (err) return err;
    f->lines = arena_array(arena, f->n_lines, sizeof *f->lines);
    f->lines_room = f->n_lines;
    for (size_t i = 0; i < f->n_lines; i++) {
        if (!read_line(arena, &rows[i], i, &f->lines[i])) return E_CORRUPT;
    }
    return 0;
}

static bool read_count(const struct po_count_row *row, struct po_count *c)
{
    c->line = row->line;
    c->kind = row->kind;
    return (unsigned)row->kind < PO_COUNT_KINDS && decimal_parse(row->quantity, &c->quantity) && decimal_parse(row->price, &c->price) &&
           date_of(row->shipping, &c->shipping) && date_of(row->arriving, &c->arriving);
}

static bool read_event(const struct po_event_row *row, struct po_event *e)
{
    *e = (struct po_event){ .kind = row->kind, .at = row->at, .intake = row->intake, .ordinal = row->ordinal, .reference = row->reference,
                            .original = row->original, .detail = row->detail };
    return (unsigned)row->kind < PO_EVENT_KINDS && decimal_parse(row->amount, &e->amount);
}

static int load_events(struct store *s, struct arena *arena, struct po_facts *f)
{
    struct po_event_row *rows;
    struct po_count_row *counts;
    size_t n_counts, at = 0;
    int err = store_po_events(s, f->id, arena, &rows, &f->n_events);
    if (!err) err = store_po_counts(s, f->id, arena, &counts, &n_counts);
    if (err) return err;
    f->events = arena_array(arena, f->n_events, sizeof *f->events);
    f->events_room = f->n_events;
    struct po_count *all = arena_array(arena, n_counts, sizeof *all);
    for (size_t i = 0; i < f->n_events; i++) {
        struct po_event *e = &f->events[i];
        if (!read_event(&rows[i], e)) return E_CORRUPT;
        e->counts = all + at;
        for (; at < n_counts && counts[at].seq == rows[i].seq; at++, e->n_counts++) {
            if (!read_count(&counts[at], &all[at])) return E_CORRUPT;
        }
    }
    return at == n_counts && facts_sum(f) ? 0 : E_CORRUPT;
}

int facts_load(struct store *s, slice partner, slice number, struct arena *arena, struct po_facts *out)
{
    struct po_row row;
    int err = store_po_find(s, partner, number, arena, &row);
    if (err) return err;
    *out = (struct po_facts){ .id = row.id, .partner = row.partner, .number = row.number, .currency = row.currency, .backorders = row.backorders,
                              .collect = row.collect, .received = row.received };
    if (!date_of(row.placed, &out->placed)) return E_CORRUPT;
    err = load_lines(s, arena, out);
    return err ? err : load_events(s, arena, out);
}
