/* check_lang.c - runs tests/lang/NAME.test: small maps, an input, and the output or findings they must give.
 *
 *     %input                       the transaction set of the blocks below: one segment a line, ends at an empty line
 *     %% a sentence                a test
 *     expr: EXPRESSION             @Long of one record
 *     line: EXPRESSION             @Text of a record per PO1 (`line`)
 *     body: … (or lines after it)  the inside of <record out="Out">, as it is; "top:" lines stand in <map> before it
 *     %record NAME                 the record (XML) of the blocks below, by tests/lang/lang/NAME.xml; ends at an empty line
 *     set: RELEASE:SET GUIDE       the map's target; the lines after it are the inside of <map>, and each out: is a segment
 *     out: VALUE                   what must come out, one per record; (absent)
 *     finds: CODE [words]          a finding of load or run; words must be in its message or hint, or are its place: @LINE:COL
 *
 * Every finding of a warning or worse must be named. */
#include "../kit/map_kit.h"

#include "engine/set_writer.h"
#include "xml/xml.h"

#include <check.h>

enum { MAX_LINES = 40 };

struct block {
    slice name, kind, text, target, outs[MAX_LINES], finds[MAX_LINES], top;
    unsigned n_outs, n_finds, line;
};

struct lang {
    struct arena *arena;
    struct schema_path schemas, maps;
    struct checker *checker;
    struct kit_masters masters;
    const char *file;
    slice input, record;        /* record: the layout of the input, or empty */
};

static unsigned failures;

static void wrong(const struct lang *l, const struct block *b, const char *what, slice detail)
{
    failures++;
    fprintf(stderr, "%s:%u: %.*s: %s %.*s\n", l->file, b->line, SLICE_ARG(b->name), what, SLICE_ARG(detail));
}

/* ---- the map around a block ---- */

static const char head[] =
    "<map id=\"lang\" version=\"1\" source=\"x12:004010:850\" guide=\"amazon:850\" target=\"lang:out\"><document key=\"BEG.03\"/>\n";

static slice escaped(struct arena *arena, slice s)
{
    struct buf b = BUF_INIT(1 << 16);
    xml_escape(&b, s);
    slice out = arena_copy(arena, buf_slice(&b));
    buf_free(&b);
    return out;
}

static slice set_map_text(struct lang *l, const struct block *b)
{
    size_t blank = slice_find(b->target, ' ');
    slice set = slice_sub(b->target, 0, blank), guide = slice_trim(slice_sub(b->target, blank, b->target.len));
    return arena_printf(l->arena, "<map id=\"lang\" version=\"1\" source=\"lang:%.*s\" target=\"x12:%.*s\" target-guide=\"%.*s\"><document key=\"@Number\"/>\n"
                        "%.*s%.*s</map>", SLICE_ARG(l->record), SLICE_ARG(set), SLICE_ARG(guide), SLICE_ARG(b->top), SLICE_ARG(b->text));
}

static slice map_text(struct lang *l, const struct block *b)
{
    if (slice_is(b->kind, "set")) return set_map_text(l, b);
    slice e = escaped(l->arena, b->text);
    if (slice_is(b->kind, "expr"))
        return arena_printf(l->arena, "%s%.*s<record out=\"Out\">\n<field id=\"x\" out=\"@Long\" from=\"%.*s\" format=\"yyyy-MM-dd\" too-long=\"hold-document\"/>\n"
                            "<unmapped out=\"@Text @Whole @Number @Date @Code\" reason=\"test\"/></record></map>", head,
                                    SLICE_ARG(b->top), SLICE_ARG(e));
    if (slice_is(b->kind, "line"))
        return arena_printf(l->arena, "%s%.*s<record out=\"Out\"><unmapped out=\"@Text @Long @Whole @Number @Date @Code\" reason=\"test\"/>\n"
                            "<each id=\"l\" from=\"PO1\" as=\"line\" line=\"yes\"><record out=\"Line\">\n<field id=\"x\" out=\"@Text\" from=\"%.*s\" format=\"yyyy-MM-dd\" too-long=\"hold-line\"/>\n"
                            "<unmapped out=\"@Quantity @Price\" reason=\"test\"/></record></each></record></map>", head,
                                    SLICE_ARG(b->top), SLICE_ARG(e));
    return arena_printf(l->arena, "%s%.*s<record out=\"Out\">\n%.*s</record></map>", head, SLICE_ARG(b->top), SLICE_ARG(b->text));
}

