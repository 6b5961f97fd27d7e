/* concat.c - concat() writes its parts straight to where the whole will be, at the end of the scratch; parts that are concat() or if() themselves do the
 * same.  It gives up, and lets the function be called as usual, when a part needed the scratch for itself or there is no room; evaluating twice is
 * harmless then, since expressions are pure and trouble ends the first try for good. */
#include "expr/calls.h"
#include "expr/eval.h"

enum part { PART_DONE, PART_ABSENT, PART_GIVE_UP };

static enum part append(struct expr_run *run, const struct expr *e, struct value *v);

static enum part append_args(struct expr_run *run, const struct expr *e, struct value *v)
{
    enum part part = PART_DONE;
    for (unsigned i = 0; i < e->n_args && part == PART_DONE; i++) part = append(run, e->args[i], v);
    return part;
}

static enum part append_if(struct expr_run *run, const struct expr *e, struct value *v)
{
    expr_eval(run, e->args[0], v);
    if (value_is_absent(v) && v->yes) return PART_ABSENT;
    return append(run, e->args[value_holds(v) ? 1 : 2], v);
}

/* A copy of a few bytes is quicker without a call. */
static inline void copy(char *to, slice text)
{
    if (text.len > 16) memcpy(to, text.ptr, text.len);
    else for (size_t i = 0; i < text.len; i++) to[i] = text.ptr[i];
}

static enum part append_literal(struct expr_run *run, slice text)
{
    struct expr_scratch *s = &run->scratch;
    if (text.len > s->room - s->len) return PART_GIVE_UP;
    copy(s->ptr + s->len, text);
    s->len += text.len;
    return PART_DONE;
}

static enum part append_value(struct expr_run *run, const struct expr *e, struct value *v)
{
    struct expr_scratch *s = &run->scratch;
    const struct expr_scratch before = *s;
    if (e->op == EX_LITERAL && e->type == TYPE_TEXT) return append_literal(run, e->value.text);
    expr_eval(run, e, v);
    if (value_is_absent(v)) return PART_ABSENT;
    size_t most = v->kind == VALUE_TEXT || v->text.len ? v->text.len : VALUE_MAX_TEXT;
    if (s->ptr != before.ptr || s->len != before.len || most > s->room - s->len) return PART_GIVE_UP;
    char *to = s->ptr + s->len;
    slice text = value_show(v, to);
    if (text.ptr != to) copy(to, text);
    s->len += text.len;
    return PART_DONE;
}

static enum part append(struct expr_run *run, const struct expr *e, struct value *v)
{
    if (e->op == EX_CALL && e->function->call == fn_concat) return append_args(run, e, v);
    return e->op == EX_IF ? append_if(run, e, v) : append_value(run, e, v);
}

bool expr_eval_concat(struct expr_run *run, const struct expr *e, struct value *out)
{
    struct expr_scratch *s = &run->scratch;
    size_t start = s->len;
    const char *base = s->ptr;
    enum part part = append_args(run, e, out);
    if (s->ptr != base) return false;
    if (s->len - start > EXPR_MAX_RESULT) part = PART_GIVE_UP;      /* the function reports it */
    if (part == PART_DONE) *out = value_text((slice){ s->ptr + start, s->len - start });
    else s->len = start;
    return part != PART_GIVE_UP;
}
