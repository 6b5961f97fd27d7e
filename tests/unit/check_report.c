/* check_report.c - quarantine reports: nothing is left out, marks stand on the right bytes, and hostile bytes stay text. */
#include "engine/report.h"

#include "engine/report_parts.h"
#include "base/visible.h"
#include "xml/xml.h"
#include "unit.h"

static const struct diag_def unknown = { "ITEM-UNKNOWN", SEV_HOLD_LINE, "no item has {0} {1}", "Add {1} to items.csv.", "" };
static const struct diag_def count = { "X12-SE01-COUNT", SEV_REJECT_DOCUMENT, "SE01 says {0}, {1} were counted", "Ask for it again.", "X12.6 SE01" };
static const struct diag_def charset = { "X12-CHARSET", SEV_NOTE, "read as ISO-8859-1", "", "" };
static const struct diag_def code = { "GUIDE-CODE", SEV_WARN, "BEG02 is \"{0}\"", "", "" };

static const char order[] = "GS*PO~\nST*850*0001~\nBEG*00*XX*4TESTP01**20260303~\nPO1*1*24*EA*18.5*PE*EN*5012345000015~\n"
                            "PO1*2*12*CA*21*PE*EN*5012345000022~\nSE*5*0001~\nGE*1*1~\n";

struct fixture {
    struct arena *arena;
    struct source source;
    struct diags diags;
    struct report report;
    struct buf out;
    slice bad;
    struct report_line line;
};

static void setup_text(struct fixture *f, slice text)
{
    *f = (struct fixture){ .arena = arena_new(), .out = BUF_INIT(64 << 20) };
    f->source = (struct source){ .name = "an.edi", .bytes = text, .fd = -1 };
    diags_init(&f->diags, f->arena, DIAGS_DEFAULT_CAP);
    f->report = (struct report){
        .kind = REPORT_SET, .id = SLICE("000042-1"), .title = SLICE("Purchase order 4TESTP01 is held"), .reason = SLICE("ITEM-UNKNOWN"),
        .state = SLICE("open"), .key = SLICE("4TESTP01"), .since = INT64_C(1772529300000000), .file_name = SLICE("an.edi"), .file_bytes = text.len,
        .diags = &f->diags, .whole = text, .terminator = '~',
    };
}

static void setup(struct fixture *f) { setup_text(f, slice_of(order)); }

static void teardown(struct fixture *f)
{
    buf_free(&f->out);
    arena_free(f->arena);
}

/* The place of the first occurrence of `needle`, `skip` bytes into it. */
static struct place find(const struct fixture *f, const char *needle, unsigned skip, unsigned length)
{
    const char *p = memmem(f->source.bytes.ptr, f->source.bytes.len, needle, strlen(needle));
    ck_assert_ptr_nonnull(p);
    return (struct place){ .source = &f->source, .offset = (uint64_t)(p - f->source.bytes.ptr) + skip, .length = length, .segment = 9,
                           .element = 1, .segment_id = "PO1" };
}

static bool has(const struct fixture *f, const char *text) { return memmem(f->out.ptr, f->out.len, text, strlen(text)) != 0; }

static unsigned occurrences(const struct fixture *f, const char *text)
{
    unsigned n = 0;
    slice rest = buf_slice(&f->out);
    for (const char *p; rest.len && (p = memmem(rest.ptr, rest.len, text, strlen(text))); n++)
        rest = slice_sub(rest, (size_t)(p - rest.ptr) + strlen(text), rest.len);
    return n;
}

static size_t position(const struct fixture *f, const char *text)
{
    const char *p = memmem(f->out.ptr, f->out.len, text, strlen(text));
    ck_assert_msg(p != 0, "no %s", text);
    return (size_t)(p - f->out.ptr);
}

static void (*const forms[])(struct buf *, const struct report *) = { report_xml, report_text, report_html };

