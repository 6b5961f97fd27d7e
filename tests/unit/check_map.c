/* check_map.c - maps as a whole: the shipped map loads without a finding and passes the tests beside it; results, traces, explanations; memory and
 * isolation of a run.  What single rules and expressions do is tested by tests/lang (check_lang.c). */
#include "unit.h"

#include "../kit/map_kit.h"
#include "map/find.h"
#include "xml/xml.h"

static struct arena *arena;
static struct diags diags;
static struct map_sources sources;
static struct schema_path schemas, maps;
static struct kit_tests kit;

static void setup(void)
{
    arena = arena_new();
    diags_init(&diags, arena, DIAGS_DEFAULT_CAP);
    schemas = kit_folder(arena, "schemas");
    maps = kit_folder(arena, "maps");
    sources = (struct map_sources){ arena, &schemas, &maps, NULL, 0, NULL, NULL };
    kit_tests_start(&kit);
}

static void teardown(void)
{
    kit_tests_stop(&kit);
    arena_free(arena);
}

static const struct map *shipped(void)
{
    const struct map *m = NULL;
    int err = map_load(&sources, SLICE("amazon-prima/850-sales-order"), &m, &diags);
    kit_show(&diags);
    ck_assert_int_eq(err, 0);
    return m;
}

struct ran {
    const struct map *map;
    struct tree out;
    struct map_result result;
    struct map_trace *trace;
    struct map_test_given given;
};

static void run_sample(struct ran *r, const char *file, bool traced)
{
    const char *folder = arena_printf(arena, "%s/maps/amazon-prima/tests", kit_top()).ptr;
    r->map = shipped();
    tree_init(&r->out);
    ck_assert(kit_tests_open(&kit, r->map, folder, file, arena, &r->given, &diags));
    struct map_env env = { .items = r->given.items, .tables = r->given.tables, .n_tables = r->given.n_tables,
            .document_id = SLICE("000042") };
    r->trace = traced ? map_trace_new(arena) : NULL;
    map_run(r->map, &env, r->given.tree, arena, &r->out, r->trace, &r->result, &diags);
}

static void contains(slice text, const char *part)
{
    if (!memmem(text.ptr, text.len, part, strlen(part))) ck_abort_msg("\"%s\" is not in: %.*s", part, SLICE_ARG(text));
}

/* ---- the shipped map ---- */

START_TEST(the_shipped_map_has_no_finding)
{
    const struct map *m = shipped();
    ck_assert_uint_eq(diags.count, 0);
    ck_slice(map_id(m), "amazon-850-sales-order");
    ck_slice(map_source_schema(m)->id, "x12:004010:850");
    ck_slice(map_target_schema(m)->id, "prima:sales-order");
}
END_TEST

static void report(void *context, const struct map_test_result *r)
{
    unsigned *count = context;
    ++*count;
    if (r->passed) return;
    fprintf(stderr, "%s:%u: %.*s\n%.*s", r->file, r->line, SLICE_ARG(r->name), SLICE_ARG(r->why));
    if (r->findings) kit_show(r->findings);
}

START_TEST(the_tests_beside_the_map_pass)
{
    struct map_test_env env = { .context = &kit, .sources = &sources, .open = kit_tests_open, .write = kit_tests_write };
    unsigned count = 0;
    int failed = map_tests_run(&env, arena_printf(arena, "%s/maps/amazon-prima/tests", kit_top()).ptr, report, &count);
    ck_assert_int_eq(failed, 0);
    ck_assert_uint_ge(count, 12);
}
END_TEST

static void count_failures(void *context, const struct map_test_result *r) { *(slice *)context = r->passed ? SLICE("")
        : arena_copy(arena, r->why); }

START_TEST(a_test_that_expects_something_else_fails_and_says_what_was_found)
{
    struct map_test_env env = { .context = &kit, .sources = &sources, .open = kit_tests_open, .write = kit_tests_write };
    char path[] = "/tmp/crossdock-test-XXXXXX", xml[64], edi[64];
    ck_assert_ptr_nonnull(mkdtemp(path));
    snprintf(xml, sizeof xml, "%s/t.xml", path);
    snprintf(edi, sizeof edi, "%s/e.edi", path);
    slice text = SLICE("<tests map='amazon-prima/850-sales-order'><test name='t'><given file='e.edi'/><expect field='Data/@OrderNumber' is='WRONG'/></test></tests>");
    ck_assert_int_eq(fsys_put_file(AT_FDCWD, xml, text, false), 0);
    ck_assert_int_eq(fsys_put_file(AT_FDCWD, edi, SLICE("ST*850*0001~BEG*00*NE*PO1**20260303~SE*3*0001~"), false), 0);
    slice why = { 0 };
    ck_assert_int_eq(map_tests_run(&env, xml, count_failures, &why), 1);
    contains(why, "expected \"WRONG\", found \"PO1\"");
    contains(why, "no <expect> names it");
    unlink(xml);
    unlink(edi);
    rmdir(path);
}
END_TEST

