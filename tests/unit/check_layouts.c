/* check_layouts.c - every shipped layout and every variant of it: what is written reads back the same, whatever the format; and an XML layout
 * and its XSD say the same of every field. */
#include "record/record.h"

#include "base/render.h"

#include "unit.h"

#include "config.h"

#include <dirent.h>

enum { ROUNDS = 60, MAX_LAYOUTS = 64, MAX_RECORDS = 4 };

static struct arena *arena;
static struct diags diags;
static struct schema_path path;
static const struct schema *layouts[MAX_LAYOUTS];
static unsigned n_layouts;
static uint64_t state = 88172645463325252ull;

static unsigned pick(unsigned n) { return (unsigned)(unit_random(&state) % n); }

static void show(void)
{
    struct buf text = BUF_INIT(100000);
    for (size_t i = 0; i < diags.count && i < 5; i++) {
        unsigned line = 0, column = 0;
        (void)place_line(&diags.items[i].place, &line, &column);
        buf_printf(&text, "%u:%u %s: ", line, column, diags.items[i].def->code);
        diag_message(&text, &diags.items[i]);
        buf_putc(&text, '\n');
    }
    fprintf(stderr, "%.*s", (int)text.len, text.ptr ? text.ptr : "");
    buf_free(&text);
}

static void set_up(void)
{
    const char *top = getenv("TOP_SRCDIR");
    arena = arena_new();
    diags_init(&diags, arena, DIAGS_DEFAULT_CAP);
    slice schemas = arena_printf(arena, "%s/schemas", top ? top : SOURCE_TREE);
    path = (struct schema_path){ .dirs = { arena_cstr(arena, schemas) }, .n = 1 };
    DIR *dir = opendir(arena_printf(arena, "%.*s/prima%c", SLICE_ARG(schemas), 0).ptr);
    ck_assert_ptr_nonnull(dir);
    n_layouts = 0;
    for (struct dirent *e; (e = readdir(dir));) {
        slice name = slice_of(e->d_name);
        if (!slice_ends(name, SLICE(".xml"))) continue;
        ck_assert_uint_lt(n_layouts, MAX_LAYOUTS);
        int rc = schema_load(arena, &path, arena_printf(arena, "prima:%.*s", (int)name.len - 4, name.ptr), NO_ARG, &layouts[n_layouts++], &diags);
        if (rc) show();
        ck_assert_msg(rc == 0, "%s does not load", e->d_name);
    }
    closedir(dir);
    ck_assert_uint_ge(n_layouts, 27);
}

static void tear_down(void) { arena_free(arena); }

/* ---- made-up records, in the form that readers give ---- */

struct maker {
    struct tree tree;
    struct buf text;
    const struct schema *layout;
    bool line_ends;             /* some texts have them, which fixed width cannot carry */
    bool full;                  /* every field has a value, every group is there */
};

static void put_text(struct buf *out, unsigned n, bool line_ends)
{
    static const char awkward[] = "\"&<>'|,; #x;=+-@";
    for (unsigned i = 0; i < n; i++) {
        bool end = i == 0 || i + 1 == n;
        unsigned what = pick(12);
        if (what == 0) utf8_put(out, 0xa1 + pick(0x5e));
        else if (what == 1) buf_putc(out, awkward[pick(sizeof awkward - 1)]);
        else if (what == 2 && line_ends && !end) buf_putc(out, pick(2) ? '\n' : '\r');
        else buf_putc(out, (char)('A' + pick(26)));
        if (end && out->ptr[out->len - 1] == ' ') out->ptr[out->len - 1] = '.';
    }
}

static void put_number(struct buf *out, const struct elem *e)
{
    unsigned whole = e->max - e->scale;
    if (whole > 14) whole = 14;
    buf_putc(out, (char)('1' + pick(9)));
    for (unsigned n = pick(whole); n > 0; n--) buf_putc(out, (char)('0' + pick(10)));
    if (e->scale == 0 || pick(2)) return;
    buf_putc(out, '.');
    for (unsigned n = 1 + pick(e->scale); n > 0; n--) buf_putc(out, (char)('0' + pick(10)));
}

