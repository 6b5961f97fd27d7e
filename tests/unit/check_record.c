/* check_record.c - writing records: the skeleton of a sales order, characters, caps, and reading back what was written. */
#include "record/record.h"

#include "record/findings.h"

#include "base/err.h"
#include "base/fsys.h"
#include "base/render.h"

#include "unit.h"

#include <fcntl.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <unistd.h>

/* Request(RequestType constant) / Data(UniqueId, CustDef empty, Note) / [OrderHeaderData(Currency), OrderLineData(Product, MtrxCode1 empty)] */
static const struct elem request_fields[] = { { .field_name = { "@RequestType", 12 }, .constant = { "Multi\"New", 9 } } };
static const struct elem data_fields[] = {
    { .field_name = { "@UniqueId", 9 } },
    { .field_name = { "@CustDef", 8 }, .write_empty = true },
    { .field_name = { "@OrderChannel", 13 }, .constant = { "EDI", 3 } },
    { .field_name = { "@Note", 5 } }
};
static const struct elem header_fields[] = { { .field_name = { "@Currency", 9 } } };
static const struct elem line_fields[] = { { .field_name = { "@Product", 8 }, .write_empty = true }, { .field_name = { "@MtrxCode1", 10 }, .write_empty = true } };
static const struct segment_def defs[] = {
    { .elems = request_fields, .n_elems = 1 }, { .elems = data_fields, .n_elems = 4 },
    { .elems = header_fields, .n_elems = 1 }, { .elems = line_fields, .n_elems = 2 }
};
static const struct node nodes[] = {
    { .name = { "Request", 7 }, .segment = &defs[0], .first = 1 },
    { .name = { "Data", 4 }, .segment = &defs[1], .parent = 0, .first = 2 },
    { .name = { "OrderHeaderData", 15 }, .segment = &defs[2], .parent = 1, .next = 3 },
    { .name = { "OrderLineData", 13 }, .segment = &defs[3], .parent = 1 }
};
enum { REQUEST, DATA, HEADER, LINE };
static struct schema layout = { .nodes = nodes, .n_nodes = 4, .is_record = true, .charset = CHARSET_LATIN1 };

static struct arena *arena;
static struct diags diags;
static struct tree tree;
static struct buf out;
static struct record_writer *writer;

static void set_up(void)
{
    arena = arena_new();
    diags_init(&diags, arena, DIAGS_DEFAULT_CAP);
    tree_init(&tree);
    out = BUF_INIT(1 << 22);
    layout.charset = CHARSET_LATIN1;
    writer = record_writer_new(arena, &layout);
}

static void tear_down(void)
{
    buf_free(&out);
    tree_free(&tree);
    arena_free(arena);
}

/* A group whose fields are these texts; a null pointer is an absent field. */
static uint32_t put(uint16_t kind, uint32_t parent, unsigned n, const slice *values)
{
    struct tree_value *room = tree_value_room(&tree, n);
    for (unsigned i = 0; i < n; i++) {
        const bool wide = values[i].ptr && (values[i].len + i) % 3;         /* now and then not, so that both ways are taken */
        slice text = values[i].ptr && texts_room(&tree.made, values[i].len + TREE_WIDE) ? texts_copy(&tree.made, values[i]) : NO_ARG;
        if (wide) texts_take(&tree.made, TREE_WIDE);
        room[i] = (struct tree_value){ text.ptr, (uint32_t)text.len, (uint16_t)i, wide };
    }
    return tree_add_record(&tree, kind, parent, n, 0);
}

static void one_order(slice unique, slice cust_def, slice note)
{
    tree_reset(&tree);
    put(REQUEST, 0, 0, NULL);
    put(DATA, 0, 4, (slice[]){ unique, cust_def, NO_ARG, note });
}

static void close_all(void)
{
    for (uint32_t g = tree.groups; g-- > 0;) {
        if (!tree.group[g].end)
            tree_close(&tree, g);
    }
}

static bool write_it(void)
{
    close_all();
    return record_write(writer, &tree, &out, NULL, &diags);
}

static void ck_written(const char *expected)
{
    ck_assert_uint_eq(out.len, strlen(expected));
    ck_assert_mem_eq(out.ptr, expected, out.len);
}

START_TEST(a_record_is_indented_and_leaves_out_what_is_absent)
{
    one_order(SLICE("EDI-1"), NO_ARG, NO_ARG);
    put(LINE, 1, 2, (slice[]){ SLICE("PR-1001"), SLICE("F") });
    tree_close(&tree, 2);
    put(LINE, 1, 2, (slice[]){ SLICE("PR-1002"), NO_ARG });
    ck_assert(write_it());
    ck_written("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n"
               "<Request RequestType=\"Multi&quot;New\">\n"
               " <Data UniqueId=\"EDI-1\" CustDef=\"\" OrderChannel=\"EDI\">\n"
               "  <OrderLineData Product=\"PR-1001\" MtrxCode1=\"F\"/>\n"
               "  <OrderLineData Product=\"PR-1002\" MtrxCode1=\"\"/>\n"
               " </Data>\n"
               "</Request>\n");
    ck_assert_uint_eq(diags.count, 0);
}
END_TEST