START_TEST(the_shipped_map_has_the_shape_that_editors_know)
{
    struct xml_schema *rng = xml_relaxng_new(arena_printf(arena, "%s/schemas/crossdock/map.rng", kit_top()).ptr, &diags);
    static const char *const files[] = { "850-sales-order.xml", "account-customer.xml", "tests/850-sales-order.xml",
            "invoice-810.xml", "stock-846.xml", "despatch-856.xml", "despatch-item.xml", "despatch-pack.xml",
            "tests/despatch-856.xml", "tests/invoice-810.xml", "tests/stock-846.xml" };
    ck_assert_ptr_nonnull(rng);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        const char *path = arena_printf(arena, "%s/maps/amazon-prima/%s", kit_top(), files[i]).ptr;
        bool valid = xml_validate(rng, kit_source(arena, path, kit_file(arena, path)), &diags);
        kit_show(&diags);
        ck_assert_msg(valid, "%s", path);
    }
    xml_schema_free(rng);
}
END_TEST

START_TEST(a_missing_map_says_where_it_was_looked_for)
{
    const struct map *m = NULL;
    ck_assert_int_lt(map_load(&sources, SLICE("amazon-prima/nothing"), &m, &diags), 0);
    ck_assert_ptr_null(m);
    ck_assert_uint_eq(diags.count, 1);
    ck_assert_str_eq(diags.items[0].def->code, "MAP-NOT-FOUND");
}
END_TEST

START_TEST(names_of_maps_cannot_climb_out_of_their_folders)
{
    const struct map *m = NULL;
    ck_assert_int_lt(map_load(&sources, SLICE("../maps/amazon-prima/850-sales-order"), &m, &diags), 0);
}
END_TEST

static const struct { const char *text, *code; } broken[] = {
    { "<mop/>", "MAP-ROOT" },
    { "<map id='a' version='1' source='x12:004010:850' target='prima:nothing'/>", "MAP-SCHEMA" },
    { "<map id='a' version='1' source='x12:004010:850' target='prima:sales-order'/>", "MAP-GROUP-MISSING" },
    { "<map id='a' version='1' source='x12:004010:850' target='prima:sales-order'><each id='l' from='PO1' as='line' line='yes'/></map>",
      "MAP-KEY" },
};

START_TEST(a_map_that_is_no_map_is_refused)
{
    char path[] = "/tmp/crossdock-map-XXXXXX.xml";
    const struct map *m = NULL;
    int fd = mkstemps(path, 4);
    ck_assert_int_eq(fsys_write_all(fd, slice_of(broken[_i].text)), 0);
    close(fd);
    ck_assert_int_lt(map_load(&sources, slice_of(path), &m, &diags), 0);
    unlink(path);
    bool found = false;
    for (size_t i = 0; i < diags.count; i++) found |= strcmp(diags.items[i].def->code, broken[_i].code) == 0;
    ck_assert_msg(found, "%s", broken[_i].code);
}
END_TEST

START_TEST(parameters_of_an_agreement_are_checked_before_any_document)
{
    static const struct map_param params[] = { { .name = SLICE("custmer"), .value = SLICE("X") }, { .name = SLICE("price-meaning"), .value = SLICE("box") },
            { .name = SLICE("currency"), .value = SLICE("EUR") } };
    const struct map *m = shipped();
    ck_assert(!map_params_check(m, params, 3, (struct place){ 0 }, &diags));
    ck_assert_uint_eq(diags.count, 2);
    ck_assert_str_eq(diags.items[0].def->code, "MAP-PARAM-UNKNOWN");
    ck_slice(diags.items[0].args[2], "did you mean customer?");
    ck_assert_str_eq(diags.items[1].def->code, "MAP-PARAM-VALUE");
    ck_assert(map_params_check(m, params + 2, 1, (struct place){ 0 }, &diags));
}
END_TEST

/* ---- results ---- */

