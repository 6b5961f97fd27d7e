/* check_x12.c - X12 syntax: the scanner, delimiters, the reader's events and findings, the writer.
 *
 * Most of it is tables: bytes in, events and finding codes out.  Every case is read whole and again byte by byte. */
#include "unit.h"

#include <fcntl.h>
#include <unistd.h>

#include "x12/scan.h"
#include "x12/write.h"
#include "x12_log.h"

#define ISA_HEAD "ISA*00*          *00*          *ZZ*AMAZON         *ZZ*PRMV1          *260303*0915*"
#define ISA_TAIL "*000000101*0*T*>~"
#define ISA ISA_HEAD "U*00401" ISA_TAIL
#define GS "GS*PO*AMAZON*PRMV1*20260303*0915*101*X*004010~"
#define BEG "BEG*00*NE*PO1**20260303~"
#define SET "ST*850*0001~" BEG "SE*3*0001~"
#define GE "GE*1*101~"
#define IEA "IEA*1*000000101~"
#define GROUP GS SET GE

struct reading {
    const char *text;
    const char *events;         /* null: not looked at */
    const char *codes;          /* of all findings, in order */
    size_t len;                 /* when text holds NUL */
};

/* Byte by byte, and in runs, the same comes out as at once. */
static void ways_agree(const struct x12_log *whole, struct x12_reader *r, const struct source *source, int number)
{
    static const struct { uint32_t chunk; bool runs; } ways[] = { { 1, false }, { 0, true }, { 1, true }, { 50, true } };
    struct x12_log log = log_new();
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        log_read_as(&log, r, source, 0, ways[i].chunk, ways[i].runs);
        ck_assert_msg(slice_eq(buf_slice(&whole->segments), buf_slice(&log.segments)), "case %d: way %d differs", number, (int)i);
        ck_assert_msg(slice_eq(buf_slice(&whole->findings), buf_slice(&log.findings)), "case %d: findings of way %d differ", number, (int)i);
    }
    log_free(&log);
}

static void read_case(const struct reading *c, int number)
{
    struct x12_reader *r = x12_reader_new(NULL);
    struct x12_log whole = log_new();
    struct source source = { .name = "case", .bytes = { c->text, c->len ? c->len : strlen(c->text) }, .fd = -1 };
    log_read(&whole, r, &source, 0, 0);
    ways_agree(&whole, r, &source, number);
    buf_putc(&whole.events, '\0');
    buf_putc(&whole.codes, '\0');
    if (c->events) ck_assert_msg(strcmp(whole.events.ptr, c->events) == 0, "case %d: events %s, expected %s", number, whole.events.ptr, c->events);
    ck_assert_msg(strcmp(whole.codes.ptr, c->codes) == 0, "case %d: findings %s, expected %s", number, whole.codes.ptr, c->codes);
    log_free(&whole);
    x12_reader_free(r);
}

static void read_cases(const struct reading *cases, size_t n)
{
    for (size_t i = 0; i < n; i++) read_case(&cases[i], (int)i);
}
#define READ_CASES(table) read_cases(table, sizeof(table) / sizeof *(table))

START_TEST(sound_interchanges_give_events_and_no_findings)
{
    static const struct reading cases[] = {
        { ISA GROUP IEA, "IGS.sgi", "", 0 },
        { ISA GROUP IEA "\n", "IGS.sgi", "", 0 },
        { ISA GROUP IEA "\r\n" ISA GROUP IEA, "IGS.sgiIGS.sgi", "", 0 },
        { ISA GS "ST*850*0001~SE*2*0001~ST*850*0002~SE*2*0002~GE*2*101~" IEA, "IGSsSsgi", "", 0 },
        { ISA "TA1*000000001*260303*0915*A*000~" GROUP IEA, "ITGS.sgi", "", 0 },
        { ISA "TA1*000000001*260303*0915*A*000~IEA*0*000000101~", "ITi", "", 0 },
        { ISA_HEAD "^*00501" ISA_TAIL "GS*PO*A*B*20260303*0915*1*X*005010~ST*850*0001*005010X222~SE*2*0001~GE*1*1~" IEA, "IGSsgi", "", 0 },
        { "ISA|00|          |00|          |ZZ|AMAZON         |ZZ|PRMV1          |260303|0915|U|00401|000000101|0|T|>\n"
          "GS|PO|AMAZON|PRMV1|20260303|0915|101|X|004010\nST|850|0001\nSE|2|0001\nGE|1|101\nIEA|1|000000101\n", "IGSsgi", "", 0 },
        { "ISA~00~          ~00~          ~ZZ~AMAZON         ~ZZ~PRMV1          ~260303~0915~U~00401~000000101~0~T~>'"
          "GS~PO~AMAZON~PRMV1~20260303~0915~101~X~004010'ST~850~0001'SE~2~0001'GE~1~101'IEA~1~000000101'", "IGSsgi", "", 0 },
    };
    READ_CASES(cases);
}
END_TEST

