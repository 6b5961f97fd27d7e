/* fuzz_ack.c - acknowledgements: what is written is read back, and whatever is read does no harm.
 *
 * The bytes are used twice.  First they choose findings of some sets, which become a 997 or 999; read back, it must say the same verdicts,
 * codes and places.  Then they are the inside of a 997 themselves, which may say anything: reading it must end, and stay within its caps. */
#include "ack/faults.h"
#include "engine/documents.h"
#include "schema/findings.h"
#include "x12/findings.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct bytes { const uint8_t *at; size_t left; };

static uint8_t next(struct bytes *b)
{
    if (b->left == 0) return 0;
    b->left--;
    return *b->at++;
}

#define EXPECT(condition) ((condition) ? (void)0 : abort())

static const struct schema *no_schema(void *context, const struct document_step *step, struct check_options *options, struct diags *diags)
{
    (void)context, (void)step, (void)options, (void)diags;
    return NULL;
}

/* ---- there and back ---- */

static void add_finding(struct bytes *b, struct diags *diags)
{
    static const struct { const struct diag_def *def; bool element; } kinds[] = {
        { &schema_findings[X12_ELEMENT_CODE], true }, { &schema_findings[X12_ELEMENT_MISSING], true }, { &schema_findings[X12_ELEMENT_CONDITION], true },
        { &schema_findings[X12_REPEAT_MAX], true }, { &schema_findings[GUIDE_CODE], true }, { &schema_findings[X12_SEGMENT_UNKNOWN], false },
        { &schema_findings[X12_SEGMENT_MISSING], false }, { &schema_findings[X12_LOOP_MAX], false }, { &x12_findings[X12_SE01_COUNT], false },
        { &x12_findings[X12_SE_MISSING], false },
    };
    unsigned k = next(b) % (sizeof kinds / sizeof kinds[0]);
    struct place p = { .segment = 1u + next(b), .segment_id = "PO1", .element_ref = next(b) };
    if (kinds[k].element) {
        p.element = (uint16_t)(1 + next(b) % 99);
        p.component = next(b) % 4;
        p.repeat = next(b) % 3;
    }
    char value[4] = { (char)next(b), (char)next(b), (char)next(b), 0 };
    diag_add(diags, kinds[k].def, p, SLICE("PO103"), slice_of(value), NO_ARG, NO_ARG);
}

static void read_back(slice text, struct arena *arena, struct ack_reading *out)
{
    struct documents *documents = documents_new(&x12_default_limits, 100);
    struct source source = { .name = "answer", .bytes = text, .fd = -1 };
    struct document_chooser chooser = { no_schema, NULL };
    struct document_step step;
    bool found = false;
    documents_open(documents, &source, 0, &chooser);
    while (documents_next(documents, &step) > 0) {
        if (step.event == DOCUMENT_INTERCHANGE_END || step.event == DOCUMENT_GROUP_END) EXPECT(step.diags->count == 0);
        if (step.event != DOCUMENT_SET) continue;
        EXPECT(step.diags->count == 0 && !found);
        found = true;
        step.tree->text = arena_copy(arena, (slice){ step.tree->text, text.len }).ptr;     /* it outlives the reader */
        ack_read(step.tree, arena, out);
    }
    EXPECT(found);
    documents_free(documents);
}

static void there_and_back(struct bytes *b)
{
    struct arena *arena = arena_new();
    bool is_new = next(b) & 1;
    struct ack_group *g = ack_group_new(arena, SLICE("PO"), SLICE("17"), is_new ? SLICE("005010") : SLICE("004010"));
    (void)ack_group_form(g, next(b) & 1 ? ACK_999 : ACK_997);
    unsigned sets = 1 + next(b) % 4, accepted = 0;
    bool verdicts[4] = { false };
    for (unsigned i = 0; i < sets; i++) {
        struct diags diags;
        diags_init(&diags, arena, 50);
        for (unsigned n = next(b) % 6; n > 0; n--) add_finding(b, &diags);
        slice control = arena_printf(arena, "%04u", i + 1);
        verdicts[i] = ack_group_set(g, SLICE("850"), control, &diags);
        accepted += verdicts[i];
    }
    ack_group_close(g, NULL, sets);
    struct buf text = BUF_INIT(1 << 20);
    struct ack_envelope e = {
        .delims = { .element = '*', .component = '>', .repetition = is_new ? '^' : '\0', .terminator = "~", .terminator_len = 1 },
        .from = { SLICE("ZZ"), SLICE("US"), SLICE("US") }, .to = { SLICE("ZZ"), SLICE("THEM"), SLICE("THEM") },
        .version = is_new ? "00501" : "00401", .release = is_new ? SLICE("005010") : SLICE("004010"), .usage = 'T', .interchange_control = 1, .group_control = 1,
    };
    ack_write_997(g, &e, &text);
    struct ack_reading r;
    read_back(buf_slice(&text), arena, &r);
    EXPECT(slice_is(r.functional_id, "PO") && slice_is(r.group_control, "17") && r.verdict == ack_group_verdict(g) && r.n_sets == sets);
    EXPECT(ack_refuses(r.verdict) == (accepted == 0));
    for (unsigned i = 0; i < sets; i++) {
        const struct ack_read_set *s = &r.sets[i];
        EXPECT(ack_refuses(s->verdict) == !verdicts[i] && (s->verdict == 'A') == (s->n_codes == 0));
        for (size_t f = 0; f < s->n_faults; f++)
            EXPECT(s->faults[f].segment >= 1 && s->faults[f].segment <= 256 && s->faults[f].element <= 99 && s->faults[f].component < 4 &&
                   (s->faults[f].element > 0) == (s->faults[f].element_code.len > 0) && s->faults[f].segment_code.len > 0);
    }
    buf_free(&text);
    arena_free(arena);
}

/* ---- anything at all ---- */

static void anything(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    struct buf text = BUF_INIT(1 << 20);
    buf_puts(&text, "ISA*00*          *00*          *ZZ*AMAZON         *ZZ*PRMV1          *260303*0915*U*00401*000000101*0*T*>~"
                    "GS*FA*A*B*20260303*0915*1*X*004010~ST*997*0001~");
    buf_add(&text, (slice){ (const char *)data, size });
    buf_puts(&text, "~SE*3*0001~GE*1*1~IEA*1*000000101~");
    struct documents *documents = documents_new(&x12_default_limits, 100);
    struct source source = { .name = "answer", .bytes = buf_slice(&text), .fd = -1 };
    struct document_chooser chooser = { no_schema, NULL };
    struct document_step step;
    documents_open(documents, &source, 0, &chooser);
    while (buf_ok(&text) && documents_next(documents, &step) > 0) {
        if (step.event != DOCUMENT_SET) continue;
        struct ack_reading r;
        ack_read(step.tree, arena, &r);
        for (size_t i = 0; i < r.n_sets; i++) EXPECT(r.sets[i].n_faults <= ACK_READ_FAULTS && r.sets[i].n_codes <= ACK_READ_CODES);
        EXPECT(r.n_codes <= ACK_READ_CODES && ack_words(ACK_GROUP, r.functional_id) != NULL);
    }
    documents_free(documents);
    buf_free(&text);
    arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes bytes = { data, size };
    if (size > 1 << 16) return 0;
    there_and_back(&bytes);
    anything(data, size);
    return 0;
}