static void find_two(const void *context, const struct item_query *keys, unsigned n, int32_t day, struct item_match *out)
{
    (void)context, (void)keys, (void)n, (void)day;
    *out = (struct item_match){ .outcome = ITEM_AMBIGUOUS, .row = 4, .other_row = 9 };
}

static bool has_code(const struct diags *d, const char *code)
{
    for (size_t i = 0; i < d->count; i++)
        if (strcmp(d->items[i].def->code, code) == 0) return true;
    return false;
}

START_TEST(an_ambiguous_item_and_a_missing_table_hold)
{
    struct ran r;
    struct item_lookup items = { .find = find_two };
    struct map_env env = { .items = &items };
    run_sample(&r, "eaches.edi", false);
    map_run(r.map, &env, r.given.tree, arena, &r.out, NULL, &r.result, &diags);
    ck_assert_uint_eq(r.result.held_lines, 3);
    ck_assert(has_code(&diags, "ITEM-AMBIGUOUS"));
    ck_assert(has_code(&diags, "MAP-TABLE-MISSING"));
    tree_free(&r.out);
}
END_TEST

START_TEST(an_output_past_its_cap_holds)
{
    struct ran r;
    run_sample(&r, "eaches.edi", false);
    struct map_env env = { .items = r.given.items, .tables = r.given.tables, .n_tables = r.given.n_tables };
    tree_free(&r.out);
    r.out.made = TEXTS_INIT(64);
    map_run(r.map, &env, r.given.tree, arena, &r.out, NULL, &r.result, &diags);
    ck_assert_int_eq(r.result.worst, SEV_HOLD_DOCUMENT);
    ck_assert(has_code(&diags, "MAP-OUTPUT-TOO-BIG"));
    tree_free(&r.out);
}
END_TEST


START_TEST(the_quick_way_gives_what_the_usual_way_gives)
{
    const char *folder = arena_printf(arena, "%s/maps/amazon-prima/tests", kit_top()).ptr;
    const struct map *m = shipped();
    slice *names;
    size_t n = 0, documents = 0;
    ck_assert_int_eq(fsys_list(AT_FDCWD, folder, arena, &names, &n), 0);
    for (size_t i = 0; i < n; i++) {
        struct map_test_given given;
        if (!slice_ends(names[i], SLICE(".edi"))) continue;
        ck_assert(kit_tests_open(&kit, m, folder, arena_cstr(arena, names[i]), arena, &given, &diags));
        for (unsigned meaning = 0; meaning < 2; meaning++) {
            struct map_param params[] = { { .name = SLICE("price-meaning"), .value = meaning ? SLICE("line-total") : SLICE("each") } };
            struct map_env env = { .items = given.items, .tables = given.tables, .n_tables = given.n_tables, .document_id = SLICE("000042"),
                    .params = params, .n_params = 1 };
            const char *differs = kit_two_ways(m, &env, given.tree, arena);
            ck_assert_msg(!differs, "%.*s: the two ways differ in %s", SLICE_ARG(names[i]), differs);
        }
        documents++;
    }
    ck_assert_uint_ge(documents, 10);
}
END_TEST

