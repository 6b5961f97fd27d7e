/* answering.c - see answering.h.  Answers are written when the interchange has ended, because its IEA may condemn what its groups hold.
 * Version and delimiters are those received. */
#include "cli/answering.h"

enum { ANSWER_MAX_BYTES = 1 << 30 };

struct answer {                         /* to one group */
    struct ack_group *ack;
    struct diags diags;                 /* of the group itself */
    slice kind, from, to, release;
    int64_t ge01;
    struct answer *next;
};

void answering_begin(struct answering *a, enum ack_form form, bool ta1)
{
    *a = (struct answering){ .form = form, .ta1 = ta1, .text = BUF_INIT(ANSWER_MAX_BYTES), .arena = arena_new() };
    a->last = &a->first;
}

void answering_end(struct answering *a)
{
    arena_free(a->arena);
    buf_free(&a->text);
}

static void open_group(struct answering *a, const struct x12_group *g)
{
    struct answer *answer = arena_alloc(a->arena, sizeof *answer);
    *answer = (struct answer){
        .kind = arena_copy(a->arena, g->gs[1]), .from = arena_copy(a->arena, g->gs[3]), .to = arena_copy(a->arena, g->gs[2]),
        .release = arena_copy(a->arena, g->gs[8]), .ge01 = -1,
    };
    answer->ack = ack_group_new(a->arena, g->gs[1], g->gs[6], g->gs[8]);
    ack_group_form(answer->ack, a->form);
    *a->last = a->open = answer;
    a->last = &answer->next;
}

static void copy(struct diags *to, const struct diags *from, enum severity least)
{
    for (size_t i = 0; i < from->count; i++)
        if (from->items[i].severity >= least) diag_copy(to, &from->items[i]);
}

static void close_group(struct answering *a, const struct document_step *step)
{
    uint64_t ge01;
    diags_init(&a->open->diags, a->arena, DIAGS_DEFAULT_CAP);
    copy(&a->open->diags, step->diags, SEV_NOTE);
    if (slice_to_u64(step->group->ge01, UINT32_MAX, &ge01)) a->open->ge01 = (int64_t)ge01;
}

static struct ack_envelope envelope(struct answering *a, const struct x12_interchange *i, const struct answer *answer)
{
    uint32_t control = ++a->control;
    return (struct ack_envelope){
        .delims = i->delims,
        .line_ends = true,
        .from = { i->isa[7], i->isa[8], answer ? answer->from : i->isa[8] },
        .to = { i->isa[5], i->isa[6], answer ? answer->to : i->isa[6] },
        .version = arena_cstr(a->arena, i->isa[12]),
        .release = answer ? answer->release : (slice){ 0 },
        .usage = i->isa[15].len == 1 ? i->isa[15].ptr[0] : 'P',
        .at = clock_now(),
        .interchange_control = control,
        .group_control = control,
    };
}

static void write_ta1(struct answering *a, const struct document_step *step)
{
    struct ack_envelope e = envelope(a, step->interchange, NULL);
    struct diags all;
    diags_init(&all, a->arena, DIAGS_DEFAULT_CAP);
    copy(&all, step->diags, SEV_NOTE);
    for (const struct answer *answer = a->first; answer != NULL; answer = answer->next) ack_ta1_add(&all, &answer->diags);
    ack_write_ta1(step->interchange->isa, &all, &e, &a->text);
}

static void write_all(struct answering *a, const struct document_step *step)
{
    if (a->ta1) write_ta1(a, step);
    for (struct answer *answer = a->first; answer != NULL; answer = answer->next) {
        if (slice_is(answer->kind, "FA")) continue;     /* acknowledgements are never acknowledged */
        copy(&answer->diags, step->diags, SEV_REJECT_INTERCHANGE);
        ack_group_close(answer->ack, &answer->diags, answer->ge01);
        struct ack_envelope e = envelope(a, step->interchange, answer);
        ack_write_997(answer->ack, &e, &a->text);
    }
    a->first = a->open = NULL;
    a->last = &a->first;
    arena_reset(a->arena);
}

void answering_step(struct answering *a, const struct document_step *step)
{
    switch (step->event) {
    case DOCUMENT_GROUP: open_group(a, step->group); break;
    case DOCUMENT_SET:
        ack_group_set(a->open->ack, step->set_id, step->set_control, step->diags);
        ack_group_convention(a->open->ack, step->set_convention);
        break;
    case DOCUMENT_GROUP_END: close_group(a, step); break;
    case DOCUMENT_INTERCHANGE_END: write_all(a, step); break;
    default: break;
    }
}
