/* group.c - gathers what a 997 or 999 will say of a group: set by set, then the group itself.
 *
 * Decides which findings the partner hears of, and each verdict.  The rule: what the standard has a code for is reported from "warn" on (the
 * set is then accepted with errors) and rejects where the finding does; holds are our own business; a rejection without a code of its own is
 * "one or more segments in error", and names the segment when it is a rule of a guide or a set.  Nothing of a finding is kept but what is written, since findings go with their set. */
#include "ack/group.h"

#define SEGMENTS_IN_ERROR "5"           /* 718 */
enum { MAX_CONVENTION = 35 };           /* AK203: AN 1/35 */
#define GUIDE_SEGMENTS_IN_ERROR "I5"    /* 618 */

struct ack_group *ack_group_new(struct arena *arena, slice functional_id, slice group_control, slice release)
{
    struct ack_group *g = arena_alloc(arena, sizeof *g);
    *g = (struct ack_group){
        .arena = arena, .functional_id = arena_copy(arena, functional_id), .control = arena_copy(arena, group_control),
        .release = arena_copy(arena, release), .ge01 = -1
    };
    g->old = slice_cmp(slice_sub(g->release, 0, 6), SLICE("005010")) < 0;
    return g;
}

enum ack_form ack_group_form(struct ack_group *g, enum ack_form wanted)
{
    return g->form = g->old ? ACK_997 : wanted;
}

static struct ack_set *add_set(struct ack_group *g)
{
    if (!g->last || g->last->n == ACK_BLOCK_SETS) {
        struct ack_block *block = arena_alloc(g->arena, sizeof *block);
        *(g->last ? &g->last->next : &g->first) = block;
        g->last = block;
    }
    return &g->last->sets[g->last->n++];
}

static void put_chars(char *to, size_t room, slice from)
{
    size_t len = from.len < room - 1 ? from.len : room - 1;
    if (len)
        memcpy(to, from.ptr, len);
    to[len] = '\0';
}

/* A severity that a partner hears of: not notes, not what waits for a person of ours, not faults of our own files. */
static bool is_told(enum severity s)
{
    return s == SEV_WARN || s == SEV_REJECT_LINE || (s >= SEV_REJECT_DOCUMENT && s <= SEV_REJECT_INTERCHANGE);
}

static const char *number_of(const struct ack_group *g, const struct ack_code *code)
{
    return g->old ? code->old_code : code->code;
}

/* A segment or element in error, and the set with it.  Without a place AK5 alone tells of it. */
static void take_fault(const struct ack_group *g, struct ack_trouble *trouble, const struct diag *diag, const struct ack_code *code)
{
    const char *of_guide = g->form == ACK_999 ? ack_code_guide(diag, code->level) : NULL;
    (void)ack_faults_add(&trouble->faults, g->arena, diag, code, of_guide ? of_guide : number_of(g, code));
    ack_list_add(&trouble->codes, of_guide ? GUIDE_SEGMENTS_IN_ERROR : SEGMENTS_IN_ERROR);
}

/* A rejection that the table does not know: what an assert says, or, without a place, "one or more segments in error". */
static void take_unnamed(const struct ack_group *g, struct ack_trouble *trouble, const struct diag *diag)
{
    bool guided = false;
    const struct ack_code *code = ack_code_assert(diag, g->form == ACK_999, &guided);
    if (code)
        (void)ack_faults_add(&trouble->faults, g->arena, diag, code, code->code);
    ack_list_add(&trouble->codes, guided ? GUIDE_SEGMENTS_IN_ERROR : SEGMENTS_IN_ERROR);
}

/* Take one finding into the trouble of a set; returns how bad it makes the set: 'A' (not at all), 'E' or 'R'. */
static char take_finding(const struct ack_group *g, struct ack_trouble *trouble, const struct diag *diag)
{
    if (!is_told(diag->severity))
        return 'A';
    const struct ack_code *code = ack_code_find(diag);
    char verdict = diag->severity >= SEV_REJECT_DOCUMENT ? 'R' : 'E';
    if (!code) {
        if (verdict == 'R')
            take_unnamed(g, trouble, diag);
        return verdict == 'R' ? 'R' : 'A';
    }
    if (code->level >= ACK_GROUP)
        return 'A';                     /* said where it belongs, not of the set that was open just then */
    if (code->level == ACK_SET)
        ack_list_add(&trouble->codes, number_of(g, code));
    else
        take_fault(g, trouble, diag, code);
    return verdict;
}

static char worse(char a, char b)
{
    return a > b ? a : b;               /* A < E < R */
}

bool ack_group_set(struct ack_group *g, slice set_id, slice set_control, const struct diags *diags)
{
    struct ack_trouble trouble = { 0 };
    char verdict = 'A';
    size_t kept_rejects = 0;
    for (size_t i = 0; i < diags->count; i++) {
        verdict = worse(verdict, take_finding(g, &trouble, &diags->items[i]));
        kept_rejects += diags->items[i].severity == SEV_REJECT_DOCUMENT;
    }
    if (diags->by_severity[SEV_REJECT_DOCUMENT] > kept_rejects) {       /* past the cap of findings */
        verdict = 'R';
        ack_list_add(&trouble.codes, SEGMENTS_IN_ERROR);
    }
    struct ack_set *set = add_set(g);
    put_chars(set->id, sizeof set->id, set_id);
    put_chars(set->control, sizeof set->control, set_control);
    set->verdict = verdict;
    if (verdict != 'A') {
        ack_faults_order(&trouble.faults);
        struct ack_trouble *kept = arena_alloc(g->arena, sizeof *kept);
        *kept = trouble;
        set->trouble = kept;
    }
    g->received++;
    g->accepted += verdict != 'R';
    g->noted |= verdict == 'E';
    return verdict != 'R';
}

void ack_group_convention(struct ack_group *g, slice convention)
{
    if (g->received == 0 || convention.len == 0 || g->old)
        return;
    convention = slice_sub(convention, 0, MAX_CONVENTION);
    struct ack_set *set = &g->last->sets[g->last->n - 1];
    if (!set->trouble && g->conforming && slice_eq(g->conforming->convention, convention)) {
        set->trouble = g->conforming;
        return;
    }
    bool sound = !set->trouble;
    if (sound) {
        set->trouble = arena_alloc(g->arena, sizeof *set->trouble);
        *set->trouble = (struct ack_trouble){ 0 };
        g->conforming = set->trouble;
    }
    set->trouble->convention = arena_copy(g->arena, convention);
}

void ack_group_close(struct ack_group *g, const struct diags *group_diags, int64_t ge01)
{
    g->ge01 = ge01;
    for (size_t i = 0; group_diags && i < group_diags->count; i++) {
        const struct diag *diag = &group_diags->items[i];
        if (!is_told(diag->severity))
            continue;
        const struct ack_code *code = ack_code_find(diag);
        if (diag->severity >= SEV_REJECT_GROUP)
            g->rejected = true;
        if (!code || code->level != ACK_GROUP)
            continue;
        ack_list_add(&g->codes, number_of(g, code));
        g->noted = true;
    }
}

char ack_group_verdict(const struct ack_group *g)
{
    if (g->rejected || (g->received > 0 && g->accepted == 0))
        return 'R';
    if (g->accepted < g->received)
        return 'P';
    return g->noted ? 'E' : 'A';
}
