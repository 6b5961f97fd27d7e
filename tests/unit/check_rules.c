/* check_rules.c - rules of a guide or a set about more than one element: asserts, required ones, checked values, hierarchies. */
#include "unit.h"

#include "base/err.h"
#include "base/render.h"
#include "schema_kit.h"

#define ST "ST*900*0001~"
#define HED "HED*00*ABC~"
#define LIN "LIN*1*2~QTY*1~"
#define SE "SE*5*0001~"
#define RULES(inside) "<guide id='us:rules' base='x12:T:900' name='rules' source='the guide'>" inside "</guide>"

static struct kit kit;

static void set_up(void) { kit_open(&kit, 100); }
static void tear_down(void) { kit_close(&kit); }

static int load_rules(const char *guide, const struct schema **s)
{
    struct schema_text text = { SLICE("us/rules.xml"), slice_of(guide) };
    return kit_load(kit.arena, &text, 1, "x12:T:900", "us:rules", s, &kit.diags);
}

struct row { const char *name, *rules, *text, *expected; };

static void check_row(const struct row *r, const struct check_options *o)
{
    const struct schema *s = NULL;
    struct buf text = BUF_INIT(1 << 16);
    if (load_rules(r->rules, &s) != 0) ck_abort_msg("%s: the guide does not load: %s", r->name, kit.diags.count ? kit.diags.items[0].def->code : "");
    kit_check(&kit, s, o, slice_of(r->text));
    kit_findings(&kit.diags, &text);
    if (!slice_is(buf_slice(&text), r->expected))
        ck_abort_msg("%s\n  found    %.*s\n  expected %s", r->name, SLICE_ARG(buf_slice(&text)), r->expected);
    buf_free(&text);
}

/* ---- asserts ---- */

#define TOTAL RULES("<assert id='QTY-TOTAL' at='CTT.02' test='sum(LIN.02) = CTT.02' text='it is {CTT.02}, not {sum(LIN.02)}'/>")
#define LINES RULES("<assert id='QTY-LINE' each='LIN' at='LIN.02' test='LIN.02 &lt;= QTY.01' severity='hold-line' text='{LIN.02} of {QTY.01}'/>")
#define PARTS RULES("<assert id='PART-NAME' each='LIN/SUB' test='SUB.01 != LIN.04 and count(/LIN) &lt; 3' text='{SUB.01}'/>")
#define ONCE RULES("<assert id='ONE-REF' at=\"REF[01='A'].02\" test=\"REF[01='A'].02 = 'X'\" text='x'/>")
#define ALL_DIFFERENT(path) RULES("<assert id='REF-TWICE' test=\"distinct(" path ") = count(" path ")\" text='{distinct(" path ")} of {count(" path ")}'/>")
#define SUBS ALL_DIFFERENT("LIN/SUB.01")
#define EITHER RULES("<assert id='LINE-ONE' each=\"LIN[03='EA' | 'CA']\" at='LIN.02' test='LIN.02 = 1' text='{LIN.02}'/>")
static const struct row asserts[] = {
    { "each of several kinds, in the order of the document", EITHER, ST HED "LIN*1*2*CA~QTY*1~LIN*2*3*XX~QTY*1~LIN*3*4*EA~QTY*1~" SE, "LINE-ONE 3.2; LINE-ONE 7.2" },
    { "values that ascend are different", SUBS, ST HED LIN "SUB*A~" LIN "SUB*B~SUB*CA~" SE, "" },
    { "values that do not ascend are different too", SUBS, ST HED LIN "SUB*B~SUB*A~" LIN "SUB*C~SUB*AA~" SE, "" },
    { "a value that comes again at once", SUBS, ST HED LIN "SUB*A~SUB*A~" SE, "REF-TWICE 1" },
    { "a value that comes again later", SUBS, ST HED LIN "SUB*A~SUB*B~" LIN "SUB*A~" SE, "REF-TWICE 1" },
    { "values that are absent are not the same", SUBS, ST HED LIN "SUB~SUB*B~" LIN "SUB~" SE, "X12-SEGMENT-EMPTY 5; X12-SEGMENT-EMPTY 9" },
    { "only those with a qualifier are compared", ALL_DIFFERENT("LIN/SUB[01=&apos;A&apos;].01"), ST HED LIN "SUB*A~SUB*B~" LIN "SUB*B~" SE, "" },
    { "numbers are compared as they were sent", ALL_DIFFERENT("LIN.02"), ST HED "LIN*1*2~QTY*1~LIN*2*2~QTY*2~" SE, "REF-TWICE 1" },
    { "a total that agrees", TOTAL, ST HED LIN "LIN*2*10~QTY*1~CTT*2*12~" SE, "" },
    { "a total that does not", TOTAL, ST HED LIN "CTT*1*3~" SE, "X12-ELEMENT-SHORT 5.2; CTT-HASH 5.2; QTY-TOTAL 5.2" },
    { "a total that is absent", TOTAL, ST HED LIN "CTT*1~" SE, "" },
    { "an operand that is no number is one finding", TOTAL, ST HED "LIN*1*X~QTY*1~CTT*1*02~" SE, "X12-ELEMENT-CHARACTER 3.2" },
    { "a set that was cut off is not asserted about", TOTAL, ST HED LIN "CTT*1*99~", "CTT-HASH 5.2" },
    { "each line", LINES, ST HED "LIN*1*2~QTY*1~LIN*2*2~QTY*2~LIN*3*9~QTY*8~" SE, "QTY-LINE 3.2; QTY-LINE 7.2" },
    { "instances inside each other", PARTS, ST HED "LIN*1*2**P~QTY*1~SUB*P~SUB*Q~LIN*1*2**Q~QTY*1~SUB*Q~" SE, "PART-NAME 5; PART-NAME 9" },
    { "an outer part is the same for all", PARTS, ST HED LIN "SUB*A~" LIN LIN SE, "PART-NAME 5" },
    { "what should be there once is said to be there twice", ONCE, ST HED "REF*A*X~REF*A*X~" LIN SE, "VALUE-TWO-MATCHES 4" },
    { "what is named is absent", ONCE, ST HED LIN SE, "" },
};

