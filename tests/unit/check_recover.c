/* check_recover.c - a property: one fault in a sound document is one finding, at its place, and what follows is not blamed.
 *
 * Documents are made from every grammar of the shipped folders, one thing is done to each, and the findings are counted.  Totals are left out:
 * a document that lost a line has a wrong count of lines, which is another true statement.  Nothing before the fault is ever blamed. */
#include "base/fsys.h"
#include "base/render.h"
#include "schema_make.h"

#include <fcntl.h>

enum fault { DROP, SWAP, TWICE, GARBLE, FOREIGN, STRAY, BLANK, TOO_LONG, FAULTS };

/* What is demanded of each: the most findings of one document, and how many documents of a grammar may have more than two.  More than two have
   those where the stray or the gap is itself a place in the grammar: a later segment of the set that came early skips what is mandatory before it
   and is one too many when its time comes; one that opens a loop which the set has at several places (820: NM1, IT1, SAC) leads into it; a loop without its opener looks like a part of the loop around it, as far as both have the segments. */
static const struct { const char *name; unsigned most, over; bool here; } faults[FAULTS] = {
    [DROP] = { "dropped", 4, 1, false }, [SWAP] = { "swapped with the next", 3, 2, false }, [TWICE] = { "sent twice", 1, 0, false },
    [GARBLE] = { "garbled id", 2, 0, false }, [FOREIGN] = { "foreign segment", 1, 0, true }, [STRAY] = { "stray segment", 10, 3, false },
    [BLANK] = { "blank element", 2, 0, true }, [TOO_LONG] = { "too long", 2, 0, true }
};
enum { GRAMMARS = 64, DOCUMENTS = 60, MOST = 1000 };

struct segments { slice at[MOST]; unsigned n; };

static struct kit kit;
static struct schema_path path;
static char grammars[GRAMMARS][16];
static unsigned n_grammars;

static void set_up(void) { kit_open(&kit, 100); }
static void tear_down(void) { kit_close(&kit); }

static void find_grammars(void)
{
    static char dir[4096];
    struct arena *arena = arena_new();
    slice *releases, *files;
    size_t n = 0, k;
    const char *top = getenv("TOP_SRCDIR");
    (void)snprintf(dir, sizeof dir, "%s/schemas", top ? top : ".");
    path = (struct schema_path){ { dir }, 1 };
    if (fsys_list(AT_FDCWD, arena_cstr(arena, arena_printf(arena, "%s/x12", dir)), arena, &releases, &n) < 0) n = 0;
    for (size_t i = 0; i < n; i++) {
        if (fsys_list(AT_FDCWD, arena_cstr(arena, arena_printf(arena, "%s/x12/%.*s", dir, SLICE_ARG(releases[i]))), arena, &files, &k) < 0) continue;
        for (size_t f = 0; f < k && n_grammars < GRAMMARS; f++)
            if (files[f].len == 7 && slice_ends(files[f], SLICE(".xml")))
                (void)snprintf(grammars[n_grammars++], sizeof *grammars, "x12:%.*s:%.3s", SLICE_ARG(releases[i]), files[f].ptr);
    }
    arena_free(arena);
}

/* Without rules over the whole set: a generator that kept them would be a second checker. */
static struct schema load(unsigned i)
{
    const struct schema *s = NULL;
    ck_assert_msg(schema_load(kit.arena, &path, slice_of(grammars[i]), SLICE(""), &s, &kit.diags) == 0, "%s does not load", grammars[i]);
    struct schema bare = *s;
    bare.asserts = NULL;
    bare.hierarchies = NULL;
    return bare;
}

static void cut(slice text, struct segments *out)
{
    slice rest = text, part;
    out->n = 0;
    while (slice_next(&rest, '~', &part) && part.len && out->n < MOST) out->at[out->n++] = part;
}

static slice id_of(slice segment) { return slice_sub(segment, 0, slice_find(segment, '*')); }

/* A segment with one element changed: `k` from 1. */
static slice with_element(slice segment, unsigned k, slice value)
{
    slice rest = segment, part, made = NO_ARG;
    for (unsigned i = 0; slice_next(&rest, '*', &part); i++)
        made = arena_printf(kit.arena, "%.*s%s%.*s", SLICE_ARG(made), i ? "*" : "", SLICE_ARG(i == k ? value : part));
    return made;
}

static unsigned elements_of(slice segment)
{
    unsigned n = 0;
    for (size_t i = 0; i < segment.len; i++) n += segment.ptr[i] == '*';
    return n;
}

static slice element_of(slice segment, unsigned k)
{
    slice rest = segment, part = NO_ARG;
    for (unsigned i = 0; i <= k && slice_next(&rest, '*', &part); i++) {}
    return part;
}

