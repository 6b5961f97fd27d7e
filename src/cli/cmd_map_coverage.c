/* cmd_map_coverage.c - `map coverage`: what the tests beside a map reach of it; with --mutate, which small faults in it they do not notice.
 *
 * A map is loaded once.  Its tests are run with that plan, first as it is, then with one fault after the other put into it. */
#include "cli/map_verbs.h"

#include "base/err.h"
#include "base/fsys.h"
#include "base/render.h"
#include "cli/map_tests.h"
#include "map/cover.h"

#include <fcntl.h>
#include <unistd.h>

enum { TEXT_MAX_BYTES = 64 << 20 };

struct covering {
    struct map_job *job;
    struct map_bench *bench;
    struct arena *arena;                /* of one map */
    const struct map *map;
    struct stat file;                   /* of the map's file, by which tests name it */
    const char *folder;                 /* of its tests */
    struct map_test_env env;
    unsigned tests, failed, unreached, survived;
    struct buf text;
    struct json j;
};

/* ---- running the tests ---- */

static bool given(void *context, const struct map *m, const char *folder, const char *file, struct arena *arena, struct map_test_given *out,
                  struct diags *diags)
{
    return map_bench_given(((struct covering *)context)->bench, m, folder, file, arena, out, diags);
}

static bool write_output(void *context, const struct map *m, const struct tree *output, struct arena *arena, slice *bytes, struct diags *diags)
{
    return map_bench_write(((struct covering *)context)->bench, m, output, arena, bytes, diags);
}

/* Tests say the map's name, or its path.  Those beside a copy of a map mean that copy, wherever it stands. */
static const struct map *instead(void *context, slice name)
{
    struct covering *c = context;
    struct arena *arena = arena_new();
    slice path = slice_ends(name, SLICE(".xml")) ? name : arena_printf(arena, "%.*s.xml", SLICE_ARG(name)), own = c->map->path;
    struct stat st;
    bool here = slice_eq(own, path) || slice_ends(own, arena_printf(arena, "/%.*s", SLICE_ARG(path)));
    bool same = fsys_stat(AT_FDCWD, arena_cstr(arena, path), &st) == 0 && st.st_dev == c->file.st_dev && st.st_ino == c->file.st_ino;
    arena_free(arena);
    return here || same ? c->map : NULL;
}

static void count_test(void *context, const struct map_test_result *r)
{
    struct covering *c = context;
    c->tests++;
    c->failed += !r->passed;
}

static void say_test(void *context, const struct map_test_result *r)
{
    count_test(context, r);
    if (!r->passed) cli_fail(0, "%s:%u: the test fails: %.*s", r->file, r->line, SLICE_ARG(r->name));
}

/* ---- what is reached ---- */

static void put_place(struct buf *out, const struct place *place)
{
    unsigned line, column;
    if (place->source && place_line(place, &line, &column)) buf_printf(out, "%s:%u: ", place->source->name, line);
}

static void json_point(struct json *j, const struct cover_point *p)
{
    struct buf place = BUF_INIT(8192);
    put_place(&place, &p->place);
    json_object(j);
    json_key(j, "kind");
    json_cstr(j, cover_kind_words[p->kind]);
    json_key(j, "rule");
    json_text(j, p->rule);
    json_key(j, "part");
    json_text(j, p->words);
    json_key(j, "place");
    json_text(j, place.len > 2 ? slice_sub(buf_slice(&place), 0, place.len - 2) : SLICE(""));
    json_object_end(j);
    buf_free(&place);
}

static void put_counts(struct covering *c, const struct cover_point *points, size_t n)
{
    unsigned all[COVER_KINDS] = { 0 }, reached[COVER_KINDS] = { 0 };
    for (size_t i = 0; i < n; i++) {
        all[points[i].kind]++;
        reached[points[i].kind] += points[i].reached;
    }
    for (unsigned k = 0; k < COVER_KINDS; k++) {
        if (all[k] == 0) continue;
        if (!c->job->json) {
            buf_printf(&c->text, "  %-20s %u of %u, %u%%\n", cover_kind_words[k], reached[k], all[k], 100 * reached[k] / all[k]);
            continue;
        }
        json_key(&c->j, cover_kind_words[k]);
        json_object(&c->j);
        json_key(&c->j, "reached");
        json_int(&c->j, reached[k]);
        json_key(&c->j, "of");
        json_int(&c->j, all[k]);
        json_object_end(&c->j);
    }
}

