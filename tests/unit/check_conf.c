/* check_conf.c - settings and agreements: what is read, what is refused and how it is said, and which agreement an interchange leads to. */
#include "conf/conf.h"

#include "conf/findings.h"
#include "conf/shape.h"

#include "base/err.h"
#include "base/fsys.h"
#include "base/render.h"

#include "unit.h"

#include <fcntl.h>
#include <unistd.h>

static const char *const lenient_names[] = { "wrong-se01", "wrong-ge01", "bom" };
static const unsigned lenient_bits[] = { 1, 2, 32 };
static const struct conf_names names = { lenient_names, lenient_bits, 3 };

static struct arena *arena;
static struct diags diags;
static char dir_name[4096];
static int dir;
static struct conf *conf;

static const char good_settings[] = "<crossdock company=\"Us\"/>";
static const char good_agreement[] =
    "<agreement title=\"T\"><they qualifier=\"ZZ\" id=\"AMAZON\"/><we qualifier=\"ZZ\" id=\"PRMV1\"/><document set=\"850\"/></agreement>";

static void put_file(const char *path, const char *text)
{
    ck_assert_int_eq(fsys_put_file(dir, path, slice_of(text), false), 0);
}

static void set_up(void)
{
    arena = arena_new();
    diags_init(&diags, arena, DIAGS_DEFAULT_CAP);
    dir = fsys_open_dir(AT_FDCWD, unit_directory(dir_name));
    ck_assert_int_ge(dir, 0);
    ck_assert_int_eq(fsys_mkdir(dir, "partners"), 0);
    put_file("crossdock.xml", good_settings);
    put_file("partners/amazon.xml", good_agreement);
    conf = NULL;
}

static void tear_down(void)
{
    slice *files;
    size_t n = 0;
    if (fsys_list(dir, "partners", arena, &files, &n) == 0) {
        for (size_t i = 0; i < n; i++)
            fsys_unlink(dir, arena_printf(arena, "partners/%.*s", SLICE_ARG(files[i])).ptr);
    }
    unlinkat(dir, "partners", AT_REMOVEDIR);
    fsys_unlink(dir, "crossdock.xml");
    fsys_close(dir);
    rmdir(dir_name);
    arena_free(arena);
}

static int load(void) { return conf_load(arena, dir, &names, &conf, &diags); }

/* The findings as one text: "PLACE CODE message | hint" a line. */
static const char *findings(void)
{
    struct buf text = BUF_INIT(1 << 16);
    for (size_t i = 0; i < diags.count; i++) {
        diag_place(&text, &diags.items[i].place);
        buf_printf(&text, " %s ", diags.items[i].def->code);
        diag_message(&text, &diags.items[i]);
        buf_puts(&text, " | ");
        diag_hint(&text, &diags.items[i]);
        buf_putc(&text, '\n');
    }
    const char *kept = arena_cstr(arena, buf_slice(&text));
    buf_free(&text);
    return kept;
}

START_TEST(defaults_hold_where_nothing_is_written)
{
    ck_assert_msg(load() == 0, "%s", findings());
    ck_assert_uint_eq(diags.count, 0);
    ck_assert(slice_is(conf->company, "Us"));
    ck_assert_uint_eq(conf->settle_seconds, 2);
    ck_assert_uint_eq(conf->workers, 2);
    ck_assert_uint_eq(conf->batch_files, 8);
    ck_assert_uint_eq(conf->max_file_bytes, 1ull << 30);
    ck_assert_uint_eq(conf->max_set_bytes, 256ull << 20);
    ck_assert_uint_eq(conf->max_findings, 1000);
    ck_assert_uint_eq(conf->max_attempts, 3);
    const struct agreement *a = conf_agreement(conf, SLICE("amazon"));
    ck_assert_ptr_nonnull(a);
    ck_assert(slice_is(a->their_group_id, "AMAZON") && slice_is(a->our_group_id, "PRMV1") && slice_is(a->usage, "P"));
    ck_assert(a->acknowledge == CONF_ACK_997 && a->send_ta1 && !a->ack_line_ends && a->hold_order && !a->hash_plain);
    ck_assert(slice_is(a->whole, "set"));
    ck_assert_uint_eq(a->duplicate_days, 180);
    ck_assert_int_eq(a->charset, CHARSET_AUTO);
    ck_assert_int_eq(a->duplicate_interchange, CONF_DUPLICATE_REFUSE);
    ck_assert_int_eq(a->duplicate_group, CONF_DUPLICATE_IGNORE);
    ck_assert_int_eq(a->duplicate_set, CONF_DUPLICATE_IGNORE);
    ck_assert(a->note_sequence && a->n_envelopes == 0);
    ck_assert_uint_eq(a->lenient, 0);
    ck_assert_int_eq(a->code_severity, SEV_REJECT_DOCUMENT);
    ck_assert_int_eq(a->guide_severity, SEV_WARN);
}
END_TEST