START_TEST(a_broken_assert_is_one_finding) { check_row(&asserts[_i], &check_default_options); }
END_TEST

START_TEST(an_assert_speaks_with_the_words_of_its_guide)
{
    const struct row r = { "words", RULES("<assert id='QTY-LINE' each='LIN' at='LIN.02' test='LIN.02 &lt;= QTY.01' severity='reject-line'"
        " text='{LIN.02} of {QTY.01}' hint='send {QTY.01 - 1}' source='page 7'/>"), ST HED LIN "LIN*2*5.0~QTY*4~" SE, "QTY-LINE 3.2; QTY-LINE 5.2" };
    struct buf text = BUF_INIT(1000);
    check_row(&r, &check_default_options);
    const struct diag *d = &kit.diags.items[1];
    diag_message(&text, d);
    buf_puts(&text, "; ");
    diag_hint(&text, d);
    ck_slice(buf_slice(&text), "5.0 of 4; send 3");
    ck_slice(d->source, "page 7");
    ck_assert_ptr_ne(d->source.ptr, d->def->source);        /* the rule's own: it is printed */
    ck_assert_int_eq(d->severity, SEV_REJECT_LINE);
    ck_assert_uint_eq(d->line, 2);
    ck_assert_uint_eq(d->place.element_ref, 10);
    ck_assert_str_eq(d->place.set_id, "900");
    ck_slice(d->rule, "us:rules");
    ck_assert_ptr_nonnull(d->rule_place.source);
    buf_free(&text);
}
END_TEST

static void message_is(const char *rules, const char *document, const char *expected)
{
    const struct schema *s;
    struct buf out = BUF_INIT(4096);
    ck_assert_int_eq(load_rules(rules, &s), 0);
    kit.diags.count = 0;
    kit_check(&kit, s, &check_default_options, slice_of(document));
    ck_assert_uint_ge(kit.diags.count, 1);
    diag_message(&out, &kit.diags.items[0]);
    ck_slice(buf_slice(&out), expected);
    buf_free(&out);
}

START_TEST(a_date_is_written_in_one_form)
{
    message_is(RULES("<assert id='DAY' each='LIN' test='LIN.02 = 99' text='{/HED.03} {first(/HED.03)} {/HED.02}'/>"),
               ST "HED*00*2024*20240229~" LIN SE, "2024-02-29 2024-02-29 2024");
    message_is(RULES("<assert id='DAY' test='count(LIN) = 99' text='{HED.03} {first(HED.03)} {HED.02}'/>"), ST "HED*00*2024*20240229~" LIN SE,
               "2024-02-29 2024-02-29 2024");
}
END_TEST

