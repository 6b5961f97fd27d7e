/* check_schema.c - loading: what a schema becomes, what is refused and where, and that the shipped schemas are sound. */
#include "unit.h"

#include "base/err.h"
#include "base/fsys.h"
#include "base/render.h"
#include "schema/survey.h"
#include "schema_kit.h"

#include <fcntl.h>
#include <unistd.h>

static struct arena *arena;
static struct diags diags;

static void set_up(void)
{
    arena = arena_new();
    diags_init(&diags, arena, 100);
}
static void tear_down(void) { arena_free(arena); }

static const struct schema *load(const char *id, const char *guide)
{
    const struct schema *s = NULL;
    ck_assert_int_eq(kit_load(arena, NULL, 0, id, guide, &s, &diags), 0);
    ck_assert_uint_eq(diags.count, 0);
    return s;
}

/* ---- sets ---- */

START_TEST(nodes_are_numbered_in_document_order)
{
    const struct schema *s = load("x12:T:900", "");
    ck_slice(s->set_id, "900");
    ck_slice(s->functional_id, "TT");
    ck_slice(s->release, "T");
    uint16_t n1 = schema_child(s, 0, SLICE("N1")), lin = schema_child(s, 0, SLICE("LIN"));
    ck_assert(s->nodes[n1].is_loop);
    ck_assert_uint_eq(schema_opener(s, n1), n1 + 1u);
    ck_assert_uint_eq(schema_child(s, n1, SLICE("N1")), n1 + 1u);
    ck_assert_uint_eq(schema_child(s, n1, SLICE("QTY")), 0);
    ck_assert_uint_eq(s->nodes[lin].max, 3);
    ck_assert_int_eq(s->nodes[lin].usage, USE_MANDATORY);
    ck_slice(s->nodes[lin].title, "line");
    ck_assert_uint_eq(s->line_node, lin);
}
END_TEST

START_TEST(elements_carry_their_names_types_and_words)
{
    const struct schema *s = load("x12:T:900", "");
    uint16_t hed = schema_child(s, 0, SLICE("HED")), lin = schema_child(s, 0, SLICE("LIN"));
    const struct elem *e = schema_elem(s, hed, 1);
    ck_assert_uint_eq(e->ref, 1);
    ck_assert_int_eq(e->type, ELEM_ID);
    ck_slice(e->field_name, "purpose");
    ck_slice(elem_code_meaning(e, SLICE("05")), "replace");
    ck_assert_uint_eq(elem_code_meaning(e, SLICE("77")).len, 0);
    ck_slice(schema_elem(s, lin, 2)->name, "quantity");         /* of a loop: its opener's */
    ck_assert_ptr_null(schema_elem(s, hed, 0));
    ck_assert_ptr_null(schema_elem(s, hed, 11));
    ck_assert_uint_eq(schema_elem(s, hed, 7)->n_components, 2);
    ck_assert_uint_eq(s->nodes[lin + 1].segment->pair_first, 3);
    struct buf label = BUF_INIT(100);
    elem_label(&label, s->nodes[hed].segment, 8);
    ck_slice(buf_slice(&label), "HED08 word");
    buf_free(&label);
}
END_TEST

START_TEST(the_dictionary_knows_segments_outside_the_set)
{
    const struct schema *s = load("x12:T:900", "");
    ck_slice(schema_segment(s, SLICE("OUT"))->name, "elsewhere");
    ck_slice(schema_segment(s, SLICE("SE"))->name, "set trailer");
    ck_assert_ptr_null(schema_segment(s, SLICE("ZZ1")));
    ck_assert(slice_set_has(s->known_segments, SLICE("ZZ1")));
    ck_assert(slice_set_has(s->known_segments, SLICE("HED")));
    ck_assert(!slice_set_has(s->known_segments, SLICE("ZZ3")));
}
END_TEST