START_TEST(damage_that_is_safe_to_repair_is_read_and_reported_once)
{
    static const struct reading cases[] = {
        { "\xef\xbb\xbf" ISA GROUP IEA, "IGS.sgi", "X12-BOM", 0 },
        { "\n\n  " ISA GROUP IEA, "IGS.sgi", "X12-BLANK-BEFORE", 0 },
        { "From: someone\n\n" ISA GROUP IEA, "IGS.sgi", "X12-JUNK", 0 },
        { ISA GROUP IEA "\x1a", "IGS.sgi", "X12-CTRL-Z", 0 },
        { ISA GROUP IEA "~", "IGS.sgi", "X12-DOUBLED-TERMINATOR", 0 },
        { ISA GROUP "IEA*1*000000101", "IGS.sgi", "X12-LAST-TERMINATOR", 0 },
        { ISA GS "ST*850*0001~~~" BEG "SE*3*0001~~" GE IEA, "IGS.sgi", "X12-DOUBLED-TERMINATOR", 0 },
        { ISA "\n  " GS "\n    ST*850*0001~\n\tSE*2*0001~\n" GE "\n" IEA, "IGSsgi", "X12-INDENTED", 0 },
        { ISA GS "ST*850*0001 ~SE*2*0001\n~" GE IEA, "IGSsgi", "X12-BLANKS-AT-TERMINATOR", 0 },
        /* wrapped in a segment, in a tag, in the ISA */
        { ISA GS "ST*850*0001~BEG*00*N\nE*PO1**202\r\n60303~S\nE*3*0001~" GE IEA, "IGS.sgi", "X12-WRAPPED", 0 },
        { "ISA*00*          *00*          *ZZ*AMAZON         *ZZ*PRM\nV1          *260303*0915*U*00401" ISA_TAIL GROUP IEA, "IGS.sgi", "X12-WRAPPED", 0 },
        /* ISA of another length */
        { "ISA*00* *00* *ZZ*AMAZON*ZZ*PRMV1*260303*0915*U*00401" ISA_TAIL GROUP IEA, "IGS.sgi", "X12-ISA-PADDING", 0 },
        { "ISA*00*          *00*          *ZZ*AMAZON\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0*ZZ*PRMV1          *260303*0915*U*00401" ISA_TAIL
          GROUP IEA, "IGS.sgi", "X12-ISA-NO-BREAK", 0 },
        /* ISA11 */
        { ISA_HEAD ">*00501" ISA_TAIL GROUP IEA, "IGS.sgi", "X12-ISA11-IGNORED X12-VERSION-DIFFERS", 0 },
        { ISA_HEAD "U*00401" ISA_TAIL "GS*PO*AMAZON*PRMV1*20260303*0915*101*X*005010~" SET GE IEA, "IGS.sgi", "X12-VERSION-DIFFERS", 0 },
        { ISA_HEAD "^*00401" ISA_TAIL GROUP IEA, "IGS.sgi", "X12-ISA11-IGNORED", 0 },
        /* ISA16 */
        { ISA_HEAD "U*00401*000000101*0*T*~\n" GS "\n" SET GE IEA, "IGS.sgi", "X12-ISA16-MISSING", 0 },
        { ISA_HEAD "U*00401*000000101*0*T*~" GROUP IEA, "IGS.sgi", "X12-ISA16-MISSING", 0 },
        { ISA_HEAD "U*00401*000000101*0*T*\xc2\xa6~" GROUP IEA, "IGS.sgi", "X12-ISA16-MULTIBYTE", 0 },
        /* totals of leading zeros and of TA1 */
        { ISA GS SET "GE*1*0101~IEA*1*101~", "IGS.sgi", "X12-GE02-ZEROS X12-IEA02-ZEROS", 0 },
        { ISA "TA1*000000001*260303*0915*A*000~" IEA, "ITi", "X12-IEA01-TA1", 0 },
        { ISA "IEA*0*000000101~", "Ii", "X12-INTERCHANGE-EMPTY", 0 },
        { ISA GS "GE*0*101~" IEA, "IGgi", "X12-GROUP-EMPTY", 0 },
        { ISA "GS*PO*AMAZON*PRMV1*20260303*0915*101*X*004010*X~" SET GE IEA, "IGS.sgi", "X12-GS-EXTRA", 0 },
    };
    READ_CASES(cases);
}
END_TEST