START_TEST(the_agreement_switches_asserts)
{
    static const char text[] = ST HED "REF*A*Y~" LIN SE,
        rules[] = RULES("<assert id='UNSURE' setting='strict-ref' at='REF[01=&apos;A&apos;].02' test=\"REF[01='A'].02 = 'X'\" text='x'/>"
                        "<assert id='SURE' at='REF[01=&apos;A&apos;].02' test=\"REF[01='A'].02 = 'X'\" text='x'/>");
    const slice strict = SLICE("strict-ref"), sure = SLICE("SURE");
    struct check_options o = check_default_options;
    const struct schema *s;
    ck_assert_int_eq(load_rules(rules, &s), 0);
    ck_assert(schema_knows_assert(s, strict) && schema_knows_assert(s, sure) && !schema_knows_assert(s, SLICE("SURER")));
    check_row(&(struct row){ "as it is", rules, text, "SURE 3.2" }, &o);
    o.asserts_on = (struct assert_names){ &strict, 1 };
    o.asserts_off = (struct assert_names){ &sure, 1 };
    kit.diags.count = 0;
    check_row(&(struct row){ "the other way round", rules, text, "UNSURE 3.2" }, &o);
}
END_TEST

/* ---- values and conditions of elements ---- */

#define SSCC RULES("<segment path='LIN/SUB/DET'><element n='02' when='01=GM' check='sscc'/><element n='02' when='01=AI' check='sscc-20'/>" \
                   "<element n='02' when='01=NO' usage='not-used'/><element n='02' when='01=YES' usage='M'/></segment>")
#define GTIN RULES("<segment path='N1/N3'><element n='01' check='gtin'/></segment>")
#define DET(inside) ST HED LIN "SUB*A~DET*" inside "~" SE
static const struct row values[] = {
    { "a right SSCC", SSCC, DET("GM*106141412345678908"), "" },
    { "a wrong SSCC", SSCC, DET("GM*106141412345678909"), "GUIDE-CHECK-DIGIT 6.2" },
    { "an SSCC that is too short", SSCC, DET("GM*10614141234567890"), "GUIDE-CHECK-DIGIT 6.2" },
    { "an SSCC with its application identifier", SSCC, DET("AI*00106141412345678908"), "" },
    { "an SSCC without its application identifier", SSCC, DET("AI*106141412345678908"), "GUIDE-CHECK-DIGIT 6.2" },
    { "an SSCC with a letter", SSCC, DET("AI*0010614141234567890A"), "GUIDE-CHECK-DIGIT 6.2" },
    { "another qualifier asks for nothing", SSCC, DET("XX*106141412345678909"), "" },
    { "no qualifier asks for nothing", SSCC, DET("*106141412345678909"), "" },
    { "not used with this qualifier", SSCC, DET("NO*1"), "GUIDE-USAGE 6.2" },
    { "mandatory with this qualifier", SSCC, DET("YES"), "GUIDE-USAGE 6.2" },
    { "what is not mandatory", SSCC, DET("GM"), "" },
    { "too long for the standard is the standard's finding", SSCC, DET("GM*106141412345678909222"), "X12-ELEMENT-LONG 6.2" },
    { "a GTIN of 8 digits", GTIN, ST HED "N1*A~N3*40170725~" LIN SE, "" },
    { "a wrong GTIN", GTIN, ST HED "N1*A~N3*40170726~" LIN SE, "GUIDE-CHECK-DIGIT 4.1" },
    { "a GTIN of 10 digits", GTIN, ST HED "N1*A~N3*4017072500~" LIN SE, "GUIDE-CHECK-DIGIT 4.1" },
};

/* The fast way and the closer look must agree on each. */
START_TEST(values_are_checked_where_the_condition_holds)
{
    check_row(&values[_i], &check_default_options);
    kit.diags.count = 0;
    kit.look_always = true;
    check_row(&values[_i], &check_default_options);
}
END_TEST