START_TEST(a_guide_narrows_and_the_standard_is_kept)
{
    const struct schema *s = load("x12:T:900", "us:900"), *plain = load("x12:T:900", "");
    uint16_t hed = schema_child(s, 0, SLICE("HED")), n1 = schema_child(s, 0, SLICE("N1"));
    const struct elem *e = schema_elem(s, hed, 2);
    ck_assert_uint_eq(e->max, 4);
    ck_assert_uint_eq(e->standard->max, 10);
    ck_assert_int_eq(schema_elem(s, hed, 8)->usage, USE_NOT_USED);
    ck_slice(elem_code_meaning(schema_elem(s, hed, 9), SLICE("EA")), "each");
    ck_assert_int_eq(s->nodes[n1].usage, USE_MANDATORY);
    ck_assert_int_eq(s->nodes[n1].standard_usage, USE_OPTIONAL);
    ck_slice(s->nodes[n1].source, "our guide");
    ck_assert_uint_eq(schema_elem(plain, hed, 2)->max, 10);
    ck_assert(!slice_eq(s->digest_text, plain->digest_text));
}
END_TEST

START_TEST(a_record_layout_is_a_schema_too)
{
    const struct schema *s = load("rec:order", "");
    ck_assert(s->is_record);
    ck_assert_int_eq(s->charset, CHARSET_LATIN1);
    ck_assert(slice_ends(s->xsd, SLICE("/order.xsd")));
    uint16_t data = schema_child(s, 0, SLICE("Data")), line = schema_child(s, data, SLICE("Line"));
    ck_slice(s->nodes[0].name, "Request");
    ck_slice(schema_elem(s, 0, 1)->constant, "New");
    ck_slice(schema_elem(s, data, 2)->field_name, "@Def");
    ck_assert(schema_elem(s, data, 2)->write_empty);
    ck_assert(s->nodes[line].is_loop);
    ck_assert_uint_eq(s->nodes[line].max, UINT32_MAX);
    ck_assert_int_eq(schema_elem(s, line, 1)->type, ELEM_DATE_TEXT);
    ck_assert_uint_eq(schema_elem(s, line, 2)->scale, 4);
    ck_assert(code_list_has(schema_elem(s, line, 3)->codes, SLICE("No")));
}
END_TEST

/* ---- what is refused ---- */

