/* check_ack.c - findings into TA1 and 997: known answers, verdicts, limits, and reading back what was written. */
#include "ack/ack.h"
#include "ack/faults.h"

#include "engine/findings.h"
#include "schema/check.h"
#include "schema/findings.h"
#include "x12/findings.h"
#include "x12/reader.h"

#include "unit.h"

static struct arena *arena;
static struct diags diags;
static struct buf out;

static void set_up(void)
{
    arena = arena_new();
    diags_init(&diags, arena, DIAGS_DEFAULT_CAP);
    out = BUF_INIT(1 << 20);
}

static void tear_down(void)
{
    buf_free(&out);
    arena_free(arena);
}

static void forget(void) { diags_init(&diags, arena, DIAGS_DEFAULT_CAP); }

static struct place at(const char *segment_id, uint32_t segment, uint16_t element, uint16_t ref)
{
    struct place p = { .segment = segment, .element = element, .element_ref = ref };
    memcpy(p.segment_id, segment_id, strlen(segment_id));
    return p;
}

static struct diag *find(const struct diag_def *def, struct place place, const char *value)
{
    return diag_add(&diags, def, place, SLICE("label"), value ? slice_of(value) : NO_ARG, NO_ARG, NO_ARG);
}

static struct ack_envelope envelope(uint32_t control, const char *iso_minute)
{
    date day = { 2026, 3, 3 };
    uint64_t minutes = 0;
    ck_assert(slice_to_u64(slice_of(iso_minute), 60, &minutes));
    return (struct ack_envelope){
        .delims = { .element = '*', .component = '>', .terminator = "~", .terminator_len = 1 }, .line_ends = true,
        .from = { SLICE("ZZ"), SLICE("PRMV1"), SLICE("PRMV1") }, .to = { SLICE("ZZ"), SLICE("AMAZON"), SLICE("AMAZON") },
        .version = "00401", .release = SLICE("004010"), .usage = 'T',
        .at = ((int64_t)date_days(day) * 86400 + 9 * 3600 + (int64_t)minutes * 60) * 1000000,
        .interchange_control = control, .group_control = control
    };
}

static struct ack_group *group(const char *control) { return ack_group_new(arena, SLICE("PO"), slice_of(control), SLICE("004010")); }

static const char *written(const struct ack_group *g, uint32_t control, const char *minute)
{
    struct ack_envelope e = envelope(control, minute);
    buf_clear(&out);
    ack_write_997(g, &e, &out);
    ck_assert(buf_ok(&out));
    return arena_cstr(arena, buf_slice(&out));
}

/* The segments AK1 to AK9 only. */
static const char *body(const struct ack_group *g)
{
    const char *all = written(g, 1, "0"), *from = strstr(all, "AK1"), *to = strstr(all, "SE*");
    return arena_cstr(arena, (slice){ from, (size_t)(to - from) });
}

START_TEST(an_accepted_set_is_answered_as_the_known_answer)
{
    struct ack_group *g = group("101");
    ck_assert(ack_group_set(g, SLICE("850"), SLICE("0001"), &diags));
    ack_group_close(g, NULL, 1);
    ck_assert_int_eq(ack_group_verdict(g), 'A');
    ck_assert_str_eq(written(g, 901, "20"),
                     "ISA*00*          *00*          *ZZ*PRMV1          *ZZ*AMAZON         *260303*0920*U*00401*000000901*0*T*>~\n"
                     "GS*FA*PRMV1*AMAZON*20260303*0920*901*X*004010~\nST*997*0001~\nAK1*PO*101~\nAK2*850*0001~\nAK5*A~\nAK9*A*1*1*1~\n"
                     "SE*6*0001~\nGE*1*901~\nIEA*1*000000901~\n");
}
END_TEST

START_TEST(a_partly_accepted_group_is_answered_as_the_known_answer)
{
    struct ack_group *g = group("102");
    ck_assert(ack_group_set(g, SLICE("850"), SLICE("0001"), &diags));
    find(&schema_findings[X12_ELEMENT_CODE], at("PO1", 8, 6, 235), "QQ");       /* found in another order than reported */
    find(&schema_findings[X12_ELEMENT_CONDITION], at("PO1", 8, 2, 330), NULL);
    ck_assert(!ack_group_set(g, SLICE("850"), SLICE("0002"), &diags));
    ack_group_close(g, NULL, 2);
    ck_assert_int_eq(ack_group_verdict(g), 'P');
    ck_assert_str_eq(written(g, 902, "25"),
                     "ISA*00*          *00*          *ZZ*PRMV1          *ZZ*AMAZON         *260303*0925*U*00401*000000902*0*T*>~\n"
                     "GS*FA*PRMV1*AMAZON*20260303*0925*902*X*004010~\nST*997*0001~\nAK1*PO*102~\nAK2*850*0001~\nAK5*A~\nAK2*850*0002~\n"
                     "AK3*PO1*8**8~\nAK4*2*330*2~\nAK4*6*235*7*QQ~\nAK5*R*5~\nAK9*P*2*2*1~\nSE*11*0001~\nGE*1*902~\nIEA*1*000000902~\n");
}
END_TEST