START_TEST(an_optional_field_that_is_present_but_empty_is_written)
{
    one_order(SLICE(""), SLICE(""), SLICE("n"));
    ck_assert(write_it());
    ck_assert_ptr_nonnull(strstr(arena_cstr(arena, buf_slice(&out)), "<Data UniqueId=\"\" CustDef=\"\" OrderChannel=\"EDI\" Note=\"n\"/>\n</Request>"));
}
END_TEST

START_TEST(several_orders_stand_one_after_the_other)
{
    one_order(SLICE("1"), NO_ARG, NO_ARG);
    put(HEADER, 1, 1, (slice[]){ SLICE("GBP") });
    tree_close(&tree, 2);
    tree_close(&tree, 1);
    put(DATA, 0, 1, (slice[]){ SLICE("2") });
    ck_assert(write_it());
    ck_assert_ptr_nonnull(strstr(arena_cstr(arena, buf_slice(&out)),
        "  <OrderHeaderData Currency=\"GBP\"/>\n </Data>\n <Data UniqueId=\"2\" CustDef=\"\" OrderChannel=\"EDI\"/>\n</Request>\n"));
}
END_TEST

START_TEST(latin1_characters_are_one_byte_each)
{
    one_order(SLICE("caf\xc3\xa9 \xc3\xbf\xc2\xa0"), SLICE("a<b>&c"), SLICE("x\ty\nz\r\""));
    ck_assert(write_it());
    ck_assert_ptr_nonnull(strstr(arena_cstr(arena, buf_slice(&out)),
        "UniqueId=\"caf\xe9 \xff\xa0\" CustDef=\"a&lt;b&gt;&amp;c\" OrderChannel=\"EDI\" Note=\"x&#9;y&#10;z&#13;&quot;\"/>"));
}
END_TEST

START_TEST(a_utf8_layout_keeps_utf8)
{
    layout.charset = CHARSET_UTF8;
    writer = record_writer_new(arena, &layout);
    one_order(SLICE("\xe2\x80\x94"), NO_ARG, NO_ARG);
    ck_assert(write_it());
    ck_assert_ptr_nonnull(strstr(arena_cstr(arena, buf_slice(&out)), "encoding=\"UTF-8\"?>"));
    ck_assert_ptr_nonnull(strstr(arena_cstr(arena, buf_slice(&out)), "UniqueId=\"\xe2\x80\x94\""));
}
END_TEST

static slice message_of(size_t i)
{
    struct buf text = BUF_INIT(1000);
    diag_message(&text, &diags.items[i]);
    slice kept = arena_copy(arena, buf_slice(&text));
    buf_free(&text);
    return kept;
}

static struct place place_of(void *context, uint32_t group, unsigned field)
{
    const struct source *source = context;
    return place_at(source, group * 100 + field, 1);
}

START_TEST(a_character_that_does_not_exist_is_named_with_its_field_and_nothing_is_written)
{
    struct source source = { .name = "in", .fd = -1 };
    struct record_places places = { place_of, &source };
    buf_puts(&out, "before");
    one_order(SLICE("ok"), SLICE("long \xe2\x80\x94 dash"), SLICE("\xe2\x82\xac"));
    close_all();
    ck_assert(!record_write(writer, &tree, &out, &places, &diags));
    ck_written("before");
    ck_assert_uint_eq(diags.count, 2);
    ck_assert_str_eq(diags.items[0].def->code, "RECORD-CHARSET");
    ck_assert_int_eq(diags.items[0].severity, SEV_HOLD_DOCUMENT);
    ck_assert(slice_is(message_of(0), "U+2014 (\xe2\x80\x94) in Data/@CustDef does not exist in ISO-8859-1"));
    ck_assert_uint_eq(diags.items[0].place.offset, 101);
    ck_assert(slice_is(message_of(1), "U+20AC (\xe2\x82\xac) in Data/@Note does not exist in ISO-8859-1"));
}
END_TEST

START_TEST(what_xml_cannot_carry_is_a_finding)
{
    static const struct { slice text; const char *name; } rows[] = {
        { { "a\x01z", 3 }, "U+0001" }, { { "12345678\x1f", 9 }, "U+001F" }, { { "\0", 1 }, "U+0000" }, { { "bad \xff", 5 }, "U+FFFD" }
    };
    one_order(rows[_i].text, NO_ARG, NO_ARG);
    ck_assert(!write_it());
    ck_assert_str_eq(diags.items[0].def->code, "RECORD-CHARACTER");
    ck_assert_msg(slice_is(diags.items[0].args[0], rows[_i].name), "row %d: %.*s", _i, SLICE_ARG(diags.items[0].args[0]));
}
END_TEST