struct bad { const char *name, *file, *text, *id, *guide, *expected; };
#define SET(inside) "<set id='900' functional='TT' release='T'>" inside "</set>"
#define DICT(inside) "<dictionary release='T'><element ref='2' type='AN' min='1' max='10'/>" inside "</dictionary>"
#define GUIDE(inside) "<guide id='us:900' base='x12:T:900' name='g'>" inside "</guide>"
#define LAYOUT(inside) "<layout id='rec:order' format='xml'>" inside "</layout>"
static const struct bad bads[] = {
    { "not XML", "x12/T/900.xml", "<set", "x12:T:900", "", "XML-SYNTAX" },
    { "another root", "x12/T/900.xml", "<sets/>", "x12:T:900", "", "SCHEMA-SHAPE" },
    { "an unknown child", "x12/T/900.xml", SET("<segment id='HED'/><thing/>"), "x12:T:900", "", "SCHEMA-SHAPE" },
    { "an empty set", "x12/T/900.xml", SET(""), "x12:T:900", "", "SCHEMA-SHAPE" },
    { "an unknown attribute", "x12/T/900.xml", SET("<segment id='HED' maxx='2'/>"), "x12:T:900", "", "XML-ATTRIBUTE" },
    { "a segment not in the dictionary", "x12/T/900.xml", SET("<segment id='NOP'/>"), "x12:T:900", "", "SCHEMA-REFERENCE" },
    { "a loop without opener", "x12/T/900.xml", SET("<loop id='N1'/>"), "x12:T:900", "", "SCHEMA-LOOP" },
    { "a loop opened by a loop", "x12/T/900.xml", SET("<loop id='N1'><loop id='N3'><segment id='N3'/></loop></loop>"), "x12:T:900", "", "SCHEMA-LOOP" },
    { "an opener that repeats", "x12/T/900.xml", SET("<loop id='N1'><segment id='N1' max='2'/></loop>"), "x12:T:900", "", "SCHEMA-LOOP" },
    { "siblings of one name", "x12/T/900.xml", SET("<segment id='REF'/><segment id='REF'/>"), "x12:T:900", "", "SCHEMA-DUPLICATE" },
    { "a bad number", "x12/T/900.xml", SET("<segment id='REF' max='0'/>"), "x12:T:900", "", "SCHEMA-ATTRIBUTE" },
    { "a bad usage", "x12/T/900.xml", SET("<segment id='REF' usage='m'/>"), "x12:T:900", "", "SCHEMA-ATTRIBUTE" },
    { "a bad total", "x12/T/900.xml", SET("<segment id='REF'/><total element='CTT' count='REF'/>"), "x12:T:900", "", "SCHEMA-ATTRIBUTE" },
    { "the file of another set", "x12/T/900.xml", "<set id='901' functional='T' release='T'><segment id='REF'/></set>", "x12:T:900", "", "SCHEMA-ATTRIBUTE" },
    { "an id that is missing", "x12/T/900.xml", SET("<segment/>"), "x12:T:900", "", "SCHEMA-REQUIRED" },
    { "a bad type", "x12/T/segments.xml", DICT("<element ref='1' type='XX' min='1' max='2'/>"), "x12:T:900", "", "SCHEMA-ATTRIBUTE" },
    { "an element twice", "x12/T/segments.xml", DICT("<element ref='2' type='AN' min='1' max='2'/>"), "x12:T:900", "", "SCHEMA-DUPLICATE" },
    { "a segment twice", "x12/T/segments.xml", DICT("<segment id='A1'/><segment id='A1'/>"), "x12:T:900", "", "SCHEMA-DUPLICATE" },
    { "a long segment id", "x12/T/segments.xml", DICT("<segment id='LONG'/>"), "x12:T:900", "", "SCHEMA-ATTRIBUTE" },
    { "an unknown element", "x12/T/segments.xml", DICT("<segment id='A1'><e ref='77'/></segment>"), "x12:T:900", "", "SCHEMA-REFERENCE" },
    { "a note over elements that are not there", "x12/T/segments.xml", DICT("<segment id='A1' notes='P0102'><e ref='2'/></segment>"), "x12:T:900", "", "SCHEMA-NOTE" },
    { "a note of no kind", "x12/T/segments.xml", DICT("<segment id='A1' notes='Q0101'><e ref='2'/></segment>"), "x12:T:900", "", "SCHEMA-NOTE" },
    { "too many elements", "x12/T/segments.xml", DICT("<segment id='A1'><repeat times='63'><e ref='2'/><e ref='2'/></repeat></segment>"), "x12:T:900", "", "SCHEMA-TOO-BIG" },
    { "a code twice", "x12/T/codes.xml", "<code-lists><codes ref='1'><code value='A'/><code value='A'/></codes></code-lists>", "x12:T:900", "", "SCHEMA-DUPLICATE" },
    { "text whose mandatory field has no column", "rec/text.xml", "<layout id='rec:text' variant-of='rec:order' format='csv' name='t'><group name='Request'>"
      "<group name='Data' key='Def'><field name='Def'/><group name='Line'/></group></group></layout>", "rec:text", "", "SCHEMA-LAYOUT" },
    { "a guide for another set", "us/900.xml", "<guide id='us:900' base='x12:T:901'/>", "x12:T:900", "us:900", "SCHEMA-BASE" },
    { "a path that leads nowhere", "us/900.xml", GUIDE("<segment path='N1/QTY' usage='M'/>"), "x12:T:900", "us:900", "SCHEMA-PATH" },
    { "a path past a segment", "us/900.xml", GUIDE("<segment path='HED/REF' usage='M'/>"), "x12:T:900", "us:900", "SCHEMA-PATH" },
    { "a loop that is a segment", "us/900.xml", GUIDE("<loop path='HED' usage='M'/>"), "x12:T:900", "us:900", "SCHEMA-PATH" },
    { "an element past the end", "us/900.xml", GUIDE("<segment path='N1/N3'><element n='02' usage='M'/></segment>"), "x12:T:900", "us:900", "SCHEMA-ELEMENT" },
    { "a condition on no element", "us/900.xml", GUIDE("<segment path='REF'><element n='02' when='09=A' usage='M'/></segment>"), "x12:T:900", "us:900", "SCHEMA-ATTRIBUTE" },
    { "a condition without values", "us/900.xml", GUIDE("<segment path='REF'><element n='02' when='01=' usage='M'/></segment>"), "x12:T:900", "us:900", "SCHEMA-ATTRIBUTE" },
    { "a condition that can never hold", "us/900.xml", GUIDE("<segment path='HED'><element n='02' when='01=77' usage='M'/></segment>"), "x12:T:900", "us:900", "SCHEMA-ATTRIBUTE" },
    { "a condition that names the element", "us/900.xml", GUIDE("<segment path='REF'><element n='02' when='01=A' word='x'/></segment>"), "x12:T:900", "us:900", "SCHEMA-ATTRIBUTE" },
    { "an unknown check", "us/900.xml", GUIDE("<segment path='REF'><element n='02' check='luhn'/></segment>"), "x12:T:900", "us:900", "SCHEMA-ATTRIBUTE" },
    { "a requirement that leads nowhere", "us/900.xml", GUIDE("<require path='QTY'/>"), "x12:T:900", "us:900", "SCHEMA-PATH" },
    { "a requirement in a segment", "us/900.xml", GUIDE("<require path='N1' in='REF'/>"), "x12:T:900", "us:900", "SCHEMA-PATH" },
    { "a requirement of less than nothing", "us/900.xml", GUIDE("<require path='REF' min='2' max='1'/>"), "x12:T:900", "us:900", "SCHEMA-ATTRIBUTE" },
    { "an assert without a code", "us/900.xml", GUIDE("<assert id='low' test='1 = 1' text='x'/>"), "x12:T:900", "us:900", "SCHEMA-ATTRIBUTE" },
    { "an assert with a code of ours", "us/900.xml", GUIDE("<assert id='X12-SEGMENT' test='1 = 1' text='x'/>"), "x12:T:900", "us:900", "SCHEMA-ATTRIBUTE" },
    { "an assert that is no question", "us/900.xml", GUIDE("<assert id='A' test='1 + 1' text='x'/>"), "x12:T:900", "us:900", "MAP-TYPE" },
    { "an assert about no element", "us/900.xml", GUIDE("<assert id='A' test='HED.77 = 1' text='x'/>"), "x12:T:900", "us:900", "MAP-ELEMENT" },
    { "an assert with a parameter", "us/900.xml", GUIDE("<assert id='A' test='HED.02 = $x' text='x'/>"), "x12:T:900", "us:900", "MAP-NAME" },
    { "an assert with a brace", "us/900.xml", GUIDE("<assert id='A' test='1 = 1' text='x {HED.02'/>"), "x12:T:900", "us:900", "SCHEMA-ATTRIBUTE" },
    { "asserts of one code", "us/900.xml", GUIDE("<assert id='A' test='1 = 1' text='x'/><assert id='A' test='1 = 1' text='x'/>"), "x12:T:900", "us:900", "SCHEMA-DUPLICATE" },
    { "an assert at a number", "us/900.xml", GUIDE("<assert id='A' each='LIN' at='1' test='1 = 1' text='x'/>"), "x12:T:900", "us:900", "SCHEMA-ATTRIBUTE" },
    { "an assert of a set is about the set", "x12/T/900.xml", SET("<segment id='REF'/><assert id='A' test='exists(LIN)' text='x'/>"), "x12:T:900", "", "MAP-PATH" },
    { "a guide that widens", "us/900.xml", GUIDE("<segment path='REF' max='9'/>"), "x12:T:900", "us:900", "SCHEMA-WIDER" },
    { "a guide that makes mandatory optional", "us/900.xml", GUIDE("<segment path='HED'><element n='01' usage='O'/></segment>"), "x12:T:900", "us:900", "SCHEMA-WIDER" },
    { "a bad severity", "us/900.xml", GUIDE("<segment path='HED'><element n='01' severity='bad'/></segment>"), "x12:T:900", "us:900", "SCHEMA-ATTRIBUTE" },
    { "two roots in a record", "rec/order.xml", LAYOUT("<group name='A'/><group name='B'/>"), "rec:order", "", "SCHEMA-SHAPE" },
    { "a record without a root", "rec/order.xml", LAYOUT(""), "rec:order", "", "SCHEMA-SHAPE" },
    { "a field twice", "rec/order.xml", LAYOUT("<group name='A'><field name='X'/><field name='X'/></group>"), "rec:order", "", "SCHEMA-DUPLICATE" },
    { "a name that XML does not take", "rec/order.xml", LAYOUT("<group name='A b'/>"), "rec:order", "", "SCHEMA-ATTRIBUTE" },
};
enum { BADS = sizeof bads / sizeof *bads };

