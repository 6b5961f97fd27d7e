/* check_xml.c - our XML files: exact places, what is refused, escaping, and validation. */
#include "unit.h"

#include "base/fsys.h"
#include "base/render.h"
#include "xml/xml.h"

#include <fcntl.h>
#include <unistd.h>

static struct arena *arena;
static struct diags diags;
static struct source source;
static struct buf out;

static void set_up(void)
{
    arena = arena_new();
    diags_init(&diags, arena, 100);
    out = BUF_INIT(1 << 20);
}

static void tear_down(void)
{
    buf_free(&out);
    arena_free(arena);
}

static struct xml_node *parse(slice bytes)
{
    source = (struct source){ .name = "t.xml", .bytes = bytes, .fd = -1 };
    return xml_parse(arena, &source, &diags);
}

/* The bytes a place covers, as they are in the file. */
static slice at(struct place p)
{
    ck_assert_ptr_eq(p.source, &source);
    return slice_sub(source.bytes, p.offset, p.length);
}

static const char *code(size_t n)
{
    return n < diags.count ? diags.items[n].def->code : "";
}

/* ---- parsing ---- */

START_TEST(nodes_attributes_and_text_are_where_they_were_written)
{
    struct xml_node *root = parse(SLICE("<?xml version=\"1.0\"?>\n<!-- <no a=\"1\"> -->\n<map  id = 'a' xmlns:x=\"urn:x\"\n  to=\"\" x:y=\"&lt;z&#65;\">\n"
                                        "  one <b/>two<![CDATA[<3]]>\n  <c d=\"e>f\"></c><b/></map><!-- end -->\n"));
    ck_assert_ptr_nonnull(root);
    ck_slice(root->name, "map");
    ck_slice(at(root->place), "map");
    ck_assert_uint_eq(root->n_attrs, 3);
    ck_slice(root->attrs[0].name, "id");
    ck_slice(at(root->attrs[0].place), "id");
    ck_slice(at(root->attrs[0].value_place), "a");
    ck_slice(root->attrs[1].value, "");
    ck_assert_uint_eq(root->attrs[1].value_place.length, 0);
    ck_assert_int_eq(source.bytes.ptr[root->attrs[1].value_place.offset], '"');
    ck_slice(root->attrs[2].name, "x:y");
    ck_slice(root->attrs[2].value, "<zA");
    ck_slice(at(root->attrs[2].value_place), "&lt;z&#65;");
    ck_slice(root->text, "one two<3");
    struct xml_node *b = xml_child(root, "b"), *c = xml_child(root, "c");
    ck_slice(xml_get(c, "d"), "e>f");
    ck_slice(at(c->attrs[0].value_place), "e>f");
    ck_slice(at(c->place), "c");
    ck_assert_ptr_eq(xml_next(b, "b"), c->next);
    ck_slice(at(c->next->place), "b");
    ck_assert_ptr_null(xml_next(c->next, "b"));
    ck_assert_ptr_eq(b->parent, root);
    ck_assert_ptr_null(root->parent);
    ck_assert_uint_eq(diags.count, 0);
}
END_TEST

START_TEST(getting_an_attribute_marks_it_used)
{
    struct xml_node *root = parse(SLICE("<a b='1' c='2'/>"));
    ck_assert_ptr_null(xml_get(root, "d").ptr);
    ck_slice(xml_get(root, "c"), "2");
    ck_assert(root->attrs[1].used && !root->attrs[0].used);
    ck_assert_ptr_null(xml_attr(root, "d"));
}
END_TEST

START_TEST(latin1_files_become_utf8_and_keep_their_places)
{
    struct xml_node *root = parse(SLICE("<?xml version='1.0' encoding='iso-8859-1'?><a x='\xe9\xe9' y='\xfc'>\xe4<b z='q'/>\xdf</a>"));
    ck_assert_ptr_nonnull(root);
    ck_slice(root->attrs[0].value, "\xc3\xa9\xc3\xa9");
    ck_slice(at(root->attrs[0].value_place), "\xe9\xe9");
    ck_slice(at(root->attrs[1].place), "y");
    ck_slice(at(root->first->attrs[0].value_place), "q");
    ck_slice(root->text, "\xc3\xa4\xc3\x9f");
}
END_TEST

