/* speed.c - round robin: in every round each contender runs once over each of its files, the start rotating, so that a drift of the machine
 * hits all of them; ratios are taken inside a round.
 *
 * Each contender does all that the one before it does: scan finds every segment and every element, read also follows and checks the
 * envelope and gives an event for each segment, validate checks every rule of the standard and of the guide, as the users' validate does,
 * translate also runs the map and writes the records (their XSD is not checked here); answer is validate with the 997 of every group written,
 * for the orders of which a hundredth of the segments is broken.  Counts are compared, so that none is fast by
 * leaving out work, and data that is not clean stops the run. */
#include "bench/speed.h"

#include "bench/limits.h"
#include "bench/stat.h"
#include "ack/ack.h"
#include "base/err.h"
#include "base/fsys.h"
#include "base/render.h"
#include "engine/documents.h"
#include "engine/outside.h"
#include "x12/delims.h"
#include "x12/scan.h"

#include <fcntl.h>
#include <time.h>

enum { MAX_ROUNDS = 100, PASS_US = 30000 /* short files are repeated, so that the clock's grain is nothing */ };

struct count {                          /* what a pass over a file saw */
    uint64_t segments, elements, sets, written, findings;
    enum severity worst;
};

struct bench {
    struct arena *arena;
    struct diags diags;                 /* of loading */
    struct outside outside;             /* items, tables and parameters */
    const struct setup_partner *partner;
    const struct setup_route *route;
    const struct schema *schema, *notice;       /* of the 850 and the 856 */
    struct ack_group *answer;
    struct buf answers;
    struct x12_scan *scan;
    struct span spans[X12_SCAN_MAX_SPANS + X12_SPAN_SLACK];
    struct x12_reader *reader;
    struct documents *documents;
    struct translator *translator;
};

/* ---- contenders ---- */

static struct count run_memchr(struct bench *b, const struct source *file)
{
    (void)b;
    return (struct count){ .segments = limit_memchr(file->bytes, '~') };
}

/* Where each segment and each element is; delimiters are those of the first interchange. */
static struct count run_scan(struct bench *b, const struct source *file)
{
    struct count n = { 0 };
    struct x12_segment segment;
    struct isa isa;
    if (file->bytes.len > UINT32_MAX || !isa_read(file->bytes, &isa)) return n;
    x12_scan_delims(b->scan, &isa.delims);
    x12_scan_text(b->scan, file->bytes.ptr, (uint32_t)file->bytes.len);
    while (x12_scan_next(b->scan, b->spans, X12_SCAN_MAX_SPANS, &segment)) {
        n.segments++;
        n.elements += segment.n_spans - 1;
    }
    return n;
}

static struct count run_read(struct bench *b, const struct source *file)
{
    struct count n = { 0 };
    struct x12_event event;
    struct diags diags;
    diags_init(&diags, b->arena, 10);
    x12_reader_open(b->reader, file, 0, &diags);
    while (x12_reader_next(b->reader, &event) > 0) {
        n.segments += event.n_spans > 0;
        n.elements += event.n_spans > 0 ? event.n_spans - 1 : 0;
        n.sets += event.kind == X12_ST;
    }
    n.worst = diags.worst;
    return n;
}

static const struct schema *choose(void *context, const struct document_step *step, struct check_options *options, struct diags *diags)
{
    const struct bench *b = context;
    (void)options, (void)diags;
    return slice_is(step->set_id, "856") ? b->notice : b->schema;
}

static void translate_set(struct bench *b, const struct document_step *step, struct count *n)
{
    struct translation made;
    const struct route *route = &b->route->route;
    const struct map_env env = outside_env(&b->outside, route, SLICE("000001"));
    translate(b->translator, route, &env, b->partner->agreement->charset, step->tree, step->arena, 0, &made, step->diags);
    n->written += made.bytes.len;
}