START_TEST(a_wrong_file_is_refused_with_its_finding)
{
    const struct bad *b = &bads[_i];
    struct schema_text text = { slice_of(b->file), slice_of(b->text) };
    const struct schema *s = NULL;
    int rc = kit_load(arena, &text, 1, b->id, b->guide, &s, &diags);
    bool found = false;
    for (size_t i = 0; i < diags.count; i++) {
        found |= slice_is(slice_of(diags.items[i].def->code), b->expected);
        ck_assert_msg(diags.items[i].place.source != NULL, "%s: no place", b->name);
    }
    ck_assert_msg(rc == E_BAD && found && !s, "%s: rc %d, %zu findings, first %s", b->name, rc, diags.count, diags.count
                  ? diags.items[0].def->code : "-");
}
END_TEST

START_TEST(every_kind_of_finding_about_schemas_is_reached)
{
    bool reached[SCHEMA_N_FINDINGS] = { [SCHEMA_FILE] = true, [SCHEMA_AMBIGUOUS] = true };         /* by tests below */
    for (unsigned i = 0; i < BADS; i++) {
        struct schema_text text = { slice_of(bads[i].file), slice_of(bads[i].text) };
        const struct schema *s = NULL;
        (void)kit_load(arena, &text, 1, bads[i].id, bads[i].guide, &s, &diags);         /* always E_BAD */
    }
    for (size_t d = 0; d < diags.count; d++)
        for (unsigned f = 0; f < SCHEMA_N_FINDINGS; f++) reached[f] |= diags.items[d].def == &schema_findings[f];
    for (unsigned f = 0; f < X12_SEGMENT_UNKNOWN; f++)
        if (!reached[f]) ck_abort_msg("%s is not reached", schema_findings[f].code);
}
END_TEST

