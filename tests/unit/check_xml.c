/* check_xml.c - our XML files: exact places, what is refused, escaping, and validation. */
#include "unit.h"

#include "base/fsys.h"
#include "base/render.h"
#include "xml/quick.h"
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

START_TEST(what_is_escaped_reads_back_the_same)
{
    struct buf text = BUF_INIT(4096);
    for (unsigned c = 1; c < 256; c++)
        if (c >= 32 || c == 9 || c == 10 || c == 13) buf_printf(&text, c < 128 ? "%c" : "%c%c", c < 128 ? (int)c : (int)(0xc0 | c >> 6), (int)(0x80 | (c & 63)));
    buf_puts(&out, "<a b=\"");
    xml_escape(&out, buf_slice(&text));
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

/* ---- the quick way ---- */

static void read_shipped(const char *path, struct buf *to)
{
    const char *top = getenv("TOP_SRCDIR");
    slice name = arena_printf(arena, "%s/%s", top ? top : ".", path);
    ck_assert_int_eq(fsys_read_file(AT_FDCWD, arena_cstr(arena, name), to), 0);
}

static struct quick_plan *plan_of(slice text)
{
    struct source file = { .name = "t.xsd", .bytes = text, .fd = -1 };
    return quick_plan_new(&file);
}

/* libxml2's own verdict: a comment at the end changes nothing, and the quick way does not know it. */
static bool is_valid_by_libxml(struct xml_schema *s, slice text)
{
    buf_clear(&out);
    buf_add(&out, text);
    buf_puts(&out, "<!-- -->");
    return valid(s, buf_slice(&out));
}

static const char small_xsd[] =
    "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:annotation><xs:documentation>a &lt; b</xs:documentation></xs:annotation>"
    "<xs:simpleType name='code'><xs:restriction base='xs:string'><xs:length value='3'/></xs:restriction></xs:simpleType>"
    "<xs:complexType name='leaf'><xs:attribute name='code' type='code'/><xs:attribute name='any' type='xs:string'/></xs:complexType>"
    "<xs:element name='a'><xs:complexType><xs:sequence><xs:element name='b' type='leaf' minOccurs='0'/>"
    "<xs:element name='bc' type='leaf' minOccurs='2' maxOccurs='3'/><xs:element name='d' minOccurs='0' maxOccurs='unbounded'><xs:complexType>"
    "<xs:sequence><xs:element name='e' type='leaf' minOccurs='0'/></xs:sequence></xs:complexType></xs:element></xs:sequence>"
    "<xs:attribute name='x' use='required'><xs:simpleType><xs:restriction base='xs:string'><xs:enumeration value='1'/>"
    "<xs:enumeration value=''/></xs:restriction></xs:simpleType></xs:attribute>"
    "<xs:attribute name='y'><xs:simpleType><xs:restriction base='xs:string'><xs:minLength value='1'/><xs:maxLength value='4'/>"
    "<xs:pattern value='[a-c]*|z'/></xs:restriction></xs:simpleType></xs:attribute></xs:complexType></xs:element></xs:schema>";
#define LATIN1 "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n"
#define UTF8 "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

START_TEST(the_quick_way_accepts_what_is_surely_valid)
{
    /* quick: accepted at once; valid: what libxml2 says.  Never the first without the second. */
    static const struct { const char *text; bool quick, valid; } cases[] = {
        { LATIN1 "<a x=\"1\">\n <bc/><bc code=\"abc\"></bc>\n</a>\n", true, true },
        { UTF8 "<a y=\"cab\"\n\tx=\"\" ><b/><bc/><bc/><bc/><d><e/></d ><d/><d></d></a>", true, true },
        { LATIN1 "<a x=\"1\"><bc any=\"&lt;&amp;&gt;&quot;&apos; '> \xe9\x85\" code=\"\xe9&amp;\x7f\"/><bc/></a>", true, true },
        { LATIN1 "<a x=\"1\"><bc/></a>", false, false },
        { LATIN1 "<a x=\"1\"><bc/><bc/><bc/><bc/></a>", false, false },
        { LATIN1 "<a x=\"1\"><bc/><bc/><b/></a>", false, false },
        { LATIN1 "<a x=\"1\"><bc/><d/><bc/></a>", false, false },
        { LATIN1 "<a x=\"1\"><bcd/><bc/></a>", false, false },
        { LATIN1 "<a x=\"1\"/>", false, false },
        { LATIN1 "<a><bc/><bc/></a>", false, false },
        { LATIN1 "<a x=\"1\" x=\"1\"><bc/><bc/></a>", false, false },
        { LATIN1 "<a x=\"1\"y=\"a\"><bc/><bc/></a>", false, false },
        { LATIN1 "<a x=\"2\"><bc/><bc/></a>", false, false },
        { LATIN1 "<a x=\"1\" y=\"\"><bc/><bc/></a>", false, false },
        { LATIN1 "<a x=\"1\" y=\"abcab\"><bc/><bc/></a>", false, false },
        { LATIN1 "<a x=\"1\" y=\"zz\"><bc/><bc/></a>", false, false },
        { LATIN1 "<a x=\"1\"><bc code=\"ab\"/><bc/></a>", false, false },
        { LATIN1 "<a x=\"1\"><bc> </bc><bc/></a>", false, false },
        { LATIN1 "<a x=\"1\"><bc/><bc/>text</a>", false, false },
        { LATIN1 "<a x=\"1\"><bc/><bc/></b>", false, false },
        { LATIN1 "<a x=\"1\"><bc/><bc/></a>text", false, false },
        { LATIN1 "<a x=\"1\"><bc/><bc/>", false, false },
        { LATIN1 "<a x=\"1\"><bc any=\"<\"/><bc/></a>", false, false },
        { LATIN1 "<a x=\"1\"><bc any=\"&\"/><bc/></a>", false, false },
        { LATIN1 "<a x=\"1\"><bc any=\"\x01\"/><bc/></a>", false, false },
        { UTF8 "<a x=\"1\"><bc any=\"\xe9\"/><bc/></a>", false, false },
        { LATIN1 "<d/>", false, false },
        /* valid, but not written the way that is known */
        { UTF8 "<a x=\"1\"><bc any=\"\xc3\xa9\"/><bc/></a>", false, true },
        { LATIN1 "<a x='1'><bc/><bc/></a>", false, true },
        { LATIN1 "<a x = \"1\"><bc/><bc/></a>", false, true },
        { LATIN1 "<a x=\"&#49;\"><bc/><bc/></a>", false, true },
        { LATIN1 "<a x=\"1\"><!-- --><bc/><bc/></a>", false, true },
        { LATIN1 "<a x=\"1\"><bc any=\"\n\"/><bc/></a>", false, true },
        { "<a x=\"1\"><bc/><bc/></a>", false, true },
    };
    struct quick_plan *plan = plan_of(slice_of(small_xsd));
    struct xml_schema *s = compile(0, small_xsd);
    ck_assert_ptr_nonnull(plan);
    for (unsigned round = 0; round < 2; round++) {      /* the second meets what the first has remembered */
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
            slice text = slice_of(cases[i].text);
            ck_assert_msg(quick_accepts(plan, text) == cases[i].quick, "%s", cases[i].text);
            ck_assert_msg(is_valid_by_libxml(s, text) == cases[i].valid, "%s", cases[i].text);
            ck_assert_msg(valid(s, text) == cases[i].valid, "%s", cases[i].text);
        }
    }
    quick_plan_free(plan);
    xml_schema_free(s);
}
END_TEST