/* The 997 of a group, step by step. */
static void answer_step(struct bench *b, struct arena *arena, const struct document_step *step, struct count *n)
{
    const struct x12_group *g = step->group;
    if (step->event == DOCUMENT_GROUP) b->answer = ack_group_new(arena, g->gs[1], g->gs[6], g->gs[8]);
    if (step->event == DOCUMENT_SET) ack_group_set(b->answer, step->set_id, step->set_control, step->diags);
    if (step->event != DOCUMENT_GROUP_END) return;
    const struct x12_interchange *i = step->interchange;
    const struct ack_envelope envelope = { .delims = i->delims, .from = { i->isa[7], i->isa[8], g->gs[3] }, .to = { i->isa[5], i->isa[6], g->gs[2] },
        .version = "00401", .release = g->gs[8], .usage = 'P', .interchange_control = 1, .group_control = 1 };
    uint64_t sets;
    ack_group_close(b->answer, step->diags, slice_to_u64(g->ge01, UINT32_MAX, &sets) ? (int64_t)sets : -1);
    buf_clear(&b->answers);
    ack_write_997(b->answer, &envelope, &b->answers);
    n->written += b->answers.len;
}

enum extra { NOTHING, MAP, ANSWER };

static struct count run_documents(struct bench *b, const struct source *file, enum extra extra)
{
    struct count n = { 0 };
    struct document_step step;
    struct arena *arena = extra == ANSWER ? arena_new() : NULL;
    const struct document_chooser chooser = { choose, b };
    documents_open(b->documents, file, 0, &chooser);
    while (documents_next(b->documents, &step) > 0) {
        if (step.event == DOCUMENT_SET) {
            n.sets++;
            n.segments += step.segments;
            if (extra == MAP) translate_set(b, &step, &n);
        } else if (step.event != DOCUMENT_END) {
            n.segments++;
        }
        if (extra == ANSWER) answer_step(b, arena, &step, &n);
        if (step.event == DOCUMENT_SET) n.findings += step.diags->count + step.diags->dropped;
        if (step.diags && step.diags->worst > n.worst) n.worst = step.diags->worst;
    }
    arena_free(arena);
    return n;
}

static struct count run_validate(struct bench *b, const struct source *file) { return run_documents(b, file, NOTHING); }
static struct count run_translate(struct bench *b, const struct source *file) { return run_documents(b, file, MAP); }
static struct count run_answer(struct bench *b, const struct source *file) { return run_documents(b, file, ANSWER); }

static const struct contender {
    const char *name;
    struct count (*run)(struct bench *b, const struct source *file);
} contenders[] = {
    { "memchr", run_memchr }, { "scan", run_scan }, { "read", run_read }, { "validate", run_validate }, { "translate", run_translate },
    { "validate", run_answer }
};

enum { MEMCHR, SCAN, READ, VALIDATE, TRANSLATE, ANSWERED, CONTENDERS };
enum { ORDER_RUNS = 1 << MEMCHR | 1 << SCAN | 1 << READ | 1 << VALIDATE | 1 << TRANSLATE,
    NOTICE_RUNS = 1 << MEMCHR | 1 << SCAN | 1 << READ | 1 << VALIDATE, BROKEN_RUNS = 1 << ANSWERED };

/* ---- files ---- */

static const struct file {
    const char *name, *figures;         /* what the names of its figures end with */
    unsigned runs;                      /* contenders */
} files[] = {
    { "850-100M.edi", "850", ORDER_RUNS }, { "850-10M.edi", "850-10m", ORDER_RUNS }, { "850-1M.edi", "850-1m", ORDER_RUNS },
    { "850-long.edi", "850-longline", ORDER_RUNS }, { "856-100M.edi", "856", NOTICE_RUNS }, { "856-long.edi", "856-long", NOTICE_RUNS },
    { "850-dirty.edi", "850-dirty", BROKEN_RUNS }
};

enum { FILES = sizeof files / sizeof *files, ORDERS = 0, LONG_ORDER = 3, NOTICES, LONG_NOTICE, BROKEN };

struct result {
    struct source source;
    struct buf bytes;
    struct count count[CONTENDERS];
    double rate[CONTENDERS][MAX_ROUNDS];        /* MB/s */
};

static int read_file(const char *dir, const char *name, struct buf *out)
{
    int fd = fsys_open_dir(AT_FDCWD, dir), err = fd < 0 ? fd : fsys_read_file(fd, name, out);
    if (fd >= 0) fsys_close(fd);
    if (err) fprintf(stderr, "bench: %s/%s: %s\n", dir, name, err_text(err));
    return err;
}

/* ---- loading ---- */