static void put_value(struct maker *m, const struct elem *e)
{
    unsigned least = e->min > 1 ? e->min : 1, most = e->max < 40 ? e->max : 40;
    switch (e->type) {
    case ELEM_N: case ELEM_R: put_number(&m->text, e); return;
    case ELEM_DT: case ELEM_DATE_TEXT: buf_printf(&m->text, "%04u%02u%02u", 1970 + pick(100), 1 + pick(12), 1 + pick(28)); return;
    case ELEM_TM: buf_printf(&m->text, "%02u%02u%02u", pick(24), pick(60), pick(60)); return;
    case ELEM_ID:
        if (e->codes) buf_add(&m->text, e->codes->codes[pick(e->codes->count)].code);
        else for (unsigned n = least + pick(most - least + 1); n > 0; n--) buf_putc(&m->text, (char)('A' + pick(26)));
        return;
    default: put_text(&m->text, least + pick(most - least + 1), m->line_ends);
    }
}

static struct span put_span(struct maker *m, const struct elem *e)
{
    uint32_t at = (uint32_t)m->text.len;
    if (e->constant.ptr) buf_add(&m->text, e->constant);
    else if (m->full || e->usage == USE_MANDATORY || pick(2)) put_value(m, e);
    else return SPAN_ABSENT;
    return (struct span){ at, (uint32_t)m->text.len - at };
}

static void make_group(struct maker *m, uint16_t node, uint32_t parent)
{
    const struct node *n = &m->layout->nodes[node];
    struct span *room = tree_room(&m->tree, n->segment->n_elems + 1u);
    room[0] = (struct span){ (uint32_t)m->text.len, (uint32_t)n->name.len };
    buf_add(&m->text, n->name);
    bool any = false;
    for (unsigned k = 0; k < n->segment->n_elems; k++) {
        room[k + 1] = put_span(m, &n->segment->elems[k]);
        any = any || !span_is_absent(room[k + 1]);
    }
    /* A group of which nothing is said could not be told from none. */
    if (!any && n->segment->n_elems) {
        uint32_t at = (uint32_t)m->text.len;
        put_value(m, &n->segment->elems[0]);
        room[1] = (struct span){ at, (uint32_t)m->text.len - at };
    }
    uint32_t g = tree_add(&m->tree, node, parent, n->segment->n_elems + 1u, m->tree.groups);
    for (uint16_t c = n->first; c; c = m->layout->nodes[c].next) {
        const struct node *child = &m->layout->nodes[c];
        unsigned most = child->max < 3 ? child->max : 3;
        unsigned count = node == 0 ? 1 : m->full ? 1 : child->usage == USE_MANDATORY ? 1 + pick(most) : pick(most + 1);
        for (; count > 0; count--) make_group(m, c, g);
    }
    tree_close(&m->tree, g);
}

static void make_record(struct maker *m)
{
    tree_reset(&m->tree);
    buf_clear(&m->text);
    make_group(m, 0, 0);
    m->tree.text = m->text.ptr;
}

static void maker_free(struct maker *m)
{
    tree_free(&m->tree);
    buf_free(&m->text);
}

static void ck_same(const struct tree *a, const struct tree *b, slice id)
{
    ck_assert_msg(a->groups == b->groups, "%.*s: %u groups, not %u", SLICE_ARG(id), b->groups, a->groups);
    for (uint32_t g = 0; g < a->groups; g++) {
        const struct tree_group *x = &a->group[g], *y = &b->group[g];
        ck_assert_msg(x->kind == y->kind && x->parent == y->parent && x->fields == y->fields && tree_end(a, g) == tree_end(b, g),
                      "%.*s: group %u is another", SLICE_ARG(id), g);
        for (unsigned k = 0; k < x->fields; k++) {
            if (g == 0 && k > 0) continue;              /* the root's are of the file: those of the first record */
            slice s = tree_field(a, g, k), t = tree_field(b, g, k);
            ck_assert_msg(slice_eq(s, t) && !s.ptr == !t.ptr, "%.*s: field %u of group %u is \"%.*s\", not \"%.*s\"", SLICE_ARG(id), k, g, SLICE_ARG(t), SLICE_ARG(s));
        }
    }
}

static void write_all(const struct schema *layout, const struct tree *values, struct buf *out)
{
    buf_clear(out);
    const struct record_writer *w = record_writer_new(arena, layout);
    bool written = record_write(w, values, out, NULL, &diags);
    if (!written) show();
    ck_assert_msg(written, "%.*s cannot be written", SLICE_ARG(layout->id));
}