START_TEST(a_byte_order_mark_shifts_nothing)
{
    struct xml_node *root = parse(SLICE("\xef\xbb\xbf<a b='c'/>"));
    ck_assert_ptr_nonnull(root);
    ck_slice(at(root->place), "a");
    ck_slice(at(root->attrs[0].value_place), "c");
}
END_TEST

START_TEST(places_stay_exact_in_large_files)
{
    struct buf text = BUF_INIT(8 << 20);
    buf_puts(&text, "<?xml version='1.0' encoding='UTF-8'?>\n<all>\n");
    for (unsigned i = 0; i < 100000; i++) buf_printf(&text, "  <n\xc3\xa9 k='%u'>\xe2\x82\xac</n\xc3\xa9>\n", i);
    buf_puts(&text, "</all>");
    struct xml_node *root = parse(buf_slice(&text));
    ck_assert_ptr_nonnull(root);
    unsigned n = 0, wrong = 0, line, column;
    struct place last = root->place;
    for (struct xml_node *c = root->first; c; c = c->next, n++) {
        wrong += !slice_is(at(c->place), "n\xc3\xa9") || !slice_eq(at(c->attrs[0].value_place), c->attrs[0].value);
        last = c->place;
    }
    ck_assert_uint_eq(n, 100000);
    ck_assert_uint_eq(wrong, 0);
    ck_assert(place_line(&last, &line, &column));
    ck_assert_uint_eq(line, 100002);        /* past 65,535, where libxml2's own count can end */
    ck_assert_uint_eq(column, 4);
    buf_free(&text);
}
END_TEST

START_TEST(a_descriptor_is_read_as_memory_is)
{
    char path[4096], file[4200];
    (void)snprintf(file, sizeof file, "%s/f.xml", unit_directory(path));
    ck_assert_int_eq(fsys_put_file(AT_FDCWD, file, SLICE("<a b='c'/>"), false), 0);
    source = (struct source){ .name = "f.xml", .fd = fsys_open_read(AT_FDCWD, file) };
    struct xml_node *root = xml_parse(arena, &source, &diags);
    ck_assert_ptr_nonnull(root);
    ck_slice(xml_get(root, "b"), "c");
    ck_assert_int_eq(fsys_close(source.fd), 0);
    ck_assert_int_eq(fsys_unlink(AT_FDCWD, file), 0);
    ck_assert_int_eq(rmdir(path), 0);
}
END_TEST

/* ---- what is refused ---- */

START_TEST(bad_files_are_refused_at_the_right_place)
{
    static const struct { const char *text, *code, *before; } cases[] = {
        { "", "XML-SYNTAX", "" },
        { "<a><b></a>", "XML-SYNTAX", "<a><b></a>" },
        { "<a", "XML-SYNTAX", "<a" },
        { "<a b='1' b='2'/>", "XML-SYNTAX", "<a b='1' b='2'" },
        { "<a b='<'/>", "XML-SYNTAX", "<a b='" },
        { "<a>&nbsp;</a>", "XML-SYNTAX", "<a>&nbsp;" },
        { "<a>\xff</a>", "XML-SYNTAX", "<a>" },
        { "<a/><b/>", "XML-SYNTAX", "<a/>" },
        { "just text", "XML-SYNTAX", "" },
        { "<x:a/>", "XML-SYNTAX", "<x:a" },
        { "<!DOCTYPE a><a/>", "XML-DOCTYPE", "" },
        { " <!DOCTYPE a SYSTEM 'file:///etc/passwd' [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>", "XML-DOCTYPE", " " },
        { "<!DOCTYPE a [<!ENTITY x 'yyyyyyyyyy'><!ENTITY z '&x;&x;&x;&x;'>]><a>&z;</a>", "XML-DOCTYPE", "" },
        { "<?xml version='1.0' encoding='EBCDIC-US'?><a/>", "XML-ENCODING", "<?xml version='1.0' encoding='" },
        { "\xff\xfe<", "XML-ENCODING", "" },
    };
    ck_assert_ptr_null(parse(slice_of(cases[_i].text)));
    ck_assert_str_eq(code(0), cases[_i].code);
    ck_assert_uint_eq(diags.items[0].place.offset, strlen(cases[_i].before));
    ck_assert(diags_has(&diags, SEV_ERROR));
}
END_TEST
enum { BAD_FILES = 15 };

