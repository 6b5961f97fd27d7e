/* concat.c - concat() writes its parts straight to where the whole will be, at the end of the scratch; parts that are concat(), if() or else themselves do
 * the same.  It gives up, and lets the function be called as usual, when a part needed the scratch for itself or there is no room; evaluating twice is
 * harmless then, since expressions are pure and trouble ends the first try for good. */
#include "expr/calls.h"
#include "expr/eval.h"

enum part { PART_DONE, PART_ABSENT /* out says whether trouble is known */, PART_GIVE_UP };

struct line {                   /* the text so far */
    struct expr_run *run;
    char *to, *end;
    struct value *out;
};

static enum part append(struct line *l, const struct expr *e);

static inline enum part append_text(struct line *l, slice text)
{
    if (text.len > (size_t)(l->end - l->to)) return PART_GIVE_UP;
    l->to = slice_put(l->to, text);
    return PART_DONE;
}

static enum part append_args(struct line *l, const struct expr *e)
{
    enum part part = PART_DONE;
    for (unsigned i = 0; i < e->n_args && part == PART_DONE; i++) part = append(l, e->args[i]);
    return part;
}

static enum part append_if(struct line *l, const struct expr *e)
{
    expr_eval(l->run, e->args[0], l->out);
    if (value_is_absent(l->out) && l->out->yes) return PART_ABSENT;
    return append(l, e->args[value_holds(l->out) ? 1 : 2]);
}

static enum part append_else(struct line *l, const struct expr *e)
{
    enum part part = append(l, e->args[0]);
    return part == PART_ABSENT && !l->out->yes ? append(l, e->args[1]) : part;
}

static enum part append_value(struct line *l, const struct expr *e)
{
    struct expr_scratch *s = &l->run->scratch;
    const struct expr_scratch before = *s;
    char room[VALUE_MAX_TEXT];
    const struct value *v = expr_get(l->run, e, l->out);
    if (value_is_absent(v)) {
        *l->out = *v;
        return PART_ABSENT;
    }
    if (s->ptr != before.ptr || s->len != before.len) return PART_GIVE_UP;
    return append_text(l, value_show(v, room));
}

/* Elements are taken as they were sent, once it is known that a number is one. */
static enum part append_path(struct line *l, const struct expr *e)
{
    slice text;
    decimal d;
    bool number = e->type == TYPE_NUMBER && e->index == 0;
    if ((e->type != TYPE_TEXT && !number) || !expr_element(l->run, e, &text)) return append_value(l, e);
    if (text.len == 0) {
        *l->out = value_absent();
        return PART_ABSENT;
    }
    return number && !decimal_parse(text, &d) ? append_value(l, e) : append_text(l, text);
}

static enum part append(struct line *l, const struct expr *e)
{
    switch (e->op) {
    case EX_LITERAL: return e->type == TYPE_TEXT ? append_text(l, e->value.text) : append_value(l, e);
    case EX_PATH: return append_path(l, e);
    case EX_IF: return append_if(l, e);
    case EX_ELSE: return append_else(l, e);
    case EX_CALL: return e->function->call == fn_concat ? append_args(l, e) : append_value(l, e);
    default: return append_value(l, e);
    }
}

bool expr_eval_concat(struct expr_run *run, const struct expr *e, struct value *out)
{
    struct expr_scratch *s = &run->scratch;
    if (s->ptr == NULL || run->host->taken) return false;       /* no room was made yet: the function makes it; or arms are counted */
    char *start = s->ptr + s->len;
    struct line line = { run, start, s->ptr + s->room, out };
    enum part part = append_args(&line, e);
    size_t len = (size_t)(line.to - start);
    if (part == PART_GIVE_UP || len > EXPR_MAX_RESULT) return false;     /* the function reports what is too long */
    if (part == PART_ABSENT) return true;
    *out = value_text((slice){ start, len });
    s->len += len;
    return true;
}
