/* test.c - runs the tests beside maps (test.h).  Each test has an arena of its own; the map of a file is loaded once. */
#include "map/test.h"

#include "base/fsys.h"
#include "base/render.h"
#include "map/compile.h"
#include "map/files.h"
#include "map/find.h"

#include <fcntl.h>
#include <sys/stat.h>

struct testing {
    const struct map_test_env *env;
    map_test_report *report;
    void *context;
    const char *file, *folder;
    struct map_sources sources;         /* of the file: its own arena */
    const struct map *map;
    unsigned failed;
};

struct outcome {                        /* of one test's run */
    const struct map *map;
    struct tree record;
    slice bytes;                        /* as written */
    const char *folder;
    struct arena *arena;
    struct map_result result;
    struct diags diags;
    bool *expected;                     /* per finding */
    struct buf why;
};

static void tell(struct testing *t, slice name, unsigned line, bool passed, slice why, const struct diags *findings)
{
    struct map_test_result r = { t->file, name, line, passed, why, findings };
    t->failed += !passed;
    t->report(t->context, &r);
}

/* ---- expectations ---- */

static bool finding_matches(const struct diag *d, struct xml_node *e)
{
    slice code = xml_get(e, "finding"), severity = xml_get(e, "severity"), at = xml_get(e, "at"), rule = xml_get(e, "rule");
    uint64_t line;
    if (!slice_is(code, d->def->code)) return false;
    if (severity.ptr && !slice_is(severity, severity_name(d->severity))) return false;
    if (slice_to_u64(xml_get(e, "line"), UINT32_MAX, &line) && line != d->line) return false;
    if (rule.ptr && !slice_eq(rule, d->rule)) return false;
    if (!at.ptr) return true;
    uint64_t element = 0;
    size_t dot = slice_find(at, '.');
    if (dot < at.len && !slice_to_u64(slice_sub(at, dot + 1, 9), 999, &element)) return false;
    return slice_is(slice_sub(at, 0, dot), d->place.segment_id) && (element == 0 || element == d->place.element);
}

static void expect_finding(struct outcome *o, struct xml_node *e)
{
    uint64_t count = 0, found = 0;
    bool counted = slice_to_u64(xml_get(e, "count"), UINT32_MAX, &count);
    for (size_t i = 0; i < o->diags.count; i++) {
        if (!finding_matches(&o->diags.items[i], e)) continue;
        o->expected[i] = true;
        found++;
    }
    if (counted ? found == count : found > 0) return;
    buf_printf(&o->why, "finding %.*s", SLICE_ARG(xml_get(e, "finding")));
    static const char *const parts[] = { "severity", "line", "at", "rule", NULL };
    for (unsigned i = 0; parts[i]; i++)
        if (xml_get(e, parts[i]).ptr) buf_printf(&o->why, " %s %.*s", parts[i], SLICE_ARG(xml_get(e, parts[i])));
    if (counted) buf_printf(&o->why, ": expected %llu, found %llu\n", (unsigned long long)count, (unsigned long long)found);
    else buf_puts(&o->why, ": expected, but not made\n");
}

static void expect_count(struct outcome *o, const char *what, slice expected, unsigned found)
{
    uint64_t count;
    if (slice_to_u64(expected, UINT32_MAX, &count) && count == found) return;
    buf_printf(&o->why, "%s: expected %.*s, found %u\n", what, SLICE_ARG(expected), found);
}

static void expect_value(struct outcome *o, struct xml_node *e, slice path)
{
    uint32_t group;
    unsigned k;
    slice is = xml_get(e, "is"), because = xml_get(e, "because");
    if (!find_field(map_target_schema(o->map), &o->record, path, &group, &k, &o->why)) return;
    slice value = tree_value(&o->record, group, k);
    bool absent = slice_is(xml_get(e, "absent"), "yes");
    if (absent ? value.ptr == NULL : value.ptr && slice_eq(value, is)) return;
    buf_printf(&o->why, "%.*s: expected ", SLICE_ARG(path));
    buf_printf(&o->why, absent ? "no value%.*s" : "\"%.*s\"", SLICE_ARG(is));
    if (because.len) buf_printf(&o->why, " (%.*s)", SLICE_ARG(because));
    buf_printf(&o->why, value.ptr ? ", found \"%.*s\"\n" : ", found none%.*s\n", SLICE_ARG(value));
}