START_TEST(segments_are_reported_in_order_with_their_own_codes_before_those_of_elements)
{
    struct ack_group *g = group("1");
    struct place n1 = at("N1", 5, 4, 67);
    memcpy(n1.loop, "N1", 3);
    find(&schema_findings[X12_ELEMENT_LONG], n1, "far too long");
    find(&schema_findings[X12_SEGMENT_UNKNOWN], at("ZZZ", 9, 0, 0), NULL);
    find(&schema_findings[X12_SEGMENT_MISSING], at("BEG", 2, 0, 0), NULL);
    struct place max = at("N1", 5, 0, 0);
    memcpy(max.loop, "N1", 3);
    find(&schema_findings[X12_LOOP_MAX], max, NULL);
    find(&schema_findings[X12_LOOP_MAX], max, NULL);           /* twice: said once */
    find(&schema_findings[X12_SEGMENT_ORDER], at("REF", 9, 0, 0), NULL);
    ack_group_set(g, SLICE("850"), SLICE("0001"), &diags);
    ack_group_close(g, NULL, 1);
    ck_assert_str_eq(body(g), "AK1*PO*1~\nAK2*850*0001~\nAK3*BEG*2**3~\nAK3*N1*5*N1*4~\nAK3*N1*5*N1*8~\nAK4*4*67*5*far too long~\n"
                              "AK3*ZZZ*9**1~\nAK3*REF*9**7~\nAK5*R*5~\nAK9*R*1*1*0~\n");
}
END_TEST

START_TEST(components_are_named_and_repetitions_since_005010)
{
    struct place p = at("REF", 4, 4, 127);
    p.component = 2;
    p.repeat = 3;
    find(&schema_findings[X12_ELEMENT_SHORT], p, "x");
    find(&schema_findings[X12_COMPONENT_EXTRA], at("REF", 5, 4, 0), NULL);
    struct ack_group *old = group("1");
    ack_group_set(old, SLICE("850"), SLICE("0001"), &diags);
    ack_group_close(old, NULL, 1);
    ck_assert_str_eq(body(old), "AK1*PO*1~\nAK2*850*0001~\nAK3*REF*4**8~\nAK4*4>2*127*4*x~\nAK3*REF*5**8~\nAK4*4**3~\nAK5*R*5~\nAK9*R*1*1*0~\n");
    struct ack_group *new = ack_group_new(arena, SLICE("PO"), SLICE("1"), SLICE("005010"));
    ack_group_set(new, SLICE("850"), SLICE("0001"), &diags);
    ack_group_close(new, NULL, 1);
    ck_assert_str_eq(body(new), "AK1*PO*1*005010~\nAK2*850*0001~\nAK3*REF*4**8~\nAK4*4>2>3*127*4*x~\nAK3*REF*5**8~\nAK4*4**13~\nAK5*R*5~\nAK9*R*1*1*0~\n");
}
END_TEST

START_TEST(a_copy_of_a_bad_value_cannot_break_the_answer)
{
    static const struct { const char *value, *expected; } rows[] = {
        { "a*b~c>d", "AK4*1*324*7*a b c d~" },
        { "tab\there\n", "AK4*1*324*7*tab here~" },
        { "\x01\x02 ", "AK4*1*324*7~" },
        { "caf\xc3\xa9 \xe2\x80\x94", "AK4*1*324*7*caf? ?~" },
        { "caf\xe9", "AK4*1*324*7*caf?~" },
        { "", "AK4*1*324*7~" },
        { "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890",
          "AK4*1*324*7*012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678~" }
    };
    struct ack_group *g = group("1");
    find(&schema_findings[X12_ELEMENT_CODE], at("BEG", 2, 1, 324), rows[_i].value);
    ack_group_set(g, SLICE("850"), SLICE("0001"), &diags);
    ack_group_close(g, NULL, 1);
    ck_assert_msg(strstr(body(g), rows[_i].expected) != NULL, "row %d: %s", _i, body(g));
}
END_TEST

/* ---- verdicts ---- */

static const struct diag_def warning = { "X12-ELEMENT-CODE", SEV_WARN, "", "", "" };
static const struct diag_def item_unknown = { "ITEM-UNKNOWN", SEV_HOLD_LINE, "", "", "" };
static const struct diag_def duplicate_order = { "DUPLICATE-ORDER", SEV_HOLD_DOCUMENT, "", "", "" };
static const struct diag_def own_rule = { "OUR-OWN-RULE", SEV_REJECT_DOCUMENT, "", "", "" };
static const struct diag_def own_file = { "CONF-VALUE", SEV_ERROR, "", "", "" };
static const struct diag_def set_unknown = { "X12-SET-UNKNOWN", SEV_REJECT_DOCUMENT, "", "", "" };
static const struct diag_def group_unknown = { "X12-GROUP-UNKNOWN", SEV_REJECT_GROUP, "", "", "" };