START_TEST(what_is_not_there_is_not_found)
{
    static const char *const ids[] = { "x12:T:901", "x12:U:900", "x12:T", "x12:T:900:1", "rec:none", "rec:../order",
            "x12:T:../../etc/passwd", "", ":", "x12::", "rec:" };
    const struct schema *s = NULL;
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) ck_assert_int_eq(kit_load(arena, NULL, 0, ids[i], "", &s, &diags), E_NOT_FOUND);
    ck_assert_int_eq(kit_load(arena, NULL, 0, "x12:T:900", "us:901", &s, &diags), E_NOT_FOUND);
    ck_assert_int_eq(kit_load(arena, NULL, 0, "x12:T:900", "us", &s, &diags), E_NOT_FOUND);
    ck_assert_int_eq(kit_load(arena, NULL, 0, "rec:order", "us:900", &s, &diags), E_NOT_FOUND);
}
END_TEST

/* ---- files ---- */

static void put(const char *dir, const char *name, slice bytes)
{
    char path[5000];
    (void)snprintf(path, sizeof path, "%s/%s", dir, name);
    *strrchr(path, '/') = 0;
    ck_assert_int_eq(fsys_mkdirs(AT_FDCWD, path), 0);
    path[strlen(path)] = '/';
    ck_assert_int_eq(fsys_put_file(AT_FDCWD, path, bytes, false), 0);
}

static void remove_all(const char *dir)
{
    static const char *const names[] = { "x12/T/segments.xml", "x12/T/envelope.xml", "x12/T/codes.xml", "x12/T/900.xml",
            "us/900.xml", "rec/order.xml",
                                         "x12/T", "x12", "us", "rec", "" };
    char path[5000];
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", dir, names[i]);
        (void)remove(path);         /* some were never made */
    }
}