START_TEST(messages_say_what_the_number_should_be)
{
    message_is(SSCC, DET("GM*106141412345678909"), "DET02 serial \"106141412345678909\" is no SSCC of 18 digits: its check digit should be 8, not 9");
    message_is(SSCC, DET("AI*106141412345678908"), "DET02 serial \"106141412345678908\" is no SSCC of 18 digits after the application identifier 00: it does not begin with 00");
    message_is(SSCC, DET("AI*0010614141234567890A"), "DET02 serial \"0010614141234567890A\" is no SSCC of 18 digits after the application identifier 00: 'A' is no digit");
    message_is(GTIN, ST HED "N1*A~N3*4017072500~" LIN SE, "N301 text \"4017072500\" is no GTIN of 8, 12, 13 or 14 digits: it has 10 digits");
    message_is(SSCC, DET("YES"), "DET02 serial is missing but mandatory by the guide us:rules when DET01 is YES");
    message_is(SSCC, DET("NO*1"), "DET02 serial is not used by the guide us:rules when DET01 is NO");
}
END_TEST

/* ---- required ones ---- */

#define ONE RULES("<require path='REF' when='01=CR' max='1'/>")
#define TWO RULES("<require path='REF' when='01=CR PD; 02=A' min='2'/>")
#define PART RULES("<require path='SUB' in='LIN' when='01=A B'/>")
#define DEEP RULES("<require path='SUB/DET' in='LIN' when='01=D' min='0' max='1'/><require path='LIN/SUB/DET' max='2'/>")
#define HEADER RULES("<require path='HED' when='01=05'/>")
static const struct row required[] = {
    { "one of the right kind", ONE, ST HED "REF*XX*A~REF*CR*A~" LIN SE, "" },
    { "none of the right kind", ONE, ST HED "REF*XX*A~" LIN SE, "GUIDE-REQUIRE 3" },
    { "none at all", ONE, ST HED LIN SE, "GUIDE-REQUIRE 1" },
    { "one too many", ONE, ST HED "REF*CR*A~REF*CR*B~" LIN SE, "GUIDE-REPEAT 4" },
    { "several values and elements", TWO, ST HED "REF*CR*A~REF*PD*A~" LIN SE, "" },
    { "one of two elements", TWO, ST HED "REF*CR*A~REF*PD*B~" LIN SE, "GUIDE-REQUIRE 4" },
    { "in each line", PART, ST HED LIN "SUB*A~" LIN "SUB*C~" LIN SE, "GUIDE-REQUIRE 8; GUIDE-REQUIRE 9" },
    { "in the loops of each line", DEEP, ST HED LIN "SUB*A~DET*D~SUB*B~DET*D~" LIN "SUB*A~DET*E~" SE, "GUIDE-REPEAT 8; GUIDE-REPEAT 12" },
    { "what the standard misses is not missed again", HEADER, ST "REF*A*B~" LIN SE, "X12-SEGMENT-MISSING 2" },
    { "a mandatory one of the wrong kind", HEADER, ST HED LIN SE, "GUIDE-REQUIRE 2" },
    { "a set that was cut off", ONE, ST HED LIN, "" },
};

START_TEST(what_a_guide_requires_is_counted) { check_row(&required[_i], &check_default_options); }
END_TEST

START_TEST(what_is_required_is_named)
{
    message_is(ONE, ST HED "REF*XX*A~" LIN SE, "REF reference with REF01 CR is missing: 0 of at least 1 are there");
    message_is(PART, ST HED LIN SE, "SUB part with SUB01 A or B is missing: 0 of at least 1 are there in this LIN");
    message_is(ONE, ST HED "REF*CR*A~REF*CR*B~" LIN SE, "REF reference with REF01 CR occurs more than the 1 times of the guide us:rules");
}
END_TEST

/* ---- hierarchies ---- */

#define TREE(inside) "<guide id='us:tree' base='x12:T:910' name='tree'><hierarchy path='HL'>" inside "</hierarchy></guide>"
#define LEVELS TREE("<level code='S' under='' max='1'/><level code='O' under='S' min='1'/><level code='P' under='S O'/><level code='I'/>")
#define SHAPES TREE("<shape when='HED.01=00' levels='S>O O>P P>I'/><shape when='HED.01=05' levels='S>O O>I'/>")
#define SHAPES_LEAF TREE("<shape when='HED.01=00' levels='S>O O>P P>I'/><shape when='HED.01=05' levels='S>O O>I'/>" \
                         "<leaf level='P' when='HED.01=00'/><leaf level='I' when='HED.01=05'/>")
#define CONTENT TREE("<content level='I' needs='LIN QTY'/><leaf level='I' when='HED.01=00'/>")