static const struct { const char *name; const struct diag_def *def; int severity; const char *ak5; } verdicts[] = {
    { "nothing found", NULL, -1, "AK5*A~" },
    { "a warning with a code", &warning, -1, "AK3*PO1*8**8~\nAK4*6**7*QQ~\nAK5*E*5~" },
    { "the same as a note", &warning, SEV_NOTE, "AK5*A~" },
    { "a held line", &item_unknown, -1, "AK5*A~" },
    { "a held order", &duplicate_order, -1, "AK5*A~" },
    { "an unknown item that an agreement rejects", &item_unknown, SEV_REJECT_DOCUMENT, "AK5*R*5~" },
    { "a standard finding made a hold", &warning, SEV_HOLD_LINE, "AK5*A~" },
    { "a guide's deviation", &schema_findings[GUIDE_CODE], -1, "AK5*A~" },
    { "a guide's deviation that rejects", &schema_findings[GUIDE_CODE], SEV_REJECT_DOCUMENT, "AK3*PO1*8**8~\nAK4*6**7*QQ~\nAK5*R*5~" },
    { "a rule without a code", &own_rule, -1, "AK5*R*5~" },
    { "an error in our own files", &own_file, -1, "AK5*A~" },
    { "wrong totals are a warning without a code", &schema_findings[CTT_LINES], -1, "AK5*A~" },
    { "an unknown set", &set_unknown, -1, "AK5*R*1~" },
    { "a wrong SE01", &x12_findings[X12_SE01_COUNT], -1, "AK5*R*4~" },
    { "a wrong SE01 that is tolerated", &x12_findings[X12_SE01_COUNT], SEV_WARN, "AK5*E*4~" },
    { "a group's fault is not its sets'", &x12_findings[X12_GE01_COUNT], -1, "AK5*A~" }
};

START_TEST(a_set_gets_the_verdict_of_its_findings)
{
    struct ack_group *g = group("1");
    if (verdicts[_i].def) {
        struct diag *d = find(verdicts[_i].def, at("PO1", 8, 6, 0), "QQ");
        if (verdicts[_i].severity >= 0)
            diag_set_severity(&diags, d, (enum severity)verdicts[_i].severity);
    }
    bool accepted = ack_group_set(g, SLICE("850"), SLICE("0001"), &diags);
    ack_group_close(g, NULL, 1);
    char verdict = strstr(verdicts[_i].ak5, "AK5")[4];
    ck_assert_int_eq(accepted, verdict != 'R');
    ck_assert_int_eq(ack_group_verdict(g), verdict);
    const char *expected = arena_printf(arena, "AK1*PO*1~\nAK2*850*0001~\n%s\nAK9*%c*1*1*%d~\n", verdicts[_i].ak5, verdict, accepted).ptr;
    ck_assert_msg(strcmp(body(g), expected) == 0, "%s: %s", verdicts[_i].name, body(g));
}
END_TEST

START_TEST(codes_of_a_set_are_distinct_ascending_and_at_most_five)
{
    static const unsigned found[] = { X12_ST02_DUPLICATE, X12_SE01_COUNT, X12_SE02_CONTROL, X12_SE01_COUNT, X12_SE_MISSING, X12_ST01_ID, X12_ST02_CONTROL };
    struct ack_group *g = group("1");
    for (unsigned i = 0; i < sizeof found / sizeof found[0]; i++)
        find(&x12_findings[found[i]], at("SE", 4, 0, 0), NULL);
    ack_group_set(g, SLICE("850"), SLICE("0001"), &diags);
    ack_group_close(g, NULL, 1);
    ck_assert_ptr_nonnull(strstr(body(g), "AK5*R*2*3*4*6*7~"));
}
END_TEST

START_TEST(a_rejection_past_the_cap_of_findings_still_rejects)
{
    struct ack_group *g = group("1");
    diags_init(&diags, arena, 1);
    find(&warning, at("PO1", 8, 6, 0), "QQ");
    find(&schema_findings[X12_ELEMENT_MISSING], at("PO1", 9, 2, 330), NULL);
    ck_assert(!ack_group_set(g, SLICE("850"), SLICE("0001"), &diags));
}
END_TEST

START_TEST(no_more_than_99_elements_stand_under_one_segment)
{
    struct ack_group *g = group("1");
    for (uint16_t i = 1; i <= 150; i++) {
        struct place p = at("PO1", 8, (uint16_t)(i % 60 + 1), 0);
        p.component = (uint16_t)(i / 60 + 1);
        find(&warning, p, "x");
    }
    ack_group_set(g, SLICE("850"), SLICE("0001"), &diags);
    ack_group_close(g, NULL, 1);
    unsigned n = 0;
    for (const char *s = body(g); (s = strstr(s, "AK4*")); s++)
        n++;
    ck_assert_uint_eq(n, 99);
}
END_TEST

/* ---- groups ---- */

START_TEST(a_rejected_group_keeps_the_verdicts_of_its_sets_and_accepts_none)
{
    struct ack_group *g = group("1");
    ack_group_set(g, SLICE("850"), SLICE("0001"), &diags);
    ack_group_set(g, SLICE("850"), SLICE("0002"), &diags);
    find(&x12_findings[X12_GE01_COUNT], (struct place){ 0 }, NULL);
    find(&x12_findings[X12_GE02_CONTROL], (struct place){ 0 }, NULL);
    ack_group_close(g, &diags, 3);
    ck_assert_int_eq(ack_group_verdict(g), 'R');
    ck_assert_str_eq(body(g), "AK1*PO*1~\nAK2*850*0001~\nAK5*R~\nAK2*850*0002~\nAK5*R~\nAK9*R*3*2*0*4*5~\n");
}
END_TEST

