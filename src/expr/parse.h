/* parse.h - text to expression tree. */
#ifndef EXPR_PARSE_H
#define EXPR_PARSE_H

#include "expr/ast.h"
#include "expr/lex.h"

enum { EXPR_MAX_TEXT = 4096, EXPR_MAX_DEPTH = 48, EXPR_MAX_ARGS = 32 };

/* Parse a whole expression; null with a finding (MAP-SYNTAX).  `in` must live as long as the tree. */
struct expr *expr_parse(struct arena *arena, const struct expr_text *in, struct diags *diags);

/* ---- shared by parse.c and parse_path.c ---- */

struct parser {
    struct arena *arena;
    const struct expr_text *in;
    struct diags *diags;
    struct token token;         /* the next one */
    size_t at;                  /* behind it */
    unsigned depth;
    bool failed;                /* only the first fault of an expression is reported */
};

void parser_advance(struct parser *p);
/* Report, once: what was expected at off. */
void parser_fail(struct parser *p, size_t off, size_t len, const char *expected);
struct expr *parser_node(struct parser *p, enum expr_op op, size_t off);
slice parser_string(struct parser *p, slice quoted);
/* At a name, '/' or '^': reads bytes of the text itself and leaves the parser behind the path. */
struct expr *parser_path(struct parser *p);

#endif