static int load_tree(const char *guide, const struct schema **s)
{
    struct schema_text text = { SLICE("us/tree.xml"), slice_of(guide) };
    return kit_load(kit.arena, &text, 1, "x12:T:910", *guide ? "us:tree" : "", s, &kit.diags);
}

static const struct row trees[] = {
    { "a sound tree", "", "HL*1**S*1~HL*2*1*O*1~HL*3*2*I*0~HL*4*2*I*0~HL*5*1*O~HL*6*5*I~", "" },
    { "numbers need not be places", "", "HL*A**S*1~HL*7*A*O*1~HL*B*7*I*0~", "" },
    { "numbers with zeros before them are other numbers", "", "HL*1**S~HL*2*01*O~", "HL-PARENT 4.2" },
    { "a number twice", "", "HL*1**S~HL*1*1*O~HL*2*1*O~", "HL-DUPLICATE 4.1; HL-PARENT 4.2" },
    { "a number twice in another branch", "", "HL*1**S~HL*2*1*O~HL*3*2*I~HL*2*1*O~HL*4*2*I~", "HL-DUPLICATE 6.1" },
    { "a parent that is not there", "", "HL*1**S*1~HL*2*9*O*1~HL*3*2*I~", "HL-PARENT 4.2" },
    { "a parent that comes later", "", "HL*1**S~HL*2*3*O~HL*3*1*O~", "HL-PARENT 4.2" },
    { "its own parent", "", "HL*1**S~HL*2*2*O~", "HL-PARENT 4.2" },
    { "a branch that was closed", "", "HL*1**S~HL*2*1*O~HL*3*1*O~HL*4*2*I~HL*5*3*I~", "HL-ORDER 6.2" },
    { "two tops", "", "HL*1**S~HL*2**S~HL*3*1*O~", "HL-ORDER 5.2" },
    { "a child code that lies", "", "HL*1**S*1~HL*2*1*O*0~HL*3*2*I*1~", "HL-CHILD 4.4; HL-CHILD 5.4" },
    { "levels", LEVELS, "HL*1**S~HL*2*1*O~HL*3*1*P~HL*4*3*I~", "" },
    { "a level nobody knows", LEVELS, "HL*1**S~HL*2*1*O~HL*3*2*X~HL*4*3*I~", "HL-LEVEL 5.3" },
    { "a level below the wrong one", LEVELS, "HL*1**S~HL*2*1*O~HL*3*2*O~", "HL-LEVEL 5.3" },
    { "a level at the top that may not be", LEVELS, "HL*1**O~", "HL-LEVEL 3.3" },
    { "too many of a level", LEVELS, "HL*1**S~HL*2*1*O~HL*3**S~HL*4**S~", "HL-LEVEL 5.3" },
    { "too few of a level", LEVELS, "HL*1**S~HL*2*1*I~", "HL-LEVEL 4" },
    { "one shape", SHAPES, "HL*1**S~HL*2*1*O~HL*3*2*P~HL*4*3*I~", "" },
    { "not this shape", SHAPES, "HL*1**S~HL*2*1*O~HL*3*2*I~HL*4*1*P~", "HL-LEVEL 5.3; HL-LEVEL 6.3" },
    { "not at the top of this shape", SHAPES, "HL*1**O~HL*2*1*P~", "HL-LEVEL 3.3" },
    { "the other shape is one fault of the header", SHAPES, "HL*1**S~HL*2*1*O~HL*3*2*I~HL*4*2*I~", "HL-STRUCTURE 2.1" },
    { "the other shape, and a fault of its own", SHAPES, "HL*1**S~HL*2*1*O~HL*3*2*I~HL*4*9*P~", "HL-STRUCTURE 2.1; HL-PARENT 6.2" },
    { "what goes with the declared shape is not asked of the other", SHAPES_LEAF, "HL*1**S~HL*2*1*O~HL*3*2*I~", "HL-STRUCTURE 2.1" },
    { "what goes with the other shape is", SHAPES_LEAF, "HL*1**S~HL*2*1*O~HL*3*1*O~HL*4*3*I~", "HL-STRUCTURE 2.1; HL-CONTENT 4" },
    { "what an item has", CONTENT, "HL*1**S~HL*2*1*I~LIN*1*2~QTY*1~", "" },
    { "what an item lacks", CONTENT, "HL*1**S~HL*2*1*I~QTY*1~HL*3*1*I~LIN*1*2~QTY*1~", "HL-CONTENT 4" },
    { "nothing below an order", CONTENT, "HL*1**S~HL*2*1*O~HL*3*1*I~LIN*1*2~QTY*1~", "HL-CONTENT 4" },
};

