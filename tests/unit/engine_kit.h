/* engine_kit.h - an instance to play with: made of the demo's files, filled with orders, opened, worked off, and looked at.
 *
 * A picture is everything a person or a program outside could see, with contents, and the rows of the store: what an undisturbed run gives and
 * what a run with faults ends with must be the same picture.  Times are taken out; ids and numbers stay. */
#ifndef ENGINE_KIT_H
#define ENGINE_KIT_H

#include "base/err.h"
#include "base/fsys.h"
#include "crypto/digest.h"
#include "engine/engine.h"
#include "unit.h"

#include <fcntl.h>
#include <ftw.h>
#include <unistd.h>

enum { KIT_FILE_MAX = 1 << 20 };

struct kit {
    char path[4096];
    int dir;
    struct arena *arena;
    struct engine *engine;
    struct engine_tally tally;
};

static const char *kit_shipped(void)
{
    const char *top = getenv("TOP_SRCDIR");
    return top && *top ? top : ".";
}

static slice kit_read(struct kit *kit, int dir, const char *path)
{
    struct buf text = BUF_INIT(KIT_FILE_MAX);
    int err = fsys_read_file(dir, path, &text);
    ck_assert_msg(err == 0, "%s: %s", path, err_text(err));
    slice kept = text.len > 0 ? arena_copy(kit->arena, buf_slice(&text)) : SLICE("");
    buf_free(&text);
    return kept;
}

static slice kit_sample(struct kit *kit, const char *name)
{
    return kit_read(kit, AT_FDCWD, arena_cstr(kit->arena, arena_printf(kit->arena, "%s/samples/%s", kit_shipped(), name)));
}

static void kit_put(struct kit *kit, const char *path, slice bytes)
{
    ck_assert_int_eq(fsys_put_file(kit->dir, path, bytes, false), 0);
}

/* Into an inbox, as if it had arrived `at` seconds after 1970: quiet since long, and in a known order. */
static void kit_drop(struct kit *kit, const char *path, slice bytes, time_t at)
{
    const struct timespec times[2] = { { .tv_sec = at }, { .tv_sec = at } };
    kit_put(kit, path, bytes);
    ck_assert_int_eq(utimensat(kit->dir, path, times, 0), 0);
}

/* `text` with the first `from` replaced by `to`. */
static slice kit_edit(struct kit *kit, slice text, const char *from, const char *to)
{
    size_t len = strlen(from), at = 0;
    while (at + len <= text.len && memcmp(text.ptr + at, from, len) != 0) at++;
    ck_assert_msg(at + len <= text.len, "no %s", from);
    return arena_printf(kit->arena, "%.*s%s%.*s", (int)at, text.ptr, to, (int)(text.len - at - len), text.ptr + at + len);
}

/* The demo's agreement, with one change, or as it is. */
static void kit_agreement(struct kit *kit, const char *from, const char *to)
{
    slice text = kit_sample(kit, "demo/partners/amazon.xml");
    kit_put(kit, "partners/amazon.xml", from ? kit_edit(kit, text, from, to) : text);
}

static int kit_try_open(struct kit *kit)
{
    struct arena *arena = arena_new();
    struct diags diags;
    const char *what = "";
    diags_init(&diags, arena, 10);
    int err = engine_open(kit->path, kit_shipped(), &kit->engine, &what, &diags);
    arena_free(arena);
    if (err != 0) kit->engine = NULL;
    return err;
}

static void kit_open(struct kit *kit) { ck_assert_int_eq(kit_try_open(kit), 0); }

static void kit_close(struct kit *kit)
{
    engine_close(kit->engine);
    kit->engine = NULL;
}

/* Recover, then batches until nothing is left: 0, or the first error. */
static int kit_work(struct kit *kit)
{
    int wait_ms, got = engine_recover(kit->engine, &kit->tally);
    while (got >= 0 && (got = engine_batch(kit->engine, &kit->tally, &wait_ms)) > 0) { }
    return got;
}