static void expect_record(struct outcome *o, struct xml_node *e)
{
    slice record = xml_get(e, "record");
    struct buf what = BUF_INIT(200);
    buf_printf(&what, "records %.*s", SLICE_ARG(record));
    buf_putc(&what, '\0');
    expect_count(o, what.ptr, xml_get(e, "count"), find_count(map_target_schema(o->map), &o->record, record));
    buf_free(&what);
}

/* ---- what is written ---- */

static void expect_whole(struct outcome *o, struct xml_node *e, uint32_t group)
{
    const struct schema *set = map_target_schema(o->map);
    const struct segment_def *def = set->nodes[o->record.group[group].kind].segment;
    struct buf text = BUF_INIT(1 << 16);
    unsigned owed = 0;
    buf_add(&text, def->id);
    for (unsigned k = 0; k < def->n_elems; k++) {
        slice value = tree_value(&o->record, group, k), number = flat_number(def, k);
        bool further = number.len > 2 && number.ptr[3] != '1';
        owed = further ? owed : owed + 1;
        if (value.len == 0) continue;
        for (; owed; owed--) buf_putc(&text, '*');
        if (further) buf_putc(&text, '>');
        buf_add(&text, value);
    }
    if (!slice_eq(buf_slice(&text), xml_get(e, "is")))
        buf_printf(&o->why, "segment %.*s: expected \"%.*s\", found \"%.*s\"\n", SLICE_ARG(xml_get(e, "segment")), SLICE_ARG(xml_get(e, "is")), SLICE_ARG(buf_slice(&text)));
    buf_free(&text);
}

static void expect_segment(struct outcome *o, struct xml_node *e)
{
    slice segment = xml_get(e, "segment"), count = xml_get(e, "count"), n = xml_get(e, "n");
    const struct schema *set = map_target_schema(o->map);
    if (!map_target_flat(o->map)) {
        buf_puts(&o->why, "an <expect> names a segment, but the map writes a record\n");
    } else if (count.ptr) {
        expect_count(o, arena_cstr(o->arena, arena_printf(o->arena, "segments %.*s", SLICE_ARG(segment))), count, find_segments(set, &o->record, segment));
    } else if (n.ptr) {
        expect_value(o, e, arena_printf(o->arena, "%.*s.%.*s", SLICE_ARG(segment), SLICE_ARG(n)));
    } else {
        uint32_t group = find_segment(set, &o->record, segment, &o->why);
        if (group != TREE_NONE) expect_whole(o, e, group);
    }
}

/* From ST to SE, where the bytes have an envelope: date and numbers of that are not the map's. */
static slice compared(const struct outcome *o, slice bytes)
{
    if (!map_target_flat(o->map)) return bytes;
    size_t from = 0, to;
    while (from < bytes.len && !slice_starts(slice_sub(bytes, from, 3), SLICE("ST*"))) from++;
    for (to = from; to < bytes.len && !slice_starts(slice_sub(bytes, to, 4), SLICE("\nGE*"));) to++;
    return slice_sub(bytes, from, to + 1 - from);
}

static void expect_file(struct outcome *o, struct xml_node *e)
{
    struct buf text = BUF_INIT(1 << 26);
    const char *path = arena_cstr(o->arena, arena_printf(o->arena, "%s/%.*s", o->folder, SLICE_ARG(xml_get(e, "file"))));
    slice wanted, made = compared(o, o->bytes), a, b;
    if (fsys_read_file(AT_FDCWD, path, &text) != 0) {
        buf_printf(&o->why, "the expected file %s could not be read\n", path);
    } else {
        wanted = compared(o, buf_slice(&text));
        for (unsigned line = 1; wanted.len || made.len; line++) {
            if (!slice_next(&wanted, '\n', &a)) a = SLICE("(the end)");
            if (!slice_next(&made, '\n', &b)) b = SLICE("(the end)");
            if (slice_eq(a, b)) continue;
            buf_printf(&o->why, "%.*s, line %u: expected \"%.*s\", found \"%.*s\"\n", SLICE_ARG(xml_get(e, "file")), line, SLICE_ARG(a), SLICE_ARG(b));
            break;
        }
    }
    buf_free(&text);
}