/* Read the bytes: the same records, and written again the same bytes. */
static void read_back(const struct schema *layout, slice bytes, const struct maker *records, unsigned n, struct buf *again)
{
    struct source source = { .name = "record", .bytes = bytes, .fd = -1 };
    struct record_reader *r = record_reader_new(layout, &source, &diags);
    struct tree read, values;
    unsigned i = 0;
    ck_assert_ptr_nonnull(r);
    ck_assert(record_matches(layout, &source));
    tree_init(&read);
    tree_init(&values);
    for (; record_reader_next(r, &read) == RECORD_STEP_RECORD; i++) {
        ck_assert_uint_lt(i, n);
        if (diags.count) { show(); fprintf(stderr, "%.*s\n", SLICE_ARG(bytes)); }
        ck_assert_msg(diags.count == 0, "%.*s", SLICE_ARG(layout->id));
        ck_same(&records[i].tree, &read, layout->id);
        ck_assert(record_convert(&read, layout, &values));
    }
    if (diags.count) { show(); fprintf(stderr, "%.*s\n", SLICE_ARG(bytes)); }
    ck_assert_uint_eq(diags.count, 0);
    ck_assert_uint_eq(i, n);
    write_all(layout, &values, again);
    ck_assert_msg(slice_eq(bytes, buf_slice(again)), "%.*s: other bytes", SLICE_ARG(layout->id));
    record_reader_free(r);
    tree_free(&values);
    tree_free(&read);
}

static bool is_base_of(const struct schema *base, const struct schema *layout)
{
    return base == layout || slice_eq(layout->variant_of, base->id);
}

static bool can_carry(const struct schema *layout, const struct maker *m)
{
    return !m->line_ends || !slice_ends(layout->id, SLICE("-fixed"));
}

static void round_trip(const struct schema *base, struct record_checker *checker, bool line_ends)
{
    struct maker records[MAX_RECORDS];
    struct buf bytes = BUF_INIT(1 << 24), again = BUF_INIT(1 << 24);
    unsigned most = base->nodes[base->nodes[0].first].max > 1 ? MAX_RECORDS : 1, n = 1 + pick(most);
    for (unsigned i = 0; i < n; i++) {
        records[i] = (struct maker){ .text = BUF_INIT(1 << 24), .layout = base, .line_ends = line_ends };
        tree_init(&records[i].tree);
        make_record(&records[i]);
    }
    for (unsigned l = 0; l < n_layouts; l++) {
        if (!is_base_of(base, layouts[l]) || !can_carry(layouts[l], &records[0])) continue;
        struct tree values;
        tree_init(&values);
        for (unsigned i = 0; i < n; i++) ck_assert(record_convert(&records[i].tree, layouts[l], &values));
        write_all(layouts[l], &values, &bytes);
        if (layouts[l] == base && !record_check(checker, SLICE("r.xml"), buf_slice(&bytes), &diags)) { show(); ck_abort_msg("%.*s", SLICE_ARG(base->id)); }
        read_back(layouts[l], buf_slice(&bytes), records, n, &again);
        tree_free(&values);
    }
    for (unsigned i = 0; i < n; i++) maker_free(&records[i]);
    buf_free(&again);
    buf_free(&bytes);
}

START_TEST(every_layout_reads_back_what_it_writes)
{
    unsigned bases = 0;
    for (unsigned b = 0; b < n_layouts; b++) {
        if (layouts[b]->variant_of.len) continue;
        bases++;
        struct record_checker *checker = record_checker_new(layouts[b], &diags);
        ck_assert_ptr_nonnull(checker);
        for (unsigned i = 0; i < ROUNDS; i++) round_trip(layouts[b], checker, i % 2);
        record_checker_free(checker);
    }
    ck_assert_uint_eq(bases, 9);
}
END_TEST

/* ---- a layout and its XSD ---- */

enum harm { HARM_NONE, HARM_ABSENT, HARM_EMPTY, HARM_LONG, HARM_CODE, HARM_SIGN, HARMS };