START_TEST(an_xsd_with_anything_unknown_has_no_quick_way)
{
#define XSD(text) "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'>" text "</xs:schema>"
#define A(text) XSD("<xs:element name='a'><xs:complexType>" text "</xs:complexType></xs:element>")
#define T(text) A("<xs:attribute name='x'><xs:simpleType>" text "</xs:simpleType></xs:attribute>")
    static const struct { const char *text; bool known; } cases[] = {
        { A(""), true },
        { T("<xs:restriction base='xs:string'><xs:pattern value='a'/></xs:restriction>"), true },
        { "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:a'><xs:element name='a'><xs:complexType/></xs:element></xs:schema>", false },
        { "<schema xmlns='http://www.w3.org/2001/XMLSchema'><element name='a'><complexType/></element></schema>", false },
        { XSD("<xs:element name='a' type='xs:string'/>"), false },
        { XSD("<xs:element name='a'/>"), false },
        { XSD("<xs:element name='\xc3\xa9'><xs:complexType/></xs:element>"), false },
        { XSD("<xs:element name='a' nillable='true'><xs:complexType/></xs:element>"), false },
        { XSD("<xs:element name='a'><xs:complexType mixed='true'/></xs:element>"), false },
        { XSD("<xs:element name='a'><xs:complexType/><xs:unique name='u'><xs:selector xpath='b'/><xs:field xpath='@c'/></xs:unique></xs:element>"), false },
        { A("<xs:choice/>"), false },
        { A("<xs:sequence minOccurs='0'/>"), false },
        { A("<xs:sequence><xs:any/></xs:sequence>"), false },
        { A("<xs:sequence><xs:element ref='a'/></xs:sequence>"), false },
        { A("<xs:anyAttribute/>"), false },
        { A("<xs:attribute name='x'/>"), false },
        { A("<xs:attribute name='x' type='xs:int'/>"), false },
        { A("<xs:attribute name='x' type='xs:string' fixed='1'/>"), false },
        { A("<xs:attribute name='x' type='xs:string' use='prohibited'/>"), false },
        { T("<xs:list itemType='xs:string'/>"), false },
        { T("<xs:restriction base='xs:token'/>"), false },
        { T("<xs:restriction base='xs:string'><xs:whiteSpace value='collapse'/></xs:restriction>"), false },
        { T("<xs:restriction base='xs:string'><xs:pattern value='a'/><xs:pattern value='b'/></xs:restriction>"), false },
    };
    struct quick_plan *plan = plan_of(slice_of(cases[_i].text));
    xml_schema_free(compile(0, cases[_i].text));
    ck_assert_uint_eq(diags.count, 0);                  /* every one of them is a sound XSD */
    ck_assert_msg((plan != NULL) == cases[_i].known, "%s", cases[_i].text);
    quick_plan_free(plan);
}
END_TEST
enum { UNKNOWN_XSDS = 23 };