/* A test file is data of the test, so what is wrong with it is a reason to fail. */
static bool known_attributes(struct outcome *o, struct xml_node *n, const char *const *known)
{
    size_t before = o->diags.count;
    if (xml_known(n, known, &o->diags)) return true;
    for (size_t i = before; i < o->diags.count; i++) {
        diag_message(&o->why, &o->diags.items[i]);
        buf_puts(&o->why, "; ");
        diag_hint(&o->why, &o->diags.items[i]);
        buf_putc(&o->why, '\n');
    }
    o->diags.count = before;
    return false;
}

static void known_tags(struct outcome *o, struct xml_node *n)
{
    for (struct xml_node *child = n->first; child; child = child->next)
        if (!slice_is(child->name, "given") && !slice_is(child->name, "expect"))
            buf_printf(&o->why, "<%.*s> is not known in <test>; <given> and <expect> are\n", SLICE_ARG(child->name));
}

static void expect(struct outcome *o, struct xml_node *e)
{
    static const char *const attrs[] = { "record", "count", "finding", "severity", "line", "at", "rule", "field", "is",
            "segment", "n", "file", "absent", "because", "lines", "held", "key", NULL };
    if (!known_attributes(o, e, attrs)) return;
    slice lines = xml_get(e, "lines"), held = xml_get(e, "held"), key = xml_get(e, "key");
    if (xml_get(e, "finding").ptr) expect_finding(o, e);
    if (xml_get(e, "field").ptr) expect_value(o, e, xml_get(e, "field"));
    if (xml_get(e, "segment").ptr) expect_segment(o, e);
    if (xml_get(e, "file").ptr) expect_file(o, e);
    if (xml_get(e, "record").ptr) expect_record(o, e);
    if (lines.ptr) expect_count(o, "lines", lines, o->result.lines);
    if (held.ptr) expect_count(o, "held lines", held, o->result.held_lines);
    if (key.ptr && !slice_eq(key, o->result.key)) buf_printf(&o->why, "key: expected %.*s, found %.*s\n", SLICE_ARG(key),
                                                             SLICE_ARG(o->result.key));
    static const char *const subjects[] = { "finding", "field", "record", "segment", "file", "lines", "held", "key", NULL };
    bool any = false;
    for (unsigned i = 0; subjects[i]; i++) any |= xml_get(e, subjects[i]).ptr != NULL;
    if (!any) buf_puts(&o->why, "an <expect> names neither finding, field, record, segment, file, lines, held nor key\n");
}

static void expect_nothing_else(struct outcome *o)
{
    for (size_t i = 0; i < o->diags.count; i++) {
        const struct diag *d = &o->diags.items[i];
        if (o->expected[i] || d->severity < SEV_WARN) continue;
        buf_printf(&o->why, "finding %s %s", severity_name(d->severity), d->def->code);
        if (d->line) buf_printf(&o->why, " of line %u", d->line);
        buf_puts(&o->why, " was made, but no <expect> names it\n");
    }
}

/* ---- one test ---- */

static unsigned read_params(struct xml_node *given, struct map_param *out, unsigned most)
{
    unsigned n = 0;
    for (struct xml_node *p = given ? xml_child(given, "param") : NULL; p && n < most; p = xml_next(p, "param"))
        out[n++] = (struct map_param){ xml_get(p, "name"), xml_get(p, "value"), p->place };
    return n;
}