START_TEST(every_default_is_a_usable_value_of_its_row)
{
    static const struct conf_shape *const shapes[] = { &conf_settings_shape, &conf_agreement_shape, &conf_document_shape, &conf_param_shape,
                                                       &conf_envelope_shape };
    static const size_t sizes[] = { sizeof(struct conf), sizeof(struct agreement), sizeof(struct conf_document), sizeof(struct conf_param),
                                    sizeof(struct conf_envelope) };
    struct conf_reader reader = { .arena = arena, .names = &names, .diags = &diags };
    for (unsigned s = 0; s < 5; s++) {
        void *object = arena_alloc(arena, sizes[s]);
        for (unsigned i = 0; i < shapes[s]->n_rows; i++) {
            const struct conf_row *row = &shapes[s]->rows[i];
            ck_assert_msg(!row->fallback || conf_store(&reader, row, slice_of(row->fallback), object), "%s/%s", row->element, row->attribute);
            ck_assert_uint_gt(strlen(row->text), 10);
        }
    }
}
END_TEST

START_TEST(everything_written_is_read)
{
    put_file("crossdock.xml",
             "<crossdock company='A &amp; B'><intake settle='5min'/><workers count='64'/><commit files='1'/>"
             "<limits file='10MB' set='64KB' findings='7' attempts='1'/></crossdock>");
    put_file("partners/amazon.xml",
             "<agreement title='T'><they qualifier='01' id='A' group-id='AG'/><we qualifier='ZZ' id='W' group-id='WG'/>"
             "<take usage=' P  I'/><acknowledge with='nothing' ta1='never' line-ends='yes'/><answers late='1h' missing='2d'/><characters set='ISO-8859-1'/>"
             "<duplicates days='0' interchange='hold' group='accept' set='refuse'/><sequence interchange='ignore'/><whole of='interchange'/><held-line holds='line'/><lenient to='wrong-ge01 bom'/>"
             "<codes unknown='warn'/><guide deviation='reject-document' asserts='europe -LATE'/><totals hash='plain'/>"
             "<document set='850' release='004010' guide='amazon:850' map='m/x'><param name='customer' value='C'/><param name='empty' value=''/></document>"
             "<document set='997'/></agreement>");
    ck_assert_msg(load() == 0, "%s", findings());
    ck_assert(slice_is(conf->company, "A & B"));
    ck_assert_uint_eq(conf->settle_seconds, 300);
    ck_assert_uint_eq(conf->workers, 64);
    ck_assert_uint_eq(conf->batch_files, 1);
    ck_assert_uint_eq(conf->max_file_bytes, 10u << 20);
    ck_assert_uint_eq(conf->max_set_bytes, 64u << 10);
    const struct agreement *a = &conf->agreements[0];
    ck_assert(slice_is(a->their_qualifier, "01") && slice_is(a->their_group_id, "AG") && slice_is(a->our_group_id, "WG"));
    ck_assert(slice_is(a->usage, "PI") && slice_is(a->whole, "interchange"));
    ck_assert(a->acknowledge == CONF_ACK_NOTHING && !a->send_ta1 && a->ack_line_ends && !a->hold_order && a->hash_plain);
    ck_assert_uint_eq(a->duplicate_days, 0);
    ck_assert_int_eq(a->charset, CHARSET_LATIN1);
    ck_assert_int_eq(a->duplicate_interchange, CONF_DUPLICATE_HOLD);
    ck_assert_int_eq(a->duplicate_group, CONF_DUPLICATE_ACCEPT);
    ck_assert_int_eq(a->duplicate_set, CONF_DUPLICATE_REFUSE);
    ck_assert(!a->note_sequence && a->answers_late == 3600 && a->answers_missing == 172800);
    ck_assert_uint_eq(a->lenient, 34);
    ck_assert_int_eq(a->code_severity, SEV_WARN);
    ck_assert_int_eq(a->guide_severity, SEV_REJECT_DOCUMENT);
    ck_assert(slice_is(a->asserts, "europe -LATE"));
    ck_assert(memcmp(a->source->bytes.ptr + a->asserts_place.offset, "europe", 6) == 0);
    ck_assert_uint_eq(a->n_documents, 2);
    ck_assert_uint_eq(a->documents[0].n_params, 2);
    ck_assert(slice_is(a->documents[0].params[0].value, "C"));
    ck_assert(slice_is(a->documents[0].guide, "amazon:850") && slice_is(a->documents[0].map, "m/x") && a->documents[1].map.len == 0);
}
END_TEST