/* Do it to segment `at`; false when it cannot be done there. */
static bool spoil(struct segments *s, unsigned at, enum fault fault, struct maker *m)
{
    slice kept = s->at[at];
    switch (fault) {
    case DROP:
        memmove(&s->at[at], &s->at[at + 1], (s->n-- - at - 1) * sizeof *s->at);
        return true;
    case SWAP:
        if (at + 2 >= s->n || slice_eq(id_of(kept), id_of(s->at[at + 1]))) return false;
        s->at[at] = s->at[at + 1];
        s->at[at + 1] = kept;
        return true;
    case TWICE: case FOREIGN: case STRAY:
        memmove(&s->at[at + 1], &s->at[at], (s->n++ - at) * sizeof *s->at);
        if (fault == FOREIGN) s->at[at] = SLICE("ISR*1*20260303");
        if (fault == STRAY) s->at[at] = s->at[1 + draw(m, s->n - 2)];
        return true;
    case GARBLE:
        s->at[at] = arena_printf(kit.arena, "?%.*s", SLICE_ARG(slice_sub(kept, 1, kept.len)));
        return true;
    default: {
        unsigned n = elements_of(kept);
        if (n == 0) return false;
        unsigned k = 1 + draw(m, n);
        if (element_of(kept, k).len == 0) return false;
        s->at[at] = with_element(kept, k, fault == BLANK ? NO_ARG : SLICE("X12345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"
                    "01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890"
                    "0123456789012345678901234567890123456789012345678901234567890"));
        return true;
    }
    }
}

static bool is_total(const struct diag *d) { return strncmp(d->def->code, "CTT-", 4) == 0 || d->severity == SEV_NOTE; }

/* Findings of the document in kit.diags, as words; those that another fault than ours would explain are left out. */
static unsigned findings(struct buf *out, unsigned segment, bool here)
{
    unsigned n = 0;
    buf_clear(out);
    for (size_t i = 0; i < kit.diags.count; i++) {
        const struct diag *d = &kit.diags.items[i];
        if (is_total(d)) continue;
        n++;
        buf_printf(out, "  %s at segment %u: ", d->def->code, d->place.segment);
        diag_message(out, d);
        buf_putc(out, '\n');
        ck_assert_msg(d->place.segment >= segment, "%.*s  it is before segment %u, where nothing is wrong", SLICE_ARG(buf_slice(out)), segment);
        ck_assert_msg(!here || d->place.segment == segment, "%.*s  it is not at segment %u", SLICE_ARG(buf_slice(out)), segment);
    }
    return n;
}

/* Number of findings; -1 when this could not be done to this document. */
static int try_fault(struct maker *m, const struct schema *s, enum fault fault, uint64_t seed, struct buf *says)
{
    struct segments *segments = arena_alloc(kit.arena, sizeof *segments);
    make(m, s, seed);
    cut(buf_slice(&m->text), segments);
    if (segments->n < 4 || segments->n + 1 >= MOST) return -1;
    unsigned at = 1 + draw(m, segments->n - 2);            /* not ST, not SE */
    if (!spoil(segments, at, fault, m)) return -1;
    struct buf text = BUF_INIT(1 << 20);
    for (unsigned i = 0; i < segments->n; i++) buf_printf(&text, "%.*s~", SLICE_ARG(segments->at[i]));
    kit.diags.count = 0;
    kit_check(&kit, s, &check_default_options, buf_slice(&text));
    int n = (int)findings(says, at + 1, faults[fault].here);
    if (getenv("RECOVER_VERBOSE") && n > 1) fprintf(stderr, "%s: segment %u: %s: %d\n%.*s", s->id.ptr, at + 1, faults[fault].name, n, SLICE_ARG(buf_slice(says)));
    buf_free(&text);
    return n;
}

START_TEST(one_fault_is_one_finding)
{
    struct schema s = load((unsigned)_i / FAULTS);
    enum fault fault = (enum fault)(_i % FAULTS);
    struct maker m = { .text = BUF_INIT(1 << 20) };
    struct buf says = BUF_INIT(1 << 16);
    unsigned over = 0;
    for (uint64_t seed = 1; seed <= DOCUMENTS; seed++) {
        int n = try_fault(&m, &s, fault, seed, &says);
        over += n > 2;
        ck_assert_msg(n <= (int)faults[fault].most && over <= faults[fault].over, "%s: %s, document %u: %d findings\n%.*s", grammars[_i / FAULTS],
                      faults[fault].name, (unsigned)seed, n, SLICE_ARG(buf_slice(&says)));
    }
    buf_free(&m.text);
    buf_free(&says);
}
END_TEST

int main(void)
{
    find_grammars();
    Suite *suite = suite_create("recover");
    TCase *t = tcase_create("recover");
    tcase_set_timeout(t, 120);
    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_add_loop_test(t, one_fault_is_one_finding, 0, (int)n_grammars * FAULTS);
    suite_add_tcase(suite, t);
    return unit_run(suite);
}