START_TEST(faults_of_the_envelope_have_a_code_each)
{
    static const struct reading cases[] = {
        { ISA GS "ST*850*0001~" BEG "SE*4*0001~" GE IEA, "IGS.sgi", "X12-SE01-COUNT", 0 },
        { ISA GS "ST*850*0001~" BEG "SE*x*0001~" GE IEA, "IGS.sgi", "X12-SE01-COUNT", 0 },
        { ISA GS "ST*850*0001~" BEG "SE*3*1~" GE IEA, "IGS.sgi", "X12-SE02-CONTROL", 0 },
        { ISA GS "ST*850*0001~" BEG GE IEA, "IGS.!sgi", "X12-SE-MISSING", 0 },
        { ISA GS "ST*850*0001~" BEG "ST*850*0002~SE*2*0002~GE*2*101~" IEA, "IGS.!sSsgi", "X12-SE-MISSING", 0 },
        { ISA GS "ST*850*0001~SE*2*0001~ST*850*0001~SE*2*0001~GE*2*101~" IEA, "IGSsSsgi", "X12-ST02-DUPLICATE", 0 },
        { ISA GS "ST*85*0001~SE*2*0001~" GE IEA, "IGSsgi", "X12-ST01-ID", 0 },
        { ISA GS "ST*850~SE*2~" GE IEA, "IGSsgi", "X12-ST-ELEMENTS X12-ST02-CONTROL X12-SE-ELEMENTS", 0 },
        { ISA GS SET "GE*2*101~" IEA, "IGS.sgi", "X12-GE01-COUNT", 0 },
        { ISA GS SET "GE*1*102~" IEA, "IGS.sgi", "X12-GE02-CONTROL", 0 },
        { ISA GS SET IEA, "IGS.s!gi", "X12-GE-MISSING", 0 },
        { ISA "GS*PO*AMAZON*PRMV1*20260303*0915*101*X~" SET GE IEA, "IGS.sgi", "X12-GS-ELEMENTS", 0 },
        { ISA "GS*P***20261303*9915*x*Q*0040100000000~ST*850*0001~SE*2*0001~GE*1*x~" IEA, "IGSsgi",
          "X12-GS01-ID X12-GS02-SENDER X12-GS03-RECEIVER X12-GS04-DATE X12-GS05-TIME X12-GS06-CONTROL X12-GS07-AGENCY X12-GS08-RELEASE", 0 },
        { ISA GROUP GROUP "IEA*2*000000101~", "IGS.sgGS.sgi", "X12-GS06-DUPLICATE", 0 },
        { ISA GROUP "IEA*2*000000101~", "IGS.sgi", "X12-IEA01-COUNT", 0 },
        { ISA GROUP "IEA*1*000000102~", "IGS.sgi", "X12-IEA02-CONTROL", 0 },
        { ISA GS SET "GE*1*101*~IEA*1*000000101*x~", "IGS.sgi", "X12-GE-ELEMENTS X12-IEA-ELEMENTS", 0 },
        { ISA GROUP, "IGS.sg!i", "X12-IEA-MISSING", 0 },
        { ISA GROUP ISA GROUP IEA, "IGS.sg!iIGS.sgi", "X12-IEA-MISSING", 0 },
        { ISA GS "ST*850*0001~BEG*00*N", "IGS.!s!g!i", "X12-SEGMENT-CUT X12-SE-MISSING X12-GE-MISSING X12-IEA-MISSING", 0 },
        { ISA SET IEA, "Ii", "X12-STRAY-INTERCHANGE X12-IEA01-COUNT X12-INTERCHANGE-EMPTY", 0 },
        { ISA GS SET BEG GE IEA, "IGS.sgi", "X12-STRAY-GROUP", 0 },
        { ISA GROUP "TA1*000000001*260303*0915*A*000~" IEA, "IGS.sgTi", "X12-TA1-PLACE", 0 },
        { "ISA*0*          *x*          **               *Z*               *261303*2515*U*0040*00000010x*2*X*>~" GROUP "IEA*1*00000010x~", "IGS.sgi",
          "X12-ISA-PADDING X12-ISA01-QUALIFIER X12-ISA03-QUALIFIER X12-ISA05-QUALIFIER X12-ISA06-SENDER X12-ISA07-QUALIFIER X12-ISA08-RECEIVER "
          "X12-ISA09-DATE X12-ISA10-TIME X12-ISA12-VERSION X12-ISA13-CONTROL X12-ISA14-ACK X12-ISA15-USAGE", 0 },
        { ISA_HEAD "U*00401*000000101*0*T*x~" GROUP IEA, "IGS.sgi", "X12-ISA16-SEPARATOR", 0 },
        { ISA_HEAD "^*00501" ISA_TAIL "GS*PO*A*B*20260303*0915*1*X*005010~ST*850*0001*004010~SE*2*0001~GE*1*1~" IEA, "IGSsgi", "X12-ST03-CONVENTION", 0 },
        { "ISA*00*ME        *03*          *ZZ*AMAZON         *ZZ*PRMV1          *260303*0915*X*00401" ISA_TAIL GROUP IEA, "IGS.sgi",
          "X12-ISA02-AUTHORIZATION X12-ISA04-SECURITY X12-ISA11-STANDARD", 0 },
        { ISA_HEAD "U*00199" ISA_TAIL GROUP IEA, "IGS.sgi", "X12-ISA12-UNSUPPORTED X12-VERSION-DIFFERS", 0 },
    };
    READ_CASES(cases);
}
END_TEST