static const struct { const char *name, *settings, *agreement, *expected; } refusals[] = {
    { "misspelt element", "<crossdock company='U'>\n <intak settle='2s'/></crossdock>", NULL,
      "crossdock.xml:2:3 CONF-UNKNOWN <intak> is not known in <crossdock> | did you mean intake?\n" },
    { "misspelt attribute", "<crossdock company='U'><intake setle='2s'/></crossdock>", NULL,
      "crossdock.xml:1:32 CONF-UNKNOWN the attribute setle is not known in <intake> | did you mean settle?\n" },
    { "far from every name", "<crossdock company='U'><limits colour='red'/></crossdock>", NULL,
      "crossdock.xml:1:32 CONF-UNKNOWN the attribute colour is not known in <limits> | known here: file, set, findings, attempts\n" },
    { "child of a setting", "<crossdock company='U'><intake><x/></intake></crossdock>", NULL,
      "crossdock.xml:1:33 CONF-UNKNOWN <x> is not known in <intake> | this element holds attributes only\n" },
    { "no unit", "<crossdock company='U'><intake settle='2'/></crossdock>", NULL,
      "crossdock.xml:1:40 CONF-VALUE settle of <intake> is \"2\", which is not a time from 0s to 1h, such as 2s | "
      "write settle of <intake> as a time from 0s to 1h, such as 2s\n" },
    { "out of range", "<crossdock company='U'><workers count='65'/></crossdock>", NULL,
      "crossdock.xml:1:40 CONF-VALUE count of <workers> is \"65\", which is not a number from 1 to 64 | write count of <workers> as a number from 1 to 64\n" },
    { "too big for any number", "<crossdock company='U'><limits file='99999999999999999999GB'/></crossdock>", NULL,
      "crossdock.xml:1:38 CONF-VALUE file of <limits> is \"99999999999999999999GB\", which is not a size from 1KB to 1TB, such as 1GB | "
      "write file of <limits> as a size from 1KB to 1TB, such as 1GB\n" },
    { "overflow by the unit", "<crossdock company='U'><limits set='9000000000000000000TB'/></crossdock>", NULL,
      "crossdock.xml:1:37 CONF-VALUE set of <limits> is \"9000000000000000000TB\", which is not a size from 1KB to 1GB, such as 256MB | "
      "write set of <limits> as a size from 1KB to 1GB, such as 256MB\n" },
    { "missing attribute", "<crossdock/>", NULL,
      "crossdock.xml:1:2 CONF-MISSING company of <crossdock> is missing | add it: name of the company, as people call it; shown in reports\n" },
    { "repeated element", "<crossdock company='U'><workers count='2'/><workers count='3'/></crossdock>", NULL,
      "crossdock.xml:1:45 CONF-REPEATED <workers> is written more than once in <crossdock> | keep the one that is meant and remove the others\n" },
    { "stray text", "<crossdock company='U'>hello</crossdock>", NULL,
      "crossdock.xml:1:2 CONF-TEXT text \"hello\" inside <crossdock> means nothing | write values as attributes, notes between <!-- and -->\n" },
    { "wrong root", "<settings/>", NULL,
      "crossdock.xml:1:2 CONF-ROOT the file starts with <settings>, not with <crossdock> | "
      "write settings as a <crossdock> element in crossdock.xml, agreements as an <agreement> element in partners/NAME.xml\n" },
    { "choice", NULL, "<agreement title='T'><they qualifier='ZZ' id='A'/><we qualifier='ZZ' id='W'/><whole of='file'/><document set='850'/></agreement>",
      "partners/amazon.xml:1:89 CONF-VALUE of of <whole> is \"file\", which is not set or interchange | write of of <whole> as set or interchange\n" },
    { "usage letter", NULL, "<agreement title='T'><they qualifier='ZZ' id='A'/><we qualifier='ZZ' id='W'/><take usage='PT'/><document set='850'/></agreement>",
      "partners/amazon.xml:1:91 CONF-VALUE usage of <take> is \"PT\", which is not one or more of the letters P, T or I | "
      "write usage of <take> as one or more of the letters P, T or I\n" },
    { "leniency", NULL, "<agreement title='T'><they qualifier='ZZ' id='A'/><we qualifier='ZZ' id='W'/><lenient to='bom all'/><document set='850'/></agreement>",
      "partners/amazon.xml:1:91 CONF-VALUE to of <lenient> is \"bom all\", which is not names of leniencies with blanks between "
      "('crossdock reference leniencies' lists them) | write to of <lenient> as names of leniencies with blanks between ('crossdock reference "
      "leniencies' lists them)\n" },
    { "missing element", NULL, "<agreement title='T'><they qualifier='ZZ' id='A'/><we qualifier='ZZ'/></agreement>",
      "partners/amazon.xml:1:52 CONF-MISSING id of <we> is missing | add it: our interchange id: ISA08 of what they send, without padding\n"
      "partners/amazon.xml:1:2 CONF-MISSING <document> is missing | add it: one for each transaction set that is taken\n" },
    { "document twice", NULL,
      "<agreement title='T'><they qualifier='ZZ' id='A'/><we qualifier='ZZ' id='W'/><document set='850'/>\n<document set='850'>"
      "<param name='a' value=''/><param name='a' value='2'/></document></agreement>",
      "partners/amazon.xml:2:48 CONF-REPEATED <param name=\"a\"> is written more than once in <document set=\"850\"> | "
      "keep the one that is meant and remove the others\n"
      "partners/amazon.xml:2:2 CONF-REPEATED <document set=\"850\"> for one release is written more than once in <agreement> | "
      "keep the one that is meant and remove the others\n" },
    { "delimiters", NULL,
      "<agreement title='T'><they qualifier='ZZ' id='A-1'/><we qualifier='ZZ' id='W'/><document set='850'/>\n<envelope element='-' component='-'/>"
      "\n<envelope set='997' element='x'/><envelope version='401' release='4010' set='855'/></agreement>",
      "partners/amazon.xml:3:30 CONF-VALUE element of <envelope> is \"x\", which is not one sign that is no letter, digit or blank, or its number such as 0x1D | "
      "write element of <envelope> as one sign that is no letter, digit or blank, or its number such as 0x1D\n"
      "partners/amazon.xml:3:35 CONF-VALUE version of <envelope> is \"401\", which is not five digits, such as 00401 | "
      "write version of <envelope> as five digits, such as 00401\n"
      "partners/amazon.xml:3:35 CONF-VALUE release of <envelope> is \"4010\", which is not a release that begins with six digits, such as 004010 | "
      "write release of <envelope> as a release that begins with six digits, such as 004010\n"
      "partners/amazon.xml:2:2 CONF-DELIMITERS the delimiter element of <envelope> stands in an address | "
      "choose signs that differ from each other and stand in none of the addresses\n"
      "partners/amazon.xml:2:2 CONF-DELIMITERS the delimiter component of <envelope> stands in an address | "
      "choose signs that differ from each other and stand in none of the addresses\n"
      "partners/amazon.xml:2:2 CONF-DELIMITERS the delimiter component of <envelope> is the same as element | "
      "choose signs that differ from each other and stand in none of the addresses\n" }
};