static void put_unreached(struct covering *c, const struct cover_point *points, size_t n)
{
    if (c->job->json) json_key(&c->j, "not_reached"), json_array(&c->j);
    for (size_t i = 0; i < n; i++) {
        const struct cover_point *p = &points[i];
        if (p->reached) continue;
        c->unreached++;
        if (c->job->json) {
            json_point(&c->j, p);
            continue;
        }
        buf_puts(&c->text, "  not reached: ");
        put_place(&c->text, &p->place);
        buf_printf(&c->text, "%.*s%s%.*s\n", SLICE_ARG(p->rule), p->rule.len && p->words.len ? ", " : "", SLICE_ARG(p->words));
    }
    if (c->job->json) json_array_end(&c->j);
}

/* ---- mutants ---- */

static struct map_excuse *excuse_of(struct map_excuse *list, size_t n, const struct mutant *x)
{
    for (size_t i = 0; i < n; i++) {
        if (!slice_eq(list[i].rule, x->rule) || !slice_is(list[i].change, x->change)) continue;
        if (list[i].words.len == 0 || (list[i].words.len <= x->words.len && memmem(x->words.ptr, x->words.len, list[i].words.ptr, list[i].words.len)))
            return &list[i];
    }
    return NULL;
}

/* Do the tests notice? */
static bool is_killed(struct covering *c, const struct mutant *x, struct arena *scratch)
{
    mutant_swap(x, scratch);
    c->tests = c->failed = 0;
    map_tests_run(&c->env, c->folder, count_test, c);
    mutant_swap(x, scratch);
    arena_reset(scratch);
    return c->failed > 0;
}

static void put_survivor(struct covering *c, const struct mutant *x)
{
    struct cover_point as = { .rule = x->rule, .words = arena_printf(c->arena, "%s: %.*s", x->change, SLICE_ARG(x->words)), .place = x->place };
    c->survived++;
    if (c->job->json) {
        json_point(&c->j, &as);
        return;
    }
    buf_puts(&c->text, "  survived: ");
    put_place(&c->text, &x->place);
    buf_printf(&c->text, "%.*s%s%.*s\n", SLICE_ARG(x->rule), x->rule.len ? ": " : "", SLICE_ARG(as.words));
}

static void put_idle_excuses(struct covering *c, const struct map_excuse *excuses, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (excuses[i].used && excuses[i].reason.len) continue;
        c->survived++;
        if (c->job->json) continue;
        buf_puts(&c->text, "  ");
        put_place(&c->text, &excuses[i].place);
        buf_printf(&c->text, "%s\n", excuses[i].used ? "an excuse without a reason" : "an excuse for a fault that the tests notice, or that is not tried");
    }
}

static void mutate(struct covering *c)
{
    const struct mutant *mutants;
    struct map_excuse *excuses;
    size_t n, m, excused = 0;
    struct arena *scratch = arena_new();
    map_mutants(c->map, c->arena, &mutants, &n);
    map_excuses(&c->env, c->folder, c->arena, &excuses, &m);
    c->env.brief = true;
    if (c->job->json) json_key(&c->j, "survived"), json_array(&c->j);
    for (size_t i = 0; i < n; i++) {
        if (is_killed(c, &mutants[i], scratch)) continue;
        struct map_excuse *excuse = excuse_of(excuses, m, &mutants[i]);
        if (excuse) excuse->used = true, excused++;
        else put_survivor(c, &mutants[i]);
    }
    unsigned survived = c->survived;
    if (c->job->json) json_array_end(&c->j);
    put_idle_excuses(c, excuses, m);
    if (!c->job->json) buf_printf(&c->text, "  %zu faults tried: %zu noticed, %zu excused, %u survived\n", n, n - excused - survived, excused, survived);
    arena_free(scratch);
}

/* ---- one map ---- */

static const char *tests_folder(struct covering *c, slice path)
{
    size_t n = path.len;
    while (n > 0 && path.ptr[n - 1] != '/') n--;
    return arena_cstr(c->arena, arena_printf(c->arena, "%.*stests", (int)n, path.ptr));
}

