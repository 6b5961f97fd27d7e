/* check_set.c - records to sets as a whole: what is written with its envelope, what cannot be written and where it came from, explanations and tests of
 * such maps.  What single rules do is tested by tests/lang/sets.test and records.test. */
#include "unit.h"

#include "../kit/map_kit.h"
#include "engine/set_writer.h"
#include "engine/translate.h"
#include "x12/findings.h"

static struct arena *arena;
static struct diags diags;
static struct schema_path schemas, maps;
static struct map_sources sources;
static struct tree in;
static struct kit_record record;

static void setup(void)
{
    arena = arena_new();
    diags_init(&diags, arena, DIAGS_DEFAULT_CAP);
    schemas = (struct schema_path){ { arena_printf(arena, "%s/schemas", kit_top()).ptr, arena_printf(arena, "%s/tests/lang", kit_top()).ptr }, 2 };
    maps = kit_folder(arena, "maps");
    sources = (struct map_sources){ arena, &schemas, &maps, NULL, 0, NULL, NULL };
    tree_init(&in);
}

static void teardown(void)
{
    tree_free(&in);
    kit_record_stop(&record);
    arena_free(arena);
}

static const char map_810[] =
    "<map id='bill-810' version='1' source='lang:bill' target='x12:004010:810'><document key='@Number'/>\n"
    "<segment out='BIG'><element n='01' from='@Date' required='yes'/><element n='02' from='@Number' required='yes'/></segment>\n"
    "<segment out='NTE' needs='02'><element n='02' from='@Text'/></segment>\n"
    "<each id='lines' from='Line' as='line' out='IT1'><segment out='IT1'><element n='02' from='@Qty'/><element n='04' id='price' from='@Price'/>\n"
    "<element n='06' value='EN' with='07'/><element n='07' from='@Ean'/></segment>\n"
    "<each id='charges' from='Charge' as='charge' out='SAC'><segment out='SAC'><element n='01' from='@Kind' required='hold-document'/>\n"
    "<element n='05' from='@Amount'/></segment></each></each>\n"
    "<segment out='TDS'><element n='01' from='@Total' required='yes'/></segment><segment out='CTT'/></map>\n";

static const char bill[] =
    "<Bills><Bill Number='INV7' Date='2026-03-09' Total='111.5' Text='a note'>\n"
    "  <Line Ean='5012345000015' Qty='24' Price='4.50'><Charge Kind='A' Amount='2'/></Line>\n"
    "  <Line Qty='1' Price='5.5'/>\n"
    "</Bill></Bills>\n";

static struct route route_of(const char *text)
{
    char path[] = "/tmp/crossdock-set-XXXXXX.xml";
    struct route route = { 0 };
    int fd = mkstemps(path, 4);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(fsys_write_all(fd, slice_of(text)), 0);
    close(fd);
    int err = route_load(&sources, slice_of(path), true, &route, &diags);
    kit_show(&diags);
    unlink(path);
    ck_assert_int_eq(err, 0);
    return route;
}

static void read_bill(const struct route *route, const char *text)
{
    ck_assert(kit_record_read(&record, map_source_schema(route->map), kit_source(arena, "bill.xml", slice_of(text)), &in, &diags));
}

static slice written(const char *text, struct set_envelope *envelope)
{
    struct route route = route_of(map_810);
    struct map_env env = { .document_id = SLICE("000001") };
    struct translator *t = translator_new(1 << 20);
    struct translation made;
    *envelope = set_envelope_default(route.set, 1773000000000000);
    route.envelope = envelope;
    read_bill(&route, text);
    translate(t, &route, &env, CHARSET_UTF8, &in, arena, NULL, &made, &diags);
    slice bytes = arena_copy(arena, made.bytes);
    translator_free(t);
    return bytes;
}

START_TEST(a_record_becomes_an_interchange)
{
    struct set_envelope envelope;
    slice bytes = written(bill, &envelope);
    ck_assert_uint_eq(diags.count, 0);
    ck_slice(bytes,
             "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *260308*2000*U*00401*000000001*0*T*>~\n"
             "GS*IN*SENDER*RECEIVER*20260308*2000*1*X*004010~\n"
             "ST*810*0001~\nBIG*20260309*INV7~\nNTE**a note~\nIT1**24**4.5**EN*5012345000015~\nSAC*A****200~\nIT1**1**5.5~\nTDS*11150~\nCTT*2*25~\nSE*9*0001~\n"
             "GE*1*1~\nIEA*1*000000001~\n");
}
END_TEST

