/* check_outline.c - levels under their parents, whatever HL01 and HL02 say: every segment once, parents before children, in linear time. */
#include "unit.h"

#include "base/buf.h"
#include "schema/business.h"
#include "schema/outline.h"

static struct arena *arena;
static struct tree tree;
static struct buf text;

static void set_up(void)
{
    arena = arena_new();
    tree_init(&tree);
    text = BUF_INIT(64 << 20);
    (void)tree_add(&tree, 0, 0, 0, 0);
}

static void tear_down(void)
{
    tree_free(&tree);
    buf_free(&text);
    arena_free(arena);
}

/* A segment written as in a file; the tree's text is set by outline(). */
static uint32_t add(uint16_t kind, uint32_t parent, const char *segment)
{
    slice rest = slice_of(segment), part;
    uint32_t n = 0;
    while (slice_next(&rest, '*', &part)) {
        struct span *room = tree_room(&tree, n + 1);
        room[n++] = part.len > 0 ? (struct span){ (uint32_t)text.len, (uint32_t)part.len } : SPAN_ABSENT;
        buf_add(&text, part);
    }
    uint32_t group = tree_add(&tree, kind, parent, n, tree.groups);
    tree_close(&tree, group);
    return group;
}

static struct outline outline(void)
{
    tree.text = text.ptr;
    return outline_make(arena, &tree);
}

/* The ids of the rows, each level's with its number and depth: "ST HL1/0 HL2/1 SE". */
static slice drawn(const struct outline *o)
{
    slice out = { 0 };
    for (uint32_t i = 0; i < o->n_rows; i++) {
        slice id = tree_field(&tree, o->rows[i].group, 0);
        const char *gap = i > 0 ? " " : "";
        if (slice_is(id, "HL")) out = arena_printf(arena, "%.*s%sHL%.*s/%u", SLICE_ARG(out), gap, SLICE_ARG(tree_field(&tree, o->rows[i].group, 1)),
                                                   (unsigned)o->levels[o->rows[i].level].depth);
        else out = arena_printf(arena, "%.*s%s%.*s", SLICE_ARG(out), gap, SLICE_ARG(id));
    }
    return out;
}

START_TEST(levels_stand_under_the_level_they_name)
{
    static const struct { const char *segments[12]; const char *drawn; enum level_fault faults[6]; } cases[] = {
        { { "ST", "BSN", "SE" }, "ST BSN SE", { 0 } },
        { { "ST", "HL*1**S", "REF", "HL*2*1*O", "PRF", "HL*3*1*O", "CTT", "SE" }, "ST HL1/0 REF HL2/1 PRF HL3/1 CTT SE", { 0 } },
        { { "HL*1**S", "HL*2*1*O", "HL*3*1*O", "HL*4*2*P", "A", "HL*5*3*P", "B", "SE" }, "HL1/0 HL2/1 HL4/2 A HL3/1 HL5/2 B SE", { 0 } },
        { { "HL*1**S", "HL*2*7*O", "A", "HL*3*2*I", "SE" }, "HL1/0 HL2/0 A HL3/1 SE", { 0, LEVEL_ORPHAN } },
        { { "HL*1*1*S", "A", "SE" }, "HL1/0 A SE", { LEVEL_CIRCLE } },
        { { "HL*1*3*S", "HL*2*1*O", "HL*3*2*P", "SE" }, "HL1/0 HL2/1 HL3/2 SE", { LEVEL_CIRCLE } },
        { { "HL*5*6*S", "HL*1*2*I", "HL*2*3*P", "HL*3*2*T", "HL*6**S", "SE" }, "HL2/0 HL1/1 HL3/1 HL6/0 HL5/1 SE",
          { LEVEL_LATER, LEVEL_LATER, LEVEL_CIRCLE } },
        { { "HL*1**S", "HL*2*1*O", "HL*2*1*O", "HL*3*2*I", "SE" }, "HL1/0 HL2/1 HL2/1 HL3/2 SE", { 0, 0, LEVEL_TWICE } },
        { { "HL*1**S", "HL*3*2*P", "HL*2*1*O", "HL*2*3*O", "SE" }, "HL1/0 HL2/1 HL3/2 HL2/3 SE", { 0, LEVEL_LATER, 0, LEVEL_TWICE } },
        { { "HL***S", "A", "HL", "HL**9", "SE" }, "HL/0 A HL/0 HL/0 SE", { 0, 0, LEVEL_ORPHAN } },
        { { "HL*1**S", "A", "HL*2**S", "B", "SE" }, "HL1/0 A HL2/0 B SE", { 0 } },
    };
    for (size_t i = 0; i < 12 && cases[_i].segments[i] != NULL; i++) add(0, 0, cases[_i].segments[i]);
    struct outline o = outline();
    ck_slice(drawn(&o), cases[_i].drawn);
    for (uint32_t i = 0; i < o.n_levels; i++) ck_assert_int_eq(o.levels[i].fault, cases[_i].faults[i]);
}
END_TEST