/* Every quantity with every unit, price, basis and item of these lists, a line each. */
START_TEST(the_two_ways_agree_on_whatever_a_line_says)
{
    static const char *const quantities[] = { "10", "1", "007", "0", "99999999", "123456789", "9999999", "1.5", "2.0", "-3", "+1", "1e3", "abc", "", "12345678.9" };
    static const char *const units[] = { "EA", "CA", "ea", "PK", "" };
    static const char *const prices[] = { "18.50", "18.5", "018.50", "18.51", "18.52", "222", "222.00", "222.000", "221.9", ".5", "5.", "5", "5.0", "60", "60.00", "0", "0.00",
            "32.7500", "32.75001", "196.5", "-1", "1,5", "x", "", "99999999", "999999999.99", "59.99" };
    static const char *const bases[] = { "PE", "", "HP", "PER", "PERX" };
    static const char *const items[] = { "EN*5012345000015", "VN*SOCK-3P-NVY-M", "EN*5012345000077", "EN*5012345000039*VN*PR-3001-BLK-UK9",
            "EN*5012345000039*VN*SOCK-3P-NVY-M", "UP*15012345000012", "VN*BELT-01-BRN-L", "VN* PR-1001-F-090 ", "EN*5012345000060", "EN*1", "" };
    const char *folder = arena_printf(arena, "%s/maps/amazon-prima/tests", kit_top()).ptr;
    const struct map *m = shipped();
    struct map_test_given given;
    struct buf text = BUF_INIT(1 << 24);
    unsigned line = 0;
    ck_assert(kit_tests_open(&kit, m, folder, "eaches.edi", arena, &given, &diags));
    buf_puts(&text, "ST*850*0001~BEG*00*NE*4TESTP01**20260303~REF*PD*SPRING26~DTM*064*20260309~N1*ST**92*LTN4~");
    for (size_t q = 0; q < sizeof quantities / sizeof *quantities; q++)
        for (size_t u = 0; u < sizeof units / sizeof *units; u++)
            for (size_t p = 0; p < sizeof prices / sizeof *prices; p++)
                for (size_t b = 0; b < sizeof bases / sizeof *bases; b++)
                    for (size_t i = (q + u + p + b) % 3; i < sizeof items / sizeof *items; i += 3) {
                        if (line++ % 5) buf_printf(&text, "PO1*%u", line);
                        else buf_puts(&text, "PO1*");
                        buf_printf(&text, "*%s*%s*%s*%s*%s~", quantities[q], units[u], prices[p], bases[b], items[i]);
                    }
    buf_puts(&text, "SE*1*0001~");
    kit_read_set(kit.checker, map_source_schema(m), kit_source(arena, "lines", buf_slice(&text)), &kit.tree, &diags);
    struct map_env env = { .items = given.items, .tables = given.tables, .n_tables = given.n_tables, .document_id = SLICE("000042") };
    const char *differs = kit_two_ways(m, &env, &kit.tree, arena);
    ck_assert_msg(!differs, "the two ways differ in %s of %u lines", differs, line);
    buf_free(&text);
}
END_TEST

START_TEST(held_lines_are_counted_and_left_out)
{
    struct ran r;
    run_sample(&r, "unknown-item.edi", false);
    ck_assert_uint_eq(r.result.lines, 3);
    ck_assert_uint_eq(r.result.held_lines, 1);
    ck_assert_int_eq(r.result.worst, SEV_HOLD_LINE);
    ck_slice(r.result.key, "4TESTP01");
    ck_assert_uint_eq(find_count(map_target_schema(r.map), &r.out, SLICE("OrderLineData")), 2);
    const struct diag *d = &diags.items[diags.count - 1];
    ck_assert_uint_eq(d->line, 2);
    ck_slice(d->rule, "item");
    ck_assert_ptr_nonnull(d->rule_place.source);
    tree_free(&r.out);
}
END_TEST

START_TEST(the_key_is_known_without_a_run)
{
    struct ran r;
    run_sample(&r, "eaches.edi", false);
    ck_slice(map_key(r.map, r.given.tree), "4TESTP01");
    tree_free(&r.out);
}
END_TEST

START_TEST(an_empty_environment_holds_and_never_crashes)
{
    struct ran r;
    run_sample(&r, "eaches.edi", false);
    struct map_env env = { .document_id = SLICE("1") };
    map_run(r.map, &env, r.given.tree, arena, &r.out, NULL, &r.result, &diags);
    ck_assert_uint_eq(r.result.held_lines, 3);
    ck_assert_int_eq(r.result.worst, SEV_HOLD_DOCUMENT);
    struct tree empty;
    tree_init(&empty);
    map_run(r.map, &env, &empty, arena, &r.out, NULL, &r.result, &diags);
    ck_assert_uint_eq(r.result.lines, 0);
    tree_free(&r.out);
    tree_free(&empty);
}
END_TEST

START_TEST(memory_does_not_grow_with_the_number_of_lines)
{
    const struct map *m = shipped();
    struct buf edi = BUF_INIT(1 << 24);
    size_t used[2];
    struct tree in, out;
    tree_init(&in);
    tree_init(&out);
    for (unsigned round = 0; round < 2; round++) {
        struct arena *scratch = arena_new();
        struct diags quiet;
        struct map_result result;
        diags_init(&quiet, scratch, 10);
        buf_clear(&edi);
        buf_puts(&edi, "ST*850*0001~BEG*00*NE*PO1**20260303~CSH*Y~DTM*064*20260309~N1*ST**92*LTN4~");
        for (unsigned i = 1; i <= (round ? 20000u : 20u); i++) buf_printf(&edi, "PO1*%u*%u*EA*18.5*PE*EN*5012345000015~", i,
                i % 9 + 1);
        buf_puts(&edi, "CTT*1~SE*1*0001~");
        kit_read_set(kit.checker, map_source_schema(m), kit_source(arena, "in", buf_slice(&edi)), &in, &quiet);
        diags_init(&quiet, scratch, 10);
        kit_masters_load(&kit.masters, arena, arena_printf(arena, "%s/maps/amazon-prima/tests", kit_top()).ptr, &quiet);
        struct map_env env = { .items = &kit.masters.items, .tables = kit.masters.tables, .n_tables = kit.masters.n_tables };
        size_t before = arena_used(scratch);
        map_run(m, &env, &in, scratch, &out, NULL, &result, &quiet);
        used[round] = arena_used(scratch) - before;
        ck_assert_uint_eq(result.held_lines, 0);
        ck_assert_uint_eq(result.lines, round ? 20000 : 20);
        buf_free(&kit.masters.image);
        arena_free(scratch);
    }
    ck_assert_msg(used[1] <= used[0] + 4096, "%zu and %zu bytes", used[0], used[1]);
    tree_free(&in);
    tree_free(&out);
    buf_free(&edi);
}
END_TEST

