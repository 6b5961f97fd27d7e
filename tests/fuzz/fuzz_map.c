/* fuzz_map.c - any text as a map file: it is refused with an error that has a place, or it runs over a fixed order with a sound output tree and an
 * answer to "why?" for a field of it. */
#include "../kit/map_kit.h"

#include "base/err.h"
#include "map/find.h"

#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char order[] =
    "ST*850*0001~BEG*00*NE*4TESTP01**20260303~REF*CR*PRMV1~REF*PD*D~CSH*Y~DTM*064*20260309~N9*L1*X~MSG*a~MSG*b~N1*ST**92*LTN4~"
    "PO1*1*24*EA*18.5*PE*EN*5012345000015~PO1**10*CA*60**VN*X~PO1*3*0*XX**PE~CTT*3~SE*14*0001~";

static void run(const struct map *m, struct arena *arena)
{
    struct tree in, out;
    struct diags diags;
    struct map_result result;
    struct checker *checker = checker_new();
    struct buf why = BUF_INIT(1 << 20);
    tree_init(&in);
    tree_init(&out);
    diags_init(&diags, arena, 50);
    kit_read_set(checker, map_source_schema(m), kit_source(arena, "in", slice_of(order)), &in, &diags);
    struct map_env env = { .document_id = SLICE("1") };
    struct map_trace *trace = map_trace_new(arena);
    map_run(m, &env, &in, arena, &out, trace, &result, &diags);
    must(out.groups > 0 && out.group[0].end == out.groups);
    must(result.held_lines <= result.lines);
    for (uint32_t g = 0; g < out.groups; g++) must(out.group[g].end > g &&
                                                   out.group[g].first + out.group[g].fields <= out.values);
    must(kit_two_ways(m, &env, &in, arena) == NULL);
    (void)map_explain(m, trace, &in, &out, SLICE("Out/@Text"), &why);
    (void)map_explain(m, trace, &in, &out, SLICE("Line[1]/@Quantity"), &why);
    buf_free(&why);
    tree_free(&in);
    tree_free(&out);
    checker_free(checker);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[] = "/tmp/crossdock-fuzz-XXXXXX.xml";
    int fd = mkstemps(path, 4);
    must(fd >= 0);
    must(fsys_write_all(fd, (slice){ (const char *)data, size }) == 0);
    close(fd);
    struct arena *arena = arena_new();
    struct diags diags;
    diags_init(&diags, arena, 50);
    struct schema_path schemas = { { arena_printf(arena, "%s/schemas", kit_top()).ptr, arena_printf(arena, "%s/tests/lang",
            kit_top()).ptr }, 2 };
    struct schema_path maps = kit_folder(arena, "tests/lang");
    struct map_sources sources = { arena, &schemas, &maps, NULL, 0, NULL, NULL };
    const struct map *m = NULL;
    int rc = map_load(&sources, slice_of(path), &m, &diags);
    unlink(path);
    must((rc == 0) == (m != NULL));
    must(rc == 0 || rc == E_BAD || rc == E_TOO_BIG);
    must(rc == 0 || rc == E_TOO_BIG || diags_has(&diags, SEV_ERROR));
    if (m) run(m, arena);
    arena_free(arena);
    return 0;
}