START_TEST(every_form_tells_every_finding_and_the_worst_first)
{
    struct fixture f;
    setup(&f);
    diag_add(&f.diags, &charset, find(&f, "ST*", 0, 2), NO_ARG, NO_ARG, NO_ARG, NO_ARG);
    diag_add(&f.diags, &code, find(&f, "XX", 0, 2), SLICE("XX"), NO_ARG, NO_ARG, NO_ARG);
    diag_add(&f.diags, &unknown, find(&f, "5012345000022", 0, 13), SLICE("EN"), SLICE("5012345000022"), NO_ARG, NO_ARG)->line = 2;
    diag_add(&f.diags, &count, find(&f, "SE*5", 3, 1), SLICE("5"), SLICE("6"), NO_ARG, NO_ARG);
    forms[_i](&f.out, &f.report);
    ck_assert(buf_ok(&f.out));
    size_t first = position(&f, "SE01 says 5, 6 were counted"), second = position(&f, "no item has EN 5012345000022");
    size_t third = position(&f, "BEG02 is "), last = position(&f, "read as ISO-8859-1");
    ck_assert(first < second && second < third && third < last);
    ck_assert(has(&f, "X12-SE01-COUNT") && has(&f, "Ask for it again.") && has(&f, "X12.6 SE01"));
    teardown(&f);
}
END_TEST

START_TEST(notes_stand_apart_from_what_is_wrong)
{
    struct fixture f;
    setup(&f);
    diag_add(&f.diags, &charset, find(&f, "ST*", 0, 2), NO_ARG, NO_ARG, NO_ARG, NO_ARG);
    diag_add(&f.diags, &count, find(&f, "SE*5", 3, 1), SLICE("5"), SLICE("6"), NO_ARG, NO_ARG);
    report_html(&f.out, &f.report);
    ck_assert(position(&f, "Worth knowing") > position(&f, "SE01 says"));
    ck_assert(position(&f, "Worth knowing") < position(&f, "read as ISO-8859-1"));
    teardown(&f);
}
END_TEST

/* 40 lines with one fault: each place, one hint. */
START_TEST(equal_findings_share_a_hint_and_keep_their_places)
{
    struct fixture f;
    struct buf text = BUF_INIT(1 << 20);
    buf_puts(&text, "ST*850*0001~");
    for (unsigned i = 0; i < 40; i++) buf_printf(&text, "PO1*%u*24*EA*1*PE*VN*SKU-%04u~", i + 1, i);
    setup_text(&f, buf_slice(&text));
    for (unsigned i = 0; i < 40; i++) {
        char sku[9];
        snprintf(sku, sizeof sku, "SKU-%04u", i);
        diag_add(&f.diags, &unknown, find(&f, sku, 0, 8), SLICE("VN"), slice_of(sku), NO_ARG, NO_ARG)->line = i + 1;
    }
    forms[1 + _i](&f.out, &f.report);
    for (unsigned i = 0; i < 40; i++) {
        char sku[10];
        snprintf(sku, sizeof sku, " SKU-%04u", i);       /* with the blank: of the message, not of the document */
        ck_assert_msg(has(&f, sku), "%s", sku);
    }
    ck_assert_uint_eq(occurrences(&f, "Add … to items.csv."), 1);
    ck_assert_uint_eq(occurrences(&f, "ITEM-UNKNOWN"), _i == 0 ? 1 : 2);     /* the page's facts name the reason once more */
    ck_assert(has(&f, "40 places"));
    teardown(&f);
    buf_free(&text);
}
END_TEST

START_TEST(findings_past_the_cap_are_counted)
{
    struct fixture f;
    setup(&f);
    diags_init(&f.diags, f.arena, 2);
    for (int i = 0; i < 5; i++) diag_add(&f.diags, &count, find(&f, "SE*5", 3, 1), SLICE("5"), SLICE("6"), NO_ARG, NO_ARG);
    forms[_i](&f.out, &f.report);
    ck_assert(has(&f, _i == 0 ? "count=\"5\" left-out=\"3\"" : "3 more findings were not kept"));
    teardown(&f);
}
END_TEST