START_TEST(the_first_folder_that_has_a_file_wins)
{
    char site[4096], shipped[4096];
    unit_directory(site);
    unit_directory(shipped);
    struct schema_path path = { { site, shipped }, 2 };
    for (unsigned i = 0; i < KIT_TEXTS; i++) put(shipped, kit_texts[i].name.ptr, kit_texts[i].bytes);
    put(site, "us/900.xml", SLICE("<guide id='us:900' base='x12:T:900' name='site'><segment path='REF' max='1'/></guide>"));
    const struct schema *s = NULL;
    ck_assert_int_eq(schema_load(arena, &path, SLICE("x12:T:900"), SLICE("us:900"), &s, &diags), 0);
    ck_assert_uint_eq(schema_elem(s, schema_child(s, 0, SLICE("HED")), 2)->max, 10);        /* the site's guide says nothing of it */
    ck_assert(schema_exists(&path, SLICE("T"), SLICE("900")));
    ck_assert(!schema_exists(&path, SLICE("T"), SLICE("901")));
    ck_assert(!schema_exists(&path, SLICE(".."), SLICE("900")));
    put(site, "x12/T/segments.xml", SLICE("<dictionary"));
    ck_assert_int_eq(schema_load(arena, &path, SLICE("x12:T:900"), SLICE(""), &s, &diags), E_BAD);
    ck_assert(slice_starts(slice_of(diags.items[0].place.source->name), slice_of(site)));
    remove_all(site);
    remove_all(shipped);
}
END_TEST

START_TEST(a_set_without_its_dictionary_is_bad)
{
    char dir[4096];
    unit_directory(dir);
    struct schema_path path = { { dir }, 1 };
    put(dir, "x12/T/900.xml", kit_texts[3].bytes);
    const struct schema *s = NULL;
    ck_assert_int_eq(schema_load(arena, &path, SLICE("x12:T:900"), SLICE(""), &s, &diags), E_BAD);
    ck_assert_str_eq(diags.items[0].def->code, "SCHEMA-FILE");
    remove_all(dir);
}
END_TEST

/* ---- the shipped ones ---- */

static const struct { const char *id, *guide, *file; } shipped[] = {
    { "x12:004010:850", "", "x12/004010/850.xml" }, { "x12:004010:850", "amazon:850", "amazon/850.xml" }, { "x12:004010:997", "", "x12/004010/997.xml" },
    { "prima:sales-order", "", "prima/sales-order.xml" },
};

START_TEST(shipped_schemas_load_without_a_finding)
{
    char dir[4096], file[5000];
    const char *top = getenv("TOP_SRCDIR");
    (void)snprintf(dir, sizeof dir, "%s/schemas", top ? top : ".");
    (void)snprintf(file, sizeof file, "%s/%s", dir, shipped[_i].file);
    if (access(file, R_OK) != 0) return;
    struct schema_path path = { { dir }, 1 };
    const struct schema *s = NULL;
    int rc = schema_load(arena, &path, slice_of(shipped[_i].id), slice_of(shipped[_i].guide), &s, &diags);
    struct buf text = BUF_INIT(1 << 16);
    for (size_t i = 0; i < diags.count; i++) diag_text(&text, &diags.items[i]);
    ck_assert_msg(rc == 0 && diags.count == 0, "%s: %d\n%.*s", shipped[_i].id, rc, SLICE_ARG(buf_slice(&text)));
    buf_free(&text);
}
END_TEST

/* ---- all schemas of a folder ---- */

static void put_file(const char *dir, const char *name, const char *text)
{
    char path[5000];
    (void)snprintf(path, sizeof path, "%s/%s", dir, name);
    for (char *p = path + strlen(dir) + 1; (p = strchr(p, '/')); p++) {
        *p = '\0';
        (void)fsys_mkdirs(AT_FDCWD, path);
        *p = '/';
    }
    ck_assert_int_eq(fsys_put_file(AT_FDCWD, path, slice_of(text), false), 0);
}

static void remove_file(const char *dir, const char *name)
{
    char path[5000];
    (void)snprintf(path, sizeof path, *name == '.' ? "%s" : "%s/%s", dir, name);
    ck_assert_int_eq(remove(path), 0);
}