static const struct { const char *text, *code, *label; } unwritable[] = {
    { "<Bills><Bill Number='IN*V' Date='2026-03-09' Total='1'/></Bills>", "X12-DELIMITER-IN-DATA", "BIG02" },
    { "<Bills><Bill Number='IN>V' Date='2026-03-09' Total='1'/></Bills>", "X12-DELIMITER-IN-DATA", "BIG02" },
    { "<Bills><Bill Number='INV' Date='2026-03-09' Total='1' Text='a~b'/></Bills>", "X12-DELIMITER-IN-DATA", "NTE02" },
    { "<Bills><Bill Number='INV' Date='2026-03-09' Total='1' Text='Caf\xC3\xA9'/></Bills>", "X12-CHARACTER", "NTE02" },
};

START_TEST(what_x12_cannot_hold_is_a_finding_at_its_source_and_nothing_is_written)
{
    struct set_envelope envelope;
    slice bytes = written(unwritable[_i].text, &envelope);
    ck_assert_uint_eq(bytes.len, 0);
    ck_assert_uint_eq(diags.count, 1);
    const struct diag *d = &diags.items[0];
    ck_assert_str_eq(d->def->code, unwritable[_i].code);
    ck_assert_int_eq(d->severity, SEV_HOLD_DOCUMENT);
    ck_slice(d->args[d->def == &x12_findings[X12_CHARACTER] ? 2 : 0], unwritable[_i].label);
    unsigned line = 0, column = 0;
    ck_assert(place_line(&d->place, &line, &column));
    const char *value = strstr(unwritable[_i].text, strcmp(unwritable[_i].label, "NTE02") == 0 ? "Text='" : "Number='");
    ck_assert_uint_eq(d->place.offset, (size_t)(strchr(value, '\'') + 1 - unwritable[_i].text));
}
END_TEST

/* ---- characters and components ---- */

static slice put(enum x12_characters characters, const char *const texts[4], bool *good)
{
    static const struct x12_field fields[] = { { 1, 0 }, { 2, 1 }, { 2, 3 }, { 4, 0 } };
    const struct x12_node nodes[] = { { { 0 }, NULL, 0 }, { SLICE("SLN"), fields, 4 } };
    const struct x12_shape shape = { nodes, 2 };
    const struct x12_delims delims = { .element = '*', .component = ':', .terminator = "~", .terminator_len = 1 };
    struct x12_writer w;
    struct buf out = BUF_INIT(1000);
    struct tree t;
    tree_init(&t);
    tree_add_record(&t, 0, 0, 0, 0);
    struct tree_value *values = tree_value_room(&t, 4);
    for (uint16_t k = 0; k < 4; k++) values[k] = (struct tree_value){ texts[k], texts[k] ? (uint32_t)strlen(texts[k]) : 0, k, false };
    tree_close(&t, tree_add_record(&t, 1, 0, 4, 0));
    tree_close(&t, 0);
    x12_write_begin(&w, &out, &delims, false);
    *good = x12_write_tree(&w, &shape, characters, &t, NULL, &diags);
    slice bytes = arena_copy(arena, buf_slice(&out));
    buf_free(&out);
    tree_free(&t);
    return bytes;
}

static const struct { const char *texts[4], *written; } components[] = {
    { { "a", "b", "c", "d" }, "SLN*a*b::c**d~" }, { { NULL, NULL, "c", NULL }, "SLN**::c~" }, { { NULL, "b", NULL, "d" }, "SLN**b**d~" },
    { { "a", NULL, NULL, NULL }, "SLN*a~" }, { { NULL, NULL, NULL, "d" }, "SLN****d~" },
};

START_TEST(components_stand_in_their_places)
{
    bool good;
    ck_slice(put(X12_BASIC, (const char *const[4]){ "A", NULL, NULL, NULL }, &good), "SLN*A~");
    ck_slice(put(X12_EXTENDED, components[_i].texts, &good), components[_i].written);
    ck_assert(good);
}
END_TEST