START_TEST(depth_has_a_limit)
{
    struct buf text = BUF_INIT(1 << 20);
    for (unsigned i = 0; i <= XML_MAX_DEPTH; i++) buf_puts(&text, "<a>");
    ck_assert_ptr_null(parse(buf_slice(&text)));
    ck_assert_str_eq(code(0), "XML-TOO-BIG");
    ck_assert_uint_eq(diags.items[0].place.offset, 3 * XML_MAX_DEPTH + 1);
    buf_clear(&text);
    for (unsigned i = 0; i < XML_MAX_DEPTH; i++) buf_puts(&text, "<a>");
    for (unsigned i = 0; i < XML_MAX_DEPTH; i++) buf_puts(&text, "</a>");
    ck_assert_ptr_nonnull(parse(buf_slice(&text)));
    buf_free(&text);
}
END_TEST

START_TEST(size_has_a_limit)
{
    size_t len = (size_t)XML_MAX_BYTES + 1;
    char *bytes = calloc(1, len);
    ck_assert_ptr_nonnull(bytes);
    ck_assert_ptr_null(parse((slice){ bytes, len }));
    ck_assert_str_eq(code(0), "XML-TOO-BIG");
    free(bytes);
}
END_TEST

START_TEST(damaged_files_never_crash_the_parser)
{
    static const char good[] = "<?xml version='1.0' encoding='ISO-8859-1'?><a b=\"c&amp;\" d='e'><f g=\"\"/>text\xe9<![CDATA[x]]><!-- y --><?z?></a>";
    uint64_t seed = 6;
    char text[sizeof good];
    for (unsigned round = 0; round < 3000; round++) {
        memcpy(text, good, sizeof good);
        for (unsigned i = 0; i < 1 + round % 4; i++) text[unit_random(&seed) % (sizeof good - 1)] = "<>&\"'=/! \xe9?[]-;a"[unit_random(&seed) % 16];
        size_t len = unit_random(&seed) % 3 ? sizeof good - 1 : unit_random(&seed) % sizeof good;
        diags_init(&diags, arena, 100);
        const struct xml_node *root = parse((slice){ text, len });
        ck_assert((root != NULL) == (diags.count == 0));
        for (size_t i = 0; i < diags.count; i++) ck_assert_uint_le(diags.items[i].place.offset + diags.items[i].place.length, len + 1);
        arena_reset(arena);
    }
}
END_TEST

START_TEST(unknown_attributes_are_found_with_the_nearest_name)
{
    static const char *const known[] = { "from", "to", NULL }, *const none[] = { NULL };
    struct xml_node *root = parse(SLICE("<rule form='x' to='y' zebra='z' xml:space='preserve'/>"));
    ck_assert(!xml_known(root, known, &diags));
    ck_assert_uint_eq(diags.count, 2);
    ck_assert_str_eq(code(0), "XML-ATTRIBUTE");
    ck_slice(at(diags.items[0].place), "form");
    diag_hint(&out, &diags.items[0]);
    ck_slice(buf_slice(&out), "did you mean \"from\"?");
    buf_clear(&out);
    diag_hint(&out, &diags.items[1]);
    ck_slice(buf_slice(&out), "known here: from to");
    ck_assert(!xml_known(root, none, &diags));
    ck_assert(xml_known(parse(SLICE("<rule to='1'/>")), known, &diags));
}
END_TEST