START_TEST(carets_stand_under_the_bytes)
{
    struct fixture f;
    setup(&f);
    diag_add(&f.diags, &unknown, find(&f, "5012345000022", 0, 13), SLICE("EN"), SLICE("x"), NO_ARG, NO_ARG);
    report_text(&f.out, &f.report);
    ck_assert(has(&f, "| PO1*2*12*CA*21*PE*EN*5012345000022\n       |                      ^^^^^^^^^^^^^\n"));
    buf_clear(&f.out);
    report_html(&f.out, &f.report);
    ck_assert(has(&f, "<pre>PO1*2*12*CA*21*PE*EN*<mark>5012345000022</mark>\n<span class=\"caret\">                     ^^^^^^^^^^^^^</span></pre>"));
    teardown(&f);
}
END_TEST

/* Offsets of findings and what is cut out for them; '~' ends a segment, 20 columns are shown at most. */
static const struct { const char *text; unsigned at, length; const char *shown; unsigned mark; bool left, right; } excerpts[] = {
    { "AA*1~BB*22~", 8, 2, "BB*22", 3, false, false },
    { "AA*1~BB*22~", 4, 0, "AA*1", 4, false, false },               /* on the terminator: the segment before */
    { "AA*1~\r\nBB*22~", 7, 2, "BB*22", 0, false, false },          /* line ends between segments are not shown */
    { "AA*1~BB*22", 10, 0, "BB*22", 5, false, false },              /* at the very end */
    { "AA*1", 3, 900, "AA*1", 3, false, false },                    /* longer than what is there */
    { "AAAAAAAAAAAAAAAAAAAAXBBBBBBBBBBBBBBBBBBBBBBBB~", 20, 1, "AAAAAAXBBBBBBBBBBBBB", 6, true, true },
    { "\x01\x01\x01\x01\x01\x01\x01\x01X\x01\x01\x01\x01\x01\x01~", 8, 1, "\x01X\x01\x01\x01", 1, true, true },
};

START_TEST(every_form_names_loop_repetition_and_component)
{
    static const char *const words[] = {
        "element=\"4\" component=\"2\" repeat=\"3\"", "segment 9 in loop N1, element 04, repetition 3, component 2",
        "segment 9 in loop N1, element 04, repetition 3, component 2",
    };
    struct fixture f;
    setup(&f);
    struct place place = { .source = &f.source, .offset = 5, .length = 1, .segment = 9, .element = 4, .component = 2, .repeat = 3, .segment_id = "REF",
                           .loop = "N1" };
    (void)diag_add(&f.diags, &code, place, NO_ARG, NO_ARG, NO_ARG, NO_ARG);
    forms[_i](&f.out, &f.report);
    ck_assert_msg(has(&f, words[_i]), "%.*s", SLICE_ARG(buf_slice(&f.out)));
    teardown(&f);
}
END_TEST

START_TEST(an_excerpt_never_leaves_its_segment)
{
    struct fixture f;
    struct report_view v;
    struct report_excerpt e;
    setup_text(&f, slice_of(excerpts[_i].text));
    report_view_open(&v, &f.report);
    struct place p = { .source = &f.source, .offset = excerpts[_i].at, .length = excerpts[_i].length };
    ck_assert(report_excerpt(&v, &p, 20, &e));
    ck_assert_msg(slice_is(e.text, excerpts[_i].shown), "%.*s", SLICE_ARG(e.text));
    ck_assert_uint_eq(e.mark, excerpts[_i].mark);
    ck_assert(e.mark + e.mark_len <= e.text.len);
    ck_assert(e.cut_left == excerpts[_i].left && e.cut_right == excerpts[_i].right);
    ck_assert_uint_eq(e.offset + e.mark, excerpts[_i].at);
    report_view_close(&v);
    teardown(&f);
}
END_TEST

START_TEST(an_excerpt_of_bytes_that_are_not_there_is_none)
{
    struct fixture f;
    struct report_view v;
    struct report_excerpt e;
    setup(&f);
    report_view_open(&v, &f.report);
    const struct source closed = { .name = "gone.edi", .fd = -1 };
    const struct place places[] = { { .source = &f.source, .offset = 1 << 30 }, { .source = &closed, .offset = 1 << 30, .length = 2 }, { 0 } };
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) ck_assert(!report_excerpt(&v, &places[i], 20, &e));
    report_view_close(&v);
    teardown(&f);
}
END_TEST