/* As a grammar lays it out: a loop for each level, loops in them, and segments of the header and the end in none. */
START_TEST(with_a_grammar_a_level_is_its_loop)
{
    add(1, 0, "ST");
    uint32_t first = tree_add(&tree, 2, 0, 0, 2);
    add(3, first, "HL*1*2*I");
    uint32_t party = tree_add(&tree, 4, first, 0, 3), name = add(5, party, "N1*ST"), place = add(6, party, "N4");
    tree_close(&tree, party);
    uint32_t stray = add(0, first, "ZZZ");
    tree_close(&tree, first);
    uint32_t second = tree_add(&tree, 2, 0, 0, 7);
    uint32_t level = add(3, second, "HL*2**S");
    tree_close(&tree, second);
    add(7, 0, "CTT*2");
    struct outline o = outline();
    ck_slice(drawn(&o), "ST HL2/0 HL1/1 N1 N4 ZZZ CTT");
    ck_assert_uint_eq(outline_loops(&tree, name), 1);
    ck_assert_uint_eq(outline_loops(&tree, place), 1);
    ck_assert_uint_eq(outline_loops(&tree, stray), 0);
    ck_assert_uint_eq(outline_loops(&tree, level), 0);
}
END_TEST

/* What must hold for any numbers: each segment once, each level after its parent and one deeper, faults only where something is odd. */
static void check_outline(const struct outline *o, uint32_t segments)
{
    uint8_t *seen = arena_array(arena, tree.groups + 1u, 1), *placed = arena_array(arena, o->n_levels + 1u, 1);
    ck_assert_uint_eq(o->n_rows, segments);
    for (uint32_t i = 0; i < o->n_rows; i++) {
        const struct outline_row *row = &o->rows[i];
        ck_assert(!seen[row->group]);
        seen[row->group] = 1;
        if (row->level == OUTLINE_NONE) continue;
        const struct level *l = &o->levels[row->level];
        if (l->segment != row->group) {
            ck_assert(placed[row->level]);
            continue;
        }
        placed[row->level] = 1;
        ck_assert_uint_eq(l->depth, l->parent == OUTLINE_NONE ? 0 : o->levels[l->parent].depth + 1);
        ck_assert(l->parent == OUTLINE_NONE || placed[l->parent]);
    }
}

START_TEST(any_numbers_make_a_tree)
{
    uint64_t seed = 7 + (uint64_t)_i;
    uint32_t n = 1 + (uint32_t)(unit_random(&seed) % 60), range = 1 + (uint32_t)(unit_random(&seed) % 40), segments = 0;
    char segment[64];
    for (uint32_t i = 0; i < n; i++) {
        unsigned number = (unsigned)(unit_random(&seed) % range), parent = (unsigned)(unit_random(&seed) % range);
        if (unit_random(&seed) % 5 == 0) (void)snprintf(segment, sizeof segment, "HL*%u**S", number);
        else (void)snprintf(segment, sizeof segment, "HL*%u*%u*P", number, parent);
        add(0, 0, segment);
        segments++;
        for (uint32_t k = (uint32_t)(unit_random(&seed) % 3); k > 0; k--, segments++) add(0, 0, "REF*CN*1");
    }
    struct outline o = outline();
    check_outline(&o, segments);
}
END_TEST

/* 200,000 levels: one chain, a chain named backwards, one circle, all under the first, all orphans of one number. */
START_TEST(very_many_levels_cost_no_more_than_their_number)
{
    enum { MANY = 200000 };
    char segment[64];
    for (unsigned i = 1; i <= MANY; i++) {
        unsigned parent = _i == 0 ? i - 1 : _i == 1 ? (i < MANY ? i + 1 : 0) : _i == 2 ? i % MANY + 1 : _i == 3 ? (i > 1) : MANY + 1;
        if (parent == 0) (void)snprintf(segment, sizeof segment, "HL*%u**P", i);
        else (void)snprintf(segment, sizeof segment, "HL*%u*%u*P", i, parent);
        add(0, 0, segment);
    }
    struct outline o = outline();
    check_outline(&o, MANY);
    uint32_t last = o.rows[MANY - 1].level;
    ck_assert_uint_eq(o.levels[last].depth, _i < 3 ? MANY - 1 : _i == 3 ? 1 : 0);
    ck_assert_int_eq(o.levels[0].fault, _i == 1 ? LEVEL_LATER : _i == 2 ? LEVEL_CIRCLE : _i == 4 ? LEVEL_ORPHAN : LEVEL_SOUND);
}
END_TEST

START_TEST(every_segment_of_the_table_is_found)
{
    static const char *const known[] = { "ACK", "DTM", "IT1", "LIN", "N1", "PO1", "REF", "RMR", "TXI" };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        const struct business_segment *s = business_segment(slice_of(known[i]));
        ck_assert_msg(s != NULL, "%s", known[i]);
        ck_assert_str_eq(s->id, known[i]);
        ck_assert(!business_key_is_empty(&s->ways[0]));
    }
    ck_assert_ptr_null(business_segment(SLICE("ZZZ")));
    ck_assert_ptr_null(business_segment(SLICE("")));
    ck_assert_str_eq(business_set(SLICE("856"))->segment, "BSN");
    ck_assert_ptr_null(business_set(SLICE("999999")));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("outline");
    TCase *t = tcase_create("outline");
    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_set_timeout(t, 60);
    tcase_add_loop_test(t, levels_stand_under_the_level_they_name, 0, 11);
    tcase_add_test(t, with_a_grammar_a_level_is_its_loop);
    tcase_add_loop_test(t, any_numbers_make_a_tree, 0, 200);
    tcase_add_loop_test(t, very_many_levels_cost_no_more_than_their_number, 0, 5);
    tcase_add_test(t, every_segment_of_the_table_is_found);
    suite_add_tcase(suite, t);
    return unit_run(suite);
}
