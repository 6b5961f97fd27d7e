/* check_validate.c - validation: each kind of fault gives its one finding, at its place; what is fine gives none. */
#include "unit.h"

#include "base/render.h"
#include "schema_kit.h"

struct row { const char *name, *guide, *text, *expected; };

/* A sound document is ST HED LIN QTY SE; rows change one thing. */
#define ST "ST*900*0001~"
#define HED "HED*00*ABC~"
#define LIN "LIN*1*2~QTY*1~"
#define SE "SE*5*0001~"

static const struct row rows[] = {
    { "the smallest sound document", "", ST HED LIN SE, "" },
    { "everything in its place", "", ST HED "REF*A*B~REF*A**C~CON*A*B~OPT*X~N1*A~N3*B~N3*C~N4*D~N1*E~" LIN "SUB*A~DET*B~SUB*C~" LIN "CTT*2*04~" SE, "" },
    /* segments */
    { "an unknown id disturbs nothing", "", ST HED "QQQ*1~REF*A*B~" LIN SE, "X12-SEGMENT-UNKNOWN 3" },
    { "an id of no use as a key", "", ST HED "Q*1~TOOLONG*1~*X~" LIN SE, "X12-SEGMENT-UNKNOWN 3; X12-SEGMENT-UNKNOWN 4; X12-SEGMENT-UNKNOWN 5" },
    { "a segment of the release, not of the set", "", ST HED "ZZ1*1~OUT*A~" LIN SE, "X12-SEGMENT-NOT-IN-SET 3; X12-SEGMENT-NOT-IN-SET 4" },
    { "one too late does not drag others along", "", ST HED "OPT*X~REF*A*B~N1*A~N3*B~" LIN SE, "X12-SEGMENT-ORDER 4" },
    { "one too late inside a loop", "", ST HED "N1*A~N4*B~N3*C~N1*D~" LIN SE, "X12-SEGMENT-ORDER 5" },
    { "a loop too late is entered, so its segments are at home", "", ST HED LIN "CTT*2~" LIN "SUB*A~DET*B~" SE, "X12-SEGMENT-ORDER 6" },
    { "a part whose opener is missing", "", ST HED "N3*B~N4*C~N1*D~" LIN SE, "X12-SEGMENT-MISSING 3" },
    { "a stray part leaves what follows alone", "", ST HED "REF*A*B~N3*B~CON*A*B~OPT*X~" LIN SE, "X12-SEGMENT-MISSING 4" },
    { "a stray part after a loop leaves what follows alone", "", ST HED "N1*A~DET*B~N1*C~N4*D~" LIN SE, "X12-SEGMENT-UNEXPECTED 4" },
    { "a stray part is not counted as one of its loop", "", ST HED "QTY*1~CON*A*B~" LIN "CTT*1~" SE, "X12-SEGMENT-MISSING 3" },
    { "a stray part that closed a loop", "", ST HED "OPT*A~N1*A~QTY*1~N1*C~N4*D~" LIN SE, "X12-SEGMENT-MISSING 5" },
    { "a part of a loop that is past", "", ST HED LIN "CTT*1~DET*A~" SE, "X12-SEGMENT-UNEXPECTED 6" },
    { "a mandatory segment is missing", "", ST "REF*A*B~" LIN SE, "X12-SEGMENT-MISSING 2" },
    { "two swapped ones are one fault", "", ST "REF*A*B~" HED LIN SE, "X12-SEGMENT-MISSING 2" },
    { "a mandatory loop is missing", "", ST HED "CTT*0~" SE, "X12-SEGMENT-MISSING 3" },
    { "a mandatory loop comes after what ends it: one fault", "", ST HED "CTT*2~" LIN LIN SE, "X12-SEGMENT-MISSING 3" },
    { "a mandatory part is missing in each of two lines", "", ST HED "LIN*1*2~LIN*1*2~SUB*A~" SE, "X12-SEGMENT-MISSING 4; X12-SEGMENT-MISSING 5" },
    { "the set ends too early", "", ST HED "LIN*1*2~" SE, "X12-SEGMENT-MISSING 4" },
    { "no trailer: the set was cut off, and the rest is not missed", "", ST HED, "" },
    { "nothing at all", "", "", "X12-SEGMENT-MISSING 1; X12-SEGMENT-MISSING 1; X12-SEGMENT-MISSING 1" },
    { "a segment too often is reported once", "", ST HED "REF*A*B~REF*A*B~REF*A*B~REF*A*B~" LIN SE, "X12-SEGMENT-MAX 5" },
    { "one that may occur once", "", ST HED "OPT*A~OPT*B~" LIN SE, "X12-SEGMENT-MAX 4" },
    { "a loop too often is reported once", "", ST HED "N1*A~N1*B~N1*C~N3*D~N1*E~" LIN SE, "X12-LOOP-MAX 5" },
    { "counts begin anew with each loop", "", ST HED "N1*A~N3*B~N3*C~N1*D~N3*E~N3*F~" LIN SE, "" },
    { "a segment without elements", "", ST HED "OPT~" LIN SE, "X12-SEGMENT-EMPTY 3" },
    { "an id one letter off is the segment it is close to", "", ST "HDE*00*ABC~HEE*00*ABC~" LIN "LUN*1*2~QTY*1~SUB*A~" SE,
      "X12-SEGMENT-UNKNOWN 2; X12-SEGMENT-UNKNOWN 3; X12-SEGMENT-UNKNOWN 6" },
    { "a block that moved is one fault", "", ST HED "OPT*A~N1*A~CON*A*B~REF*A*B~REF*A*C~" LIN SE, "X12-SEGMENT-ORDER 5" },
    { "a part of a part without its loops", "", ST HED "DET*B~SUB*C~DET*D~" SE, "X12-SEGMENT-UNEXPECTED 3" },
    /* elements */
    { "a mandatory element is missing", "", ST "HED*00~" LIN SE, "X12-ELEMENT-MISSING 2.2" },
    { "a mandatory element in the middle", "", ST "HED**ABC~" LIN SE, "X12-ELEMENT-MISSING 2.1" },
    { "a mandatory element of blanks", "", ST "HED*00*  ~" LIN SE, "X12-ELEMENT-MISSING 2.2" },
    { "an optional element of blanks", "", ST HED "OPT* ~" LIN SE, "X12-TRAILING-BLANKS 3.1" },
    { "P: one of a pair", "", ST HED "CON*A~" LIN SE, "X12-ELEMENT-CONDITION 3.2" },
    { "P: the other of a pair", "", ST HED "CON**A~" LIN SE, "X12-ELEMENT-CONDITION 3.1" },
    { "P of three", "", ST HED "CON**********A**C~" LIN SE, "X12-ELEMENT-CONDITION 3.11" },
    { "P of three, whole", "", ST HED "CON**********A*B*C~" LIN SE, "" },
    { "C: the first needs the other", "", ST HED "CON***A~" LIN SE, "X12-ELEMENT-CONDITION 3.4" },
    { "C: the other needs nothing", "", ST HED "CON****A~" LIN SE, "" },
    { "R: none of them", "", ST HED "REF*A~" LIN SE, "X12-ELEMENT-CONDITION 3.2" },
    { "L: the first alone", "", ST HED "CON*****A~" LIN SE, "X12-ELEMENT-CONDITION 3.6" },
    { "L: with the last", "", ST HED "CON*****A**B~" LIN SE, "" },
    { "E: both", "", ST HED "CON********A*B~" LIN SE, "X12-ELEMENT-EXCLUSION 3.9" },
    { "too many elements", "", ST HED "OPT*A*B~" LIN SE, "X12-ELEMENT-EXTRA 3.2" },
    { "too short", "", ST "HED*00*ABC******XY~" LIN SE, "X12-ELEMENT-SHORT 2.8" },
    { "too long", "", ST "HED*00*ABCDEFGHIJK~" LIN SE, "X12-ELEMENT-LONG 2.2" },
    { "digits are counted, not sign and point", "", ST "HED*00*ABC***-1234*-1234.56~" LIN SE, "" },
    { "too many digits", "", ST "HED*00*ABC***12345*1234.567~" LIN SE, "X12-ELEMENT-LONG 2.5; X12-ELEMENT-LONG 2.6" },
    { "too few digits", "", ST "HED*00*ABC****-.5~" LIN SE, "X12-ELEMENT-SHORT 2.6" },
    { "numbers with two points, one at the end, letters, a point in a whole one", "",
      ST "HED*00*ABC***1.0*1.1.1~HED*00*ABC***1A*12.~" LIN SE,
      "X12-ELEMENT-CHARACTER 2.5; X12-ELEMENT-CHARACTER 2.6; X12-SEGMENT-MAX 3; X12-ELEMENT-CHARACTER 3.5; X12-ELEMENT-CHARACTER 3.6" },
    { "long numbers", "", ST HED "LIN*1*1234567.8901234~QTY*123456789012345~LIN*1*12345678A~QTY*1234567890123456~" SE,
      "X12-ELEMENT-CHARACTER 5.2; X12-ELEMENT-LONG 6.1" },
    { "a control byte in text", "", ST "HED*00*A\tC~" LIN SE, "X12-ELEMENT-CHARACTER 2.2" },
    { "bytes above ASCII are text", "", ST "HED*00*M\xc3\xbcller~" LIN SE, "" },
    { "a code that is not in a closed list", "", ST "HED*01*ABC~" LIN SE, "X12-ELEMENT-CODE 2.1" },
    { "a code that is not in an open list", "", ST "HED*00*ABC*******ZZ~" LIN SE, "" },
    { "codes too long for the fast way", "", ST "HED*00*ABC********LONGCODE~" LIN SE, "" },
    { "codes too long for the fast way, wrong", "", ST "HED*00*ABC********LONGCODX~" LIN SE, "X12-ELEMENT-CODE 2.10" },
    { "an end that is a code by itself", "", ST "HED*00*ABC********XXXXS~" LIN SE, "X12-ELEMENT-CODE 2.10" },
    { "dates: a leap day is one", "", ST "HED*00*ABC*20240229~" LIN SE, "" },
    { "dates: none", "", ST "HED*00*ABC*20230229~" LIN SE, "X12-ELEMENT-DATE 2.3" },
    { "dates: placeholder text", "", ST "HED*00*ABC*CCYYMMDD~" LIN SE, "X12-ELEMENT-DATE 2.3" },
    { "dates: with hyphens", "", ST "HED*00*ABC*2024-01-02~" LIN SE, "X12-ELEMENT-DATE 2.3" },
    { "dates: six digits", "", ST "HED*00*ABC*240102~" LIN SE, "X12-ELEMENT-SHORT 2.3" },
    { "times: good", "", ST "HED*00*ABC**23595999~" LIN SE, "" },
    { "times: none", "", ST "HED*00*ABC**2460~" LIN SE, "X12-ELEMENT-TIME 2.4" },
    { "times: too short", "", ST "HED*00*ABC**12~" LIN SE, "X12-ELEMENT-SHORT 2.4" },
    { "components", "", ST "HED*00*ABC*****EA:5~" LIN SE, "" },
    { "a mandatory component is missing", "", ST "HED*00*ABC*****:5~" LIN SE, "X12-ELEMENT-MISSING 2.7-1" },
    { "a component with a letter in a number", "", ST "HED*00*ABC*****EA:X~" LIN SE, "X12-ELEMENT-CHARACTER 2.7-2" },
    { "too many components", "", ST "HED*00*ABC*****EA:5:6~" LIN SE, "X12-COMPONENT-EXTRA 2.7" },
    { "repetitions", "", ST HED "REP*EA^CA*EA:1^CA~" LIN SE, "" },
    { "too many repetitions", "", ST HED "REP*EA^CA^EA~" LIN SE, "X12-REPEAT-MAX 3.1" },
    { "a repetition where none is", "", ST "HED*00*ABC^DEF~" LIN SE, "X12-REPEAT-MAX 2.2" },
    { "a component separator in a simple element", "", ST "HED*00*AB:C~" LIN SE, "X12-COMPONENT-EXTRA 2.2" },
    { "both in one are one fault", "", ST "HED*00*AB:C^D~" LIN SE, "X12-REPEAT-MAX 2.2" },
    { "a composite that is repeated where none is", "", ST "HED*00*ABC*****EA:5^CA:1~" LIN SE, "X12-REPEAT-MAX 2.7" },
    { "empty elements at the end are noted once", "", ST "HED*00*ABC**~" "REF*A*B*~" LIN SE, "X12-TRAILING-EMPTY 2.3" },
    { "blanks after a code are forgiven", "", ST "HED*00 *ABC~" LIN SE, "X12-TRAILING-BLANKS 2.1" },
    { "blanks after text are text", "", ST "HED*00*ABC  ~" LIN SE, "" },
    { "blanks that make text too long are forgiven", "", ST "HED*00*ABC        ~" LIN SE, "X12-TRAILING-BLANKS 2.2" },
    /* totals */
    { "lines counted wrong", "", ST HED LIN "CTT*2~" SE, "CTT-LINES 5.1" },
    { "a hash ignores points", "", ST HED "LIN*1*1.5~QTY*1~LIN*2*2~QTY*1~CTT*2*17~" SE, "" },
    { "a hash that adds values", "", ST HED "LIN*1*1.5~QTY*1~LIN*2*2~QTY*1~CTT*2*3.5~" SE, "CTT-HASH 7.2" },
    { "a hash keeps the last digits", "", ST HED "LIN*1*999999~QTY*1~LIN*2*12~QTY*1~CTT*2*11~" SE, "" },
    /* guide */
    { "what the guide asks for", "us:900", ST "HED*00*ABC*20240101~REF*A*B~N1*A~N3*B~" LIN SE, "" },
    { "the guide's codes", "us:900", ST "HED*05*ABC*20240101******ZZ~N1*A~N3*B~" LIN SE, "GUIDE-CODE 2.1; GUIDE-CODE 2.9" },
    { "the guide's lengths", "us:900", ST "HED*00*ABCDE*20240101~N1*A~N3*B~" LIN SE, "GUIDE-LENGTH 2.2" },
    { "the guide's mandatory element", "us:900", ST "HED*00*ABC~N1*A~N3*B~" LIN SE, "GUIDE-USAGE 2.3" },
    { "an element the guide does not use", "us:900", ST "HED*00*ABC*20240101*****ABC~N1*A~N3*B~" LIN SE, "GUIDE-USAGE 2.8" },
    { "the guide's mandatory loop", "us:900", ST "HED*00*ABC*20240101~" LIN SE, "GUIDE-USAGE 3" },
    { "the guide's mandatory segment", "us:900", ST "HED*00*ABC*20240101~N1*A~" LIN SE, "GUIDE-USAGE 4" },
    { "a segment the guide does not use", "us:900", ST "HED*00*ABC*20240101~OPT*A~N1*A~N3*B~" LIN SE, "GUIDE-USAGE 3" },
    { "more than the guide allows", "us:900", ST "HED*00*ABC*20240101~REF*A*B~REF*A*B~N1*A~N3*B~" LIN SE, "GUIDE-REPEAT 4" },
    { "more than guide and standard allow", "us:900", ST "HED*00*ABC*20240101~REF*A*B~REF*A*B~REF*A*B~N1*A~N3*B~" LIN SE, "GUIDE-REPEAT 4; X12-SEGMENT-MAX 5" },
    { "the standard comes before the guide", "us:900", ST "HED*07*ABC*20240101~N1*A~N3*B~" LIN SE, "X12-ELEMENT-CODE 2.1" },
};
enum { ROWS = sizeof rows / sizeof *rows };