START_TEST(a_record_past_the_cap_is_a_finding)
{
    char big[2000];
    memset(big, 'x', sizeof big);
    buf_free(&out);
    out = BUF_INIT(1500);
    one_order((slice){ big, sizeof big }, NO_ARG, NO_ARG);
    ck_assert(!write_it());
    ck_assert_str_eq(diags.items[0].def->code, "RECORD-TOO-BIG");
    ck_assert_uint_eq(out.len, 0);
}
END_TEST

/* ---- write -> parse -> same values ---- */

static uint64_t random_state = 88172645463325252ull;

static unsigned pick(unsigned n) { return (unsigned)(unit_random(&random_state) % n); }

/* Up to 40 characters of Latin-1 as UTF-8, half of them up to TREE_WIDE, rich in those that need care. */
static slice random_text(void)
{
    static const char awkward[] = "\"&<>'\t\n\r ;#x";
    struct buf text = BUF_INIT(100);
    unsigned n = pick(2) ? pick(41) : pick(TREE_WIDE + 1), plain = pick(2);
    for (unsigned i = 0; i < n; i++) {
        unsigned what = plain ? 9 : pick(10);
        if (what < 2)
            utf8_put(&text, 0xa0 + pick(0x60));
        else if (what < 4)
            utf8_put(&text, (unsigned char)awkward[pick(sizeof awkward - 1)]);
        else
            utf8_put(&text, 0x20 + pick(0x5f));
    }
    slice kept = n ? arena_copy(arena, buf_slice(&text)) : SLICE("");
    buf_free(&text);
    return kept;
}

static void ck_attribute(xmlNode *node, const char *name, slice expected)
{
    xmlChar *value = xmlGetProp(node, (const xmlChar *)name);
    if (!expected.ptr)
        ck_assert_ptr_null(value);
    else
        ck_assert_msg(value && slice_is(expected, (const char *)value), "%s is \"%s\", not \"%.*s\"", name, (const char *)value, SLICE_ARG(expected));
    xmlFree(value);
}

static xmlNode *first_element(xmlNode *node)
{
    while (node && node->type != XML_ELEMENT_NODE)
        node = node->next;
    return node;
}

START_TEST(what_was_written_reads_back_the_same)
{
    for (unsigned round = 0; round < 2000; round++) {
        buf_clear(&out);
        slice unique = random_text(), note = pick(3) ? random_text() : NO_ARG, cust = pick(3) ? random_text() : NO_ARG;
        slice products[9], matrices[9];
        unsigned lines = pick(10);
        one_order(unique, cust, note);
        for (unsigned i = 0; i < lines; i++) {
            products[i] = random_text();
            matrices[i] = pick(4) ? random_text() : NO_ARG;
            tree_close(&tree, put(LINE, 1, 2, (slice[]){ products[i], matrices[i] }));
        }
        ck_assert(write_it());
        xmlDoc *doc = xmlReadMemory(out.ptr, (int)out.len, "record", NULL, XML_PARSE_NONET);
        ck_assert_ptr_nonnull(doc);
        xmlNode *data = first_element(xmlDocGetRootElement(doc)->children);
        ck_attribute(xmlDocGetRootElement(doc), "RequestType", SLICE("Multi\"New"));
        ck_attribute(data, "UniqueId", unique);
        ck_attribute(data, "CustDef", cust.ptr ? cust : SLICE(""));
        ck_attribute(data, "Note", note);
        xmlNode *line = first_element(data->children);
        for (unsigned i = 0; i < lines; i++, line = first_element(line->next)) {
            ck_assert_ptr_nonnull(line);
            ck_attribute(line, "Product", products[i]);
            ck_attribute(line, "MtrxCode1", matrices[i].ptr ? matrices[i] : SLICE(""));
        }
        ck_assert_ptr_null(line);
        xmlFreeDoc(doc);
    }
}
END_TEST

/* ---- XSD ---- */

static const char xsd[] =
    "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\"><xs:element name=\"Request\"><xs:complexType>"
    "<xs:sequence><xs:element name=\"Data\"><xs:complexType><xs:attribute name=\"UniqueId\" use=\"required\">"
    "<xs:simpleType><xs:restriction base=\"xs:string\"><xs:maxLength value=\"5\"/></xs:restriction></xs:simpleType></xs:attribute>"
    "</xs:complexType></xs:element></xs:sequence></xs:complexType></xs:element></xs:schema>";