static bool give(struct testing *t, struct xml_node *n, struct arena *arena, struct outcome *o)
{
    struct xml_node *given = xml_child(n, "given");
    struct map_param params[32];
    static const char *const attrs[] = { "file", "document", NULL };
    struct map_test_given input = { 0 };
    known_tags(o, n);
    if (given && !known_attributes(o, given, attrs)) return false;
    const char *file = given ? arena_cstr(arena, xml_get(given, "file")) : "";
    if (!given || !*file) {
        buf_puts(&o->why, "<given file=\"…\"> is missing\n");
        return false;
    }
    if (!t->env->open(t->env->context, o->map, t->folder, file, arena, &input, &o->diags)) {
        buf_printf(&o->why, "the file %s could not be read\n", file);
        return false;
    }
    slice document = xml_get(given, "document");
    struct map_env env = { .items = input.items, .tables = input.tables, .n_tables = input.n_tables, .params = params,
                           .document_id = document.ptr ? document : SLICE("000001") };
    env.n_params = read_params(given, params, 32);
    env.cover = t->env->cover;
    map_run(o->map, &env, input.tree, arena, &o->record, NULL, &o->result, &o->diags);
    bool held = o->result.lines > 0 && o->result.held_lines == o->result.lines;
    if (t->env->write && o->record.groups && !held) (void)t->env->write(t->env->context, o->map, &o->record, arena, &o->bytes, &o->diags);
    return true;
}

static const struct map *map_of(struct testing *t, struct xml_node *n, struct diags *diags)
{
    slice name = xml_get(n, "map");
    const struct map *m = t->map;
    if (t->env->instead) return name.ptr ? t->env->instead(t->env->context, name) : m;
    if (name.ptr && map_load(&t->sources, name, &m, diags) != 0) return NULL;
    return m;
}

/* Tests of other maps, when one only is looked at; and after the first failure, when one is enough. */
static bool is_passed_over(struct testing *t, struct xml_node *n)
{
    if (t->env->brief && t->failed) return true;
    return t->env->instead && !(xml_attr(n, "map") ? t->env->instead(t->env->context, xml_get(n, "map")) : t->map);
}

static void run_test(struct testing *t, struct xml_node *n)
{
    static const char *const attrs[] = { "name", "map", NULL };
    if (is_passed_over(t, n)) return;
    struct arena *arena = arena_new();
    struct outcome o = { .why = BUF_INIT(1 << 16), .folder = t->folder, .arena = arena };
    slice name = xml_get(n, "name");
    diags_init(&o.diags, arena, DIAGS_DEFAULT_CAP);
    tree_init(&o.record);
    o.map = map_of(t, n, &o.diags);
    if (!o.map) buf_puts(&o.why, "the map cannot be loaded\n");
    else if (known_attributes(&o, n, attrs) && give(t, n, arena, &o)) {
        o.expected = arena_array(arena, o.diags.count + 1, sizeof *o.expected);
        for (struct xml_node *e = xml_child(n, "expect"); e; e = xml_next(e, "expect"))
            expect(&o, e);
        if (!xml_child(n, "expect")) buf_puts(&o.why, "nothing is expected\n");
        expect_nothing_else(&o);
    }
    tell(t, name, compile_line(n->place), o.why.len == 0, buf_slice(&o.why), &o.diags);
    buf_free(&o.why);
    tree_free(&o.record);
    arena_free(arena);
}

/* ---- files ---- */

static void run_root(struct testing *t, struct xml_node *root, struct diags *diags)
{
    if (slice_is(root->name, "test")) {
        run_test(t, root);
        return;
    }
    t->map = map_of(t, root, diags);
    if (t->env->instead && !slice_is(root->name, "tests")) return;
    if (t->env->instead && xml_attr(root, "map") && !t->map) {
        for (struct xml_node *n = xml_child(root, "test"); n; n = xml_next(n, "test")) run_test(t, n);
        return;
    }
    if (!slice_is(root->name, "tests") || !t->map) {
        tell(t, SLICE(""), 1, false, slice_is(root->name, "tests") ? SLICE("the map cannot be loaded\n")
             : SLICE("<tests map=\"…\"> or <test map=\"…\"> was expected\n"), diags);
        return;
    }
    for (struct xml_node *n = xml_child(root, "test"); n; n = xml_next(n, "test")) run_test(t, n);
}