START_TEST(what_cannot_be_read_is_refused_with_a_finding_and_the_next_isa_is_read)
{
    static const struct reading cases[] = {
        { "", "", "X12-EMPTY", 0 },
        { " \r\n", "", "X12-BLANK-BEFORE X12-EMPTY", 0 },
        { "UNB+UNOC:3+A+B'", "", "X12-NOT-X12", 0 },
        { "<?xml version='1.0'?><VISA*1/>", "", "X12-NOT-X12", 0 },
        { "\xff\xfeI\0S\0A\0*\0", "", "X12-UTF16", 10 },
        { "I\0S\0A\0*\0", "", "X12-UTF16", 8 },
        { "ISAA00A" GROUP, "", "X12-NOT-X12", 0 },
        { "ISA\xc2\xa6" "00" GROUP, "", "X12-ISA-ELEMENT-SEPARATOR", 0 },
        { "ISA*00*short~" ISA GROUP IEA, "IGS.sgi", "X12-ISA-SEPARATORS", 0 },
        { "ISA*00*short~", "", "X12-ISA-SEPARATORS", 0 },
        { ISA_HEAD "U*00401*000000101*0*T*>x" GROUP ISA GROUP IEA, "I!iIGS.sgi", "X12-ISA-TERMINATOR", 0 },
        /* who sent it is known by the places, which is enough for an answer */
        { "ISA 00            00            ZZ AMAZON          ZZ PRMV1           260303 0915 U 00401 000000101 0 T >~GS PO~" ISA GROUP IEA, "I!iIGS.sgi",
          "X12-ISA-ELEMENT-SEPARATOR", 0 },
    };
    READ_CASES(cases);
}
END_TEST

START_TEST(interchanges_of_one_file_may_have_delimiters_of_their_own)
{
    static const char second[] = "ISA|00|          |00|          |ZZ|AMAZON         |ZZ|PRMV1          |260303|0915|U|00401|000000101|0|T|>\n"
        "GS|PO|AMAZON|PRMV1|20260303|0915|101|X|004010\nST|850|0001\nSE|2|0001\nGE|1|101\nIEA|1|000000101\n";
    char text[2000];
    snprintf(text, sizeof text, "%s%s%s", ISA GROUP IEA, second, ISA GROUP IEA);
    read_case(&(struct reading){ text, "IGS.sgiIGSsgiIGS.sgi", "", 0 }, 0);
    /* IEA lost: the next ISA is known by its look, as the old delimiters do not split it. */
    snprintf(text, sizeof text, "%s\n%s", ISA GROUP, second);
    read_case(&(struct reading){ text, "IGS.sg!iIGSsgi", "X12-IEA-MISSING", 0 }, 1);
    /* A wrapped interchange drops its line ends; in the next one they are the terminator. */
    snprintf(text, sizeof text, "%s\n%s", ISA GS "ST*850*0001~BEG*00*N\nE*PO1**20260303~SE*3*0001~" GE IEA, second);
    read_case(&(struct reading){ text, "IGS.sgiIGSsgi", "X12-WRAPPED", 0 }, 2);
}
END_TEST