static struct kit kit;

static void set_up(void) { kit_open(&kit, 100); }
static void tear_down(void) { kit_close(&kit); }

static const struct schema *load(const char *guide)
{
    const struct schema *s = NULL;
    ck_assert_int_eq(kit_load(kit.arena, NULL, 0, "x12:T:900", guide, &s, &kit.diags), 0);
    return s;
}

START_TEST(one_fault_is_one_finding)
{
    const struct row *r = &rows[_i];
    struct buf text = BUF_INIT(1 << 16);
    kit_check(&kit, load(r->guide), &check_default_options, slice_of(r->text));
    kit_findings(&kit.diags, &text);
    if (!slice_is(buf_slice(&text), r->expected))
        ck_abort_msg("%s\n  found    %.*s\n  expected %s", r->name, SLICE_ARG(buf_slice(&text)), r->expected);
    buf_free(&text);
}
END_TEST

START_TEST(every_kind_of_finding_about_documents_is_reached)
{
    bool reached[SCHEMA_N_FINDINGS] = { false };
    for (unsigned i = 0; i < ROWS; i++) {
        kit.diags.count = 0;
        kit_check(&kit, load(rows[i].guide), &check_default_options, slice_of(rows[i].text));
        for (size_t d = 0; d < kit.diags.count; d++) reached[kit.diags.items[d].def - schema_findings] = true;
    }
    reached[X12_CODE_CASE] = true;      /* only where it is tolerated: see codes_in_lower_case_are_read_where_that_is_tolerated */
    for (unsigned f = X12_SEGMENT_UNKNOWN; f <= GUIDE_REPEAT; f++)         /* the others: check_rules.c */
        if (!reached[f]) ck_abort_msg("%s is not reached", schema_findings[f].code);
}
END_TEST