START_TEST(a_set_is_wrapped_by_its_own_element_filled_up_from_the_common_one)
{
    put_file("partners/amazon.xml",
             "<agreement title='T'><they qualifier='ZZ' id='A'/><we qualifier='ZZ' id='W'/><document set='850'/>"
             "<envelope version='00401' element='|' terminator='0x0A' line-ends='no'/><envelope set='856' version='00501' release='005010' line-ends='yes'/>"
             "</agreement>");
    ck_assert_msg(load() == 0, "%s", findings());
    struct conf_envelope common = agreement_envelope(&conf->agreements[0], SLICE("997")), own = agreement_envelope(&conf->agreements[0], SLICE("856"));
    ck_assert(slice_is(common.version, "00401") && common.element == '|' && common.terminator == '\n' && !common.component && !common.line_ends);
    ck_assert(slice_is(own.version, "00501") && slice_is(own.release, "005010") && own.element == '|' && own.terminator == '\n' && own.line_ends);
}
END_TEST

START_TEST(what_is_wrong_is_said_with_its_place_and_what_is_allowed)
{
    if (refusals[_i].settings)
        put_file("crossdock.xml", refusals[_i].settings);
    if (refusals[_i].agreement)
        put_file("partners/amazon.xml", refusals[_i].agreement);
    ck_assert_int_eq(load(), E_BAD);
    ck_assert_ptr_null(conf);
    ck_assert_msg(strcmp(findings(), refusals[_i].expected) == 0, "%s:\n%s\nexpected:\n%s", refusals[_i].name, findings(), refusals[_i].expected);
}
END_TEST