static int say(struct bench *b, const char *what)
{
    struct buf text = BUF_INIT(1 << 20);
    for (size_t i = 0; i < b->diags.count; i++) diag_text(&text, &b->diags.items[i]);
    fprintf(stderr, "bench: %s\n%.*s", what, SLICE_ARG(buf_slice(&text)));
    buf_free(&text);
    return 2;
}

static int load_outside(struct bench *b, const char *instance, const char *shipped, const char *data)
{
    const char *items = arena_cstr(b->arena, arena_printf(b->arena, "%s/items.csv", data));
    int err = outside_open(&b->outside, b->arena, instance, shipped, items, 0, &b->diags);
    if (err) return say(b, err_text(err));
    const struct setup *setup = b->outside.setup;
    const struct agreement *amazon = conf_agreement(setup->conf, SLICE("amazon"));
    b->partner = amazon ? setup_partner(setup, amazon) : 0;
    b->route = b->partner ? setup_route(b->partner, SLICE("850"), SLICE("004010")) : 0;
    if (!b->route || !b->route->has_map) return say(b, "the instance has no agreement \"amazon\" with a map for the 850");
    b->schema = catalogue_get(setup->catalogue, SLICE("004010"), SLICE("850"), b->route->document->guide, &b->diags);
    b->notice = catalogue_get(setup->catalogue, SLICE("005010"), SLICE("856"), SLICE("amazon:856"), &b->diags);
    if (!b->schema || !b->notice) return say(b, "there is no grammar of the 850 or the 856");
    return b->schema->guide.len ? 0 : say(b, "the agreement names no guide");
}

static int load(struct bench *b, const char *instance, const char *shipped, const char *data)
{
    *b = (struct bench){ .arena = arena_new() };
    diags_init(&b->diags, b->arena, 20);
    b->scan = x12_scan_new();
    b->reader = x12_reader_new(&x12_default_limits);
    b->documents = documents_new(&x12_default_limits, 100);
    b->translator = translator_new((size_t)1 << 30);
    b->answers = BUF_INIT((size_t)1 << 30);
    return load_outside(b, instance, shipped, data);
}

static void unload(struct bench *b)
{
    buf_free(&b->answers);
    translator_free(b->translator);
    documents_free(b->documents);
    x12_reader_free(b->reader);
    x12_scan_free(b->scan);
    outside_close(&b->outside);
    arena_free(b->arena);
}

/* ---- rounds ---- */

