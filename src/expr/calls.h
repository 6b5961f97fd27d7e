/* calls.h - declarations of every C function named in functions.h. */
#ifndef EXPR_CALLS_H
#define EXPR_CALLS_H

#include "expr/function.h"

#define X(name, word, signature, width, function, doc) expr_function_call function;
#include "expr/functions.h"
#undef X

#endif
