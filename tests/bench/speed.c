/* speed.c - round robin: in every round each contender runs once over each file, the start rotating, so that a drift of the machine
 * hits all of them; ratios are taken inside a round.
 *
 * Each contender does all that the one before it does: scan finds every segment and every element, read also follows and checks the
 * envelope and gives an event for each segment, validate checks every rule of the standard and of the guide, as the users' validate does,
 * translate also runs the map and writes the records (their XSD is not checked here).  Counts are compared, so that none is fast by
 * leaving out work, and data that is not clean stops the run. */
#include "bench/speed.h"

#include "bench/limits.h"
#include "bench/stat.h"
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
    uint64_t segments, elements, sets, written;
    enum severity worst;
};

struct bench {
    struct arena *arena;
    struct diags diags;                 /* of loading */
    struct outside outside;             /* items, tables and parameters */
    const struct setup_partner *partner;
    const struct setup_route *route;
    const struct schema *schema;
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
    (void)step, (void)options, (void)diags;
    return b->schema;
}

static void translate_set(struct bench *b, const struct document_step *step, struct count *n)
{
    struct translation made;
    const struct route *route = &b->route->route;
    const struct map_env env = outside_env(&b->outside, route, SLICE("000001"));
    translate(b->translator, route, &env, b->partner->agreement->charset, step->tree, step->arena, 0, &made, step->diags);
    n->written += made.bytes.len;
}

static struct count run_documents(struct bench *b, const struct source *file, bool with_map)
{
    struct count n = { 0 };
    struct document_step step;
    const struct document_chooser chooser = { choose, b };
    documents_open(b->documents, file, 0, &chooser);
    while (documents_next(b->documents, &step) > 0) {
        if (step.event == DOCUMENT_SET) {
            n.sets++;
            n.segments += step.segments;
            if (with_map) translate_set(b, &step, &n);
        } else if (step.event != DOCUMENT_END) {
            n.segments++;
        }
        if (step.diags && step.diags->worst > n.worst) n.worst = step.diags->worst;
    }
    return n;
}

static struct count run_validate(struct bench *b, const struct source *file) { return run_documents(b, file, false); }
static struct count run_translate(struct bench *b, const struct source *file) { return run_documents(b, file, true); }

static const struct contender {
    const char *name;
    struct count (*run)(struct bench *b, const struct source *file);
} contenders[] = {
    { "memchr", run_memchr }, { "scan", run_scan }, { "read", run_read }, { "validate", run_validate }, { "translate", run_translate }
};

enum { MEMCHR, SCAN, READ, VALIDATE, TRANSLATE, CONTENDERS };

/* ---- files ---- */

static const struct file {
    const char *name, *suffix;          /* of the figures */
    bool clean;                         /* nothing to complain about; the long order is longer than the standard allows */
} files[] = { { "850-100M.edi", "", true }, { "850-10M.edi", "-10m", true }, { "850-1M.edi", "-1m", true }, { "850-long.edi", "-longline", false } };

enum { FILES = sizeof files / sizeof *files };

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
    if (!b->schema) return say(b, "there is no grammar of the 850");
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
    return load_outside(b, instance, shipped, data);
}

static void unload(struct bench *b)
{
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
            double rate = one_pass(b, &results[f], contender);
            results[f].rate[contender][round % MAX_ROUNDS] = rate;
        }
}

static bool check_counts(const struct result *r, const struct file *file)
{
    const struct count *n = r->count;
    bool equal = n[SCAN].elements == n[READ].elements && n[READ].sets == n[VALIDATE].sets;
    for (unsigned k = 1; k < CONTENDERS; k++) equal = equal && n[k].segments == n[MEMCHR].segments;
    enum severity worst = n[VALIDATE].worst > n[TRANSLATE].worst ? n[VALIDATE].worst : n[TRANSLATE].worst;
    bool clean = !file->clean || (worst <= SEV_NOTE && n[TRANSLATE].written > r->source.bytes.len);
    if (equal && clean) return true;
    fprintf(stderr, "bench: %s: the contenders did different work, or the data is not clean\n", file->name);
    for (unsigned k = 0; k < CONTENDERS; k++)
        fprintf(stderr, "bench:   %-9s %llu segments, %llu sets, %llu bytes written, worst %s\n", contenders[k].name,
                (unsigned long long)n[k].segments, (unsigned long long)n[k].sets, (unsigned long long)n[k].written, severity_name(n[k].worst));
    return false;
}

/* ---- printing ---- */

static void print_rates(struct result *r, const struct file *file, unsigned rounds)
{
    char name[64];
    double ratio[MAX_ROUNDS];
    for (unsigned k = 0; k < CONTENDERS; k++) {
        for (unsigned i = 0; i < rounds; i++) ratio[i] = r->rate[k][i] / r->rate[0][i];
        snprintf(name, sizeof name, "%s-850%s", contenders[k].name, file->suffix);
        double rates[MAX_ROUNDS];
        memcpy(rates, r->rate[k], rounds * sizeof *rates);
        stat_print(name, stat_quartile(rates, rounds, 2), "MB/s");
        if (k == 0) continue;
        snprintf(name, sizeof name, "%s-850%s-ratio", contenders[k].name, file->suffix);
        stat_print(name, stat_quartile(ratio, rounds, 2), "x-memchr");
        snprintf(name, sizeof name, "%s-850%s-ratio-low", contenders[k].name, file->suffix);
        stat_print(name, stat_quartile(ratio, rounds, 1), "x-memchr");
    }
}

/* The long order against the others, byte for byte. */
static void print_longline(const struct result *results, unsigned rounds)
{
    double ratio[MAX_ROUNDS];
    for (unsigned i = 0; i < rounds; i++) ratio[i] = results[FILES - 1].rate[TRANSLATE][i] / results[0].rate[TRANSLATE][i];
    stat_print("longline-ratio", stat_quartile(ratio, rounds, 2), "x-translate-850");
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
    if (!status) print_longline(results, rounds);
    for (unsigned f = 0; results && f < FILES; f++) buf_free(&results[f].bytes);
    free(results);
    unload(&b);
    return status;
}
