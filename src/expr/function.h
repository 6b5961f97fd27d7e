/* function.h - the table of functions.h as values. */
#ifndef EXPR_FUNCTION_H
#define EXPR_FUNCTION_H

#include "expr/ast.h"

struct expr_run;

enum width_rule { WIDTH_NONE, WIDTH_SUM, WIDTH_FIRST, WIDTH_SECOND, WIDTH_THIRD, WIDTH_PAD, WIDTH_DATE, WIDTH_MAX };

/* `e` is the call, for findings; arguments that are absent come as they are (see `strict`). */
typedef void expr_function_call(struct expr_run *run, const struct expr *e, const struct value *args, unsigned n,
                                struct value *out);

struct expr_function {
    const char *name, *signature;
    enum width_rule width;
    expr_function_call *call;
    const char *doc;
};

extern const struct expr_function expr_functions[];
extern const unsigned expr_function_count;
const struct expr_function *expr_function_find(slice name);

/* ---- forms (forms.c): count(…), first(…), lookup(…) … ---- */

struct expr_form { const char *word; enum expr_op op; uint8_t min, max; const char *doc; };
extern const struct expr_form expr_forms[];
extern const unsigned expr_form_count;
const struct expr_form *expr_form_find(slice word);
/* "1 argument", "2 to 3 arguments"; max 255: "2 or more arguments". */
slice expr_arity_words(struct arena *arena, unsigned min, unsigned max);

#endif