static void message_is(const char *text, const char *expected)
{
    struct buf out = BUF_INIT(4096);
    kit_check(&kit, load(""), &check_default_options, slice_of(text));
    ck_assert_uint_ge(kit.diags.count, 1);
    diag_message(&out, &kit.diags.items[0]);
    ck_slice(buf_slice(&out), expected);
    buf_free(&out);
    kit.diags.count = 0;
}

START_TEST(messages_name_things_for_people)
{
    message_is(ST HED "CON*A~" LIN SE, "CON02 text is missing: CON01 needs it (P0102)");
    message_is(ST HED "REF*A~" LIN SE, "REF02 text is missing: one of REF02, REF03 has to be there (R0203)");
    message_is(ST "HED*00*ABC***12345~" LIN SE, "HED05 count \"12345\" is too long: 5 digits where at most 4 are allowed");
    message_is(ST "HED*00*ABC*****EA:X~" LIN SE, "HED07-02 count \"X\" is not a whole number: digits and a leading minus");
    message_is(ST "REF*A*B~" LIN SE, "HED header is missing; REF came instead");
    message_is(ST "HED*00*ABC********LONGCOD~" LIN SE, "HED10 long code: \"LONGCOD\" is no code of the standard; LONGCODE long is close to it");
    message_is(ST "HED*50*ABC~" LIN SE, "HED01 purpose: \"50\" is no code of the standard; 05 replace is close to it");
    message_is(ST "HED*07*ABC~" LIN SE, "HED01 purpose: \"07\" is no code of the standard");
    message_is(ST "HED*00*ABC********s~" LIN SE, "HED10 long code: \"s\" is no code of the standard; S is one");
    message_is(ST HED LIN "CTT*1~DET*A~" SE, "DET cannot stand here: no loop it belongs to is open or can follow after CTT; it belongs into loop SUB, which SUB opens");
    message_is(ST HED "N3*A~" LIN SE, "N1 name (it opens loop N1) is missing; N3 came without it");
    message_is(ST HED "LIM*1*2~" LIN SE, "LIM is no segment of release T; LIN is close to it");
    message_is(ST HED LIN "CTT*2~" SE, "CTT01 lines says 2, but the number of LIN segments is 1");
}
END_TEST