START_TEST(a_terminator_mangled_to_several_bytes_is_found)
{
    static const char *const terminators[] = { "\xc3\x96", "\xe2\x80\xa6", "\xef\xbf\xbd" };
    for (size_t i = 0; i < sizeof terminators / sizeof *terminators; i++) {
        char text[2000], out[4000];
        size_t n = 0;
        snprintf(text, sizeof text, "%s", ISA GS "ST*850*0001~N1*ST*\xc3\xa9t\xc3~SE*3*0001~" GE IEA);
        for (const char *p = text; *p; p++) {
            if (*p != '~') out[n++] = *p;
            else n += (size_t)snprintf(out + n, sizeof out - n, "%s", terminators[i]);
        }
        out[n] = '\0';
        read_case(&(struct reading){ out, "IGS.sgi", "X12-TERMINATOR-MULTIBYTE", 0 }, (int)i);
    }
}
END_TEST

static enum severity worst_of(const char *text, unsigned lenient)
{
    struct x12_reader *r = x12_reader_new(NULL);
    struct x12_log log = log_new();
    struct source source = { .name = "case", .bytes = slice_of(text), .fd = -1 };
    log_read(&log, r, &source, lenient, 0);
    enum severity worst = log.worst;
    log_free(&log);
    x12_reader_free(r);
    return worst;
}

START_TEST(severities_follow_the_extent_of_the_doubt_and_the_leniencies)
{
    static const struct { const char *text; unsigned bit; enum severity strict, lenient; } cases[] = {
        { ISA GS "ST*850*0001~SE*9*0001~" GE IEA, X12_LENIENT_SE01, SEV_REJECT_DOCUMENT, SEV_WARN },
        { ISA GS SET "GE*9*101~" IEA, X12_LENIENT_GE01, SEV_REJECT_GROUP, SEV_WARN },
        { ISA GROUP "IEA*9*000000101~", X12_LENIENT_IEA01, SEV_REJECT_INTERCHANGE, SEV_WARN },
        { "ISA*00**00**ZZ*AMAZON*ZZ*PRMV1*260303*0915*U*00401" ISA_TAIL GROUP IEA, X12_LENIENT_ISA_PADDING, SEV_WARN, SEV_NOTE },
        { ISA GS "ST*850*0001~BEG*0\n0~SE*3*0001~" GE IEA, X12_LENIENT_WRAPPED, SEV_WARN, SEV_NOTE },
        { "\xef\xbb\xbf" ISA GROUP IEA, X12_LENIENT_BOM, SEV_WARN, SEV_NOTE },
        { ISA GROUP "IEA*1*000000101", X12_LENIENT_NO_LAST_TERMINATOR, SEV_WARN, SEV_NOTE },
        { ISA GS "ST*850*0001~" GE IEA, ~0u, SEV_REJECT_DOCUMENT, SEV_REJECT_DOCUMENT },
        { ISA GROUP, ~0u, SEV_REJECT_INTERCHANGE, SEV_REJECT_INTERCHANGE },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ck_assert_int_eq(worst_of(cases[i].text, 0), cases[i].strict);
        ck_assert_int_eq(worst_of(cases[i].text, cases[i].bit), cases[i].lenient);
    }
    for (unsigned i = 0; i < x12_n_leniencies; i++) ck_assert_uint_eq(x12_leniencies[i].bit, 1u << i);
}
END_TEST

START_TEST(findings_say_where)
{
    struct x12_reader *r = x12_reader_new(NULL);
    struct x12_log log = log_new();
    struct source source = { .name = "case", .bytes = SLICE(ISA GS "ST*850*0001~BEG*0\n0~SE*9*0001~" GE IEA), .fd = -1 };
    log_read(&log, r, &source, 0, 0);
    buf_putc(&log.findings, '\0');
    /* The offset is that of the file although a line end was dropped before it. */
    char expected[200];
    snprintf(expected, sizeof expected, "reject-document X12-SE01-COUNT SE3/1 @%zu+1 850 0001 {9} {3}", strlen(ISA GS "ST*850*0001~BEG*0\n0~SE*"));
    ck_assert_msg(strstr(log.findings.ptr, expected) != NULL, "%s", log.findings.ptr);
    log_free(&log);
    x12_reader_free(r);
}
END_TEST