static const struct { enum x12_characters set; const char *text, *written; } characters[] = {
    { X12_BASIC, "AB 12 !\"&'()+,-./;?=", "SLN*AB 12 !\"&'()+,-./;?=~" }, { X12_BASIC, "Ab", NULL }, { X12_BASIC, "A@", NULL },
    { X12_EXTENDED, "Ab@[]{}#$", "SLN*Ab@[]{}#$~" }, { X12_EXTENDED, "\xC3\xA9", NULL }, { X12_EXTENDED, "a\tb", NULL },
    { X12_LATIN1, "\xC3\xA9", "SLN*\xE9~" }, { X12_LATIN1, "\xE2\x82\xAC", NULL }, { X12_LATIN1, "\xC2\x85", NULL },
    { X12_UTF8, "\xE2\x82\xAC", "SLN*\xE2\x82\xAC~" }, { X12_UTF8, "a\nb", NULL }, { X12_UTF8, "a:b", NULL },
};

START_TEST(only_agreed_characters_are_written)
{
    bool good;
    slice bytes = put(characters[_i].set, (const char *const[4]){ characters[_i].text, NULL, NULL, NULL }, &good);
    ck_assert(good == (characters[_i].written != NULL));
    ck_slice(bytes, characters[_i].written ? characters[_i].written : "");
    ck_assert_uint_eq(diags.count, good ? 0 : 1);
}
END_TEST

START_TEST(character_sets_have_names)
{
    for (unsigned i = X12_BASIC; i <= X12_UTF8; i++) {
        enum x12_characters set;
        ck_assert(x12_characters_parse(slice_of(x12_characters_name((enum x12_characters)i)), &set));
        ck_assert_uint_eq(set, i);
    }
    enum x12_characters none;
    ck_assert(!x12_characters_parse(SLICE("ASCII"), &none));
}
END_TEST

/* ---- explain ---- */

static const struct { const char *path, *parts[4]; } explained[] = {
    { "BIG.02", { "BIG.02 = \"INV7\"", "INV7 <- @Number, line 1, column 22 of bill.xml", "rule BIG02" } },
    { "IT1[2].04", { "IT1[2].04 = \"5.5\"", "5.5 <- Line[2]/@Price, line 3, column 24 of bill.xml", "rule price" } },
    { "IT1[1]/SAC[1].05", { "IT1[1]/SAC[1].05 = \"200\"", "2 <- Line[1]/Charge[1]/@Amount" } },
    { "IT1/SAC.05", { "IT1[1]/SAC[1].05 = \"200\"" } },
    { "TDS.01", { "TDS.01 = \"11150\"", "111.5 <- @Total" } },
    { "CTT.02", { "CTT.02 = \"25\"", "counted when all is written" } },
    { "IT1[2].06", { "IT1[2].06 = (absent)" } },
    { "IT1[9].06", { "there is no segment IT1[9]" } },
    { "IT1.99", { "IT1 has no element 99" } },
    { "IT1", { "names no element" } },
};

START_TEST(explain_tells_which_field_of_the_record_it_was)
{
    struct route route = route_of(map_810);
    struct map_env env = { .document_id = SLICE("000001") };
    struct map_trace *trace = map_trace_new(arena);
    struct map_result result;
    struct buf text = BUF_INIT(10000);
    struct tree out;
    tree_init(&out);
    read_bill(&route, bill);
    map_run(route.map, &env, &in, arena, &out, trace, &result, &diags);
    ck_slice(result.key, "INV7");
    (void)map_explain(route.map, trace, &in, &out, slice_of(explained[_i].path), &text);
    for (unsigned k = 0; k < 4 && explained[_i].parts[k]; k++)
        ck_assert_msg(memmem(text.ptr, text.len, explained[_i].parts[k], strlen(explained[_i].parts[k])) != NULL, "\"%s\" is not in %.*s",
                      explained[_i].parts[k], (int)text.len, text.ptr);
    buf_free(&text);
    tree_free(&out);
}
END_TEST

/* ---- tests beside maps ---- */

static void keep_why(void *context, const struct map_test_result *r)
{
    struct buf *why = context;
    buf_add(why, r->why);
}