/* ---- comparing ---- */

static bool find_matches(const struct diag *d, slice find)
{
    slice code = slice_sub(find, 0, slice_find(find, ' ')), words = slice_trim(slice_sub(find, code.len, find.len));
    if (!slice_is(code, d->def->code)) return false;
    if (words.len == 0) return true;
    struct buf b = BUF_INIT(1 << 16);
    unsigned line, column;
    diag_message(&b, d);
    buf_putc(&b, ' ');
    diag_hint(&b, d);
    if (place_line(&d->place, &line, &column)) buf_printf(&b, " @%u:%u", line, column);
    bool there = memmem(b.ptr, b.len, words.ptr, words.len) != NULL;
    buf_free(&b);
    return there;
}

static void compare_findings(struct lang *l, const struct block *b, const struct diags *diags)
{
    bool used[MAX_LINES] = { false };
    for (size_t i = 0; i < diags->count; i++) {
        const struct diag *d = &diags->items[i];
        bool named = d->severity < SEV_WARN;
        for (unsigned k = 0; k < b->n_finds; k++)
            if (find_matches(d, b->finds[k])) used[k] = named = true;
        if (named) continue;
        wrong(l, b, "finds what no line names:", NO_ARG);
        struct buf text = BUF_INIT(1 << 16);
        diag_text(&text, d);
        fprintf(stderr, "%.*s", (int)text.len, text.ptr);
        buf_free(&text);
    }
    for (unsigned k = 0; k < b->n_finds; k++)
        if (!used[k]) wrong(l, b, "does not find", b->finds[k]);
}

static void compare_outs(struct lang *l, const struct block *b, const struct map *m, const struct tree *out)
{
    const struct schema *layout = map_target_schema(m);
    slice group = slice_is(b->kind, "line") ? SLICE("Line") : SLICE("Out"), field = slice_is(b->kind, "line") ? SLICE("@Text")
            : SLICE("@Long");
    unsigned n = 0;
    for (uint32_t g = 0; g < out->groups && b->n_outs; g++) {
        const struct node *node = &layout->nodes[out->group[g].kind];
        struct buf all = BUF_INIT(1 << 16);
        for (unsigned k = 0; k < node->segment->n_elems; k++) {
            slice v = tree_value(out, g, k), name = node->segment->elems[k].field_name;
            if (slice_is(b->kind, "body")) {
                if (v.ptr && node->segment->elems[k].constant.len == 0) buf_printf(&all, "%s%.*s=%.*s", all.len ? " " : "",
                        SLICE_ARG(name), SLICE_ARG(v));
            } else if (slice_eq(name, field)) {
                buf_add(&all, v.ptr ? v : SLICE("(absent)"));
            }
        }
        bool counts = slice_is(b->kind, "body") ? g > 0 : slice_eq(node->name, group);
        if (counts && n < b->n_outs && !slice_eq(buf_slice(&all), b->outs[n])) wrong(l, b, "gives", arena_copy(l->arena,
                buf_slice(&all)));
        n += counts;
        buf_free(&all);
    }
    if (n != b->n_outs && b->n_outs) wrong(l, b, "gives another number of records:", arena_printf(l->arena, "%u", n));
}