START_TEST(places_are_exact)
{
    const char *text = ST HED "REF*A*B~" LIN "LIN*2*1.x~QTY*1~" SE;
    kit_check(&kit, load(""), &check_default_options, slice_of(text));
    ck_assert_uint_eq(kit.diags.count, 1);
    const struct diag *d = &kit.diags.items[0];
    const struct place *p = &d->place;
    ck_assert_ptr_eq(p->source, &kit.source);
    ck_slice(slice_sub(slice_of(text), p->offset, p->length), "1.x");
    ck_assert_str_eq(p->segment_id, "LIN");
    ck_assert_str_eq(p->loop, "LIN");
    ck_assert_str_eq(p->set_id, "900");
    ck_assert_str_eq(p->set_control, "0001");
    ck_assert_uint_eq(p->segment, 6);
    ck_assert_uint_eq(p->element, 2);
    ck_assert_uint_eq(p->element_ref, 10);
    ck_assert_uint_eq(d->line, 2);
}
END_TEST

START_TEST(a_missing_segment_is_named_and_placed_at_what_came_instead)
{
    const char *text = ST "REF*A*B~" LIN SE;
    kit_check(&kit, load(""), &check_default_options, slice_of(text));
    const struct place *p = &kit.diags.items[0].place;
    ck_assert_str_eq(p->segment_id, "HED");
    ck_slice(slice_sub(slice_of(text), p->offset, p->length), "REF");
    ck_assert_uint_eq(p->segment, 2);
}
END_TEST