START_TEST(a_tolerated_group_fault_is_accepted_with_errors)
{
    struct ack_group *g = group("1");
    ack_group_set(g, SLICE("850"), SLICE("0001"), &diags);
    diag_set_severity(&diags, find(&x12_findings[X12_GE01_COUNT], (struct place){ 0 }, NULL), SEV_WARN);
    ack_group_close(g, &diags, 9);
    ck_assert_ptr_nonnull(strstr(body(g), "AK9*E*9*1*1*5~"));
}
END_TEST

START_TEST(a_group_of_an_unknown_kind_is_rejected_with_that_code)
{
    struct ack_group *g = ack_group_new(arena, SLICE("XX"), SLICE("7"), SLICE("004010"));
    ack_group_set(g, SLICE("850"), SLICE("0001"), &diags);
    find(&group_unknown, (struct place){ 0 }, NULL);
    ack_group_close(g, &diags, -1);
    ck_assert_str_eq(body(g), "AK1*XX*7~\nAK2*850*0001~\nAK5*R~\nAK9*R*1*1*0*1~\n");
}
END_TEST

START_TEST(many_sets_are_all_answered)
{
    struct ack_group *g = group("1");
    for (unsigned i = 1; i <= 1234; i++)
        ack_group_set(g, SLICE("850"), arena_printf(arena, "%04u", i), &diags);
    ack_group_close(g, NULL, 1234);
    const char *all = body(g);
    ck_assert_ptr_nonnull(strstr(all, "AK2*850*0001~\nAK5*A~\nAK2*850*0002~"));
    ck_assert_ptr_nonnull(strstr(all, "AK2*850*1234~\nAK5*A~\nAK9*A*1234*1234*1234~"));
}
END_TEST

/* ---- the table ---- */

static void check_rows(const struct diag_def *defs, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        if (defs[i].severity < SEV_REJECT_LINE || defs[i].severity == SEV_HOLD_DOCUMENT || defs[i].severity == SEV_ERROR)
            continue;
        unsigned k = 0;
        while (k < ack_n_codes && strcmp(ack_codes[k].finding, defs[i].code) != 0)
            k++;
        ck_assert_msg(k < ack_n_codes, "%s rejects, but has no row in ack/codes.h", defs[i].code);
    }
}

/* What people read in a report ("acknowledged as AK502 code 4") is what the partner is told. */
static void check_sources(const struct diag_def *defs, unsigned n)
{
    static const char *const elements[] = { "AK403", "AK304", "AK502", "AK905", "TA105" };
    char text[64];
    for (unsigned i = 0; i < n; i++) {
        const char *says = strstr(defs[i].source, "acknowledged as ");
        unsigned k = 0;
        if (!says) continue;
        while (k < ack_n_codes && strcmp(ack_codes[k].finding, defs[i].code) != 0) k++;
        ck_assert_msg(k < ack_n_codes, "%s names an acknowledgement, but has no row in ack/codes.h", defs[i].code);
        const char *code = ack_codes[k].old_code[0] ? ack_codes[k].old_code : ack_codes[k].code;
        snprintf(text, sizeof text, "acknowledged as %s code %s", elements[ack_codes[k].level], code);
        ck_assert_msg(strstr(says, text) == says, "%s says \"%s\", but ack/codes.h: %s", defs[i].code, says, text);
        ck_assert_msg(!strchr("0123456789", says[strlen(text)]) || !says[strlen(text)], "%s says \"%s\"", defs[i].code, says);
    }
}

START_TEST(sources_name_the_codes_that_are_sent)
{
    check_sources(x12_findings, X12_N_FINDINGS);
    check_sources(schema_findings, SCHEMA_N_FINDINGS);
    check_sources(engine_findings, ENGINE_N_FINDINGS);
}
END_TEST

START_TEST(every_finding_of_syntax_and_standard_that_rejects_has_a_row)
{
    check_rows(x12_findings, X12_N_FINDINGS);
    check_rows(schema_findings, SCHEMA_N_FINDINGS);
}
END_TEST

static bool is_in(const struct diag_def *rows, unsigned n, const char *code)
{
    for (unsigned i = 0; i < n; i++)
        if (strcmp(rows[i].code, code) == 0) return true;
    return false;
}

static bool is_finding(const char *code)
{
    return is_in(x12_findings, X12_N_FINDINGS, code) || is_in(schema_findings, SCHEMA_N_FINDINGS, code) || is_in(engine_findings, ENGINE_N_FINDINGS, code);
}

START_TEST(every_row_belongs_to_a_finding)
{
    for (unsigned i = 0; i < ack_n_codes; i++)
        ck_assert_msg(is_finding(ack_codes[i].finding), "ack/codes.h has a row for %s, which nobody raises", ack_codes[i].finding);
}
END_TEST

START_TEST(a_guide_tells_missing_from_unused)
{
    static const struct { const char *says; uint16_t element; const char *expected; } rows[] = {
        { "is missing but mandatory", 3, "AK4*3**1~" }, { "is not used", 3, "AK4*3**3~" },
        { "is missing but mandatory", 0, "AK3*FOB*4**3~" }, { "is not used", 0, "AK3*FOB*4**2~" }
    };
    struct ack_group *g = group("1");
    diag_set_severity(&diags, find(&schema_findings[GUIDE_USAGE], at("FOB", 4, rows[_i].element, 0), rows[_i].says), SEV_REJECT_DOCUMENT);
    ack_group_set(g, SLICE("850"), SLICE("0001"), &diags);
    ack_group_close(g, NULL, 1);
    ck_assert_ptr_nonnull(strstr(body(g), rows[_i].expected));
}
END_TEST