/* The bytes of one place copied over, into or out of another; or a piece of XML put in. */
static void damage(struct buf *text, uint64_t *state)
{
    static const char *const pieces[] = {
        "\"", "&amp;", "&#65;", "&lt", "<!-- -->", " ", "\n", "\t", "\x80", "\xe9", ">", "<", "/", "/>", "</Data>", " Brand=\"\"", "Yes", "'", "=", "0",
        "\x01", "A", "<OrderLineData", "\"\"", "-", ".", "<![CDATA[]]>", "<?p?>", "]]>", "1",
    };
    char kept[256];
    size_t n = unit_random(state) % 2 ? 1 + unit_random(state) % 3 : 1 + unit_random(state) % sizeof kept;
    size_t from = unit_random(state) % (text->len - n), to = unit_random(state) % (text->len - n);
    const char *piece = pieces[unit_random(state) % (sizeof pieces / sizeof *pieces)];
    memcpy(kept, text->ptr + from, n);
    switch (unit_random(state) % 4) {
    case 0: memcpy(text->ptr + to, kept, n); return;
    case 1: memmove(text->ptr + to, text->ptr + to + n, text->len - to - n); text->len -= n; return;
    case 2: break;
    default: n = strlen(piece); memcpy(kept, piece, n);
    }
    buf_reserve(text, n);
    memmove(text->ptr + to + n, text->ptr + to, text->len - to);
    memcpy(text->ptr + to, kept, n);
    text->len += n;
}