/* ---- escaping ---- */

START_TEST(text_is_escaped_for_utf8)
{
    static const struct { const char *text, *shown; } cases[] = {
        { "", "" }, { "plain", "plain" }, { "a<b>&\"c'", "a&lt;b&gt;&amp;&quot;c'" }, { "\t\n\r", "&#9;&#10;&#13;" }, { "caf\xc3\xa9", "caf\xc3\xa9" },
        { "\x01z", "\xef\xbf\xbdz" }, { "\xe9", "\xef\xbf\xbd" }, { "\xef\xbf\xbf", "\xef\xbf\xbd" },
    };
    xml_escape(&out, slice_of(cases[_i].text));
    ck_slice(buf_slice(&out), cases[_i].shown);
}
END_TEST

START_TEST(text_is_escaped_for_latin1)
{
    static const struct { const char *text, *shown; long bad; } cases[] = {
        { "", "", -1 }, { "a<b>&\"c", "a&lt;b&gt;&amp;&quot;c", -1 }, { "caf\xc3\xa9!", "caf\xe9!", -1 }, { "5 \xe2\x82\xac", "5 ", 2 },
        { "ab\x01", "ab", 2 }, { "\xe9", "", 0 },
    };
    size_t bad = 99;
    bool good = xml_escape_latin1(&out, slice_of(cases[_i].text), &bad);
    ck_slice(buf_slice(&out), cases[_i].shown);
    ck_assert_int_eq(good, cases[_i].bad < 0);
    if (!good) ck_assert_uint_eq(bad, (size_t)cases[_i].bad);
}
END_TEST

START_TEST(what_is_escaped_reads_back_the_same)
{
    struct buf text = BUF_INIT(4096);
    for (unsigned c = 1; c < 256; c++)
        if (c >= 32 || c == 9 || c == 10 || c == 13) buf_printf(&text, c < 128 ? "%c" : "%c%c", c < 128 ? (int)c : (int)(0xc0 | c >> 6), (int)(0x80 | (c & 63)));
    buf_puts(&out, "<?xml version='1.0' encoding='ISO-8859-1'?><a b=\"");
    size_t bad;
    if (_i)
        ck_assert(xml_escape_latin1(&out, buf_slice(&text), &bad));
    else {
        buf_clear(&out);
        buf_puts(&out, "<a b=\"");
        xml_escape(&out, buf_slice(&text));
    }
    buf_puts(&out, "\"/>");
    struct xml_node *root = parse(buf_slice(&out));
    ck_assert_ptr_nonnull(root);
    ck_assert(slice_eq(xml_get(root, "b"), buf_slice(&text)));
    buf_free(&text);
}
END_TEST

/* ---- validation ---- */

static const char xsd[] = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'>\n<xs:element name='order'><xs:complexType><xs:sequence>"
                          "<xs:element name='line' maxOccurs='unbounded'><xs:complexType><xs:attribute name='qty' type='xs:positiveInteger' use='required'/>"
                          "</xs:complexType></xs:element></xs:sequence></xs:complexType></xs:element></xs:schema>";
static const char rng[] = "<element name='order' xmlns='http://relaxng.org/ns/structure/1.0' datatypeLibrary='http://www.w3.org/2001/XMLSchema-datatypes'>"
                          "<oneOrMore><element name='line'><attribute name='qty'><data type='positiveInteger'/></attribute></element></oneOrMore></element>";

/* A schema from its text, through a file; `kind` 0 is XSD, 1 RELAX NG. */
static struct xml_schema *compile(int kind, const char *text)
{
    char path[4096], file[4200];
    (void)snprintf(file, sizeof file, "%s/order.xsd", unit_directory(path));
    if (text) ck_assert_int_eq(fsys_put_file(AT_FDCWD, file, slice_of(text), false), 0);
    struct xml_schema *s = kind ? xml_relaxng_new(file, &diags) : xml_xsd_new(file, &diags);
    ck_assert_int_eq(fsys_unlink(AT_FDCWD, file), 0);
    ck_assert_int_eq(rmdir(path), 0);
    return s;
}

