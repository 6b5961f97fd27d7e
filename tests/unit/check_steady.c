/* check_steady.c - what grows with a document must not be allocated segment by segment: allocations are counted while documents of two sizes are
 * read, checked with Amazon's guides, and counted again when everything has been of that size before.
 *
 * The counting stands in front of the C library's own functions, so this program says nothing under a sanitizer, which does the same. */
#include "base/gtin.h"
#include "engine/documents.h"
#include "kit/map_kit.h"

#include "unit.h"

#if defined __SANITIZE_ADDRESS__
#define COUNTS 0
#elif defined __has_feature
#if __has_feature(address_sanitizer)
#define COUNTS 0
#endif
#endif
#ifndef COUNTS
#define COUNTS 1
#endif

static size_t allocations;

#if COUNTS
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);

void *malloc(size_t size)
{
    allocations++;
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    allocations++;
    return __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
    allocations++;
    return __libc_realloc(old, size);
}
#endif

/* ---- documents of any size ---- */

static void put_order(struct buf *out, unsigned lines)
{
    buf_puts(out, "ISA*00*          *00*          *ZZ*AMAZON         *ZZ*PRMV1          *260303*0915*U*00401*000000001*0*P*>~"
                  "GS*PO*AMAZON*PRMV1*20260303*0915*1*X*004010~ST*850*0001~BEG*00*NE*4B0QNA0B**20260214~REF*CR*PRMV1~CSH*Y~DTM*064*20260314~"
                  "N1*ST**92*EDI4~");
    for (unsigned i = 1; i <= lines; i++) buf_printf(out, "PO1*%u*2*EA*6.5*PE*UP*500236778105*VN*ZU3990~", i);
    buf_printf(out, "CTT*%u*%u~SE*%u*0001~GE*1*1~IEA*1*000000001~", lines, 2 * lines, lines + 8);
}

/* A carton for each item, all with numbers of their own. */
static void put_notice(struct buf *out, unsigned items)
{
    buf_puts(out, "ISA*00*          *00*          *ZZ*PRMV1          *ZZ*AMAZON         *260303*0915*^*00501*000000001*0*P*>~"
                  "GS*SH*PRMV1*AMAZON*20260303*0915*1*X*005010~ST*856*0001~BSN*00*PRMV100001*20260303*1451*0001~HL*1**S~TD1*CTN*1****G*12.4*KG~"
                  "TD5**2*UPSN*M~REF*BM*PRMV1100000000~REF*CN*1Z0000000000~DTM*011*20260303*1530~DTM*017*20260305~N1*SF*VENDOR*92*PRMV1~"
                  "N4*NORTHAMPTON**NN11AA*GB~N1*ST**92*GLA1~HL*2*1*O~PRF*4B0QNA0B***20260203~");
    for (unsigned i = 0; i < items; i++) {
        char digits[24];
        (void)snprintf(digits, sizeof digits, "05012345%09u", i + 1);
        buf_printf(out, "HL*%u*2*P~MAN*GM*00%s%c~HL*%u*%u*I~LIN**UP*500236778105*VN*ZU3990~SN1**2*EA~", 2 * i + 3, digits,
                   gs1_check_digit((slice){ digits, 17 }), 2 * i + 4, 2 * i + 3);
    }
    buf_printf(out, "CTT*%u*%u~SE*%u*0001~GE*1*1~IEA*1*000000001~", 2 * items + 2, 2 * items, 5 * items + 16);
}

static const struct kind {
    const char *schema, *guide;
    void (*put)(struct buf *out, unsigned size);
} kinds[] = { { "x12:004010:850", "amazon:850", put_order }, { "x12:005010:856", "amazon:856", put_notice } };

static const struct schema *choose(void *context, const struct document_step *step, struct check_options *options, struct diags *diags)
{
    (void)step, (void)options, (void)diags;
    return context;
}

/* Allocations of one reading; the set must be sound, or the test would measure findings. */
static size_t read_once(struct documents *documents, const struct schema *schema, slice text)
{
    const struct source source = { .name = "steady", .bytes = text, .fd = -1 };
    struct document_chooser chooser = { choose, (void *)(uintptr_t)schema };
    struct document_step step;
    const size_t before = allocations;
    documents_open(documents, &source, 0, &chooser);
    while (documents_next(documents, &step) > 0)
        if (step.event == DOCUMENT_SET) ck_assert_msg(step.diags->worst <= SEV_NOTE, "%s", step.diags->items[0].def->code);
    return allocations - before;
}

static size_t read_of_size(const struct kind *kind, struct documents *documents, const struct schema *schema, unsigned size)
{
    struct buf text = BUF_INIT(1 << 24);
    kind->put(&text, size);
    (void)read_once(documents, schema, buf_slice(&text));
    const size_t count = read_once(documents, schema, buf_slice(&text));
    buf_free(&text);
    return count;
}

START_TEST(a_larger_document_takes_no_more_allocations)
{
    enum { SMALL = 300, LARGE = 30000, GROWTH = 20 };  /* what grows does so by doubling */
    const struct kind *kind = &kinds[_i];
    struct arena *arena = arena_new();
    struct diags diags;
    const struct schema *schema;
    struct schema_path path = kit_folder(arena, "schemas");
    diags_init(&diags, arena, 20);
    ck_assert_int_eq(schema_load(arena, &path, slice_of(kind->schema), slice_of(kind->guide), &schema, &diags), 0);
    struct documents *documents = documents_new(&x12_default_limits, 100);
    const size_t small = read_of_size(kind, documents, schema, SMALL), large = read_of_size(kind, documents, schema, LARGE);
    ck_assert_msg(large <= small + GROWTH, "%s: %zu allocations for %d lines, %zu for %d", kind->schema, small, SMALL, large, LARGE);
    documents_free(documents);
    arena_free(arena);
}
END_TEST

/* That the counting counts: the arrays are made while the first document is read. */
START_TEST(the_first_document_makes_room)
{
    const size_t before = allocations;
    struct documents *documents = documents_new(&x12_default_limits, 100);
    if (COUNTS) ck_assert_uint_gt(allocations, before);
    documents_free(documents);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("steady");
    TCase *t = tcase_create("steady");
    tcase_set_timeout(t, 60);
    tcase_add_test(t, the_first_document_makes_room);
    tcase_add_loop_test(t, a_larger_document_takes_no_more_allocations, 0, sizeof kinds / sizeof *kinds);
    suite_add_tcase(s, t);
    return unit_run(s);
}