/* ---- explain ---- */

static const struct { const char *file, *path, *parts[7]; } explained[] = {
    { "cases.edi", "OrderLineData[1]/@Quantity", { "120 = 10 x 12 (CA -> EA)",
            "10 <- PO1.02 quantity ordered, segment 9 of ST 0001, bytes 293-294",
                    "12 <- item SOCK-3P/NVY/M, case_pack, items.csv row 5",
                            "Data/OrderLineData[1]/@Quantity = \"120\"", "by which the item was found", "rule qty, amazon-850-sales-order@1 line" } },
    { "cases.edi", "OrderLineData[1]/@Price", { "5.00 = 60.00 / 12", "60.00 <- PO1.04 unit price", "read as the number 60\n",
            "unit_price, items.csv row 5", "0.01 <- parameter $price-tolerance, default in line" } },
    { "cases.edi", "Data/@DelivAddrNo", { "LTN4 <- N1.04", "1001 <- table fc-address, addr_no, row 2", "rule ship-to" } },
    { "cases.edi", "@Customer", { "AMZUK <- parameter $customer, default in line", "rule customer" } },
    { "cases.edi", "@UniqueId", { "000042 <- the document's id ($document)",
            "4TESTP01 <- BEG.03 purchase order number, segment 2 of ST 0001, bytes" } },
    { "cases.edi", "Request/@RequestType", { "a constant of the layout prima:sales-order" } },
    { "cases.edi", "Data/@Salesman", { "left unmapped: Prima takes them from the customer's account" } },
    { "cases.edi", "OrderLineData[2]/@OrderLine", { "2 = written(line)", "number 2 of those written", "rule order-line" } },
    { "cases.edi", "OrderLineData[3]/@DueDate", { "09/03/2026", "2026-03-09 <- DTM.02 date, segment 6",
            "064 <- parameter $due-date" } },
    { "cases.edi", "@OrderType", { "STD is the row for BEG.02 = 'NE'" } },
    { "cases.edi", "@VatInclusive", { "a fixed value of the map", "rule vat-inclusive" } },
    { "cases.edi", "@ReceiveMail", { "rule consumer.mail", "account-customer.xml" } },
    { "cases.edi", "OrderLineData[1]/@MtrxCode3", { "(absent)", "nothing is written" } },
    { "ship-to.edi", "OrderLineData[1]/@LineReference", { "text(position(line))", "(absent) <- PO1.01" } },
};

START_TEST(explain_names_value_source_row_and_rule)
{
    struct ran r;
    struct buf text = BUF_INIT(1 << 16);
    run_sample(&r, explained[_i].file, true);
    ck_assert_msg(map_explain(r.map, r.trace, r.given.tree, &r.out, slice_of(explained[_i].path), &text), "%s",
                  explained[_i].path);
    for (unsigned k = 0; k < 7 && explained[_i].parts[k]; k++)
        contains(buf_slice(&text), explained[_i].parts[k]);
    buf_free(&text);
    tree_free(&r.out);
}
END_TEST