START_TEST(the_quick_way_accepts_nothing_that_libxml_refuses)
{
    struct buf xsd_text = BUF_INIT(1 << 20), sound = BUF_INIT(1 << 20), text = BUF_INIT(1 << 20);
    unsigned accepted = 0, refused = 0;
    uint64_t state = 850;
    read_shipped("schemas/prima/sales-order.xsd", &xsd_text);
    read_shipped("tests/schemas/sales-order.xml", &sound);
    buf_putc(&xsd_text, 0);
    struct quick_plan *plan = plan_of((slice){ xsd_text.ptr, xsd_text.len - 1 });
    struct xml_schema *s = compile(0, xsd_text.ptr);
    ck_assert_ptr_nonnull(plan);                        /* or every record would go the long way */
    ck_assert(quick_accepts(plan, buf_slice(&sound)));
    for (unsigned i = 0; i < 200000; i++) {
        buf_clear(&text);
        buf_add(&text, buf_slice(&sound));
        for (uint64_t k = unit_random(&state) % 3 + 1; k > 0; k--) damage(&text, &state);
        if (!quick_accepts(plan, buf_slice(&text))) {
            refused++;
            continue;
        }
        accepted++;
        ck_assert_msg(is_valid_by_libxml(s, buf_slice(&text)), "%.*s", SLICE_ARG(buf_slice(&text)));
    }
    ck_assert_uint_gt(accepted, 1000);
    ck_assert_uint_gt(refused, 10000);
    quick_plan_free(plan);
    xml_schema_free(s);
    buf_free(&xsd_text);
    buf_free(&sound);
    buf_free(&text);
}
END_TEST

/* ---- element by element ---- */

/* Name, attributes and places of an element. */
static void log_element(struct buf *log, const struct xml_node *n)
{
    buf_printf(log, "%.*s %u", SLICE_ARG(n->name), (unsigned)n->place.offset);
    for (unsigned i = 0; i < n->n_attrs; i++)
        buf_printf(log, " %.*s %u=%.*s %u", SLICE_ARG(n->attrs[i].name), (unsigned)n->attrs[i].place.offset, SLICE_ARG(n->attrs[i].value),
                   (unsigned)n->attrs[i].value_place.offset);
    buf_putc(log, '(');
}

static void log_nodes(struct buf *log, const struct xml_node *n)
{
    log_element(log, n);
    for (const struct xml_node *c = n->first; c; c = c->next) log_nodes(log, c);
    buf_putc(log, ')');
}

/* False when it was refused. */
static bool log_stream(struct buf *log, slice bytes)
{
    source = (struct source){ .name = "t.xml", .bytes = bytes, .fd = -1 };
    struct xml_stream *s = xml_stream_new(&source, &diags);
    enum xml_step step = XML_STEP_BROKEN;
    while (s && (step = xml_stream_next(s)) != XML_STEP_DONE && step != XML_STEP_BROKEN) {
        if (step == XML_STEP_START) log_element(log, xml_stream_node(s));
        if (step == XML_STEP_END) buf_putc(log, ')');
        if (step == XML_STEP_TEXT) ck_assert_uint_gt(xml_stream_node(s)->text.len, 0);
    }
    if (s && step == XML_STEP_BROKEN) ck_assert_int_eq(xml_stream_next(s), XML_STEP_BROKEN);
    xml_stream_free(s);
    return step == XML_STEP_DONE;
}

/* The same is seen as when all is read at once, or both refuse it. */
static void ck_stream(slice bytes)
{
    struct buf nodes = BUF_INIT(1 << 22), stream = BUF_INIT(1 << 22);
    diags_init(&diags, arena, 100);
    const struct xml_node *root = parse(bytes);
    ck_assert_uint_eq(diags.count > 0, root == NULL);
    diags_init(&diags, arena, 100);
    bool done = log_stream(&stream, bytes);
    ck_assert_uint_eq(diags.count > 0, !done);
    ck_assert_msg(done == (root != NULL), "%s refuses %.*s: %s %.*s", done ? "all at once" : "element by element", SLICE_ARG(bytes), code(0), SLICE_ARG(diags.items[0].args[0]));
    if (root) log_nodes(&nodes, root);
    if (root) ck_assert_msg(slice_eq(buf_slice(&nodes), buf_slice(&stream)), "%.*s\n%.*s\n%.*s", SLICE_ARG(bytes), SLICE_ARG(buf_slice(&nodes)), SLICE_ARG(buf_slice(&stream)));
    buf_free(&nodes);
    buf_free(&stream);
}