/* Many sets through a pipe and a file: the window stays small; one large set: it grows, and offsets stay good. */
START_TEST(memory_follows_the_largest_set_and_not_the_file)
{
    char directory[4096], name[4200];
    (void)snprintf(name, sizeof name, "%s/850.edi", unit_directory(directory));
    int fd = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    ck_assert_int_ge(fd, 0);
    FILE *f = fdopen(dup(fd), "w");
    fputs(ISA GS, f);
    for (unsigned i = 1; i <= 50000; i++) fprintf(f, "ST*850*%04u~" BEG "SE*3*%04u~", i, i);
    fprintf(f, "GE*50000*101~" IEA);
    fclose(f);
    struct x12_reader *r = x12_reader_new(NULL);
    struct x12_log log = log_new();
    struct source source = { .name = name, .fd = fd };
    log_read(&log, r, &source, 0, 0);
    ck_assert_uint_eq(log.worst, SEV_NOTE);
    ck_assert_uint_eq(log.events.len, 4 + 3 * 50000);
    ck_assert_uint_le(r->window.room, WINDOW_ROOM);
    log_free(&log);
    x12_reader_free(r);
    close(fd);
    unlink(name);
    rmdir(directory);
}
END_TEST

START_TEST(limits_end_a_set_and_the_rest_of_the_file_is_read)
{
    struct x12_limits limits = { .set_bytes = 200, .set_segments = 5, .segment_elements = 20, .segment_bytes = 150, .interchanges = 2 };
    static const struct reading cases[] = {
        { ISA GS "ST*850*0001~" BEG BEG BEG BEG BEG BEG "SE*8*0001~ST*850*0002~SE*2*0002~GE*2*101~" IEA, "IGS....!sSsgi", "X12-LIMIT-SET-SEGMENTS", 0 },
        { ISA GS "ST*850*0001~MSG*aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa~"
          "MSG*aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa~SE*4*0001~" GE IEA,
          "IGS.!sgi", "X12-LIMIT-SET-BYTES", 0 },
        { ISA GS "ST*850*0001~PO1*1*2*3*4*5*6*7*8*9*10*11*12*13*14*15*16*17*18*19*20*21~PO1*1*2*3*4*5*6*7*8*9*10*11*12*13*14*15*16*17*18*19*20*21~"
          "SE*4*0001~" GE IEA, "IGS..sgi", "X12-LIMIT-ELEMENTS", 0 },
        { ISA GS "ST*850*0001~" BEG "MSG*aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
          "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\nSE*4*0001\n" ISA GROUP IEA, "IGS.!s!g!iIGS.sgi", "X12-LIMIT-SEGMENT", 0 },
        { ISA GROUP IEA ISA GROUP IEA ISA GROUP IEA, "IGS.sgiIGS.sgi", "X12-LIMIT-INTERCHANGES", 0 },
    };
    struct x12_reader *r = x12_reader_new(&limits);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct x12_log whole = log_new();
        struct source source = { .name = "case", .bytes = slice_of(cases[i].text), .fd = -1 };
        log_read(&whole, r, &source, 0, 0);
        ways_agree(&whole, r, &source, (int)i);
        buf_putc(&whole.events, '\0');
        buf_putc(&whole.codes, '\0');
        ck_assert_str_eq(whole.events.ptr, cases[i].events);
        ck_assert_str_eq(whole.codes.ptr, cases[i].codes);
        log_free(&whole);
    }
    x12_reader_free(r);
}
END_TEST

START_TEST(spans_go_straight_into_a_tree)
{
    struct x12_reader *r = x12_reader_new(NULL);
    struct arena *arena = arena_new();
    struct diags diags;
    struct tree t;
    struct x12_event e;
    struct source source = { .name = "case", .bytes = SLICE(ISA GS "ST*850*0001~BEG*0\n0*NE*PO1**20260303~SE*3*0001~" GE IEA), .fd = -1 };
    diags_init(&diags, arena, 10);
    tree_init(&t);
    x12_reader_open(r, &source, 0, &diags);
    x12_reader_spans_into(r, &t);
    tree_add(&t, 0, 0, 0, 0);
    while (x12_reader_next(r, &e) > 0 && e.kind != X12_GE) {
        if (e.kind != X12_ST && e.kind != X12_SEGMENT && e.kind != X12_SE) continue;
        ck_assert_ptr_eq(e.spans, t.field + t.fields);
        tree_add(&t, 1, 0, e.n_spans, e.number);
        if (e.kind == X12_SE) x12_reader_origin(r, &t);
    }
    ck_assert_uint_eq(t.groups, 4);
    ck_assert(slice_is(tree_field(&t, 2, 1), "00"));
    ck_assert(slice_is(tree_field(&t, 2, 3), "PO1"));
    ck_assert(tree_field(&t, 2, 4).ptr == NULL);
    ck_assert_uint_eq(tree_offset(&t, t.field[t.group[2].first + 2]), strlen(ISA GS "ST*850*0001~BEG*0\n0*"));
    ck_assert_int_eq(t.component, '>');
    tree_free(&t);
    arena_free(arena);
    x12_reader_free(r);
}
END_TEST