static const struct { const char *expect, *why; } expectations[] = {
    { "<expect segment='IT1' count='2'/><expect segment='IT1[2]' n='04' is='5.5'/><expect segment='IT1/SAC' is='SAC*A****200'/><expect file='right.x12'/>", "" },
    { "<expect field='TDS.01' is='11150'/><expect segment='NTE' n='02' is='a note'/><expect segment='NTE' n='01' absent='yes'/>", "" },
    { "<expect segment='IT1' count='3'/>", "segments IT1: expected 3, found 2" },
    { "<expect segment='TDS' is='TDS*1'/>", "segment TDS: expected \"TDS*1\", found \"TDS*11150\"" },
    { "<expect segment='TDS' n='01' is='1'/>", "TDS.01: expected \"1\", found \"11150\"" },
    { "<expect segment='REF' n='01' is='1'/>", "there is no segment REF" },
    { "<expect file='wrong.x12'/>", "wrong.x12, line 2: expected \"BIG*20260309*INV8~\", found \"BIG*20260309*INV7~\"" },
    { "<expect file='none.x12'/>", "could not be read" },
    { "<expect because='why'/>", "names neither" },
};

START_TEST(tests_beside_such_maps_look_at_segments_and_files)
{
    char path[] = "/tmp/crossdock-test-XXXXXX";
    ck_assert_ptr_nonnull(mkdtemp(path));
    const char *set = "ST*810*0001~\nBIG*20260309*INV%c~\nNTE**a note~\nIT1**24**4.5**EN*5012345000015~\nSAC*A****200~\nIT1**1**5.5~\nTDS*11150~\nCTT*2*25~\nSE*9*0001~\n";
    char right[400], wrong[400];
    snprintf(right, sizeof right, set, '7');
    snprintf(wrong, sizeof wrong, set, '8');
    const slice test = arena_printf(arena, "<tests map='%s/map.xml'><test name='t'><given file='bill.xml'/>%s</test></tests>", path, expectations[_i].expect);
    const struct { const char *name; slice text; } files[] = { { "map.xml", slice_of(map_810) }, { "bill.xml", slice_of(bill) }, { "right.x12", slice_of(right) },
        { "wrong.x12", slice_of(wrong) }, { "t.xml", test } };
    for (unsigned i = 0; i < 5; i++) ck_assert_int_eq(fsys_put_file(AT_FDCWD, arena_printf(arena, "%s/%s", path, files[i].name).ptr, files[i].text, false), 0);
    struct kit_tests kit;
    struct buf why = BUF_INIT(10000);
    kit_tests_start(&kit);
    struct map_test_env env = { .context = &kit, .sources = &sources, .open = kit_tests_open, .write = kit_tests_write };
    int failed = map_tests_run(&env, arena_printf(arena, "%s/t.xml", path).ptr, keep_why, &why);
    bool passes = expectations[_i].why[0] == '\0';
    ck_assert_msg(failed == !passes, "%.*s", (int)why.len, why.ptr ? why.ptr : "");
    if (!passes) ck_assert_msg(memmem(why.ptr, why.len, expectations[_i].why, strlen(expectations[_i].why)) != NULL, "%.*s", (int)why.len, why.ptr);
    for (unsigned i = 0; i < 5; i++) unlink(arena_printf(arena, "%s/%s", path, files[i].name).ptr);
    rmdir(path);
    buf_free(&why);
    kit_tests_stop(&kit);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("set");
    TCase *tc = tcase_create("set");
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, a_record_becomes_an_interchange);
    tcase_add_loop_test(tc, what_x12_cannot_hold_is_a_finding_at_its_source_and_nothing_is_written, 0, 4);
    tcase_add_loop_test(tc, components_stand_in_their_places, 0, 5);
    tcase_add_loop_test(tc, only_agreed_characters_are_written, 0, 12);
    tcase_add_test(tc, character_sets_have_names);
    tcase_add_loop_test(tc, explain_tells_which_field_of_the_record_it_was, 0, 10);
    tcase_add_loop_test(tc, tests_beside_such_maps_look_at_segments_and_files, 0, 9);
    suite_add_tcase(s, tc);
    return unit_run(s);
}