START_TEST(a_missing_element_is_placed_where_it_would_stand)
{
    const char *text = ST "HED*00**~" LIN SE;
    kit_check(&kit, load(""), &check_default_options, slice_of(text));
    ck_slice(slice_sub(slice_of(text), kit.diags.items[0].place.offset - 4, 5), "*00**");
}
END_TEST

START_TEST(options_change_severities_and_the_hash)
{
    struct check_options o = check_default_options;
    o.code_severity = SEV_WARN;
    o.guide_severity = SEV_HOLD_DOCUMENT;
    o.hash_plain = true;
    kit_check(&kit, load(""), &o, slice_of(ST "HED*01*ABC~LIN*1*1.5~QTY*1~LIN*1*2~QTY*1~CTT*2*3.5~" SE));
    ck_assert_uint_eq(kit.diags.count, 1);
    ck_assert_int_eq(kit.diags.items[0].severity, SEV_WARN);
    kit.diags.count = 0;
    kit_check(&kit, load("us:900"), &o, slice_of(ST "HED*05*ABCDE*20240101~N1*A~N3*B~" LIN SE));
    ck_assert_int_eq(kit.diags.items[0].severity, SEV_REJECT_DOCUMENT);     /* named by the rule */
    ck_assert_int_eq(kit.diags.items[1].severity, SEV_HOLD_DOCUMENT);
    ck_slice(kit.diags.items[0].rule, "us:900");
    ck_assert_ptr_nonnull(kit.diags.items[0].rule_place.source);
}
END_TEST