static const char *const streamed[] = {
    "<a/>", "<a></a>", "<?xml version='1.0' encoding='ISO-8859-1'?>\n<!-- <x/> --><a b='\xe9'>\n <c d='1' e=\"&lt;&#233;\"/>t<?p <q/>?><![CDATA[<r/>]]><c/></a>\n<!-- end -->",
    "\xef\xbb\xbf<n:a xmlns:n='u' b='1' n:c='2' xmlns='v' d='3'><e xmlns='w' f='>'/></n:a>", "<a b='1' b='2'/>", "<a><b></a>", "<a/><b/>", "", "text", "<!DOCTYPE a><a/>",
    "<!-- a --><!DOCTYPE a [<!ENTITY b 'c'>]><a d='&b;'/>", "<a>&b;</a>", "<a b='<'/>", "<?xml version='1.0' encoding='UTF-16'?><a/>", "<a>\xff</a>", "<a b='&#0;'/>", "<a", "<a b=c/>",
};
enum { STREAMED = sizeof streamed / sizeof *streamed };

START_TEST(element_by_element_is_as_all_at_once) { ck_stream(slice_of(streamed[_i])); }
END_TEST

START_TEST(damaged_files_are_the_same_element_by_element)
{
    uint64_t state = 99;
    slice sound = slice_of(streamed[2]);
    for (unsigned i = 0; i < 20000; i++) {
        char bytes[400];
        memcpy(bytes, sound.ptr, sound.len);
        for (uint64_t n = unit_random(&state) % 2 + 1; n > 0; n--)
            bytes[unit_random(&state) % sound.len] = "<>/'\"&!?-[]= \n;ab"[unit_random(&state) % 17];
        ck_stream((slice){ bytes, sound.len });
        if (i % 1000 == 0) arena_reset(arena);
    }
}
END_TEST

START_TEST(depth_has_a_limit_element_by_element)
{
    struct buf text = BUF_INIT(1 << 16);
    for (unsigned i = 0; i < 101; i++) buf_puts(&text, "<a>");
    for (unsigned i = 0; i < 101; i++) buf_puts(&text, "</a>");
    ck_assert(!log_stream(&out, buf_slice(&text)));
    ck_assert_str_eq(code(0), "XML-TOO-BIG");
    buf_free(&text);
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
    t = new_case(suite, "stream");
    tcase_add_loop_test(t, element_by_element_is_as_all_at_once, 0, STREAMED);
    tcase_add_test(t, damaged_files_are_the_same_element_by_element);
    tcase_add_test(t, depth_has_a_limit_element_by_element);
    t = new_case(suite, "escape");
    tcase_add_loop_test(t, text_is_escaped_for_utf8, 0, 8);
    tcase_add_test(t, what_is_escaped_reads_back_the_same);
    t = new_case(suite, "validate");
    tcase_add_loop_test(t, documents_are_validated_again_and_again, 0, 2);
    tcase_add_test(t, complaints_name_the_schema_and_count_to_the_end);
    tcase_add_loop_test(t, faults_deep_in_a_large_file_are_found_in_either_encoding, 0, 4);
    tcase_add_loop_test(t, schemas_that_cannot_be_used_are_findings, 0, 6);
    t = new_case(suite, "quick");
    tcase_add_test(t, the_quick_way_accepts_what_is_surely_valid);
    tcase_add_loop_test(t, an_xsd_with_anything_unknown_has_no_quick_way, 0, UNKNOWN_XSDS);
    tcase_add_test(t, the_quick_way_accepts_nothing_that_libxml_refuses);
    return unit_run(suite);
}