/* An instance with the demo's items loaded; its engine is not open. */
static void kit_make(struct kit *kit)
{
    static const char *const folders[] = { "partners", "tables", "inbox/prima", "inbox/amazon", "inbox/amazon.out", "outbox/prima", "outbox/amazon", "state" };
    *kit = (struct kit){ .arena = arena_new() };
    unit_directory(kit->path);
    kit->dir = fsys_open_dir(AT_FDCWD, kit->path);
    ck_assert_int_ge(kit->dir, 0);
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) ck_assert_int_eq(fsys_mkdirs(kit->dir, folders[i]), 0);
    kit_put(kit, "crossdock.xml", kit_sample(kit, "demo/crossdock.xml"));
    kit_put(kit, "tables/fc-address.csv", kit_sample(kit, "fc-address.csv"));
    kit_agreement(kit, "</agreement>", "<document set=\"855\" release=\"004010\"/></agreement>");
    kit_drop(kit, "inbox/prima/items.csv", kit_sample(kit, "items.csv"), 1);
    kit_open(kit);
    ck_assert_int_eq(kit_work(kit), 0);
    kit_close(kit);
    ck_assert_uint_eq(kit->tally.masters, 1);
    kit->tally = (struct engine_tally){ 0 };
}

static int kit_remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st, (void)type, (void)ftw;
    return remove(path);
}