#define TWO_WAYS(set) "<set id='" set "' functional='TT' release='T'><segment id='ST' usage='M'/><loop id='N1'><segment id='N1'/><segment id='N3'/></loop>" \
    "<segment id='N3'/><segment id='N4' usage='M'/><loop id='LIN' max='9'><segment id='LIN'/><loop id='SUB' max='9'><segment id='SUB'/></loop></loop>" \
    "<loop id='SUB'><segment id='SUB'/></loop></set>"

START_TEST(a_survey_looks_at_every_grammar_and_guide)
{
    static const char *const expected[] = { "SCHEMA-AMBIGUOUS", "SCHEMA-AMBIGUOUS", "SCHEMA-REFERENCE", "SCHEMA-SHAPE", "SCHEMA-FILE" };
    char dir[4096];
    struct schema_path path = { .n = 1 };
    path.dirs[0] = unit_directory(dir);
    for (size_t i = 0; i < KIT_TEXTS; i++) put_file(dir, arena_cstr(arena, kit_texts[i].name), arena_cstr(arena, kit_texts[i].bytes));
    schema_survey(arena, &path, &diags);
    ck_assert_uint_eq(diags.count, 0);
    put_file(dir, "x12/T/901.xml", TWO_WAYS("901"));
    put_file(dir, "x12/T/902.xml", "<set id='902' functional='TT' release='T'><segment id='NOP'/></set>");
    put_file(dir, "us/broken.xml", "<guide id='us:broken' base='x12:T:900' name='x'><rule/></guide>");
    put_file(dir, "us/lost.xml", "<guide id='us:lost' base='x12:T:999' name='x'/>");
    schema_survey(arena, &path, &diags);
    schema_survey(arena, &path, &diags);        /* says nothing a second time */
    ck_assert_uint_eq(diags.count, 5);
    for (unsigned i = 0; i < 5; i++) ck_assert_str_eq(diags.items[i].def->code, expected[i]);
    struct buf text = BUF_INIT(4096);
    diag_message(&text, &diags.items[0]);
    ck_slice(buf_slice(&text), "N3 after segment N1/N1 (line 1) can be read in two ways: as segment N1/N3 (line 1), or as segment N3 (line 1)");
    ck_assert_ptr_nonnull(diags.items[0].rule_place.source);
    buf_clear(&text);
    diag_message(&text, &diags.items[1]);
    ck_slice(buf_slice(&text), "SUB after segment LIN/LIN (line 1) can be read in two ways: as loop LIN/SUB (line 1), or as loop SUB (line 1)");
    buf_free(&text);
    static const char *const more[] = { "x12/T/901.xml", "x12/T/902.xml", "us/broken.xml", "us/lost.xml", "x12/T", "x12", "us", "rec", "." };
    for (size_t i = 0; i < KIT_TEXTS; i++) remove_file(dir, arena_cstr(arena, kit_texts[i].name));
    for (size_t i = 0; i < sizeof more / sizeof *more; i++) remove_file(dir, more[i]);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("schema");
    TCase *t = tcase_create("load");
    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_add_test(t, nodes_are_numbered_in_document_order);
    tcase_add_test(t, elements_carry_their_names_types_and_words);
    tcase_add_test(t, the_dictionary_knows_segments_outside_the_set);
    tcase_add_test(t, a_guide_narrows_and_the_standard_is_kept);
    tcase_add_test(t, a_record_layout_is_a_schema_too);
    tcase_add_loop_test(t, a_wrong_file_is_refused_with_its_finding, 0, BADS);
    tcase_add_test(t, every_kind_of_finding_about_schemas_is_reached);
    tcase_add_test(t, what_is_not_there_is_not_found);
    tcase_add_test(t, the_first_folder_that_has_a_file_wins);
    tcase_add_test(t, a_set_without_its_dictionary_is_bad);
    tcase_add_loop_test(t, shipped_schemas_load_without_a_finding, 0, sizeof shipped / sizeof *shipped);
    tcase_add_test(t, a_survey_looks_at_every_grammar_and_guide);
    suite_add_tcase(suite, t);
    return unit_run(suite);
}