/* The fault with all numbers changed to ones that are no places must be the same fault. */
static void check_tree_row(const struct row *r, bool renamed)
{
    const struct schema *s = NULL;
    struct buf text = BUF_INIT(1 << 16), document = BUF_INIT(1 << 16);
    buf_puts(&document, "ST*910*0001~HED*00*ABC~");
    for (const char *p = r->text; *p; p++) {
        bool number = renamed && *p >= '1' && *p <= '9' && p[-1] == '*' && (p[-2] == 'L' || (p[-3] == '*' && p[-4] == 'L')) && p[1] == '*';
        buf_printf(&document, number ? "N%c" : "%c", *p);
    }
    buf_puts(&document, SE);
    ck_assert_int_eq(load_tree(r->rules, &s), 0);
    kit.diags.count = 0;
    kit_check(&kit, s, &check_default_options, buf_slice(&document));
    kit_findings(&kit.diags, &text);
    if (!slice_is(buf_slice(&text), r->expected))
        ck_abort_msg("%s\n  %.*s\n  found    %.*s\n  expected %s", r->name, SLICE_ARG(buf_slice(&document)), SLICE_ARG(buf_slice(&text)), r->expected);
    buf_free(&text);
    buf_free(&document);
}

START_TEST(a_tree_is_judged_by_its_numbers)
{
    check_tree_row(&trees[_i], false);
    check_tree_row(&trees[_i], true);
}
END_TEST

static void tree_says(const char *rules, const char *text, const char *expected)
{
    const struct schema *s;
    struct buf out = BUF_INIT(4096), document = BUF_INIT(4096);
    ck_assert_int_eq(load_tree(rules, &s), 0);
    kit.diags.count = 0;
    buf_printf(&document, "ST*910*0001~HED*00*ABC~%sSE*5*0001~", text);
    kit_check(&kit, s, &check_default_options, buf_slice(&document));
    ck_assert_uint_ge(kit.diags.count, 1);
    diag_message(&out, &kit.diags.items[0]);
    ck_slice(buf_slice(&out), expected);
    buf_free(&out);
    buf_free(&document);
}

START_TEST(a_tree_is_explained_by_its_levels)
{
    tree_says("", "HL*1**S~HL*1*1*O~", "HL01 number \"1\" stands in segment 3 already");
    tree_says("", "HL*1**S~HL*2*9*O~", "HL02 parent \"9\" is the number of no HL in this set");
    tree_says("", "HL*1**S~HL*2*3*O~HL*3*1*O~", "HL02 parent \"3\" is an HL that comes later");
    tree_says("", "HL*1**S~HL*2*1*O~HL*3*1*O~HL*4*2*I~", "HL 4 belongs below HL 2 of segment 4, but that branch is closed");
    tree_says("", "HL*1**S*0~HL*2*1*O~", "HL04 child is 0, but 1 of the set are below it");
    tree_says("", "HL*1**S*1~", "HL04 child is 1, but none of the set is below it");
    tree_says(SHAPES, "HL*1**S~HL*2*1*I~", "level I item cannot stand below S shipment; possible: O order");
    tree_says(SHAPES, "HL*1**S~HL*2*1*O~HL*3*2*I~", "HED01 purpose is 00, but the levels stand as they may when HED01 is 05");
    tree_says(LEVELS, "HL*1**S~HL*2*1*X~", "level X is no level of this structure; possible: S shipment, O order, P pack, I item");
    tree_says(LEVELS, "HL*1**S~HL*2*1*I~", "level O order occurs 0 times, at least 1 are needed");
    tree_says(CONTENT, "HL*1**S~HL*2*1*I~QTY*1~", "HL 2 of level I item lacks LIN line");
    tree_says(CONTENT, "HL*1**S~", "HL 1 of level S shipment lacks an HL below it");
}
END_TEST

