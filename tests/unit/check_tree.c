/* check_tree.c - the document tree: walking, growing, and the way back to the source's bytes. */
#include "unit.h"

#include "tree/lookup.h"
#include "tree/tree.h"

static struct tree tree;

static void set_up(void) { tree_init(&tree); }
static void tear_down(void) { tree_free(&tree); }

/* Add a group whose fields are one letter each of `text`; '-' is an absent one. */
static uint32_t add(uint16_t kind, uint32_t parent, const char *text)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
    uint32_t n = (uint32_t)strlen(text);
    struct span *room = tree_room(&tree, n);
    tree.text = letters;
    for (uint32_t i = 0; i < n; i++) room[i] = text[i] == '-' ? SPAN_ABSENT : (struct span){ (uint32_t)(text[i] - 'a'), 1 };
    return tree_add(&tree, kind, parent, n, 0);
}

START_TEST(children_and_siblings_are_found_by_kind)
{
    uint32_t root = add(1, 0, "");
    uint32_t a = add(2, root, "ab");
    uint32_t a1 = add(3, a, "x");
    tree_close(&tree, a1);
    uint32_t a2 = add(4, a, "y");
    tree_close(&tree, a2);
    tree_close(&tree, a);
    uint32_t b = add(2, root, "c");
    tree_close(&tree, b);
    uint32_t c = add(5, root, "");
    tree_close(&tree, c);
    uint32_t d = add(2, root, ""), d1 = add(3, d, "z");
    tree_close(&tree, d1);
    tree_close(&tree, d);
    tree_close(&tree, root);
    ck_assert_uint_eq(tree_child(&tree, root, 2), a);
    ck_assert_uint_eq(tree_next(&tree, a), b);
    ck_assert_uint_eq(tree_next(&tree, b), d);
    ck_assert_uint_eq(tree_next(&tree, d), TREE_NONE);
    ck_assert_uint_eq(tree_next(&tree, a1), TREE_NONE);
    ck_assert_uint_eq(tree_child(&tree, root, 3), TREE_NONE);
    ck_assert_uint_eq(tree_child(&tree, a, 4), a2);
    ck_assert_uint_eq(tree_child(&tree, c, 2), TREE_NONE);
    ck_assert_uint_eq(tree_child(&tree, d, 3), d1);
    ck_assert_uint_eq(tree_next(&tree, root), TREE_NONE);
    ck_assert_uint_eq(tree.group[root].parent, root);
}
END_TEST

START_TEST(open_groups_reach_to_the_end)
{
    uint32_t root = add(1, 0, ""), a = add(2, root, ""), b = add(3, a, "x");
    ck_assert_uint_eq(tree_end(&tree, root), 3);
    ck_assert_uint_eq(tree_child(&tree, a, 3), b);
    ck_assert_uint_eq(tree_next(&tree, b), TREE_NONE);
}
END_TEST

START_TEST(absent_and_empty_fields_differ)
{
    uint32_t root = add(1, 0, "a-b");
    *tree_room(&tree, 1) = (struct span){ 0, 0 };
    uint32_t child = tree_add(&tree, 2, root, 1, 0);
    ck_slice(tree_field(&tree, root, 0), "a");
    ck_assert_ptr_null(tree_field(&tree, root, 1).ptr);
    ck_slice(tree_field(&tree, root, 2), "b");
    ck_assert_ptr_null(tree_field(&tree, root, 3).ptr);
    ck_assert_ptr_nonnull(tree_field(&tree, child, 0).ptr);
    ck_assert_uint_eq(tree_field(&tree, child, 0).len, 0);
}
END_TEST

START_TEST(a_record_has_values_by_field_number)
{
    struct tree_value *room = tree_value_room(&tree, 3);
    room[0] = (struct tree_value){ "one", 3, 2, false };
    room[1] = (struct tree_value){ NULL, 0, 5, false };
    room[2] = (struct tree_value){ "", 0, 9, false };
    uint32_t root = tree_add_record(&tree, 1, 0, 3, 0);
    room = tree_value_room(&tree, 1);
    room[0] = (struct tree_value){ "two", 3, 2, false };
    uint32_t child = tree_add_record(&tree, 2, root, 1, 7);
    ck_slice(tree_value(&tree, root, 2), "one");
    ck_slice(tree_value(&tree, child, 2), "two");
    ck_assert_ptr_null(tree_value(&tree, root, 5).ptr);         /* absent */
    ck_assert_ptr_null(tree_value(&tree, root, 3).ptr);         /* never there */
    ck_assert_ptr_nonnull(tree_value(&tree, root, 9).ptr);      /* empty */
    ck_assert_ptr_null(tree_value(&tree, child, 9).ptr);
    ck_assert_uint_eq(tree.group[child].number, 7);
}
END_TEST

START_TEST(growing_loses_nothing_and_a_reset_keeps_the_memory)
{
    for (unsigned lifetime = 0; lifetime < 2; lifetime++) {
        uint32_t root = add(0, 0, "r");
        for (unsigned i = 0; i < 50000; i++) {
            char text[2] = { (char)('a' + i % 26), 0 };
            tree_close(&tree, add((uint16_t)(i % 100), root, text));
        }
        tree_close(&tree, root);
        ck_assert_uint_eq(tree.groups, 50001);
        unsigned wrong = 0;
        for (uint32_t g = 1; g < tree.groups; g++) wrong += tree_field(&tree, g, 0).ptr[0] != (char)('a' + (g - 1) % 26);
        ck_assert_uint_eq(wrong, 0);
        const void *groups = tree.group, *fields = tree.field;
        tree_reset(&tree);
        ck_assert_uint_eq(tree.groups + tree.fields, 0);
        ck_assert(tree.group == groups && tree.field == fields);
    }
}
END_TEST