static bool valid(struct xml_schema *s, slice text)
{
    source = (struct source){ .name = "t.xml", .bytes = text, .fd = -1 };
    diags_init(&diags, arena, 100);
    return xml_validate(s, &source, &diags);
}

START_TEST(documents_are_validated_again_and_again)
{
    static const struct { const char *text, *code, *place; } cases[] = {
        { "<order><line qty='1'/><line qty='2'/></order>", NULL, "" },
        { "<?xml version='1.0' encoding='ISO-8859-1'?>\n<!-- \xe9 -->\n<order><line qty='1'/></order>", NULL, "" },
        { "<order>\n<line qty='1'/>\n<line qty='x'/></order>", "XML-INVALID", "line" },
        { "<?xml version='1.0' encoding='ISO-8859-1'?>\n<!-- \xe9\xe9\xe9\xe9\xe9 -->\n<order>\n<line qty='\xe9'/></order>", "XML-INVALID", "line" },
        { "<order>\n<lime qty='1'/></order>", "XML-INVALID", NULL },
        { "<order>\n</order>", "XML-INVALID", NULL },
        { "<order><line qty='1'></order>", "XML-SYNTAX", NULL },
        { "", "XML-SYNTAX", NULL },
        { "<!DOCTYPE order [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>\n<order><line qty='1'/></order>", "XML-DOCTYPE", "DOCTYPE" },
    };
    struct xml_schema *s = compile(_i, _i ? rng : xsd);
    ck_assert_ptr_nonnull(s);
    for (unsigned round = 0; round < 3; round++) {
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
            bool good = valid(s, slice_of(cases[i].text));
            ck_assert_msg(good == (cases[i].code == NULL), "%s", cases[i].text);
            if (good) continue;
            ck_assert_msg(strcmp(code(0), cases[i].code) == 0, "%s of %s", code(0), cases[i].text);
            if (cases[i].place) ck_slice(at(diags.items[0].place), cases[i].place);
        }
    }
    xml_schema_free(s);
}
END_TEST

START_TEST(complaints_name_the_schema_and_count_to_the_end)
{
    struct buf text = BUF_INIT(1 << 20);
    struct xml_schema *s = compile(0, xsd);
    buf_puts(&text, "<order>\n");
    for (unsigned i = 0; i < 300; i++) buf_puts(&text, "<line qty='0'/>\n");
    buf_puts(&text, "</order>");
    ck_assert(!valid(s, buf_slice(&text)));
    ck_assert_uint_eq(diags.count, 100);
    for (size_t i = 0; i < diags.count; i++) ck_assert_uint_eq(diags.items[i].place.offset, 8 + i * 16 + 1);
    diag_message(&out, &diags.items[0]);
    ck_assert(slice_starts(buf_slice(&out), SLICE("the document does not conform to order.xsd: Element 'line'")));
    xml_schema_free(s);
    buf_free(&text);
}
END_TEST