START_TEST(broken_xml_is_a_finding_and_the_others_are_still_checked)
{
    put_file("crossdock.xml", "<crossdock company='U'");
    put_file("partners/b.xml", "<agreement/>");
    ck_assert_int_eq(load(), E_BAD);
    ck_assert_ptr_nonnull(strstr(findings(), "XML-SYNTAX"));
    ck_assert_ptr_nonnull(strstr(findings(), "partners/b.xml:1:2 CONF-MISSING title"));
}
END_TEST

START_TEST(two_agreements_with_the_same_addresses_are_refused)
{
    put_file("partners/other.xml", good_agreement);
    ck_assert_int_eq(load(), E_BAD);
    ck_assert_uint_eq(diags.count, 1);
    ck_assert_ptr_nonnull(strstr(findings(), "partners/other.xml:1:1 CONF-AMBIGUOUS agreement other has the same addresses as agreement amazon: "
                                             "they ZZ/AMAZON, we ZZ/PRMV1"));
}
END_TEST

START_TEST(names_that_cannot_be_folders_are_refused_and_other_files_left_alone)
{
    put_file("partners/prima.xml", "<agreement title='T'><they qualifier='ZZ' id='P'/><we qualifier='ZZ' id='W'/><document set='850'/></agreement>");
    put_file("partners/a b.xml", "<agreement title='T'><they qualifier='ZZ' id='Q'/><we qualifier='ZZ' id='W'/><document set='850'/></agreement>");
    put_file("partners/.hidden.xml", "rubbish");
    put_file("partners/amazon.xml.orig", "rubbish");
    ck_assert_int_eq(load(), E_BAD);
    ck_assert_uint_eq(diags.count, 2);
    ck_assert_str_eq(diags.items[0].def->code, "CONF-NAME");
    ck_assert_str_eq(diags.items[1].def->code, "CONF-NAME");
}
END_TEST

START_TEST(a_folder_without_settings_is_not_an_instance)
{
    fsys_unlink(dir, "crossdock.xml");
    ck_assert_int_eq(load(), E_BAD);
    ck_assert_str_eq(diags.items[0].def->code, "CONF-NO-INSTANCE");
}
END_TEST

START_TEST(an_instance_without_partners_loads_with_a_warning)
{
    fsys_unlink(dir, "partners/amazon.xml");
    ck_assert_int_eq(load(), 0);
    ck_assert_uint_eq(conf->n_agreements, 0);
    ck_assert_str_eq(diags.items[0].def->code, "CONF-NO-PARTNER");
}
END_TEST

static void three_agreements(void)
{
    put_file("partners/df.xml", "<agreement title='T'><they qualifier='ZZ' id='AMAZONDF'/><we qualifier='ZZ' id='PRMV1'/><document set='850'/></agreement>");
    put_file("partners/uk.xml",
             "<agreement title='T'><they qualifier='01' id='123456789'/><we qualifier='ZZ' id='PRMV2'/>"
             "<document set='850'/><document set='850' release='005010'/></agreement>");
    ck_assert_msg(load() == 0, "%s", findings());
}