static void kit_drop_instance(struct kit *kit)
{
    if (kit->engine) kit_close(kit);
    close(kit->dir);
    arena_free(kit->arena);
    (void)nftw(kit->path, kit_remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* ---- pictures ---- */

/* "20261124T152656Z-000042-…" without its time; and the same within a text. */
static void kit_untime(char *text, size_t len)
{
    for (size_t i = 0; i + 16 <= len; i++)
        if (text[i + 8] == 'T' && text[i + 15] == 'Z' && strspn(text + i, "0123456789") == 8 && strspn(text + i + 9, "0123456789") == 6)
            memset(text + i, '0', 15);
}

/* Date and time in the ISA and GS of what we sent. */
static void kit_untime_x12(slice text)
{
    char *at = (char *)(uintptr_t)text.ptr;
    if (text.len < 106 || !slice_starts(text, SLICE("ISA*"))) return;
    memset(at + 70, '0', 11);
    size_t element = 0;
    for (size_t i = 106; i < text.len && element < 6; i++) {
        if (at[i] == '*') element++;
        else if (element == 4 || element == 5) at[i] = '0';
    }
}

static void kit_picture_of(struct kit *kit, const char *path, struct buf *out);

static void kit_picture_folder(struct kit *kit, const char *path, struct buf *out)
{
    slice *names = NULL;
    size_t n = 0;
    int err = fsys_list(kit->dir, path, kit->arena, &names, &n);
    ck_assert_msg(err == 0, "%s: %s", path, err_text(err));
    for (size_t i = 0; i < n; i++) kit_picture_of(kit, arena_cstr(kit->arena, arena_printf(kit->arena, "%s/%s", path, names[i].ptr)), out);
}

/* The quarantine's reports tell times in words; that they are there and not empty must do. */
static void kit_picture_of(struct kit *kit, const char *path, struct buf *out)
{
    struct stat st;
    ck_assert_int_eq(fsys_stat(kit->dir, path, &st), 0);
    if (S_ISDIR(st.st_mode)) {
        kit_picture_folder(kit, path, out);
        return;
    }
    char digest[SHA256_HEX + 1] = "a report";
    slice name = slice_of(path), text = kit_read(kit, kit->dir, path);
    if (slice_ends(name, SLICE(".x12")) && !slice_ends(name, SLICE("/document.x12"))) kit_untime_x12(text);
    if (!strstr(path, "/report.")) sha256_hex(text, digest);
    size_t from = out->len;
    buf_printf(out, "%s %s %s\n", path, text.len > 0 ? "full" : "EMPTY", digest);
    kit_untime(out->ptr + from, out->len - from);
}

static void kit_picture_store(struct kit *kit, struct buf *out)
{
    struct store *store = engine_store(kit->engine);
    struct document *documents;
    struct order *orders;
    struct quarantine_entry *entries;
    struct intake *pending;
    size_t n;
    ck_assert_int_eq(store_documents(store, (slice){ 0 }, (slice){ 0 }, kit->arena, &documents, &n), 0);
    for (size_t i = 0; i < n; i++)
        buf_printf(out, "document %lld.%u %.*s %.*s state %d %.*s %.*s\n", (long long)documents[i].intake, documents[i].ordinal,
                   SLICE_ARG(documents[i].kind), SLICE_ARG(documents[i].key), documents[i].state, SLICE_ARG(documents[i].reason),
                   SLICE_ARG(documents[i].quarantine));
    for (int64_t id = 1; id < 20; id++) {
        struct output *outputs;
        struct finding_row *findings;
        size_t n_findings;
        ck_assert_int_eq(store_outputs(store, id, false, kit->arena, &outputs, &n), 0);
        ck_assert_int_eq(store_findings(store, id, kit->arena, &findings, &n_findings), 0);
        if (n + n_findings > 0) buf_printf(out, "intake %lld: %zu outputs, %zu findings\n", (long long)id, n, n_findings);
    }
    ck_assert_int_eq(store_orders(store, kit->arena, &orders, &n), 0);
    for (size_t i = 0; i < n; i++)
        buf_printf(out, "order %.*s state %d %u/%u %.*s\n", SLICE_ARG(orders[i].number), orders[i].state, orders[i].held_lines, orders[i].lines,
                   SLICE_ARG(orders[i].reason));
    ck_assert_int_eq(store_quarantine_list(store, kit->arena, &entries, &n), 0);
    for (size_t i = 0; i < n; i++)
        buf_printf(out, "entry %.*s %.*s %.*s\n", SLICE_ARG(entries[i].id), SLICE_ARG(entries[i].key), SLICE_ARG(entries[i].reason));
    ck_assert_int_eq(store_intake_pending(store, kit->arena, &pending, &n), 0);
    buf_printf(out, "%zu not done\n", n);
    struct sent *sent;
    ck_assert_int_eq(store_sent_list(store, false, kit->arena, &sent, &n), 0);
    for (size_t i = 0; i < n; i++)
        buf_printf(out, "sent %.*s %.*s group %u interchange %u state %d\n", SLICE_ARG(sent[i].set_id), SLICE_ARG(sent[i].key), sent[i].group_control,
                   sent[i].interchange_control, sent[i].state);
}

/* The engine must be open. */
static slice kit_picture(struct kit *kit)
{
    static const char *const seen[] = { "inbox", "active", "outbox", "quarantine", "archive" };
    struct buf out = BUF_INIT(KIT_FILE_MAX);
    for (size_t i = 0; i < sizeof seen / sizeof *seen; i++) kit_picture_folder(kit, seen[i], &out);
    kit_picture_store(kit, &out);
    slice kept = arena_copy(kit->arena, buf_slice(&out));
    buf_free(&out);
    return kept;
}

/* How many files lie in a folder; how many of them end so. */
static size_t kit_count(struct kit *kit, const char *path, const char *ending)
{
    slice *names = NULL;
    size_t n = 0, fit = 0;
    ck_assert_int_eq(fsys_list(kit->dir, path, kit->arena, &names, &n), 0);
    for (size_t i = 0; i < n; i++) fit += slice_ends(names[i], slice_of(ending));
    return fit;
}

/* The only file of a folder whose name holds `part`. */
static slice kit_only(struct kit *kit, const char *path, const char *part)
{
    slice *names = NULL, found = { 0 };
    size_t n = 0, fit = 0;
    ck_assert_int_eq(fsys_list(kit->dir, path, kit->arena, &names, &n), 0);
    for (size_t i = 0; i < n; i++) {
        if (!strstr(names[i].ptr, part)) continue;
        found = names[i];
        fit++;
    }
    ck_assert_msg(fit == 1, "%zu files named %s in %s", fit, part, path);
    return kit_read(kit, kit->dir, arena_cstr(kit->arena, arena_printf(kit->arena, "%s/%.*s", path, SLICE_ARG(found))));
}

static bool kit_has(slice text, const char *part)
{
    return text.len > 0 && memmem(text.ptr, text.len, part, strlen(part)) != NULL;
}

#endif