/* Bytes from a small generator: delimiters, letters, line ends, high bytes. */
static void fill(char *to, size_t n, unsigned seed)
{
    static const char bytes[] = "*~ABCDEFGH^0123*~ >\n\r\xc3\x96\x01*";
    for (size_t i = 0; i < n; i++) {
        seed = seed * 1103515245u + 12345u;
        to[i] = bytes[(seed >> 16) % (sizeof bytes - 1)];
    }
}

START_TEST(the_scanners_agree)
{
    enum { BYTES = 20000, MAX = 8 };
    static char text[BYTES];
    struct x12_scan *a = x12_scan_new(), *b = x12_scan_new();
    struct x12_delims delims = { .element = '*', .component = '>', .terminator = "~", .terminator_len = 1 };
    ck_assert(x12_scan_use(a, X12_SCANNER_PLAIN));
    for (unsigned seed = 1; seed <= 60; seed++) {
        delims.repetition = seed % 2 ? '^' : '\0';
        enum x12_scanner way = X12_SCANNER_SSE2 + seed % 3;
        if (!x12_scan_use(b, way)) continue;
        fill(text, BYTES, seed);
        x12_scan_delims(a, &delims);
        x12_scan_delims(b, &delims);
        x12_scan_text(a, text, BYTES - seed);
        x12_scan_text(b, text, BYTES - seed);
        struct span x[MAX + X12_SPAN_SLACK], y[MAX + X12_SPAN_SLACK];
        struct x12_segment s = { .whole = true }, t;
        while (s.whole && x12_scan_next(a, x, MAX, &s)) {
            ck_assert(x12_scan_next(b, y, MAX, &t));
            ck_assert(s.off == t.off && s.len == t.len && s.next == t.next && s.n_spans == t.n_spans && s.too_many == t.too_many);
            ck_assert(s.odd_bytes == t.odd_bytes && s.broken == t.broken && s.whole == t.whole && s.oddities == t.oddities);
            ck_assert_int_eq(memcmp(x, y, s.n_spans * sizeof *x), 0);
        }
    }
    x12_scan_free(a);
    x12_scan_free(b);
}
END_TEST

START_TEST(a_segment_never_reaches_outside_the_text)
{
    struct x12_scan *s = x12_scan_new();
    struct x12_delims delims = { .element = '*', .component = '>', .terminator = "~", .terminator_len = 1 };
    for (size_t n = 0; n < 200; n++) {
        char *exact = malloc(n + 1);        /* a sanitizer sees a byte read too many */
        fill(exact, n, (unsigned)n + 7);
        char *text = realloc(exact, n ? n : 1);
        struct span spans[4 + X12_SPAN_SLACK];
        struct x12_segment segment = { .whole = true };
        uint32_t last = 0;
        x12_scan_delims(s, &delims);
        x12_scan_text(s, text, (uint32_t)n);
        while (segment.whole && x12_scan_next(s, spans, 4, &segment)) {
            ck_assert_uint_ge(segment.off, last);
            ck_assert_uint_le(segment.off + segment.len, n);
            last = segment.next;
        }
        free(text);
    }
    x12_scan_free(s);
}
END_TEST

START_TEST(a_whole_file_looks_complete_and_a_cut_one_does_not)
{
    static const char text[] = ISA GROUP IEA "\r\n";
    size_t n = sizeof text - 1;
    ck_assert(x12_looks_like(slice_of(text)));
    ck_assert(!x12_looks_like(SLICE("UNB+")));
    ck_assert(x12_may_be_within(SLICE("Dear all,\n" ISA)));
    ck_assert(!x12_may_be_within(SLICE("VISA*00*00*card\nsee ISA below, soon")));
    ck_assert(x12_looks_complete((slice){ text, n }, (slice){ text, n }));
    ck_assert(x12_looks_complete((slice){ text, n - 2 }, (slice){ text, n - 2 }));
    for (size_t i = 0; i < n - 2; i++) ck_assert_msg(!x12_looks_complete((slice){ text, i }, (slice){ text, i }), "cut at %zu", i);
    ck_assert(!x12_looks_complete(SLICE(ISA), SLICE(ISA GROUP IEA ISA GS)));
    ck_assert(x12_looks_complete(SLICE("\n" ISA), SLICE("~SE*1*1~" IEA "\x1a")));
}
END_TEST