/* Segments as they are written, without their terminator. */
static void compare_segments(struct lang *l, const struct block *b, const struct map *m, const struct tree *out, struct diags *diags)
{
    struct buf bytes = BUF_INIT(1 << 20);
    struct x12_writer to;
    struct set_writer *writer = set_writer_new(l->arena, map_target_flat(m));
    struct set_envelope envelope = set_envelope_default(writer, 0);
    x12_write_begin(&to, &bytes, &envelope.delims, true);
    (void)set_write_body(writer, &to, "0001", X12_EXTENDED, out, NULL, diags);
    slice rest = buf_slice(&bytes), line;
    unsigned n = 0;
    while (slice_next(&rest, '\n', &line)) {
        if (line.len == 0 || slice_starts(line, SLICE("ST*")) || slice_starts(line, SLICE("SE*"))) continue;
        line.len--;
        if (n < b->n_outs && !slice_eq(line, b->outs[n])) wrong(l, b, "writes", arena_copy(l->arena, line));
        n++;
    }
    if (n != b->n_outs && b->n_outs) wrong(l, b, "writes another number of segments:", arena_printf(l->arena, "%u", n));
    buf_free(&bytes);
}

static void run_block(struct lang *l, const struct block *b)
{
    struct diags diags;
    const struct map *m = NULL;
    char path[] = "/tmp/crossdock-lang-XXXXXX.xml";
    slice text = map_text(l, b);
    int fd = mkstemps(path, 4);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(fsys_write_all(fd, text), 0);
    close(fd);
    diags_init(&diags, l->arena, 100);
    struct map_sources sources = { l->arena, &l->schemas, &l->maps, l->masters.tables, l->masters.n_tables, NULL, NULL };
    int err = map_load(&sources, slice_of(path), &m, &diags);
    unlink(path);
    if (err == 0) {
        struct tree in, out;
        struct map_result result;
        struct diags reading;
        struct kit_record record = { NULL };
        tree_init(&in);
        tree_init(&out);
        diags_init(&reading, l->arena, 100);
        struct source *source = kit_source(l->arena, "input", l->input);
        if (l->record.len) ck_assert(kit_record_read(&record, map_source_schema(m), source, &in, &reading));
        else kit_read_set(l->checker, map_source_schema(m), source, &in, &reading);
        struct map_env env = { .items = &l->masters.items, .tables = l->masters.tables, .n_tables = l->masters.n_tables,
                .document_id = SLICE("000042") };
        map_run(m, &env, &in, l->arena, &out, NULL, &result, &diags);
        if (map_target_flat(m)) compare_segments(l, b, m, &out, &diags);
        else compare_outs(l, b, m, &out);
        const char *differs = kit_two_ways(m, &env, &in, l->arena);
        if (differs) wrong(l, b, "has two ways that differ in", slice_of(differs));
        tree_free(&in);
        tree_free(&out);
        kit_record_stop(&record);
    } else if (b->n_outs) {
        wrong(l, b, "does not load", NO_ARG);
    }
    compare_findings(l, b, &diags);
}

/* ---- reading the files ---- */

static bool key_is(slice line, const char *key, slice *value)
{
    if (!slice_starts(line, slice_of(key))) return false;
    *value = slice_trim(slice_sub(line, strlen(key), line.len));
    return true;
}

static slice append(struct arena *arena, slice text, slice line) { return arena_printf(arena, "%.*s%.*s\n", SLICE_ARG(text),
        SLICE_ARG(line)); }

static void take_line(struct lang *l, struct block *b, slice line, slice **open)
{
    slice value;
    if (key_is(line, "out:", &value) && b->n_outs < MAX_LINES) b->outs[b->n_outs++] = value;
    else if (key_is(line, "finds:", &value) && b->n_finds < MAX_LINES) b->finds[b->n_finds++] = value;
    else if (key_is(line, "top:", &value)) b->top = append(l->arena, b->top, value), *open = &b->top;
    else if (key_is(line, "expr:", &value)) b->kind = SLICE("expr"), b->text = value, *open = NULL;
    else if (key_is(line, "line:", &value)) b->kind = SLICE("line"), b->text = value, *open = NULL;
    else if (key_is(line, "set:", &value)) b->kind = SLICE("set"), b->target = value, *open = &b->text;
    else if (key_is(line, "body:", &value)) b->kind = SLICE("body"), b->text = value.len ? append(l->arena, b->text, value)
            : b->text, *open = &b->text;
    else if (*open) **open = append(l->arena, **open, line);
}

