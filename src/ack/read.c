/* read.c - see read.h.  AK3 and AK4 of a 997, IK3 and IK4 of a 999 have the same elements, so both are read by one table of segments. */
#include "ack/read.h"

struct reading {
    const struct tree *tree;
    struct arena *arena;
    struct ack_reading *out;
    struct ack_read_set *set;           /* open since AK2, or null */
    struct ack_read_fault segment;      /* the last AK3 */
    bool pending;                       /* … of which no AK4 was seen yet */
};

static unsigned number(slice s, unsigned most)
{
    uint64_t n;
    return slice_to_u64(s, most, &n) ? (unsigned)n : 0;
}

static char letter(slice s) { return s.len == 1 ? s.ptr[0] : '\0'; }

static unsigned take_codes(const struct tree *t, uint32_t group, unsigned from, slice codes[ACK_READ_CODES])
{
    unsigned n = 0;
    for (unsigned k = from; k < from + ACK_READ_CODES; k++) {
        slice code = tree_field(t, group, k);
        if (code.len) codes[n++] = code;
    }
    return n;
}

static void add_fault(struct reading *r, const struct ack_read_fault *fault)
{
    struct ack_read_set *set = r->set;
    if (!set) return;
    if (set->n_faults == ACK_READ_FAULTS) {
        set->faults_left_out++;
        return;
    }
    *(struct ack_read_fault *)arena_grow(r->arena, &set->faults, &set->n_faults, &set->room, sizeof *fault) = *fault;
}

/* An AK3 that no AK4 followed speaks for itself. */
static void settle(struct reading *r)
{
    if (r->pending) add_fault(r, &r->segment);
    r->pending = false;
}

static void take_group(struct reading *r, uint32_t g)
{
    r->out->functional_id = tree_field(r->tree, g, 1);
    r->out->group_control = tree_field(r->tree, g, 2);
}

static void take_set(struct reading *r, uint32_t g)
{
    settle(r);
    r->set = arena_grow(r->arena, &r->out->sets, &r->out->n_sets, &r->out->room, sizeof *r->set);
    *r->set = (struct ack_read_set){ .set_id = tree_field(r->tree, g, 1), .control = tree_field(r->tree, g, 2) };
}

static void take_segment(struct reading *r, uint32_t g)
{
    settle(r);
    r->segment = (struct ack_read_fault){
        .segment_id = tree_field(r->tree, g, 1), .segment = number(tree_field(r->tree, g, 2), UINT32_MAX / 2),
        .loop = tree_field(r->tree, g, 3), .segment_code = tree_field(r->tree, g, 4),
    };
    r->pending = true;
}

static void take_element(struct reading *r, uint32_t g)
{
    slice position = tree_field(r->tree, g, 1), parts[3] = { { 0 } };
    struct ack_read_fault fault = r->segment;
    char separator = r->tree->component;
    for (unsigned i = 0; i < 3 && position.ptr; i++)
        if (!slice_next(&position, separator ? separator : '\0', &parts[i])) break;
    fault.element = number(parts[0], 9999);
    fault.component = number(parts[1], 9999);
    fault.repeat = number(parts[2], 9999);
    fault.element_ref = number(tree_field(r->tree, g, 2), 9999);
    fault.element_code = tree_field(r->tree, g, 3);
    fault.value = tree_field(r->tree, g, 4);
    r->pending = false;
    add_fault(r, &fault);
}

static void take_set_verdict(struct reading *r, uint32_t g)
{
    settle(r);
    if (!r->set) return;
    r->set->verdict = letter(tree_field(r->tree, g, 1));
    r->set->n_codes = take_codes(r->tree, g, 2, r->set->codes);
    r->set = NULL;
}

static void take_group_verdict(struct reading *r, uint32_t g)
{
    settle(r);
    r->set = NULL;
    r->out->verdict = letter(tree_field(r->tree, g, 1));
    r->out->n_codes = take_codes(r->tree, g, 5, r->out->codes);
}

static const struct { const char *id; void (*take)(struct reading *r, uint32_t group); } segments[] = {
    { "AK1", take_group }, { "AK2", take_set }, { "AK3", take_segment }, { "IK3", take_segment }, { "AK4", take_element }, { "IK4", take_element },
    { "AK5", take_set_verdict }, { "IK5", take_set_verdict }, { "AK9", take_group_verdict },
};

void ack_read(const struct tree *tree, struct arena *arena, struct ack_reading *out)
{
    struct reading r = { .tree = tree, .arena = arena, .out = out };
    *out = (struct ack_reading){ 0 };
    for (uint32_t g = 0; g < tree->groups; g++) {
        if (tree->group[g].fields == 0) continue;
        slice id = tree_field(tree, g, 0);
        for (unsigned i = 0; i < sizeof segments / sizeof segments[0]; i++)
            if (slice_is(id, segments[i].id)) segments[i].take(&r, g);
    }
    settle(&r);
}

bool ack_refuses(char verdict) { return verdict == 'R' || verdict == 'M' || verdict == 'W' || verdict == 'X'; }

static const struct { enum ack_level level; const char *code, *words; } words[] = {
#define WORD(LEVEL, code, text) { ACK_##LEVEL, code, text },
#include "ack/words.h"
#undef WORD
};

const char *ack_words(enum ack_level level, slice code)
{
    for (unsigned i = 0; i < sizeof words / sizeof words[0]; i++)
        if (words[i].level == level && slice_is(code, words[i].code)) return words[i].words;
    return "a code that is not in the standard";
}
