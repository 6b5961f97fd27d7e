/* forms.c - the words that look like functions but are part of the grammar, because they take paths, names or branches instead of values.  What they
 * mean is check.c's and eval.c's; here is how they are written, for the parser, for hints and for the reference page. */
#include "expr/function.h"

const struct expr_form expr_forms[] = {
    { "first", EX_FIRST, 1, 1, "first(path): the first of several" },
    { "last", EX_LAST, 1, 1, "last(path): the last of several" },
    { "all", EX_ALL, 1, 2, "all(path, ', '): all of them as one text, with the separator between" },
    { "exists", EX_EXISTS, 1, 1, "exists(path): is it in the document?" },
    { "count", EX_COUNT, 1, 1, "count(path): how many; count(condition over path as name): how many fulfil it" },
    { "sum", EX_SUM, 1, 1, "sum(path), sum(x over path as name): their sum; 0 when there are none" },
    { "min", EX_MIN, 1, 1, "min(path), min(x over path as name): the smallest" },
    { "max", EX_MAX, 1, 1, "max(path), max(x over path as name): the largest" },
    { "distinct", EX_DISTINCT, 1, 1, "distinct(path), distinct(x over path as name): how many different values" },
    { "position", EX_POSITION, 1, 1, "position(name): the number of this instance of <each … as=\"name\">, as it arrived" },
    { "written", EX_WRITTEN, 1, 1, "written(name): its number among those that were not held" },
    { "factor", EX_FACTOR, 1, 1, "factor(id): the factor that the <convert> of that id took" },
    { "item", EX_ITEM, 1, 1, "item(line.pairs): the item that the identifiers of the line mean; in <let> only, with on-miss" },
    { "if", EX_IF, 3, 3, "if(condition, a, b): a when it holds, else b" },
    { "lookup", EX_LOOKUP, 2, 2, "lookup(table, key).column: from the row of that key; its rule names on-miss" },
};
const unsigned expr_form_count = sizeof expr_forms / sizeof *expr_forms;

const struct expr_form *expr_form_find(slice word)
{
    for (unsigned i = 0; i < expr_form_count; i++)
        if (slice_is(word, expr_forms[i].word)) return &expr_forms[i];
    return NULL;
}

slice expr_arity_words(struct arena *arena, unsigned min, unsigned max)
{
    if (max == 255) return arena_printf(arena, "%u or more arguments", min);
    if (min != max) return arena_printf(arena, "%u to %u arguments", min, max);
    return arena_printf(arena, "%u argument%s", min, min == 1 ? "" : "s");
}