#define HOSTILE "<script>alert('1')</script>\"&\x1b[31m\xff\xe2\x80\xae\xef\xbf\xbf\x01"

static void fill_hostile(struct fixture *f)
{
    const slice bad = f->bad = SLICE(HOSTILE);
    struct report *r = &f->report;
    slice *const fields[] = { &r->id, &r->title, &r->state, &r->partner, &r->partner_title, &r->document, &r->document_title, &r->key, &r->file_name,
                              &r->interchange_control, &r->group_control, &r->set_control, &r->owner, &r->worth_amount, &r->worth_currency,
                              &r->acknowledged };
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) *fields[i] = bad;
    f->line = (struct report_line){ 1, bad, bad, bad, bad, bad, true };
    r->lines = &f->line;
    r->n_lines = 1;
    r->also = &f->bad;
    r->n_also = 1;
    struct diag *d = diag_add(&f->diags, &unknown, find(f, "ST*850", 3, 3), bad, bad, bad, bad);
    d->line = 1;
    d->rule = bad;
    d->rule_place = place_at(&f->source, 0, 1);
    f->source.name = HOSTILE;
    memcpy(d->place.segment_id, "<b>", 4);
}

START_TEST(hostile_bytes_stay_text)
{
    struct fixture f;
    setup_text(&f, SLICE("ST*850*" HOSTILE "~\n" HOSTILE "~"));
    fill_hostile(&f);
    forms[_i](&f.out, &f.report);
    for (size_t i = 0; i < f.out.len; i++) {
        unsigned char c = (unsigned char)f.out.ptr[i];
        ck_assert_msg(c == '\n' || (c >= 0x20 && c < 0x7f) || c >= 0x80, "byte %02x at %zu", c, i);
    }
    ck_assert(!has(&f, "\xe2\x80\xae") && !has(&f, "\xff"));
    ck_assert(has(&f, "\\x1b"));
    if (_i != 1) ck_assert(!has(&f, "<script") && !has(&f, "<b></b>"));
    teardown(&f);
}
END_TEST

START_TEST(the_page_forbids_scripts_and_the_network)
{
    struct fixture f;
    setup(&f);
    diag_add(&f.diags, &count, find(&f, "SE*5", 3, 1), SLICE("5"), SLICE("6"), NO_ARG, NO_ARG);
    report_html(&f.out, &f.report);
    ck_assert(has(&f, "Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'"));
    static const char *const never[] = { "<script", "src=", "http:", "https:", "url(", "@import", "style=", "onclick", "<link", "<iframe" };
    for (size_t i = 0; i < sizeof never / sizeof *never; i++) ck_assert_msg(!has(&f, never[i]), "%s", never[i]);
    teardown(&f);
}
END_TEST

static struct xml_schema *grammar(struct fixture *f)
{
    const char *top = getenv("TOP_SRCDIR");
    slice path = arena_printf(f->arena, "%s/schemas/crossdock/quarantine-report.rng", top ? top : ".");
    struct xml_schema *schema = xml_relaxng_new(arena_cstr(f->arena, path), &f->diags);
    ck_assert_ptr_nonnull(schema);
    return schema;
}

static void check_valid(struct fixture *f)
{
    struct diags wrong;
    diags_init(&wrong, f->arena, 10);
    struct xml_schema *schema = grammar(f);
    report_xml(&f->out, &f->report);
    struct source xml = { .name = "report.xml", .bytes = buf_slice(&f->out), .fd = -1 };
    bool valid = xml_validate(schema, &xml, &wrong);
    ck_assert_msg(valid, "%.*s", SLICE_ARG(buf_slice(&f->out)));
    xml_schema_free(schema);
}