static slice read_input(struct lang *l, slice *rest, unsigned *number)
{
    slice line, text = SLICE("ST*850*0001~\n");
    unsigned count = 1;
    while (slice_next(rest, '\n', &line) && slice_trim(line).len) {
        ++*number;
        text = arena_printf(l->arena, "%.*s%.*s~\n", SLICE_ARG(text), SLICE_ARG(slice_trim(line)));
        count++;
    }
    ++*number;
    return arena_printf(l->arena, "%.*sCTT*1~\nSE*%u*0001~\n", SLICE_ARG(text), count + 2);
}

static slice read_record(struct lang *l, slice *rest, unsigned *number)
{
    slice line, text = NO_ARG;
    while (slice_next(rest, '\n', &line) && slice_trim(line).len) {
        ++*number;
        text = append(l->arena, text, line);
    }
    ++*number;
    return text;
}

static unsigned run_file(struct lang *l, const char *path)
{
    slice rest = kit_file(l->arena, path), line;
    struct block b = { .name = { 0 } };
    slice *open = NULL;
    unsigned number = 0, blocks = 0;
    l->file = path;
    while (slice_next(&rest, '\n', &line)) {
        number++;
        bool starts = slice_starts(line, SLICE("%"));
        if (starts && b.name.len) run_block(l, &b), blocks++;
        if (slice_starts(line, SLICE("%input"))) {
            l->input = read_input(l, &rest, &number);
            l->record.len = b.name.len = 0;
        } else if (slice_starts(line, SLICE("%record"))) {
            l->record = slice_trim(slice_sub(line, 7, line.len));
            l->input = read_record(l, &rest, &number);
            b.name.len = 0;
        } else if (starts) {
            b = (struct block){ .name = slice_trim(slice_sub(line, 2, line.len)), .line = number };
            open = NULL;
        } else if (b.name.len && !slice_starts(line, SLICE("#")) && slice_trim(line).len) {
            take_line(l, &b, line, &open);
        }
    }
    if (b.name.len) run_block(l, &b), blocks++;
    return blocks;
}

static void run_named(const char *name)
{
    struct lang l = { .arena = arena_new(), .checker = checker_new() };
    struct diags diags;
    diags_init(&diags, l.arena, 10);
    l.schemas = (struct schema_path){ { arena_printf(l.arena, "%s/schemas", kit_top()).ptr, arena_printf(l.arena,
            "%s/tests/lang", kit_top()).ptr }, 2 };
    l.maps = kit_folder(l.arena, "tests/lang");
    kit_masters_load(&l.masters, l.arena, arena_printf(l.arena, "%s/maps/amazon-prima/tests", kit_top()).ptr, &diags);
    ck_assert(l.masters.has_items && l.masters.n_tables == 1);
    failures = 0;
    unsigned blocks = run_file(&l, arena_printf(l.arena, "%s/tests/lang/%s.test", kit_top(), name).ptr);
    buf_free(&l.masters.image);
    checker_free(l.checker);
    arena_free(l.arena);
    ck_assert_msg(blocks > 0 && failures == 0, "%s: %u of %u language tests failed", name, failures, blocks);
}

static const char *const files[] = { "values", "functions", "paths", "lint", "rules", "lookups", "more", "sets", "records" };

START_TEST(the_language_does_what_its_tests_say) { run_named(files[_i]); }
END_TEST

int main(void)
{
    Suite *s = suite_create("lang");
    TCase *tc = tcase_create("lang");
    tcase_set_timeout(tc, 120);
    tcase_add_loop_test(tc, the_language_does_what_its_tests_say, 0, sizeof files / sizeof *files);
    suite_add_tcase(s, tc);
    SRunner *sr = srunner_create(s);
    srunner_set_tap(sr, "-");
    srunner_run_all(sr, CK_SILENT);
    int failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
