/* job.c - what a job puts into the store: outputs, findings, documents, quarantine entries.  See job.h for the rule of the sticky error. */
#include "engine/job.h"

#include "base/render.h"
#include "crypto/digest.h"

#include <stdio.h>

enum { REPORT_MAX_BYTES = 16 << 20 };

static void keep_error(struct job *job, int err)
{
    if (err != 0 && job->err == 0) job->err = err;
}

static void keep_output(struct job *job, const struct output *output)
{
    struct kept_outputs *kept = job->kept;
    if (output->bytes.len > job->engine->keep_room) kept->incomplete = true;
    if (kept->incomplete) return;
    job->engine->keep_room -= output->bytes.len;
    struct output *o = arena_grow(job->batch, &kept->items, &kept->count, &kept->room, sizeof *o);
    o->path = arena_copy(job->batch, output->path);
    o->kind = output->kind;
    if (output->bytes.ptr != NULL) o->bytes = arena_copy(job->batch, output->bytes);
}

void job_output(struct job *job, const char *kind, slice key, slice path, slice bytes, uint32_t ordinal)
{
    if (job->err != 0) return;
    char digest[SHA256_HEX + 1];
    sha256_hex(bytes, digest);
    struct output output = {
        .intake = job->id, .path = path, .bytes = bytes, .sha256 = slice_of(digest), .kind = slice_of(kind), .key = key, .document = ordinal,
    };
    keep_error(job, store_output_add(job->engine->store, &output));
    keep_output(job, &output);
}

static slice rendered(struct job *job, void (*render)(struct buf *, const struct diag *), const struct diag *diag)
{
    struct buf text = BUF_INIT(1 << 16);
    render(&text, diag);
    slice kept = arena_copy(job->arena, buf_slice(&text));
    buf_free(&text);
    return kept;
}

static void as_json(struct buf *out, const struct diag *diag)
{
    struct json json = json_begin(out);
    diag_json(&json, diag);
}

static void as_place(struct buf *out, const struct diag *diag) { diag_place(out, &diag->place); }

void job_findings(struct job *job, uint32_t ordinal, const struct diags *diags)
{
    for (size_t i = 0; i < diags->count && job->err == 0; i++) {
        const struct diag *diag = &diags->items[i];
        struct finding_row row = {
            .intake = job->id,
            .ordinal = ordinal,
            .code = slice_of(diag->def->code),
            .severity = slice_of(severity_name(diag->severity)),
            .message = rendered(job, diag_message, diag),
            .hint = rendered(job, diag_hint, diag),
            .place = rendered(job, as_place, diag),
            .json = rendered(job, as_json, diag),
        };
        keep_error(job, store_finding_add(job->engine->store, &row));
    }
}

void job_document(struct job *job, const struct document *document)
{
    if (job->err == 0) keep_error(job, store_document_add(job->engine->store, document));
}

const struct diag *job_worst(const struct diags *diags)
{
    const struct diag *worst = NULL;
    for (size_t i = 0; i < diags->count; i++)
        if (worst == NULL || diags->items[i].severity > worst->severity) worst = &diags->items[i];
    return worst;
}

/* Who is asked first, by the family of the reason's code.  The first row that fits wins. */
static const struct { const char *prefix, *owner; } owners[] = {
    { "ITEMS-", "item master team" }, { "ITEM-", "item master team" },      { "UOM-", "item master team" }, { "PACK-", "item master team" },
    { "QTY-", "order desk" },         { "PRICE-", "buying and finance" },   { "DUPLICATE-ORDER", "order desk" },
    { "SHIPTO-", "EDI team (tables/fc-address.csv)" },                      { "WORKER-", "EDI team, with crossdock's makers" },
    { "", "EDI team" },
};

static slice owner_of(slice code)
{
    unsigned i = 0;
    while (!slice_starts(code, slice_of(owners[i].prefix))) i++;
    return slice_of(owners[i].owner);
}

static void write_report(struct job *job, const struct report *report, const char *name, void (*write)(struct buf *, const struct report *),
                         uint32_t ordinal)
{
    struct buf text = BUF_INIT(REPORT_MAX_BYTES);
    write(&text, report);
    job_output(job, "quarantine", report->id, arena_printf(job->arena, "quarantine/%.*s/%s", SLICE_ARG(report->id), name), buf_slice(&text), ordinal);
    buf_free(&text);
}

slice job_quarantine(struct job *job, uint32_t ordinal, struct report *report, slice set)
{
    unsigned n = ++job->tally.entries;
    report->id = n == 1 ? job->id_text : arena_printf(job->arena, "%.*s-%u", SLICE_ARG(job->id_text), n);
    const struct diag *worst = job_worst(report->diags);
    report->reason = worst == NULL ? SLICE("UNKNOWN") : slice_of(worst->def->code);
    report->state = SLICE("open");
    report->owner = owner_of(report->reason);
    report->since = job->at;
    report->file_name = job->name;
    report->file_sha256 = slice_of(job->sha256);
    report->file_bytes = job->bytes;
    write_report(job, report, "report.xml", report_xml, ordinal);
    write_report(job, report, "report.txt", report_text, ordinal);
    write_report(job, report, "report.html", report_html, ordinal);
    if (set.len > 0)
        job_output(job, "quarantine", report->id, arena_printf(job->arena, "quarantine/%.*s/document.x12", SLICE_ARG(report->id)), set, ordinal);
    job_output(job, "original", report->id, arena_printf(job->arena, "quarantine/%.*s/original", SLICE_ARG(report->id)), (slice){ 0 }, ordinal);
    struct quarantine_entry entry = {
        .id = report->id, .intake = job->id, .ordinal = ordinal, .partner = report->partner,
        .kind = report->document.len > 0 ? report->document : report->document_title, .key = report->key,
        .reason = report->reason, .title = report->title, .state = report->state, .since = job->at,
    };
    if (job->err == 0) keep_error(job, store_quarantine_add(job->engine->store, &entry));
    job->tally.wrong = true;
    return report->id;
}

void job_refuse_file(struct job *job, const struct diags *diags, slice partner)
{
    const struct diag *worst = job_worst(diags);
    struct buf message = BUF_INIT(1 << 16);
    if (worst != NULL) diag_message(&message, worst);
    struct report report = {
        .kind = REPORT_FILE,
        .title = arena_printf(job->arena, "%.*s could not be used: %.*s", SLICE_ARG(job->name), SLICE_ARG(buf_slice(&message))),
        .partner = partner, .document_title = SLICE("file"),
        .diags = diags,
    };
    buf_free(&message);
    job_quarantine(job, 0, &report, (slice){ 0 });
    job_findings(job, 0, diags);
    job->tally.rejected++;
}