/* ---- 999 ---- */

static struct ack_group *group_999(void)
{
    struct ack_group *g = ack_group_new(arena, SLICE("PO"), SLICE("1"), SLICE("005010"));
    ck_assert_int_eq(ack_group_form(g, ACK_999), ACK_999);
    return g;
}

START_TEST(a_999_calls_its_segments_by_other_names_and_says_what_asked_for_an_element)
{
    struct ack_group *g = group_999();
    struct place n1 = at("N1", 5, 4, 67);
    memcpy(n1.loop, "N1", 3);
    diag_add(&diags, &schema_findings[X12_ELEMENT_CONDITION], n1, SLICE("N104 code"), SLICE("N103 needs it (P0304)"), NO_ARG, NO_ARG);
    find(&schema_findings[X12_ELEMENT_CODE], at("BEG", 2, 1, 353), "ZX");
    ack_group_set(g, SLICE("850"), SLICE("0001"), &diags);
    ack_group_convention(g, SLICE("005010X1"));
    forget();
    ack_group_set(g, SLICE("850"), SLICE("0002"), &diags);
    ack_group_convention(g, SLICE("005010X1"));
    ack_group_set(g, SLICE("850"), SLICE("0003"), &diags);
    ack_group_convention(g, SLICE("005010X1"));
    ack_group_close(g, NULL, 3);
    struct ack_envelope e = envelope(1, "0");
    e.version = "00501";
    e.release = e.convention = SLICE("005010X231A1");
    ack_write_997(g, &e, &out);
    const char *all = arena_cstr(arena, buf_slice(&out));
    ck_assert_ptr_nonnull(strstr(all, "*X*005010X231A1~\nST*999*0001*005010X231A1~\nAK1*PO*1*005010~\nAK2*850*0001*005010X1~\nIK3*BEG*2**8~\n"
                                      "IK4*1*353*7*ZX~\nIK3*N1*5*N1*8~\nIK4*4*67*2~\nCTX*SITUATIONAL TRIGGER*N1*5*N1*3~\nIK5*R*5~\n"
                                      "AK2*850*0002*005010X1~\nIK5*A~\nAK2*850*0003*005010X1~\nIK5*A~\nAK9*P*3*3*2~\nSE*15*0001~\n"));
}
END_TEST

static const struct { const struct diag_def *def; const char *says; uint16_t element; const char *expected; } guide_rows[] = {
    { &schema_findings[GUIDE_CODE], "X", 3, "IK4*3*9*I6*X~\nIK5*R*I5~" },
    { &schema_findings[GUIDE_LENGTH], "X", 3, "IK4*3*9*I12*X~\nIK5*R*I5~" },
    { &schema_findings[GUIDE_USAGE], "is not used", 3, "IK4*3*9*I10~\nIK5*R*I5~" },
    { &schema_findings[GUIDE_USAGE], "is missing but mandatory", 3, "IK4*3*9*I9~\nIK5*R*I5~" },
    { &schema_findings[GUIDE_REPEAT], "2", 3, "IK4*3*9*12~\nIK5*R*I5~" },
    { &schema_findings[GUIDE_USAGE], "is not used", 0, "IK3*FOB*4**I4~\nIK5*R*I5~" },
    { &schema_findings[GUIDE_USAGE], "is missing but mandatory", 0, "IK3*FOB*4**I6~\nIK5*R*I5~" },
    { &schema_findings[GUIDE_REPEAT], "2", 0, "IK3*FOB*4**5~\nIK5*R*I5~" },
    { &schema_findings[GUIDE_CHECK_DIGIT], "123", 3, "IK4*3*9*I12*123~\nIK5*R*I5~" },
    { &schema_findings[HL_STRUCTURE], "0002", 3, "IK4*3*9*I6*0002~\nIK5*R*I5~" },
    { &schema_findings[HL_LEVEL], "cannot stand at the top", 3, "IK4*3*9*I6*label~\nIK5*R*I5~" },
    { &schema_findings[HL_LEVEL], "occurs 0 times", 0, "IK3*FOB*4**I7~\nIK5*R*I5~" },
    { &schema_findings[HL_CONTENT], "I", 0, "IK3*FOB*4**I6~\nIK5*R*I5~" },
    { &schema_findings[GUIDE_REQUIRE], "0", 0, "IK3*FOB*4**I6~\nIK5*R*I5~" },
    { &schema_findings[GUIDE_REQUIRE], "1", 0, "IK3*FOB*4**I8~\nIK5*R*I5~" }
};

START_TEST(a_999_tells_the_guide_from_the_standard)
{
    struct ack_group *g = group_999();
    diag_set_severity(&diags, find(guide_rows[_i].def, at("FOB", 4, guide_rows[_i].element, 9), guide_rows[_i].says), SEV_REJECT_DOCUMENT);
    ack_group_set(g, SLICE("850"), SLICE("0001"), &diags);
    ack_group_close(g, NULL, 1);
    ck_assert_msg(strstr(body(g), guide_rows[_i].expected), "%s", body(g));
}
END_TEST

