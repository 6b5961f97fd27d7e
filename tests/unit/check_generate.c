/* check_generate.c - a property: documents made from a grammar by rule have no finding; with one thing broken they have at least one. */
#include "base/render.h"
#include "schema_make.h"

#include <unistd.h>

/* ---- the tests ---- */

static const struct { const char *id, *guide; } schemas[] = {
    { "x12:T:900", "" }, { "x12:T:900", "us:900" }, { "x12:004010:997", "" }, { "x12:004010:850", "" }, { "x12:004010:850", "amazon:850" },
};
enum { SCHEMAS = sizeof schemas / sizeof *schemas, DOCUMENTS = 400 };

static struct kit kit;

static void set_up(void) { kit_open(&kit, 20); }
static void tear_down(void) { kit_close(&kit); }

/* Null when a shipped schema is not there. */
static const struct schema *load(int i)
{
    const struct schema *s = NULL;
    if (strncmp(schemas[i].id, "x12:T:", 6) == 0) {
        ck_assert_int_eq(kit_load(kit.arena, NULL, 0, schemas[i].id, schemas[i].guide, &s, &kit.diags), 0);
        return s;
    }
    char dir[4096];
    const char *top = getenv("TOP_SRCDIR");
    (void)snprintf(dir, sizeof dir, "%s/schemas", top ? top : ".");
    if (access(dir, R_OK) != 0) return NULL;
    struct schema_path path = { { dir }, 1 };
    (void)schema_load(kit.arena, &path, slice_of(schemas[i].id), slice_of(schemas[i].guide), &s, &kit.diags);      /* check_schema.c says why */
    return s;
}

START_TEST(documents_made_by_the_grammar_have_no_finding)
{
    const struct schema *s = load(_i);
    struct maker m = { .text = BUF_INIT(1 << 20) };
    for (uint64_t seed = 1; s && seed <= DOCUMENTS; seed++) {
        make(&m, s, seed);
        kit_check(&kit, s, &check_default_options, buf_slice(&m.text));
        if (kit.diags.count > 0) {
            struct buf text = BUF_INIT(1 << 16);
            diag_text(&text, &kit.diags.items[0]);
            ck_abort_msg("seed %u: %.*s", (unsigned)seed, SLICE_ARG(buf_slice(&text)));
        }
        ck_assert_uint_ge(kit.tree.groups, m.segments + 1);
    }
    buf_free(&m.text);
}
END_TEST

/* Take one segment out, put one in twice, or swap bytes of an element for a control byte. */
static void damage(struct maker *m, unsigned how)
{
    size_t at = 1 + draw(m, (unsigned)m->text.len - 2);
    if (how == 0) {
        while (at < m->text.len - 1 && m->text.ptr[at] != '*') at++;
        if (m->text.ptr[at] == '*') m->text.ptr[at - 1] = '\x01';
    } else {
        while (at > 0 && m->text.ptr[at - 1] != '~') at--;
        m->text.ptr[at] = '?';          /* an id that is none */
    }
}

START_TEST(damaged_documents_have_a_finding)
{
    const struct schema *s = load(_i);
    struct maker m = { .text = BUF_INIT(1 << 20) };
    for (uint64_t seed = 1; s && seed <= DOCUMENTS; seed++) {
        make(&m, s, seed);
        damage(&m, seed & 1);
        kit.diags.count = 0;
        kit_check(&kit, s, &check_default_options, buf_slice(&m.text));
        bool has_damage = memchr(m.text.ptr, '?', m.text.len) || memchr(m.text.ptr, '\x01', m.text.len);
        ck_assert_msg(!has_damage || kit.diags.count > 0, "seed %u: %.*s", (unsigned)seed, SLICE_ARG(buf_slice(&m.text)));
        for (size_t i = 0; i < kit.diags.count; i++) {
            const struct place *p = &kit.diags.items[i].place;
            ck_assert_uint_le(p->offset + p->length, m.text.len);
        }
    }
    buf_free(&m.text);
}
END_TEST

/* A few bytes become others that mean something to a checker. */
static void scramble(struct maker *m)
{
    static const char bytes[] = " *~.-0159AZ:EA";
    for (unsigned i = 1 + draw(m, 6); i > 0; i--) m->text.ptr[draw(m, (unsigned)m->text.len)] = bytes[draw(m, sizeof bytes - 1)];
    m->text.ptr[m->text.len - 1] = '~';
}

static void findings_text(struct buf *out)
{
    buf_clear(out);
    for (size_t i = 0; i < kit.diags.count; i++) {
        const struct place *p = &kit.diags.items[i].place;
        buf_printf(out, "%s %u.%u-%u\n", kit.diags.items[i].def->code, p->segment, p->element, p->component);
    }
}

START_TEST(the_fast_way_misses_nothing_that_a_closer_look_finds)
{
    const struct schema *s = load(_i);
    struct maker m = { .text = BUF_INIT(1 << 20) };
    struct buf fast = BUF_INIT(1 << 20), close = BUF_INIT(1 << 20);
    kit.diags.cap = 1000;
    for (uint64_t seed = 1; s && seed <= DOCUMENTS; seed++) {
        make(&m, s, seed);
        scramble(&m);
        for (unsigned pass = 0; pass < 2; pass++) {
            kit.diags.count = 0;
            kit.look_always = pass == 1;
            kit_check(&kit, s, &check_default_options, buf_slice(&m.text));
            findings_text(pass ? &close : &fast);
        }
        ck_assert_msg(slice_eq(buf_slice(&fast), buf_slice(&close)), "seed %u\nfast\n%.*s\nclose\n%.*s\n%.*s", (unsigned)seed,
                      SLICE_ARG(buf_slice(&fast)),
                      SLICE_ARG(buf_slice(&close)), SLICE_ARG(buf_slice(&m.text)));
    }
    buf_free(&m.text);
    buf_free(&fast);
    buf_free(&close);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("generate");
    TCase *t = tcase_create("generate");
    tcase_set_timeout(t, 60);
    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_add_loop_test(t, documents_made_by_the_grammar_have_no_finding, 0, SCHEMAS);
    tcase_add_loop_test(t, damaged_documents_have_a_finding, 0, SCHEMAS);
    tcase_add_loop_test(t, the_fast_way_misses_nothing_that_a_closer_look_finds, 0, SCHEMAS);
    suite_add_tcase(suite, t);
    return unit_run(suite);
}