START_TEST(what_is_written_is_read_back_without_findings)
{
    struct buf out = BUF_INIT(1 << 16);
    struct x12_writer w;
    struct x12_delims delims = { .element = '*', .component = '>', .repetition = '^', .terminator = "~", .terminator_len = 1 };
    struct x12_address from = { SLICE("ZZ"), SLICE("PRMV1"), SLICE("PRMV1") }, to = { SLICE("ZZ"), SLICE("AMAZON"), SLICE("AMAZON") };
    instant at = INT64_C(1772529300) * 1000000;
    static const char *const versions[][2] = { { "00401", "004010" }, { "00501", "005010" } };
    for (unsigned i = 0; i < 2; i++) {
        buf_clear(&out);
        x12_write_begin(&w, &out, &delims, i == 1);
        x12_write_isa(&w, &from, &to, at, versions[i][0], 42, false, 'P');
        x12_write_gs(&w, "FA", from.gs_id, to.gs_id, at, 7, slice_of(versions[i][1]));
        x12_write_st(&w, "997", "0001");
        x12_write_segment(&w, "AK1");
        x12_write_element(&w, SLICE("PO"));
        x12_write_element(&w, SLICE(""));
        x12_write_element(&w, SLICE("a*b~c>d"));
        x12_write_element(&w, SLICE(""));
        x12_write_component(&w, SLICE(""));
        x12_write_component(&w, SLICE("x"));
        x12_write_element(&w, SLICE(""));
        x12_write_end(&w);
        x12_write_se(&w);
        x12_write_ge(&w);
        x12_write_iea(&w);
        ck_assert_uint_eq(w.replaced, 3);
        ck_assert_uint_eq(strcspn(out.ptr, "~"), 105);
        buf_putc(&out, '\0');
        ck_assert_msg(strstr(out.ptr, "AK1*PO**a b c d*>>x~") != NULL, "%s", out.ptr);
        ck_assert_msg(strstr(out.ptr, "SE*3*0001~") && strstr(out.ptr, "GE*1*7~") && strstr(out.ptr, "IEA*1*000000042~"), "%s", out.ptr);
        read_case(&(struct reading){ out.ptr, "IGS.sgi", "", 0 }, (int)i);
    }
    buf_free(&out);
}
END_TEST

START_TEST(control_numbers_are_remembered_as_written)
{
    struct x12_seen seen = { 0 };
    char text[16];
    ck_assert(!seen_add(&seen, SLICE("0001")) && !seen_add(&seen, SLICE("1")) && !seen_add(&seen, SLICE("A-1")));
    ck_assert(seen_add(&seen, SLICE("0001")) && seen_add(&seen, SLICE("1")) && seen_add(&seen, SLICE("A-1")));
    for (unsigned i = 2; i < 5000; i += 3) {
        int n = snprintf(text, sizeof text, "%04u", i);
        ck_assert(!seen_add(&seen, (slice){ text, (size_t)n }));
        ck_assert(seen_add(&seen, (slice){ text, (size_t)n }));
    }
    seen_clear(&seen);
    ck_assert(!seen_add(&seen, SLICE("0001")));
    seen_free(&seen);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("x12");
    TCase *t = tcase_create("x12");
    tcase_set_timeout(t, 120);
    tcase_add_test(t, sound_interchanges_give_events_and_no_findings);
    tcase_add_test(t, damage_that_is_safe_to_repair_is_read_and_reported_once);
    tcase_add_test(t, faults_of_the_envelope_have_a_code_each);
    tcase_add_test(t, what_cannot_be_read_is_refused_with_a_finding_and_the_next_isa_is_read);
    tcase_add_test(t, interchanges_of_one_file_may_have_delimiters_of_their_own);
    tcase_add_test(t, a_terminator_mangled_to_several_bytes_is_found);
    tcase_add_test(t, severities_follow_the_extent_of_the_doubt_and_the_leniencies);
    tcase_add_test(t, findings_say_where);
    tcase_add_test(t, memory_follows_the_largest_set_and_not_the_file);
    tcase_add_test(t, limits_end_a_set_and_the_rest_of_the_file_is_read);
    tcase_add_test(t, spans_go_straight_into_a_tree);
    tcase_add_test(t, the_scanners_agree);
    tcase_add_test(t, a_segment_never_reaches_outside_the_text);
    tcase_add_test(t, a_whole_file_looks_complete_and_a_cut_one_does_not);
    tcase_add_test(t, what_is_written_is_read_back_without_findings);
    tcase_add_test(t, control_numbers_are_remembered_as_written);
    suite_add_tcase(suite, t);
    return unit_run(suite);
}