/* Whose rule, at which segment and element, and what a 997 and a 999 say. */
static const struct { const char *rule, *segment; uint16_t element; const char *as_997, *as_999; } assert_rows[] = {
    { "amazon:810", "TDS", 1, "AK3*TDS*4**8~\nAK5*R*5~", "IK3*TDS*4**8~\nIK4*1*9*I12~\nIK5*R*I5~" },
    { "amazon:810", "TDS", 0, "AK3*TDS*4**8~\nAK5*R*5~", "IK3*TDS*4**8~\nIK5*R*I5~" },
    { "x12:004010:820", "RMR", 4, "AK3*RMR*4**8~\nAK5*R*5~", "IK3*RMR*4**8~\nIK5*R*5~" },
    { "amazon:810", "ST", 0, "AK2*850*0001~\nAK5*R*5~", "AK2*850*0001~\nIK5*R*5~" },
    { "", "TDS", 1, "AK2*850*0001~\nAK5*R*5~", "AK2*850*0001~\nIK5*R*5~" }
};

START_TEST(an_assert_that_rejects_names_its_segment)
{
    static const struct source guide = { .name = "810.xml", .fd = -1 };
    for (unsigned form = 0; form < 2; form++) {
        struct ack_group *g = form ? group_999() : group("1");
        struct diag *d = find(&own_rule, at(assert_rows[_i].segment, 4, assert_rows[_i].element, 9), "72481");
        d->rule = slice_of(assert_rows[_i].rule);
        if (d->rule.len) d->rule_place.source = &guide;
        ck_assert(!ack_group_set(g, SLICE("850"), SLICE("0001"), &diags));
        ack_group_close(g, NULL, 1);
        ck_assert_msg(strstr(body(g), form ? assert_rows[_i].as_999 : assert_rows[_i].as_997), "%s", body(g));
        forget();
    }
}
END_TEST

START_TEST(a_fault_of_the_standard_beside_one_of_the_guide_has_both_codes)
{
    struct ack_group *g = group_999();
    diag_set_severity(&diags, find(&schema_findings[GUIDE_CODE], at("FOB", 4, 3, 9), "X"), SEV_REJECT_DOCUMENT);
    find(&schema_findings[X12_SEGMENT_UNKNOWN], at("ZZZ", 9, 0, 0), NULL);
    ack_group_set(g, SLICE("850"), SLICE("0001"), &diags);
    ack_group_close(g, NULL, 1);
    ck_assert_ptr_nonnull(strstr(body(g), "IK5*R*5*I5~"));
}
END_TEST

START_TEST(before_005010_there_is_no_999_and_no_convention)
{
    struct ack_group *g = group("1");
    ck_assert_int_eq(ack_group_form(g, ACK_999), ACK_997);
    ack_group_set(g, SLICE("850"), SLICE("0001"), &diags);
    ack_group_convention(g, SLICE("X"));
    ack_group_close(g, NULL, 1);
    ck_assert_str_eq(body(g), "AK1*PO*1~\nAK2*850*0001~\nAK5*A~\nAK9*A*1*1*1~\n");
}
END_TEST

/* ---- reading ---- */

START_TEST(every_code_that_is_written_has_words)
{
    for (unsigned i = 0; i < ack_n_codes; i++)
        ck_assert_msg(strcmp(ack_words(ack_codes[i].level, slice_of(ack_codes[i].code)), ack_words(ACK_SET, SLICE("99"))) != 0, "no words for %s of %s",
                      ack_codes[i].code, ack_codes[i].finding);
    ck_assert_str_eq(ack_words(ACK_GROUP, SLICE("19")), "group control number not unique within the interchange");
    ck_assert_str_eq(ack_words(ACK_ELEMENT, SLICE("I10")), "data element present that the partner does not use");
}
END_TEST

START_TEST(a_delimiter_at_the_end_of_a_bad_value_leaves_no_blank)
{
    struct ack_group *g = group("1");
    find(&schema_findings[X12_ELEMENT_CODE], at("PO1", 8, 6, 235), "Q*>~");
    ack_group_set(g, SLICE("850"), SLICE("0001"), &diags);
    ack_group_close(g, NULL, 1);
    ck_assert_ptr_nonnull(strstr(body(g), "AK4*6*235*7*Q~"));
}
END_TEST

START_TEST(refusals_are_four_letters)
{
    for (int c = 0; c < 128; c++) ck_assert_int_eq(ack_refuses((char)c), c != 0 && strchr("RMWX", c) != NULL);
}
END_TEST

/* ---- TA1 ---- */

static const struct diag_def duplicate = { "DUPLICATE-INTERCHANGE", SEV_REJECT_INTERCHANGE, "", "", "" };
static const struct diag_def worker_died = { "WORKER-DIED", SEV_REJECT_INTERCHANGE, "", "", "" };

static const struct { const struct diag_def *found[3]; char code; const char *note; } ta1s[] = {
    { { NULL }, 'A', "000" },
    { { &duplicate }, 'R', "025" },
    { { &x12_findings[X12_ISA_PADDING] }, 'E', "022" },
    { { &x12_findings[X12_ISA_PADDING], &x12_findings[X12_IEA01_COUNT], &x12_findings[X12_IEA02_CONTROL] }, 'R', "021" },
    { { &x12_findings[X12_GE01_COUNT] }, 'A', "000" },
    { { &x12_findings[X12_GS_ELEMENTS] }, 'E', "024" },
    { { &worker_died }, 'R', "022" },
    { { &duplicate_order, &item_unknown, &own_file }, 'A', "000" }
};