/* Of this process, in microseconds: what else the machine does matters little then. */
static int64_t cpu_ticks(void)
{
    struct timespec t;
    return clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t) ? 0 : (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static double one_pass(struct bench *b, struct result *r, unsigned contender)
{
    unsigned passes = 0;
    int64_t start = cpu_ticks(), took;
    do {
        r->count[contender] = contenders[contender].run(b, &r->source);
        passes++;
        took = cpu_ticks() - start;
    } while (took < PASS_US);
    return (double)r->source.bytes.len * passes / (double)took;         /* bytes a microsecond are MB/s */
}

static void one_round(struct bench *b, struct result *results, unsigned round)
{
    for (unsigned f = 0; f < FILES; f++)
        for (unsigned k = 0; k < CONTENDERS; k++) {
            unsigned contender = (k + round) % CONTENDERS;
            if (!(files[f].runs >> contender & 1)) continue;
            double rate = one_pass(b, &results[f], contender);
            results[f].rate[contender][round % MAX_ROUNDS] = rate;
        }
}

/* The same work, and nothing to complain about. */
static bool is_clean(const struct result *r, const struct file *file)
{
    const struct count *n = r->count;
    bool good = n[SCAN].elements == n[READ].elements && n[READ].sets == n[VALIDATE].sets;
    for (unsigned k = 1; k < CONTENDERS; k++)
        if (file->runs >> k & 1) good = good && n[k].segments == n[MEMCHR].segments && n[k].worst <= SEV_NOTE;
    return good && (!(file->runs >> TRANSLATE & 1) || n[TRANSLATE].written > r->source.bytes.len);
}

/* One finding for two broken segments at least: some break what nobody looks at. */
static bool is_broken(const struct result *r)
{
    const struct count *n = &r->count[ANSWERED];
    return n->worst >= SEV_REJECT_DOCUMENT && n->findings * 200 > n->segments && n->written > n->findings * 10;
}

static bool check_counts(const struct result *r, const struct file *file)
{
    const struct count *n = r->count;
    if (file->runs == BROKEN_RUNS ? is_broken(r) : is_clean(r, file)) return true;
    fprintf(stderr, "bench: %s: the contenders did different work, or the data is not as it should be\n", file->name);
    for (unsigned k = 0; k < CONTENDERS; k++)
        fprintf(stderr, "bench:   %-9s %llu segments, %llu sets, %llu bytes written, %llu findings, worst %s\n", contenders[k].name,
                (unsigned long long)n[k].segments, (unsigned long long)n[k].sets, (unsigned long long)n[k].written,
                (unsigned long long)n[k].findings, severity_name(n[k].worst));
    return false;
}

/* ---- printing ---- */

static void print_ratio(const char *name, const double *ours, const double *theirs, unsigned rounds, const char *unit)
{
    char low[64];
    double ratio[MAX_ROUNDS];
    for (unsigned i = 0; i < rounds; i++) ratio[i] = ours[i] / theirs[i];
    stat_print(name, stat_quartile(ratio, rounds, 2), unit);
    snprintf(low, sizeof low, "%s-low", name);
    stat_print(low, stat_quartile(ratio, rounds, 1), unit);
}

static void print_rates(struct result *r, const struct file *file, unsigned rounds)
{
    char name[64];
    for (unsigned k = 0; k < CONTENDERS; k++) {
        if (!(file->runs >> k & 1)) continue;
        snprintf(name, sizeof name, "%s-%s", contenders[k].name, file->figures);
        double rates[MAX_ROUNDS];
        memcpy(rates, r->rate[k], rounds * sizeof *rates);
        stat_print(name, stat_quartile(rates, rounds, 2), "MB/s");
        if (k == MEMCHR || k == ANSWERED) continue;
        snprintf(name, sizeof name, "%s-%s-ratio", contenders[k].name, file->figures);
        print_ratio(name, r->rate[k], r->rate[MEMCHR], rounds, "x-memchr");
    }
}

/* Long documents against many, byte for byte, and broken ones against sound ones. */
static void print_others(const struct result *r, unsigned rounds)
{
    print_ratio("longline-ratio", r[LONG_ORDER].rate[TRANSLATE], r[ORDERS].rate[TRANSLATE], rounds, "x-translate-850");
    print_ratio("validate-850-longline-linear", r[LONG_ORDER].rate[VALIDATE], r[ORDERS].rate[VALIDATE], rounds, "x-validate-850");
    print_ratio("validate-856-long-linear", r[LONG_NOTICE].rate[VALIDATE], r[NOTICES].rate[VALIDATE], rounds, "x-validate-856");
    print_ratio("validate-850-dirty-ratio", r[BROKEN].rate[ANSWERED], r[ORDERS].rate[VALIDATE], rounds, "x-validate-850");
}

int speed(const char *instance, const char *shipped, const char *data, unsigned rounds)
{
    struct bench b;
    struct result *results = calloc(FILES, sizeof *results);
    int status = results ? load(&b, instance, shipped, data) : 3;
    if (rounds > MAX_ROUNDS) rounds = MAX_ROUNDS;
    for (unsigned f = 0; !status && f < FILES; f++) {
        results[f].bytes = BUF_INIT((size_t)2 << 30);
        if (read_file(data, files[f].name, &results[f].bytes)) status = 3;
        results[f].source = (struct source){ .name = files[f].name, .bytes = buf_slice(&results[f].bytes), .fd = -1 };
    }
    if (!status) one_round(&b, results, 0);         /* warms up; measured again below */
    for (unsigned f = 0; !status && f < FILES; f++)
        if (!check_counts(&results[f], &files[f])) status = 1;
    for (unsigned i = 0; !status && i < rounds; i++) one_round(&b, results, i);
    for (unsigned f = 0; !status && f < FILES; f++) print_rates(&results[f], &files[f], rounds);
    if (!status) print_others(results, rounds);
    for (unsigned f = 0; results && f < FILES; f++) buf_free(&results[f].bytes);
    free(results);
    unload(&b);
    return status;
}