/* A deep chain, then a wide one, then each instance out of its branch: all of them at once or not at all. */
START_TEST(a_large_tree_takes_linear_time)
{
    enum { N = 200000 };
    const struct schema *s;
    struct buf text = BUF_INIT(64 << 20);
    ck_assert_int_eq(load_tree("", &s), 0);
    for (unsigned kind = 0; kind < 3; kind++) {
        buf_clear(&text);
        buf_puts(&text, "ST*910*0001~HED*00*ABC~");
        const char *letter = kind == 1 ? "N" : "";
        buf_printf(&text, "HL*%s1**O~", letter);
        for (unsigned i = 2; i <= N; i++) buf_printf(&text, "HL*%s%u*%s%u*O~", letter, i, letter, kind == 0 ? i - 1 : kind == 1 || i % 2 ? 1 : i / 2);
        buf_puts(&text, SE);
        kit.diags.count = 0;
        kit_check(&kit, s, &check_default_options, buf_slice(&text));
        ck_assert_msg(kind == 2 ? kit.diags.count > 0 : kit.diags.count == 0, "kind %u: %zu findings", kind, kit.diags.count);
    }
    buf_free(&text);
}
END_TEST

static void tree_is_refused(const char *rules, const char *code)
{
    const struct schema *s = NULL;
    kit.diags.count = 0;
    ck_assert_msg(load_tree(rules, &s) == E_BAD, "%s loads", rules);
    ck_assert_uint_ge(kit.diags.count, 1);
    ck_assert_str_eq(kit.diags.items[0].def->code, code);
}

START_TEST(a_wrong_hierarchy_is_refused)
{
    tree_is_refused(TREE("<level/>"), "SCHEMA-REQUIRED");
    tree_is_refused(TREE("<lever code='S'/>"), "SCHEMA-SHAPE");
    tree_is_refused(TREE("<shape levels='S>'/>"), "SCHEMA-ATTRIBUTE");
    tree_is_refused(TREE("<shape levels='S>O' when='HED.99=1'/>"), "SCHEMA-ATTRIBUTE");
    tree_is_refused(TREE("<shape levels='S>O' when='QTY.01=1'/>"), "SCHEMA-ATTRIBUTE");
    tree_is_refused(TREE("<content level='S' needs='HED'/>"), "SCHEMA-ATTRIBUTE");
    tree_is_refused(TREE("<leaf level='1 2 3 4 5 6 7 8 9 a b c d e f g h i j k l m n o p q r s t u v w x y z'/>"), "SCHEMA-ATTRIBUTE");
    tree_is_refused("<guide id='us:tree' base='x12:T:910' name='tree'><hierarchy path='HED'/></guide>", "SCHEMA-PATH");
    tree_is_refused("<guide id='us:tree' base='x12:T:910' name='tree'><hierarchy path='HL' id='09'/></guide>", "SCHEMA-ATTRIBUTE");
}
END_TEST

START_TEST(every_kind_of_finding_about_rules_is_reached)
{
    bool reached[SCHEMA_N_FINDINGS] = { false };
    for (unsigned i = 0; i < sizeof trees / sizeof *trees; i++) {
        check_tree_row(&trees[i], false);
        for (size_t d = 0; d < kit.diags.count; d++) reached[kit.diags.items[d].def - schema_findings] = true;
    }
    for (unsigned f = HL_DUPLICATE; f < SCHEMA_N_FINDINGS; f++)
        if (!reached[f]) ck_abort_msg("%s is not reached", schema_findings[f].code);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("rules");
    TCase *t = tcase_create("rules");
    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_add_loop_test(t, a_broken_assert_is_one_finding, 0, sizeof asserts / sizeof *asserts);
    tcase_add_test(t, an_assert_speaks_with_the_words_of_its_guide);
    tcase_add_test(t, a_date_is_written_in_one_form);
    tcase_add_test(t, the_agreement_switches_asserts);
    tcase_add_loop_test(t, values_are_checked_where_the_condition_holds, 0, sizeof values / sizeof *values);
    tcase_add_test(t, messages_say_what_the_number_should_be);
    tcase_add_loop_test(t, what_a_guide_requires_is_counted, 0, sizeof required / sizeof *required);
    tcase_add_test(t, what_is_required_is_named);
    tcase_add_loop_test(t, a_tree_is_judged_by_its_numbers, 0, sizeof trees / sizeof *trees);
    tcase_add_test(t, a_tree_is_explained_by_its_levels);
    tcase_add_test(t, a_large_tree_takes_linear_time);
    tcase_add_test(t, a_wrong_hierarchy_is_refused);
    tcase_add_test(t, every_kind_of_finding_about_rules_is_reached);
    suite_add_tcase(suite, t);
    return unit_run(suite);
}