START_TEST(an_interchange_gets_the_verdict_of_its_envelope)
{
    char code;
    const char *note;
    for (unsigned i = 0; i < 3 && ta1s[_i].found[i]; i++)
        find(ta1s[_i].found[i], (struct place){ 0 }, NULL);
    ack_ta1_verdict(&diags, &code, &note);
    ck_assert_msg(code == ta1s[_i].code, "row %d: %c", _i, code);
    ck_assert_str_eq(note, ta1s[_i].note);
}
END_TEST

START_TEST(a_ta1_is_written_as_the_known_answer)
{
    slice isa[17] = { [9] = SLICE("260311"), [10] = SLICE("0805"), [13] = SLICE("401") };
    struct ack_envelope e = envelope(950, "15");
    find(&duplicate, (struct place){ 0 }, NULL);
    ack_write_ta1(isa, &diags, &e, &out);
    ck_assert_str_eq(arena_cstr(arena, buf_slice(&out)),
                     "ISA*00*          *00*          *ZZ*PRMV1          *ZZ*AMAZON         *260303*0915*U*00401*000000950*0*T*>~\n"
                     "TA1*000000401*260311*0805*R*025~\nIEA*0*000000950~\n");
}
END_TEST

/* ---- delimiters ---- */

static const struct { struct x12_delims delims; const char *from_id, *ak2; } delimiters[] = {
    { { .element = '|', .component = '!', .terminator = "'", .terminator_len = 1 }, "PRMV1", "AK2|850|0001'" },
    { { .element = '*', .component = '>', .terminator = "\n", .terminator_len = 1 }, "PRMV1", "AK1*PO*1\nAK2*850*0001\nAK5" },
    { { .element = '*', .component = '\0', .terminator = "~", .terminator_len = 1 }, "PRMV1", "AK2*850*0001~" },
    { { .element = '*', .component = '>', .terminator = "\xc3\x96", .terminator_len = 2 }, "PRMV1", "AK2*850*0001~" },
    { { .element = '-', .component = '>', .terminator = "~", .terminator_len = 1 }, "PRM-V1", "AK2*850*0001~" }
};

START_TEST(answers_use_the_delimiters_received_where_that_can_be)
{
    struct ack_group *g = group("1");
    struct ack_envelope e = envelope(1, "0");
    ack_group_set(g, SLICE("850"), SLICE("0001"), &diags);
    ack_group_close(g, NULL, 1);
    e.delims = delimiters[_i].delims;
    e.from.isa_id = e.from.gs_id = slice_of(delimiters[_i].from_id);
    ack_write_997(g, &e, &out);
    const char *all = arena_cstr(arena, buf_slice(&out));
    ck_assert_msg(strstr(all, delimiters[_i].ak2) && strstr(all, delimiters[_i].from_id), "%s", all);
}
END_TEST

/* ---- reading back ---- */

START_TEST(what_was_written_reads_without_a_finding)
{
    struct ack_group *g = group("102");
    ack_group_set(g, SLICE("850"), SLICE("0001"), &diags);
    find(&schema_findings[X12_ELEMENT_CODE], at("PO1", 8, 6, 235), "a*~>b");
    ack_group_set(g, SLICE("850"), SLICE("0002"), &diags);
    ack_group_close(g, NULL, 2);
    written(g, 902, "25");
    forget();
    struct source source = { .name = "997", .bytes = buf_slice(&out), .fd = -1 };
    struct x12_reader *reader = x12_reader_new(&x12_default_limits);
    struct x12_event event;
    unsigned kinds[X12_END + 1] = { 0 };
    x12_reader_open(reader, &source, 0, &diags);
    while (x12_reader_next(reader, &event) > 0)
        kinds[event.kind]++;
    x12_reader_free(reader);
    ck_assert_uint_eq(diags.count, 0);
    ck_assert(kinds[X12_ISA] == 1 && kinds[X12_GS] == 1 && kinds[X12_ST] == 1 && kinds[X12_SEGMENT] == 8 && kinds[X12_SE] == 1);
}
END_TEST