/* Records that tests are given are XML files too; they lie beside the tests. */
static bool is_input(const struct xml_node *root)
{
    return slice_distance(root->name, SLICE("tests")) > 2 && slice_distance(root->name, SLICE("test")) > 2;
}

static void run_file(struct testing *t, const char *path, bool of_folder)
{
    struct arena *arena = arena_new();
    struct diags diags;
    const struct source *source = NULL;
    slice tried, name = slice_of(path);
    size_t slash = name.len;
    diags_init(&diags, arena, DIAGS_DEFAULT_CAP);
    while (slash > 0 && path[slash - 1] != '/') slash--;
    t->file = path;
    t->folder = slash ? arena_cstr(arena, slice_sub(name, 0, slash - 1)) : ".";
    t->sources = *t->env->sources;
    t->sources.arena = arena;
    t->map = NULL;
    struct xml_node *root = map_file_open(arena, NULL, name, &source, &tried) == 0 ? xml_parse(arena, source, &diags) : NULL;
    const bool skipped = root && of_folder && is_input(root);
    if (root && !skipped) run_root(t, root, &diags);
    else if (!root) tell(t, SLICE(""), 1, false, source ? SLICE("the file is not usable XML\n") : SLICE("the file cannot be read\n"),
              &diags);
    arena_free(arena);
}

int map_tests_run(const struct map_test_env *env, const char *dir_or_file, map_test_report *report, void *context)
{
    struct testing t = { .env = env, .report = report, .context = context };
    struct stat st;
    int err = fsys_stat(AT_FDCWD, dir_or_file, &st);
    if (err < 0) return err;
    if (!S_ISDIR(st.st_mode)) {
        run_file(&t, dir_or_file, false);
        return (int)t.failed;
    }
    struct arena *arena = arena_new();
    slice *names;
    size_t n = 0;
    err = fsys_list(AT_FDCWD, dir_or_file, arena, &names, &n);
    for (size_t i = 0; err == 0 && i < n; i++)
        if (slice_ends(names[i], SLICE(".xml"))) run_file(&t, arena_cstr(arena, arena_printf(arena, "%s/%.*s", dir_or_file,
                SLICE_ARG(names[i]))), true);
    arena_free(arena);
    return err < 0 ? err : (int)t.failed;
}

/* ---- excuses ---- */

static void excuses_of(const struct map_test_env *env, const char *path, struct arena *arena, struct map_excuse **list, size_t *count, size_t *room)
{
    const struct source *source = NULL;
    struct diags quiet;
    slice tried;
    diags_init(&quiet, arena, 1);
    struct xml_node *root = map_file_open(arena, NULL, slice_of(path), &source, &tried) == 0 ? xml_parse(arena, source, &quiet) : NULL;
    if (!root || !slice_is(root->name, "tests") || !env->instead(env->context, xml_get(root, "map"))) return;
    for (struct xml_node *n = xml_child(root, "excuse"); n; n = xml_next(n, "excuse")) {
        struct map_excuse *e = arena_grow(arena, list, count, room, sizeof *e);
        *e = (struct map_excuse){ xml_get(n, "rule"), xml_get(n, "change"), xml_get(n, "words"), xml_get(n, "reason"), n->place, false };
    }
}

void map_excuses(const struct map_test_env *env, const char *folder, struct arena *arena, struct map_excuse **out, size_t *count)
{
    slice *names = NULL;
    size_t n = 0, room = 0;
    *out = NULL;
    *count = 0;
    if (fsys_list(AT_FDCWD, folder, arena, &names, &n) != 0) return;
    for (size_t i = 0; i < n; i++)
        if (slice_ends(names[i], SLICE(".xml")))
            excuses_of(env, arena_cstr(arena, arena_printf(arena, "%s/%.*s", folder, SLICE_ARG(names[i]))), arena, out, count, &room);
}