/* The field's value spoiled; a null pointer in *out: left out.  False when the harm is none for this field. */
static bool spoil(const struct elem *e, enum harm harm, slice value, slice *out)
{
    bool number = e->type == ELEM_N || e->type == ELEM_R, day = e->type == ELEM_DATE_TEXT || e->type == ELEM_DT || e->type == ELEM_TM;
    switch (harm) {
    case HARM_NONE:
        *out = value;
        return true;
    case HARM_ABSENT:
        *out = NO_ARG;
        return e->usage == USE_MANDATORY;
    case HARM_EMPTY:
        *out = SLICE("");
        return e->usage == USE_MANDATORY;
    case HARM_LONG:
        *out = number ? SLICE("12345678901234567890") : day ? SLICE("31/12/20261") : arena_printf(arena, "%0*u", (int)e->max + 1, 7u);
        return true;
    case HARM_CODE:
        *out = day ? SLICE("31/13/2026") : number ? SLICE("1x") : SLICE("?");
        return e->codes || number || day;
    default:
        *out = number ? SLICE("1e2") : SLICE("aa/bb/cccc");
        return number || day;
    }
}

static struct tree_value *value_at(struct tree *t, uint16_t node, uint16_t field)
{
    for (uint32_t g = 0; g < t->groups; g++)
        for (uint32_t i = 0; t->group[g].kind == node && i < t->group[g].fields; i++)
            if (t->value[t->group[g].first + i].field == field) return &t->value[t->group[g].first + i];
    ck_abort_msg("no value");
}

/* Sound or not by the XSD, and by our own reader. */
static void judge(const struct schema *layout, struct record_checker *checker, const struct tree *values, bool sound, const struct elem *e)
{
    struct buf bytes = BUF_INIT(1 << 22);
    write_all(layout, values, &bytes);
    bool xsd = record_check(checker, SLICE("r.xml"), buf_slice(&bytes), &diags);
    if (sound && !xsd) show();
    ck_assert_msg(xsd == sound, "%.*s: the XSD %s %.*s", SLICE_ARG(layout->id), xsd ? "lets pass" : "refuses", SLICE_ARG(e->field_name));
    diags_init(&diags, arena, DIAGS_DEFAULT_CAP);
    struct source source = { .name = "r", .bytes = buf_slice(&bytes), .fd = -1 };
    struct record_reader *r = record_reader_new(layout, &source, &diags);
    struct tree read;
    tree_init(&read);
    while (record_reader_next(r, &read) == RECORD_STEP_RECORD) continue;
    if (sound && diags.count) show();
    ck_assert_msg((diags.count == 0) == sound, "%.*s: the reader does not agree on %.*s", SLICE_ARG(layout->id), SLICE_ARG(e->field_name));
    diags_init(&diags, arena, DIAGS_DEFAULT_CAP);
    tree_free(&read);
    record_reader_free(r);
    buf_free(&bytes);
}

static void judge_field(const struct schema *layout, struct record_checker *checker, const struct maker *m, uint16_t node, uint16_t field)
{
    const struct elem *e = &layout->nodes[node].segment->elems[field];
    for (enum harm harm = HARM_NONE; harm < HARMS; harm++) {
        struct tree values;
        slice bad;
        tree_init(&values);
        ck_assert(record_convert(&m->tree, layout, &values));
        struct tree_value *v = value_at(&values, node, field);
        if (spoil(e, harm, (slice){ v->ptr, v->len }, &bad)) {
            *v = (struct tree_value){ .ptr = bad.ptr, .len = (uint32_t)bad.len, .field = field };
            judge(layout, checker, &values, harm == HARM_NONE, e);
        }
        tree_free(&values);
    }
}

START_TEST(a_layout_and_its_xsd_agree_on_every_field)
{
    for (unsigned l = 0; l < n_layouts; l++) {
        if (layouts[l]->variant_of.len) continue;
        struct record_checker *checker = record_checker_new(layouts[l], &diags);
        struct maker m = { .text = BUF_INIT(1 << 22), .layout = layouts[l], .full = true };
        tree_init(&m.tree);
        make_record(&m);
        for (uint16_t node = 0; node < layouts[l]->n_nodes; node++)
            for (uint16_t k = 0; k < layouts[l]->nodes[node].segment->n_elems; k++)
                if (!layouts[l]->nodes[node].segment->elems[k].constant.ptr) judge_field(layouts[l], checker, &m, node, k);
        maker_free(&m);
        record_checker_free(checker);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("layouts");
    TCase *shipped = tcase_create("shipped");
    tcase_set_timeout(shipped, 300);
    tcase_add_checked_fixture(shipped, set_up, tear_down);
    tcase_add_test(shipped, every_layout_reads_back_what_it_writes);
    tcase_add_test(shipped, a_layout_and_its_xsd_agree_on_every_field);
    suite_add_tcase(suite, shipped);
    return unit_run(suite);
}