START_TEST(explain_answers_for_every_field_of_the_order)
{
    struct ran r;
    run_sample(&r, "unknown-item.edi", true);
    const struct schema *layout = map_target_schema(r.map);
    unsigned line = 0;
    for (uint32_t g = 0; g < r.out.groups; g++) {
        const struct node *node = &layout->nodes[r.out.group[g].kind];
        line += slice_is(node->name, "OrderLineData");
        for (unsigned k = 0; k < node->segment->n_elems; k++) {
            struct buf text = BUF_INIT(1 << 16);
            slice path = arena_printf(arena, "%.*s[%u]/%.*s", SLICE_ARG(node->name), line ? line : 1,
                                      SLICE_ARG(node->segment->elems[k].field_name));
            ck_assert_msg(map_explain(r.map, r.trace, r.given.tree, &r.out, path, &text), "%.*s", SLICE_ARG(path));
            unsigned lines = 0;
            for (size_t i = 0; i < text.len; i++) lines += text.ptr[i] == '\n';
            ck_assert_msg(lines >= 2, "%.*s", SLICE_ARG(buf_slice(&text)));
            slice value = tree_value(&r.out, g, k);
            if (value.len) ck_assert_msg(memmem(text.ptr, text.len, value.ptr, value.len) != NULL, "%.*s",
                                         SLICE_ARG(buf_slice(&text)));
            buf_free(&text);
        }
    }
    ck_assert_uint_eq(line, 2);
    tree_free(&r.out);
}
END_TEST

START_TEST(explain_says_what_is_nearest_to_a_wrong_name)
{
    static const struct { const char *path, *says; } wrong[] = {
        { "OrderLineData[9]/@Price", "there is no OrderLineData[9]: the record has 4" }, { "OrderLineDta/@Price",
                "did you mean OrderLineData?" },
        { "OrderLineData[1]/@Pirce", "did you mean @Price?" }, { "OrderLineData[x]/@Price", "there is no OrderLineData" },
                { "", "has no field" } };
    struct ran r;
    run_sample(&r, "cases.edi", true);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct buf text = BUF_INIT(1 << 16);
        ck_assert(!map_explain(r.map, r.trace, r.given.tree, &r.out, slice_of(wrong[i].path), &text));
        contains(buf_slice(&text), wrong[i].says);
        buf_free(&text);
    }
    tree_free(&r.out);
}
END_TEST

START_TEST(the_place_of_an_output_field_is_the_element_it_came_from)
{
    struct ran r;
    uint32_t group;
    unsigned k;
    struct buf why = BUF_INIT(1000);
    run_sample(&r, "unknown-item.edi", true);
    ck_assert(find_field(map_target_schema(r.map), &r.out, SLICE("OrderLineData[2]/@Quantity"), &group, &k, &why));
    struct place place = map_trace_place(r.trace, r.given.tree, group, k);
    ck_assert_str_eq(place.segment_id, "PO1");
    ck_assert_uint_eq(place.element, 2);
    ck_assert_uint_eq(place.segment, 11);
    tree_free(&r.out);
    buf_free(&why);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("map");
    TCase *tc = tcase_create("map");
    tcase_set_timeout(tc, 120);
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, the_shipped_map_has_no_finding);
    tcase_add_test(tc, the_tests_beside_the_map_pass);
    tcase_add_test(tc, a_test_that_expects_something_else_fails_and_says_what_was_found);
    tcase_add_test(tc, the_shipped_map_has_the_shape_that_editors_know);
    tcase_add_test(tc, a_missing_map_says_where_it_was_looked_for);
    tcase_add_test(tc, names_of_maps_cannot_climb_out_of_their_folders);
    tcase_add_loop_test(tc, a_map_that_is_no_map_is_refused, 0, sizeof broken / sizeof *broken);
    tcase_add_test(tc, parameters_of_an_agreement_are_checked_before_any_document);
    tcase_add_test(tc, an_ambiguous_item_and_a_missing_table_hold);
    tcase_add_test(tc, an_output_past_its_cap_holds);
    tcase_add_test(tc, the_quick_way_gives_what_the_usual_way_gives);
    tcase_add_test(tc, the_two_ways_agree_on_whatever_a_line_says);
    tcase_add_test(tc, held_lines_are_counted_and_left_out);
    tcase_add_test(tc, the_key_is_known_without_a_run);
    tcase_add_test(tc, an_empty_environment_holds_and_never_crashes);
    tcase_add_test(tc, memory_does_not_grow_with_the_number_of_lines);
    tcase_add_loop_test(tc, explain_names_value_source_row_and_rule, 0, sizeof explained / sizeof *explained);
    tcase_add_test(tc, explain_answers_for_every_field_of_the_order);
    tcase_add_test(tc, explain_says_what_is_nearest_to_a_wrong_name);
    tcase_add_test(tc, the_place_of_an_output_field_is_the_element_it_came_from);
    suite_add_tcase(s, tc);
    return unit_run(s);
}