START_TEST(text_past_the_cap_is_refused_and_said)
{
    tree.made.max = 10;
    ck_assert_ptr_nonnull(texts_copy(&tree.made, SLICE("12345")).ptr);
    ck_assert_ptr_null(texts_copy(&tree.made, SLICE("1234567")).ptr);
    ck_assert(tree.made.over);
    tree_reset(&tree);
    ck_assert(!tree.made.over);
    ck_slice(texts_copy(&tree.made, SLICE("1234567")), "1234567");
}
END_TEST

START_TEST(text_stays_where_it_is)
{
    enum { COUNT = 20000 };
    static slice kept[COUNT];
    char text[64];
    for (unsigned lifetime = 0; lifetime < 3; lifetime++) {
        for (unsigned i = 0; i < COUNT; i++) {
            int n = snprintf(text, sizeof text, "%u of %u %.*s", i, lifetime, (int)(i % 40), "........................................");
            kept[i] = texts_copy(&tree.made, (slice){ text, (size_t)n });
        }
        for (unsigned i = 0; i < COUNT; i++) {
            snprintf(text, sizeof text, "%u of %u ", i, lifetime);
            ck_assert(slice_starts(kept[i], slice_of(text)));
        }
        const size_t room = tree.made.room;
        tree_reset(&tree);
        ck_assert_uint_eq(tree.made.room, room);
    }
    ck_assert_uint_lt(tree.made.room, 4u << 20);        /* the second and third time made no new blocks */
}
END_TEST

START_TEST(text_goes_back_to_a_mark)
{
    slice before = texts_copy(&tree.made, SLICE("before"));
    struct texts_mark mark = texts_mark(&tree.made), start = { NULL, NULL };
    char *next = texts_room(&tree.made, 1);
    for (unsigned i = 0; i < 5000; i++) ck_assert_ptr_nonnull(texts_copy(&tree.made, SLICE("what is taken back")).ptr);
    texts_return(&tree.made, mark);
    ck_assert_ptr_eq(texts_room(&tree.made, 1), next);
    ck_slice(before, "before");
    texts_return(&tree.made, start);                    /* a mark of the time when nothing was there */
    ck_slice(texts_copy(&tree.made, SLICE("x")), "x");
    ck_assert_ptr_nonnull(texts_room(&tree.made, 100000));      /* larger than any block: one of its own */
}
END_TEST

START_TEST(offsets_lead_back_to_the_source)
{
    static const uint32_t dropped[] = { 3, 3, 10 };
    static const struct { uint32_t off; uint64_t source; } cases[] = { { 0, 100 }, { 2, 102 }, { 3, 105 }, { 9, 111 }, { 10, 113 }, { 50, 153 } };
    tree.origin = 100;
    ck_assert_uint_eq(tree_offset(&tree, (struct span){ 7, 1 }), 107);
    tree.origin_map = dropped;
    tree.origin_maps = 3;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_uint_eq(tree_offset(&tree, (struct span){ cases[i].off, 1 }), cases[i].source);
    ck_assert_uint_eq(tree_offset(&tree, SPAN_ABSENT), 100);
}
END_TEST

START_TEST(freeing_twice_or_nothing_is_fine)
{
    (void)add(1, 0, "abc");
    tree_free(&tree);
    tree_free(&tree);
    tree_free(NULL);
    (void)add(1, 0, "abc");         /* and it can be used again */
    ck_slice(tree_field(&tree, 0, 2), "c");
}
END_TEST

START_TEST(the_columns_of_items_csv_are_the_documented_header)
{
    static const char header[] = "product,mtrx1,mtrx2,mtrx3,mtrx4,description,status,ean,upc,asin,vendor_sku,case_pack,case_gtin,unit_price,currency,"
                                 "valid_from,valid_to";
    slice rest = slice_of(header), name;
    unsigned n = 0;
    for (; slice_next(&rest, ',', &name); n++) ck_slice(name, item_column_names[n]);
    ck_assert_uint_eq(n, ITEM_COLUMNS);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("tree");
    TCase *t = tcase_create("tree");
    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_add_test(t, children_and_siblings_are_found_by_kind);
    tcase_add_test(t, open_groups_reach_to_the_end);
    tcase_add_test(t, absent_and_empty_fields_differ);
    tcase_add_test(t, a_record_has_values_by_field_number);
    tcase_add_test(t, growing_loses_nothing_and_a_reset_keeps_the_memory);
    tcase_add_test(t, text_past_the_cap_is_refused_and_said);
    tcase_add_test(t, text_stays_where_it_is);
    tcase_add_test(t, text_goes_back_to_a_mark);
    tcase_add_test(t, offsets_lead_back_to_the_source);
    tcase_add_test(t, freeing_twice_or_nothing_is_fine);
    tcase_add_test(t, the_columns_of_items_csv_are_the_documented_header);
    suite_add_tcase(suite, t);
    return unit_run(suite);
}