/* Everything that can stand in a 997, in both releases' words, against the standard's own grammar of it. */
START_TEST(what_was_written_conforms_to_the_997_of_the_standard)
{
    struct ack_group *g = group("102");
    ack_group_set(g, SLICE("850"), SLICE("0001"), &diags);
    struct place loop = at("N1", 5, 0, 0), component = at("REF", 4, 4, 0);
    memcpy(loop.loop, "N1", 3);
    component.component = 2;
    find(&schema_findings[X12_LOOP_MAX], loop, NULL);
    find(&schema_findings[X12_ELEMENT_CODE], at("PO1", 8, 6, 235), "a*~>b");
    find(&schema_findings[X12_ELEMENT_SHORT], component, "x");
    find(&x12_findings[X12_SE01_COUNT], at("SE", 9, 0, 0), NULL);
    ack_group_set(g, SLICE("850"), SLICE("0002"), &diags);
    forget();
    find(&x12_findings[X12_GE01_COUNT], (struct place){ 0 }, NULL);
    ack_group_close(g, &diags, 3);
    written(g, 902, "25");
    forget();
    const char *top = getenv("TOP_SRCDIR");
    struct schema_path path = { { arena_printf(arena, "%s/schemas", top ? top : ".").ptr }, 1 };
    const struct schema *schema = NULL;
    ck_assert_int_eq(schema_load(arena, &path, SLICE("x12:004010:997"), NO_ARG, &schema, &diags), 0);
    struct source source = { .name = "997", .bytes = buf_slice(&out), .fd = -1 };
    struct x12_reader *reader = x12_reader_new(&x12_default_limits);
    struct checker *checker = checker_new();
    struct tree tree;
    struct x12_event event;
    unsigned sets = 0;
    tree_init(&tree);
    x12_reader_open(reader, &source, 0, &diags);
    while (x12_reader_next(reader, &event) > 0) {
        if (event.kind == X12_ST)
            checker_begin(checker, schema, &check_default_options, &tree, &diags, SLICE("997"), SLICE("0001"));
        if (event.kind >= X12_ST && event.kind <= X12_SE) {
            tree.text = x12_reader_text(reader);
            tree.component = '>';
            tree.source = &source;
            memcpy(tree_room(&tree, event.n_spans), event.spans, event.n_spans * sizeof *event.spans);
            checker_segment(checker, event.n_spans, event.number, event.odd_bytes);
        }
        if (event.kind == X12_SE) {
            checker_end(checker);
            sets++;
        }
    }
    for (size_t i = 0; i < diags.count; i++)
        ck_abort_msg("%s in segment %u %s, element %u", diags.items[i].def->code, diags.items[i].place.segment, diags.items[i].place.segment_id,
                     diags.items[i].place.element);
    ck_assert_uint_eq(sets, 1);
    checker_free(checker);
    x12_reader_free(reader);
    tree_free(&tree);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("ack");
    TCase *tc = tcase_create("997"), *ta1 = tcase_create("TA1");
    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_checked_fixture(ta1, set_up, tear_down);
    tcase_add_test(tc, an_accepted_set_is_answered_as_the_known_answer);
    tcase_add_test(tc, a_partly_accepted_group_is_answered_as_the_known_answer);
    tcase_add_test(tc, segments_are_reported_in_order_with_their_own_codes_before_those_of_elements);
    tcase_add_test(tc, components_are_named_and_repetitions_since_005010);
    tcase_add_loop_test(tc, a_copy_of_a_bad_value_cannot_break_the_answer, 0, 7);
    tcase_add_loop_test(tc, a_set_gets_the_verdict_of_its_findings, 0, sizeof verdicts / sizeof verdicts[0]);
    tcase_add_test(tc, codes_of_a_set_are_distinct_ascending_and_at_most_five);
    tcase_add_test(tc, a_rejection_past_the_cap_of_findings_still_rejects);
    tcase_add_test(tc, no_more_than_99_elements_stand_under_one_segment);
    tcase_add_test(tc, a_rejected_group_keeps_the_verdicts_of_its_sets_and_accepts_none);
    tcase_add_test(tc, a_tolerated_group_fault_is_accepted_with_errors);
    tcase_add_test(tc, a_group_of_an_unknown_kind_is_rejected_with_that_code);
    tcase_add_test(tc, many_sets_are_all_answered);
    tcase_add_test(tc, every_finding_of_syntax_and_standard_that_rejects_has_a_row);
    tcase_add_test(tc, sources_name_the_codes_that_are_sent);
    tcase_add_test(tc, every_row_belongs_to_a_finding);
    tcase_add_loop_test(tc, a_guide_tells_missing_from_unused, 0, 4);
    tcase_add_loop_test(tc, answers_use_the_delimiters_received_where_that_can_be, 0, sizeof delimiters / sizeof delimiters[0]);
    tcase_add_test(tc, what_was_written_reads_without_a_finding);
    tcase_add_test(tc, what_was_written_conforms_to_the_997_of_the_standard);
    tcase_add_test(tc, a_999_calls_its_segments_by_other_names_and_says_what_asked_for_an_element);
    tcase_add_loop_test(tc, a_999_tells_the_guide_from_the_standard, 0, sizeof guide_rows / sizeof guide_rows[0]);
    tcase_add_test(tc, a_fault_of_the_standard_beside_one_of_the_guide_has_both_codes);
    tcase_add_loop_test(tc, an_assert_that_rejects_names_its_segment, 0, sizeof assert_rows / sizeof assert_rows[0]);
    tcase_add_test(tc, before_005010_there_is_no_999_and_no_convention);
    tcase_add_test(tc, every_code_that_is_written_has_words);
    tcase_add_test(tc, a_delimiter_at_the_end_of_a_bad_value_leaves_no_blank);
    tcase_add_test(tc, refusals_are_four_letters);
    tcase_add_loop_test(ta1, an_interchange_gets_the_verdict_of_its_envelope, 0, sizeof ta1s / sizeof ta1s[0]);
    tcase_add_test(ta1, a_ta1_is_written_as_the_known_answer);
    suite_add_tcase(suite, tc);
    suite_add_tcase(suite, ta1);
    return unit_run(suite);
}