static const struct { const char *isa[4], *agreement, *nearest, *differs; } matches[] = {
    { { "ZZ", "AMAZON", "ZZ", "PRMV1" }, "amazon", "amazon", NULL },
    { { "ZZ", "AMAZON         ", "ZZ", "PRMV1     " }, "amazon", "amazon", NULL },
    { { "ZZ", "AMAZONDF", "ZZ", "PRMV1" }, "df", "df", NULL },
    { { "ZZ", "AMAZON", "ZZ", "PRMV9" }, NULL, "amazon", "ISA08 receiver id" },
    { { "12", "AMAZON", "ZZ", "PRMV1" }, NULL, "amazon", "ISA05 sender qualifier" },
    { { "ZZ", "AMAZONDE", "ZZ", "PRMV1" }, NULL, "df", "ISA06 sender id" },
    { { "ZZ", "amazon", "ZZ", "PRMV1" }, NULL, "df", "ISA06 sender id" },
    { { "01", "123456789", "01", "PRMV2" }, NULL, "uk", "ISA07 receiver qualifier" }
};

START_TEST(an_interchange_leads_to_its_agreement_or_names_the_nearest)
{
    three_agreements();
    const struct agreement *nearest;
    const char *differs;
    const char *const *isa = matches[_i].isa;
    const struct agreement *a = conf_match(conf, slice_of(isa[0]), slice_of(isa[1]), slice_of(isa[2]), slice_of(isa[3]), &nearest, &differs);
    if (matches[_i].agreement)
        ck_assert(a && slice_is(a->name, matches[_i].agreement));
    else
        ck_assert_ptr_null(a);
    if (_i != 6)                        /* upper and lower case: the field is what counts there */
        ck_assert(nearest && slice_is(nearest->name, matches[_i].nearest));
    ck_assert_pstr_eq(differs, matches[_i].differs);
}
END_TEST

START_TEST(the_document_of_a_release_goes_before_the_one_for_any)
{
    three_agreements();
    const struct agreement *uk = conf_agreement(conf, SLICE("uk"));
    ck_assert_ptr_eq(agreement_document(uk, SLICE("850"), SLICE("004010")), &uk->documents[0]);
    ck_assert_ptr_eq(agreement_document(uk, SLICE("850"), SLICE("005010")), &uk->documents[1]);
    ck_assert_ptr_eq(agreement_document(uk, SLICE("850"), SLICE("005010VICS")), &uk->documents[1]);
    ck_assert_ptr_null(agreement_document(uk, SLICE("855"), SLICE("004010")));
    ck_assert_ptr_null(conf_agreement(conf, SLICE("nobody")));
}
END_TEST

/* ---- shipped files ---- */

static const char *top(void)
{
    const char *dir_of_sources = getenv("TOP_SRCDIR");
    return dir_of_sources ? dir_of_sources : ".";
}

static slice shipped(const char *path)
{
    struct buf text = BUF_INIT(1 << 20);
    ck_assert_int_eq(fsys_read_file(AT_FDCWD, arena_printf(arena, "%s/%s", top(), path).ptr, &text), 0);
    slice kept = arena_copy(arena, buf_slice(&text));
    buf_free(&text);
    return kept;
}

START_TEST(the_demo_is_sound_and_says_what_the_interface_promises)
{
    int demo = fsys_open_dir(AT_FDCWD, arena_printf(arena, "%s/samples/demo", top()).ptr);
    ck_assert_int_ge(demo, 0);
    ck_assert_msg(conf_load(arena, demo, &names, &conf, &diags) == 0, "%s", findings());
    fsys_close(demo);
    const struct agreement *a = conf_agreement(conf, SLICE("amazon"));
    ck_assert(a && slice_is(a->their_id, "AMAZON") && slice_is(a->our_id, "PRMV1") && slice_is(a->usage, "PTI"));
    ck_assert_uint_eq(a->duplicate_days, 180);
    const struct conf_document *d = agreement_document(a, SLICE("850"), SLICE("004010"));
    ck_assert(d && slice_is(d->map, "amazon-prima/850-sales-order"));
    ck_assert(slice_is(d->params[0].name, "customer") && slice_is(d->params[0].value, "AMZUK"));
}
END_TEST