START_TEST(codes_in_lower_case_are_read_where_that_is_tolerated)
{
    static const struct { const char *text, *expected; } cases[] = {
        { ST "HED*00*ABC********s~" LIN SE, "X12-CODE-CASE 2.10" },                     /* of the standard */
        { ST "HED*00*ABC*20240101******ca~N1*A~N3*B~" LIN SE, "X12-CODE-CASE 2.9" },              /* of the guide */
        { ST "HED*00*ABC********t~" LIN SE, "X12-ELEMENT-CODE 2.10" }
    };
    struct check_options o = check_default_options;
    o.lower_case = true;
    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf text = BUF_INIT(4096);
        kit.diags.count = 0;
        kit_check(&kit, load(i == 1 ? "us:900" : ""), &o, slice_of(cases[i].text));
        kit_findings(&kit.diags, &text);
        ck_slice(buf_slice(&text), cases[i].expected);
        buf_free(&text);
    }
}
END_TEST

/* "node(children)" of a group, by names; segments laid aside are '?'. */
static void shape(const struct schema *s, uint32_t group, struct buf *out)
{
    const struct tree_group *g = &kit.tree.group[group];
    slice name = g->kind ? s->nodes[g->kind].name : group ? SLICE("?") : SLICE("set");
    buf_add(out, name);
    if (g->kind && !s->nodes[g->kind].is_loop) return;
    buf_putc(out, '(');
    for (uint32_t c = group + 1; c < tree_end(&kit.tree, group); c = tree_end(&kit.tree, c)) {
        if (c > group + 1) buf_putc(out, ' ');
        shape(s, c, out);
    }
    buf_putc(out, ')');
}