START_TEST(report_xml_has_the_promised_shape)
{
    struct fixture f;
    setup(&f);
    diag_add(&f.diags, &unknown, find(&f, "5012345000022", 0, 13), SLICE("EN"), SLICE("5012345000022"), NO_ARG, NO_ARG)->line = 2;
    diag_add(&f.diags, &charset, (struct place){ 0 }, NO_ARG, NO_ARG, NO_ARG, NO_ARG);
    f.report.kind = (enum report_kind)_i;
    f.report.due = f.report.since;
    f.report.file_sha256 = SLICE("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    check_valid(&f);
    teardown(&f);
}
END_TEST

START_TEST(report_xml_keeps_its_shape_with_hostile_bytes)
{
    struct fixture f;
    setup_text(&f, SLICE("ST*850*" HOSTILE "~\n" HOSTILE "~"));
    fill_hostile(&f);
    check_valid(&f);
    teardown(&f);
}
END_TEST

START_TEST(a_report_that_knows_nothing_is_still_whole)
{
    struct fixture f;
    setup_text(&f, (slice){ 0 });
    f.report = (struct report){ .kind = REPORT_FILE, .id = SLICE("1") };
    check_valid(&f);
    report_text(&f.out, &f.report);
    report_html(&f.out, &f.report);
    ck_assert(has(&f, "</html>") && !has(&f, "What is wrong"));
    teardown(&f);
}
END_TEST

START_TEST(the_listing_counts_as_the_standard_does_and_marks_the_fault)
{
    struct fixture f;
    setup(&f);
    diag_add(&f.diags, &unknown, find(&f, "5012345000022", 0, 13), SLICE("EN"), SLICE("5012345000022"), NO_ARG, NO_ARG)->line = 2;
    report_html(&f.out, &f.report);
    ck_assert(has(&f, "<tr id=\"s1\"><td><td>GS*PO</tr>"));               /* envelope segments have no number */
    ck_assert(has(&f, "<tr id=\"s2\"><td>1<td>ST*850*0001</tr>"));
    ck_assert(has(&f, "<tr id=\"s5\" class=\"bad h\"><td>4<td>PO1*2*12*CA*21*PE*EN*<mark>5012345000022</mark></tr>"));
    ck_assert(has(&f, "<tr id=\"s7\"><td><td>GE*1*1</tr>"));
    ck_assert(has(&f, "<a href=\"#s5\">PO1 segment 9, element 01</a>"));
    teardown(&f);
}
END_TEST

START_TEST(a_long_document_shows_its_faults_and_says_what_it_leaves_out)
{
    struct fixture f;
    struct buf text = BUF_INIT(16 << 20);
    for (unsigned i = 0; i < 20000; i++) buf_printf(&text, "N9*%05u~", i);
    setup_text(&f, buf_slice(&text));
    diag_add(&f.diags, &count, find(&f, "N9*15000", 3, 5), SLICE("5"), SLICE("6"), NO_ARG, NO_ARG);
    report_html(&f.out, &f.report);
    ck_assert(has(&f, "<mark>15000</mark>") && has(&f, "N9*14998") && has(&f, "N9*19999") && !has(&f, "N9*14997"));
    ck_assert(has(&f, "14,698 rows left out") && has(&f, "20,000 segments"));
    ck_assert(f.out.len < 200000);
    teardown(&f);
    buf_free(&text);
}
END_TEST

START_TEST(of_a_long_order_the_held_lines_are_listed)
{
    struct fixture f;
    setup(&f);
    struct report_line *lines = arena_array(f.arena, 5000, sizeof *lines);
    for (unsigned i = 0; i < 5000; i++)
        lines[i] = (struct report_line){ .ordinal = i + 1, .identifier = i == 4321 ? SLICE("VN HELD") : SLICE("VN FINE"), .held = i == 4321 };
    f.report.lines = lines;
    f.report.n_lines = 5000;
    forms[1 + _i](&f.out, &f.report);
    ck_assert(has(&f, "VN HELD") && !has(&f, "VN FINE"));
    ck_assert(has(&f, "4,999 lines without a fault are not shown"));
    teardown(&f);
}
END_TEST

START_TEST(text_stays_within_its_columns)
{
    struct fixture f;
    slice line, rest;
    setup_text(&f, SLICE("ST*850*0001~PO1*\x01\x02\x03\x04\x05\x06\x07\x08\x0b\x0c\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f"
                         "*AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA~"));
    f.report.title = SLICE("Purchase order 4TESTP01 is held because some of its many lines name items that nobody here has ever heard of before");
    diag_add(&f.diags, &unknown, find(&f, "\x0c", 0, 4), SLICE("a few words"), SLICE("and more of them, so that the line must be broken somewhere"), NO_ARG,
             NO_ARG);
    report_text(&f.out, &f.report);
    rest = buf_slice(&f.out);
    while (slice_next(&rest, '\n', &line)) ck_assert_msg(glyph_columns(line) <= 90, "%.*s", SLICE_ARG(line));
    teardown(&f);
}
END_TEST

START_TEST(a_report_past_the_buffers_cap_says_so)
{
    struct fixture f;
    setup(&f);
    f.out = BUF_INIT(100);
    forms[_i](&f.out, &f.report);
    ck_assert(!buf_ok(&f.out));
    teardown(&f);
}
END_TEST

static const struct { uint64_t n; const char *text; } counts[] = {
    { 0, "0" }, { 999, "999" }, { 1000, "1,000" }, { 1002003, "1,002,003" }, { UINT64_MAX, "18,446,744,073,709,551,615" },
};

START_TEST(counts_are_grouped_by_thousands)
{
    struct buf out = BUF_INIT(100);
    report_count(&out, counts[_i].n);
    ck_assert_msg(slice_is(buf_slice(&out), counts[_i].text), "%.*s", SLICE_ARG(buf_slice(&out)));
    buf_free(&out);
}
END_TEST

START_TEST(instants_read_like_dates)
{
    struct buf out = BUF_INIT(100);
    report_instant(&out, INT64_C(1772529300000000));
    ck_assert(slice_is(buf_slice(&out), "3 March 2026, 09:15 UTC"));
    buf_free(&out);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("report");
    TCase *t = tcase_create("report");
    enum { FORMS = sizeof forms / sizeof *forms };
    tcase_set_timeout(t, 60);
    tcase_add_loop_test(t, every_form_tells_every_finding_and_the_worst_first, 0, FORMS);
    tcase_add_test(t, notes_stand_apart_from_what_is_wrong);
    tcase_add_loop_test(t, equal_findings_share_a_hint_and_keep_their_places, 0, 2);
    tcase_add_loop_test(t, findings_past_the_cap_are_counted, 0, FORMS);
    tcase_add_test(t, carets_stand_under_the_bytes);
    tcase_add_loop_test(t, every_form_names_loop_repetition_and_component, 0, FORMS);
    tcase_add_loop_test(t, an_excerpt_never_leaves_its_segment, 0, sizeof excerpts / sizeof *excerpts);
    tcase_add_test(t, an_excerpt_of_bytes_that_are_not_there_is_none);
    tcase_add_loop_test(t, hostile_bytes_stay_text, 0, FORMS);
    tcase_add_test(t, the_page_forbids_scripts_and_the_network);
    tcase_add_loop_test(t, report_xml_has_the_promised_shape, 0, 4);
    tcase_add_test(t, report_xml_keeps_its_shape_with_hostile_bytes);
    tcase_add_test(t, a_report_that_knows_nothing_is_still_whole);
    tcase_add_test(t, the_listing_counts_as_the_standard_does_and_marks_the_fault);
    tcase_add_test(t, a_long_document_shows_its_faults_and_says_what_it_leaves_out);
    tcase_add_loop_test(t, of_a_long_order_the_held_lines_are_listed, 0, 2);
    tcase_add_test(t, text_stays_within_its_columns);
    tcase_add_loop_test(t, a_report_past_the_buffers_cap_says_so, 0, FORMS);
    tcase_add_loop_test(t, counts_are_grouped_by_thousands, 0, sizeof counts / sizeof *counts);
    tcase_add_test(t, instants_read_like_dates);
    suite_add_tcase(s, t);
    return unit_run(s);
}