START_TEST(the_shipped_grammars_name_every_setting_and_accept_the_demo)
{
    static const struct { const char *grammar, *sample; const struct conf_shape *shapes[4]; } rows[] = {
        { "schemas/crossdock/settings.rng", "samples/demo/crossdock.xml", { &conf_settings_shape } },
        { "schemas/crossdock/agreement.rng", "samples/demo/partners/amazon.xml",
          { &conf_agreement_shape, &conf_document_shape, &conf_param_shape, &conf_envelope_shape } }
    };
    const char *grammar = arena_cstr(arena, shipped(rows[_i].grammar));
    for (unsigned s = 0; s < 4 && rows[_i].shapes[s]; s++) {
        for (unsigned r = 0; r < rows[_i].shapes[s]->n_rows; r++) {
            const struct conf_row *row = &rows[_i].shapes[s]->rows[r];
            const char *element = row->element[0] ? row->element : rows[_i].shapes[s]->element;
            ck_assert_msg(strstr(grammar, arena_printf(arena, "<element name=\"%s\">", element).ptr), "no <%s>", element);
            ck_assert_msg(strstr(grammar, arena_printf(arena, "<attribute name=\"%s\">", row->attribute).ptr), "no %s", row->attribute);
            ck_assert_msg(strstr(grammar, arena_printf(arena, "<a:documentation>%s</a:documentation>", row->text).ptr), "no text of %s", row->attribute);
            for (const struct conf_choice *c = row->choices; c && c->name; c++)
                ck_assert_msg(strstr(grammar, arena_printf(arena, "<value>%s</value>", c->name).ptr), "no %s", c->name);
        }
    }
    struct xml_schema *schema = xml_relaxng_new(arena_printf(arena, "%s/%s", top(), rows[_i].grammar).ptr, &diags);
    ck_assert_msg(schema != NULL, "%s", findings());
    struct source source = { .name = rows[_i].sample, .bytes = shipped(rows[_i].sample), .fd = -1 };
    ck_assert_msg(xml_validate(schema, &source, &diags), "%s", findings());
    xml_schema_free(schema);
}
END_TEST

START_TEST(the_reference_has_a_line_for_every_setting)
{
    struct buf text = BUF_INIT(1 << 16);
    conf_reference(&text);
    ck_assert(buf_ok(&text));
    const char *all = arena_cstr(arena, buf_slice(&text));
    buf_free(&text);
    ck_assert_ptr_nonnull(strstr(all, "| `<intake>` | `settle` | a time from 0s to 1h, such as 2s | `2s` | reload | how long"));
    ck_assert_ptr_nonnull(strstr(all, "| `<agreement>` | `title` | a text of 1 to 80 characters without blanks at its ends | must be given |"));
    ck_assert_ptr_nonnull(strstr(all, "| `<whole>` | `of` | set or interchange | `set` | reload |"));
    ck_assert_ptr_nonnull(strstr(all, "| `<document>` | `map` |"));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("conf");
    TCase *tc = tcase_create("conf");
    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_test(tc, defaults_hold_where_nothing_is_written);
    tcase_add_test(tc, every_default_is_a_usable_value_of_its_row);
    tcase_add_test(tc, everything_written_is_read);
    tcase_add_loop_test(tc, what_is_wrong_is_said_with_its_place_and_what_is_allowed, 0, sizeof refusals / sizeof refusals[0]);
    tcase_add_test(tc, a_set_is_wrapped_by_its_own_element_filled_up_from_the_common_one);
    tcase_add_test(tc, broken_xml_is_a_finding_and_the_others_are_still_checked);
    tcase_add_test(tc, two_agreements_with_the_same_addresses_are_refused);
    tcase_add_test(tc, names_that_cannot_be_folders_are_refused_and_other_files_left_alone);
    tcase_add_test(tc, a_folder_without_settings_is_not_an_instance);
    tcase_add_test(tc, an_instance_without_partners_loads_with_a_warning);
    tcase_add_loop_test(tc, an_interchange_leads_to_its_agreement_or_names_the_nearest, 0, sizeof matches / sizeof matches[0]);
    tcase_add_test(tc, the_document_of_a_release_goes_before_the_one_for_any);
    tcase_add_test(tc, the_demo_is_sound_and_says_what_the_interface_promises);
    tcase_add_loop_test(tc, the_shipped_grammars_name_every_setting_and_accept_the_demo, 0, 2);
    tcase_add_test(tc, the_reference_has_a_line_for_every_setting);
    suite_add_tcase(suite, tc);
    return unit_run(suite);
}