START_TEST(the_tree_has_loops_and_keeps_everything)
{
    struct buf text = BUF_INIT(4096);
    const struct schema *s = load("");
    kit_check(&kit, s, &check_default_options, slice_of(ST HED "N1*A~N3*B~ZZ1*X~N1*C~" LIN "SUB*1~DET*2~" LIN "CTT*2~" SE));
    shape(s, 0, &text);
    ck_slice(buf_slice(&text), "set(ST HED N1(N1 N3 ?()) N1(N1) LIN(LIN QTY SUB(SUB DET)) LIN(LIN QTY) CTT SE)");
    buf_free(&text);
}
END_TEST

START_TEST(a_code_is_trimmed_in_the_tree)
{
    kit_check(&kit, load(""), &check_default_options, slice_of(ST "HED*00 *ABC~" LIN SE));
    ck_slice(tree_field(&kit.tree, 2, 1), "00");
}
END_TEST

START_TEST(without_a_schema_segments_lie_flat)
{
    kit_check(&kit, NULL, &check_default_options, slice_of(ST "ANY*1~" SE));
    ck_assert_uint_eq(kit.diags.count, 0);
    ck_assert_uint_eq(kit.tree.groups, 4);
    ck_slice(tree_field(&kit.tree, 2, 0), "ANY");
    ck_assert_uint_eq(kit.tree.group[2].kind, 0);
}
END_TEST

START_TEST(one_checker_serves_many_sets_and_schemas)
{
    const struct schema *a = load(""), *b = load("us:900");
    for (int i = 0; i < 3; i++) {
        kit_check(&kit, a, &check_default_options, slice_of(ST HED "REF*A*B~REF*A*B~OPT*A~" LIN SE));
        kit_check(&kit, NULL, &check_default_options, slice_of(ST HED LIN SE));
        kit_check(&kit, b, &check_default_options, slice_of(ST "HED*00*ABC*20240101~N1*A~N3*B~" LIN SE));
    }
    ck_assert_uint_eq(kit.diags.count, 0);
}
END_TEST

START_TEST(findings_past_the_cap_are_counted_only)
{
    struct buf text = BUF_INIT(1 << 20);
    buf_puts(&text, ST HED);
    for (int i = 0; i < 1000; i++) buf_puts(&text, "QQQ*1~CON*A~");
    buf_puts(&text, LIN SE);
    kit_check(&kit, load(""), &check_default_options, buf_slice(&text));
    ck_assert_uint_eq(kit.diags.count, 100);
    ck_assert_uint_eq(kit.diags.dropped, 1900);
    ck_assert_int_eq(kit.diags.worst, SEV_REJECT_DOCUMENT);
    buf_free(&text);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("validate");
    TCase *t = tcase_create("check");
    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_add_loop_test(t, one_fault_is_one_finding, 0, ROWS);
    tcase_add_test(t, every_kind_of_finding_about_documents_is_reached);
    tcase_add_test(t, messages_name_things_for_people);
    tcase_add_test(t, places_are_exact);
    tcase_add_test(t, a_missing_segment_is_named_and_placed_at_what_came_instead);
    tcase_add_test(t, a_missing_element_is_placed_where_it_would_stand);
    tcase_add_test(t, options_change_severities_and_the_hash);
    tcase_add_test(t, codes_in_lower_case_are_read_where_that_is_tolerated);
    tcase_add_test(t, the_tree_has_loops_and_keeps_everything);
    tcase_add_test(t, a_code_is_trimmed_in_the_tree);
    tcase_add_test(t, without_a_schema_segments_lie_flat);
    tcase_add_test(t, one_checker_serves_many_sets_and_schemas);
    tcase_add_test(t, findings_past_the_cap_are_counted_only);
    suite_add_tcase(suite, t);
    return unit_run(suite);
}
