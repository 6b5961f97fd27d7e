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
static const struct row asserts[] = {
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
    ck_assert_str_eq(d->def->source, "page 7");
    ck_assert_int_eq(d->severity, SEV_REJECT_LINE);
    ck_assert_uint_eq(d->line, 2);
    ck_assert_uint_eq(d->place.element_ref, 10);
    ck_assert_str_eq(d->place.set_id, "900");
    ck_slice(d->rule, "us:rules");
    ck_assert_ptr_nonnull(d->rule_place.source);
    buf_free(&text);
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

int main(void)
{
    Suite *suite = suite_create("rules");
    TCase *t = tcase_create("asserts");
    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_add_loop_test(t, a_broken_assert_is_one_finding, 0, sizeof asserts / sizeof *asserts);
    tcase_add_test(t, an_assert_speaks_with_the_words_of_its_guide);
    tcase_add_test(t, the_agreement_switches_asserts);
    suite_add_tcase(suite, t);
    return unit_run(suite);
}