START_TEST(a_record_that_breaks_its_xsd_is_a_finding_with_a_line)
{
    char dir[4096];
    slice path = arena_printf(arena, "%s/order.xsd", unit_directory(dir));
    ck_assert_int_eq(fsys_put_file(AT_FDCWD, path.ptr, slice_of(xsd), false), 0);
    struct schema checked = layout;
    checked.xsd = path;
    struct record_checker *c = record_checker_new(&checked, &diags);
    ck_assert_ptr_nonnull(c);
    ck_assert(record_check(c, SLICE("o.xml"), SLICE("<Request>\n<Data UniqueId=\"12345\"/>\n</Request>"), &diags));
    ck_assert_uint_eq(diags.count, 0);
    ck_assert(!record_check(c, SLICE("o.xml"), SLICE("<Request>\n<Data UniqueId=\"123456\"/>\n</Request>"), &diags));
    ck_assert_uint_ge(diags.count, 1);
    ck_assert_str_eq(diags.items[0].def->code, "RECORD-XSD");
    unsigned line, column;
    ck_assert(place_line(&diags.items[0].place, &line, &column));
    ck_assert_uint_eq(line, 2);
    ck_assert(record_check(c, SLICE("o.xml"), SLICE("<Request><Data UniqueId=\"1\"/></Request>"), &diags));
    record_checker_free(c);
    fsys_unlink(AT_FDCWD, path.ptr);
    rmdir(dir);
}
END_TEST

/* libxml2 converts from ISO-8859-1 piece by piece; a record is longer than a piece. */
START_TEST(a_long_record_in_latin1_is_checked_to_its_end)
{
    char dir[4096];
    slice path = arena_printf(arena, "%s/order.xsd", unit_directory(dir));
    ck_assert_int_eq(fsys_put_file(AT_FDCWD, path.ptr, slice_of(xsd), false), 0);
    struct schema checked = layout;
    checked.xsd = path;
    struct record_checker *c = record_checker_new(&checked, &diags);
    buf_puts(&out, "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<Request>");
    for (unsigned i = 0; i < 5000; i++)
        buf_puts(&out, "<!-- \xe9 -->\n");
    size_t good = out.len;
    buf_puts(&out, "<Data UniqueId=\"1\xe9\"/></Request>\n");
    ck_assert(record_check(c, SLICE("o.xml"), buf_slice(&out), &diags));
    ck_assert_uint_eq(diags.count, 0);
    out.len = good;
    buf_puts(&out, "<Data UniqueId=\"123456\"/></Request>\n");
    ck_assert(!record_check(c, SLICE("o.xml"), buf_slice(&out), &diags));
    ck_assert_str_eq(diags.items[0].def->code, "RECORD-XSD");
    record_checker_free(c);
    fsys_unlink(AT_FDCWD, path.ptr);
    rmdir(dir);
}
END_TEST

START_TEST(a_layout_without_an_xsd_takes_everything)
{
    struct record_checker *c = record_checker_new(&layout, &diags);
    ck_assert_ptr_nonnull(c);
    ck_assert(record_check(c, SLICE("o.xml"), SLICE("anything"), &diags));
    record_checker_free(c);
}
END_TEST

START_TEST(a_missing_xsd_is_a_finding)
{
    struct schema checked = layout;
    checked.xsd = SLICE("/nowhere/at/all.xsd");
    ck_assert_ptr_null(record_checker_new(&checked, &diags));
    ck_assert_uint_ge(diags.count, 1);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("record");
    TCase *write = tcase_create("write"), *check = tcase_create("check");
    tcase_add_checked_fixture(write, set_up, tear_down);
    tcase_add_test(write, a_record_is_indented_and_leaves_out_what_is_absent);
    tcase_add_test(write, an_optional_field_that_is_present_but_empty_is_written);
    tcase_add_test(write, several_orders_stand_one_after_the_other);
    tcase_add_test(write, latin1_characters_are_one_byte_each);
    tcase_add_test(write, a_utf8_layout_keeps_utf8);
    tcase_add_test(write, a_character_that_does_not_exist_is_named_with_its_field_and_nothing_is_written);
    tcase_add_loop_test(write, what_xml_cannot_carry_is_a_finding, 0, 4);
    tcase_add_test(write, a_record_past_the_cap_is_a_finding);
    tcase_add_test(write, what_was_written_reads_back_the_same);
    tcase_add_checked_fixture(check, set_up, tear_down);
    tcase_add_test(check, a_record_that_breaks_its_xsd_is_a_finding_with_a_line);
    tcase_add_test(check, a_long_record_in_latin1_is_checked_to_its_end);
    tcase_add_test(check, a_layout_without_an_xsd_takes_everything);
    tcase_add_test(check, a_missing_xsd_is_a_finding);
    suite_add_tcase(suite, write);
    suite_add_tcase(suite, check);
    return unit_run(suite);
}
