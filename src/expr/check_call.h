/* check_call.h - the part of the typed pass that reads signatures of functions.h. */
#ifndef EXPR_CHECK_CALL_H
#define EXPR_CHECK_CALL_H

#include "expr/check.h"

/* Is there such a function?  Asked before its arguments are looked at: `cuont(PO1)` is a misspelt count, not too many PO1. */
bool expr_check_function(const struct expr_checker *c, struct expr *e);
/* The function is known and the arguments are checked: compare with its signature, set type and width. */
bool expr_check_call(const struct expr_checker *c, struct expr *e);
/* Is the node of that type (TYPE_TEXT takes numbers and dates too)?  Reports. */
bool expr_need(const struct expr_checker *c, const struct expr *e, enum expr_type type);

#endif