START_TEST(faults_deep_in_a_large_file_are_found_in_either_encoding)
{
    /* libxml2 converts encodings piece by piece, so that the far end of a large file is another matter than its first kilobytes. */
    static const char *const heads[] = { "<?xml version='1.0' encoding='ISO-8859-1'?><order>\n<!-- \xe9\xe9\xe9 -->\n", "<order>\n<!-- \xc3\xa9 -->\n" };
    struct buf text = BUF_INIT(8 << 20);
    struct xml_schema *s = compile(_i / 2, _i / 2 ? rng : xsd);
    buf_puts(&text, heads[_i % 2]);
    for (unsigned i = 0; i < 20000; i++) buf_puts(&text, i % 2 ? "<line qty='1'/>\n" : _i % 2 ? "<!-- \xc3\xbc\xc3\xbc -->\n" : "<!-- \xfc\xfc -->\n");
    size_t len = text.len;
    buf_puts(&text, "</order>");
    ck_assert(valid(s, buf_slice(&text)));
    text.len = len;
    buf_puts(&text, "<line qty='x'/>\n</order>");
    ck_assert(!valid(s, buf_slice(&text)));
    ck_assert_str_eq(code(0), "XML-INVALID");
    ck_assert_uint_eq(diags.items[0].place.offset, len + 1);
    text.len = len;
    buf_puts(&text, "<line qty='1'></order>");
    ck_assert(!valid(s, buf_slice(&text)));
    ck_assert_str_eq(code(0), "XML-SYNTAX");
    ck_assert_uint_ge(diags.items[0].place.offset, len);
    xml_schema_free(s);
    buf_free(&text);
}
END_TEST

START_TEST(schemas_that_cannot_be_used_are_findings)
{
    static const struct { const char *text, *code; } cases[] = {
        { "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:element name='a' type='b'/></xs:schema>", "XML-SCHEMA" },
        { "<element name='a' xmlns='http://relaxng.org/ns/structure/1.0'><ref name='b'/></element>", "XML-SCHEMA" },
        { "<a>", "XML-SYNTAX" }, { "", "XML-SYNTAX" }, { "<!DOCTYPE a><a/>", "XML-DOCTYPE" }, { NULL, "XML-READ" },
    };
    for (int kind = 0; kind < 2; kind++) {
        diags_init(&diags, arena, 100);
        ck_assert_ptr_null(compile(kind, cases[_i].text));
        ck_assert_str_eq(code(0), cases[_i].code);
        buf_clear(&out);
        diag_text(&out, &diags.items[0]);       /* its source must still be there */
        ck_assert_uint_gt(out.len, 0);
    }
    xml_schema_free(NULL);
}
END_TEST

static TCase *new_case(Suite *suite, const char *name)
{
    TCase *t = tcase_create(name);
    tcase_add_checked_fixture(t, set_up, tear_down);
    suite_add_tcase(suite, t);
    return t;
}

int main(void)
{
    Suite *suite = suite_create("xml");
    TCase *t = new_case(suite, "parse");
    tcase_add_test(t, nodes_attributes_and_text_are_where_they_were_written);
    tcase_add_test(t, getting_an_attribute_marks_it_used);
    tcase_add_test(t, latin1_files_become_utf8_and_keep_their_places);
    tcase_add_test(t, a_byte_order_mark_shifts_nothing);
    tcase_add_test(t, places_stay_exact_in_large_files);
    tcase_add_test(t, a_descriptor_is_read_as_memory_is);
    tcase_add_loop_test(t, bad_files_are_refused_at_the_right_place, 0, BAD_FILES);
    tcase_add_test(t, depth_has_a_limit);
    tcase_add_test(t, size_has_a_limit);
    tcase_add_test(t, damaged_files_never_crash_the_parser);
    tcase_add_test(t, unknown_attributes_are_found_with_the_nearest_name);
    t = new_case(suite, "escape");
    tcase_add_loop_test(t, text_is_escaped_for_utf8, 0, 8);
    tcase_add_loop_test(t, text_is_escaped_for_latin1, 0, 6);
    tcase_add_loop_test(t, what_is_escaped_reads_back_the_same, 0, 2);
    t = new_case(suite, "validate");
    tcase_add_loop_test(t, documents_are_validated_again_and_again, 0, 2);
    tcase_add_test(t, complaints_name_the_schema_and_count_to_the_end);
    tcase_add_loop_test(t, faults_deep_in_a_large_file_are_found_in_either_encoding, 0, 4);
    tcase_add_loop_test(t, schemas_that_cannot_be_used_are_findings, 0, 6);
    return unit_run(suite);
}