static void begin_map(struct covering *c)
{
    if (!c->job->json) {
        buf_printf(&c->text, "%.*s@%.*s, %u tests\n", SLICE_ARG(map_id(c->map)), SLICE_ARG(map_version(c->map)), c->tests);
        return;
    }
    json_object(&c->j);
    json_key(&c->j, "map");
    json_text(&c->j, map_id(c->map));
    json_key(&c->j, "version");
    json_text(&c->j, map_version(c->map));
    json_key(&c->j, "tests");
    json_int(&c->j, c->tests);
    json_key(&c->j, "failed");
    json_int(&c->j, c->failed);
}

static void cover_loaded(struct covering *c)
{
    const struct cover_point *points;
    size_t n;
    struct map_sources sources = map_job_sources(c->job);
    sources.arena = c->arena;
    c->folder = tests_folder(c, c->map->path);
    c->env = (struct map_test_env){ .context = c, .sources = &sources, .open = given, .write = write_output, .instead = instead, .cover = map_cover_new(c->arena) };
    c->tests = c->failed = c->unreached = c->survived = 0;
    struct stat st;
    if (fsys_stat(AT_FDCWD, c->folder, &st) == 0) map_tests_run(&c->env, c->folder, say_test, c);
    begin_map(c);
    unsigned failed = c->failed;
    map_cover_points(c->map, c->env.cover, c->arena, &points, &n);
    put_counts(c, points, n);
    put_unreached(c, points, n);
    if (c->job->mutate && failed == 0) mutate(c);
    if (c->job->json) json_object_end(&c->j);
    c->job->checked++;
    if (failed > 0 || c->survived > 0) c->job->wrong++;
}

static int cover_map(struct covering *c, slice file)
{
    struct map_job *job = c->job;
    c->arena = arena_new();
    struct map_sources sources = map_job_sources(job);
    sources.arena = c->arena;
    struct diags diags;
    diags_init(&diags, c->arena, DIAGS_DEFAULT_CAP);
    int err = map_load(&sources, file, &c->map, &diags);
    if (err == 0) err = fsys_stat(AT_FDCWD, arena_cstr(c->arena, c->map->path), &c->file);
    cli_findings(&diags);
    if (err == 0) cover_loaded(c);
    arena_free(c->arena);
    return err == 0 ? 0 : err == E_NOT_FOUND || err == E_BAD ? EXIT_USAGE : cli_error(arena_cstr(job->cli->arena, file), err);
}

static int cover_folder(struct covering *c, const char *folder, unsigned depth)
{
    struct arena *arena = c->job->cli->arena;
    slice *names = NULL;
    size_t n = 0;
    int code = 0;
    if (fsys_list(AT_FDCWD, folder, arena, &names, &n) != 0) return 0;
    for (size_t i = 0; i < n && code == 0; i++) {
        const char *path = arena_cstr(arena, arena_printf(arena, "%s/%.*s", folder, SLICE_ARG(names[i])));
        if (slice_ends(names[i], SLICE(".xml")) && map_is_map(path)) code = cover_map(c, slice_of(path));
        else if (depth == 0 && !slice_is(names[i], "tests") && !slice_ends(names[i], SLICE(".xml"))) code = cover_folder(c, path, 1);
    }
    return code;
}

static int cover_word(struct covering *c, const char *word)
{
    struct stat st;
    bool folder = fsys_stat(AT_FDCWD, word, &st) == 0 && S_ISDIR(st.st_mode);
    return folder ? cover_folder(c, word, 0) : cover_map(c, slice_of(word));
}

int map_coverage_verb(struct map_job *job, char **words)
{
    struct covering c = { .job = job, .bench = map_bench_new(job->cli, &job->reading), .text = BUF_INIT(TEXT_MAX_BYTES) };
    int code = 0;
    c.j = json_begin(&c.text);
    if (job->json) json_array(&c.j);
    for (int i = 0; words[i] != NULL && code == 0; i++) code = cover_word(&c, words[i]);
    for (unsigned i = 0; words[0] == NULL && i < job->reading.maps.n && code == 0; i++) code = cover_folder(&c, job->reading.maps.dirs[i], 0);
    if (job->json) {
        json_array_end(&c.j);
        buf_putc(&c.text, '\n');
    }
    cli_put(stdout, buf_slice(&c.text));
    map_bench_free(c.bench);
    buf_free(&c.text);
    if (code != 0) return code;
    if (job->checked == 0) return cli_fail(EXIT_USAGE, "no maps found");
    return job->wrong > 0 ? EXIT_WRONG : EXIT_FINE;
}
